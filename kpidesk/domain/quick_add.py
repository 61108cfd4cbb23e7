"""Reading a key result out of one typed line: ``NPS opp fra 38 til 50``.

Both languages are understood whatever the interface speaks, since people write goals as they talk.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"[+\-−]?\d(?:[\d\s\u00a0.,]*\d)?"
_LINE = re.compile(
    rf"^(?P<name>.*?)\s*\b(?:(?P<way>opp|ned|up|down|økes?|reduseres?)\s+)?(?:fra|from)\s+"
    rf"(?P<start>{_NUMBER})\s*(?P<unit1>%|kr|[a-zæøå]+)?\s*(?:til|to)\s+(?P<target>{_NUMBER})\s*(?P<unit>%|[a-zæøå.]+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class QuickResult:
    """What a line says: what is measured, from where to where, in which unit (empty if untold)."""

    name: str
    start: str
    target: str
    unit: str


def read_line(line: str) -> QuickResult | None:
    """The start and target in a line as typed, or ``None`` where it tells none."""
    match = _LINE.match(" ".join(line.split()))
    if match is None or not match["name"]:
        return None
    unit = match["unit"] or match["unit1"] or ""
    return QuickResult(match["name"].strip(), match["start"], match["target"], unit)
