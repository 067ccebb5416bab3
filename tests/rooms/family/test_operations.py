"""The verbs of the family's drawing, and what the drawing makes of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion, Unseen
from norishiro.core.verdict import Refused
from norishiro.family import operations, queries
from norishiro.family.choices import CoupleEnd, Custody, KinKind, Manner, Standing, Sureness, TieKind
from norishiro.family.models import HiddenManner, Kin, Mark, Tie
from norishiro.family.told import End, KinFacts, Telling, TieFacts
from norishiro.people import operations as people_verbs
from norishiro.people.models import Person
from norishiro.sharing.choices import Ground
from tests.factories import people
from tests.rooms.family.town import TELLING, TODAY, labels, partly, town

pytestmark = pytest.mark.django_db


def why(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in refusal.value.verdict.reasons]


def test_a_family_begins_with_the_people_of_the_case() -> None:
    family = town().family()

    assert (labels(family), family.pairs, family.descents) == (["架空 ヨシ", "架空 次郎"], (), ())
    assert {one.homes for one in family.figures} == {("架空家",)}


def test_a_dead_grandfather_is_drawn_and_is_no_registered_person() -> None:
    place = town()
    registered = Person.objects.count()
    father = place.relative(
        place.mother, Standing.SPOUSE, "亡くなった父", sex="MALE", birth=partly("昭和15年"), died_on=partly("平成31年"),
        tie=TieFacts(manner=Manner.MARRIED, ended=CoupleEnd.DIED),
    )  # fmt: skip
    place.relate(TieKind.PARENT, father, place.son, manner=Manner.BIRTH)
    drawn = {one.key: one for one in place.family().figures}
    [pair] = place.family().pairs

    assert Person.objects.count() == registered
    assert (drawn[father.key].dead, drawn[father.key].died, drawn[father.key].age) == (True, "2019年没", 78)
    assert (pair.ended, [(one.parent, one.child) for one in place.family().descents]) == (
        "DIED", [(father.key, f"p-{place.son.id}")],
    )  # fmt: skip


def test_every_fact_says_who_recorded_it_from_whom_when_and_how_sure() -> None:
    place = town()
    told = Telling(source="民生委員", told_on=date(2026, 11, 1), sureness=Sureness.LIKELY)
    sister = place.relative(place.son, Standing.SIBLING, "姉", telling=told)
    announce(place.actor)
    tie = Tie.objects.get()

    for fact in (sister.kin, tie):
        assert (fact.source, fact.told_on, fact.sureness, fact.staff_id, fact.agency_id, fact.basis) == (
            "民生委員", date(2026, 11, 1), "LIKELY", place.actor.staff_id, place.actor.agency_id, "OWN",
        )  # fmt: skip


def test_a_child_hangs_from_both_parents_where_both_are_named() -> None:
    place = town()
    father = place.relative(place.mother, Standing.SPOUSE, "父")
    child = place.relative(place.mother, Standing.CHILD, "弟", with_parent=father)

    assert {(one.parent, one.child) for one in place.family().descents} == {
        (f"p-{place.mother.id}", child.key), (father.key, child.key),
    }  # fmt: skip


def test_a_parent_and_somebody_alone_can_be_drawn_too() -> None:
    place = town()
    parent = place.relative(place.mother, Standing.PARENT, "祖母")
    alone = place.relative(None, Standing.CHILD, "近所のおばさん")

    assert {one.key for one in place.family().figures} >= {parent.key, alone.key}
    assert [(one.parent, one.child) for one in place.family().descents] == [
        (parent.key, f"p-{place.mother.id}")
    ]


def test_somebody_registered_is_drawn_as_themselves() -> None:
    place = town()
    aunt = people.person(place.actor, "架空 とめ")
    end = operations.add_relative(
        place.actor, case=place.case, beside=End(person=place.mother), standing=Standing.SIBLING, who=aunt,
        tie=TieFacts(), telling=TELLING, today=TODAY,
    )  # fmt: skip

    assert (end.key, Kin.objects.count(), labels(place.family())) == (
        f"p-{aunt.id}", 0, ["架空 とめ", "架空 ヨシ", "架空 次郎"],
    )  # fmt: skip


def test_the_plain_ties_of_the_register_are_drawn_where_no_exact_one_speaks() -> None:
    place = town()
    people_verbs.add_relation(place.actor, person=place.mother, other=place.son, kind="PARENT")
    assert [one.manner for one in place.family().descents] == ["UNSAID"]
    place.relate(TieKind.PARENT, place.mother, place.son, manner=Manner.ADOPTED)

    assert [one.manner for one in place.family().descents] == ["ADOPTED"]


@pytest.mark.parametrize(
    ("kind", "manner", "ended"), [("SPOUSE", "MARRIED", ""), ("PARTNER", "PARTNER", ""), ("FORMER_SPOUSE", "MARRIED", "DIVORCED")]
)  # fmt: skip
def test_couples_of_the_register_are_couples_of_the_drawing(kind: str, manner: str, ended: str) -> None:
    place = town()
    people_verbs.add_relation(place.actor, person=place.mother, other=place.son, kind=kind)
    [pair] = place.family().pairs

    assert (pair.manner, pair.ended) == (manner, ended)


def test_a_marriage_of_the_register_that_ended_and_a_key_person_are_seen_by_day() -> None:
    place = town()
    relation = people_verbs.add_relation(
        place.actor, person=place.mother, other=place.son, kind="SPOUSE", from_on=date(2000, 1, 1)
    )
    people_verbs.end_relation(place.actor, relation=relation, until_on=date(2010, 1, 1))
    people_verbs.add_relation(place.actor, person=place.mother, other=place.son, kind="KEY_PERSON")
    days = {day.year: place.family(on=day) for day in (date(1999, 1, 1), date(2005, 1, 1), date(2026, 1, 1))}

    assert {year: [one.ended for one in family.pairs] for year, family in days.items()} == {
        1999: [], 2005: [""], 2026: ["PARTED"],
    }  # fmt: skip
    assert [one.label for one in days[2026].figures if one.key_person] == ["架空 ヨシ"]


def test_the_drawing_of_an_earlier_day_shows_who_lived_and_who_was_a_couple_then() -> None:
    place = town()
    wife = place.relative(
        place.son, Standing.SPOUSE, "妻", birth=partly("昭和60年"),
        tie=TieFacts(
            manner=Manner.MARRIED, since=partly("平成22年"), ended=CoupleEnd.DIVORCED, ended_on=partly("平成30年")
        ),
    )  # fmt: skip
    place.relative(
        place.son, Standing.CHILD, "孫", with_parent=wife, birth=partly("平成25年"), died_on=partly("令和2年")
    )
    told = {
        year: (
            {one.label: one.dead for one in family.figures if one.key.startswith("k-")},
            [one.ended for one in family.pairs],
        )
        for year in (1984, 2009, 2015, 2026) for family in [place.family(on=date(year, 6, 1))]
    }  # fmt: skip

    assert told == {
        1984: ({}, []),
        2009: ({"妻": False}, []),
        2015: ({"妻": False, "孫": False}, [""]),
        2026: ({"妻": False, "孫": True}, ["DIVORCED"]),
    }


def test_twins_custody_and_several_marriages_in_order() -> None:
    place = town()
    first = place.relative(
        place.son, Standing.SPOUSE, "前の妻", tie=TieFacts(manner=Manner.MARRIED, place=1, ended="DIVORCED")
    )
    place.relative(place.son, Standing.SPOUSE, "いまの妻", tie=TieFacts(manner=Manner.PARTNER, place=2))
    one = place.relative(place.son, Standing.CHILD, "姉", with_parent=first)
    other = place.relative(one, Standing.SIBLING, "妹", tie=TieFacts(manner=Manner.IDENTICAL))
    announce(place.actor)
    tie = Tie.objects.get(kind="PARENT", one_kin=first.kin)
    operations.change_tie(
        place.actor, tie=tie, version=tie.version, facts=TieFacts(manner=Manner.BIRTH, custody=Custody.HAS), source="母",
        told_on=TODAY, sureness="SURE", today=TODAY,
    )  # fmt: skip
    family = place.family()

    assert [(pair.place, pair.ended) for pair in family.pairs] == [(1, "DIVORCED"), (2, "")]
    assert [(each.one, each.other, each.manner) for each in family.siblings] == [
        (one.key, other.key, "IDENTICAL")
    ]
    assert {each.custody for each in family.descents if each.parent == first.key} == {"HAS"}


def test_the_same_two_may_part_and_marry_again_but_are_not_married_twice_at_once() -> None:
    place = town()
    wife = place.relative(
        place.son, Standing.SPOUSE, "妻", tie=TieFacts(manner=Manner.MARRIED, ended="DIVORCED")
    )
    place.relate(TieKind.COUPLE, wife, place.son, manner=Manner.MARRIED)
    with pytest.raises(Refused) as refusal:
        place.relate(TieKind.COUPLE, place.son, wife, manner=Manner.PARTNER)

    assert why(refusal) == ["other"]


def test_nobody_becomes_their_own_grandparent() -> None:
    place = town()
    place.relate(TieKind.PARENT, place.mother, place.son)
    grandchild = place.relative(place.son, Standing.CHILD, "孫")
    with pytest.raises(Refused) as refusal:
        place.relate(TieKind.PARENT, grandchild, place.mother)

    assert why(refusal) == ["other"]


def test_two_gave_birth_and_a_third_may_be_adoptive() -> None:
    place = town()
    for label in ("母", "父"):
        place.relative(place.son, Standing.PARENT, label)
    with pytest.raises(Refused) as refusal:
        place.relative(place.son, Standing.PARENT, "三人め")
    place.relative(place.son, Standing.PARENT, "養父", tie=TieFacts(manner=Manner.ADOPTED))

    assert (why(refusal), len(place.family().descents)) == (["manner"], 3)
    assert [one.label for one in Kin.objects.order_by("made_at")] == ["母", "父", "養父"]


def test_a_tie_to_oneself_a_manner_of_another_kind_and_a_tie_told_tomorrow_are_refused() -> None:
    place = town()
    with pytest.raises(Refused) as same:
        place.relate(TieKind.SIBLING, place.son, place.son)
    with pytest.raises(Refused) as manner:
        place.relate(TieKind.COUPLE, place.son, place.mother, manner=Manner.ADOPTED)
    with pytest.raises(Refused) as late:
        place.relative(
            place.son, Standing.SIBLING, "姉", telling=replace(TELLING, told_on=date(2026, 11, 21))
        )

    assert (why(same), why(manner), why(late)) == (["other"], ["manner"], ["told_on"])


def test_a_ground_one_does_not_hold_is_refused() -> None:
    place = town()
    with pytest.raises(Refused) as refusal:
        place.relative(place.son, Standing.SIBLING, "姉", telling=replace(TELLING, basis=Ground.CONFERENCE))

    assert why(refusal) == ["basis"]


def test_what_is_told_is_corrected_by_one_at_a_time() -> None:
    place = town()
    kin = place.relative(place.son, Standing.SIBLING, "姉").kin
    assert kin is not None
    changed = {
        "facts": KinFacts(label="姉の幸子", sex="FEMALE"),
        "source": "母",
        "told_on": TODAY,
        "sureness": "LIKELY",
        "today": TODAY,
    }
    operations.change_kin(place.actor, kin=kin, version=1, **changed)
    assert (kin.label, kin.sureness, kin.version) == ("姉の幸子", "LIKELY", 2)
    with pytest.raises(StaleVersion):
        operations.change_kin(place.actor, kin=kin, version=1, **changed)
    with pytest.raises(Refused) as refusal:
        operations.change_kin(
            place.actor,
            kin=kin,
            version=2,
            **changed | {"facts": KinFacts(label="姉", birth=partly("平成2年"), died_on=partly("平成1年"))},
        )

    assert why(refusal) == ["died_on"]


def test_a_figure_is_taken_back_only_without_ties() -> None:
    place = town()
    kin = place.relative(place.son, Standing.SIBLING, "姉").kin
    assert kin is not None
    with pytest.raises(Refused) as refusal:
        operations.withdraw_kin(place.actor, kin=kin, reason="別の家の人", today=TODAY)
    operations.withdraw_tie(place.actor, tie=Tie.objects.get(), reason="別の家の人", today=TODAY)
    operations.withdraw_kin(place.actor, kin=kin, reason="別の家の人", today=TODAY)

    assert (why(refusal), labels(place.family())) == (["reason"], ["架空 ヨシ", "架空 次郎"])
    with pytest.raises(Unseen):
        queries.get_kin(place.actor, kin_id=kin.id)


def test_somebody_told_of_turns_out_to_be_registered_and_back() -> None:
    place = town()
    end = place.relative(place.son, Standing.SIBLING, "姉")
    sister = people.person(place.actor, "架空 幸子")
    assert end.kin is not None
    operations.link_kin(place.actor, kin=end.kin, person=sister, today=TODAY)
    linked = place.family()
    operations.unlink_kin(place.actor, kin=end.kin)
    apart = place.family()

    assert (labels(linked), linked.siblings[0].other) == (
        ["架空 ヨシ", "架空 幸子", "架空 次郎"],
        f"p-{sister.id}",
    )
    assert (labels(apart), apart.siblings[0].other) == (["姉", "架空 ヨシ", "架空 次郎"], end.key)


def test_one_registered_person_is_not_two_of_those_told_of() -> None:
    place = town()
    sister = people.person(place.actor, "架空 幸子")
    ends = [place.relative(place.son, Standing.SIBLING, label) for label in ("姉", "上の姉")]
    lost = place.relative(place.mother, Standing.CHILD, "生まれなかった子", kind=KinKind.LOSS)
    assert ends[0].kin and ends[1].kin and lost.kin
    operations.link_kin(place.actor, kin=ends[0].kin, person=sister, today=TODAY)
    for kin in (ends[0].kin, ends[1].kin, lost.kin):
        with pytest.raises(Refused):
            operations.link_kin(place.actor, kin=kin, person=sister, today=TODAY)
    with pytest.raises(Refused) as refusal:
        operations.unlink_kin(place.actor, kin=ends[1].kin)

    assert why(refusal) == ["person"]


def test_what_is_hidden_of_a_parent_is_not_drawn_and_not_in_the_tie() -> None:
    place = town()
    tie = place.relate(TieKind.PARENT, place.mother, place.son, manner=Manner.ADOPTED, hide=True)
    hidden = queries.hidden_manner(place.actor, tie=tie)

    assert [one.manner for one in place.family().descents] == ["UNSAID"]
    assert (tie.manner, hidden.manner if hidden else "") == ("UNSAID", "ADOPTED")
    operations.change_tie(
        place.actor, tie=tie, version=1, facts=TieFacts(manner=Manner.ADOPTED), source="本人", told_on=TODAY,
        sureness="SURE", today=TODAY,
    )  # fmt: skip
    assert (tie.manner, HiddenManner.objects.count()) == ("ADOPTED", 0)
    with pytest.raises(Refused) as refusal:
        place.relate(TieKind.SIBLING, place.mother, place.son, manner=Manner.SIBLING, hide=True)
    assert why(refusal) == ["hide"]


def test_marks_are_given_and_taken() -> None:
    place = town()
    sister = place.relative(place.son, Standing.SIBLING, "姉")
    operations.mark_figures(
        place.actor, case=place.case, ips=[End(person=place.son)], key_people=[sister], today=TODAY
    )
    marked = {one.label: (one.ip, one.key_person) for one in place.family().figures}
    operations.mark_figures(
        place.actor, case=place.case, ips=[End(person=place.son)], key_people=[], today=TODAY
    )
    after = {one.label: (one.ip, one.key_person) for one in place.family().figures}

    assert marked == {"架空 ヨシ": (False, False), "架空 次郎": (True, False), "姉": (False, True)}
    assert after == {"架空 ヨシ": (False, False), "架空 次郎": (True, False), "姉": (False, False)}
    assert Mark.objects.count() == 2


def test_a_kept_drawing_stays_when_the_family_is_corrected() -> None:
    place = town()
    kin = place.relative(place.son, Standing.SIBLING, "姉").kin
    assert kin is not None
    snapshot = operations.keep_snapshot(place.actor, case=place.case, words="会議の前", today=TODAY)
    operations.change_kin(
        place.actor, kin=kin, version=1, facts=KinFacts(label="幸子さん"), source="母", told_on=TODAY, sureness="SURE", today=TODAY
    )  # fmt: skip
    announce(place.actor)
    kept = queries.snapshot_family(place.actor, snapshot=snapshot).family

    assert (labels(kept), labels(place.family())) == (
        ["姉", "架空 ヨシ", "架空 次郎"],
        ["幸子さん", "架空 ヨシ", "架空 次郎"],
    )
    assert (len(kept.siblings), {one.homes for one in kept.figures}) == (1, {(), ("架空家",)})
    with pytest.raises(Refused) as refusal:
        operations.keep_snapshot(place.actor, case=place.case, words="会議の前", today=TODAY)
    assert why(refusal) == ["words"]


def test_a_member_of_two_households_stands_in_both_lines() -> None:
    place = town()
    grandmother = people.person(place.actor, "架空 トメ")
    people.household(place.actor, grandmother, place.son, label="祖母の家")
    operations.add_relative(
        place.actor, case=place.case, beside=End(person=place.mother), standing=Standing.PARENT, who=grandmother,
        tie=TieFacts(manner=Manner.BIRTH), telling=TELLING, today=TODAY,
    )  # fmt: skip
    homes = {one.label: one.homes for one in place.family().figures}

    assert homes == {
        "架空 ヨシ": ("架空家",), "架空 次郎": ("架空家", "祖母の家"), "架空 トメ": ("祖母の家",),
    }  # fmt: skip


def test_two_records_of_one_person_are_one_symbol() -> None:
    place = town()
    twice = people.person(place.actor, "架空 ジロウ")
    people_verbs.add_relation(place.actor, person=place.mother, other=twice, kind="PARENT")
    Person.objects.filter(id=twice.id).update(merged_into=place.son)
    family = place.family()

    assert labels(family) == ["架空 ヨシ", "架空 次郎"]
    assert [(one.parent, one.child) for one in family.descents] == [
        (f"p-{place.mother.id}", f"p-{place.son.id}")
    ]
