"""A key result that was typed with the name of a KPI: it follows the KPI, and one click says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kpidesk.commands import goals
from kpidesk.domain.entities import KeyResult, Kpi
from kpidesk.text import _
from ui.base.session import Notice

if TYPE_CHECKING:
    from kpidesk.domain.entities import Uid
    from ui.base.session import Session


class LinkOffer(QObject):
    """Says so for the newest one; what was said before is taken away."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._result: Uid | None = None
        self._words = ""
        session.changed.connect(self._take_back)

    def tell(self, uid: Uid | None) -> None:
        """Offer to leave the link of a key result that has just been added, if it has one."""
        self._withdraw()
        result = self._session.ws.find(KeyResult, uid) if uid is not None else None
        kpi = self._session.ws.find(Kpi, result.kpi) if result is not None and result.kpi else None
        if result is None or kpi is None:
            return
        self._result = result.uid
        self._words = _("“{title}” takes its value from the KPI {kpi}.").format(
            title=result.title, kpi=kpi.short_name or kpi.name
        )
        self._session.notice.emit(Notice(self._words, "done", action=_("Do not link"), callback=self._leave))

    def _take_back(self) -> None:
        """Say nothing of a key result that has been undone, deleted, or linked otherwise."""
        if self._result is None:
            return
        result = self._session.ws.find(KeyResult, self._result)
        if result is None or result.kpi is None:
            self._withdraw()

    def _leave(self) -> None:
        if self._result is not None:
            self._session.perform(goals.set_field, self._result, kpi=None)
        self._withdraw()

    def _withdraw(self) -> None:
        if self._words:
            self._session.unsaid.emit(self._words)
        self._result, self._words = None, ""
