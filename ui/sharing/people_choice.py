"""Who may receive something: the people of the file, and those who have changed it."""

from __future__ import annotations

from kpidesk import format as fmt
from kpidesk.domain.entities import Person
from kpidesk.workspace import Workspace


def receivers(ws: Workspace) -> list[str]:
    """Names to choose from, without one's own."""
    names = {person.name for person in ws.all(Person)} | set(ws.history.everybody())
    return sorted((name for name in names - {ws.author} if name.strip()), key=fmt.alphabetical)
