"""Checks that several commands share: texts, numbers, and what may be chosen."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, TypeVar

from kpidesk import format as fmt
from kpidesk import reading
from kpidesk.domain import grid
from kpidesk.domain.bounds import LONGEST_TEXT, LONGEST_TITLE, line, printable
from kpidesk.domain.entities import Entity, ResultKind, Uid
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.text import Message, language, msg
from kpidesk.workspace import Workspace

E = TypeVar("E", bound=Entity)


def title(text: str, empty: Message) -> str:
    """A one-line text, cleaned; refuses an empty or endless one."""
    clean = line(text)
    if not clean:
        raise BadInput(empty)
    if len(clean) > LONGEST_TITLE:
        raise BadInput(
            msg("This text is too long: at most {most} characters. Nothing was changed.", most=LONGEST_TITLE)
        )
    return clean


def prose(text: str) -> str:
    """A text of several lines, cleaned of control characters."""
    clean = "\n".join(printable(line).rstrip() for line in text.splitlines()).strip()
    if len(clean) > LONGEST_TEXT:
        raise BadInput(msg("This text is too long: at most {most} characters. Nothing was changed.", most=LONGEST_TEXT))
    return clean


def finite(value: float | None) -> float | None:
    """A number that can be stored, or no value."""
    if value is not None and not math.isfinite(value):
        raise BadInput(msg("This is not a number that can be saved. Nothing was changed."))
    return value


def measure(values: Mapping[str, Any]) -> None:
    """How a key result is to be measured: refuses a start that is its target, and edges that hold nothing."""
    for name in ("start", "target", "low", "high"):
        finite(values.get(name))
    start, target = values.get("start"), values.get("target")
    if start is not None and start == target:
        raise RuleBroken(
            msg(
                "Start and target are the same, so there is nothing to measure progress against. Choose "
                "another target. Nothing was changed."
            )
        )
    low, high = values.get("low"), values.get("high")
    if low is not None and high is not None and low > high:
        raise RuleBroken(msg("The lower edge lies above the upper edge. Nothing was changed."))
    if values.get("kind") is ResultKind.HOLD and low is None and high is None:
        raise RuleBroken(msg("To hold a level, set a lower or an upper edge. Nothing was changed."))


def typed_number(typed: str, unit: str = "") -> float | None:
    """The number somebody has typed in the language in force, none for nothing; refuses the rest with a reason.

    ``unit`` is the code of the field's unit, where it has one.
    """
    if not typed.strip():
        return None
    read = reading.number(typed, reading.Writing(language(), unit=unit, sums=True))
    if isinstance(read, reading.NotUnderstood):
        raise no_number(typed, read)
    return reading.likeliest(read, None)


def no_number(typed: str, read: reading.NotUnderstood) -> BadInput:
    """The refusal of a text that is no number, with the number it probably was."""
    shown = typed.strip()[:40]
    if read.why.code:
        return BadInput(msg("“{typed}” is not saved. {why}", typed=shown, why=asked(read)))
    if read.likely is None:
        return BadInput(msg("“{typed}” is not a number. Nothing was saved.", typed=shown))
    likely = fmt.Figure(read.likely)
    return BadInput(
        msg("“{typed}” is not a number. Did you mean {likely}? Nothing was saved.", typed=shown, likely=likely)
    )


def asked(read: reading.NotUnderstood) -> Message:
    """Why a number can't be taken, with the question whether another one was meant."""
    if read.likely is None:
        return read.why
    return msg("{why} Did you mean {number}?", why=read.why, number=fmt.Figure(read.likely))


def existing(workspace: Workspace, kind: type[E], uid: Uid | None) -> Uid | None:
    """A reference to a living row, or none; raises ``NotFound``."""
    if uid is not None:
        workspace.get(kind, uid)
    return uid


def own_period(workspace: Workspace, period: Period) -> Period:
    """A period that the company has; raises ``BadInput`` for one off the grid of its fiscal year."""
    start = workspace.company.fiscal_year_start
    if not period.on_grid(start):
        raise BadInput(grid.not_ours(period, start))
    return period
