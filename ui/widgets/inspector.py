"""The panel beside the goal tree: one goal, everything about it, edited in place."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import goals, people
from kpidesk.domain.entities import (
    CheckIn,
    Department,
    Initiative,
    KeyResult,
    Kpi,
    Node,
    Objective,
    Person,
    ResultKind,
    Uid,
)
from kpidesk.figures import NodeFigures
from kpidesk.text import _, ngettext
from kpidesk.viz.status_shapes import status_word
from ui.bridge import Desk
from ui.models.goal_tree import now_text
from ui.page import line, text
from ui.widgets.form import Choice, FieldRow, InPlaceLine, NumberLine, read_day, section
from ui.widgets.goal_delegate import ICONS
from ui.widgets.goal_marks import Bullet, ConfidencePicker, StatusMark, TimelineDot

CHECK_INS = 12
"""So many check-ins are listed, the newest first."""


class Inspector(QScrollArea):
    """Shows one node; a change made elsewhere is taken in without disturbing what is being typed."""

    hide_asked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._panel: Panel | None = None
        self.setObjectName("side")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(300)
        self.setMaximumWidth(480)
        self.show_node(None)

    @property
    def panel(self) -> Panel | None:
        """The panel of the node shown."""
        return self._panel

    def show_node(self, figures: NodeFigures | None) -> None:
        """Show a node, or the sentence that none is chosen."""
        if figures is None:
            self._panel = None
            self.setWidget(self._nothing())
            return
        panel = self._panel
        if panel is not None and panel.uid == figures.node.uid and panel.shape == shape_of(figures.node):
            panel.update_figures(figures)
            return
        self._panel = PANELS[type(figures.node)](self._desk, figures)
        self._panel.hide_asked.connect(self.hide_asked)
        self.setWidget(self._panel)

    def focus_title(self) -> None:
        """Put the keyboard into the first field."""
        if self._panel is not None:
            self._panel.title.setFocus(Qt.FocusReason.OtherFocusReason)
            self._panel.title.selectAll()

    def focus_check_in(self) -> None:
        """Put the keyboard on the confidence of a new check-in."""
        if isinstance(self._panel, KeyResultPanel):
            self._panel.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def _nothing(self) -> QWidget:
        box = QWidget()
        box.setObjectName("side")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(text(_("Choose a goal to see it here."), "quiet", wrap=True))
        layout.addStretch()
        return box


def shape_of(node: Node) -> tuple[Any, ...]:
    """What decides which fields a panel has."""
    return (type(node), getattr(node, "kind", None))


class Panel(QWidget):
    """What all kinds have in common: caption, title, owner."""

    hide_asked = Signal()

    def __init__(self, desk: Desk, figures: NodeFigures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.desk = desk
        self.uid: Uid = figures.node.uid
        self.shape = shape_of(figures.node)
        self.figures = figures
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(20, 14, 20, 16)
        self.box.setSpacing(0)
        self._add_caption(figures.node)
        self.title = InPlaceLine(_("Title"))
        self.title.setProperty("look", "title")
        self.title.committed.connect(self._rename)
        self.box.addWidget(self.title)
        self.box.addSpacing(4)
        self.build()
        self.box.addStretch()
        self.update_figures(figures)

    def build(self) -> None:
        """Add the fields of this kind."""

    def update_figures(self, figures: NodeFigures) -> None:
        """Take in how the node stands now."""
        self.figures = figures
        self.title.show_text(figures.node.title)
        self.title.setToolTip(figures.node.title)
        self.caption.setText(self._caption(figures.node))
        self.owner.fill(self._people(), figures.node.owner)

    def set(self, **values: Any) -> None:
        """Change fields of the node by one command."""
        self.desk.perform(goals.set_field, self.uid, **values)

    def add_owner(self) -> None:
        """Add the row for the owner."""
        self.owner = Choice(_("Owner"))
        self.owner.setEditable(False)
        self.owner.chosen.connect(self._set_owner)
        self.box.addWidget(FieldRow(_("Owner"), self.owner))

    def _add_caption(self, node: Node) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(6)
        icon = QLabel()
        icon.setPixmap(self.desk.theme.pixmap(ICONS[type(node)], "text3", 14))
        row.addWidget(icon)
        self.caption = text("", "caption")
        row.addWidget(self.caption, 1)
        hide = QToolButton()
        hide.setIcon(self.desk.theme.icon("panel-right-close", "text2", 16))
        hide.setToolTip(_("Hide details (Ctrl+I)"))
        hide.setAccessibleName(_("Hide details"))
        hide.clicked.connect(self.hide_asked)
        row.addWidget(hide)
        self.box.addLayout(row)

    def _caption(self, node: Node) -> str:
        kind = {Objective: _("Objective"), KeyResult: _("Key result"), Initiative: _("Initiative")}[type(node)]
        department = self._department(node)
        return f"{kind} · {department.name}" if department else kind

    def _department(self, node: Node | None) -> Department | None:
        while node is not None:
            if isinstance(node, Objective) and (found := self.desk.ws.find(Department, node.department)):
                return found
            node = self.desk.ws.find_node(node.parent)
        return None

    def _people(self) -> list[tuple[str, object]]:
        found: list[tuple[str, object]] = [(_("Nobody"), None)]
        return found + [(person.name, person.uid) for person in self.desk.ws.all(Person)]

    def _rename(self, words: str) -> None:
        self.desk.perform(goals.rename, self.uid, words)
        self.title.show_text(self.desk.ws.node(self.uid).title)

    def _set_owner(self, owner: object) -> None:
        self.set(owner=owner)


class ObjectivePanel(Panel):
    """An objective: progress rolled up, weakest child, department, weight, description."""

    def build(self) -> None:
        """Lay out the fields."""
        row = QHBoxLayout()
        row.setSpacing(10)
        self.now = text("", "display")
        row.addWidget(self.now)
        self.status = StatusMark(self.desk.theme)
        row.addWidget(self.status)
        row.addStretch()
        self.box.addLayout(row)
        self.bullet = Bullet(self.desk.theme)
        self.box.addWidget(self.bullet)
        self.weakest = text("", "small", wrap=True)
        self.box.addWidget(self.weakest)
        self.box.addSpacing(6)
        self.box.addWidget(line())
        self.add_owner()
        self.department = Choice(_("Department"))
        self.department.chosen.connect(self._set_department)
        self.box.addWidget(FieldRow(_("Department"), self.department))
        self.weight = NumberLine(_("Weight"))
        self.weight.number.connect(self._set_weight)
        self.box.addWidget(FieldRow(_("Weight"), self.weight))
        self.description = InPlaceLine(_("Why"))
        self.description.setPlaceholderText(_("Why does it matter?"))
        self.description.committed.connect(self._set_description)
        self.box.addWidget(FieldRow(_("Why"), self.description))

    def update_figures(self, figures: NodeFigures) -> None:
        """Take in how the objective stands now."""
        super().update_figures(figures)
        node = figures.node
        assert isinstance(node, Objective)
        score = figures.progress.score
        self.now.setText("–" if score is None else fmt.percent(score))
        self.status.show_status(figures.status)
        expected = "" if figures.expected is None else _("Expected {n}").format(n=fmt.percent(figures.expected))
        self.bullet.show_figures(figures, fmt.percent(0), expected, fmt.percent(1))
        self.weakest.setText(self._weakest_text(figures))
        departments: list[tuple[str, object]] = [(_("The whole company"), None)]
        departments += [(item.name, item.uid) for item in self.desk.ws.all(Department)]
        self.department.fill(departments, node.department)
        self.weight.show_number(node.weight, 0)
        self.description.show_text(node.description)

    def _weakest_text(self, figures: NodeFigures) -> str:
        sentences = []
        counted = [child for child in figures.children if not isinstance(child.node, Initiative)]
        if counted:
            sentences.append(ngettext("Mean of {n} goal below.", "Mean of {n} goals below.", len(counted)).format(n=len(counted)))
        if figures.weakest is not None and figures.weakest is not figures.status:
            sentences.append(_("Weakest below: {status}.").format(status=status_word(figures.weakest.value).lower()))
        if figures.unscored:
            sentences.append(
                ngettext("{n} has no score yet.", "{n} have no score yet.", figures.unscored).format(n=figures.unscored)
            )
        return " ".join(sentences)

    def _set_department(self, uid: object) -> None:
        self.set(department=uid)

    def _set_weight(self, value: float | None) -> None:
        self.set(weight=1.0 if value is None else value)

    def _set_description(self, words: str) -> None:
        self.set(description=words)


class InitiativePanel(Panel):
    """Something to do: done or not, owner, due date."""

    def build(self) -> None:
        """Lay out the fields."""
        self.done = QCheckBox(_("Done"))
        self.done.clicked.connect(self._tick)
        self.box.addWidget(self.done)
        self.box.addSpacing(8)
        self.box.addWidget(line())
        self.add_owner()
        self.due = InPlaceLine(_("Due date"))
        self.due.setPlaceholderText(_("for example 2026-03-20"))
        self.due.committed.connect(self._set_due)
        self.box.addWidget(FieldRow(_("Due date"), self.due))

    def update_figures(self, figures: NodeFigures) -> None:
        """Take in how the initiative stands now."""
        super().update_figures(figures)
        node = figures.node
        assert isinstance(node, Initiative)
        self.done.setChecked(node.done_on is not None)
        self.due.show_text(node.due.isoformat() if node.due else "")

    def _tick(self, checked: bool) -> None:
        self.desk.perform(goals.tick, self.uid, checked)

    def _set_due(self, typed: str) -> None:
        node = self.desk.ws.node(self.uid)
        assert isinstance(node, Initiative)
        due = read_day(typed, self.desk.today()) if typed.strip() else None
        if typed.strip() and due is None:
            self.due.setToolTip(_("Write the date as 20.3.2026 or 2026-03-20. The old date still stands."))
            self.due.show_text(node.due.isoformat() if node.due else "")
            return
        self.set(due=due)


class KeyResultPanel(Panel):
    """A key result: where it stands, how it is measured, who owns it, and what has been said of it."""

    def build(self) -> None:
        """Lay out the fields."""
        self._add_now()
        self.bullet = Bullet(self.desk.theme)
        self.box.addWidget(self.bullet)
        self.box.addSpacing(2)
        self.box.addWidget(line())
        self._add_measure()
        self.kpi = Choice(_("KPI"))
        self.kpi.chosen.connect(self._set_kpi)
        self.box.addWidget(FieldRow(_("KPI"), self.kpi))
        self.add_owner()
        self.weight = NumberLine(_("Weight"))
        self.weight.number.connect(self._set_weight)
        self.box.addWidget(FieldRow(_("Weight"), self.weight))
        self._add_check_in()

    def _add_now(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        self.now = text("", "display")
        row.addWidget(self.now)
        self.status = StatusMark(self.desk.theme)
        row.addWidget(self.status)
        row.addStretch()
        self.share = text("", "quiet")
        row.addWidget(self.share)
        self.box.addLayout(row)

    def _add_measure(self) -> None:
        self.start, self.target = NumberLine(_("Start value")), NumberLine(_("Target"))
        self.low, self.high = NumberLine(_("Lowest")), NumberLine(_("Highest"))
        self.unit = InPlaceLine(_("Unit"))
        self.done = QCheckBox(_("Done"))
        kind = self.shape[1]
        if kind is ResultKind.DONE:
            self.done.clicked.connect(self._tick)
            self.box.addWidget(FieldRow(_("Result"), self.done))
            return
        rows = {_("Start value"): self.start, _("Target"): self.target}
        if kind is ResultKind.HOLD:
            rows = {_("Lowest"): self.low, _("Highest"): self.high}
        for name, field in rows.items():
            field.number.connect(self._set_measure)
            self.box.addWidget(FieldRow(name, field))
        self.unit.committed.connect(self._set_measure)
        self.box.addWidget(FieldRow(_("Unit"), self.unit))

    def _add_check_in(self) -> None:
        head, self.next = section(_("Check-ins"))
        self.box.addWidget(head)
        self.picker = ConfidencePicker(self.desk.theme)
        self.picker.picked.connect(self._show_button)
        self.box.addWidget(FieldRow(_("Confidence"), self.picker))
        self.value = NumberLine(_("Value now"))
        self.value.setProperty("inplace", False)
        self.value.setPlaceholderText(_("Value now"))
        self.value.setFixedWidth(104)
        self.note = InPlaceLine(_("What has happened? What stands in the way?"))
        self.note.setProperty("inplace", False)
        self.note.setPlaceholderText(_("What has happened? What stands in the way?"))
        self.note.textEdited.connect(self._show_button)
        self.value.textEdited.connect(self._show_button)
        self.box.addSpacing(6)
        self.box.addWidget(self.note)
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 8)
        row.addWidget(self.value)
        row.addStretch()
        self.button = QPushButton(_("Check in"))
        self.button.setToolTip("Ctrl+Enter")
        self.button.clicked.connect(self.check_in)
        row.addWidget(self.button)
        self.box.addLayout(row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.check_in)
        self.said = QVBoxLayout()
        self.said.setSpacing(0)
        self.box.addLayout(self.said)
        self._listed: list[CheckIn] = []

    # ---- showing ---------------------------------------------------------------------------------

    def update_figures(self, figures: NodeFigures) -> None:
        """Take in how the key result stands now."""
        super().update_figures(figures)
        node = figures.node
        assert isinstance(node, KeyResult)
        self.now.setText(now_text(figures) or "–")
        self.status.show_status(figures.status)
        self.share.setText(self._share_text(figures))
        self._show_bullet(figures, node)
        for field, value in (
            (self.start, node.start), (self.target, node.target), (self.low, node.low), (self.high, node.high),
        ):  # fmt: skip
            field.show_number(value, node.decimals)
        self.unit.show_text(fmt.unit_word(node.unit))
        self.done.setChecked(node.done)
        kpis: list[tuple[str, object]] = [(_("None, entered at check-in"), None)]
        kpis += [(kpi.short_name or kpi.name, kpi.uid) for kpi in self.desk.ws.all(Kpi)]
        self.kpi.fill(kpis, node.kpi)
        self.weight.show_number(node.weight, 0)
        self.value.setVisible(node.kpi is None and node.kind is not ResultKind.DONE)
        self._list_check_ins(node)
        self._show_button()

    def _share_text(self, figures: NodeFigures) -> str:
        parts = []
        if figures.progress.raw is not None:
            parts.append(fmt.percent(figures.progress.raw))
        if figures.value_period is not None:
            parts.append(fmt.period_name(figures.value_period, self.desk.ws.company.fiscal_year_start))
        return " · ".join(parts)

    def _show_bullet(self, figures: NodeFigures, node: KeyResult) -> None:
        decimals = node.decimals
        start = figures.start if figures.start is not None else node.start
        left = "" if start is None else _("Start {n}").format(n=fmt.with_unit(start, node.unit, decimals))
        right = "" if node.target is None else _("Target {n}").format(n=fmt.with_unit(node.target, node.unit, decimals))
        middle = figures.expected_value
        wanted = "" if middle is None else _("Expected {n}").format(n=fmt.number(middle, decimals))
        self.bullet.show_figures(figures, left, wanted, right)

    def _list_check_ins(self, node: KeyResult) -> None:
        mine = [item for item in self.desk.ws.all(CheckIn) if item.key_result == node.uid and item.day is not None]
        mine.sort(key=lambda item: (item.day, item.uid), reverse=True)
        if mine[:CHECK_INS] == self._listed:
            return
        if not self._listed or not mine or mine[0] != self._listed[0]:
            self.picker.show_value(next((item.confidence for item in mine if item.confidence is not None), None))
            self._pending = False
        self._listed = mine[:CHECK_INS]
        while (child := self.said.takeAt(0)) is not None:
            if (widget := child.widget()) is not None:
                widget.deleteLater()
        for entry in self._listed:
            self.said.addWidget(self._entry(node, entry, last=entry is self._listed[-1]))

    def _entry(self, node: KeyResult, entry: CheckIn, *, last: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(TimelineDot(self.desk.theme, last=last))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(1)
        row.addLayout(column, 1)
        top = QHBoxLayout()
        top.setSpacing(6)
        assert entry.day is not None
        top.addWidget(text(fmt.day_short(entry.day, self.desk.today()), "small_strong"))
        author = self.desk.ws.find(Person, entry.author)
        top.addWidget(text(author.name.split()[0] if author else "", "quiet"))
        top.addStretch()
        if entry.value is not None:
            top.addWidget(text(fmt.with_unit(entry.value, node.unit, node.decimals), "quiet"))
        if entry.confidence is not None:
            top.addWidget(text(_("confidence {n}").format(n=entry.confidence), "quiet"))
        column.addLayout(top)
        if entry.note:
            column.addWidget(text(entry.note, "small", wrap=True))
        return box

    # ---- changing --------------------------------------------------------------------------------

    def _show_button(self) -> None:
        self._pending = bool(self.note.text().strip() or self.value.text().strip()) or self._picked()
        self.button.setEnabled(self._pending)

    def _picked(self) -> bool:
        said = next((item.confidence for item in self._listed if item.confidence is not None), None)
        return self.picker.value() is not None and self.picker.value() != said

    def check_in(self) -> None:
        """Store what is typed and picked as one check-in."""
        note, confidence = self.note.text(), self.picker.value()
        parsed = fmt.parse_number(self.value.text())
        author = self._author()
        done = self.desk.perform(
            goals.check_in, self.uid, value=parsed.value, confidence=confidence, note=note, author=author
        )
        if done is not None:
            for field in (self.note, self.value):
                field.setModified(False)
                field.show_text("")
            self._show_button()

    def _author(self) -> Uid | None:
        name = self.desk.ws.author
        return self.desk.perform(people.ensure_person, name) if name else None

    def _set_measure(self, _typed: object) -> None:
        node = self.desk.ws.get(KeyResult, self.uid)
        numbers = {
            name: fmt.parse_number(field.text()).value
            for name, field in (("start", self.start), ("target", self.target), ("low", self.low), ("high", self.high))
        }
        known = {field.name for field in fields(node)}
        values = {name: value for name, value in numbers.items() if name in known}
        unit = fmt.unit_code(self.unit.text())
        self.desk.perform(goals.set_measure, self.uid, kind=node.kind, unit=unit, **values)
        self._refill()

    def _refill(self) -> None:
        node = self.desk.ws.get(KeyResult, self.uid)
        self.start.show_number(node.start, node.decimals)
        self.target.show_number(node.target, node.decimals)
        self.low.show_number(node.low, node.decimals)
        self.high.show_number(node.high, node.decimals)

    def _set_kpi(self, uid: object) -> None:
        self.set(kpi=uid)

    def _set_weight(self, value: float | None) -> None:
        self.set(weight=1.0 if value is None else value)

    def _tick(self, checked: bool) -> None:
        self.desk.perform(goals.tick, self.uid, checked)


PANELS: dict[type[Node], type[Panel]] = {
    Objective: ObjectivePanel,
    KeyResult: KeyResultPanel,
    Initiative: InitiativePanel,
}
