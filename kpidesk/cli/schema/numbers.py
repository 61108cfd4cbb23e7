"""The documents of numbers: stored, read from files, taken in from copies, written to files."""

from __future__ import annotations

from kpidesk.cli.schema.shapes import (
    ANYTHING,
    COUNT,
    DAY,
    MOMENT,
    NUMBER,
    PERIOD,
    TEXT,
    TRUTH,
    by_name,
    either,
    many,
    maybe,
    said,
    thing,
    word,
)

VALUE = maybe(either(NUMBER, TEXT))
"""A number, ``n/a``, or nothing."""
SET = thing(input=TEXT, name=TEXT, period=PERIOD, value=VALUE, before=VALUE, written=TRUTH)
INPUTS = thing(inputs=many(thing(key=TEXT, name=TEXT, called_text=TEXT, frequency=TEXT, unit=TEXT, combine=TEXT)))
SOURCES = thing(
    sources=many(
        thing(
            name=TEXT, kind=TEXT, pattern=TEXT, into=by_name(maybe(TEXT)), last_fetched=maybe(DAY),
            last_file=maybe(TEXT),
        )
    )
)  # fmt: skip
LEFT_OUT = thing(key=TEXT, **said("what"), **said("reason"), lines=many(COUNT), faulty=TRUTH, missed=TRUTH)
MEASURE = thing(
    column=TEXT, input=maybe(TEXT), new_kpi=maybe(TEXT), new=COUNT, changed=COUNT, same=COUNT,
    values=many(thing(period=PERIOD, value=VALUE, before=VALUE, state=TEXT)),
)  # fmt: skip
TABLE = thing(
    file=TEXT, source=maybe(TEXT), measures=many(MEASURE), would_write=COUNT, written=TRUTH, changed=COUNT,
    stayed=COUNT, rows_skipped=COUNT, left_out=many(LEFT_OUT),
    unusual=many(thing(column=TEXT, period=PERIOD, value=VALUE, likely=ANYTHING, left_out=TRUTH)),
    read_as=many(thing(key=TEXT, **said("words"))), not_begun=many(PERIOD),
)  # fmt: skip
ACCOUNTS = thing(
    kind=word("accounts"), files=many(TEXT), company=TEXT, orgnr=TEXT, software=TEXT, months=many(PERIOD), lines=COUNT,
    vouchers=COUNT, values=by_name(by_name(NUMBER)), openings=by_name(by_name(NUMBER)),
    kpis=many(
        thing(
            id=TEXT, name=TEXT, known=TRUTH, added=TRUTH, followed=TRUTH, values=by_name(maybe(NUMBER)), **said("needs")
        )
    ),
    questions=many(
        thing(
            key=TEXT, question_text=TEXT, note_text=TEXT, accounts=many(TEXT), answers=by_name(TEXT),
            proposed=maybe(TEXT), answered=maybe(TEXT),
        )
    ),
    findings=many(thing(code=TEXT, weight=TEXT, head_text=TEXT, about_text=TEXT, where_text=maybe(TEXT))),
    rows_skipped=COUNT, skipped=many(thing(line=maybe(COUNT), **said("reason"))), new=COUNT, replaced=COUNT,
    same=COUNT, written=TRUTH, changed=COUNT,
)  # fmt: skip
IMPORT = either(TABLE, ACCOUNTS)
NUMBERS_OUT = thing(
    file=TEXT, format=TEXT, goals=TRUTH, shape=word("long", "wide"), numbers=COUNT, sensitive_kpis=COUNT
)  # fmt: skip
GOALS_OUT = thing(file=TEXT, format=TEXT, goals=TRUTH, lines=COUNT)
EXPORT = either(NUMBERS_OUT, GOALS_OUT)

CHANGE = thing(
    kind=maybe(TEXT), id=TEXT, field=maybe(TEXT), period=maybe(PERIOD), before=ANYTHING, after=ANYTHING, author=TEXT,
    when=maybe(MOMENT),
)  # fmt: skip
RESTORED = thing(
    author=TEXT, when=MOMENT, restored_to=maybe(MOMENT), changes_taken_out=COUNT, by=by_name(COUNT)
)  # fmt: skip
CONFLICT = thing(
    kind=maybe(TEXT), id=TEXT, cell=maybe(TEXT), period=maybe(PERIOD), base=ANYTHING,
    sides=many(thing(author=TEXT, when=MOMENT, value=ANYTHING, side=word("mine", "theirs"))),
)  # fmt: skip
COPY = thing(
    written=TRUTH, authors=many(TEXT), since=maybe(MOMENT), base=maybe(MOMENT), transactions=COUNT, operations=COUNT,
    measurements=COUNT, new_numbers=COUNT, corrected_numbers=COUNT, changes=many(CHANGE),
    imports=many(thing(author=TEXT, when=MOMENT, file=maybe(TEXT), numbers=COUNT)), restores=many(RESTORED),
    conflicts=many(CONFLICT), revived=many(TEXT), skipped_moves=many(TEXT),
    same_names=many(thing(name=TEXT, ours=TEXT, theirs=TEXT)), clock_ahead_seconds=maybe(NUMBER),
    put_away=TRUTH,
)  # fmt: skip
SHEET = thing(
    person=TEXT, written=TRUTH, changed=COUNT, lines_unchanged=COUNT, lines_left_out=COUNT,
    left_out=many(thing(line=COUNT, typed=TEXT, **said("reason"))),
    unusual=many(thing(input=TEXT, period=PERIOD, value=VALUE)),
)  # fmt: skip
MERGE = either(COPY, SHEET)
