"""The pack: what is in it, and how it is locked so that any office laptop opens it and nobody without the phrase does.

A plain ZIP with a plain page of instructions; the PDF and the Excel book inside are locked with AES-256 in their own formats, so
that a browser and a spreadsheet program open them by themselves (ADR 0074).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import load_workbook
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from norishiro.core.calendar import wareki
from norishiro.evacuation import papers
from norishiro.evacuation.papers import Cover, PackArea

# Without what is read for another: I and 1, L and 1, O and 0.
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, GROUP = 6, 4
README, LIST_PDF, LIST_BOOK = "はじめに読む.txt", "避難の支援が要る人.pdf", "避難の支援が要る人.xlsx"
# How many people are set in type at once.
PART = 500


def draw_phrase() -> str:
    """Six groups of four letters: 118 bits, and 59 for whoever holds one half."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))


def halves(phrase: str) -> tuple[str, str]:
    """What each of the two envelopes holds."""
    parts = phrase.split("-")
    return "-".join(parts[: GROUPS // 2]), "-".join(parts[GROUPS // 2 :])


class Unreadable(Exception):
    """A pack that was just made does not open, or does not say the same people. It is thrown away."""


def pack(cover: Cover, areas: Sequence[PackArea], *, phrase: str) -> bytes:
    """The whole file, opened once again before anybody gets it."""
    parts = {
        LIST_PDF: _locked_pdf(papers.pack_sheets(cover, areas, part=PART), areas, phrase=phrase),
        LIST_BOOK: _locked_book(papers.pack_book(cover, areas), phrase=phrase),
    }
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as file:
        file.writestr(README, readme(cover, parts).encode("utf-8-sig"))
        for name, content in parts.items():
            file.writestr(name, content)
    check(out.getvalue(), phrase=phrase, people=cover.people)
    return out.getvalue()


def _locked_pdf(sheets: Sequence[tuple[str, bytes]], areas: Sequence[PackArea], *, phrase: str) -> bytes:
    """One document with a mark for each area."""
    writer = PdfWriter()
    told = ""
    for name, content in sheets:
        writer.append(BytesIO(content), outline_item=name if name != told else None, import_outline=False)
        told = name
    writer.encrypt(phrase, algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _locked_book(content: bytes, *, phrase: str) -> bytes:
    out = BytesIO()
    OOXMLFile(BytesIO(content)).encrypt(phrase, out)
    return out.getvalue()


def check(content: bytes, *, phrase: str, people: int) -> None:
    """Open it as a stranger would: every part whole, and as many people in the book as there should be."""
    try:
        with ZipFile(BytesIO(content)) as file:
            if file.testzip() is not None:
                raise Unreadable
            pdf, book = file.read(LIST_PDF), file.read(LIST_BOOK)
        reader = PdfReader(BytesIO(pdf))
        if not reader.is_encrypted or not reader.decrypt(phrase) or not len(reader.pages):
            raise Unreadable
        locked, opened = msoffcrypto.OfficeFile(BytesIO(book)), BytesIO()
        locked.load_key(phrase, verify_password=True)
        locked.decrypt(opened, verify_integrity=True)
        sheet = load_workbook(opened, read_only=True)[papers.PACK_SHEET]
        found = sum(1 for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int))
    except (BadZipFile, KeyError, PyPdfError, DecryptionError, FileFormatError, InvalidKeyError) as fault:
        raise Unreadable from fault
    if found != people:
        raise Unreadable


def readme(cover: Cover, parts: dict[str, bytes]) -> str:
    """For whoever finds this on a laptop at night, and has never seen the program it comes from."""
    marks = [f"　{name}　{sha256(content).hexdigest()}" for name, content in parts.items()]
    hidden = (
        [f"・住所を伏せている人が{cover.withheld}人います。住まいは、{cover.agency}に聞いてください。"]
        if cover.withheld
        else []
    )
    lines = [
        f"{cover.town}　{cover.agency}　災害用ファイル",
        f"{wareki(cover.made_at.date())} {cover.made_at:%H:%M} に作りました。{cover.base_on}の一覧の{cover.people}人です。",
        "",
        "■ これは何か",
        "災害のときに、一人では避難がむずかしい人の名簿と避難の計画です。のりしろが動かなくても、このファイルだけで読めます。",
        f"・{LIST_PDF}　地区ごとの名簿。印刷して持って行けます。",
        f"・{LIST_BOOK}　同じ内容の表。並べかえたり、さがしたりできます。",
        "",
        "■ 開きかた",
        "1. まず、このZIPの中のファイルを、パソコンの中に取り出します（右クリック →「すべて展開」）。",
        f"2. 合言葉の封筒を二つ開けます。どちらにも「第{cover.phrase_number}号」と書いてあります。",
        f"3. {LIST_PDF} を二回押すと、合言葉（パスワード）を聞かれます。",
        "   一つめの封筒の12文字、二つめの封筒の12文字の順に、4文字ごとに - を入れて打ちます。",
        "   例：ABCD-EFGH-JKMN-PQRS-TUVW-XYZ2　（大文字。- は半角。あいだに空きは入れません）",
        "   開くもの：Edge・Chrome などのブラウザー、PDFを読むソフト。Excelの表は Excel か LibreOffice。",
        "",
        "■ 「パスワードが違う」と出たら",
        f"・封筒の番号が「第{cover.phrase_number}号」かを見てください。古い封筒では開きません。",
        "・一つめと二つめの順、大文字、- の5つを確かめてください。I・L・O・1・0 は使っていません。",
        "・かな漢字の入力を切って、半角で打ってください。",
        "・それでも開かないときは、ほかの所にしまってあるファイルを使ってください。合言葉を忘れると、だれにも開けません。",
        "",
        "■ 壊れていると言われたら",
        "・もう一度取り出すか、ほかの所にしまってあるファイルを使ってください。正しいファイルの印（SHA-256）は次のとおりです。",
        *marks,
        "",
        "■ 守ること",
        "・災害が起きたとき、または起きるおそれがあるときは、命を守るため特に必要な範囲で、本人の同意がなくても渡せます",
        "　（災害対策基本法第49条の11第3項・第49条の15第3項）。だれに、何人分を渡したかを、紙に書いておき、あとでのりしろに残してください。",
        "・ふだん（訓練をふくむ）は、同意していない人のことを、外の人に見せないでください（同第49条の11第2項）。",
        "・受け取った人には、知った秘密を守る義務があります（同第49条の13・第49条の17）。",
        *hidden,
        "・使い終わったら、取り出したファイルと印刷した紙を、必ず消し、裁断してください。",
        "",
    ]
    return "\r\n".join(lines)
