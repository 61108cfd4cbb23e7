"""Cycles of widgets are collected in the window's thread, never in a worker's."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread

from ui.base.garbage import MANY, PUT_OFF, WORK_S, Garbage, keep_loaded


class Noted(QObject):
    """Tells in which thread it was let go."""

    gone: list[int] = []

    def __init__(self) -> None:
        super().__init__()
        self.itself = self

    def __del__(self) -> None:
        Noted.gone.append(threading.get_ident())


@pytest.fixture
def garbage(qapp) -> Iterator[Garbage]:
    made = Garbage()
    gc.enable()
    made.start()
    Noted.gone = []
    yield made
    made.stop()
    assert gc.isenabled()
    gc.disable()


def litter() -> None:
    """What a worker does: more new objects than the automatic collection would wait for."""
    kept = [[n] for n in range(100 * gc.get_threshold()[0])]
    del kept


def test_a_worker_collects_no_widget(garbage: Garbage, qtbot) -> None:
    Noted()
    worker = threading.Thread(target=litter)
    worker.start()
    worker.join()
    assert Noted.gone == []
    litter()
    assert Noted.gone == [], "and the window's thread does so between two turns, not in the middle of one"
    kept = [[n] for n in range(2 * gc.get_threshold()[0])]
    qtbot.waitUntil(lambda: bool(Noted.gone))
    assert Noted.gone == [threading.get_ident()] and kept
    assert QThread.isMainThread()


def test_every_generation_has_its_turn(garbage: Garbage) -> None:
    collected: list[int] = []

    def note(phase: str, about: dict[str, int]) -> None:
        if phase == "start":
            collected.append(about["generation"])

    gc.callbacks.append(note)
    try:
        kept: list[list[int]] = []
        for _turn in range(300):
            kept.extend([n] for n in range(2 * gc.get_threshold()[0]))
            garbage.look()
            if 2 in collected:
                break
    finally:
        gc.callbacks.remove(note)
    assert set(collected) == {0, 1, 2}


def test_what_is_old_is_left_alone_while_little_comes(garbage: Garbage) -> None:
    before = gc.get_stats()
    for _turn in range(3):
        kept = [[n] for n in range(2 * MANY)]
        garbage.look()
        del kept
    middle, whole = (gc.get_stats()[n]["collections"] - before[n]["collections"] for n in (1, 2))
    assert (middle, whole) == (3, 0)


def test_what_is_made_after_the_first_window_came_is_let_go_of(garbage: Garbage) -> None:
    """At the next window others are open: frozen, nothing of them would ever be let go of."""
    keep_loaded()
    Noted()
    kept = gc.get_freeze_count()
    keep_loaded()
    assert gc.get_freeze_count() == kept
    gc.collect()
    assert Noted.gone == [threading.get_ident()]


def test_it_waits_for_a_rest_but_not_for_ever(garbage: Garbage, monkeypatch: pytest.MonkeyPatch) -> None:
    looks, worked = list[None](), [0.0]
    monkeypatch.setattr(garbage, "look", lambda: looks.append(None))
    monkeypatch.setattr("ui.base.garbage.time.thread_time", lambda: worked[0])
    garbage._wait()
    for busy in (2 * WORK_S, 0.0):
        assert not looks
        worked[0] += busy
        garbage._look_at_rest()
    assert len(looks) == 1
    garbage._wait()
    for _turn in range(PUT_OFF + 1):
        assert len(looks) == 1
        worked[0] += 2 * WORK_S
        garbage._look_at_rest()
    assert len(looks) == 2
