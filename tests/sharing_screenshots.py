"""Draws what is said of a shared file, and the dialogs for sending: ``python tests/sharing_screenshots.py FOLDER``."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import openpyxl
from PySide6.QtCore import QPoint, QRect, QSettings
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from kpidesk import text
from kpidesk.commands import entry, goals, inputs
from kpidesk.domain.entities import Kpi, Objective
from kpidesk.domain.period import Period
from kpidesk.exchange import reply_sheet
from kpidesk.sample import write_sample
from kpidesk.settings import Home
from kpidesk.store.files import snapshot
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests.screenshots import NOW, SHOTS, clock, settle
from ui.app.app import Words
from ui.app.window import Window
from ui.base.theme import Theme


def with_dialog(application: QApplication, window: Window) -> QPixmap:
    """The window with its dialog in front, without the frame that the system draws."""
    dialog = window.rarely.sending.dialog
    settle(application, 0.2)
    drawn, over = window.grab(), dialog.grab()
    painter = QPainter(drawn)
    corner = QPoint((window.width() - dialog.width()) // 2, max(0, (window.height() - dialog.height()) // 2))
    painter.drawPixmap(corner, over)
    painter.drawRect(QRect(corner, dialog.size()))
    painter.end()
    dialog.reject()
    settle(application, 0.1)
    return drawn


def reply(ws: Workspace, folder: Path) -> Path:
    """A sheet that Ola has filled in."""
    path = folder / "svar.xlsx"
    path.unlink(missing_ok=True)
    chosen = [inputs.input_named(ws, key).uid for key in ("online_orders", "sessions", "downtime_minutes")]
    reply_sheet.write(ws, path, "Ola Nygård", chosen, 3)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row, value in ((6, 79), (9, 4405), (12, 7)):
        sheet[f"G{row}"] = value
    sheet["H9"] = "Kampanjen gikk i to uker"
    book.save(path)
    return path


def faults(application: QApplication, window: Window, shared: Path, folder: Path, mark: str) -> None:
    """A folder that can't be written to, a full disk under it, a copy sent for reading, and a cell that was refused."""
    real = snapshot.write_snapshot
    uid = window.files.session.ws.all(Objective)[0].uid
    for name, error in (("locked", PermissionError(13, "Permission denied")), ("full", OSError(28, "No space left"))):

        def refuse(*_given: object, **_more: object) -> None:
            raise error  # noqa: B023

        snapshot.write_snapshot = refuse
        window.files.session.perform(goals.rename, uid, f"Kundene kommer tilbake ({name})")
        settle(application, 0.5)
        window.grab().save(str(folder / f"{name}-{mark}.png"))
        snapshot.write_snapshot = real
        window.files.sharing.look()
        settle(application, 0.5)
    window.go("entry")
    settle(application, 0.3)
    view = window.page().sheet.current_view()
    window.files.session.ws._file.database.execute("PRAGMA query_only = 1")
    view.grid.setData(view.currentIndex(), "440")
    window.page().refresh(None)
    settle(application, 0.3)
    window.grab().save(str(folder / f"refused-{mark}.png"))
    window.files.session.ws._file.database.execute("PRAGMA query_only = 0")
    window.files.session.try_again()
    sent = shared.parent / f"sent-{mark}.kpidesk"
    window.files.session.ws.sharing.save_copy(sent, read_only=True)
    window.open_file(str(sent))
    window.go("overview")
    settle(application, 0.5)
    window.grab().save(str(folder / f"read-only-{mark}.png"))


def ola(path: Path, home: Home, hour: int) -> Workspace:
    def now() -> dt.datetime:
        return NOW.replace(minute=hour)

    return Workspace.open(path, author="Ola Nygård", home=home, clock=now)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    application.setCursorFlashTime(0)
    application.installTranslator(Words(application))
    theme = Theme(application)
    with tempfile.TemporaryDirectory() as place:
        shared = Path(place) / "felles"
        shared.mkdir()
        path = shared / "Fjordbrød bakeri.kpidesk"
        write_sample(path, "nb", Home(Path(place) / "first"))
        with Workspace.open(path, author="Kari Solberg", home=Home(Path(place) / "first"), clock=clock) as ws:
            hidden = [kpi.uid for kpi in ws.all(Kpi) if kpi.name in ("Sykefravær", "NPS")]
            with ws.transaction(msg("hide")) as change:
                for uid in hidden:
                    change.set(Kpi, uid, sensitive=True)
        for look, language, width, height in SHOTS:
            text.use(language)
            mark = f"{look}-{language}-{width}"
            settings = QSettings(f"{place}/{mark}.ini", QSettings.Format.IniFormat)
            for name, value in (("author", "Kari Solberg"), ("language", language), ("theme", look),
                                ("place", "overview"), ("send/folder", place)):  # fmt: skip
                settings.setValue(name, value)
            theme.apply(look)
            window = Window(theme, settings, home=Home(Path(place) / "kari"), clock=clock)
            window.resize(width, height)
            window.show()
            window.open_file(str(path))
            settle(application, 0.5)
            colleague = ola(path, Home(Path(place) / f"ola-{mark}"), 40)
            colleague.sharing.announce()
            source = inputs.input_named(colleague, "online_orders").uid
            entry.set_value(colleague, source, Period.parse("2026-W10"), 70 + len(mark))
            window.files.sharing.look()
            settle(application, 1.0)
            window.grab().save(str(folder / f"colleague-{mark}.png"))
            window.notices.clear()
            window.rarely.sending.send()
            settle(application, 0.2)
            window.rarely.sending.dialog.receiver.setEditText("Ola Nygård")
            with_dialog(application, window).save(str(folder / f"send-{mark}.png"))
            window.rarely.sending.send()
            window.rarely.sending.dialog.receiver.setEditText("Ola Nygård")
            window.rarely.sending.dialog.ways.choose("sheet")
            with_dialog(application, window).save(str(folder / f"sheet-{mark}.png"))
            window.rarely.sending.send()
            window.rarely.sending.dialog.receiver.setEditText("Ola Nygård")
            window.rarely.sending.dialog.without.setChecked(True)
            window.rarely.sending.dialog.store()
            settle(application, 0.2)
            window.grab().save(str(folder / f"sent-{mark}.png"))
            window.notices.clear()
            window.rarely.sending.read(str(reply(window.files.session.ws, Path(place))))
            with_dialog(application, window).save(str(folder / f"reply-{mark}.png"))
            colleague.close()
            settle(application, 0.3)
            shutil.move(path, shared / "elsewhere")
            window.files.sharing.look()
            settle(application, 0.8)
            window.grab().save(str(folder / f"moved-{mark}.png"))
            shutil.move(shared / "elsewhere", path)
            window.files.sharing.look()
            settle(application, 0.5)
            faults(application, window, shared, folder, mark)
            window.close()
            settle(application, 0.1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
