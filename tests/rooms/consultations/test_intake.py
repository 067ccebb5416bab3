"""Receiving by every way: stages, what the national report asks for, own forms kept as they are, languages."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from norishiro.attachments.models import Scan
from norishiro.consultations import intake_fields, operations, rules
from norishiro.consultations.choices import Channel, Outcome, Visitor
from norishiro.consultations.models import Consultation
from norishiro.core import files
from norishiro.core.calendar import wareki
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY, client_of, token

pytestmark = pytest.mark.django_db


def page_of(paper: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 60), 255).save(out, format=paper)
    return out.getvalue()


def show(actor, found):
    return client_of(actor).get(reverse("consultations:show", args=[found.id]))


@pytest.mark.parametrize("channel", Channel.values)
def test_a_matter_is_received_by_every_way(channel):
    town = towns.town()
    assert towns.received(town.window, channel=channel).channel == channel


@pytest.mark.parametrize("visitor", [one for one in Visitor.values if one != Visitor.WITHHELD])
def test_a_matter_is_received_from_anybody_and_without_a_name(visitor):
    town = towns.town()
    found = towns.received(town.window, visitor=visitor, newcomer={"alias": "名乗らない人"})
    assert (found.visitor, found.person.name) == (visitor, "")


def test_five_items_begin_and_the_rest_is_asked_for_before_a_meeting():
    assert list(intake_fields.needed("BEGIN")) == ["received_on", "channel", "visitor", "person", "summary"]
    town = towns.town()
    found = towns.received(town.window)
    assert [one.code for one in show(town.window, found).context["missing"].reasons] == list(
        intake_fields.needed("MEETING")
    )
    operations.change_consultation(
        town.window, consultation=found, version=found.version, concerns={"CARE": "MOST"}, today=TODAY,
        values={"wishes": "静かな所で", "already_consulted": "なし", "urgency": "1", "urgency_reason": "急がない"},
    )  # fmt: skip
    operations.screen_consultation(
        town.window, consultation=found, outcome=Outcome.STAY, reason="続ける", today=TODAY
    )
    assert [one.code for one in show(town.window, found).context["missing"].reasons] == ["address", "birth"]
    apply = client_of(town.window).get(
        reverse("consultations:apply_for_support", args=[found.person_id]), {"consultation": str(found.id)}
    )
    assert "生年月日か、だいたいの年齢が、まだ空いています。" in apply.content.decode()


def test_nothing_missing_says_nothing():
    needed = intake_fields.needed("MEETING")
    assert rules.missing_before(needed=needed, filled=set(needed)).allowed


def test_the_thick_framed_items_are_data_and_stand_apart_under_the_national_names():
    town = towns.town()
    found = towns.received(town.window, concerns={"CARE": "MOST"})
    national = dict(show(town.window, found).context["national"])
    assert list(national) == [one.label for one in intake_fields.ITEMS if one.reported]
    assert national["困りごと（○・◎）"] == "◎介護"


def test_an_agencys_own_form_is_kept_instead_of_typed_again_and_opened_by_that_agency_alone():
    town = towns.town()
    found = towns.received(town.window)
    url = reverse("consultations:attach_form", args=[found.id])
    response = client_of(town.window).post(
        url, {**token(), "scan": SimpleUploadedFile("様式.png", page_of(), content_type="image/png")}
    )
    assert response.status_code == 302
    announce(town.window)
    (scan,) = show(town.window, found).context["scans"]
    read = reverse("attachments:read_scan", args=[scan.id])
    assert client_of(town.window).get(read).status_code == 200
    assert client_of(town.care).get(read).status_code == 404
    assert client_of(town.stranger).get(url).status_code == 404
    announce(town.care)
    assert Scan.objects.count() == 0


def test_what_is_no_paper_is_refused_at_the_field():
    town = towns.town()
    found = towns.received(town.window)
    response = client_of(town.window).post(
        reverse("consultations:attach_form", args=[found.id]),
        {**token(), "scan": SimpleUploadedFile("様式.png", b"MZ", content_type="image/png")},
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["scan"])


def test_another_agency_attaches_nothing_and_five_are_the_most():
    town = towns.town()
    found = towns.received(town.window)
    clean = files.clean(page_of(), name="様式.png")
    with pytest.raises(Refused) as refused:
        operations.attach_form(town.care, consultation=found, file=clean)
    assert [one.code for one in refused.value.verdict.reasons] == ["scan"]
    for _ in range(5):
        operations.attach_form(town.window, consultation=found, file=clean)
    with pytest.raises(Refused):
        operations.attach_form(town.window, consultation=found, file=clean)


def test_the_language_and_who_interpreted_are_noted():
    town = towns.town()
    found = towns.received(
        town.window, details={"consultation_language": "ベトナム語", "interpreter": "電話通訳"}
    )
    page = show(town.window, found).content.decode()
    assert "ベトナム語・通訳：電話通訳" in page


def test_the_language_somebody_speaks_is_kept_and_stands_on_their_page():
    town = towns.town()
    client = client_of(town.window)
    sent = client.post(
        reverse("consultations:receive_consultation"),
        {
            **token(), "received_on": wareki(TODAY), "channel": "WINDOW", "visitor": "SELF", "summary": "ランドセルがほしい",
            "alias": "来た人", "business": "PUBLIC", "language": "ベトナム語",
        },
    )  # fmt: skip
    assert sent.status_code == 302
    announce(town.window)
    someone = Consultation.objects.get().person
    assert someone.language == "ベトナム語"
    page = client.get(reverse("people:show", args=[someone.id])).content.decode()
    assert "<dt>話すことば</dt><dd>ベトナム語</dd>" in page


def test_consultations_are_totalled_together_or_by_whose_business_they_are():
    town = towns.town()
    for channel, business in (("PHONE", "OWN"), ("PHONE", "PUBLIC"), ("IBASHO", "PUBLIC")):
        towns.received(town.window, channel=channel, details={"business": business})
    counted = client_of(town.window).get(reverse("consultations:list")).context["channel_counts"]
    assert [(one.label, one.public, one.own, one.total) for one in counted] == [
        ("電話", 1, 1, 2), ("居場所・サロンでの会話", 1, 0, 1), ("計", 2, 1, 3),
    ]  # fmt: skip
    assert client_of(town.care).get(reverse("consultations:list")).context["channel_counts"][-1].total == 0
