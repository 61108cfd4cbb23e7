"""The documents of what is computed: ``show`` and ``due``."""

from __future__ import annotations

from kpidesk.cli.schema.shapes import COUNT, DAY, NUMBER, PERIOD, TEXT, TRUTH, many, maybe, said, thing, within, word

POINT = thing(
    period=PERIOD, value=maybe(NUMBER), status=TEXT, provisional=TRUTH, have=COUNT, of=COUNT, target=maybe(NUMBER),
    target_suggested=TRUTH, not_applicable=TRUTH, **said("reason"),
)  # fmt: skip
KPI = thing(
    id=TEXT, name=TEXT, unit=TEXT, unit_code=TEXT, decimals=COUNT, frequency=TEXT, direction=TEXT, status=TEXT,
    target_suggested=TRUTH, parked=TRUTH, **said("signal"), **said("prospect"), values=many(POINT),
    blanks_left_out=COUNT, not_begun=many(thing(period=PERIOD, value=maybe(NUMBER))),
)  # fmt: skip
PROGRESS = maybe(thing(raw=maybe(NUMBER), score=maybe(NUMBER)))
AT_END = {
    "restated": PROGRESS, "computed": PROGRESS, "committed": TRUTH, "grade": maybe(NUMBER), "passed": maybe(TRUTH),
    "weight": NUMBER,
}  # fmt: skip
KEY_RESULT = thing(
    id=TEXT, title=TEXT, start=maybe(NUMBER), current=maybe(NUMBER), target=maybe(NUMBER), raw=maybe(NUMBER),
    score=maybe(NUMBER), status=TEXT, **said("reason"), confidence=maybe(NUMBER), expected=maybe(NUMBER),
    due=maybe(DAY), next_check_in=maybe(DAY), **AT_END,
)  # fmt: skip
OBJECTIVE_FIELDS = dict(
    id=TEXT, title=TEXT, score=maybe(NUMBER), raw=maybe(NUMBER), expected=maybe(NUMBER), status=TEXT,
    judged=maybe(NUMBER), waiting=COUNT, **AT_END, key_results=many(KEY_RESULT), children=many(within("objective")),
)  # fmt: skip
CYCLE = thing(
    key=PERIOD, key_text=TEXT, start=maybe(DAY), end=maybe(DAY), state=word("planned", "running", "over", "closed"),
    too_safe=TRUTH,
)  # fmt: skip
SHOW = {
    **thing(
        workspace=thing(
            id=TEXT, name=TEXT, language=word("nb", "en"), fiscal_year_start=COUNT, as_of=DAY, from_=maybe(DAY),
            to=maybe(DAY),
        ),
        kpis=many(KPI),
        objectives=many(thing(**OBJECTIVE_FIELDS, cycle=CYCLE)),
        advice=many(thing(about=maybe(TEXT), advice=TEXT, advice_text=TEXT)),
    ),
    "$defs": {"objective": thing(**OBJECTIVE_FIELDS)},
}  # fmt: skip

WAITING = {"kind": TEXT, "id": TEXT, "title": TEXT, "who": maybe(TEXT)}
DUE = thing(
    as_of=DAY, until=DAY, waiting=TRUTH, numbers=COUNT, check_ins=COUNT, agreements=COUNT, reviews=COUNT,
    items=many({"type": "object", "properties": {
        **WAITING, "due": maybe(DAY), "days_over": maybe(COUNT), "period": PERIOD, "period_text": TEXT, "count": COUNT,
        "asked_on": maybe(DAY),
    }, "required": list(WAITING), "additionalProperties": False}),
    coming=many({"type": "object"}),
)  # fmt: skip
