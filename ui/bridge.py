"""Between pages and the core: the open workspace, one way to perform a command, one way to say something.

Pages hold a ``Desk`` and nothing else of the application. ``perform`` runs a command; what the command refuses
becomes a notice, never a traceback. The workspace's ``changed`` becomes one Qt signal.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from kpidesk.commands import cycles, goals, titles
from kpidesk.domain.entities import Cycle, Kpi, Uid
from kpidesk.domain.period import Period
from kpidesk.errors import StorageFault, UserError
from kpidesk.figures import cycle_list
from kpidesk.text import Message, _
from kpidesk.workspace import Changes, PublishState, Reverted, Workspace
from ui.memory import Memory
from ui.refused import Call, Refused
from ui.second_backups import SecondBackups
from ui.theme import Theme

log = logging.getLogger(__name__)

R = TypeVar("R")

MOST_ACTIVE = 9
"""At most nine KPIs in use; five to seven is good."""


@dataclass(frozen=True)
class Notice:
    """Something to say at the top of the page: ``error``, ``info``; with technical text behind "details".

    ``more`` are further actions beside the first: words and what they call.
    """

    text: str
    kind: str = "info"
    details: str = ""
    action: str = ""
    callback: Callable[[], None] | None = None
    more: tuple[tuple[str, Callable[[], None]], ...] = ()


class Desk(QObject):
    """What every page may use: the workspace, the theme, the quarter in view, and where to go.

    ``leave`` asks to go where we came from, ``look_back`` to see the file as it was at a moment or in a backup.
    ``retitled`` asks whether the numbers of a new title are to be the measure too.
    ``crowded`` tells how many KPIs are in use when one has come that is too many; ``memory`` is what this machine
    remembers, ``second`` copies backups to another disk.
    """

    changed = Signal(object)
    published = Signal(object)
    cycle_changed = Signal()
    crowded = Signal(int)
    notice = Signal(object)
    unsaid = Signal(str)
    done = Signal(object)
    undone = Signal(str)
    navigate = Signal(str, object)
    leave = Signal()
    look_back = Signal(object)
    retitled = Signal(object)

    def __init__(
        self, ws: Workspace, theme: Theme, parent: QObject | None = None, *, memory: Memory | None = None
    ) -> None:
        super().__init__(parent)
        self.ws = ws
        self.theme = theme
        self.memory = memory or Memory()
        self._refused, self._fault = Refused(), ""
        self._active = self.active_kpis()
        self.paper = "A4"
        self.period = self.current_period()
        self._rhythm = (ws.company.cycle_length, ws.company.fiscal_year_start)
        self.second = SecondBackups(ws, self.memory, self)
        ws.changed.connect(self._announce)
        ws.published.connect(self._announce_publication)

    def _announce(self, changes: Changes) -> None:
        self._follow_company()
        self.changed.emit(changes)
        before, self._active = self._active, self.active_kpis()
        if self._active > max(before, MOST_ACTIVE) and not changes.everything:
            self.crowded.emit(self._active)

    def active_kpis(self) -> int:
        """How many KPIs count: those that are not parked."""
        return sum(not kpi.parked for kpi in self.ws.all(Kpi))

    def _announce_publication(self, state: PublishState) -> None:
        self.published.emit(state)

    def current_period(self) -> Period:
        """The stretch of time that goals run in today."""
        return cycle_list.current(self.ws, self.ws.today())

    def today(self) -> dt.date:
        """The date by the workspace's clock."""
        return self.ws.today()

    @property
    def cycle(self) -> Cycle | None:
        """The cycle in view, if it has been begun."""
        return cycle_list.cycle_at(self.ws, self.period)

    def cycle_name(self, *, short: bool = False) -> str:
        """What the cycle in view is called."""
        return (cycle_list.cycle_short if short else cycle_list.cycle_name)(self.ws, self.period)

    def choosable_cycles(self) -> dict[Period, str]:
        """The cycles that can be looked at, the one in view among them, with their names, in order."""
        found = cycle_list.choosable(self.ws, self.ws.today())
        return cycle_list.names(self.ws, sorted({*found, self.period}))

    def ensure_cycle(self) -> str | None:
        """The cycle in view, begun if need be."""
        return self.perform(cycles.ensure_cycle, self.period)

    def show_period(self, period: Period) -> None:
        """Look at another quarter."""
        if period != self.period:
            self.period = period
            self.cycle_changed.emit()

    def show_neighbour(self, by: int) -> None:
        """Look at the quarter before or after."""
        self.show_period(cycle_list.neighbour(self.ws, self.period, by))

    def _follow_company(self) -> None:
        """Where the company's cycles are others than before, by a change or its undo, look at one that there is."""
        company = self.ws.company
        before, self._rhythm = self._rhythm, (company.cycle_length, company.fiscal_year_start)
        if before == self._rhythm:
            return
        was_current = self.period == Period.containing(self.ws.today(), *before)
        if was_current or self.period not in cycle_list.choosable(self.ws, self.ws.today()):
            self.show_period(self.current_period())

    def perform(self, command: Callable[..., R], *arguments: Any, **keywords: Any) -> R | None:
        """Run a command on the workspace; what it refuses is said as a notice, and ``None`` comes back."""
        result: R | None = self._run(Call(command, arguments, tuple(keywords.items())))[1]
        return result

    def attempt(self, command: Callable[..., Any], *arguments: Any, **keywords: Any) -> bool:
        """As ``perform``, but tell whether it was done."""
        return self._run(Call(command, arguments, tuple(keywords.items())))[0]

    def _run(self, call: Call) -> tuple[bool, Any]:
        try:
            result = call.run(self.ws)
        except UserError as error:
            log.info("Refused: %s %s", error, error.details)
            self._refuse(error, call)
            return False, None
        self._refused.forget(call)
        return True, result

    def _refuse(self, error: UserError, call: Call) -> None:
        """What a disk refuses can be tried again; what a rule refuses can't."""
        if not isinstance(error, StorageFault) or self.ws.read_only:
            self.notice.emit(Notice(str(error), "error", error.details))
            return
        self._refused.keep(call)
        self._fault = str(error)
        self.notice.emit(Notice(self._fault, "error", error.details, _("Try again"), self.try_again))

    def try_again(self) -> None:
        """Do what the disk has refused, in the order in which it was asked for."""
        words = self._fault
        for call in list(self._refused.calls):
            if not self._run(call)[0]:
                return
        self.unsaid.emit(words)

    def rename(self, uid: Uid, title: str) -> bool:
        """Give a node another title, or ask first where its numbers would then say something else.

        ``False`` when the title was refused.
        """
        proposal = titles.proposed(self.ws, uid, title)
        if proposal is None:
            return self.attempt(goals.rename, uid, title)
        self.retitled.emit(proposal)
        return True

    def undo(self) -> None:
        """Take back the newest change, and say what it was."""
        told = self._revert(self.ws.undo)
        if told is not None:
            self.undone.emit(_("Undone: {what}").format(what=_told(told)))

    def redo(self) -> None:
        """Do again what was taken back last, and say what it was."""
        told = self._revert(self.ws.redo)
        if told is not None:
            self.say_done(_("Done again: {what}").format(what=_told(told)))

    def _revert(self, step: Callable[[], Reverted | None]) -> Reverted | None:
        try:
            return step()
        except UserError as error:
            self.notice.emit(Notice(str(error), "error", error.details))
            return None

    def say_done(self, message: Message | str) -> None:
        """Say at the bottom what was done, with a way to take it back."""
        self.done.emit(str(message))

    def close(self) -> None:
        """Let go of the workspace; what is pending is published."""
        self.second.stop()
        self.ws.changed.disconnect(self._announce)
        self.ws.published.disconnect(self._announce_publication)
        self.ws.close()


def _told(result: Reverted) -> str:
    """What was taken back, and whether something was left because it had been changed again."""
    words = str(result.label)
    return f"{words}. " + _("What has been changed again since was left alone.") if result.skipped else words
