"""Choosing a person, or a department, or naming one: anew, or for the first time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QListView, QWidget

from kpidesk.commands import people
from kpidesk.domain.entities import Department, Person, Uid
from kpidesk.errors import RuleBroken
from kpidesk.text import _, msg
from kpidesk.workspace import Workspace
from ui.base.page import text
from ui.base.reach import accessible
from ui.base.session import Session
from ui.parts.form import Choice
from ui.parts.typing_dialog import Form


@dataclass(frozen=True)
class Newcomer:
    """What can be named where it is missed: what the row that does it is called, the dialog, and what adds it.

    ``now`` is the name that it has already, where that is to be another; ``again`` gives the same for one of those
    that the file knows.
    """

    row: str
    title: str
    add: Callable[[Workspace, str], Uid]
    now: str = ""
    again: Callable[[Workspace, Uid | None], Newcomer | None] = lambda _ws, _uid: None


def person() -> Newcomer:
    """Somebody who owns goals or enters numbers."""
    return Newcomer(_("New person …"), _("New person"), people.ensure_person, again=renamed_person)


def department() -> Newcomer:
    """A part of the company."""
    return Newcomer(_("New department …"), _("New department"), people.ensure_department, again=renamed_department)


def renamed_person(ws: Workspace, uid: Uid | None) -> Newcomer | None:
    """Somebody whose name was written wrongly, or is another now."""
    return _renamed(ws.find(Person, uid), _("Rename the person"), people.rename_person)


def renamed_department(ws: Workspace, uid: Uid | None) -> Newcomer | None:
    """A part of the company that was named wrongly."""
    return _renamed(ws.find(Department, uid), _("Rename the department"), people.rename_department)


def _renamed(of: Person | Department | None, title: str, rename: Callable[..., Uid]) -> Newcomer | None:
    if of is None:
        return None
    return Newcomer(_("Rename “{name}” …").format(name=of.name), title, partial(rename, uid=of.uid), of.name)


ASKING = 2
"""So many rows at the end of an open list ask for a name."""


def _always() -> bool:
    return True


class NewName(Form):
    """Asks for the name. ``added`` tells uid and name within the step of undo, so that the choice belongs to it.

    ``still`` tells whether what it was asked for is there: a colleague may delete that meanwhile.
    """

    added = Signal(str, str)

    def __init__(
        self,
        session: Session,
        newcomer: Newcomer,
        parent: QWidget | None = None,
        still: Callable[[], bool] = _always,
    ) -> None:
        super().__init__(newcomer.title, parent, wide=360)
        self._session, self._newcomer, self._still, self._seen = session, newcomer, still, session.seen()
        label = text(_("Name"), "label")
        self.name = QLineEdit(newcomer.now)
        self.name.selectAll()
        self.name.setAccessibleName(_("Name"))
        accessible.required(self.name)
        label.setBuddy(self.name)
        self.body.addWidget(label)
        self.body.addWidget(self.name)
        self.add_cancel()
        self.add_button(_("Rename") if newcomer.now else _("Add"), self._take, primary=True)
        self.name.setFocus()

    def _take(self) -> None:
        if self._session.attempt(self._add, self.name.text(), based_on=self._seen, refuse=self.refuse):
            self.accept()

    def _add(self, ws: Workspace, name: str) -> None:
        if not self._still():
            raise RuleBroken(msg("What this was for is no longer there. Nothing was changed."))
        with ws.editing.together():
            uid = self._newcomer.add(ws, name)
            self.added.emit(uid, " ".join(name.split()))


def ask_name(
    session: Session,
    newcomer: Newcomer,
    parent: QWidget,
    added: Callable[[str, str], object] | None = None,
    still: Callable[[], bool] = _always,
) -> None:
    """Ask for the name of one that is missed, and say its uid and name, as long as ``still`` says so."""
    dialog = NewName(session, newcomer, parent, still)
    if added is not None:
        dialog.added.connect(added)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class OpenChoice(Choice):
    """A choice whose last rows ask for another name of the one that is chosen, and for the name of one that the file
    does not know yet, which is chosen then. ``renamed`` once the chosen one has another.

    They are there in the open list only: arrows go from one to the next while the list is closed, and must not end in
    a question.
    """

    renamed = Signal()

    def __init__(
        self, session: Session, newcomer: Newcomer, name: str, *, inplace: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, inplace=inplace, parent=parent)
        self._session, self._newcomer = session, newcomer
        self._row = 0
        self._about: Uid | None = None

    def fill(self, items: list[tuple[str, object]], current: object, about: Uid | None = None) -> None:
        """Offer these, and to name another, with one of them chosen: for what is shown here, if that may change."""
        self._about = about
        super().fill([*items, ("", None), (self._newcomer.row, None)], current)
        self._row = self.currentIndex()
        self._offer(False)

    def showPopup(self) -> None:
        """Qt: in the open list another can be named, and the one chosen anew."""
        again = self._again()
        self.setItemText(self._place_again, again.row if again is not None else "")
        view = self.view()
        assert isinstance(view, QListView)
        view.setRowHidden(self._place_again, again is None)
        self._offer(True)
        super().showPopup()

    def hidePopup(self) -> None:
        """Qt: no longer."""
        super().hidePopup()
        self._offer(False)

    def _again(self) -> Newcomer | None:
        return self._newcomer.again(self._session.ws, self.itemData(self._row))

    @property
    def _place_again(self) -> int:
        return self.count() - ASKING

    def _offer(self, offered: bool) -> None:
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        for place in range(max(0, self._place_again), self.count()):  # Qt hides the list of a box made anew, too
            model.item(place).setEnabled(offered)

    def choose(self, uid: Uid | None) -> None:
        """Choose one of those offered, or the first for one that is not there any more."""
        self._row = max(0, self.findData(uid))
        self.setCurrentIndex(self._row)

    def _announce(self, row: int) -> None:
        if row < self._place_again:
            self._row = row
            super()._announce(row)
            return
        self.setCurrentIndex(self._row)
        about, again = self._about, self._again()
        if row > self._place_again:
            ask_name(self._session, self._newcomer, self, self._choose, lambda: self._about == about)
        elif again is not None:
            ask_name(self._session, again, self, self._rename)

    def _choose(self, uid: str, name: str) -> None:
        if self.findData(uid) < 0:
            self.insertItem(self._place_again, name, uid)
        self.choose(uid)
        self.chosen.emit(uid)

    def _rename(self, uid: str, name: str) -> None:
        self.call_anew(uid, name)
        self.renamed.emit()
