"""今日: only what is mine, everything that is, and each line leads on."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.cases.models import Case, Handover, HelpRequest, Role, Unknown
from norishiro.casework.operations import closing
from norishiro.casework.queries.today import today_of
from norishiro.casework.views.today import SCREENS
from norishiro.consultations.models import SupportRequest, TsunaguSheet, Worry
from norishiro.core import drafts
from norishiro.core.operation import announce
from norishiro.meetings.models import ConveneRequest, Invitation, Sitting
from norishiro.outreach.models import Contact
from norishiro.plans import operations as plans
from norishiro.plans.choices import CloseReason
from norishiro.plans.models import Monitoring
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Depth, Ground, SourceKind
from tests.factories import agencies
from tests.rooms.plans import town as towns
from tests.rooms.plans.town import TODAY, browser_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def town():
    made = towns.town()
    towns.consent(made, made.decider, made.provider)
    return made


def lines(actor, today=TODAY) -> list[tuple[str, str]]:
    """What stands there. Each source has read all its lines are made of: no row is asked for again by its id."""
    announce(actor)
    with CaptureQueriesContext(connection) as asked:
        sections = today_of(actor, today=today)
    assert [one["sql"] for one in asked if one["sql"].endswith("LIMIT 21")] == []
    return [(section.code, line.what) for section in sections for line in section.lines]


def follow(actor) -> dict[str, int]:
    """Every line's link, pressed by whose line it is, and how the screen answers."""
    client = browser_of(actor)
    page = client.get("/").content.decode()
    links = re.findall(r'<dd><a href="([^"]+)"', page)
    return {link: client.get(link).status_code for link in links}


def all_open(*actors) -> list[bool]:
    """Whether each has at least one line and every line opens."""
    return [bool(answers) and set(answers.values()) == {200} for answers in map(follow, actors)]


def test_every_kind_of_line_leads_to_a_screen(town):
    addresses = {kind: reverse(name, args=[town.case.id]) for kind, name in SCREENS.items()}
    assert len(addresses) == 51


def gated(town, by, **values):
    announce(by)
    return {
        "case": town.case, "subject_id": town.case.id, "basis": Ground.CONSENT, "agency_id": by.agency_id, "categories": 1,
        **values,
    }  # fmt: skip


def test_nothing_to_do_lets_one_close_the_lid(town):
    response = browser_of(town.stranger).get("/")
    assert response.status_code == 200
    assert "今日の約束はすべて済んでいます" in response.content.decode()


def test_a_sheet_is_asked_of_one_and_waited_for_by_the_other(town):
    announce(town.drafter)
    sheet = {
        "number": "T1", "person": town.son, "subject_id": town.son.id, "basis": Ground.CONSENT, "categories": 1,
        "agency_id": town.drafter.agency_id, "sender_id": town.drafter.staff_id, "worry": "仕事", "sent_on": TODAY - 3 * DAY,
        "receiver_agency_id": town.provider.agency_id, "due_on": TODAY - DAY,
    }  # fmt: skip
    TsunaguSheet.objects.create(**sheet)
    assert lines(town.provider) == [("asked", "つなぐシートへの返事")]
    assert all_open(town.provider, town.drafter) == [True, True]
    announce(town.drafter)
    line = today_of(town.drafter, today=TODAY)[0].lines[0]
    assert (line.what, line.days, line.late) == ("つなぐシートの返事", 3, True)
    assert lines(town.decider) == []


def test_an_answer_is_told_for_two_weeks_to_whoever_sent_the_sheet(town):
    announce(town.drafter)
    TsunaguSheet.objects.create(
        number="T1", person=town.son, subject_id=town.son.id, basis=Ground.CONSENT, categories=1,
        agency_id=town.drafter.agency_id, sender_id=town.drafter.staff_id, worry="仕事", sent_on=TODAY - 9 * DAY,
        receiver_agency_id=town.provider.agency_id, due_on=TODAY, status="ACCEPTED", answered_on=TODAY - DAY,
    )  # fmt: skip
    told = ("answered", "架空就労支援センターからの返事（引き受けた）")
    assert lines(town.drafter) == [told]
    assert lines(town.drafter, today=TODAY + 13 * DAY) == [told]
    assert lines(town.drafter, today=TODAY + 14 * DAY) == []
    assert lines(town.provider) == []
    assert "今日の約束はすべて済んでいます" in browser_of(town.drafter).get("/").content.decode()


def test_a_case_known_only_to_exist_is_not_called_by_its_name(town):
    """The wall lets the row and the case through; the line would tell how the case is called."""
    towns.conference(town, town.drafter)
    announce(town.drafter)
    for subject, depth in (
        (sharing.case(town.case.id), Depth.EXISTENCE), (sharing.person(town.mother.id), Depth.OUTLINE),
    ):  # fmt: skip
        sharing.grant(
            town.drafter, subjects=[subject], recipients=[sharing.agency(town.stranger.agency_id)],
            ground=Ground.CONFERENCE, depth=depth, source=SourceKind.REFERRAL, source_id=town.mother.id,
        )  # fmt: skip
    Role.objects.create(
        case=town.case, subject_id=town.mother.id, basis=Ground.CONFERENCE, agency_id=town.drafter.agency_id, categories=1,
        bearer_id=town.stranger.agency_id, what="見守り", from_on=TODAY, next_on=TODAY,
    )  # fmt: skip
    announce(town.stranger)
    assert [role.case.title for role in Role.objects.select_related("case")] == [town.case.title]
    assert lines(town.stranger) == []


def test_a_request_is_answered_by_the_operator(town):
    announce(town.provider)
    SupportRequest.objects.create(
        number="M1", person=town.son, subject_id=town.son.id, basis=Ground.CONSENT, categories=1, situation="x", tried="x",
        stuck="x", agency_id=town.provider.agency_id, applicant_id=town.provider.staff_id, applied_on=TODAY,
        operator_id=town.drafter.agency_id, due_on=TODAY,
    )  # fmt: skip
    assert lines(town.provider) == [("waiting", "多機関協働の要否の回答")]
    assert lines(town.drafter) == [("asked", "多機関協働の要否の回答")]
    assert all_open(town.provider, town.drafter) == [True, True]


def test_help_and_handovers(town):
    HelpRequest.objects.create(
        **gated(town, town.drafter), asked_on=TODAY, asker_id=town.drafter.staff_id, question="どうしたら",
        helper_agency_id=town.provider.agency_id,
    )  # fmt: skip
    Handover.objects.create(
        **gated(town, town.drafter), kind="SERVICE", to_agency_id=town.provider.agency_id, what="見守り", note="n",
        offered_on=TODAY, offered_by_id=town.drafter.staff_id, due_on=TODAY + DAY,
    )  # fmt: skip
    assert sorted(lines(town.provider)) == [
        ("asked", "助言を求められています"), ("asked", "引継ぎ「見守り」を受け入れるか"),
    ]  # fmt: skip
    assert all_open(town.provider, town.drafter) == [True, True]
    assert sorted(lines(town.drafter)) == [("waiting", "助言の返事"), ("waiting", "引継ぎ「見守り」の返事")]


def test_meetings_to_answer_attend_and_confirm(town):
    announce(town.drafter)
    called = {"body": town.body, "convener_id": town.drafter.agency_id, "called_by_id": town.drafter.staff_id}
    sitting = Sitting.objects.create(held_on=TODAY + DAY, **called)
    Invitation.objects.create(
        sitting=sitting, agency_id=town.provider.agency_id, staff_id=town.provider.staff_id
    )
    Sitting.objects.create(held_on=TODAY - DAY, status="CLOSED", **called)
    assert [code for code, _what in lines(town.provider)] == ["asked", "meetings"]
    assert [what for _code, what in lines(town.drafter)] == ["議事録を確かめて確定する", "資料と席の準備"]
    assert lines(town.stranger) == []


def test_a_request_to_convene_waits_for_the_convener(town):
    announce(town.drafter)
    town.body.convener_id = town.decider.agency_id
    town.body.save()
    ConveneRequest.objects.create(
        body=town.body, case=town.case, asked_on=TODAY, asker_id=town.drafter.staff_id,
        asker_agency_id=town.drafter.agency_id, reason="x",
    )  # fmt: skip
    assert [code for code, _what in lines(town.decider)] == ["asked"]
    assert [code for code, _what in lines(town.drafter)] == ["waiting"]


def test_promises_roles_and_questions_whose_day_is_near(town):
    announce(town.drafter)
    contact = {
        "person": town.son, "subject_id": town.son.id, "basis": Ground.CONSENT, "agency_id": town.drafter.agency_id,
        "categories": 1, "happened_on": TODAY, "method": "VISIT", "met": "ABSENT", "body": "留守", "programme": "OUTREACH",
        "staff_id": town.drafter.staff_id,
    }  # fmt: skip
    Contact.objects.create(**contact, next_on=TODAY + DAY, next_what="もう一度訪ねる")
    Contact.objects.create(**contact, next_on=TODAY + 30 * DAY, next_what="まだ先")
    Contact.objects.create(**contact, next_on=TODAY, next_what="済んだ", next_done_on=TODAY)
    role = {"bearer_id": town.drafter.agency_id, "from_on": TODAY, "next_on": TODAY}
    Role.objects.create(**gated(town, town.drafter), **role, what="通院に付き添う")
    Role.objects.create(
        **gated(town, town.drafter), **role, what="ほかの人の役割", bearer_staff_id=town.decider.staff_id
    )
    Unknown.objects.create(
        **gated(town, town.drafter), question="年金はあるか", finder_agency_id=town.drafter.agency_id, due_on=TODAY - DAY,
        staff_id=town.drafter.staff_id,
    )  # fmt: skip
    assert lines(town.drafter) == [
        ("promises", "確かめること：年金はあるか"), ("promises", "役割：通院に付き添う"), ("promises", "もう一度訪ねる"),
    ]  # fmt: skip


def test_promises_and_consents_lead_on(town):
    towns.consent(town, town.provider, until_on=timezone.localdate() + 20 * DAY)
    role = {"bearer_id": town.drafter.agency_id, "from_on": TODAY, "next_on": TODAY}
    Role.objects.create(**gated(town, town.drafter), **role, what="通院に付き添う")
    Unknown.objects.create(
        **gated(town, town.drafter), question="年金はあるか", finder_agency_id=town.drafter.agency_id, due_on=TODAY,
        staff_id=town.drafter.staff_id,
    )  # fmt: skip
    Contact.objects.create(
        person=town.son, subject_id=town.son.id, basis=Ground.CONSENT, agency_id=town.drafter.agency_id, categories=1,
        happened_on=TODAY, method="VISIT", met="ABSENT", body="留守", programme="OUTREACH", next_on=TODAY,
        staff_id=town.drafter.staff_id,
    )  # fmt: skip
    Case.objects.update(last_moved_on=TODAY - 40 * DAY)
    answers = follow(town.drafter)
    assert (len(answers), answers) == (6, dict.fromkeys(answers, 200))


def test_monitoring_and_watching_are_mine_when_i_lead(town):
    plans.schedule_monitoring(town.drafter, case=town.case, today=TODAY)
    assert lines(town.drafter) == []
    announce(town.drafter)
    Monitoring.objects.update(due_on=TODAY)
    assert lines(town.drafter) == [("monitoring", "モニタリング")]
    assert lines(town.provider) == []
    closing.close_case(
        town.drafter, case=town.case, reason=CloseReason.SOLVED, comment="よい", watches=True, watcher="民生委員",
        follow_up_agency_id=town.provider.agency_id, check_on=TODAY + DAY, today=TODAY,
    )  # fmt: skip
    assert lines(town.drafter) == [("monitoring", "経過観察（見守る人：民生委員）")]


def test_plans_wait_for_those_who_decide_and_for_those_who_receive(town):
    plan = towns.draft(town)
    assert lines(town.drafter) == [("drafts", "作成中のプラン案")]
    plans.submit_plan(town.drafter, plan=plan, comment="", today=TODAY)
    plans.mark_appropriate(town.drafter, plan=plan, item=towns.item(town), comment="", today=TODAY)
    assert lines(town.drafter) == [("waiting", "プランの決定")]
    assert lines(town.decider) == [("plans", "プランの決定")]
    plans.decide_plan(town.decider, plan=plan, decided_on=TODAY, agreed_on=None, comment="", today=TODAY)
    assert lines(town.provider) == [("asked", "プランの受領の確認")]
    plans.acknowledge_plan(town.provider, plan=plan, today=TODAY)
    assert lines(town.provider) == []


def test_consents_that_run_out_and_cases_without_movement(town):
    towns.consent(town, town.provider, until_on=TODAY + 20 * DAY)
    assert [code for code, _what in lines(town.drafter)] == ["consents", "consents"]
    announce(town.drafter)
    Case.objects.update(last_moved_on=TODAY - 30 * DAY)
    assert [code for code, _what in lines(town.drafter)] == ["consents", "consents", "idle"]
    assert lines(town.decider) == []


def test_half_written_forms_are_mine_alone_and_lead_back(town):
    drafts.keep(
        staff_id=town.drafter.staff_id, form_key="casework.close_case", subject_key=str(town.case.id),
        posted={"comment": "途中"}, now=timezone.now(),
    )  # fmt: skip
    assert lines(town.drafter) == [("drafts", "書きかけの入力")]
    assert lines(town.provider) == []
    page = browser_of(town.drafter).get("/").content.decode()
    assert f'href="{reverse("casework:close_case", args=[town.case.id])}?draft=load"' in page


def test_a_role_without_cases_sees_only_its_own_sections():
    liaison = agencies.actor(kinds=(RoleKind.LIAISON,))
    assert browser_of(liaison).get("/").status_code == 200
    assert lines(liaison) == []


@pytest.mark.parametrize(
    ("kind", "offered"),
    [(RoleKind.COMMISSIONER, True), (RoleKind.LIAISON, True), (RoleKind.COORDINATOR, False)],
)
def test_who_meets_people_in_the_district_finds_a_way_to_tell(kind, offered):
    page = browser_of(agencies.actor(kinds=(kind,))).get("/")
    text = page.content.decode()
    assert [reverse(f"consultations:{one}") in text for one in ("tell_worry", "write_sheet")] == [offered] * 2


def test_a_worry_waits_at_the_window_and_its_answer_comes_back(town):
    commissioner = agencies.actor("架空 民子", kinds=(RoleKind.COMMISSIONER,))
    announce(commissioner)
    worry = Worry.objects.create(
        number="W1", agency_id=commissioner.agency_id, staff_id=commissioner.staff_id, told_on=TODAY - DAY,
        receiver_agency_id=town.provider.agency_id, seen="新聞がたまっている", place="見本町の角", hurry="DAYS", knows="NO",
    )  # fmt: skip
    assert lines(commissioner) == [("waiting", "心配ごとの返事")]
    assert lines(town.provider) == [("asked", "届いた心配ごとを受け取る")]
    assert lines(town.stranger) == []
    assert all_open(commissioner, town.provider) == [True, True]
    announce(town.provider)
    Worry.objects.filter(id=worry.id).update(taken_on=TODAY, taken_by_id=town.provider.staff_id)
    assert lines(town.provider) == [("asked", "届いた心配ごとに答える")]
    Worry.objects.filter(id=worry.id).update(answered_on=TODAY, answer="訪ねました")
    assert lines(town.provider) == []
    assert lines(commissioner) == [("answered", "心配ごとへの返事")]
    assert lines(commissioner, today=TODAY + 15 * DAY) == []


@pytest.mark.parametrize("count", [1, 3])
def test_today_asks_a_fixed_number_of_questions(town, count, django_assert_num_queries):
    for number in range(count):
        Role.objects.create(
            **gated(town, town.drafter),
            bearer_id=town.drafter.agency_id,
            what=f"役割{number}",
            from_on=TODAY,
            next_on=TODAY,
        )
    client = browser_of(town.drafter)
    client.get("/")
    with django_assert_num_queries(QUERIES):
        client.get("/")


# 38 of its own; the rest is the session, the hat, the transaction and the ledger.
QUERIES = 55


def test_today_opens_before_any_profile_is_adopted():
    assert browser_of(agencies.actor()).get("/").status_code == 200
