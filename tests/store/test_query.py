"""A question with a list is worded for a few lengths only, and asks for just the values of its list."""

from __future__ import annotations

import sqlite3

import pytest

from kpidesk.store.db import query
from kpidesk.store.db.query import MOST_LISTED, Query


@pytest.fixture
def source() -> sqlite3.Connection:
    """A file with the rows 1 to 9 000 in the table of rows."""
    made = sqlite3.connect(":memory:")
    made.execute('CREATE TABLE "row" (ord INTEGER PRIMARY KEY, uid TEXT, tab TEXT)')
    made.executemany('INSERT INTO "row" VALUES (?, ?, ?)', ((n, f"u{n}", "kpi") for n in range(1, 9001)))
    return made


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 5, 31, 32, 33, MOST_LISTED, MOST_LISTED + 1, 8000])
def test_a_list_of_any_length_asks_for_its_own_values(source: sqlite3.Connection, length: int) -> None:
    among = Query(lambda t, ords: t.Row.select(t.Row.ord).where(t.Row.ord.in_(ords)))
    wanted = list(range(1, length + 1))
    assert sorted(among.column(source, wanted)) == wanted


def test_values_beside_lists_go_to_their_own_places(source: sqlite3.Connection) -> None:
    among = Query(lambda t, least, uids, ords: t.Row.select(t.Row.ord).where(
        t.Row.ord.in_(ords), t.Row.uid.in_(uids), t.Row.ord >= least
    ))  # fmt: skip
    assert list(among.column(source, 2, ["u1", "u2", "u3"], [1, 2, 4, 3, 9])) == [2, 3]


def test_lists_of_any_length_are_worded_once(source: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    worded: list[object] = []
    real = query._word
    monkeypatch.setattr(query, "_word", lambda *given: worded.append(given) or real(*given))
    among = Query(lambda t, ords: t.Row.select(t.Row.ord).where(t.Row.ord.in_(ords)))
    for length in [*range(1, 101), *range(1, 101)]:
        among.run(source, list(range(1, length + 1)))
    assert len(worded) == 1
