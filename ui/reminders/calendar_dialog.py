"""Add to my calendar: what is to stand there and whose, the first days of it, and the two ways to get it there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import people
from kpidesk.reminders.calendar import Chosen, chosen_days
from kpidesk.reminders.days import Day, Kind, coming, horizon
from kpidesk.reminders.ics import STARTS, Alarm
from kpidesk.reminders.words import day_title, rhythm_words
from kpidesk.text import _, ngettext, pgettext
from ui.base.dialog_frame import DialogFrame
from ui.base.page import heading, line, text
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.fields.tick import Tick
from ui.parts.form import Choice
from ui.parts.segmented import Segmented
from ui.reminders import given

WIDE, DAY_WIDE = 414, 100
FIRST = 3
"""So many days are shown before they go to the calendar."""
REMEMBERED = "calendar/{}/{}"
"""What was chosen for a file is remembered on this machine."""
Give = Callable[[Sequence[Day], Alarm], None]


class CalendarDialog(DialogFrame):
    """``open_days`` is given what goes to the calendar, ``save_days`` what goes to a file."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(_("Add to my calendar"), parent, wide=WIDE, spacing=0)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session = session
        self.open_days: Give = _nowhere
        self.save_days: Give = _nowhere
        self._me = people.me(session.ws)
        self.body.addWidget(heading(_("What should the calendar show?"), wrap=True))
        self.body.addSpacing(6)
        self.kinds: dict[Kind, Tick] = {}
        self._whens: dict[Kind, QLabel] = {}
        for kind, words in _kinds():
            self._add_kind(kind, words)
        self.body.addSpacing(12)
        self.body.addLayout(self._whose_and_when())
        self.body.addSpacing(12)
        self._add_preview()
        self.body.addSpacing(10)
        said = _("Add them again and they are updated. The calendar gets days and titles, never the numbers.")
        self.body.addWidget(text(said, "small", wrap=True))
        self.body.addStretch()
        self.save = self.add_button(_("Save as file …"), self._save, look="quiet", aside=True)
        self.add_cancel()
        self.do = self.add_button(_("Open in the calendar"), self._open, primary=True)
        self._tell()

    # ---- what is chosen --------------------------------------------------------------------------

    def _add_kind(self, kind: Kind, words: str) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 6)
        box = self.kinds[kind] = Tick(words)
        box.setChecked(self._remembered(kind.value, "1") == "1")
        box.toggled.connect(self._tell)
        row.addWidget(box)
        when = self._whens[kind] = text("", "small", wrap=True)
        when.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(when, 1)
        self.body.addLayout(row)
        self.body.addWidget(line())

    def _whose_and_when(self) -> QHBoxLayout:
        both = QHBoxLayout()
        both.setSpacing(16)
        mine = self._me is not None and self._remembered("whose", "all") == "mine"
        self.whose = Segmented(
            [(_("Mine"), "mine"), (pgettext("whose", "Everyone’s"), "all")], "mine" if mine else "all", _("Who")
        )
        self.whose.chosen.connect(self._tell)
        if self._me is None:
            self.whose.setEnabled(False)
            self.whose.setToolTip(_whose_name(self.session.ws.author))
        self.alarm = Choice(_("Reminder"), inplace=False)
        self.alarm.fill(_alarms(), self._remembered("alarm", Alarm.SAME_DAY.name))
        for words, field, stretch in ((_("Who"), self.whose, 0), (_("Reminder"), self.alarm, 1)):
            column = QVBoxLayout()
            column.setSpacing(4)
            label = text(words, "caption")
            label.setBuddy(field)
            column.addWidget(label)
            column.addWidget(field)
            both.addLayout(column, stretch)
        return both

    def _chosen(self) -> Chosen:
        kinds = frozenset(kind for kind, box in self.kinds.items() if box.isChecked())
        person = self._me if self.whose.value() == "mine" else None
        return Chosen(kinds, person, Alarm[str(self.alarm.currentData())])

    # ---- what comes of it ------------------------------------------------------------------------

    def _add_preview(self) -> None:
        self.count = text("", "caption", wrap=True)
        self.body.addWidget(self.count)
        grid = QGridLayout()
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, px(DAY_WIDE))
        grid.setColumnStretch(1, 1)
        self.first: list[tuple[QLabel, QLabel, QWidget]] = []
        for place in range(FIRST):
            day, title, below = text("", "small"), text("", "", wrap=True), line()
            for label in (day, title):
                label.setContentsMargins(0, 4, 0, 4)
            grid.addWidget(day, place * 2, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(title, place * 2, 1)
            grid.addWidget(below, place * 2 + 1, 0, 1, 2)
            self.first.append((day, title, below))
        self.body.addLayout(grid)
        self.gone = text("", "small", wrap=True)
        self.gone.setContentsMargins(0, 6, 0, 0)
        self.body.addWidget(self.gone)

    def _tell(self) -> None:
        """Show what would go to the calendar."""
        ws, today, chosen = self.session.ws, self.session.today(), self._chosen()
        last = horizon(ws, today)
        everything = coming(ws, today, last, chosen.person)
        for kind, label in self._whens.items():
            label.setText(rhythm_words([day for day in everything if day.kind is kind], STARTS[kind]))
        self.days = [day for day in everything if day.kind in chosen.kinds]
        self.count.setText(_count_words(len(self.days), fmt.day_short(last, today)))
        for place, row in enumerate(self.first):
            self._show_day(row, self.days[place] if place < len(self.days) else None)
        gone = sum(each.gone for each in given.events(self.session, self.days))
        self.gone.setText(_gone_words(gone))
        self.gone.setVisible(bool(gone))
        self.do.setEnabled(bool(self.days or gone))
        self.save.setEnabled(bool(self.days or gone))

    def _show_day(self, row: tuple[QLabel, QLabel, QWidget], day: Day | None) -> None:
        for each in row:
            each.setVisible(day is not None)
        if day is not None:
            row[0].setText(fmt.weekday_short_day(day.date))
            row[1].setText(day_title(self.session.ws, day))

    # ---- where it goes ---------------------------------------------------------------------------

    def _open(self) -> None:
        self._hand(self.open_days)

    def _save(self) -> None:
        self._hand(self.save_days)

    def _hand(self, give: Give) -> None:
        chosen = self._chosen()
        self._remember(chosen)
        days = chosen_days(self.session.ws, self.session.today(), chosen)
        self.accept()
        give(days, chosen.alarm)

    def _remember(self, chosen: Chosen) -> None:
        for kind in self.kinds:
            self._put(kind.value, "1" if kind in chosen.kinds else "0")
        self._put("whose", self.whose.value())
        self._put("alarm", chosen.alarm.name)

    def _put(self, name: str, value: str) -> None:
        self.session.memory.put(REMEMBERED.format(self.session.ws.sharing.identity, name), value)

    def _remembered(self, name: str, otherwise: str) -> str:
        return self.session.memory.text(REMEMBERED.format(self.session.ws.sharing.identity, name), otherwise)


def _nowhere(_days: Sequence[Day], _alarm: Alarm) -> None:
    """Before somebody has said where it goes."""


def _kinds() -> list[tuple[Kind, str]]:
    return [
        (Kind.NUMBERS, _("Numbers to enter")), (Kind.CHECK_INS, pgettext("calendar", "Check-ins")),
        (Kind.REVIEW, _("Review of the quarter")),
    ]  # fmt: skip


def _whose_name(author: str) -> str:
    """Why nothing is known to be one's own."""
    if not author:
        return _("Enter your name in Settings to choose what is yours.")
    return _("Nobody in the file is called “{name}”.").format(name=author)


def _alarms() -> list[tuple[str, object]]:
    return [
        (_("Same day at {time}").format(time="09:00"), Alarm.SAME_DAY.name),
        (_("The day before at {time}").format(time="15:00"), Alarm.DAY_BEFORE.name),
        (_("No reminder"), Alarm.NONE.name),
    ]


def _gone_words(count: int) -> str:
    """What becomes of days that were added before and are none any more."""
    words = ngettext(
        "One day that was added before no longer applies, and is taken out.",
        "{n} days that were added before no longer apply, and are taken out.", count,
    )  # fmt: skip
    return words.format(n=count)


def _count_words(count: int, last: str) -> str:
    if not count:
        return _("No days up to {day}").format(day=last)
    if count <= FIRST:
        return ngettext("One day, up to {day}", "{n} days, up to {day}", count).format(n=count, day=last)
    return _("The first three of {n}, up to {day}").format(n=count, day=last)
