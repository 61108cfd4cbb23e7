"""Why a number is what it is: the formula in words, what it read with periods and values, and what is missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Combine
from kpidesk.figures import Explanation, ReadLine
from kpidesk.text import _
from kpidesk.wording.kpi_facts import Speaker
from ui.base import page
from ui.parts.whole import NumberLabel

MOST = 8
"""So many missing numbers are named one by one."""


class ExplanationBox(QFrame):
    """The explanation of one period's number."""

    def __init__(self, explanation: Explanation, speaker: Speaker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "question")
        column = page.column(self, spacing=4)
        column.setContentsMargins(12, 10, 12, 10)
        kpi = explanation.kpi
        name = speaker.name(explanation.period)
        column.addWidget(page.heading(name[0].upper() + name[1:], "strong"))
        if explanation.value is not None:
            value = fmt.with_unit(explanation.value, kpi.unit, explanation.decimals)
            column.addWidget(page.text(f"{value} = {explanation.formula}", "small", wrap=True))
            if explanation.unsure is not None:
                column.addWidget(page.text(str(explanation.unsure), "quiet", wrap=True))
        else:
            column.addWidget(page.text(explanation.formula, "small", wrap=True))
            if explanation.reason is not None and explanation.reason not in explanation.missing:
                column.addWidget(page.text(str(explanation.reason), "quiet", wrap=True))
        self._lines(column, explanation, speaker)
        for missing in explanation.missing[:MOST]:
            column.addWidget(page.text(str(missing), "risk", wrap=True))
        more = len(explanation.missing) - MOST
        if more > 0:
            column.addWidget(page.text(_("… and {n} more").format(n=more), "risk"))

    def _lines(self, column: QVBoxLayout, explanation: Explanation, speaker: Speaker) -> None:
        if not explanation.lines:
            return
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 6, 0, 2)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(0, 1)
        for place, line in enumerate(explanation.lines):
            grid.addWidget(page.text(line.name, "small", wrap=True), 2 * place, 0)
            value = NumberLabel(_value(line), look="small_strong")
            grid.addWidget(value, 2 * place, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(page.text(_source(line, speaker), "quiet", wrap=True), 2 * place + 1, 0, 1, 2)
        column.addWidget(box)


def _value(line: ReadLine) -> str:
    if line.value is None:
        return "–"
    source = line.input
    unit, least = (source.unit, source.decimals) if source is not None else ("", 0)
    return fmt.with_unit(line.value, unit, fmt.stored_decimals(line.value, unit, least))


def _source(line: ReadLine, speaker: Speaker) -> str:
    """From which period the value is, and of how many numbers it is made."""
    name = speaker.name(line.period)
    if line.value is None and line.reason is not None:
        return f"{name}: {line.reason}"
    if line.of <= 1:
        return name
    rule = {
        Combine.SUM: _("sum of {have} of {of}"),
        Combine.MEAN: _("mean of {have} of {of}"),
        Combine.LAST: _("last of {have} of {of}"),
        Combine.MIN: _("lowest of {have} of {of}"),
        Combine.MAX: _("highest of {have} of {of}"),
        Combine.WEIGHTED_MEAN: _("weighted mean of {have} of {of}"),
    }.get(line.combine or Combine.NONE, _("{have} of {of}"))
    return f"{name}, {rule.format(have=line.have, of=line.of)}"
