"""Qt's enumerations, made in an eighth of the time.

Qt has Python make an enumeration for each of its own, with all its members, when something of a class is first
touched: 280 of them before the first page is painted. ``enum`` treats each as if it had been written by hand, and a
start spends a sixth of its time there. What is made here is the same to the last attribute: the class is that of an
enumeration without members, as ``enum`` itself has made it, and the members are put in as it does. Where that gives
anything else, in another Python, or where more is asked than Qt asks, ``enum`` makes it as ever.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from enum import Enum, EnumType, Flag, FlagBoundary, IntEnum, IntFlag
from typing import Any

Pairs = Sequence[tuple[str, int]]
TAKEN: dict[type[Enum], frozenset[str]] = {
    kind: frozenset({"mro"}.union(*map(vars, kind.__mro__))) for kind in (Enum, IntEnum, Flag, IntFlag)
}
"""The kinds that Qt asks for, with the names that mean something in them already."""
PROBE: Pairs = (("ONE", 1), ("TWO", 2), ("SAME", 1), ("BOTH", 3), ("NONE", 0), ("LESS", -4))
"""Members of every sort: alone, another name for one, several bits, no bit, below nothing."""
_as_ever = vars(EnumType)["_create_"]
_empties: dict[tuple[type[Enum], FlagBoundary | None], Mapping[str, Any] | None] = {}
"""What an enumeration without members consists of; nothing where ours are not as ``enum``'s."""


def use() -> None:
    """Let enumerations be made here from now on."""
    EnumType._create_ = _create  # type: ignore[attr-defined]


def _create(cls: type[Enum], class_name: str, names: Any, *, boundary: FlagBoundary | None = None, **asked: Any) -> Any:
    """The door of ``enum`` that takes a name, and pairs of names and values."""
    of = _of(cls, boundary) if _is_plain(cls, names, asked) else None
    if of is None:
        return _as_ever(cls, class_name, names, boundary=boundary, **asked)
    made = _made(cls, class_name, names, of)
    made.__module__ = sys._getframe(2).f_globals.get("__name__", "")  # whoever asks; Qt then says which module it is of
    return made


def _is_plain(cls: type[Enum], names: Any, asked: Mapping[str, Any]) -> bool:
    """Whether no more is asked than members by names that mean nothing yet, with whole numbers."""
    if cls not in TAKEN or type(names) is not list or any(asked.get(each) for each in ("module", "qualname", "type")):
        return False
    if not ({*map(type, names)} <= {tuple} and {*map(len, names)} <= {2}):
        return False
    words, numbers = {name for name, _number in names}, {type(number) for _name, number in names}
    return numbers <= {int} and TAKEN[cls].isdisjoint(words) and "_" not in {word[0] for word in words}


def _of(cls: type[Enum], boundary: FlagBoundary | None) -> Mapping[str, Any] | None:
    """What an enumeration of a kind consists of before it has members, if ours come out as ``enum``'s."""
    key = cls, boundary
    if key not in _empties:
        found = dict(vars(_as_ever(cls, "Empty", [], boundary=boundary)))
        probe = [_as_ever(cls, "Probe", list(PROBE), boundary=boundary), _made(cls, "Probe", PROBE, found)]
        for each in probe:
            each.__module__ = __name__
        _empties[key] = found if shape(probe[0]) == shape(probe[1]) else None
    return _empties[key]


def _made(cls: type[Enum], name: str, names: Pairs, of: Mapping[str, Any]) -> Any:
    """An enumeration of these; its list has neither other names of a value nor, of flags, several bits at once."""
    body = {key: type(value)(value) if type(value) in (list, dict) else value for key, value in of.items()}
    known, by_value, members = body["_member_names_"], body["_value2member_map_"], body["_member_map_"]
    made: Any = type.__new__(EnumType, name, (cls,), body)
    numbers, flags, put_in = issubclass(cls, int), issubclass(cls, Flag), type.__setattr__
    for each, value in names:
        if value in by_value:
            member = by_value[value]
        else:
            member = by_value[value] = int.__new__(made, value) if numbers else object.__new__(made)
            member._value_, member._name_, member.__objclass__, member._sort_order_ = value, each, made, len(known)
            if not flags or _is_one_bit(value):
                known.append(each)
        members[each] = member
        put_in(made, each, member)
    if flags:
        _count_bits(made, [value for _name, value in names])
    return made


def _is_one_bit(value: int) -> bool:
    return value != 0 and value & (value - 1) == 0


def _count_bits(made: Any, values: Sequence[int]) -> None:
    """Tell a set of flags which bits it has, and whether its members come in another order than theirs."""
    bits = single = 0
    for value in values:
        bits |= value
        single |= value if _is_one_bit(value) else 0
    made._flag_mask_, made._singles_mask_, made._all_bits_ = bits, single, 2 ** bits.bit_length() - 1
    listed = [made._member_map_[each]._value_ for each in made._member_names_]
    if listed != sorted(listed):
        made._iter_member_ = made._iter_member_by_def_


def shape(made: Any) -> dict[str, Any]:
    """All that an enumeration consists of, with its members told by what they consist of."""

    def told(value: Any) -> Any:
        if type(value) is made:
            return {key: each for key, each in vars(value).items() if key != "__objclass__"}
        if isinstance(value, dict):
            return [(key, told(each)) for key, each in value.items()]
        return getattr(value, "__func__", value)

    return {key: told(value) for key, value in vars(made).items()}
