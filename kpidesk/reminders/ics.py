"""Days written as iCalendar (RFC 5545), for any calendar program to read.

A library for it (icalendar, BSD) brings time zones and a second date library for what is a page here: one calendar of
plain events. Times are floating (section 3.3.5, form 1): nine o'clock is nine o'clock wherever the owner is, and no
time zone has to be described. An event's UID is made of the file, the kind and the day, so that a calendar that takes
it in again updates what it has (section 3.8.4.7); SEQUENCE grows with time, as a calendar keeps the higher one. A day
that is to be none any more is written once more as cancelled (STATUS, section 3.8.1.11).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

import kpidesk
from kpidesk.domain.entities import Uid
from kpidesk.records import record
from kpidesk.reminders.days import Day, Kind

LINE = 75
"""Octets in a line at the most, without its end (section 3.1)."""
STARTS = {Kind.NUMBERS: dt.time(9), Kind.CHECK_INS: dt.time(9), Kind.REVIEW: dt.time(10)}
"""When each kind begins on its day."""
MINUTES = {Kind.NUMBERS: 15, Kind.CHECK_INS: 15, Kind.REVIEW: 60}
EPOCH = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
"""SEQUENCE counts seconds from here, which fit into 31 bits until 2088."""


class Alarm(Enum):
    """When the calendar reminds; the value is days from the day itself and the hour, empty for never."""

    SAME_DAY = (0, 9)
    DAY_BEFORE = (-1, 15)
    NONE = None


@record(frozen=True)
class Event:
    """A day with the title that the calendar shows; ``gone`` takes it out of the calendar."""

    day: Day
    title: str
    gone: bool = False


@record(frozen=True)
class Feed:
    """What the events have in common: the file's ``identity``, the calendar's ``name``, the reminder, the moment."""

    identity: Uid
    name: str
    alarm: Alarm
    now: dt.datetime


def written(events: Iterable[Event], feed: Feed) -> bytes:
    """The calendar as a file; raises ``ValueError`` for a moment without a time zone."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//KPI Desk//KPI Desk {kpidesk.__version__}//EN",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(feed.name)}",
    ]  # fmt: skip
    for event in events:
        lines += _event(event, feed)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _event(event: Event, feed: Feed) -> Iterator[str]:
    day, stamp = event.day, _utc(feed.now)
    begins = dt.datetime.combine(day.date, STARTS[day.kind])
    yield "BEGIN:VEVENT"
    yield f"UID:{uid(day, feed.identity)}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{int((feed.now - EPOCH).total_seconds())}"
    yield f"DTSTART:{begins:%Y%m%dT%H%M%S}"
    yield f"DURATION:PT{MINUTES[day.kind]}M"
    yield f"SUMMARY:{escaped(event.title)}"
    yield "STATUS:" + ("CANCELLED" if event.gone else "CONFIRMED")
    yield "TRANSP:" + ("OPAQUE" if day.kind is Kind.REVIEW and not event.gone else "TRANSPARENT")
    if feed.alarm is not Alarm.NONE and not event.gone:
        yield from _alarm(event, begins, feed.alarm)
    yield "END:VEVENT"


def _alarm(event: Event, begins: dt.datetime, alarm: Alarm) -> Sequence[str]:
    days, hour = alarm.value or (0, 0)
    rings = dt.datetime.combine(event.day.date + dt.timedelta(days=days), dt.time(hour))
    before = int((begins - rings).total_seconds() // 60)
    trigger = f"TRIGGER:{'-' if before else ''}PT{before}M"
    return ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(event.title)}", trigger, "END:VALARM"]


def uid(day: Day, identity: Uid) -> str:
    """What names an event in every calendar: of one file, kind and day."""
    return f"{identity}-{day.kind.value.replace('_', '-')}-{day.key:%Y%m%d}@kpidesk"


def _utc(moment: dt.datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def escaped(words: str) -> str:
    """A text as a value (section 3.3.11): backslash, semicolon, comma and line end; no other control characters."""
    kept = "".join(
        each for each in words.replace("\r\n", "\n") if each == "\n" or each.isprintable() or each == "\u00a0"
    )
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A line with its end, broken after 75 octets and never inside a character; what follows begins with a space."""
    pieces, room, piece = [], LINE, b""
    for each in line:
        octets = each.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", LINE - 1
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
