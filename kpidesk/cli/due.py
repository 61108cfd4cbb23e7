"""``due``: what waits, and what comes within so many days; for a person at a shell, and for cron."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from kpidesk import format as fmt
from kpidesk.cli.codes import WAITING
from kpidesk.cli.names import person_called
from kpidesk.cli.opening import Outcome, opened
from kpidesk.domain.entities import Agreement, Cycle, KeyResult, Kpi, Person, Uid
from kpidesk.domain.period import Period
from kpidesk.domain.stage import review_day
from kpidesk.figures import NodeFigures
from kpidesk.figures.cycle_list import cycle_name
from kpidesk.figures.waiting import Waiting
from kpidesk.reminders.days import Day, coming
from kpidesk.reminders.waits import Waits, waits
from kpidesk.reminders.words import day_title, waiting_words
from kpidesk.text import _, ngettext
from kpidesk.workspace import Workspace

SPAN = re.compile(r"(\d{1,3})\s*([dwu]?)", re.IGNORECASE)
LONGEST = 366


def within(words: str) -> int:
    """``3d``, ``2w`` (in bokmål ``2u``) or a plain number of days; argparse tells why it is none."""
    match = SPAN.fullmatch(words.strip())
    days = int(match[1]) * (7 if match[2].lower() in ("w", "u") else 1) if match else LONGEST + 1
    if days > LONGEST:
        raise argparse.ArgumentTypeError(
            _("“{words}” isn’t a number of days up to {most}, written like 3d or 2w").format(
                words=words.strip()[:20], most=LONGEST
            )
        )
    return days


def due(options: argparse.Namespace) -> Outcome:
    """Tell what waits; exit with 4 when something does."""
    with opened(options) as ws:
        today = options.as_of or ws.today()
        person = None if options.who is None else person_called(ws, options.who).uid
        last = today + dt.timedelta(days=options.within)
        found, ahead = waits(ws, today, person), coming(ws, today, last, person, waiting=False)
        data = {
            "as_of": today.isoformat(), "until": last.isoformat(), "waiting": bool(found or ahead),
            "numbers": found.number_count, "check_ins": len(found.check_ins),
            "agreements": len(found.agreements), "reviews": len(found.reviews),
            "items": [*_items(ws, found, today)], "coming": [_coming(ws, day) for day in ahead],
        }  # fmt: skip
        return Outcome("\n".join(_lines(ws, found, data, today)), data, WAITING if found or ahead else 0)


# ---- data ------------------------------------------------------------------------------------------


def _items(ws: Workspace, found: Waits, today: dt.date) -> Iterator[dict[str, Any]]:
    yield from (_number(ws, each, today) for each in found.numbers)
    yield from (_check_in(ws, each, today) for each in found.check_ins)
    yield from (_agreement(ws, each) for each in found.agreements)
    yield from (_review(ws, period, cycle, today) for period, cycle in found.reviews)


def _number(ws: Workspace, waiting: Waiting, today: dt.date) -> dict[str, Any]:
    kpi, start = ws.get(Kpi, waiting.kpi), ws.company.fiscal_year_start
    return {
        **_item("number", kpi.uid, kpi.name, _name(ws, kpi.owner)), **_day(waiting.deadline, today),
        "period": waiting.period.key(start), "period_text": fmt.period_name(waiting.period, start),
        "count": waiting.count,
    }  # fmt: skip


def _check_in(ws: Workspace, figures: NodeFigures, today: dt.date) -> dict[str, Any]:
    node = figures.node
    assert isinstance(node, KeyResult)
    return {**_item("check_in", node.uid, node.title, _name(ws, node.owner)), **_day(figures.check_in_due, today)}


def _agreement(ws: Workspace, asked: Agreement) -> dict[str, Any]:
    kpi, about = ws.find(Kpi, asked.about), asked.about or ""
    title = kpi.name if kpi is not None else ws.node(about).title
    asked_on = None if asked.asked_on is None else asked.asked_on.isoformat()
    return {**_item("agreement", about, title, _name(ws, asked.person)), "asked_on": asked_on}


def _review(ws: Workspace, period: Period, cycle: Cycle, today: dt.date) -> dict[str, Any]:
    title = _("Review of {cycle}").format(cycle=cycle_name(ws, period))
    return {**_item("review", cycle.uid, title, None), **_day(review_day(cycle), today)}


def _item(kind: str, uid: Uid, title: str, who: str | None) -> dict[str, Any]:
    return {"kind": kind, "id": uid, "title": title, "who": who}


def _day(day: dt.date | None, today: dt.date) -> dict[str, Any]:
    return {
        "due": None if day is None else day.isoformat(),
        "days_over": None if day is None or day >= today else (today - day).days,
    }


def _name(ws: Workspace, uid: Uid | None) -> str | None:
    person = ws.find(Person, uid)
    return None if person is None else person.name


def _coming(ws: Workspace, day: Day) -> dict[str, Any]:
    return {"kind": day.kind.value, "due": day.date.isoformat(), "title": day_title(ws, day)}


# ---- words -----------------------------------------------------------------------------------------


def _lines(ws: Workspace, found: Waits, data: dict[str, Any], today: dt.date) -> Iterator[str]:
    company = ws.company.name
    quiet = _("Nothing is waiting in {company} yet. Soon:") if data["coming"] else _("Nothing is waiting in {company}.")
    yield waiting_words(found, company) or quiet.format(company=company)
    for item in data["items"]:
        yield "  " + _line(item, today)
    for day in data["coming"]:
        when = fmt.weekday_day(dt.date.fromisoformat(day["due"]))
        yield "  " + _("{day}: {title}").format(day=fmt.capital(when), title=day["title"])


def _line(item: dict[str, Any], today: dt.date) -> str:
    """``Sykefravær, februar: 2 tall, frist 10. mars, 6 dager over (Sunniva Lie)``."""
    head = {
        "number": _("{title}, {period}"), "check_in": _("Check-in: {title}"),
        "agreement": _("Agreement on {title}"), "review": "{title}",
    }[item["kind"]]  # fmt: skip
    told = head.format(title=item["title"], period=item.get("period_text"))
    beside = ", ".join(_beside(item, today))
    who = f" ({item['who']})" if item["who"] else ""
    return (f"{told}: {beside}" if beside else told) + who


def _beside(item: dict[str, Any], today: dt.date) -> Iterator[str]:
    if "count" in item:
        yield ngettext("{n} number", "{n} numbers", item["count"]).format(n=item["count"])
    if item.get("due"):
        day = dt.date.fromisoformat(item["due"])
        yield _("due {day}").format(day=_("today") if day == today else fmt.day_short(day, today))
    if item.get("days_over"):
        yield fmt.overdue(item["days_over"])
