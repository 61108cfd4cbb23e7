"""A hostile or broken file is refused with a sentence that says where, in little memory, and gives nothing."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.errors import FileRefused, UserError
from kpidesk.exchange.accounts.books import read_books
from kpidesk.exchange.accounts.figures import figures_of
from tests.exchange.accounts.saft_made import A, L, Made, V

SOLD = V("1", "2025-01-05", [L("1920", "100"), L("3000", "-100")])
SMALL = Made([A("1920", name="Bøk & Blåbær"), A("3000")], [SOLD])
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))


def with_type(declaration: str, content: str = "") -> bytes:
    made = SMALL.text().replace("?>\n", f"?>\n<!DOCTYPE AuditFile {declaration}>\n", 1)
    return made.replace("Fjord og Fjell AS", content or "Fjord og Fjell AS").encode()


def inside(content: str) -> bytes:
    return SMALL.text().replace("</AuditFile>", f"{content}</AuditFile>").encode()


HOSTILE = {
    "billion laughs": (lambda: with_type(f'[<!ENTITY a0 "ha">{LAUGHS}]', "&a9;"), "Line 2"),
    "one large entity many times": (lambda: with_type(f'[<!ENTITY a "{"x" * 100_000}">]', "&a;" * 20_000), "Line 2"),
    "an entity from another file": (lambda: with_type('[<!ENTITY a SYSTEM "file:///etc/passwd">]', "&a;"), "Line 2"),
    "a document type elsewhere": (lambda: with_type('SYSTEM "http://example.com/a.dtd"'), "Line 2"),
    "200 000 elements inside each other": (lambda: inside("<a>" * 200_000 + "</a>" * 200_000), "more elements inside"),
    "elements inside each other among those wanted": (
        lambda: inside("<GeneralLedgerEntries><Journal>" + "<a>" * 70 + "</a>" * 70),
        "more elements inside",
    ),
    "a text of 15 MB": (lambda: inside(f"<a>{'x' * 15_000_000}</a>"), "a million characters"),
    "an attribute of 15 MB": (lambda: inside(f'<a b="{"x" * 15_000_000}"/>'), "a million characters"),
    "a comment of 15 MB": (lambda: inside(f"<!--{'x' * 15_000_000}-->"), "a million characters"),
    "a name of two million letters": (
        lambda: SMALL.text().replace("Fjord og Fjell AS", "x" * 2_000_000).encode(),
        "a million characters",
    ),
    "a control character": (lambda: SMALL.text().replace("og Fjell", "og \x01Fjell").encode(), "Line 8"),
    "cut off": (lambda: SMALL.text().encode()[:-400], "ends in the middle"),
    "cut off inside a letter": (lambda: SMALL.text().split("ø")[0].encode() + b"\xc3", "ends in the middle"),
    "a blank line before": (lambda: b"\n" + SMALL.text().encode(), "Something stands before"),
    "empty": (lambda: b"", "ends in the middle"),
    "no XML": (lambda: b"Konto;Saldo\n1920;100\n", "not valid XML"),
    "tags that do not fit": (lambda: SMALL.text().replace("</Header>", "</Heder>").encode(), "not valid XML"),
    "letters nobody knows": (
        lambda: SMALL.text().replace("UTF-8", "klingon-8").encode(),
        "letters that can’t be read (klingon-8)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_with_a_sentence_in_little_memory(tmp_path: Path, name: str) -> None:
    content, words = HOSTILE[name]
    path = tmp_path / "a.xml"
    path.write_bytes(content())
    tracemalloc.start()
    with text.using("en"), pytest.raises(FileRefused) as refused:
        read_books([path], {})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    with text.using("en"):
        assert words in str(refused.value)
        assert "Nothing was changed." in str(refused.value)
    assert peak < 5_000_000


@pytest.mark.parametrize("declared", ["UTF-8", "utf-16", "ISO-8859-1", "windows-1252"])
def test_declared_letters_are_read_as_declared(tmp_path: Path, declared: str) -> None:
    made = Made(SMALL.accounts, SMALL.vouchers, declared=declared)
    books = read_books([made.write(tmp_path / "a.xml", declared)], {})
    assert books.ledger.chart.accounts["1920"].name == "Bøk & Blåbær"
    assert not books.windows


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_letters_that_are_not_those_declared_are_read_as_windows_text_and_told(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes(mark + SMALL.text().encode("windows-1252"))
    books = read_books([path], {})
    assert books.ledger.chart.accounts["1920"].name == "Bøk & Blåbær"
    assert books.windows


def test_wrong_letters_among_the_vouchers_count_no_voucher_twice(tmp_path: Path) -> None:
    vouchers = [V(f"{n}", "2025-01-05", [L("1920", "100"), L("3000", "-100")]) for n in range(1, 2000)]
    vouchers.append(V("2000", "2025-01-06", [L("1920", "100", document="kjøp"), L("3000", "-100")]))
    path = tmp_path / "a.xml"
    path.write_bytes(Made([A("1920"), A("3000")], vouchers).text().encode("windows-1252"))
    books = read_books([path], {})
    assert books.windows
    assert sum(tally.lines for tally in books.tallies) == 4000
    assert next(iter(figures_of(books.ledger).months["net_sales"].values())) == 200_000 * 10**18


@pytest.mark.parametrize(
    ("root", "words"),
    [
        ('<auditfile xmlns="urn:StandardAuditFile-Taxation-CashRegister:NO"/>', "from the till"),
        ('<auditfile xmlns="urn:StandardAuditFile-Taxation-CashRegister:NO:data"/>', "from the till"),
        ('<AuditFile xmlns="urn:OECD:StandardAuditFile-Tax:PT_1.04_01"/>', "urn:OECD:StandardAuditFile-Tax:PT_1.04_01"),
        ('<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>', "begins with “Invoice”"),
        ("<html/>", "begins with “html”"),
    ],
)
def test_what_is_no_saft_financial_is_refused_by_name(tmp_path: Path, root: str, words: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(f'<?xml version="1.0"?>{root}')
    with text.using("en"), pytest.raises(FileRefused) as refused:
        read_books([path], {})
    with text.using("en"):
        assert words in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        read_books([tmp_path / "none.xml"], {})


def test_who_is_told_of_the_progress_can_stop_it(tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    vouchers = [V(f"{n}", "2025-01-05", [L("1920", "100"), L("3000", "-100")]) for n in range(1, 1000)]
    path = Made([A("1920"), A("3000")], vouchers).write(tmp_path / "a.xml")
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) > 2:
            raise Stop

    with pytest.raises(Stop):
        read_books([path], {}, progress)
    assert told == sorted(told) and told[0][1] == path.stat().st_size
