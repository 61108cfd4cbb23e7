"""What the fields of a workspace can hold at all: the outer bounds of every value.

One table for the commands that write, for the check of a foreign file before it is taken in, and for reading
what is in a file already. The bounds are wide: they keep out what no person means and no page can bear (a date
in the year 9999, a billion decimals, an endless text), not what is merely odd; a command may ask for more.

A word that a choice does not know (a ``Combine`` of a newer program) is no fault: it is read as the default.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
import typing
import unicodedata
from collections.abc import Callable
from dataclasses import Field, fields
from enum import Enum
from types import UnionType
from typing import Any

from kpidesk.domain.entities import (
    KINDS,
    Annotation,
    CheckIn,
    Company,
    Cycle,
    Definition,
    Entity,
    Frozen,
    Input,
    KeptReview,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    SlideNote,
    Source,
    Target,
)
from kpidesk.domain.order import is_key
from kpidesk.domain.period import DAY_ONE, LAST_DAY, BadPeriod, Period

LONGEST_TITLE = 500
"""Letters in one line: a name, a title."""
LONGEST_TEXT = 10_000
"""Letters in a text of several lines."""
LONGEST_LIST = 2_000
"""Members of a list: persons involved, numbers of a season."""
LONGEST_WORD = 100
"""Letters in a code that the program chose: an icon, a status, a kind of advice."""
LONGEST_PICTURE = 300_000
"""Letters of the logo; 200 kB in base64 are fewer."""
LONGEST_REVIEW = 32_000_000
"""Letters of a packed review; one of 500 KPIs takes some 2 million."""
LONGEST_RECIPE = 100_000
"""Letters of how a file is read; one of 500 columns takes some 60 000."""
LARGEST = 1e18
"""No amount is larger: a thousand times what can be typed, for sums that are stored."""

MOST_DECIMALS = 6
MOST_PEOPLE = 1_000_000
MOST_DAYS = 366
CONFIDENCE = range(1, 11)
"""How sure somebody can say to be, on paper, on screen and at the command line; 0 was said once and is still read."""
MOST_NUMBERS = 1_000_000_000

Fits = Callable[[Any], bool]


def fits(kind: type[Entity], field: str, value: Any) -> bool:
    """Tell whether a field can hold ``value``; an empty field always may be empty."""
    if value is None:
        return True
    return _judges(kind)[field](value)  # type: ignore[arg-type]  # mypy takes the hash of its instances for that of the class


@functools.cache
def _judges(kind: Any) -> dict[str, Fits]:
    return {
        field.name: OWN.get((kind, field.name)) or _by_type(meant(kind, field))
        for field in fields(kind)
        if field.name != "uid"
    }


def meant(kind: type[Entity], field: Field[Any]) -> Any:
    """The type that a field of a kind is annotated with."""
    return _meant(kind.__module__, str(field.type))


@functools.cache
def _meant(module: str, annotation: str) -> Any:
    """The type that an annotation names; a few words are said of hundreds of fields, and each is read once."""
    return typing.get_type_hints(type("Field", (), {"__module__": module, "__annotations__": {"it": annotation}}))["it"]


def _by_type(hint: Any) -> Fits:
    """What a field of a type holds, unless ``OWN`` says otherwise."""
    optional = typing.get_origin(hint) in (typing.Union, UnionType)
    base = next(part for part in typing.get_args(hint) if part is not type(None)) if optional else hint
    if base is str:
        return is_uid if optional else _text(LONGEST_TEXT)  # the only texts that may be empty name a row
    if base is dt.date:
        return _is_day
    if base is float:
        return amount
    if base is bool or (isinstance(base, type) and issubclass(base, Enum)):
        return lambda value: isinstance(value, base)
    if typing.get_origin(base) is tuple:
        return _list(is_uid)
    raise TypeError(f"no bounds for a field of type {hint}")


# ---- single values -------------------------------------------------------------------------------


def amount(value: Any) -> bool:
    """A number that can be shown and added up."""
    return _is_number(value) and math.isfinite(value) and abs(value) <= LARGEST


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool)


def _whole(least: int, most: int) -> Fits:
    return lambda value: type(value) is int and least <= value <= most


def _part(least: float, most: float) -> Fits:
    return lambda value: amount(value) and least <= value <= most


TURNS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
"""Signs that nobody sees, and that have what stands after them read from the other side."""


def printable(text: str) -> str:
    """A text with a space in place of every sign that controls a screen or a printer, and none that turns the line."""
    plain = text if text.isascii() else text.translate(TURNS)
    return "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in plain)


def line(text: str) -> str:
    """A text in one line, cleaned of what controls and turns it."""
    return " ".join(printable(text).split())


def signed(name: str) -> str:
    """A name as changes are signed with it: in one line, and no longer than a title."""
    return line(name)[:LONGEST_TITLE]


def _text(longest: int) -> Fits:
    return lambda value: isinstance(value, str) and len(value) <= longest


def is_uid(value: Any) -> bool:
    """The name of a row."""
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{32}", value) is not None


def _is_day(value: Any) -> bool:
    return isinstance(value, dt.date) and DAY_ONE <= value <= LAST_DAY


def _is_order(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= LONGEST_TEXT and (value == "" or is_key(value))


def _is_period(value: Any) -> bool:
    try:
        return type(value) is int and (value == 0 or Period.from_code(value) is not None)
    except BadPeriod:
        return False


def _list(member: Fits) -> Fits:
    return lambda value: isinstance(value, tuple) and len(value) <= LONGEST_LIST and all(map(member, value))


def _pair(one: Fits, two: Fits) -> Fits:
    return lambda value: isinstance(value, tuple) and len(value) == 2 and one(value[0]) and two(value[1])


BOUND_INPUTS = _list(_pair(_text(LONGEST_WORD), is_uid))
DECIMALS = _whole(0, MOST_DECIMALS)
WEIGHT = _part(0.0, LARGEST)
SHARE = _part(0.0, 1.0)
POINTS = _part(0.0, 100.0)

OWN: dict[tuple[type[Entity], str], Fits] = {
    (Company, "language"): lambda value: value in ("nb", "en"),
    (Company, "fiscal_year_start"): _whole(1, 12),
    (Cycle, "named_from"): _whole(1, 12),
    (Company, "people"): _whole(0, MOST_PEOPLE),
    (Company, "silenced"): _list(_text(LONGEST_WORD)),
    (Company, "check_in_days"): _whole(1, MOST_DAYS),
    (Company, "on_track_points"): POINTS,
    (Company, "at_risk_points"): POINTS,
    (Company, "logo"): _text(LONGEST_PICTURE),
    (Input, "decimals"): DECIMALS,
    (Input, "opening_period"): _is_period,
    (Kpi, "decimals"): DECIMALS,
    (Kpi, "inputs"): BOUND_INPUTS,
    (Kpi, "grace_days"): _whole(0, MOST_DAYS),
    (Definition, "inputs"): BOUND_INPUTS,
    (Target, "season"): _list(_pair(_is_period, amount)),
    (Annotation, "period"): _is_period,
    (Objective, "weight"): WEIGHT,
    (KeyResult, "weight"): WEIGHT,
    (KeyResult, "decimals"): DECIMALS,
    (KeyResult, "grade"): SHARE,
    (Milestone, "weight"): WEIGHT,
    (CheckIn, "confidence"): _whole(0, CONFIDENCE[-1]),
    (Frozen, "score"): SHARE,
    (Frozen, "grade"): SHARE,
    (Frozen, "status"): _text(LONGEST_WORD),
    (KeptReview, "packed"): _text(LONGEST_REVIEW),
    (SlideNote, "slide"): _text(LONGEST_WORD),
    (Source, "recipe"): _text(LONGEST_RECIPE),
    (Source, "fetched_numbers"): _whole(0, MOST_NUMBERS),
    **{(kind, "order"): _is_order for kind in KINDS if hasattr(kind, "order")},
}
"""Fields whose bounds do not follow from their type."""

CODES = {(Company, "language")}
"""Texts that are a choice, where a newer program may know more than we do."""
