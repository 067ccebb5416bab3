"""寄付と助成 in the browser's words: a fund balances, a grant goes its steps, and nothing ends without its report."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.core import calendar
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.funds import operations, queries
from norishiro.funds.models import Donation, Fund, Grant
from norishiro.funds.rules import Balance
from norishiro.resources.models import Organisation
from norishiro.resources.operations.naming import Named
from tests.factories import agencies, people
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import client_of, token

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
YEAR = fiscal_year(TODAY)
DAY = timedelta(days=1)


@pytest.fixture
def desk() -> Actor:
    return towns.town().window


def day(on: date) -> str:
    return calendar.wareki(on)


def get(actor: Actor, screen: str, /, *args: Any, **query: str):
    return client_of(actor).get(reverse(f"funds:{screen}", args=args), query)


def post(actor: Actor, screen: str, /, *args: Any, **values: Any):
    return client_of(actor).post(reverse(f"funds:{screen}", args=args), {**token(), **values})


def text_of(page: Any) -> str:
    return page.content.decode()


def opened(actor: Actor, name: str = "歳末の助成") -> Fund:
    sent = post(actor, "open_fund", name=name, purpose="年末年始をひとりにしない")
    assert sent.status_code == 302, text_of(sent)
    return Fund.objects.get(name=name)


def given(actor: Actor, fund: Fund, amount: int = 100_000, *, on: date = TODAY, **more: str) -> Donation:
    values = {
        "amount": str(amount),
        "received_on": day(on),
        "giver_kind": "CITIZEN",
        "body": "",
        "body_kind": "",
    }
    sent = post(actor, "take_donation", fund.id, **values | more)
    assert sent.status_code == 302, text_of(sent)
    return Donation.objects.latest("made_at")


def applied(
    actor: Actor, fund: Fund, body: str = "夕方食堂", asked: int = 60_000, *, on: date = TODAY
) -> Grant:
    values = {
        "body": body, "body_kind": "VOLUNTEERS", "purpose": "年越しの食事会", "asked": str(asked), "applied_on": day(on), "area": "",
    }  # fmt: skip
    sent = post(actor, "take_application", fund.id, **values)
    assert sent.status_code == 302, text_of(sent)
    return Grant.objects.latest("made_at")


def decided(actor: Actor, grant: Grant, amount: int = 50_000, *, on: date = TODAY):
    return post(
        actor, "decide_grant", grant.id, version="1", decision="GRANTED", granted=str(amount), decision_note="",
        decided_on=day(on),
    )  # fmt: skip


def paid(actor: Actor, grant: Grant, *, on: date = TODAY):
    return post(actor, "pay_grant", grant.id, version="2", paid_on=day(on))


def reported(
    actor: Actor, grant: Grant, spent: int = 45_000, returned: str = "5000", *, version: int = 3, **more: str
):
    values = {
        "reported_on": day(TODAY),
        "spent": str(spent),
        "returned": returned,
        "people": "32",
        "result": "年越しそばを囲んだ",
    }
    return post(actor, "report_grant", grant.id, version=str(version), **values | more)


def test_donations_equal_grants_plus_balance_and_a_grant_needs_its_report_and_yields_a_public_summary(desk):
    fund = opened(desk)
    given(desk, fund)
    given(desk, fund, 30_000, giver_kind="CORPORATION", body="架空の里", body_kind="CORPORATION")
    grant = applied(desk, fund)
    assert decided(desk, grant).status_code == 302
    assert paid(desk, grant).status_code == 302
    announce(desk)
    assert queries.balance_of(desk, fund=fund) == 130_000 - 50_000

    page = get(desk, "grant", grant.id)
    assert [one.code for one in page.context["may_close"].reasons] == ["close"]
    assert post(desk, "close_grant", grant.id).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.filter(pk=grant.pk).update(closed_on=TODAY)
    summary = get(desk, "results", fund.id).context["told"]
    assert (summary.closed, summary.waiting) == ([], 1)

    assert reported(desk, grant).status_code == 302
    assert post(desk, "close_grant", grant.id).status_code == 302
    assert reported(desk, grant, version=5, result="あとから").status_code == 422
    page = get(desk, "results", fund.id)
    told = page.context["told"]
    assert [(one.body.name, one.result, one.granted) for one in told.closed] == [
        ("夕方食堂", "年越しそばを囲んだ", 50_000)
    ]
    assert (told.balance, told.balance.left, told.people) == (Balance(0, 130_000, 50_000, 5_000), 85_000, 32)
    assert [(one.balance, one.open, one.unreported) for one in get(desk, "funds").context["lines"]] == [
        (85_000, 0, 0)
    ]
    assert "85,000円" in text_of(page)
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["夕方食堂", "架空の里"]


def test_application_payment_and_report_form_one_record_and_a_worry_noticed_opens_the_intake(desk):
    fund = opened(desk)
    given(desk, fund)
    grant = applied(desk, fund)
    steps = [Grant.objects.get().step.label]
    for act in (decided, paid, reported):
        assert act(desk, grant).status_code == 302
        steps.append(Grant.objects.get().step.label)
    post(desk, "close_grant", grant.id)
    assert [*steps, Grant.objects.get().step.label] == [
        "決定を待つ", "支払いを待つ", "報告を待つ", "報告あり・区切り前", "区切り"
    ]  # fmt: skip
    page = get(desk, "grant", grant.id)
    link = f"{reverse('consultations:receive_consultation')}?channel=IBASHO"
    assert text_of(page).count(f'href="{link}"') == 1
    form = client_of(desk).get(link).context["form"]
    assert (form["channel"].value(), form["received_on"].value()) == ("IBASHO", day(TODAY))
    odd = (
        client_of(desk)
        .get(f"{reverse('consultations:receive_consultation')}?channel=NOWHERE")
        .context["form"]
    )
    assert odd["channel"].value() is None


def test_never_more_is_paid_than_there_is_and_a_donation_that_was_spent_is_not_taken_back(desk):
    fund = opened(desk)
    first = given(desk, fund, 40_000)
    grant = applied(desk, fund)
    decided(desk, grant)
    short = paid(desk, grant)
    assert (short.status_code, list(short.context["form"].errors)) == (422, ["paid_on"])
    assert "残高は40,000円です" in text_of(short)
    second = given(desk, fund, 20_000)
    assert paid(desk, grant).status_code == 302
    spent = post(desk, "undo_donation", second.id, why="金額をまちがえた")
    assert (spent.status_code, list(spent.context["form"].errors)) == (422, ["why"])
    third = given(desk, fund, 500)
    assert post(desk, "undo_donation", third.id, why="二度書いた").status_code == 302
    announce(desk)
    assert queries.balance_of(desk, fund=fund) == 10_000
    lines = get(desk, "fund", fund.id).context["donations"]
    assert {(one.id, one.undone_why) for one in lines} == {
        (first.id, ""),
        (second.id, ""),
        (third.id, "二度書いた"),
    }


def test_a_declined_application_keeps_its_reason_and_is_not_paid(desk):
    fund = opened(desk)
    given(desk, fund)
    grant = applied(desk, fund)
    silent = {
        "version": "1",
        "decision": "DECLINED",
        "granted": "",
        "decision_note": "",
        "decided_on": day(TODAY),
    }
    refused = post(desk, "decide_grant", grant.id, **silent)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["decision_note"])
    assert (
        post(
            desk, "decide_grant", grant.id, **silent | {"decision_note": "今年は枠がうまりました"}
        ).status_code
        == 302
    )
    assert paid(desk, grant).status_code == 422
    page = get(desk, "fund", fund.id)
    assert ([one.id for one in page.context["ended"]], page.context["open"]) == ([grant.id], [])
    assert Grant.objects.get().step.label == "見送り"


def test_years_stand_apart_and_each_begins_with_what_was_left(desk):
    fund = opened(desk)
    before = date(YEAR, 4, 1) - DAY
    for on, amount in ((before, 70_000), (date(YEAR, 4, 1), 10_000)):
        operations.take_donation(
            desk, fund=fund, amount=amount, received_on=on, giver_kind="CITIZEN", giver=Named(), today=TODAY
        )
    grant = operations.take_application(
        desk, fund=fund, body=Named("夕方食堂", "VOLUNTEERS"), area_id=None, purpose="食事会", asked=20_000,
        applied_on=before, today=TODAY,
    )  # fmt: skip
    decided(desk, grant, 20_000, on=before)
    paid(desk, grant, on=before)
    assert get(desk, "results", fund.id, year=str(YEAR - 1)).context["told"].balance == Balance(
        0, 70_000, 20_000, 0
    )
    assert get(desk, "results", fund.id).context["told"].balance == Balance(50_000, 10_000, 0, 0)
    assert [one["year"] for one in get(desk, "fund", fund.id).context["years"]] == [YEAR, YEAR - 1]


def test_a_known_name_stops_the_words_and_another_agency_reads_only(desk):
    announce(desk)
    people.person(desk, "架空　花江", kana="かくう はなえ")
    fund = opened(desk)
    values = {
        "body": "夕方食堂",
        "body_kind": "VOLUNTEERS",
        "purpose": "架空さんの家の修理",
        "asked": "100",
        "applied_on": day(TODAY),
        "area": "",
    }
    named = post(desk, "take_application", fund.id, **values)
    assert (named.status_code, list(named.context["form"].errors)) == (422, ["purpose"])
    other = agencies.actor("架空 隣人", agency=agencies.agency("となりの社協"), kinds=(RoleKind.CSW,))
    assert get(other, "fund", fund.id).status_code == 200
    assert not get(other, "fund", fund.id).context["may_keep"].allowed
    assert get(other, "take_donation", fund.id).status_code == 403
    again = post(desk, "open_fund", name=fund.name, purpose="もう一度")
    assert (again.status_code, list(again.context["form"].errors)) == (422, ["name"])


def test_who_sees_the_district_reads_others_stay_outside_and_two_at_once_meet_the_merge_page(desk):
    fund = opened(desk)
    given(desk, fund)
    grant = applied(desk, fund)
    screens = (("funds", ()), ("fund", (fund.id,)), ("results", (fund.id,)), ("grant", (grant.id,)))
    reader = agencies.actor("架空 民生", kinds=(RoleKind.COMMISSIONER,))
    outside = agencies.actor("架空 助言", kinds=(RoleKind.ADVISER,))
    assert {get(reader, name, *args).status_code for name, args in screens} == {200}
    assert {get(outside, name, *args).status_code for name, args in screens} == {403}
    assert get(desk, "fund", desk.staff_id).status_code == 404
    decided(desk, grant)
    assert decided(desk, grant).status_code == 409


def test_the_questions_asked_do_not_grow_with_what_is_there(desk):
    def asked(name: str, *args: Any) -> int:
        client = client_of(desk)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse(f"funds:{name}", args=args)).status_code == 200
        return len(counted)

    fund = opened(desk)
    given(desk, fund)
    grant = applied(desk, fund)
    screens = (("funds", ()), ("fund", (fund.id,)), ("results", (fund.id,)), ("grant", (grant.id,)))
    first = {name: asked(name, *args) for name, args in screens}
    for number in range(2):
        opened(desk, f"もう一つ{number}")
        given(desk, fund, giver_kind="CORPORATION", body=f"架空の里{number}", body_kind="CORPORATION")
        applied(desk, fund, f"団体{number}")
    assert {name: asked(name, *args) for name, args in screens} == first
    assert first == {"funds": 20, "fund": 30, "results": 25, "grant": 20}
