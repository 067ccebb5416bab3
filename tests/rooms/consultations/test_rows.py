"""What the municipalities ask of receiving and passing on, row by row, on the screens (docs/rows.csv)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from norishiro.agencies.actor import actor_for
from norishiro.agencies.models import Agency
from norishiro.cases.models import Case
from norishiro.casework.operations.adopt import adopt
from norishiro.consultations import operations
from norishiro.consultations.models import SupportRequest, TsunaguSheet
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.profiles.loader import PRESETS
from tests.factories import agencies, people
from tests.rooms.agencies.conftest import Town
from tests.rooms.consultations import town as towns
from tests.rooms.consultations.town import TODAY, client_of, token

pytestmark = pytest.mark.django_db

OPERATORS = {
    1: ["SASAEAI"],
    2: ["SASAEAI", "HACHIMARU"],
    3: ["FUKUSHI_SEISAKU"],
    4: ["HACHIMARU"],
    5: ["SASAEAI", "HOKENJO"],
}


def get(actor, name: str, *args, **query):
    return client_of(actor).get(reverse(name, args=args), query)


def post(actor, name: str, *args, **values):
    return client_of(actor).post(reverse(name, args=args), {**token(), **values})


# --- COM-08 ------------------------------------------------------------------------------------------


def placed(pattern: int) -> list[Agency]:
    """八王子 with another placing of 多機関協働: only the text of the profile differs."""
    text = (PRESETS / "hachioji.toml").read_text(encoding="utf-8")
    listed = ", ".join(f'"{code}"' for code in OPERATORS[pattern])
    made_up = text.replace("pattern = 1", f"pattern = {pattern}").replace(
        'operators = ["SASAEAI"]\nrequest.answered_by = ["SASAEAI"]',
        f"operators = [{listed}]\nrequest.answered_by = [{listed}]",
    )
    adopt(made_up, name="made_up", today=TODAY)
    return [Agency.objects.get(code=code) for code in OPERATORS[pattern]]


@pytest.mark.parametrize("pattern", OPERATORS)
def test_the_pattern_of_the_profile_rules_form_queue_and_who_answers(db, pattern):
    operators = placed(pattern)
    window = agencies.actor("架空 窓口", agency=agencies.agency("高齢の窓口"))
    staff = {one.id: agencies.actor(f"架空 {one.code}", agency=one) for one in operators}
    outsider = agencies.actor("架空 他", agency=Agency.objects.get(code="SHOGAI_FUKUSHI"))
    someone = people.person(window)
    form = get(window, "consultations:apply_for_support", someone.id).context["form"]
    offered = {key for key, _label in form.fields["operator"].choices if key}
    assert offered == {str(one.id) for one in operators}
    chosen = operators[-1]
    values = {"situation": "母と子", "tried": "訪問", "stuck": "会えない", "no_consent_reason": "1"}
    elsewhere = post(
        window, "consultations:apply_for_support", someone.id, operator=str(outsider.agency_id), **values
    )
    assert list(elsewhere.context["form"].errors) == ["operator"]
    sent = post(window, "consultations:apply_for_support", someone.id, operator=str(chosen.id), **values)
    assert sent.status_code == 302
    announce(window)
    request = SupportRequest.objects.get()
    for agency_id, actor in staff.items():
        queue = get(actor, "consultations:requests").context["queue"]
        mine = agency_id == chosen.id
        assert [one.id for one, _days, _late in queue] == ([request.id] if mine else [])
        answers = get(actor, "casework:accept_request", request.id).status_code
        assert answers == (200 if mine else 404)
    assert get(outsider, "consultations:requests").context["operates"] is False
    assert get(outsider, "consultations:show_request", request.id).status_code == 404


# --- COM-09 ------------------------------------------------------------------------------------------


def test_accepting_records_the_side_with_its_reason_and_both_sides_list_the_case():
    town = towns.town()
    city = agencies.actor("架空 市", agency=Agency.objects.get(code="FUKUSHI_SEISAKU"))
    request = towns.applied(town)
    sent = post(
        town.operator, "casework:accept_request", request.id, reason="世帯の課題", title="架空家",
        lead_side="ADMINISTRATION", lead_side_reason="緊急の介入が要る", lead_agency=str(city.agency_id),
        lead_staff=str(city.staff_id), household="NONE",
    )  # fmt: skip
    assert sent.status_code == 302
    announce(city)
    case = Case.objects.get()
    for actor in (town.operator, city):
        rows = get(actor, "cases:list", whose="agency").context["rows"]
        assert [(line.case.id, line.case.lead_side) for line in rows] == [(case.id, "ADMINISTRATION")]
        events = get(actor, "cases:show", case.id).context["events"]
        assert [event.text for event in events if event.title.startswith("主担当")] == ["緊急の介入が要る"]


# --- NIS-01 ------------------------------------------------------------------------------------------


def test_a_handover_between_counters_in_one_place_keeps_acceptance_and_result():
    town = towns.town()
    someone = people.person(town.window)
    towns.consented(town.window, someone, town.care)
    sent = post(
        town.window, "consultations:send_sheet", someone.id, receiver_agency=str(town.care.agency_id), worry="しごと",
        handed_on_the_spot="on", receiver=str(town.care.staff_id),
    )  # fmt: skip
    assert sent.status_code == 302
    announce(town.window)
    sheet = TsunaguSheet.objects.get()
    assert (sheet.handed_on_the_spot, sheet.status, sheet.receiver_id) == (
        True,
        "ACCEPTED",
        town.care.staff_id,
    )
    told = post(
        town.care, "consultations:report_result", sheet.id, first_contact_on=calendar.wareki(TODAY), result="その場で面談した"
    )  # fmt: skip
    assert told.status_code == 302
    page = get(town.window, "consultations:show_sheet", sheet.id).content.decode()
    assert [word in page for word in ("その場で引き継いだ", "その場で面談した")] == [True, True]


# --- TOS-01, KOM-06 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "role", "label", "agency", "vacant"),
    [
        ("toshima", "COORDINATOR", "福祉包括化推進員", "JUTAKU", "KAIGO_HOKEN"),
        ("komae", "AGENCY_LIAISON", "相談支援推進員", "KOKASEN", "KOMAYELL"),
    ],
)
def test_what_is_sent_to_the_role_reaches_whoever_holds_it(db, name, role, label, agency, vacant):
    town = Town(name)
    window = agencies.actor("架空 窓口", agency=agencies.agency("相談の窓口"))
    first = town.put("架空 前任", role, agency)
    someone = people.person(window)
    form = get(window, "consultations:send_sheet", someone.id).context["form"]
    offered = {
        key: text for _group, rows in form.fields["receiver_agency"].choices if isinstance(rows, list)
        for key, text in rows
    }  # fmt: skip
    place, empty = town.agency(agency), town.agency(vacant)
    assert offered[str(place.id)] == f"{place.name}（{label}：架空 前任）"
    assert offered[str(empty.id)] == f"{empty.name}（{label}は空席）"
    holder = actor_for(staff_id=first.staff_id, agency_id=place.id, today=TODAY)
    towns.consented(window, someone, holder)
    sent = post(
        window, "consultations:send_sheet", someone.id, receiver_agency=str(place.id), worry="家賃が払えない"
    )
    assert sent.status_code == 302
    asked = [
        line.what for section, lines in today_of(holder) for line, _href in lines if section.code == "asked"
    ]
    assert asked == ["つなぐシートへの返事"]
    assert f"宛て　{label}：架空 前任" in client_of(window).get(sent.url).content.decode()
    first.until_on = TODAY
    first.save()
    later = town.put("架空 後任", role, agency)
    follower = actor_for(staff_id=later.staff_id, agency_id=place.id, today=TODAY)
    asked = [
        line.what for section, lines in today_of(follower) for line, _href in lines if section.code == "asked"
    ]
    assert asked == ["つなぐシートへの返事"]
    assert f"宛て　{label}：架空 後任" in client_of(window).get(sent.url).content.decode()


def today_of(actor):
    return get(actor, "casework:today").context["sections"]


# --- KOM-05 ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("urgency", "side", "chosen", "reason"),
    [
        ("4", "ADMINISTRATION", "架空 市", "今日中に安全を確かめる"),
        ("1", "COUNCIL", "架空 地区", "時間をかけて地域とつなぐ"),
    ],
)
def test_a_new_matter_is_assigned_by_urgency_and_area_with_its_reason(db, urgency, side, chosen, reason):
    komae = Town("komae")

    def officer(name: str, role: str, agency: str, area: str = ""):
        held = komae.put(name, role, agency, area=area)
        actor = actor_for(staff_id=held.staff_id, agency_id=held.agency_id, today=TODAY)
        assert actor is not None
        return actor

    city = officer("架空 市", "COORDINATOR_CITY", "SODAN_SHIEN")
    near = officer("架空 地区", "COORDINATOR_SHAKYO", "CHIIKI_SOMU", "AITOPIA")
    officer("架空 遠い地区", "COORDINATOR_SHAKYO", "CHIIKI_SOMU", "KOMAEEN")
    someone = people.person(city)
    someone.area = komae.area("AITOPIA")
    someone.save()
    details = {"urgency": urgency, "urgency_reason": "様子から"}
    consultation = towns.received(city, person=someone, newcomer=None, details=details)
    request = operations.apply_for_support(
        city, person=someone, operator_id=city.agency_id, consultation=consultation, situation="一", tried="二",
        stuck="三", no_consent_reason="1", today=TODAY,
    )  # fmt: skip
    page = get(city, "casework:accept_request", request.id)
    assert page.context["consultation"].urgency == urgency
    assert [(one.staff.name, one.area and one.area.code) for one in page.context["leaders"]] == [
        ("架空 地区", "AITOPIA"),
        ("架空 市", None),
    ]
    lead = {"架空 市": city, "架空 地区": near}[chosen]
    values = {
        "reason": "世帯の課題", "title": "架空家", "lead_side": side, "lead_agency": str(lead.agency_id),
        "lead_staff": str(lead.staff_id), "household": "NONE",
    }  # fmt: skip
    empty = post(city, "casework:accept_request", request.id, lead_side_reason="", **values)
    assert list(empty.context["form"].errors) == ["lead_side_reason"]
    sent = post(city, "casework:accept_request", request.id, lead_side_reason=reason, **values)
    assert sent.status_code == 302
    announce(city)
    case = Case.objects.select_related("lead_staff").get()
    assert (case.lead_side, case.lead_staff.name) == (side, chosen)
    told = [
        one.text
        for one in get(lead, "cases:show", case.id).context["events"]
        if one.title.startswith("主担当")
    ]
    assert told == [reason]
