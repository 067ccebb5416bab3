"""The dictionary and the list of what went, as they are read: Excel, Markdown, JSON, and the page to read first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from norishiro.core.calendar import wareki
from norishiro.core.documents import Column as Heading
from norishiro.core.documents import Sheet, workbook
from norishiro.moving import dictionary
from norishiro.moving.dictionary import MARK, MARK_LABEL, Column, Table

ARCHIVE, SEALED_ARCHIVE = "のりしろの全データ.zip", "伏せるもの.zip"
KEY, SEALED_KEY = "鍵.age", "伏せるものの鍵.age"
README, MANIFEST, SUMS = "はじめに読む.txt", "manifest.json", "SHA256SUMS"
BOOK, PAGE, DATA = "データ辞書.xlsx", "データ辞書.md", "dictionary.json"
CODES = "codes.csv"
NOBODY = "人の記録ではない（自治体の規程による）"


def csv_name(table: Table) -> str:
    """A name that says what it is; without letters a file system may refuse."""
    words = "".join("・" if one in '/\\:*?"<>|' else one for one in table.label)
    return f"csv/{table.name}-{words}.csv"


def json_name(table: Table) -> str:
    return f"jsonl/{table.name}.jsonl"


def kept(table: Table) -> str:
    return f"{table.series}（{table.years}年）" if table.series else NOBODY


def codes(tables: Iterable[Table]) -> list[list[str]]:
    """Every code with its words, a line each."""
    return [
        [table.name, one.name, one.label, code, words]
        for table in tables
        for one in table.columns
        for code, words in one.codes
    ]


CODES_HEAD = ["表", "列", "見出し", "符号", "ことば"]
TABLE_HEAD = ("表", "ことば", "意味", "根拠", "文書の種類と保存期間", "鍵の列", "列の数", "CSV", "JSON Lines")
COLUMN_HEAD = (
    "表",
    "表のことば",
    "列",
    "見出し（CSV）",
    "型",
    "長さ",
    "必ず入る",
    "符号",
    "つながる先",
    "ゆるいつながり",
    "単位",
    "封",
    "説明",
)


def _table_row(table: Table) -> list[Any]:
    return [
        table.name, table.label, table.meaning, table.law, kept(table), table.key, len(table.columns), csv_name(table),
        json_name(table),
    ]  # fmt: skip


def _column_row(table: Table, one: Column) -> list[Any]:
    said = "、".join(f"{code}={words}" for code, words in one.codes)
    sealed = "二つめのファイルに、開いて入れる" if one.sealed else ""
    return [
        table.name, table.label, one.name, one.label, one.kind, one.length, "はい" if one.required else "", said, one.refers, one.leads,
        one.unit, sealed, one.note,
    ]  # fmt: skip


NOTES = (
    "のりしろが持っている表と列のすべてです。住民のことは書いてありません。",
    f"どの表も、はじめの列は「{MARK_LABEL}」（JSON Lines では {MARK}）：支援会議＝守秘義務のある会議で知ったこと、支援措置＝住まいを伏せている人・世帯・ケース。",
    "CSV の文字が = + - @ や ' で始まるときは、前に ' を一つ付けてあります（表計算のソフトが式と取らないように）。読みこむときに、一つ外します。",
    "「（ことば）」の列は、左の列の符号をことばにしたものです。",
)


def book(tables: Sequence[Table]) -> bytes:
    """Three sheets: tables, columns, codes; and what does not leave."""
    out = [*dictionary.left_out_tables().items(), *dictionary.left_out_columns().items()]
    return workbook(
        Sheet(title="表", columns=_wide(TABLE_HEAD, (30, 22, 50, 24, 30, 10, 8, 44, 38)), rows=map(_table_row, tables), notes=NOTES),
        Sheet(
            title="列", columns=_wide(COLUMN_HEAD, (30, 20, 24, 28, 18, 8, 8, 50, 28, 28, 8, 14, 40)),
            rows=[_column_row(table, one) for table in tables for one in table.columns],
        ),
        Sheet(title="符号", columns=_wide(CODES_HEAD, (30, 24, 28, 20, 50)), rows=codes(tables)),
        Sheet(title="出さないもの", columns=_wide(("表・列", "わけ"), (36, 80)), rows=out),
        title="データ辞書",
    )  # fmt: skip


def _wide(labels: Sequence[str], widths: Sequence[int]) -> list[Heading]:
    return [Heading(label, width) for label, width in zip(labels, widths, strict=True)]


def page(tables: Sequence[Table]) -> str:
    """The same as a text, room by room."""
    lines = ["# データ辞書", "", *(f"- {one}" for one in NOTES), ""]
    for table in tables:
        lines += [f"## {table.name} — {table.label}", "", table.meaning, ""]
        if table.law:
            lines += [f"根拠: {table.law}"]
        lines += [f"文書の種類: {kept(table)}", "", "| 列 | 見出し | 型 | 必ず | つながる先 | 符号・説明 |", "|---|---|---|---|---|---|"]  # fmt: skip
        for one in table.columns:
            said = "、".join(f"{code}={words}" for code, words in one.codes)
            kind = f"{one.kind}（{one.unit}）" if one.unit else one.kind
            cells = [f"`{one.name}`", one.label, kind, "○" if one.required else "", one.refers or one.leads, "。".join(filter(None, [said, one.note]))]  # fmt: skip
            lines.append(f"| {' | '.join(cell.replace('|', '｜') for cell in cells)} |")
        lines.append("")
    lines += ["## 出さないもの", "", "| 表・列 | わけ |", "|---|---|"]
    out = {**dictionary.left_out_tables(), **dictionary.left_out_columns()}
    lines += [f"| `{name}` | {reason} |" for name, reason in out.items()]
    return "\n".join(lines) + "\n"


def data(tables: Sequence[Table]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "notes": NOTES,
        "tables": [
            {
                **{name: getattr(table, name) for name in ("name", "model", "label", "meaning", "law", "series", "years", "key")},
                "csv": csv_name(table), "jsonl": json_name(table),
                "columns": [
                    {"name": MARK, "label": MARK_LABEL, "kind": "文字", "required": False, "in_words": ""},
                    *({**asdict(one), "in_words": one.in_words} for one in table.columns),
                ],
            }
            for table in tables
        ],
        "left_out": {**dictionary.left_out_tables(), **dictionary.left_out_columns()},
    }  # fmt: skip


def readme(*, town: str, number: int, made_at: datetime, tables: int) -> str:
    """For whoever gets the file and has never seen the program it comes from."""
    lines = [
        f"{town}　のりしろの全データ（書き出し{number}）",
        f"{wareki(made_at.date())} {made_at:%H:%M} の時点の、{tables}の表です。",
        "",
        "■ 開きかた（age という公開された形式です。https://age-encryption.org/v1）",
        "1. 二人が半分ずつ持っている合言葉を、前・後の順につなぎます（4文字ごとに - 。例：ABCD-EFGH-JKMN-PQRS-TUVW-XYZ2）。",
        "2. age という道具（Windows・Mac・Linux にあります）で、次のように打ちます。合言葉を聞かれます。",
        f"   age -d -i {KEY} -o {ARCHIVE} {ARCHIVE}.age",
        f"3. できた {ARCHIVE} は、ふつうのZIPです。",
        "",
        "■ 中にあるもの",
        f"・{BOOK}、{PAGE}、{DATA}　データ辞書（表・列・符号・つながり）",
        "・csv/　表ごとに一つ。表計算のソフトで開けます（UTF-8、BOM付き）。見出しは日本語。",
        "・jsonl/　同じものを、一行に一つの JSON で。名前はデータベースのまま。読みこみには、こちらが確かです。",
        f"・{CODES}　符号とことば　・reference/　設定と決まりの元の表",
        f"・{MANIFEST}　表ごとの行の数、ファイルごとの大きさと SHA-256、出さなかったものとそのわけ",
        "・read_back.py　全部を SQLite に読みこみ、数とつながりを確かめるプログラム（Python だけで動きます）",
        f"・{SEALED_ARCHIVE}.age と {SEALED_KEY}　伏せるもの（下）",
        "",
        "■ 伏せるもの",
        "支援措置の人の住所・電話、書面の控え、便り、緊急閲覧のことばは、二つめのファイルにあります。二つめの合言葉（承認した人が持っています）で、",
        f"   age -d -i {SEALED_KEY} -o {SEALED_ARCHIVE} {SEALED_ARCHIVE}.age",
        "と開けます。要る人にだけ、要るときに渡してください。",
        "",
        "■ 守ること",
        "・住民の個人情報の全部です。渡す相手と目的は、求めたときに書いたとおりに限ります（個人情報の保護に関する法律第66条・第69条第1項）。",
        "・「取扱い」の列が「支援会議」の行は、社会福祉法第106条の6の守秘義務のもとで知ったことです。引きついだ先でも、会議の構成員だけに見せてください。",
        "・「支援措置」の行の人は、住まいを知られると命にかかわることがあります。引きついだ先で、はじめの日から伏せてください。",
        "・移し終えたら、開いたファイルを消し、消したことを書き残してください。",
        "",
    ]  # fmt: skip
    return "\r\n".join(lines)
