"""Every page and dialog in both languages, in sizes of window and text: words are whole, and nothing overlaps.

What can be pressed is large enough.

The suite has ordinary text in a large window, larger text in the smallest and the largest in a middle one, spread over
both languages; steps, drawers, merges and imports in the largest text. ``--long`` has every size of both in both.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QSize, Qt
from PySide6.QtWidgets import QDialog, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.commands import check_ins, cycles, entry, goals, people, targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Direction, Input, KeyResult, Kpi, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import long, own_kpis
from tests.ui.conftest import Clock
from tests.ui.opened import opened_window
from tests.ui.screens.dialogs_shown import shown
from tests.ui.screens.fitting import faults_of, painting
from tests.ui.settled import settle
from ui.app.window import Window
from ui.base import memory, scale
from ui.base.dialog_frame import DialogFrame
from ui.base.theme import Theme
from ui.entry.sheet.entry_sheet import EntrySheet
from ui.imports.import_page import ImportPage
from ui.parts.drawer import Drawer
from ui.review.review_page import ReviewPage
from ui.sharing.merge_page import MergePage

TEXT = (90, 100, 140, 200)
SIZES = ((1440, 868), (1366, 768), (1024, 640), (640, 400))
LANGUAGES = ("nb", "en")
WIDE, LAPTOP, MIDDLE, SMALLEST = SIZES
EVERY = tuple(each for each in product(TEXT, SIZES) if each != (200, SMALLEST))
"""Text twice as large on the smallest screen has a test of its own: there pages scroll, but never sideways."""
SHAPES = long.either(
    {"nb": ((200, MIDDLE),), "en": ((100, WIDE), (140, SMALLEST))},
    dict.fromkeys(LANGUAGES, EVERY),
)
"""Sizes of the text and of the window, by language."""
FURTHER = long.either({"nb": SHAPES["nb"][-1:]}, SHAPES)
"""Those in which drawers, steps and merges are looked at: in large text what has least room for it."""
TEXT_OF_DIALOGS = long.either({"nb": (200,), "en": (100,)}, dict.fromkeys(LANGUAGES, TEXT))
PLACES = ("overview", "goals", "kpis", "kpi", "entry", "review", "history", "guide")
AIM = "Kundene anbefaler oss til naboene sine og kommer selv tilbake"
RESULTS = (
    "Andelen leveranser som kommer fram til avtalt tid hos de største kundene",
    "Nye avtaler om vedlikehold i borettslag og sameier",
    "Svartid",
)
KPIS = {
    "Gjennomsnittlig tid fra bestilling til montert varmepumpe hos kunden": ("hours", Frequency.WEEK, 41.5),
    "Omsetning": ("currency", Frequency.MONTH, 1_284_500.0),
    "Andel fornøyde kunder": ("percent", Frequency.WEEK, 88.0),
    "Reklamasjoner": ("count", Frequency.WEEK, 4.0),
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company of heat pump fitters: long names, numbers that are late, goals that stand well and badly."""
    path = tmp_path_factory.mktemp("fitters") / "Varmepumper Nord og Sønner.kpidesk"
    home = Home(path.parent / "home")
    with text.using("nb"), Workspace.create(
        path, company=path.stem, author="Kari Solberg", home=home, clock=Clock()
    ) as ws:  # fmt: skip
        kari = people.ensure_person(ws, "Kari Solberg")
        department = people.add_department(ws, "Montasje og service")
        cycle = cycles.ensure_cycle(ws, Period.containing(ws.today(), Frequency.QUARTER))
        for name, (unit, frequency, value) in KPIS.items():
            uid = own_kpis.define(
                ws, name=name, unit=unit, decimals=1, frequency=frequency, direction=Direction.INCREASE, owner=kari
            )
            targets.set_target(ws, uid, Step(value=value * 1.1))
            fill(ws, uid, value)
        for aim in (AIM, "Et sted folk vil bli"):
            objective = goals.add_objective(ws, aim, cycle=cycle, owner=kari, department=department)
            for place, name in enumerate(RESULTS):
                result = goals.add_key_result(ws, name, parent=objective, owner=kari)
                goals.set_measure(ws, result, start=10.0, target=50.0, unit="count")
                check_ins.check_in(ws, result, value=15.0 + 15 * place, confidence=6, note="Som ventet")
            goals.add_initiative(ws, "Ring de ti største kundene hver måned", parent=result)
        ws.sharing.publish()
    return path


@pytest.fixture
def fitters(written: Path, tmp_path: Path) -> Path:
    """A copy of it to open."""
    return Path(shutil.copy(written, tmp_path))


def fill(ws: Workspace, kpi: str, value: float) -> None:
    """A dozen numbers, the two newest still to come."""
    source = ws.get(Kpi, kpi).inputs[0][1]
    period = Period.containing(ws.today(), ws.get(Input, source).frequency)
    entry.paste(ws, [(source, period.previous(step), value * (1 - 0.02 * (step % 5))) for step in range(3, 15)])


@pytest.fixture(params=LANGUAGES)
def window(
    request, fitters: Path, theme: Theme, settings: QSettings, home: Home, clock, qtbot: QtBot
) -> Iterator[Window]:
    """The window on the company's file, in a language."""
    settings.setValue("author", "Kari Solberg")
    settings.setValue("language", request.param)
    with text.using(request.param):
        made = opened_window(fitters, theme, settings, home, clock, qtbot)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        yield made
        made.close()
        made.deleteLater()
        QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)
        theme.resize(100)  # a style is given anew to every widget there is


def enlarge(window: Window, size: int) -> None:
    """Have text in another size; pages that are looked at no more are not given its style first."""
    if round(100 * window.theme.scale) != size:
        window.places.drop()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        window.theme.resize(size)


def go(window: Window, place: str) -> None:
    """Show a place as somebody who works there has it: a row chosen, the side open."""
    ws = window.session.ws
    argument = {"kpi": ws.all(Kpi)[0].uid, "goals": ws.all(KeyResult)[0].uid}.get(place)
    window.go(place, argument)
    settle()


def test_every_word_is_whole_and_nothing_overlaps(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for size, (width, height) in SHAPES[text.language()]:
        enlarge(window, size)
        window.resize(width, height)
        settle()
        for place in PLACES:
            go(window, place)
            with painting(monkeypatch) as painted:
                window.grab()
            here = [*faults_of(window), *sideways(window), *scrolled_twice(window), *dict.fromkeys(painted)]
            found += [f"{place} at {window.width()}, {size} %: {each}" for each in here]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("window", FURTHER, indirect=True)
def test_the_steps_of_the_review_the_drawers_and_a_merge_are_whole_too(
    window: Window, fitters: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    copy = with_conflicts(window, fitters)
    found = []
    for size, (width, height) in FURTHER[text.language()]:
        enlarge(window, size)
        window.resize(width, height)
        settle()
        for name in walk_further(window, copy, qtbot):
            here = faults_that_stay(window, monkeypatch, qtbot)
            found += [f"{name} at {window.width()}, {size} %: {each}" for each in here]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("window", long.either(("nb",), LANGUAGES), indirect=True)
def test_nothing_is_out_of_reach_or_sideways_where_the_smallest_screen_has_text_twice_as_large(
    window: Window, fitters: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    copy = with_conflicts(window, fitters)
    enlarge(window, 200)
    window.resize(*SMALLEST)
    monkeypatch.setattr(memory, "room_within_frame", lambda *_screen: QSize(*SMALLEST))
    found = []
    for name in narrowest(window, copy, qtbot):
        settle()
        found += [f"{name}: {each}" for each in (*faults_of(window), *sideways(window))]
    for name, made in shown(window):
        dialog = made()
        dialog.show()
        settle()
        found += [f"{name}: {each}" for each in (*faults_of(dialog), *out_of_room(dialog, QSize(*SMALLEST)))]
        dialog.done(0)
        dialog.deleteLater()
    assert not found, "\n" + "\n".join(found)


def narrowest(window: Window, copy: Path, qtbot: QtBot) -> Iterator[str]:
    """Every page, the steps of a review, a copy with conflicts, and a file whose numbers are looked over."""
    for place in (*PLACES, "round", "sources"):
        go(window, place)
        yield place
    go(window, "review")
    page = window.page()
    assert isinstance(page, ReviewPage)
    for step in range(page.stack.count()):
        page.show_step(step)
        settle()
        yield f"review, step {step + 1}"
    window.go("merge", copy)
    merge = window.page()
    assert isinstance(merge, MergePage)
    qtbot.waitUntil(lambda: merge.conflicts is not None)
    settle()
    yield "merge"
    yield from imported(window, copy.parent, qtbot)


def faults_that_stay(window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> list[str]:
    """What is wrong once everything is there: the pages of a review are drawn aside, and come while we look."""
    here: list[str] = []

    def look() -> bool:
        settle()
        with painting(monkeypatch) as painted:
            window.grab()
        here[:] = [*faults_of(window), *sideways(window), *dict.fromkeys(painted)]
        return not here

    with contextlib.suppress(qtbot.TimeoutError):
        qtbot.waitUntil(look, timeout=5_000)
    return here


def walk_further(window: Window, copy: Path, qtbot: QtBot) -> Iterator[str]:
    """Beyond the pages as they open: each step of the review, what a drawer holds, and a copy with conflicts."""
    for place in PLACES:
        go(window, place)
        page = window.page()
        if isinstance(page, ReviewPage):
            for step in range(page.stack.count()):
                page.show_step(step)
                yield f"review, step {step + 1}"
        yield from opened_drawers(page, place)
    window.go("merge", copy)
    page = window.page()
    assert isinstance(page, MergePage)
    qtbot.waitUntil(lambda: page.conflicts is not None)
    yield "merge"
    page.conflicts.use_newest()
    yield "merge, all chosen"
    yield from imported(window, copy.parent, qtbot)


def imported(window: Window, folder: Path, qtbot: QtBot) -> Iterator[str]:
    """A file about which something must be asked, and one whose numbers are seen at once, beside their rows."""
    asks, plain = folder / "Innbetalinger fra kassen.csv", folder / "Målinger i året.csv"
    days = "\n".join(f"{n:02}/{n + 1:02}/2025;{1_284_500 + n};{n}" for n in range(1, 9))
    asks.write_text(f"Dato;Omsetning uten merverdiavgift;Antall\n{days}\n", encoding="utf-8")
    weeks = "\n".join(f"2026-W{n:02};{(12_845_000 + n) * (10 if n == 6 else 1)};{40 + n}" for n in range(1, 11))
    plain.write_text(f"Uke;Omsetning uten merverdiavgift;{next(iter(KPIS))}\nSum;1;2\n{weeks}\n", encoding="utf-8")
    for path in (asks, plain):
        window.go("import", path)
        page = window.page()
        assert isinstance(page, ImportPage)
        qtbot.waitUntil(lambda page=page: page.found is not None)
        yield f"import of {path.name}"
        yield from opened_drawers(page, path.name)
        page.show_read()
        yield f"rows of {path.name}"
        yield from opened_drawers(page, f"rows of {path.name}")


def opened_drawers(page: QWidget, place: str) -> Iterator[str]:
    for drawer in page.findChildren(Drawer):
        if drawer.used:
            drawer.open()
            yield f"{place}, drawer"
            drawer.shut()


def sideways(window: Window) -> list[str]:
    """What has to be scrolled sideways to be read; sheets may."""
    areas = (each for each in window.findChildren(QScrollArea) if each.isVisible() and not isinstance(each, EntrySheet))
    beyond = ((each, each.widget().width() - each.viewport().width()) for each in areas if each.widget() is not None)
    return [f"{_named(area)} is {by} px too wide" for area, by in beyond if by > 0]


def scrolled_twice(window: Window) -> list[str]:
    """A page that scrolls within itself and has to be scrolled as a whole besides."""
    area = window.places.parentWidget()
    while not isinstance(area, QScrollArea):
        area = area.parentWidget()
    below = area.verticalScrollBar().maximum()
    return [f"{type(window.page()).__name__} has to be scrolled as a whole by {below} px"] if below else []


def _named(area: QScrollArea) -> str:
    return f"{type(area.parentWidget()).__name__} > {area.objectName()} {type(area.widget()).__name__}"


def with_conflicts(window: Window, fitters: Path) -> Path:
    """A colleague's copy in which long titles and numbers differ from what has been written here since."""
    (elsewhere := fitters.parent / "ellers").mkdir()
    copy = Path(shutil.copy(fitters, elsewhere / "Kopien til Ola Nordmann.kpidesk"))
    ws = window.session.ws
    aim, source = ws.all(Objective)[0].uid, ws.all(Input)[0]
    period = Period.containing(ws.today(), source.frequency).previous(4)
    home = Home(copy.parent / "Ola")
    with Workspace.open(copy, author="Ola Nordmann", home=home, clock=Clock()) as theirs:
        goals.rename(theirs, aim, f"{AIM} til et nytt sted")
        entry.set_value(theirs, source.uid, period, 41.25)
    goals.rename(ws, aim, f"{AIM} til det gamle stedet")
    entry.set_value(ws, source.uid, period, 42.75)
    return copy


def test_every_dialog_fits_its_screen_with_its_buttons_in_view(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for size in TEXT_OF_DIALOGS[text.language()]:
        enlarge(window, size)
        settle()
        for name, made in shown(window):
            dialog = made()
            found += [f"{name} at {size} %: {each}" for each in faults_on_screens(dialog, monkeypatch)]
            dialog.done(0)
            dialog.deleteLater()
    assert not found, "\n" + "\n".join(found)


def faults_on_screens(dialog: QDialog, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is wrong with a dialog on screens that get smaller; where it stays as large it looks the same."""
    found: list[str] = []
    before = QSize()
    percent = round(100 * scale.factor())
    for room in (QSize(*size) for size in SIZES if (percent, size) in EVERY):
        monkeypatch.setattr(memory, "room_within_frame", lambda *_screen, room=room: room)
        if isinstance(dialog, DialogFrame):
            dialog.fit()
        dialog.show()
        settle()
        if dialog.size() != before:
            before = dialog.size()
            with painting(monkeypatch) as painted:
                dialog.grab()
            here = [*out_of_room(dialog, room), *faults_of(dialog), *dict.fromkeys(painted)]
            found += [f"{room.width()}: {each}" for each in here]
    return found


def out_of_room(dialog: QDialog, room: QSize) -> list[str]:
    """Larger than the screen, a body to be scrolled for nothing or sideways, a button of the foot out of sight."""
    found = []
    if dialog.width() > room.width() or dialog.height() > room.height():
        found.append(f"{dialog.width()} × {dialog.height()} px are more than the screen has")
    if isinstance(dialog, DialogFrame):
        sideways = dialog.area.horizontalScrollBar().maximum()
        found += [f"to be scrolled sideways by {sideways} px"] if sideways else []
        below = dialog.area.verticalScrollBar().maximum()
        idle = below and not dialog._high and dialog.height() < room.height()
        found += [f"to be scrolled by {below} px where the screen has room"] if idle else []
        found += [f"out of sight: {each.text()}" for each in dialog.buttons() if not _whole(each)]
    return found


def _whole(button: QPushButton) -> bool:
    return button.visibleRegion().boundingRect() == button.rect()
