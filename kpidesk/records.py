"""Dataclasses that are finished when the first of their values is made.

Python writes and compiles six functions for a frozen dataclass, half a millisecond at each start, and a start makes
values of a third of the classes that it loads. A ``record`` is a dataclass in all that can be seen of it: what asks for
its fields (``fields``, ``replace``, ``is_dataclass``, a dataclass that inherits from it) finishes it too.
Not for classes with ``slots``, nor for those that bring their own ``__init__``.
"""

from __future__ import annotations

import threading
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

__all__ = ["record"]
_FIELDS = "__dataclass_fields__"
_finishing = threading.RLock()


class _Unfinished:
    """Stands where a dataclass has its fields; whoever looks for them finishes it."""

    def __init__(self, kind: type[Any], options: dict[str, Any]) -> None:
        self._kind, self._options = kind, options

    def __get__(self, _value: object, _owner: type[Any]) -> Any:
        """The fields."""
        self.finish()
        return vars(self._kind)[_FIELDS]

    def finish(self) -> None:
        """Write the functions of the dataclass, unless it is done."""
        with _finishing:
            if vars(self._kind)[_FIELDS] is self:
                self._write()

    def _write(self) -> None:
        """Another thread may be making a value meanwhile: it waits in the ``__init__`` that is there until the last.

        The one that takes its place is made for a class below, as ``dataclass`` replaces none.
        """
        kind, frozen = self._kind, self._options.get("frozen", False)
        dataclass(**self._options, init=False)(kind)
        below: type[Any] = types.new_class(
            kind.__name__, (kind,), {}, lambda own: own.update(__doc__=kind.__doc__ or "")
        )
        kind.__init__ = dataclass(frozen=frozen, repr=False, eq=False)(below).__init__


def _record(kind: type[Any], options: dict[str, Any]) -> type[Any]:
    unfinished = _Unfinished(kind, options)

    def __init__(self: Any, *args: Any, **named: Any) -> None:  # noqa: N807 - it is one
        unfinished.finish()
        kind.__init__(self, *args, **named)

    kind.__init__ = __init__
    setattr(kind, _FIELDS, unfinished)
    return kind


if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(kind: type[Any] | None = None, /, **options: Any) -> Callable[[type[Any]], type[Any]] | type[Any]:
        """``dataclass``, with its options, put off until it is needed."""
        return _record(kind, options) if kind is not None else lambda each: _record(each, options)
