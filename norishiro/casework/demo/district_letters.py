"""地区の便り of the demo town: some registered, one left, one letter went out, one is being written. Nothing leaves the machine."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from django.core import mail
from django.db import transaction
from django.utils import timezone

from norishiro.casework.demo.stage import Stage
from norishiro.neighbours import carrying, operations, slot
from norishiro.neighbours.access import Link
from norishiro.publicity.models import Item

NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
HERE = "https://example.invalid"
FIRST, SECOND = 7, 2


def told_to_districts(stage: Stage) -> None:
    """Numbers with a few and with more, so that both ways of telling them are seen."""
    found = slot.districts(on=stage.today)
    if len(found) < SECOND:
        return
    first, second = found[0].code, found[1].code
    for number in range(FIRST):
        _join(stage, f"reader{number}@example.invalid", [first], days_ago=40)
    for number in range(SECOND):
        _join(stage, f"both{number}@example.invalid", [first, second], days_ago=35)
    left = _join(stage, "left@example.invalid", [first], days_ago=34)
    slot.leave(key=left, on=stage.ago(12))

    csw = stage.actor("csw")
    forum = Item.objects.filter(kind="FORUM", published_on__isnull=False).first()
    sent = operations.write_post(
        csw, title="フォーラムと、居場所の新しい曜日のお知らせ（見本）", areas=[first, second],
        text="来月、区民ホールでフォーラムをひらきます。申込みは要りません。\n\n北の会館の居場所は、木曜もあくようになりました。本を読むだけでもかまいません。",
        link=Link(item_id=forum.id if forum else None), now=_at(stage, 9),
    )  # fmt: skip
    operations.send_post(csw, post=sent, version=sent.version, now=_at(stage, 9), base=HERE)
    carrying.carry(now=_at(stage, 9), base=HERE, backend=mail.get_connection(NOWHERE))
    operations.write_post(
        csw, title="冬のフードパントリー（見本）", areas=[second],
        text="第3土曜の10時から、会館の玄関でお渡しします。名前は書かなくてかまいません。", link=Link(), now=_at(stage, 0),
    )  # fmt: skip


def _join(stage: Stage, address: str, areas: list[str], *, days_ago: int) -> UUID:
    now = _at(stage, days_ago)
    with transaction.atomic():
        key = slot.new_asking(address=address, areas=areas, tongue="ja", now=now)
    own = slot.confirm(key=key, now=now)
    assert own is not None
    return own


def _at(stage: Stage, days_ago: int) -> datetime:
    return timezone.make_aware(datetime.combine(stage.ago(days_ago), time(10)))
