"""Whether a number said in one unit can be one of another: hours of minutes, a count of points, never percent of kr."""

from __future__ import annotations

from kpidesk import format as fmt
from kpidesk.reading.words import CURRENCIES, SECONDS, SILENT
from kpidesk.text import _, pgettext

_DAY = 24 * 3600
_TIME = {**SECONDS, "days": _DAY}
KNOWN = {"percent", "currency", "$", "€", "£", *SILENT, *_TIME}


def ratio(said: str, wanted: str) -> float | None:
    """What a number said in one unit is multiplied by to be one of the other; ``None`` where it never is.

    A word that is no unit (``kunder``) tells what is counted.
    """
    if not said or said == wanted:
        return 1.0
    counts = said not in KNOWN and said.casefold() not in CURRENCIES
    if (counts or said in SILENT) and (wanted in SILENT or wanted not in KNOWN):
        return 1.0
    if said in SECONDS and wanted in SECONDS:
        return SECONDS[said] / SECONDS[wanted]
    return None


class UnitName:
    """A unit as the object of a sentence, put into words where the sentence is read."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __str__(self) -> str:
        words = {
            "percent": _("percent"),
            "days": pgettext("unit", "days"),
            "minutes": _("minutes"),
            "seconds": _("seconds"),
        }
        return words.get(self._code) or fmt.unit_word(self._code)
