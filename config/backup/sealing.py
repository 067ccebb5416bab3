"""Copies leave the machine sealed for the keys in the envelopes (the format age), packed, and counted on the way."""

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

import pyrage

from config.refusal import StartRefused

CHUNK = 1 << 20
KEY_FILE = "norishiro-hikae-kagi.txt"
HEAD = b"age-encryption.org/v1\n"
MARK = "AGE-SECRET-KEY-"

# What the library raises where the key, the words or the disk are wrong; what the disk says itself is an OSError.
FAULTS = (pyrage.DecryptError, pyrage.EncryptError, OSError, EOFError, zlib.error)


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class Packed:
    """Reads from another and hands out its bytes packed; every byte also goes to whoever watches."""

    def __init__(self, source: Readable, *, watch: Callable[[bytes], object] = lambda _: None) -> None:
        self._source, self._watch = source, watch
        self._packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        self._ready = bytearray()
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        while not self._ended and (size < 0 or len(self._ready) < size):
            part = self._source.read(CHUNK)
            self._watch(part)
            self._ready += self._packer.compress(part) if part else self._packer.flush()
            self._ended = not part
        size = len(self._ready) if size < 0 else size
        answer = bytes(self._ready[:size])
        del self._ready[:size]
        return answer


class Summed:
    """Writes to a file, and knows the sum and the length of what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._sum, self.size = file, hashlib.sha256(), 0

    def write(self, part: bytes) -> int:
        self._file.write(part)
        self._sum.update(part)
        self.size += len(part)
        return len(part)

    def flush(self) -> None:
        self._file.flush()

    @property
    def sum(self) -> str:
        return self._sum.hexdigest()


def seal(
    source: Readable,
    target: Path,
    *,
    recipients: Sequence[Any],
    watch: Callable[[bytes], object] = lambda _: None,
) -> tuple[str, int]:
    """Pack, seal and write; answers sum and size of what lies there. It is on the disk when this returns."""
    with target.open("wb") as file:
        summed = Summed(file)
        pyrage.encrypt_io(Packed(source, watch=watch), summed, list(recipients))
        file.flush()
        os.fsync(file.fileno())
    return summed.sum, summed.size


def unseal(source: Path, target: Path, *, identities: Sequence[Any], packed: bool = False) -> None:
    """Open a sealed file; with ``packed`` it stays a gzip."""
    draft = target.with_name(f"{target.name}.gz.draft")
    try:
        with source.open("rb") as sealed, draft.open("wb") as opened:
            pyrage.decrypt_io(sealed, opened, list(identities))
        if packed:
            draft.replace(target)
            return
        with gzip.open(draft, "rb") as unpacked, target.open("wb") as file:
            while part := unpacked.read(CHUNK):
                file.write(part)
    finally:
        draft.unlink(missing_ok=True)


def is_sealed(file: Path) -> bool:
    """Whether it has the head of a sealed file: all that can be seen of a seal without the key that opens."""
    with file.open("rb") as opened:
        return opened.readline(64) == HEAD and opened.read(3) == b"-> "


def sum_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


# --- keys ------------------------------------------------------------------------------------------


def make_key(folder: Path, *, today: str) -> str:
    """A new key into an envelope's medium, as the tool ``age`` reads it; answers the half that seals."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    return write_key(
        folder, f"# 「のりしろ」の控えを開ける鍵（{today}）\n# public key: {public}\n{identity}\n"
    )


def write_key(folder: Path, text: str) -> str:
    """The same key on another medium; never in place of a key that lies there."""
    file = folder / KEY_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(
            os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
        ) as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
    except FileExistsError:
        raise StartRefused(f"{file} が、もうあります。上書きはしません。別の媒体を使ってください。") from None
    except OSError:
        raise StartRefused(
            f"{folder} に書けません。媒体がささっているか、書き込める媒体かを確かめてください。"
        ) from None
    return next(
        line.removeprefix("# public key: ") for line in text.splitlines() if line.startswith("# public key: ")
    )


def read_recipients(file: Path) -> list[Any]:
    """The halves that seal."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        found = [
            pyrage.x25519.Recipient.from_str(line) for line in lines if line and not line.startswith("#")
        ]
    except FileNotFoundError:
        found = []
    except (OSError, UnicodeDecodeError, pyrage.RecipientError):
        raise StartRefused(
            f"控えに封をする鍵のファイル {file} が読めません。`norishiro backup key --to 媒体のフォルダー` で作り直してください。"
        ) from None
    if not found:
        raise StartRefused(
            "控えに封をする鍵が、まだありません。`norishiro backup key --to 1つめの媒体 --to 2つめの媒体` で作ってください。"
        )
    return found


def read_identities(file: Path) -> list[Any]:
    """The halves that open, out of an envelope."""
    try:
        lines = [line.strip() for line in file.read_text(encoding="utf-8").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith(MARK)]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        found = []
    if not found:
        raise StartRefused(
            f"控えを開ける鍵 {file} が読めません。封筒の媒体がささっているか、`norishiro-hikae-kagi.txt` を指しているかを確かめてください。"
        )
    return found


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Faults of sealing and of the disk, in words."""
    try:
        yield
    except pyrage.DecryptError as fault:
        if "No matching keys" in str(fault):
            raise StartRefused(
                "この鍵では、控えを開けられません。もう一つの封筒の鍵か、控えをとったときの鍵を使ってください。"
            ) from None
        raise StartRefused(broken(place)) from None
    except (pyrage.EncryptError, OSError) as fault:
        words = str(fault)
        if getattr(fault, "errno", None) == 28 or "Errno 28" in words or "os error 28" in words:
            raise StartRefused(
                f"{place} に空きがありません。空きを作るか、大きなディスクに替えてください。前の控えは、そのまま残っています。"
            ) from None
        if "decryption error" in words:
            raise StartRefused(broken(place)) from None
        raise StartRefused(
            f"{place} を読み書きできません。ディスクや媒体がつながっているか、持ち主を確かめてください。"
        ) from None
    except (EOFError, zlib.error):
        raise StartRefused(broken(place)) from None


def broken(place: Path) -> str:
    return f"{place} の控えが壊れています。ほかの控え（`norishiro backup list`）か、離して置いた媒体から戻してください。"
