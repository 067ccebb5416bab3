"""The one file an auditor takes along: finds every kind of change, and says in words what it could not check."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from norishiro.ledger import verify_offline
from norishiro.ledger.verify_offline import GENESIS, Checkpoint, Head, Line, Unreadable, digest, faults_of

DATABASE = "3b7b9b0e-5a44-4a65-9f0f-6f6f2f0a4b11"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()


def line(seq: int, prev_hash: str, **changed: str) -> Line:
    fields = dict.fromkeys(verify_offline.FIELDS, "")
    fields |= {"seq": str(seq), "at": "2026-11-20T09:00:00.000000", "verb": "case.closed", "ground": "C0"}
    fields |= {"staff_label": "架空 花子", "prev_hash": prev_hash, **changed}
    texts = tuple(fields.values())
    return Line(seq=seq, texts=texts, hash=digest(texts))


def chain_of(count: int, **changed: str) -> list[Line]:
    lines: list[Line] = []
    for seq in range(1, count + 1):
        lines.append(line(seq, lines[-1].hash if lines else GENESIS, **changed))
    return lines


def head_of(lines: list[Line]) -> Head:
    return Head(lines[-1].seq, lines[-1].hash)


def checkpoint(lines: list[Line], *, seq: int, key: Ed25519PrivateKey = KEY) -> Checkpoint:
    bare = Checkpoint(
        database=DATABASE, seq=seq, count=seq, hash=lines[seq - 1].hash, at="2026-11-20T10:00:00.000000",
        public_key=PUBLIC, signature="",
    )  # fmt: skip
    return replace(bare, signature=base64.b64encode(key.sign(bare.signed_bytes())).decode())


WHOLE = chain_of(5)


def found(lines: list[Line], *, head: Head | None = None, kept: tuple[Checkpoint, ...] = ()) -> list[int]:
    walked = faults_of(lines, head=head or head_of(WHOLE), database=DATABASE, checkpoints=kept)
    return [fault.seq for fault in walked]


def test_an_untouched_chain_holds() -> None:
    assert found(WHOLE, kept=(checkpoint(WHOLE, seq=3),)) == []


@pytest.mark.parametrize("name", [name for name in verify_offline.FIELDS if name not in ("seq", "prev_hash")])
@pytest.mark.parametrize("index", range(5))
def test_a_changed_field_is_found(index: int, name: str) -> None:
    texts = list(WHOLE[index].texts)
    texts[verify_offline.FIELDS.index(name)] += "x"
    changed = [*WHOLE]
    changed[index] = replace(WHOLE[index], texts=tuple(texts))
    assert found(changed) == [index + 1]


@pytest.mark.parametrize("index", range(4))
def test_a_removed_line_is_found(index: int) -> None:
    assert found(WHOLE[:index] + WHOLE[index + 1 :]) == [index + 1, index + 2]


def test_a_removed_last_line_is_found_by_the_head() -> None:
    assert found(WHOLE[:4]) == [5]


def test_lines_in_another_order_are_found() -> None:
    assert found([WHOLE[0], WHOLE[2], WHOLE[1], *WHOLE[3:]]) == [2, 3, 2, 2, 4]


def test_a_line_rewritten_with_its_hash_breaks_the_next() -> None:
    forged = [*WHOLE]
    forged[2] = line(3, WHOLE[1].hash, verb="case.opened")
    assert found(forged) == [4]


def test_text_may_not_wander_between_fields() -> None:
    """Two different lines must not read the same when joined."""
    first = line(1, GENESIS, detail="a\x1fb", reason="c")
    assert found([first], head=Head(1, first.hash)) == [1]


def test_a_chain_rewritten_whole_is_found_by_a_checkpoint_only() -> None:
    forged = chain_of(5, verb="case.opened")
    assert found(forged, head=head_of(forged)) == []
    assert found(forged, head=head_of(forged), kept=(checkpoint(WHOLE, seq=3),)) == [3]


def test_an_old_copy_put_back_is_found_by_a_checkpoint_only() -> None:
    old = WHOLE[:2]
    assert found(old, head=head_of(old)) == []
    assert found(old, head=head_of(old), kept=(checkpoint(WHOLE, seq=3),)) == [3]


def test_a_checkpoint_of_another_ledger_is_no_proof() -> None:
    assert found(WHOLE, kept=(replace(checkpoint(WHOLE, seq=3), database="another"),)) == [3]


def test_two_checkpoints_that_disagree_are_found() -> None:
    one = checkpoint(WHOLE, seq=3)
    assert found(WHOLE, kept=(replace(one, hash="f" * 64), one)) == [3]


def test_the_walk_may_begin_behind_a_checkpoint() -> None:
    start = Head(3, WHOLE[2].hash)
    walked = faults_of(WHOLE[3:], head=head_of(WHOLE), database=DATABASE, after=start)
    assert list(walked) == []


def test_a_forged_checkpoint_is_found() -> None:
    own = checkpoint(WHOLE, seq=3, key=Ed25519PrivateKey.generate())
    changed = replace(checkpoint(WHOLE, seq=4), hash="f" * 64)
    true = checkpoint(WHOLE, seq=5)
    assert [fault.seq for fault in verify_offline.forged([own, changed, true], public_keys=[PUBLIC])] == [
        3,
        4,
    ]


def test_a_qr_code_says_the_same_as_the_file() -> None:
    one = checkpoint(WHOLE, seq=4)
    assert verify_offline.read_checkpoint(verify_offline.qr_words(one)) == one
    assert verify_offline.read_checkpoint(verify_offline.written_checkpoint(one)) == one


@pytest.mark.parametrize(
    "text",
    ["", "NRS1|a|b", "[]", '{"format": "x"}', '{"format": "norishiro-checkpoint-1", "seq": "3", "count": 3}'],
)
def test_what_is_no_checkpoint_is_refused_in_words(text: str) -> None:
    with pytest.raises(Unreadable, match="。$"):
        verify_offline.read_checkpoint(text)


# --- as a program ----------------------------------------------------------------------------------------


def export(folder: Path, lines: list[Line], *, head: Head | None = None) -> Path:
    file = folder / "daicho.jsonl"
    header = verify_offline.written_header(database=DATABASE, head=head or head_of(lines), at="2026-11-21")
    rows = [header, *(verify_offline.written_line(one) for one in lines)]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return file


def run(folder: Path, *words: object, without_cryptography: bool = False) -> tuple[int, list[str]]:
    """As an auditor would: a copy of the one file, in an empty folder, without the rest of the program."""
    program = folder / "verify_offline.py"
    shutil.copy(verify_offline.__file__, program)
    if without_cryptography:
        (folder / "cryptography.py").write_text("raise ImportError\n")
    done = subprocess.run(
        [sys.executable, "-W", "error", str(program), *map(str, words)], cwd=folder, capture_output=True,
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"}, text=True, check=False, timeout=60,
    )  # fmt: skip
    return done.returncode, (done.stdout + done.stderr).splitlines()


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "hikae"
    folder.mkdir()
    one = checkpoint(WHOLE, seq=4)
    (folder / "4.json").write_text(verify_offline.written_checkpoint(one), encoding="utf-8")
    (tmp_path / "kagi.pub").write_text(f"# 公開鍵\n{PUBLIC}\n", encoding="utf-8")
    return folder


def test_everything_holds(tmp_path: Path, kept: Path) -> None:
    assert run(tmp_path, export(tmp_path, WHOLE), "-c", kept, "--key", tmp_path / "kagi.pub") == (
        0,
        [
            f"○ 台帳は5行、すべてつながっています。末尾: {WHOLE[-1].hash}",
            "○ 控え1枚と合っています。4番までは、控えのあと変わっていません。",
            "△ 5番から5番までは、まだ控えがありません。次の控えのあとで確かめてください。",
            "○ 控えの署名は正しいものです。",
        ],
    )


def test_a_sheet_of_paper_is_enough(tmp_path: Path) -> None:
    words = verify_offline.qr_words(checkpoint(WHOLE, seq=5))
    code, said = run(tmp_path, export(tmp_path, WHOLE), "--qr", words)
    assert (code, said[1:]) == (
        3,
        [
            "○ 控え1枚と合っています。5番までは、控えのあと変わっていません。",
            "△ 公開鍵（--key）を渡していないため、控えの署名は確かめていません。",
        ],
    )


def test_without_a_checkpoint_nothing_vouches_for_the_whole(tmp_path: Path) -> None:
    code, said = run(tmp_path, export(tmp_path, WHOLE))
    assert (code, said[1:]) == (
        3,
        ["△ 外に保管した控えを渡していないため、全体が作り替えられていないかまでは分かりません。"],
    )


def test_without_cryptography_it_says_so(tmp_path: Path, kept: Path) -> None:
    words = (export(tmp_path, WHOLE), "-c", kept, "--key", tmp_path / "kagi.pub")
    code, said = run(tmp_path, *words, without_cryptography=True)
    assert (code, said[-1]) == (
        3,
        "△ この機械には cryptography が入っていないため、控えの署名は確かめていません。"
        "紙の控えなど、自分で保管したものなら、上の結果で足ります。",
    )


def test_a_change_is_told_in_words(tmp_path: Path, kept: Path) -> None:
    forged = chain_of(5, verb="case.opened")
    code, said = run(tmp_path, export(tmp_path, forged), "-c", kept)
    assert (code, said) == (
        1,
        [
            "× 4番の行が、外に保管した控えと違います。控えのあとで書き換えられています。",
            "台帳に1か所の乱れがあります。"
            "台帳にも控えにも手をつけず、情報セキュリティの責任者へ知らせてください。",
        ],
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "× 書き出しの1行めが読み取れません。ファイルがこわれています。"),
        ("{}\n", "× このファイルは「のりしろ」の台帳の書き出しではありません。"),
        (
            '{"format": "norishiro-ledger-1", "head_seq": 1, "head_hash": ""}\n{"seq": "1"}\n',
            "× 書き出しの2行めの項目が足りないか、余っています。書き出しなおしてください。",
        ),
    ],
)
def test_what_is_no_export_is_refused_in_words(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "daicho.jsonl"
    file.write_text(text, encoding="utf-8")
    assert run(tmp_path, file) == (2, [words])


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    assert run(tmp_path, tmp_path / "nai") == (
        2,
        ["× ファイルを開けません。場所と名前を確かめてください。"],
    )
