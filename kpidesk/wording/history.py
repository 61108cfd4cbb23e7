"""One line of the history: what was changed, and before and after, as one would say it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpidesk import format as fmt
from kpidesk import workspace as core
from kpidesk.domain.entities import (
    Agreement,
    Annotation,
    CheckIn,
    Company,
    Cycle,
    Department,
    Entity,
    Initiative,
    Input,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    Person,
    ReviewNote,
    Shift,
    Target,
    Uid,
)
from kpidesk.domain.period import Period
from kpidesk.reading.goals.amounts import numberless
from kpidesk.text import Message, _, language, ngettext
from kpidesk.wording.changes import DASH, check_in_words, describe, name_of, named
from kpidesk.wording.done import done_words
from kpidesk.wording.entry import calculation_words
from kpidesk.wording.fields import cell_word, kind_word, lower
from kpidesk.wording.kpis import period_words
from kpidesk.wording.labels import is_closing, label_words
from kpidesk.workspace import Brief, CellChange, HistoryEntry, Merged, Reads

SILENT_FIELDS = ("life", "order", "position", "decimals", "fitted", "key", "icon", "library_id")
"""Cells that say nothing to a reader when others changed with them."""
ICONS: dict[type[Entity] | None, str] = {
    None: "table-2", Input: "table-2", Objective: "target", KeyResult: "key-round", Initiative: "square-check",
    CheckIn: "message-square", Annotation: "message-square", Kpi: "chart-line", Shift: "chart-line",
    Target: "flag", Person: "users", Department: "users", Company: "store", Cycle: "calendar",
    ReviewNote: "clipboard-check", Agreement: "handshake", Milestone: "square-check",
}  # fmt: skip
REASONS = {"carried_reason": "carried", "grade_reason": "grade"}
"""Cells that say why another was set."""
MEASURES = ("start", "target", "low", "high")
PLACE_FIELDS = ("parent", "order", "position")
MAIN: tuple[type[Entity], ...] = (Kpi, Objective, KeyResult, Initiative)
"""What a change that made or deleted several rows was about."""
MANY = 8
"""So many names are listed of what many numbers belong to."""


@dataclass(frozen=True)
class Line:
    """A row of the history; ``link`` when the whole of it can be undone from the row, ``undone`` when it has been."""

    icon: str
    words: str
    before: str = ""
    after: str = ""
    link: str = ""
    undone: bool = False


class Teller:
    """Puts changes into words for one workspace; what it has looked up holds until the file changes."""

    def __init__(self, ws: Reads) -> None:
        self._ws = ws
        self._undone = ws.history.taken_back()
        self._readers: dict[Uid, list[Kpi]] = {}
        for kpi in ws.all(Kpi):
            for _name, uid in kpi.inputs:
                self._readers.setdefault(uid, []).append(kpi)

    def line(self, entry: HistoryEntry, brief: Brief) -> Line:
        """A change in one line."""
        return replace(self._line(entry, brief), undone=entry.ref in self._undone)

    def _line(self, entry: HistoryEntry, brief: Brief) -> Line:
        if entry.kind == core.MERGE:
            return self._merge(entry, self._ws.history.merged_in(entry.ref))
        if entry.kind == core.RESTORE:
            return self._restore(entry, brief)
        if entry.kind == core.FOUND:
            return Line("file-plus-2", _("Created the file for {name}").format(name=self._ws.company.name))
        if entry.kind == core.IMPORT:
            return Line("download", import_words(entry.label), after=numbers(brief.numbers))
        plain = self._closed(entry) if is_closing(entry.label) else self._plain(entry, brief)
        if entry.undo_of is None:
            return plain
        kinds = {core.UNDO: _("Undone: {what}"), core.REDO: _("Redone: {what}")}
        pattern = kinds.get(entry.kind, _("Undone: {what}"))
        icon = "redo-2" if entry.kind == core.REDO else "undo-2"
        told = plain.words if plain.before and plain.after else self._called(entry)
        return replace(plain, icon=icon, words=pattern.format(what=told))

    def _closed(self, entry: HistoryEntry) -> Line:
        """A cycle that was closed; each score that was kept stands behind it."""
        return Line("calendar", self._done(entry))

    def _merge(self, entry: HistoryEntry, taken: Merged) -> Line:
        firsts = [name.split()[0] for name in taken.authors if name.split()]
        if len(firsts) == 1:
            words = _("Merged {whose} copy").format(whose=genitive(firsts[0]))
        elif firsts:
            words = _("Merged a copy from {names}").format(names=listed(firsts))
        else:
            words = self._done(entry)
        told = entry.label.params.get("changes")  # as the merge itself has said; earlier programs kept no number
        n = told if isinstance(told, int) else taken.count
        count = ngettext("{n} change", "{n} changes", n).format(n=fmt.number(n))
        if entry.ref in self._undone:
            return Line("git-merge", words, count, _("the merge is undone"))
        return Line("git-merge", words, count, link=_("Undo the whole merge"))

    def _restore(self, entry: HistoryEntry, brief: Brief) -> Line:
        told = core.restored(entry.ref, entry.author, entry.when, entry.label)
        words = self._done(entry)
        if told.then is not None:
            when = fmt.moment_short(told.then, self._ws.today())
            words = _("Restored the file as it was {when}").format(when=when)
        size = ngettext("{n} value", "{n} values", brief.size).format(n=fmt.number(brief.size))
        if told.taken:
            size = ngettext("{n} change", "{n} changes", told.taken).format(n=fmt.number(told.taken))
        if entry.ref in self._undone:
            return Line("archive-restore", words, size, _("the restore is undone"))
        return Line("archive-restore", words, size, link=_("Undo the restore"))

    def _plain(self, entry: HistoryEntry, brief: Brief) -> Line:
        measured = [cell for cell in brief.cells if cell.period is not None]
        others = [cell for cell in brief.cells if cell.period is None]
        if measured and not others:
            if brief.size == 1:
                return self._number(measured[0], entry.label.params.get("calculation", ""))
            return self._numbers(measured, brief.size)
        born = [cell for cell in others if cell.field == "life"]
        if len(born) == 1 and len({cell.uid for cell in brief.cells}) == 1:
            return self._row(entry, born[0], others)
        main = next((cell for kind in MAIN for cell in born if cell.kind is kind), None)
        if main is not None and brief.size <= len(brief.cells) and _is_about(main, born, others):
            return self._row(entry, main, others)
        if others and not measured and all(cell.field in PLACE_FIELDS for cell in others):
            icon = ICONS.get(others[0].kind, "pencil")
            return Line(icon, _("Moved: {name}").format(name=name_of(self._ws, others[0].kind, others[0].uid)))
        shown = _leading([cell for cell in others if cell.field not in SILENT_FIELDS])
        if len(shown) == 1 and not measured:
            return self._field(shown[0])
        icon = ICONS.get(brief.cells[0].kind if brief.cells else None, "pencil")
        if shown and not measured and not born and len({cell.uid for cell in others}) == 1:
            return Line(icon, self._fields(shown))
        return Line(icon, self._done(entry))

    def _fields(self, cells: Sequence[CellChange]) -> str:
        """Several fields of one thing: ``NPS: eier, kilde``."""
        told = [describe(self._ws, cell) for cell in cells]
        parts = list(dict.fromkeys(lower(words.part) for words in told if words.part))
        listed_ = ", ".join(parts[:MANY])
        return f"{told[0].about}: {listed_}" if told[0].about else fmt.capital(listed_)

    # ---- numbers ---------------------------------------------------------------------------------

    def _number(self, cell: CellChange, calculation: object) -> Line:
        """One number before and after, with the calculation that was typed for it."""
        told = describe(self._ws, cell)
        name = self.number_name(cell.uid, cell.period)
        words = f"{name}: {calculation_words(str(calculation))}" if calculation else name
        return Line("table-2", words, told.before, told.after)

    def number_name(self, uid: Uid, period: Period | None) -> str:
        """What one number is called: ``Nettosalg, uke 11: bruttosalg``."""
        source = self._ws.history.recall(Input, uid)
        own = source.name if source else kind_word(Input)
        when = "" if period is None else period_words(period, self._ws.today(), self._ws.company.fiscal_year_start)
        readers = self._readers.get(uid, [])
        kpi = (readers[0].short_name or readers[0].name) if len(readers) == 1 else own
        if len(readers) == 1 and source is not None and len(readers[0].inputs) == 1 and source.unit != readers[0].unit:
            kpi = own  # minutes of downtime are no share of uptime
        head = f"{kpi}, {when}" if when else kpi
        return head if len(readers) != 1 or len(readers[0].inputs) == 1 or own == kpi else f"{head}: {lower(own)}"

    def _numbers(self, cells: Sequence[CellChange], size: int) -> Line:
        names = dict.fromkeys(self.owner(cell.uid) for cell in cells)
        periods = sorted({cell.period for cell in cells if cell.period is not None}, key=lambda period: period.first)
        fiscal, today = self._ws.company.fiscal_year_start, self._ws.today()
        when = ""
        if periods and size <= len(cells):
            when = period_words(periods[0], today, fiscal)
            last = period_words(periods[-1], today, fiscal)
            when = when if last == when else f"{when} – {last}"
        return Line("table-2", f"{', '.join([*names][:MANY])}: {numbers(size)}", after=when)

    def owner(self, uid: Uid) -> str:
        """The KPI that a number belongs to, or the number's own name."""
        readers = self._readers.get(uid, [])
        source = self._ws.history.recall(Input, uid)
        return (readers[0].short_name or readers[0].name) if len(readers) == 1 else source.name if source else ""

    # ---- rows ------------------------------------------------------------------------------------

    def _row(self, entry: HistoryEntry, life: CellChange, cells: Sequence[CellChange]) -> Line:
        """A row that came, went, or came back."""
        kind, icon = life.kind, ICONS.get(life.kind, "pencil")
        if kind is CheckIn:
            told = self._check_in(life.uid)
            words = _("Check-in on {name}") if life.after else _("Removed the check-in on {name}")
            return _came_or_went("message-square", words.format(name=told[0]), told[1], bool(life.after))
        if kind is Annotation:
            told = self.note(life.uid)
            words = _("Note on {name}") if life.after else _("Removed the note on {name}")
            icon = "message-square" if life.after else "circle-off"
            return _came_or_went(icon, words.format(name=told[0]), told[1], bool(life.after))
        if kind is Target:
            row = self._ws.history.recall(Target, life.uid)
            value = describe(self._ws, replace(life, field="value", after=getattr(row, "value", None), before=None))
            words = _("Target of {name}").format(name=value.about)
            return _came_or_went("target", words, value.after, bool(life.after))
        if kind is ReviewNote:
            said = self._ws.history.recall(ReviewNote, life.uid)
            words = _("Line of the review") if life.after else _("Removed a line of the review")
            return _came_or_went(icon, words, quoted(said.text) if said is not None else "", bool(life.after))
        name = name_of(self._ws, kind, life.uid)
        if kind in (Objective, KeyResult, Initiative, Kpi, Person, Department, Milestone):
            if not life.after:
                return Line("circle-off", _("Deleted {kind}: {name}").format(kind=lower(kind_word(kind)), name=name))
            came = {
                Objective: _("New objective: {name}"), KeyResult: _("New key result: {name}"),
                Initiative: _("New initiative: {name}"), Kpi: _("New KPI: {name}"), Person: _("New person: {name}"),
                Department: _("New department: {name}"), Milestone: _("New milestone: {name}"),
            }  # fmt: skip
            return Line(icon, came[kind].format(name=name))
        return Line(icon, self._done(entry), after=_text_of(self._ws, life) if cells else "")

    def _done(self, entry: HistoryEntry) -> str:
        """The change by its label, as something that was done."""
        return fmt.capital(done_words(entry.label, self._fiscal))

    def _called(self, entry: HistoryEntry) -> str:
        return label_words(entry.label, self._fiscal)

    @property
    def _fiscal(self) -> int:
        return self._ws.company.fiscal_year_start

    def _check_in(self, uid: Uid) -> tuple[str, str]:
        row = self._ws.history.recall(CheckIn, uid)
        about = self._ws.history.recall(KeyResult, row.key_result) if row is not None and row.key_result else None
        return about.title if about else "", check_in_words(row, about) if row is not None else ""

    def note(self, uid: Uid) -> tuple[str, str]:
        """What a note is on, with its period, and what it says; both are empty where nobody knows the note."""
        row = self._ws.history.recall(Annotation, uid)
        if row is None:
            return "", ""
        about = named(self._ws, row.about) if row.about else ""
        try:
            period = period_words(Period.from_code(row.period), self._ws.today(), self._ws.company.fiscal_year_start)
        except ValueError:
            period = ""
        return ", ".join(part for part in (about, period) if part), quoted(row.text) if row.text else ""

    def _field(self, cell: CellChange) -> Line:
        told = describe(self._ws, cell)
        icon = ICONS.get(cell.kind, "pencil")
        if (cell.kind is KeyResult and cell.field == "target") or (cell.kind is Target and cell.field == "value"):
            return Line("target", _("Target of {name}").format(name=told.about), told.before, told.after)
        if cell.kind is Annotation and cell.field == "text":
            name, _text = self.note(cell.uid)
            return Line(icon, _("Note on {name}").format(name=name), quoted(told.before), quoted(told.after))
        part = cell_word(cell.kind, cell.field)
        return Line(icon, f"{told.about}: {lower(part)}" if told.about else part, told.before, told.after)


def _is_about(main: CellChange, born: Sequence[CellChange], cells: Sequence[CellChange]) -> bool:
    """Tell whether a change is the coming or going of one row with what belongs to it, and of nothing beside it."""
    alone = len({cell.after for cell in born}) == 1 and sum(cell.kind is main.kind for cell in born) == 1
    told = {cell.uid for cell in cells if cell.field not in (*SILENT_FIELDS, *PLACE_FIELDS)}
    return alone and told <= {cell.uid for cell in born}


def _leading(cells: list[CellChange]) -> list[CellChange]:
    """Without a title that only followed the numbers of its key result, and reasons beside what they are for."""
    numbered = any(cell.kind is KeyResult and cell.field in MEASURES for cell in cells)
    changed = {(cell.uid, cell.field) for cell in cells}
    return [
        cell
        for cell in cells
        if not (numbered and cell.field == "title" and _same_but_numbers(cell))
        and (cell.uid, REASONS.get(cell.field)) not in changed
    ]


def _same_but_numbers(cell: CellChange) -> bool:
    return numberless(str(cell.before)) == numberless(str(cell.after))


def _came_or_went(icon: str, words: str, value: str, came: bool) -> Line:
    return Line(icon, words, "" if came else value or DASH, value if came else DASH)


def _text_of(ws: Reads, life: CellChange) -> str:
    row = None if life.kind is None else ws.history.recall(life.kind, life.uid)
    words = getattr(row, "text", "") or getattr(row, "title", "")
    return quoted(str(words)) if words else ""


def quoted(words: str) -> str:
    """In the language's quotation marks."""
    if not words or words == DASH:
        return words
    return _("“{text}”").format(text=words)


def import_words(label: Message) -> str:
    """An import by its file; how many numbers it brought is told beside it."""
    file = label.params.get("file")
    return _("Import from {file}").format(file=file) if file else fmt.capital(done_words(label, 1))


def numbers(count: int) -> str:
    """So many numbers."""
    return ngettext("{n} number", "{n} numbers", count).format(n=fmt.number(count))


def listed(names: Sequence[str]) -> str:
    """Several names in a row."""
    if len(names) < 2:
        return "".join(names)
    # Translators: two names, “A and B”
    return _("{one} and {other}").format(one=", ".join(names[:-1]), other=names[-1])


def genitive(name: str) -> str:
    """Whose: ``Olas``, ``Jonas’``; in English ``Ola’s``."""
    if language() == "en":
        return f"{name}’s"
    return f"{name}’" if name[-1:].casefold() in "sxz" else f"{name}s"
