"""What the file says of itself: title, language, XMP, colour space, the promises of PDF/UA and PDF/A."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from kpidesk.report.tagging import Raw, reference

PRODUCER = "KPI Desk"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer><pdf:Keywords></pdf:Keywords>
<pdfuaid:part>1</pdfuaid:part>
{archive}<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_ARCHIVE = "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>\n"


@dataclass(frozen=True)
class Info:
    """Title, author, the day the report speaks of, and its language."""

    title: str
    author: str
    as_of: dt.date
    language: str


def attach(canvas: Any, info: Info) -> None:
    """Put metadata, language, viewer preferences and the colour space into the file."""
    document = canvas._doc
    _fixed_time(document, info.as_of)
    canvas.setTitle(info.title)
    canvas.setAuthor(info.author or PRODUCER)
    canvas.setSubject(info.title)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.addPageLabel(0, style="ARABIC", start=1)
    catalog = document.Catalog
    catalog.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
    catalog.__Refs__ = catalog.__NoDefault__
    catalog.MarkInfo = Raw(b"<< /Marked true >>")
    catalog.ViewerPreferences = Raw(b"<< /DisplayDocTitle true >>")
    canvas.showOutline()
    catalog.setPageLayout("SinglePage")
    profile = srgb_profile()
    catalog.Metadata = _stream(_xmp(info, archive=profile is not None), b"/Type /Metadata /Subtype /XML")
    if profile is not None:
        ref = reference(document, _stream(profile, b"/N 3"))
        catalog.OutputIntents = Raw(
            f"[<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB) "
            f"/DestOutputProfile {ref} >>]".encode()
        )


@lru_cache(maxsize=1)
def srgb_profile() -> bytes | None:
    """The sRGB colour profile with its date and id taken out, or None where it can't be made."""
    try:
        from PIL import ImageCms

        data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    except (ImportError, OSError):
        return None
    data[24:36] = bytes((7, 226, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    data[84:100] = bytes(16)
    return bytes(data)


@contextmanager
def line_before_endstream() -> Iterator[None]:
    """PDF/A wants a line end before ``endstream``, which reportlab leaves out."""
    original = pdfdoc.PDFStream.format

    def with_line(self: Any, document: Any) -> bytes:
        body: bytes = original(self, document)
        return body[: -len(b"endstream\n")] + b"\nendstream\n"

    pdfdoc.PDFStream.format = with_line
    try:
        yield
    finally:
        pdfdoc.PDFStream.format = original


def _stream(content: bytes, extra: bytes) -> Raw:
    head = b"<< " + extra + f" /Length {len(content)} >>".encode()
    return Raw(head + b"\nstream\n" + content + b"\nendstream")


def _xmp(info: Info, *, archive: bool) -> bytes:
    text = _XMP.format(
        title=escape(info.title),
        author=escape(info.author or PRODUCER),
        language=info.language,
        producer=PRODUCER,
        date=f"{info.as_of.isoformat()}T00:00:00+00:00",
        archive=_ARCHIVE if archive else "",
    )
    return text.encode("utf-8")


def _fixed_time(document: Any, day: dt.date) -> None:
    """The file's date is the day that the report speaks of, so that the bytes do not change."""
    moment = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    stamp = document._timeStamp
    stamp.t, stamp.lt = moment.timestamp(), moment.timetuple()
    stamp.YMDhms = tuple(stamp.lt)[:6]
    stamp.dhh = stamp.dmm = 0
