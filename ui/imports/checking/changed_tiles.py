"""Who wrote the number that stands, when and why, and both numbers to choose between."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.exchange.intake.preview import Changed, Side
from kpidesk.text import _
from kpidesk.wording.merges import first_name
from ui.base.keys.roving import RovingGroup
from ui.base.theme import Theme
from ui.imports.checking.check_words import with_unit
from ui.imports.reading.question_card import AnswerRow
from ui.parts.whole import Lines


class ChangedTiles(QWidget):
    """``chosen`` tells whose number holds."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, today: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 0, 0, 10)
        box.setSpacing(0)
        self._words = Lines("", "small")
        box.addWidget(self._words)
        self._group = RovingGroup(self)
        self.rows = {Side.MINE: AnswerRow(theme), Side.FILE: AnswerRow(theme)}
        for place, row in enumerate(self.rows.values()):
            self._group.addButton(row.radio, place)
            box.addWidget(row)
        self._group.idClicked.connect(self._announce)

    def tell(self, changed: Changed) -> None:
        """Show both numbers."""
        who = first_name(changed.who) if changed.who else ""
        self._words.setText(" ".join(filter(None, (self._when(changed, who), changed.note))))
        standing = with_unit(changed.before, changed.unit, changed.decimals)
        written = _("entered by {who}").format(who=who) if who else _("stands here")
        self.rows[Side.MINE].show_words(standing, written, chosen=changed.side is Side.MINE)
        in_file = with_unit(changed.file, changed.unit, changed.decimals)
        self.rows[Side.FILE].show_words(in_file, _("in the file"), chosen=changed.side is Side.FILE)

    def _when(self, changed: Changed, who: str) -> str:
        """Who wrote it, and that a colleague's number stays."""
        if changed.when is None or not who:
            return ""
        when = fmt.moment_short(changed.when, self._today)
        told = _("{who} entered the number {when}.").format(who=who, when=when)
        stays = _("It stays until you choose.")
        return f"{told} {stays}" if changed.theirs else told

    def _announce(self, place: int) -> None:
        self.chosen.emit(list(self.rows)[place])
