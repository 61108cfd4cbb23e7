"""The steps of a round, each known by a text that is remembered while the round is left."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from kpidesk.domain.entities import Uid
from kpidesk.domain.period import BadPeriod, Period


class Kind(StrEnum):
    """What a step is about, in the order of the round. A text, which is hashed without a call: so are all steps."""

    NUMBER = "number"
    CHECK_IN = "check_in"
    LOOK = "look"
    DECISION = "decision"


class Step(NamedTuple):
    """One step: ``about`` names an input (with its ``period``), a key result or a KPI; a decision is about nothing."""

    kind: Kind
    about: Uid = ""
    period: Period | None = None

    @property
    def key(self) -> str:
        """The step as a text, the same in every language and after a restart."""
        parts = [self.kind.value, self.about, "" if self.period is None else str(self.period.code())]
        return " ".join(part for part in parts if part)


DECISION = Step(Kind.DECISION)


def step_of(key: str) -> Step | None:
    """The step that a text stands for; ``None`` for a text that nobody here has written."""
    kind, _gap, rest = key.partition(" ")
    about, _gap, code = rest.partition(" ")
    try:
        return Step(Kind(kind), about, Period.from_code(int(code)) if code else None)
    except (ValueError, BadPeriod):
        return None
