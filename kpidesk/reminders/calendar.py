"""Which days go into a calendar: what somebody has chosen, as events with titles, and as a file that opens there."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from collections.abc import Collection, Iterable
from pathlib import Path

from kpidesk.domain.entities import Uid
from kpidesk.records import record
from kpidesk.reminders.days import Day, Kind, coming, horizon
from kpidesk.reminders.ics import Alarm, Event, Feed, written
from kpidesk.reminders.words import day_title
from kpidesk.workspace import Reads, Workspace

ASKS, OPENS = "xdg-mime", "xdg-open"
ANSWER_S, START_S = 5.0, 3.0
"""Seconds until a desktop that says nothing is taken to know no calendar; until a program that runs has started."""


@record(frozen=True)
class Chosen:
    """What goes into the calendar: which kinds of day, whose (nobody in particular: everyone's), and the reminder."""

    kinds: frozenset[Kind] = frozenset(Kind)
    person: Uid | None = None
    alarm: Alarm = Alarm.SAME_DAY


def chosen_days(ws: Reads, today: dt.date, chosen: Chosen) -> list[Day]:
    """The days to come until the end of the next cycle, in order."""
    return [day for day in coming(ws, today, horizon(ws, today), chosen.person) if day.kind in chosen.kinds]


def events_of(ws: Reads, days: Iterable[Day], given: Iterable[str], today: dt.date) -> list[Event]:
    """The days as events, in the language in force, and those that a calendar was ``given`` before and are gone.

    A KPI may have been put aside since, or have got another rhythm or owner. Days that have passed stay as they were.
    """
    events = [Event(day, day_title(ws, day)) for day in days]
    here = {(event.day.kind, event.day.key) for event in events}
    before = filter(None, map(_remembered, given))
    gone = [each for each in before if each.day.date > today and (each.day.kind, each.day.key) not in here]
    return [*events, *gone]


def to_remember(events: Iterable[Event]) -> list[str]:
    """What a calendar has been given, for the next time: one text for each event.

    One that was cancelled is among them: whoever did not open that file is told again, until its day has passed.
    """
    return [f"{each.day.kind.value} {each.day.date.isoformat()} {each.title}" for each in events]


def _remembered(told: str) -> Event | None:
    """An event as it was remembered; none where the text is none of ours."""
    try:
        kind, date, title = told.split(" ", 2)
        return Event(Day(Kind(kind), dt.date.fromisoformat(date)), title, gone=True)
    except ValueError:
        return None


def as_file(ws: Workspace, events: Iterable[Event], alarm: Alarm) -> bytes:
    """The events as an iCalendar file."""
    name = f"KPI Desk – {ws.company.name}"
    return written(events, Feed(ws.sharing.identity, name, alarm, ws.now().astimezone(dt.UTC)))


def open_by_desktop(path: Path, search: str | None = None) -> bool:
    """Open a calendar file with the desktop's own program; tells whether there is one and it has begun.

    For desktops with the tools of freedesktop.org. ``search`` is where these are looked for, else where the system
    looks.
    """
    asks, opens = shutil.which(ASKS, path=search), shutil.which(OPENS, path=search)
    if asks is None or opens is None or not _answer([asks, "query", "default", "text/calendar"]):
        return False
    return _starts([opens, str(path)])


def _answer(command: Collection[str]) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a list of words, and no shell reads them
            [*command], check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=ANSWER_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _starts(command: Collection[str]) -> bool:
    """Some desktops stay until the program has ended: one that runs still has begun."""
    silent = subprocess.DEVNULL
    try:
        started = subprocess.Popen([*command], stdin=silent, stdout=silent, stderr=silent)  # noqa: S603 - as above
        return started.wait(START_S) == 0
    except subprocess.TimeoutExpired:
        return True
    except OSError:
        return False
