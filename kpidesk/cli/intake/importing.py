"""Reading numbers from a file: what is taken, what is left out and why; and what there is to take them into."""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

from kpidesk import format as fmt
from kpidesk.cli.codes import LEFT_OUT
from kpidesk.cli.intake import accounts, import_options, import_words
from kpidesk.cli.opening import Outcome, opened
from kpidesk.cli.streams import STANDARD, file_of
from kpidesk.commands import entry
from kpidesk.commands.intake import Taken, take
from kpidesk.commands.intake.sources import source_named
from kpidesk.domain.entities import Input, Source
from kpidesk.errors import BadInput
from kpidesk.exchange.intake import compose, file_names, sources, words
from kpidesk.exchange.intake.look import Looked, look, look_again
from kpidesk.exchange.intake.match import here
from kpidesk.exchange.sheets import FileKind, what_is
from kpidesk.exchange.sheets.book import Book
from kpidesk.exchange.sheets.kinds import HEAD, kind_of_bytes
from kpidesk.exchange.sheets.read import MOST_BYTES, read_book, read_stream
from kpidesk.text import _, msg
from kpidesk.workspace import Workspace


def import_file(options: argparse.Namespace) -> Outcome:
    """Read numbers from a file; with ``--dry-run`` only tell what would happen."""
    begun = sys.stdin.buffer.read(HEAD) if options.data == STANDARD else b""
    with opened(options) as ws:
        if _holds_accounts(options.data, begun):
            wish = accounts.Wish(options.add_kpis, options.answer, options.dry_run)
            with file_of(options.data, begun) as there:
                return accounts.import_accounts(ws, [there, *map(Path, options.parts)], wish)
        if options.parts or options.add_kpis:
            raise BadInput(msg("Only accounts come in several files and add KPIs by themselves. Nothing was changed."))
        looked = looked_at(options, ws, begun)
        remembered = looked.to_remember if options.remember or looked.source is not None else None
        taken = None if options.dry_run else take(ws, compose.taking(looked.preview, remembered))
        told = [import_words.told(looked, taken), *_ahead(ws, looked)]
        data = import_words.data(ws, looked, taken)
    return Outcome("\n".join(told), data, _code(looked, taken))


def _holds_accounts(data: str, begun: bytes) -> bool:
    """Tell whether it is SAF-T, standard input by its beginning; that a file is not there is said where it is read."""
    if data == STANDARD:
        return kind_of_bytes(begun) is FileKind.ACCOUNTS
    path = Path(data)
    return path.is_file() and what_is(path) is FileKind.ACCOUNTS


def looked_at(options: argparse.Namespace, ws: Workspace, begun: bytes = b"") -> Looked:
    """Look at a file as the options say; standard input has ``begun``.

    Raises ``BadInput`` for what must be said first, or can't be taken.
    """
    source = source_named(ws, options.source) if options.source else None
    looked = _as_said(options, ws, look(ws, _book(options.data, begun), source))
    _refuse(looked)
    return looked


def _book(data: str, begun: bytes) -> Book:
    if data == STANDARD:
        whole = io.BytesIO(begun + sys.stdin.buffer.read(MOST_BYTES + 1))
        return read_stream(whole, _("standard input"))
    return read_book(Path(data))


def _as_said(options: argparse.Namespace, ws: Workspace, looked: Looked) -> Looked:
    if options.sheet or options.table:  # columns are named as that table names them
        looked = look_again(ws, looked, import_options.place_of(options, looked.said))
    said = import_options.said_of(options, looked.said, looked.understanding)
    looked = look_again(ws, looked, said)
    question = next(iter(looked.understanding.open_questions), None)
    if question is not None:
        raise import_options.refusal(question)
    return look_again(ws, looked, choices=import_options.choices_of(options, ws, looked))


def _refuse(looked: Looked) -> None:
    shown = looked.preview
    if shown.blocked is not None:
        raise BadInput(msg("{why} Nothing was changed.", why=shown.blocked))
    if shown.rows and all(row.into is None for row in shown.rows):
        columns = fmt.listed([row.name for row in shown.rows], import_options.MOST_LISTED) or "–"
        raise BadInput(
            msg(
                "No input has the name of a column in “{file}”. Tell where the numbers go with --into or "
                "--new-kpis. The columns are: {columns}. Nothing was changed.",
                file=shown.file,
                columns=columns,
            )
        )
    if import_words.nothing_taken(shown):
        why = "; ".join(f"{each.what}: {each.why}" for each in shown.left_out[:3])
        raise BadInput(
            msg("No number in “{name}” could be imported. Nothing was changed. {why}", name=shown.file, why=why)
        )


def _ahead(ws: Workspace, looked: Looked) -> list[str]:
    ahead = entry.said_of_ahead(ws, looked.preview.periods)
    return [] if ahead is None else [str(ahead)]


def _code(looked: Looked, taken: Taken | None) -> int:
    stayed = taken is not None and taken.stayed
    return LEFT_OUT if stayed or import_words.rows_left_out(looked.preview) else 0


# ---- what there is --------------------------------------------------------------------------------------


def list_inputs(options: argparse.Namespace) -> Outcome:
    """List what numbers can be taken into."""
    with opened(options) as ws:
        known = sorted(here(ws).known, key=lambda each: fmt.alphabetical(str(each.words)))
        lines = [
            f"{each.input.key}: {each.words}, {words.Every(each.input.frequency)}, {fmt.unit_word(each.input.unit)}"
            for each in known
        ]
        data = [{**_input_data(each.input), "called_text": str(each.words)} for each in known]
    return Outcome("\n".join(lines) or _("There are no inputs yet."), {"inputs": data})


def _input_data(source: Input) -> dict[str, str]:
    return {
        "key": source.key,
        "name": source.name,
        "frequency": source.frequency.value,
        "unit": source.unit,
        "combine": source.combine.value,
    }


def list_sources(options: argparse.Namespace) -> Outcome:
    """List the kinds of file that are remembered, and where their numbers go."""
    with opened(options) as ws:
        known = sorted(ws.all(Source), key=lambda each: fmt.alphabetical(each.name))
        lines = [_source_words(ws, each) for each in known]
        data = [_source_data(ws, each) for each in known]
    return Outcome("\n".join(lines) or _("There are no sources yet."), {"sources": data})


def _source_words(ws: Workspace, source: Source) -> str:
    into = [each.name for each in sources.targets(ws, source).values() if each is not None]
    line = f"{source.name}: {file_names.shown(source.pattern)} → {fmt.listed(into, 6) or '–'}"
    if source.fetched_on is None:
        return line
    last = _("last fetched {day} from {file}").format(day=fmt.day(source.fetched_on), file=source.fetched_file)
    return f"{line}, {last}"


def _source_data(ws: Workspace, source: Source) -> dict[str, object]:
    return {
        "name": source.name,
        "kind": source.file_kind,
        "pattern": source.pattern,
        "into": {name: each.key if each else None for name, each in sources.targets(ws, source).items()},
        "last_fetched": source.fetched_on.isoformat() if source.fetched_on else None,
        "last_file": source.fetched_file,
    }
