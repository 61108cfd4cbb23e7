"""What is said of the work that a restore has taken out, change by change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kpidesk import format as fmt
from kpidesk.text import _, pgettext
from kpidesk.wording.restores import restore_lines
from kpidesk.workspace import CellChange, Reads, Restored


def going_words(restored: Restored, now: dt.datetime) -> str:
    """``Filen er nå slik den var torsdag 12. mars kl. 16:40``, by the clock of whoever restored."""
    then = restored.then
    if then is None:
        return _("The file is now as it was at an earlier time")
    day = fmt.weekday_day(then.date()) if then.year == now.year else fmt.day(then.date())
    return _("The file is now as it was on {day} at {time}").format(day=day, time=fmt.clock_time(then))


def lost_line(ws: Reads, cells: Sequence[CellChange]) -> tuple[str, str]:
    """What one change had been, and what has become of it: ``9 → 8``, or that it is out."""
    lines = restore_lines(ws, sorted(cells, key=lambda cell: cell.field != "life"))
    if not lines:
        return _("Order"), ""
    first, rest = lines[0], len(lines) - 1
    # Translators: some changes in words, and how many follow
    words = _("{words} and {n} more").format(words=first.words, n=rest) if rest else first.words
    life = next((cell.after for cell in cells if cell.field == "life"), None)
    if life is not None:
        return words, _("came back") if life else pgettext("since", "removed")
    return words, f"{first.before} → {first.after}"
