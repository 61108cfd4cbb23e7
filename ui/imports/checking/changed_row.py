"""A number that the file says otherwise than it stands: whose it is, both of them, and which holds."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from kpidesk.exchange.intake.preview import Changed, Side
from kpidesk.text import _
from ui.base.page import line, sign, text, wrapped
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.imports.checking.changed_tiles import ChangedTiles
from ui.imports.checking.check_words import cell_name, plain, who_when, with_unit
from ui.parts.elided import ElidedLabel
from ui.parts.form import set_look
from ui.parts.segmented import Segmented

ROW, MARK = 36, 15


class ChangedRow(QWidget):
    """``chosen`` tells whose number holds."""

    chosen = Signal(object)

    def __init__(
        self, theme: Theme, changed: Changed, today: dt.date, fiscal_start: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today, self._fiscal_start = today, fiscal_start
        self.changed = changed
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.more, arrow = QToolButton(), sign()
        self.more.setIcon(theme.icon("pencil", "text2", MARK))
        self.more.setCheckable(True)
        self.more.setToolTip(_("Who wrote it and when"))
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.toggled.connect(self._unfold)
        accessible.folds(self.more)
        arrow.setPixmap(theme.pixmap("arrow-right", "text3", MARK))
        self._name, self._who = ElidedLabel("", "medium"), ElidedLabel("", "small")
        self._before, self._after = text(""), text("")
        self.sides = Segmented([(_("Use the file’s"), Side.FILE.value), (_("Keep"), Side.MINE.value)], "", "")
        self.sides.chosen.connect(self._announce)
        row = wrapped(self.more, self._name, self._who, self._before, arrow, self._after, self.sides, above=2)
        for part, share in ((self.more, 0), (self._name, 3), (self._who, 2)):
            row.row.setStretchFactor(part, share)
        box.addWidget(row)
        self.tiles = ChangedTiles(theme, today)
        self.tiles.chosen.connect(self.chosen)
        box.addWidget(self.tiles)
        self.tiles.hide()
        box.addWidget(line())
        self.setMinimumHeight(px(ROW))
        self.tell(changed)

    def tell(self, changed: Changed) -> None:
        """Show it as it stands now."""
        self.changed = changed
        name = cell_name(changed.name, changed.period, self._fiscal_start)
        self._name.show_words(name)
        self.more.setAccessibleName(": ".join((_("Who wrote it and when"), name)))
        self._name.setToolTip("\n".join(filter(None, (name, changed.note))))
        self._who.show_words(who_when(changed.who, changed.when, self._today))
        files = changed.side is Side.FILE
        self._before.setText(plain(changed.before, changed.unit, changed.decimals))
        self._after.setText(with_unit(changed.file, changed.unit, changed.decimals))
        set_look(self._before, "look", "body2" if files else "strong")
        set_look(self._after, "look", "strong" if files else "body2")
        self._choose(changed.side)
        self.tiles.tell(changed)
        self.sides.setAccessibleName(f"{name}: {self._before.text()} → {self._after.text()}")

    def _unfold(self, shown: bool) -> None:
        self.tiles.setVisible(shown)

    def _choose(self, side: Side) -> None:
        if self.sides.value() != side.value:
            self.sides.blockSignals(True)
            self.sides.choose(side.value)
            self.sides.blockSignals(False)

    def _announce(self, value: str) -> None:
        self.chosen.emit(Side(value))

    def fit(self, *, narrow: bool) -> None:
        """Where there is little room nobody is named here."""
        self._who.setVisible(not narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the arrows choose."""
        side = {Qt.Key.Key_Left: Side.FILE, Qt.Key.Key_Right: Side.MINE}.get(Qt.Key(event.key()))
        if side is None:
            super().keyPressEvent(event)
        else:
            self.sides.choose(side.value)
