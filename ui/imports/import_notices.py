"""What is said of a file over the lower edge of the page: why it was refused, what was guessed, what was left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kpidesk import format as fmt
from kpidesk.errors import UserError
from kpidesk.exchange.intake.preview import Preview
from kpidesk.exchange.sheets.book import Letters
from kpidesk.text import Message, _, ngettext
from ui.base.session import Notice, Told

Then = Callable[[], None]
ENCODINGS = ("windows-1252", "cp850", "macintosh", "iso8859_15", "cp1250", "cp1257")
"""What the letters of a text without a mark can be, in the order in which they are tried."""


def refused(error: object, choose_another: Then) -> Notice:
    """Why nothing came of a file, with the way to another one."""
    words = _("The file could not be read. Nothing was changed.")
    details = str(error)
    if isinstance(error, UserError):
        words, details = str(error), error.details
    return Notice(words, "error", details, _("Choose another file …"), choose_another, here=True)


def saved_again() -> Told:
    """The file was written since it was read: said in passing, as what comes of it is in view at once."""
    return Told(_("The file has been saved again. It is read once more …"))


def differs(source: str, how: Sequence[Message]) -> Notice:
    """The file is laid out otherwise than its source was, and how."""
    words = _("The layout of the file differs from “{name}” last time.").format(name=source)
    see = _("See whether it is read as you mean it.")
    return Notice(" ".join([words, *map(str, how), see]), "warning")


def letters(found: Letters, right: Then, another: Then) -> Notice:
    """The letters were guessed: whoever reads Norwegian sees whether rightly."""
    words = _("The letters in the file are read as {kind}. Do æ, ø and å look right?").format(
        kind=_kind(found.encoding)
    )
    return Notice(words, "locked", action=_("Yes"), callback=right, more=((_("Try another"), another),))


def next_encoding(encoding: str) -> str:
    """Another way to read the letters; after the last the first again."""
    at = ENCODINGS.index(encoding) if encoding in ENCODINGS else -1
    return ENCODINGS[(at + 1) % len(ENCODINGS)]


def _kind(encoding: str) -> str:
    return {
        "windows-1252": _("Windows text"),
        "macintosh": _("Mac text"),
        "cp850": _("DOS text"),
    }.get(encoding, encoding)


def left_out(preview: Preview, show_rows: Then) -> Notice | None:
    """Rows in which a number was expected and none could be read; ``None`` where there are none."""
    faulty = [each for each in preview.left_out if each.faulty]
    rows = sum(len(each.lines) for each in faulty)
    if not rows:
        return None
    words = ngettext("{n} row was left out.", "{n} rows were left out.", rows).format(n=fmt.number(rows))
    why = " ".join(f"{fmt.capital(str(each.what))}: {each.why}." for each in faulty)
    return Notice(f"{words} {why}", "warning", action=_("Show the rows"), callback=show_rows)
