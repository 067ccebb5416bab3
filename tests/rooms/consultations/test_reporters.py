"""通報者: kept apart from what was told, opened by the desk with a purpose, on nobody's page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.consultations import operations, rules
from norishiro.consultations.models import Consultation
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people.models import WithheldValue
from tests.factories import agencies
from tests.rooms.consultations import town as towns

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
TELLER = "となり 町子"


@pytest.fixture
def desk() -> Actor:
    return towns.town().window


@pytest.fixture
def client(desk: Actor) -> Client:
    return towns.client_of(desk)


def receive(actor: Actor, *, hidden: bool | None = True, **details: Any) -> Consultation:
    given = {"visitor_name": TELLER, "visitor_phone": "03-5555-0123", "visitor_relation": "隣人", **details}
    return operations.receive_consultation(
        actor, newcomer={"name": "架空 そら"}, received_on=TODAY, channel="PHONE", visitor="NEIGHBOUR",
        summary=given.pop("summary", "夜中に子どもの泣き声がする。"), details={**given, "visitor_hidden": hidden}, today=TODAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "violence", "is_the_person", "hidden"),
    [
        (None, True, False, True),
        (None, True, True, False),
        (None, False, False, False),
        (True, False, False, True),
        (False, True, False, False),
    ],
)
def test_whoever_tells_of_violence_is_hidden_unless_somebody_says_otherwise(
    asked: bool | None, violence: bool, is_the_person: bool, hidden: bool
) -> None:
    assert rules.hides_reporter(asked=asked, violence=violence, is_the_person=is_the_person) is hidden


def test_the_consultation_does_not_know_who_told(desk: Actor) -> None:
    received = receive(desk)

    found = Consultation.objects.get(id=received.id)
    assert (found.visitor, found.visitor_name, found.visitor_phone, found.visitor_relation) == (
        "WITHHELD",
        "",
        "",
        "",
    )
    assert WithheldValue.objects.count() == 0


def test_the_desk_opens_it_with_a_purpose(desk: Actor) -> None:
    told = operations.look_at_reporter(desk, consultation=receive(desk), purpose="安全確認のため聞き直す")

    assert told == [
        ("だれ", "近隣・知人"),
        ("名前", TELLER),
        ("電話", "03-5555-0123"),
        ("本人との関係", "隣人"),
    ]


def test_without_the_role_the_purpose_or_the_desk_it_stays_shut(desk: Actor) -> None:
    received = receive(desk)
    assistant = agencies.actor(
        "補助 四郎", agency=Agency.objects.get(id=desk.agency_id), kinds=(RoleKind.ASSISTANT,)
    )
    stranger = agencies.actor("よそ 花子")

    for actor, purpose, codes in (
        (desk, " ", ["purpose"]),
        (assistant, "安全確認のため", ["permission"]),
        (stranger, "安全確認のため", ["mine"]),
    ):
        with pytest.raises(Refused) as refusal:
            operations.look_at_reporter(actor, consultation=received, purpose=purpose)
        assert [one.code for one in refusal.value.verdict.reasons] == codes


def test_the_text_may_not_name_them(desk: Actor) -> None:
    with pytest.raises(Refused) as refusal:
        receive(desk, summary="となり町子さんから電話。夜中に泣き声がする。")

    assert [one.code for one in refusal.value.verdict.reasons] == ["summary"]
    assert receive(desk, hidden=False, summary="となり町子さんから電話。").visitor_name == TELLER


def test_no_page_names_them_and_correcting_keeps_them(desk: Actor, client: Client) -> None:
    received = receive(desk)
    announce(desk)
    operations.change_consultation(
        desk, consultation=received, version=received.version, values={"wishes": "匿名で"}, today=TODAY
    )

    for path in (
        reverse("consultations:show", args=[received.id]),
        reverse("consultations:change_consultation", args=[received.id]),
        reverse("people:show", args=[received.person_id]),
        reverse("consultations:list"),
        reverse("consultations:look_at_reporter", args=[received.id]),
    ):
        page = client.get(path)
        assert page.status_code == 200
        assert [word for word in (TELLER, "5555-0123", "隣人") if word in page.content.decode()] == []
    shown = client.post(
        reverse("consultations:look_at_reporter", args=[received.id]), {"purpose": "安全確認のため聞き直す"}
    )
    assert TELLER in shown.content.decode()


def test_a_stranger_meets_a_404(desk: Actor, client: Client) -> None:
    other = receive(agencies.actor("よそ 花子"))

    assert client.get(reverse("consultations:look_at_reporter", args=[other.id])).status_code == 404


def test_an_empty_purpose_is_asked_for_again(desk: Actor, client: Client) -> None:
    received = receive(desk)

    page = client.post(reverse("consultations:look_at_reporter", args=[received.id]), {"purpose": ""})

    assert page.status_code == 422
