"""Two viewers of one family: who is not seen is nobody, in the drawing, in the words, on paper and in the database."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Agency
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.family import operations, queries
from norishiro.family.choices import Manner, Standing, TieKind
from norishiro.family.models import HiddenManner, Kin, Mark, SnapshotFigure, SnapshotHome, SnapshotTie, Tie
from norishiro.family.told import End, KinFacts, Telling, TieFacts
from norishiro.people import operations as people_verbs
from norishiro.people.models import Person
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, Ground, SourceKind
from norishiro.sharing.models import UseStop
from tests.factories import agencies, people
from tests.rooms.family.town import TODAY, Town, labels, now_town, partly, signed_in

pytestmark = pytest.mark.django_db

J6 = Ground.CONFERENCE
TELLING = Telling(source="支援会議", told_on=TODAY, basis=J6)


def let(giver: Actor, receiver: Actor, place: Town, *persons: Person) -> None:
    """The case and these people are open to the receiver on the ground of a 支援会議."""
    announce(giver)
    sharing.grant(
        giver, subjects=[sharing.case(place.case.id), *(sharing.person(one.id) for one in persons)],
        recipients=[sharing.agency(receiver.agency_id)], ground=J6, depth=Depth.PROGRESS, source=SourceKind.SEAT,
        source_id=place.case.id,
    )  # fmt: skip


def two_viewers() -> tuple[Town, Actor, Person]:
    """Who writes sees all of them; the other sees the mother and not the son, nor the runaway daughter."""
    place, other = now_town(), agencies.actor("架空 よその")
    daughter = people.person(place.actor, "架空 かくれ")
    let(place.actor, place.actor, place, place.mother, place.son, daughter)
    let(place.actor, other, place, place.mother)
    return place, other, daughter


def registered(place: Town, person: Person, beside: Person, standing: Standing, manner: Manner) -> None:
    operations.add_relative(
        place.actor, case=place.case, beside=End(person=beside), standing=standing, who=person,
        tie=TieFacts(manner=manner), telling=TELLING, today=timezone.localdate(),
    )  # fmt: skip


def test_who_is_not_seen_is_drawn_as_nobody_and_no_line_leads_there() -> None:
    place, other, daughter = two_viewers()
    registered(place, daughter, place.mother, Standing.CHILD, Manner.BIRTH)
    mine, theirs = place.family(), place.family(actor=other)

    assert labels(mine) == ["架空 かくれ", "架空 ヨシ", "架空 次郎"]
    assert (labels(theirs), theirs.pairs, theirs.descents, theirs.siblings) == (["架空 ヨシ"], (), (), ())


def test_the_database_itself_shows_no_tie_mark_or_kept_figure_of_somebody_unseen() -> None:
    place, other, daughter = two_viewers()
    registered(place, daughter, place.mother, Standing.CHILD, Manner.BIRTH)
    told = place.relative(place.mother, Standing.CHILD, "末の子", telling=TELLING)
    today = timezone.localdate()
    operations.mark_figures(
        place.actor, case=place.case, ips=[End(person=daughter)], key_people=[told], basis=J6, today=today
    )
    operations.keep_snapshot(place.actor, case=place.case, words="会議の前", basis=J6, today=today)
    tables = (Kin, Tie, Mark, SnapshotFigure, SnapshotHome, SnapshotTie)
    announce(place.actor)
    mine = [model.objects.count() for model in tables]
    announce(other)

    assert mine == [1, 2, 2, 4, 2, 2]
    assert [model.objects.count() for model in tables] == [1, 1, 1, 2, 1, 1]


def test_a_told_of_figure_is_seen_under_its_ground_and_by_no_other_agency() -> None:
    place, other, _daughter = two_viewers()
    place.relative(place.mother, Standing.SIBLING, "伯母", telling=TELLING)
    place.relative(place.mother, Standing.SIBLING, "言えない妹", telling=Telling(source="母", told_on=TODAY))

    assert labels(place.family()) == ["伯母", "架空 ヨシ", "架空 次郎", "言えない妹"]
    assert labels(place.family(actor=other)) == ["伯母", "架空 ヨシ"]


def test_somebody_told_of_stays_as_told_for_who_does_not_see_the_registered_person() -> None:
    place, other, daughter = two_viewers()
    end = place.relative(place.mother, Standing.CHILD, "家を出た娘", telling=TELLING)
    assert end.kin is not None
    operations.link_kin(place.actor, kin=end.kin, person=daughter, today=timezone.localdate())

    assert labels(place.family()) == ["架空 かくれ", "架空 ヨシ", "架空 次郎"]
    assert labels(place.family(actor=other)) == ["家を出た娘", "架空 ヨシ"]


def test_a_kept_drawing_is_drawn_for_who_looks() -> None:
    place, other, daughter = two_viewers()
    registered(place, daughter, place.mother, Standing.CHILD, Manner.BIRTH)
    snapshot = operations.keep_snapshot(
        place.actor, case=place.case, words="会議の前", basis=J6, today=timezone.localdate()
    )
    announce(other)
    theirs = queries.snapshot_family(other, snapshot=snapshot).family

    assert (labels(theirs), theirs.descents) == (["架空 ヨシ"], ())


def test_what_is_hidden_of_a_tie_is_read_by_the_agency_that_wrote_it_alone() -> None:
    place, other, _daughter = two_viewers()
    let(place.actor, other, place, place.son)
    operations.relate(
        place.actor, case=place.case, kind=TieKind.PARENT, one=End(person=place.mother), other=End(person=place.son),
        facts=TieFacts(manner=Manner.ADOPTED, hide=True), telling=TELLING, today=timezone.localdate(),
    )  # fmt: skip
    tie = Tie.objects.get()
    drawn = [[one.manner for one in place.family(actor=who).descents] for who in (place.actor, other)]
    announce(other)

    assert drawn == [["UNSAID"], ["UNSAID"]]
    assert (Tie.objects.count(), HiddenManner.objects.count(), queries.hidden_manner(other, tie=tie)) == (
        1,
        0,
        None,
    )


def test_page_paper_and_words_tell_nothing_of_who_is_not_seen(client: Client) -> None:
    place, other, daughter = two_viewers()
    registered(place, daughter, place.mother, Standing.CHILD, Manner.BIRTH)
    adopt()
    pages = [
        signed_in(client, who).get(reverse("family:genogram", args=[place.case.id])).content.decode()
        for who in (place.actor, other)
    ]
    paper = signed_in(client, other).get(reverse("family:genogram_paper", args=[place.case.id]))
    text = "".join(one.extract_text() for one in PdfReader(_file(paper)).pages)

    assert ["かくれ" in one for one in pages] == [True, False]
    assert [str(daughter.id) in one for one in pages] == [True, False]
    assert ("かくれ" in text, "ヨシ" in text, "ヨシ" in str(paper.headers)) == (False, True, False)


def adopt() -> None:
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"), name="toshima", valid_from=agencies.EPOCH
    )


def _file(answer: Any) -> Any:
    return BytesIO(answer.content)


def test_a_panel_of_somebody_unseen_is_not_there(client: Client) -> None:
    place, other, daughter = two_viewers()
    registered(place, daughter, place.mother, Standing.CHILD, Manner.BIRTH)
    panel = reverse("family:show_figure", args=[place.case.id])
    answers = [
        signed_in(client, who).get(panel, {"of": f"p-{daughter.id}"}).status_code
        for who in (place.actor, other)
    ]

    assert answers == [200, 404]


def test_a_withheld_surname_is_not_drawn(client: Client) -> None:
    place = now_town()
    adopt()
    protector = place.actor
    announce(protector)
    people_verbs.protect(
        protector, person=place.mother, kind="DV", basis="本人の申出", office=Agency.objects.get(id=protector.agency_id), against=None,
        from_on=timezone.localdate(), renew_by=None, fields=(), told={"SURNAME": "新姓"}, today=timezone.localdate(),
    )  # fmt: skip
    page = signed_in(client, protector).get(reverse("family:genogram", args=[place.case.id]))

    assert ("新姓" in page.content.decode(), "架空 ヨシ" in page.content.decode()) == (False, True)


def test_who_sees_only_that_the_case_exists_sees_no_family(client: Client) -> None:
    place, stranger = now_town(), agencies.actor("架空 しらない")
    answers = [
        signed_in(client, who).get(reverse("family:genogram", args=[place.case.id])).status_code
        for who in (place.actor, stranger)
    ]

    assert answers == [200, 404]


def test_a_stranger_writes_nothing_into_the_family() -> None:
    place, stranger = now_town(), agencies.actor("架空 しらない")
    before = Kin.objects.count()
    with pytest.raises(Refused):
        operations.add_relative(
            stranger, case=place.case, beside=None, standing="", who=_kin(), tie=TieFacts(),
            telling=Telling(source="うわさ", told_on=TODAY, basis=J6), today=TODAY,
        )  # fmt: skip

    assert Kin.objects.count() == before


def _kin() -> Any:
    return KinFacts(label="だれか", birth=partly("不明"))


def test_what_was_told_of_somebody_whose_use_is_stopped_is_gone_too() -> None:
    place, other, daughter = two_viewers()
    end = place.relative(place.mother, Standing.CHILD, "家を出た娘", telling=TELLING)
    assert end.kin is not None
    operations.link_kin(place.actor, kin=end.kin, person=daughter, today=timezone.localdate())
    before = [labels(place.family(actor=who)) for who in (place.actor, other)]
    announce(place.actor)
    UseStop.objects.create(
        subject_id=daughter.id, office_id=place.actor.agency_id, law="個人情報の保護に関する法律第98条",
        ordered_by_id=place.actor.staff_id, from_at=timezone.now(),
    )  # fmt: skip

    assert before == [["架空 かくれ", "架空 ヨシ", "架空 次郎"], ["家を出た娘", "架空 ヨシ"]]
    assert [labels(place.family(actor=who)) for who in (place.actor, other)] == [
        ["架空 ヨシ", "架空 次郎"],
        ["架空 ヨシ"],
    ]
