"""Lines from words: wrapping with forced breaks, and cutting with an ellipsis."""

from __future__ import annotations

from dataclasses import dataclass

from kpidesk.report.fonts import width

ELLIPSIS = "…"


@dataclass(frozen=True)
class Piece:
    """Some words in one cut; ``x`` counts from the start of the line."""

    text: str
    face: str
    x: float


TextLine = tuple[Piece, ...]


def fit(text: str, face: str, size: float, room: float) -> str:
    """``text``, cut with an ellipsis where it is wider than ``room``."""
    if width(text, face, size) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + ELLIPSIS, face, size) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + ELLIPSIS if low else ""


def shrunk(text: str, face: str, size: float, room: float, *, least: float = 6.5) -> tuple[str, float]:
    """``text`` and the size at which it fits; below ``least`` it is cut."""
    while size > least and width(text, face, size) > room:
        size -= 0.5
    return fit(text, face, size, room), size


def wrap(text: str, face: str, size: float, room: float, most: int = 99) -> list[str]:
    """Lines no wider than ``room``; the last of ``most`` ends in an ellipsis when more follows."""
    return ["".join(p.text for p in line) for line in wrap_runs([(text, face)], size, room, most)]


def wrap_runs(runs: list[tuple[str, str]], size: float, room: float, most: int = 99) -> list[TextLine]:
    """Lines of pieces from ``(text, face)`` runs; see ``wrap``."""
    lines: list[TextLine] = []
    current: list[Piece] = []
    x = 0.0
    words = _words(runs, size, room)
    for at, (word, face, spaced) in enumerate(words):
        gap = width(" ", face, size) if spaced and current else 0.0
        wide = width(word, face, size)
        if current and x + gap + wide > room + 0.01:
            if len(lines) + 1 == most:
                return [*lines, _ellipsized(current, size, room)]
            lines.append(tuple(current))
            current, x, gap = [], 0.0, 0.0
        _append(current, word, face, x, gap)
        x += gap + wide
        if at == len(words) - 1:
            lines.append(tuple(current))
    return lines


def _append(line: list[Piece], word: str, face: str, x: float, gap: float) -> None:
    """Add a word, joined to the piece before it when that has the same face."""
    if line and line[-1].face == face:
        line[-1] = Piece(line[-1].text + (" " if gap else "") + word, face, line[-1].x)
    else:
        line.append(Piece(word, face, x + gap))


def _words(runs: list[tuple[str, str]], size: float, room: float) -> list[tuple[str, str, bool]]:
    """Words with their face and whether a space goes before; too long ones are broken by force."""
    found = []
    for text, face in runs:
        for word in text.replace("\n", " ").split(" "):
            spaced = True
            while word and width(word, face, size) > room:
                head = _longest_start(word, face, size, room)
                found.append((head, face, spaced))
                word, spaced = word[len(head) :], False
            if word:
                found.append((word, face, spaced))
    return found


def _longest_start(word: str, face: str, size: float, room: float) -> str:
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if width(word[:middle], face, size) <= room:
            low = middle
        else:
            high = middle - 1
    return word[:low]


def _ellipsized(line: list[Piece], size: float, room: float) -> TextLine:
    last = line[-1]
    text = last.text
    while text and last.x + width(text.rstrip() + ELLIPSIS, last.face, size) > room:
        text = text[:-1]
    return (*line[:-1], Piece(text.rstrip() + ELLIPSIS, last.face, last.x))
