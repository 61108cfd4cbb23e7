"""What a file is, told by its content: its name is what somebody once called it.

Only its beginning is read, for a packed file its list of parts and for an old Office file its list of streams.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from kpidesk import disk
from kpidesk.exchange.sheets.compound import BadCompound, Compound

HEAD = 64 * 1024
KPI_DESK = int.from_bytes(b"KPID", "big")
"""The application id of our own file, bytes 68–71 of a SQLite database."""


class FileKind(Enum):
    """What sort of file it is, as far as whoever takes numbers from it needs to know."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    ACCOUNTS = "accounts"
    """SAF-T Financial, or another audit file whose reader says what it is missing."""
    CASH_REGISTER = "cash_register"
    """SAF-T Cash Register."""
    WORKSPACE = "workspace"
    """A KPI Desk file."""
    REPLY = "reply"
    """A sheet that was sent out by KPI Desk to be filled in."""
    LOCKED = "locked"
    """A workbook under a password."""
    PDF = "pdf"
    IMAGE = "image"
    HTML = "html"
    SPREADSHEET_XML = "spreadsheet_xml"
    """A workbook as Excel 2003 wrote it in XML."""
    XML = "xml"
    JSON = "json"
    NUMBERS = "numbers"
    DOCUMENT = "document"
    PRESENTATION = "presentation"
    EMAIL = "email"
    DATABASE = "database"
    ARCHIVE = "archive"
    EMPTY = "empty"
    BINARY = "binary"


_BEGINNINGS = (
    (b"\x89PNG\r\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"GIF8", FileKind.IMAGE),
    (b"BM", FileKind.IMAGE),
    (b"II*\0", FileKind.IMAGE),
    (b"MM\0*", FileKind.IMAGE),
    (b"\x1f\x8b", FileKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileKind.ARCHIVE),
    (b"Rar!\x1a\x07", FileKind.ARCHIVE),
    (b"BZh", FileKind.ARCHIVE),
    (b"\xfd7zXZ\0", FileKind.ARCHIVE),
    (b"{\\rtf", FileKind.DOCUMENT),
)
_PARTS = (
    (r"^xl/workbook\d*\.bin$", FileKind.XLSB),
    (r"^xl/workbook\d*\.xml$", FileKind.XLSX),
    (r"^word/document\d*\.xml$", FileKind.DOCUMENT),
    (r"^ppt/presentation\.xml$", FileKind.PRESENTATION),
    (r"^index/document\.iwa$", FileKind.NUMBERS),
    (r"^index\.zip$", FileKind.NUMBERS),
)
_STREAMS = (
    ("EncryptedPackage", FileKind.LOCKED),
    ("Workbook", FileKind.XLS),
    ("Book", FileKind.XLS),
    ("WordDocument", FileKind.DOCUMENT),
    ("PowerPoint Document", FileKind.PRESENTATION),
    ("__properties_version1.0", FileKind.EMAIL),
)
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_MAIL = re.compile(
    rb"(?:[A-Za-z-]{2,40}: [^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,60}?"
    rb"(?:MIME-Version|Message-ID|Received|Return-Path|Delivered-To): ",
    re.IGNORECASE,
)
_ROOT = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)((?:\s[^>]*)?)/?>")
_BEFORE_ROOT = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_MOST_LISTED = 2_000_000
BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, KeyError)
"""What comes of a packed file that is damaged."""


def what_is(path: Path) -> FileKind:
    """What a file is; raises ``FileRefused`` for what is no ordinary file, ``OSError`` as ever."""
    with disk.opened(path) as stream:
        return kind_of(stream, path.name)


def kind_of_bytes(data: bytes, name: str = "") -> FileKind:
    """What some content is."""
    return kind_of(io.BytesIO(data), name)


def kind_of(stream: BinaryIO, name: str = "") -> FileKind:
    """What an open file is; ``name`` tells only where the content can't: an encrypted KPI Desk file is mere noise."""
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        return FileKind.EMPTY
    if head.startswith(b"PK\x03\x04"):
        return _packed(stream)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(stream)
    if head.startswith(b"SQLite format 3\0"):
        return FileKind.WORKSPACE if int.from_bytes(head[68:72], "big") == KPI_DESK else FileKind.DATABASE
    if name.lower().endswith(disk.WORKSPACE):
        return FileKind.WORKSPACE
    return _by_beginning(head) or _by_letters(head)


def _by_beginning(head: bytes) -> FileKind | None:
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head[4:8] == b"ftyp" or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return FileKind.IMAGE
    if head.startswith(b"BM") and b"\0" not in head[:14]:
        return None  # a text that happens to begin with BM
    return next((kind for beginning, kind in _BEGINNINGS if head.startswith(beginning)), None)


def _by_letters(head: bytes) -> FileKind:
    if _MAIL.match(head):
        return FileKind.EMAIL
    text = _as_text(head)
    if text is None:
        return FileKind.BINARY
    text = text.lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        return _marked_up(text)
    if re.match(r"[\[{]\s*[\"\[{]", text):
        return FileKind.JSON
    return FileKind.TEXT


def _as_text(head: bytes) -> str | None:
    """The beginning as text, letters beyond ASCII roughly; ``None`` where it is not text."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) & ~1].decode("utf-16", "replace")
    if b"\0" not in head:
        return head.decode("utf-8-sig", "replace")
    odd, even = head[1::2].count(0), head[::2].count(0)
    if max(odd, even) * 4 < len(head) or min(odd, even) * 20 > len(head):
        return None
    return head[: len(head) & ~1].decode("utf-16-le" if odd > even else "utf-16-be", "replace")


def _marked_up(text: str) -> FileKind:
    if re.match(r"<!DOCTYPE\s+html|<(html|head|body|table|meta|style|div)\b", text, re.IGNORECASE):
        return FileKind.HTML
    found = _ROOT.search(_BEFORE_ROOT.sub("", text))
    if found is None:
        return FileKind.XML if text.startswith(("<?xml", "<!")) else FileKind.TEXT
    prefix, root, attributes = found[1], found[2].lower(), found[3]
    space = re.search(rf"xmlns{':' + prefix if prefix else ''}\s*=\s*[\"']([^\"']*)", attributes)
    named = space[1] if space else ""
    if root == "auditfile":
        return FileKind.CASH_REGISTER if "cashregister" in named.lower() else FileKind.ACCOUNTS
    if root == "workbook" and "office:spreadsheet" in named:
        return FileKind.SPREADSHEET_XML
    return {"html": FileKind.HTML, "svg": FileKind.IMAGE}.get(root, FileKind.XML)


def _packed(stream: BinaryIO) -> FileKind:
    try:
        with zipfile.ZipFile(stream) as packed:
            names = {part.filename.replace("\\", "/").lower() for part in packed.infolist()}
            if "mimetype" in names:
                return _open_document(packed)
            found = next(
                (kind for part, kind in _PARTS if any(map(re.compile(part).fullmatch, names))), FileKind.ARCHIVE
            )
            return FileKind.REPLY if found is FileKind.XLSX and _is_reply(packed) else found
    except BROKEN:
        return FileKind.BINARY


def _open_document(packed: zipfile.ZipFile) -> FileKind:
    kind = _part(packed, "mimetype", 200).strip()
    if not kind.startswith(_OPEN_DOCUMENT):
        return FileKind.ARCHIVE
    if b"encryption-data" in _part(packed, "META-INF/manifest.xml", _MOST_LISTED):
        return FileKind.LOCKED
    rest = kind.removeprefix(_OPEN_DOCUMENT)
    if rest.startswith(b"spreadsheet"):
        return FileKind.ODS
    return FileKind.PRESENTATION if rest.startswith(b"presentation") else FileKind.DOCUMENT


def _is_reply(packed: zipfile.ZipFile) -> bool:
    """Tell whether a workbook has the hidden sheet of our reply sheets."""
    return (
        re.search(rb'<(?:\w+:)?sheet\b[^>]*\bname="kpidesk"', _part(packed, "xl/workbook.xml", _MOST_LISTED))
        is not None
    )


def _part(packed: zipfile.ZipFile, name: str, most: int) -> bytes:
    """The beginning of a part; nothing where it is missing."""
    real = next((part for part in packed.namelist() if part.replace("\\", "/").lower() == name.lower()), None)
    if real is None:
        return b""
    with packed.open(real) as part:
        return part.read(most)


def _old_office(stream: BinaryIO) -> FileKind:
    try:
        names = Compound(stream).names
    except BadCompound:
        return FileKind.BINARY
    return next((kind for name, kind in _STREAMS if name in names), FileKind.BINARY)
