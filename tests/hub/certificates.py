"""Certificates for a server of the tests: an issuer that nobody knows, and what it vouches for."""

from __future__ import annotations

import datetime as dt

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

DAY = dt.timedelta(days=1)


class Issuer:
    """One that signs certificates."""

    def __init__(self, name: str) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _called(name)
        self.certificate = _pem(self._signed(self._name, self._key, x509.BasicConstraints(ca=True, path_length=0)))

    def vouch(self, host: str) -> tuple[bytes, bytes]:
        """A certificate for a host, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._signed(_called(host), key, x509.SubjectAlternativeName([x509.DNSName(host)]))
        kept = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return _pem(made), kept

    def _signed(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, more: x509.ExtensionType) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        asked = x509.CertificateBuilder(self._name, name, key.public_key(), x509.random_serial_number())
        asked = asked.not_valid_before(now - DAY).not_valid_after(now + DAY)
        return asked.add_extension(more, critical=False).sign(self._key, hashes.SHA256())


def _called(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])


def _pem(made: x509.Certificate) -> bytes:
    return made.public_bytes(serialization.Encoding.PEM)
