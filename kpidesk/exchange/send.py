"""A copy to send: named for its receiver, without the sensitive KPIs or for reading only where that is wanted."""

from __future__ import annotations

import re
from pathlib import Path

from kpidesk import disk
from kpidesk.domain.entities import Kpi
from kpidesk.errors import BadInput
from kpidesk.records import record
from kpidesk.text import _, msg
from kpidesk.workspace import Workspace

UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
LONGEST = 120


@record(frozen=True)
class Sent:
    """What was written, and how many sensitive KPIs it leaves out."""

    path: Path
    left_out: int


def copy_name(ws: Workspace, receiver: str) -> str:
    """The file name of a copy for somebody: ``Fjordbrød bakeri – til Ola 2026-03-16.kpidesk``."""
    return _named(ws, receiver, _("to {who}"), _("copy")) + ws.path.suffix


def sheet_name(ws: Workspace, receiver: str) -> str:
    """The file name of a reply sheet for somebody: ``Fjordbrød bakeri – skjema til Ola 2026-03-16.xlsx``."""
    return _named(ws, receiver, _("form for {who}"), _("form")) + ".xlsx"


def _named(ws: Workspace, receiver: str, pattern: str, nobody: str) -> str:
    who = fit_for_a_name(receiver)
    what = pattern.format(who=who) if who else nobody
    return f"{ws.path.stem} – {what} {ws.today().isoformat()}"


def fit_for_a_name(words: str) -> str:
    """What is left of some words when every system can have them in a file name."""
    return UNFIT.sub(" ", words).strip(" .")[:LONGEST]


def sensitive(ws: Workspace) -> list[Kpi]:
    """The KPIs that a copy can leave out."""
    return [kpi for kpi in ws.all(Kpi) if kpi.sensitive]


def send(
    ws: Workspace, folder: Path, receiver: str, *, without_sensitive: bool = False, read_only: bool = False
) -> Sent:
    """Write a copy for ``receiver`` into a folder, beside what has been sent before."""
    if not folder.is_dir():
        raise BadInput(msg("The folder “{name}” is not there. Nothing was changed.", name=str(folder)))
    path = disk.free_path(folder, copy_name(ws, receiver))
    return Sent(path, ws.sharing.save_copy(path, without_sensitive=without_sensitive, read_only=read_only))
