"""A record is a dataclass in all that can be seen of it, whoever asks first and from whichever thread."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import threading
from collections.abc import Callable
from typing import Any

import pytest

from kpidesk.domain.entities import KINDS, field_names
from kpidesk.records import record
from tests.table import table


def finished(kind: type[Any]) -> bool:
    return isinstance(vars(kind)["__dataclass_fields__"], dict)


def point() -> type[Any]:
    @record(frozen=True)
    class Point:
        """A point."""

        x: int
        y: int = 2
        seen: list[int] = dataclasses.field(default_factory=list, compare=False)

        def __post_init__(self) -> None:
            self.seen.append(self.x)

    return Point


def below(kind: type[Any]) -> type[Any]:
    """An ordinary dataclass that inherits from another."""
    return dataclasses.dataclass(frozen=True)(type("Below", (kind,), {}))


def test_a_class_is_finished_by_its_first_value_and_not_before() -> None:
    kind = point()
    assert not finished(kind)
    made = kind(1, y=3)
    assert finished(kind) and (made.x, made.y, made.seen) == (1, 3, [1])
    assert made == kind(1, 3) != kind(1) and hash(made) is not None
    assert repr(made).endswith("Point(x=1, y=3, seen=[1])")
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.x = 4
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'x'"):
        kind()
    match made:
        case kind(x, y):
            assert (x, y) == (1, 3)


@pytest.mark.parametrize("ask", [dataclasses.fields, dataclasses.is_dataclass, below])
def test_who_asks_for_the_fields_finishes_it(ask: Callable[[Any], object]) -> None:
    kind = point()
    assert ask(kind)
    assert [each.name for each in dataclasses.fields(kind)] == ["x", "y", "seen"] and finished(kind)


def test_one_below_another_has_the_fields_of_both() -> None:
    above = point()
    under = record(frozen=True)(type("Below", (above,), {"__annotations__": {"z": "int"}, "z": 9}))
    plain = type("Plain", (above,), {})
    assert [each.name for each in dataclasses.fields(plain)] == ["x", "y", "seen"]
    made = dataclasses.replace(under(1), y=5)
    assert (made.x, made.y, made.z) == (1, 5, 9) and isinstance(made, above) and plain(4).seen == [4]


@record
class Loose:
    """One that can be changed, and pickled."""

    x: int = 1


def test_values_are_copied_pickled_and_changed() -> None:
    made = Loose()
    made.x = 7
    assert pickle.loads(pickle.dumps(made)) == copy.deepcopy(made) == Loose(7)
    assert Loose.__hash__ is None


def test_threads_that_make_the_first_values_at_once_all_get_whole_ones() -> None:
    for _turn in range(40):
        kind, got, begin = point(), [], threading.Barrier(6)

        def make(kind: type[Any] = kind, got: list[Any] = got, begin: threading.Barrier = begin) -> None:
            begin.wait()
            got.append(kind(5))

        threads = [threading.Thread(target=make) for _each in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [(each.x, each.y, each.seen) for each in got] == [(5, 2, [5])] * 6


@table("kind", KINDS)
def test_the_names_of_a_kinds_fields_are_known_without_finishing_it(kind) -> None:
    assert field_names(kind) == tuple(each.name for each in dataclasses.fields(kind))
