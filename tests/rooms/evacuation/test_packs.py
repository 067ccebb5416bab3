"""災害用ファイル: locked by a phrase in two hands, made at night, taken with a reason, opened without this program."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import load_workbook

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.core.operation import announce
from norishiro.core.withheld import COVER
from norishiro.evacuation import packing
from norishiro.evacuation.models import Pack, PackPhrase, PackTaking, Target
from norishiro.people.choices import WithheldField
from norishiro.people.withholding import note_words, words_of
from tests.factories import agencies
from tests.rooms.consultations.town import client_of, token
from tests.rooms.evacuation.test_evacuation import DAY, TODAY, errors, fixed, get, person, post, text_of, url
from tests.rooms.evacuation.test_plans import LAST_YEAR, LAW, form, plan

pytestmark = pytest.mark.django_db

# Other programs than ours, each in a process of its own: the engine Chrome and Edge read PDF with, and a reader of locked books.
READ_PDF = """
import sys, pypdfium2
paper = pypdfium2.PdfDocument(sys.argv[1], password=sys.argv[2])
print("".join(page.get_textpage().get_text_range() for page in paper))
"""


def night(folder: Path | None = None) -> str:
    told = StringIO()
    call_command("disaster_pack", *(["--to", str(folder)] if folder else []), stdout=told, stderr=StringIO())
    return told.getvalue()


def half(actor: Actor, screen: str) -> str:
    page = agencies.proved(client_of(actor)).post(url(screen), token())
    assert page.status_code == 200, text_of(page)
    words: str = page.context["words"]
    assert words in text_of(page)
    announce(actor)
    return words


def phrase_of(desk: Actor, chief: Actor) -> str:
    phrase = f"{half(desk, 'begin_phrase')}-{half(chief, 'finish_phrase')}"
    announce(desk)
    return phrase


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def opened(folder: Path, phrase: str) -> tuple[str, list[tuple[Any, ...]]]:
    """The PDF's words and the rows of the book, as somebody reads them on a bare laptop."""
    pdf = run(sys.executable, "-c", READ_PDF, str(folder / packing.LIST_PDF), phrase)
    assert pdf.returncode == 0, pdf.stderr
    plain = folder / "開いた.xlsx"
    book = run(sys.executable, "-m", "msoffcrypto", "-p", phrase, str(folder / packing.LIST_BOOK), str(plain))
    assert book.returncode == 0, book.stderr
    rows = list(load_workbook(plain)["名簿"].iter_rows(values_only=True))
    return pdf.stdout, rows[2:]


def test_the_pack_opens_without_this_program_and_says_everybody_and_the_last_good_one_is_never_lost(
    desk: Actor, chief: Actor, tmp_path: Path
) -> None:
    fixed(
        desk, TODAY - 9 * DAY, person(1), person(2, address="みなと町9-9"), person(3, address="みなと町7-8-9")
    )
    with pytest.raises(CommandError):
        night()
    announce(desk)
    assert (
        Pack.objects.get().problem
        == "合言葉が決まっていません。「災害用ファイル」の画面で、二人で決めてください。"
    )
    # Withheld after the list was fixed: the pack of the next night knows.
    note_words(uuid4(), words_of(WithheldField.ADDRESS, "みなと町7丁目8番9号"))
    form(desk, LAST_YEAR, LAW)
    assert (
        plan(desk, Target.objects.get(number="1"), PLACE="みなと小学校", ROUTE="=川を渡らない").status_code
        == 302
    )
    assert plan(desk, Target.objects.get(number="3"), PLACE="ひみつ小学校").status_code == 302

    # In two hands: not the same one twice, and neither half is ever shown again or kept in the clear.
    first = half(desk, "begin_phrase")
    assert agencies.proved(client_of(desk)).post(url("finish_phrase"), token()).status_code == 403
    second = half(chief, "finish_phrase")
    phrase = f"{first}-{second}"
    assert [len(one) for one in phrase.split("-")] == [4] * 6
    announce(desk)
    assert phrase.encode() not in bytes(PackPhrase.objects.get().words)
    assert (first in text_of(get(desk, "packs")), second in text_of(get(chief, "packs"))) == (False, False)
    assert agencies.proved(client_of(chief)).post(url("finish_phrase"), token()).status_code == 403

    told = night(tmp_path)
    announce(desk)
    pack = Pack.objects.latest("made_at")
    assert (pack.people, pack.planned, pack.withheld, pack.problem) == (3, 2, 1, "")
    assert told == f"1：3人、{pack.size // 1000:,} KB、{pack.seconds}秒、印 {pack.fingerprint}\n"
    copied = next(tmp_path.glob("災害用ファイル-*.zip"))
    laptop = tmp_path / "laptop"
    assert run(sys.executable, "-m", "zipfile", "-e", str(copied), str(laptop)).returncode == 0
    readme = (laptop / packing.README).read_text(encoding="utf-8-sig")
    assert ("■ 「パスワードが違う」と出たら" in readme, "第1号" in readme, "の3人です" in readme) == (
        True,
        True,
        True,
    )
    words, rows = opened(laptop, phrase)
    said = (
        "架空　二1",
        "みなと小学校",
        "=川を渡らない",
        "架空　三2",
        "みなと町9-9",
        "架空　四3",
        "ひみつ",
        "7-8-9",
    )
    assert [one in words for one in said] == [True] * 6 + [False, False]
    heading, *found = rows
    assert [(one[2], one[6]) for one in found] == [
        ("架空　二1", "みなと町1-2"), ("架空　三2", "みなと町9-9"), ("架空　四3", f"{COVER}（架空の危機管理課に聞いてください）"),
    ]  # fmt: skip
    assert dict(zip(heading, found[0], strict=True))["避難する所"] == "みなと小学校"
    assert "ひみつ小学校" not in {cell for row in found for cell in row}

    # A wrong phrase opens nothing, and a flipped bit is noticed before anybody trusts the file.
    wrong = run(sys.executable, "-c", READ_PDF, str(laptop / packing.LIST_PDF), f"{second}-{first}")
    assert wrong.returncode != 0
    assert run(sys.executable, "-m", "msoffcrypto", "-p", first, str(laptop / packing.LIST_BOOK), str(tmp_path / "x")).returncode != 0  # fmt: skip
    spoilt = bytearray(copied.read_bytes())
    spoilt[len(spoilt) // 2] ^= 1
    (tmp_path / "壊れ.zip").write_bytes(bytes(spoilt))
    with ZipFile(tmp_path / "壊れ.zip") as file:
        assert file.testzip() in (packing.LIST_PDF, packing.LIST_BOOK)
    with pytest.raises(packing.Unreadable):
        packing.check(bytes(spoilt), phrase=phrase, people=3)
    with pytest.raises(packing.Unreadable):
        packing.check(copied.read_bytes(), phrase=phrase, people=4)

    # A second run the same night is a second file; the third does not come to be, and both stay.
    night(tmp_path)
    announce(desk)
    assert len(list(tmp_path.glob("前の災害用ファイル-*.zip"))) == 1
    good = Pack.objects.latest("made_at")
    PackPhrase.objects.update(words=b"spoilt")
    with pytest.raises(CommandError):
        night(tmp_path)
    announce(desk)
    page = get(desk, "packs")
    assert (page.context["good"].id, page.context["last"].problem[:12]) == (
        good.id,
        "合言葉の封を開けられませ",
    )
    assert Pack.objects.filter(content__isnull=False).count() == 2


def test_whoever_takes_it_says_why_gets_it_for_an_hour_and_everybody_in_it_is_written_down(
    desk: Actor, chief: Actor
) -> None:
    assert (get(desk, "packs").context["good"], get(desk, "packs").context["phrase"]) == (None, None)
    fixed(desk, TODAY - 9 * DAY, person(1), person(2))
    phrase_of(desk, chief)
    for _night in range(4):
        night()
    announce(desk)
    packs = list(Pack.objects.all())
    assert [one.content is not None for one in packs] == [True, True, True, False]
    assert get(desk, "take_pack", packs[3].id).status_code == 404
    bad = post(desk, "take_pack", packs[0].id, purpose="", reason="台風")
    assert (bad.status_code, list(errors(bad))) == (422, ["purpose"])
    short = post(desk, "take_pack", packs[0].id, purpose="DISASTER", reason="水")
    assert errors(short) == {"reason": ["災害の名前や、渡す先・しまう所を書いてください。"]}
    sent = post(desk, "take_pack", packs[0].id, purpose="DISASTER", reason="架空の台風。消防に渡す")
    assert sent.status_code == 302, text_of(sent)
    announce(desk)
    taking = PackTaking.objects.get()
    assert get(desk, "packs").context["fetch"] == taking
    assert get(chief, "packs").context["fetch"] is None
    got = get(desk, "pack_file", taking.id)
    assert (got["Content-Type"], got.content) == ("application/zip", bytes(packs[0].content))
    assert sorted(got.wsgi_request.shown) == sorted(Target.objects.values_list("id", flat=True))
    assert [get(chief, "pack_file", taking.id).status_code, client_of(desk).get(url("pack_file", taking.id)).status_code] == [404, 302]  # fmt: skip
    announce(desk)
    PackTaking.objects.update(made_at=timezone.now() - 2 * DAY / 24)
    assert get(desk, "pack_file", taking.id).status_code == 403
    PackTaking.objects.update(made_at=timezone.now())
    Pack.objects.filter(id=packs[0].id).update(content=b"spoilt")
    assert get(desk, "pack_file", taking.id).status_code == 403

    neighbour = agencies.actor(
        "架空 隣人", agency=agencies.agency("となりの課"), kinds=(RoleKind.COORDINATOR,)
    )
    assert get(neighbour, "take_pack", packs[0].id).status_code == 404
    announce(neighbour)
    assert [model.objects.count() for model in (Pack, PackPhrase, PackTaking)] == [0, 0, 0]
    announce(desk)
