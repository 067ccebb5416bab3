#!/usr/bin/env python3
"""Whether a ledger is what it was: one file, no database, nothing of the rest of the program.

An auditor copies this file to a machine of their own, together with an export (``norishiro ledger export``) and the
checkpoints that were kept elsewhere, and runs::

    python verify_offline.py daicho.jsonl --checkpoint hikae.json --key kagi.pub

Only Python's standard library is needed. With the package ``cryptography`` the signature of a checkpoint is checked as
well; without it the program says that it could not. ``norishiro ledger verify`` runs the very same functions.

Exit codes: 0 everything holds and a signed checkpoint covers it · 1 something was changed · 2 could not be read ·
3 the chain holds by itself, but nothing kept outside vouches for it.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:  # an auditor's machine may not have it
    CAN_CHECK_SIGNATURES = False
else:
    CAN_CHECK_SIGNATURES = True

EXPORT_FORMAT = "norishiro-ledger-1"
CHECKPOINT_FORMAT = "norishiro-checkpoint-1"
QR_MARK = "NRS1"

GENESIS = "0" * 64
SEPARATOR = "\x1f"

# In this order they are joined and hashed; the trigger in the database joins the same.
FIELDS = (
    *("seq", "at", "verb", "staff_id", "staff_label", "agency_id", "agency_label"),
    *("subjects", "ground", "screen", "detail", "reason", "prev_hash"),
)

HOLDS, CHANGED, UNREADABLE, UNVOUCHED = 0, 1, 2, 3
SHOWN_FAULTS = 50


class Unreadable(ValueError):
    """A file that is no export, or no checkpoint; the words say which and where."""


@dataclass(frozen=True)
class Line:
    """A ledger line as text, exactly as it was hashed."""

    seq: int
    texts: tuple[str, ...]
    hash: str

    @property
    def prev_hash(self) -> str:
        return self.texts[-1]


@dataclass(frozen=True)
class Head:
    """Where the ledger says that it ends."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Checkpoint:
    """A head that was written down, signed and kept elsewhere."""

    database: str
    seq: int
    count: int
    hash: str
    at: str
    public_key: str
    signature: str

    def signed_bytes(self) -> bytes:
        """What the signature is over: one field per line."""
        fields = (CHECKPOINT_FORMAT, self.database, str(self.seq), str(self.count), self.hash, self.at)
        return "\n".join(fields).encode()


@dataclass(frozen=True)
class Fault:
    """Where the ledger does not hold, in one Japanese sentence."""

    seq: int
    message: str


# --- the chain -------------------------------------------------------------------------------------------


def digest(texts: Sequence[str]) -> str:
    """SHA-256 over every field and the hash of the line before, in hexadecimal."""
    return hashlib.sha256(SEPARATOR.join(texts).encode()).hexdigest()


def faults_of(
    lines: Iterable[Line],
    *,
    head: Head,
    database: str,
    checkpoints: Sequence[Checkpoint] = (),
    after: Head | None = None,
) -> Iterator[Fault]:
    """Walk from the first line (or from the one after ``after``) to the last; every break is named."""
    yield from _strangers(checkpoints, database=database)
    kept = {one.seq: one.hash for one in checkpoints}
    start = after or Head(0, GENESIS)
    contradictions = [
        _contradiction(one.seq)
        for one in checkpoints
        if (one.seq == start.seq and one.hash != start.hash) or kept[one.seq] != one.hash
    ]
    yield from contradictions
    expected, previous = start.seq + 1, start.hash
    for line in lines:
        yield from _faults_of_line(line, expected=expected, previous=previous)
        if line.seq in kept and kept[line.seq] != line.hash:
            yield _contradiction(line.seq)
        expected, previous = max(expected, line.seq + 1), line.hash
    yield from _faults_at_end(expected - 1, previous, head=head, checkpoints=checkpoints)


def _strangers(checkpoints: Sequence[Checkpoint], *, database: str) -> Iterator[Fault]:
    for one in checkpoints:
        if one.database != database:
            yield Fault(
                one.seq,
                f"{one.seq}番の控えは、別の台帳のものです。控えと台帳の組み合わせを確かめてください。",
            )
        if one.count != one.seq:
            yield Fault(one.seq, f"{one.seq}番の控えの行数（{one.count}）が番号と合いません。")


def _contradiction(seq: int) -> Fault:
    return Fault(seq, f"{seq}番の行が、外に保管した控えと違います。控えのあとで書き換えられています。")


def _faults_of_line(line: Line, *, expected: int, previous: str) -> Iterator[Fault]:
    if line.seq > expected:
        yield Fault(expected, f"{expected}番の行がありません（次にある行は{line.seq}番）。")
    elif line.seq < expected:
        yield Fault(line.seq, f"{line.seq}番の行が、順番どおりの場所にありません。")
    if line.prev_hash != previous:
        yield Fault(line.seq, f"{line.seq}番の行が、前の行とつながっていません。")
    if any(SEPARATOR in text for text in line.texts) or digest(line.texts) != line.hash:
        yield Fault(line.seq, f"{line.seq}番の行の内容が、書かれたときと違います。")


def _faults_at_end(
    last: int, last_hash: str, *, head: Head, checkpoints: Sequence[Checkpoint]
) -> Iterator[Fault]:
    if (last, last_hash) != (head.seq, head.hash):
        yield Fault(head.seq, f"台帳の末尾が記録（{head.seq}番）と合いません。行が消されたおそれがあります。")
    longest = max((one.seq for one in checkpoints), default=0)
    if longest > last:
        yield Fault(
            last + 1,
            f"控えには{longest}番までありますが、台帳は{last}番で終わっています。"
            "末尾が消されたか、古い写しに戻されています。",
        )


# --- the signature ---------------------------------------------------------------------------------------


def is_signed(checkpoint: Checkpoint, *, public_key: str) -> bool:
    """Whether this key signed this checkpoint. Needs ``cryptography``."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(checkpoint.signature, validate=True), checkpoint.signed_bytes())
    except (InvalidSignature, ValueError):
        return False
    return True


def forged(checkpoints: Iterable[Checkpoint], *, public_keys: Collection[str]) -> list[Fault]:
    """The checkpoints that none of the keys signed; a key that was changed still vouches for what it signed."""
    return [
        Fault(one.seq, f"{one.seq}番の控え（{one.at}）の署名が正しくありません。控えが作り替えられています。")
        for one in checkpoints
        if not any(is_signed(one, public_key=key) for key in public_keys)
    ]


# --- reading ---------------------------------------------------------------------------------------------


def read_header(text: str) -> tuple[str, Head]:
    """The first line of an export: which ledger, and where it says that it ends."""
    found = _parsed(text, what="書き出しの1行め")
    if found.get("format") != EXPORT_FORMAT:
        raise Unreadable("このファイルは「のりしろ」の台帳の書き出しではありません。")
    return str(found.get("database", "")), Head(
        seq=_number(found, "head_seq", what="書き出しの1行め"), hash=str(found.get("head_hash", ""))
    )


def read_line(text: str, *, row: int) -> Line:
    """One line of an export."""
    what = f"書き出しの{row}行め"
    found = _parsed(text, what=what)
    if set(found) != {*FIELDS, "hash"}:
        raise Unreadable(f"{what}の項目が足りないか、余っています。書き出しなおしてください。")
    texts = tuple(str(found[name]) for name in FIELDS)
    if not _is_number(texts[0]):
        raise Unreadable(f"{what}の番号が読み取れません。")
    return Line(seq=int(texts[0]), texts=texts, hash=str(found["hash"]))


def written_line(line: Line) -> str:
    """The same line as it stands in an export."""
    return json.dumps(dict(zip((*FIELDS, "hash"), (*line.texts, line.hash), strict=True)), ensure_ascii=False)


def written_header(*, database: str, head: Head, at: str) -> str:
    """The first line of an export."""
    fields = {"format": EXPORT_FORMAT, "database": database, "at": at, "head_seq": head.seq}
    return json.dumps({**fields, "head_hash": head.hash}, ensure_ascii=False)


def read_checkpoint(text: str) -> Checkpoint:
    """A checkpoint from its file, or from the words of its QR code."""
    if text.strip().startswith(QR_MARK):
        return _from_qr(text.strip())
    found = _parsed(text, what="控え")
    if found.get("format") != CHECKPOINT_FORMAT:
        raise Unreadable("このファイルは「のりしろ」の台帳の控えではありません。")
    texts = {name: str(found.get(name, "")) for name in ("database", "hash", "at", "public_key", "signature")}
    seq, count = (_number(found, name, what="控え") for name in ("seq", "count"))
    return Checkpoint(seq=seq, count=count, **texts)


def written_checkpoint(checkpoint: Checkpoint) -> str:
    """The file of a checkpoint."""
    return json.dumps({"format": CHECKPOINT_FORMAT, **vars(checkpoint)}, ensure_ascii=False, indent=1) + "\n"


def qr_words(checkpoint: Checkpoint) -> str:
    """What the QR code of the printed sheet says; short, because a camera has to read it."""
    one = checkpoint
    return "|".join((QR_MARK, one.database, str(one.seq), one.hash, one.at, one.public_key, one.signature))


def _from_qr(text: str) -> Checkpoint:
    parts = text.split("|")
    if len(parts) != 7 or not _is_number(parts[2]):
        raise Unreadable("QRコードの文字が足りません。もう一度読み取ってください。")
    _, database, seq, hash_, at, public_key, signature = parts
    return Checkpoint(
        database=database,
        seq=int(seq),
        count=int(seq),
        hash=hash_,
        at=at,
        public_key=public_key,
        signature=signature,
    )


def _parsed(text: str, *, what: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        raise Unreadable(f"{what}が読み取れません。ファイルがこわれています。") from None
    if not isinstance(found, dict):
        raise Unreadable(f"{what}が読み取れません。ファイルがこわれています。")
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _number(found: dict[str, object], name: str, *, what: str) -> int:
    value = found.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable(f"{what}の数が読み取れません。")
    return value


# --- the command -----------------------------------------------------------------------------------------


def main(arguments: Sequence[str] | None = None) -> int:
    """Read, compare, say in words what was found; answers the exit code."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    try:
        checkpoints = list(checkpoints_in(chosen.checkpoint))
        checkpoints += [read_checkpoint(words) for words in chosen.qr]
        keys = _keys_in(_text_of(chosen.key)) if chosen.key else ()
        with chosen.export.open(encoding="utf-8", newline="\n") as file:
            database, head = read_header(file.readline())
            lines = (read_line(text, row=row) for row, text in enumerate(file, start=2))
            found = list(faults_of(lines, head=head, database=database, checkpoints=checkpoints))
    except (OSError, UnicodeError):
        return _say(UNREADABLE, "× ファイルを開けません。場所と名前を確かめてください。")
    except Unreadable as fault:
        return _say(UNREADABLE, f"× {fault}")
    if keys and CAN_CHECK_SIGNATURES:
        found += forged(checkpoints, public_keys=keys)
    return _say(*verdict(found, head=head, checkpoints=checkpoints, keys=keys))


def verdict(
    found: Sequence[Fault], *, head: Head, checkpoints: Sequence[Checkpoint], keys: Collection[str]
) -> tuple[int, str]:
    """The exit code and the words for it."""
    if found:
        listed = "\n".join(f"× {fault.message}" for fault in found[:SHOWN_FAULTS])
        return CHANGED, (
            f"{listed}\n台帳に{len(found)}か所の乱れがあります。"
            "台帳にも控えにも手をつけず、情報セキュリティの責任者へ知らせてください。"
        )
    said = [f"○ 台帳は{head.seq}行、すべてつながっています。末尾: {head.hash}"]
    if not checkpoints:
        said.append("△ 外に保管した控えを渡していないため、全体が作り替えられていないかまでは分かりません。")
        return UNVOUCHED, "\n".join(said)
    covered = max(one.seq for one in checkpoints)
    said.append(f"○ 控え{len(checkpoints)}枚と合っています。{covered}番までは、控えのあと変わっていません。")
    if head.seq > covered:
        said.append(
            f"△ {covered + 1}番から{head.seq}番までは、まだ控えがありません。次の控えのあとで確かめてください。"
        )
    if not keys:
        said.append("△ 公開鍵（--key）を渡していないため、控えの署名は確かめていません。")
    elif not CAN_CHECK_SIGNATURES:
        said.append(
            "△ この機械には cryptography が入っていないため、控えの署名は確かめていません。"
            "紙の控えなど、自分で保管したものなら、上の結果で足ります。"
        )
    else:
        said.append("○ 控えの署名は正しいものです。")
        return HOLDS, "\n".join(said)
    return UNVOUCHED, "\n".join(said)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="verify_offline.py", description="のりしろの台帳の書き出しを、データベースなしで確かめます。"
    )
    parser.add_argument("export", type=Path, help="台帳の書き出し（norishiro ledger export で作ったもの）")
    parser.add_argument(
        *("--checkpoint", "-c"),
        type=Path,
        action="append",
        default=[],
        help="控えのファイルか、控えの入ったフォルダー（何度でも書けます）",
    )
    parser.add_argument("--qr", action="append", default=[], help="紙の控えのQRコードを読み取った文字")
    parser.add_argument(
        "--key", type=Path, help="控えの公開鍵のファイル（norishiro ledger key で出したもの）"
    )
    return parser


def checkpoints_in(places: Iterable[Path]) -> Iterator[Checkpoint]:
    """The checkpoints of files and of whole folders."""
    for place in places:
        for path in sorted(place.glob("*.json")) if place.is_dir() else [place]:
            yield read_checkpoint(_text_of(path))


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _keys_in(text: str) -> tuple[str, ...]:
    """The keys themselves, the newest first, out of a file that may explain itself in lines beginning with #."""
    rows = tuple(row.strip() for row in text.splitlines() if row.strip() and not row.startswith("#"))
    try:
        if rows and all(len(base64.b64decode(row, validate=True)) == 32 for row in rows):
            return rows
    except binascii.Error:
        pass
    raise Unreadable("公開鍵のファイルが読み取れません。")


def _say(code: int, words: str) -> int:
    (sys.stdout if code in (HOLDS, UNVOUCHED) else sys.stderr).write(words + "\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
