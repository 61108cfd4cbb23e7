"""Dataclasses that are finished when the first of their values is made, and no further than is asked for.

Python writes and compiles six functions for a frozen dataclass, half a millisecond at each start, and a start makes
values of a third of the classes that it loads. A ``record`` is a dataclass in all that can be seen of it: what asks for
its fields (``fields``, ``replace``, ``is_dataclass``, a dataclass that inherits from it) finishes it too. How its
values are compared, hashed and shown is compiled when one is compared, hashed or shown for the first time.
Not for classes with ``slots``, with ``InitVar`` or with an ``__init__`` of their own.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import _FIELD as A_FIELD  # type: ignore[attr-defined]  # by which ``fields`` knows one
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

__all__ = ["record"]
_FIELDS, _PARAMETERS = "__dataclass_fields__", "__dataclass_params__"
_NOT_GIVEN = object()
"""What stands for an argument whose value a factory makes."""
_finishing = threading.RLock()


@dataclass
class _Open:
    """What a dataclass says of itself when its values can be changed."""


@dataclass(frozen=True)
class _Frozen:
    """What it says when they can't."""


class _Unfinished:
    """Stands where a dataclass has its fields; whoever looks for them finishes it."""

    def __init__(self, kind: type[Any], frozen: bool) -> None:
        self._kind, self._frozen = kind, frozen

    def __get__(self, _value: object, _owner: type[Any]) -> Any:
        """The fields."""
        self.finish()
        return vars(self._kind)[_FIELDS]

    def finish(self) -> None:
        """Make the class a dataclass, unless it is one; who makes a value meanwhile in another thread waits here."""
        with _finishing:
            if vars(self._kind)[_FIELDS] is self:
                known = _inherited(self._kind) | _own(self._kind)
                _complete(self._kind, known, self._frozen)
                setattr(self._kind, _FIELDS, known)


def _inherited(kind: type[Any]) -> dict[str, Field[Any]]:
    """The fields of what a class inherits from."""
    known: dict[str, Field[Any]] = {}
    for above in reversed(kind.__mro__[1:]):
        known |= getattr(above, _FIELDS, {})
    return known


def _own(kind: type[Any]) -> dict[str, Field[Any]]:
    """The fields that a class adds, as ``dataclass`` reads them; their defaults stay with the class.

    To let it read a class that is thrown away takes twenty times as long.
    """
    annotated: Mapping[str, Any] = vars(kind).get("__annotations__", {})
    return {name: _field(kind, name, meant) for name, meant in annotated.items() if "ClassVar" not in str(meant)}


def _field(kind: type[Any], name: str, meant: Any) -> Field[Any]:
    said = vars(kind).get(name, MISSING)
    found: Any = said if isinstance(said, Field) else field(default=said)
    found.name, found.type, found._field_type = name, meant, A_FIELD
    if found.kw_only is MISSING:
        found.kw_only = False
    if type(found.default).__hash__ is None:
        raise ValueError(f"mutable default {type(found.default)} for field {name} is not allowed: use default_factory")
    if found is said and found.default is MISSING:
        delattr(kind, name)
    elif found is said:
        setattr(kind, name, found.default)
    return found  # type: ignore[no-any-return]


def _complete(kind: type[Any], known: Mapping[str, Field[Any]], frozen: bool) -> None:
    """Give a class what makes it a dataclass; its ``__init__`` last, as it tells that all is there."""
    every = known.values()
    if not kind.__doc__:
        kind.__doc__ = kind.__name__
    setattr(kind, _PARAMETERS, vars(_Frozen if frozen else _Open)[_PARAMETERS])
    by_place = tuple(each.name for each in every if each.init and not each.kw_only)
    setattr(kind, "__match_args__", by_place)  # noqa: B010 - mypy knows it for a constant
    if frozen:
        _freeze(kind, frozenset(known))
    _compare(kind, every, frozen)
    if "__repr__" not in vars(kind):
        shown = ", ".join(f"{each.name}={{self.{each.name}!r}}" for each in every if each.repr)
        _put_off(kind, "__repr__", f"(self): return self.__class__.__qualname__ + f'({shown})'", recursive_repr("..."))
    kind.__init__ = _init(kind, every, frozen)


def _freeze(kind: type[Any], names: frozenset[str]) -> None:
    """Let nothing be set or deleted; one below that is no dataclass may have more than the fields."""

    def __setattr__(self: Any, name: str, value: Any) -> None:  # noqa: N807 - it is one
        if type(self) is kind or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(kind, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:  # noqa: N807 - it is one
        if type(self) is kind or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(kind, self).__delattr__(name)

    kind.__setattr__, kind.__delattr__ = __setattr__, __delattr__  # type: ignore[assignment]


def _compare(kind: type[Any], every: Iterable[Field[Any]], frozen: bool) -> None:
    """Equality by the fields, and a hash of them where they stay as they are; what the class brings itself is kept."""
    own_hash = "__hash__" in vars(kind) and not (vars(kind)["__hash__"] is None and "__eq__" in vars(kind))
    if "__eq__" not in vars(kind):
        one, other = (_values(whose, (each for each in every if each.compare)) for whose in ("self", "other"))
        text = f"(self, other): return {one} == {other} if other.__class__ is self.__class__ else NotImplemented"
        _put_off(kind, "__eq__", text)
    if not own_hash and frozen:
        hashed = (each for each in every if (each.compare if each.hash is None else each.hash))
        _put_off(kind, "__hash__", f"(self): return hash({_values('self', hashed)})")
    elif not own_hash:
        kind.__hash__ = None  # type: ignore[assignment]


def _values(whose: str, every: Iterable[Field[Any]]) -> str:
    return f"({''.join(f'{whose}.{each.name},' for each in every)})"


def _init(kind: type[Any], every: Iterable[Field[Any]], frozen: bool) -> Callable[..., None]:
    """What makes a value: an argument for each field."""
    around: dict[str, Any] = {"_set_in": object.__setattr__, "_not_given": _NOT_GIVEN}
    at_place = [_argument(each, around) for each in every if each.init and not each.kw_only]
    by_name = [_argument(each, around) for each in every if each.init and each.kw_only]
    lines = [_line(each, around, frozen) for each in every if each.init or each.default_factory is not MISSING]
    if hasattr(kind, "__post_init__"):
        lines.append("self.__post_init__()")
    arguments = ", ".join(("self", *at_place, *(("*", *by_name) if by_name else ())))
    text = f"({arguments}):\n " + "\n ".join(lines or ["pass"])
    made: Callable[..., None] = _compiled(kind, "__init__", text, around)
    made.__annotations__ = {each.name: each.type for each in every if each.init} | {"return": None}
    return made


def _argument(each: Field[Any], around: dict[str, Any]) -> str:
    if each.default is not MISSING:
        around[f"_default_{each.name}"] = each.default
        return f"{each.name}=_default_{each.name}"
    return each.name if each.default_factory is MISSING else f"{each.name}=_not_given"


def _line(each: Field[Any], around: dict[str, Any], frozen: bool) -> str:
    """The line that sets a field."""
    value = each.name
    if each.default_factory is not MISSING:
        around[f"_make_{each.name}"] = each.default_factory
        made = f"_make_{each.name}()"
        value = f"{made} if {each.name} is _not_given else {each.name}" if each.init else made
    return f"_set_in(self, '{each.name}', {value})" if frozen else f"self.{each.name} = {value}"


def _put_off(kind: type[Any], name: str, text: str, wrap: Callable[[Any], Any] = lambda made: made) -> None:
    """Give a class a function that is compiled by its first call."""

    def first(self: Any, *others: Any) -> Any:
        made = wrap(_compiled(kind, name, text, {}))
        setattr(kind, name, made)
        return made(self, *others)

    first.__name__, first.__qualname__ = name, f"{kind.__qualname__}.{name}"
    setattr(kind, name, first)


def _compiled(kind: type[Any], name: str, text: str, around: dict[str, Any]) -> Any:
    exec(f"def {name}{text}", around)  # noqa: S102 - as dataclasses do; the text is of names that stand in the class
    made = around[name]
    made.__qualname__, made.__module__ = f"{kind.__qualname__}.{name}", kind.__module__
    return made


def _record(kind: type[Any], frozen: bool) -> type[Any]:
    unfinished = _Unfinished(kind, frozen)

    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807 - it is one
        unfinished.finish()
        kind.__init__(self, *args, **named)

    kind.__init__ = __init__
    setattr(kind, _FIELDS, unfinished)
    return kind


if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(
        kind: type[Any] | None = None, /, *, frozen: bool = False
    ) -> Callable[[type[Any]], type[Any]] | type[Any]:
        """``dataclass``, put off until it is needed."""
        return _record(kind, frozen) if kind is not None else lambda each: _record(each, frozen)
