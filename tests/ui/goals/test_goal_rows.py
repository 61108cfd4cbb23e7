"""Rows that change places keep what is held of them, whether one goes elsewhere or all are made anew."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex

from ui.goals import goal_rows
from ui.goals.goal_rows import GoalRows

Shape = dict[str | None, list[str]]


def tree() -> Shape:
    """Three objectives; one holds another, and one a key result with something to do."""
    shape: Shape = {None: ["a", "b", "c"], "a": ["a1", "a2", "a3"], "b": ["b1", "b2", "d"], "c": ["c1"], "d": ["d1"]}
    return shape | {"a2": ["todo"]}


def moved(shape: Shape, uid: str, above: str | None, place: int) -> Shape:
    """The shape with a row elsewhere."""
    kids = {key: [each for each in below if each != uid] for key, below in shape.items()}
    kids[above] = kids.get(above, [])
    kids[above].insert(place, uid)
    return {key: below for key, below in kids.items() if below or key is None}


def as_seen(rows: GoalRows, above: QModelIndex | None = None) -> list[object]:
    """The tree as a view reads it."""
    place = above or QModelIndex()
    indexes = [rows.index(row, 0, place) for row in range(rows.rowCount(place))]
    return [(rows.uid_of(each), as_seen(rows, each)) for each in indexes]


def as_meant(shape: Shape, above: str | None = None) -> list[object]:
    return [(uid, as_meant(shape, uid)) for uid in shape.get(above, [])]


def held(rows: GoalRows, shape: Shape) -> list[tuple[str, int, QPersistentModelIndex]]:
    """An index on each row that somebody holds on to, in two columns."""
    uids = [uid for kids in shape.values() for uid in kids]
    return [(uid, column, QPersistentModelIndex(rows.index_of(uid, column))) for uid in uids for column in (0, 3)]


def check(rows: GoalRows, shape: Shape, known: list[tuple[str, int, QPersistentModelIndex]]) -> None:
    assert as_seen(rows) == as_meant(shape)
    for uid, column, index in known:
        assert (rows.uid_of(index), index.column()) == (uid, column)


@pytest.mark.parametrize(
    ("uid", "above", "place"),
    [
        ("a1", "a", 1), ("a1", "a", 2), ("a3", "a", 0), ("b1", "b", 2), ("a1", "b", 0), ("a1", "b", 3), ("b2", "d", 0),
        ("a1", None, 0), ("todo", "a2", 0),
    ],
)  # fmt: skip
def test_one_row_that_goes_elsewhere_is_put_there_by_itself(qapp, monkeypatch, uid, above, place) -> None:
    rows, shape = GoalRows(), tree()
    rows.reshape(shape)
    known = held(rows, shape)
    monkeypatch.setattr(goal_rows.GoalRows, "_skeleton", lambda *_args: pytest.fail("all rows are made anew"))
    wanted = moved(shape, uid, above, place)
    rows.reshape(wanted)
    check(rows, wanted, known)


@pytest.mark.parametrize(("uid", "above", "place"), [("b", None, 0), ("d", "a", 1), ("a2", "b", 0), ("c1", "a", 0)])
def test_one_with_rows_below_it_and_the_last_of_a_node_take_all_anew(qapp, uid, above, place) -> None:
    rows, shape = GoalRows(), tree()
    rows.reshape(shape)
    known, wanted = held(rows, shape), moved(shape, uid, above, place)
    rows.reshape(wanted)
    check(rows, wanted, known)


def test_a_box_to_tick_keeps_its_box(qapp) -> None:
    rows, shape = GoalRows(), tree()
    rows.reshape(shape, {"a1"})
    rows.reshape(moved(shape, "a1", "b", 1), {"a1"})
    assert rows.flags(rows.index_of("a1")) == goal_rows.TICKABLE
    assert rows.flags(rows.index_of("b1")) == goal_rows.NAMABLE == rows.flags(rows.index_of("a3"))


@pytest.mark.parametrize("seed", range(12))
def test_any_moves_one_after_the_other_end_as_meant(qapp, seed: int) -> None:
    dice, rows, shape = random.Random(seed), GoalRows(), tree()
    rows.reshape(shape)
    known = held(rows, shape)
    for _step in range(40):
        uid = dice.choice([each for kids in shape.values() for each in kids if each not in shape])
        above = dice.choice([each for each in (None, "a", "b", "c", "d", "a2") if each != uid])
        shape = moved(shape, uid, above, dice.randrange(4))
        rows.reshape(shape)
        check(rows, shape, known)
