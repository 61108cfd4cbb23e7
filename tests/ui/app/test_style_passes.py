"""A page is given its style once: what is adopted by a parent that has one is given it anew, with all below it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from kpidesk.domain.entities import Kpi
from ui.app.window import Window

MOST = {"goals": 1.8, "entry": 2.0, "review": 1.6, "history": 1.7, "overview": 2.2, "kpi": 2.3, "sources": 3.3}
"""How often for each widget of a page, where some make widgets of their own again: boxes with their lists, tables."""


class Passes(QObject):
    """Counts the widgets that are given a style."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.StyleChange and isinstance(watched, QWidget)
        return False


def test_the_widgets_of_a_page_are_given_their_style_once(
    make_window: Callable[..., Window], bakery_file: Path, tmp_path: Path
) -> None:
    window = make_window(Path(shutil.copy(bakery_file, tmp_path / "bakery.kpidesk")), place="kpis")
    application = QApplication.instance()
    assert application is not None and window.session is not None
    arguments = {"kpi": window.session.ws.all(Kpi)[0].uid}
    for place, most in MOST.items():
        passes = Passes()
        application.installEventFilter(passes)
        window.go(place, arguments.get(place))
        QApplication.processEvents()
        application.removeEventFilter(passes)
        page = window.page()
        made = len(page.findChildren(QWidget)) if page is not None else 0
        assert made > 50, place
        assert passes.count <= most * made, f"{place}: {passes.count} times for {made} widgets"
