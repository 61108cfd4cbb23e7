"""The KPIs: a few well-chosen ones by department, with trend, target, status and signal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kpidesk import figures
from kpidesk.commands import kpis
from kpidesk.domain.entities import Department, Kpi
from kpidesk.domain.status import Status
from kpidesk.figures import KpiFigures
from kpidesk.text import _, ngettext
from kpidesk.workspace import Changes
from ui import page
from ui.bridge import Desk
from ui.models.kpi_table import Filter, KpiTable
from ui.page import Page
from ui.widgets.empty import Empty
from ui.widgets.kpi_view import KpiView
from ui.widgets.painters import status_word
from ui.widgets.sparkline import Squares

MOST = 9
"""At most nine KPIs; five to seven is good."""


class KpisPage(Page):
    """The table, its filters and the focus meter."""

    place = "kpis"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._found: list[KpiFigures] = []
        self._parked: list[KpiFigures] = []
        self.table = KpiTable(desk, self)
        self.view = KpiView(self.table, desk.theme)
        self.view.opened.connect(self._open)
        self.view.folded.connect(self._fold)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._show_menu)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.view)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._park)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        words = _("Choose few, and choose well. Five to seven will do.")
        self._empty = Empty(desk.theme, "chart-line", _("No KPIs yet"), words, _("Add KPI"))
        self._empty.pressed.connect(self._add)
        self._stack.addWidget(self._empty)
        self._nothing = Empty(desk.theme, "search-x", _("No hits"), "", _("Clear the search"))
        self._nothing.pressed.connect(self._clear_filter)
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_head())
        column.addWidget(page.line("rule"))
        column.addWidget(self._stack, 1)

    def _build_head(self) -> QWidget:
        head, row, _label = page.head(_("KPIs"))
        self._search = QLineEdit()
        self._search.setPlaceholderText(_("Search KPIs"))
        self._search.setClearButtonEnabled(True)
        self._search.setFixedWidth(190)
        self._search.textChanged.connect(self._show)
        self._departments = QComboBox()
        self._departments.setAccessibleName(_("Department"))
        self._departments.currentIndexChanged.connect(self._show)
        self._statuses = QComboBox()
        self._statuses.setAccessibleName(_("Status"))
        self._statuses.addItem(_("All statuses"), None)
        for status in Status:
            self._statuses.addItem(status_word(status), status.value)
        self._statuses.currentIndexChanged.connect(self._show)
        self._signals = QPushButton()
        self._signals.setCheckable(True)
        self._signals.toggled.connect(self._show)
        self._reset = QPushButton(_("Clear"))
        self._reset.setProperty("link", True)
        self._reset.clicked.connect(self._clear_filter)
        for widget in (self._search, self._departments, self._statuses, self._signals, self._reset):
            row.addWidget(widget)
        row.addStretch()
        self._focus_words = page.text("", "small")
        self._focus = Squares(self.desk.theme)
        add = QPushButton(_("Add KPI"))
        add.setProperty("primary", True)
        add.setIcon(self.desk.theme.icon("plus", "on_accent"))
        add.clicked.connect(self._add)
        row.addWidget(self._focus_words)
        row.addWidget(self._focus)
        row.addSpacing(8)
        row.addWidget(add)
        return head

    # ---- content -------------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:  # noqa: ARG002
        """Compute the figures anew and show what differs."""
        today = self.desk.today()
        everything = figures.all_figures(self.desk.ws, today, parked=True)
        self._found = [each for each in everything if not each.kpi.parked]
        self._parked = [each for each in everything if each.kpi.parked]
        self._fill_departments()
        self._show()

    def _fill_departments(self) -> None:
        chosen = self._departments.currentData()
        self._departments.blockSignals(True)
        self._departments.clear()
        self._departments.addItem(_("All departments"), None)
        for department in self.desk.ws.all(Department):
            self._departments.addItem(department.name, department.uid)
        self._departments.setCurrentIndex(max(0, self._departments.findData(chosen)))
        self._departments.blockSignals(False)

    def filter(self) -> Filter:
        """What is asked for at the top."""
        status = self._statuses.currentData()
        return Filter(
            self._search.text(),
            self._departments.currentData(),
            Status(status) if status else None,
            self._signals.isChecked(),
        )

    def _show(self) -> None:
        chosen = self.filter()
        self.table.show(self._found, self._parked, chosen)
        signals = sum(each.flagged for each in self._found)
        self._signals.setText(_("Only signals {n}").format(n=signals))
        self._signals.setEnabled(signals > 0 or self._signals.isChecked())
        self._reset.setVisible(chosen != Filter())
        n = len(self._found)
        shown = sum(chosen.admits(each) for each in self._found)
        words = ngettext("{n} of at most {most}", "{n} of at most {most}", n).format(n=n, most=MOST)
        if chosen != Filter():
            words = _("{shown} of {n}").format(shown=shown, n=n)
        self._focus_words.setText(words)
        self._focus.show_share(n, MOST, MOST)
        if not self._found and not self._parked:
            self._stack.setCurrentWidget(self._empty)
        elif not self.table.rows:
            self._stack.setCurrentWidget(self._nothing)
        else:
            self._stack.setCurrentWidget(self.view)

    def _fold(self) -> None:
        self.table.unfolded = not self.table.unfolded
        self._show()

    def _clear_filter(self) -> None:
        self._search.clear()
        self._departments.setCurrentIndex(0)
        self._statuses.setCurrentIndex(0)
        self._signals.setChecked(False)

    def initial_focus(self) -> QWidget | None:
        """The table, on its first KPI."""
        if self._stack.currentWidget() is not self.view:
            return None
        if self.view.current_uid() is None:
            for place in range(self.table.rowCount()):
                if self.table.figures(self.table.index(place, 0)) is not None:
                    self.view.setCurrentIndex(self.table.index(place, 0))
                    break
        return self.view

    def fit(self, window_width: int) -> None:
        """Follow the width of the window."""
        self.view.fit(window_width)
        self._focus.setVisible(window_width >= 1280)
        self._statuses.setVisible(window_width >= 1180)
        self._departments.setMaximumWidth(160 if window_width < 1280 else 220)

    # ---- doing ---------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        found: dict[str, Callable[[], None]] = {
            "new_here": self._add,
            "add_kpi": self._add,
            "search": self._search.setFocus,
        }
        if self.view.current_uid() is not None:
            found |= {
                "open_kpi": self._open_current,
                "edit_kpi": self._edit,
                "set_target": self._set_target,
                "park_kpi": self._park,
            }
        return found

    def _open(self, uid: str) -> None:
        self.desk.navigate.emit("kpi", uid)

    def _open_current(self) -> None:
        uid = self.view.current_uid()
        if uid is not None:
            self._open(uid)

    def _add(self) -> None:
        from ui.dialogs.kpi_form import KpiForm

        form = KpiForm(self.desk, None, self)
        if form.exec() and form.uid is not None:
            place = self.table.row_of(form.uid)
            if place >= 0:
                self.view.setCurrentIndex(self.table.index(place, 0))

    def _edit(self) -> None:
        from ui.dialogs.kpi_form import KpiForm

        kpi = self.desk.ws.find(Kpi, self.view.current_uid())
        if kpi is not None:
            KpiForm(self.desk, kpi, self).exec()

    def _set_target(self) -> None:
        from ui.dialogs.target import TargetDialog

        kpi = self.desk.ws.find(Kpi, self.view.current_uid())
        if kpi is not None:
            TargetDialog(self.desk, kpi, self).exec()

    def _park(self) -> None:
        kpi = self.desk.ws.find(Kpi, self.view.current_uid())
        if kpi is None:
            return
        self.desk.perform(kpis.park, kpi.uid, not kpi.parked)
        words = _("“{name}” is back.") if kpi.parked else _("“{name}” is parked.")
        self.desk.say_done(words.format(name=kpi.name))

    def _show_menu(self, at: QPoint) -> None:
        kpi = self.desk.ws.find(Kpi, self.view.current_uid())
        if kpi is None:
            return
        menu = QMenu(self)
        menu.addAction(_("Open"), self._open_current)
        menu.addAction(_("Edit …"), self._edit)
        menu.addAction(_("Set target …"), self._set_target)
        menu.addAction(_("Take back") if kpi.parked else _("Park"), self._park)
        menu.exec(self.view.viewport().mapToGlobal(at))
