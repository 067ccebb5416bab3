"""The demo town's old list: read by the chief and not yet taken, with a row of every destination that waits for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import F
from django.utils import timezone

from norishiro.agencies.actor import Actor, actor_for, hats_of
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.exchange import operations
from norishiro.exchange.models import Bringing
from norishiro.exchange.rules import MOST_ON_SCREEN
from norishiro.people.models import Person

KEEPER = "kacho"
LINES = (
    "福祉の名簿（見本）,,,,,,,,,,,,",
    "整理番号,世帯番号,氏名,フリガナ,性別,生年月日,郵便番号,住所,電話,続柄,支援措置,備考,個人番号",
    "A-001,501,見本 一江,ﾐﾎﾝ ｶｽﾞｴ,2,昭和11.3.4,,架空町1-2-3,03-0000-0101,世帯主,,,",
    "A-002,501,見本 二郎,ミホン ジロウ,男,S36.5.6,,架空町１丁目２番３号,,子,無,,",
    "A-003,502,例示 三子,レイジ サンコ,女,1980-07-08,,架空町4-5,03-0000-0102,本人,？,転入,",
    "A-004,503,例示 四郎,レイジ シロウ,1,30,,架空町6-7,,世帯主,,,",
    "A-004,503,例示 四郎,レイジ シロウ,1,昭和30.4.1,,架空町6-7,,世帯主,,,",
    ",,,,,,,,,,,,",
)


def tell(*, today: date) -> None:
    """Nothing where the town has no such chief, or brings something in already."""
    staff = Staff.objects.filter(login_id=KEEPER).first()
    for hat in hats_of(staff=staff, today=today) if staff else []:
        actor = actor_for(staff_id=staff.id, agency_id=hat.agency_id, today=today) if staff else None
        if actor is None:
            continue
        announce(actor)
        if Bringing.objects.exists():
            return
        known = Person.objects.exclude(name="").order_by("kana_key", "id").first()
        alike = [f"A-009,,{known.name},{known.kana},,,,,,,,,"] if known else []
        _read(actor, [*LINES, *alike], name="福祉の名簿（見本）.csv", today=today)
        _take_twice(actor, today=today)
        return


def _read(actor: Actor, lines: Sequence[str], *, name: str, today: date) -> Bringing:
    return operations.read_file(
        actor, kind="PEOPLE", content="\r\n".join(lines).encode("utf-8-sig"), file_name=name, layout=None,
        most=MOST_ON_SCREEN, today=today,
    )  # fmt: skip


def _take_twice(actor: Actor, *, today: date) -> None:
    """Two lists of people who are here already, so that nobody is added: the older stands, the later is asked to be taken back.
    Nothing where fewer than three people are known well enough."""
    known = Person.objects.filter(birth_earliest=F("birth_latest"), merged_into=None).exclude(address="")
    lines = [
        f"B-{at:03d},,{one.name},{one.kana},,{one.birth},,{one.address},{{phone}},,,,"
        for at, one in enumerate(known.exclude(name="").order_by("kana_key", "id")[:3], start=1)
    ]
    if len(lines) < 3:
        return
    first, second, third = lines
    files = {
        "見守りの名簿（見本）.csv": (first.format(phone=""), second.format(phone="")),
        "見守りの名簿・去年（見本）.csv": (first.format(phone="03-0000-0199"), third.format(phone="")),
    }
    for name, told in files.items():
        taken = _read(actor, [*LINES[:2], *told], name=name, today=today)
        if operations.take_verdict(actor, taken).allowed:
            operations.take_rows(actor, bringing=taken, now=timezone.now(), today=today)
    if taken.rows.filter(done=True).exists():
        operations.ask_undo(
            actor, bringing=taken, reason="去年の名簿を、まちがえて取り込みました", today=today
        )
