"""What a copy would bring, in words: its changes line by line under who made them, counted by kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk.domain.entities import (
    Agreement,
    Annotation,
    CheckIn,
    Cycle,
    Definition,
    Entity,
    Frozen,
    Initiative,
    Input,
    KeptReview,
    KeyResult,
    Kpi,
    Milestone,
    Node,
    Objective,
    ReviewNote,
    Shift,
    Target,
)
from kpidesk.text import _
from kpidesk.wording.changes import DASH, check_in_words, describe, name_of, named
from kpidesk.wording.fields import kind_word, lower
from kpidesk.wording.history import Teller, genitive, import_words, numbers
from kpidesk.wording.restored import restored_words
from kpidesk.workspace import CellChange, ImportLine, MergeReport, PersonChanges, Reads, Restored

PLACES = ("parent", "order")
"""Fields that together say where a goal stands; one line tells of both."""
ANSWERS = ("agreed", "answered_on", "asked_on", "note")
CLOSED = ("closed_on", "named_from")
"""The fields of a cycle that its closing sets, first the one that says most."""
SILENT = ("order", "decimals", "fitted", "key", "icon", "answered_on", "asked_on")


@dataclass(frozen=True)
class Line:
    """One change that is taken in: an icon, what it is about, before (or nothing), after, and when."""

    icon: str
    words: str
    before: str
    after: str
    when: str


@dataclass(frozen=True)
class PersonLines:
    """One person's changes; ``note`` tells whose copy they were made on, where it was another's."""

    author: str
    lines: tuple[Line, ...]
    note: str = ""


class MergeTeller:
    """Puts the changes of a merge into words; ``ws`` is the workspace as it becomes."""

    def __init__(self, ws: Reads, report: MergeReport) -> None:
        self._ws, self._report = ws, report
        self._teller = Teller(ws)
        self._zone, self._today = ws.now().tzinfo, ws.today()

    def people(self) -> tuple[PersonLines, ...]:
        """Every change that needs no choice, under who made it."""
        return tuple(self._person(person) for person in self._report.people)

    def when(self, moment: dt.datetime | None) -> str:
        """A moment as one says it today."""
        return "" if moment is None else fmt.moment_short(moment.astimezone(self._zone), self._today)

    def number_name(self, change: CellChange) -> str:
        """What one number is called."""
        return self._teller.number_name(change.uid, change.period)

    def _person(self, person: PersonChanges) -> PersonLines:
        lines = [self._restored(each) for each in person.restores]
        lines += [self._line(change) for change in joined(person.changes)]
        lines += [self._import(line) for line in person.imports]
        other = person.author != self._report.last_author and bool(self._report.last_author)
        note = _("made in {whose} copy").format(whose=genitive(first_name(self._report.last_author))) if other else ""
        return PersonLines(person.author, tuple(lines), note)

    def _restored(self, restored: Restored) -> Line:
        words = restored_words(restored, self._ws.author, self._today)
        return Line("archive-restore", words, "", "", self.when(restored.when))

    def _import(self, line: ImportLine) -> Line:
        return Line("download", import_words(line.label), "", numbers(line.numbers), self.when(line.when))

    def _line(self, change: CellChange) -> Line:
        icon, words, before, after = self._told(change)
        return Line(icon, words, before, after, self.when(change.when))

    def _told(self, change: CellChange) -> tuple[str, str, str, str]:
        told = describe(self._ws, change)
        if change.period is not None:
            fresh = change.before is None
            return ("plus" if fresh else "pencil"), self.number_name(change), "" if fresh else told.before, told.after
        if change.kind is Agreement:
            return self._answer(change)
        if change.field == "life":
            return self._row(change)
        about = told.about or kind_word(change.kind)
        if change.field in PLACES:
            above = named(self._ws, change.after) if change.after else _("at the top")
            return "pencil", _("Moved: {name}").format(name=about), "", above
        return "pencil", f"{about}: {lower(told.part)}" if told.part else about, told.before, told.after

    def _row(self, change: CellChange) -> tuple[str, str, str, str]:
        """A row that comes or goes."""
        kind = change.kind
        row = self._report.rows.get(change.uid)
        name = name_of(self._ws, kind, change.uid)
        if not change.after:
            gone = getattr(row, "title", "") or getattr(row, "name", "") or name
            return "circle-off", _("Deleted {kind}: {name}").format(kind=lower(kind_word(kind)), name=gone), "", DASH
        if isinstance(row, CheckIn):
            result = self._ws.history.recall(KeyResult, row.key_result) if row.key_result else None
            name = result.title if result else ""
            return "plus", _("Check-in: {name}").format(name=name), "", check_in_words(row, result)
        if isinstance(row, Annotation):
            about, said = self._teller.note(change.uid)
            return "plus", _("Note on {name}").format(name=about), "", said
        if isinstance(row, Initiative | KeyResult) and row.parent:
            above = named(self._ws, row.parent)
            pattern = _("Initiative under {name}") if isinstance(row, Initiative) else _("Key result under {name}")
            return "plus", pattern.format(name=above), "", name
        return "plus", kind_word(kind) or name, "", name

    def _answer(self, change: CellChange) -> tuple[str, str, str, str]:
        row = self._report.rows.get(change.uid)
        about = named(self._ws, row.about or "") if isinstance(row, Agreement) else ""
        words = _("Agreement on {name}").format(name=about)
        if not isinstance(row, Agreement) or (change.field == "life" and not change.after):
            return "circle-off", words, "", DASH
        before = answer_word(change.before) if change.field == "agreed" else ""
        return ("check" if row.agreed else "pencil"), words, before, answer_word(row.agreed)


def answer_word(agreed: bool | None) -> str:
    """What somebody who was asked has said."""
    return _("waiting") if agreed is None else _("Agrees") if agreed else _("Does not agree")


def joined(changes: Iterable[CellChange]) -> Iterator[CellChange]:
    """One change for what is one to a reader: a move, an answer; cells that say nothing are left out."""
    told: set[tuple[str, str]] = set()
    for change in sorted(changes, key=_heading):
        group = "place" if change.field in PLACES else "answer" if _is_answer(change) else change.field
        key = (f"closed {change.when}", "") if _is_closing(change) else (change.uid, group)
        if change.period is None and key in told:
            continue
        if change.field in SILENT and group == change.field:
            continue
        told.add(key)
        yield change


def _is_answer(change: CellChange) -> bool:
    return change.kind is Agreement and change.field in (*ANSWERS, "life")


def _is_closing(change: CellChange) -> bool:
    """Tell whether it belongs to the closing of a cycle, as each score does that was kept."""
    if change.kind is Cycle:
        return change.after is not None and change.field in CLOSED
    return change.kind is Frozen


def _heading(change: CellChange) -> tuple[dt.datetime, int]:
    """In the order of time; of what belongs together, first what says most."""
    first = ("agreed", "parent", "life")
    moment = change.when or dt.datetime.min.replace(tzinfo=dt.UTC)
    return moment, -1 if change.field in CLOSED[:1] else 0 if change.field in first else 1


def first_name(author: str) -> str:
    """What a person is called in a sentence."""
    return author.split()[0] if author.split() else _("somebody")


# ---- counts ------------------------------------------------------------------------------------------


def counts(report: MergeReport) -> list[tuple[str, int]]:
    """How many changes there are of each sort, conflicts with them; sorts without any are left out."""
    changes = [change for person in report.people for change in joined(person.changes)]
    found: dict[str, int] = {}
    for change in changes:
        sort = _sort(change.kind, change.period is not None, change.before is None)
        found[sort] = found.get(sort, 0) + 1
    for conflict in report.conflicts:
        sort = _sort(conflict.kind, conflict.period is not None, conflict.base is None)
        found[sort] = found.get(sort, 0) + 1
    if report.imports:
        found["imports"] = len(report.imports)
    return [(words, found[sort]) for sort, words in sorts().items() if sort in found]


def total(report: MergeReport) -> int:
    """How many changes the copy holds, each counted as the reader sees it."""
    return sum(n for _words, n in counts(report))


def sorts() -> dict[str, str]:
    """The sorts of change, in the order in which they are listed."""
    return {
        "new": _("New numbers"),
        "corrected": _("Corrected numbers"),
        "imports": _("Imports"),
        "said": _("Check-ins and notes"),
        "goals": _("Goals and initiatives"),
        "kpis": _("KPIs and targets"),
        "agreement": _("Agreement"),
        "review": _("Review"),
        "other": _("Other"),
    }


def _sort(kind: type[Entity] | None, measured: bool, fresh: bool) -> str:
    if measured:
        return "new" if fresh else "corrected"
    if kind is not None and issubclass(kind, Node | Milestone):
        return "goals"
    known: dict[type[Entity] | None, str] = {
        CheckIn: "said", Annotation: "said", Objective: "goals", Agreement: "agreement", Kpi: "kpis", Input: "kpis",
        Target: "kpis", Definition: "kpis", Shift: "kpis", ReviewNote: "review", KeptReview: "review", Cycle: "review",
    }  # fmt: skip
    return known.get(kind, "other")
