"""The one secret of a home: it turns references into pseudonyms, seals originals, and names school files."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

import pyarrow as pa
from cryptography.exceptions import InvalidTag
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
        # RFC 2104 with the key's two halves worked out once: a call of hmac for each reference takes twice as long.
        key = self._derived("pseudonym").ljust(hashlib.sha256().block_size, b"\0")
        inner, outer = (hashlib.sha256(bytes(b ^ pad for b in key)) for pad in (0x36, 0x5C))

        def pseudonym(reference: str) -> str:
            first, second = inner.copy(), outer.copy()
            first.update(" ".join(reference.split()).upper().encode())
            second.update(first.digest())
            return second.hexdigest()[:32]

        return [pseudonym(reference) for reference in references]

    def opaque_name(self, urn: str) -> str:
        """The name of a school's release file: the same each time, and nobody without the key can tell whose."""
        return hmac.digest(self._derived("release"), urn.encode(), hashlib.sha256).hex()[:20]

    def seal(self, data: bytes, part: int = 0) -> bytes:
        """Compressed first: an export repeats itself, and the vault then writes a fifth of it.

        The parts of one file are sealed with their numbers, so that they open in no other order.
        """
        nonce = secrets.token_bytes(12)
        packed = pa.compress(data, "zstd", asbytes=True)
        return nonce + AESGCM(self._derived("seal")).encrypt(nonce, packed, _mark(part))

    def unseal(self, sealed: bytes, part: int = 0) -> bytes:
        """What `seal` was given. Raises Refusal where another key sealed it, or where it was changed since."""
        cipher = AESGCM(self._derived("seal"))
        try:
            try:
                packed = cipher.decrypt(sealed[:12], sealed[12:], _mark(part))
            except InvalidTag:  # sealed before originals were compressed
                return cipher.decrypt(sealed[:12], sealed[12:], None)
        except InvalidTag:
            raise Refusal(
                "The file “key” does not open what is sealed beside it: it belongs to another home, or the sealed file "
                "was changed. Put the latest backup back with “restore”."
            ) from None
        return pa.input_stream(pa.py_buffer(packed), compression="zstd").read()


def _mark(part: int) -> bytes:
    return f"zstd{part}".encode() if part else b"zstd"
