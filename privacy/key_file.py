"""The key: which pseudonym stands for what, encrypted with a passphrase, in a file of its own.

The passphrase becomes a key by scrypt (RFC 7914), the content is encrypted and authenticated by
Fernet (AES-128-CBC with HMAC-SHA256), both from the package cryptography.
"""

import base64
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from kodetrapp.errors import UsageError

_MAGIC = b"kodetrapp key 1\n"
_SALT = 16
_COST = 2**15
MIN_PASSPHRASE = 12


@dataclass(frozen=True)
class Entry:
    """What the pseudonyms of one document stand for: every form of every name, by pseudonym."""

    name: str
    originals: Mapping[str, list[str]] = field(repr=False)


Key = dict[str, Entry]
"""Entries by document id."""


def write(path: Path, passphrase: str, key: Key) -> None:
    """Writes the key to the file `path`; entries that are there already are kept, those of the same
    documents replaced. Readable for the owner alone.

    Raises `UsageError` where the passphrase is shorter than `MIN_PASSPHRASE` characters, or is not
    the one of the file that is there.
    """
    if len(passphrase) < MIN_PASSPHRASE:
        raise UsageError(
            f"the passphrase of a key needs at least {MIN_PASSPHRASE} characters; take several"
            " words"
        )
    merged = {**(read(path, passphrase) if path.exists() else {}), **key}
    content = {
        document: {"name": entry.name, "originals": dict(entry.originals)}
        for document, entry in merged.items()
    }
    salt = os.urandom(_SALT)
    written = json.dumps(content, ensure_ascii=False).encode()
    sealed = _MAGIC + salt + _fernet(passphrase, salt).encrypt(written)
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(sealed)
    beside.replace(path)


def read(path: Path, passphrase: str) -> Key:
    """The key in the file `path`. Raises `UsageError` where it is none or the passphrase is
    wrong."""
    try:
        sealed = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: can't be read ({error.strerror})") from None
    if not sealed.startswith(_MAGIC):
        raise UsageError(f"{path}: is no key file of kodetrapp; give the one written with --key")
    salt, token = sealed[len(_MAGIC) :][:_SALT], sealed[len(_MAGIC) + _SALT :]
    try:
        content = json.loads(_fernet(passphrase, salt).decrypt(token))
    except InvalidToken:
        raise UsageError(f"{path}: wrong passphrase, or the file is damaged") from None
    return {document: Entry(**entry) for document, entry in content.items()}


def _fernet(passphrase: str, salt: bytes) -> Fernet:
    derived = Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
