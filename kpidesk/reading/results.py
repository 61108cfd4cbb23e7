"""The three things that reading a text can end with."""

from __future__ import annotations

from typing import Generic, TypeAlias, TypeVar

from kpidesk.records import record
from kpidesk.text import Message

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
S = TypeVar("S")


@record(frozen=True)
class Understood(Generic[T_co]):
    """A text with one meaning.

    ``converted`` is set where the value is not what the digits say: a sum that was calculated, millions, an hour and
    a half. It is worth showing.
    """

    value: T_co
    converted: bool = False


@record(frozen=True)
class Ambiguous(Generic[T_co]):
    """A text that can be read in more than one way; the likeliest reading is the first."""

    readings: tuple[T_co, ...]


@record(frozen=True)
class NotUnderstood:
    """A text without a meaning here, why, and the number that it probably was.

    A reason with a code says all there is to say: the text is a number, but none that can be taken.
    """

    why: Message
    likely: float | None = None


Result: TypeAlias = Understood[T] | Ambiguous[T] | NotUnderstood


def likeliest(read: Result[T], otherwise: S) -> T | S:
    """The value of a text, the first of those that an ambiguous one can have, or something else for none."""
    if isinstance(read, Understood):
        return read.value
    return read.readings[0] if isinstance(read, Ambiguous) else otherwise


def of_readings(readings: list[T], why: Message) -> Result[T]:
    """The result of a list of possible readings, of which equal ones are one."""
    distinct = tuple(dict.fromkeys(readings))
    if not distinct:
        return NotUnderstood(why)
    return Understood(distinct[0]) if len(distinct) == 1 else Ambiguous(distinct)
