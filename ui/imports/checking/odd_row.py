"""A number that deserves a second look: why, and what can become of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kpidesk.domain.status import Status
from kpidesk.exchange.intake.preview import Odd, Unusual
from kpidesk.text import _
from ui.base.keys.roving import RovingGroup
from ui.base.page import line
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.imports.checking.check_words import cell_name, plain
from ui.parts import painters
from ui.parts.elided import ElidedLabel
from ui.parts.form import set_look
from ui.parts.whole import Lines

ROW, LINKS = 36, 232


class OddRow(QWidget):
    """``judged`` tells what somebody says of the number."""

    judged = Signal(object)

    def __init__(self, theme: Theme, odd: Odd, fiscal_start: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fiscal_start = fiscal_start
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        self._name, self._why = ElidedLabel("", "medium"), Lines("", "small")
        row.addWidget(Triangle(theme))
        row.addWidget(self._name, 3)
        row.addWidget(self._why, 3)
        self._ways = links = QWidget()
        links.setMinimumWidth(px(LINKS))
        self._one_of = RovingGroup(self)
        self.links = {each: self._link(each) for each in (Unusual.RIGHT, Unusual.CORRECTED, Unusual.LEFT_OUT)}
        ways = QHBoxLayout(links)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(14)
        ways.addStretch()
        for link in self.links.values():
            ways.addWidget(link)
        row.addWidget(links)
        box.addLayout(row)
        box.addWidget(line())
        self.setMinimumHeight(px(ROW))
        self.tell(odd)

    def _link(self, unusual: Unusual) -> QPushButton:
        link = QPushButton()
        link.setProperty("smalllink", True)
        link.setCheckable(True)
        link.setAutoExclusive(True)  # a reader hears one of several, not a box to tick
        self._one_of.addButton(link)
        link.clicked.connect(partial(self._judge, unusual))
        return link

    def tell(self, odd: Odd) -> None:
        """Show it as it stands now; what becomes of it stands out."""
        number = plain(odd.value, odd.unit, odd.decimals)
        name = f"{cell_name(odd.name, odd.period, self._fiscal_start)}: {number}"
        self._name.show_words(name)
        self._why.setText(str(odd.words))
        likely = "" if odd.likely is None else plain(odd.likely, odd.unit, odd.decimals)
        words = {
            Unusual.RIGHT: "" if odd.impossible else _("That’s right"),
            Unusual.CORRECTED: _("Use {number}").format(number=likely) if likely else "",
            Unusual.LEFT_OUT: _("Skip"),
        }
        for each, link in self.links.items():
            link.setText(words[each])
            link.setVisible(bool(words[each]))
            set_look(link, "said", odd.holds is each)
        self.links[odd.holds].setChecked(True)
        accessible.group(self._ways, f"{name}. {odd.words}")

    def fit(self, *, narrow: bool) -> None:
        """Where there is little room the reason stands in the tip of the name."""
        self._why.setVisible(not narrow)
        self._name.setToolTip("\n".join((self._name.words(), self._why.text())))

    def _judge(self, unusual: Unusual, _checked: bool = False) -> None:
        self.judged.emit(unusual)


class Triangle(QWidget):
    """The triangle of what deserves a second look."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(px(painters.SHAPE + 3), px(painters.SHAPE + 2))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: draw it."""
        painter = QPainter(self)
        with painters.enlarged(painter, QRectF(self.rect())) as area:
            painters.paint_status(painter, self._theme, Status.AT_RISK, area.left() + 1, area.top() + 1)
        painter.end()
