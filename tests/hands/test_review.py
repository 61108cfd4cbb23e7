"""The review of a quarter that is over, from the first score until it is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.hands.goal_hands import plant, row, stored

if TYPE_CHECKING:
    from tests.hands.office import Office
    from tests.hands.program import Program
    from tests.hands.reading import Widget


def test_a_review_is_shown_and_a_quarter_scored_reflected_on_decided_and_closed(office: Office) -> None:
    file = office.new_file()
    with office.sit_down(file, place="Review") as program:
        shown_on_the_whole_screen(program)
        program.go("Goals")
        program.key("Ctrl+PgUp")
        plant(program, "A better kitchen", "Dishes sent back, down from 38 to 20", "New menu in use")
        program.go("Review")
        program.click("spin box", "New menu in use")
        program.key("Ctrl+A")
        program.type("0.7\n")
        program.click("text", "What is it based on?")
        program.type("It is in use, in one of the two rooms\n")
        program.click("push button", "Next: Reflect")
        program.click("text", "What went well?")
        program.type("The new menu\nMore regulars\n")
        program.click("push button", "Next: Decide")
        program.click("text", "Decisions")
        program.type("Open on Sundays\n")
        program.click("push button", "Next quarter")
        program.click("radio button", "Keep")
        program.until(lambda tree: tree.find("label", "1 of 2 decided"), "one decided")
        program.click("push button", "Close the quarter")
        program.find("label", "Key results without a score")
        program.click("push button", "Close anyway")
        program.find("label", lambda words: words.startswith("Closed ") and "frozen" in words)
        told = stored(office, program, file)
        closed = next(each for each in told if each["cycle"]["state"] == "closed")
        assert [each["grade"] for each in closed["key_results"]][1] == 0.7
        assert [len(each["key_results"]) for each in told if each is not closed] == [1, 1]


def shown_on_the_whole_screen(program: Program) -> None:
    """By two keys: to a goal of a slide and back, B for black, and a note that is kept; Escape ends."""

    def slide(number: int) -> Callable[[Widget], list[Widget]]:
        return lambda tree: [each for each in tree.walk() if each.name.startswith(f"{number} of 4. ")]

    plant(program, "Guests who come back", "NPS up from 38 to 50")
    program.key("Ctrl+5")
    program.key("Shift+F5")
    shown = program.until(slide(1), "the first slide")
    assert "Blåbær & Sønn" in shown[0].name
    program.key("Right")
    program.key("space")
    goal = program.until(slide(3), "the slide of the goal")
    assert "Guests who come back" in goal[0].name
    program.key("n")
    program.type("Thank everybody")
    program.key("Esc")
    program.key("b")
    program.until(lambda tree: [each for each in tree.walk() if each.name == "The screen is black."], "black")
    program.key("b")
    program.key("Return")
    program.find("tree item", row("Guests who come back"))
    program.key("Alt+Left")
    program.until(slide(3), "the same slide again")
    program.key("n")
    assert program.find("text", "Your notes").text == "Thank everybody"
    program.key("Esc")
    program.key("Esc")
    program.find("tree item", row("Guests who come back"))
