"""The panel beside the goal tree: one goal, everything about it, edited in place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kpidesk.text import _
from ui.base.page import column, text
from ui.base.scale import px
from ui.goals.field_history import FieldMenus
from ui.goals.goal_lines import handed_back
from ui.goals.quick.written import Written
from ui.parts.form import InPlaceLine

if TYPE_CHECKING:
    from kpidesk.domain.entities import Node, Uid
    from kpidesk.figures import NodeFigures
    from ui.base.session import Session
    from ui.goals.goal_panel import Panel


class Inspector(QScrollArea):
    """Shows one node; a change made elsewhere is taken in without disturbing what is being typed.

    ``history_asked`` with the field whose history somebody wants to see.
    """

    hide_asked = Signal()
    correction = Signal(str)
    history_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._session = session
        self._panel: Panel | None = None
        self._panels: dict[type[Node], Panel] = {}
        self._menus = FieldMenus(self)
        self._menus.asked.connect(self.history_asked)
        self.setObjectName("side")
        self.setAccessibleName(_("Details"))
        self.setWidgetResizable(True)
        self.setMinimumWidth(px(300))
        self.setMaximumWidth(px(480))
        inside = QWidget()
        inside.setObjectName("side")
        self._inside = column(inside)
        self.written = Written()
        self._inside.addWidget(self.written)
        self._none = self._nothing()
        self._inside.addWidget(self._none)
        self.setWidget(inside)

    @property
    def panel(self) -> Panel | None:
        """The panel of the node shown."""
        return self._panel

    @property
    def uid(self) -> Uid | None:
        """The node shown."""
        return None if self._panel is None else self._panel.uid

    def show_node(self, figures: NodeFigures | None) -> None:
        """Show a node, or the sentence that none is chosen."""
        self._keep_typed()
        shown, panel = self._panel, None if figures is None else self._panels.get(type(figures.node))
        if panel is not None and figures is not None and panel is shown and panel.uid == figures.node.uid:
            panel.update_figures(figures)
            return
        if shown is not None:
            shown.let_go()
        if panel is not None and figures is not None:
            panel.show_other(figures)
        elif figures is not None:
            panel = self._made(figures)
        self._panel = panel
        self._bring(panel or self._none)

    def _made(self, figures: NodeFigures) -> Panel:
        """A panel for a kind of node that none has been shown of yet."""
        from ui.goals.panels import PANELS  # a page is painted before it shows one of its goals

        panel = self._panels[type(figures.node)] = PANELS[type(figures.node)](self._session, figures, self.widget())
        panel.hide_asked.connect(self.hide_asked)
        panel.show_field.connect(self.ensureWidgetVisible)
        panel.correction.connect(self.correction)
        self._menus.watch(panel)
        self._inside.addWidget(panel)
        return panel

    def _bring(self, wanted: QWidget) -> None:
        """Show one of the panels, from its top."""
        for each in (self._none, *self._panels.values()):
            each.setVisible(each is wanted)
        self.verticalScrollBar().setValue(0)

    def _keep_typed(self) -> None:
        """Hand back what was being typed about a goal that somebody has deleted meanwhile."""
        panel, ws = self._panel, self._session.ws
        if panel is None or ws.find_node(panel.uid) is not None:
            return
        typed = next(filter(None, [field.give_up() for field in panel.findChildren(InPlaceLine)]), "")
        if typed:
            self._session.notice.emit(handed_back(ws, panel.uid, typed))

    def focus_title(self) -> None:
        """Put the keyboard into the first field."""
        if self._panel is not None:
            self._panel.title.setFocus(Qt.FocusReason.OtherFocusReason)
            self._panel.title.selectAll()

    def focus_check_in(self) -> None:
        """Put the keyboard on the confidence of a new check-in."""
        from ui.goals.key_result_panel import KeyResultPanel

        if isinstance(self._panel, KeyResultPanel):
            picker = self._panel.picker
            picker.setFocus(Qt.FocusReason.OtherFocusReason)
            for wanted in (self._panel.button, picker):  # a side that was just opened is laid out in this turn
                QTimer.singleShot(0, wanted, partial(self.ensureWidgetVisible, wanted))

    def _nothing(self) -> QWidget:
        box = QWidget()
        box.setObjectName("side")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.addWidget(text(_("Choose a goal to see it here."), "quiet", wrap=True))
        layout.addStretch()
        return box
