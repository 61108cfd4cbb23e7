"""Days handed to the calendar: opened there, or saved as a file; what is said is what has become of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from kpidesk import disk
from kpidesk.errors import StorageFault, UserError
from kpidesk.reminders import calendar
from kpidesk.reminders.days import Day
from kpidesk.reminders.ics import Alarm
from kpidesk.text import _, msg, ngettext
from ui.base.session import Notice, Session
from ui.base.tasks import GivenUp
from ui.base.waiting import Patient
from ui.paper.saved_paper import beside
from ui.reminders import given
from ui.reminders.calendar_dialog import CalendarDialog

OPENS_HERE = sys.platform in ("win32", "darwin")
"""Whether the system itself tells if a file was opened; elsewhere the desktop is asked."""


def ask_for_calendar(session: Session, window: QWidget) -> CalendarDialog:
    """Ask what is to stand in the calendar."""
    dialog = CalendarDialog(session, window)
    dialog.open_days = partial(open_days, session, window)
    dialog.save_days = partial(save_days, session, window)
    dialog.open()
    return dialog


def open_days(session: Session, window: QWidget, days: Sequence[Day], alarm: Alarm) -> None:
    """Let the system's calendar take the days in; where there is none, say so and how to get there."""
    path = session.ws.backups.folder / "calendar.ics"  # what is private of this file, and goes with an example
    events = given.events(session, days)
    try:
        _write_private(calendar.as_file(session.ws, events, alarm), path)
        opened = OPENS_HERE and QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        if not OPENS_HERE:
            waiting = Patient(window, _("Add to my calendar"), _("Opening the calendar."))
            opened = waiting.wait(lambda _stop: calendar.open_by_desktop(path))
    except GivenUp:
        return
    except UserError as error:
        session.tell_refused(error)
        return
    if opened:
        given.remember(session, events)
        session.notice.emit(Notice(_opened_words(len(days)), "done"))
        return
    said = _("No calendar program could be opened. Nothing was added. Save the days as a file, and open it there.")
    again = partial(save_days, session, window, days, alarm)
    session.notice.emit(Notice(said, "error", action=_("Save as file …"), callback=again))


def _opened_words(n: int) -> str:
    if not n:
        return _("The calendar was opened with days that no longer apply. Confirm there that they are to be taken out.")
    return ngettext(
        "The calendar was opened with {n} day. Confirm there that it is to be added.",
        "The calendar was opened with {n} days. Confirm there that they are to be added.", n,
    ).format(n=n)  # fmt: skip


def _write_private(data: bytes, path: Path) -> None:
    try:
        disk.write_private(data, path)
    except OSError as error:
        raise StorageFault(msg("The days could not be written for the calendar. Nothing was added.")) from error


def save_days(session: Session, window: QWidget, days: Sequence[Day], alarm: Alarm) -> None:
    """Ask where, and save the days as a file that any calendar reads."""
    kinds = _("Calendar (*.ics)")
    proposed = str(beside(session, _("calendar"), "ics"))
    chosen, _kind = QFileDialog.getSaveFileName(window, _("Save the calendar"), proposed, kinds)
    if not chosen:
        return
    try:
        path = Path(chosen) if Path(chosen).suffix else disk.ended(chosen, (), ".ics")
        disk.refuse_taken(path, [session.ws.path])
        events = given.events(session, days)
        disk.put(calendar.as_file(session.ws, events, alarm), path)
    except UserError as error:
        session.tell_refused(error)
        return
    given.remember(session, events)
    said = _("“{file}” is saved. Open it with your calendar, and the days are added.").format(file=path.name)
    session.notice.emit(Notice(said, "done", action=_("Show in folder"), callback=partial(_show, path.parent)))


def _show(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
