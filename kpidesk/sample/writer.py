"""The example company: a bakery in the last month of its quarter, with everything filled in.

The content lies in ``resources/sample/bakery.toml``. It is entered through the same commands that a
person uses, each by the one who would have done it, so its history is a real one. It stands as on the day that it
was written for, or as it would on any other (``dating``).
"""

from __future__ import annotations

import datetime as dt
import itertools
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from kpidesk import assets, text
from kpidesk import format as fmt
from kpidesk.commands import (
    agreements,
    check_ins,
    cycles,
    definitions,
    entry,
    goals,
    inputs,
    kpis,
    notes,
    people,
    reviews,
    targets,
)  # fmt: skip
from kpidesk.commands.definitions import InputSpec, KpiSpec
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Combine, Direction, ResultKind, Section, Uid, Window
from kpidesk.domain.period import Frequency, Period
from kpidesk.sample.dating import Dating
from kpidesk.sample.pace import checked_in, decimals_of, target_of
from kpidesk.settings import Home
from kpidesk.workspace import Workspace

Content = dict[str, Any]
ZONE = dt.timezone(dt.timedelta(hours=1))
SET_UP, NUMBERS, REVIEW = ("2026-01-02", 9, 0), ("2026-03-15", 8, 30), ("2026-03-16", 8, 30)
"""When the file was made, the numbers entered, and the first words for the review written."""


def today() -> dt.date:
    """The day on which the example is told."""
    return dt.date.fromisoformat(_content()["today"])


def write_sample(path: Path, language: str = "nb", home: Home | None = None, *, today: dt.date | None = None) -> None:
    """Make a new file with the example company; refuses an existing one like any new file.

    It stands as on ``today``, or without one on the day that it was written for.
    """
    content = _content()
    told = dt.date.fromisoformat(content["today"])
    dating = Dating(told, today or told, Period.parse(content["cycle"]))
    with text.using(language):
        _Writer(content, path, dating, home or Home.default()).write(language)


def _content() -> Content:
    return tomllib.loads(assets.read_bytes("sample", "bakery.toml").decode())


@dataclass(frozen=True)
class Event:
    """Something that one person entered at a moment."""

    moment: dt.datetime
    initials: str
    do: Callable[[Workspace], None]


class _Writer:
    """Enters the content, remembering what the ids of the content became."""

    def __init__(self, content: Content, path: Path, dating: Dating, home: Home) -> None:
        self.content, self.path, self.dating, self.home = content, path, dating, home
        self.place = 0 if text.language() == "nb" else 1
        self.moment = self.on(*SET_UP)
        self.people: dict[str, Uid] = {}
        self.departments: dict[str, Uid] = {}
        self.kpis: dict[str, Uid] = {}
        self.cycle: Uid = ""

    def on(self, day: str, hour: int, minute: int = 0) -> dt.datetime:
        """A moment of the content; what was done today was done yesterday where nobody knows how late it is."""
        early = dt.timedelta(days=day == self.content["today"] and self.dating.moved)
        return dt.datetime.combine(self.dating.day(day) - early, dt.time(hour, minute), ZONE)

    def clock(self) -> dt.datetime:
        """A clock that moves on a little with each look."""
        self.moment += dt.timedelta(seconds=20)
        return self.moment

    def write(self, language: str) -> None:
        """Enter everything."""
        author = self.content["people"]["KS"]
        with (
            Workspace.create(
                self.path,
                company=self.words(self.content["company"]),
                author=author,
                language=language,
                fiscal_year_start=self.dating.fiscal_start,
                home=self.home,
                clock=self.clock,
            ) as ws,
            ws.sharing.holding(),
        ):
            self._set_up(ws)
            for definition in self.content["kpi"]:
                self._define(ws, definition)
            self._add_goals(ws)
        events = sorted(self._events(), key=lambda event: event.moment)
        for initials, group in itertools.groupby(events, key=lambda event: event.initials):
            with self._as(initials) as ws:
                for event in group:
                    self.moment = event.moment
                    event.do(ws)

    @contextmanager
    def _as(self, initials: str) -> Iterator[Workspace]:
        author = self.content["people"][initials]
        with Workspace.open(self.path, author=author, home=self.home, clock=self.clock) as ws, ws.sharing.holding():
            yield ws

    def words(self, texts: Any) -> str:
        """The text in the language of the example, with weeks and months as they are then."""
        return self.dating.words(texts if isinstance(texts, str) else str(texts[self.place]))

    def told(self, content: Content) -> str:
        """A text, or what stands in its place where it belongs to another season."""
        return self.words(content["other"] if self.dating.moved and "other" in content else content["text"])

    # ---- setting up ------------------------------------------------------------------------------

    def _set_up(self, ws: Workspace) -> None:
        strategy = self.words(self.content["strategy"])
        people.set_company(ws, strategy=strategy, strategy_years=self._years())
        for initials, name in self.content["people"].items():
            self.people[initials] = people.add_person(ws, name)
        for key, department in self.content["departments"].items():
            name = self.words(department["name"])
            self.departments[key] = people.add_department(ws, name, icon=department["icon"])
        self.cycle = cycles.ensure_cycle(ws, self.dating.cycle)

    def _years(self) -> str:
        """The years of the strategy, which begin with the one of the example."""
        first, last = (int(year) for year in self.content["strategy_years"].split("–"))
        by = self.dating.today.year - self.dating.told.year
        return f"{first + by}–{last + by}"

    def _define(self, ws: Workspace, content: Content) -> None:
        uid = definitions.store(ws, self._spec(ws, content))
        self.kpis[content["id"]] = uid
        if "path" in content:
            first, last = (self.dating.period(name) for name in content["path_span"])
            start, value = content["path"]
            targets.set_target(ws, uid, Step(value=value, start=first.first, end=last.last), path_from=start)
        if content.get("parked"):
            kpis.park(ws, uid)

    def _spec(self, ws: Workspace, content: Content) -> KpiSpec:
        return KpiSpec(
            self.words(content["name"]),
            content["unit"],
            content["decimals"],
            Frequency(content["frequency"]),
            Direction(content["direction"]),
            content.get("formula", ""),
            self._inputs(ws, content),
            content.get("target"),
            red_flag=content.get("red_flag"),
            fields=self._kpi_fields(content),
        )

    def _kpi_fields(self, content: Content) -> Content:
        base = [self.dating.period(name).first for name in content.get("base", [])]
        return {
            "short_name": self.words(content["short"]),
            "definition": self.words(content.get("definition", "")),
            "department": self.departments[content["department"]],
            "owner": self.people[content["owner"]],
            "grace_days": self.dating.grace(Frequency(content["frequency"]), content.get("grace")),
            "source": self.words(content.get("source", "")),
            "pitfall": self.words(content.get("pitfall", "")),
            "counter_metric": self.words(content.get("counter", "")),
            "library_id": content["library"],
            "customer_facing": content.get("customer_facing", False),
            "base_start": base[0] if base else None,
            "base_end": base[1] if base else None,
        }

    def _inputs(self, ws: Workspace, content: Content) -> tuple[InputSpec, ...]:
        if "formula" not in content:
            return (InputSpec(self.words(content["name"]), combine=Combine(content["input"][0]["combine"])),)
        own = (self._input(each, content) for each in content.get("input", []))
        others = (InputSpec(key, key) for key in content.get("shared", []))
        return tuple(definitions.shared(ws, each) for each in (*own, *others))

    def _input(self, content: Content, kpi: Content) -> InputSpec:
        return InputSpec(
            self.words(content["name"]),
            content["key"],
            Combine(content["combine"]),
            self.words(content["unit"]),
            decimals=content.get("decimals", 0),
            source=self.words(kpi.get("source", "")),
        )

    # ---- goals -----------------------------------------------------------------------------------

    def _add_goals(self, ws: Workspace) -> None:
        line: list[Uid] = []
        for content in self.content["goal"]:
            del line[content["depth"] :]
            uid = self._add_goal(ws, content, line[-1] if line else None)
            content["uid"] = uid
            line.append(uid)

    def _add_goal(self, ws: Workspace, content: Content, parent: Uid | None) -> Uid:
        title, owner = self.words(content["title"]), self.people[content["owner"]]
        if "result" in content:
            assert parent is not None
            measure = self._measure(content["result"])
            title = title.replace("{target}", _plain(measure["target"], measure["decimals"]))
            return goals.add_key_result(ws, title, parent=parent, owner=owner, **measure)
        if "initiative" in content:
            assert parent is not None
            due = content["initiative"].get("due")
            return goals.add_initiative(
                ws, title, parent=parent, owner=owner, due=self.dating.day(due) if due else None
            )
        department = self.departments.get(content.get("department", ""))
        cycle = self.cycle if parent is None else None
        return goals.add_objective(ws, title, parent=parent, owner=owner, department=department, cycle=cycle)

    def _measure(self, content: Content) -> Content:
        return {
            "kind": ResultKind.FROM_TO,
            "start": float(content["start"]),
            "target": target_of(content, self.content["kpi"], self.dating),
            "unit": self.words(content["unit"]),
            "decimals": decimals_of(content, self.dating),
            "kpi": self.kpis.get(content.get("kpi", "")),
            "window": Window(content.get("window", "latest")),
        }

    # ---- what each person enters -----------------------------------------------------------------

    def _events(self) -> Iterator[Event]:
        """Everything that somebody entered, each on its day."""
        for content in self.content["goal"]:
            done = content.get("initiative", {}).get("done")
            if done:
                yield Event(self.on(done, 11), content["owner"], partial(self._tick, content))
            for check_in in content.get("check_ins", []):
                do = partial(self._check_in, content, check_in)
                yield Event(self.on(check_in[0], 14), content["owner"], do)
        for content in self.content["kpi"]:
            yield Event(self.on(*NUMBERS), content["owner"], partial(self._enter_numbers, content))
        for content in (*self.content["goal"], *self.content["kpi"]):
            yield from self._agreement(content)
        for content in self.content["review"]:
            yield Event(self.on(*REVIEW), content.get("owner", "KS"), partial(self._review, content))

    def _agreement(self, content: Content) -> Iterator[Event]:
        """Whom the owner asked, and the answers of those who have agreed."""
        if "agreement" not in content:
            return
        asked = content["agreement"]
        yield Event(self.on(asked["asked"], 9), content["owner"], partial(self._ask, content))
        for initials in asked["agreed"]:
            yield Event(self.on(asked["answered"], 10), initials, partial(self._agree, content, initials))

    def _about(self, content: Content) -> Uid:
        return str(content.get("uid") or self.kpis[content["id"]])

    def _ask(self, content: Content, ws: Workspace) -> None:
        who = content["agreement"]
        persons = [self.people[initials] for initials in (*who["agreed"], *who.get("waiting", []))]
        agreements.ask(ws, self._about(content), persons)

    def _agree(self, content: Content, initials: str, ws: Workspace) -> None:
        agreements.answer(ws, self._about(content), self.people[initials], True)

    def _tick(self, content: Content, ws: Workspace) -> None:
        goals.tick(ws, content["uid"], True)

    def _enter_numbers(self, content: Content, ws: Workspace) -> None:
        for each in content.get("input", []):
            source = inputs.input_named(ws, each["key"] if content.get("formula") else self.words(each["name"]))
            cells: list[entry.Cell] = []
            period = self.dating.period(each["first"])
            for value in each["values"]:
                cells.append((source.uid, period, float(value)))
                period = period.next()
            entry.paste(ws, cells)
            if "confirmed" in each:
                entry.confirm(ws, source.uid, self.dating.period(each["confirmed"]))
        for note in content.get("note", []):
            notes.annotate(ws, self.kpis[content["id"]], self.dating.period(note["period"]), self.told(note))

    def _check_in(self, content: Content, check_in: list[Any], ws: Workspace) -> None:
        day, value, confidence, *notes = check_in
        shown = notes[-2:] if self.dating.moved else notes[:2]
        known = None if value == "" else self._value(content, float(value))
        said = self.words(shown).replace("{value}", "" if known is None else _plain(known, fmt.fitting_decimals(known)))
        check_ins.check_in(
            ws,
            content["uid"],
            value=known,
            confidence=confidence,
            note=said,
            day=self.dating.day(day),
            author=self.people[content["owner"]],
        )

    def _value(self, content: Content, value: float) -> float:
        result, last = content["result"], float(content["check_ins"][-1][1])
        return value if "kpi" in result else checked_in(result, value, last, self.dating)

    def _review(self, content: Content, ws: Workspace) -> None:
        due = content.get("due")
        reviews.add_note(
            ws,
            self.cycle,
            Section(content["section"]),
            self.told(content),
            owner=self.people.get(content.get("owner", "")),
            due=self.dating.day(due) if due else None,
        )


def _plain(number: float, decimals: int) -> str:
    """A number as people type it."""
    return fmt.number(number, decimals).replace(fmt.NBSP, " ")
