"""The rail as it stands before a file is open: the places by name, and room for what the file tells."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from kpidesk.text import _, ngettext
from ui.base.actions import ICONS, PLACES, place_name
from ui.base.breakpoints import RAIL, RAIL_NARROW, RAIL_SMALLEST
from ui.base.keys.roving import RovingGroup
from ui.base.page import line
from ui.base.reach import accessible, order
from ui.base.scale import px
from ui.base.theme import Theme

PLACE, QUARTER, RULER, ME = 32, 28, 9, 36
"""Pixels that the parts of it are high."""
COPIES = (("merge_copy", "git-merge"), ("send_copy", "send"))
Look = tuple[bool, bool]
"""Whether a rail shows icons only, and whether in the smallest window."""


class RailFrame(QWidget):
    """The places and what can be done with a copy; ``Rail`` puts the quarter above and the person below.

    It begins with the ``look`` that its window has room for, so that no icon is drawn in two sizes.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, look: Look = (False, False)) -> None:
        super().__init__(parent)
        self.theme, self.narrow = theme, look[0]
        self._missing = 0
        self._look, self._low = look, False
        self._wide_only: tuple[QWidget, ...] = ()
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = self._column = QVBoxLayout(self)
        column.setSpacing(2)
        column.addSpacing(12)
        self._group = RovingGroup(self)
        accessible.tabs(self, _("Places"))
        self._buttons = {place: self._make_button(place) for place in PLACES}
        for button in self._buttons.values():
            column.addWidget(button)
        column.addStretch()
        self._copies = [CopyButton(name, icon, self) for name, icon in COPIES]
        self._rules = (rule(), rule())
        column.addWidget(self._rules[0])
        for copy in self._copies:
            column.addWidget(copy)
        column.addWidget(self._rules[1])

    def stand_in(self) -> None:
        """Be seen only, with nothing in place of what a file tells: neither mouse nor keyboard is for this rail."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for button in (*self._buttons.values(), *self._copies):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        quarter, ruler, me = (room(height) for height in (QUARTER, RULER, ME))
        self._put_in(quarter, ruler, self._make_caption(), me)

    def mark(self, place: str) -> None:
        """Show which place is in view."""
        button = self._buttons.get(place)
        if button is not None:
            button.setChecked(True)
        for each in self._buttons.values():
            each.show_look()

    def _put_in(self, quarter: QWidget, ruler: QWidget, caption: QWidget, me: QWidget) -> None:
        """Put above and below the places what belongs to a file, and have all read as it stands."""
        for place, widget in enumerate((quarter, ruler, caption)):
            self._column.insertWidget(place, widget)
        self._column.addWidget(me)
        order.in_order(self._column)
        self._wide_only = (ruler, caption)
        self.set_narrow(self._look[0], small=self._look[1])

    @staticmethod
    def _make_caption() -> QLabel:
        """Where it is told how far the quarter has come."""
        caption = QLabel()
        caption.setProperty("look", "caption")
        caption.setWordWrap(True)
        caption.setContentsMargins(8, 0, 8, 0)
        return caption

    def _make_button(self, place: str) -> PlaceButton:
        button = PlaceButton(place, self)
        button.setCheckable(True)
        self._group.addButton(button)
        return button

    @property
    def missing(self) -> int:
        """How many numbers are due."""
        return self._missing

    def fit(self, look: Look, *, low: bool) -> None:
        """Follow the window; in a low one the places alone have room, the commands for copies are in the menu."""
        for part in (*self._copies, *self._rules):
            part.setHidden(low)
        self._low = low
        self._share_height()
        if self._look != look:
            self.set_narrow(look[0], small=look[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the places share another height."""
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        """Give the places of a low window as much of their height as what stands above and below them leaves."""
        places = self._buttons.values()
        beside = self._column.minimumSize().height() - sum(place.minimumHeight() for place in places)
        room = (self.height() - beside) // len(places)
        for place in places:
            place.setFixedHeight(max(PLACE, min(px(PLACE), room)) if self._low else px(PLACE))

    def set_narrow(self, narrow: bool, *, small: bool = False) -> None:
        """Show icons only, or icons with names."""
        self.narrow, self._look = narrow, (narrow, small)
        self.setFixedWidth(px((RAIL_SMALLEST if small else RAIL_NARROW) if narrow else RAIL))
        self._column.setContentsMargins(4 if small else 8, 10, 4 if small else 8, 8)
        looks: list[PlaceButton | CopyButton] = [*self._buttons.values(), *self._copies]
        for button in looks:
            button.show_look()
        for part in self._wide_only:
            part.setVisible(not narrow)


class PlaceButton(QToolButton):
    """One place: icon and name, or the icon alone."""

    def __init__(self, place: str, rail: RailFrame) -> None:
        super().__init__(rail)
        self.place, self._rail = place, rail
        self._shown: tuple[bool, bool] | None = None
        self._counted = 0
        self.setFixedHeight(px(PLACE))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleIdentifier(f"place_{place}")
        accessible.tab(self, self._said)

    def _said(self) -> str:
        """Its name, and how many numbers are missing there."""
        name, missing = place_name(self.place), self._rail.missing
        if self.place != "entry" or not missing:
            return name
        return f"{name}, " + ngettext("{n} number is missing", "{n} numbers are missing", missing).format(n=missing)

    def show_look(self) -> None:
        """Follow the rail's width, the current place and the count; what stays as it is is not painted anew."""
        theme, narrow = self._rail.theme, self._rail.narrow
        if self._counted != self._rail.missing:
            self._counted = self._rail.missing
            self.update()
        if self._shown == (narrow, self.isChecked()):
            return
        self._shown = narrow, self.isChecked()
        size = 18 if narrow else 16
        self.setIconSize(QSize(px(size), px(size)))
        self.setIcon(theme.icon(ICONS[self.place], "accent" if self.isChecked() else "text2", size))
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
        self.setText(f"  {place_name(self.place)}")
        self.setToolTip(place_name(self.place) if narrow else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the button, and the count of missing numbers."""
        super().paintEvent(event)
        if self.place != "entry" or not self._rail.missing:
            return
        theme = self._rail.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._rail.narrow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(QRectF(self.width() - px(13), px(5), px(6), px(6)))
            return
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text3"))
        area = self.rect().adjusted(0, 0, -px(10), 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(self._rail.missing))


class CopyButton(QToolButton):
    """Something to do with a copy of the file."""

    def __init__(self, command: str, icon: str, rail: RailFrame) -> None:
        super().__init__(rail)
        self.command, self._icon, self._rail = command, icon, rail
        self._words = {"merge_copy": _("Merge a copy …"), "send_copy": _("Send a copy …")}[command]
        self.setFixedHeight(px(28))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self._words)
        self.setAccessibleIdentifier(command)

    def show_look(self) -> None:
        """Follow the rail's width."""
        narrow = self._rail.narrow
        size = 18 if narrow else 16
        self.setIconSize(QSize(px(size), px(size)))
        self.setIcon(self._rail.theme.icon(self._icon, "text2", size))
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
        self.setText(f"  {self._words}")
        self.setToolTip(self._words if narrow else "")


def room(height: int) -> QWidget:
    """Nothing, as high as something."""
    empty = QWidget()
    empty.setFixedHeight(px(height))
    return empty


def rule() -> QFrame:
    """A hairline with air above and below."""
    frame = line()
    frame.setContentsMargins(0, 4, 0, 4)
    return frame
