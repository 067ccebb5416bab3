"""Heads of the ledger, signed and kept outside the database: who rewrites the ledger cannot rewrite these as well.

A checkpoint is a small file. The key that signs stands in the state directory, never in the database. Files hold
numbers and hashes only, nothing of what the ledger speaks of.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.core.mail import EmailMessage

from norishiro.ledger.chain import Standing, moment
from norishiro.ledger.rules import is_late
from norishiro.ledger.verify_offline import Checkpoint, Fault, read_checkpoint, written_checkpoint

KEY_FILE = "ledger_checkpoints_ed25519"
BEFORE = "ledger_checkpoints_before.pub"
ALARM_FILE = "ijou.txt"
PATTERN = "*Z-*.json"
PUNCTUATION = str.maketrans("", "", "-:.")


class CannotKeep(Exception):
    """A checkpoint, or its key, could not be written; the words say where and what to do."""


# --- the key ---------------------------------------------------------------------------------------------


def signing_key() -> Ed25519PrivateKey:
    """The kept key; made at the first call. Two processes starting at once agree on one."""
    file = Path(settings.NORISHIRO_KEYS) / KEY_FILE
    if not file.exists():
        _make_key(file)
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(file.read_text(encoding="ascii")))


def _make_key(file: Path, *, instead: bool = False) -> None:
    draft = file.with_name(f".{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()))
        try:
            if instead:
                draft.replace(file)
            else:
                os.link(draft, file)  # link never replaces: the first one wins
        except FileExistsError:
            pass
        finally:
            draft.unlink(missing_ok=True)
    except OSError:
        raise CannotKeep(
            f"控えの鍵を置くフォルダー {file.parent} に書き込めません。持ち主と空き容量を確かめてください。"
        ) from None


def public_key() -> str:
    """The half of the key that anybody may have, in base64."""
    raw = signing_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode("ascii")


def public_keys() -> tuple[str, ...]:
    """Of every key there was, the newest first: what the earlier ones signed stays signed."""
    file = Path(settings.NORISHIRO_KEYS) / BEFORE
    earlier = file.read_text(encoding="ascii").split() if file.exists() else []
    return tuple(dict.fromkeys((public_key(), *reversed(earlier))))


def change_key() -> tuple[str, str]:
    """A new key from now on; of the one before its public half is kept. Answers both public halves."""
    folder, before = Path(settings.NORISHIRO_KEYS), public_key()
    kept = [one for one in reversed(public_keys()) if one != before]
    try:
        _write(folder / BEFORE, "\n".join((*kept, before, "")))
    except OSError:
        raise CannotKeep(f"{folder} に書き込めません。持ち主と空き容量を確かめてください。") from None
    _make_key(folder / KEY_FILE, instead=True)
    return before, public_key()


# --- writing ---------------------------------------------------------------------------------------------


def signed(standing: Standing, *, at: datetime) -> Checkpoint:
    """The head as it stands, signed."""
    bare = Checkpoint(
        database=standing.database,
        seq=standing.head.seq,
        count=standing.head.seq,
        hash=standing.head.hash,
        at=moment(at),
        public_key=public_key(),
        signature="",
    )
    signature = base64.b64encode(signing_key().sign(bare.signed_bytes())).decode("ascii")
    return Checkpoint(**{**vars(bare), "signature": signature})


def keep(checkpoint: Checkpoint) -> list[Path]:
    """Write the file into every folder; a folder that fails is named after the others were tried."""
    name = f"{checkpoint.at.translate(PUNCTUATION)}Z-{checkpoint.seq:012d}.json"
    written, failed = [], []
    for folder in folders():
        try:
            written.append(_write(folder / name, written_checkpoint(checkpoint)))
        except OSError:
            failed.append(str(folder))
    if failed:
        raise CannotKeep(
            f"控えを {'、'.join(failed)} に書き込めません。フォルダーがあるか、持ち主と空き容量を確かめてください。"
        )
    return written


def mail(checkpoint: Checkpoint) -> None:
    """Send the file to those who keep a copy, where the municipality named somebody."""
    if not settings.NORISHIRO_CHECKPOINT_MAIL:
        return
    letter = EmailMessage(
        subject=f"台帳の控え {checkpoint.seq}番",
        body=(
            "「のりしろ」の台帳の控えです。個人の情報は入っていません。\n"
            "消さずに保管してください。台帳を確かめるときに使います。\n\n"
            f"番号: {checkpoint.seq}\n末尾: {checkpoint.hash}\n日時（UTC）: {checkpoint.at}\n"
        ),
        to=list(settings.NORISHIRO_CHECKPOINT_MAIL),
    )
    letter.attach(f"hikae-{checkpoint.seq:012d}.json", written_checkpoint(checkpoint), "application/json")
    try:
        letter.send()
    except OSError:
        raise CannotKeep(
            "控えをメールで送れません。NORISHIRO_SMTP の中継サーバーと、宛先を確かめてください。"
        ) from None


def raise_alarm(faults: Sequence[Fault], *, at: datetime) -> None:
    """Leave word beside the checkpoints that the ledger does not hold; it stays until somebody removes the file."""
    text = "\n".join((f"{moment(at)}（UTC）に、台帳に{len(faults)}か所の乱れが見つかりました。",
                      *(fault.message for fault in faults[:50]), ""))  # fmt: skip
    for folder in folders():
        if not (folder / ALARM_FILE).exists():
            _write(folder / ALARM_FILE, text)


def _write(file: Path, text: str) -> Path:
    """Whole or not at all, and never in place of another."""
    file.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o640)
    draft.replace(file)
    return file


# --- reading ---------------------------------------------------------------------------------------------


def folders() -> list[Path]:
    """Where checkpoints go; the first is where they are read again."""
    return [Path(folder) for folder in settings.NORISHIRO_CHECKPOINTS]


def kept(*, limit: int | None = None) -> list[Checkpoint]:
    """The newest checkpoints of the first folder, newest first. None where there is no folder yet.

    By the number they reach, not by their time: a clock that was wrong for a while must not hide the later ones.
    """
    files: Iterable[Path] = sorted(folders()[0].glob(PATTERN), key=_place, reverse=True)[:limit]
    return [read_checkpoint(file.read_text(encoding="utf-8")) for file in files]


def _place(file: Path) -> tuple[str, str]:
    """The number in the file's name, then its time."""
    return file.stem.rpartition("-")[2], file.name


def alarm() -> str:
    """What the last check found wrong, if the word about it still stands there."""
    file = folders()[0] / ALARM_FILE
    return file.read_text(encoding="utf-8") if file.exists() else ""


@dataclass(frozen=True)
class Watch:
    """How things stand with the checkpoints, for a screen."""

    age: timedelta | None
    late: bool
    alarm: str

    @property
    def ahead(self) -> bool:
        """The newest says a time to come: a clock was or is wrong, and its age is not known."""
        return self.late and self.age is not None and self.age < timedelta()

    @property
    def hours(self) -> int:
        return int(self.age.total_seconds() // 3600) if self.age else 0

    @property
    def minutes(self) -> int:
        return int(self.age.total_seconds() % 3600 // 60) if self.age else 0


def watch(*, now: datetime) -> Watch:
    """The age of the newest checkpoint: while the program runs, one is taken every hour whether or not anything
    happened. None at all is late too."""
    newest = next(iter(kept(limit=1)), None)
    since = made_at(newest) if newest else None
    return Watch(
        age=now - since if since else None, late=since is None or is_late(since, now=now), alarm=alarm()
    )


def made_at(checkpoint: Checkpoint) -> datetime:
    return datetime.fromisoformat(checkpoint.at).replace(tzinfo=UTC)


def id_of(checkpoint: Checkpoint) -> UUID:
    """A name for the address of its page."""
    return uuid5(NAMESPACE_URL, checkpoint.signature)
