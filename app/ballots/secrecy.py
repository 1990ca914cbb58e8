"""The key that hides who cast which ballot: drawn at the opening, kept outside the database, destroyed at the close.

A ballot is kept under HMAC-SHA256(key, voter). Without the key nothing ties it to a voter; with the key and the
database together, everything does: hence the key is a file of its own that no backup may take, and it is destroyed
when the vote closes. In several folders (PORTEVOIX_KEYS=/disk-a:/disk-b), each holds a part and the key is their XOR:
whoever copies one disk has nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from functools import reduce
from pathlib import Path

from flask import current_app

KEY_BYTES = 32
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without 0, 1, I, L, O and U, which are read wrongly."""
CODE_LENGTH = 12
"""Characters of a voter's code: 30^12 codes, 59 bits; nobody guesses one."""
GROUP = 4
RECEIPT_BYTES = 15
"""Of a receipt: 120 bits, 24 characters."""
NONCE_BYTES = 16


class KeyMissing(RuntimeError):
    """The key of this vote is not where it should be, or is not the one drawn at the opening: nobody may vote."""


def draw_key(edition_id: int) -> str:
    """Draw the key of a vote, write its parts (mode 600) and return its fingerprint.

    Raises FileExistsError when the vote has a key already: drawing another would let everybody vote again.
    """
    folders = _folders()
    parts = [secrets.token_bytes(KEY_BYTES) for _ in folders]
    for folder, part in zip(folders, parts, strict=True):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_new(_file(folder, edition_id), part)
    return fingerprint(_joined(parts))


def key_of(edition_id: int, expected: str) -> bytes:
    """Read the key of a vote. Raises KeyMissing when a part is missing or the whole is not the one `expected`."""
    try:
        key = _joined([_file(folder, edition_id).read_bytes() for folder in _folders()])
    except OSError as error:
        raise KeyMissing(str(edition_id)) from error
    if not hmac.compare_digest(fingerprint(key), expected):
        raise KeyMissing(str(edition_id))
    return key


def destroy_key(edition_id: int) -> int:
    """Overwrite and delete every part of the key; return how many were there. Doing it again does no harm.

    Overwriting is the best that a program can do: a disk that moves its blocks (SSD), a snapshot or a backup of the
    folder may still hold a copy.
    """
    found = [path for folder in _folders() if (path := _file(folder, edition_id)).exists()]
    for path in found:
        with path.open("r+b") as part:
            part.write(secrets.token_bytes(KEY_BYTES))
            part.flush()
            os.fsync(part.fileno())
        path.unlink()
        _sync(path.parent)
    return len(found)


def fingerprint(key: bytes) -> str:
    """Return what tells a key from another without giving it."""
    return hashlib.sha256(b"porte-voix ballot key\n" + key).hexdigest()


def pseudonym(key: bytes, voter_id: int) -> bytes:
    """Return the name under which the ballot of a voter is kept."""
    return hmac.digest(key, f"voter:{voter_id}".encode(), "sha256")


def order_of(hidden: bytes, candidacy_ids: Sequence[int]) -> list[int]:
    """Put the projects in an order of one voter's own, the same each time they come back."""
    return sorted(candidacy_ids, key=lambda number: hmac.digest(hidden, f"order:{number}".encode(), "sha256"))


def receipt(edition_id: int, choices: bytes, nonce: bytes) -> str:
    """Return the code of a receipt: SHA-256 of the vote, the choices and a number drawn at random, as 24 characters.

    The number is kept nowhere: the code proves that a ballot is in the box, not what it says.
    """
    digest = hashlib.sha256(f"{edition_id}\n".encode() + choices + b"\n" + nonce).digest()
    return base64.b32encode(digest[:RECEIPT_BYTES]).decode()


def grouped(code: str) -> str:
    """Write a code in groups of four, as people read it: "ABCD-EFGH-JKMN"."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def typed(code: str) -> str:
    """Read a code as somebody typed it: spaces, dashes and small letters do not matter."""
    return "".join(char for char in code.upper() if char.isalnum())


def new_code() -> str:
    """Draw the code of a voter."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def code_digest(edition_id: int, code: str) -> str:
    """Return what is kept of a voter's code: a digest under the installation's secret, which the database lacks."""
    return _under_secret(f"voting code\n{edition_id}\n{typed(code)}")


def identity_digest(edition_id: int, identity: str) -> str:
    """Return what finds the same person twice on the roll of one vote without keeping what was compared."""
    return _under_secret(f"voter identity\n{edition_id}\n{identity}")


def _under_secret(text: str) -> str:
    return hmac.new(current_app.config["SECRET_KEY"].encode(), text.encode(), "sha256").hexdigest()


def _folders() -> list[Path]:
    return [Path(folder) for folder in current_app.config["KEYS"]]


def _file(folder: Path, edition_id: int) -> Path:
    return folder / f"edition-{edition_id}.key"


def _joined(parts: Sequence[bytes]) -> bytes:
    return reduce(lambda left, right: bytes(a ^ b for a, b in zip(left, right, strict=True)), parts)


def _write_new(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
