"""Dragging goals: what a drag carries, where it may be let go, and the move."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

from kpidesk.commands import goals
from kpidesk.domain.entities import Uid
from ui.base.session import Session
from ui.goals.goal_rows import DRAFT, GoalRows

MIME = "application/x-kpidesk-goals"


def carrying(uid: Uid) -> QMimeData:
    """A drag of a node."""
    data = QMimeData()
    data.setData(MIME, uid.encode())
    return data


def dragged(data: QMimeData) -> Uid | None:
    """The uid that a drag carries."""
    if not data.hasFormat(MIME):
        return None
    return bytes(data.data(MIME).data()).decode() or None


def may_stand(session: Session, rows: GoalRows, uid: Uid | None, target: Uid | None) -> bool:
    """Tell whether what is dragged may stand under ``target``: not inside itself, and only where its kind belongs."""
    node = session.ws.find_node(uid)
    if uid is None or node is None or target == DRAFT or target in {uid, *rows.below(uid)}:
        return False
    above = session.ws.find_node(target)
    return goals.can_contain(None if above is None else type(above), type(node))


def move(session: Session, rows: GoalRows, uid: Uid, target: Uid | None, row: int) -> None:
    """Move a node to a row under ``target``, counted as shown now; −1 is the end."""
    shown = rows.under(target)
    siblings = [node.uid for node in session.ws.children(target) if node.uid != uid]
    before = next((child for child in shown[row:] if child != uid), None) if 0 <= row < len(shown) else None
    place = siblings.index(before) if before in siblings else len(siblings)
    session.perform(goals.move, uid, target, place)
