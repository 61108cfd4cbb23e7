"""Starting the window: one application, its look and language, and what happens when something goes wrong."""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QSettings, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from kpidesk import disk
from kpidesk import text as language
from kpidesk.log_file import LogFile
from kpidesk.settings import Home
from ui.app import looks
from ui.app.application import the_application
from ui.app.faults.crash import CrashWatch
from ui.app.faults.failures import Failures
from ui.app.reception import Reception
from ui.app.windows import Windows
from ui.base import scale
from ui.base.enter_key import EnterPresses
from ui.base.garbage import Garbage
from ui.base.memory import Memory
from ui.base.theme import Theme

log = logging.getLogger(__name__)

LISTENING_MS = 5_000
"""A second start waits longer for the first one to listen."""


class Words(QTranslator):
    """Qt's own buttons and menus in the language in force, from our catalogue: Qt ships no bokmål."""

    def isEmpty(self) -> bool:
        """Qt: there is something in it."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str | None:  # noqa: ARG002
        """Qt: a text of its own; ``None`` keeps the source."""
        words = language.catalogue(language.language()).pgettext(context, source)
        return None if words == source else words


def user_settings() -> QSettings:
    """What is remembered on this machine, never in the shared file: for its owner only, as it names the files."""
    settings = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "KPI Desk", "KPI Desk")
    place = Path(settings.fileName())
    with contextlib.suppress(OSError):  # a disk that keeps nothing is for Qt to live with
        disk.private_folder(place.parent)
        disk.private_file(place)
    return settings


def start_logging(home: Home) -> None:
    """Write what happens to a file in the private folder; also what goes wrong in a thread, or while Python tidies."""
    logging.getLogger().addHandler(LogFile(home))
    threading.excepthook = _on_thread
    sys.unraisablehook = _on_unraisable


def _on_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        log.error("A thread failed", exc_info=told.exc_value)


def _on_unraisable(told: sys.UnraisableHookArgs) -> None:
    if told.exc_value is not None:
        log.error("A fault that nobody could be told of", exc_info=told.exc_value)


def run(path: str | None = None) -> int:
    """Open a window, on the file that is named or else on the last one, and stay until the last is closed.

    Where the program runs already for this person, it shows the file, and this start ends.
    """
    home = Home.default()
    start_logging(home)
    application = the_application()
    _name(application)
    reception = Reception(home, application)
    wanted = None if path is None else str(Path(path).absolute())
    if not reception.open(wanted):
        return 0
    watch = CrashWatch(home)
    crash = watch.left()
    watch.begin()
    settings = user_settings()
    coming = wanted or last_file(settings)
    garbage = Garbage(application)
    garbage.start()
    windows = _windows(application, home, settings, coming)
    application.asked.connect(windows.open, Qt.ConnectionType.QueuedConnection)
    reception.asked.connect(windows.open, Qt.ConnectionType.QueuedConnection)  # its socket goes while a file comes
    windows.shown.connect(_tell_system)
    first = windows.begin(coming)
    first.crash = crash
    first.painted.connect(windows.show_icon)
    first.painted.connect(reception.listen)
    QTimer.singleShot(LISTENING_MS, reception, reception.listen)  # should nobody see it
    code = application.exec()
    garbage.stop()
    reception.close()
    watch.end()
    return code


def _tell_system(path: str) -> None:
    """Let the system's own lists know of a file; beside the window, as it may ask another program."""
    from kpidesk.installing import recently_used  # once the page has been painted

    threading.Thread(target=recently_used.tell, args=(Path(path),), daemon=True).start()


def _name(application: QApplication) -> None:
    application.setApplicationName("KPI Desk")
    application.setOrganizationName("KPI Desk")
    application.setDesktopFileName("no.kpidesk.KpiDesk")


def last_file(settings: QSettings) -> str:
    """The file that was open last, wherever it lies and whether it is still there; none where she wants to be asked."""
    last = Memory(settings).recent()[:1]
    return "".join(last) if settings.value("start", "last") == "last" else ""


def _windows(application: QApplication, home: Home, settings: QSettings, coming: str) -> Windows:
    """Language, look, and what to do when something goes wrong, for all windows."""
    language.use(_chosen_language(settings, coming))
    application.installTranslator(Words(application))
    Failures(application).install()
    EnterPresses(application)
    theme = Theme(application)
    looks.follow(theme, settings)
    theme.resize(scale.chosen(settings.value("text_size"), theme.system_text()))
    follower, hints = SystemLook(theme, settings, application), application.styleHints()
    hints.colorSchemeChanged.connect(follower.follow)
    hints.accessibility().contrastPreferenceChanged.connect(follower.follow)
    return Windows(theme, settings, home, parent=application)


class SystemLook(QObject):
    """Follows the machine between light and dark, ordinary and high contrast while the settings say so."""

    def __init__(self, theme: Theme, settings: QSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._settings = theme, settings

    def follow(self) -> None:
        """The machine has changed its look."""
        looks.follow(self._theme, self._settings)


def _chosen_language(settings: QSettings, coming: str) -> str:
    """The language that the surroundings ask for, or that was chosen here; else the last file's, or the machine's.

    The last file's is for where one is coming.
    """
    stored = language.demanded() or settings.value("language") or (settings.value("spoken") if coming else None)
    if stored in language.LANGUAGES:
        return str(stored)
    return "nb" if QLocale.system().name().split("_")[0] in ("nb", "nn", "no") else "en"
