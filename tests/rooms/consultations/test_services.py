"""困窮の事業 of a person: kind and state on consent, the detail for the team that wrote it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from norishiro.consultations import operations, rules
from norishiro.consultations.models import PovertyServiceDetail
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from tests.factories import people
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY, client_of, consented, token

pytestmark = pytest.mark.django_db

URL = "consultations:services"


def noted(actor, person, **changed):
    values = {
        "kind": "BUDGET", "state": "USING", "started_on": TODAY, "ended_on": None, "shown": False,
        "detail": "毎月3万円の不足",
    } | changed  # fmt: skip
    return operations.note_service(actor, person=person, today=TODAY, **values)


def lines(actor, person) -> list[tuple[str, str, str]]:
    found = client_of(actor).get(reverse(URL, args=[person.id])).context["lines"]
    return [(one.get_kind_display(), one.get_state_display(), detail) for one, detail in found]


def test_each_service_shows_kind_and_state_and_only_the_team_sees_the_detail():
    town = towns.town()
    person = people.person(town.window)
    consented(town.window, person, town.care)
    noted(town.window, person, shown=True)
    noted(town.window, person, kind="LOAN", state="ASKED", started_on=None, detail="総合支援資金")
    assert lines(town.window, person) == [
        ("家計改善支援", "使っている", "毎月3万円の不足"), ("貸付", "申し込んでいる", "総合支援資金"),
    ]  # fmt: skip
    assert lines(town.care, person) == [("家計改善支援", "使っている", "")]
    announce(town.care)
    assert PovertyServiceDetail.objects.count() == 0
    assert client_of(town.stranger).get(reverse(URL, args=[person.id])).status_code == 404


def test_it_is_written_and_brought_up_to_date_on_the_screen():
    town = towns.town()
    person = people.person(town.window)
    client = client_of(town.window)
    sent = {
        **token(),
        "kind": "STUDY",
        "state": "USING",
        "started_on": TODAY.isoformat(),
        "ended_on": "",
        "detail": "週に一度",
    }
    wrong = client.post(reverse("consultations:note_service", args=[person.id]), {**sent, "shown": "on"})
    assert (wrong.status_code, lines(town.window, person)) == (422, [])
    right = client.post(reverse("consultations:note_service", args=[person.id]), {**sent, **token()})
    assert right.url == reverse(URL, args=[person.id])
    [(service, _detail)] = client.get(right.url).context["lines"]
    change = reverse("consultations:change_service", args=[service.id])
    ended = {
        **token(),
        "version": "1",
        "state": "ENDED",
        "started_on": TODAY.isoformat(),
        "ended_on": "",
        "detail": "",
    }
    assert client.post(change, ended).status_code == 422
    assert client.post(change, {**ended, **token(), "ended_on": TODAY.isoformat()}).status_code == 302
    assert lines(town.window, person) == [("子どもの学習・生活支援", "終わった", "")]


def test_another_agency_changes_nothing():
    town = towns.town()
    person = people.person(town.window)
    consented(town.window, person, town.care)
    shown = noted(town.window, person, shown=True)
    hidden = noted(town.window, person, kind="LOAN")
    client = client_of(town.care)
    sent = {
        **token(),
        "version": "1",
        "state": "ASKED",
        "started_on": "",
        "ended_on": "",
        "detail": "書きかえ",
    }
    assert client.post(reverse("consultations:change_service", args=[shown.id]), sent).status_code == 422
    assert client.get(reverse("consultations:change_service", args=[hidden.id])).status_code == 404
    assert client.get(reverse("consultations:change_service", args=[uuid.uuid4()])).status_code == 404
    assert client.get(reverse("consultations:note_service", args=[uuid.uuid4()])).status_code == 404
    assert lines(town.window, person)[0] == ("家計改善支援", "使っている", "毎月3万円の不足")


def test_nothing_is_shown_without_consent():
    town = towns.town()
    with pytest.raises(Refused) as refused:
        noted(town.window, people.person(town.window), shown=True)
    assert [one.code for one in refused.value.verdict.reasons] == ["shown"]


def test_the_rule_says_every_reason():
    facts = {
        "mine": True,
        "shown": False,
        "consented": False,
        "started_on": None,
        "ended_on": None,
        "ended": False,
    }
    cases = [
        {}, {"mine": False}, {"shown": True}, {"started_on": TODAY + timedelta(days=1)}, {"ended": True},
        {"ended_on": TODAY}, {"started_on": TODAY, "ended_on": TODAY - timedelta(days=1), "ended": True},
    ]  # fmt: skip
    codes = [
        [one.code for one in rules.may_note_service(**(facts | one), today=TODAY).reasons] for one in cases
    ]
    assert codes == [[], ["mine"], ["shown"], ["started_on"], ["ended_on"], ["state"], ["ended_on"]]


def test_the_list_asks_the_same_at_one_and_at_three(django_assert_num_queries):
    town = towns.town()
    person = people.person(town.window)
    noted(town.window, person)
    client, url = client_of(town.window), reverse(URL, args=[person.id])
    client.get(url)
    with django_assert_num_queries(QUERIES):
        client.get(url)
    for kind in ("LOAN", "STUDY"):
        noted(town.window, person, kind=kind)
    with django_assert_num_queries(QUERIES):
        client.get(url)


QUERIES = 14
