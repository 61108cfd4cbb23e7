"""Where notices lie: over the lower edge of the page, above its foot, so that nothing on it moves or is covered.

One that is about what was asked for on a page goes with that page, once it has been in view.
The message with "Undo" lies lowest, the newest notice on top, two of them; the others wait behind "2 more". Whatever
has come or moved is deaf to clicks for a moment: a hand that was on its way to the page hits nothing it did not mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
)
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from shiboken6 import isValid

from kpidesk.text import ngettext
from ui.base.reach.announcing import announce
from ui.base.replacing import discard
from ui.base.scale import px
from ui.parts.notices import DONE, HEIGHT, NoticeRow, Toast

if TYPE_CHECKING:
    from ui.base.page import Page
    from ui.base.session import Notice, Session
    from ui.base.theme import Theme

MOST = 2
EDGE, GAP, WIDEST = 16, 8, 884
"""Pixels to the page's edges, between two notices, and across one of them."""
ROOM = EDGE + 3 * HEIGHT + 2 * GAP
"""A page ends with so much free room, so that its last row scrolls clear of a full pile."""
DEAF_MS = 400
SHADOW = 4
FOLLOWED = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
"""Events of the page and of its foot after which the notices may have to stand elsewhere."""


_standing: WeakSet[NoticePile] = WeakSet()
"""Those in view, one for each window that says something; that of a window which has gone may still be among them."""


def covered(view: QWidget) -> int:
    """How many pixels of a view, from its lower edge, notices lie over now."""
    for pile in _standing:
        if isValid(pile) and pile.window() is view.window():
            return max(0, view.height() - view.mapFromGlobal(pile.mapToGlobal(QPoint(0, SHADOW))).y())
    return 0


class NoticePile(QWidget):
    """Notices over ``page``; each stays until it is closed, or told that something is done until somebody works on.

    ``left`` gives the keyboard back to the page.
    """

    left = Signal()

    def __init__(self, theme: Theme, page: QWidget, session: Session | None = None) -> None:
        super().__init__(page)
        self.setProperty("floating", True)
        self._theme = theme
        self._rows: list[NoticeRow] = []
        self._seen: set[NoticeRow] = set()
        self._all = False
        self.toast = Toast(session, self) if session is not None else None
        self.more = QPushButton(self)
        self.more.setProperty("notices", True)
        self.more.clicked.connect(self._show_all)
        self._shield = _Shield(self)
        self._deaf = QTimer(self)
        self._deaf.setSingleShot(True)
        self._deaf.setInterval(DEAF_MS)
        self._deaf.timeout.connect(self._on_settled)
        if self.toast is not None:
            self.toast.turned.connect(self._on_toast)
            self.toast.left.connect(self._pass_on)
        self._working = Working(self)
        self._working.begun.connect(self._let_done_go)
        self._view: Page | None = None
        self._foot: QWidget | None = None
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(0)
        self._settled.timeout.connect(self._arrange)
        page.installEventFilter(self)
        self.hide()

    # ---- what is said ------------------------------------------------------------------------------

    def say(self, notice: Notice) -> None:
        """Show one notice; the same text is not shown twice."""
        if any(row.notice.text == notice.text for row in self._rows):
            return
        row = NoticeRow(notice, self._theme, self)
        row.closed.connect(self._forget)
        row.grown.connect(self._arrange)
        self._rows.insert(0, row)
        self._working.watch(self._has_done())
        self._arrange()
        announce(notice.text, at_once=notice.kind == "error")

    def _has_done(self) -> bool:
        return any(row.notice.kind == DONE for row in self._rows)

    def _let_done_go(self) -> None:
        """What told that something is done has been seen or heard by whoever works on."""
        for row in self.rows():
            if row.notice.kind == DONE:
                self._forget(row)

    def rows(self) -> list[NoticeRow]:
        """The notices there are, newest first."""
        return list(self._rows)

    def withdraw(self, words: str) -> None:
        """Take away what no longer holds."""
        for row in self.rows():
            if row.notice.text == words:
                self._forget(row)

    def clear(self) -> None:
        """Take every notice away."""
        for row in self.rows():
            self._forget(row)

    def _forget(self, row: NoticeRow) -> None:
        if row not in self._rows:
            return
        had_focus = row.isAncestorOf(QApplication.focusWidget() or self)
        self._rows.remove(row)
        self._seen.discard(row)
        self._working.watch(self._has_done())
        if had_focus:
            self._fold()
            self._pass_on()  # before Qt hands the keyboard to whatever stands first on the page
        discard(row)
        self._arrange()

    def _pass_on(self) -> None:
        """The keyboard goes to the next of them, or back to the page."""
        following = next((row for row in self._rows if not row.isHidden()), None)
        if following is None:
            self.left.emit()
        else:
            _enter(following)

    def _on_toast(self) -> None:
        self._arrange()
        if self.toast is not None and not self.toast.isHidden():
            announce(self.toast.accessibleName())

    def _show_all(self) -> None:
        self._all = True
        if self.more.hasFocus():
            self._pass_on()
        self._arrange()

    # ---- where they lie ----------------------------------------------------------------------------

    def stand_on(self, view: Page | None) -> None:
        """Leave the foot of the page in view free, while it has one and that shows; what was of another page goes."""
        if view is not self._view:
            self._leave_view()
        self._view = view
        self._arrange()

    def _leave_view(self) -> None:
        """What comes with the step to another page, as a refusal of what was typed last, has been read by nobody."""
        for row in self.rows():
            if row.notice.here and row in self._seen:
                self._forget(row)

    def _follow_foot(self) -> None:
        """Watch the foot that the page in view has now: another width may give it another one, or none."""
        foot = self._view.foot() if self._view is not None and isValid(self._view) else None
        if foot is self._foot:
            return
        if self._foot is not None and isValid(self._foot):
            self._foot.removeEventFilter(self)
        self._foot = foot
        if foot is not None:
            foot.installEventFilter(self)

    def _ground(self, page: QWidget) -> int:
        """The height in the page that the lowest stands on."""
        foot = self._foot
        if foot is None or not isValid(foot) or not foot.isVisible():
            return page.height()
        return foot.mapTo(page, foot.rect().topLeft()).y()

    def _arrange(self) -> None:
        """Lay them out from the page's lower edge; what has come or moved is deaf for a moment."""
        page = self.parentWidget()
        empty = not self._rows and (self.toast is None or self.toast.isHidden())
        if page is None or (empty and self.isHidden()):
            return
        before = self._places()
        self._follow_foot()
        self._fold()
        placed = self._laid(min(WIDEST, page.width() - 2 * EDGE), self._ground(page) - EDGE)
        whole = QRect()
        for rect in placed.values():
            whole = whole.united(rect)
        whole.adjust(-SHADOW, -SHADOW, SHADOW, SHADOW)
        self.setGeometry(whole)
        mask = QRegion()
        for widget, rect in placed.items():
            widget.setGeometry(rect.translated(-whole.topLeft()))
            mask += QRegion(widget.geometry().adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW))
        self.setMask(mask)
        self._shield.setGeometry(self.rect())
        self.setVisible(bool(placed))
        (_standing.add if placed else _standing.discard)(self)
        self.raise_()
        self.update()
        after = self._places()
        if any(before.get(widget) != place for widget, place in after.items()):
            self._be_deaf()

    def _fold(self) -> None:
        """Two notices are in view, or all of them when that was asked for."""
        self._all = self._all and len(self._rows) > MOST
        for place, row in enumerate(self._rows):
            row.setVisible(place < MOST or self._all)
        hidden = 0 if self._all else len(self._rows) - MOST
        self.more.setText(ngettext("{n} more", "{n} more", hidden).format(n=hidden))
        self.more.setVisible(hidden > 0)

    def _laid(self, width: int, bottom: int) -> dict[QWidget, QRect]:
        """Where each goes, on the page: the message lowest with "more" beside it, the newest notice on top."""
        found: dict[QWidget, QRect] = {}
        left = EDGE
        if self.toast is not None and not self.toast.isHidden():
            room = self.more.sizeHint().width() + GAP if not self.more.isHidden() else 0
            wide, high = self.toast.size_within(width - room)
            found[self.toast] = QRect(left, bottom - high, wide, high)
            left += wide + GAP
        if not self.more.isHidden():
            found[self.more] = QRect(left, bottom - px(HEIGHT), self.more.sizeHint().width(), px(HEIGHT))
        if found:
            bottom = min(rect.top() for rect in found.values()) - GAP
        for row in reversed([row for row in self._rows if not row.isHidden()]):
            high = row.height_for(width)
            found[row] = QRect(EDGE, bottom - high, width, high)
            bottom -= high + GAP
        return found

    def _places(self) -> dict[QWidget, QRect]:
        shown = [*self._rows, self.more, *([self.toast] if self.toast is not None else [])]
        return {each: each.geometry().translated(self.pos()) for each in shown if not each.isHidden()}

    def _be_deaf(self) -> None:
        self._shield.show()
        self._shield.raise_()
        self._deaf.start()

    def _on_settled(self) -> None:
        self._shield.hide()
        self._seen.update(row for row in self._rows if not row.isHidden())

    @property
    def deaf(self) -> bool:
        """Whether clicks are ignored just now."""
        return not self._shield.isHidden()

    # ---- Qt ----------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: follow the page's size and its foot, and stay above what is put on it."""
        if event.type() in FOLLOWED:
            self._arrange()
            self._settled.start()  # what is on the page has taken its new places by then
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: somebody is reading."""
        if self.toast is not None:
            self.toast.hold(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the time runs again."""
        if self.toast is not None:
            self.toast.hold(False)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Escape closes the one that the keyboard is in."""
        focus = QApplication.focusWidget()
        if event.key() != Qt.Key.Key_Escape or focus is None:
            super().keyPressEvent(event)
            return
        row = next((row for row in self._rows if row.isAncestorOf(focus)), None)
        if row is not None:
            self._forget(row)
        elif self.toast is not None and self.toast.isAncestorOf(focus):
            self.toast.go()
        else:
            self.left.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: a soft edge below each, since they lie above the page."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for place in self._places().values():
            inside = place.translated(-self.pos())
            for spread in range(SHADOW, 0, -1):
                painter.setBrush(QColor(0, 0, 0, 9))
                painter.drawRoundedRect(inside.adjusted(1 - spread, 2 - spread, spread - 1, spread), 6, 6)
        painter.end()


class Working(QObject):
    """Tells that somebody works on in the window below the notices: a click into it, or something typed.

    To look around is no work: who hears the program, or walks by Tab or F6, finds a notice where it was.
    """

    begun = Signal()
    TYPED = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)

    def __init__(self, pile: QWidget) -> None:
        super().__init__(pile)
        self._pile, self._watches = pile, False

    def watch(self, watches: bool) -> None:
        """Listen, or listen no more."""
        application = QApplication.instance()
        if application is None or watches is self._watches:
            return
        self._watches = watches
        (application.installEventFilter if watches else application.removeEventFilter)(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: every event while such a notice stands; none is kept from where it goes."""
        if isinstance(watched, QWidget) and self._is_work(event) and self._is_below(watched, event):
            self.begun.emit()
        return False

    def _is_work(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseButtonPress:
            return True
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return event.key() in self.TYPED or (event.text().isprintable() and bool(event.text()))

    def _is_below(self, watched: QWidget, event: QEvent) -> bool:
        """Tell whether it is for the window, and not for a notice, which passes on what it has no use for."""
        if isinstance(event, QMouseEvent):
            inside = self._pile.mask().contains(self._pile.mapFromGlobal(event.globalPosition().toPoint()))
        else:
            inside = self._pile.isAncestorOf(QApplication.focusWidget() or watched)
        return not inside and watched.window() is self._pile.window()


class _Shield(QWidget):
    """Lies over the pile while it is deaf, and takes every click."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: nothing comes of it, and nothing below hears of it."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: nor of this."""
        event.accept()


def _enter(inside: QWidget) -> None:
    """Put the keyboard on its first button."""
    for child in inside.findChildren(QWidget):
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible():
            child.setFocus(Qt.FocusReason.OtherFocusReason)
            return
