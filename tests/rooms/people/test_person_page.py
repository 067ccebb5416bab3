"""A person's page: why one sees it, who else can, consent without a case, and blanks that say so."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.models import Staff
from norishiro.core.operation import announce
from norishiro.sharing import operations
from norishiro.sharing.choices import ALL_CATEGORIES, CATEGORY_LABELS, Depth, Ground, SourceKind
from norishiro.sharing.models import Consent, Grant
from tests.factories import agencies, people
from tests.rooms.consultations.town import town

pytestmark = pytest.mark.django_db


def page_of(actor, person) -> str:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client.get(reverse("people:show", args=[person.id])).content.decode()


def test_it_says_on_which_ground_and_who_else():
    mine, other = (
        agencies.actor(agency=agencies.agency("架空の窓口")),
        agencies.actor(agency=agencies.agency("架空の隣")),
    )
    person = people.person(mine)
    assert "いません（あなたの所属だけ）" in page_of(mine, person)
    operations.grant(
        mine, subjects=[operations.person(person.id)], recipients=[operations.agency(other.agency_id)],
        ground=Ground.CONFERENCE, depth=Depth.OUTLINE, source=SourceKind.TEAM, source_id=uuid4(),
    )  # fmt: skip
    page = page_of(mine, person)
    ground = page[page.index("n-ground") :][:600]
    assert ["自機関の業務として知った情報" in ground, "架空の隣" in ground] == [True, True]


def test_somebody_who_sees_it_twice_on_one_ground_stands_there_once():
    mine = agencies.actor(agency=agencies.agency("架空の窓口"))
    person = people.person(mine)
    for depth in (Depth.OUTLINE, Depth.PROGRESS):
        operations.grant(
            mine, subjects=[operations.person(person.id)], recipients=[operations.agency(mine.agency_id)],
            ground=Ground.OWN, depth=depth, source=SourceKind.OWN_WORK, source_id=uuid4(),
        )  # fmt: skip
    page = page_of(mine, person)
    listed = page[page.index("いま見られる人</") :]
    assert listed[: listed.index("</ul>")].count("架空の窓口") == 1


def test_what_is_not_known_says_so():
    mine = agencies.actor()
    page = page_of(mine, people.person(mine))
    phone = page[page.index("<dt>電話</dt>") :]
    assert "記入なし" in phone[: phone.index("</div>")]


def test_consent_is_taken_from_the_page_without_a_case_and_shown_there():
    place = town()
    mine, named = place.window, place.care
    person = people.person(mine)
    assert "まだ同意を尋ねていません。" in page_of(mine, person)
    client = Client()
    client.force_login(Staff.objects.get(id=mine.staff_id))
    today = timezone.localdate()
    form = {
        "form_token": str(uuid4()), "categories": [str(int(one)) for one in CATEGORY_LABELS], "recipients": [str(named.agency_id)],
        "purpose": "いっしょに考えるため", "asked_on": today.isoformat(), "method": "WRITTEN",
        "wording_version": "1", "giver": "SELF",
    }  # fmt: skip
    answer = client.post(reverse("sharing:take_consent", args=[person.id]), form)
    assert answer.status_code == 302
    announce(mine)
    taken = Consent.objects.get()
    assert (taken.case_id, taken.categories) == (None, ALL_CATEGORIES)
    assert "同意あり" in page_of(mine, person)
    announce(named)
    assert Grant.objects.filter(subject_id=person.id, ground=Ground.CONSENT).count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_number_of_questions(rows, django_assert_num_queries):
    mine = agencies.actor()
    person = people.person(mine)
    for _ in range(rows):
        operations.note_refusal(
            mine, person=person, case_id=None, asked_on=timezone.localdate(), reason="考えたい", ask_again_on=None,
            today=timezone.localdate(),
        )  # fmt: skip
    client = Client()
    client.force_login(Staff.objects.get(id=mine.staff_id))
    client.get(reverse("people:show", args=[person.id]))
    with django_assert_num_queries(22):
        client.get(reverse("people:show", args=[person.id]))
