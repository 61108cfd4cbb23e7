"""What the number format of a cell says of its number: a percent, a moment, a length of time ([ECMA-376] 18.8.31)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum


class Shown(Enum):
    """How a cell shows its number."""

    PLAIN = "plain"
    PERCENT = "percent"
    DATE = "date"
    DURATION = "duration"


_PERCENT = frozenset({9, 10})
_DATES = frozenset({*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)})
_DURATION = frozenset({46})


def shown(number: int, codes: dict[int, str]) -> Shown:
    """How the format of a number shows it: one that the workbook spells out, or one that every program knows."""
    if number in codes:
        return shown_by(codes[number])
    if number in _PERCENT:
        return Shown.PERCENT
    if number in _DURATION:
        return Shown.DURATION
    return Shown.DATE if number in _DATES else Shown.PLAIN


def shown_by(code: str) -> Shown:
    """How a format that is spelled out shows a number; what is quoted, escaped or in brackets is no part of it."""
    bare, brackets = _bare(code.partition(";")[0])
    if "%" in bare:
        return Shown.PERCENT
    if any(bracket.strip("hms") == "" for bracket in brackets if bracket):
        return Shown.DURATION
    plain = bare.replace("general", "").replace("am/pm", "h")
    return Shown.DATE if any(letter in plain for letter in "dmyhs") else Shown.PLAIN


def _bare(code: str) -> tuple[str, list[str]]:
    bare, brackets = "", []
    rest = iter(code.lower())
    for letter in rest:
        if letter == '"':
            _until('"', rest)
        elif letter in "\\_*":
            next(rest, None)
        elif letter == "[":
            brackets.append(_until("]", rest))
        else:
            bare += letter
    return bare, brackets


def _until(end: str, rest: Iterator[str]) -> str:
    found = ""
    for letter in rest:
        if letter == end:
            break
        found += letter
    return found
