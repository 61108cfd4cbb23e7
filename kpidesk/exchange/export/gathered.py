"""The measured numbers of a workspace as lines, each under a name that the import knows again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kpidesk.domain.entities import Annotation, Input, Kpi, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.export.asked import Asked
from kpidesk.exchange.intake import names
from kpidesk.exchange.intake.match import Known, here
from kpidesk.text import ngettext
from kpidesk.workspace import Reads


@dataclass(frozen=True)
class Line:
    """One measured quantity: its numbers by period in the order of time, and what somebody has noted of them."""

    input: Uid
    name: str
    unit: str
    decimals: int
    frequency: Frequency
    values: Mapping[Period, Value]
    notes: Mapping[Period, str]


@dataclass(frozen=True)
class Numbers:
    """What goes out, and which month the company's year begins in, which names its quarters.

    ``sensitive`` KPIs are made of them: the numbers that were entered go out, also where their KPI hides what is about
    too few people.
    """

    lines: tuple[Line, ...]
    fiscal_start: int
    kpis: int
    parked: int
    sensitive: int = 0

    @property
    def count(self) -> int:
        """How many numbers there are, and cells that hold none on purpose."""
        return sum(len(line.values) for line in self.lines)

    @property
    def frequencies(self) -> tuple[Frequency, ...]:
        """The rhythms of the numbers, from short to long."""
        return tuple(each for each in Frequency if any(line.frequency is each for line in self.lines))


def gathered(ws: Reads, asked: Asked) -> Numbers:
    """Read what is asked for; lines without a number in that time are left out."""
    kpis = [kpi for kpi in ws.all(Kpi) if asked.kpi in (None, kpi.uid)]
    wanted = _wanted(ws, kpis, asked)
    known = [each for each in here(ws).known if each.input.uid in wanted]
    series = ws.series_many(each.input.uid for each in known)
    called, notes = _called(ws, known), _notes(ws)
    lines = []
    for each in known:
        uid, source = each.input.uid, each.input
        values = {
            period: value
            for period, value in sorted(series.get(uid, {}).items())
            if asked.takes(period.first, period.last)
        }
        if values:
            noted = {period: text for period, text in notes.get(uid, {}).items() if period in values}
            lines.append(Line(uid, called[uid], source.unit, source.decimals, source.frequency, values, noted))
    used = {line.input for line in lines}
    told = [kpi for kpi in kpis if any(uid in used for _name, uid in kpi.inputs)]
    parked = sum(kpi.parked for kpi in told)
    sensitive = sum(kpi.sensitive for kpi in told)
    return Numbers(tuple(lines), ws.company.fiscal_year_start, len(told) - parked, parked, sensitive)


def sensitive_words(numbers: Numbers) -> str:
    """That numbers of sensitive KPIs go out as they were entered; empty where none do."""
    if not numbers.sensitive:
        return ""
    words = ngettext(
        "It holds the numbers that {n} sensitive KPI is made of, also those about few people.",
        "It holds the numbers that {n} sensitive KPIs are made of, also those about few people.",
        numbers.sensitive,
    )
    return words.format(n=numbers.sensitive)


def _wanted(ws: Reads, kpis: Iterable[Kpi], asked: Asked) -> set[Uid]:
    """Inputs of the KPIs with their parts; all of them where no KPI is asked for, also those that none reads."""
    sources = ws.all(Input)
    of_kpis = {uid for kpi in kpis for _name, uid in kpi.inputs}
    if asked.without_sensitive:
        open_ones = {uid for kpi in ws.all(Kpi) if not kpi.sensitive for _name, uid in kpi.inputs}
        hidden = {uid for kpi in ws.all(Kpi) if kpi.sensitive for _name, uid in kpi.inputs} - open_ones
        sources = [each for each in sources if not hidden & {each.uid, each.member_of}]
    if asked.kpi is None:
        return {each.uid for each in sources}
    return {each.uid for each in sources if of_kpis & {each.uid, each.member_of}}


def _called(ws: Reads, known: Iterable[Known]) -> dict[Uid, str]:
    """A name for each input that no other has: that of the KPI which is that input, else its own; else its key."""
    known = list(known)
    plain = {kpi.inputs[0][1]: kpi.name for kpi in reversed(ws.all(Kpi)) if not kpi.formula and kpi.inputs}
    shown = {each.input.uid: plain.get(each.input.uid) or str(each.words) for each in known}
    often = Counter(names.folded(name) for name in shown.values())
    return {
        each.input.uid: name if often[names.folded(name)] == 1 else each.input.key or name
        for each in known
        for name in [shown[each.input.uid]]
    }


def _notes(ws: Reads) -> dict[Uid, dict[Period, str]]:
    """What is noted of the periods of inputs; a note on a KPI stands with the first input that it reads."""
    first = {kpi.uid: kpi.inputs[0][1] for kpi in ws.all(Kpi) if kpi.inputs}
    found: dict[Uid, dict[Period, str]] = {}
    for note in ws.all(Annotation):
        if note.about is None or not note.text.strip() or not note.period:
            continue
        own, period = found.setdefault(first.get(note.about, note.about), {}), Period.from_code(note.period)
        text = " ".join(note.text.split())
        own[period] = f"{own[period]} · {text}" if period in own else text
    return found
