"""Somebody takes part: the way there, looks after months, hosts, ends; for the case's readers and nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from norishiro.agencies.actor import Actor
from norishiro.casework.queries import today_kept
from norishiro.consultations import operations as consultations
from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion, Unseen
from norishiro.core.verdict import Refused
from norishiro.matching import operations, queries
from norishiro.matching.models import Attendance, Check, HostContact, Participation, Step
from norishiro.matching.operations import Begun
from norishiro.outreach import operations as outreach
from norishiro.outreach.operations import Told
from norishiro.resources import operations as resources
from norishiro.resources.models import Place
from norishiro.resources.operations.places import Offer, Where, Whose
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Ground
from tests.rooms.matching.town import TODAY, Town
from tests.rooms.plans import town as plan_towns
from tests.rooms.surroundings.town import posted, signed_in


def url(name: str, *keys: Any) -> str:
    return reverse(f"matching:{name}", args=[one.id for one in keys])


def refused(call: Any, *args: Any, **given: Any) -> list[str]:
    with pytest.raises(Refused) as no:
        call(*args, **given)
    return [one.code for one in no.value.verdict.reasons]


def stop(town: Town, place: Place, *, on: date = TODAY) -> None:
    resources.stop_place(town.mine, place=place, kind="CLOSED", from_on=on, reason="PREMISES")


# --- the verbs ----------------------------------------------------------------------------------------------------


def test_from_a_first_look_to_a_role_with_what_is_asked_on_the_way(town: Town) -> None:
    one = town.begin(town.place(), on=date(2026, 4, 1))
    assert (one.subject_id, one.stage, one.joined_on, one.check_on) == (town.case.id, "CANDIDATE", None, None)
    for stage, on in (("VISIT", 8), ("TRIAL", 15), ("JOINED", 30)):
        town.move(one, stage, on=date(2026, 4, on))
    assert (one.joined_on, one.check_on) == (date(2026, 4, 30), date(2026, 5, 30))
    assert refused(
        operations.check_settled, town.mine, participation=one, months=1, going="STEADY", on=date(2026, 4, 29), today=TODAY,
    ) == ["on"]  # fmt: skip
    operations.check_settled(
        town.mine, participation=one, months=1, going="SHAKY", on=date(2026, 6, 1), host_words="無理なく", today=TODAY
    )  # fmt: skip
    one.refresh_from_db()
    assert one.check_on == date(2026, 7, 30)
    operations.check_settled(
        town.mine, participation=one, months=6, going="STEADY", on=date(2026, 10, 30), today=TODAY
    )
    one.refresh_from_db()
    assert (one.check_on, refused(
        operations.check_settled, town.mine, participation=one, months=3, going="STEADY", on=TODAY, today=TODAY,
    )) == (None, ["months"])  # fmt: skip
    town.move(one, "ROLE")
    announce(town.mine)
    assert [step.stage for step in Step.objects.all()] == ["CANDIDATE", "VISIT", "TRIAL", "JOINED", "ROLE"]
    assert (one.joined_on, one.stage_label) == (date(2026, 4, 30), "役割")


def test_what_refuses_a_beginning(town: Town) -> None:
    kitchen = town.place()
    town.begin(kitchen)
    assert refused(town.begin, kitchen) == ["place"]
    assert refused(town.begin, town.place("ほかの場"), role="ACTIVE") == ["role"]
    assert refused(town.begin, town.place("準備の場", roles=()), track="WORK_PREP", stage="HABITS") == [
        "eligibility"
    ]
    closed = town.place("閉じた場")
    stop(town, closed)
    assert refused(town.begin, closed) == ["place"]
    assert refused(town.begin, town.place("べつの場"), basis=Ground.CONSENT) == ["basis"]


def test_work_preparation_keeps_why_and_three_stages(town: Town) -> None:
    one = town.begin(
        town.place(roles=()), track="WORK_PREP", stage="HABITS", eligibility="AT_RISK", on=date(2026, 9, 1)
    )
    town.move(one, "SOCIAL", on=date(2026, 10, 1))
    town.move(one, "WORK_TRIAL", on=date(2026, 11, 1))
    assert refused(town.move, one, "JOINED") == ["stage"]
    page = signed_in(town.mine).get(url("participation", one))
    assert [(name, on) for name, on in page.context["stages"]] == [
        ("生活の習慣", date(2026, 9, 1)), ("人とかかわる力", date(2026, 10, 1)), ("就労体験", date(2026, 11, 1)),
    ]  # fmt: skip
    assert (one.check_on, one.eligibility[:12]) == (None, "困窮の支援は受けていない")


def test_hosts_days_and_the_end(town: Town) -> None:
    one = town.begin(town.place(), on=date(2026, 10, 1))
    operations.note_host(
        town.mine, participation=one, on=date(2026, 10, 2), kind="EXPLAIN", words="はじめは配膳だけ",
        next_on=date(2026, 11, 1), today=TODAY,
    )  # fmt: skip
    operations.note_attendance(town.mine, participation=one, on=date(2026, 10, 31), times=4, today=TODAY)
    assert refused(
        operations.note_attendance, town.mine, participation=one, on=date(2026, 10, 31), today=TODAY
    ) == ["on"]
    one.refresh_from_db()
    assert one.host_on == date(2026, 11, 1)
    assert refused(
        operations.end_participation, town.mine, participation=one, version=one.version, reason="OTHER", on=TODAY,
        today=TODAY,
    ) == ["words"]  # fmt: skip
    with pytest.raises(StaleVersion):
        operations.end_participation(
            town.mine, participation=one, version=1, reason="NOT_FIT", on=TODAY, today=TODAY
        )
    operations.end_participation(
        town.mine, participation=one, version=one.version, reason="NOT_FIT", words="人が多すぎた", on=TODAY, today=TODAY,
    )  # fmt: skip
    assert (one.end_label, one.host_on, refused(town.move, one, "VISIT")) == (
        "場や役割が合わなかった", None, ["ended", "stage"][:1],
    )  # fmt: skip
    assert town.begin(one.place).stage == "CANDIDATE"


# --- who may know ---------------------------------------------------------------------------------------------------


def test_it_opens_with_the_case_and_is_written_by_whom_keeps_it(town: Town) -> None:
    own = town.begin(town.place())
    client = signed_in(town.other)
    for name in ("participation", "move_stage", "check_settled", "note_host", "note_attendance", "end_participation"):  # fmt: skip
        assert client.get(url(name, own)).status_code == 404, name
    for name in ("case_participations", "choose_place"):
        assert client.get(url(name, town.case)).status_code == 404, name
    assert client.get(url("begin_participation", town.case, own.place)).status_code == 404
    announce(town.other)
    assert [one.objects.count() for one in (Participation, Step, Check, HostContact, Attendance)] == [0] * 5
    with pytest.raises(Unseen):
        queries.get_participation(town.other, participation_id=own.id, today=TODAY)
    town.share(sharing.case(town.case.id), sharing.person(town.son.id))
    shared = town.begin(town.place("ほかの場"), basis=Ground.CONFERENCE)
    page = client.get(url("case_participations", town.case))
    assert [one.id for one, _stopped in page.context["rows"]] == [shared.id]
    assert refused(town.move, shared, "VISIT", by=town.other) == ["mine"]
    told = client.get(url("participation", shared))
    assert [one.code for one in told.context["may_write"].reasons] == ["mine"]


def test_whoever_does_not_know_the_person_does_not_see_where_they_go(town: Town) -> None:
    town.share(sharing.case(town.case.id))
    town.begin(town.place(), basis=Ground.CONFERENCE)
    page = signed_in(town.other).get(url("case_participations", town.case))
    assert (page.status_code, page.context["rows"]) == (200, [])
    announce(town.other)
    assert list(queries.events_of(town.other, case_id=town.case.id)) == []


# --- the screens ----------------------------------------------------------------------------------------------------


def test_a_day_at_the_screens(town: Town) -> None:
    kitchen, client = town.place(), signed_in(town.mine)
    found = client.get(url("choose_place", town.case), {"q": "食堂", "role": "HELPER"})
    assert [one.id for one, _kind in found.context["rows"]] == [kitchen.id]
    assert client.get(url("choose_place", town.case), {"q": "ない"}).context["rows"] == []
    begin = url("begin_participation", town.case, kitchen)
    empty = posted(client, begin, person="", on="来週")
    assert (empty.status_code, set(empty.context["form"].errors)) == (422, {"person", "on"})
    done = posted(client, begin, person=str(town.son.id), words="「夕方からなら」", on="令和8年11月1日")
    announce(town.mine)
    one = Participation.objects.get()
    assert (done.status_code, done["Location"], one.role, one.stage) == (302, url("participation", one), "HELPER", "CANDIDATE")  # fmt: skip
    for stage, on in (("VISIT", "11月2日"), ("TRIAL", "11月3日"), ("JOINED", "11月4日")):
        assert posted(client, url("move_stage", one), stage=stage, on=f"令和8年{on}").status_code == 302
    early = posted(client, url("move_stage", one), stage="ROLE", on="令和8年11月1日")
    assert (early.status_code, set(early.context["form"].errors)) == (422, {"on"})
    assert posted(client, url("check_settled", one), going="STEADY", on="令和8年11月10日", person_words="来る").status_code == 302  # fmt: skip
    assert posted(client, url("note_host", one), kind="VISIT", words="様子を見た", on="令和8年11月10日", next_on="令和8年12月1日").status_code == 302  # fmt: skip
    assert posted(client, url("note_attendance", one), on="令和8年11月10日", times="2").status_code == 302
    page = client.get(url("participation", one))
    assert ([name for _step, name in page.context["steps"]], page.context["one"].attended) == (
        ["候補", "見学", "お試し", "参加"], 2,
    )  # fmt: skip
    listed = client.get(url("list_participations"))
    assert [(row.participation.id, row.due_on) for row, _stopped in listed.context["rows"]] == [
        (one.id, date(2026, 12, 1))
    ]
    assert (
        posted(client, url("end_participation", one), reason="NOT_FIT", on="令和8年11月12日").status_code
        == 302
    )
    ended = client.get(url("list_participations"), {"which": "ended"})
    assert [row.participation.id for row, _stopped in ended.context["rows"]] == [one.id]
    assert client.get(url("move_stage", one)).status_code == 403


def test_a_place_that_closed_while_somebody_tries_it_says_what_to_do_next(town: Town) -> None:
    kitchen, client = town.place(), signed_in(town.mine)
    one = town.begin(kitchen, stage="TRIAL", on=date(2026, 11, 1))
    fine = client.get(url("participation", one))
    assert fine.context["stopped"] == ""
    announce(town.mine)
    assert list(today_kept.participations(town.mine, today=TODAY)) == []
    stop(town, kitchen)
    page = client.get(url("participation", one))
    assert (page.context["stopped"], page.content.decode().count("ほかの場をさがす")) == (
        "受け入れ先が閉じました",
        1,
    )
    assert refused(town.move, one, "JOINED") == ["stage"]
    announce(town.mine)
    told = [
        (code, line.target, line.late) for code, line in today_kept.participations(town.mine, today=TODAY)
    ]
    assert told == [("promises", one.id, False)]
    listed = client.get(url("list_participations"), {"which": "stopped"})
    assert [row.participation.id for row, _stopped in listed.context["rows"]] == [one.id]
    assert client.get(url("end_participation", one)).context["form"]["reason"].value() == "CLOSED"


def test_what_is_due_stands_on_the_day(town: Town) -> None:
    one = town.begin(town.place(), stage="JOINED", on=date(2026, 10, 20))
    operations.note_host(
        town.mine, participation=one, on=date(2026, 10, 21), kind="CALL", words="電話", next_on=date(2026, 11, 18),
        today=TODAY,
    )  # fmt: skip
    announce(town.mine)
    found = [
        (line.what, line.on, line.late) for _code, line in today_kept.participations(town.mine, today=TODAY)
    ]
    assert found == [
        ("定着を確かめる", date(2026, 11, 20), False),
        ("受け入れ先を訪ねる", date(2026, 11, 18), True),
    ]


def test_questions_do_not_grow_with_rows(town: Town) -> None:
    client = signed_in(town.mine)
    one = town.begin(town.place("一"))
    addresses = [
        url("list_participations"), url("case_participations", town.case), url("participation", one), url("choose_place", town.case),
    ]  # fmt: skip

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked_of:
                client.get(address)
            counts.append(len(asked_of))
        return counts

    asked()
    counted = [asked()]
    town.begin(town.place("二"))
    town.begin(town.place("三"))
    counted.append(asked())
    assert counted == [[14, 15, 19, 17], [14, 15, 19, 17]]


# --- rows of the eight municipalities ------------------------------------------------------------------------------


def test_somebody_not_yet_met_is_accepted_and_later_takes_part(town: Town) -> None:
    """TOS-13: the window accepts the family; the participation and the first consultation lead to each other."""
    received = consultations.receive_consultation(
        town.mine, person=town.son, received_on=date(2026, 2, 1), channel="WINDOW", visitor="FAMILY",
        summary="母から。息子とは、まだ会えていない。", today=date(2026, 2, 1),
    )  # fmt: skip
    one, client = town.begin(town.place(), on=date(2026, 10, 1)), signed_in(town.mine)
    before = client.get(url("participation", one))
    assert (before.context["first_told"].id, before.context["met_on"]) == (received.id, None)
    outreach.record_contact(
        town.mine, person=town.son, case_id=town.case.id, today=date(2026, 8, 3),
        told=Told(happened_on=date(2026, 8, 3), method="VISIT", met="MET", body="はじめて会えた"),
    )  # fmt: skip
    assert client.get(url("participation", one)).context["met_on"] == date(2026, 8, 3)
    page = client.get(reverse("consultations:show", args=[received.id]))
    assert [each.id for each in page.context["participations"]] == [one.id]


def test_one_case_shows_the_window_visits_family_place_and_plan_in_order(db: None) -> None:
    """NAK-08: what happened at the window, with the family, at home, at the place and with the plan, newest first."""
    here = plan_towns.town()
    worker, kitchen = here.drafter, _kitchen(here.drafter)
    plan_towns.decided(here)
    for on, method, met in (
        (date(2026, 5, 1), "DESK", "FAMILY"), (date(2026, 6, 1), "VISIT", "ABSENT"), (date(2026, 7, 1), "VISIT", "MET"),
    ):  # fmt: skip
        outreach.record_contact(
            worker, person=here.son, case_id=here.case.id, today=on,
            told=Told(happened_on=on, method=method, met=met, body="ひとこと"),
        )  # fmt: skip
    begun = Begun(role="HELPER", stage="VISIT", on=date(2026, 8, 1))
    one = operations.begin_participation(
        worker, case=here.case, person=here.son, place=kitchen, begun=begun, today=date(2026, 8, 1)
    )
    operations.move_stage(
        worker, participation=one, version=1, stage="JOINED", on=date(2026, 9, 1), today=TODAY
    )
    operations.note_attendance(worker, participation=one, on=date(2026, 10, 1), today=TODAY)
    wanted = [
        (date(2026, 10, 1), "参加：架空食堂に行った（架空 一郎さん）"), (date(2026, 9, 1), "参加：参加（架空 一郎さん・架空食堂）"),
        (date(2026, 8, 1), "参加：見学（架空 一郎さん・架空食堂）"), (date(2026, 7, 1), "訪問・会えた・話せた"),
        (date(2026, 6, 1), "訪問・留守・会えず"), (date(2026, 5, 1), "来所面談・家族と会えた"),
    ]  # fmt: skip
    for name in ("cases:show", "cases:history"):
        page = signed_in(worker).get(reverse(name, args=[here.case.id]), {"year": "2026"})
        told = [(each.on, each.title) for each in page.context["events"]]
        assert [each for each in told if each[0] < TODAY] == wanted, name
        assert [title for on, title in told if on == TODAY and "決定した" in title] == ["多機関協働プラン 第1回が決定した"]  # fmt: skip
        assert page.context["events"][-6].href == url("participation", one)


def _kitchen(actor: Actor) -> Place:
    announce(actor)
    return resources.add_place(
        actor, whose=Whose("架空の会", "VOLUNTEERS"), where=Where("架空の会場"),
        offer=Offer({"name": "架空食堂", "kind": "KITCHEN"}, {"ROLE": ["HELPER"]}),
    )  # fmt: skip
