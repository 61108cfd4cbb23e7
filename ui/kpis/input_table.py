"""The inputs of a calculated KPI: new ones and shared ones, how they add up over time, and what splits them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.commands import checks
from kpidesk.commands.definitions import InputSpec
from kpidesk.commands.inputs import members, slug
from kpidesk.domain.entities import Combine, Input, Kpi, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.text import _
from ui.base.page import line, literal, text, wrapped
from ui.base.reach import accessible, order
from ui.base.replacing import discard
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.elided import ElidedLabel
from ui.parts.form import Choice

MOST = 12


def rules() -> list[tuple[str, object]]:
    """How numbers make one number of a longer period, in words."""
    return [
        (_("are added"), Combine.SUM), (_("are averaged"), Combine.MEAN), (_("the last one counts"), Combine.LAST),
        (_("the lowest counts"), Combine.MIN), (_("the highest counts"), Combine.MAX),
        (_("are weighted by …"), Combine.WEIGHTED_MEAN), (_("can’t be combined"), Combine.NONE),
    ]  # fmt: skip


class InputTable(QWidget):
    """One row an input; ``changed`` tells that names or rules differ."""

    changed = Signal()

    def __init__(self, session: Session, frequency: Frequency, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._frequency = session, frequency
        self.rows: list[InputRow] = []
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._box = QVBoxLayout()
        self._box.setSpacing(0)
        column.addLayout(self._box)
        buttons = QHBoxLayout()
        self.add_new, self.add_shared = QPushButton(_("New input")), QPushButton(_("An existing input …"))
        self._menu = QMenu(self.add_shared)
        self._menu.aboutToShow.connect(self._fill)
        self._menu.triggered.connect(self._chosen)
        self.add_shared.setMenu(self._menu)
        for button in (self.add_new, self.add_shared):
            button.setProperty("link", True)
            button.setAutoDefault(False)
            button.setProperty("opens", button is self.add_shared)
            buttons.addWidget(button)
        self.add_new.clicked.connect(self.add_row)
        self.changed.connect(self._name_rows)
        buttons.addStretch()
        column.addLayout(buttons)

    def set_frequency(self, frequency: Frequency) -> None:
        """How often the KPI is measured, and so its new inputs."""
        self._frequency = frequency

    def show_inputs(self, kpi: Kpi) -> None:
        """Show the inputs that a KPI reads."""
        for key, uid in kpi.inputs:
            source = self._session.ws.find(Input, uid)
            if source is not None:
                self.add_row(source=source, key=key)

    def add_row(self, _checked: bool = False, *, source: Input | None = None, key: str = "") -> InputRow:
        """Add an empty row, or one for an input that is there."""
        row = InputRow(self._session, source, key)
        row.changed.connect(self.changed)
        row.removed.connect(self._remove)
        self.rows.append(row)
        self._box.addWidget(row)
        if source is None:
            row.name.setFocus()
        self.changed.emit()
        return row

    def _remove(self) -> None:
        row = self.sender()
        if isinstance(row, InputRow):
            self.rows.remove(row)
            self._box.removeWidget(row)
            discard(row)
            self.changed.emit()

    def _name_rows(self) -> None:
        """Call each row by its number, so that a listener knows whose fields and buttons are heard, before the rest."""
        for place, row in enumerate(self.rows, 1):
            accessible.group(row, row.name.text().strip() or _("Number {n}").format(n=place))
        order.in_order(self._column)

    def _fill(self) -> None:
        self._menu.clear()
        for source in self.others():
            words = f"{source.name}  ({fmt.frequency_word(source.frequency)})"
            self._menu.addAction(literal(words)).setData(source.uid)
        if self._menu.isEmpty():
            self._menu.addAction(_("There is no other input yet")).setEnabled(False)

    def others(self) -> list[Input]:
        """Inputs that are there, can be read as often as the KPI is measured, and have no row yet."""
        taken = {row.source.uid for row in self.rows if row.source is not None}
        return [
            source
            for source in self._session.ws.all(Input)
            if source.uid not in taken and source.member_of is None and source.frequency.divides(self._frequency)
        ]

    def take(self, uid: Uid) -> None:
        """Take an input that is there into the first row that says nothing yet, or into one more."""
        source = self._session.ws.find(Input, uid)
        if source is None:
            return
        blank = next((row for row in self.rows if row.source is None and not row.name.text().strip()), None)
        row = self.add_row(source=source, key=source.key)
        if blank is not None:
            self._put_in_place_of(blank, row)

    def _chosen(self, action: QAction) -> None:
        self.take(str(action.data() or ""))

    def _put_in_place_of(self, blank: InputRow, row: InputRow) -> None:
        place = self.rows.index(blank)
        self.rows.remove(row)
        self.rows[place] = row
        self._box.insertWidget(place, row)
        self._box.removeWidget(blank)
        discard(blank)
        self.changed.emit()

    def bound(self) -> dict[str, Uid | None]:
        """The names that the formula may use, and the inputs behind them that are there."""
        return {row.spelled: row.source.uid if row.source else None for row in self.rows if row.spelled}

    def names(self) -> list[tuple[str, str]]:
        """The inputs as they are called on screen, each with the name that the formula uses."""
        return [(row.name.text(), row.spelled) for row in self.rows if row.spelled]

    def specs(self) -> tuple[InputSpec, ...]:
        """Every input with a name. Raises ``BadInput`` for what can't be read."""
        return tuple(row.spec() for row in self.rows if row.spelled)


class InputRow(QWidget):
    """One input: its name, the name it has in the formula, its rule; details on demand."""

    changed = Signal()
    removed = Signal()

    def __init__(self, session: Session, source: Input | None, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.source, self._key = session, source, key
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.name = QLineEdit(source.name if source else "")
        self.name.setCursorPosition(0)  # a long name shows its beginning
        self.name.setPlaceholderText(_("Name of the number"))
        self.name.setAccessibleName(_("Name of the number"))
        self.name.textChanged.connect(self._renamed)
        self.shown_key = ElidedLabel(look="quiet")
        self.shown_key.keep_width(px(92))
        self.rule = Choice(_("Over time the numbers"), inplace=False)
        self.rule.fill(rules(), source.combine if source else Combine.SUM)
        self.rule.setFixedWidth(px(152))
        self.rule.chosen.connect(self._ruled)
        self.more = QToolButton()
        self.more.setCheckable(True)
        self.more.setIcon(session.theme.icon("chevron-down", "text3", 14))
        self.more.setToolTip(_("Unit, split, opening balance"))
        self.more.setAccessibleName(_("Unit, split, opening balance"))
        self.more.toggled.connect(self._unfold)
        accessible.folds(self.more)
        remove = QToolButton()
        remove.setIcon(session.theme.icon("x", "text3", 14))
        remove.setToolTip(_("Remove from the formula"))
        remove.setAccessibleName(_("Remove from the formula"))
        remove.clicked.connect(self.removed)
        row = wrapped(self.name, self.shown_key, self.rule, self.more, remove, gap=6, above=4)
        column.addWidget(row)
        self.details = self._make_details()
        column.addWidget(self.details)
        column.addWidget(line())
        self.details.hide()
        self._renamed()

    def _make_details(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        source = self.source
        self.unit = QLineEdit(fmt.unit_word(source.unit) if source else "")
        self.weight = QLineEdit(self._weight_key())
        self.dimension = QLineEdit(source.dimension if source else "")
        names = [each.name for each in members(self._session.ws, source.uid)] if source else []
        self.members = QLineEdit(", ".join(names))
        self.members.setPlaceholderText(_("E-mail, Phone, Chat"))
        opening = source.opening if source else None
        self.opening = QLineEdit("" if opening is None else fmt.number(opening, fmt.fitting_decimals(opening)))
        rows = (
            (_("Unit"), self.unit), (_("Weighted by"), self.weight), (_("Split by"), self.dimension),
            (_("Parts"), self.members), (_("Opening balance"), self.opening),
        )  # fmt: skip
        for place, (words, field) in enumerate(rows):
            field.setAccessibleName(words)
            grid.addWidget(text(words, "small"), place, 0)
            grid.addWidget(field, place, 1)
        self.used_in = text(self._uses(), "quiet", wrap=True)
        grid.addWidget(self.used_in, len(rows), 1)
        return box

    def _weight_key(self) -> str:
        weight = self._session.ws.find(Input, self.source.weight) if self.source else None
        return weight.key if weight else ""

    def _uses(self) -> str:
        if self.source is None:
            return ""
        uid = self.source.uid
        names = [kpi.name for kpi in self._session.ws.all(Kpi) if uid in dict(kpi.inputs).values()]
        return _("Entered once, used in: {names}").format(names=", ".join(names)) if names else ""

    @property
    def spelled(self) -> str:
        """The name that the formula uses."""
        name = self.name.text().strip()
        return self._key or (slug(name) if name else "")

    def _renamed(self) -> None:
        self.name.setAccessibleDescription(
            _("In the formula: {name}").format(name=self.spelled) if self.spelled else ""
        )
        self.shown_key.show_words(self.spelled)
        self.changed.emit()

    def _ruled(self, rule: object) -> None:
        if rule is Combine.WEIGHTED_MEAN:
            self.more.setChecked(True)
            self.weight.setFocus()
        self.changed.emit()

    def _unfold(self, unfolded: bool) -> None:
        self.details.setVisible(unfolded)

    def spec(self) -> InputSpec:
        """What the row says. Raises ``BadInput`` for an opening balance that is no number."""
        opening = self._opening()
        parts = tuple(part.strip() for part in self.members.text().split(",") if part.strip())
        return InputSpec(
            self.name.text(), self._key, Combine(self.rule.currentData()),
            fmt.unit_code(self.unit.text()) if self.unit.text().strip() else "count",
            slug(self.weight.text()) if self.weight.text().strip() else "",
            ratio=self.source.ratio if self.source else False, dimension=self.dimension.text().strip(), members=parts,
            opening=opening, opening_period=self._opening_period() if opening is not None else None,
        )  # fmt: skip

    def _opening(self) -> float | None:
        return checks.typed_number(self.opening.text(), fmt.unit_code(self.unit.text()))

    def _opening_period(self) -> Period | None:
        """The period before the first number, or before the running one where there is none."""
        source = self.source
        if source is None:
            return None
        known = self._session.ws.series(source.uid)
        if source.opening_period is not None:
            return Period.from_code(source.opening_period)
        start = self._session.ws.company.fiscal_year_start
        first = min(known) if known else Period.containing(self._session.today(), source.frequency, start)
        return first.previous()
