"""ひとこと記録: what it counts for, what it proposes, what it takes along, and what goes wrong at a door."""

from __future__ import annotations

import io
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Programme, RoleKind
from norishiro.agencies.models import Agency, Staff
from norishiro.assessment.queries import acceptances
from norishiro.attachments.models import Scan
from norishiro.cases import operations as cases
from norishiro.cases.models import Case
from norishiro.casework.operations import merging, recording
from norishiro.core.calendar import wareki
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.outreach import operations, queries, rules
from norishiro.outreach.bands import band_of
from norishiro.outreach.models import Contact, Phrase, Tag
from norishiro.outreach.operations import Told
from norishiro.people.models import Person
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, Ground, SourceKind
from tests.factories import agencies, people

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def profile(db: None) -> None:
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"),
        name="toshima.toml",
        valid_from=date(2020, 4, 1),
    )


# --- which programme --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("engaged", "roles", "method", "in_case", "programme"),
    [
        (["PARTICIPATION"], {"CSW"}, "VISIT", True, "PARTICIPATION"),
        (["MULTI_AGENCY", "OUTREACH"], {"COORDINATOR"}, "VISIT", True, "OUTREACH"),
        (["OUTREACH", "MULTI_AGENCY"], {"COORDINATOR"}, "MEETING", True, "MULTI_AGENCY"),
        (["PARTICIPATION", "COMMUNITY"], {"CSW"}, "VISIT", True, "PARTICIPATION"),
        ([], {"CSW"}, "DESK", True, "OUTREACH"),
        ([], {"OUTREACH_WORKER", "WINDOW"}, "VISIT", False, "OUTREACH"),
        ([], {"LIFE_SUPPORT"}, "VISIT", False, "COMMUNITY"),
        ([], {"WINDOW"}, "VISIT", True, "MULTI_AGENCY"),
        ([], {"COORDINATOR"}, "PHONE", False, "MULTI_AGENCY"),
        ([], {"WINDOW"}, "VISIT", False, "CONSULTATION"),
    ],
)
def test_what_a_record_counts_for_follows_business_role_and_method(
    engaged, roles, method, in_case, programme
):
    counted = rules.proposed_programme(engaged=engaged, roles=roles, method=method, in_case=in_case)
    assert (counted.programme, bool(counted.why)) == (programme, True)


# --- at the screen ----------------------------------------------------------------------------------------


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def values_of(page: Any) -> dict[str, Any]:
    """The form as the browser would send it back."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [])}
    return {**shown, "happened_on": wareki(TODAY), "form_token": str(form.token)}


def case_of(mine: Actor, *members: Person) -> Case:
    return cases.open_case(
        mine, title="架空家", household=None, people=list(members), operator_id=mine.agency_id,
        lead_agency_id=mine.agency_id, lead_side="COUNCIL", reason="関係づくり", today=TODAY,
    )  # fmt: skip


def address_of(person: Person) -> str:
    return reverse("outreach:record_person_contact", args=[person.id])


def last_words(client: Client) -> list[str]:
    return [str(one) for one in client.get(reverse("outreach:list_contacts")).context["messages"]]


def only(actor: Actor) -> Contact:
    announce(actor)
    return Contact.objects.get(superseded_by=None)


@pytest.mark.usefixtures("profile")
def test_the_proposal_is_shown_with_its_reason_and_the_hand_goes_before():
    mine = agencies.actor(kinds=(RoleKind.CSW,))
    someone, other = people.person(mine, "架空 一"), people.person(mine, "架空 二")
    client = signed_in(mine)
    page = client.get(address_of(someone))
    assert page.context["readers"] == "自分の機関だけが読めます"
    assert page.context["form"].fields["programme"].help_text == (
        "アウトリーチ等を通じた継続的支援事業として数えます（理由：アウトリーチを担う役割の人の記録だから）。"
        "ちがうときは選びなおしてください。"
    )
    assert client.post(address_of(someone), {**values_of(page), "body": "話せた"}).status_code == 302
    assert last_words(client) == [
        "記録しました。アウトリーチ等を通じた継続的支援事業として数えます（理由：アウトリーチを担う役割の人の記録だから）。"
    ]
    contact = only(mine)
    assert contact.programme == Programme.OUTREACH

    page = client.get(address_of(other))
    client.post(address_of(other), {**values_of(page), "body": "話せた", "programme": "COMMUNITY"})
    announce(mine)
    chosen = Contact.objects.get(person=other)
    assert chosen.programme == Programme.COMMUNITY
    correct = reverse("outreach:correct_contact", args=[chosen.id])
    client.post(correct, {**values_of(client.get(correct)), "body": "直した", "method": "PHONE"})
    announce(mine)
    assert Contact.objects.get(supersedes=chosen).programme == Programme.COMMUNITY


@pytest.mark.usefixtures("profile")
def test_the_way_of_last_time_is_proposed():
    mine = agencies.actor()
    someone = people.person(mine)
    client = signed_in(mine)
    assert client.get(address_of(someone)).context["form"]["method"].value() == "VISIT"
    told = Told(happened_on=TODAY, method="PHONE", body="話せた")
    operations.record_contact(mine, person=someone, told=told, today=TODAY)
    assert client.get(address_of(someone)).context["form"]["method"].value() == "PHONE"


@pytest.mark.usefixtures("profile")
def test_tags_of_the_town_are_kept_and_found_by():
    mine = agencies.actor()
    someone = people.person(mine)
    client = signed_in(mine)
    page = client.get(address_of(someone))
    assert ("FOOD", "食料を渡した") in page.context["form"].fields["tags"].choices
    client.post(address_of(someone), {**values_of(page), "body": "米を届けた", "tags": ["FOOD", "HEALTH"]})
    told = Told(happened_on=TODAY, method="PHONE", body="電話した")
    operations.record_contact(mine, person=someone, told=told, today=TODAY)

    listed = reverse("outreach:list_contacts")
    assert len(client.get(listed).context["rows"]) == 2
    found = client.get(listed, {"tag": "FOOD"}).context["rows"]
    assert [(row.body, marks) for row, marks, _stage in found] == [
        ("米を届けた", ["食料を渡した", "受診・健康"])
    ]
    assert client.get(listed, {"tag": "どこにもない"}).context["rows"] == []


@pytest.mark.usefixtures("profile")
def test_tags_stand_behind_the_wall_of_their_contact_and_survive_a_correction():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    told = Told(happened_on=TODAY, method="PHONE", body="電話した")
    first = operations.record_contact(
        mine, person=people.person(mine), told=told, tags=["FOOD", "FOOD"], today=TODAY
    )
    second = operations.correct_contact(mine, contact=first, told=told, today=TODAY)
    announce(mine)
    assert sorted(Tag.objects.values_list("contact_id", "code")) == sorted(
        [(first.id, "FOOD"), (second.id, "FOOD")]
    )
    announce(other)
    assert list(Tag.objects.all()) == []


def picture() -> SimpleUploadedFile:
    """A photograph that knows where it was taken."""
    out = io.BytesIO()
    taken = Image.new("RGB", (8, 8), "white")
    exif = taken.getexif()
    exif[0x010E] = "ひみつの場所"
    taken.save(out, format="JPEG", exif=exif)
    return SimpleUploadedFile("玄関.jpg", out.getvalue(), content_type="image/jpeg")


@pytest.mark.usefixtures("profile")
def test_a_photo_is_kept_without_where_it_was_taken_and_opens_with_the_record():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    client = signed_in(mine)
    page = client.get(address_of(someone))
    assert b'enctype="multipart/form-data"' in page.content
    sent = client.post(address_of(someone), {**values_of(page), "body": "郵便受け", "photo": picture()})
    assert sent.status_code == 302, sent.context["form"].errors
    contact = only(mine)
    scan = Scan.objects.get()
    read = reverse("outreach:read_photo", args=[contact.id, scan.id])
    got = client.get(read)
    assert (got.status_code, got["Content-Disposition"].startswith("attachment")) == (200, True)
    assert dict(Image.open(io.BytesIO(got.content)).getexif()) == {}
    assert signed_in(other).get(read).status_code == 404

    second = operations.correct_contact(
        mine, contact=contact, told=Told(happened_on=TODAY, method="VISIT", body="直した"), today=TODAY
    )
    announce(mine)
    assert [one.id for one in queries.photos_of(mine, contact=second)] == [scan.id]
    page = client.get(reverse("outreach:contact", args=[second.id])).content.decode()
    assert reverse("outreach:read_photo", args=[second.id, scan.id]) in page


@pytest.mark.usefixtures("profile")
def test_a_photo_is_closed_to_who_may_not_go_as_deep_as_the_record():
    """A scan opens to the outline; a record only to whoever may follow the progress. The picture goes with the record."""
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    announce(mine)
    for recipient, depth in ((mine, Depth.PROGRESS), (other, Depth.OUTLINE)):
        sharing.grant(
            mine, subjects=[sharing.person(someone.id)], recipients=[sharing.agency(recipient.agency_id)],
            ground=Ground.CONFERENCE, depth=depth, source=SourceKind.TEAM, source_id=someone.id,
        )  # fmt: skip
    client = signed_in(mine)
    page = client.get(address_of(someone))
    client.post(
        address_of(someone), {**values_of(page), "body": "郵便受け", "photo": picture(), "basis": "J6"}
    )
    assert Scan.objects.get().basis == "J6"
    announce(other)
    assert (list(Contact.objects.all()), list(Scan.objects.all())) == ([], [])


@pytest.mark.usefixtures("profile")
def test_what_is_no_picture_is_said_at_its_field_and_the_words_stay():
    mine = agencies.actor()
    someone = people.person(mine)
    client = signed_in(mine)
    page = client.get(address_of(someone))
    odd = SimpleUploadedFile("玄関.jpg", b"not a picture", content_type="image/jpeg")
    sent = client.post(address_of(someone), {**values_of(page), "body": "郵便受け", "photo": odd})
    form = sent.context["form"]
    assert (sent.status_code, list(form.errors), form["body"].value()) == (422, ["photo"], "郵便受け")


# --- phrases ----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("profile")
def test_a_phrase_of_the_agency_is_offered_to_its_role_until_it_is_ended():
    home = agencies.agency()
    csw = agencies.actor(agency=home, kinds=(RoleKind.CSW,))
    window = agencies.actor(agency=home, kinds=(RoleKind.COORDINATOR,))
    stranger = agencies.actor("架空 よそ", kinds=(RoleKind.CSW,))
    client = signed_in(csw)
    listed = reverse("outreach:list_phrases")
    sent = client.post(
        listed,
        {
            **values_of(client.get(listed)),
            "text": "応答なし。不在票。",
            "role_kind": "CSW",
            "method": "VISIT",
        },
    )
    assert sent.status_code == 302, sent.context["form"].errors

    def offered(actor: Actor) -> list[str]:
        page = signed_in(actor).get(address_of(people.person(actor)))
        return [mark for mark, _label in page.context["form"].fields["body"].widget.marks[6:]]

    assert (offered(csw), offered(window), offered(stranger)) == (["応答なし。不在票。"], [], [])
    phrase = Phrase.objects.get()
    end = reverse("outreach:end_phrase", args=[phrase.id])
    assert signed_in(stranger).post(end).status_code == 404
    assert client.post(end).status_code == 302
    assert offered(csw) == []
    with pytest.raises(Refused) as refused:
        operations.end_phrase(csw, phrase=phrase, today=TODAY)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["until_on"]


@pytest.mark.usefixtures("profile")
def test_phrases_are_few_enough_to_be_looked_through():
    mine = agencies.actor()
    for number in range(rules.MOST_PHRASES):
        operations.keep_phrase(mine, text=f"{number}", today=TODAY)
    with pytest.raises(Refused):
        operations.keep_phrase(mine, text="もう一つ", today=TODAY)
    assert len(queries.phrases(mine, on=TODAY)) == rules.MOST_PHRASES


# --- from anywhere ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("profile")
def test_the_form_opens_in_its_place_with_the_cursor_in_it():
    mine = agencies.actor()
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 息子")
    home = people.household(mine, mother, son)
    client = signed_in(mine)
    for address in (address_of(mother), reverse("outreach:record_household_contact", args=[home.id])):
        part = client.get(address, headers={"HX-Request": "true"}).content.decode()
        assert ("<html" in part, "data-n-focus" in part, f'action="{address}"' in part) == (False, True, True)
    for screen, of in (("people:show", mother.id), ("people:household", home.id)):
        assert 'hx-target="#quick-record"' in client.get(reverse(screen, args=[of])).content.decode()
    assert 'hx-target="#quick-record"' in client.get(reverse("casework:today")).content.decode()


@pytest.mark.usefixtures("profile")
def test_a_record_from_the_household_is_about_one_of_them_and_keeps_the_household():
    mine = agencies.actor()
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 息子")
    home = people.household(mine, mother, son)
    client = signed_in(mine)
    address = reverse("outreach:record_household_contact", args=[home.id])
    sent = client.post(
        address,
        {
            **values_of(client.get(address)),
            "person": str(son.id),
            "present": [str(mother.id)],
            "body": "二人と話した",
        },
    )
    assert sent.status_code == 302, sent.context["form"].errors
    contact = only(mine)
    assert (contact.person_id, contact.household_id) == (son.id, home.id)
    assert [one.person_id for one in contact.present.all()] == [mother.id]


@pytest.mark.usefixtures("profile")
def test_what_one_does_not_see_is_not_there():
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(other)
    home = people.household(other, someone)
    client = signed_in(mine)
    for name, of in (
        ("record_person_contact", someone.id), ("record_household_contact", home.id), ("record_contact", someone.id),
        ("record_contact", home.id),
    ):  # fmt: skip
        assert client.get(reverse(f"outreach:{name}", args=[of])).status_code == 404


@pytest.mark.usefixtures("profile")
def test_a_draft_leads_back_to_its_form_whatever_it_is_about():
    mine = agencies.actor()
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 息子")
    home = people.household(mine, mother)
    case = case_of(mine, son)
    client = signed_in(mine)
    for of, name in (
        (mother.id, "record_person_contact"), (home.id, "record_household_contact"), (case.id, "record_case_contact"),
    ):  # fmt: skip
        led = client.get(reverse("outreach:record_contact", args=[of]), {"draft": "load"})
        assert led["Location"] == f"{reverse(f'outreach:{name}', args=[of])}?draft=load"


@pytest.mark.usefixtures("profile")
def test_yesterdays_round_becomes_drafts_of_who_and_how_and_nothing_else():
    mine = agencies.actor()
    one, two, case_one = (people.person(mine, f"架空 {each}") for each in ("一", "二", "三"))
    case = case_of(mine, case_one)
    for person, method, case_id in (
        (one, "PHONE", None),
        (two, "LETTER", None),
        (case_one, "ESCORT", case.id),
    ):
        told = Told(happened_on=TODAY - DAY, method=method, body="きのうのこと")
        operations.record_contact(mine, person=person, case_id=case_id, told=told, today=TODAY)
    older = Told(happened_on=TODAY - 3 * DAY, method="VISIT", body="前のこと")
    operations.record_contact(mine, person=people.person(mine, "架空 四"), told=older, today=TODAY)
    client = signed_in(mine)
    address = reverse("outreach:copy_round")
    page = client.get(address)
    assert [label for _key, label in page.context["form"].fields["chosen"].choices] == [
        "架空 一・電話", "架空 二・手紙・投函", "架空 三・同行支援",
    ]  # fmt: skip
    keys = [key for key, _label in page.context["form"].fields["chosen"].choices]
    assert client.post(address, {**values_of(page), "chosen": [keys[0], keys[2]]}).status_code == 302
    waiting = client.get(address).context["waiting"]
    assert [name for name, _url in waiting] == ["架空 一", "架空 三"]
    for (_name, url), method, person in zip(waiting, ("PHONE", "ESCORT"), (one, case_one), strict=True):
        form = client.get(url, follow=True).context["form"]
        assert (form["method"].value(), form["body"].value() or "", form["person"].value()) == (
            method, "", str(person.id),
        )  # fmt: skip
        assert form["happened_on"].value() == wareki(TODAY)
    announce(mine)
    assert Contact.objects.filter(happened_on=TODAY).count() == 0


@pytest.mark.usefixtures("profile")
def test_without_a_round_it_says_what_to_do():
    mine = agencies.actor()
    page = signed_in(mine).get(reverse("outreach:copy_round")).content.decode()
    assert "この1週間に、あなたの記録がありません。" in page


@pytest.mark.usefixtures("profile")
def test_a_visit_without_a_plan_keeps_its_hour_and_everybody_who_took_part():
    mine, other = agencies.actor(), agencies.agency("架空社協")
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 息子")
    people.household(mine, mother, son)
    client = signed_in(mine)
    page = client.get(address_of(mother))
    sent = client.post(
        address_of(mother),
        {
            **values_of(page), "body": "留守だった", "met": "ABSENT", "happened_on": "R8.11.22", "happened_at": "19:30",
            "present": [str(son.id)], "with_whom": "近所の人", "companion": str(other.id), "companion_name": "架空 次郎",
        },
    )  # fmt: skip
    assert sent.status_code == 302, sent.context["form"].errors
    shown = client.get(reverse("outreach:contact", args=[only(mine).id])).content.decode()
    for words in ("19:30（休日の夜）", "留守・会えず", "架空 息子", "近所の人", "架空社協 架空 次郎"):
        assert words in shown


@pytest.mark.usefixtures("profile")
def test_a_phone_inquiry_keeps_agency_content_and_the_law():
    mine, asked = agencies.actor(), agencies.agency("架空病院")
    someone = people.person(mine)
    client = signed_in(mine)
    posted = {
        **values_of(client.get(address_of(someone))),
        "method": "AGENCY_CALL",
        "met": "NOT_APPLICABLE",
        "body": "退院は来週",
    }
    assert list(client.post(address_of(someone), posted).context["form"].errors) == ["asked_agency"]
    law = {"asked_agency": str(asked.id), "legal_basis": "社会福祉法第106条の6第3項"}
    assert client.post(address_of(someone), {**posted, **law}).status_code == 302
    shown = client.get(reverse("outreach:contact", args=[only(mine).id])).content.decode()
    for words in ("他機関への電話照会・協議", "架空病院", "退院は来週", "社会福祉法第106条の6第3項"):
        assert words in shown


@pytest.mark.parametrize(
    ("day", "at", "band"),
    [(22, time(19, 30), "休日の夜"), (24, time(9), "平日の午前"), (24, time(23), "平日の深夜"), (24, time(2), "平日の深夜"),
     (24, time(12), "平日の午後"), (23, None, "休日")],
)  # fmt: skip
def test_the_hour_is_told_in_one_word(day, at, band):
    assert band_of(date(2026, 11, day), at) == band


@pytest.mark.usefixtures("profile")
def test_repeated_visits_show_day_met_or_not_and_how_far_the_person_could_be_reached_then():
    city = agencies.agency("架空市")
    officer = agencies.actor("架空 推進員", agency=city)
    mine = agencies.actor("架空 専門員", agency=city, kinds=(RoleKind.OUTREACH_WORKER,))
    mother, son = people.person(officer, "架空 母"), people.person(officer, "架空 息子")
    case = case_of(officer, mother, son)
    assign, client = reverse("cases:assign_role", args=[case.id]), signed_in(officer)
    role = {
        "bearer": str(city.id),
        "what": "家族と本人を訪ねる",
        "person": str(son.id),
        "from_on": wareki(TODAY),
    }
    sent = client.post(assign, {**values_of(client.get(assign)), **role})
    assert sent.status_code == 302, sent.context["form"].errors
    assert "家族と本人を訪ねる" in client.get(reverse("cases:show", args=[case.id])).content.decode()
    for ago, person, met in ((9, mother, "FAMILY"), (6, son, "ABSENT"), (2, son, "MET")):
        told = Told(happened_on=TODAY - ago * DAY, method="VISIT", met=met, body="訪ねた")
        operations.record_contact(mine, person=person, case_id=case.id, told=told, today=TODAY)
    for ago, stage in ((7, 1), (3, 2)):
        operations.note_stage(
            mine, person=son, stage=stage, noted_on=TODAY - ago * DAY, seen="返事", watcher="", basis=Ground.OWN, today=TODAY
        )  # fmt: skip
    rows = signed_in(mine).get(reverse("outreach:list_contacts")).context["rows"]
    assert [(row.happened_on, row.person, row.get_met_display(), stage) for row, _marks, stage in rows] == [
        (TODAY - 2 * DAY, son, "会えた・話せた", "2 顔が見える・短い応答"),
        (TODAY - 6 * DAY, son, "留守・会えず", "1 間接の接点"),
        (TODAY - 9 * DAY, mother, "家族と会えた", ""),
    ]


# --- bad input --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("profile")
def test_a_visit_that_has_not_been_is_refused_in_words_with_what_to_do():
    mine = agencies.actor()
    someone = people.person(mine)
    client = signed_in(mine)
    page = client.get(address_of(someone))
    sent = client.post(
        address_of(someone), {**values_of(page), "body": "話せた", "happened_on": wareki(TODAY + DAY)}
    )
    form = sent.context["form"]
    assert (sent.status_code, list(form.errors), form["body"].value()) == (422, ["happened_on"], "話せた")
    assert form.errors["happened_on"] == [
        f"{wareki(TODAY + DAY)}は、今日（{wareki(TODAY)}）より先の日付です。今日までの日付を入力してください。"
    ]
    assert "これからの予定は「次の約束の日」に書きます" in sent.content.decode()
    with pytest.raises(Refused) as refused:
        operations.record_contact(
            mine,
            person=someone,
            told=Told(happened_on=TODAY + DAY, method="VISIT", body="話せた"),
            today=TODAY,
        )
    assert [reason.code for reason in refused.value.verdict.reasons] == ["happened_on"]


@pytest.mark.usefixtures("profile")
def test_the_same_record_sent_twice_is_one_and_the_second_answer_leads_to_the_first():
    mine = agencies.actor()
    someone = people.person(mine)
    client = signed_in(mine)
    posted = {**values_of(client.get(address_of(someone))), "body": "話せた"}
    first, again = (client.post(address_of(someone), posted) for _ in range(2))
    assert (first.status_code, again.status_code, again["Location"]) == (302, 302, first["Location"])
    assert only(mine).body == "話せた"


@pytest.mark.usefixtures("profile")
def test_other_words_in_the_same_form_are_not_swallowed():
    mine = agencies.actor()
    someone = people.person(mine)
    client = signed_in(mine)
    posted = {**values_of(client.get(address_of(someone))), "body": "話せた"}
    client.post(address_of(someone), posted)
    again = client.post(address_of(someone), {**posted, "body": "話せた（もう一度）"})
    assert (again.status_code, again.context["form"]["body"].value()) == (422, "話せた（もう一度）")
    assert only(mine).body == "話せた"


@pytest.mark.usefixtures("profile")
def test_a_contact_with_somebody_merged_meanwhile_goes_to_the_kept_record_and_says_so():
    mine = agencies.actor()
    away, kept = people.person(mine, "見本 三郎"), people.person(mine, "見本 三朗")
    client = signed_in(mine)
    page = client.get(address_of(away))
    merging.merge_people(mine, kept=kept, away=away, reason="同じ住所と生年月日", today=TODAY)
    sent = client.post(address_of(away), {**values_of(page), "body": "話せた"})
    assert sent["Location"] == reverse("people:show", args=[kept.id])
    assert only(mine).person_id == kept.id
    assert "残した記録（見本 三朗）のほうに書きました。" in last_words(client)[0]
    assert "同じ人の二つの記録が、まとめられています" in client.get(address_of(away)).content.decode()


@pytest.mark.usefixtures("profile")
def test_an_agency_that_went_while_somebody_wrote_is_said_and_the_words_stay():
    mine, gone = agencies.actor(), agencies.agency("架空相談所")
    someone = people.person(mine)
    client = signed_in(mine)
    page = client.get(address_of(someone))
    Agency.objects.filter(id=gone.id).update(until_on=TODAY)
    sent = client.post(
        address_of(someone),
        {**values_of(page), "body": "一緒に訪ねた", "companion": str(gone.id), "companion_name": "架空 次郎"},
    )
    form = sent.context["form"]
    assert (sent.status_code, list(form.errors), form["body"].value()) == (422, ["companion"], "一緒に訪ねた")
    assert form.errors["companion"][0].startswith("選んだ機関は、書いているあいだに一覧からなくなりました")


@pytest.mark.usefixtures("profile")
def test_four_hundred_contacts_in_one_evening_leave_the_pages_bounded():
    mine = agencies.actor()
    someone = people.person(mine)
    client = signed_in(mine)
    client.get(reverse("outreach:list_contacts"))

    def counts() -> dict[str, tuple[int, int]]:
        """Queries and lines of each page."""
        found = {}
        for name, of, lines in (
            ("outreach:list_contacts", (), lambda page: page["rows"]),
            ("people:show", (someone.id,), lambda page: page["contacts"]),
            ("outreach:start_contact", (), lambda page: page["lines"]),
            ("casework:today", (), lambda page: page["sections"][0][1]),
        ):
            with CaptureQueriesContext(connection) as asked:
                page = client.get(reverse(name, args=of))
            found[name] = (len(asked), len(lines(page.context)))
        return found

    written(mine, someone, 1)
    assert counts() == {
        "outreach:list_contacts": (18, 1), "people:show": (26, 1), "outreach:start_contact": (12, 1),
        "casework:today": (55, 1),
    }  # fmt: skip
    written(mine, someone, 399)
    assert counts() == {
        "outreach:list_contacts": (18, 100), "people:show": (26, 20), "outreach:start_contact": (12, 1),
        "casework:today": (55, 30),
    }  # fmt: skip


def written(mine: Actor, someone: Person, number: int) -> None:
    """So many of today's contacts, as an evening of typing leaves them; each promises something for today."""
    announce(mine)
    Contact.objects.bulk_create(
        Contact(
            subject_id=someone.id, person=someone, agency_id=mine.agency_id, happened_on=TODAY, method="VISIT", met="MET",
            body="話せた", programme="OUTREACH", staff_id=mine.staff_id, next_on=TODAY, next_what="電話", categories=32,
        )
        for _one in range(number)
    )  # fmt: skip


# --- the way with it: つながりの段階 and 受援力 in the same press ------------------------------------------------


@pytest.mark.usefixtures("profile")
def test_one_press_writes_the_record_the_stage_and_how_help_is_taken():
    mine = agencies.actor(kinds=(RoleKind.CSW,))
    son = people.person(mine, "架空 一")
    case = case_of(mine, son)
    client, url = signed_in(mine), reverse("outreach:record_case_contact", args=[case.id])
    page = client.get(url)
    told = {**values_of(page), "person": str(son.id), "body": "手紙を受けとった", "stage": "2", "step": "U2"}
    assert client.post(url, told).status_code == 302
    assert "つながりの様子も書きました。" in last_words(client)[0]
    contact = only(mine)
    [stage] = queries.stages_of(mine, person_id=son.id)
    assert (stage.stage, stage.seen, stage.noted_on) == (2, "ひとこと記録（訪問・会えた・話せた）", TODAY)
    [taken] = acceptances(mine, case=case)
    assert (taken.step_label, taken.seen, taken.basis) == (
        "差し出されたものは受けとる", "ひとこと記録（訪問・会えた・話せた）", contact.basis,
    )  # fmt: skip


@pytest.mark.usefixtures("profile")
@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"person": "", "stage": "2"}, ["person"]),
        ({"person": "", "step": "U2"}, ["person"]),
        ({"stage": "9"}, ["stage"]),
        ({"step": "2"}, ["step"]),
        ({"seen": "目が合った"}, ["stage"]),
    ],
)
def test_a_step_is_somebodys_and_out_of_the_scale(given: dict[str, str], wrong: list[str]):
    mine = agencies.actor(kinds=(RoleKind.CSW,))
    son = people.person(mine, "架空 一")
    case = case_of(mine, son)
    client, url = signed_in(mine), reverse("outreach:record_case_contact", args=[case.id])
    told = {**values_of(client.get(url)), "person": str(son.id), "body": "会った", **given}
    answer = client.post(url, told)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, wrong)
    announce(mine)
    assert (Contact.objects.count(), queries.stages_of(mine, person_id=son.id)) == (0, [])


@pytest.mark.usefixtures("profile")
def test_outside_a_case_only_the_stage_is_offered_and_a_refusal_leaves_nothing():
    mine = agencies.actor(kinds=(RoleKind.CSW,))
    someone = people.person(mine, "架空 一")
    client = signed_in(mine)
    page = client.get(address_of(someone))
    assert ["stage" in page.context["form"].fields, "step" in page.context["form"].fields] == [True, False]
    told = {**values_of(page), "body": "玄関で会えた", "stage": "2", "seen": "返事があった"}
    assert client.post(address_of(someone), told).status_code == 302
    [stage] = queries.stages_of(mine, person_id=someone.id)
    assert (stage.stage, stage.seen) == (2, "返事があった")
    correct = reverse("outreach:correct_contact", args=[only(mine).id])
    assert "stage" not in client.get(correct).context["form"].fields
    outsider = people.person(mine, "架空 二")
    with pytest.raises(Refused):
        recording.record_contact(
            mine, case=case_of(mine, someone), person=outsider, told=Told(happened_on=TODAY, method="VISIT", body="会った"),
            basis=Ground.OWN, categories=1, seen=recording.Seen(stage=None, step="U1", words="会った"), today=TODAY,
        )  # fmt: skip
    announce(mine)
    assert Contact.objects.filter(person=outsider).count() == 0
