"""The password of an open file."""

from __future__ import annotations

from kpidesk.store.db import encryption
from kpidesk.workspace.open_file import OpenFile


class Lock:
    """See the module."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file

    @property
    def is_set(self) -> bool:
        """Whether the file is encrypted."""
        return self._file.database.key is not None

    def opens_by(self, password: str) -> bool:
        """Tell whether a password is the file's own; a file without one opens by any."""
        return self._file.database.key is None or encryption.made_from(password, self._file.database.key)

    def learn(self, password: str) -> None:
        """Another password to try on copies that are merged or restored."""
        self._file.database.keys.learn(password)
