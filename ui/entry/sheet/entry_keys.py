"""The keys that do the work, in a line under the sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpidesk.text import _
from ui.base import page
from ui.parts.flow import Flow


class KeyLine(QWidget):
    """Tells of the newest numbers and of a ``year`` what is done there, and of a block how it ends."""

    def __init__(self, *, year: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = page.column(self)
        self._ordinary = _line(_of_year() if year else _of_now(), self)
        self._offered = _line(_of_block(), self)
        for line in (self._ordinary, self._offered):
            column.addWidget(line)
        self.show_offered(False)

    def show_offered(self, offered: bool) -> None:
        """Tell what to do with a block that is offered, or what is done here otherwise."""
        self._ordinary.setVisible(not offered)
        self._offered.setVisible(offered)


def _of_now() -> Sequence[tuple[str, str]]:
    return (
        ("Enter", _("next empty number")),
        (_("Arrows"), _("move")),
        ("Ctrl+V", _("pastes a block from Excel")),
        ("1000+200", _("is calculated")),
        ("Shift+F2", _("note")),
        ("Ctrl+Z", _("undoes")),
    )


def _of_year() -> Sequence[tuple[str, str]]:
    return (
        ("Enter", _("goes on the same way")),
        (_("Arrows"), _("move")),
        ("Ctrl+V", _("pastes a block from Excel")),
        ("1000+200", _("is calculated")),
        ("Alt+PgUp/PgDn", _("the year before and after")),
        ("Ctrl+Z", _("undoes")),
    )


def _of_block() -> Sequence[tuple[str, str]]:
    return (
        ("Enter", _("saves the block")),
        ("Esc", _("leaves everything as it was")),
        ("Ctrl+Z", _("undoes all of it at once")),
    )


def _line(pairs: Sequence[tuple[str, str]], parent: QWidget) -> QWidget:
    box = QWidget(parent)
    flow = Flow(box, gap=20, line_gap=6)
    flow.setContentsMargins(0, 0, 0, 0)
    for key, words in pairs:
        pair = QWidget(box)
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(page.text(key, "key"))
        row.addWidget(page.text(words, "quiet"))
        flow.addWidget(pair)
    return box
