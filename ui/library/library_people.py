"""Who answers for a new KPI, who else tracks it, and whether they are asked to agree."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QMenu, QPushButton, QVBoxLayout, QWidget

from kpidesk.commands import people
from kpidesk.domain.entities import Person, Uid
from kpidesk.text import _, ngettext
from ui.base.page import heading, literal
from ui.base.scale import px
from ui.base.session import Session
from ui.parts import newcomer
from ui.parts.flow import Flow
from ui.parts.newcomer import OpenChoice

SHOWN = 2
"""So many names stand on the button; the rest is a number."""


class People(QWidget):
    """The owner in a combo, and a button with a check mark for each further person."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._me = session, people.me(session.ws)
        # Each part is made in its place: adopted later, all that it holds is given its style anew.
        asking, those = QWidget(self), QWidget(self)
        self.owner = OpenChoice(session, newcomer.person(), _("Owner"), inplace=False, parent=those)
        self.owner.setFixedWidth(px(158))
        self.owner.chosen.connect(self._show_names)
        self.owner.renamed.connect(self._show_names)
        self.others = QPushButton(those)
        self.others.setAutoDefault(False)
        self.menu = QMenu(self.others)
        self.menu.triggered.connect(self._show_names)
        self._list_others()
        self.others.setMenu(self.menu)
        self.others.setProperty("menu", True)
        self.ask = QCheckBox()
        self.ask.setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(_flow(asking, heading(_("Who follows it up, and do they agree?"), "caption"), self.ask))
        column.addWidget(_flow(those, self.owner, self.others))
        self.show_people(None, ())

    def _list_others(self) -> None:
        listed = {action.data(): action for action in self.menu.actions()}
        for person in self._session.ws.all(Person):
            action = listed.get(person.uid)
            if action is None:
                action = self.menu.addAction("")
                action.setCheckable(True)
                action.setData(person.uid)
            action.setText(literal(person.name))
        self.others.setHidden(not self.menu.actions())

    def show_people(self, owner: Uid | None, others: Sequence[Uid]) -> None:
        """Suggest an owner and others who track it."""
        choices: list[tuple[str, object]] = [(_("Nobody"), None)]
        self.owner.fill(choices + [(person.name, person.uid) for person in self._session.ws.all(Person)], owner)
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

    @property
    def involved(self) -> tuple[Uid, ...]:
        """The owner and those who track it."""
        return (*([self.owner_uid] if self.owner_uid else []), *self.tracked_by)

    @property
    def asked(self) -> tuple[Uid, ...]:
        """Whom to ask whether they agree; nobody where it concerns me alone."""
        alone = set(self.involved) <= {self._me}
        return () if alone or not self.ask.isChecked() else self.involved

    def _show_names(self) -> None:
        self._list_others()
        for action in self.menu.actions():
            action.setVisible(action.data() != self.owner_uid)
        words = _listed(self._names(self.tracked_by))
        self.others.setText(_("Also tracked by {names}").format(names=literal(words)) if words else _("Nobody else"))
        self.ask.setText(_("Ask {names}").format(names=literal(_listed(self._names(self.involved)))))
        self.ask.setVisible(not set(self.involved) <= {self._me})

    def _names(self, uids: Sequence[Uid]) -> list[str]:
        by_uid = {person.uid: person.name for person in self._session.ws.all(Person)}
        return [by_uid[uid].split()[0] for uid in uids if uid in by_uid]


def _listed(names: Sequence[str]) -> str:
    """``Ingrid``, ``Ingrid and Kari``, ``Ingrid, Kari and 2 more``."""
    if len(names) > SHOWN:
        more = len(names) - SHOWN
        first = ", ".join(names[:SHOWN])
        return ngettext("{names} and {n} more", "{names} and {n} more", more).format(names=first, n=more)
    return _("{one} and {other}").format(one=names[0], other=names[1]) if len(names) == SHOWN else "".join(names)


def _flow(box: QWidget, *widgets: QWidget) -> QWidget:
    """A box with widgets beside one another, or below where there is no room for that."""
    flow = Flow(box, gap=8, line_gap=4)
    flow.setContentsMargins(0, 0, 0, 0)  # it begins where the other fields do
    for widget in widgets:
        flow.addWidget(widget)
    return box
