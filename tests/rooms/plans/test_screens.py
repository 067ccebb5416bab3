"""The screens of plans: they work, they refuse with reasons, they keep what was typed, they do not show to strangers."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import RoleKind
from norishiro.cases.operations import add_issue, note_wish
from norishiro.core.operation import announce
from norishiro.outreach.operations import Told, record_contact
from norishiro.plans import operations
from norishiro.plans.choices import MonitoringResult, PlanKind
from norishiro.plans.models import AgencyPlan, Evaluation, Monitoring, Plan, PlanRow
from norishiro.sharing.choices import Ground
from norishiro.sharing.operations import note_refusal
from tests.factories import agencies
from tests.rooms.plans import town as towns
from tests.rooms.plans.town import TODAY, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return towns.town()


def text(response) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def plan_data(town, **values):
    data = {
        "people": [str(town.mother.id), str(town.son.id)], "problems": "仕事と介護", "goal": "両立する", "wishes": "働きたい",
        "from_on": "令和8年11月20日", "until_on": "令和9年11月20日", "rows": "2", "row_1_person": str(town.son.id),
        "row_1_issue": "仕事が続かない", "row_1_goal": "週2日", "row_1_action": "職場を見学する",
        "row_1_bearer": str(town.provider.agency_id), "row_1_due_on": "R9.2.1",
    }  # fmt: skip
    return {**data, **values}


def draft_url(town, kind="multi_agency") -> str:
    return reverse("plans:draft_plan", args=[town.case.id, kind])


def plan_url(name, plan) -> str:
    return reverse(f"plans:{name}", args=[plan.id])


PLAN_SCREENS = [
    "show_plan", "submit_plan", "return_plan", "mark_appropriate", "decide_plan", "acknowledge_plan", "revise_plan",
    "end_plan", "compare_versions",
]  # fmt: skip


def test_every_screen_of_a_plan_opens_and_none_to_a_stranger(town):
    plan = towns.decided(town)
    mine, theirs = browser_of(town.drafter), browser_of(town.stranger)
    urls = [plan_url(name, plan) for name in PLAN_SCREENS]
    urls += [reverse("plans:person_copy", args=[plan.id, town.son.id])]
    for name in ("case_plans", "agency_plans", "record_agency_plan", "schedule_monitoring", "evaluate"):
        urls.append(reverse(f"plans:{name}", args=[town.case.id]))
    announce(town.decider)
    monitoring = Monitoring.objects.get()
    urls.append(reverse("plans:record_monitoring", args=[monitoring.id]))
    assert {url: mine.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)
    assert {url: theirs.get(url).status_code for url in urls} == dict.fromkeys(urls, 404)


def test_who_may_not_open_plans_is_told_why():
    client = browser_of(agencies.actor(kinds=(RoleKind.LIAISON,)))
    assert client.get(reverse("plans:list_monitoring")).status_code == 403


def test_a_draft_is_filled_from_what_is_recorded(town):
    add_issue(
        town.drafter, case=town.case, scope="PERSON", person=town.son, title="仕事が続かない", detail="", strength="",
        source="本人", certainty="HEARD", found_on=TODAY, today=TODAY,
    )  # fmt: skip
    note_wish(
        town.drafter, case=town.case, person=town.son, words="もう一度働きたい", said_on=TODAY, today=TODAY
    )
    towns.consent(town, town.provider)
    operations.record_agency_plan(
        town.drafter, case=town.case, person=town.mother, name="ケアプラン", goal="家で暮らす", progress="", percent=40,
        from_on=TODAY, until_on=None, basis=Ground.CONSENT, today=TODAY,
    )  # fmt: skip
    form = browser_of(town.drafter).get(draft_url(town)).context["form"]
    assert form["problems"].value() == "・架空 一郎：仕事が続かない"
    assert form["wishes"].value() == "架空 一郎「もう一度働きたい」"
    rows = [(row["issue"].value(), row["action"].value()) for row in form.drawn_rows]
    assert rows == [("", "ケアプラン"), ("仕事が続かない", None), (None, None)]


def test_conference_material_does_not_slip_into_a_plan_that_stands_on_consent(town):
    towns.conference(town, town.drafter)
    towns.consent(town, town.provider)
    add_issue(
        town.drafter, case=town.case, scope="HOUSEHOLD", person=None, title="会議で聞いた話", detail="", strength="",
        source="会議", certainty="HEARD", found_on=TODAY, basis=Ground.CONFERENCE, today=TODAY,
    )  # fmt: skip
    client = browser_of(town.drafter)
    assert client.get(draft_url(town)).context["form"]["problems"].value() == ""
    under_conference = client.get(draft_url(town, "outreach") + "?basis=J6").context["form"]
    assert under_conference["problems"].value() == "・会議で聞いた話"


def test_the_draft_is_registered_and_a_second_click_changes_nothing(town):
    towns.consent(town, town.provider)
    client = browser_of(town.drafter)
    token = str(client.get(draft_url(town)).context["form"].token)
    first = client.post(draft_url(town), plan_data(town, form_token=token))
    second = client.post(draft_url(town), plan_data(town, form_token=token))
    announce(town.drafter)
    plan = Plan.objects.get()
    assert (first.status_code, first.url, second.url) == (
        302,
        plan_url("show_plan", plan),
        plan_url("show_plan", plan),
    )
    assert [(row.action, row.person_id) for row in plan.rows.all()] == [("職場を見学する", town.son.id)]


def test_more_rows_without_losing_a_word(town):
    towns.consent(town, town.provider)
    response = browser_of(town.drafter).post(draft_url(town), plan_data(town, goal="途中", more_rows="1"))
    form = response.context["form"]
    assert (response.status_code, form.row_count, form["goal"].value(), form["row_1_issue"].value()) == (
        200, 4, "途中", "仕事が続かない",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        (
            {"until_on": "令和8年11月1日"},
            "until_on",
            "プランの終わりの日は、始まりの日より後にしてください。",
        ),
        ({"row_1_bearer": ""}, "row_1_bearer", "担当機関を選んでください。"),
        ({"goal": ""}, "goal", "このプランで達成することが空です。入力してください。"),
        ({"row_1_action": "あ" * 3000}, "row_1_action", None),
        ({"from_on": "令和99年4月1日"}, "from_on", None),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(town, values, field, message):
    towns.consent(town, town.provider)
    response = browser_of(town.drafter).post(draft_url(town), plan_data(town, **values))
    form = response.context["form"]
    assert response.status_code == 422
    assert list(form.errors) == [field]
    assert message is None or form.errors[field] == [message]
    assert form["problems"].value() == "仕事と介護"


def test_somebody_elses_agency_or_person_in_the_form_is_no_choice(town):
    towns.consent(town, town.provider)
    response = browser_of(town.drafter).post(
        draft_url(town), plan_data(town, people=[str(town.stranger.staff_id)])
    )
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["people"])


def test_without_consent_the_screen_says_what_is_missing(town):
    response = browser_of(town.drafter).get(draft_url(town))
    assert response.status_code == 403
    assert "このプランには本人の同意が必要です" in text(response)


def test_an_unknown_kind_is_no_screen(town):
    assert browser_of(town.drafter).get(draft_url(town, "wonder")).status_code == 404


def test_two_people_meet_on_the_merge_page(town):
    towns.consent(town, town.provider)
    plan = towns.draft(town)
    client = browser_of(town.drafter)
    form = client.get(plan_url("change_plan", plan)).context["form"]
    operations.change_plan(
        town.drafter, plan=plan, version=1, content=towns.content(town, goal="先に書いた人"), today=TODAY
    )
    response = client.post(
        plan_url("change_plan", plan),
        plan_data(town, goal="後に書いた人", version="1", seen=form.fingerprints),
    )
    assert response.status_code == 409
    assert [row.name for row in response.context["rows"] if row.is_open and row.name == "goal"] == ["goal"]
    assert "後に書いた人" in response.content.decode()
    assert "先に書いた人" in response.content.decode()


def test_the_whole_way_by_hand(town):
    """案を渡す → 差し戻す → 直す → 渡す → 会議で確認 → 決定 → 受領, each in the browser of who does it."""
    towns.consent(town, town.decider, town.provider)
    plan = towns.draft(town)
    drafter, decider, provider = (browser_of(one) for one in (town.drafter, town.decider, town.provider))
    assert drafter.post(plan_url("submit_plan", plan), {"comment": "お願いします"}).status_code == 302
    assert decider.post(plan_url("return_plan", plan), {"comment": "期限を早く"}).status_code == 302
    version = drafter.get(plan_url("change_plan", plan)).context["form"].version
    changed = drafter.post(plan_url("change_plan", plan), plan_data(town, version=str(version)))
    assert changed.status_code == 302
    assert drafter.post(plan_url("submit_plan", plan), {"comment": ""}).status_code == 302
    waiting = decider.get(reverse("plans:list")).context["lines"]
    assert [(line.plan.id, tone) for line, tone in waiting] == [(plan.id, "yellow")]
    item = towns.item(town)
    assert drafter.post(plan_url("mark_appropriate", plan), {"item": str(item.id)}).status_code == 302
    refused = drafter.post(plan_url("decide_plan", plan), {"decided_on": "R8.11.20"})
    assert refused.status_code == 422
    assert "このまちでプランを決定するのは「地域共生課」です" in text(refused)
    assert decider.post(plan_url("decide_plan", plan), {"decided_on": "R8.11.20"}).status_code == 302
    assert provider.post(plan_url("acknowledge_plan", plan)).status_code == 302
    announce(town.drafter)
    assert Plan.objects.get(id=plan.id).status == "SHARED"
    assert drafter.post(plan_url("revise_plan", plan)).status_code == 302
    announce(town.drafter)
    revised = Plan.objects.get(previous=plan)
    assert drafter.get(plan_url("compare_versions", revised)).status_code == 200


def test_the_persons_copy_keeps_others_and_the_staffs_view_out(town):
    note_wish(
        town.drafter, case=town.case, person=town.son, words="もう一度働きたい", said_on=TODAY, today=TODAY
    )
    note_wish(
        town.drafter, case=town.case, person=town.mother, words="息子が心配だ", said_on=TODAY, today=TODAY
    )
    towns.consent(town, town.provider)
    plan = towns.draft(
        town, towns.row(town.provider, person_id=town.son.id),
        towns.row(town.provider, person_id=town.mother.id, action="母の通院に付き添う"), approach="怒鳴ることがある",
    )  # fmt: skip
    shown = text(browser_of(town.drafter).get(reverse("plans:person_copy", args=[plan.id, town.son.id])))
    expected = {"もう一度働きたい": True, "職場を一緒に見学する": True, "息子が心配だ": False, "母の通院に付き添う": False,
                "怒鳴ることがある": False, "仕事と介護が重なっている": False, "仕事が続かない": False}  # fmt: skip
    assert {words: words in shown for words in expected} == expected


def test_the_plans_of_the_agencies_stand_side_by_side_and_uneven_ones_are_marked(town):
    towns.consent(town, town.provider)
    client = browser_of(town.drafter)
    form = {"goal": "暮らす", "from_on": "R8.11.20", "basis": "C0", "progress": ""}
    record = reverse("plans:record_agency_plan", args=[town.case.id])
    for person, name, percent in ((town.mother, "ケアプラン", "80"), (town.son, "就労計画", "20")):
        sent = {**form, "person": str(person.id), "name": name, "percent": percent}
        assert client.post(record, sent).status_code == 302
    grid = browser_of(town.provider).get(reverse("plans:agency_plans", args=[town.case.id])).context["grid"]
    assert (grid.agencies, grid.uneven) == ((town.drafter.agency_name,), True)
    announce(town.drafter)
    own = AgencyPlan.objects.get(name="就労計画")
    sent = {"percent": "70", "progress": "見学した", "checked_on": "R8.11.20"}
    url = reverse("plans:check_agency_plan", args=[own.id])
    assert browser_of(town.provider).post(url, sent).status_code == 422
    assert client.post(url, sent).status_code == 302
    assert client.get(reverse("plans:agency_plans", args=[town.case.id])).context["grid"].uneven is False


def test_monitoring_by_hand_without_plan_and_consent(town):
    client = browser_of(town.drafter)
    listed = client.get(reverse("plans:list_monitoring"))
    assert [case.id for case in listed.context["without"]] == [town.case.id]
    assert client.post(reverse("plans:schedule_monitoring", args=[town.case.id])).status_code == 302
    assert client.get(reverse("plans:list_monitoring")).context["without"] == []
    announce(town.drafter)
    due = Monitoring.objects.get()
    url = reverse("plans:record_monitoring", args=[due.id])
    assert client.post(url, {"done_on": "R8.11.20", "progress": "", "result": "CONTINUE"}).status_code == 422
    done = client.post(url, {"done_on": "R8.11.20", "progress": "少し笑った", "result": "CONTINUE"})
    assert (done.status_code, done.url) == (302, reverse("plans:case_plans", args=[town.case.id]))
    announce(town.drafter)
    assert Monitoring.objects.filter(done_on=None).count() == 1


def test_an_evaluation_by_hand(town):
    client = browser_of(town.drafter)
    sent = {
        "evaluated_on": "R8.11.20", "plan": "", "achievement": "PART", "changes": ["ISOLATION", "MIND"], "comment": "会えるようになった",
        "result": "CLOSE",
    }  # fmt: skip
    url = reverse("plans:evaluate", args=[town.case.id])
    assert client.post(url, {**sent, "changes": ["NONE", "MIND"]}).status_code == 422
    assert client.post(url, sent).status_code == 302
    announce(town.drafter)
    assert sorted(change.change for change in Evaluation.objects.get().changes.all()) == ["ISOLATION", "MIND"]


def test_each_goal_of_the_plan_is_answered_for_where_one_can(town):
    plan = towns.decided(town, towns.row(town.provider), towns.row(town.drafter, goal="家賃を払いおえる"))
    client = browser_of(town.drafter)
    url = reverse("plans:evaluate", args=[town.case.id])
    form = client.get(url).context["form"]
    assert [goal for _key, goal in form.goals] == ["週2日働く", "家賃を払いおえる"]
    first = form.goals[0][0].hex
    sent = {
        "evaluated_on": "R8.11.20", "plan": str(plan.id), "achievement": "PART", "changes": ["MIND"], "comment": "続いている",
        "result": "RENEW", f"goal_{first}": "DONE", f"word_{first}": "週2日になった",
    }  # fmt: skip
    assert client.post(url, sent).status_code == 302
    announce(town.drafter)
    [kept] = Evaluation.objects.get().goals.all()
    assert (kept.goal, kept.achievement, kept.comment) == ("週2日働く", "DONE", "週2日になった")


def test_the_household_page_takes_the_plans_in_as_a_part(town):
    url = reverse("plans:case_plans", args=[town.case.id])
    client = browser_of(town.drafter)
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert (part.lstrip().startswith('<div class="n-stack" id="case-plans">'), "<html" in part) == (
        True,
        False,
    )
    assert client.get(url).content.decode().lstrip().startswith("<!doctype html>")


def test_overdue_monitoring_is_listed_first(town):
    operations.schedule_monitoring(town.drafter, case=town.case, today=TODAY)
    announce(town.drafter)
    Monitoring.objects.update(due_on=timezone.localdate().replace(year=2025))
    label, tone, rows = browser_of(town.drafter).get(reverse("plans:list_monitoring")).context["groups"][0]
    assert (label, tone, len(rows)) == ("予定日を過ぎています", "red", 1)


def test_from_a_plan_a_lack_is_raised_as_a_topic_of_a_meeting_body(town):
    towns.consent(town, town.decider, town.provider)
    plan = towns.draft(town, towns.row(town.provider, person_id=town.son.id))
    client = browser_of(town.drafter)
    raising = reverse("meetings:raise_from_case", args=[town.case.id])
    assert f'href="{raising}"' in client.get(plan_url("show_plan", plan)).content.decode()
    assert client.get(raising).status_code == 200


def _grow(town, plan, rows: int) -> None:
    announce(town.drafter)
    for number in range(2, rows + 1):
        PlanRow.objects.create(
            plan=plan, order=number, issue=f"課題{number}", goal="目標", action="する", bearer_id=town.drafter.agency_id,
            person_id=town.mother.id,
        )  # fmt: skip


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_plan_asks_a_fixed_number_of_questions(town, rows, django_assert_num_queries):
    towns.consent(town, town.decider, town.provider)
    plan = towns.draft(
        town, towns.row(town.provider, person_id=town.son.id), towns.row(town.drafter, action="見守る")
    )
    _grow(town, plan, rows)
    client = browser_of(town.drafter)
    client.get(plan_url("show_plan", plan))
    with django_assert_num_queries(SHOW_PLAN):
        client.get(plan_url("show_plan", plan))


SHOW_PLAN = 30


@pytest.mark.parametrize("done", [1, 3])
def test_the_plans_of_a_case_ask_a_fixed_number_of_questions(town, done, django_assert_num_queries):
    for _number in range(done):
        due = operations.schedule_monitoring(town.drafter, case=town.case, today=TODAY)
        operations.record_monitoring(
            town.drafter,
            monitoring=due,
            progress="続く",
            result=MonitoringResult.END,
            done_on=TODAY,
            today=TODAY,
        )
    towns.draft(town, towns.row(town.drafter), kind=PlanKind.OUTREACH, basis=Ground.OWN)
    client = browser_of(town.drafter)
    url = reverse("plans:case_plans", args=[town.case.id])
    client.get(url)
    with django_assert_num_queries(CASE_PLANS):
        client.get(url)


CASE_PLANS = 23


def test_an_outreach_plan_lists_the_rounds_until_consent(town):
    towns.conference(town, town.drafter)
    plan = towns.draft(town, towns.row(town.drafter), kind=PlanKind.OUTREACH, basis=Ground.OWN)
    note_refusal(
        town.drafter, person=town.son, case_id=town.case.id, asked_on=TODAY, reason="今は考えられない", ask_again_on=None,
        today=TODAY,
    )  # fmt: skip
    told = Told(happened_on=TODAY, method="VISIT", met="ABSENT", body="留守だった", programme="OUTREACH")
    record_contact(town.drafter, person=town.son, case_id=town.case.id, told=told, today=TODAY)
    rounds = browser_of(town.drafter).get(plan_url("show_plan", plan)).context["rounds"]
    assert sorted((one.kind, one.words, one.consented) for one in rounds) == [
        ("同意を尋ねた", "架空 一郎さん：同意しない（今は考えられない）", False), ("訪問", "留守・会えず：留守だった", False),
    ]  # fmt: skip
    towns.consent(town, town.provider)
    page = browser_of(town.drafter).get(plan_url("show_plan", plan))
    assert [one.consented for one in page.context["rounds"]].count(True) == 2
    assert reverse("plans:draft_plan", args=[town.case.id, "multi_agency"]) in page.content.decode()
