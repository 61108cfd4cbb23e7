"""Goals: the tree of objectives, key results and initiatives, and the panel for the one chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSplitter, QStackedWidget, QWidget

from kpidesk.commands import goals, people
from kpidesk.domain.entities import CheckIn, Department, Initiative, KeyResult, ResultKind
from kpidesk.figures.goals.touched import reaches_goals
from kpidesk.text import _, ngettext
from kpidesk.wording.cycles import sentence
from kpidesk.wording.goals import named
from ui.base.breakpoints import NARROW, RAIL, SMALL
from ui.base.keys.pressed import shortcuts
from ui.base.page import HELP, Margins, Page, column, head, line, sign, text
from ui.base.scale import px
from ui.goals.goal_actions import GoalActions
from ui.goals.goal_filter import GoalFilter
from ui.goals.goal_lines import NewGoals
from ui.goals.goal_tree import GoalTree
from ui.goals.goal_view import GoalView
from ui.goals.inspector import Inspector
from ui.goals.link_offer import LinkOffer
from ui.goals.planned_foot import PlannedFoot
from ui.goals.strategy_field import StrategyField
from ui.parts.drawer import Drawer
from ui.parts.empty import Empty
from ui.parts.end_room import bring_clear
from ui.parts.form import Choice
from ui.parts.head_room import HeadRoom, hides
from ui.parts.search_field import lead_with_icon, offer_to_clear, tell_hits

if TYPE_CHECKING:
    from kpidesk.commands.goals.titles import Proposal
    from kpidesk.domain.entities import Uid
    from kpidesk.reading import goals as goal_sentences
    from kpidesk.workspace import Changes, Seen
    from ui.base.session import Session

PANEL = 372
"""The panel as a drawer: every field of it has room."""
KIND_ICONS = ("target", "key-round", "square-check")
ROOMY = 820
"""Pixels that the head of the tree needs for everything it can say."""


class GoalsPage(Page):
    """The tree and the inspector."""

    place = "goals"
    fills_itself = True

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.tree = GoalTree(session, self)
        self._lay_out()
        self.view = GoalView(session, self.tree, self.stack)
        self.inspector = Inspector(session, self.splitter)
        self.actions_on = GoalActions(session, self)
        self.link_offer = LinkOffer(session, self)
        self.lines = self.beginning = NewGoals(session, self.tree, self.view, self)
        self.lines.measured.connect(self.link_offer.tell)
        self._build()
        self._connect()
        self.refresh(None)
        self.view.show_folds()

    def _lay_out(self) -> None:
        """What holds the others, before what it holds: adopted later, a widget is given its style anew."""
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.setObjectName("goals_splitter")
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        column(self).addWidget(self.splitter)
        self._left = QWidget(self.splitter)
        self.stack = QStackedWidget(self._left)
        self.stack.setMinimumHeight(1)  # in a low window the tree gives way, and not what stands around it

    def _build(self) -> None:
        box = column(self._left)
        box.addWidget(self._head())
        box.addWidget(self._strategy())
        box.addWidget(line("rule"))
        self.stack.addWidget(self.view)
        self.empty = Empty(self.session.theme, "target", "", "", parent=self.stack)
        self.no_hits = Empty(
            self.session.theme, "search-x", _("No goals match"), "", _("Clear search"), parent=self.stack
        )
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.no_hits)
        box.addWidget(self.stack, 1)
        self.planned = PlannedFoot(self.session, self._left)
        box.addWidget(self.planned)
        self.drawer = Drawer(self.session, self, self.inspector, self._put_beside, _("Details"), wide=PANEL)
        self.drawer.add_opener(self._head_row)
        self.drawer.brought.connect(self._show_current)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([900, 360])

    def _put_beside(self, side: QWidget) -> None:
        self.splitter.addWidget(side)
        self.splitter.setSizes([900, 360])

    def _head(self) -> QWidget:
        box, row, _label = head(_("Goals"), parent=self._left)
        self._head_row = row
        self.department = Choice(_("Department"), inplace=False)
        self.department.take_room(136, 220)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search"))
        self.search.setAccessibleName(_("Search"))
        offer_to_clear(self.search)
        lead_with_icon(self.search, self.session.theme)
        self.search.setMaximumWidth(px(150))
        self.filter = GoalFilter(self.session)
        self.filter.changed.connect(self._filter)
        self.clear = QPushButton(_("Reset"))
        self.clear.setProperty("link", True)
        self.clear.clicked.connect(self._clear_filter)
        self.clear.hide()
        self.hits = text("", "small")
        for widget in (self.department, self.search, self.filter, self.clear, self.hits):
            row.addWidget(widget)
        row.addStretch()
        self.buttons, self.words = [], [_("Objective"), _("Key result"), _("Initiative")]
        for words, said, slot in zip(
            self.words,
            (_("New objective"), _("New key result"), _("New initiative")),
            (self.lines.objective, self.lines.key_result, self.lines.initiative),
            strict=True,
        ):
            button = QPushButton(self.session.theme.icon("plus", "text2", 16), f" {words}")
            button.clicked.connect(slot)
            row.addWidget(button)
            button.setAccessibleName(said)  # the plus is not heard
            self.buttons.append(button)
        HeadRoom(box, [hides(self.department)])
        return box

    def _strategy(self) -> QWidget:
        box = QWidget(self._left)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 6)
        Margins(row, box)
        row.setSpacing(6)
        flag = sign()
        flag.setPixmap(self.session.theme.pixmap("flag", "text3", 15))
        flag.setContentsMargins(0, 5, 0, 0)
        row.addWidget(flag, 0, Qt.AlignmentFlag.AlignTop)
        self.strategy_label = text("", "quiet13")
        self.strategy_label.setContentsMargins(0, 5, 0, 0)
        row.addWidget(self.strategy_label, 0, Qt.AlignmentFlag.AlignTop)
        self.strategy = StrategyField(self.session.theme)
        self.strategy.setProperty(HELP, "objectives")
        row.addWidget(self.strategy, 1)
        return box

    def _connect(self) -> None:
        self.inspector.history_asked.connect(self.actions_on.show_field)
        self.lines.opening.connect(self._make_room)
        self.lines.closed.connect(self._show_state)
        self.view.read.connect(self._show_written)
        self.session.retitled.connect(self._ask_for_numbers)
        self.view.asked.connect(self._run)
        self.view.menu_asked.connect(self._show_menu)
        self.view.selectionModel().currentRowChanged.connect(self._show_current)
        self.inspector.hide_asked.connect(self.toggle_details)
        self.inspector.correction.connect(self._correct)
        self.splitter.splitterMoved.connect(self._fit_head)
        self.search.textChanged.connect(self._filter)
        self.department.chosen.connect(self._filter)
        self.strategy.committed.connect(self._set_strategy)
        self.empty.pressed.connect(self.lines.objective)
        self.empty.take_words(self.lines.begin)
        self.empty.pressed_second.connect(self.go_guide)
        self.no_hits.pressed.connect(self._clear_filter)
        shortcuts(self.search, "search", {"clear": self._clear_filter}, Qt.ShortcutContext.WidgetShortcut)

    # ---- the page's part -------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Take in what has changed; rows, selection and what is being typed stay."""
        company = self.session.ws.company
        words = _("Strategy")
        self.strategy_label.setText(f"{words} {company.strategy_years}".strip())
        self.strategy.show_words(company.strategy, self.session.seen())
        if changes is None or Department in changes.kinds or changes.everything:
            items: list[tuple[str, object]] = [(_("All departments"), None)]
            items += [(item.name, item.uid) for item in self.session.ws.all(Department)]
            self.department.fill(items, self.department.currentData())
        if changes is None or reaches_goals(changes):
            self.tree.refresh()
        starts = self.planned.button.hasFocus()
        self.planned.show_cycle()
        if starts and self.planned.isHidden():  # to the goals, not to whatever comes next
            self.initial_focus().setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask_of_cycle()
        self.view.fit_numbers()
        self._show_state()

    def _ask_of_cycle(self) -> None:
        """What stands in an empty cycle; the one that is looked at next may have another length."""
        question = sentence(_("What do you want to achieve in {cycle}?"), self.session.period.frequency)
        how_many = _("Start with one objective. Three are enough for most.")
        self.empty.say(question, how_many, _("New objective"), _("From KPIs to goals"))

    def _show_state(self) -> None:
        """The tree, or the sentence that stands in its place, and how the goal in view stands."""
        self._show_tree()
        self._show_current()

    def _show_tree(self) -> None:
        if self.tree.rowCount():
            self.stack.setCurrentWidget(self.view)
        else:
            self.stack.setCurrentWidget(self.no_hits if self.tree.filtered else self.empty)

    def _show_written(self, reading: goal_sentences.GoalReading | None) -> None:
        """What has been typed so far, part by part beside the tree."""
        quick = self.view.quick
        if quick is not None:
            kind = _("new key result") if quick.kind is KeyResult else _("new objective")
            self.inspector.written.show_reading(reading if quick.corrects else None, quick.ground, kind)

    def _show_current(self, *_indexes: QModelIndex) -> None:
        uid = self.view.current_uid()
        if self.tree.draft is None:
            self.inspector.written.show_reading(None, None)
        if uid is None and self.tree.draft is not None:
            return
        if not self.drawer.shut_away:  # else when it opens
            self.inspector.show_node(self.tree.figures_by_uid(uid))

    def foot(self) -> QWidget:
        """Starting a cycle that is planned."""
        return self.planned

    def initial_focus(self) -> QWidget:
        """The tree, on its first row; without a goal what begins one, by Enter or by writing."""
        if self.stack.currentWidget() is self.empty and self.empty.button is not None:
            return self.empty.button
        if not self.view.currentIndex().isValid() and self.tree.rowCount():
            self.view.setCurrentIndex(self.tree.index(0, 0))
        return self.view

    def selected(self) -> str:
        """The goal that the keyboard is on."""
        return self.view.current_uid() or ""

    def show_argument(self, argument: object) -> None:
        """Show one goal; ``(uid, "check_in")`` asks for a check-in at once."""
        uid, wish = argument if isinstance(argument, tuple) else (argument, "")
        self.view.choose(str(uid))
        bring_clear(self.view, self.view.currentIndex())
        if wish == "check_in":
            self.check_in()

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        self.actions_on.choose(self.view.chosen())
        return {
            **self.actions_on.available(),
            "new_here": self.lines.objective,
            "add_objective": self.lines.objective,
            "add_key_result": self.lines.key_result,
            "add_initiative": self.lines.initiative,
            "add_sibling": self.lines.sibling,
            "add_child": self.lines.child,
            **(self._commands_on_goal() if self.view.current_uid() is not None else {}),
            **({"delete_goal": self.delete} if self.view.chosen() else {}),
            "search": self.focus_search,
            "toggle_details": self.toggle_details,
            "inspect": self.inspect,
            "go_guide": self.go_guide,
            **({"start_cycle": self.planned.start} if self.planned.planned is not None else {}),
        }

    def _commands_on_goal(self) -> dict[str, Callable[[], None]]:
        """What is done to the goal that the keyboard is on; only key results are checked in on, not all are ticked."""
        measured = self.session.ws.find(KeyResult, self.view.current_uid()) is not None
        return {
            "rename": self.rename, "move_up": self.move_up,
            "move_down": self.move_down, "indent": self.indent, "outdent": self.outdent,
            **({"check_in": self.check_in} if measured else {}),
            **({"tick": self.tick} if self._ticked() is not None else {}),
        }  # fmt: skip

    def _run(self, name: str) -> None:
        command = self.commands().get(name)
        if command is not None:
            command()

    def fit(self, window_width: int) -> None:
        """Hide the columns that the window has no room for."""
        self.drawer.use(window_width < SMALL)
        self.view.fit(window_width)
        self.search.setMaximumWidth(px(150 if window_width >= NARROW else 96))
        QTimer.singleShot(0, self, self._fit_head)

    def _fit_head(self, *_moved: int) -> None:
        """Let the buttons show their words only where the head has room for them."""
        roomy = self.width() >= px(NARROW - RAIL) and self.splitter.sizes()[0] >= px(ROOMY)
        for button, words, icon in zip(self.buttons, self.words, KIND_ICONS, strict=True):
            button.setText(f" {words}" if roomy else "")
            button.setIcon(self.session.theme.icon("plus" if roomy else icon, "text2", 16))
            button.setToolTip("" if roomy else _("New: {kind}").format(kind=words))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: follow the width."""
        super().resizeEvent(event)
        self._fit_head()

    # ---- searching -------------------------------------------------------------------------------

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _filter(self, *_what: object) -> None:
        department = self.department.currentData()
        self.tree.set_filter(self.search.text(), department, self.filter.owner, self.filter.status)
        self.clear.setVisible(self.tree.filtered)
        words = ngettext("{n} goal", "{n} goals", self.tree.hits).format(n=self.tree.hits)
        self.hits.setText(words if self.tree.filtered else "")
        tell_hits(self.search, self.tree.hits)
        self.view.refold()
        self._show_tree()
        if self.view.current_uid() != self.inspector.uid:  # what is shown of a goal is the same whatever is searched
            self._show_current()

    def _clear_filter(self) -> None:
        self.department.setCurrentIndex(0)
        self.filter.clear()
        if self.search.text():
            self.search.clear()  # which shows the tree anew
        else:
            self._filter()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_strategy(self, words: str) -> None:
        self.session.perform(people.set_company, based_on=self.strategy.seen, strategy=words)

    def _make_room(self) -> None:
        """A line is about to open: nothing hides it."""
        if self.tree.filtered:
            self._clear_filter()
        self.stack.setCurrentWidget(self.view)

    def _show_menu(self, index: QModelIndex, at: QPoint) -> None:
        if index.isValid() and not self.view.selectionModel().isRowSelected(index.row(), index.parent()):
            self.view.setCurrentIndex(index)
        self.actions_on.menu(self.commands()).popup(at)

    # ---- what is done to a node ------------------------------------------------------------------

    def rename(self) -> None:
        """Edit the title in its row."""
        index = self.tree.index_of(self.view.current_uid())
        if index.isValid():
            self.view.edit(index)

    def _ask_for_numbers(self, proposal: Proposal, based_on: Seen | None) -> None:
        """A new title tells other numbers than the measure: are they meant?"""
        from ui.goals.retitle import Retitle

        Retitle(self.session, proposal, based_on, self).open()

    def _move(self, step: Callable[..., bool]) -> None:
        uid = self.view.current_uid()
        if uid is not None:
            self.session.perform(step, uid)
            self.view.choose(uid)

    def move_up(self) -> None:
        """One step up among the siblings."""
        self._move(goals.move_up)

    def move_down(self) -> None:
        """One step down among the siblings."""
        self._move(goals.move_down)

    def indent(self) -> None:
        """Under the sibling above."""
        self._move(goals.indent)

    def outdent(self) -> None:
        """Out, beside the node above."""
        self._move(goals.outdent)

    def tick(self) -> None:
        """Tick the initiative, or the key result that is done or not, or take the tick away."""
        uid, ticked = self.view.current_uid(), self._ticked()
        if uid is not None and ticked is not None:
            self.session.perform(goals.tick, uid, not ticked)

    def _ticked(self) -> bool | None:
        """Whether the goal that the keyboard is on is ticked; ``None`` of one that can't be."""
        node = self.session.ws.find_node(self.view.current_uid())
        if isinstance(node, Initiative):
            return node.done_on is not None
        return node.done if isinstance(node, KeyResult) and node.kind is ResultKind.DONE else None

    def delete(self) -> None:
        """Delete what is chosen with everything below; undo brings it back."""
        uids = self.view.chosen()
        if not uids:
            return
        follower = self._after_deletion(uids[0])
        titles = [self.session.ws.node(uid).title for uid in uids]
        said = ngettext("{titles} is deleted", "{titles} are deleted", len(uids)).format(titles=named(titles))
        if self.session.perform(goals.delete, uids, said=said):
            self.view.choose(follower)

    def _after_deletion(self, uid: Uid) -> Uid | None:
        """Where the keyboard goes: the sibling above, else the node over it."""
        before = self.tree.siblings_before(uid)
        return before[-1] if before else self.tree.parent_uid(uid)

    def check_in(self) -> None:
        """Put the keyboard on a new check-in."""
        self.drawer.reveal()
        self.inspector.focus_check_in()

    def go_guide(self) -> None:
        """Begin from the KPIs that are measured already."""
        self.session.navigate.emit("guide", None)

    def _correct(self, uid: str) -> None:
        from ui.goals.check_in import CheckInDialog

        entry = self.session.ws.find(CheckIn, uid)
        if entry is not None:
            CheckInDialog(self.session, entry, self).open()

    def inspect(self) -> None:
        """Put the keyboard into the panel."""
        self.drawer.reveal()
        self.inspector.focus_title()

    def toggle_details(self) -> None:
        """Hide the panel, or show it again."""
        self.drawer.toggle()
