"""振り分け会議: a list from several sources, one decision per line, each entering the queue at most once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from norishiro.consultations import operations, rules
from norishiro.consultations.choices import RequestStatus, Sorting, SortingOrigin
from norishiro.consultations.models import SupportRequest
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.sharing.models import Grant
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY, client_of, token

pytestmark = pytest.mark.django_db

URL = "consultations:sorting"


def listed(town, origin: SortingOrigin = SortingOrigin.SPECIAL_LOAN) -> SupportRequest:
    return towns.applied(town, sorting_origin=origin)


def opened(actor):
    return client_of(actor).get(reverse(URL))


def decide(actor, **values):
    return client_of(actor).post(reverse(URL), {**token(), **values})


def line(request: SupportRequest, decision: str, reason: str = "", proposal: str = "") -> dict[str, str]:
    key = str(request.id)
    return {f"decision_{key}": decision, f"reason_{key}": reason, f"proposal_{key}": proposal}


def now(actor, request: SupportRequest) -> SupportRequest:
    announce(actor)
    return SupportRequest.objects.get(pk=request.pk)


def queue(actor) -> list[str]:
    return [
        one.number for one, *_rest in client_of(actor).get(reverse("consultations:requests")).context["queue"]
    ]


def test_every_line_is_decided_and_what_is_taken_enters_the_queue_once_with_its_origin():
    town = towns.town()
    taken, back, other = (
        listed(town),
        listed(town, SortingOrigin.RENT_BENEFIT),
        listed(town, SortingOrigin.WINDOW),
    )
    assert [one.number for one, _days in opened(town.operator).context["listed"]] == [
        one.number for one in (back, taken, other)
    ]
    assert queue(town.operator) == []
    response = decide(
        town.operator, **line(taken, "TAKE", "複合している"), **line(back, "RETURN", "一つの窓口で足りる", "家計相談を続ける"),
        **line(other, "OTHER_ROUTE", "医療が先", "病院の相談室へ"),
    )  # fmt: skip
    assert response.status_code == 302
    assert [now(town.operator, one).status for one in (taken, back, other)] == [
        RequestStatus.APPLIED, RequestStatus.NOT_NEEDED, RequestStatus.OTHER_ROUTE,
    ]  # fmt: skip
    assert queue(town.operator) == [taken.number]
    kept = now(town.operator, taken)
    assert (kept.sorting_origin, kept.sorting, kept.sorted_on, kept.sorted_by_id) == (
        "SPECIAL_LOAN", "TAKE", TODAY, town.operator.staff_id,
    )  # fmt: skip
    page = client_of(town.window).get(reverse("consultations:show_request", args=[back.id])).content.decode()
    assert [word in page for word in ("一つの窓口で足りる", "家計相談を続ける", "住居確保給付金")] == [
        True
    ] * 3
    assert opened(town.operator).context["listed"] == []


def test_a_line_left_open_stays_on_the_list_and_is_said_to():
    town = towns.town()
    one, two = listed(town), listed(town)
    client = client_of(town.operator)
    response = client.post(reverse(URL), {**token(), **line(one, "TAKE", "複合している")}, follow=True)
    assert "まだ決めていない世帯が1件あります。" in response.content.decode()
    assert [row.number for row, _days in opened(town.operator).context["listed"]] == [two.number]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (("TAKE", ""), "reason"),
        (("RETURN", "足りる", ""), "proposal"),
        (("OTHER_ROUTE", "医療", "　"), "proposal"),
        (("SMOKE", "x"), "decision"),
    ],
)
def test_a_decision_without_its_reason_or_proposal_is_answered_at_its_line_and_none_is_kept(values, field):
    town = towns.town()
    good, bad = listed(town), listed(town)
    response = decide(town.operator, **line(good, "TAKE", "複合している"), **line(bad, *values))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [f"{field}_{bad.id}"]
    assert [now(town.operator, one).status for one in (good, bad)] == [RequestStatus.SORTING] * 2


def test_nothing_chosen_is_said():
    town = towns.town()
    listed(town)
    response = decide(town.operator)
    assert (response.status_code, "まだ何も決められていません" in response.content.decode()) == (422, True)


def test_only_the_operator_sorts_and_only_once():
    town = towns.town()
    request = listed(town)
    with pytest.raises(Refused) as refused:
        operations.sort_request(town.window, request=request, decision=Sorting.TAKE, reason="x", today=TODAY)
    assert [one.code for one in refused.value.verdict.reasons] == ["mine"]
    operations.sort_request(town.operator, request=request, decision=Sorting.TAKE, reason="x", today=TODAY)
    with pytest.raises(Refused) as refused:
        operations.sort_request(
            town.operator, request=request, decision=Sorting.TAKE, reason="x", today=TODAY
        )
    assert [one.code for one in refused.value.verdict.reasons] == ["status"]


def test_what_was_opened_without_consent_closes_when_it_is_not_taken():
    town = towns.town()
    back, taken = listed(town), listed(town)
    operations.sort_request(
        town.operator, request=back, decision=Sorting.RETURN, reason="足りる", proposal="続ける", today=TODAY
    )
    operations.sort_request(town.operator, request=taken, decision=Sorting.TAKE, reason="複合", today=TODAY)
    announce(town.operator)
    live = Grant.objects.filter(source_kind="REFERRAL", until_at__isnull=True).values_list(
        "source_id", flat=True
    )
    assert list(live) == [taken.id]


def test_a_listed_household_may_be_taken_back_and_is_not_listed_twice():
    town = towns.town()
    request = listed(town)
    with pytest.raises(Refused) as refused:
        towns.applied(town, someone=request.person)
    assert [one.code for one in refused.value.verdict.reasons] == ["open_already"]
    operations.withdraw_request(town.window, request=request, reason="まちがい", today=TODAY)
    assert opened(town.operator).context["listed"] == []


def test_it_is_listed_on_screen_and_others_find_nothing():
    town = towns.town()
    person = towns.received(town.window).person
    response = client_of(town.window).post(
        reverse("consultations:apply_for_support", args=[person.id]),
        {
            **token(), "operator": str(town.operator.agency_id), "situation": "返済", "tried": "面談", "stuck": "まとまらない",
            "no_consent_reason": "1", "sorting_origin": "SPECIAL_LOAN",
        },
    )  # fmt: skip
    assert response.status_code == 302
    assert len(opened(town.operator).context["listed"]) == 1
    assert opened(town.stranger).status_code == 403


def test_an_urgency_points_to_a_side_of_the_towns_own_rule():
    assert [rules.lead_reason_of(one) for one in "43210?"] == ["URGENT", "URGENT", "", "TIME", "TIME", ""]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_at_one_row_and_at_three(rows, django_assert_num_queries):
    town = towns.town()
    for _ in range(rows):
        listed(town)
    client = client_of(town.operator)
    client.get(reverse(URL))
    with django_assert_num_queries(QUERIES):
        client.get(reverse(URL))


QUERIES = 22
