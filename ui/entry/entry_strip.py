"""The strip below the sheet: what a block would fill, why a text was not stored, or that everything is in."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from kpidesk.commands.entry import Doubt
from kpidesk.text import _, ngettext
from kpidesk.wording.entry import exact
from ui.base import page
from ui.base.scale import px
from ui.base.theme import Theme
from ui.entry.entry_paste import Preview

HEIGHT = 40
QUOTED = 3
"""So many texts that are no numbers are quoted."""


class EntryStrip(QFrame):
    """One sentence with one or two things to do. What is painted in the cells goes before what else there is to say.

    ``stored`` asks to store the block, ``dropped`` to let it go, ``used`` for the likely reading of a text,
    ``overview`` for the overview.
    """

    stored = Signal()
    dropped = Signal()
    used = Signal()
    overview = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("look", "strip")
        self.setMinimumHeight(px(HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        page.Margins(row, self)
        row.setSpacing(8)
        self._mark = QLabel()
        self.words = page.text("", "medium", wrap=True)
        row.addWidget(self._mark)
        row.addWidget(self.words, 1)
        self.first, self._first_key = self._choice(row)
        self.second, self._second_key = self._choice(row)
        self.first.clicked.connect(self._press_first)
        self.second.clicked.connect(self.dropped)
        self._preview: Preview | None = None
        self._doubt: Doubt | None = None
        self._done = ""
        self._show()

    @staticmethod
    def _choice(row: QHBoxLayout) -> tuple[QPushButton, QLabel]:
        button = QPushButton()
        button.setProperty("link", True)
        key = page.text("", "key")
        row.addWidget(button)
        row.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)
        return button, key

    def show_preview(self, preview: Preview | None) -> None:
        """Say what a block would do."""
        self._preview = preview
        self._show()

    def show_doubt(self, doubt: Doubt | None) -> None:
        """Say why a text was not stored, where nothing beside the sheet says so."""
        self._doubt = doubt
        self._show()

    def show_done(self, sentence: str) -> None:
        """Say that everything is in, and when the next number comes; an empty sentence when it is not."""
        self._done = sentence
        self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._preview or self._doubt or self._done))
        if self._preview is not None:
            self._say_preview(self._preview)
        elif self._doubt is not None:
            likely = self._doubt.likely
            use = _("Use {number}").format(number=exact(likely)) if likely is not None else ""
            self._say("circle-alert", "off", f"{self._doubt.what}. {self._doubt.why}", (use, "Enter"))
        else:
            self._say("circle-check", "ok", self._done, (_("See the overview"), ""))

    def _say_preview(self, preview: Preview) -> None:
        leave = (_("Leave it"), "Esc")
        if preview.refusal:
            self._say("circle-alert", "off", preview.refusal, ("", ""), leave)
        elif preview.clean:
            self._say("clipboard-paste", "accent", preview_words(preview), (_("Paste"), "Enter"), leave)
        else:
            n = len(preview.cells)
            rest = ngettext("Paste the {n} that is a number", "Paste the {n} that are numbers", n).format(n=n)
            choice = (rest, "Ctrl+Enter") if n else ("", "")
            self._say("circle-alert", "risk", preview_words(preview), choice, leave)

    def _say(
        self, icon: str, token: str, words: str, first: tuple[str, str], second: tuple[str, str] = ("", "")
    ) -> None:
        self._mark.setPixmap(self._theme.pixmap(icon, token, 16))
        self.words.setText(words)
        pairs = ((self.first, self._first_key, first), (self.second, self._second_key, second))
        for button, key, (text, chord) in pairs:
            button.setText(text)
            button.setVisible(bool(text))
            key.setText(chord)
            key.setVisible(bool(text and chord))

    def _press_first(self) -> None:
        if self._preview is not None:
            self.stored.emit()
        elif self._doubt is not None:
            self.used.emit()
        else:
            self.overview.emit()


def preview_words(preview: Preview) -> str:
    """``12 tall, 2 overskriver``, and what of the block can't be stored."""
    n, replaced = len(preview.cells), preview.overwrites
    counts = [ngettext("{n} number", "{n} numbers", n).format(n=n)]
    if replaced:
        counts.append(ngettext("{n} overwrites", "{n} overwrite", replaced).format(n=replaced))
    parts = [", ".join(counts) + "."]
    if preview.unreadable:
        quoted = ", ".join(_("“{text}”").format(text=text) for text in preview.unreadable[:QUOTED])
        more = len(preview.unreadable) - QUOTED
        quoted += " …" if more > 0 else ""
        bad = len(preview.unreadable)
        parts.append(
            ngettext("{n} is no number: {texts}.", "{n} are no numbers: {texts}.", bad).format(n=bad, texts=quoted)
        )
    if preview.outside:
        outside = preview.outside
        parts.append(ngettext("{n} lies below the last row.", "{n} lie below the last row.", outside).format(n=outside))
    if preview.ahead:
        ahead = preview.ahead
        words = ngettext(
            "{n} is for a period that has not begun and does not count yet.",
            "{n} are for periods that have not begun and do not count yet.",
            ahead,
        )
        parts.append(words.format(n=ahead))
    if not preview.clean:
        parts.append(_("Nothing is stored yet."))
    if preview.readings:
        parts.append(preview.readings[0] + (" …" if len(preview.readings) > 1 else ""))
    return " ".join(parts)
