"""Read a window as a screen reader does: by AT-SPI, the accessibility bus."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.hands.bus import Answer, Bus, Call

SPI = "org.a11y.atspi."
ROOT = "/org/a11y/atspi/accessible/root"
BUS = "org.freedesktop.DBus"
STATES = {
    1: "active", 4: "checked", 8: "enabled", 10: "expanded", 12: "focused", 23: "selected", 24: "sensitive",
    25: "showing",
}  # fmt: skip
"""The states that are read, by their bit in AT-SPI's set of states."""
WAYS = ("Row", "Column")
NAME = (f"{BUS}.Properties", "Get", "ss", f"{SPI}Accessible", "Name")
LEAVES = frozenset(
    ("label", "push button", "check box", "radio button", "text", "cell", "tree item", "column header", "graphic",
     "list item", "page tab", "heading", "grip", "scroll bar", "slider", "separator")
)  # fmt: skip
"""What has nothing in it that anybody reads."""
SHELL = frozenset(("frame", "filler", "menu bar", "menu item", "popup menu", "page tab list"))
"""What is entered for the rail and the menus alone: no page, which has most of what there is to read."""

LABELLED_BY = 2
"""A kind of relation."""
LIKE = {"label": ("heading",)}


@dataclass
class Widget:
    """One widget as it was when the tree was read."""

    bus: Bus
    at: tuple[str, str]
    parent: Widget | None = field(default=None, repr=False)
    role: str = ""
    name: str = ""
    states: frozenset[str] = frozenset()
    children: list[Widget] = field(default_factory=list, repr=False)

    def walk(self) -> Iterator[Widget]:
        """This widget and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, role: str, name: str | Callable[[str], bool] = "") -> list[Widget]:
        """All of a role and a name; the name may be a test, and an empty one fits all. A heading is a label too."""
        fits = name if callable(name) else (lambda each: not name or each == name)
        roles = (role, *LIKE.get(role, ()))
        return [each for each in self.walk() if each.role in roles and fits(each.name)]

    def names(self, role: str) -> list[str]:
        """The names of all of a role, in reading order."""
        return [each.name for each in self.find(role)]

    @property
    def middle(self) -> tuple[int, int]:
        """The pixel in its middle."""
        left, top, width, height = self.box
        return left + width // 2, top + height // 2

    @property
    def hidden_by(self) -> Widget | None:
        """The part around it that it has been scrolled out of; what pops up lies over everything."""
        above, (_x, y) = self.parent, self.middle
        while above is not None and above.role not in ("", "combo box", "menu item", "button menu"):
            _left, top, _width, height = above.box
            if height and not top <= y < top + height:
                return above
            above = above.parent
        return None

    @property
    def text(self) -> str:
        """What is written in a field."""
        return "".join(self.bus.ask([(*self.at, f"{SPI}Text", "GetText", "ii", 0, -1)])[0])

    @property
    def caret(self) -> int:
        """How many signs of a field stand before the caret."""
        ((_kind, place),) = self.bus.ask([(*self.at, f"{BUS}.Properties", "Get", "ss", f"{SPI}Text", "CaretOffset")])[0]
        return int(place)

    @property
    def found_from_above(self) -> bool:
        """Tell whether what it stands in has it at the place where it says that it stands."""
        if self.parent is None:
            return False
        place, kids = self.bus.ask(
            [(*self.at, f"{SPI}Accessible", "GetIndexInParent", None),
             (*self.parent.at, f"{SPI}Accessible", "GetChildren", None)]
        )  # fmt: skip
        return tuple(kids[0][place[0]]) == tuple(self.at)

    def act(self) -> str:
        """Do the first thing that can be done with it, as a reader does; gives what that is called."""
        name = self.bus.ask([(*self.at, f"{SPI}Action", "GetName", "i", 0)])[0]
        self.bus.ask([(*self.at, f"{SPI}Action", "DoAction", "i", 0)])
        return str(name[0]) if name else ""

    @property
    def purpose(self) -> str:
        """What a field is for, where its name is what it holds: the label beside it, else its description."""
        described = (*NAME[:-1], "Description")
        told = self.bus.ask([(*self.at, f"{SPI}Accessible", "GetRelationSet", None), (*self.at, *described)])
        labels = [at for kind, found in told[0][0] if kind == LABELLED_BY for at in found]
        names = self.bus.ask([(*at, *NAME) for at in labels])
        return " ".join(name for ((_kind, name),) in names) or told[1][0][1]

    @property
    def description(self) -> str:
        """What is said of it besides its name."""
        ((_kind, words),) = self.bus.ask([(*self.at, *NAME[:-1], "Description")])[0]
        return str(words)

    @property
    def live(self) -> bool:
        """Tell whether it can be used: it is not greyed."""
        return "enabled" in self.states

    @property
    def has_keyboard(self) -> bool:
        """Tell whether keys go here. The current item of a view says so always: it counts when its view says so too."""
        cell = self.role in ("tree item", "table cell", "cell", "list item")
        return "focused" in self.states and (not cell or self.parent is None or "focused" in self.parent.states)

    @property
    def heads(self) -> tuple[str, str]:
        """What the row and the column of a cell are called."""
        found = [self.bus.ask([(*self.at, f"{SPI}TableCell", f"Get{way}HeaderCells", None)])[0] for way in WAYS]
        asked = [[(*at, *NAME) for at in each[0]] for each in found]
        row, column = (", ".join(name for ((_kind, name),) in self.bus.ask(each)) for each in asked)
        return row, column

    def read(self, entered: frozenset[str] = frozenset()) -> Widget:
        """Read what shows below, level by level; what is hidden is not entered, nor what is not of the roles given."""
        level = [self]
        while level:
            kids = self.bus.ask([(*each.at, f"{SPI}Accessible", "GetChildren", None) for each in level])
            found = [
                Widget(self.bus, at, above)
                for above, said in zip(level, kids, strict=True)
                for at in (said[0] if said else ())
            ]
            said = self._asked(found)
            shown = [each for each, answers in zip(found, said, strict=True) if each._take(answers)]
            level = [each for each in shown if (each.role in entered if entered else each.role not in LEAVES)]
        return self

    def _asked(self, found: list[Widget]) -> list[list[Answer]]:
        """State, name and role of each; a role that is known is not asked for again."""
        new = [each for each in found if each.at not in self.bus.roles]
        calls = [call for each in found for call in _questions(each.at)]
        said = self.bus.ask([*calls, *((*each.at, f"{SPI}Accessible", "GetRoleName", None) for each in new)])
        self.bus.roles.update((each.at, answer) for each, answer in zip(new, said[len(calls) :], strict=True) if answer)
        return [[*said[2 * n : 2 * n + 2], self.bus.roles.get(each.at, ())] for n, each in enumerate(found)]

    def _take(self, said: list[Answer]) -> bool:
        """Take in what was said of it; tell whether it shows, which it does not when it has gone meanwhile."""
        if not all(said):
            return False
        (bits,), ((_kind, self.name),), (self.role,) = said
        self.states = frozenset(word for bit, word in STATES.items() if bits[0] >> bit & 1)
        shows = "showing" in self.states
        if shows and self.parent is not None:
            self.parent.children.append(self)
        return shows

    @functools.cached_property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, width and height, in pixels of the screen."""
        said = self.bus.ask([(*self.at, f"{SPI}Component", "GetExtents", "u", 0)])[0]
        return said[0] if said else (0, 0, 0, 0)

    def told(self) -> str:
        """The tree in words, for whoever looks for a fault."""
        return "\n".join(
            f"{each.role} {each.name!r} {each.box} {' '.join(sorted(each.states))}" for each in self.walk()
        )


def _questions(at: tuple[str, str]) -> tuple[Call, ...]:
    return (
        (*at, f"{SPI}Accessible", "GetState", None),
        (*at, *NAME),
    )


def application(bus: Bus, process: int, entered: frozenset[str] = frozenset()) -> Widget:
    """What shows of one process, all or within some roles; a widget without children while it is not on the bus."""
    listed = bus.ask([(f"{SPI}Registry", ROOT, f"{SPI}Accessible", "GetChildren", None)])[0]
    for at in listed[0] if listed else ():
        asked = (BUS, "/org/freedesktop/DBus", BUS, "GetConnectionUnixProcessID", "s", at[0])
        if bus.ask([asked])[0] == (process,):
            return Widget(bus, tuple(at)).read(entered)
    return Widget(bus, ("", ROOT))
