"""A review from the first key to the saved PDF, by somebody who has no mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pdfplumber
import pytest

from tests.hands.by_keys import ByKeys

if TYPE_CHECKING:
    from tests.hands.office import Office


@pytest.mark.long  # with the screen black the same is done by keys as well
def test_from_nothing_to_the_saved_review_by_keys_alone(office: Office) -> None:
    with office.program(language="en") as program:
        hands = ByKeys(program)
        hands.focus_is("text", "The company is called")
        hands.write("Cut & Co", "Tab")
        hands.focus_is("text", "What is your trade?")
        hands.write("hair", "Enter")
        hands.focus_is("text", "Your name is")
        hands.write("Mona Lie", "Enter")
        hands.focus_is("text", "Net sales, ")
        hands.write("342500", "Enter")
        hands.focus_is("text", "Write one goal")
        hands.press("Ctrl+2")
        hands.focus_is("push button", "New objective")
        hands.press("Ctrl+N")
        hands.write("Guests who come back\n\tNPS up from 38 to 50\n", "Esc")
        hands.focus_is("tree item", "NPS up from 38 to 50")
        hands.press("Ctrl+3", "Ctrl+N")
        hands.focus_is("text", "Search the library")
        hands.write("promoter", "Enter")
        hands.focus_is("cell", "Net Promoter Score")
        hands.press("Ctrl+5")
        hands.focus_is("spin box", "NPS up from 38 to 50")
        hands.tab_to("push button", "Next: Reflect")
        hands.press("Enter")
        hands.tab_to("text", "What went well?", "Shift+Tab")
        hands.write("More regulars", "Enter")
        hands.tab_to("push button", "Next: Decide")
        hands.press("Enter")
        hands.tab_to("text", "Decisions", "Shift+Tab")
        hands.write("Open on Sundays", "Enter")
        hands.press("Ctrl+Shift+P")
        program.until(lambda _tree: list(program.home.glob("Documents/*.pdf")), "the PDF")
        program.settle()
        (saved,) = program.home.glob("Documents/*.pdf")
        with pdfplumber.open(saved) as paper:
            words = " ".join(page.extract_text() for page in paper.pages)
        assert "Cut & Co" in words and "NPS up from 38 to 50" in words and "Open on Sundays" in words
        program.end()
