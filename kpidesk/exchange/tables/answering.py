"""One more thing said about a file: an answer to a question, or another way than the guessed one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from kpidesk.exchange.tables.understood import Role, Said
from kpidesk.reading import Order


def answered(said: Said, key: str, answer: str) -> Said:
    """What was said, with the answer to a question or the other way of a guess by its ``key``, and an answer's.

    Questions about the order of day and month, the decimal mark, the year, the start, the sheet and the table go to
    their own fields, ``take:…`` and ``leave:…`` to what is taken and left, ``roles:…`` to the role of a column, and
    every answer is kept under its key.
    """
    kept = replace(said, answers={**said.answers, key: answer})
    name, _colon, rest = key.partition(":")
    if name == "take":
        return replace(said, take=said.take | {rest}, leave=said.leave - {rest})
    if name == "leave":
        return replace(said, take=said.take - {rest}, leave=said.leave | {rest})
    if name == "roles":
        return replace(said, roles={**said.roles, int(rest): Role(answer)})
    if name == "where":
        return replace(said, where=((rest, answer),))
    return _FIELDS[key](kept, answer) if key in _FIELDS else kept


_FIELDS: dict[str, Callable[[Said, str], Said]] = {
    "sheet": lambda said, answer: replace(said, sheet=answer, table=None),
    "table": lambda said, answer: replace(said, table=int(answer)),
    "headings": lambda said, answer: replace(said, headings=int(answer)),
    "order": lambda said, answer: replace(said, order=Order(answer)),
    "decimal": lambda said, answer: replace(said, decimal=answer),
    "year": lambda said, answer: replace(said, year=int(answer)),
    "start": lambda said, answer: replace(said, start=dt.date.fromisoformat(answer)),
    "calendar_quarters": lambda said, answer: replace(said, calendar_quarters=answer == "calendar"),
}
