"""XML of any size, element by element, in constant memory, and only what is asked for.

A file from outside may be hostile or broken: a document type (and with it every entity) is refused, and so are too many
elements inside each other and text without end. What is wrong is said with its line; nothing of such a file is used.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias
from xml.parsers import expat
from xml.parsers.expat import errors as faults

from kpidesk.errors import FileRefused
from kpidesk.text import Message, msg

CHUNK = 64 * 1024
DEEPEST = 64
LONGEST_TEXT = 1_000_000
WINDOWS = "windows-1252"
BOM = b"\xef\xbb\xbf"
ALL_BYTES = bytes(range(256))
_ENDS_EARLY = {
    expat.errors.codes[fault]
    for fault in (
        faults.XML_ERROR_NO_ELEMENTS,
        faults.XML_ERROR_UNCLOSED_TOKEN,
        faults.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
_LETTERS = {
    expat.errors.codes[fault]
    for fault in (faults.XML_ERROR_INVALID_TOKEN, faults.XML_ERROR_PARTIAL_CHAR, faults.XML_ERROR_BAD_CHAR_REF)
}
_PROLOG = expat.errors.codes[faults.XML_ERROR_MISPLACED_XML_PI]

Wanted: TypeAlias = "dict[str, Wanted | None]"
"""The elements that are wanted, by name: ``None`` for one whose text is, or those wanted inside it."""
Fields: TypeAlias = dict[str, Any]
"""What was found in an element: texts by name, and for elements with something inside a list of their fields."""


class WrongLetters(Exception):
    """The letters of the file are not those that it declares."""


class Enough(Exception):
    """Raised by who is told, when the rest of the file is not needed."""


class Elements:
    """Reads one stream and tells each wanted element that ``told`` names, once it is complete.

    ``of_root`` is asked about the root's namespace and name, and refuses what it does not know.
    """

    def __init__(
        self,
        wanted: Wanted,
        told: Mapping[str, Callable[[Fields], None]],
        begun: Mapping[str, Callable[[Fields], None]],
        of_root: Callable[[str, str], frozenset[str]],
        encoding: str | None = None,
    ) -> None:
        self._wanted, self._told, self._begun, self._of_root = wanted, told, begun, of_root
        self._spaces: frozenset[str] = frozenset()
        self._names: dict[str, str] = {}
        self._path: list[tuple[str, Wanted | None, Fields]] = []
        self._here: Wanted | None = wanted
        self._fields: Fields = {}
        self._skipped = self._seen = 0
        self._text: list[str] = []
        self._parser = self._make(encoding)

    def _make(self, encoding: str | None) -> expat.XMLParserType:
        parser = expat.ParserCreate(encoding, " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._declared
        parser.XmlDeclHandler = _check_letters
        return parser

    @property
    def line(self) -> int:
        """The line that is being read."""
        return self._parser.CurrentLineNumber

    def read(self, stream: BinaryIO, progress: Callable[[int], None]) -> None:
        """Read to the end, or until ``Enough``; raises ``FileRefused`` and ``WrongLetters``."""
        done = quiet = seen = 0
        try:
            while chunk := stream.read(CHUNK):
                self._parser.Parse(chunk, False)
                done += len(chunk)
                quiet, seen = (0, self._seen) if self._seen != seen else (quiet + len(chunk), seen)
                if quiet > LONGEST_TEXT:
                    raise FileRefused(_too_long(self.line))
                progress(done)
            self._parser.Parse(b"", True)
        except Enough:
            return
        except expat.ExpatError as fault:
            self._explain(fault, stream)

    def _explain(self, fault: expat.ExpatError, stream: BinaryIO) -> None:
        stream.seek(max(self._parser.ErrorByteIndex, 0))
        there = stream.read(1)
        if fault.code in _LETTERS and there >= b"\x80":
            raise WrongLetters from fault
        raise FileRefused(_broken(fault, there), details=expat.ErrorString(fault.code)) from fault

    def _declared(self, *_declaration: object) -> None:
        raise FileRefused(
            msg(
                "Line {line} of the file begins a document type, which accounts never have and which can be used for"
                " harm. Ask for the file again from the accounting program. Nothing was changed.",
                line=self.line,
            )
        )

    # ---- the hot path: once for each element of files with millions of them --------------------------------

    def _start(self, name: str, _attributes: object) -> None:
        self._seen += 1
        if self._skipped:
            self._skip()
            return
        here = self._here
        local = self._names.get(name) or self._local(name)
        if here is None or local not in here:
            self._skip()
            return
        wanted = here[local]
        self._path.append((local, here, self._fields))
        self._here = wanted
        if wanted is None:
            self._text = []
            self._parser.CharacterDataHandler = self._text.append
            return
        self._fields = {}
        if local in self._begun:
            self._begun[local](self._fields)

    def _skip(self) -> None:
        self._skipped += 1
        if self._skipped + len(self._path) > DEEPEST:
            raise FileRefused(
                msg(
                    "Line {line} of the file has more elements inside each other than accounts ever have. Ask for the"
                    " file again from the accounting program. Nothing was changed.",
                    line=self.line,
                )
            )

    def _end(self, _name: str) -> None:
        self._seen += 1
        if self._skipped:
            self._skipped -= 1
            return
        local, above, outer = self._path.pop()
        if self._here is None:
            self._parser.CharacterDataHandler = None
            outer[local] = self._whole_text()
        elif local in self._told:
            self._told[local](self._fields)
            self._fields = outer
        else:
            outer.setdefault(local, []).append(self._fields)
            self._fields = outer
        self._here = above

    def _whole_text(self) -> str:
        found = self._text[0] if len(self._text) == 1 else "".join(self._text)
        if len(found) > LONGEST_TEXT:
            raise FileRefused(_too_long(self.line))
        return found.strip()

    def _local(self, name: str) -> str:
        """The name without its namespace; empty, which nobody wants, for one of a foreign namespace."""
        space, _separator, local = name.rpartition(" ")
        if not self._spaces:
            self._spaces = self._of_root(space, local)
        self._names[name] = local if space in self._spaces else ""
        return self._names[name]


def parse(
    path: Path,
    elements: Callable[[str | None], Elements],
    progress: Callable[[int], None],
    encoding: str | None = None,
) -> str | None:
    """Read a file, once more as Windows text where its letters are not those declared; gives the encoding so found.

    ``elements`` makes what reads it, anew for each try.
    """
    try:
        with path.open("rb") as stream:
            if encoding is not None and stream.read(len(BOM)) != BOM:
                stream.seek(0)
            elements(encoding).read(stream, progress)
    except WrongLetters as wrong:
        if encoding is not None:
            raise FileRefused(
                msg("The letters of “{name}” can’t be read. Nothing was changed.", name=path.name)
            ) from wrong
        return parse(path, elements, progress, WINDOWS)
    except OSError as fault:
        raise FileRefused(
            msg("“{name}” can’t be read. Nothing was changed.", name=path.name), details=str(fault)
        ) from fault
    return encoding


def _check_letters(_version: str, encoding: str | None, _standalone: int) -> None:
    """Refuse letters that can't be read: the parser knows UTF-8, UTF-16 and those of one byte each."""
    try:
        known = encoding is None or "utf" in encoding.casefold() or len(ALL_BYTES.decode(encoding, "replace")) == 256
    except LookupError:
        known = False
    if not known:
        raise FileRefused(
            msg("The file declares letters that can’t be read ({name}). Nothing was changed.", name=encoding)
        )


def _too_long(line: int) -> Message:
    return msg(
        "Line {line} of the file has a text of more than a million characters. Ask for the file again from the"
        " accounting program. Nothing was changed.",
        line=line,
    )


_CUT_OFF = msg(
    "The file ends in the middle, in line {line}: a part of it is missing. Ask for it again from the accounting"
    " program. Nothing was changed."
)
_BEFORE = msg(
    "Something stands before the beginning of the file, in line {line}. Ask for it again from the accounting"
    " program. Nothing was changed."
)
_CONTROL = msg(
    "Line {line} of the file has a character that XML can’t hold. Ask for the file again from the accounting"
    " program. Nothing was changed."
)
_NO_XML = msg(
    "Line {line} of the file is not valid XML. Ask for the file again from the accounting program. Nothing was changed."
)


def _broken(fault: expat.ExpatError, there: bytes) -> Message:
    """What is said of a file that the parser gives up on, by the fault and the byte that it stands at."""
    words = _NO_XML
    if fault.code in _ENDS_EARLY or not there:
        words = _CUT_OFF
    elif fault.code == _PROLOG:
        words = _BEFORE
    elif fault.code in _LETTERS and there < b" ":
        words = _CONTROL
    return Message(words.text, {"line": fault.lineno})
