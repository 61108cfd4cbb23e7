"""A packed workbook, part by part, never more of it than is reasonable: what it says of itself is not believed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from kpidesk.exchange.sheets.kinds import BROKEN
from kpidesk.exchange.sheets.limits import MOST_RATIO, RATIO_FROM, TABLES, Limits
from kpidesk.exchange.sheets.progress import Progress
from kpidesk.exchange.sheets.refusals import damaged, too_large

MOST_SMALL = 50_000_000
"""A part that is read whole: names, styles."""
CHUNK = 1024 * 1024


class Packed:
    """The parts of a packed workbook; raises ``NotSheets`` for one that is damaged or too large."""

    def __init__(self, data: bytes, name: str, progress: Progress | None = None, limits: Limits = TABLES) -> None:
        self.name = name
        self._length, self._progress = len(data), progress
        self._left, self._read = limits.unpacked, 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise damaged(name, str(error)) from error
        parts = self._zip.infolist()
        self._parts = {plain(part.filename): part for part in parts}
        if len(parts) > limits.parts:
            raise too_large(name)
        if len(self._parts) < len(parts):
            raise damaged(name)  # of two parts of one name, its reader may take the other

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, in small letters."""
        return tuple(self._parts)

    def chunks(self, part: str) -> Iterator[bytes]:
        """What a part unpacks into; nothing where it is missing."""
        about = self._parts.get(plain(part))
        if about is None:
            return
        most = max(RATIO_FROM, about.compress_size * MOST_RATIO)
        try:
            with self._zip.open(about) as stream:
                while chunk := stream.read(CHUNK):
                    most -= len(chunk)
                    self._left -= len(chunk)
                    if min(most, self._left) < 0:
                        raise too_large(self.name)
                    yield chunk
                    self._tell(about, stream)
        except BROKEN as error:
            raise damaged(self.name, str(error)) from error
        self._read += about.compress_size

    def _tell(self, about: zipfile.ZipInfo, stream: Any) -> None:
        """Looking is half of the way, loading the other."""
        if self._progress is not None:
            share = stream.tell() / max(1, about.file_size)
            done = min(self._length, self._read + int(min(1.0, share) * about.compress_size))
            self._progress(done // 2, self._length)

    def joined(self, part: str) -> bytes:
        """A part of any size, all of it."""
        return b"".join(self.chunks(part))

    def whole(self, part: str) -> bytes:
        """A small part, all of it."""
        found = bytearray()
        for chunk in self.chunks(part):
            found += chunk
            if len(found) > MOST_SMALL:
                raise too_large(self.name)
        return bytes(found)

    def weigh(self, part: str) -> None:
        """Unpack a part only to know that it is not too large."""
        for _chunk in self.chunks(part):
            pass

    def elements(self, part: str) -> list[tuple[str, dict[str, str]]]:
        """The elements of a small XML part, without their prefixes, in their order."""
        found: list[tuple[str, dict[str, str]]] = []
        parser = expat.ParserCreate()
        parser.StartElementHandler = lambda tag, attributes: found.append((tag.rpartition(":")[2], attributes))
        parser.StartDoctypeDeclHandler = self._declared
        try:
            parser.Parse(self.whole(part) or b"<nothing/>", True)
        except expat.ExpatError as error:
            raise damaged(self.name, str(error)) from error
        return found

    def _declared(self, *_doctype: Any) -> None:
        raise damaged(self.name)


def plain(part: str) -> str:
    """The name of a part as all its spellings have it."""
    return part.replace("\\", "/").lstrip("/").lower()
