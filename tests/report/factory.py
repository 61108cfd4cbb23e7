"""Material for reviews: a made-up company of any size, with the same numbers every time."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, replace
from types import SimpleNamespace

from kpidesk.domain.entities import (
    Annotation,
    Carry,
    CheckIn,
    Company,
    Cycle,
    Department,
    Direction,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    ResultKind,
    ReviewNote,
    Section,
    Verdict,
)
from kpidesk.domain.period import Frequency, Period, between
from kpidesk.domain.series.possible import edges_seen
from kpidesk.domain.signals import RuleSet
from kpidesk.domain.status import Goal, Status
from kpidesk.figures import Point
from kpidesk.report.compose import Following, Material, Measured
from kpidesk.text import Message

AS_OF = dt.date(2026, 10, 12)
QUARTER = Period.parse("2026-Q3")
PEOPLE = {"p1": "Kari Nordmann", "p2": "Erik Lie", "p3": "Ingrid Haugen"}
DEPARTMENTS = ("Salg", "Marked", "Kundeservice", "HR", "IT", "Økonomi")
NAMES = (
    ("Nettosalg", "currency", 0, 1_240_000, 1_250_000, Direction.INCREASE),
    ("Nye kontrakter engros", "count", 0, 5, 6, Direction.INCREASE),
    ("Leads til kunde", "percent", 1, 20.8, 20.0, Direction.INCREASE),
    ("Besøk på nettsiden", "tusen", 1, 15.7, 14.0, Direction.INCREASE),
    ("Kostnad per konvertering", "currency", 0, 101, 110, Direction.DECREASE),
    ("NPS", "score", 0, 56, 50, Direction.INCREASE),
    ("Levering i tide", "percent", 1, 90.6, 96.0, Direction.INCREASE),
    ("Første svartid (FRT)", "hours", 1, 3.2, 4.0, Direction.DECREASE),
    ("Sykefravær", "percent", 1, 7.1, 4.5, Direction.DECREASE),
    ("eNPS", "score", 0, 24, 30, Direction.INCREASE),
    ("Tid til ansettelse", "days", 0, 38, 40, Direction.DECREASE),
    ("Oppetid nettbutikk", "percent", 2, 99.96, 99.90, Direction.INCREASE),
    ("Bruttomargin", "percent", 1, 63.8, 62.0, Direction.INCREASE),
    ("Likviditetsgrad fra drift", "ratio", 2, 1.18, 1.10, Direction.INCREASE),
    ("Temperatur i kjølerom", "°C", 1, 3.4, 2.0, Direction.MAINTAIN),
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """What compose reads of a KPI's figures."""

    kpi: Kpi
    frequency: Frequency
    points: tuple[Point, ...]
    status: Status
    limits: SimpleNamespace | None = None
    breaks: tuple[Period, ...] = ()
    rules: RuleSet = RuleSet.WHEELER
    signals: tuple[SimpleNamespace, ...] = ()
    flagged: bool = False
    sentence: Message | None = None

    @property
    def bounds(self):
        return edges_seen(self.kpi, self.values)

    def aim(self, _period):
        last = self.points[-1]
        return None if last.target is None else Goal(last.target, last.high, last.red_flag, last.red_high)

    @property
    def segments(self):
        if self.limits is None:
            return ()
        return (SimpleNamespace(limits=self.limits, first=self.points[0].period, last=None),)

    @property
    def periods(self):
        return tuple(p.period for p in self.points)

    @property
    def values(self):
        return tuple(p.value for p in self.points)

    @property
    def known_points(self):
        return tuple(p for p in self.points if p.value is not None)

    @property
    def known(self):
        return tuple((p.period, p.value) for p in self.known_points)


def point(period: Period, value: float | None, *, target=None, high=None, flag=None, direction=Direction.INCREASE,
          signal=False, not_applicable=False) -> Point:  # fmt: skip
    return Point(
        period=period, value=value, reason=None, provisional=False, have=3, of=3,
        status=judge(value, target, flag, direction, high), target=target, high=high, red_flag=flag,
        not_applicable=not_applicable, signal=signal,
    )  # fmt: skip


def judge(value, target, flag, direction, high=None) -> Status:
    if value is None:
        return Status.NO_DATA
    if target is None:
        return Status.NO_TARGET
    sign = -1 if direction is Direction.DECREASE else 1
    if direction is Direction.MAINTAIN and high is not None and value > high:
        return Status.AT_RISK
    if sign * (value - target) >= 0:
        return Status.ON_TRACK
    return Status.OFF_TRACK if flag is not None and sign * (value - flag) < 0 else Status.AT_RISK


def wave(seed: int, i: int) -> float:
    """Noise that is the same in every process."""
    return math.sin(seed * 12.9898 + i * 2.3) * 0.6 + math.sin(seed * 3.1 + i * 0.7) * 0.4


def measured(index: int, *, name: str = "", frequency: Frequency = Frequency.MONTH, target: bool = True,
             gap: bool = False, text: str = "") -> Measured:  # fmt: skip
    base_name, unit, decimals, now, goal, direction = NAMES[index % len(NAMES)]
    kpi = Kpi(
        f"{index:032x}", name=name or (base_name if index < len(NAMES) else f"{base_name} {index // len(NAMES) + 1}"),
        unit=unit, decimals=decimals, direction=direction, frequency=frequency,
        department=f"d{index % len(DEPARTMENTS)}", owner="p1",
    )  # fmt: skip
    last = Period.containing(dt.date(2026, 9, 20), frequency)
    high = goal * 1.8 if direction is Direction.MAINTAIN else None
    flag = goal * (1.3 if direction is Direction.DECREASE else 0.93)
    points = []
    count = 34
    for i, period in enumerate(between(last.previous(count - 1), last)):
        step = goal if i > 20 else goal * 0.95
        value = now * (1 + 0.06 * wave(index, i) - 0.004 * (count - 1 - i))
        value = None if gap and i in (15, 16, count - 1) else now if i == count - 1 else value
        goals = {"target": step, "high": high, "flag": flag} if target else {}
        if index % 17 == 6 and i == count - 1:
            points.append(replace(point(period, None, direction=direction, **goals), masked=True))
            continue
        points.append(point(period, value, direction=direction, signal=index % 5 == 2 and i in (28, 30), **goals))
    quarter = [
        point(QUARTER.previous(3 - i), now * (0.94 + 0.02 * i + 0.01 * wave(index, i)), direction=direction,
              **({"target": goal, "high": high, "flag": flag} if target else {}))
        for i in range(4)
    ]  # fmt: skip
    limits = None
    if index % 5 == 2:
        limits = SimpleNamespace(mean=now * 0.98, lower=now * 0.9, upper=now * 1.06, provisional=False)
    notes = ()
    if index % 3 == 0:
        notes = tuple(
            Annotation(
                f"a{index}{i}",
                kpi.uid,
                last.previous(back).code(),
                words or "Ny avtale med leverandør",
                action=i == 1,
                helped=Verdict.PARTLY if i == 1 else None,
            )
            for i, (back, words) in enumerate(((9, text), (2, "Kampanje i alle butikker"), (1, "")))
        )
    sentence = Message("Vanlig variasjon. Kvartalet endte nær målet, og ingenting peker på et varig skifte i tallene.")
    status = points[-1].status
    own = Figures(kpi, frequency, tuple(points), status, limits, (), sentence if index % 2 == 0 else None)
    longer = Figures(kpi, Frequency.QUARTER, tuple(quarter), status) if unit in ("currency", "count") else None
    return Measured(own, longer if not gap else None, notes)


def goals(count: int = 3, title: str = "") -> tuple[SimpleNamespace, ...]:
    titles = ("Bli førstevalget for kaffe på nett i Bergen", "Levere friskt brent kaffe til avtalt tid, hver gang",
              "En arbeidsplass folk blir i")  # fmt: skip
    scores = (0.78, 0.34, 0.55)
    statuses = (Status.ON_TRACK, Status.OFF_TRACK, Status.AT_RISK, Status.ACHIEVED, Status.NO_DATA)
    found = []
    for i in range(count):
        results = tuple(_result(i, j, statuses[(i + j) % 5], title) for j in range(3))
        results += _unusual(title) if i == 2 else ()
        found.append(_node(Objective(f"o{i}", title=title or titles[i % 3]), scores[i % 3], statuses[i % 3], results))
    return tuple(found)


def _result(i: int, j: int, status: Status, title: str) -> SimpleNamespace:
    kind = ResultKind.DONE if j == 2 and i == 1 else ResultKind.FROM_TO
    node = KeyResult(f"k{i}{j}", title=title or f"Øke nettandelen av salget fra 11 % til 2{j} %", kind=kind, start=11.0,
                     target=20.0 + j, unit="percent", decimals=1, owner="p2")  # fmt: skip
    words = title or "Ny nettbutikk ga 42 % flere ordrer i september. Abonnement er sterkeste driver."
    check_in = CheckIn(f"c{i}{j}", node.uid, dt.date(2026, 9, 28), 18.0, 7 - j, words, "p1")
    found = _node(node, 0.78 - 0.2 * j, status)
    found.current, found.confidence, found.confidence_change = 18.0, 7 - 2 * j, j - 1
    found.last_check_in = check_in if j != 1 else None
    return found


def _unusual(title: str) -> tuple[SimpleNamespace, ...]:
    """One scored by hand, one given up, one that rests, one measured by milestones, one restated since."""
    words = title or "tre uker gikk tapt til betalingsløsningen"
    base = {"title": title or "Konvertering opp fra 1,6 til 2,5 %", "start": 1.6, "target": 2.5, "unit": "percent"}
    nodes = (
        KeyResult("u0", **base, grade=0.4, grade_reason=words),
        KeyResult("u1", **base, dropped=words),
        KeyResult("u2", **base, parked=True),
        KeyResult("u3", title=title or "Nytt bakeri på Flesland", kind=ResultKind.MILESTONES),
        KeyResult("u4", **base),
    )
    found = tuple(_node(node, 0.33, Status.OFF_TRACK) for node in nodes)
    found[0].progress, found[0].by_numbers = (
        SimpleNamespace(raw=0.4, score=0.4),
        _node(nodes[0], 0.33, Status.OFF_TRACK),
    )
    found[4].restated = SimpleNamespace(raw=0.5, score=0.5)
    return found


def steps(title: str = "") -> dict[str, tuple[Milestone, ...]]:
    names = ("Leie skrevet", "Ovn levert", "Bemanning klar")
    return {"u3": tuple(
        Milestone(f"m{i}", "u3", title or name, 1.0, dt.date(2026, 9, 1 + i), dt.date(2026, 9, 3) if i == 0 else None)
        for i, name in enumerate(names)
    )}  # fmt: skip


def following(title: str = "") -> Following:
    """Two objectives that go on: one key result kept, one changed, one new; and one given up."""
    before = KeyResult("k00", title=title or "1 400 abonnenter", carried=Carry.CHANGE,
                       carried_reason=title or "for mye på en gang")  # fmt: skip
    results = (
        KeyResult("f0", title=title or "1 400 abonnenter", start=1090.0, target=1400.0, carried_from="k00"),
        KeyResult("f1", title=title or "Levering i tide 95 %", carried_from="k01"),
        KeyResult("f2", title=title or "Ny brosjyre"),
    )
    kept = KeyResult("k01", title="Levering", carried=Carry.KEEP)
    given_up = KeyResult("k02", title=title or "Kafé i Skostredet", carried=Carry.DROP, carried_reason=title or "leien")
    heads = (Objective("fo1", title=title or "Bli førstevalget"), Objective("fo2", title=title or "Levere til tiden"))
    return Following(((heads[0], results), (heads[1], ())), {"k00": before, "k01": kept}, (given_up,))


def _node(node, score, status, children=()) -> SimpleNamespace:
    return SimpleNamespace(
        node=node, depth=0, progress=SimpleNamespace(raw=score, score=score), current=None, expected=0.8,
        status=status, confidence=None, confidence_change=0, weakest=None, unscored=0, contribution=None,
        last_check_in=None, stale=False, value_period=None, children=children, start=getattr(node, "start", None),
        dropped=bool(node.dropped), parked=node.parked, restated=None, over=False, committed=False,
        by_numbers=None, without_hand=False,
        decimals=getattr(node, "decimals", 0),
    )  # fmt: skip


def notes(text: str = "") -> tuple[ReviewNote, ...]:
    lines = (
        (Section.WENT_WELL, "Nettbutikken løftet salget. Nettandelen er 18 %, opp fra 12 % i 2. kvartal."),
        (Section.WENT_WELL, "Kundene er mer fornøyde. NPS steg til 56, fjerde kvartal på rad."),
        (Section.WENT_BADLY, "Leveringene glipper. 90,6 % i tide mot mål 96 %. Ny transportør klarer ikke morgenen."),
        (Section.WENT_BADLY, "Fraværet øker. 7,1 % mot mål 4,5 %."),
        (Section.DECISION, "Bytte transportør fra 1. november. Det koster 11 tkr per måned."),
        (Section.DECISION, "Ansette i brenneriet, 60 % stilling ut juni 2027."),
        (Section.SURPRISED, "At morgenruten betyr så mye for hotellene."),
        (Section.LEARNED, "Prøveperiode før vi bytter leverandør."),
        (Section.NEXT, "1 400 abonnenter (fra 1 090)"),
        (Section.NEXT, "Levering i tide 95 % i desember"),
    )
    return tuple(
        ReviewNote(f"n{i}", "c", section, text or words, owner="p2", due=dt.date(2026, 11, 1))
        for i, (section, words) in enumerate(lines)
    )


def material(kpis: int = 15, *, name: str = "", text: str = "", with_notes: bool = True, with_goals: bool = True,
             company: str = "Fjordlys Kaffebrenneri AS", mixed: bool = False) -> Material:  # fmt: skip
    found = [
        measured(
            i, name=name, text=text, target=i % 11 != 9, gap=i % 13 == 7,
            frequency=Frequency.WEEK if mixed and i % 4 == 3 else Frequency.MONTH,
        )
        for i in range(kpis)
    ]  # fmt: skip
    roots = goals(3, name) if with_goals else ()
    return Material(
        company=Company("company", name=company),
        cycle=Cycle("c", start=QUARTER.first, end=QUARTER.last),
        as_of=AS_OF,
        author="Kari Nordmann",
        departments=tuple(Department(f"d{i}", n) for i, n in enumerate(DEPARTMENTS)),
        people=PEOPLE,
        kpis=tuple(found),
        goals=roots,  # type: ignore[arg-type]
        previous_scores={"bli førstevalget for kaffe på nett i bergen": 0.52, "en arbeidsplass folk blir i": 0.5},
        notes=notes(text) if with_notes else (),
        previous_notes=tuple(
            ReviewNote(f"pn{i}", "b", Section.DECISION, t, owner="p1", done=i == 0)
            for i, t in enumerate(("Relansere nettbutikken innen 15. juli", "Rutine for tunge løft"))
        ) if with_notes else (),
        steps=steps(name) if with_goals else {},
        following=following(name) if with_notes else Following(),
    )  # fmt: skip
