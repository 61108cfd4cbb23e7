"""Every value that one cell has had, and a way to bring one of them back."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QWidget

from kpidesk import format as fmt
from kpidesk.commands import bring_back
from kpidesk.domain.entities import Entity, Input, Uid
from kpidesk.domain.period import Period
from kpidesk.number_forms import is_number
from kpidesk.text import _
from kpidesk.wording.changes import DASH, describe, name_of
from kpidesk.wording.fields import cell_word, lower
from kpidesk.wording.history import Teller
from kpidesk.workspace import CellChange
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.replacing import show_inside
from ui.base.scale import px
from ui.base.session import Session
from ui.history.change_list import Only
from ui.parts.buttons import icon_button
from ui.parts.elided import ElidedLabel
from ui.parts.whole import NumberLabel

SHOWN = 100
MOST_HEIGHT = 320
WHEN, WHO = 130, 110
LONGEST_NAMED = 16
"""A number longer than this stands in its row, and the button beside it does not say it again."""


class ValueHistory(DialogFrame):
    """One line for each value, the newest on top; bringing one back is a change like any other."""

    def __init__(
        self, session: Session, kind: type[Entity], uid: Uid, what: str | Period, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("History"), parent, wide=560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._kind, self._uid, self._what = session, kind, uid, what
        self.title = cell_name(session, kind, uid, what)
        self.backs: list[QPushButton] = []
        self.body.addWidget(page.heading(self.title, wrap=True))
        self._list = QScrollArea()
        self._list.setObjectName("clear")
        self._list.setWidgetResizable(True)
        self._list.setFrameShape(QScrollArea.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(self.title)
        self.body.addWidget(self._list)
        self.all = icon_button(session.theme, "history", _("See it in the history"), self._see_all, kind="quiet")
        self.take_button(self.all, aside=True)
        self.done_button = self.add_button(_("Close"), self.accept)
        self.done_button.setDefault(True)
        self._fill()

    # ---- the values --------------------------------------------------------------------------------

    def _fill(self) -> None:
        changes = self._session.ws.history.of(self._uid, self._what)
        content = QWidget()
        rows = page.column(content)
        self.backs.clear()
        if not changes:
            rows.addWidget(page.text(_("Nothing has been entered here yet."), "quiet"))
        current = changes[0].after if changes else None
        for place, change in enumerate(changes[:SHOWN]):
            rows.addWidget(self._row(change, newest=place == 0, same=change.after == current))
            rows.addWidget(page.line())
        rows.addStretch()
        show_inside(self._list, content)
        self._list.setFixedHeight(min(px(MOST_HEIGHT), content.sizeHint().height() + 4))
        self.all.setVisible(bool(changes))

    def _row(self, change: CellChange, *, newest: bool, same: bool) -> QWidget:
        line = QWidget()
        line.setMinimumHeight(px(34))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(8)
        when = change.when.astimezone(self._session.ws.now().tzinfo) if change.when is not None else None
        told = page.text(fmt.moment_short(when, self._session.today()) if when is not None else "", "small")
        told.setFixedWidth(px(WHEN))
        row.addWidget(told)
        who = ElidedLabel(change.author or _("Unknown"), "small")
        who.keep_width(px(WHO))
        row.addWidget(who)
        words = value_words(self._session, change)
        value = NumberLabel(words, look="medium") if is_number(words) else ElidedLabel(words, "medium")
        row.addWidget(value, 1)
        if newest:
            row.addWidget(page.text(_("now"), "quiet"))
        elif not same and not self._session.ws.read_only:
            row.addWidget(self._back(change, words))
        return line

    def _back(self, change: CellChange, words: str) -> QPushButton:
        full = _("Make it empty again") if words == DASH else _("Bring back {value}").format(value=_short(words))
        long = is_number(words) and len(words) > LONGEST_NAMED
        button = QPushButton(_("Bring it back") if long else full)
        button.setAccessibleName(full)
        button.setProperty("link", True)
        button.setAutoDefault(False)
        button.clicked.connect(partial(self._bring_back, change.after))
        self.backs.append(button)
        return button

    def _bring_back(self, value: Any, _checked: bool = False) -> None:
        said = _("Brought back: {what}").format(what=self.title)
        if isinstance(self._what, Period):
            self._session.perform(bring_back.number, self._uid, self._what, value, said=said)
        else:
            self._session.perform(bring_back.field, self._kind, self._uid, self._what, value, said=said)
        self._fill()
        self.done_button.setFocus()

    def _see_all(self) -> None:
        self.accept()
        self._session.navigate.emit("history", Only(self.title, (self._uid,), self._what))


def cell_name(session: Session, kind: type[Entity], uid: Uid, what: str | Period) -> str:
    """What a cell is called: ``Nettosalg, uke 11``, ``NPS opp fra 38 til 50: eier``."""
    if kind is Input and isinstance(what, Period):
        return Teller(session.ws).number_name(uid, what)
    return f"{name_of(session.ws, kind, uid)}: {lower(cell_word(kind, str(what)))}"


def value_words(session: Session, change: CellChange) -> str:
    """The value that a change left."""
    return describe(session.ws, change).after


def _short(words: str) -> str:
    return words if len(words) <= 24 or is_number(words) else words[:23] + "…"
