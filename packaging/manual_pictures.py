"""Take the pictures of the manual, in both languages: ``python packaging/manual_pictures.py``.

Every picture comes from the program with the example company, on the day that the example is told on, in the light
theme, so that the same program gives the same picture. ``--only kpi round`` takes some of them. What the example lacks
is made for the picture: a file to import.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PIL import Image, ImageOps
from PySide6.QtCore import QBuffer, QIODevice, QSettings
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from kpidesk import text
from kpidesk.domain.entities import KeyResult, Kpi
from kpidesk.sample import write_sample
from kpidesk.settings import Home
from ui.app.app import Words
from ui.app.window import Window
from ui.base.page import column
from ui.base.theme import Theme
from ui.help.pictures import DRAWN, drawn

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "help" / "pictures"
NOW = dt.datetime(2026, 3, 16, 8, 41, tzinfo=dt.timezone(dt.timedelta(hours=1)))
WIDE, HIGH = 1240, 760
EDGE = 6
"""Pixels of white left above and below a drawing."""
COLOURS = 96
"""In the palette of a picture: edges of letters need some."""
VISITS = "{week};{orders};{visits}\n2026-W10;72;4390\n2026-W11;79;4405\n"


def clock() -> dt.datetime:
    """It is always the Monday on which the example is told."""
    return NOW


class Desk:
    """A window with the example open, and what is pressed in it for a picture."""

    def __init__(self, application: QApplication, theme: Theme, language: str, folder: Path) -> None:
        self.application, self.language, self.folder = application, language, folder
        home, path = Home(folder / "home"), folder / {"nb": "Fjordbrød bakeri", "en": "Fjordbrød Bakery"}[language]
        path = path.with_suffix(".kpidesk")
        write_sample(path, language, home)
        settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        for name, value in (("author", "Kari Solberg"), ("language", language), ("theme", "light")):
            settings.setValue(name, value)
        self.window = Window(theme, settings, home=home, clock=clock)
        self.window.resize(WIDE, HIGH)
        self.window.show()
        self.window.open_file(str(path))
        self.settle(0.5)

    def settle(self, seconds: float = 0.4) -> None:
        """Let everything be drawn."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.application.processEvents()
            time.sleep(0.01)

    def page(self, place: str, argument: object = None, seconds: float = 0.6) -> QPixmap:
        """The window at a place."""
        self.window.go(place, argument)
        self.settle(seconds)
        return self.window.grab()

    def dialog(self, place: str, command: str, argument: object = None) -> QPixmap:
        """A dialog that a command opens at a place."""
        self.window.go(place, argument)
        self.settle()
        before = set(self.window.findChildren(QDialog))
        self.window._run(command)
        self.settle()
        found = next(each for each in self.window.findChildren(QDialog) if each not in before and each.isVisible())
        taken = found.grab()
        found.reject()
        self.settle(0.2)
        return taken

    def kpi(self, *names: str) -> str:
        """A KPI by its name in either language."""
        return next(kpi.uid for kpi in self._all(Kpi) if kpi.name in names)

    def _all(self, kind: type) -> list:
        session = self.window.session
        assert session is not None
        return list(session.ws.all(kind))

    def goal(self) -> str:
        """A key result that is measured by a KPI."""
        return next(each.uid for each in self._all(KeyResult) if each.kpi)

    def numbers(self) -> QPixmap:
        """A file with two weeks of a web shop, seen before anything is taken from it."""
        names = {"nb": ("uke", "Ordrer", "Besøk"), "en": ("week", "Orders", "Visits")}[self.language]
        file = self.folder / {"nb": "nettbutikk.csv", "en": "webshop.csv"}[self.language]
        week, orders, visits = names
        file.write_text(VISITS.format(week=week, orders=orders, visits=visits), encoding="utf-8")
        return self.page("import", file, 2.0)


SALES_NAMES = ("Nettosalg", "Net sales")
PICTURES: dict[str, Callable[[Desk], QPixmap]] = {
    "overview": lambda desk: desk.page("overview", seconds=1.0),
    "goals": lambda desk: desk.page("goals", desk.goal()),
    "kpis": lambda desk: desk.page("kpis"),
    "kpi": lambda desk: desk.page("kpi", desk.kpi(*SALES_NAMES), 1.0),
    "entry": lambda desk: desk.page("entry"),
    "round": lambda desk: desk.page("round"),
    "review": lambda desk: desk.page("review", seconds=4.0),
    "history": lambda desk: desk.page("history", seconds=1.0),
    "library": lambda desk: desk.dialog("kpis", "add_kpi"),
    "target": lambda desk: desk.dialog("kpi", "set_target", desk.kpi(*SALES_NAMES)),
    "import": Desk.numbers,
}
"""How each picture is taken."""


def drawing(name: str, theme: Theme) -> QPixmap:
    """One of the pictures that the help draws by itself, on paper's white."""
    ground = QWidget()
    ground.setObjectName("page")
    box = column(ground, margin=16)
    box.addWidget(drawn(name, theme))
    ground.setFixedWidth(620)
    ground.adjustSize()
    return ground.grab()


def packed(taken: QPixmap, *, trimmed: bool = False) -> bytes:
    """A picture as a small PNG: no more colours than it takes, and nothing about when it was made.

    ``trimmed`` takes away the white above and below.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    taken.save(buffer, "PNG")
    with Image.open(io.BytesIO(bytes(buffer.data().data()))) as image:
        whole = image.convert("RGB")
        if trimmed:
            _left, top, _right, bottom = ImageOps.invert(whole).getbbox() or (0, 0, *whole.size)
            whole = whole.crop((0, max(top - EDGE, 0), whole.width, min(bottom + EDGE, whole.height)))
        small = whole.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Take the pictures, and tell how large they are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", nargs="+", default=[*PICTURES, *DRAWN], choices=[*PICTURES, *DRAWN])
    wanted = parser.parse_args(arguments).only
    application = QApplication([])
    application.setCursorFlashTime(0)
    application.installTranslator(Words(application))
    theme = Theme(application)
    theme.apply("light")
    total = 0
    for language in text.LANGUAGES:
        text.use(language)
        (FOLDER / language).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            desk = Desk(application, theme, language, Path(folder))
            for name in wanted:
                taken = PICTURES[name](desk) if name in PICTURES else drawing(name, theme)
                data = packed(taken, trimmed=name in DRAWN)
                total += len(data)
                (FOLDER / language / f"{name}.png").write_bytes(data)
            desk.window.close()
            desk.settle(0.3)
    print(f"{2 * len(wanted)} pictures, {total / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
