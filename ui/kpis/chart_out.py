"""The chart and the table of a KPI out of the window: to the clipboard, or to a file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from kpidesk import disk
from kpidesk import format as fmt
from kpidesk.disk import free_path
from kpidesk.errors import UserError
from kpidesk.exchange.send import fit_for_a_name
from kpidesk.text import _
from ui.base.folders import pictures
from ui.base.session import Notice, Session
from ui.chart.chart_picture import Titled, as_png, as_svg, for_clipboard
from ui.kpis.kpi_chart import KpiChart
from ui.kpis.numbers.entries_view import EntriesView

FOLDER = "chart/folder"


def ways(session: Session, trend: KpiChart, table: EntriesView) -> dict[str, Callable[[], None]]:
    """The commands that there is something for."""
    found: dict[str, Callable[[], None]] = {}
    shown = titled(session, trend)
    if shown is not None:
        found["copy_chart"] = partial(copy_chart, session, shown)
        found["save_chart"] = partial(save_chart, session, shown, trend)
    if table.table.points:
        found["copy_table"] = partial(copy_table, session, table)
    return found


def titled(session: Session, trend: KpiChart) -> Titled | None:
    """The chart in view with its name; ``None`` where there is none."""
    spec, found = trend.chart.spec, trend.figures
    if spec is None or found is None or not found.known:
        return None
    kpi = found.kpi
    caption = ", ".join((session.ws.company.name, fmt.unit_word(kpi.unit), fmt.every(found.frequency).lower()))
    return Titled(spec, trend.chart.hidden, kpi.name, caption)


def copy_chart(session: Session, shown: Titled) -> None:
    """Put the chart on the clipboard."""
    QGuiApplication.clipboard().setMimeData(for_clipboard(session.theme, shown))
    session.notice.emit(Notice(_("The chart is copied."), "done"))


def copy_table(session: Session, table: EntriesView) -> None:
    """Put all numbers of the table on the clipboard, whole, under their heads."""
    QGuiApplication.clipboard().setText(table.whole_text())
    session.notice.emit(Notice(_("The table is copied."), "done"))


def save_chart(session: Session, shown: Titled, parent: QWidget) -> None:
    """Ask where, and write the chart; what a disk refuses is told."""
    name = f"{fit_for_a_name(shown.title) or shown.spec.periods[-1].key()}.png"
    folder = Path(session.memory.text(FOLDER) or pictures())
    kinds = _("Picture (*.png);;Drawing that can be enlarged (*.svg)")
    chosen, kind = QFileDialog.getSaveFileName(parent, _("Save the chart"), str(free_path(folder, name)), kinds)
    if not chosen:
        return
    try:
        path = disk.ended(chosen, (".png", ".svg"), ".svg" if "svg" in kind else ".png")
        make = as_svg if path.suffix.lower() == ".svg" else as_png
        disk.refuse_taken(path, [session.ws.path])
        disk.put(make(session.theme, shown), path)
    except UserError as error:
        session.tell_refused(error)
        return
    session.memory.put(FOLDER, str(path.parent))
    session.notice.emit(Notice(_("“{name}” is saved.").format(name=path.name), "done"))
