"""The weekly round: one thing at a time, from the numbers that are missing to one decision.

The page knows where the round is and what comes next; what is asked at each step its pane knows. Each Enter stores by
the same commands as the other pages, so that undo and colleagues work as everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from kpidesk.domain.entities import Kpi
from kpidesk.figures import KpiFigures
from kpidesk.round.agenda import Agenda, Mark, agenda, tally
from kpidesk.round.progress import Progress, begin
from kpidesk.round.steps import DECISION, Kind, Step
from kpidesk.round.words import ended_words, minutes_words
from kpidesk.text import _
from kpidesk.workspace import Changes
from ui.base.keys.pressed import shortcuts
from ui.base.session import Session
from ui.round.clock import Stopwatch
from ui.round.dots import place_told
from ui.round.kept import remember, remembered
from ui.round.pane import Pane, Shown
from ui.round.round_frame import ENDED, NOTHING, ROUND, RoundFrame

LEFT_OUT = (Mark.SKIPPED, Mark.OPEN)


class RoundPage(RoundFrame):
    """The page. It begins where the round was left, and with what is new since."""

    place = "round"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._progress = remembered(session) or begin(session.today())
        self._agenda: Agenda | None = None
        self._step: Step | None = None
        self._stale = False
        self.panes: dict[Kind, Pane] = {}
        self._add(Kind.NUMBER, self.numbers)
        self.numbers.checks.chosen.connect(self._go_to_cell)
        self.later.connect(self._leave)
        self.wanted.connect(self._go_to)
        self.nothing.pressed.connect(self._begin_all_the_same)
        self.ended.pressed_second.connect(self._begin_anew)
        self.watch = Stopwatch(self)
        self.watch.ticked.connect(self._on_tick)
        self.watch.begin(self._progress.seconds)
        shortcuts(self, "round", {"skip": self._skip})
        session.figured.complete.connect(self._on_complete)

    def _add(self, kind: Kind, pane: Pane) -> None:
        pane.stored.connect(self._on_stored)
        pane.passed.connect(self._go_on)
        pane.skipped.connect(self._skip)
        self.panes[kind] = pane
        self.body.panes.addWidget(pane)

    def _pane(self, kind: Kind) -> Pane:
        """The pane of a kind of step, loaded and made when the round first comes there."""
        if kind not in self.panes:
            self._add(kind, self._made(kind))
        return self.panes[kind]

    def _made(self, kind: Kind) -> Pane:
        if kind is Kind.LOOK:
            from ui.round.look_pane import LookPane

            look = LookPane(self.session)
            look.taken.connect(self._take_along)
            return look
        if kind is Kind.CHECK_IN:
            from ui.round.check_in_pane import CheckInPane

            return CheckInPane(self.session)
        from ui.round.decision_pane import DecisionPane

        decision = DecisionPane(self.session)
        decision.answered.connect(self._on_answered)
        return decision

    # ---- the page's part -------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Take in what has changed: steps come and go, and what is being typed stays."""
        for pane in self.panes.values():
            pane.take(changes)
        if self._step is not None and self._pane(self._step.kind).storing:
            self._stale = True  # the step looks around itself when it is done; where it is refused, this does
            QTimer.singleShot(0, self, self._look_again)
        else:
            self._follow_file()

    def _look_again(self) -> None:
        if self._stale:
            self._follow_file()

    def _follow_file(self) -> None:
        """Stand where it is right to stand by now."""
        before, here = self._agenda, self._step
        self._look()
        if before is None or here is None:
            self._resume()
        elif here not in self._now.marks:
            self._show(self._follower(before, here))
        elif (undone := self._undone(before, here)) is not None:
            self._show(undone)
        else:
            self._tell_around()

    def _undone(self, before: Agenda, here: Step) -> Step | None:
        """A step that has just been taken back: it is in view again, unless something is being typed in this one."""
        if self._pane(here.kind).draft():
            return None
        marks = self._now.marks
        done = (step for step, mark in before.marks.items() if mark is Mark.DONE and step in self._progress.done)
        return next((step for step in done if marks.get(step) in LEFT_OUT), None)

    def _follower(self, before: Agenda, gone: Step) -> Step | None:
        """What comes after a step that is no longer asked for."""
        later = before.steps[before.steps.index(gone) + 1 :] if gone in before.marks else ()
        return next((step for step in later if self._now.marks.get(step) in LEFT_OUT), DECISION)

    def _look(self) -> None:
        """See how the round stands by now."""
        self._stale = False
        self._agenda = agenda(self.session.ws, self.session.today(), self._figures(), self._progress)
        self._progress = self._progress.meeting(self._agenda.steps)

    @property
    def _now(self) -> Agenda:
        assert self._agenda is not None
        return self._agenda

    def _figures(self) -> list[KpiFigures] | None:
        """Those of the KPIs; when the page is first shown it does not wait for them."""
        if self._agenda is None and self.session.figured.book.missing():
            QTimer.singleShot(0, self, self._on_complete)
            return None
        return self.session.figured.book.all() if self.session.figured.ready() else None

    def _on_complete(self) -> None:
        """It is known by now which KPIs stand out."""
        if self.isVisible() and self._agenda is not None and not self._agenda.settled:
            self._look()
            if self._step is None:
                self._resume()
            else:
                self._tell_around()

    def again(self) -> object:
        """The round as it stands, for a page in this one's place."""
        self._keep()
        return self._progress

    def about(self, argument: object) -> object:  # noqa: ARG002
        """There is one round."""
        return None

    def show_argument(self, argument: object) -> None:
        """Go on with the round of a page whose place this one takes; one that has its own keeps it."""
        if isinstance(argument, Progress) and self._agenda is None:
            self._progress = argument
            self.watch.begin(argument.seconds)

    def leave(self) -> None:
        """What is typed is kept."""
        self._keep()

    def initial_focus(self) -> QWidget | None:
        """What the step asks for."""
        here = self._step
        return self._pane(here.kind).main() if here is not None and self.shows == ROUND else self.main_of_other()

    def commands(self) -> dict[str, Callable[[], None]]:
        """One step back; a note on the number; what stands beside the step."""
        found: dict[str, Callable[[], None]] = {"back": self._step_back, "toggle_details": self.drawer.toggle}
        noting = self.shows == ROUND and self._step is not None and self._step.kind is Kind.NUMBER
        return found | ({"entry_note": self.numbers.write_note} if noting else {})

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: time counts from now on; a round that has ended, or that was another week's, begins anew."""
        super().showEvent(event)
        self.watch.run(True)
        if event.spontaneous() or self._progress.holds(self.session.today()):
            return
        self._progress, self._step = begin(self.session.today(), self._progress), None
        self.watch.begin(0)
        if self._agenda is not None:
            self.refresh(None)

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: time stands, and the place is remembered."""
        super().hideEvent(event)
        self.watch.run(False)
        if not event.spontaneous():
            self._keep()

    # ---- where the round is ----------------------------------------------------------------------

    def _resume(self) -> None:
        """Go on where the round was left; where nothing is due say so."""
        kept = self._progress
        begun = bool(kept.done or kept.skipped or kept.place)
        if self.session.ws.read_only or not (begun or self._now.asks):
            self._show_nothing()
        else:
            self._show(self._now.begin(kept))

    def _show(self, step: Step | None) -> None:
        """Come to a step, or to the end."""
        self._step, self._progress = step, self._progress.at(step)
        if step is None:
            self._show_end()
            return
        pane = self._pane(step.kind)
        pane.show_step(Shown(step, self._progress, self._progress.draft(step)))
        self.show_pane(pane, place_told(self._now, step))
        self._tell_around()
        self._remember()

    def _tell_around(self) -> None:
        if self._step is not None:
            self._on_tick()
            self.tell_around(self._now, self._step, self._progress)

    def _on_tick(self) -> None:
        self._progress = replace(self._progress, seconds=self.watch.seconds)
        self.tell_time(self._progress.seconds)

    # ---- going -----------------------------------------------------------------------------------

    def _on_stored(self, made: str) -> None:
        """A step is done; come to the next."""
        if self._step is not None:
            self._progress = self._progress.having_done(self._step, made)
            self._look()
            self._go_on()

    def _go_on(self) -> None:
        if self._step is not None:
            self._progress = self._progress.typing(self._step, {})
            self._show(self._now.after(self._step))

    def _skip(self) -> None:
        """Leave the step out; what is typed there stays."""
        if self._step is None or self.shows != ROUND:
            return
        self._take_draft()
        if self._now.marks.get(self._step) is not Mark.DONE:
            self._progress = self._progress.having_skipped(self._step)
        self._look()
        self._show(self._now.after(self._step))

    def _step_back(self) -> None:
        """To the step before; from the first one out of the round."""
        before = self._now.before(self._step) if self._step is not None else None
        if before is None:
            self._leave()
        else:
            self._go_to(before)

    def _go_to(self, step: object) -> None:
        """Come to a step out of its turn."""
        if isinstance(step, Step) and step in self._now.marks:
            self._take_draft()
            if self.drawer.used:
                self.drawer.shut()
            self._show(step)

    def _go_to_cell(self, cell: object) -> None:
        if isinstance(cell, tuple):
            self._go_to(Step(Kind.NUMBER, *cell))

    def _leave(self) -> None:
        self._keep()
        self.session.leave.emit()

    # ---- what else is done -----------------------------------------------------------------------

    def _take_along(self, kpi: str) -> None:
        from ui.round.look_pane import LookPane

        self._progress = self._progress.taking(kpi)
        pane = self._pane(Kind.LOOK)
        if isinstance(pane, LookPane):
            pane.show_taken(kpi in self._progress.taken)
        self._tell_around()
        self._remember()

    def _on_answered(self, decision: str) -> None:
        self._progress = self._progress.having_answered(decision)
        self._remember()

    # ---- other states ----------------------------------------------------------------------------

    def _show_nothing(self) -> None:
        """Nothing is due, or nothing can be stored."""
        self._step = None
        if self.session.ws.read_only:
            self.nothing.say(_("The weekly round is not possible here"), _("The file can only be read here."), "")
        else:
            more = len(self._now.steps) > 1 or not self._now.settled
            words = _("No check-in is due this week.")
            if self.session.ws.all(Kpi):
                words = _("Every number is in, and no check-in is due this week.")
            self.nothing.say(_("Nothing is due"), words, _("Look at what stands out") if more else "")
        self.show_other(NOTHING)

    def _begin_all_the_same(self) -> None:
        self._show(self._now.begin(self._progress))

    def _show_end(self) -> None:
        """The round is done; what was left out can be taken up at once."""
        self._on_tick()
        left = len(self._now.left())
        time = minutes_words(self._progress.seconds)
        parts = [f"{time}." if time else "", _("What you skipped is under This week in Overview.") if left else ""]
        found = tally(self.session.ws, self._now, self._progress)
        said = " ".join(part for part in parts if part)
        self.ended.say(ended_words(found), said, _("See the overview"), _("Take what is left") if left else "")
        self._progress = replace(self._progress, ended=True)
        self._remember()
        self.show_other(ENDED)

    def _begin_anew(self) -> None:
        self._progress = begin(self.session.today())
        self.watch.begin(0)
        self._look()
        self._show(self._now.begin(self._progress))

    # ---- what is kept ----------------------------------------------------------------------------

    def _take_draft(self) -> None:
        """Keep what is typed in the step in view."""
        if self._step is not None and self.shows == ROUND:
            self._progress = self._progress.typing(self._step, self._pane(self._step.kind).draft())

    def _keep(self) -> None:
        self._take_draft()
        self._remember()

    def _remember(self) -> None:
        self._progress = replace(self._progress, seconds=self.watch.seconds)
        remember(self.session, self._progress)
