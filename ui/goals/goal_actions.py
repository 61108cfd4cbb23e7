"""What can be done with the goals that are chosen, from the Goals menu, the right button and the keys of the tree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from kpidesk.commands import cycles
from kpidesk.commands.goals import branches
from kpidesk.domain.entities import Initiative, Objective
from kpidesk.domain.period import Period
from kpidesk.figures.cycle_list import by_period
from kpidesk.text import _, ngettext
from kpidesk.wording.goals import named
from ui.base import actions
from ui.base.page import literal
from ui.goals.field_history import cell_of_field, field_of

if TYPE_CHECKING:
    from kpidesk.domain.entities import Node, Uid
    from ui.base.session import Session


class GoalActions(QObject):
    """The chosen goals and what is done to them as a whole."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._uids: tuple[Uid, ...] = ()

    def choose(self, uids: Sequence[Uid]) -> None:
        """Say which goals are meant, the first one first."""
        self._uids = tuple(uids)

    def available(self) -> dict[str, Callable[[], None]]:
        """What can be done now."""
        nodes = self._nodes()
        goals = [node for node in nodes if not isinstance(node, Initiative)]
        found: dict[str, Callable[[], None]] = {"history_of": self.show_field_or_goal}
        if goals and len(goals) == len(nodes):
            parked = all(node.parked for node in goals)
            found["unpark_goal" if parked else "park_goal"] = self._unpark if parked else self._park
            if len(goals) == 1:
                found["take_up_goal" if goals[0].dropped else "drop_goal"] = (
                    self._take_up if goals[0].dropped else self._drop
                )
        if len(nodes) == 1:
            found["duplicate_goal"] = self._duplicate
            found["goal_history"] = self.show_history
        if nodes and all(isinstance(node, Objective) for node in nodes):
            found["goal_cycle"] = self._choose_cycle
        return found

    def show_history(self) -> None:
        """Everything that has happened to the goal."""
        from ui.history.own_history import only_goal  # what tells of changes is loaded when it is asked for

        only = only_goal(self._session.ws, self._uids[0]) if self._uids else None
        if only is not None:
            self._session.navigate.emit("history", only)

    def show_field_or_goal(self) -> None:
        """What the field with the keyboard has held; elsewhere the history of the goal."""
        self.show_field(QApplication.focusWidget())

    def show_field(self, widget: QWidget | None) -> None:
        """What a field of the panel beside the tree has held."""
        from ui.goals.goal_panel import Panel

        panel: QWidget | None = widget
        while panel is not None and not isinstance(panel, Panel):
            panel = panel.parentWidget()
        field = field_of(panel, widget)
        node = self._session.ws.find_node(panel.uid) if isinstance(panel, Panel) else None
        if field is None or node is None:
            self.show_history()
            return
        what = cell_of_field(node, field)
        if what is not None:
            from ui.history.value_history import ValueHistory

            ValueHistory(self._session, type(node), node.uid, what, self._window).open()

    def menu(self, commands: dict[str, Callable[[], None]]) -> QMenu:
        """The menu under the right button: the Goals menu, without what can't be done now."""
        menu = QMenu(self._window)
        waiting = False
        for command in actions.goal_commands():
            if not command.name:
                waiting = not menu.isEmpty()
            elif command.name in commands:
                if waiting:
                    menu.addSeparator()
                waiting = False
                menu.addAction(command.text).triggered.connect(commands[command.name])
        return menu

    def _nodes(self) -> list[Node]:
        return [node for uid in self._uids if (node := self._session.ws.find_node(uid)) is not None]

    # ---- doing -----------------------------------------------------------------------------------

    def _park(self) -> None:
        said = ngettext("{titles} is parked.", "{titles} are parked.", len(self._uids)).format(titles=self._titles())
        self._session.perform(branches.park, self._uids, said=said)

    def _unpark(self) -> None:
        self._session.perform(branches.park, self._uids, False)

    def _titles(self) -> str:
        return named([node.title for node in self._nodes()])

    def _drop(self) -> None:
        from ui.parts.reason import ReasonDialog

        (node,) = self._nodes()
        title = _("Drop “{title}”?").format(title=node.title)
        question = _("It stays visible with the reason, and no longer counts in the average. Why is it dropped?")
        dialog = ReasonDialog(title, question, _("Drop"), self._window)
        dialog.given.connect(self._drop_for)
        dialog.open()

    def _drop_for(self, reason: str) -> None:
        self._session.perform(branches.drop, self._uids[0], reason)

    def _take_up(self) -> None:
        self._session.perform(branches.drop, self._uids[0], "")

    def _duplicate(self) -> None:
        self._session.perform(branches.duplicate, self._uids[0])

    def _choose_cycle(self) -> None:
        """Offer the cycles to move the objectives to, or to copy them to."""
        menu, periods = QMenu(self._window), self._periods()
        for period, name in periods.items():
            menu.addAction(_("Move to {cycle}").format(cycle=literal(name))).setData((period.code(), "move"))
        menu.addSeparator()
        for period, name in periods.items():
            menu.addAction(_("Copy to {cycle}").format(cycle=literal(name))).setData((period.code(), "copy"))
        menu.triggered.connect(self._to_cycle)
        menu.popup(self._window.mapToGlobal(self._window.rect().center()))

    def _periods(self) -> dict[Period, str]:
        """The cycles of the file that are open, and the next ones, but for the one in view, with their names."""
        begun = by_period(self._session.ws)
        return {
            period: name for period, name in self._session.choosable_cycles().items()
            if period != self._session.period and (period not in begun or begun[period].closed_on is None)
        }  # fmt: skip

    def _to_cycle(self, action: QAction) -> None:
        code, how = action.data()
        moving = how == "move"
        said = ngettext("{titles} is copied.", "{titles} are copied.", len(self._uids))
        if moving:
            said = ngettext("{titles} is moved.", "{titles} are moved.", len(self._uids))
        self._session.perform(
            cycles.in_cycle, Period.from_code(int(code)), branches.move_to_cycle if moving else branches.copy_to_cycle,
            self._uids, said=said.format(titles=self._titles()),
        )  # fmt: skip
