"""撤回 while use is stopped: always possible, to whom it is told, and that nothing else of the person comes with it."""

from __future__ import annotations

import csv
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.people import queries as people
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.rights import operations as rights
from norishiro.rights.models import StopOrder
from norishiro.sharing import operations, queries, rules
from norishiro.sharing.choices import ALL_CATEGORIES, Category, ConsentGiver, ConsentMethod
from norishiro.sharing.models import Consent, Grant
from tests.factories import agencies
from tests.rooms.rights.town import RightsTown

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()

CASES = list(
    csv.DictReader(Path(__file__).with_name("withdrawals.csv").read_text(encoding="utf-8").splitlines())
)
# Everything that must not come with a consent: the person, those around, and what was said.
OF_THE_PERSON = ("架空", "太郎", "たろう", "みなと町", "0001", "妹に頼む", "介護の相談", "姉に聞いた")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["場面"])
def test_the_rule_is_the_one_written_down(case: dict[str, str]) -> None:
    verdict = rules.may_see_to_withdraw(
        rules.StoppedConsentFact(
            stands=case["生きている"] == "はい", excluded=case["外されている"] == "外",
            took_it=case["受け取った機関"] == "はい", works_with=case["仕事で関わる"] == "はい",
            stopped_it=case["止めた窓口"] == "はい",
        )
    )  # fmt: skip
    assert "+".join(one.code for one in verdict.reasons) == ("" if case["答え"] == "はい" else case["答え"])


@pytest.fixture(autouse=True)
def _profile() -> None:
    adopt_profile((PRESETS / "toshima.toml").read_text(), name="試しの市", valid_from=date(2026, 4, 1))


def consent(actor: Actor, person: Any, *, to: list[uuid.UUID], **said: Any) -> Consent:
    """Everything agreed to but what ``said`` says otherwise."""
    given: dict[str, Any] = {
        "case_id": None, "categories": ALL_CATEGORIES, "asked_on": TODAY, "until_on": None,
        "method": ConsentMethod.WRITTEN, "witness": "", "giver": ConsentGiver.SELF, "giver_name": "",
        "wording_version": "1", "purpose": "支援の調整", "today": TODAY,
    }  # fmt: skip
    return operations.take_consent(actor, person=person, recipient_ids=to, **(given | said))


class Town(RightsTown):
    """The council took a consent that lets the hospital know; then the person had the use stopped."""

    def __init__(self, *, answers: int = 1) -> None:
        super().__init__()
        self.given = [
            consent(
                self.council, self.person, to=[self.hospital.agency_id], case_id=self.case.id, categories=int(Category.HEALTH),
                purpose="介護の相談", giver="LEGAL_REPRESENTATIVE", giver_name="架空　妹", own_view="妹に頼む",
            )
            for _ in range(answers)
        ]  # fmt: skip
        request = self.decided(self.linked("STOP"), "STOP")
        announce(self.clerk)
        self.order = StopOrder.objects.select_related("stop").get(request=request)

    def seen_by(self, actor: Actor) -> list[uuid.UUID]:
        announce(actor)
        return [one.id for one in queries.stopped_consents(actor)]

    @property
    def one(self) -> Consent:
        return self.given[0]

    def lifted(self) -> None:
        rights.lift_stop(self.clerk, order=self.order, reason="求めが取り下げられた", now=timezone.now())


def as_(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def at(town: Town) -> str:
    return reverse("sharing:withdraw_stopped_consent", args=[town.one.id])


def sent(**typed: Any) -> dict[str, Any]:
    return {"form_token": str(uuid.uuid4()), **typed}


def words_of(response: Any) -> str:
    """The page without what every page of this actor says."""
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_who_took_it_who_works_with_the_person_and_the_office_see_it():
    town = Town()
    other = agencies.actor("架空 よそ")
    assert [town.seen_by(one) for one in (town.council, town.clerk, town.second)] == [[town.one.id]] * 3
    assert [town.seen_by(one) for one in (town.hospital, other)] == [[], []]
    assert Consent.objects.count() == 0, "the wall of the consents stays shut"


def test_own_work_is_enough_although_another_agency_took_it():
    town = RightsTown()
    town.contact("病院からの電話", by=town.council)
    announce(town.council)
    operations.grant(
        town.council, subjects=[operations.person(town.person.id)], recipients=[operations.agency(town.hospital.agency_id)],
        ground="OWN", depth=3, source="OWN_WORK", source_id=town.person.id,
    )  # fmt: skip
    given = consent(town.council, town.person, to=[agencies.agency("架空 第三").id])
    town.decided(town.linked("STOP"), "STOP")
    announce(town.hospital)
    assert [one.id for one in queries.stopped_consents(town.hospital)] == [given.id]


def test_nobody_shut_out_by_name_sees_it():
    town = RightsTown()
    relative = agencies.actor("親類", agency=agencies.Agency.objects.get(id=town.council.agency_id))
    operations.exclude_staff(
        town.council, subjects=[operations.person(town.person.id)], reason="親類",
        shut_out=Staff.objects.get(id=relative.staff_id),
    )  # fmt: skip
    given = consent(town.council, town.person, to=[town.hospital.agency_id])
    town.decided(town.linked("STOP"), "STOP")
    announce(relative)
    assert queries.stopped_consents(relative) == []
    with pytest.raises(Unseen):
        operations.withdraw_stopped_consent(relative, consent_id=given.id, right_name=True, words="")


def test_a_use_that_is_not_stopped_is_none_of_this_page():
    town = RightsTown()
    consent(town.council, town.person, to=[town.hospital.agency_id])
    announce(town.council)
    assert queries.stopped_consents(town.council) == []
    assert people.is_called(town.council, person_id=town.person.id, text="架空　太郎") is False


def test_taking_it_back_ends_its_grants_also_on_the_case_and_also_after_the_stop_is_lifted():
    town = Town()
    announce(town.hospital)
    assert list(
        Grant.objects.filter(subject_id=town.case.id, until_at=None).values_list("ground", flat=True)
    ) == ["C0"]
    operations.withdraw_stopped_consent(
        town.council, consent_id=town.one.id, right_name=True, words="もういい"
    )
    announce(town.hospital)
    assert Grant.objects.filter(until_at=None).count() == 0
    assert town.seen_by(town.council) == []
    town.lifted()
    announce(town.council)
    kept = Consent.objects.get(id=town.one.id)
    assert (kept.state, kept.withdrawal_words, kept.withdrawn_by_id) == (
        "WITHDRAWN",
        "もういい",
        town.council.staff_id,
    )
    announce(town.hospital)
    with pytest.raises(Unseen):
        people.get_person(town.hospital, person_id=town.person.id)


def test_a_wrong_name_is_refused_and_changes_nothing():
    town = Town()
    announce(town.council)
    with pytest.raises(Refused) as refused:
        operations.withdraw_stopped_consent(town.council, consent_id=town.one.id, right_name=False, words="")
    assert [one.code for one in refused.value.verdict.reasons] == ["name"]
    assert town.seen_by(town.council) == [town.one.id]


@pytest.mark.parametrize("typed", ["架空　太郎", "架空太郎", "かくう　たろう", "カクウタロウ"])
def test_the_name_may_be_written_or_read(typed: str):
    town = Town()
    announce(town.council)
    assert people.is_called(town.council, person_id=town.person.id, text=typed) is True
    assert people.is_called(town.council, person_id=town.person.id, text=typed[:-1]) is False
    assert people.is_called(town.council, person_id=town.mother.id, text="架空　花江") is False
    announce(town.hospital)
    assert people.is_called(town.hospital, person_id=town.person.id, text=typed) is False


def test_only_the_withdrawal_can_be_written_past_the_wall():
    town = Town()
    announce(town.council)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sharing_consent SET state = 'GIVEN' WHERE id = %s", [town.one.id])
        assert cursor.rowcount == 0
        cursor.execute("SELECT * FROM gate_withdraw_stopped(%s, '')", [uuid.uuid4()])
        assert cursor.fetchall() == []


# --- the pages ----------------------------------------------------------------------------------------


def test_the_pages_show_the_consent_and_nothing_of_the_person():
    town = Town()
    page = as_(town.council).get(reverse("sharing:stopped_consents"))
    form = as_(town.council).get(at(town))
    for one in (page, form):
        assert one.status_code == 200
        assert "架空病院" in words_of(one)
        shown = words_of(one).replace("架空病院", "").replace("架空社協", "").replace("架空 社協", "")
        assert [word for word in OF_THE_PERSON if word in shown] == []
    assert "健康" in words_of(form)


def test_a_withdrawal_in_the_browser():
    town = Town()
    wrong = as_(town.council).post(at(town), sent(name="架空　次郎"))
    assert (
        wrong.status_code,
        "同意をした人の名前と合いません" in words_of(wrong),
        "次郎" in words_of(wrong),
    ) == (422, True, False)
    done = as_(town.council).post(at(town), sent(name="かくう　たろう"), follow=True)
    assert "同意の撤回を登録しました" in done.content.decode()
    assert "撤回を受けられる同意はありません" in words_of(done)
    assert as_(town.council).get(at(town)).status_code == 404


def test_the_office_of_the_stop_takes_it_from_its_register():
    town = Town()
    register = as_(town.clerk).get(reverse("rights:request", args=[town.order.request_id]))
    assert at(town) in words_of(register)
    done = as_(town.clerk).post(at(town), sent(name="架空　太郎"))
    assert done.status_code == 302
    assert at(town) not in words_of(
        as_(town.clerk).get(reverse("rights:request", args=[town.order.request_id]))
    )


def test_who_only_saw_by_it_finds_nothing():
    town = Town()
    assert "撤回を受けられる同意はありません" in words_of(
        as_(town.hospital).get(reverse("sharing:stopped_consents"))
    )
    assert as_(town.hospital).get(at(town)).status_code == 404
    assert as_(town.hospital).post(at(town), sent(name="架空　太郎")).status_code == 404


def test_the_name_is_needed():
    town = Town()
    assert as_(town.council).post(at(town), sent(name="")).status_code == 422
    assert town.seen_by(town.council) == [town.one.id]


@pytest.mark.parametrize("answers", [1, 3])
def test_the_list_asks_the_same_number_of_questions(answers: int, django_assert_num_queries: Any):
    town = Town(answers=answers)
    announce(town.council)
    with django_assert_num_queries(3):
        assert len(queries.stopped_consents(town.council)) == answers


def test_on_the_day_it_ends_there_is_nothing_left_to_take_back():
    town = RightsTown()
    last, over = (
        consent(
            town.council, town.person, to=[town.hospital.agency_id], until_on=TODAY + timedelta(days=days)
        )
        for days in (1, 2)
    )
    Consent.objects.filter(id=over.id).update(until_on=TODAY)
    town.decided(town.linked("STOP"), "STOP")
    announce(town.council)
    assert [one.id for one in queries.stopped_consents(town.council)] == [last.id]
