"""What is said of a file once more is said: an answer, another reading of a guess, another role of a column."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kpidesk.exchange.tables.understood import Role, Said
from kpidesk.reading import Order

YES = "yes"
"""The answer that a field of yes or no takes for yes."""


def answered(said: Said, question: str, answer: str) -> Said:
    """A question has been answered."""
    return replace(said, answers={**said.answers, question: answer})


def changed(said: Said, guess: str, answer: str = "") -> Said:
    """A guess is to be read in another way: ``guess`` is its key, ``answer`` the key of the reading chosen.

    What no field is kept for, ``as:…``, is kept as an answer. Raises ``ValueError`` for a guess about which nothing
    can be said.
    """
    kind, _colon, about = guess.partition(":")
    match kind:
        case "take":
            return replace(said, take=said.take | {about}, leave=said.leave - {about})
        case "leave":
            return replace(said, leave=said.leave | {about}, take=said.take - {about})
        case "as":
            return answered(said, guess, answer)
        case "role":
            return with_role(said, int(about), Role(answer))
        case "where":
            return _with_where(said, about, answer)
        case "sheet":
            return on_sheet(said, answer)
        case "order":
            return replace(said, order=Order(answer))
        case "start":
            return replace(said, start=dt.date.fromisoformat(answer))
        case "decimal":
            return replace(said, decimal=answer)
        case "table":
            return replace(Said(sheet=said.sheet or said.answers.get("sheet")), table=int(answer))
        case "headings":
            return replace(said, headings=int(answer))
        case "year":
            return replace(said, year=int(answer))
        case "calendar_quarters":
            return replace(said, calendar_quarters=answer == YES)
        case _:
            raise ValueError(guess)


def on_sheet(said: Said, name: str) -> Said:
    """Another sheet is meant; what was said of the columns and rows of this one is no longer meant."""
    return said if said.sheet == name else Said(sheet=name)


def with_role(said: Said, column: int, role: Role) -> Said:
    """A column is used for something else."""
    return replace(said, roles={**said.roles, column: role})


def _with_where(said: Said, heading: str, text: str) -> Said:
    """Only the rows with a text in a column are meant; without a text all of them."""
    others = tuple(each for each in said.where if each[0] != heading)
    return replace(said, where=(*others, (heading, text)) if text else others)
