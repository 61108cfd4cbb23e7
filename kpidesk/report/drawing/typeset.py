"""Lines from words: wrapping with forced breaks, and cutting with an ellipsis.

Words are cut, numbers never: an ellipsis goes before a whole number or after it, and what is nothing but a number
shrinks instead (``whole``), or is told in a larger unit (``readable``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpidesk.format import NBSP
from kpidesk.number_forms import shorter
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.text_clean import NARROW, figures
from kpidesk.unbroken import unbroken

ELLIPSIS = "…"
READABLE = 6.0
"""Points: a number smaller than this is told in a larger unit, where there is one."""
JOINTS = "|/_-"
"""Behind these a word that is too long is broken, where one stands late enough."""
FEWEST_LETTERS = 3
"""So many of a word tell which it may be."""
_PARTS = frozenset("0123456789.,\u00a0\u202f\u2212")
"""What numbers are written with."""


@dataclass(frozen=True)
class Piece:
    """Some words in one face; ``x`` counts from the start of the line."""

    text: str
    face: Face
    x: float


TextLine = tuple[Piece, ...]


def fit(text: str, face: Face, room: float) -> str:
    """``text``, cut with an ellipsis where it is wider than ``room``; a number in it stays whole or goes."""
    if face.width(text) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if face.width(text[:middle].rstrip() + ELLIPSIS) <= room:
            low = middle
        else:
            high = middle - 1
    return _shortened(text, low, face, room)


def _shortened(text: str, at: int, face: Face, room: float) -> str:
    """The first ``at`` letters and an ellipsis, less what would say nothing: a number that is cut or has no room behind
    it, a word of which a letter or two would be left.
    """
    start = max(text.rfind(sign, 0, at) for sign in " -") + 1
    end = text.find(" ", at)
    word = text[start : len(text) if end < 0 else end]
    scrap = 0 < start < at < start + FEWEST_LETTERS < start + len(word)
    cut = text[at : at + 1] not in ("", " ") and (_numeric(word) or scrap)
    kept = text[: start if cut else at].rstrip()
    while kept:
        shown = kept + (f" {ELLIPSIS}" if _numeric(kept.rpartition(" ")[2]) else ELLIPSIS)
        if face.width(shown) <= room:
            return shown
        kept = kept.rpartition(" ")[0].rstrip()
    return _start_of_word(text, at, face, room)


def _start_of_word(text: str, at: int, face: Face, room: float) -> str:
    """The start of one long word that holds digits, up to where it would cut a number; nothing of a mere number."""
    word = text.split(" ", 1)[0]
    if not any(char.isalpha() for char in word):
        return ""
    while at and (_in_number(text, at) or face.width(text[:at] + ELLIPSIS) > room):
        at -= 1
    return text[:at] + ELLIPSIS if at else ""


def _in_number(text: str, at: int) -> bool:
    return text[at - 1] in _PARTS and text[at : at + 1] in _PARTS


def _numeric(word: str) -> bool:
    return any(char.isdigit() for char in word)


def whole(text: str, face: Face, room: float) -> Face:
    """The face in which all of ``text`` fits: a number is made smaller, never cut."""
    return _narrowed(face, face.width(text), room)


def readable(text: str, face: Face, room: float, words: str = "{value}", *, scaled: bool = False) -> tuple[str, Face]:
    """``words`` with a number in them, and the face in which all of it fits, as ``whole`` says.

    Where that would be too small to be read the number is told in a larger unit, ``1,28 mrd.``, unless it is
    ``scaled`` already: beside a column in millions that would be another number.
    """
    found = words.format(value=text) if text else ""
    shown = whole(found, face, room)
    short = "" if scaled or shown.size >= min(face.size, READABLE) else shorter(text.replace(NARROW, NBSP))
    if short:
        found = words.format(value=figures(short))
        shown = whole(found, face, room)
    return found, shown


def together(parts: Sequence[tuple[str, Face]], room: float) -> list[Face]:
    """The faces in which ``(text, face)`` parts stand beside each other in ``room``: smaller by the same part."""
    wide = sum(face.width(text) for text, face in parts)
    return [_narrowed(face, wide, room) for _text, face in parts]


def _narrowed(face: Face, wide: float, room: float) -> Face:
    """The face at the size at which what is ``wide`` in it has room."""
    return face if wide <= room or wide <= 0 else face.at(face.size * max(room, 1.0) / wide)


def give_way(parts: Sequence[tuple[float, float]], room: float) -> list[float]:
    """Widths from ``(wanted, least)``; where there is not room for all, the first gives way first."""
    over, found = max(sum(wanted for wanted, _least in parts) - room, 0.0), []
    for wanted, least in parts:
        given = min(over, max(wanted - least, 0.0))
        found.append(wanted - given)
        over -= given
    return found


def widest(texts: Iterable[str], face: Face) -> float:
    """The room that the widest of some texts takes; a column of numbers is that wide."""
    return max((face.width(text) for text in texts), default=0.0)


def wrap(text: str, face: Face, room: float, most: int = 99) -> list[str]:
    """Lines no wider than ``room``; the last of ``most`` ends in an ellipsis when more follows."""
    return ["".join(p.text for p in line) for line in wrap_runs([(text, face)], room, most)]


def wrap_runs(runs: list[tuple[str, Face]], room: float, most: int = 99) -> list[TextLine]:
    """Lines of pieces from ``(text, face)`` runs; see ``wrap``."""
    lines: list[TextLine] = []
    current: list[Piece] = []
    x = 0.0
    words = _words(runs, room)
    for at, (word, face, spaced) in enumerate(words):
        gap = face.width(" ") if spaced and current else 0.0
        wide = face.width(word)
        if current and x + gap + wide > room + 0.01:
            if len(lines) + 1 == most:
                return [*lines, _ellipsized(current, room)]
            lines.append(tuple(current))
            current, x, gap = [], 0.0, 0.0
        _append(current, word, face, x, gap)
        x += gap + wide
        if at == len(words) - 1:
            lines.append(tuple(current))
    return lines


def _append(line: list[Piece], word: str, face: Face, x: float, gap: float) -> None:
    """Add a word, joined to the piece before it when that has the same face."""
    if line and line[-1].face == face:
        line[-1] = Piece(line[-1].text + (" " if gap else "") + word, face, line[-1].x)
    else:
        line.append(Piece(word, face, x + gap))


def _words(runs: list[tuple[str, Face]], room: float) -> list[tuple[str, Face, bool]]:
    """Words with their face and whether a space goes before; too long ones are broken by force."""
    found = []
    for text, face in runs:
        for word in unbroken(text.replace("\n", " ")).split(" "):
            spaced = True
            while word and face.width(word) > room:
                head = _longest_start(word, face, room)
                found.append((head, face, spaced))
                word, spaced = word[len(head) :], False
            if word:
                found.append((word, face, spaced))
    return found


def _longest_start(word: str, face: Face, room: float) -> str:
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if face.width(word[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    joint = max(word.rfind(sign, 0, low) for sign in JOINTS) + 1
    return word[: joint if joint > low / 2 else low]


def _ellipsized(line: list[Piece], room: float) -> TextLine:
    last = line[-1]
    text, left = last.text, room - last.x
    while text and last.face.width(text.rstrip() + ELLIPSIS) > left:
        text = text[:-1]
    shown = _shortened(last.text, len(text), last.face, left) or ELLIPSIS
    return (*line[:-1], Piece(shown, last.face, last.x))
