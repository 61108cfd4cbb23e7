"""The review goes to the mail program: its words are proposed, the PDF is there, and “done” is said of what is done."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.base.session import Session
from ui.review import mailing
from ui.review.mail_dialog import MailDialog
from ui.review.review_page import ReviewPage

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="xdg-email is a program of Linux desktops")
PROGRAM = """#!/bin/sh
for word in "$@"; do printf '%s\\0' "$word"; done > "{asked}"
exit {code}
"""


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    """A desktop whose mail program is asked, and answers as told."""
    asked = tmp_path / "asked"

    def make(code):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "xdg-email"
        program.write_text(PROGRAM.format(asked=asked, code=code))
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return asked

    monkeypatch.setattr(mailing, "FILES_OPEN_HERE", False)
    return make


@pytest.fixture
def page(bakery, theme, qtbot):
    made = ReviewPage(Session(bakery, theme))
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: made.paper.count > 0)
    yield made
    made.paper.stop()


def opened(page):
    QTest.mouseClick(page.paper.others.mail, Qt.MouseButton.LeftButton)
    return page.window().findChild(MailDialog)


def test_two_clicks_open_a_message_with_the_review_attached(page, desktop):
    """Story 26."""
    asked, said = desktop(0), []
    page.session.notice.connect(said.append)
    dialog = opened(page)
    assert dialog.subject.text() == "Kvartalsgjennomgang, 1. kvartal 2026"
    words = dialog.words.toPlainText()
    assert words.startswith("Hei!\n\nHer er gjennomgangen av 1. kvartal 2026. 4 av 6 mål er i rute.")
    assert words.count("Konverteringsfrekvens") == 1 and "er bak plan og tas opp først." in words
    assert words.endswith("Hilsen Kari")
    dialog.words.setPlainText("Hei, se side 3.\nHilsen «Kari» & co")
    dialog.board.setChecked(True)
    QTest.mouseClick(dialog.do, Qt.MouseButton.LeftButton)
    given = asked.read_text().split("\0")[:-1]
    pdf, picture = (Path(given[place + 1]) for place, word in enumerate(given) if word == "--attach")
    assert pdf == page.paper.pdf_path() and pdf.read_bytes().startswith(b"%PDF")
    assert picture.read_bytes().startswith(b"\x89PNG") and picture.name.endswith("tavle.png")
    assert given[given.index("--body") + 1] == "Hei, se side 3.\nHilsen «Kari» & co"
    assert said[-1].kind == "done" and "ligger i e-postprogrammet" in said[-1].text
    assert not list(pdf.parent.glob("*.eml"))


def test_where_no_program_opens_the_message_is_a_file_and_nobody_says_it_is_done(page, desktop):
    import email.policy

    desktop(4)
    said = []
    page.session.notice.connect(said.append)
    QTest.mouseClick(opened(page).do, Qt.MouseButton.LeftButton)
    assert said[-1].kind == "error" and "ikke sendt" in said[-1].text
    (kept,) = page.paper.pdf_path().parent.glob("*.eml")
    message = email.message_from_bytes(kept.read_bytes(), policy=email.policy.default)
    assert (message["Subject"], message["X-Unsent"]) == ("Kvartalsgjennomgang, 1. kvartal 2026", "1")
    assert message.get_body().get_content().startswith("Hei!")
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == page.paper.pdf_path().name
    assert attached.get_content() == page.paper.pdf_path().read_bytes()


def test_cancel_writes_nothing(page, desktop):
    asked = desktop(0)
    opened(page).reject()
    assert not asked.exists() and not page.paper.pdf_path().exists()


def test_a_pdf_that_can_not_be_written_is_told_and_no_message_is_opened(page, desktop, monkeypatch):
    from kpidesk import disk
    from kpidesk.errors import StorageFault
    from kpidesk.text import msg

    asked, said = desktop(0), []
    page.session.notice.connect(said.append)

    def full(_data, _path):
        raise StorageFault(msg("The disk is full."))

    monkeypatch.setattr(disk, "put", full)
    QTest.mouseClick(opened(page).do, Qt.MouseButton.LeftButton)
    assert said[-1].kind == "error" and not asked.exists()
