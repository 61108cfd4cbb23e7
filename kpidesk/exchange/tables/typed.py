"""Answers that are typed instead of chosen among those that are likely: a year, the day on which something begins."""

from __future__ import annotations

import re

from kpidesk.domain.period import DAY_ONE, LAST_DAY
from kpidesk.errors import BadInput
from kpidesk.exchange.tables.understood import Typed
from kpidesk.reading import Calendar, Order, likeliest
from kpidesk.reading import day as read_day
from kpidesk.text import msg

_YEAR = re.compile(r"[0-9]{4}")


def answer_typed(kind: Typed, text: str) -> str:
    """The key of the answer that a text gives. Raises ``BadInput`` for one that gives none."""
    return f"{year_typed(text)}" if kind is Typed.YEAR else _day_typed(text)


def year_typed(text: str) -> int:
    """The year that a text names, of four digits. Raises ``BadInput`` for another text."""
    bare = text.strip()
    if not _YEAR.fullmatch(bare) or not DAY_ONE.year <= int(bare) <= LAST_DAY.year:
        raise BadInput(
            msg(
                "“{text}” is not a year. Type one with four digits, from {first} to {last}.",
                text=bare, first=DAY_ONE.year, last=LAST_DAY.year,
            )
        )  # fmt: skip
    return int(bare)


def _day_typed(text: str) -> str:
    found = likeliest(read_day(text, Calendar(order=Order.DMY)), None)
    if found is None or not DAY_ONE <= found <= LAST_DAY:
        raise BadInput(
            msg("“{text}” is not a date. Type one with its year, for example 31.12.2025.", text=text.strip())
        )
    return found.isoformat()


def typed_before(kind: Typed, answer: str | None) -> str | None:
    """An answer that was typed, if it is one."""
    if answer is None:
        return None
    try:
        return answer_typed(kind, answer)
    except BadInput:
        return None
