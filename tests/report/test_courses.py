"""The curves of progress on paper: with their objective, named for those who can't see them, and kept."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

from kpidesk.domain.entities import KeyResult
from kpidesk.report import compose, plain
from kpidesk.report.drawing.course_paint import draw_course
from kpidesk.report.drawing.frame import PAPERS, Frame
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.report.layout import lay_out
from kpidesk.report.model import GoalLine
from kpidesk.report.pages.courses import course_blocks
from kpidesk.text import using
from kpidesk.viz.course import CourseSpec
from tests.report.factory import material

SPEC = CourseSpec(
    progress=((0.0, 0.0), (0.3, 0.4), (0.6, 0.5)), expected=((0.0, 0.0), (1.0, 1.0)), dots=((0.3, 0.4),),
    confidence=((0.3, 7), (0.6, 4)), x_name="Uke", x_ticks=((0.1, "1"), (0.5, "7")), now="50 %", goal="Mål",
    sure="Trygghet", sentence="Bak planen til uke 4, på eller foran nå.",
)  # fmt: skip
FRAME = Frame(*PAPERS["A4"])


def drawn(box: Box, spec: CourseSpec = SPEC) -> RecordingSurface:
    surface = RecordingSurface()
    surface.new_page()
    draw_course(surface, spec, box, "Kundene kommer tilbake")
    return surface


def goal(course: CourseSpec | None) -> GoalLine:
    return GoalLine("M1", "Kundene kommer tilbake", 0.5, "0,50", None, "", "on_track", "", (), course=course)


def test_a_curve_stays_in_its_box_and_says_what_is_seen():
    box = Box(60, 100, 240, 70)
    surface = drawn(box)
    (_page, alt, place) = surface.recording.figures[0]
    assert alt == "Kundene kommer tilbake: Bak planen til uke 4, på eller foran nå." and place == box
    assert {op.text for op in surface.texts()} >= {"0", "50", "100", "Uke", "1", "7", "50 %", "Mål", "Trygghet"}
    for op in surface.texts():
        assert box.x - 0.1 <= op.x0 and op.x1 <= box.right + 0.1 and box.y - 3 <= op.y <= box.bottom + 0.1
    assert len(surface.shapes(kind="polyline")) == 2 and len(surface.shapes(kind="circle")) == 1
    bars = surface.shapes(kind="rect")
    assert len(bars) == 2 and all(
        top < bottom <= box.bottom for ((_x, top), (_r, bottom)) in (bar.points for bar in bars)
    )


def test_without_a_curve_nothing_is_drawn_and_no_room_is_taken():
    assert drawn(Box(60, 100, 240, 70), CourseSpec(sentence="Kurven kommer.")).recording.ops == []
    assert course_blocks(goal(None), FRAME) == [] and course_blocks(goal(CourseSpec()), FRAME) == []


def test_the_curves_of_an_objective_stand_two_in_a_row_and_hold_to_what_follows():
    blocks = course_blocks(goal(SPEC), FRAME)
    assert len(blocks) == 1 and blocks[0].keep
    surface = RecordingSurface()
    surface.new_page()
    blocks[0].draw(surface, 200.0)
    assert {op.text for op in surface.texts()} >= {"Fremdrift over tid", "Bak planen til uke 4, på eller foran nå."}


def test_a_kept_review_gives_its_curves_back_and_an_older_one_has_none():
    line = goal(SPEC)
    packed = plain.to_plain(line)
    assert plain.from_plain(GoalLine, packed) == line
    del packed["course"]
    assert plain.from_plain(GoalLine, packed) == replace(line, course=None)


def test_material_without_curves_still_makes_a_review():
    assert material().courses == {}


def test_objectives_beyond_what_paper_has_room_for_have_no_curves_and_that_is_said():
    roots = [SimpleNamespace(everything=lambda: [SimpleNamespace(node=KeyResult(""))] * 50) for _each in range(4)]
    assert compose.curved_goals(roots) == roots[:2] and compose.curved_goals(roots[:2]) == roots[:2]
    with using("en"):
        review = compose.review_of(replace(material(), curves_left=2))
        surface = RecordingSurface()
        lay_out(review, "A4").draw(surface)
    told = " ".join(op.text for op in surface.texts())
    assert "The curves of the last 2 objectives are left out" in told
