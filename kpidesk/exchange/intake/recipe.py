"""How a kind of file is read and where its measures go, as bounded JSON that travels with the company's file.

It may come from somebody else's program or hand: whatever is not as it should be is left aside, and what is left aside
is guessed or asked again.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from kpidesk.domain.bounds import LONGEST_RECIPE, LONGEST_TITLE, is_uid
from kpidesk.domain.entities import Uid
from kpidesk.exchange.tables.understood import Role, Said
from kpidesk.reading import Order

MOST = 2_000
"""So many columns, answers or conditions are read."""
T = TypeVar("T")


@dataclass(frozen=True)
class Recipe:
    """What was said of the file, by a measure's key the input that it goes to (``None``: it is not taken), and names.

    ``names`` tell what each measure is called in the file, ``delimiter`` is the mark between the cells of a text, and
    ``turned`` are the measures that the file has with a minus and that are taken without it. ``headings`` are those
    that files of its kind are known by.
    """

    said: Said = field(default_factory=Said)
    into: Mapping[str, Uid | None] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    delimiter: str = ""
    turned: frozenset[str] = frozenset()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Marks:
    """What is said of numbers and periods of a source: the decimal mark, the order of dates, and the year.

    What is not said is as each file tells it.
    """

    decimal: str | None = None
    order: Order | None = None
    year: int | None = None


def marks_of(recipe: Recipe) -> Marks:
    """What a recipe says of them, as an answer or otherwise."""
    said = recipe.said
    return Marks(
        said.decimal or said.answers.get("decimal"),
        said.order or _one_of(Order, said.answers.get("order")),
        said.year or _number(said.answers.get("year")),
    )


def with_marks(recipe: Recipe, marks: Marks) -> Recipe:
    """A recipe with other ones; what was answered before no longer counts."""
    answers = {key: each for key, each in recipe.said.answers.items() if key not in ("decimal", "order", "year")}
    said = replace(recipe.said, decimal=marks.decimal, order=marks.order, year=marks.year, answers=answers)
    return replace(recipe, said=said)


def plain(recipe: Recipe) -> dict[str, Any]:
    """A recipe as plain data, without what was not said."""
    said = recipe.said
    told = {
        "sheet": said.sheet, "table": said.table, "headings": said.headings,
        "roles": {str(place): role.value for place, role in said.roles.items()},
        "order": said.order.value if said.order is not None else None, "decimal": said.decimal, "year": said.year,
        "start": said.start.isoformat() if said.start is not None else None,
        "calendar_quarters": said.calendar_quarters, "where": [list(each) for each in said.where],
        "take": sorted(said.take), "leave": sorted(said.leave), "answers": dict(said.answers),
    }  # fmt: skip
    told = {key: value for key, value in told.items() if value or (value == 0 and value is not False)}
    whole = {
        "said": told,
        "into": dict(recipe.into),
        "names": dict(recipe.names),
        "delimiter": recipe.delimiter,
        "turned": sorted(recipe.turned),
        "headings": list(recipe.headings),
    }
    return {key: value for key, value in whole.items() if value}


def read(text: str) -> Recipe:
    """A recipe out of what a file holds; whatever can't be read of it counts as unsaid."""
    if len(text) > LONGEST_RECIPE:
        return Recipe()
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return Recipe()
    whole = found if isinstance(found, dict) else {}
    return Recipe(
        _said(_table(whole.get("said"))),
        {key: uid for key, uid in _table(whole.get("into")).items() if uid is None or is_uid(uid)},
        _texts(whole.get("names")),
        _text(whole.get("delimiter")) or "",
        frozenset(filter(None, map(_text, _list(whole.get("turned"))))),
        tuple(name for each in _list(whole.get("headings")) if (name := _text(each)) is not None),
    )


def _said(told: Mapping[str, Any]) -> Said:
    roles = {_number(place): _one_of(Role, role) for place, role in _table(told.get("roles")).items()}
    where = (each for each in _list(told.get("where")) if isinstance(each, list) and len(each) == 2)
    pairs = ((_text(column), _text(value)) for column, value in where)
    return Said(
        sheet=_text(told.get("sheet")),
        table=_number(told.get("table")),
        headings=_number(told.get("headings")),
        roles={place: role for place, role in roles.items() if place is not None and role is not None},
        order=_one_of(Order, told.get("order")),
        decimal=_text(told.get("decimal")),
        year=_number(told.get("year")),
        start=_day(told.get("start")),
        calendar_quarters=told.get("calendar_quarters") is True,
        where=tuple((column, value) for column, value in pairs if column is not None and value is not None),
        take=frozenset(filter(None, map(_text, _list(told.get("take"))))),
        leave=frozenset(filter(None, map(_text, _list(told.get("leave"))))),
        answers=_texts(told.get("answers")),
    )


def _table(value: Any) -> dict[str, Any]:
    return {k: v for k, v in list(value.items())[:MOST] if len(k) <= LONGEST_TITLE} if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value[:MOST] if isinstance(value, list) else []


def _texts(value: Any) -> dict[str, str]:
    return {key: text for key, each in _table(value).items() if (text := _text(each)) is not None}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and len(value) <= LONGEST_TITLE else None


def _number(value: Any) -> int | None:
    if isinstance(value, str) and value.isdecimal() and len(value) < 6:
        return int(value)
    return value if type(value) is int and 0 <= value < 100_000 else None


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _one_of(kind: Callable[[Any], T], value: Any) -> T | None:
    try:
        return kind(value) if isinstance(value, str) else None
    except ValueError:
        return None
