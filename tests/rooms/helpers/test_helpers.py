"""担い手 in the browser's words: who agreed, who is written to, who may be asked, what was done, and points that balance."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency
from norishiro.consultations.models import Worry
from norishiro.core import calendar
from norishiro.core.calendar import fiscal_year
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.helpers import operations, queries
from norishiro.helpers.choices import Move
from norishiro.helpers.models import AidMatch, AidRequest, Delivery, Helper, Lesson, Newsletter, PointLine
from norishiro.resources import operations as resources
from norishiro.resources.operations.places import Offer, Where, Whose
from tests.factories import agencies
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.test_worries import TOLD, windows
from tests.rooms.consultations.town import client_of, token

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture
def desk() -> Actor:
    towns.town()
    actor = agencies.actor("架空 地域", agency=agencies.agency("架空の社協"), kinds=(RoleKind.CSW,))
    announce(actor)
    return actor


@pytest.fixture
def other(desk: Actor) -> Actor:
    return agencies.actor("架空 隣人", agency=agencies.agency("となりの社協"), kinds=(RoleKind.CSW,))


def day(on: Any) -> str:
    return calendar.wareki(on)


def get(actor: Actor, screen: str, /, *args: Any, **query: str):
    return client_of(actor).get(reverse(f"helpers:{screen}", args=args), query)


def post(actor: Actor, screen: str, /, *args: Any, **values: Any):
    return client_of(actor).post(reverse(f"helpers:{screen}", args=args), {**token(), **values})


def text_of(page: Any) -> str:
    return page.content.decode()


def errors(page: Any) -> list[str]:
    return sorted(page.context["form"].errors)


FORM = {
    "phone": "", "email": "", "postal_code": "", "address": "みなと町1-2", "likes": "話し相手", "area": "",
    "consented_on": day(TODAY - 9 * DAY), "consent_way": "WRITTEN", "registered_on": day(TODAY - 9 * DAY),
}  # fmt: skip


def registered(actor: Actor, name: str, kind: str = "PROMOTER", **more: str) -> Helper:
    sent = post(
        actor, "register_helper", **(FORM | {"name": f"架空　{name}", "kana": name, "kind": kind} | more)
    )
    assert sent.status_code == 302, text_of(sent)
    announce(actor)
    return Helper.objects.get(kana=name)


def asked(actor: Actor, service: str = "MUTUAL", what: str = "電球の交換") -> AidRequest:
    values = {"wanted": "午前", "area": "", "received_on": day(TODAY - 8 * DAY), "asker": "", "contact": ""}
    sent = post(actor, "take_aid", **(values | {"service": service, "what": what}))
    assert sent.status_code == 302, text_of(sent)
    announce(actor)
    return AidRequest.objects.latest("made_at")


def match(actor: Actor, aid: AidRequest, helper: Helper, second: Helper | None = None, *, owner: Any = None):
    return post(
        actor, "match_helper", aid.id, helper=str(helper.id), second=str(second.id) if second else "",
        owner=str(owner or actor.agency_id), matched_on=day(TODAY - 7 * DAY),
    )  # fmt: skip


def matched(
    actor: Actor, aid: AidRequest, helper: Helper, second: Helper | None = None, **more: Any
) -> AidMatch:
    sent = match(actor, aid, helper, second, **more)
    assert sent.status_code == 302, text_of(sent)
    announce(actor)
    return AidMatch.objects.latest("made_at")


def visited(actor: Actor, found: AidMatch, *, on: Any = TODAY, **more: str):
    return post(
        actor, "report_visit", found.id, **({"on": day(on), "minutes": "20", "report": "替えた"} | more)
    )


def trained(actor: Actor, *came: Helper, until: Any = TODAY + DAY) -> Lesson:
    values = {"kind": "COURSE", "title": "養成研修", "held_on": day(TODAY - 8 * DAY), "place": ""}
    assert post(actor, "hold_lesson", **values, good_until=day(until)).status_code == 302
    announce(actor)
    lesson = Lesson.objects.latest("made_at")
    assert post(actor, "note_came", lesson.id, came=[str(one.id) for one in came]).status_code == 302
    announce(actor)
    return lesson


def issued(actor: Actor, title: str = "だより", on: Any = TODAY) -> list[str]:
    sent = post(actor, "issue_newsletter", title=title, issued_on=day(on), channel="POST")
    assert sent.status_code == 302, text_of(sent)
    page = client_of(actor).get(sent.url)
    return [one.kana for one in page.context["receivers"]]


# --- NIS-04 ----------------------------------------------------------------------------------------


def test_registration_needs_consent_newsletters_and_yearly_training_are_logged_tasks_cannot_be_assigned_and_notices_are_received(
    desk,
):
    for wrong in (
        {"consented_on": ""}, {"consent_way": ""}, {"consented_on": day(TODAY), "registered_on": day(TODAY - DAY)},
    ):  # fmt: skip
        refused = post(
            desk,
            "register_helper",
            **(FORM | {"name": "架空　花", "kana": "はな", "kind": "PROMOTER"} | wrong),
        )
        assert (refused.status_code, errors(refused)) == (422, [next(iter(wrong))])
    hana = registered(desk, "はな")
    assert (hana.consented_on, hana.get_consent_way_display()) == (TODAY - 9 * DAY, "申込書・同意書で")
    twice = post(
        desk, "register_helper", **(FORM | {"name": "架空　はな", "kana": "はな", "kind": "PROMOTER"})
    )
    assert (twice.status_code, errors(twice)) == (422, ["name"])

    sora, gone = registered(desk, "そら"), registered(desk, "やめた")
    assert issued(desk) == ["そら", "はな", "やめた"]
    assert post(desk, "opt_out", sora.id).status_code == 302
    assert post(desk, "opt_out", sora.id).status_code == 403
    assert (
        post(desk, "end_helper", gone.id, ended_on=day(TODAY), end_reason="MOVED", end_note="").status_code
        == 302
    )
    assert issued(desk, "二号") == ["はな"]
    assert post(desk, "opt_in", sora.id).status_code == 302
    assert issued(desk, "三号") == ["そら", "はな"]
    first = Newsletter.objects.get(title="だより")
    told = get(desk, "newsletter", first.id, labels="1")
    assert [one.kana for one in told.context["receivers"]] == ["そら", "はな", "やめた"]
    assert text_of(told).count("　様</b>") == 3

    held = post(
        desk, "hold_lesson", kind="YEARLY", title="聴き方", held_on=day(TODAY), place="", good_until=""
    )
    assert post(desk, "note_came", Lesson.objects.get().id, came=[str(hana.id)]).status_code == 302
    assert [one.kana for one in client_of(desk).get(held.url).context["came"]] == ["はな"]
    year = str(fiscal_year(TODAY))
    assert [one.number for one in get(desk, "lessons", year=year).context["lessons"]] == [1]
    assert [one.number for one in get(desk, "newsletters", year=year).context["issues"]] == [2, 1, 3]

    page = get(desk, "helper", hana.id)
    assert [one.code for one in page.context["may_ask"].reasons] == ["helper"]
    assert "推進員には、頼みごとをしません" in text_of(page)
    refused = match(desk, asked(desk), hana)
    assert (refused.status_code, errors(refused)) == (422, ["helper"])

    windows(desk)
    form = client_of(desk).get(reverse("consultations:tell_worry"), {"helper": str(hana.id)}).context["form"]
    assert (form["teller"].value(), str(form["origin"].value())) == ("架空　はな", "TALK")
    given = TOLD | {"receiver_agency": str(desk.agency_id), "origin": "TALK", "teller": "架空　はな"}
    sent = client_of(desk).post(reverse("consultations:tell_worry"), {**token(), **given})
    assert sent.status_code == 302
    announce(desk)
    assert [one.id for one in get(desk, "helper", hana.id).context["notices"]] == [Worry.objects.get().id]


# --- NIS-06 ----------------------------------------------------------------------------------------


def test_only_trained_members_are_assigned_visits_leave_a_report_and_points_balance_per_member(desk):
    kaede, momo = registered(desk, "かえで", "VISITOR"), registered(desk, "もも", "VISITOR")
    visit = asked(desk, "VISIT", "話し相手")
    for one in (kaede, momo):
        refused = match(desk, visit, one)
        assert (refused.status_code, errors(refused)) == (422, ["helper"])
    trained(desk, kaede)
    trained(desk, momo, until=TODAY - 7 * DAY)
    assert match(desk, visit, momo).status_code == 422
    offered = dict(get(desk, "match_helper", visit.id).context["form"].fields["helper"].choices[1:])
    assert {label: [key for key, _words in rows] for label, rows in offered.items()} == {
        "頼める人": [str(kaede.id)], "いまは頼めない人": [str(momo.id)],
    }  # fmt: skip
    found = matched(desk, visit, kaede)
    silent = visited(desk, found, report="　")
    assert (silent.status_code, errors(silent)) == (422, ["report"])
    for _ in range(3):
        assert visited(desk, found).status_code == 302
    announce(desk)
    helper = Helper.objects.get(pk=kaede.pk)
    # Three visits on one day, and no more points than the most of a day.
    assert (helper.earned, helper.used, helper.balance, found.visits.count()) == (2, 0, 2, 3)
    assert errors(post(desk, "earn_points", kaede.id, code="EVENT", on=day(TODAY))) == ["code"]
    assert post(desk, "earn_points", kaede.id, code="EVENT", on=day(TODAY - DAY)).status_code == 302
    assert errors(post(desk, "use_points", kaede.id, amount="4", what="商品券", on=day(TODAY))) == ["amount"]
    assert post(desk, "use_points", kaede.id, amount="3", what="商品券", on=day(TODAY)).status_code == 302
    announce(desk)
    earned, used = (PointLine.objects.filter(move=one).latest("made_at") for one in (Move.EARNED, Move.USED))
    assert errors(post(desk, "undo_points", earned.id, why="二度書いた")) == ["why"]
    assert post(desk, "undo_points", used.id, why="まちがえた").status_code == 302
    page = get(desk, "helper", kaede.id)
    assert (page.context["helper"].balance, [one.words for one in page.context["history"].points]) == (
        3, ["－3点", "＋1点", "＋1点", "＋1点"],
    )  # fmt: skip
    totals = get(desk, "helpers").context["points"]
    assert (totals.earned, totals.used, totals.balance) == (3, 0, 3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Helper.objects.filter(pk=kaede.pk).update(used=4)


def test_whatever_is_earned_used_and_undone_what_is_left_is_the_sum_of_the_lines(desk):
    step = st.one_of(
        st.tuples(st.just("earn"), st.integers(0, 9)), st.tuples(st.just("use"), st.integers(0, 4)),
        st.tuples(st.just("undo"), st.integers(0, 9)),
    )  # fmt: skip
    values = {
        "kind": "SUPPORTER", "kana": "てん", "consented_on": TODAY - 30 * DAY, "consent_way": "ORAL",
        "registered_on": TODAY - 30 * DAY,
    }  # fmt: skip

    numbers = itertools.count()

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.lists(step, max_size=10))
    def balanced(steps: list[tuple[str, int]]) -> None:
        announce(desk)
        helper = operations.register_helper(
            desk, values=values | {"name": f"架空　{next(numbers)}"}, today=TODAY
        )
        for verb, number in steps:
            try:
                if verb == "earn":
                    operations.earn_points(
                        desk, helper=helper, code="EVENT", on=TODAY - number * DAY, today=TODAY
                    )
                elif verb == "use":
                    operations.use_points(
                        desk, helper=helper, amount=number, what="券", on=TODAY, today=TODAY
                    )
                else:
                    lines = list(helper.points.order_by("made_at"))
                    operations.undo_points(
                        desk, line=lines[number % len(lines)], why="誤り", today=TODAY
                    ) if lines else None
            except Refused:
                pass
            now = Helper.objects.get(pk=helper.pk)
            live = [one for one in now.points.all() if one.undone_on is None]
            summed = {move: sum(one.amount for one in live if one.move == move) for move in Move}
            assert (now.earned, now.used) == (summed[Move.EARNED], summed[Move.USED])
            assert now.balance == now.earned - now.used >= 0

    balanced()


# --- SET-18, KOM-20 --------------------------------------------------------------------------------


def test_a_match_stores_matcher_owner_division_date_and_result(desk):
    owner = agencies.agency("架空の高齢課")
    helper, aid = registered(desk, "つばき", "SUPPORTER"), asked(desk)
    found = matched(desk, aid, helper, owner=owner.id)
    assert (found.matcher_id, found.owner, found.matched_on, found.result) == (
        desk.staff_id,
        owner,
        TODAY - 7 * DAY,
        "",
    )
    late = post(desk, "note_result", found.id, result="DONE", result_on=day(TODAY - 8 * DAY), result_note="")
    assert (late.status_code, errors(late)) == (422, ["result_on"])
    assert errors(post(desk, "close_aid", aid.id, outcome="DONE", outcome_note="")) == ["outcome"]
    waiting = post(desk, "end_helper", helper.id, ended_on=day(TODAY), end_reason="MOVED", end_note="")
    assert (waiting.status_code, errors(waiting)) == (422, ["ended_on"])
    assert visited(desk, found).status_code == 302
    assert (
        post(desk, "note_result", found.id, result="DONE", result_on=day(TODAY), result_note="").status_code
        == 302
    )
    assert errors(
        post(desk, "note_result", found.id, result="DONE", result_on=day(TODAY), result_note="")
    ) == ["result"]
    assert post(desk, "close_aid", aid.id, outcome="DONE", outcome_note="").status_code == 302
    page = text_of(get(desk, "aid", aid.id))
    assert [word in page for word in ("架空 地域", "架空の高齢課", "（できた）")] == [True, True, False]
    kept = AidMatch.objects.get()
    assert (kept.result, kept.result_on, kept.request.outcome) == ("DONE", TODAY, "DONE")
    link = f"{reverse('consultations:receive_consultation')}?channel=VISIT"
    assert page.count(f'href="{link}"') == 1
    assert client_of(desk).get(link).context["form"]["channel"].value() == "VISIT"


def test_paid_help_by_a_pair_keeps_the_need_and_the_participation_with_both_amounts(desk):
    worker, partner = registered(desk, "あおば", "WORKER"), registered(desk, "こずえ", "PARTNER")
    aid = asked(desk, "PAID", "窓ふき")
    alone = match(desk, aid, worker)
    assert (alone.status_code, errors(alone)) == (422, ["second"])
    assert errors(match(desk, aid, worker, worker)) == ["second"]
    found = matched(desk, aid, worker, partner)
    missing = visited(desk, found, fee="1000", wage="")
    assert (missing.status_code, errors(missing)) == (422, ["fee"])
    assert visited(desk, found, fee="1000", wage="800").status_code == 302
    assert visited(desk, found, fee="500", wage="500").status_code == 302
    for one in (worker, partner):
        shown = get(desk, "helper", one.id).context["history"].matches
        assert [(each.request.what, each.second) for each in shown] == [("窓ふき", partner)]
    line = next(one for one in get(desk, "counts").context["services"] if one.fee)
    assert (line.asked, line.done, line.waiting, line.visits, line.fee, line.wage) == (1, 0, 1, 2, 1500, 1300)
    with pytest.raises(IntegrityError), transaction.atomic():
        found.visits.update(wage=None)


def offer(name: str, opened_on: Any) -> Offer:
    return Offer({"name": name, "kind": "SALON", "welcome": "YES", "opened_on": opened_on}, {})


# --- NIS-19 ----------------------------------------------------------------------------------------


def test_requests_and_completions_are_counted_beside_the_places_open_on_any_day(desk):
    helper = registered(desk, "つばき", "SUPPORTER")
    done, left = asked(desk), asked(desk, what="ごみ出し")
    found = matched(desk, done, helper)
    visited(desk, found)
    post(desk, "note_result", found.id, result="DONE", result_on=day(TODAY), result_note="")
    post(desk, "close_aid", done.id, outcome="DONE", outcome_note="")
    base, _closed = (
        resources.add_place(
            desk,
            whose=Whose("架空 町会", "RESIDENTS"),
            where=Where(f"{name}の会館"),
            offer=offer(name, TODAY - 100 * DAY),
        )
        for name in ("ふれあい拠点", "閉じた拠点")
    )
    resources.stop_place(
        desk, place=_closed, kind="CLOSED", from_on=TODAY - 5 * DAY, reason="OTHER", note="移った"
    )
    noted = client_of(desk).post(
        reverse("resources:note_count", args=[base.id]),
        {**token(), "on": day(TODAY), "visitors": "12", "consultations": "", "events": "1"},
    )
    assert noted.status_code == 302
    announce(desk)
    for ago, active in ((400, 0), (50, 2), (0, 1)):
        assert get(desk, "counts", on=day(TODAY - ago * DAY)).context["places"]["active"] == active
    page = get(desk, "counts", on=day(TODAY - 400 * DAY))
    assert page.context["visits"] == {"visitors": 12, "events": 1, "places": 1}
    line = next(one for one in page.context["services"] if one.asked)
    assert (line.label, line.asked, line.done, line.waiting, line.visits) == (
        "ちょっとした助け合い",
        2,
        1,
        1,
        1,
    )
    assert page.context["asked"].day == TODAY - 400 * DAY
    listed = get(desk, "requests").context
    assert ([one.id for one in listed["open"]], [one.id for one in listed["ended"]]) == ([left.id], [done.id])
    assert get(desk, "counts", on="いつか").context["asked"].problem != ""


# --- who sees it -----------------------------------------------------------------------------------


def test_the_register_is_seen_by_its_agency_only_and_by_nobody_outside(desk, other, app_connection):
    helper, aid = registered(desk, "はな", "SUPPORTER"), asked(desk)
    found = matched(desk, aid, helper)
    visited(desk, found)
    lesson = trained(desk, helper)
    issued(desk)
    newsletter, line = Newsletter.objects.get(), PointLine.objects.get()
    pages = (
        ("helper", helper.id), ("change_helper", helper.id), ("end_helper", helper.id), ("earn_points", helper.id),
        ("use_points", helper.id), ("undo_points", line.id), ("newsletter", newsletter.id), ("lesson", lesson.id),
        ("note_came", lesson.id), ("aid", aid.id), ("match_helper", aid.id), ("close_aid", aid.id),
        ("note_result", found.id), ("report_visit", found.id),
    )  # fmt: skip
    assert {(name, get(desk, name, key).status_code) for name, key in pages} == {
        (name, 200) for name, _key in pages
    }
    assert {(name, get(other, name, key).status_code) for name, key in pages} == {
        (name, 404) for name, _key in pages
    }
    assert (get(other, "helpers").context["page"].rows, get(other, "requests").context["open"]) == ((), [])
    announce(other)
    counted = [
        one.objects.count() for one in (Helper, Newsletter, Delivery, Lesson, AidRequest, AidMatch, PointLine)
    ]
    assert counted == [0] * 7
    announce(desk)
    assert Delivery.objects.count() == 1
    window = agencies.actor(
        "架空 窓口係", agency=Agency.objects.get(id=desk.agency_id), kinds=(RoleKind.WINDOW,)
    )
    assert get(window, "helpers").status_code == 403
    # The role that is open to everybody reads no table of this room, and no view is made of one.
    with app_connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_or(has_table_privilege('norishiro_public', c.oid, 'SELECT')), count(*)"
            " FROM pg_class c WHERE c.relkind = 'r' AND c.relname LIKE 'helpers\\_%'"
        )
        assert cursor.fetchone() == (False, 10)
        cursor.execute(
            "SELECT count(*) > 0, count(*) FILTER (WHERE definition LIKE '%helpers\\_%') FROM pg_views"
            " WHERE schemaname = 'norishiro_public'"
        )
        assert cursor.fetchone() == (True, 0)


def test_a_search_keeps_its_words_out_of_the_address_and_the_pages_follow_the_readings(desk):
    for name in ("はな", "そら", "あお"):
        registered(desk, name, likes="庭" if name == "あお" else "")
    sent = post(desk, "helpers", q="架空はな")
    assert (sent.status_code, "はな" in sent.url) == (302, False)
    assert [one.kana for one in client_of(desk).get(sent.url).context["page"].rows] == ["はな"]
    assert [
        one.kana for one in client_of(desk).get(post(desk, "helpers", q="庭").url).context["page"].rows
    ] == ["あお"]
    announce(desk)
    everybody = queries.Asked()
    first = queries.helpers(desk, asked=everybody, place=queries.Place(), on=TODAY, size=2)
    second = queries.helpers(
        desk, asked=everybody, place=queries.Place(queries.Way.AFTER, first.after), on=TODAY, size=2
    )
    back = queries.helpers(
        desk, asked=everybody, place=queries.Place(queries.Way.BEFORE, second.before), on=TODAY, size=2
    )
    assert [[one.kana for one in page.rows] for page in (first, second, back)] == [
        ["あお", "そら"], ["はな"], ["あお", "そら"],
    ]  # fmt: skip


def test_two_at_once_meet_the_merge_page_and_what_ended_stays_in_the_history(desk):
    helper = registered(desk, "はな")
    changed = FORM | {"name": "架空　はな", "kana": "はな", "kind": "SUPPORTER"}
    assert post(desk, "change_helper", helper.id, version="1", **changed).status_code == 302
    other = post(desk, "change_helper", helper.id, version="1", **(changed | {"likes": "歌"}))
    assert other.status_code == 409
    empty = post(desk, "end_helper", helper.id, ended_on=day(TODAY), end_reason="OTHER", end_note="")
    assert (empty.status_code, errors(empty)) == (422, ["end_note"])
    assert (
        post(desk, "end_helper", helper.id, ended_on=day(TODAY), end_reason="HEALTH", end_note="").status_code
        == 302
    )
    assert get(desk, "helpers").context["page"].rows == ()
    assert [one.id for one in get(desk, "helpers", ended="1").context["page"].rows] == [helper.id]
    with pytest.raises(IntegrityError), transaction.atomic():
        Helper.objects.filter(pk=helper.pk).update(end_reason="")


def test_the_questions_asked_do_not_grow_with_what_is_there(desk):
    def counted(name: str, *args: Any) -> int:
        client = client_of(desk)
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse(f"helpers:{name}", args=args)).status_code == 200
        return len(found)

    helper, aid = registered(desk, "はな", "SUPPORTER"), asked(desk)
    lesson = trained(desk, helper)
    visited(desk, matched(desk, aid, helper))
    issued(desk)
    newsletter = Newsletter.objects.get()
    screens = (
        ("helpers", ()), ("helper", (helper.id,)), ("newsletters", ()), ("newsletter", (newsletter.id,)), ("lessons", ()),
        ("lesson", (lesson.id,)), ("requests", ()), ("aid", (aid.id,)), ("match_helper", (aid.id,)), ("counts", ()),
    )  # fmt: skip
    first = {name: counted(name, *args) for name, args in screens}
    for name in ("そら", "あお"):
        more = registered(desk, name, "SUPPORTER")
        post(desk, "note_came", lesson.id, came=[str(more.id)])
        visited(desk, matched(desk, aid, more))
        visited(desk, matched(desk, asked(desk), helper), on=TODAY - DAY)
        issued(desk, name)
    assert {name: counted(name, *args) for name, args in screens} == first
    assert first == {
        "helpers": 24, "helper": 27, "newsletters": 23, "newsletter": 23, "lessons": 23, "lesson": 22, "requests": 24, "aid": 24,
        "match_helper": 27, "counts": 27,
    }  # fmt: skip
