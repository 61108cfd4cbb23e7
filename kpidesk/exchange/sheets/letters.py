"""How the letters of a text file are written: by its mark, as UTF-8, or by which reading makes words of it.

A file without a mark that is no UTF-8 comes from an older program, and one byte is a letter. Windows-1252 is by far
the likeliest; the code pages of DOS and of the old Macintosh differ from it in æ, ø and å, so the letters tell them
apart. Where none of the three reads well, charset-normalizer is asked about other western and central European ones.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from kpidesk.exchange.sheets.book import Letters
from kpidesk.exchange.sheets.kinds import FileKind
from kpidesk.exchange.sheets.refusals import not_sheets, wrong_letters

LIKELY = ("cp1252", "cp850", "mac_roman")
"""In the order in which they are believed where two read equally well."""
OTHERS = ("cp1250", "cp1257", "cp1254", "iso8859_15", "iso8859_2", "cp437", "cp852", "mac_latin2")
_NAMES = {"cp1252": "windows-1252", "mac_roman": "macintosh", "utf-8-sig": "utf-8"}
"""What they are called in the world, which Python knows as well."""
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 256 * 1024
_AROUND = re.compile(rb"[^\r\n;,\t|]{0,8}[\x80-\xff]+[^\r\n;,\t|]{0,8}")
_MOST_AROUND = 2_000
_LETTERS = frozenset("äöüÄÖÜéèêëÉÈáàâãÁÀÂóòôõÓÒÔíìîïÍúùûÚñÑçÇßðþšžŠŽ")
_NORWEGIAN = frozenset("æøåÆØÅ")
_SIGNS = frozenset("€£§°·–—−‘’“”„«»…•\u00a0\u00ad²³½¼¾±×©®™´¢")


def letters_of(data: bytes, name: str = "", encoding: str | None = None) -> Letters:
    """How to read the letters of some text; ``encoding`` is what somebody has chosen.

    Raises ``NotSheets`` for what is no text, and for a choice that can't be.
    """
    if encoding is not None:
        return _named(_checked(data, encoding, name))
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _named(marked)
    if b"\0" in data:
        return Letters(_wide(data, name))
    if _is_utf8(data):
        return Letters("utf-8")
    return _named(_guess(data), guessed=True)


def decoder(letters: Letters) -> str:
    """What decodes them: a mark at the beginning of UTF-8 is no letter."""
    return "utf-8-sig" if letters.encoding == "utf-8" else letters.encoding


def _named(encoding: str, guessed: bool = False) -> Letters:
    return Letters(_NAMES.get(encoding, encoding), guessed)


def _checked(data: bytes, encoding: str, name: str) -> str:
    try:
        chosen = codecs.lookup(encoding).name
        data.decode(chosen)
    except (LookupError, UnicodeError, ValueError) as error:
        raise wrong_letters(name, encoding) from error
    return chosen


def _wide(data: bytes, name: str) -> str:
    """UTF-16 without a mark: every other byte of western letters is zero."""
    head = data[:_SAMPLE]
    odd, even = head[1::2].count(0), head[::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(odd, even) * 4 < len(head) or "\0" in head[: len(head) & ~1].decode(encoding, "replace"):
        raise not_sheets(FileKind.BINARY, name)
    return encoding


def _is_utf8(data: bytes) -> bool:
    """Tell whether it is UTF-8; one letter cut off at the end, or a few broken ones among very many, are forgiven."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return not data[: error.start].isascii()
        text = data.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        return sum(ord(letter) > 127 for letter in text[: _SAMPLE * 4]) > 20 * broken
    return True


def _guess(data: bytes) -> str:
    around = Counter(_AROUND.findall(data[: 16 * _SAMPLE])[:_MOST_AROUND])
    worth = {encoding: _worth(around, encoding) for encoding in LIKELY}
    best = max(LIKELY, key=lambda encoding: worth[encoding])
    if worth[best] < 0:
        return _other(around) or LIKELY[0]
    return best


def _worth(around: Counter[bytes], encoding: str) -> int:
    """How much sense the letters beyond ASCII make: letters inside words and signs outside them do."""
    total = 0
    for part, times in around.items():
        text = part.decode(encoding, "replace")
        total += times * sum(_sense(text, place, letter) for place, letter in enumerate(text) if ord(letter) > 127)
    return total


def _sense(text: str, place: int, letter: str) -> int:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if letter in _NORWEGIAN or letter in _LETTERS:
        if letter.isupper() and before.islower():
            return -2
        beside_word = before.isalpha() or after.isalpha()
        if letter in _NORWEGIAN:
            return 2 if beside_word else 0
        return 1 if beside_word else -1
    if letter in _SIGNS:
        return 1 if letter in "’´\u00ad\u00a0" or not (before.isalpha() and after.isalpha()) else -1
    return -2


def _other(around: Counter[bytes]) -> str | None:
    """What charset-normalizer makes of it, among the western and central European code pages."""
    from charset_normalizer import from_bytes

    found = from_bytes(b"\n".join(around), cp_isolation=[*LIKELY, *OTHERS]).best()
    return found.encoding if found is not None else None
