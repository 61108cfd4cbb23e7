"""What peewee has worded once is found again by the next start, and never when it may be worded otherwise by now."""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
import sqlite3
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kpidesk import store
from kpidesk.domain.entities import Input, Kpi
from kpidesk.store.db import kept, query
from kpidesk.store.db.query import Query
from kpidesk.store.log import entity_cache, statements


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where texts are kept, with nothing in it yet."""
    monkeypatch.setattr(kept, "_texts", kept.Texts(tmp_path / "texts"))
    return tmp_path / "texts"


@pytest.fixture
def worded(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What peewee is asked to word."""
    asked: list[Any] = []
    real = query._by_peewee
    monkeypatch.setattr(query, "_by_peewee", lambda *given: asked.append(given[0]) or real(*given))
    return asked


def next_start(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Forget what this process has worded and read."""
    monkeypatch.setattr(kept, "_texts", kept.Texts(folder))


def text(asked: Query, slots: int = 0, rooms: dict[int, int] | None = None, **fixed: Any) -> tuple[str, list[Any]]:
    found = query._word(asked._build, slots, rooms or {}, fixed)
    return found.text, [tuple(place) if isinstance(place, list) else place for place in found._places]


CASES: list[tuple[Query, int, dict[int, int], dict[str, Any]]] = [
    (statements.LAST_STAMP, 0, {}, {}),
    (statements.WINNER, 3, {}, {}),
    (entity_cache.ALIVE, 0, {}, {"kind": Kpi}),
    (entity_cache.ALIVE_ONE, 1, {}, {"kind": Input}),
    (Query(lambda t, ords: t.Row.select(t.Row.ord).where(t.Row.ord.in_(ords), t.Row.tab == "kpi")), 1, {0: 4}, {}),
]


@pytest.mark.parametrize("case", CASES)
def test_the_next_start_asks_the_same_without_wording_it(case, folder: Path, worded, monkeypatch) -> None:
    asked, slots, rooms, fixed = case
    first = text(asked, slots, rooms, **fixed)
    next_start(monkeypatch, folder)
    assert text(asked, slots, rooms, **fixed) == first and len(worded) == 1


def test_another_kind_or_another_length_is_another_text(folder: Path, worded) -> None:
    assert text(entity_cache.ALIVE, kind=Kpi) != text(entity_cache.ALIVE, kind=Input)
    among = CASES[-1][0]
    assert text(among, 1, {0: 2}) != text(among, 1, {0: 4}) and len(worded) == 4


def test_a_changed_program_words_everything_anew(folder: Path, worded, monkeypatch) -> None:
    text(statements.LAST_STAMP)
    (before,) = folder.iterdir()
    monkeypatch.setattr(kept, "fingerprint", lambda: "another")
    next_start(monkeypatch, folder)
    text(statements.LAST_STAMP)
    assert len(worded) == 2 and {each.name for each in folder.iterdir()} == {"another", before.name}


def test_what_programs_that_have_long_gone_have_kept_is_dropped(folder: Path, monkeypatch) -> None:
    for n in range(9):
        monkeypatch.setattr(kept, "fingerprint", lambda n=n: f"state {n}")
        next_start(monkeypatch, folder)
        text(statements.LAST_STAMP)
        os.utime(folder / f"state {n}", (n, n))
    assert {each.name for each in folder.iterdir()} == {f"state {n}" for n in range(8 - kept.OTHERS, 9)}


def test_the_mark_of_the_program_changes_with_each_of_its_files(tmp_path: Path, monkeypatch) -> None:
    for room in kept.ROOMS:
        (tmp_path / room / "deep").mkdir(parents=True, exist_ok=True)
    files = [tmp_path / "text.py", tmp_path / "domain" / "deep" / "a.py", tmp_path / "store" / "deep" / "b.py"]
    for file in files:
        file.write_text("x")
    monkeypatch.setattr(kept, "PROGRAM", tmp_path)
    marks = {kept.fingerprint()}
    for file in files:
        file.write_text("xy")
        marks.add(kept.fingerprint())
    (tmp_path / "deep" / "of-another-room.py").write_text("x")
    assert len(marks) == 4 and kept.fingerprint() in marks


def test_a_line_that_the_disk_has_spoilt_is_passed_over(folder: Path, worded, monkeypatch) -> None:
    whole = text(statements.WINNER, 3)
    (file,) = folder.iterdir()
    file.write_bytes(b"rubbish\n\xff\xfe\n" + file.read_bytes().replace(b"SELECT", b"DELETE") + b"0badc0de [")
    next_start(monkeypatch, folder)
    assert text(statements.WINNER, 3) == whole and len(worded) == 2


def test_where_nothing_can_be_written_all_goes_on(tmp_path: Path, worded, monkeypatch) -> None:
    (tmp_path / "texts").write_text("a file where the folder should be")
    monkeypatch.setattr(kept, "_texts", kept.Texts(tmp_path / "texts"))
    assert text(statements.LAST_STAMP)[0].startswith("SELECT") and len(worded) == 1


def test_what_takes_more_than_its_place_tells_is_not_kept(folder: Path) -> None:
    name = "other"
    assert kept.key_of(lambda t: t.picked(name), 0, {}, {}) is None
    assert kept.key_of(lambda t, ords: ords, 1, {0: [1, 2]}, {}) is None
    assert kept.key_of(lambda t, *, how: how, 0, {}, {"how": object()}) is None
    blob = Query(lambda t: t.Row.select(t.Row.ord).where(t.Row.uid == b"\xff"))
    text(blob)
    assert not folder.exists()


def test_no_two_questions_of_the_store_are_known_by_the_same_name() -> None:
    found: Counter[str] = Counter()
    for module in pkgutil.walk_packages(store.__path__, "kpidesk.store."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, Query) and value._build.__module__ == module.name:
                found[kept.key_of(value._build, 0, {}, {}) or module.name] += 1
    assert len(found) > 100 and set(found.values()) == {1}


def test_a_kept_text_is_what_sqlite_understands(folder: Path, worded, monkeypatch) -> None:
    source = sqlite3.connect(":memory:")
    source.execute('CREATE TABLE "row" (ord INTEGER PRIMARY KEY, uid TEXT, tab TEXT)')
    source.executemany('INSERT INTO "row" VALUES (?, ?, ?)', ((n, f"u{n}", "kpi") for n in range(1, 9)))
    for _start in range(2):
        next_start(monkeypatch, folder)
        among = Query(CASES[-1][0]._build)
        assert sorted(among.column(source, [7, 2, 5])) == [2, 5, 7]
    assert len(worded) == 1


def _as_pipe(place: Path, _elsewhere: Path) -> None:
    os.mkfifo(place)


def _as_link(place: Path, elsewhere: Path) -> None:
    elsewhere.write_bytes(b"hers")
    place.symlink_to(elsewhere)


def _as_link_to_nothing(place: Path, elsewhere: Path) -> None:
    place.symlink_to(elsewhere)


def _too_large(place: Path, _elsewhere: Path) -> None:
    place.write_bytes(b"x" * (kept.MOST + 1))


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither such pipes nor links for everybody")
@pytest.mark.parametrize("put", [_as_pipe, _as_link, _as_link_to_nothing, _too_large])
def test_whatever_lies_in_the_place_a_start_neither_waits_nor_writes_elsewhere(
    put, folder: Path, worded, monkeypatch, tmp_path: Path
) -> None:
    first, elsewhere = text(statements.WINNER, 3), tmp_path / "elsewhere"
    (place,) = folder.iterdir()
    place.unlink()
    put(place, elsewhere)
    for _start in range(3):
        next_start(monkeypatch, folder)
        assert text(statements.WINNER, 3) == first
    assert not elsewhere.exists() or elsewhere.read_bytes() == b"hers"
    assert place.is_symlink() or (place.stat().st_size < kept.MOST and place.stat().st_mode & 0o077 == 0)


@pytest.mark.skipif(os.name == "nt", reason="Windows makes no links for everybody")
def test_a_link_to_nothing_among_them_keeps_no_text_from_being_kept(folder: Path, worded, monkeypatch) -> None:
    folder.mkdir()
    (folder / "stray").symlink_to(folder / "gone")
    text(statements.WINNER, 3)
    next_start(monkeypatch, folder)
    text(statements.WINNER, 3)
    assert len(worded) == 1


def test_a_private_folder_that_has_been_taken_away_is_not_made_again(tmp_path: Path, worded, monkeypatch) -> None:
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr(kept, "_texts", kept.Texts(private / "texts"))
    text(statements.WINNER, 3)
    shutil.rmtree(private)
    text(statements.LAST_STAMP)
    assert not private.exists() and len(worded) == 2
