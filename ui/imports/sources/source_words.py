"""What is said of a source: what its files are called and where they lie, what it feeds, when it was fetched last."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kpidesk import format as fmt
from kpidesk.domain.entities import Input, Kpi, Source
from kpidesk.exchange.intake import file_names
from kpidesk.exchange.intake.sources import Fetch, fetches, targets
from kpidesk.text import _, ngettext
from kpidesk.wording.merges import first_name
from ui.base.session import Session
from ui.imports.sources import folders

SAFT = "saft"
"""The kind of files of accounts."""
ICONS = {"text": "file", SAFT: "wallet"}
"""By the kind of its files; workbooks have the sign of a sheet."""


@dataclass(frozen=True)
class Told:
    """A source in words, as a row shows it."""

    source: Source
    icon: str
    files: str
    feeds: str
    measures: str
    last: str
    who: str
    folder: Path | None
    fetched: tuple[Fetch, ...]
    columns: tuple[tuple[str, str], ...]
    """What each column is called, and what it goes to; nothing where it is not taken."""


def told(session: Session, source: Source) -> Told:
    """Everything that is said of a source."""
    ws, today = session.ws, session.today()
    folder = folders.folder_of(session.memory, source.uid)
    fetched = tuple(fetches(ws, source))
    where = folder.name if folder is not None else _("no folder on this machine")
    columns = tuple((name, _goes_to(session, found)) for name, found in targets(ws, source).items())
    feeds = [words for _name, words in columns if words]
    last = fetched[0] if fetched else None
    when = "" if last is None or last.when is None else fmt.day_short(last.when.date(), today)
    if last is not None and last.when is not None and last.when.date() == today:
        when = fmt.moment_short(last.when.astimezone(ws.now().tzinfo), today)
    numbers = 0 if last is None else last.numbers
    count = ngettext("{n} number", "{n} numbers", numbers).format(n=fmt.number(numbers))
    many = ngettext("{n} column", "{n} columns", len(columns)).format(n=fmt.number(len(columns)))
    return Told(
        source,
        ICONS.get(source.file_kind, "table-2"),
        f"{file_names.shown(source.pattern)} · {where}",
        fmt.listed(list(dict.fromkeys(feeds))) or "–",
        many,
        when or _("never"),
        "" if last is None else " · ".join(filter(None, (count, first_name(last.who)))),
        folder,
        fetched,
        columns,
    )


def _goes_to(session: Session, found: Input | None) -> str:
    """What a column feeds: the KPI that its input is, or the input of a calculated one."""
    if found is None:
        return ""
    readers = [kpi for kpi in session.ws.all(Kpi) if found.uid in {uid for _name, uid in kpi.inputs}]
    plain = next((kpi for kpi in readers if not kpi.formula), None)
    return plain.name if plain is not None else found.name
