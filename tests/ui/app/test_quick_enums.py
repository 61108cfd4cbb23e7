"""Enumerations made quickly are those that ``enum`` makes, to the last attribute."""

from __future__ import annotations

import pickle
import sys
from enum import KEEP, STRICT, Enum, EnumType, Flag, IntEnum, IntFlag
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from tests.table import table
from ui.app.frame import quick_enums

KINDS = (IntFlag, Flag, IntEnum, Enum)
QT = [each for owner in (Qt, QStyle, QPainter, QLocale) for each in vars(owner).values() if isinstance(each, EnumType)]


def as_ever(kind: type[Enum], names: Any, **asked: Any) -> Any:
    made = quick_enums._as_ever(kind, "Made", names, **asked)
    made.__module__ = __name__
    return made


def quickly(kind: type[Enum], names: Any, **asked: Any) -> Any:
    made = quick_enums._create(kind, "Made", names, **asked)
    made.__module__ = __name__
    return made


def alike(one: Any, other: Any) -> bool:
    left, right = quick_enums.shape(one), quick_enums.shape(other)
    for shape in (left, right):
        shape.pop("__reduce_ex__", None)  # that it can't be pickled is told by a function of its own
    return left == right


def test_every_one_of_qts_is_what_enum_makes_of_it() -> None:
    assert len(QT) > 100, "Qt has them made here, before anything is asked of it"
    for made in QT:
        kind = next(each for each in KINDS if issubclass(made, each))
        names = [(name, member.value) for name, member in made.__members__.items()]
        assert alike(quickly(kind, names, boundary=KEEP), as_ever(kind, names, boundary=KEEP)), made
        assert list(vars(made)["_member_map_"]) == [name for name, _value in names]


def test_they_are_made_here() -> None:
    assert vars(EnumType)["_create_"] is quick_enums._create
    own = [of is not None for of in quick_enums._empties.values()]
    assert own and (all(own) or sys.version_info >= (3, 12)), "another Python's may be made of more"


def test_the_name_may_be_given_by_its_name() -> None:
    made = EnumType._create_(Enum, class_name="Made", names=[("ONE", 1)])  # as Python 3.12 does
    assert [each.name for each in made] == ["ONE"]


@table(
    "kind, names, asked",
    [
        (Enum, "ONE TWO", {}),
        (IntEnum, {"ONE": 1}, {}),
        (Enum, [("ONE", "one")], {}),
        (IntEnum, [("real", 1)], {}),
        (Enum, [("ONE", 1)], {"module": "here", "qualname": "There.Made"}),
        (Flag, [("ONE", 1), ("TWO", 2)], {"boundary": STRICT}),
        (IntFlag, [], {}),
    ],
)
def test_whatever_else_is_asked_comes_out_as_ever(kind: type[Enum], names: Any, asked: dict[str, Any]) -> None:
    assert alike(quickly(kind, names, **asked), as_ever(kind, names, **asked))
    assert quickly(Enum, [("name", 1)])["name"].value == 1, "a name that means something is told from the member's own"


def test_its_members_are_found_combined_and_kept() -> None:
    left, top = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignTop
    assert Qt.AlignmentFlag(1) is Qt.AlignmentFlag["AlignLeading"] is left
    assert list(left | top) == [left, top] and left in (left | top) and not (left & top)
    assert repr(Qt.CheckState.Checked) == "<CheckState.Checked: 2>"
    assert pickle.loads(pickle.dumps(Qt.Key.Key_A)) is Qt.Key.Key_A
