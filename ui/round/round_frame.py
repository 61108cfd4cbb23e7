"""The frame of the round: head, dots, the step in view with what stands beside it, and the keys at the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from kpidesk import format as fmt
from kpidesk.round.agenda import Agenda
from kpidesk.round.progress import Progress
from kpidesk.round.steps import Kind, Step
from kpidesk.round.words import minutes_words
from kpidesk.text import _
from ui.base import page
from ui.base.breakpoints import SMALL
from ui.base.keys.pressed import meaning
from ui.base.reach.announcing import announce, as_sentences
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.drawer import Drawer
from ui.parts.empty import Empty
from ui.round.body import Body
from ui.round.foot import KeysFoot
from ui.round.number_pane import NumberPane
from ui.round.pane import Pane, keyed
from ui.round.sides import Side

ROUND, NOTHING, ENDED = range(3)


class RoundFrame(page.Page):
    """Shows what it is told. ``later`` asks to leave the round, ``wanted`` for a step out of its turn."""

    later = Signal()
    wanted = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        box = page.column(self)
        box.addWidget(self._build_head())
        self.stack = QStackedWidget(self)
        box.addWidget(self.stack, 1)
        self.body = Body(session, self.stack)
        self.nothing = Empty(session.theme, "circle-check", _("Nothing is due"), "")
        done, see = _("The weekly round is done."), _("See the overview")
        self.ended = Empty(session.theme, "circle-check", done, "", see, primary=True)
        self.ended.pressed.connect(self.later)
        for widget in (self.body, self.nothing, self.ended):
            self.stack.addWidget(widget)
        self._foot_line, self.keys_foot = page.line(), KeysFoot()
        box.addWidget(self._foot_line)
        box.addWidget(self.keys_foot)
        self.numbers = NumberPane(session)
        self.side = Side(session, self.numbers.ledger)
        self.side.wanted.connect(self.wanted)
        self.body.put_beside(self.side)
        self.drawer = Drawer(session, self, self.side, self.body.put_beside, _("Beside this step"))
        self.drawer.add_opener(self._head_row, at=self._head_row.count() - 2)

    def _build_head(self) -> QWidget:
        head = page.Band(less=8, parent=self)
        self._head_row = row = head.row
        back = QPushButton()
        back.setIcon(self.session.theme.icon("arrow-left"))
        back.setProperty("quiet", True)
        back.setFixedWidth(px(30))
        back.setToolTip(_("Back"))
        back.setAccessibleName(_("Back"))
        back.clicked.connect(self.later)
        self.day, self.minutes = page.text("", "quiet"), page.text("", "quiet")
        self.continue_later = keyed(self.session.theme, _("Continue later"), "Esc")
        self.continue_later.setProperty("quiet", True)
        self.continue_later.clicked.connect(self.later)
        row.addWidget(back)
        row.addWidget(page.heading(_("Weekly round"), "page"))
        row.addSpacing(px(6))
        row.addWidget(self.day)
        row.addStretch()
        row.addWidget(self.minutes)
        row.addWidget(self.continue_later)
        return head

    # ---- what is in view -------------------------------------------------------------------------

    @property
    def shows(self) -> int:
        """What is in view: a step of the round, that nothing is due, or its end."""
        return self.stack.currentIndex()

    def show_pane(self, pane: Pane, place: str) -> None:
        """Have a step in view, with its keys at the foot; ``place`` says which of how many it is."""
        self.stack.setCurrentIndex(ROUND)
        self.body.panes.setCurrentWidget(pane)
        self.body.verticalScrollBar().setValue(0)
        self.keys_foot.tell(pane.keys())
        self._name_way_out(_("Continue later"))
        self.continue_later.show()
        self._fit_now()
        stays = pane.main().hasFocus()
        self._give_keyboard(pane.main())
        self._tell_step(pane, place, stays=stays)

    def _tell_step(self, pane: Pane, place: str, *, stays: bool) -> None:
        """Say what the step is about: of a field a reader hears the name, and nothing where the keyboard stays."""
        if not self.isVisible():
            return
        title, *more = pane.heard()
        here = self.focusWidget()
        named = not stays and here is not None and here.accessibleName().startswith(title)
        announce(as_sentences([*([] if named else [title]), *more, place]))

    def show_other(self, which: int) -> None:
        """Have in view that nothing is due, or the end."""
        self.stack.setCurrentIndex(which)
        self._name_way_out(_("Close"))
        self.continue_later.setVisible(which != ENDED)
        self._fit_now()
        main = self.main_of_other()
        self._give_keyboard(main)
        if main is self.continue_later and self.isVisible():
            announce(self.nothing.words)

    def _name_way_out(self, words: str) -> None:
        """Where nothing is due, nothing is left for later."""
        self.continue_later.say(words)
        self.continue_later.setAccessibleName(words)

    def main_of_other(self) -> QWidget:
        """Where the keyboard goes when no step is in view."""
        button = (self.nothing if self.shows == NOTHING else self.ended).button
        return button if button is not None and not button.isHidden() else self.continue_later

    def _give_keyboard(self, widget: QWidget) -> None:
        if self.isVisible():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell_around(self, agenda: Agenda, step: Step, progress: Progress) -> None:
        """The dots, the side and the day."""
        self.day.setText(fmt.weekday_day(self.session.today()))
        self.body.strip.tell(agenda, step)
        pane = self.body.panes.currentWidget()
        if step.kind is Kind.NUMBER:
            self.side.show_numbers(agenda, step, self.numbers.became)
        elif step.kind is Kind.LOOK:
            self.side.show_looks(agenda, step, progress, self.session.figured.book.all())
        elif step.kind is Kind.DECISION:
            self.side.show_so_far(agenda, progress)
        elif isinstance(pane, Pane) and (goal := pane.goal()) is not None:
            self.side.show_goal(goal)

    def tell_time(self, seconds: int) -> None:
        """For how long the round has been in view."""
        self.minutes.setText(minutes_words(seconds))

    # ---- the page's part -------------------------------------------------------------------------

    def foot(self) -> QWidget | None:
        """The keys, where they are shown."""
        return None if self.keys_foot.isHidden() else self.keys_foot

    def fit(self, window_width: int) -> None:
        """Follow the window; a small one has no room for the keys."""
        small = window_width < SMALL
        self.drawer.use(small)
        self.body.fit(window_width)
        self.day.setVisible(not small)
        for widget in (self._foot_line, self.keys_foot):
            widget.setVisible(not small and self.shows == ROUND)

    def _fit_now(self) -> None:
        self.fit(round(self.window().width() / self.session.theme.scale))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Escape leaves the round for later."""
        if meaning("round", event) == "later":
            self.later.emit()
        else:
            super().keyPressEvent(event)
