"""Why a backup was made, in words."""

from __future__ import annotations

from kpidesk import format as fmt
from kpidesk.text import _

BY_HAND = "manual"
"""The reason of a backup that somebody has asked for."""
MEGABYTE = 1_000_000


def reason_words(reason: str) -> str:
    """Why it was made, as far as its name tells; a reason that nobody knows is given as it is."""
    return {
        "import": _("before an import"), "upgrade": _("before a new version"), "restore": _("before a restore"),
        "fork": _("a conflict copy, merged"), "clear": _("before numbers were cleared"),
        "anew": _("before starting over"), "merge": _("before a merge"), "daily": _("when opened, daily"),
        BY_HAND: _("made by hand"),
    }.get(reason, reason)  # fmt: skip


def size_words(size: int) -> str:
    """``840 kB``, ``1,2 MB``."""
    if size < MEGABYTE:
        return _("{n} kB").format(n=max(1, round(size / 1000)))
    return _("{n} MB").format(n=fmt.number(size / MEGABYTE, 1))
