"""The code of a receipt: what it is made of, and that it says nothing by itself."""

import hashlib
import hmac
from base64 import b32decode

from app.ballots import packing, secrecy


def test_a_receipt_says_nothing_without_its_number() -> None:
    choices = packing.packed([3, 1])
    nonce = b"n" * 16

    code = secrecy.receipt(5, choices, nonce)

    digest = hashlib.sha256(b"5\n" + choices + b"\n" + nonce).digest()
    assert code != secrecy.receipt(5, choices, b"m" * 16)
    assert hmac.compare_digest(b32decode(code), digest[:15])
