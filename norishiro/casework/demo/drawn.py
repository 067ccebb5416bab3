"""The families of two stories as they are drawn: who is dead, who left, who has custody, and what was kept of it."""

from __future__ import annotations

from datetime import date

from norishiro.cases.models import Case
from norishiro.casework.demo.stage import Home, Stage
from norishiro.core.calendar import PartialDate, parse_date
from norishiro.family import operations as family
from norishiro.family.choices import CoupleEnd, Custody, Manner, Standing, Sureness
from norishiro.family.told import End, KinFacts, Telling, TieFacts
from norishiro.people.choices import Sex
from norishiro.sharing.choices import Ground

MARRIED = Manner.MARRIED


def draw_three_generations(stage: Stage, case: Case, home: Home, *, by: str) -> None:
    """月見野家: the grandfather died, the parents divorced; the aunt who lives far away is the one to speak with."""
    actor, on = stage.actor(by), stage.ago(24)
    father, son, grandmother = (End(person=home.people[key]) for key in ("a", "b", "c"))
    mother_said = Telling(source="しづさん", told_on=on)
    family.add_relative(
        actor, case=case, beside=grandmother, standing=Standing.SPOUSE, telling=mother_said, today=on,
        who=KinFacts(label="亡くなった祖父", sex=Sex.MALE, birth=_partly("1940", on), is_dead=True, died_on=_partly("2012", on)),
        tie=TieFacts(manner=MARRIED, ended=CoupleEnd.DIED, ended_on=_partly("2012", on)),
    )  # fmt: skip
    sister = family.add_relative(
        actor, case=case, beside=father, standing=Standing.SIBLING, telling=mother_said, today=on,
        who=KinFacts(label="月見野さんの姉", sex=Sex.FEMALE, birth=_partly("1968", on), note="遠くに住み、盆と正月に電話がある"),
        tie=TieFacts(manner=Manner.SIBLING),
    )  # fmt: skip
    family.keep_snapshot(actor, case=case, words="訪ねはじめたころ", today=on)
    later = stage.ago(12)
    told = Telling(source="民生委員", told_on=later, sureness=Sureness.LIKELY)
    wife = family.add_relative(
        actor, case=case, beside=father, standing=Standing.SPOUSE, telling=told, today=later,
        who=KinFacts(label="蓮さんの母", sex=Sex.FEMALE, birth=_partly("1976", later)),
        tie=TieFacts(manner=MARRIED, place=1, ended=CoupleEnd.DIVORCED, ended_on=_partly("2015", later)),
    )  # fmt: skip
    family.relate(
        actor, case=case, kind="PARENT", one=wife, other=son, telling=told, today=later,
        facts=TieFacts(manner=Manner.BIRTH, custody=Custody.NOT),
    )  # fmt: skip
    family.relate(
        actor, case=case, kind="PARENT", one=father, other=son, telling=told, today=later,
        facts=TieFacts(manner=Manner.BIRTH, custody=Custody.HAS),
    )  # fmt: skip
    family.mark_figures(actor, case=case, ips=[father], key_people=[sister], today=later)


def draw_father_and_son(stage: Stage, case: Case, home: Home, *, by: str, basis: Ground) -> None:
    """白波家: the mother died, an elder brother married and left."""
    actor, on = stage.actor(by), stage.ago(60)
    father, son = End(person=home.people["a"]), End(person=home.people["b"])
    told = Telling(source="父と次男", told_on=on, basis=basis)
    mother = family.add_relative(
        actor, case=case, beside=father, standing=Standing.SPOUSE, telling=told, today=on,
        who=KinFacts(label="亡くなった母", sex=Sex.FEMALE, birth=_partly("1950", on), is_dead=True, died_on=_partly("2019", on)),
        tie=TieFacts(manner=MARRIED, ended=CoupleEnd.DIED),
    )  # fmt: skip
    brother = family.add_relative(
        actor, case=case, beside=father, standing=Standing.CHILD, with_parent=mother, telling=told, today=on,
        who=KinFacts(label="長男", sex=Sex.MALE, birth=_partly("1980", on)), tie=TieFacts(manner=Manner.BIRTH),
    )  # fmt: skip
    family.add_relative(
        actor, case=case, beside=brother, standing=Standing.SPOUSE, telling=told, today=on,
        who=KinFacts(label="長男の妻", sex=Sex.FEMALE), tie=TieFacts(manner=MARRIED),
    )  # fmt: skip
    for parent in (father, mother):
        family.relate(
            actor, case=case, kind="PARENT", one=parent, other=son, facts=TieFacts(manner=Manner.BIRTH),
            telling=told, today=on,
        )  # fmt: skip
    family.mark_figures(actor, case=case, ips=[father], key_people=[son], basis=basis, today=on)
    family.keep_snapshot(actor, case=case, words="プランを作ったころ", basis=basis, today=on)


def _partly(year: str, on: date) -> PartialDate:
    return parse_date(f"{year}年ごろ", today=on)
