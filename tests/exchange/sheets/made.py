"""Workbooks of the kinds that nothing on a usual machine writes, made by hand after their specifications."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def ods(tables: str, manifest: str = "<manifest/>") -> bytes:
    """An ODS workbook with these ``table:table`` elements; style ``gone`` hides one."""
    hidden = '<style:style style:name="gone"><style:table-properties table:display="false"/></style:style>'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}><office:automatic-styles>{hidden}'
        f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return packed({"mimetype": ODS_TYPE, "content.xml": content, "META-INF/manifest.xml": manifest})


def table(name: str, *rows: str, style: str = "") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(rows)}</table:table>'


def line(*cells: str, times: int | str = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def cell(about: str = "", shown: str = "", times: int = 1) -> str:
    """A cell with attributes of ``office:`` and what one reads in it."""
    said = " ".join(f"office:{each}" if ":" not in each else each for each in about.split())
    paragraph = f"<text:p>{shown}</text:p>" if shown else ""
    return f'<table:table-cell {said} table:number-columns-repeated="{times}">{paragraph}</table:table-cell>'


ONE = 'value-type="float" value="1"'


# ---- XLS: a compound file with one stream of records --------------------------------------------------------


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams, each long enough to lie in sectors of its own."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for number, (name, data) in enumerate(streams.items(), 1):
        data = data.ljust(4096, b"\0")
        count = -(-len(data) // 512)
        first = len(sectors)
        sectors += [data[at * 512 : (at + 1) * 512].ljust(512, b"\0") for at in range(count)]
        table += [*range(first + 1, first + count), 0xFFFFFFFE]
        right = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, len(data), right=right))
    directory = len(sectors)
    listed = b"".join(entries).ljust(-(-len(entries) // 4) * 512, b"\0")
    count = len(listed) // 512
    sectors += [listed[at * 512 : (at + 1) * 512] for at in range(count)]
    table += [*range(directory + 1, directory + count), 0xFFFFFFFE]
    tables = -(-(len(table) + 16) // 128)
    places = list(range(len(sectors), len(sectors) + tables))
    table += [0xFFFFFFFD] * tables
    table += [0xFFFFFFFF] * (tables * 128 - len(table))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *places, *[0xFFFFFFFF] * (109 - tables))
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, first: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", text, len(text), kind, 1, 0xFFFFFFFF, right, child, first, size)


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of a BIFF stream."""
    return struct.pack("<HH", kind, len(body)) + body


def number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def label(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def error(row: int, column: int, code: int) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))


def formula(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x06, struct.pack("<HHHdHIH", row, column, style, value, 0, 0, 0))


def several(row: int, column: int, values: Iterable[int], style: int = 0) -> bytes:
    """Whole numbers side by side in one record."""
    values = list(values)
    cells = b"".join(struct.pack("<Hi", style, value << 2 | 2) for value in values)
    return record(0xBD, struct.pack("<HH", row, column) + cells + struct.pack("<H", column + len(values) - 1))


XLS_STYLES = (0, 9, 14, 164)
"""Formats of the styles 0–3 of ``xls``: plain, ``0%``, a date, and one spelled out."""


def xls(sheets: Mapping[str, bytes], *, spelled: str = "[h]:mm", extra: bytes = b"", hidden: str = "") -> bytes:
    """An XLS workbook with these cells in its sheets; ``extra`` are records about all of it."""
    first = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + extra
    first += record(0x41E, struct.pack("<HHB", 164, len(spelled), 0) + spelled.encode("latin-1"))
    first += b"".join(record(0xE0, struct.pack("<HH16x", 0, style)) for style in XLS_STYLES)
    heads = {name: struct.pack("<BBBB", name == hidden, 0, len(name), 0) + name.encode("latin-1") for name in sheets}
    at = len(first) + sum(8 + len(head) for head in heads.values()) + 4
    rest, listed = b"", b""
    for name, cells in sheets.items():
        listed += record(0x85, struct.pack("<I", at + len(rest)) + heads[name])
        rest += record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A)
    return compound({"Workbook": first + listed + record(0x0A) + rest})


# ---- XLSB: a ZIP with parts of records ----------------------------------------------------------------------


def brt(kind: int, body: bytes = b"") -> bytes:
    """A record of an XLSB part."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, rest = len(body), b""
    while length >= 0x80:
        rest += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + rest + bytes([length]) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(number: int) -> bytes:
    return brt(0, struct.pack("<I21x", number))


def real(column: int, value: float, style: int = 0) -> bytes:
    return brt(5, struct.pack("<IId", column, style, value))


def whole(column: int, value: int, style: int = 0) -> bytes:
    return brt(2, struct.pack("<IIi", column, style, value << 2 | 2))


def text(column: int, content: str) -> bytes:
    return brt(6, struct.pack("<II", column, 0) + wide(content))


def bad(column: int, code: int, kind: int = 3) -> bytes:
    rest = b"" if kind == 3 else struct.pack("<HI", 0, 0)
    return brt(kind, struct.pack("<IIB", column, 0, code) + rest)


def xlsb(sheets: Mapping[str, bytes], *, from_1904: bool = False, hidden: str = "") -> bytes:
    """An XLSB workbook; its styles are those of ``xls``, the last one ``0.0 %``."""
    relations, listed, parts = "", b"", {}
    for place, (name, cells) in enumerate(sheets.items(), 1):
        relations += f'<Relationship Id="rId{place}" Target="worksheets/sheet{place}.bin"/>'
        listed += brt(0x9C, struct.pack("<II", name == hidden, place) + wide(f"rId{place}") + wide(name))
        content = brt(0x81) + brt(0x94, struct.pack("<IIII", 0, 0, 0, 0)) + brt(0x91) + cells + brt(0x92) + brt(0x82)
        parts[f"xl/worksheets/sheet{place}.bin"] = content
    about = brt(0x83) + brt(0x99, struct.pack("<II", from_1904, 0) + wide("")) + brt(0x8F) + listed + brt(0x90)
    styles = brt(0x267, struct.pack("<I", 1)) + brt(0x2C, struct.pack("<H", 164) + wide("0.0 %")) + brt(0x268)
    styles += brt(0x269, struct.pack("<I", len(XLS_STYLES)))
    styles += b"".join(brt(0x2F, struct.pack("<HH12x", 0, style)) for style in XLS_STYLES) + brt(0x26A)
    return packed({
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.bin": about + brt(0x9D, b"\0" * 26) + brt(0x84),
        "xl/_rels/workbook.bin.rels": f"<Relationships>{relations}</Relationships>",
        "xl/styles.bin": styles,
        **parts,
    })  # fmt: skip


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XLSX = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": f'<Relationships><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'<workbook xmlns:r="{_OFFICE}"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets>'
    "</workbook>",
    "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="rId1" Type="{_OFFICE}/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>',
}
"""The parts of an XLSX workbook around its one sheet, which is ``xl/worksheets/sheet1.xml``."""


def xlsx(rows: str) -> bytes:
    """An XLSX workbook with these ``row`` elements in its one sheet."""
    content = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    return packed({**XLSX, "xl/worksheets/sheet1.xml": content})
