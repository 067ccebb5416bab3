"""Invented households whose addresses are withheld: one on request, one by a list in doubt, one about to end."""

from __future__ import annotations

from datetime import date

from norishiro.agencies.models import Agency
from norishiro.casework.demo.going_round import visit_hidden_home
from norishiro.casework.demo.stage import Stage
from norishiro.people import operations as people
from norishiro.people.choices import ProtectionKind, WithheldField
from norishiro.people.models import Person, Protection
from norishiro.people.suppressions import ListedPerson

BOTH = (WithheldField.ADDRESS, WithheldField.PHONE)


def withhold_homes(stage: Stage) -> None:
    """風待家 asked for it; 浦風さん asks that it ends, and waits for the second person; 凪浜さん is like one of the list."""
    known_on = stage.ago(20)
    mother = stage.family("kazamachi", by="korei", on=known_on)
    ending = stage.family("urakaze", by="suishin", on=known_on)
    stage.family("nagihama", by="suishin", on=known_on)
    korei = stage.actor("korei")
    stands = people.protect(
        korei, person=mother.people["a"], kind=ProtectionKind.DV, basis="本人の申出。警察の意見あり", office=_office(),
        fields=BOTH, told={"SCHOOL": "みほん第三保育園"}, from_on=stage.ago(10),
        renew_by=date(stage.today.year + 1, 3, 31), today=stage.ago(10),
    )  # fmt: skip
    people.add_protected(korei, protection=stands, field=WithheldField.SHELTER, text="みほんひだまりホーム")
    visit_hidden_home(stage, mother.people["a"], by="korei")
    _about_to_end(stage, ending.people["a"])
    people.take_suppressions(
        stage.actor("suishin"),
        lines=[
            ListedPerson(line_no=2, name="風待 しずく", kana="かぜまち しずく", birth=date(1992, 6, 11), kind="DV"),
            ListedPerson(line_no=3, name="凪浜 あおい", kana="なぎはま あおい", birth=date(1988, 9, 3), kind="STALKING"),
            ListedPerson(line_no=4, name="どこにもいない人", birth=date(1960, 1, 1)),
        ],
        content=b"sample", issued_on=stage.today, today=stage.today,
    )  # fmt: skip


def _office() -> Agency:
    return Agency.objects.get(code="FUKUSHI_SOMU")


def _about_to_end(stage: Stage, person: Person) -> Protection:
    suishin = stage.actor("suishin")
    protection = people.protect(
        suishin, person=person, kind=ProtectionKind.AGENCY, basis="前の勤め先からの嫌がらせ", office=_office(),
        fields=BOTH, from_on=stage.ago(15), renew_by=stage.ago(2), today=stage.ago(15),
    )  # fmt: skip
    people.ask_lifting(
        stage.actor("kacho"), protection=protection, version=protection.version,
        reason="嫌がらせがやみ、本人から終えてよいと申出があった", today=stage.ago(1),
    )  # fmt: skip
    return protection
