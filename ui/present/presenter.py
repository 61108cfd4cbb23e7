"""What who presents sees on a screen of their own: this slide and the next one, the notes, the time."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.text import _, ngettext
from ui.base.actions import named_key
from ui.base.breakpoints import SMALL
from ui.base.page import Band, column, heading, line, text
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.buttons import icon_button
from ui.parts.head_room import HeadRoom, hides
from ui.present.all_slides import AllSlides
from ui.present.keys import Keys
from ui.present.note_field import NoteField
from ui.present.presentation import Presentation
from ui.present.slide_view import SlideView

TICK_MS = 1000
SIDE, SIDE_PART, READ = 368, 0.36, 15
"""Pixels of the side and which part of a narrow window it has at most; pixels of the notes' letters."""


def _keep_keys(*buttons: QPushButton) -> None:
    """A click leaves the arrows to the slides; Tab still comes to the buttons."""
    for button in buttons:
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def _reading(theme: Theme) -> QFont:
    """Large enough to be read while one speaks."""
    font = theme.font("body")
    font.setPixelSize(px(READ))
    return font


class Presenter(QWidget):
    """``asked`` hands on what a key asks for; ``closing`` tells that it was closed."""

    asked = Signal(str, int)
    closing = Signal()

    def __init__(self, presentation: Presentation, theme: Theme) -> None:
        super().__init__()
        self._presentation, self._theme = presentation, theme
        self._keys = Keys()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("For the presenter"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box = column(self)
        box.addWidget(self._head())
        box.addWidget(line())
        row = QHBoxLayout()
        row.setContentsMargins(24, 20, 24, 24)
        row.setSpacing(24)
        row.addLayout(self._now(), 1)
        row.addLayout(self._side())
        box.addLayout(row, 1)
        self.all = AllSlides(presentation, theme, self)
        self.all.gone.connect(self._take_keys)
        self._clock = QTimer(self)
        self._clock.setInterval(TICK_MS)
        self._clock.timeout.connect(self.tick)
        self._clock.start()
        presentation.changed.connect(self.refresh)
        self.refresh()

    def _head(self) -> QWidget:
        band = Band()
        self.title, self.place = heading(""), text("", "body2")
        self.time, self.since = text("", "page"), text("", "body2")
        self.black = QPushButton()
        self.black.setToolTip("B")
        self.black.clicked.connect(self._press_black)
        self.over = QPushButton(_("Stop presenting"))
        self.over.setToolTip("Esc")
        self.over.clicked.connect(self.close)
        for label in (self.title, self.place):
            band.row.addWidget(label)
        band.row.addStretch()
        parts: tuple[QWidget, ...] = (self.time, self.since, self.black, self.over)
        for part in parts:
            band.row.addWidget(part)
        HeadRoom(band, [hides(self.since), hides(self.title)])
        _keep_keys(self.black, self.over)
        return band

    def _now(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(8)
        box.addWidget(heading(_("On the screen now"), "caption"))
        self.now = SlideView(self._presentation, self._theme, framed=True)
        self.now.pressed.connect(self._on)
        box.addWidget(self.now)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        self.previous = icon_button(self._theme, "chevron-left", _("Previous"), self._back)
        self.forward = QPushButton(_("Next"))
        self.forward.setProperty("primary", True)
        self.forward.clicked.connect(self._on)
        _keep_keys(self.previous, self.forward)
        row.addWidget(self.previous)
        row.addWidget(self.forward)
        words = _("The figures are live: Enter opens what the slide shows, {key} brings you back here.")
        self.live = text(words.format(key=named_key("Alt+Left")), "quiet", wrap=True)
        self.live.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.live, 1)
        box.addLayout(row)
        box.addStretch(1)
        return box

    def _side(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(8)
        box.addWidget(heading(_("Next"), "caption"))
        self.next = SlideView(self._presentation, self._theme, ahead=1, framed=True)
        box.addWidget(self.next)
        head = QHBoxLayout()
        head.setContentsMargins(0, 20, 0, 0)
        head.addWidget(heading(_("Your notes"), "strong"), 1)
        head.addWidget(text(_("seen on this screen only"), "quiet"))
        box.addLayout(head)
        box.addWidget(line())
        self.field = NoteField(self._presentation)
        self.field.setFont(_reading(self._theme))
        self.field.done.connect(self._take_keys)
        box.addWidget(self.field, 1)
        words = _("Write in the field. The notes are kept in the file, and are not in the PDF.")
        self.kept = text(words, "quiet", wrap=True)
        box.addWidget(self.kept)
        return box

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the slide that is shown is always the larger one."""
        super().resizeEvent(event)
        wide = min(px(SIDE), round(self.width() * SIDE_PART))
        for widget in (self.next, self.field, self.kept):
            widget.setFixedWidth(wide)
        self.live.setVisible(self.width() >= px(SMALL))

    # ---- what is seen ----------------------------------------------------------------------------

    def refresh(self) -> None:
        """Take in which slide is shown."""
        deck = self._presentation.deck
        self.title.setText(_("Review of {period}").format(period=deck.cycle) if deck else "")
        page, count = self._presentation.page, self._presentation.count
        self.place.setText(_("{n} of {count}").format(n=page + 1, count=count) if count else "")
        self.black.setText(_("Show the slide") if self._presentation.black else _("Black screen"))
        self.previous.setEnabled(page > 0)
        self.forward.setEnabled(page + 1 < count)
        self.tick()

    def tick(self) -> None:
        """What the clock says."""
        now = self._presentation.session.ws.now()
        self.time.setText(fmt.clock_time(now.astimezone()))
        minutes = self._presentation.minutes
        self.since.setText(ngettext("{n} min since the start", "{n} min since the start", minutes).format(n=minutes))

    def _take_keys(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on(self) -> None:
        self.asked.emit("on", 0)

    def _back(self) -> None:
        self.asked.emit("back", 0)

    def _press_black(self) -> None:
        self.asked.emit("black", 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the same keys as on the large screen; N goes to the notes, and all slides are shown here alone."""
        word, number = self._keys.read(event)
        if word == "notes":
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif word == "all":
            self.all.setGeometry(self.rect())
            self.all.show()
            self.all.raise_()
        elif word == "escape" and not self._presentation.black:
            self.close()
        elif word:
            self.asked.emit(word, number)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: closed here, the showing ends everywhere."""
        self._clock.stop()
        self.field.store()
        super().closeEvent(event)
        self.closing.emit()
