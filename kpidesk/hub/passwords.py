"""The password of a team server, in the system's keyring where there is one; never in a file of ours.

Without the package ``keyring``, or without a keyring on the machine, the password is asked for at each start.
"""

from __future__ import annotations

import logging
from typing import Any

from kpidesk.hub import extra
from kpidesk.hub.address import Address

log = logging.getLogger(__name__)

SERVICE = "KPI Desk"
VARIABLE = "KPIDESK_HUB_PASSWORD"
"""The variable of the environment that holds it, where somebody runs the command line by itself."""


def _name(address: Address) -> str:
    """What a keyring shows: whose it is, where, and how the connection is protected.

    An invitation to the same server that protects less, or trusts another certificate, finds no password here: it could
    send what was kept for a server that is checked to anybody on the way.
    """
    return str(address)


def _keyring() -> Any:
    """The package with a keyring behind it; ``None`` where there is none."""
    try:
        found = extra.needed("keyring")
        return found if found.get_keyring().priority > 0 else None
    except Exception as error:  # a backend may raise whatever its system does
        log.info("No keyring: %s", error)
        return None


def can_keep() -> bool:
    """Tell whether this machine has a keyring; may take a moment."""
    return _keyring() is not None


def kept(address: Address) -> str:
    """The password that the keyring holds, or nothing; may wait for somebody to unlock it."""
    ring = _keyring()
    try:
        return (ring.get_password(SERVICE, _name(address)) or "") if ring is not None else ""
    except Exception as error:
        log.warning("The keyring can't be read: %s", error)
        return ""


def keep(address: Address, password: str) -> bool:
    """Put a password into the keyring; tells whether it is there."""
    ring = _keyring()
    try:
        if ring is None:
            return False
        ring.set_password(SERVICE, _name(address), password)
    except Exception as error:
        log.warning("The keyring keeps nothing: %s", error)
        return False
    return True


def forget(address: Address) -> None:
    """Take a password out of the keyring, where it is there."""
    ring = _keyring()
    try:
        if ring is not None and ring.get_password(SERVICE, _name(address)) is not None:
            ring.delete_password(SERVICE, _name(address))
    except Exception as error:
        log.warning("The keyring forgets nothing: %s", error)
