"""The screens of visits: works, refused, invalid, unseen, and a number of questions that does not grow."""

from __future__ import annotations

import uuid
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from norishiro.agencies.models import Appointment
from norishiro.cases import operations as case_operations
from norishiro.casework.operations import recording
from norishiro.consultations.models import TsunaguSheet
from norishiro.core.calendar import wareki
from norishiro.core.operation import announce
from norishiro.outreach.operations import Told
from norishiro.people import operations as protecting
from norishiro.people.choices import ProtectionKind, WithheldField
from norishiro.people.models import Household, Person
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, Depth, Ground, SourceKind
from norishiro.visits import operations
from norishiro.visits.models import SafetyNote, Visit, WayIn
from tests.factories import cases, people
from tests.rooms.visits.office import DAY, Office, browser_of, office

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def town() -> Office:
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"),
        name="toshima.toml",
        valid_from=TODAY.replace(year=2020, day=1),
    )
    return office(TODAY)


def at(name: str, *args: Any) -> str:
    return reverse(f"visits:{name}", args=args)


def sent(client: Client, path: str, **given: Any) -> Any:
    """The form of the page, sent back with what was typed."""
    form = client.get(path).context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "", [])}
    values = {name: wareki(one) if hasattr(one, "year") else one for name, one in values.items()}
    values |= {"form_token": str(form.token), "version": "" if form.version is None else str(form.version)}
    return client.post(path, values | given)


def told(response: Any) -> str:
    return response.content.decode()


def errors(response: Any) -> dict[str, list[str]]:
    return {name: list(map(str, found)) for name, found in response.context["form"].errors.items()}


def test_planned_on_the_screen_it_stands_in_the_round_with_the_address(town):
    client = browser_of(town.worker)
    answered = sent(client, at("plan_visit", town.case.id), purpose="通院の相談", from_at="9:30")
    visit = Visit.objects.get()
    assert (answered.status_code, answered.url) == (302, at("show_visit", visit.id))
    page = told(client.get(at("show_round")))
    assert [page.count(one) for one in ("通院の相談", "みなと町9-8-7", "9:30")] == [1, 1, 1]


def test_what_is_wrong_stands_at_its_field_with_what_to_do(town):
    client = browser_of(town.worker)
    answered = sent(
        client,
        at("plan_visit", town.case.id),
        day=wareki(TODAY - DAY),
        purpose="通院",
        from_at="10:00",
        until_at="9:00",
    )
    assert (answered.status_code, sorted(errors(answered))) == (422, ["day", "until_at"])
    assert "ひとこと記録" in errors(answered)["day"][0]
    announce(town.worker)
    assert Visit.objects.count() == 0


def test_two_presses_of_the_same_form_plan_one_visit(town):
    client = browser_of(town.worker)
    form = client.get(at("plan_visit", town.case.id)).context["form"]
    typed = {
        "form_token": str(form.token), "day": wareki(TODAY), "purpose": "通院", "goers": [str(town.worker.staff_id)], "basis": "OWN",
    }  # fmt: skip
    both = [client.post(at("plan_visit", town.case.id), typed).status_code for _press in range(2)]
    announce(town.worker)
    assert (both, Visit.objects.count()) == ([302, 302], 1)


def test_what_to_mind_stands_first_where_one_plans_records_and_goes(town):
    town.note("ANIMAL", words="大きな犬が庭にいる")
    visit = town.plan()
    client = browser_of(town.worker)
    pages = [
        at("plan_visit", town.case.id), at("show_visit", visit.id), at("show_round"), at("change_visit", visit.id),
        reverse("outreach:record_case_contact", args=[town.case.id]),
        reverse("outreach:record_person_contact", args=[people.person(town.worker).id]),
    ]  # fmt: skip
    assert ["大きな犬が庭にいる" in told(client.get(path)) for path in pages] == [True] * 5 + [False]


def test_a_promise_is_one_press_and_a_second_press_leads_to_the_same_visit(town):
    contact = recording.record_contact(
        town.worker, case=town.case, person=None, basis="OWN", categories=32, today=TODAY,
        told=Told(happened_on=TODAY, method="PHONE", body="話した", next_on=TODAY + DAY, next_what="書類を届ける"),
    )  # fmt: skip
    client = browser_of(town.worker)
    first, second = (client.post(at("plan_promise", contact.id)).url for _press in range(2))
    announce(town.worker)
    visit = Visit.objects.get()
    assert (first, second, visit.purpose, visit.day) == (
        at("show_visit", visit.id),
        first,
        "書類を届ける",
        TODAY + DAY,
    )


def test_where_two_go_the_press_leads_to_the_form_with_everything_filled_in(town):
    town.note("PAIR")
    contact = recording.record_contact(
        town.worker, case=town.case, person=None, basis="OWN", categories=32, today=TODAY,
        told=Told(happened_on=TODAY, method="PHONE", body="話した", next_on=TODAY + DAY, next_what="書類を届ける"),
    )  # fmt: skip
    client = browser_of(town.worker)
    assert client.post(at("plan_promise", contact.id)).url == at("plan_promised", contact.id)
    both = [str(town.worker.staff_id), str(town.colleague.staff_id)]
    answered = sent(client, at("plan_promised", contact.id), goers=both)
    announce(town.worker)
    visit = Visit.objects.get()
    assert (answered.status_code, visit.purpose, visit.promise_id, visit.goers.count()) == (
        302,
        "書類を届ける",
        contact.id,
        2,
    )
    assert client.get(at("plan_promised", contact.id)).status_code == 403


def test_a_colleague_who_left_is_said_and_replaced(town):
    visit = town.plan(goers=(town.colleague,), day=TODAY + DAY)
    Appointment.objects.filter(staff_id=town.colleague.staff_id).update(until_on=TODAY)
    client = browser_of(town.worker)
    assert "この機関にいない人がいます" in told(client.get(at("show_visit", visit.id)))
    answered = sent(client, at("change_visit", visit.id), goers=[str(town.worker.staff_id)])
    assert answered.status_code == 302
    assert "この機関にいない人がいます" not in told(client.get(at("show_visit", visit.id)))


def test_who_changes_an_old_page_meets_the_other_change(town):
    visit = town.plan()
    client = browser_of(town.worker)
    assert sent(client, at("change_visit", visit.id), version="7", purpose="べつの用件").status_code == 409


def test_in_and_out_on_the_phone(town):
    visit = town.plan()
    client = browser_of(town.worker)
    late = sent(client, at("enter_visit", visit.id), expected="")
    assert (late.status_code, list(errors(late))) == (422, ["expected"])
    assert sent(client, at("enter_visit", visit.id)).status_code == 302
    assert told(client.get(at("show_visit", visit.id))).count("終わりました</button>") == 1
    assert client.post(at("leave_visit", visit.id)).status_code == 302
    assert client.post(at("leave_visit", visit.id)).status_code == 403


def test_who_has_not_come_out_is_answered_for_on_the_screen(town):
    visit = town.plan()
    hour = timezone.timedelta(hours=1)
    Visit.objects.filter(id=visit.id).update(
        entered_at=timezone.now() - 2 * hour,
        entered_by=town.worker.staff_id,
        expected_at=timezone.now() - hour,
    )
    client = browser_of(town.colleague)
    home = told(client.get("/"))
    assert (home.count("訪問から戻っていません"), at("answer_overdue", visit.id) in home) == (1, True)
    silent = sent(client, at("answer_overdue", visit.id), kind="REACHED")
    assert (silent.status_code, list(errors(silent))) == (422, ["words"])
    assert (
        sent(client, at("answer_overdue", visit.id), kind="REACHED", words="帰り道だった").status_code == 302
    )
    assert "訪問から戻っていません" not in told(client.get("/"))
    assert "することはありません" in told(client.get(at("answer_overdue", visit.id)))


def test_a_note_asks_for_its_source_and_a_day_within_six_months(town):
    client = browser_of(town.worker)
    path = at("note_safety", town.case.id)
    empty = sent(client, path)
    assert (empty.status_code, sorted(errors(empty))) == (422, ["is_told", "kinds", "teller", "told_words"])
    said = {"kinds": ["PAIR", "ANIMAL"], "teller": "民生委員", "is_told": "yes", "told_words": "口頭で伝えた"}
    far = sent(client, path, **said, review_on=wareki(TODAY + 200 * DAY))
    assert (far.status_code, list(errors(far))) == (422, ["review_on"])
    assert sent(client, path, **said).status_code == 302
    announce(town.worker)
    assert sorted(SafetyNote.objects.values_list("kind", "is_told")) == [("ANIMAL", True), ("PAIR", True)]


def test_two_notes_that_say_the_same_are_shown_once_with_both_that_told_it(town):
    town.note("ANGER", words="犬がいる", teller="前の担当者")
    town.note("ANIMAL", words="犬がいる", teller="隣の人")
    minded = operations.Minded(
        kinds=("ANGER",), words="犬がいる ", teller="民生委員", heard_on=TODAY - DAY, is_told=True, told_words="口頭で",
        review_on=TODAY + 30 * DAY,
    )  # fmt: skip
    operations.note_safety(town.worker, person=town.mother, minded=minded, today=TODAY)
    visit = town.plan()
    page = told(browser_of(town.worker).get(at("show_visit", visit.id)))
    assert [page.count(words) for words in ("犬がいる", "前の担当者から", "民生委員から", "隣の人から")] == [
        2,
        1,
        1,
        1,
    ]
    kept = told(browser_of(town.worker).get(at("show_safety", town.case.id)))
    assert kept.count("犬がいる") == 3


def test_a_note_past_its_day_stays_shown_asks_on_today_and_is_lengthened_or_ended(town):
    note = town.note("ANGER")
    SafetyNote.objects.filter(id=note.id).update(review_on=TODAY)
    client, leader = browser_of(town.worker), browser_of(town.leader)
    asks = "訪問の注意の見直し：怒声・暴力のおそれ"
    assert [told(one.get("/")).count(asks) for one in (client, leader, browser_of(town.colleague))] == [
        1,
        1,
        0,
    ]
    assert "見直す日を過ぎています" in told(client.get(at("show_safety", town.case.id)))
    assert sent(client, at("review_safety", note.id)).status_code == 302
    assert told(client.get("/")).count(asks) == 0
    assert sent(client, at("end_safety", note.id), because="落ち着いた").status_code == 302
    page = told(client.get(at("show_safety", town.case.id)))
    assert (page.count("落ち着いた"), client.get(at("plan_visit", town.case.id)).context["safety"]) == (1, [])


def test_keys_are_written_once_and_corrected(town):
    client = browser_of(town.worker)
    path = at("keep_way_in", town.case.id)
    assert errors(sent(client, path)) == {
        "entry": ["鍵・入り方、避けたい時間、差出人名のどれかを書いてください。"]
    }
    assert sent(client, path, entry="鍵は管理人", is_sender_hidden="on").status_code == 302
    assert sent(client, path, entry="勝手口から").status_code == 302
    announce(town.worker)
    assert list(WayIn.objects.values_list("entry", "is_sender_hidden", "version")) == [
        ("勝手口から", True, 2)
    ]


def test_moved_by_a_button(town):
    first, second = (town.plan(case=town.household(f"架空{one}")) for one in "いろ")
    client = browser_of(town.worker)
    assert client.post(at("move_visit", second.id), {"to": "earlier"}).status_code == 302
    stops = client.get(at("show_round")).context["stops"]
    assert [one.visit.id for one in stops] == [second.id, first.id]


def test_an_unreadable_day_says_so_and_shows_today(town):
    page = browser_of(town.worker).get(at("show_round"), {"on": "きのうのきのう"})
    assert (page.status_code, page.context["asked"].day, "日付が読めませんでした" in told(page)) == (
        200,
        TODAY,
        True,
    )


def test_a_day_without_visits_says_where_to_plan(town):
    assert "この日の訪問は、予定されていません。" in told(browser_of(town.worker).get(at("show_round")))


def test_a_withheld_address_is_neither_on_the_screen_nor_on_the_paper(town):
    home = Household.objects.get(label="架空家")
    Person.objects.filter(id=town.mother.id).update(address="みなと町9-8-7")
    town.plan()
    protecting.protect(
        town.worker, person=Person.objects.get(id=town.mother.id), kind=ProtectionKind.DV, basis="本人の申出",
        office=home.first_known_by, fields=(WithheldField.ADDRESS,), from_on=TODAY, renew_by=TODAY + 300 * DAY, today=TODAY,
    )  # fmt: skip
    client = browser_of(town.worker)
    page, paper = told(client.get(at("show_round"))), client.get(at("round_paper"))
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(paper.content)).pages)
    assert ["9-8-7" in one for one in (page, text)] == [False, False]
    assert ["非開示" in one for one in (page, text)] == [True, True]


def test_the_paper_says_who_printed_it_and_the_ledger_whom_it_shows(town):
    town.plan(purpose="様子を見る")
    paper = browser_of(town.worker).get(at("round_paper"))
    text = "".join(one.extract_text() for one in PdfReader(BytesIO(paper.content)).pages)
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert [one in text for one in ("架空家", "みなと町9-8-7", "架空 花子", "取扱注意")] == [True] * 4
    assert set(paper.wsgi_request.shown) == {town.case.id, town.mother.id}


def test_what_another_agency_plans_is_not_there(town):
    visit, note = town.plan(), town.note()
    client = browser_of(town.stranger)
    paths = [
        at(name, visit.id) for name in ("show_visit", "change_visit", "cancel_visit", "enter_visit", "answer_overdue")
    ] + [at(name, town.case.id) for name in ("show_safety", "plan_visit", "note_safety", "keep_way_in")]  # fmt: skip
    paths += [at(name, note.id) for name in ("review_safety", "end_safety")]
    assert {client.get(path).status_code for path in paths} == {404}
    posts = [at(name, visit.id) for name in ("move_visit", "leave_visit", "see_alone")]
    assert {client.post(path).status_code for path in posts} == {404}
    assert "架空家" not in told(client.get(at("show_round"), {"whose": "office"}))


def test_a_case_that_is_no_longer_open_to_the_agency_leaves_the_round(town):
    """The wall still lets the agency's own row through; the line would tell how the case is called."""
    source = uuid.uuid4()
    for to in (town.worker, town.stranger):
        announce(town.worker)
        sharing.grant(
            town.worker, subjects=[sharing.case(town.case.id)], recipients=[sharing.agency(to.agency_id)],
            ground=Ground.CONFERENCE, depth=Depth.PROGRESS, source=SourceKind.TEAM, source_id=source,
        )  # fmt: skip
    town.plan(town.stranger)
    client = browser_of(town.stranger)
    assert "架空家" in told(client.get(at("show_round")))
    announce(town.worker)
    sharing.end_grants(town.worker, source_ids=[source], reason="役割を終えた")
    announce(town.stranger)
    assert (Visit.objects.count(), "架空家" in told(client.get(at("show_round")))) == (1, False)


@pytest.mark.parametrize("count", [3, 30])
def test_a_round_asks_the_same_number_of_questions(town, count, django_assert_num_queries):
    for number in range(count):
        case = town.household(f"架空{number}")
        town.plan(case=case, goers=(town.worker, town.colleague))
        town.note("ANIMAL", case=case)
        operations.keep_way_in(town.worker, case=case, entry="勝手口")
    client = browser_of(town.worker)
    client.get(at("show_round"))
    with django_assert_num_queries(QUERIES):
        client.get(at("show_round"))


QUERIES = 18


def test_somebody_whose_records_were_merged_is_planned_for_under_the_one_in_use(town):
    kept, away = people.person(town.worker, "架空 花"), people.person(town.worker, "架空 はな")
    Person.objects.filter(id=away.id).update(merged_into=kept)
    client = browser_of(town.worker)
    assert sent(client, at("plan_visit", away.id), purpose="顔を見る").status_code == 302
    announce(town.worker)
    assert Visit.objects.get().person_id == kept.id


def test_a_record_of_the_one_in_use_closes_a_visit_planned_under_the_other(town):
    kept, away = people.person(town.worker, "架空 花"), people.person(town.worker, "架空 はな")
    planned = operations.Planned(day=TODAY, purpose="顔を見る", goer_ids=(town.worker.staff_id,))
    visit = operations.plan_visit(town.worker, person=away, planned=planned, today=TODAY)
    Person.objects.filter(id=away.id).update(merged_into=kept)
    recording.record_contact(
        town.worker, case=None, person=kept, told=Told(happened_on=TODAY, method="VISIT", body="会えた"), basis="OWN", categories=32,
        today=TODAY,
    )  # fmt: skip
    visit.refresh_from_db()
    assert visit.is_open is False


def test_a_household_of_several_cases_is_told_apart(town):
    other = cases.case(town.worker, people.person(town.worker, "架空 別"), title="架空の別の家", today=TODAY)
    town.note("PAIR")
    assert town.plan(case=other).case_id == other.id


def test_what_is_found_of_another_member_goes_to_the_right_agency_in_one_step(town):
    """From the visit, to the sheet of the member it is about, with the consent that member gave."""
    son = people.person(town.worker, "架空 息子")
    case_operations.add_member(town.worker, case=town.case, person=son, today=TODAY)
    visit = town.plan()
    sharing.take_consent(
        town.worker, person=son, case_id=None, recipient_ids=[town.stranger.agency_id], categories=ALL_CATEGORIES, asked_on=TODAY,
        until_on=None, method="WRITTEN", witness="", giver="SELF", giver_name="", wording_version="1",
        purpose="いっしょに考えるため", today=TODAY,
    )  # fmt: skip
    client = browser_of(town.worker)
    path = reverse("consultations:send_sheet", args=[son.id])
    assert f'href="{path}"' in told(client.get(at("show_visit", visit.id)))
    answered = sent(client, path, receiver_agency=str(town.stranger.agency_id), worry="仕事をやめたと聞いた")
    assert answered.status_code == 302
    announce(town.stranger)
    assert list(TsunaguSheet.objects.values_list("person_id", "worry")) == [(son.id, "仕事をやめたと聞いた")]
