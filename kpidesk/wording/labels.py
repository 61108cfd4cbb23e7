"""What a change is called, where people read it."""

from __future__ import annotations

from kpidesk import format as fmt
from kpidesk.domain.period import BadPeriod, Period
from kpidesk.text import Message

CLOSINGS = ("close {period}", "close the cycle")
"""What the log calls the closing of a cycle; by its period since that has a name in every language."""


def is_closing(label: Message) -> bool:
    """Tell whether a change is the closing of a cycle."""
    return label.text in CLOSINGS


def label_words(label: Message, fiscal_start: int) -> str:
    """What a change is called, its period by name: the log keeps it by its key, ``2026-W11``, in every language.

    ``fiscal_start`` is the month, from 1, in which the company's year starts.
    """
    kept = label.params.get("period")
    if kept is None:
        return str(label)
    try:
        name = fmt.period_name(Period.parse(str(kept), fiscal_start), fiscal_start)
    except BadPeriod:  # a name already
        return str(label)
    return str(Message(label.text, {**label.params, "period": name}, label.plural, label.n))
