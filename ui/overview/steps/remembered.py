"""How far the first steps of a file have come on this machine: begun, skipped, hidden. Nothing of it is in the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Kpi, Objective, Uid
from ui.base.memory import Memory
from ui.base.session import Session

if TYPE_CHECKING:
    from kpidesk.first_steps import FirstSteps

BEGUN, AGAIN, HIDDEN = "begun", "again", "hidden"
STEPS = (1, 2, 3)


class Remembered:
    """The marks of one file."""

    def __init__(self, memory: Memory, file: Uid) -> None:
        self._memory, self._key = memory, f"first_steps/{file}"

    @classmethod
    def of(cls, session: Session) -> Remembered:
        """Those of the open file."""
        return cls(session.memory, session.ws.company.uid)

    def begin(self, template: str = "") -> None:
        """The file is new; ``template`` is what it was made from."""
        self._memory.put(self._key, f"{BEGUN}:{template}")

    def begin_again(self) -> None:
        """Somebody wants to see the steps again, done or not."""
        self._memory.put(self._key, f"{AGAIN}:{self.template}")
        self._memory.put(f"{self._key}_skipped", [])

    def hide(self) -> None:
        """Nobody wants them, or they are done."""
        self._memory.put(self._key, f"{HIDDEN}:{self.template}")

    def skip(self, number: int) -> None:
        """Somebody goes on without this step."""
        self._memory.put(f"{self._key}_skipped", sorted({*self.skipped, number}))

    @property
    def skipped(self) -> list[int]:
        """The steps that somebody went on without."""
        return self._memory.numbers(f"{self._key}_skipped")

    @property
    def template(self) -> str:
        """The template that the file was made from here; empty for none, or where it was made elsewhere."""
        return self._memory.text(self._key).partition(":")[2]

    def wanted(self, session: Session) -> bool:
        """Tell whether the steps are to be seen: in a file begun here until they are done, or an empty one."""
        mark = self._memory.text(self._key).partition(":")[0]
        if session.ws.read_only or mark == HIDDEN:
            return False
        if mark == BEGUN:
            from kpidesk.first_steps import first_steps  # with the library, which no other page needs at once

            return at(first_steps(session.ws), self.skipped) is not None
        return mark == AGAIN or not (bool(session.ws.all(Kpi)) or bool(session.ws.all(Objective)))


def at(steps: FirstSteps, skipped: Sequence[int]) -> int | None:
    """The first step that is neither done nor gone on without; none when all are."""
    without = gone_without(steps, skipped)
    return next((n for n, done in zip(STEPS, steps.done, strict=True) if not done and n not in without), None)


def gone_without(steps: FirstSteps, skipped: Sequence[int]) -> set[int]:
    """The steps that somebody goes on without: those skipped, and the number where no KPI was wanted to have one."""
    chosen, _number, _goal = steps.done
    return {*skipped, *((2,) if 1 in skipped and not chosen else ())}
