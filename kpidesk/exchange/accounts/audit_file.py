"""How a SAF-T file is told from others, and the small values in it.

Every version from 1.00 to 1.40 is read, by the local names of the elements and the namespace, never by prefix or by
what the file says of its version.
"""

from __future__ import annotations

import datetime as dt

from kpidesk.errors import FileRefused
from kpidesk.text import msg

NAMESPACE = "urn:StandardAuditFile-Taxation-Financial:NO"
ROOT = "AuditFile"


def of_root(space: str, name: str) -> frozenset[str]:
    """The namespaces that count in a file with this root; refuses, by name, what is no SAF-T Financial."""
    kind = f"{space} {name}".casefold()
    if name == ROOT and space in (NAMESPACE, ""):
        return frozenset((NAMESPACE, ""))
    if "cashregister" in kind.replace("-", "") or name == "auditfile":
        raise FileRefused(
            msg(
                "This is SAF-T from the till, not from the accounts. Ask for “SAF-T Financial” in the accounting"
                " program. Nothing was changed."
            )
        )
    if name.casefold() == ROOT.casefold():
        raise FileRefused(
            msg(
                "This is another kind of SAF-T file ({kind}). Ask for the Norwegian “SAF-T Financial” in the "
                "accounting program. Nothing was changed.",
                kind=space or name,
            )
        )
    raise FileRefused(
        msg(
            "This XML file holds no accounts: it begins with “{name}”. Ask for “SAF-T Financial” in the accounting"
            " program. Nothing was changed.",
            name=name[:40],
        )
    )


def day(text: str) -> dt.date | None:
    """A day of an ``xs:date``, with or without a zone, or of a moment; ``None`` for what is none."""
    try:
        return dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def whole(text: str) -> int | None:
    """A whole number that is not negative; ``None`` for what is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
