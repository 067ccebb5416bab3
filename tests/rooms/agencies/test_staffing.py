"""配置・役職と空席・任命・異動・不在: in the browser, and what the verbs refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from norishiro.agencies import operations, queries
from norishiro.agencies.actor import actor_for
from norishiro.agencies.models import Agency, Appointment, Cover, Role, Staff
from norishiro.core.verdict import Refused
from tests.factories import agencies
from tests.rooms.agencies.conftest import Town, browser_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def marks(client, **query) -> dict[str, tuple[int, bool]]:
    rows = client.get(reverse("agencies:staffing"), query).context["rows"]
    return {row["area"].code: (row["people"], row["marked"]) for row in rows}


def test_areas_with_nobody_one_or_below_two_are_marked(tachikawa):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    for number, area in enumerate(("AREA1", "AREA1", "AREA2")):
        one = tachikawa.put(f"架空 {number}", "CSW", "SHAKYO", area=area)
        tachikawa.put("", "LIFE_SUPPORT", "SHAKYO", area=area, staff=one.staff)
    assert marks(client) == {
        "AREA1": (2, False), "AREA2": (1, True), "AREA3": (0, True), "AREA4": (0, True), "AREA5": (0, True), "AREA6": (0, True),
    }  # fmt: skip
    assert list(marks(client, gaps="1")) == ["AREA2", "AREA3", "AREA4", "AREA5", "AREA6"]


def test_assignments_are_kept_by_year(db):
    komae = Town("komae")
    client = browser_of(komae.keeper("SHAKYO"))
    komae.put(
        "架空 一", "CSW", "CHIIKI_SOMU", area="AITOPIA", from_on=date(2018, 4, 1), until_on=date(2024, 4, 1)
    )
    komae.put("架空 二", "CSW", "CHIIKI_SOMU", area="AITOPIA", from_on=date(2024, 4, 1))

    def names(year: int) -> list[str]:
        rows = client.get(reverse("agencies:staffing"), {"year": year}).context["rows"]
        states = next(row["states"] for row in rows if row["area"].code == "AITOPIA")
        return [one.staff.name for state in states for one in state.holders if state.post.role.code == "CSW"]

    assert (names(2023), names(2024)) == (["架空 一"], ["架空 二"])


def test_dual_roles_are_reported_apart(db):
    komae = Town("komae")
    client = browser_of(komae.keeper("SHAKYO"))
    one = komae.put("架空 一", "CSW", "CHIIKI_SOMU", area="AITOPIA")
    komae.put("", "COORDINATOR_SHAKYO", "CHIIKI_SOMU", area="AITOPIA", staff=one.staff)
    context = client.get(reverse("agencies:duals")).context
    assert [row["staff"].name for row in context["people"]] == ["架空 一"]
    assert dict(context["counts"]) == {
        "コミュニティソーシャルワーカー（CSW）": 1, "所属長・課長": 1, "相談支援包括化推進員（社協）": 1,
    }  # fmt: skip


def test_each_section_shows_its_holder_and_the_vacancies_are_listed(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    toshima.put("架空 推進", "COORDINATOR", "JUTAKU")
    states = client.get(reverse("agencies:roles"), {"vacant": "1"}).context["groups"]
    vacant = [
        state.post.agency.code
        for group in states
        for state in group["states"]
        if group["role"].code == "COORDINATOR"
    ]
    assert len(vacant) == 16
    assert "JUTAKU" not in vacant
    holder = queries.holder_of(
        agencies.actor(), role_code="COORDINATOR", agency_id=toshima.agency("JUTAKU").id, on=TODAY
    )
    assert holder is not None
    assert holder.name == "架空 推進"


def test_komae_lists_managers_not_yet_appointed(db):
    komae = Town("komae")
    komae.put("架空 管理", "AGENCY_LIAISON", "KOKASEN")
    found = {
        state.post.agency.code: [one.staff.name for one in state.holders]
        for state in queries.post_states(agencies.actor(), on=TODAY)
        if state.post.role.code == "AGENCY_LIAISON"
    }
    assert found["KOKASEN"] == ["架空 管理"]
    assert sorted(code for code, names in found.items() if not names) == [
        "HOKATSU_AITOPIA", "HOKATSU_KOMAEEN", "HOKATSU_SHOKICHI", "KOMAYELL", "SHOGAI_SODAN",
    ]  # fmt: skip


def test_sumida_has_a_duty_holder_per_district_and_year(sumida):
    client = browser_of(sumida.keeper("SHAKYO"))
    one = sumida.put("架空 一", "CSW", "SHAKYO")
    sumida.put("", "DISTRICT_DUTY", "SHAKYO", area="COM03", staff=one.staff, from_on=date(2026, 4, 1))
    assert marks(client)["COM03"][0] == 1
    assert marks(client, year=2025)["COM03"][0] == 0
    context = client.get(reverse("agencies:area", args=[sumida.area("COM03").id])).context
    duty = next(state for state in context["states"] if state.post.role.code == "DISTRICT_DUTY")
    assert [one.staff.name for one in duty.holders] == ["架空 一"]


def form_of(**given: str) -> dict[str, str]:
    return {
        "from_on": "令和8年4月1日",
        "lasts": "YEAR",
        "until_on": "",
        "endless_reason": "",
        "kind": "ORDER",
        "document_no": "",
        "area": "",
        "base": "",
        **given,
    }


def test_appointing_in_the_browser_fills_the_vacancy(tachikawa):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    person = agencies.staff("架空 新人")
    response = client.post(
        reverse("agencies:appoint"),
        form_of(
            staff=str(person.id), agency=str(tachikawa.agency("SHAKYO").id), role=str(Role.objects.get(code="CSW").id),
            area=str(tachikawa.area("AREA3").id),
        ),
    )  # fmt: skip
    assert response.status_code == 302
    assert marks(client)["AREA3"][0] == 1


def test_a_refusal_keeps_what_was_typed_and_says_why(tachikawa):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    held = tachikawa.put("架空 一", "CSW", "SHAKYO", area="AREA3")
    response = client.post(
        reverse("agencies:appoint"),
        form_of(
            staff=str(held.staff_id), agency=str(held.agency_id), role=str(held.role_id), area=str(held.area_id),
            document_no="8総第12号",
        ),
    )  # fmt: skip
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "この人は、この役職をもう受けています。場所や期間を変えるときは、いまの任命を終えてから始めてください。"
    ]
    assert "8総第12号" in response.content.decode()
    assert Appointment.objects.filter(staff=held.staff).count() == 1


def test_invalid_input_is_told_at_the_field(tachikawa):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    response = client.post(reverse("agencies:appoint"), form_of(from_on="令和99年4月1日"))
    assert response.status_code == 422
    assert sorted(response.context["form"].errors) == ["agency", "from_on", "role", "staff"]


ENDS = [
    ({}, date(2026, 11, 1), date(2027, 4, 1), ""),
    ({}, date(2027, 3, 31), date(2027, 4, 1), ""),
    ({}, date(2027, 4, 1), date(2028, 4, 1), ""),
    ({"lasts": "DAY", "until_on": "令和9年1月1日"}, date(2026, 11, 1), date(2027, 1, 1), ""),
    ({"lasts": "ENDLESS", "endless_reason": "常勤の所長"}, date(2026, 11, 1), None, "常勤の所長"),
]


@pytest.mark.parametrize(("given", "from_on", "until_on", "reason"), ENDS)
def test_a_post_ends_with_the_fiscal_year_unless_said_otherwise(tachikawa, given, from_on, until_on, reason):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    person = agencies.staff("架空 新人")
    posted = form_of(
        staff=str(person.id), agency=str(tachikawa.agency("SHAKYO").id), role=str(Role.objects.get(code="CSW").id),
        from_on=from_on.isoformat(), **given,
    )  # fmt: skip
    assert client.post(reverse("agencies:appoint"), posted).status_code == 302
    held = Appointment.objects.get(staff=person)
    assert (held.until_on, held.endless_reason) == (until_on, reason)
    page = client.get(reverse("agencies:show_staff", args=[person.id])).content.decode()
    assert ("（常勤の所長）" in page) is (until_on is None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"lasts": ""}, "lasts"),
        ({"lasts": "FOREVER"}, "lasts"),
        ({"lasts": "DAY"}, "until_on"),
        ({"lasts": "DAY", "until_on": "令和99年4月1日"}, "until_on"),
        ({"lasts": "YEAR", "until_on": "令和9年1月1日"}, "until_on"),
        ({"lasts": "ENDLESS"}, "endless_reason"),
        ({"lasts": "ENDLESS", "endless_reason": "　 "}, "endless_reason"),
        ({"lasts": "ENDLESS", "endless_reason": "あ" * 121}, "endless_reason"),
        ({"lasts": "YEAR", "endless_reason": "常勤の所長"}, "endless_reason"),
    ],
)
def test_without_a_reason_no_post_lasts_for_ever(tachikawa, given, field):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    person = agencies.staff("架空 新人")
    whole = {
        "staff": str(person.id), "agency": str(tachikawa.agency("SHAKYO").id),
        "role": str(Role.objects.get(code="CSW").id),
    }  # fmt: skip
    response = client.post(reverse("agencies:appoint"), form_of(**whole, **given))
    assert (response.status_code, sorted(response.context["form"].errors)) == (422, [field])
    assert Appointment.objects.filter(staff=person).count() == 0
    assert client.post(reverse("agencies:appoint"), form_of(**whole)).status_code == 302


def test_a_move_for_ever_keeps_its_reason(tachikawa):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    work = tachikawa.put("架空 一", "CSW", "SHAKYO", area="AREA3")
    given = {
        "agency": str(work.agency_id), "role": str(Role.objects.get(code="LIFE_SUPPORT").id), "on": "令和8年10月1日",
        "lasts": "ENDLESS",
    }  # fmt: skip
    address = reverse("agencies:move_appointment", args=[work.id])
    assert client.post(address, given).status_code == 422
    assert client.post(address, {**given, "endless_reason": "常勤の所長"}).status_code == 302
    held = Appointment.objects.filter(staff=work.staff).order_by("from_on")
    assert [(one.until_on, one.endless_reason) for one in held] == [
        (date(2026, 10, 1), ""),
        (None, "常勤の所長"),
    ]


def test_sending_the_form_twice_appoints_once(tachikawa):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    person = agencies.staff("架空 新人")
    given = form_of(
        staff=str(person.id), agency=str(tachikawa.agency("SHAKYO").id), role=str(Role.objects.get(code="CSW").id),
        form_token="11111111-1111-4111-8111-111111111111",
    )  # fmt: skip
    assert [client.post(reverse("agencies:appoint"), given).status_code for _ in range(2)] == [302, 302]
    assert Appointment.objects.filter(staff=person).count() == 1


def test_an_area_duty_survives_a_transfer_between_departments(nakano):
    client = browser_of(nakano.keeper("SHAKYO"))
    work = nakano.put("架空 一", "CSW", "CHIIKI_KATSUDO")
    nakano.put("", "AREA_DUTY", "SHAKYO", area="CTR06", staff=work.staff)
    other = Agency.objects.filter(parent=nakano.agency("SHAKYO")).exclude(code="CHIIKI_KATSUDO").first()
    response = client.post(
        reverse("agencies:move_appointment", args=[work.id]),
        {
            "agency": str(other.id), "role": str(work.role_id), "area": "", "base": "", "on": "令和8年10月1日",
            "lasts": "YEAR", "document_no": "",
        },
    )  # fmt: skip
    assert response.status_code == 302
    held = Appointment.objects.filter(staff=work.staff).order_by("role__code", "from_on")
    assert [(one.role.code, one.agency.code, one.until_on) for one in held] == [
        ("AREA_DUTY", "SHAKYO", None),
        ("CSW", "CHIIKI_KATSUDO", date(2026, 10, 1)),
        ("CSW", other.code, date(2027, 4, 1)),
    ]


def test_ending_an_appointment_in_the_browser(tachikawa):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    held = tachikawa.put("架空 一", "CSW", "SHAKYO", area="AREA3")
    address = reverse("agencies:end_appointment", args=[held.id])
    assert client.post(address, {"end_on": "令和4年4月1日"}).status_code == 422
    assert client.post(address, {"end_on": "令和8年11月1日"}).status_code == 302
    held.refresh_from_db()
    assert held.until_on == date(2026, 11, 1)


def test_a_new_member_of_staff_gets_a_password_shown_once(tachikawa):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    given = {
        "login_id": "sato.h", "name": "佐藤 はな", "kana": "ｻﾄｳ ﾊﾅ", "qualification": "社会福祉士",
        "form_token": "22222222-2222-4222-8222-222222222222",
    }  # fmt: skip
    first = client.post(reverse("agencies:add_staff"), given)
    person = Staff.objects.get(login_id="sato.h")
    assert person.kana == "さとう はな"
    assert person.check_password(first.context["password"])
    again = client.post(reverse("agencies:add_staff"), given)
    assert again.status_code == 302
    taken = client.post(reverse("agencies:add_staff"), {**given, "form_token": ""})
    assert taken.context["form"].non_field_errors() == [
        "職員ID「sato.h」は、もう使われています。別のIDにしてください。"
    ]


def test_ending_staff_ends_every_appointment_and_closes_the_door(tachikawa):
    keeper = tachikawa.keeper("SHAKYO")
    held = tachikawa.put("架空 一", "CSW", "SHAKYO", area="AREA3")
    tachikawa.put("", "LIFE_SUPPORT", "SHAKYO", area="AREA3", staff=held.staff, from_on=date(2027, 4, 1))
    response = browser_of(keeper).post(
        reverse("agencies:end_staff", args=[held.staff_id]), {"end_on": "令和8年11月20日"}
    )
    assert response.status_code == 302
    ends = Appointment.objects.filter(staff=held.staff).order_by("from_on").values_list("until_on", flat=True)
    assert list(ends) == [date(2026, 11, 20), date(2027, 4, 2)]
    assert actor_for(staff_id=held.staff_id, agency_id=None, today=TODAY) is None
    with pytest.raises(Refused):
        operations.end_staff(keeper, staff=Staff.objects.get(id=keeper.staff_id), end_on=TODAY)


def test_absence_shows_who_covers(tachikawa):
    keeper = tachikawa.keeper("SHAKYO")
    away, covering = (tachikawa.put(f"架空 {name}", "CSW", "SHAKYO") for name in ("一", "二"))
    client = browser_of(keeper)
    given = {
        "staff": str(away.staff_id), "covering": str(covering.staff_id), "from_on": "令和8年11月1日",
        "until_on": "令和18年11月1日", "reason": "研修",
    }  # fmt: skip
    assert (
        client.post(reverse("agencies:set_cover"), {**given, "covering": str(away.staff_id)}).status_code
        == 422
    )
    assert client.post(reverse("agencies:set_cover"), given).status_code == 302
    assert Cover.objects.count() == 1
    shown = client.get(reverse("agencies:staffing")).context["covers"]
    assert [(one.staff.name, one.covering.name) for one in shown] == [("架空 一", "架空 二")]


@pytest.mark.parametrize("screen", ["staffing", "roles", "staff"])
def test_more_people_ask_no_more_questions(tachikawa, screen, django_assert_num_queries):
    client = browser_of(tachikawa.keeper("SHAKYO"))
    counts = {"staffing": 13, "roles": 12, "staff": 12}
    tachikawa.put("架空 一", "CSW", "SHAKYO", area="AREA1")
    client.get(reverse(f"agencies:{screen}"))
    with django_assert_num_queries(counts[screen]):
        client.get(reverse(f"agencies:{screen}"))
    for name in ("二", "三"):
        tachikawa.put(f"架空 {name}", "CSW", "SHAKYO", area="AREA2")
    with django_assert_num_queries(counts[screen]):
        client.get(reverse(f"agencies:{screen}"))
