"""What the program is, how to begin, what its words mean, and its keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QMessageBox, QScrollArea, QWidget

import kpidesk
from kpidesk.text import _
from ui.app import help_words
from ui.base.dialog_frame import DialogFrame
from ui.base.page import text
from ui.base.replacing import show_inside
from ui.base.scale import px
from ui.parts.segmented import Segmented

WIDE, HIGH = 560, 520
NAME = 168
"""How wide the names on the left are."""


class HelpDialog(DialogFrame):
    """Three parts of one size: the first steps, the words, the keys."""

    def __init__(self, part: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Help"), parent, wide=WIDE, high=HIGH, spacing=12)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("help")
        choices = [(_("First steps"), "steps"), (_("What do the words mean?"), "words"), (_("Keys"), "keys")]
        self.parts = Segmented(choices, part)
        self.parts.chosen.connect(self.show_part)
        self.body.addWidget(self.parts, 0, Qt.AlignmentFlag.AlignLeft)
        self.list = QScrollArea()
        self.list.setObjectName("clear")
        self.list.setWidgetResizable(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self.list, 1)
        self.add_button(_("Close"), self.accept).setDefault(True)
        self.show_part(part)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_part(self, part: str) -> None:
        """Show one of the parts, from its beginning."""
        lines = {"steps": help_words.first_steps, "words": help_words.terms, "keys": help_words.key_list}[part]()
        inside = QWidget()
        inside.setObjectName("clear")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, NAME)
        grid.setColumnStretch(1, 1)
        for row, (name, words) in enumerate(lines):
            left = text(name, "medium", wrap=True)
            left.setFixedWidth(px(NAME))
            grid.addWidget(left, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text(words, "body2", wrap=True), row, 1, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(lines), 1)
        show_inside(self.list, inside)
        self.list.verticalScrollBar().setValue(0)


def help_commands(parent: QWidget) -> dict[str, Callable[[], object]]:
    """The commands of the Help menu."""
    return {
        "help": partial(show_help, parent, "steps"),
        "words": partial(show_help, parent, "words"),
        "shortcuts": partial(show_help, parent, "keys"),
        "about": partial(show_about, parent),
    }


def show_help(parent: QWidget, part: str) -> None:
    """Open the help at one of its parts."""
    HelpDialog(part, parent).open()


def show_about(parent: QWidget) -> None:
    """Say which version this is and where the data stay."""
    words = _("KPI Desk {version}\n\nYour file stays on your machine. Nothing is sent anywhere.")
    QMessageBox.about(parent, _("About KPI Desk"), words.format(version=kpidesk.__version__))
