"""Words set in lines: each look in its face, links with where they lead, and what is too long for a line broken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kpidesk.manual.book import Run, Words
from kpidesk.manual.keys import named
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box, Spot
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.text_clean import figures
from kpidesk.viz.tokens import PAPER

SIZE, LEADING = 9.6, 13.8
CODE_PART = 0.94
"""Code is set so much smaller than what it stands in."""
BREAKS = "|-/\\_.="
"""After these a word that is too long is broken first."""

Places = Mapping[str, tuple[int, float]]
"""The page, from 0, and how far down it: where each section begins."""


@dataclass(frozen=True, slots=True)
class Bit:
    """Words in one look; ``x`` counts from the start of the line."""

    text: str
    face: Face
    link: str
    x: float

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.x + self.face.width(self.text)


Line = tuple[Bit, ...]
Part = tuple[str, Face, str]
"""Words in a face, and where they lead."""


def face_of(run: Run, size: float) -> Face:
    """The face of a look: there is no bold italic on paper."""
    if run.key:
        return Face("semibold", size * CODE_PART)
    if run.code:
        return Face("mono", size * CODE_PART)
    return Face("semibold" if run.strong else "italic" if run.emphasis else "regular", size)


def set_lines(words: Words, room: float, size: float = SIZE) -> list[Line]:
    """The words in lines no wider than ``room``."""
    lines: list[Line] = []
    current: list[Bit] = []
    x = 0.0
    for word in _words(words, size, room):
        wide = sum(face.width(text) for text, face, _link in word)
        gap = _gap(current, word[0], size)
        if current and x + gap + wide > room + 0.01:
            lines.append(tuple(current))
            current, x, gap = [], 0.0, 0.0
        x += gap
        for at, (text, face, link) in enumerate(word):
            _append(current, Bit(text, face, link, x), spaced=bool(gap) and at == 0)
            x += face.width(text)
    return [*lines, tuple(current)] if current else lines


def _gap(line: Sequence[Bit], part: Part, size: float) -> float:
    """The space before a word: where the look changes that of ordinary words, which is the same on both sides."""
    if not line:
        return 0.0
    _text, face, link = part
    return (face if (line[-1].face, line[-1].link) == (face, link) else Face("regular", size)).width(" ")


def _append(line: list[Bit], bit: Bit, *, spaced: bool) -> None:
    """Add to a line, joined to the bit before it when that looks the same."""
    last = line[-1] if line else None
    if last is not None and (last.face, last.link) == (bit.face, bit.link):
        line[-1] = replace(last, text=last.text + (" " if spaced else "") + bit.text)
    else:
        line.append(bit)


def _words(words: Words, size: float, room: float) -> list[list[Part]]:
    """What stands between spaces, each in its parts: a word may change its look in the middle."""
    found: list[list[Part]] = [[]]
    for run in words:
        face, text = face_of(run, size), figures(named(run.text) if run.code else run.text)
        for at, piece in enumerate(text.split(" ")):
            if at and found[-1]:
                found.append([])
            while face.width(piece) > room:
                head = _head(piece, face, room)
                found[-1].append((head, face, run.link))
                found.append([])
                piece = piece[len(head) :]
            if piece:
                found[-1].append((piece, face, run.link))
    return [word for word in found if word]


def _head(word: str, face: Face, room: float) -> str:
    """So much of a long word as has room, up to a mark where it may be broken."""
    most = next(n for n in range(len(word), 0, -1) if n == 1 or face.width(word[:n]) <= room)
    marked = max((word.rfind(mark, 0, most) for mark in BREAKS), default=-1) + 1
    return word[: marked if marked > most // 2 else most]


@dataclass(frozen=True, slots=True)
class Look:
    """How lines are set: the room of each, and their colour."""

    leading: float = LEADING
    color: str = PAPER.ink


ORDINARY = Look()


def draw_lines(surface: Surface, lines: Sequence[Line], spot: Spot, places: Places, look: Look = ORDINARY) -> None:
    """Set lines from a spot down; a link leads to its page."""
    for number, line in enumerate(lines):
        y = spot[1] + look.leading * (number + 1) - (look.leading - SIZE) / 2 - SIZE * 0.14
        for bit in line:
            _draw_bit(surface, bit, (spot[0] + bit.x, y), places.get(bit.link), look.color)


def _draw_bit(surface: Surface, bit: Bit, spot: Spot, to: tuple[int, float] | None, color: str) -> None:
    if to is None:
        surface.text(spot, bit.text, bit.face, color)
        return
    with surface.element("Link"):
        wide = surface.text(spot, bit.text, bit.face, PAPER.accent)
        box = Box(spot[0], spot[1] - bit.face.size, wide, bit.face.size * 1.3)
        surface.link(box, to[0], bit.text, down=to[1])


def height(lines: Sequence[Line], leading: float = LEADING) -> float:
    """The room that lines take."""
    return leading * len(lines)
