"""What the key of a home makes: pseudonyms that stay the same for ever, and originals that only it opens."""

import hashlib
import hmac

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from wellmetrics.keys import Key
from wellmetrics.model import Refusal

SECRET = bytes(range(32))


@pytest.fixture
def key(tmp_path):
    (tmp_path / "key").write_text(SECRET.hex())
    return Key(tmp_path)


def derived(use: str) -> bytes:
    return hmac.digest(SECRET, use.encode(), hashlib.sha256)


def test_a_pseudonym_is_the_hmac_that_python_works_out(key):
    found = key.pseudonyms(["P4-0137", " p4-0137 ", "P5  0001", "straße"])
    expected = [
        hmac.digest(derived("pseudonym"), text.encode(), hashlib.sha256).hex()[:32]
        for text in ("P4-0137", "P4-0137", "P5 0001", "STRASSE")
    ]
    assert found == expected


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"\xff\xfe" + bytes(300_000)])
def test_what_was_sealed_comes_back_byte_for_byte(key, data):
    assert key.unseal(key.seal(data)) == data


def test_an_original_sealed_before_originals_were_compressed_still_opens(key):
    nonce = bytes(12)
    assert key.unseal(nonce + AESGCM(derived("seal")).encrypt(nonce, b"a,b\n", None)) == b"a,b\n"


def test_what_another_key_sealed_or_somebody_changed_is_refused_in_a_sentence(key, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    sealed = Key(other).seal(b"a,b\n")
    with pytest.raises(Refusal, match="another home"):
        key.unseal(sealed)
    with pytest.raises(Refusal, match="was changed"):
        key.unseal(key.seal(b"a,b\n")[:-1] + b"x")


def test_the_parts_of_a_file_open_under_their_own_numbers_only(key):
    sealed = [key.seal(data, part) for part, data in enumerate([b"one", b"two"])]
    assert [key.unseal(data, part) for part, data in enumerate(sealed)] == [b"one", b"two"]
    with pytest.raises(Refusal):
        key.unseal(sealed[0], 1)
