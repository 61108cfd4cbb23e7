"""A message holds what it is given as words, whatever the words are: names come from files that others have made."""

from __future__ import annotations

import email
import subprocess
import sys
from email.policy import default
from pathlib import Path

import pytest

from kpidesk.exchange import mail
from tests.table import table

OWN = {"Subject", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
WORDS = [
    "Bakeri\nBcc: a@b.no", "Bakeri\r\n\r\nHei", "a\0b", "\ud800", "\u2028Bcc: x\x85y\x1c", "<b>&amp;", "=?utf-8?q?x?=",
    "",
]  # fmt: skip


@table("words", WORDS)
def test_no_words_become_a_header_or_end_the_message(words: str) -> None:
    made = email.message_from_bytes(mail.as_file(mail.Message(words, f"{words}\nSlutt")), policy=default)
    assert set(made.keys()) <= OWN
    assert made.get_content().rstrip().endswith("Slutt")


@table("words", WORDS)
def test_a_program_can_be_given_any_words(words: str) -> None:
    program = [sys.executable, "-c", "import sys; print(len(sys.argv))"]
    asked = mail.command_of(mail.Message(words, words), "xdg-email")
    told = subprocess.run([*program, *asked], check=True, capture_output=True, text=True)
    assert int(told.stdout) == len(asked) + 1


@pytest.mark.skipif(sys.platform == "win32", reason="no file can be called so there")
@pytest.mark.parametrize("name", ['a"b.pdf', "a\nBcc: x.pdf", "a\r\nX-Evil: 1.pdf", "æøå.pdf", "a\udcff.pdf"])
def test_a_file_of_any_name_is_attached_under_a_name_in_one_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(b"%PDF")
    made = email.message_from_bytes(mail.as_file(mail.Message("Q1", "Hei", (path,))), policy=default)
    (attached,) = made.iter_attachments()
    assert attached.get_content() == b"%PDF" and attached.get_filename().isprintable()
    assert set(attached.keys()) <= OWN | {"Content-Disposition"}
