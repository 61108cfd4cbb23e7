"""What Qt's functions take, read when somebody asks.

PySide tells it in Python: for the words of an error, for ``help``, for a type checker. It loads all of that before its
first module, compiled anew each time and with regular expressions of a page, which is half of what loading Qt takes;
and a start that goes well asks for none of it. Here those modules are there by name, and run when something is first
looked up in them. A version of PySide that loads them in another way loads them as ever.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

LATE = frozenset({
    *(f"shibokensupport.signature.{name}" for name in ("errorhandler", "layout", "mapping", "parser")),
    *(f"shibokensupport.signature.lib.{name}" for name in ("enum_sig", "pyi_generator", "tool")),
})  # fmt: skip
FROM_C = {"shibokensupport.signature.mapping": "update_mapping"}
"""What Qt looks up itself, past the module: it is there from the beginning, and runs the module when it is called."""
_one_at_a_time = threading.RLock()


class Late(ModuleType):
    """A module that has not run yet. Once it has, it is an ordinary one."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)  # asked of every module there is, by what looks for one among them
        self.run()
        return ModuleType.__getattribute__(self, name)

    def run(self) -> None:
        """Run it, unless it has; who asks for it meanwhile in another thread waits here."""
        with _one_at_a_time:
            if "_waits" in vars(self):
                self._run(vars(self).pop("_waits"))

    def _run(self, loader: Any) -> None:
        spec = self.__spec__
        assert spec is not None
        renamed, spec.name = spec.name, self.__name__  # its loader knows it by the name that it had before PySide's own
        try:
            loader.exec_module(self)
        except BaseException:
            vars(self)["_waits"] = loader
            raise
        finally:
            spec.name = renamed
        self.__class__ = ModuleType  # type: ignore[assignment]


class _Waiting:
    """Loads a module by leaving it to its own loader. (``importlib.abc`` has a base for it, and loads ``zipfile``.)"""

    def __init__(self, own: Any) -> None:
        self._own = own

    def create_module(self, spec: ModuleSpec) -> Any:
        return self._own.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        assert module.__spec__ is not None
        module.__loader__ = module.__spec__.loader = self._own
        vars(module)["_waits"] = self._own
        module.__class__ = Late
        if module.__name__ in FROM_C:
            name = FROM_C[module.__name__]
            setattr(module, name, partial(_call, module, name))


def _call(module: Any, name: str) -> object:
    """Such a function, in a module that has not run yet."""
    module.run()
    return getattr(module, name)()


class _Finder:
    """Finds those modules as whoever comes after it does."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> Any:
        if fullname not in LATE:
            return None
        others = (each.find_spec(fullname, path, target) for each in sys.meta_path if each is not self)
        spec = next((each for each in others if each is not None), None)
        if spec is not None and spec.loader is not None:
            spec.loader = _Waiting(spec.loader)  # type: ignore[assignment]
        return spec


class _InFront(list[Any]):
    """Finders behind the first of them, wherever one more is put in: PySide has one of its own for what it brings."""

    def insert(self, at: Any, finder: Any) -> None:
        super().insert(max(at, 1), finder)


@contextmanager
def left() -> Iterator[None]:
    """Leave them while Qt is loaded."""
    finders = sys.meta_path
    sys.meta_path = _InFront([_Finder(), *finders])
    try:
        yield
    finally:
        finders[:] = sys.meta_path[1:]
        sys.meta_path = finders
