"""The head of an import, with its two steps, and its foot, with the promise and the one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from kpidesk.text import _, pgettext
from ui.base.actions import with_key
from ui.base.breakpoints import SMALL
from ui.base.keys.roving import RovingGroup
from ui.base.page import Band, head, line, text
from ui.base.reach import accessible
from ui.base.session import Session
from ui.imports.keyed_button import KeyedButton
from ui.parts.elided import ElidedLabel
from ui.parts.head_room import HeadRoom, hides
from ui.review.step_button import StepButton

READ, CHECK = 0, 1
"""The steps."""


class ImportHead(QWidget):
    """``back`` asks for the step before, ``step`` for one of them; ``openers`` is a row for the buttons of drawers."""

    back = Signal()
    step = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        top, row, title = head(_("Import numbers"), parent=self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(top)
        box.addWidget(line())
        back = QToolButton()
        back.setIcon(session.theme.icon("arrow-left", "text2", 16))
        back.setToolTip(with_key(_("Back"), "Alt+Left"))
        back.setAccessibleName(_("Back"))
        back.clicked.connect(self.back)
        row.insertWidget(0, back)
        self._file = ElidedLabel("", "small")
        row.addWidget(self._file, 1)
        self.openers = QHBoxLayout()
        row.addLayout(self.openers)
        self.steps = RovingGroup(self)
        self._step_row = QWidget()
        steps = QHBoxLayout(self._step_row)
        steps.setContentsMargins(0, 0, 0, 0)
        steps.setSpacing(row.spacing())
        accessible.tabs(self._step_row, _("Steps of the import"))
        rule = line()
        rule.setFixedWidth(24)
        for place, name in enumerate((_("How it was read"), pgettext("step", "Check"))):
            button = StepButton(session.theme, place + 1, name)
            self.steps.addButton(button, place)
            steps.addWidget(button)
            if not place:
                steps.addWidget(rule, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._step_row)
        self.steps.idClicked.connect(self.step)
        self._rule, self._shown = rule, False
        HeadRoom(top, [hides(rule, lambda: self._shown), hides(self._file), hides(title)])

    def name(self, file: str) -> None:
        """Say which file it is."""
        self._file.show_words(file)

    def show_steps(self, shown: bool) -> None:
        """Show the steps, or hide them while nothing is known."""
        self._shown = shown
        self._rule.setVisible(shown)
        self._step_row.setVisible(shown)

    def be_at(self, step: int, *, can_check: bool) -> None:
        """Show which step is in view, and whether the second can be gone to."""
        self.steps.button(step).setChecked(True)
        first, second = self.steps.button(READ), self.steps.button(CHECK)
        assert isinstance(first, StepButton)
        first.be_done(step == CHECK)
        second.setEnabled(can_check)

    def fit(self, window_width: int) -> None:
        """In a small window only the step in view is named."""
        for button in self.steps.buttons():
            if isinstance(button, StepButton):
                button.be_brief(window_width < SMALL)


class ImportFoot(Band):
    """``cancelled`` and ``done`` are its buttons."""

    cancelled = Signal()
    done = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._promise = text("", "small")
        self.row.addWidget(self._promise)
        self.row.addStretch()
        HeadRoom(self, [hides(self._promise)])
        self.cancel = KeyedButton(session.theme, "Esc")
        self.cancel.be_brief(True)
        self.cancel.say(_("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        self.do = KeyedButton(session.theme, "Ctrl+Enter", primary=True)
        self.do.clicked.connect(self.done)
        self.row.addWidget(self.cancel)
        self.row.addWidget(self.do)

    def say(self, promise: str, words: str, *, enabled: bool = True, leads_on: bool = False) -> None:
        """Say what holds now, and what the button does."""
        self._promise.setText(promise)
        self.do.say(words, enabled=enabled, leads_on=leads_on)

    def fit(self, window_width: int) -> None:
        """In a small window the key is not named."""
        self.do.be_brief(window_width < SMALL)
