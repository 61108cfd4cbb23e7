"""Draw every page in both themes, both languages and two sizes from the sample: ``python tests/screenshots.py OUT``."""

from __future__ import annotations

import datetime as dt
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[1]))

from PySide6.QtCore import QPoint, QRect, QSettings
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from kpidesk import text
from kpidesk.domain.entities import Kpi
from kpidesk.sample import write_sample
from kpidesk.settings import Home
from tests.past import add_past
from tests.ui.sharing.merge_copies import colleague_copy, our_changes
from ui.app.app import Words
from ui.app.window import Window
from ui.base.theme import Theme
from ui.library.library_dialog import LibraryDialog

NOW = dt.datetime(2026, 3, 16, 8, 41, tzinfo=dt.timezone(dt.timedelta(hours=1)))
PLACES = ("overview", "goals", "kpis", "kpi", "entry", "review", "history")
SHOTS = (
    ("light", "nb", 1440, 868),
    ("dark", "nb", 1440, 868),
    ("light", "en", 1440, 868),
    ("light", "nb", 1024, 640),
)


def clock() -> dt.datetime:
    return NOW


def settle(application: QApplication, seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        application.processEvents()
        time.sleep(0.01)


def draw_library(application: QApplication, window: Window) -> QPixmap:
    """The library over the KPI table, without the frame that the system draws."""
    window.go("kpis")
    window.page().commands()["add_kpi"]()
    settle(application, 0.3)
    dialog = window.findChild(LibraryDialog)
    dialog.departments.button("sales").click()
    dialog.view.choose(5)
    settle(application, 0.2)
    drawn, over = window.grab(), dialog.grab()
    painter = QPainter(drawn)
    corner = QPoint((window.width() - dialog.width()) // 2, max(0, (window.height() - dialog.height()) // 2))
    painter.drawPixmap(corner, over)
    painter.drawRect(QRect(corner, dialog.size()))
    painter.end()
    dialog.reject()
    return drawn


def draw_merge(application: QApplication, window: Window, copy: Path) -> QPixmap:
    """A colleague's copy, one of two conflicts chosen; nothing is merged."""
    window.go("merge", copy)
    until = time.monotonic() + 10
    while window.page().preview is None and time.monotonic() < until:
        settle(application, 0.1)
    numbers = [each for each in window.page().conflicts.lines if each.row.conflict.period is not None]
    numbers[0].choose(1)
    settle(application, 1.0)
    drawn = window.grab()
    window.page().go_back()
    return drawn


def main(folder: Path, wanted: tuple[str, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    application.setCursorFlashTime(0)
    words = Words(application)
    application.installTranslator(words)
    theme = Theme(application)
    with tempfile.TemporaryDirectory() as place:
        home = Home(Path(place) / "home")
        path = Path(place) / "Fjordbrød bakeri.kpidesk"
        write_sample(path, "nb", home)
        if "history" in wanted:
            add_past(path, home, Path(place))
        copy: Path | None = None
        for look, language, width, height in SHOTS:
            text.use(language)
            settings = QSettings(f"{place}/{look}{language}{width}.ini", QSettings.Format.IniFormat)
            settings.setValue("author", "Kari Solberg")
            settings.setValue("language", language)
            settings.setValue("theme", look)
            theme.apply(look)
            window = Window(theme, settings, home=home, clock=clock)
            window.resize(width, height)
            window.show()
            settle(application, 0.1)
            if "welcome" in wanted:
                window.grab().save(str(folder / f"welcome-{look}-{language}-{width}.png"))
            window.open_file(str(path))
            for name in [each for each in PLACES if each in wanted]:
                argument = None
                if name == "kpi":
                    argument = next(kpi.uid for kpi in window.session.ws.all(Kpi) if kpi.name == "Nettosalg")
                window.go(name, argument)
                page = window.page()
                if name == "goals":
                    found = [uid for uid in page.tree.shown() if "9,5" in page.tree.figures_by_uid(uid).node.title]
                    page.view.choose(found[0] if found else None)
                if name == "history":
                    page.backups.view.setCurrentIndex(page.backups.model.index(1))
                settle(application, 2.5 if name == "review" else 1.0 if name == "history" else 0.3)
                window.grab().save(str(folder / f"{name}-{look}-{language}-{width}.png"))
            if "merge" in wanted:
                if copy is None:
                    copy = colleague_copy(path, "Fra Ola.kpidesk")
                    our_changes(window.session.ws)
                draw_merge(application, window, copy).save(str(folder / f"merge-{look}-{language}-{width}.png"))
            if "library" in wanted:
                draw_library(application, window).save(str(folder / f"library-{look}-{language}-{width}.png"))
            window.close()
            settle(application, 0.1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or ("welcome", *PLACES, "merge", "library"))
