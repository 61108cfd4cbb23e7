"""The large screen: the slide and nothing else, and over it what a single screen has to hold besides."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QWidget

from kpidesk.text import _
from ui.base.page import column, heading, text
from ui.base.theme import Theme
from ui.present.all_slides import AllSlides
from ui.present.hint import Hint
from ui.present.keys import Keys
from ui.present.note_field import NoteField
from ui.present.presentation import Presentation
from ui.present.slide_view import SlideView

NOTES_WIDE, NOTES_HIGH, EDGE = 420, 240, 24


class Stage(QWidget):
    """The window of the slides; ``alone`` on the only screen it tells of the keys and has the notes over the slide."""

    closing = Signal()

    def __init__(self, presentation: Presentation, theme: Theme, *, alone: bool) -> None:
        super().__init__()
        self._presentation, self._alone = presentation, alone
        self._keys = Keys()
        self._mouse = QPoint()
        self.setWindowTitle(_("The review as slides"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.view = SlideView(presentation, theme, self)
        self.view.setMouseTracking(True)
        self.view.pressed.connect(self._on)
        column(self).addWidget(self.view)
        self.hint = Hint(theme, self)
        self.all = AllSlides(presentation, theme, self)
        self.all.gone.connect(self._take_keys)
        self.notes = self._make_notes()
        self._wait: QLabel = heading(_("Making the slides …"))
        self._wait.setParent(self)
        self._wait.setStyleSheet("color: #AEB4BC")
        presentation.changed.connect(self._on_change)
        presentation.failed.connect(self._on_fail)
        self.view.installEventFilter(self)

    def _make_notes(self) -> QWidget:
        box = QFrame(self)
        box.setProperty("look", "drawer")
        box.setProperty("floating", True)
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        inside = column(box, margin=14, spacing=8)
        inside.addWidget(heading(_("Your notes"), "strong"))
        self.field = NoteField(self._presentation)
        self.field.done.connect(self._hide_notes)
        inside.addWidget(self.field, 1)
        words = _("The notes are kept in the file, and are not in the PDF.")
        inside.addWidget(text(words, "quiet", wrap=True))
        box.hide()
        return box

    # ---- what is seen ----------------------------------------------------------------------------

    def _on_change(self) -> None:
        self._wait.setVisible(not self._presentation.count)
        self.hint.show_place(self._where())

    def _where(self) -> str:
        return _("{n} of {count}").format(n=self._presentation.page + 1, count=self._presentation.count)

    def _on_fail(self, words: str) -> None:
        if not self._presentation.count:
            self._wait.setText(words)
            self._place()

    def _on(self) -> None:
        self._presentation.do("on")

    def tell_keys(self) -> None:
        """Say for a while which keys there are; who has a screen to themselves sees them there."""
        if self._alone and self._presentation.count and not self.all.isVisible():
            self.hint.tell(self._where(), self.view.place().bottom())

    def _take_keys(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_change()

    def _hide_notes(self) -> None:
        self.notes.hide()
        self._take_keys()

    def show_notes(self) -> None:
        """Put the notes over the slide, or take them away."""
        if not self._alone:
            return
        if self.notes.isVisible():
            self.field.store()
            self._hide_notes()
            return
        self._place()
        self.notes.show()
        self.notes.raise_()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- keys and mouse --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: what ``keys`` makes of it."""
        self.obey(*self._keys.read(event))

    def obey(self, word: str, number: int = 0) -> None:
        """Do what a key asks for, here or in the window of who presents."""
        if word == "all":
            self.all.setGeometry(self.rect())
            self.all.show()
            self.all.raise_()
        elif word == "notes":
            self.show_notes()
        elif word == "escape":
            self._escape()
        elif word:
            self._presentation.do(word, number)

    def _escape(self) -> None:
        """What lies over the slide goes first."""
        if self.all.isVisible():
            self.all.close_it()
        elif self.notes.isVisible():
            self.show_notes()
        elif self._presentation.black:
            self._presentation.do("black")
        else:
            self.close()

    def eventFilter(self, _watched: object, event: QEvent) -> bool:
        """Qt: the mouse over the slide, once it is moved."""
        if event.type() is QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            spot = event.globalPosition().toPoint()
            if not self._mouse.isNull() and spot != self._mouse:
                self.tell_keys()
            self._mouse = spot
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: what lies over the slide moves along."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wide, high = min(NOTES_WIDE, self.width() - 2 * EDGE), min(NOTES_HIGH, self.height() - 2 * EDGE)
        self.notes.setGeometry(self.width() - wide - EDGE, self.height() - high - EDGE, wide, high)
        self.all.setGeometry(self.rect())
        self._wait.adjustSize()
        self._wait.move((self.width() - self._wait.width()) // 2, (self.height() - self._wait.height()) // 2)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: whichever way it is closed, the showing ends."""
        self.field.store()
        super().closeEvent(event)
        if QApplication.instance() is not None:
            self.closing.emit()
