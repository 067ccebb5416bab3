"""支援措置・秘匿: hidden with the household, found nowhere, opened for one look, ended only by two."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.core.withheld import COVER, covered, fold
from norishiro.outreach.models import Contact
from norishiro.people import operations, queries
from norishiro.people.forms import RenewForm
from norishiro.people.models import Household, Lifting, Person, Protection, WithheldValue
from norishiro.people.withholding import words_of
from norishiro.questions.models import Question
from tests.factories import agencies
from tests.rooms.consultations.town import client_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
ADDRESS = "東京都豊島区南池袋二丁目12番3号 コーポひなた205"


def protect(actor: Actor, person: Person, **values: Any) -> Protection:
    given: dict[str, Any] = {
        "kind": "DV", "basis": "本人の申出", "office": Agency.objects.get(id=actor.agency_id),
        "fields": {"ADDRESS", "PHONE"}, "from_on": TODAY, "renew_by": date(2027, 11, 20), "today": TODAY,
    }  # fmt: skip
    return operations.protect(actor, person=person, **(given | values))


@pytest.fixture
def worker() -> Actor:
    return agencies.actor("窓口 一郎")


@pytest.fixture
def colleague(worker: Actor) -> Actor:
    return agencies.actor("窓口 二郎", agency=Agency.objects.get(id=worker.agency_id))


@pytest.fixture
def mother(worker: Actor) -> Person:
    return operations.add_person(
        worker, name="架空 はるか", kana="かくうはるか", address=ADDRESS, postal_code="171-0022", phone="03-1234-5678",
        today=TODAY,
    )  # fmt: skip


@pytest.fixture
def home(worker: Actor, mother: Person) -> Household:
    return operations.make_household(worker, label="架空家", address=ADDRESS, head=mother, today=TODAY)


@pytest.mark.parametrize(
    "written",
    [
        "南池袋2-12-3に住む",
        "南池袋２丁目１２番３号へ訪問",
        "新居は南池袋二丁目十二番三号です",
        "豊島区南池袋2ー12ー3コーポひなた205号室",
        "ｺｰﾎﾟひなたの前で会う",
        "電話は０３（１２３４）５６７８",
        "1234-5678にかけ直す",
    ],
)
def test_however_it_is_written_it_is_found_and_covered(worker: Actor, mother: Person, written: str) -> None:
    assert covered([written]) == [None]

    protect(worker, mother)

    left = covered([written])[0]
    assert left is not None
    assert COVER in left
    words = [*words_of("ADDRESS", ADDRESS), *words_of("PHONE", "03-1234-5678")]
    assert [one for one in words if one in fold(left)] == []


def test_columns_are_empty_in_the_same_transaction_for_everybody_who_lives_there(
    worker: Actor, mother: Person, home: Household
) -> None:
    child = operations.add_person(worker, name="架空 そら", address=ADDRESS, today=TODAY)
    operations.join_household(
        worker, household=home, person=child, relation="CHILD", from_on=TODAY, today=TODAY
    )

    protect(worker, mother)

    for one in (mother, child):
        one.refresh_from_db()
        assert (one.address, one.postal_code, one.area_id) == ("", "", None)
        assert queries.withheld_of(worker, person=one)["ADDRESS"] == "みなと相談センター"
    home.refresh_from_db()
    assert (home.address, home.area_id) == ("", None)
    assert queries.withheld_of_household(worker, household=home) == "みなと相談センター"
    assert mother.phone == ""


def test_the_other_side_keeps_its_own_address_and_household(
    worker: Actor, mother: Person, home: Household
) -> None:
    husband = operations.add_person(worker, name="架空 剛", address=ADDRESS, today=TODAY)
    operations.join_household(
        worker, household=home, person=husband, relation="SPOUSE", from_on=TODAY, today=TODAY
    )

    protect(worker, mother, against=husband)

    husband.refresh_from_db()
    home.refresh_from_db()
    mother.refresh_from_db()
    assert (husband.address, home.address, mother.address) == (COVER, COVER, "")


def test_texts_written_before_are_covered_and_what_stood_there_is_sealed(
    worker: Actor, mother: Person
) -> None:
    announce(worker)
    contact = Contact.objects.create(
        subject_id=mother.id, person=mother, basis="OWN", agency_id=worker.agency_id, categories=32,
        happened_on=TODAY, staff_id=worker.staff_id, body="避難先は豊島区南池袋2-12-3です。", kind="RECORD",
    )  # fmt: skip

    protect(worker, mother)

    contact.refresh_from_db()
    assert contact.body == "避難先は〔非開示〕です。"


def test_nothing_is_readable_but_by_a_look_of_the_office(worker: Actor, mother: Person) -> None:
    protect(worker, mother)
    announce(worker)
    assert WithheldValue.objects.count() == 0

    seen = operations.look_at(worker, person=mother, purpose="居所の確認の電話に答えるため")

    assert dict(seen)["住所"] == ADDRESS
    assert WithheldValue.objects.count() == 0


def test_another_office_another_role_and_the_other_sides_supporters_may_not_look(
    worker: Actor, mother: Person
) -> None:
    husband = operations.add_person(worker, name="架空 剛", today=TODAY)
    office = agencies.actor("所管 花子", agency=agencies.agency("女性相談"))
    csw = agencies.actor("見守 三郎", agency=Agency.objects.get(id=worker.agency_id), kinds=(RoleKind.CSW,))
    protect(worker, mother, against=husband)

    with pytest.raises(Refused) as supporter:
        operations.look_at(worker, person=mother, purpose="居所の確認のため")
    with pytest.raises(Refused) as unfit:
        operations.look_at(csw, person=mother, purpose="居所の確認のため")
    with pytest.raises(Refused) as foreign:
        operations.look_at(office, person=mother, purpose="居所の確認のため")

    assert [one.code for one in supporter.value.verdict.reasons] == ["against"]
    assert [one.code for one in unfit.value.verdict.reasons] == ["permission", "against"]
    assert [one.code for one in foreign.value.verdict.reasons] == ["state"]


def test_search_finds_nobody_by_what_is_withheld(worker: Actor, mother: Person) -> None:
    assert queries.search_people(worker, text="南池袋", today=TODAY) == [mother]

    protect(worker, mother)

    assert queries.search_people(worker, text="南池袋", today=TODAY) == []
    assert queries.search_people(worker, text="1234-5678", today=TODAY) == []
    assert queries.search_people(worker, text="架空", today=TODAY) == [mother]


def test_a_new_address_is_not_written_into_the_ordinary_column(worker: Actor, mother: Person) -> None:
    protect(worker, mother)

    with pytest.raises(Refused) as refusal:
        operations.change_person(
            worker, person=mother, version=mother.version, values={"address": "北区王子1-2-3"}, today=TODAY
        )

    assert [one.code for one in refusal.value.verdict.reasons] == ["address"]


def test_two_people_end_it_and_the_address_comes_back(
    worker: Actor, colleague: Actor, mother: Person, home: Household
) -> None:
    protection = protect(worker, mother)
    lifting = operations.ask_lifting(
        worker, protection=protection, version=1, reason="本人から終了の申出", today=TODAY
    )

    with pytest.raises(Refused) as alone:
        operations.lift_protection(worker, lifting=lifting, version=1, today=TODAY)
    operations.lift_protection(colleague, lifting=lifting, version=1, today=TODAY)

    mother.refresh_from_db()
    home.refresh_from_db()
    assert [one.code for one in alone.value.verdict.reasons] == ["person"]
    assert (mother.address, mother.phone, home.address) == (ADDRESS, "03-1234-5678", ADDRESS)
    assert covered(["南池袋2-12-3"]) == [None]


def test_a_renewal_in_between_makes_the_lifting_void(worker: Actor, colleague: Actor, mother: Person) -> None:
    protection = protect(worker, mother)
    lifting = operations.ask_lifting(
        worker, protection=protection, version=1, reason="本人から終了の申出", today=TODAY
    )
    operations.renew_protection(
        colleague, protection=protection, basis="再申出", renew_by=date(2028, 1, 1), today=TODAY
    )

    with pytest.raises(Refused) as late:
        operations.lift_protection(colleague, lifting=lifting, version=1, today=TODAY)

    assert [one.code for one in late.value.verdict.reasons] == ["state", "version"]
    assert Lifting.objects.get().state == "VOID"


def test_a_second_reason_keeps_it_hidden(worker: Actor, colleague: Actor, mother: Person) -> None:
    first = protect(worker, mother)
    protect(worker, mother, kind="STALKING")
    lifting = operations.ask_lifting(
        worker, protection=first, version=1, reason="DVの措置だけ終わった", today=TODAY
    )

    operations.lift_protection(colleague, lifting=lifting, version=1, today=TODAY)

    mother.refresh_from_db()
    assert mother.address == ""
    assert dict(operations.look_at(worker, person=mother, purpose="所管替えの確認のため"))["住所"] == ADDRESS


def test_a_shelter_told_later_is_covered_too(worker: Actor, mother: Person) -> None:
    protection = protect(worker, mother)

    operations.add_protected(worker, protection=protection, field="SHELTER", text="ひだまりシェルター")

    assert covered(["今はひだまり シェルターにいる"]) == ["今は〔非開示〕にいる"]


def test_no_box_of_the_list_of_places_says_again_what_is_withheld(worker: Actor, mother: Person) -> None:
    operations.add_protected(
        worker, protection=protect(worker, mother), field="SHELTER", text="ひだまりシェルター"
    )
    typed = dict.fromkeys(("q", "on", "age"), "ひだまりシェルター")

    page = client_of(worker).get(reverse("resources:places"), typed).content.decode()

    assert ("ひだまり" in page, page.count(f'value="{COVER}"')) == (False, 3)


def test_a_name_that_holds_the_address_is_covered_with_the_keys_it_is_found_by(
    worker: Actor, mother: Person
) -> None:
    neighbour = operations.add_person(worker, name="南池袋2-12-3の住人", today=TODAY)

    protect(worker, mother)

    neighbour.refresh_from_db()
    assert (neighbour.name, fold(neighbour.name_key)) == (f"{COVER}の住人", fold(f"{COVER}の住人"))


def test_a_full_text_stays_within_its_column_when_a_short_word_is_covered(
    worker: Actor, mother: Person
) -> None:
    full = operations.add_person(worker, name="架空 長", alias="あおば荘" * 20, today=TODAY)

    operations.add_protected(worker, protection=protect(worker, mother), field="SHELTER", text="あおば荘")

    full.refresh_from_db()
    assert full.alias == (COVER * 20)[:80]


def test_two_texts_of_which_there_may_be_only_one_are_both_covered(worker: Actor, mother: Person) -> None:
    announce(worker)
    asked = [
        Question.objects.create(
            name=f"{address}{rest}", rows="MONTH", span="YEAR", scope="ALL", staff_id=worker.staff_id, agency_id=worker.agency_id
        )
        for rest in ("の前", "の前" * 35)
        for address in ("南池袋2-12-3", "南池袋２-１２-３")
    ]  # fmt: skip

    protect(worker, mother)

    for one in asked:
        one.refresh_from_db()
    short, long = f"{COVER}の前", f"{COVER}{'の前' * 35}"
    assert sorted(one.name[: len(short)] for one in asked) == [short] * 4
    assert [one.name for one in asked].count(short) == [one.name for one in asked].count(long) == 1
    assert max(len(one.name) for one in asked) <= 80


def test_of_a_name_sent_many_times_every_text_is_covered(worker: Actor, mother: Person) -> None:
    protect(worker, mother)
    announce(worker)
    form = RenewForm(QueryDict("basis=南池袋2-12-3&basis=申出&basis=０３１２３４５６７８"), today=TODAY)

    assert form.is_valid() is False
    assert form.data.getlist("basis") == [COVER, "申出", COVER]
