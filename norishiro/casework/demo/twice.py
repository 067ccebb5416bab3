"""Registered twice in the demo town: two records to look at, and two that are treated as one person already."""

from __future__ import annotations

from norishiro.casework.demo.stage import Stage
from norishiro.casework.operations.merging import merge_people
from norishiro.core.calendar import parse_date
from norishiro.core.operation import announce
from norishiro.people import operations as people
from norishiro.people.models import Pair, Person


def registered_twice(stage: Stage) -> None:
    """Somebody rang up, and came to the window in another month: nobody noticed that it was the same person."""
    rang = _person(stage, "木洩日 澄江", "こもれび すみえ", birth="昭和21年6月3日", phone="03-0000-2163")
    came = _person(
        stage, "木洩日 澄江", "こもれび すみえ", birth="昭和21年6月3日", address="みなと町3丁目1番2号"
    )
    first, second = sorted((rang, came), key=lambda one: one.id)
    announce(stage.actor("suishin"))
    Pair.objects.create(first=first, second=second, percent=99, found_on=stage.ago(1))

    kept = _person(stage, "凪沢 邦", "なぎさわ くに", birth="昭和30年", address="みなと町2丁目")
    away = _person(stage, "渡邉 邦", "わたなべ くに", birth="昭和30年2月", phone="03-0000-3002")
    merge_people(
        stage.actor("suishin"), kept=kept, away=away, reason="本人に聞いた。結婚の前の姓で電話していた", today=stage.ago(3)
    )  # fmt: skip


def _person(stage: Stage, name: str, kana: str, *, birth: str, phone: str = "", address: str = "") -> Person:
    return people.add_person(
        stage.actor("suishin"), name=name, kana=kana, birth=parse_date(birth, today=stage.today), phone=phone,
        address=address, today=stage.ago(30),
    )  # fmt: skip
