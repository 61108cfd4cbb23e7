"""Who answers for a new KPI, and who else tracks it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from kpidesk.domain.entities import Person, Uid
from kpidesk.text import _, ngettext
from ui.page import text
from ui.widgets.form import Choice

SHOWN = 2
"""So many names stand on the button; the rest is a number."""


class People(QWidget):
    """The owner in a combo, and a button with a check mark for each further person."""

    def __init__(self, persons: Sequence[Person], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._persons = tuple(persons)
        self.owner = Choice(_("Owner"), inplace=False)
        self.owner.setFixedWidth(158)
        self.owner.chosen.connect(self._show_names)
        self.others = QPushButton()
        self.others.setAutoDefault(False)
        self.menu = QMenu(self.others)
        self.menu.triggered.connect(self._show_names)
        for person in self._persons:
            action = self.menu.addAction(person.name)
            action.setCheckable(True)
            action.setData(person.uid)
        self.others.setMenu(self.menu)
        self.others.setProperty("menu", True)
        self.others.setVisible(bool(self._persons))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(text(_("Who follows it up, and do they agree?"), "caption"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.owner)
        row.addWidget(self.others)
        row.addStretch()
        column.addLayout(row)
        self.show_people(None, ())

    def show_people(self, owner: Uid | None, others: Sequence[Uid]) -> None:
        """Suggest an owner and others who track it."""
        choices: list[tuple[str, object]] = [(_("Nobody"), None)]
        self.owner.fill(choices + [(person.name, person.uid) for person in self._persons], owner)
        for action in self.menu.actions():
            action.setChecked(action.data() in others)
        self._show_names()

    @property
    def owner_uid(self) -> Uid | None:
        """Who answers for the KPI."""
        uid = self.owner.currentData()
        return str(uid) if uid else None

    @property
    def tracked_by(self) -> tuple[Uid, ...]:
        """The persons who track it, the owner not among them."""
        chosen = [str(action.data()) for action in self.menu.actions() if action.isChecked()]
        return tuple(uid for uid in chosen if uid != self.owner_uid)

    def _show_names(self) -> None:
        for action in self.menu.actions():
            action.setVisible(action.data() != self.owner_uid)
        names = [person.name.split()[0] for person in self._persons if person.uid in self.tracked_by]
        if not names:
            words = _("Nobody else")
        else:
            words = _("Also tracked by {names}").format(names=", ".join(names[:SHOWN]))
            more = len(names) - SHOWN
            if more > 0:
                words = ngettext("{names} and {n} more", "{names} and {n} more", more).format(names=words, n=more)
        self.others.setText(words)
