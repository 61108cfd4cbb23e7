"""Where a window of a file was, for the same window once the file is called otherwise, or for a further one."""

from __future__ import annotations

from kpidesk.domain.entities import Uid
from kpidesk.domain.period import Period
from kpidesk.records import record
from ui.app.places import RETURNED_TO, Places, Step
from ui.base.session import Session


@record(frozen=True)
class Left:
    """The company, the steps that lead back, the last of them to what was chosen there, and the cycle in view."""

    company: Uid
    trail: tuple[Step, ...]
    period: Period

    @classmethod
    def of(cls, session: Session, places: Places) -> Left:
        """Where a window is now. What was begun there, as a merge or an import, is left out."""
        page, trail = places.page(), list(places.trail)
        if trail and page is not None and page.place == places.place:
            trail[-1] = (places.place, page.selected() or trail[-1][1])
        return cls(session.ws.company.uid, tuple(step for step in trail if step[0] in RETURNED_TO), session.period)

    def take_up(self, session: Session) -> list[Step]:
        """Look at the same cycle again; the steps, where it is the same company."""
        if session.ws.company.uid != self.company:
            return []
        if self.period in session.choosable_cycles():
            session.show_period(self.period)
        return list(self.trail)
