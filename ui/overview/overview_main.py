"""The middle of the overview: how the goals stand, the KPIs that need somebody, the others, and advice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Kpi, Objective, Uid
from kpidesk.domain.stage import is_planned
from kpidesk.domain.walk import down
from kpidesk.figures import KpiFigures, NodeFigures, cycle_list
from kpidesk.figures.advice import Advice
from kpidesk.round.attention import all_quiet, needs_attention, others_words, sentence_for, urgency
from kpidesk.text import _, ngettext
from kpidesk.wording.cycles import sentence
from ui.base.cut import Cut
from ui.base.kept import Kept, Part, gap, part
from ui.base.page import Margins, head, text
from ui.base.session import Session
from ui.overview.advice_list import AdviceList
from ui.overview.overview_rows import Among, ExpectedHead, KpiRow, ObjectiveRow, SmallKpi
from ui.overview.stand import Stand
from ui.overview.tile_grid import TileGrid
from ui.parts.buttons import icon_button
from ui.parts.end_room import end_with_room
from ui.parts.form import Section

if TYPE_CHECKING:
    from ui.overview.steps.first_steps import FirstStepsPanel

GAP = 10
"""Pixels between the parts."""
ACROSS, MOST_TILES = 4, 12
"""So many small KPIs stand side by side, and so many are shown."""
FIRST_ROWS = 12
"""So many objectives and KPIs are shown before more are asked for."""


class OverviewMain(QWidget):
    """Shown anew by ``tell``. ``goal_opened`` and ``kpi_opened`` name what was pressed; ``advice_opened`` and
    ``advice_aside`` a piece of advice; ``kpis_wanted`` leads to all KPIs, ``entry_wanted`` and
    ``week_wanted`` on from a small window. ``more_wanted`` asks to be told again, to show more of a list;
    ``library_wanted`` leads to more KPIs, ``steps_over`` says that the first steps have been put away, and
    ``step_entered`` which field of them has the keyboard.
    """

    goal_opened = Signal(str)
    kpi_opened = Signal(str)
    advice_opened = Signal(object)
    advice_aside = Signal(object)
    entry_wanted = Signal()
    week_wanted = Signal()
    kpis_wanted = Signal()
    library_wanted = Signal()
    steps_over = Signal()
    step_entered = Signal(QWidget)
    more_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._shown: tuple[list[Uid], list[Uid]] = [], []
        self._panel: FirstStepsPanel | None = None
        self._cut = Cut(FIRST_ROWS, self)
        self._cut.wanted.connect(self.more_wanted)
        self.setObjectName("page")
        box = self._box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 16)
        box.setSpacing(0)
        box.addWidget(self._build_head())
        body = QVBoxLayout()
        Margins(body, self)
        body.setSpacing(0)
        self._kept = Kept(body)
        box.addLayout(body)
        box.addStretch()
        end_with_room(self)

    def _build_head(self) -> QWidget:
        top, row, _title = head(_("Overview"))
        self._day = text("", "small")
        row.addWidget(self._day)
        row.addStretch()
        self._enter = enter_button(self.session, 0)
        self._enter.clicked.connect(self.entry_wanted)
        self._week = icon_button(self.session.theme, "calendar", _("This week"), self.week_wanted.emit)
        row.addWidget(self._enter)
        row.addWidget(self._week)
        return top

    def tell(self, stand: Stand, *, wide: bool, compact: bool) -> None:
        """Show how everything stands now; ``compact`` is a window without a side."""
        kpis, missing = stand.figures, stand.missing
        self._day.setText(fmt.weekday_day_year(self.session.today()))
        self._day.setHidden(compact)
        self._enter.setText(enter_words(missing))
        self._enter.setVisible(compact and missing > 0)
        self._week.setVisible(compact)
        if stand.beginning:
            self._kept.show(self._show_beginning(stand, compact=compact))
        else:
            self._panel = None
            kpi_parts = self._working_out() if kpis is None else self._kpis(kpis, wide=wide)
            self._kept.show([*self._goals(stand.roots), *kpi_parts, *self._advice(stand.advice)])

    @property
    def steps(self) -> FirstStepsPanel | None:
        """The first steps, while they are in sight."""
        return self._panel

    def _show_beginning(self, stand: Stand, *, compact: bool) -> Iterator[Part]:
        """A new file: its first steps, and what there is already; nothing of that is judged."""
        from ui.overview.steps.first_kpi import FirstKpi, without_numbers
        from ui.overview.steps.first_steps import FirstStepsPanel

        def row(figures: KpiFigures) -> FirstKpi:
            made = FirstKpi(self.session, figures)
            made.opened.connect(self.kpi_opened)
            return made

        kpis = stand.figures or ()
        known = [each for each in kpis if each.latest is not None or each.masked is not None]
        yield part("steps", self._first_steps, FirstStepsPanel.tell, kpis, compact=compact)
        if stand.roots:
            yield from self._goals(stand.roots)
        if known:
            yield gap("kpis", GAP)
            count = ngettext("{n} of {count} has a number", "{n} of {count} have a number", len(known))
            yield heading("kpis", _("KPIs"), count.format(n=len(known), count=len(kpis)))
        for each in known:
            yield part(("first", each.kpi.uid), row, FirstKpi.tell, each)
        if known and (words := without_numbers(kpis)):
            yield words_part("without", words, above=8)

    def _first_steps(self, kpis: Sequence[KpiFigures], *, compact: bool) -> FirstStepsPanel:
        from ui.overview.steps.first_steps import FirstStepsPanel

        made = self._panel = FirstStepsPanel(self.session, kpis, compact=compact)
        made.changed.connect(self.more_wanted)
        made.over.connect(self.steps_over)
        made.entered.connect(self.step_entered)
        made.library_wanted.connect(self.library_wanted)
        return made

    # ---- its parts -------------------------------------------------------------------------------

    def _goals(self, roots: Sequence[NodeFigures]) -> Iterator[Part]:
        found = [each for root in roots for each in objectives(root)]
        yield heading("goals", _("Objectives"))
        if not found:
            words = sentence(_("There are no goals in {cycle} yet."), self.session.period.frequency)
            yield words_part("no goals", words, above=8)
            yield from self._planned()
            return
        among = Among.of(self.session.theme, found)
        yield part("heads", partial(ExpectedHead, self.session), ExpectedHead.tell, among)
        for each in self._cut.shown("goals", found):
            yield part(each.node.uid, self._goal_row, ObjectiveRow.tell, each, among)
        yield from self._cut.rest("goals", found)

    def _planned(self) -> Iterator[Part]:
        """The way to the goals of the next cycle that has any, begun or not, where the one in view has none."""
        ws = self.session.ws
        for period, cycle in sorted(cycle_list.by_period(ws).items()):
            n = sum(goal.cycle == cycle.uid for goal in ws.all(Objective))
            if n and period > self.session.period:
                if is_planned(cycle, self.session.today()):
                    words = ngettext("{n} objective is planned in {cycle}", "{n} objectives are planned in {cycle}", n)
                else:
                    words = ngettext("{n} objective in {cycle}", "{n} objectives in {cycle}", n)
                shown = words.format(n=n, cycle=cycle_list.cycle_name(ws, period))
                yield Part(
                    ("planned", shown), partial(_way, shown, partial(self.session.show_period, period)), _as_it_is
                )
                return

    def _goal_row(self, figures: NodeFigures, among: Among) -> ObjectiveRow:
        row = ObjectiveRow(self.session, figures, among)
        row.pressed.connect(self._open_goal)
        return row

    def _working_out(self) -> Iterator[Part]:
        """What stands in the place of KPIs that are not worked out yet: those that were shown keep their places."""
        n = self.session.active_kpis()
        yield gap("kpis", GAP)
        words = ngettext("{n} KPI is being calculated …", "{n} KPIs are being calculated …", n).format(n=n)
        rows, tiles = (list(self._still(uids)) for uids in self._shown)
        self._shown = [kpi.uid for kpi in rows], [kpi.uid for kpi in tiles]
        if not rows and not tiles:
            yield heading("kpis", _("KPIs"))
            yield words_part("worked out", words, above=8)
            return
        yield heading("kpis", _("KPIs"), words)
        yield from (Part(kpi.uid, QWidget, partial(KpiRow.wait, kpi=kpi)) for kpi in rows)
        if tiles:
            waiting = [Part(kpi.uid, QWidget, partial(SmallKpi.wait, kpi=kpi)) for kpi in tiles]
            yield gap("tiles", 8)
            yield part("tiles", self._grid, TileGrid.tell, waiting)

    def _still(self, uids: Iterable[Uid]) -> Iterator[Kpi]:
        """The KPIs that are still there, of some."""
        known = (self.session.ws.find(Kpi, uid) for uid in uids)
        return (kpi for kpi in known if kpi is not None)

    def _kpis(self, kpis: Sequence[KpiFigures], *, wide: bool) -> Iterator[Part]:
        needing = sorted((each for each in kpis if needs_attention(each)), key=urgency)
        apart = {each.kpi.uid for each in needing}
        others = [each for each in kpis if each.kpi.uid not in apart]
        yield gap("kpis", GAP)
        if needing:
            count = _("{n} of {count}").format(n=len(needing), count=len(kpis))
            yield heading("kpis", _("KPIs that need you"), count)
        elif kpis:
            yield heading("kpis", all_quiet(list(kpis)))
        shown = self._cut.shown("kpis", needing)
        for each in shown:
            yield part(each.kpi.uid, self._kpi_row, KpiRow.tell, each, sentence_for(self.session.ws, each))
        yield from self._cut.rest("kpis", needing)
        words = others_words(others, all_of_them=not needing) if others and wide else ""
        if words:
            yield words_part("others", words, above=12)
        tiles = others[:MOST_TILES] if wide or not needing else []
        self._shown = [each.kpi.uid for each in shown], [each.kpi.uid for each in tiles]
        if tiles:
            yield gap("tiles", 8)
            yield part("tiles", self._grid, TileGrid.tell, list(map(self._tile, tiles)))
            if len(others) > MOST_TILES:
                yield Part("beyond", self._way_to_kpis, lambda _way: None)

    def _kpi_row(self, figures: KpiFigures, why: str) -> KpiRow:
        row = KpiRow(self.session, figures, why)
        row.pressed.connect(self._open_kpi)
        return row

    def _grid(self, tiles: Iterable[Part]) -> TileGrid:
        grid = TileGrid(ACROSS)
        grid.tell(tiles)
        return grid

    def _tile(self, figures: KpiFigures) -> Part:
        return part(figures.kpi.uid, self._small_kpi, SmallKpi.tell, figures)

    def _small_kpi(self, figures: KpiFigures) -> SmallKpi:
        small = SmallKpi(self.session, figures)
        small.pressed.connect(self._open_kpi)
        return small

    def _way_to_kpis(self) -> QWidget:
        """Where those are that there is no room for."""
        return _way(_("See the KPIs"), self.kpis_wanted.emit)

    def _advice(self, found: Sequence[Advice]) -> Iterator[Part]:
        if found:
            yield gap("advice", GAP)
            yield part("advice", self._advice_list, AdviceList.tell, found)

    def _advice_list(self, found: Sequence[Advice]) -> AdviceList:
        made = AdviceList(self.session, found)
        made.opened.connect(self.advice_opened)
        made.aside.connect(self.advice_aside)
        return made

    # ---- going on --------------------------------------------------------------------------------

    def _open_goal(self) -> None:
        row = self.sender()
        if isinstance(row, ObjectiveRow):
            self.goal_opened.emit(row.figures.node.uid)

    def _open_kpi(self) -> None:
        row = self.sender()
        if isinstance(row, KpiRow | SmallKpi):
            self.kpi_opened.emit(row.figures.kpi.uid)


def heading(key: str, title: str, right: str = "", look: str = "quiet") -> Part:
    """The head of a section as a part."""
    return part(("head", key), _made_head, Section.tell, title, right, look)


def words_part(key: str, words: str, *, above: int) -> Part:
    """A quiet sentence as a part, with so many pixels over it."""
    return part(("words", key), partial(_made_words, above), QLabel.setText, words)


def enter_button(session: Session, missing: int) -> QPushButton:
    """What leads to the numbers that are due."""
    return icon_button(session.theme, "table-2", enter_words(missing), kind="primary")


def enter_words(missing: int) -> str:
    """How many numbers there are to enter."""
    return ngettext("Enter {n} number", "Enter {n} numbers", missing).format(n=missing)


def objectives(figures: NodeFigures) -> list[NodeFigures]:
    """An objective with those below it, as they are read."""
    return [] if not isinstance(figures.node, Objective) else list(down([figures], _objectives_under))


def _objectives_under(figures: NodeFigures) -> list[NodeFigures]:
    return [child for child in figures.children if isinstance(child.node, Objective)]


def _way(words: str, pressed: Callable[[], None]) -> QWidget:
    """A link at the left of a row of its own."""
    row = QWidget()
    box = QHBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    way = QPushButton(words)
    way.setProperty("link", True)
    way.clicked.connect(pressed)
    box.addWidget(way)
    box.addStretch()
    return row


def _as_it_is(_widget: QWidget) -> None:
    """What never says anything else."""


def _made_head(title: str, right: str, look: str) -> Section:
    made = Section(title)
    made.tell(title, right, look)
    return made


def _made_words(above: int, words: str) -> QLabel:
    made = text(words, "quiet", wrap=True)
    made.setContentsMargins(0, above, 0, 0)
    return made
