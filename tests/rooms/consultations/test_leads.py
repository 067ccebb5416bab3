"""手がかり: a notice or a worry gets somebody who follows it up, a next day, and an end; nothing lies untouched unseen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Appointment
from norishiro.casework.queries import today_asked
from norishiro.consultations import access, operations, queries, rules
from norishiro.consultations.choices import Hurry, Knows
from norishiro.consultations.models import Lead, LeadStep, Notice, Worry
from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion, Unseen
from norishiro.core.verdict import Refused
from norishiro.profiles.current import current_profile
from tests.factories import agencies
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.test_worries import commissioner, place
from tests.rooms.consultations.town import TODAY, client_of
from tests.rooms.surroundings.town import posted

pytestmark = pytest.mark.django_db

SOON = TODAY + timedelta(days=3)


def noticed(actor: Any, text: str = "雨戸が閉まったまま", *, days: int = 0) -> Notice:
    on = TODAY - timedelta(days=days)
    return operations.note_notice(actor, text=text, place="木曜サロン", noticed_on=on, today=on)


def worried(town: Any, teller: Any) -> Worry:
    return operations.tell_worry(
        teller, receiver_agency_id=town.window.agency_id, seen="新聞がたまっている", place="2丁目", hurry=Hurry.DAYS,
        knows=Knows.NO, today=TODAY,
    )  # fmt: skip


def taken(actor: Any, notice: Notice, *, days: int = 0, owner: Any = None) -> Lead:
    on = TODAY - timedelta(days=days)
    return operations.take_lead(
        actor, notice=notice, owner_id=(owner or actor).staff_id, next_on=on + timedelta(days=3), next_what="寄ってみる",
        today=on,
    )  # fmt: skip


def reasons(refusal: Any) -> list[str]:
    return [one.code for one in refusal.value.verdict.reasons]


def test_the_rules_name_every_reason_and_the_day_from_which_one_is_untouched():
    took = rules.may_take_lead(
        mine=False, taken=True, became=True, owner_here=False, next_on=None, today=TODAY
    )
    assert [one.code for one in took.reasons] == ["mine", "taken", "became", "owner", "next_on"]
    usual = {
        "mine": True,
        "open_now": True,
        "begun_on": TODAY,
        "owner_here": True,
        "next_on": TODAY,
        "today": TODAY,
    }
    assert rules.may_note_lead(done_on=TODAY, **usual).allowed
    late = {**usual, "next_on": TODAY - timedelta(days=1)}
    assert [one.code for one in rules.may_note_lead(done_on=SOON, **late).reasons] == ["done_on", "next_on"]
    early = rules.may_note_lead(done_on=TODAY - timedelta(days=1), **usual)
    assert [one.code for one in early.reasons] == ["done_on"]
    assert [one.code for one in rules.may_end_lead(mine=False, open_now=False, words=" ").reasons] == [
        "mine", "open", "words",
    ]  # fmt: skip
    assert rules.still_before(today=TODAY, days=14) == TODAY - timedelta(days=14)


def test_notices_become_leads_with_owner_next_contact_and_result_and_the_untouched_are_listed():
    """HAC-23."""
    town = towns.town()
    colleague = agencies.actor(
        "架空 同僚", agency=Agency.objects.get(id=town.window.agency_id), kinds=(RoleKind.WINDOW,)
    )
    client, today = client_of(town.window), timezone.localdate()
    assert access.still_days(TODAY) == current_profile(TODAY).leads.still_days == 14
    kept, left, ended = (
        noticed(town.window, text, days=days) for text, days in (("一つめ", 2), ("二つめ", 1), ("三つめ", 0))
    )
    home = reverse("consultations:leads")
    assert [one.what for one in client.get(home).context["unowned"]] == ["一つめ", "二つめ", "三つめ"]
    listed = client.get(reverse("consultations:list")).content.decode()
    assert listed.count(reverse("consultations:take_lead", args=[kept.id])) == 1
    sent = posted(
        client, reverse("consultations:take_lead", args=[kept.id]), owner=str(colleague.staff_id),
        next_on=(today + timedelta(days=2)).isoformat(), next_what="朝に通る",
    )  # fmt: skip
    assert sent.status_code == 302
    announce(town.window)
    lead = Lead.objects.get(notice=kept)
    assert (lead.owner_id, lead.next_what, lead.touched_on) == (colleague.staff_id, "朝に通る", today)
    announce(colleague)
    on_today = [(code, line.what, line.who) for code, line in today_asked.leads(colleague, today=today)]
    assert on_today == [("promises", "朝に通る", "一つめ")]
    announce(town.window)
    assert list(today_asked.leads(town.window, today=today)) == []
    noted = posted(
        client, reverse("consultations:note_lead", args=[lead.id]), how="VISIT", words="人の気配がない",
        next_on=(today + timedelta(days=5)).isoformat(), next_what="夜に通る",
    )  # fmt: skip
    assert noted.status_code == 302
    page = client.get(reverse("consultations:show_lead", args=[lead.id]))
    assert [(one.get_how_display(), one.words) for one in page.context["lead"].steps.all()] == [
        ("訪ねた・見に行った", "人の気配がない")
    ]
    other = taken(town.window, ended)
    finished = posted(
        client, reverse("consultations:end_lead", args=[other.id]), result="KNOWN", words="包括が訪ねていた"
    )
    assert finished.status_code == 302
    assert [(one.what, one.get_result_display()) for one, _still in client.get(home, {"which": "ended"}).context["rows"]] == [
        ("三つめ", "もう関わっている機関があった")
    ]  # fmt: skip
    old = taken(town.window, left)
    announce(town.window)
    Lead.objects.filter(id=old.id).update(touched_on=today - timedelta(days=15))
    assert [one.what for one, _still in client.get(home, {"which": "still"}).context["rows"]] == ["二つめ"]
    Lead.objects.filter(id=old.id).update(touched_on=today - timedelta(days=14))
    assert client.get(home, {"which": "still"}).context["rows"] == []
    assert [one.what for one, _still in client.get(home, {"which": "agency"}).context["rows"]] == [
        "二つめ",
        "一つめ",
    ]


def test_a_lead_whose_person_has_left_is_everybodys_at_the_counter():
    town = towns.town()
    agency = Agency.objects.get(id=town.window.agency_id)
    left = agencies.actor("架空 退職", agency=agency, kinds=(RoleKind.WINDOW,))
    lead = taken(left, noticed(town.window))
    announce(town.window)
    assert list(today_asked.leads(town.window, today=TODAY)) == []

    Appointment.objects.filter(staff_id=left.staff_id).update(until_on=TODAY)

    on_today = [
        (line.target, line.what, line.on) for _code, line in today_asked.leads(town.window, today=TODAY)
    ]
    assert on_today == [(lead.id, "寄ってみる（確かめる人がもういません）", SOON)]
    client = client_of(town.window)
    page = client.get(reverse("consultations:leads"), {"which": "agency"}).content.decode()
    assert page.count("いま担当がいません") == 1


def test_a_worry_is_followed_up_and_who_told_it_sees_only_that_it_was_received():
    town, teller = place(), commissioner()
    worry = worried(town, teller)
    client = client_of(town.window)
    page = client.get(reverse("consultations:show_worry", args=[worry.id]))
    assert page.content.decode().count(reverse("consultations:take_lead", args=[worry.id])) == 1
    sent = posted(
        client, reverse("consultations:take_lead", args=[worry.id]), next_on=timezone.localdate().isoformat()
    )
    assert sent.status_code == 302
    announce(town.window)
    lead = Lead.objects.get(worry=worry)
    told = client_of(teller).get(reverse("consultations:show_worry", args=[worry.id])).content.decode()
    assert (told.count("受け取った日"), told.count(str(lead.id))) == (2, 0)
    announce(town.window)
    assert Worry.objects.get(id=worry.id).taken_on == timezone.localdate()


def test_a_lead_closes_by_itself_when_it_becomes_a_consultation():
    town = towns.town()
    notice = noticed(town.window)
    lead = taken(town.window, notice)
    received = operations.receive_consultation(
        town.window, newcomer={"alias": "雨戸の家の人"}, received_on=TODAY, channel="VISIT", visitor="SELF",
        summary="話を聞けた", notice=notice, today=TODAY,
    )  # fmt: skip
    announce(town.window)
    page = client_of(town.window).get(reverse("consultations:show_lead", args=[lead.id]))
    assert (page.context["open_now"], page.context["became"]) == (False, received.id)
    assert queries.leads(town.window, which="agency", today=TODAY, still_days=14) == []
    assert [one.id for one in queries.leads(town.window, which="ended", today=TODAY, still_days=14)] == [
        lead.id
    ]
    lead = queries.get_lead(town.window, lead_id=lead.id)
    with pytest.raises(Refused) as over:
        operations.end_lead(town.window, lead=lead, result="LOST", words="分からない", today=TODAY)
    assert reasons(over) == ["open"]


def test_what_refuses_and_who_is_faster():
    town = towns.town()
    notice = noticed(town.window)
    with pytest.raises(Refused) as stranger:
        operations.take_lead(
            town.window, notice=notice, owner_id=town.care.staff_id, next_on=None, today=TODAY
        )
    assert reasons(stranger) == ["owner", "next_on"]
    lead = taken(town.window, notice)
    with pytest.raises(Refused) as twice:
        taken(town.window, notice)
    assert reasons(twice) == ["taken"]
    step = {
        "done_on": TODAY,
        "how": "PHONE",
        "owner_id": town.window.staff_id,
        "next_on": SOON,
        "today": TODAY,
    }
    operations.note_lead(town.window, lead=lead, version=1, **step)
    with pytest.raises(StaleVersion):
        operations.note_lead(town.window, lead=lead, version=1, **step)
    sent = posted(client_of(town.window), reverse("consultations:note_lead", args=[lead.id]), how="VISIT")
    assert (sent.status_code, sorted(sent.context["form"].errors)) == (422, ["next_on"])


def test_nothing_of_it_is_there_for_another_agency():
    town = towns.town()
    notice = noticed(town.window)
    lead = taken(town.window, notice)
    operations.note_lead(
        town.window, lead=lead, version=1, done_on=TODAY, how="PHONE", owner_id=town.window.staff_id, next_on=SOON,
        today=TODAY,
    )  # fmt: skip
    client = client_of(town.operator)
    for name, key in (
        ("take_lead", notice.id), ("show_lead", lead.id), ("note_lead", lead.id), ("end_lead", lead.id),
    ):  # fmt: skip
        assert client.get(reverse(f"consultations:{name}", args=[key])).status_code == 404, name
    announce(town.operator)
    assert (Lead.objects.count(), LeadStep.objects.count()) == (0, 0)
    with pytest.raises(Unseen):
        queries.get_lead(town.operator, lead_id=lead.id)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_a_bounded_number_of_questions(django_assert_num_queries: Any, rows: int):
    town = towns.town()
    for number in range(rows):
        noticed(town.window, f"ひとつ{number}")
        lead = taken(town.window, noticed(town.window, f"ふたつ{number}"))
    client = client_of(town.window)
    for name, args, asked in (("leads", [], LIST), ("show_lead", [lead.id], PAGE)):
        url = reverse(f"consultations:{name}", args=args)
        client.get(url)
        with django_assert_num_queries(asked):
            client.get(url)


LIST, PAGE = 14, 13
