"""Rows of the overview: objectives on one expected line, KPIs that need you, and what is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kpidesk import format as fmt
from kpidesk.domain.comparing import close
from kpidesk.domain.entities import Agreement, Department, Kpi, Objective, Person
from kpidesk.domain.status import Status
from kpidesk.figures import KpiFigures, NodeFigures
from kpidesk.figures.kpi_rows import spark_of
from kpidesk.text import _
from kpidesk.unbroken import unbroken
from kpidesk.viz.number_table import NumberTable, kpi_table
from kpidesk.viz.told import say_of, spark_told
from kpidesk.wording.goals import held_to, progress_text, row_spoken, tags
from kpidesk.wording.kpis import (
    hidden_reason,
    latest_forms,
    latest_words,
    not_worked_out,
    standing,
    target_forms,
    target_named,
)
from ui.base import scale
from ui.base.reach import accessible, pictures
from ui.base.scale import px
from ui.base.session import Session
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.sparkline import paint_spark
from ui.parts.whole import draw_number

MIDDLE = Qt.AlignmentFlag.AlignVCenter
CLEAR = 4
"""Between what stands on either side and the frame of what has the keyboard."""
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
BAR = 220
OWNER = 92
STATUS = 94.0
SHARE = 56
TITLE = 20
ONE_LINE, MORE = 58, 12
"""Pixels for a KPI with a short sentence, and for a second line of it; each further line takes its own height."""
BRIEF, BARLESS = 560, 400
"""A row narrower than this tells status and owner by their shapes and the tooltip; below the second it has no bar."""
SENTENCE, LEAST_SENTENCE = 480.0, 320.0
"""How wide a sentence may run, and how wide it is at least where the window is not small."""
LEAST_WORDS = 96.0
"""No window is so small that a sentence has less."""
VALUE = 156.0
"""The room for a value and its target."""


class Row(QWidget):
    """A row that can be clicked, or opened with Enter."""

    pressed = Signal()

    def __init__(self, session: Session, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.theme = session, session.theme
        self._hovered = False
        self._shown: tuple[object, tuple[object, ...]] | None = None
        self.setFixedHeight(px(height))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        accessible.row(self, self.pressed.emit)

    def _is_new(self, shown: object, *words: object) -> bool:
        """Remember what the row shows, and with which words; tells whether it showed anything else before.

        What a book keeps is the very object known before for as long as it holds: figures are not compared.
        """
        before, self._shown = self._shown, (shown, words)
        return before is None or before[0] is not shown or before[1] != words

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground, contents, hairline and focus."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()) as rect:
            if self._hovered:
                painter.fillRect(rect, self.theme.color("hover"))
            painters.paint_hairline(painter, self.theme, rect)
            if self.hasFocus():
                painters.paint_focus(painter, self.theme, rect)
            painter.translate(CLEAR, 0)
            self.paint(painter, rect.adjusted(0, 0, -CLEAR, 0))
        painter.end()

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the contents."""

    @property
    def ground(self) -> str:
        """The token of the row's background."""
        return "hover" if self._hovered else "page"

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer is here."""
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002
        """The pointer is gone."""
        self._hovered = False
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit()
            return
        super().keyPressEvent(event)


def bar_left(width: float) -> float:
    """Where the progress bars of all rows begin."""
    return width - (0 if width < BRIEF else OWNER) - SHARE - 12 - bar_width(width)


def bar_width(width: float) -> float:
    """How long the progress bars of all rows are."""
    return float(BAR if width > 800 else 150 if width >= BRIEF else 120 if width >= BARLESS else 0)


def shared_expectation(rows: Sequence[NodeFigures]) -> float | None:
    """What every row that is held against something is held against; empty where they differ."""
    known = [expected for each in rows if (expected := held_to(each)) is not None]
    return known[0] if known and all(close(each, known[0]) for each in known) else None


def status_room(theme: Theme, rows: Sequence[NodeFigures]) -> float:
    """Where the titles of all rows begin, from the left: beyond the longest status."""
    with scale.ordinary():
        metrics = QFontMetricsF(theme.font("small_medium"))
    longest = max((metrics.horizontalAdvance(painters.status_word(each.status)) for each in rows), default=0.0)
    return max(STATUS, 18 + longest + 16)


@dataclass(frozen=True)
class Among:
    """What the rows of objectives share: what all of them are held against, or ``each`` against its own; where their
    titles begin, in pixels from the left.
    """

    expected: float | None
    each: bool
    begins: float

    @staticmethod
    def of(theme: Theme, rows: Sequence[NodeFigures]) -> Among:
        """Of rows that stand together, those not shown yet among them."""
        expected = shared_expectation(rows)
        each = expected is None and any(held_to(row) is not None for row in rows)
        return Among(expected, each, status_room(theme, rows))


class ExpectedHead(QWidget):
    """The heads of the columns, with the words of the expected line over it where all rows share one."""

    def __init__(self, session: Session, among: Among, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = session.theme
        self._among = among
        self.setFixedHeight(px(32))

    def tell(self, among: Among) -> None:
        """Stand over other rows."""
        if among != self._among:
            self._among = among
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw them."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()) as rect:
            painter.translate(CLEAR, 0)
            self._paint(painter, rect.adjusted(0, 0, -CLEAR, 0))
        painter.end()

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.color("text2"))
        brief = rect.width() < BRIEF
        if not brief:
            painter.drawText(rect, MIDDLE, _("Status"))
            painter.drawText(rect.adjusted(rect.width() - OWNER, 0, 0, 0), MIDDLE, _("Owner"))
        begins = TITLE if brief else self._among.begins
        painter.drawText(rect.adjusted(begins, 0, 0, 0), MIDDLE, _("Objective"))
        if rect.width() < BARLESS:
            return
        expected = self._among.expected
        if expected is not None:
            words = _("Expected today {n}").format(n=fmt.percent(expected))
            wide = QFontMetricsF(painter.font()).horizontalAdvance(words) + 4
            x = round(bar_left(rect.width()) + bar_width(rect.width()) * expected)
            painter.setPen(self._theme.color("text"))
            painter.drawText(QRectF(x - wide / 2, 0, wide, 30), Qt.AlignmentFlag.AlignCenter, words)
        elif self._among.each:
            area = QRectF(bar_left(rect.width()), 0, bar_width(rect.width()) + SHARE, 30)
            painter.drawText(area, MIDDLE, painters.elided(painter, _("The mark: expected today"), area.width()))


class ObjectiveRow(Row):
    """One objective: status, title, progress against what is expected of it, owner.

    An expectation that all rows share is drawn through them.
    """

    def __init__(self, session: Session, figures: NodeFigures, among: Among, parent: QWidget | None = None) -> None:
        super().__init__(session, 38, parent)
        self.tell(figures, among)

    def tell(self, figures: NodeFigures, among: Among) -> None:
        """Show how an objective stands now, among others."""
        node, ws = figures.node, self.session.ws
        told = "  ".join(tags(ws, figures)) if isinstance(node, Objective) else ""
        owner, spoken = ws.find(Person, node.owner), row_spoken(ws, figures)
        name = owner.name if owner else ""
        if not self._is_new(figures, among, told, name, spoken):
            return
        self.figures, self.expected = figures, held_to(figures)
        self._line, self._begins = among.expected, among.begins
        self._tags, self._owner = told, name
        self.setAccessibleName(spoken)
        self.setToolTip(node.title)
        self.update()

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Draw one row."""
        figures, middle = self.figures, rect.center().y()
        painters.paint_status(painter, self.theme, figures.status, 1, middle - 6, self.ground)
        brief = rect.width() < BRIEF
        if not brief:
            painter.setFont(self.theme.font("small_medium"))
            painter.setPen(painters.status_text_color(self.theme, figures.status))
            painter.drawText(rect.adjusted(18, 0, 0, -1), MIDDLE, painters.status_word(figures.status))
        left = bar_left(rect.width())
        begins = (TITLE if brief else self._begins) + figures.depth * 20
        self._paint_title(painter, QRectF(begins, 0, left - 16 - begins, rect.height() - 1))
        if rect.width() >= BARLESS:
            self._paint_bar(painter, rect, left)
        painter.setFont(self.theme.font("medium"))
        painter.setPen(self.theme.color("text"))
        share = progress_text(figures) or "–"
        area = QRectF(left + bar_width(rect.width()), 0, SHARE + (12 if brief else -8), rect.height() - 1)
        painter.drawText(area, RIGHT, share)
        if not brief:
            self._paint_owner(painter, rect)

    def _paint_bar(self, painter: QPainter, rect: QRectF, left: float) -> None:
        figures, middle = self.figures, rect.center().y()
        if self._line is not None and self.expected is not None:
            dashed = QPen(self.theme.color("limit"), 1)
            dashed.setDashPattern([2, 3])
            painter.setPen(dashed)
            x = round(left + bar_width(rect.width()) * self._line) + 0.5
            painter.drawLine(QPointF(x, 0), QPointF(x, rect.height()))
        bar = QRectF(left, middle - 3, bar_width(rect.width()), 6)
        ground = self.theme.color(self.ground)
        painters.paint_progress(painter, self.theme, bar, figures.progress.score, figures.status, self.expected, ground)

    def _paint_title(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(self.theme.font("body" if self.figures.depth else "strong"))
        painter.setPen(self.theme.color("text"))
        words = painters.elided(painter, self.figures.node.title, area.width())
        painter.drawText(area, MIDDLE, words)
        used = QFontMetricsF(painter.font()).horizontalAdvance(words) + 8
        if self._tags and area.width() - used > 50:
            painter.setFont(self.theme.font("small"))
            painter.setPen(self.theme.color("text3"))
            rest = area.adjusted(used, 0, 0, 0)
            painter.drawText(rest, MIDDLE, painters.elided(painter, self._tags, rest.width()))

    def _paint_owner(self, painter: QPainter, rect: QRectF) -> None:
        if not self._owner:
            return
        left = rect.width() - OWNER
        painters.paint_avatar(painter, self.theme, left, rect.center().y() - 10, fmt.initials(self._owner))
        painter.setFont(self.theme.font("body"))
        painter.setPen(self.theme.color("text2"))
        area = QRectF(left + 26, 0, OWNER - 26, rect.height() - 1)
        painter.drawText(area, MIDDLE, painters.elided(painter, self._owner.split()[0], area.width()))


def kpi_name(kpi: Kpi) -> str:
    """The KPI's short name, or its name."""
    return kpi.short_name or kpi.name


def paint_waiting(painter: QPainter, theme: Theme, area: QRectF, kpi: Kpi) -> None:
    """A KPI by its name, and that its numbers are being worked out."""
    painter.setFont(theme.font("strong"))
    painter.setPen(theme.color("text"))
    name = QRectF(area.left(), area.top(), area.width(), 20)
    painter.drawText(name, MIDDLE, painters.elided(painter, kpi_name(kpi), name.width()))
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("text3"))
    painter.drawText(name.translated(0, 20), MIDDLE, painters.elided(painter, not_worked_out(), name.width()))


class Lined(Row):
    """A row with the line of a KPI: what that says is its description, and its numbers can be shown as a table."""

    figures: KpiFigures

    def _show_line(self, figures: KpiFigures) -> None:
        self._spark = spark_of(figures)
        known = any(value is not None for value in self._spark.values)  # that there is none the name says, and why
        self.setAccessibleDescription(spark_told(self._spark, say_of(figures.kpi)) if known else "")
        pictures.with_numbers(self, self._numbers)

    def _numbers(self) -> NumberTable:
        return kpi_table(self.figures, self.figures.aim, self.session.ws.company.fiscal_year_start)


class KpiRow(Lined):
    """A KPI that needs somebody: what it is, one plain sentence, its line, its value and target."""

    def __init__(self, session: Session, figures: KpiFigures, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(session, ONE_LINE, parent)
        self.tell(figures, sentence)

    def wait(self, kpi: Kpi) -> None:
        """Show whose row it is while the KPI is worked out anew: nothing is said of its numbers meanwhile."""
        self._waits, self._kpi, self._shown = True, kpi, None
        self.setAccessibleName(f"{kpi_name(kpi)}, {not_worked_out()}")
        self.setToolTip("")
        self.update()

    def tell(self, figures: KpiFigures, sentence: str) -> None:
        """Show how a KPI stands now, and why it needs somebody."""
        department = self.session.ws.find(Department, figures.kpi.department)
        name = department.name if department else ""
        if not self._is_new(figures, sentence, name):
            return
        self.figures, self._sentence, self._department = figures, unbroken(sentence), name
        self._waits, self._kpi = False, figures.kpi
        self._fit()
        self._show_line(figures)
        self._signal = figures.flagged and figures.status in (Status.ON_TRACK, Status.NO_TARGET, Status.ACHIEVED)
        status = standing(figures)
        told = [kpi_name(figures.kpi), "" if sentence.startswith(status) else status, latest_words(figures)]
        self.setAccessibleName(f"{', '.join(filter(None, told))}. {sentence}")
        self.setToolTip(hidden_reason(figures))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: a narrow row has more lines."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be as high as the sentence needs; one that might take two lines somewhere keeps room for them everywhere."""
        width = self._words_width(self.width() / scale.factor() - CLEAR)
        with scale.ordinary():
            metrics = QFontMetricsF(self.theme.font("small"))
            room = QRectF(0, 0, max(LEAST_WORDS, width), 0)
            lines = round(metrics.boundingRect(room, WRAP, self._sentence).height() / metrics.lineSpacing())
            least = 1 if metrics.horizontalAdvance(self._sentence) < LEAST_SENTENCE else 2
            lines = max(least, lines)
            beyond = ceil(max(0, lines - 2) * metrics.lineSpacing())
        self.setFixedHeight(px(ONE_LINE + (MORE if lines > 1 else 0) + beyond))

    def _words_width(self, width: float) -> float:
        return min(SENTENCE, width - VALUE - _spark_width(width) - 40)

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the row."""
        theme = self.theme
        if self._waits:
            paint_waiting(painter, theme, rect.adjusted(22, 6, 0, 0), self._kpi)
            return
        if self._signal:
            painters.paint_signal(painter, theme, 1, 10)
        else:
            painters.paint_status(painter, theme, self.figures.status, 1, 10, self.ground)
        right, spark = VALUE, _spark_width(rect.width())
        words = QRectF(22, 6, rect.width() - right - spark - 40, 20)
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("text"))
        name = painters.elided(painter, kpi_name(self.figures.kpi), words.width())
        painter.drawText(words, MIDDLE, name)
        used = QFontMetricsF(painter.font()).horizontalAdvance(name) + 8
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text3"))
        if words.width() - used > 40:
            painter.drawText(words.adjusted(used, 0, 0, 0), MIDDLE, self._department)
        painter.setPen(theme.color("text2"))
        painter.drawText(QRectF(22, 27, self._words_width(rect.width()), rect.height() - 30), WRAP, self._sentence)
        area = QRectF(rect.width() - right - spark, rect.center().y() - 22, spark, 44)
        if spark:
            paint_spark(painter, theme, area, self._spark, self.ground)
        self._paint_value(painter, QRectF(rect.width() - right, rect.center().y() - 21, right - CLEAR, 22))

    def _paint_value(self, painter: QPainter, area: QRectF) -> None:
        figures, theme = self.figures, self.theme
        stale = figures.status is Status.NO_DATA
        painter.setFont(theme.font("title"))
        painter.setPen(theme.color("text3" if stale else "text"))
        draw_number(painter, area, RIGHT, *latest_forms(figures))
        period = ""
        if stale and figures.latest is not None:
            name = fmt.period_name(figures.latest.period, self.session.ws.company.fiscal_year_start)
            period = name.removesuffix(f" {self.session.today().year}")
        goals = [target_named(figures, each) if each else "" for each in target_forms(figures)]
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text2"))
        told = (" · ".join(part for part in (period, goal) if part) for goal in goals)
        draw_number(painter, area.adjusted(0, 22, 0, 18), RIGHT, *told)


def _spark_width(width: float) -> float:
    """The room for the line of a KPI in a row of this width."""
    return 200.0 if width > 700 else 130.0 if width >= BRIEF else 0.0


class SmallKpi(Lined):
    """A KPI that varies as usual: name, line, value."""

    def __init__(self, session: Session, figures: KpiFigures, parent: QWidget | None = None) -> None:
        super().__init__(session, 60, parent)
        self.setMinimumWidth(px(150))
        self.tell(figures)

    def wait(self, kpi: Kpi) -> None:
        """Show whose tile it is while the KPI is worked out anew."""
        self._waits, self._kpi, self._shown = True, kpi, None
        self.setAccessibleName(f"{kpi_name(kpi)}, {not_worked_out()}")
        self.setToolTip("")
        self.update()

    def tell(self, figures: KpiFigures) -> None:
        """Show how a KPI stands now."""
        if not self._is_new(figures):
            return
        self.figures = figures
        self._waits, self._kpi = False, figures.kpi
        self._show_line(figures)
        status = "" if figures.masked is not None else standing(figures)
        self.setAccessibleName(
            ", ".join(part for part in (kpi_name(figures.kpi), status, latest_words(figures)) if part)
        )
        self.setToolTip(hidden_reason(figures))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw without a hairline: these stand side by side."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()) as rect:
            self.paint(painter, rect)
            if self.hasFocus():
                painters.paint_focus(painter, self.theme, rect)
        painter.end()

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Draw name, line and value."""
        if self._hovered or self.hasFocus():
            painter.fillRect(rect, self.theme.color("hover"))
        if self._waits:
            paint_waiting(painter, self.theme, rect.adjusted(18, 1, 0, 0), self._kpi)
            return
        if self.figures.masked is None:
            painters.paint_status(painter, self.theme, self.figures.status, 1, 5, self.ground)
        painter.setFont(self.theme.font("body"))
        painter.setPen(self.theme.color("text2"))
        name = painters.elided(painter, kpi_name(self.figures.kpi), rect.width() - 24)
        painter.drawText(QRectF(18, 0, rect.width() - 18, 22), MIDDLE, name)
        painter.setFont(self.theme.font("medium"))
        painter.setPen(self.theme.color("text"))
        room = QRectF(44, 24, rect.width() - 44 - CLEAR, 28)
        wide = CLEAR + 4 + draw_number(painter, room, RIGHT, *latest_forms(self.figures))
        area = QRectF(0, 24, max(40.0, min(118.0, rect.width() - wide - 8)), 30)
        paint_spark(painter, self.theme, area, self._spark, self.ground)

    def sizeHint(self) -> QSize:
        """Four side by side."""
        return QSize(px(190), px(60))


class DueRow(Row):
    """Something to do this week: who, what, how much."""

    def __init__(self, session: Session, who: str, what: str, right: str, parent: QWidget | None = None) -> None:
        super().__init__(session, 32, parent)
        self.tell(who, what, right)

    def tell(self, who: str, what: str, right: str, under: str = "") -> None:
        """Ask somebody for something, ``under`` a head that says which of two that are alike it is."""
        if not self._is_new(None, who, what, right, under):
            return
        self._who, self._what, self._right = who, what, right
        self.setAccessibleName(", ".join(part for part in (what, right, who) if part))
        self.setAccessibleDescription(under)
        self.setToolTip(what)
        self.update()

    @property
    def ground(self) -> str:
        """These stand on the side panel."""
        return "hover" if self._hovered else "sunken"

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the row."""
        painters.paint_avatar(painter, self.theme, 0, rect.center().y() - 10, fmt.initials(self._who) or "–")
        painter.setFont(self.theme.font("small"))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(self._right) + 4 + CLEAR
        painter.setPen(self.theme.color("text2"))
        painter.drawText(rect.adjusted(0, 0, -CLEAR, -1), RIGHT, self._right)
        painter.setFont(self.theme.font("body"))
        painter.setPen(self.theme.color("text"))
        area = QRectF(28, 0, rect.width() - 28 - wide - 8, rect.height() - 1)
        painter.drawText(area, MIDDLE, painters.elided(painter, self._what, area.width()))


class CheckInRow(DueRow):
    """A key result that wants a word this week."""

    def __init__(self, session: Session, who: str, figures: NodeFigures, parent: QWidget | None = None) -> None:
        super().__init__(session, who, figures.node.title, _("Check in"), parent)
        self.figures = figures

    def tell_figures(self, who: str, figures: NodeFigures) -> None:
        """Ask for a word about a key result as it is now."""
        self.figures = figures
        self.tell(who, figures.node.title, _("Check in"))


class AgreementRow(DueRow):
    """Somebody who has been asked and has not answered; my own question asks for a yes."""

    def __init__(self, session: Session, asked: Agreement, *, mine: bool, parent: QWidget | None = None) -> None:
        super().__init__(session, "", "", "", parent)
        self.tell_asked(asked, mine=mine)

    def tell_asked(self, asked: Agreement, *, mine: bool) -> None:
        """Tell who is waited for, and about what."""
        self.asked, self.mine = asked, mine
        ws = self.session.ws
        person, kpi, node = ws.find(Person, asked.person), ws.find(Kpi, asked.about), ws.find_node(asked.about)
        name = person.name if person else ""
        title = (kpi.short_name or kpi.name) if kpi else node.title if node else ""
        first = name.split()[0] if name.split() else name
        # Translators: a person whose answer is waited for, and the goal or KPI
        words = title if mine else _("{name} about {what}").format(name=first, what=title)
        self.tell(name, words, _("I agree") if mine else _("Ask again"))
