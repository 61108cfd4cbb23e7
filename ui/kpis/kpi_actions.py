"""What can be done with one KPI, from the KPI menu, the menu under the right button and the keys of the table."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from kpidesk.commands import arrange, kpis, targets
from kpidesk.domain.entities import Department, Kpi, Uid
from kpidesk.report import Wanted
from kpidesk.text import _
from ui.base import actions
from ui.base.page import literal
from ui.base.session import Session
from ui.history.own_history import only_kpi
from ui.paper import papers
from ui.paper.papers import Build
from ui.paper.printed_paper import print_paper
from ui.paper.saved_paper import SavedPaper, beside, paper_language, paper_size
from ui.parts import newcomer
from ui.parts.newcomer import Newcomer

NEW, ANOTHER = "new", "another"
"""Stand in the menu for a department that is to be named, and for another name of this one; a uid is longer."""


class KpiActions(QObject):
    """The chosen KPI and its commands. ``added`` names a KPI that has come."""

    added = Signal(str)

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._uid: Uid | None = None
        self._saved = SavedPaper(session, self, window)

    def choose(self, uid: Uid | None) -> None:
        """Say which KPI is meant."""
        self._uid = uid

    @property
    def chosen(self) -> Kpi | None:
        """The KPI that is meant, if it is still there."""
        return self._session.ws.find(Kpi, self._uid)

    def available(self) -> dict[str, Callable[[], None]]:
        """What can be done now."""
        found: dict[str, Callable[[], None]] = {"add_kpi": self.add, "own_kpi": self.make_own}
        found["history_of"] = self.show_history
        kpi = self.chosen
        if kpi is None:
            return found
        return found | {
            "open_kpi": self.open,
            "edit_kpi": self.edit,
            "set_target": self.set_target,
            **({"confirm_target": self.confirm_target} if self._is_suggested(kpi) else {}),
            "kpi_sheet": self.save_sheet,
            "export": partial(self._session.export.emit, kpi.uid, False),
            "export_kpi": partial(self._session.export.emit, kpi.uid, True),
            "kpi_history": self.show_history,
            "kpi_up": self.move_up,
            "kpi_down": self.move_down,
            "unpark_kpi" if kpi.parked else "park_kpi": self.park,
            "delete_kpi": self.delete,
        }

    def menu(self, available: dict[str, Callable[[], None]]) -> QMenu:
        """The KPI menu of the menu bar, with what can be done now."""
        menu = QMenu(self._window)
        for command in actions.kpi_commands():
            if not command.name:
                menu.addSeparator()
            elif command.name in available:
                action = menu.addAction(command.text, available[command.name])
                action.setObjectName(command.name)
                if command.icon:
                    action.setIcon(self._session.theme.icon(command.icon))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def show_history(self) -> None:
        """Everything that has happened to the KPI and to its numbers."""
        only = only_kpi(self._session.ws, self._uid) if self._uid is not None else None
        if only is not None:
            self._session.navigate.emit("history", only)

    # ---- new ones --------------------------------------------------------------------------------

    def add(self) -> None:
        """Offer the library."""
        from ui.library.library_dialog import LibraryDialog

        dialog = LibraryDialog(self._session, self._window)
        dialog.chosen.connect(self.added)
        dialog.own_asked.connect(self.make_own)
        dialog.open()

    def make_own(self, name: str = "") -> None:
        """Offer the form for an own KPI."""
        from ui.kpis.kpi_form import KpiForm

        form = KpiForm(self._session, None, self._window)
        form.name.setText(name)
        form.accepted.connect(self._made)
        form.open()

    def _made(self) -> None:
        uid = getattr(self.sender(), "uid", None)
        if uid is not None:
            self.added.emit(uid)

    # ---- the chosen one --------------------------------------------------------------------------

    def open(self) -> None:
        """Go to its page."""
        if self._uid is not None:
            self._session.navigate.emit("kpi", self._uid)

    def edit(self) -> None:
        """Change its definition."""
        from ui.kpis.kpi_form import KpiForm

        kpi = self.chosen
        if kpi is not None:
            KpiForm(self._session, kpi, self._window).open()

    def set_target(self) -> None:
        """Change what it aims for."""
        from ui.targets.target_dialog import TargetDialog

        kpi = self.chosen
        if kpi is not None:
            dialog = TargetDialog(self._session, kpi, self._window)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _is_suggested(self, kpi: Kpi) -> bool:
        return any(row.suggested for row in targets.of_kpi(self._session.ws, kpi.uid))

    def confirm_target(self) -> None:
        """Let what was suggested judge from now on."""
        kpi = self.chosen
        if kpi is not None:
            said = _("The target of “{name}” is confirmed.").format(name=kpi.name)
            self._session.perform(targets.confirm, kpi.uid, said=said)

    def save_sheet(self) -> None:
        """Write its sheet beside the data file, in the language and on the paper of the review."""
        kpi = self.chosen
        if kpi is not None:
            path = beside(self._session, kpi.short_name or kpi.name)
            self._saved.save(self._sheet(kpi), path)

    def print_sheet(self) -> None:
        """Print its sheet, in the language and on the paper of the review."""
        kpi = self.chosen
        if kpi is not None:
            print_paper(self._session, self._sheet(kpi), kpi.short_name or kpi.name, self._window)

    def _sheet(self, kpi: Kpi) -> Build:
        wanted = Wanted(self._session.today(), paper_language(self._session), paper_size(self._session))
        return papers.of_file(self._session.ws, papers.sheet, kpi.uid, wanted)

    def park(self) -> None:
        """Set it aside, or take it back."""
        kpi = self.chosen
        if kpi is not None:
            self._set_parked(kpi.uid, not kpi.parked)

    def park_named(self, uid: Uid) -> None:
        """Set a certain KPI aside."""
        self._set_parked(uid, True)

    def _set_parked(self, uid: Uid, parked: bool) -> None:
        words = _("“{name}” is parked.") if parked else _("“{name}” is back.")
        self._session.perform(kpis.park, uid, parked, said=words.format(name=self._session.ws.get(Kpi, uid).name))

    def delete(self) -> None:
        """What has no history goes at once, to be undone; for the rest it is asked, and parking offered."""
        from ui.kpis.delete_kpi import DeleteKpi

        kpi = self.chosen
        if kpi is None:
            return
        parting = arrange.what_goes(self._session.ws, kpi.uid)
        if parting.nothing:
            self._delete_named(kpi.uid)
            return
        dialog = DeleteKpi(kpi, parting, self._window)
        dialog.parked.connect(self.park_named)
        dialog.deleted.connect(self._delete_named)
        dialog.open()

    def _delete_named(self, uid: Uid) -> None:
        name = self._session.ws.get(Kpi, uid).name
        self._session.perform(kpis.delete, uid, said=_("“{name}” is deleted.").format(name=name))

    # ---- order and home ----------------------------------------------------------------------------

    def move_up(self) -> None:
        """Move one step up within its department."""
        self._move(-1)

    def move_down(self) -> None:
        """Move one step down within its department."""
        self._move(1)

    def _move(self, by: int) -> None:
        if self._uid is not None:
            self._session.perform(arrange.move_kpi, self._uid, by)

    def department_menu(self) -> QMenu:
        """The departments that the chosen KPI can move to."""
        kpi, menu = self.chosen, QMenu(_("Move to department"), self._window)
        homes = [(each.name, each.uid) for each in self._session.ws.all(Department)]
        for name, home in [*homes, (_("Without a department"), None)]:
            action = menu.addAction(literal(name))
            action.setData(home)
            action.setCheckable(True)
            action.setChecked(kpi is not None and kpi.department == home)
        menu.addSeparator()
        again = self._renamed()
        if again is not None:
            menu.addAction(literal(again.row)).setData(ANOTHER)
        menu.addAction(newcomer.department().row).setData(NEW)
        menu.triggered.connect(self._move_home)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _move_home(self, action: QAction) -> None:
        again, uid = self._renamed(), self._uid
        if action.data() == NEW and uid is not None:
            moved, still = partial(self._move_to, uid), partial(self._known, uid)
            newcomer.ask_name(self._session, newcomer.department(), self._window, moved, still)
        elif action.data() == ANOTHER and again is not None:
            newcomer.ask_name(self._session, again, self._window)
        elif uid is not None:
            self._move_to(uid, action.data())

    def _known(self, uid: Uid) -> bool:
        return self._session.ws.find(Kpi, uid) is not None

    def _renamed(self) -> Newcomer | None:
        kpi = self.chosen
        return None if kpi is None else newcomer.renamed_department(self._session.ws, kpi.department)

    def _move_to(self, uid: Uid, department: Uid | None, _name: str = "") -> None:
        self._session.perform(arrange.move_to_department, uid, department)
