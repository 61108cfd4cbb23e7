"""A plain, ordered announcement whose listeners are held weakly.

The core announces what has changed; the window listens. Listeners are bound methods or
functions, called in the order in which they were connected, and a listener that has been
garbage-collected is simply gone. A listener that raises is logged and does not stop the others:
the change it was told of is already stored.
"""

from __future__ import annotations

import inspect
import logging
import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")


class Observable(Generic[T]):
    """One kind of announcement, carrying one value of type ``T``."""

    def __init__(self) -> None:
        self._listeners: list[weakref.ref[Callable[[T], None]]] = []

    def connect(self, listener: Callable[[T], None]) -> None:
        """Call ``listener`` at each announcement for as long as its owner lives.

        A lambda or a local function is refused by nobody but forgotten at once: nothing else
        holds it. Connect bound methods.
        """
        method = inspect.ismethod(listener)
        reference: weakref.ref[Callable[[T], None]] = weakref.WeakMethod(listener) if method else weakref.ref(listener)
        self._listeners.append(reference)

    def disconnect(self, listener: Callable[[T], None]) -> None:
        """Stop calling ``listener``; unknown listeners are ignored."""
        self._listeners = [ref for ref in self._listeners if ref() not in (None, listener)]

    def emit(self, value: T) -> None:
        """Tell every living listener, in order of connection."""
        for reference in list(self._listeners):
            listener = reference()
            if listener is None:
                self._listeners.remove(reference)
                continue
            try:
                listener(value)
            except Exception:
                log.exception("A listener failed; the change it was told of is stored")
