"""A sheet for a colleague without the program: they fill it in, and it merges back as their work.

Each line asks for one number of one period. Hidden columns name the line, what was there when the sheet
was sent, and the change that had put it there; so lines may be sorted or taken away, and a number that
somebody else has changed meanwhile becomes a conflict to look at, not a loss. A line that can't be read
is left out and told with its reason; the others are taken as one change.
"""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill, Protection

from kpidesk import disk
from kpidesk import format as fmt
from kpidesk import format as words
from kpidesk.commands import checks, entry, kpis
from kpidesk.commands.possible import edges_of, why_not
from kpidesk.domain import grid
from kpidesk.domain.entities import Annotation, Input, Kpi, Mark, Uid, Value
from kpidesk.domain.period import BadPeriod, Period
from kpidesk.domain.series.possible import OPEN, Edges
from kpidesk.errors import BadInput, FileRefused, UserError
from kpidesk.exchange.intake import odd
from kpidesk.exchange.sheets.filled_in import refuse_unbounded
from kpidesk.exchange.sheets.refusals import NotSheets
from kpidesk.reading import likeliest
from kpidesk.text import Message, _, msg, msgn
from kpidesk.workspace import IMPORT, Workspace, new_uid

MARK = "kpidesk-reply-1"
HIDDEN = "kpidesk"
TAKEN = "reply.taken"
FIRST_ROW = 4
WIDTHS = {"A": 4, "B": 4, "C": 4, "D": 44, "E": 40, "F": 12, "G": 16, "H": 48}
MOST_BYTES, MOST_LETTERS = 5_000_000, 2000
MOST_SHOWN = 80
"""Letters of a cell that is told of."""
UID = re.compile(r"[0-9a-f]{32}")
LINE = re.compile(r"([0-9a-f]{32})/(\d{7})")


@dataclass(frozen=True)
class Edit:
    """One number that was changed on the sheet, or a note that was written there."""

    input: Uid
    period: Period
    was: Value | None
    value: Value | None
    changed: bool
    base: str
    note: str


@dataclass(frozen=True)
class LeftOut:
    """A line that can't be taken: its number on the sheet, what it asks for and what was typed there, and why."""

    line: int
    what: str
    period: str
    typed: str
    why: Message


@dataclass(frozen=True)
class Reply:
    """A sheet that came back: whose it is, what it changes, what can't be taken, how many lines are as they were.

    ``known`` are the lines that the file has taken in already: of a sheet that comes back once more.
    """

    path: Path
    person: str
    sheet: str
    edits: tuple[Edit, ...]
    unchanged: int
    left_out: tuple[LeftOut, ...] = ()
    known: tuple[Edit, ...] = ()


# ---- out ---------------------------------------------------------------------------------------------


def askable(ws: Workspace, owner: Uid | None = None) -> list[Input]:
    """Inputs that a sheet may ask for: those of an owner, or all, but none that only a sensitive KPI uses."""
    used = {uid for kpi in ws.all(Kpi) if not kpi.sensitive for _name, uid in kpi.inputs}
    hidden = {uid for kpi in ws.all(Kpi) if kpi.sensitive for _name, uid in kpi.inputs} - used
    return [found for found in ws.all(Input) if found.uid not in hidden and owner in (None, found.owner)]


def write(ws: Workspace, target: Path, person: str, inputs: Iterable[Uid], periods: int = 6) -> int:
    """Write a sheet that asks ``person`` for the last ``periods`` of some inputs; give how many lines it has."""
    disk.refuse_unless_new(target)
    if not person.strip():
        raise BadInput(msg("The form must have the name of the person who is to fill it in. Nothing was changed."))
    book = openpyxl.Workbook()
    sheet = book.active
    lines = list(_lines(ws, inputs, periods))
    _write_head(ws, sheet, person)
    for place, line in enumerate(lines, FIRST_ROW):
        _write_line(sheet, place, line)
    sheet.protection.enable()
    hidden = book.create_sheet(HIDDEN)
    hidden.sheet_state = "veryHidden"
    for place, text in enumerate((MARK, ws.sharing.identity, person.strip(), ws.now().isoformat(), new_uid()), 1):
        _text(hidden, f"A{place}", text)
    made = io.BytesIO()
    book.save(made)
    disk.put(made.getvalue(), target)
    return len(lines)


def _lines(ws: Workspace, inputs: Iterable[Uid], periods: int) -> Iterator[tuple[Any, ...]]:
    start = ws.company.fiscal_year_start
    for uid in inputs:
        entity = ws.get(Input, uid)
        series = ws.series(uid)
        last = Period.containing(ws.today(), entity.frequency, start)
        for step in range(1 - periods, 1):
            period = last.next(step)
            base = ws.history.travelling_name(ws.history.measurement_version(uid, period))
            value = series.get(period)
            yield (
                f"{uid}/{period.code()}", base, _plain(value), entity.name or entity.key,
                words.period_told(period, start), words.unit_word(entity.unit), _plain(value),
            )  # fmt: skip


def _plain(value: Value | None) -> float | str | None:
    return "n/a" if isinstance(value, Mark) else value


def _write_head(ws: Workspace, sheet: Any, person: str) -> None:
    sheet.title = _("Numbers")
    _text(sheet, "D1", _("Numbers for {company}, from {person}").format(company=ws.company.name, person=person))
    sheet["D1"].font = Font(bold=True, size=14)
    _text(sheet, "D2", _("Fill in the coloured cells, save, and send the file back. Leave what is right as it is."))
    for letter, text in zip("ABCDEFGH", ("id", "base", "sent", _("What"), _("Period"), _("Unit"), _("Number"),
                                         _("Note")), strict=True):  # fmt: skip
        _text(sheet, f"{letter}{FIRST_ROW - 1}", text)
        sheet[f"{letter}{FIRST_ROW - 1}"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = WIDTHS[letter]
        sheet.column_dimensions[letter].hidden = letter in "ABC"
    sheet.freeze_panes = f"D{FIRST_ROW}"


def _write_line(sheet: Any, place: int, line: tuple[Any, ...]) -> None:
    for letter, value in zip("ABCDEFG", line, strict=True):
        if isinstance(value, str):
            _text(sheet, f"{letter}{place}", value)
        elif value is not None:
            sheet[f"{letter}{place}"] = value
    for letter in "GH":
        cell = sheet[f"{letter}{place}"]
        cell.fill = PatternFill("solid", start_color="FFF4D6")
        cell.protection = Protection(locked=False)
        cell.alignment = Alignment(wrap_text=letter == "H")


def _text(sheet: Any, place: str, text: str) -> None:
    """A text stays a text, also one that begins like a formula."""
    cell = sheet[place]
    cell.value = text
    cell.data_type = "s"


# ---- back in -----------------------------------------------------------------------------------------


def read(ws: Workspace, path: Path) -> Reply:
    """What a sheet that came back would change; nothing is stored."""
    sheet, formulas, head = _opened(path)
    if head[1] != ws.sharing.identity:
        raise FileRefused(
            msg(
                "“{name}” belongs to another workspace and can’t be merged into this one. Nothing was changed.",
                name=path.name,
            )
        )
    lines = {
        number: (cells, raw) for number, (cells, raw) in enumerate(zip(sheet, formulas, strict=True), FIRST_ROW)
        if any(cell is not None for cell in cells)
    }  # fmt: skip
    edits, reasons = _sorted_out(ws, lines)
    said = [edit for edit in edits.values() if edit.value != edit.was or edit.note]
    new = tuple(edit for edit in said if edit.changed or _is_new_note(ws, edit))
    known = tuple(edit for edit in said if edit not in new)
    left_out = tuple(_left_out(line, lines[line], why) for line, why in sorted(reasons.items()))
    return Reply(path, head[2], head[4], new, len(edits) - len(said), left_out, known)


def _sorted_out(ws: Workspace, lines: Lines) -> tuple[dict[int, Edit], dict[int, Message]]:
    """What each line that can be read says, and why the others can't be taken."""
    edits: dict[int, Edit] = {}
    reasons: dict[int, Message] = {}
    for line, (cells, raw) in lines.items():
        try:
            edits[line] = _edit(ws, cells, raw)
        except UserError as error:
            reasons[line] = error.message
    for line in _contradicting(edits):
        del edits[line]
        reasons[line] = msg("The line is there more than once, with different numbers.")
    return edits, reasons


def _contradicting(edits: dict[int, Edit]) -> list[int]:
    wanted: dict[tuple[Uid, Period], list[tuple[int, Value | None]]] = {}
    for line, edit in edits.items():
        wanted.setdefault((edit.input, edit.period), []).append((line, edit.value))
    several = (lines for lines in wanted.values() if any(value != lines[0][1] for _line, value in lines))
    return [line for lines in several for line, _value in lines]


def _left_out(line: int, both: tuple[Cells, Cells], why: Message) -> LeftOut:
    cells, raw = both
    typed = raw[6] if cells[6] is None else cells[6]
    what, when, shown = (" ".join(_shown(cell).split())[:MOST_SHOWN] for cell in (cells[3], cells[4], typed))
    return LeftOut(line, what, when, shown, why)


def _shown(cell: Any) -> str:
    """What somebody sees in a cell: a day stands there without the midnight it begins at."""
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        cell = cell.date()
    return "" if cell is None else fmt.day(cell) if type(cell) is dt.date else str(cell)


Cells = tuple[Any, ...]
Rows = list[Cells]
Lines = dict[int, tuple[Cells, Cells]]


def _opened(path: Path) -> tuple[Rows, Rows, list[str]]:
    try:
        data = disk.read(path, MOST_BYTES)
        refuse_unbounded(data, path.name)
        values, formulas = (openpyxl.load_workbook(io.BytesIO(data), data_only=plain) for plain in (True, False))
        head = [str(row[0] or "") for row in values[HIDDEN].iter_rows(max_row=5, max_col=1, values_only=True)]
        rows = [list(book.worksheets[0].iter_rows(min_row=FIRST_ROW, max_col=8, values_only=True))
                for book in (values, formulas)]  # fmt: skip
    except NotSheets as error:
        raise not_a_reply(path) from error
    except UserError:
        raise
    except FileNotFoundError as error:
        raise FileRefused(msg("“{name}” is not there. It may have been moved or renamed.", name=path.name)) from error
    except Exception as error:  # whatever a library makes of a broken file
        raise not_a_reply(path) from error
    if len(head) != 5 or head[0] != MARK:
        raise not_a_reply(path)
    if not UID.fullmatch(head[4]) or not head[2].strip():
        raise not_a_reply(path)
    return rows[0], rows[1], head


def not_a_reply(path: Path) -> FileRefused:
    """The sentence for a file that is no reply sheet of ours."""
    return FileRefused(msg("“{name}” is not a reply form from KPI Desk. Nothing was changed.", name=path.name))


def _edit(ws: Workspace, cells: tuple[Any, ...], raw: tuple[Any, ...]) -> Edit:
    match = LINE.fullmatch(str(cells[0] or ""))
    if match is None:
        raise BadInput(msg("It is not one of the lines that were sent."))
    entity = ws.find(Input, match[1])
    if entity is None:
        raise BadInput(msg("What it asks for is no longer measured."))
    try:
        period = Period.from_code(int(match[2]))
    except (ValueError, BadPeriod) as error:
        raise BadInput(msg("It is not one of the lines that were sent.")) from error
    if isinstance(raw[6], str) and raw[6].startswith("=") and cells[6] is None:
        raise BadInput(msg("The cell holds a formula without a result. Write the number itself."))
    was, value = _value(cells[2]), _value(cells[6], entity.unit, edges_of(ws, entity))
    note = checks.prose(str(cells[7] or "")[:MOST_LETTERS])
    if note or value not in (was, None):
        _own_period(ws, period)
    changed = value not in (was, ws.series(entity.uid).get(period))
    return Edit(entity.uid, period, was, value, changed, str(cells[1] or ""), note)


def unusual(ws: Workspace, reply: Reply) -> dict[tuple[Uid, Period], Message]:
    """Why numbers of a reply deserve a second look, as Entry and an import would ask."""
    asked: dict[Uid, dict[Period, float]] = {}
    for edit in reply.edits:
        if edit.changed and isinstance(edit.value, float | int):
            asked.setdefault(edit.input, {})[edit.period] = float(edit.value)
    return {(uid, each.period): each.words for uid, cells in asked.items() for each in odd.looked_over(ws, uid, cells)}


def _own_period(ws: Workspace, period: Period) -> None:
    """The fiscal year may have changed since the form was sent."""
    start = ws.company.fiscal_year_start
    if not period.on_grid(start):
        raise BadInput(grid.off_grid(period, start))


def _value(cell: Any, unit: str = "", edges: Edges = OPEN) -> Value | None:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if isinstance(cell, str):
        return _typed(cell, unit, edges)
    if isinstance(cell, bool) or not isinstance(cell, (int, float)) or not math.isfinite(cell):
        raise BadInput(msg("“{text}” is not a number.", text=_shown(cell)[:40]))
    why = why_not(float(cell), edges)
    if why is not None:
        # Translators: a number that is left out of a reply form, and why
        raise BadInput(msg("“{typed}” is not saved. {why}", typed=fmt.Figure(float(cell)), why=why))
    return float(cell)


def _typed(cell: str, unit: str, edges: Edges) -> Value | None:
    """What somebody has typed as text; raises ``BadInput`` of this line alone, as the others are stored."""
    found = entry.read(cell, unit, edges=edges)
    doubt = entry.doubt(cell, found)
    if doubt is not None:
        # Translators: what is left out of a reply form (a KPI and a period), and a sentence that says why
        raise BadInput(msg("{what}. {why}", what=doubt.what, why=doubt.why))
    return likeliest(found, None)


def refuse_taken(ws: Workspace, reply: Reply) -> None:
    """Refuse a reply that has been taken in before."""
    if is_taken(ws, reply):
        raise BadInput(msg("“{name}” has already been imported. Nothing was changed.", name=reply.path.name))


def store(ws: Workspace, reply: Reply) -> int:
    """Store a reply as one change signed by the one who filled it in; give how many numbers it changed.

    The same reply can be taken in once only: a second time it would bring back what has been corrected since.
    """
    refuse_taken(ws, reply)
    changed = [edit for edit in reply.edits if edit.changed]
    label = msgn(
        "import {n} number from {who}’s reply", "import {n} numbers from {who}’s reply", len(changed), who=reply.person
    )
    with ws.editing.acting_for(reply.person), ws.transaction(label, kind=IMPORT) as change:
        change.once(_mark(reply), TAKEN)
        for edit in changed:
            base = ws.history.ref_of(edit.base) if edit.base else None
            change.measure(edit.input, edit.period, edit.value, base=base)
            kpis.fit_numbers(ws, change, edit.input, [edit.value])
        for edit in reply.edits:
            if _is_new_note(ws, edit):
                change.add(Annotation(new_uid(), about=edit.input, period=edit.period.code(), text=edit.note))
    return len(changed)


def is_taken(ws: Workspace, reply: Reply) -> bool:
    """Tell whether what a reply changes has been taken in before, or stands in the file already."""
    said = bool(reply.edits or reply.known)
    return said and (ws.history.is_marked(_mark(reply)) or not _changes(ws, reply.edits))


def _mark(reply: Reply) -> str:
    """What the sheet says, whether the file has it already or not: it is the same sheet afterwards."""
    said = sorted(
        (each.input, each.period.code(), repr((each.was, each.value, each.base, each.note)))
        for each in (*reply.edits, *reply.known)
    )
    return uuid.uuid5(uuid.UUID(reply.sheet), repr(said)).hex


def _is_new_note(ws: Workspace, edit: Edit) -> bool:
    """Tell whether a note is none that the file has on that number already."""
    if not edit.note:
        return False
    told = (edit.input, edit.period.code(), edit.note)
    return all((note.about, note.period, note.text) != told for note in ws.all(Annotation))


def _changes(ws: Workspace, edits: Sequence[Edit]) -> bool:
    """Tell whether anything would be another than it is, before a backup is made for it."""
    return any(
        _is_new_note(ws, edit) or (edit.changed and ws.series(edit.input).get(edit.period) != edit.value)
        for edit in edits
    )
