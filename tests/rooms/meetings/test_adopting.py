"""会議体 and rosters as the presets of the municipalities write them."""

from __future__ import annotations

from datetime import date

import pytest

from norishiro.agencies.models import Agency
from norishiro.meetings import operations, queries
from norishiro.meetings.models import Body, RosterSeat
from norishiro.profiles.loader import load_preset
from tests.factories import agencies
from tests.rooms.meetings.town import client_of

pytestmark = pytest.mark.django_db

SINCE = date(2019, 4, 1)


def adopt(name: str) -> list[Body]:
    profile = load_preset(name)
    by_code = {
        entry.code: Agency.objects.create(
            code=entry.code, name=entry.name, field="OFFICE", from_on=SINCE,
            body="COUNCIL" if entry.body == "COUNCIL" else "ADMINISTRATION",
        )
        for entry in profile.agencies
    }  # fmt: skip
    operations.adopt_bodies(profile=profile, agencies_by_code=by_code, from_on=SINCE)
    return operations.adopt_bodies(profile=profile, agencies_by_code=by_code, from_on=SINCE)


PRESETS = ("sumida", "toshima", "setagaya", "hachioji", "tachikawa", "nakano", "nishitokyo", "komae")


@pytest.mark.parametrize("name", PRESETS)
def test_adopting_twice_makes_every_body_once(name):
    adopted = adopt(name)
    profile = load_preset(name)
    assert sorted(body.code for body in adopted) == sorted(entry.code for entry in profile.meeting_bodies)
    assert Body.objects.count() == len(profile.meeting_bodies)
    assert RosterSeat.objects.filter(until_on__lte=SINCE).count() == 0


def test_sumidas_roster_counts_six_departments_sixteen_sections_and_the_council():
    actor = agencies.actor()
    bodies = {body.code: body for body in adopt("sumida")}
    support = bodies["SUPPORT"]

    def size(on: date) -> str:
        return queries.rosters(actor, bodies=[support], on=on)[support.id].size

    assert size(date(2023, 4, 1)) == "6部16課＋社協"
    assert size(date(2021, 10, 1)) == "5部14課（名簿は登録されていません）"
    assert (support.oath_rule, support.procedure_on) == ("EVERY_SITTING", SINCE)
    assert bodies["HIKIKOMORI"].parent_id == bodies["LAYERED"].id
    assert bodies["PRE_SUPPORT"].anonymous


def test_sumidas_roster_is_printed_on_the_screen_of_the_body():
    actor = agencies.actor()
    body = next(body for body in adopt("sumida") if body.code == "SUPPORT")
    page = client_of(actor).get(f"/meetings/bodies/{body.id}/?on=令和5年4月1日").content.decode()
    assert "<b>6部16課＋社協</b>" in page


def test_toshimas_matrix_has_the_published_members():
    actor = agencies.actor()
    adopt("toshima")
    matrix = queries.member_matrix(actor, on=date(2023, 4, 1))
    columns = {body.code: total for body, total in zip(matrix.bodies, matrix.totals, strict=True)}
    assert {"SECTION": 15, "COUNCIL": 22}.items() <= columns.items()


def test_who_convenes_and_who_prepares_comes_from_the_profile():
    adopt("nishitokyo")
    body = Body.objects.get(code="SUPPORT")
    assert (body.convener.code, body.preparer.code, body.applicant_attends) == (
        "CHIIKI_KYOSEI",
        "SHAKYO",
        True,
    )


def test_komaes_existing_meetings_serve_by_target():
    adopt("komae")
    placed = Body.objects.filter(kind="BOTH").order_by("code").values_list("code", "target", "ground")
    assert list(placed) == [
        ("CHILD", "子ども", "J6"),
        ("DISABILITY", "障害のある人", "J6"),
        ("ELDER", "高齢者", "J6"),
        ("POVERTY", "生活困窮者", "J6"),
    ]
