"""``doctor``: what support asks for first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk.cli.codes import DONE, REFUSED, said
from kpidesk.cli.opening import Outcome
from kpidesk.doctor import folder, machine, places, team_server, whereabouts
from kpidesk.doctor.findings import FINE, NOTE, TROUBLE
from kpidesk.settings import Home
from kpidesk.text import _, ngettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from kpidesk.doctor.findings import Finding


def doctor(options: argparse.Namespace) -> Outcome:
    """Examine the machine, and where a file is named the folder that it lies in; the file itself is left alone.

    Ends as ``check`` does where something is to be mended.
    """
    found = list(_examined(options.file))
    versions, around = machine.versions(), machine.surroundings()
    troubles = sum(each.grade == TROUBLE for each in found)
    data = {
        "ok": not troubles, "versions": dict(versions), "surroundings": dict(around),
        "findings": [{"grade": each.grade, **said("finding", each.message)} for each in found],
    }  # fmt: skip
    names = _names()
    facts = [f"{names.get(name, name)}: {value}" for name, value in {**versions, **around}.items() if value]
    marks = {FINE: "✓", NOTE: "·", TROUBLE: "✗"}
    lines = [*facts, "", *(f"{marks[each.grade]} {each.message}" for each in found), "", _summed_up(troubles)]
    return Outcome("\n".join(lines), data, REFUSED if troubles else DONE)


def _names() -> dict[str, str]:
    """What the facts are called that have no name of their own, as a library has."""
    return {
        "system": _("System"), "language": _("Language"), "locale": _("Language and region of the system"),
        "encoding": _("Character encoding"), "variables": _("Environment variables"),
    }  # fmt: skip


def _examined(file: str | None) -> Iterator[Finding]:
    yield from places.examine(Home.default())
    if file is not None:
        path = Path(file).absolute()
        yield from whereabouts.examine(path)
        if path.parent.is_dir():
            yield places.room(path.parent)
            yield from folder.examine(path.parent)
        yield from team_server.examine(path, Home.default())


def _summed_up(troubles: int) -> str:
    if not troubles:
        return _("Nothing is in the way of KPI Desk here.")
    return ngettext("{n} thing must be fixed.", "{n} things must be fixed.", troubles).format(n=troubles)
