"""Payloads that only those read who know the file's password: the owner of the server does not.

AES-256-GCM with 12 random bytes for each payload, and its place as associated data: one that was moved, changed, or put
in the clear where sealed ones are is refused. The data key is random, and lies on the server wrapped under the file's
key; another password adds a row with another wrapping (hub/README: Sealed).
"""

from __future__ import annotations

import os
import struct

from kpidesk.hub.extra import needed
from kpidesk.hub.wire.unreadable import Unreadable

KEY, NONCE, TAG = 32, 12, 16
FOR_PAYLOADS, FOR_WRAPPING = b"kpidesk hub 1", b"kpidesk hub key 1"


def new_data_key() -> bytes:
    """A random key for a workspace's payloads."""
    return os.urandom(KEY)


def place(space: bytes, session: bytes, first: int, last: int) -> bytes:
    """Where a payload stands; a session's own information stands at 0."""
    return space + session + struct.pack(">II", first, last)


class Seal:
    """The seal of one workspace."""

    def __init__(self, data_key: bytes, space: bytes) -> None:
        self._cipher = _cipher(_derived(data_key, space, FOR_PAYLOADS))

    def shut(self, plain: bytes, where: bytes) -> bytes:
        """Seal for a place; 28 bytes longer."""
        return _shut(self._cipher, plain, where)

    def open(self, sealed: bytes, where: bytes) -> bytes:
        """What was sealed for this place; raises ``Unreadable``."""
        return _open(self._cipher, sealed, where)


def wrap(data_key: bytes, file_key: bytes, space: bytes, salt: bytes) -> bytes:
    """The data key under the key of a file, which is made from its password and ``salt``."""
    return _shut(_cipher(_derived(file_key, space, FOR_WRAPPING)), data_key, space + salt)


def unwrap(wrapped: bytes, file_key: bytes, space: bytes, salt: bytes) -> bytes:
    """The data key again; raises ``Unreadable`` for a wrong password."""
    found = _open(_cipher(_derived(file_key, space, FOR_WRAPPING)), wrapped, space + salt)
    if len(found) != KEY:
        raise Unreadable("no data key")
    return found


def _shut(cipher: object, plain: bytes, where: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    sealed: bytes = cipher.encrypt(nonce, plain, where)  # type: ignore[attr-defined]
    return nonce + sealed


def _open(cipher: object, sealed: bytes, where: bytes) -> bytes:
    tag = needed("cryptography.exceptions").InvalidTag
    try:
        found: bytes = cipher.decrypt(sealed[:NONCE], sealed[NONCE:], where)  # type: ignore[attr-defined]
    except (tag, ValueError) as error:
        raise Unreadable("the seal does not fit") from error
    return found


def _cipher(key: bytes) -> object:
    cipher: object = needed("cryptography.hazmat.primitives.ciphers.aead").AESGCM(key)
    return cipher


def _derived(key: bytes, space: bytes, use: bytes) -> bytes:
    hashes = needed("cryptography.hazmat.primitives.hashes")
    hkdf = needed("cryptography.hazmat.primitives.kdf.hkdf")
    made: bytes = hkdf.HKDF(hashes.SHA256(), KEY, space, use).derive(key)
    return made
