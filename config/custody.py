"""Two of three: the keys of sealed values on three media, of which any two open them and none alone does (`norishiro keys share`).

Each medium carries a key of its own (age, as for copies of the data) and, for every pair of media, the keys sealed twice: for the
one, and that for the other. Nothing to compute and nothing to trust beyond what already seals the copies; with three custodians
it is three files. Decisions: docs/adr/0106-keys-that-change.md.
"""

import io
import secrets
import tarfile
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pyrage

from config.refusal import StartRefused
from norishiro.core.sealing import keystore
from norishiro.core.sealing.keystore import KeyStore

HOLDERS = 3
OWN = "norishiro-kyodo-kagi.txt"
HEAD = "# 「のりしろ」の封の鍵の、三つに分けたうちの "
Contents = dict[str, bytes]


def share(store: KeyStore, folders: Sequence[Path], *, today: str) -> None:
    """Write three media; each is read back. Refuses fewer or more than three, and a medium that carries an earlier set."""
    if len(set(folders)) != HOLDERS:
        raise StartRefused("三人で預かるので、--to を3つ、別々の媒体を書いてください。")
    for folder in folders:
        if (folder / OWN).exists():
            raise StartRefused(
                f"{folder} には、前に分けた鍵があります。上書きはしません。別の媒体を使ってください。"
            )
    packed, made = _packed(_contents(store)), secrets.token_hex(4)
    keys = [pyrage.x25519.Identity.generate() for _ in folders]
    for number, (folder, key) in enumerate(zip(folders, keys, strict=True)):
        _write(folder, OWN, f"{HEAD}{number + 1}番（{today}、組 {made}）\n{key}\n".encode())
    for (one, first), (other, second) in combinations(enumerate(keys), 2):
        sealed = pyrage.encrypt(pyrage.encrypt(packed, [first.to_public()]), [second.to_public()])
        for folder in folders:
            _write(folder, _pair(made, one, other), sealed)


def opened(folders: Sequence[Path]) -> Contents:
    """The keys, from two media of one set. Refuses in words what is not that."""
    if len(set(folders)) != 2:
        raise StartRefused("二つの媒体を、--from を2つ書いて渡してください。")
    (one, first), (other, second) = sorted((_own(folder) for folder in folders), key=lambda found: found[0])
    if one[0] != other[0] or one[1] == other[1]:
        raise StartRefused(
            "二つの媒体が、同じときに分けた別々のものではありません。封筒の日付を確かめてください。"
        )
    name = _pair(one[0], one[1], other[1])
    for folder in folders:
        try:
            inner = pyrage.decrypt((folder / name).read_bytes(), [second])
            return _unpacked(pyrage.decrypt(inner, [first]))
        except (OSError, pyrage.DecryptError, tarfile.TarError):
            continue  # the other medium carries the same file
    raise StartRefused(
        "どちらの媒体のものも、なくなったか壊れています。三つめの媒体と、どちらか一つで試してください。"
    )


def write_back(contents: Contents, into: Path) -> None:
    """Into a folder that holds no keys."""
    if into.exists() and any(into.glob("*")):
        raise StartRefused(
            f"{into} は空ではありません。空のフォルダーを書き、確かめてから入れ替えてください。"
        )
    for name, content in contents.items():
        _write(into, name, content)


def differing(contents: Contents, store: KeyStore) -> list[str]:
    """What the keys in use have otherwise than these."""
    now = _contents(store)
    return sorted(name for name in {*now, *contents} if now.get(name) != contents.get(name))


def _contents(store: KeyStore) -> Contents:
    ring = keystore.load(store)
    pages = (store.page(number) for number in range(1, ring.pages + 1))
    return {keystore.RING: store.ring.read_bytes(), **{page.name: page.read_bytes() for page in pages}}


def _packed(contents: Contents) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:") as archive:
        for name, content in contents.items():
            told = tarfile.TarInfo(name)
            told.size = len(content)
            archive.addfile(told, io.BytesIO(content))
    return target.getvalue()


def _unpacked(packed: bytes) -> Contents:
    return dict(_members(packed))


def _members(packed: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for one in archive:
            if (file := archive.extractfile(one)) is not None:
                yield Path(one.name).name, file.read()


def _pair(made: str, one: int, other: int) -> str:
    return f"norishiro-kyodo-{made}-{one + 1}{other + 1}.age"


def _own(folder: Path) -> tuple[tuple[str, int], Any]:
    """Which set and which of the three a medium is, and its key."""
    try:
        head, key = (folder / OWN).read_text(encoding="utf-8").splitlines()[:2]
        number, _mark, rest = head.removeprefix(HEAD).partition("番")
        return (rest.rpartition("組 ")[2].rstrip("）"), int(number) - 1), pyrage.x25519.Identity.from_str(key)
    except (OSError, ValueError, pyrage.IdentityError):
        raise StartRefused(
            f"{folder} に、三つに分けた鍵（{OWN}）がないか、読めません。媒体がささっているかを確かめてください。"
        ) from None


def _write(folder: Path, name: str, content: bytes) -> None:
    """Closed to others where the medium knows of others, and read back."""
    file = folder / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(content)
        file.chmod(0o600)
        if file.read_bytes() != content:
            raise OSError("it differs")
    except PermissionError:
        if not file.exists() or file.read_bytes() != content:
            raise StartRefused(_unwritable(folder)) from None
    except OSError:
        raise StartRefused(_unwritable(folder)) from None


def _unwritable(folder: Path) -> str:
    return f"{folder} に書けません。媒体がささっているか、書き込める媒体か、空きがあるかを確かめてください。"
