"""What a form was based on: how far the log went when it was filled.

A form shows values for a while, and others go on working. Whoever stores it is to change what they changed and
nothing else, so the commands that store it run ``based_on`` what was seen then
(store/README: What was replaced):

- a field that still is what the form showed is not written, whatever it has become since;
- a field that somebody else has changed as well is written beside theirs, as one more head: a listed conflict;
- the fields of one register are those that the form showed, so that no mixture of two people's comes about;
- a row that somebody has changed is not deleted unseen.

What this very window has changed since counts as seen.

The log's local numbers only grow, so one number says for every cell of the file what had been seen of it.
"""

from __future__ import annotations

from kpidesk.records import record


@record(frozen=True)
class Seen:
    """Everything up to the transaction ``last`` was known when the form was filled."""

    last: int
