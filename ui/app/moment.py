"""Which day to look back to."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QTableView, QToolButton, QWidget

from kpidesk import format as fmt
from kpidesk.text import _, language
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.scale import pressed
from ui.base.session import Session
from ui.parts.form import day_typed, read_day

LINES, DAY, HEAD = 7, 26, 34
"""A month: a line of days of the week and six of weeks, and what is above them."""
MONTH = 31
"""The most days of one."""


class MomentDialog(DialogFrame):
    """``chosen`` with the last moment of a day; ``first`` is when the file was made."""

    chosen = Signal(object)

    def __init__(self, session: Session, first: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(_("As it was on …"), parent, wide=340)
        self._session, self._first = session, first
        box = self.body
        box.addWidget(page.heading(_("Which day do you want to see?")))
        box.addWidget(
            page.text(
                _("You see the file as it was in the evening of that day. Nothing is changed."), "small", wrap=True
            )
        )
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Day"))
        self.field.setPlaceholderText(_("for example {day}").format(day=day_typed(first)))
        self.field.textEdited.connect(self._on_typed)
        box.addWidget(self.field)
        self.calendar = QCalendarWidget()
        self.calendar.setMinimumDate(_qdate(first))
        self.calendar.setMaximumDate(_qdate(session.today()))
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setLocale(QLocale(language()))
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        plain = QTextCharFormat()
        plain.setForeground(session.theme.color("text2"))
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.calendar.setWeekdayTextFormat(weekend, plain)
        self.calendar.setHeaderTextFormat(plain)
        self.calendar.setGridVisible(False)
        self.calendar.setMinimumHeight(LINES * pressed(DAY) + pressed(HEAD))
        self.calendar.setAccessibleName(_("Calendar"))
        days = self.calendar.findChild(QTableView)
        if days is not None:
            days.setAccessibleName(_("Day"))
        for name, icon, said in (
            ("qt_calendar_prevmonth", "chevron-left", _("Previous month")),
            ("qt_calendar_nextmonth", "chevron-right", _("Next month")),
        ):
            button = self.calendar.findChild(QToolButton, name)
            if button is not None:
                button.setIcon(session.theme.icon(icon))
                button.setAccessibleName(said)
        self.calendar.currentPageChanged.connect(self._show_month)
        self._show_month(self.calendar.yearShown(), self.calendar.monthShown())
        self.calendar.selectionChanged.connect(self._on_picked)
        self.calendar.activated.connect(self._show)
        box.addWidget(self.calendar)
        self.add_cancel()
        self.show_button = self.add_button(_("Show"), self._show, primary=True)
        self.calendar.setSelectedDate(_qdate(max(first, session.today() - dt.timedelta(days=1))))
        self._on_picked()
        self.field.selectAll()
        self.field.setFocus()

    def _show_month(self, year: int, month: int) -> None:
        """Let what cannot be chosen in a month stand back: Qt shows it as any other day."""
        faint = QTextCharFormat()
        faint.setForeground(self._session.theme.color("disabled"))
        for day in (QDate(year, month, 1).addDays(n) for n in range(MONTH)):
            if not self.calendar.minimumDate() <= day <= self.calendar.maximumDate():
                self.calendar.setDateTextFormat(day, faint)

    def day(self) -> dt.date | None:
        """The day typed; ``None`` for what is no day of the file's life."""
        found = read_day(self.field.text(), self._session.today())
        return found if found is not None and self._first <= found <= self._session.today() else None

    def _on_picked(self) -> None:
        picked = self.calendar.selectedDate()
        self.field.setText(f"{picked.day()}.{picked.month()}.{picked.year()}")
        self.refuse("")

    def _on_typed(self) -> None:
        found = self.day()
        if found is not None:
            self.calendar.blockSignals(True)
            self.calendar.setSelectedDate(_qdate(found))
            self.calendar.blockSignals(False)
            self.refuse("")

    def _show(self, *_day: object) -> None:
        found = self.day()
        if found is None:
            words = _("Write a date between {first} and today, for example {day}.")
            self.refuse(words.format(first=fmt.day(self._first), day=day_typed(self._first)))
            return
        self.accept()
        zone = self._session.ws.now().tzinfo
        evening = dt.datetime.combine(found, dt.time(23, 59, 59), zone)
        self.chosen.emit(min(evening, self._session.ws.now()))


def _qdate(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)
