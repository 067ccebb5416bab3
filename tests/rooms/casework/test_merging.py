"""Two records of one person: who sees what stays as it was, what is withheld stays withheld, and it can be undone."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, RoleKind
from norishiro.agencies.models import Agency, Staff
from norishiro.casework.operations import merging
from norishiro.casework.queries import today_watched
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.people import operations, queries
from norishiro.people.choices import PairState, ProtectionState
from norishiro.people.models import Membership, Pair, Person, Protection
from norishiro.sharing.choices import ALL_CATEGORIES, ConsentGiver, ConsentMethod, Depth, Ground, SourceKind
from norishiro.sharing.models import Exclusion, Grant
from norishiro.sharing.operations import agency as agency_recipient
from norishiro.sharing.operations import exclude_staff, grant, take_consent
from norishiro.sharing.operations import person as person_subject
from tests.factories import agencies, people

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
WHY = "本人に聞いた"


@pytest.fixture
def actor() -> Actor:
    return agencies.actor()


@pytest.fixture
def kept(actor: Actor) -> Person:
    return operations.add_person(
        actor, name="架空 花子", kana="かくう はなこ", address="見本町1丁目2番3号", today=TODAY
    )


@pytest.fixture
def away(actor: Actor) -> Person:
    return operations.add_person(actor, name="架空 華子", phone="03-0000-1234", today=TODAY)


@pytest.fixture
def client(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refused.value.verdict.reasons]


def share(actor: Actor, person: Person, *, to: Agency, depth: Depth = Depth.PROGRESS) -> None:
    announce(actor)
    grant(
        actor, subjects=[person_subject(person.id)], recipients=[agency_recipient(to.id)], ground=Ground.CONSENT,
        depth=depth, source=SourceKind.CONSENT, source_id=person.id, categories=ALL_CATEGORIES,
    )  # fmt: skip


def test_nothing_is_moved(actor: Actor, kept: Person, away: Person) -> None:
    home = people.household(actor, away)
    before = set(Grant.objects.values_list("id", "subject_id", "until_at"))

    merge = merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)

    away.refresh_from_db()
    assert (merge.kept_id, merge.away_id, away.merged_into_id) == (kept.id, away.id, kept.id)
    assert set(Grant.objects.values_list("id", "subject_id", "until_at")) == before
    assert list(Membership.objects.values_list("person_id", "household_id")) == [(away.id, home.id)]
    assert [one.household_id for one in queries.households_of(actor, person=kept)] == [home.id]


def test_undoing_leaves_everything_as_it_was(actor: Actor, kept: Person, away: Person) -> None:
    people.household(actor, away)
    plain = {"id", "name", "kana", "alias", "phone", "address", "merged_into_id", "died_on"}

    def everything() -> list[object]:
        rows = [{key: row[key] for key in plain} for row in Person.objects.order_by("id").values()]
        return [rows, sorted(Grant.objects.values_list("id", "until_at")), list(Membership.objects.values())]

    before = everything()
    merge = merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)
    assert everything() != before

    undone = merging.undo_merge(actor, merge=merge, reason="同姓同名だった", today=TODAY)

    assert everything() == before
    assert (undone.undone_on, undone.undone_reason) == (TODAY, "同姓同名だった")
    assert queries.merges_of(actor, person=kept) == []
    assert Pair.objects.get().state == PairState.APART
    with pytest.raises(Refused) as refused:
        merging.undo_merge(actor, merge=merge, reason="もう一度", today=TODAY)
    assert codes(refused) == ["undone"]


def test_who_saw_one_record_sees_just_that(actor: Actor, kept: Person, away: Person) -> None:
    other = agencies.actor("架空 次郎", agency=agencies.agency("ほかの機関"))
    share(actor, kept, to=Agency.objects.get(id=other.agency_id))

    merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)

    announce(other)
    assert list(queries.visible_to(other)) == [kept]
    assert queries.merges_of(other, person=kept) == []
    assert queries.search_people(other, text="1234", today=TODAY) == []


def test_nobody_is_left_behind(actor: Actor, kept: Person, away: Person) -> None:
    other = agencies.actor("架空 次郎", agency=agencies.agency("ほかの機関"))
    share(actor, away, to=Agency.objects.get(id=other.agency_id))
    share(actor, kept, to=Agency.objects.get(id=other.agency_id), depth=Depth.EXISTENCE)

    with pytest.raises(Refused) as refused:
        merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)
    assert codes(refused) == ["left_behind"]

    share(actor, kept, to=Agency.objects.get(id=other.agency_id))
    merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)
    announce(other)
    assert [one.away_id for one in queries.merges_of(other, person=kept)] == [away.id]


def test_what_stands_between_two_records_is_told_at_once(actor: Actor, kept: Person, away: Person) -> None:
    operations.add_relation(actor, person=kept, other=away, kind="SIBLING")
    with pytest.raises(Refused) as refused:
        merging.merge_people(actor, kept=kept, away=away, reason=" ", today=TODAY)
    assert codes(refused) == ["related", "reason"]
    with pytest.raises(Refused) as refused:
        merging.merge_people(actor, kept=kept, away=kept, reason=WHY, today=TODAY)
    assert codes(refused) == ["other"]


def test_merged_once(actor: Actor, kept: Person, away: Person) -> None:
    third = people.person(actor, "架空 三子")
    merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)
    for one, other, code in (
        (third, away, "keep"),  # gone already
        (away, third, "keep"),  # into something that is gone
        (third, kept, "keep"),  # holds others
    ):
        with pytest.raises(Refused) as refused:
            merging.merge_people(actor, kept=one, away=other, reason=WHY, today=TODAY)
        assert codes(refused) == [code]
    merging.merge_people(actor, kept=kept, away=third, reason=WHY, today=TODAY)
    assert sorted(kept.all_ids) == sorted([kept.id, away.id, third.id])


def test_who_sees_only_one_finds_no_merge(actor: Actor, kept: Person) -> None:
    stranger = agencies.actor("架空 四郎", agency=agencies.agency("よその機関"))
    hidden = people.person(stranger, "架空 影子")
    announce(actor)
    with pytest.raises(Unseen):
        merging.merge_people(actor, kept=kept, away=hidden, reason=WHY, today=TODAY)


@pytest.mark.parametrize("protected", ["kept", "away"])
def test_the_stricter_protection_stays_for_both(
    actor: Actor, kept: Person, away: Person, protected: str
) -> None:
    office = Agency.objects.get(id=actor.agency_id)
    operations.protect(
        actor, person={"kept": kept, "away": away}[protected], kind="DV", basis="申出", office=office,
        fields=["ADDRESS", "PHONE"], from_on=TODAY, today=TODAY,
    )  # fmt: skip

    merge = merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)

    assert set(Protection.objects.values_list("person_id", "kind")) == {(kept.id, "DV"), (away.id, "DV")}
    assert set(Person.objects.values_list("address", "phone")) == {("", "")}
    merging.undo_merge(actor, merge=merge, reason="別の人だった", today=TODAY)
    assert set(Person.objects.values_list("address", "phone")) == {("", "")}


@pytest.fixture
def two_of_the_office() -> list[Actor]:
    office = agencies.agency("住民課", body=Body.ADMINISTRATION)
    return [
        agencies.actor(name, agency=office, kinds=(RoleKind.MANAGER,)) for name in ("架空 一枝", "架空 二枝")
    ]


@pytest.mark.parametrize("protected", ["kept", "away"])
def test_a_wrong_merging_is_taken_back_whole(
    actor: Actor, kept: Person, away: Person, two_of_the_office: list[Actor], protected: str
) -> None:
    """Protection, exclusion and data as they were, once two people of the office have ended what came over."""
    one, other = two_of_the_office
    people_of = {"kept": kept, "away": away}
    cousin = agencies.staff("架空 いとこ")
    announce(actor)
    exclude_staff(actor, subjects=[person_subject(people_of[protected].id)], shut_out=cousin, reason="親族")
    operations.protect(
        actor, person=people_of[protected], kind="DV", basis="申出", office=Agency.objects.get(id=one.agency_id),
        fields=["ADDRESS", "PHONE"], from_on=TODAY, today=TODAY,
    )  # fmt: skip
    before = _state()

    merge = merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)
    assert len(merge.shut_out) == 1
    merging.undo_merge(actor, merge=merge, reason="別の人だった", today=TODAY)

    assert Exclusion.objects.filter(until_at=None).count() == 1
    announce(one)
    (came,) = [held for held in queries.protections_kept(one) if held.parted_on]
    assert came.person_id == people_of["away" if protected == "kept" else "kept"].id
    lines = [line for kind, line in today_watched.protections(one, today=TODAY) if line.kind == "parted"]
    assert [line.target for line in lines] == [came.id]
    lifting = operations.ask_lifting(
        one, protection=came, version=came.version, reason="まとめまちがいで移った", today=TODAY
    )
    announce(other)
    operations.lift_protection(other, lifting=lifting, version=came.version, today=TODAY)
    announce(actor)
    assert _state() == before


def _state() -> set[tuple[object, ...]]:
    """What is seen of the two, who is shut out of them, and what is withheld."""
    seen = Person.objects.values_list("id", "name", "address", "phone", "merged_into")
    shut = Exclusion.objects.filter(until_at=None).values_list("subject_id", "staff_id")
    held = Protection.objects.exclude(state=ProtectionState.ENDED).values_list(
        "person_id", "kind", "office_id"
    )
    return {*seen, *shut, *held}


def test_whom_it_is_kept_from_is_no_second_record(actor: Actor, kept: Person, away: Person) -> None:
    office = Agency.objects.get(id=actor.agency_id)
    operations.protect(
        actor, person=kept, kind="DV", basis="申出", office=office, against=away, fields=["ADDRESS"], from_on=TODAY,
        today=TODAY,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)
    assert codes(refused) == ["against"]


def test_who_is_shut_out_of_one_is_shut_out_of_both(actor: Actor, kept: Person, away: Person) -> None:
    cousin = agencies.staff("架空 いとこ")
    announce(actor)
    exclude_staff(actor, subjects=[person_subject(away.id)], shut_out=cousin, reason="親族")
    merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)
    assert set(Exclusion.objects.values_list("subject_id", "staff_id")) == {
        (kept.id, cousin.id),
        (away.id, cousin.id),
    }


def test_a_consent_belongs_to_the_record_in_use(actor: Actor, kept: Person, away: Person) -> None:
    merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)
    away.refresh_from_db()
    asked = {
        "case_id": None, "recipient_ids": [], "categories": 1, "asked_on": TODAY, "until_on": None,
        "method": ConsentMethod.WRITTEN, "witness": "", "giver": ConsentGiver.SELF, "giver_name": "",
        "wording_version": "", "purpose": "支援", "today": TODAY,
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        take_consent(actor, person=away, **asked)
    told = {reason.code: reason.message for reason in refused.value.verdict.reasons}
    assert told["merged"] == (
        "この記録は、同じ人の記録にまとめられています。架空 花子さんの頁から入れてください。"
    )


def test_two_people_are_told_apart(actor: Actor, kept: Person, away: Person) -> None:
    pair = merging.tell_apart(actor, one=away, other=kept, today=TODAY)
    assert (pair.state, pair.first_id, pair.second_id) == (PairState.APART, *sorted([kept.id, away.id]))
    merging.tell_apart(actor, one=kept, other=away, today=TODAY)
    assert Pair.objects.count() == 1
    merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)
    with pytest.raises(Refused) as refused:
        merging.tell_apart(actor, one=kept, other=away, today=TODAY)
    assert codes(refused) == ["merged"]


def test_a_search_leads_to_the_record_in_use(actor: Actor, kept: Person, away: Person) -> None:
    assert queries.search_people(actor, text="0000-1234", today=TODAY) == [away]
    merging.merge_people(actor, kept=kept, away=away, reason=WHY, today=TODAY)
    assert queries.search_people(actor, text="0000-1234", today=TODAY) == [kept]
    assert queries.search_people(actor, text="架空", today=TODAY) == [kept]


# --- the screens ---------------------------------------------------------------------------------


def test_from_the_page_of_one_to_the_merge_and_back(client: Client, kept: Person, away: Person) -> None:
    found = client.get(reverse("casework:find_same", args=[kept.id]))
    assert [one.person.id for one in found.context["alike"]] == []  # another kanji, nothing else in common
    found = client.post(reverse("casework:find_same", args=[kept.id]), {"q": "1234"}, follow=True)
    assert [one.id for one, _words in found.context["found"]] == [away.id]

    page = reverse("casework:merge_people", args=[kept.id, away.id])
    assert client.get(page).context["may"].allowed
    form = {"keep": str(kept.id), "reason": WHY, "form_token": client.get(page).context["form"].token}
    sent = client.post(page, form)
    assert (sent.status_code, sent["Location"]) == (302, reverse("people:show", args=[kept.id]))
    assert [one.away_id for one in client.get(sent["Location"]).context["merged_here"]] == [away.id]

    gone = client.get(reverse("people:show", args=[away.id]))
    assert gone.context["merged_away"].kept_id == kept.id
    undo = reverse("casework:undo_merge", args=[gone.context["merged_away"].id])
    form = {"reason": "別の人だった", "form_token": client.get(undo).context["form"].token}
    assert client.post(undo, form).status_code == 302
    assert Person.objects.get(id=away.id).merged_into_id is None


def test_a_merge_without_a_reason_is_asked_again(client: Client, kept: Person, away: Person) -> None:
    page = reverse("casework:merge_people", args=[kept.id, away.id])
    form = {"keep": str(kept.id), "reason": "", "form_token": client.get(page).context["form"].token}
    sent = client.post(page, form)
    assert (sent.status_code, list(sent.context["form"].errors)) == (422, ["reason"])


def test_unseen_people_are_not_there(client: Client, kept: Person) -> None:
    stranger = agencies.actor("架空 四郎", agency=agencies.agency("よその機関"))
    hidden = people.person(stranger, "架空 影子")
    for name, args in (
        ("find_same", [hidden.id]),
        ("merge_people", [kept.id, hidden.id]),
        ("merge_people", [hidden.id, kept.id]),
        ("tell_apart", [kept.id, hidden.id]),
        ("undo_merge", [hidden.id]),
    ):
        assert client.get(reverse(f"casework:{name}", args=args)).status_code == 404


def test_merging_needs_its_role(kept: Person, away: Person, actor: Actor) -> None:
    desk = agencies.actor(
        "架空 窓口", agency=Agency.objects.get(id=actor.agency_id), kinds=(RoleKind.WINDOW,)
    )
    client = Client()
    client.force_login(Staff.objects.get(id=desk.staff_id))
    assert client.get(reverse("casework:merge_people", args=[kept.id, away.id])).status_code == 403
    assert client.get(reverse("casework:pairs")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_pairs_asks_the_same_number_of_questions(
    client: Client, actor: Actor, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        pair = sorted(
            (people.person(actor, f"架空 {number}"), people.person(actor, f"架空 {number}")),
            key=lambda one: one.id,
        )
        Pair.objects.create(first=pair[0], second=pair[1], percent=98, found_on=TODAY)
    client.get(reverse("casework:pairs"))
    with django_assert_num_queries(12):
        page = client.get(reverse("casework:pairs"))
    assert len(page.context["pairs"]) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_search_for_a_second_record_asks_the_same_number_of_questions(
    client: Client, actor: Actor, kept: Person, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        operations.add_person(actor, name="架空 花子", kana="かくう はなこ", today=TODAY)
    page = reverse("casework:find_same", args=[kept.id])
    client.get(page)
    with django_assert_num_queries(16):
        found = client.get(page)
    assert len(found.context["alike"]) == rows
