"""What an import says: what is taken, changed and left out, in words and as a document."""

from __future__ import annotations

from typing import Any

from kpidesk import format as fmt
from kpidesk.cli.codes import said
from kpidesk.commands.intake import Existing, Taken
from kpidesk.domain.entities import Input, Value
from kpidesk.exchange.intake.look import Looked
from kpidesk.exchange.intake.preview import Changed, NotTaken, Odd, Preview, Row, Side, State
from kpidesk.exchange.intake.words import kept_theirs, newest_words
from kpidesk.text import _, ngettext
from kpidesk.workspace import Workspace

NO_NUMBERS = "words"
"""The key of the rows that hold titles, headings and notes: nothing of a file is missed without them."""
SHOWN = 20
"""So many lines of one sort are listed; ``--json`` has all of them."""


def told(looked: Looked, taken: Taken | None) -> str:
    """What was done, or what would be, line by line."""
    shown = looked.preview
    lines = [str(shown.span)] if shown.span is not None else []
    if looked.source is not None:
        lines.append(_("Read as the source “{name}”.").format(name=looked.source.name))
    lines += [str(guess.words) for guess in looked.understanding.guesses]
    lines += [_row_words(row) for row in shown.rows]
    lines += [str(note) for note in shown.notes]
    lines += _some([_changed_words(each) for each in shown.changed])
    lines += _some([_odd_words(each) for each in shown.unusual])
    lines += _some([_left_words(each) for each in shown.left_out if each.key != NO_NUMBERS])
    return "\n".join([*lines, *_outcome(shown, taken)])


def _some(lines: list[str]) -> list[str]:
    rest = len(lines) - SHOWN
    return lines if rest <= 0 else [*lines[:SHOWN], ngettext("  and {n} more", "  and {n} more", rest).format(n=rest)]


def _row_words(row: Row) -> str:
    if row.into is None:
        return _("{column}: not imported").format(column=row.name)
    return _("{column} → {target}: {new} new, {changed} changed, {same} as before").format(
        column=row.name, target=_target(row), new=row.added, changed=row.changed, same=row.same
    )


def _target(row: Row) -> str:
    """What a column goes to; of a KPI to be made also what its number is, which nobody has chosen yet."""
    if row.new is None:
        return str(row.goes_to)
    return f"{row.goes_to} ({newest_words(row.new.combine, row.new.frequency)})"


def _changed_words(each: Changed) -> str:
    before, after = _figure(each.before, each), _figure(each.file, each)
    line = f"  {each.name}, {fmt.period_name(each.period)}: {before} → {after}"
    if each.side is Side.FILE:
        return line
    stays = str(kept_theirs(1, each.who)) if each.who else _("stays")
    return f"{line} ({stays})"


def _figure(value: Value, each: Changed) -> str:
    return fmt.exact(value, each.decimals) if isinstance(value, float | int) else fmt.not_applicable()


def _odd_words(each: Odd) -> str:
    number = fmt.exact(each.value, each.decimals)
    told = f"  {each.name}, {fmt.period_name(each.period)}: {number}. {each.words}"
    return " ".join((told, _("It is left out."))) if each.left_out else told


def _left_words(each: NotTaken) -> str:
    where = _(" (line {lines})").format(lines=fmt.listed([str(line) for line in each.lines], 6)) if each.lines else ""
    line = _("  left out: {what}, {extent}: {why}").format(what=each.what, extent=each.extent, why=each.why)
    return f"{line}{where} [--take {each.key}]" if each.can_be_taken else f"{line}{where}"


def _outcome(shown: Preview, taken: Taken | None) -> list[str]:
    if taken is None:
        would = ngettext("{n} number would be saved.", "{n} numbers would be saved.", shown.total)
        return [would.format(n=shown.total), _("Nothing was written.")]
    if not taken.written:
        return [_("Nothing was changed."), *_stayed(taken)]
    stored = ngettext("{count} number saved.", "{count} numbers saved.", taken.written).format(count=taken.written)
    return [stored, *_stayed(taken)]


def _stayed(taken: Taken) -> list[str]:
    return [] if taken.stayed_words is None else [str(taken.stayed_words)]


# ---- as a document ------------------------------------------------------------------------------------


def data(ws: Workspace, looked: Looked, taken: Taken | None) -> dict[str, Any]:
    """The same for programs."""
    shown, start = looked.preview, ws.company.fiscal_year_start
    return {
        "file": shown.file,
        "source": looked.source.name if looked.source is not None else None,
        "measures": [_row_data(ws, row, start) for row in shown.rows],
        "would_write": shown.total,
        "written": bool(taken and taken.written),
        "changed": taken.written if taken is not None else 0,
        "stayed": len(taken.stayed) if taken is not None else 0,
        "rows_skipped": rows_left_out(shown),
        "left_out": [_left_data(each) for each in shown.left_out],
        "unusual": [
            {
                "column": each.name,
                "period": each.period.key(start),
                "value": each.value,
                "likely": each.likely,
                "left_out": each.left_out,
            }
            for each in shown.unusual
        ],
        "read_as": [
            {"key": guess.key, **said("words", guess.words.coded(_code(guess.key)))}
            for guess in looked.understanding.guesses
        ],
        "not_begun": [period.key(start) for period in shown.periods if period.first > ws.today()],
    }


def _row_data(ws: Workspace, row: Row, start: int) -> dict[str, Any]:
    source = ws.find(Input, row.into.input) if isinstance(row.into, Existing) else None
    return {
        "column": row.name,
        "input": source.key if source is not None else None,
        "new_kpi": row.new.name if row.new is not None else None,
        "new": row.added,
        "changed": row.changed,
        "same": row.same,
        "values": [
            {
                "period": period.key(start),
                "value": _plain(cell.file),
                "before": _plain(cell.before),
                "state": cell.state.value,
            }
            for period, cell in row.cells.items()
        ],
    }


def _plain(value: Value | None) -> float | str | None:
    return value if value is None or isinstance(value, float | int) else value.value


def _left_data(each: NotTaken) -> dict[str, Any]:
    code = _code(each.key)
    told = {**said("what", each.what.coded(code)), **said("reason", each.why.coded(each.why.code or code))}
    return {"key": each.key, **told, "lines": list(each.lines), "faulty": each.faulty, "missed": each.missed}


def _code(key: str) -> str:
    """The code of what a key names, whatever it is about."""
    return key.partition(":")[0]


def rows_left_out(shown: Preview) -> int:
    """How many rows hold numbers that are not taken; totals of what is taken, and words, are not among them."""
    return len({line for each in shown.left_out if each.missed for line in each.lines})


def nothing_taken(shown: Preview) -> bool:
    """Tell whether no number of the file can be taken at all."""
    return not any(cell.state is not State.LEFT_OUT for row in shown.rows for cell in row.cells.values())
