"""Every command of the menu bar, chosen with the mouse on every page; what opens is left by Esc.

What can be chosen everywhere is dealt out among the pages, the rest is chosen on the first page that has it, so that
each command is chosen once; ``--long`` chooses every command on every page, in a window of its own for each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests import long
from tests.hands.goal_hands import plant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hands.desktop import Point
    from tests.hands.office import Office
    from tests.hands.program import Program

PAGES = {
    "Overview": ("Ctrl+1",),
    "Goals": ("Ctrl+2",),
    "KPIs": ("Ctrl+3", "Home"),
    "Entry": ("Ctrl+4",),
    "Review": ("Ctrl+5",),
    "History": ("Ctrl+6",),
    "one KPI": ("Ctrl+3", "Home", "Enter"),
}
"""Each page with the keys that lead there."""
ELSEWHERE = ("Quit", "Close window", "New file …", "New window", "New window on this file", "Recent files")
"""What ends the program or leaves the file, which is a journey of its own."""
BACK_AT_ONCE = {
    "Norsk bokmål": "English",
    "Full screen": "Full screen",
}
"""What changes the words or the place of everything is taken back before the next command."""
TEXT_SIZES = ("Larger text", "Smaller text")
"""What moves the menus themselves is taken back by its key."""
MOST_ESC = 3
ALL = long.chosen()
WALKS = long.either({"all in one window": tuple(PAGES)}, {page: (page,) for page in PAGES})
"""The pages that one window is taken through."""


@dataclass(frozen=True)
class Line:
    """One command of the menu bar: its name, whether it can be chosen, and where to click for its menu and for it."""

    menu: str
    name: str
    live: bool
    head: Point
    at: Point


def commands(program: Program) -> Iterator[Line]:
    """All commands as they stand on this page, live or greyed."""
    for head in program.menu_bar():
        for each in program.opened_menu(head):
            if each.role != "separator":
                yield Line(head.name, each.name, each.live, head.middle, each.middle)
        program.key("Esc")


def choose(program: Program, command: Line) -> None:
    """Choose a command, and leave again what it opens."""
    for point in (command.head, command.at):
        program.desktop.click(point)
        program.settle()  # so the key that follows need not wait once more
    for _turn in range(MOST_ESC):
        program.desktop.key("Esc")
        program.settle()
        if len(program.desktop.windows(program.process.pid)) == 1:
            return
    raise AssertionError(f"Esc does not leave what “{command.name}” opens")


def go(program: Program, page: str) -> None:
    """Show a page by its keys."""
    for key in PAGES[page]:
        program.key(key)
    program.settle()


def offered(program: Program, page: str) -> list[Line]:
    """What there is to choose on a page."""
    go(program, page)
    return [each for each in commands(program) if each.name not in ELSEWHERE]


def pages_with(command: Line, menus: dict[str, list[Line]]) -> list[str]:
    """The pages on which a command can be chosen; menus have commands of the same name."""
    wanted = (command.menu, command.name)
    return [page for page, lines in menus.items() if wanted in {(each.menu, each.name) for each in lines if each.live}]


def choose_all(program: Program, page: str, menus: dict[str, list[Line]]) -> None:
    """Choose on a page what it has to choose there."""
    go(program, page)
    known = menus[page]
    for n, each in enumerate(known):
        pages = pages_with(each, menus)
        if each.live and (ALL or pages[n % len(PAGES) if pages == list(PAGES) else 0] == page):
            choose(program, each)
            for back in (one for one in known if one.name == BACK_AT_ONCE.get(each.name)):
                choose(program, back)
            if each.name in TEXT_SIZES:
                program.key("Ctrl+0")
            go(program, page)


@pytest.mark.parametrize("pages", WALKS.values(), ids=WALKS)
def test_every_command_is_chosen_and_left_again(office: Office, pages: tuple[str, ...]) -> None:
    file = office.new_file()
    office.cli("kpi", "add", str(file), "nps", "csat")
    with office.sit_down(file, place="Overview") as program:
        plant(program, "Guests who come back", "NPS up from 38 to 50")
        menus = {page: offered(program, page) for page in pages}
        for page in pages:
            choose_all(program, page, menus)
        program.step_through("Ctrl+Shift+Z", 1)  # what “Undo” took back
