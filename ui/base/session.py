"""Between pages and the core: the open workspace, one way to perform a command, one way to say something.

Pages hold a ``Session`` and nothing else of the application. ``perform`` runs a command; what the command refuses
becomes a notice, never a traceback. The workspace's ``changed`` becomes one Qt signal.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal

from kpidesk.commands import goals
from kpidesk.commands.goals import titles
from kpidesk.domain.entities import Kpi
from kpidesk.errors import StorageFault, UserError
from kpidesk.figures import cycle_list
from kpidesk.records import record
from kpidesk.text import _
from kpidesk.wording.labels import label_words
from kpidesk.workspace import Workspace
from ui.base.figured import Figured
from ui.base.memory import Memory
from ui.base.reach.announcing import announce
from ui.base.refused import Call, Refused
from ui.base.second_backups import SecondBackups
from ui.base.tasks import GivenUp, Wait

if TYPE_CHECKING:
    from kpidesk.domain.entities import Cycle, Uid
    from kpidesk.domain.period import Period
    from kpidesk.workspace import Changes, Hand, PublishState, Reverted, Seen, ServerState
    from ui.base.tasks import Stop
    from ui.base.theme import Theme

log = logging.getLogger(__name__)

R = TypeVar("R")
Patience = Callable[[str, str], Wait]
"""A way to wait, by what is done and a sentence about it."""


@record(frozen=True)
class Notice:
    """Something to say over the lower edge of the page: ``error``, ``info``; with technical text behind "details".

    What is ``done`` needs no answer: it is gone once somebody works on. What is told ``here`` is about what was asked
    for on the page in view, and goes with it.

    ``more`` are further actions beside the first: words and what they call.
    """

    text: str
    kind: str = "info"
    details: str = ""
    action: str = ""
    callback: Callable[[], None] | None = None
    more: tuple[tuple[str, Callable[[], None]], ...] = ()
    here: bool = False


@record(frozen=True)
class Told:
    """What was done, in words, and the changes that the link beside them takes back; none: there is no link.

    ``undone`` tells that the changes are undos themselves, and the link does again what they took back.
    """

    words: str
    refs: tuple[int, ...] = ()
    undone: bool = False


Said = str | Callable[[Any], str]
"""What is said when a command has changed something; it may ask for the command's result."""
Refusal = Callable[[str], None]
"""Where a form says why something was refused."""


class Session(QObject):
    """What every page may use: the workspace, the theme, the quarter in view, and where to go.

    ``leave`` asks to go where we came from, ``look_back`` to see the file as it was at a moment or in a backup.
    ``retitled`` asks whether the numbers of a new title are to be the measure too. ``export`` asks what of the numbers
    is to go to a file, and names the KPI in view and whether it is meant. ``example`` asks for the example company,
    ``explain`` for a chapter of the help, ``asked`` for a command of the window by its name.
    ``crowded`` tells how many KPIs are in use when one has come that is too many; ``memory`` is what this machine
    remembers, ``second`` copies backups to another disk, ``figured`` keeps the figures of the KPIs. ``hand`` tells a
    further window of the file from the others (``Hand``), ``acting`` that a change is being made here just now.
    ``published`` tells how the file stands against the shared one, ``served`` against the team server.
    ``patience`` waits for an undo that takes long, where there is a window to wait in.
    """

    changed = Signal(object)
    published = Signal(object)
    served = Signal(object)
    cycle_changed = Signal()
    crowded = Signal(int)
    notice = Signal(object)
    unsaid = Signal(str)
    done = Signal(object)
    navigate = Signal(str, object)
    leave = Signal()
    look_back = Signal(object)
    retitled = Signal(object, object)
    export = Signal(str, bool)
    example = Signal()
    explain = Signal(str)
    asked = Signal(str)

    def __init__(
        self,
        ws: Workspace,
        theme: Theme,
        parent: QObject | None = None,
        *,
        memory: Memory | None = None,
        second: SecondBackups | None = None,
    ) -> None:
        super().__init__(parent)
        self.ws = ws
        self.theme = theme
        self.patience: Patience | None = None
        self.hand: Hand | None = None
        self.acting = False
        self.memory = memory or Memory()
        self._refused, self._fault = Refused(), ""
        self._ruled_out: dict[str, Call] = {}
        self.figured = Figured(ws, self)
        self._active = self.active_kpis()
        self.period = cycle_list.under_way(ws, ws.today())
        self._rhythm = (ws.company.cycle_length, ws.company.fiscal_year_start)
        self._has_own = second is None
        self.second = second or SecondBackups(ws, self.memory, self)
        ws.changed.connect(self._announce)
        ws.sharing.published.connect(self._announce_publication)
        ws.server.told.connect(self._announce_server)

    def _announce(self, changes: Changes) -> None:
        self._follow_company()
        self.changed.emit(changes)
        before, self._active = self._active, self.active_kpis()
        if self._active <= before or changes.everything:
            return
        from kpidesk.figures.advice import MOST_KPIS

        if self._active > MOST_KPIS:
            self.crowded.emit(self._active)

    def active_kpis(self) -> int:
        """How many KPIs count: those that are not parked."""
        return sum(not kpi.parked for kpi in self.ws.all(Kpi))

    def _announce_publication(self, state: PublishState) -> None:
        self.published.emit(state)

    def _announce_server(self, state: ServerState) -> None:
        self.served.emit(state)

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
        today = self.ws.today()
        was_current = self.period.first <= today <= self.period.last
        if was_current or self.period not in cycle_list.choosable(self.ws, today):
            self.show_period(cycle_list.under_way(self.ws, today))

    def seen(self) -> Seen:
        """How far the file is known now: a form keeps it when it is filled, and is performed ``based_on`` it."""
        return self.ws.editing.seen()

    def perform(
        self,
        command: Callable[..., R],
        *arguments: Any,
        based_on: Seen | None = None,
        said: Said = "",
        refuse: Refusal | None = None,
        **keywords: Any,
    ) -> R | None:
        """Run a command on the workspace, the one way for a page or a form to change anything.

        What it refuses is said as a notice, or by ``refuse`` in the form that stays open, and ``None`` comes back.
        ``said`` is said when something has changed, with a way to take back just that.
        """
        call = Call(command, arguments, tuple(keywords.items()), based_on, said)
        result: R | None = self._run(call, refuse)[1]
        return result

    def attempt(
        self,
        command: Callable[..., Any],
        *arguments: Any,
        based_on: Seen | None = None,
        said: Said = "",
        refuse: Refusal | None = None,
        **keywords: Any,
    ) -> bool:
        """As ``perform``, but tell whether it was done."""
        return self._run(Call(command, arguments, tuple(keywords.items()), based_on, said), refuse)[0]

    def perform_beside(
        self, wait: Wait, command: Callable[..., R], *arguments: Any, said: Said = "", **keywords: Any
    ) -> R | None:
        """As ``perform`` for what may take long: on a second handle, in another thread, while ``wait`` keeps the window
        alive. Given up, nothing is stored, and ``None`` comes back.
        """
        call = Call(command, arguments, tuple(keywords.items()), None, said)
        before, seen = self.ws.undoing.undoable, self.ws.editing.seen()
        result: R | None = None
        try:
            result = wait(partial(self._do_beside, call))
        except UserError as error:
            log.info("Refused: %s %s", error, error.details)
            self.tell_refused(error)
        except GivenUp:
            log.info("Given up: %s", call.command)
        self.ws.sharing.take_over(seen)
        if result is not None and (words := call.words(result)):
            self._tell(words, _new(before, self.ws.undoing.undoable))
        return result

    def _do_beside(self, call: Call, stop: Stop) -> Any:
        with contextlib.closing(self.ws.handles.beside(stop.is_set)) as handle:
            return call.run(handle)

    def _run(self, call: Call, refuse: Refusal | None = None) -> tuple[bool, Any]:
        try:
            with self._at_work(), self.ws.editing.based_on(call.based_on):
                before = self.ws.undoing.undoable
                result = call.run(self.ws)
        except UserError as error:
            log.info("Refused: %s %s", error, error.details)
            if refuse is not None:
                refuse(str(error))
                announce(str(error), at_once=True)
            else:
                self._refuse(error, call)
            return False, None
        self._refused.forget(call)
        self._allow(call)
        made = _new(before, self.ws.undoing.undoable)
        if words := call.words(result):
            self._tell(words, made)
        elif made:
            self._tell_quietly(made[-1])
        return True, result

    @contextlib.contextmanager
    def _at_work(self) -> Iterator[None]:
        """What is changed inside the block is changed in this window."""
        before, self.acting = self.acting, True
        try:
            with contextlib.nullcontext() if self.hand is None else self.hand.at_work():
                yield
        finally:
            self.acting = before

    def _tell(self, words: str, refs: tuple[int, ...]) -> None:
        """Say at the bottom what was done, with a way to take it back; or that nothing was."""
        self.done.emit(Told(words, refs) if refs else Told(_("Nothing was changed.")))

    def _tell_quietly(self, ref: int) -> None:
        """What is seen where it stands is told to whoever hears it only: that it is stored."""
        announce(_("Saved: {what}").format(what=self._label(ref)))

    def _label(self, ref: int) -> str:
        return label_words(self.ws.undoing.label_of(ref), self.ws.company.fiscal_year_start)

    def _refuse(self, error: UserError, call: Call) -> None:
        """What a disk refuses can be tried again; what a rule refuses can't."""
        if not isinstance(error, StorageFault) or self.ws.read_only:
            self._ruled_out[str(error)] = call
            self.tell_refused(error)
            return
        self._refused.keep(call)
        self._fault = str(error)
        self.notice.emit(Notice(self._fault, "error", error.details, _("Try again"), self.try_again))

    def tell_refused(self, error: UserError) -> None:
        """Say why nothing came of what was asked for on the page in view."""
        self.notice.emit(Notice(str(error), "error", error.details, here=True))

    def _allow(self, call: Call) -> None:
        """What was refused by a rule and has come about now is called refused no longer."""
        for words in [words for words, before in self._ruled_out.items() if call.replaces(before)]:
            del self._ruled_out[words]
            self.unsaid.emit(words)

    def try_again(self) -> None:
        """Do what the disk has refused, in the order in which it was asked for."""
        words = self._fault
        for call in list(self._refused.calls):
            if not self._run(call)[0]:
                return
        self.unsaid.emit(words)

    def rename(self, uid: Uid, title: str, based_on: Seen | None = None) -> bool:
        """Give a node another title, or ask first where its numbers would then say something else.

        ``False`` when the title was refused.
        """
        proposal = titles.proposed(self.ws, uid, title)
        if proposal is None:
            return self.attempt(goals.rename, uid, title, based_on=based_on)
        self.retitled.emit(proposal, based_on)
        return True

    # ---- undo and redo ---------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back the newest change, and say what it was."""
        self._undo(self.ws.undoing.undoable[-1:])

    def redo(self) -> None:
        """Do again what was taken back last, and say what it was."""
        self._redo(self.ws.undoing.redoable[-1:])

    def turn_back(self, told: Told) -> None:
        """Take back just what was told of, or do it again where it told of an undo; whatever has come since stays."""
        if told.undone:
            self._redo(told.refs)
        else:
            self._undo(told.refs)

    def _undo(self, refs: tuple[int, ...]) -> None:
        before = self.ws.undoing.redoable
        found = [told for ref in reversed(refs) if (told := self._revert(Workspace.undo, ref)) is not None]
        self._tell_reverted(_("Undone: {what}"), refs, found, _new(before, self.ws.undoing.redoable), undone=True)

    def _redo(self, refs: tuple[int, ...]) -> None:
        before = self.ws.undoing.undoable
        found = [told for ref in reversed(refs) if (told := self._revert(Workspace.redo, ref)) is not None]
        self._tell_reverted(_("Redone: {what}"), refs, found, _new(before, self.ws.undoing.undoable), undone=False)

    def _revert(self, step: Callable[..., Reverted | None], ref: int) -> Reverted | None:
        if self.patience is not None and self.ws.undoing.takes_long(ref):
            wait = self.patience(_("Undo and redo"), _("Undoing or redoing a large change."))
            return self.perform_beside(wait, step, ref=ref)
        try:
            with self._at_work():
                return step(self.ws, ref=ref)
        except UserError as error:
            self.tell_refused(error)
            return None

    def _tell_reverted(
        self, words: str, refs: tuple[int, ...], found: list[Reverted], made: tuple[int, ...], *, undone: bool
    ) -> None:
        """Say what was taken back or done again, or why nothing was."""
        if not found:
            if not set(refs) <= {*self.ws.undoing.undoable, *self.ws.undoing.redoable}:
                gone = _("This has already been undone. Nothing was changed.")
                self.done.emit(Told(gone if undone else _("Something else has been done since. Nothing was changed.")))
            return
        if not any(told.done for told in found):
            self.done.emit(Told(_("This has been changed again since, so there was nothing to undo.")))
            return
        said = words.format(what=label_words(found[0].label, self.ws.company.fiscal_year_start))
        if any(told.skipped for told in found):
            said = f"{said}. " + _("What has been changed again since was left alone.")
        self.done.emit(Told(said, made, undone))

    def close(self) -> None:
        """Let go of the workspace and close it; what is pending is published."""
        self.leave_file()
        self.ws.close()

    def leave_file(self) -> None:
        """Let go of the workspace, which another window may still show."""
        if self._has_own:
            self.second.stop()
        self.figured.stop()
        self.ws.changed.disconnect(self._announce)
        self.ws.sharing.published.disconnect(self._announce_publication)
        self.ws.server.told.disconnect(self._announce_server)


def _new(before: tuple[int, ...], after: tuple[int, ...]) -> tuple[int, ...]:
    """What stands at the end of a stack and was not there before."""
    known = set(before)
    return tuple(ref for ref in after if ref not in known)
