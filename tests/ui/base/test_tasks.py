"""Work beside the window: only what was asked for last is told."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.base.tasks import Worker


def test_what_ended_before_another_job_was_asked_for_is_not_taken_for_that_ones(qtbot: QtBot) -> None:
    worker, told = Worker(), list[object]()
    worker.finished.connect(told.append)
    worker.start(lambda: "first")
    worker._pool.submit(int).result()  # the first has ended; the window has not heard of it yet
    worker.start(lambda: "second")
    qtbot.waitUntil(lambda: bool(told))
    worker.stop()
    assert told == ["second"]
