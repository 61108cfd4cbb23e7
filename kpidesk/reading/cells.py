"""What a cell of numbers says: a number, that there is none to enter, or nothing."""

from __future__ import annotations

from kpidesk.domain.entities import NOT_APPLICABLE, Value
from kpidesk.reading.clean import cleaned
from kpidesk.reading.context import Writing
from kpidesk.reading.numbers import number
from kpidesk.reading.results import Result, Understood

_NOT_APPLICABLE = {
    "-", "–", "—", "ia", "i/a", "i.a.", "n/a", "na", "n.a.", "ikke aktuelt", "ikke relevant", "not applicable",
}  # fmt: skip
OUTRIGHT = frozenset({"ikke aktuelt", "ikke relevant", "not applicable"})
"""The words that say it in a file too; the short marks stand there for a number that nobody knows."""
BLANKS = frozenset({"", "na", "n/a", "nan", "null", "none", ":", ".", "..", "...", "-", "–", "—", "#n/a", "#i/t"})
"""What files write where there is no number. Blank is not zero."""


def cell(text: str, writing: Writing = Writing()) -> Result[Value | None]:  # noqa: B008
    """What was typed into a cell: a number, ``NOT_APPLICABLE``, or ``None`` for an empty one."""
    bare = cleaned(text)
    if not bare:
        return Understood(None)
    if is_not_applicable(bare):
        return Understood(NOT_APPLICABLE)
    return number(text, writing)


def is_not_applicable(text: str) -> bool:
    """Tell whether a text says that there is nothing to enter, in either language."""
    return cleaned(text).casefold() in _NOT_APPLICABLE
