"""The one secret of a home: it turns references into pseudonyms, seals originals, and names school files."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wellmetrics.model import Refusal


class Key:
    """Made on first start, kept beside the database with owner-only rights, part of every backup."""

    def __init__(self, home: Path) -> None:
        path = home / "key"
        if not path.exists():
            if (home / "vault.duckdb").exists():
                raise Refusal(
                    f"The file “key” is missing beside {home / 'vault.duckdb'}. Put it back from the backup: without "
                    "it new rows cannot be joined to the earlier rows of the same person."
                )
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(32))
        self._secret = bytes.fromhex(path.read_text().strip())

    def _derived(self, use: str) -> bytes:
        return hmac.digest(self._secret, use.encode(), hashlib.sha256)

    def pseudonyms(self, references: list[str]) -> list[str]:
        """A keyed hash (HMAC-SHA-256) of each reference, 32 hexadecimal digits. Case and spaces do not matter."""
        key = self._derived("pseudonym")
        return [
            hmac.digest(key, " ".join(text.split()).upper().encode(), hashlib.sha256).hex()[:32]
            for text in references
        ]

    def opaque_name(self, urn: str) -> str:
        """The name of a school's release file: the same each time, and nobody without the key can tell whose."""
        return hmac.digest(self._derived("release"), urn.encode(), hashlib.sha256).hex()[:20]

    def seal(self, data: bytes) -> bytes:
        nonce = secrets.token_bytes(12)
        return nonce + AESGCM(self._derived("seal")).encrypt(nonce, data, None)

    def unseal(self, sealed: bytes) -> bytes:
        return AESGCM(self._derived("seal")).decrypt(sealed[:12], sealed[12:], None)
