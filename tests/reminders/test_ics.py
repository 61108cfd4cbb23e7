"""The calendar file: read back by a library that others wrote, and by the letter of RFC 5545."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk.domain.period import Period
from kpidesk.reminders.days import Day, Kind
from kpidesk.reminders.ics import LINE, Alarm, Event, Feed, escaped, folded, uid, written

NOW = dt.datetime(2026, 3, 16, 8, 41, tzinfo=dt.UTC)
NUMBERS = Day(Kind.NUMBERS, dt.date(2026, 3, 23), (Period.parse("2026-W12"),))
REVIEW = Day(Kind.REVIEW, dt.date(2026, 4, 14), (Period.parse("2026-Q1"),))


def file(*events: Event, alarm: Alarm = Alarm.SAME_DAY, now: dt.datetime = NOW) -> bytes:
    return written(events, Feed("abc", "Brød, AS", alarm, now))


def unfolded(data: bytes) -> list[str]:
    """The lines of the file by section 3.1: CRLF ends one, and a space after it takes the end back."""
    assert data.endswith(b"\r\n") and b"\n" not in data.replace(b"\r\n", b"")
    return data.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def values(data: bytes, name: str) -> list[str]:
    return [line.partition(":")[2] for line in unfolded(data) if line.startswith(f"{name}:")]


@pytest.mark.parametrize("words", ["æ" * 200, "a" + "ø" * 80, "x" * 75, "x" * 76, "🥐" * 60, "", "é" * 37 + "a"])
def test_no_line_is_longer_than_75_octets_and_none_breaks_a_character(words: str) -> None:
    lines = folded(words).split(b"\r\n")[:-1]
    assert all(len(line) <= LINE for line in lines)
    assert [line.decode() for line in lines]
    assert b"".join([lines[0], *(line[1:] for line in lines[1:])]).decode() == words
    assert all(line.startswith(b" ") for line in lines[1:])


def test_a_text_hides_what_the_format_means_by_itself() -> None:
    assert escaped("a;b,c\\d\r\ne\x07") == "a\\;b\\,c\\\\d\\ne"
    assert escaped("1 000") == "1 000", "a no-break space stays"


def test_each_event_has_what_a_calendar_asks_for() -> None:
    data = file(Event(NUMBERS, "Registrer tall for uke 12"), Event(REVIEW, "Gjennomgang"))
    assert unfolded(data)[0] == "BEGIN:VCALENDAR" and values(data, "VERSION") == ["2.0"]
    assert values(data, "DTSTART") == ["20260323T090000", "20260414T100000"], "floating: nine is nine wherever one is"
    assert values(data, "DTSTAMP") == ["20260316T084100Z"] * 2 == values(data, "LAST-MODIFIED")
    assert len(set(values(data, "UID"))) == 2
    assert values(data, "TRIGGER") == ["PT0M", "-PT60M"], "at nine on the day, an hour before the review"


@pytest.mark.parametrize(("alarm", "triggers"), [(Alarm.NONE, []), (Alarm.DAY_BEFORE, ["-PT1080M", "-PT1140M"])])
def test_the_reminder_is_as_chosen(alarm: Alarm, triggers: list[str]) -> None:
    data = file(Event(NUMBERS, "a"), Event(REVIEW, "b"), alarm=alarm)
    assert values(data, "TRIGGER") == triggers
    assert unfolded(data).count("BEGIN:VALARM") == len(triggers)


def test_the_same_day_added_again_is_the_same_event_and_newer() -> None:
    first = file(Event(NUMBERS, "a"))
    second = file(Event(NUMBERS, "b"), now=NOW + dt.timedelta(seconds=2))
    assert values(first, "UID") == values(second, "UID")
    assert int(values(second, "SEQUENCE")[0]) == int(values(first, "SEQUENCE")[0]) + 2
    assert int(values(first, "SEQUENCE")[0]) < 2**31


def test_an_event_that_is_gone_is_cancelled_under_its_own_name_and_rings_no_more() -> None:
    before, after = file(Event(NUMBERS, "a")), file(Event(NUMBERS, "a", gone=True), now=NOW + dt.timedelta(seconds=1))
    assert values(before, "STATUS") == ["CONFIRMED"] and values(after, "STATUS") == ["CANCELLED"]
    assert values(before, "UID") == values(after, "UID") and b"VALARM" not in after
    assert int(values(after, "SEQUENCE")[0]) > int(values(before, "SEQUENCE")[0])


def test_another_file_has_other_events() -> None:
    assert uid(NUMBERS, "abc") != uid(NUMBERS, "def")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        file(Event(NUMBERS, "a"), now=NOW.replace(tzinfo=None))


def test_an_independent_reader_reads_the_same() -> None:
    icalendar = pytest.importorskip("icalendar", reason="the reader comes with the locked test requirements")
    title = "Registrer tall for uke 12, 13; «æøå» \\ og " + "lang tittel " * 12
    made = icalendar.Calendar.from_ical(file(Event(NUMBERS, title), Event(REVIEW, "Gjennomgang")))
    events = made.walk("VEVENT")
    assert made.errors == [] and all(event.errors == [] for event in events)
    assert [str(event["SUMMARY"]) for event in events] == [title, "Gjennomgang"]
    assert events[0].decoded("DTSTART") == dt.datetime(2026, 3, 23, 9)  # noqa: DTZ001 - floating is what is asked for
    assert events[0].decoded("DTSTAMP") == NOW
    assert events[1].walk("VALARM")[0].decoded("TRIGGER") == dt.timedelta(hours=-1)
