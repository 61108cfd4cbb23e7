"""The first five minutes: from a program that knows nobody to the first number, and the next start, in bokmål."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hands.office import Office
    from tests.hands.program import Program
    from tests.hands.reading import Widget

KEY_SECONDS, LOOK_SECONDS, MOST_SECONDS, MOST_ACTIONS = 0.28, 5, 60, 6
"""What a key and a look take somebody who types as most do."""
NBSP = "\N{NO-BREAK SPACE}"


class Hands:
    """Counts what is done: a text and a key are one action each."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.actions = self.keys = self.looks = 0

    def look(self, named: str = "") -> None:
        """Until the keyboard is in a field, of a name that begins so."""
        wanted = f"the keyboard in a field {named}"
        self.program.until(lambda tree: _field(tree, named), wanted)
        self.looks += 1

    def enter(self, words: str, key: str) -> None:
        """A text and a key."""
        self.program.type(words)
        self.program.key(key)
        self.actions += 2
        self.keys += len(words) + 1


def _field(tree: Widget, named: str) -> Widget | None:
    return next((each for each in tree.find("text") if each.has_keyboard and each.name.startswith(named)), None)


def test_from_nothing_to_the_first_number_in_six_actions_and_on_from_there_at_the_next_start(office: Office) -> None:
    private = office.folder / "home" / "private"
    private.mkdir(parents=True)
    (private / "author").write_text("Mona Lie", encoding="utf-8")  # as the machine knows her
    with office.program(language="nb") as program:
        hands = Hands(program)
        hands.look("Bedriften heter")
        hands.enter("Klipp og sånn", "Tab")
        hands.look("Hva driver dere med?")
        hands.enter("fri", "Enter")
        program.find("frame", "Klipp og sånn – KPI Desk")
        hands.look("Nettosalg, ")
        hands.enter("342500", "Enter")
        program.find(
            "label", lambda words: words.startswith("Nettosalg, ") and words.endswith(f": 342{NBSP}500{NBSP}kr")
        )
        assert hands.actions <= MOST_ACTIONS
        assert hands.keys * KEY_SECONDS + hands.looks * LOOK_SECONDS < MOST_SECONDS
        hands.look("Skriv ett mål")
        hands.enter("Øke snittsalget fra 780 til 880 kr", "Enter")
        program.until(lambda tree: not tree.find("label", "Kom i gang"), "the steps gone when they are done")
        file = next(each for each in program.home.rglob("*.kpidesk") if "private" not in each.parts)
        office.get_up(program, file, "Historikk", None)
    with office.program(language="nb") as program:
        program.find("frame", "Klipp og sånn – KPI Desk")
        program.until(lambda tree: tree.find("list", "Historikk") or tree.find("label", "Historikk"), "where she was")
        program.end()


def test_the_example_is_opened_changed_and_thrown_away_without_trace(office: Office) -> None:
    with office.program(language="nb") as program:
        hands = Hands(program)
        hands.look("Bedriften heter")
        before = set(program.home.rglob("*.kpidesk"))
        program.click("push button", "Prøv eksempelet")
        program.find("frame", "Fjordbrød bakeri – KPI Desk")
        program.go("Mål")
        program.key("Ctrl+N")
        program.type("Prøve alt\n")
        program.key("Esc")
        program.find("push button", "Start min egen")
        program.key("Ctrl+W")
        program.until(lambda tree: not tree.find("frame", "Fjordbrød bakeri – KPI Desk"), "the window gone")
        assert set(program.home.rglob("*.kpidesk")) == before
        program.end()
