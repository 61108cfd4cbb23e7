"""A hairdresser who sees nothing begins her own file: each key is chosen by what the keyboard is on, and what is said.

``Blind`` knows what has the keyboard and hears the announcements; nothing else of the window is looked at.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pdfplumber

from tests.hands.by_keys import ByKeys
from tests.hands.listening import Ear

if TYPE_CHECKING:
    from tests.hands.office import Office
    from tests.hands.program import Program

NBSP = "\N{NO-BREAK SPACE}"
MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "desember",
)  # fmt: skip
PDF = ".pdf"


def _month(day: dt.date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


TODAY = dt.datetime.now(tz=dt.UTC).astimezone().date()
RUNNING, ENDED = _month(TODAY), _month(TODAY.replace(day=1) - dt.timedelta(days=1))
"""The month that runs, and the last one that has ended: the first number asked for is of that."""
COMING = f"{(TODAY.month + 2) // 3 % 4 + 1}. kvartal {TODAY.year + (TODAY.month > 9)}"
"""The quarter after the one that runs."""


class Blind(ByKeys):
    """Hands with an ear."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.ear = Ear(program.desktop)

    def hear(self, words: str) -> str:
        """Wait for words to be said."""
        return self.ear.hear(words).words


def test_from_the_first_start_to_the_saved_pdf_with_the_screen_black(office: Office) -> None:
    with office.program(language="nb") as program:
        blind = Blind(program)
        planned = COMING in begin(blind)
        enter(blind)
        set_goal(blind, planned=planned)
        check_in(blind)
        nothing_waits(blind)
        saved = review(blind)
        with pdfplumber.open(saved) as paper:
            words = " ".join(page.extract_text() for page in paper.pages)
        assert all(each in words for each in ("Klipp og sånn", "NPS fra 38 til 50", "Åpne en kveld i uken"))
        blind.ear.close()
        program.end()


def begin(blind: Blind) -> str:
    """Company, trade, name, and the first number, which is refused at first; what is said of where a goal lies."""
    blind.focus_is("text", "Bedriften heter")
    blind.press("Shift+Tab")
    assert "checked" in blind.focus_is("radio button", "Norsk").states
    blind.press("Tab")
    blind.write("Klipp og sånn", "Tab")
    blind.focus_is("text", "Hva driver dere med?")
    blind.write("fri", "Tab")
    blind.focus_is("text", "Du heter")
    blind.write("Mona Lie", "Tab")
    blind.focus_is("push button", "Endre, Regnskapsåret begynner")
    blind.press("Tab")
    assert "Klipp og sånn.kpidesk" in blind.focus_is("push button", "Velg …, Lagres i").description
    blind.tab_to("push button", "Lag filen")
    blind.press("Enter")
    assert "Hvor mye solgte dere for" in blind.focus_is("text", f"Nettosalg, {ENDED}, kr").description
    blind.write("mange", "Enter")
    blind.hear("«mange» er ikke et tall")
    blind.press("Ctrl+A")
    blind.write("342500", "Enter")
    blind.hear(f"Lagret: Nettosalg, {ENDED}")
    assert "Hva vil dere ha oppnådd" in blind.focus_is("text", "Skriv ett mål").description
    blind.press("Shift+Tab")
    blind.focus_is("push button", f"Endre, Nettosalg, {ENDED}")
    blind.tab_to("text", "Skriv ett mål")
    blind.write("Flere som kommer tilbake", "Enter")
    return blind.hear("Målet ligger i ")


def enter(blind: Blind) -> None:
    """The newest number, in the sheet."""
    blind.press("Ctrl+4")
    assert blind.focus_is("cell", f"342{NBSP}500").heads == ("Nettosalg", ENDED)
    blind.press("Right")
    assert blind.focus_is("cell", "uten tall").heads == ("Nettosalg", RUNNING)
    blind.write("351000", "Enter")
    blind.hear(f"Lagret: Nettosalg, {RUNNING}")


def set_goal(blind: Blind, *, planned: bool) -> None:
    """A key result that a KPI feeds; late in a quarter in the next one, which is started for it."""
    blind.press("Ctrl+2")
    blind.focus_is("tree item", f"Flere som kommer tilbake, {'Planlagt' if planned else ''}")
    blind.tab_to("push button", "Nytt nøkkelresultat")
    blind.press("Space")
    blind.focus_is("text", "Tittel på det nye nøkkelresultatet")
    blind.write("NPS fra 38 til 50", "Enter")
    blind.hear("henter verdien fra KPI-en Net Promoter Score")
    blind.press("Esc")
    if planned:
        blind.focus_is("tree item", "NPS fra 38 til 50, Planlagt")
        blind.tab_to("push button", "Start kvartalet nå")
        blind.press("Space")
        blind.hear("Kvartalet har startet.")
    blind.focus_is("tree item", "NPS fra 38 til 50, Ikke startet")


def check_in(blind: Blind) -> None:
    """How sure she is, and why."""
    blind.press("Ctrl+Shift+I")
    blind.focus_is("slider", "Trygghet")
    blind.write("7", "Tab")
    blind.focus_is("text", "Hva har skjedd? Hva står i veien?")
    blind.write("Kundene bestiller neste time", "Ctrl+Enter")
    blind.hear("Lagret: sjekke inn «NPS fra 38 til 50»")


def nothing_waits(blind: Blind) -> None:
    """The weekly round, on a day when everything is in."""
    blind.press("Ctrl+1")
    blind.focus_is("push button", "Flere som kommer tilbake")
    blind.press("Ctrl+U")
    blind.hear("Ingenting venter. ")
    blind.focus_is("push button", "Lukk")
    blind.press("Enter")
    blind.focus_is("push button", "Flere som kommer tilbake")


def review(blind: Blind) -> Path:
    """The four steps, and the paper, whose place is said."""
    blind.press("Ctrl+5")
    assert "Score. " in blind.focus_is("spin box", "NPS fra 38 til 50").description
    blind.tab_to("push button", "Neste: Reflekter")
    blind.press("Enter")
    blind.tab_to("text", "Hva gikk bra?", "Shift+Tab")
    blind.write("Flere faste", "Enter")
    blind.tab_to("push button", "Neste: Bestem")
    blind.press("Enter")
    blind.tab_to("text", "Beslutninger", "Shift+Tab")
    blind.write("Åpne en kveld i uken", "Enter")
    blind.tab_to("push button", "Neste kvartal")
    blind.press("Enter", "Ctrl+Shift+P")
    said = blind.hear(PDF)
    name = said[said.index("«") + 1 : said.index("»")]
    return next(blind.program.home.rglob(Path(name).name))
