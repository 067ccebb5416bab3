"""The eight presets say what their sources say."""

import datetime
from collections import Counter
from typing import Any

import pytest

from norishiro.profiles.choices import (
    BodyKind,
    ConsentRule,
    Contract,
    FrequencyKind,
    LeadReason,
    OathRule,
    Programme,
    ProgrammeGroup,
    Raise,
    RoleKind,
    Secrecy,
    Side,
    Target,
    WindowSetting,
)
from norishiro.profiles.loader import load_preset, preset_names
from norishiro.profiles.schema import Profile
from norishiro.profiles.schema.meetings import RosterSize
from norishiro.profiles.schema.national import CONCERNS

NAMES = {
    "hachioji": ("132012", "八王子市", datetime.date(2021, 10, 1)),
    "komae": ("132195", "狛江市", datetime.date(2023, 1, 1)),
    "nakano": ("131148", "中野区", datetime.date(2022, 7, 1)),
    "nishitokyo": ("132292", "西東京市", datetime.date(2022, 11, 1)),
    "setagaya": ("131121", "世田谷区", datetime.date(2025, 3, 31)),
    "sumida": ("131075", "墨田区", datetime.date(2024, 3, 31)),
    "tachikawa": ("132021", "立川市", datetime.date(2022, 5, 1)),
    "toshima": ("131164", "豊島区", datetime.date(2023, 4, 1)),
}


def staff_total(profile: Profile, role: str) -> int | None:
    on = profile.municipality.as_of
    return sum(row.total or 0 for row in profile.role(role).staffing if row.holds_on(on))


def areas_per_layer(profile: Profile) -> dict[str, int]:
    return dict(Counter(area.layer for area in profile.areas))


def operators(profile: Profile, programme: Programme, year: int) -> tuple[str, ...]:
    found = profile.programme(programme, fiscal_year=year)
    return found.operators if found else ()


def test_there_are_eight_presets() -> None:
    assert preset_names() == tuple(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_preset_loads_and_says_whose_and_when(name: str) -> None:
    municipality = load_preset(name).municipality
    assert (municipality.code, municipality.name, municipality.as_of) == NAMES[name]


@pytest.mark.parametrize("name", NAMES)
def test_eleven_partner_fields(name: str) -> None:
    labels = [field.label for field in load_preset(name).partner_fields]
    assert labels == [
        "障害",
        "高齢・介護",
        "医療",
        "住まい",
        "就労",
        "生活困窮",
        "子ども・若者",
        "学校・教育",
        "警察・司法",
        "民間団体",
        "地域住民",
    ]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "hachioji"])
def test_the_others_use_the_sixteen_national_concerns(name: str) -> None:
    form = load_preset(name).intake_form
    assert len(CONCERNS) == 16
    assert [(concern.code, concern.national) for concern in form.concerns] == [(c, c) for c in CONCERNS]


@pytest.mark.parametrize("name", NAMES)
def test_consent_names_six_categories_of_information(name: str) -> None:
    assert len(load_preset(name).consent.categories) == 6


@pytest.mark.parametrize("name", NAMES)
def test_five_programmes_fall_into_three_groups(name: str) -> None:
    profile = load_preset(name)
    assert [profile.group_of(programme) for programme in Programme] == [
        ProgrammeGroup.CONSULTATION,
        ProgrammeGroup.PARTICIPATION,
        ProgrammeGroup.COMMUNITY,
        ProgrammeGroup.CONSULTATION,
        ProgrammeGroup.CONSULTATION,
    ]


@pytest.mark.parametrize("name", NAMES)
def test_only_the_stated_pattern_is_not_a_guess(name: str) -> None:
    assert ("pattern" in load_preset(name).flow.guessed) is (name != "hachioji")


@pytest.mark.parametrize("name", NAMES)
def test_provisional_areas_are_marked(name: str) -> None:
    marked = [area.name for area in load_preset(name).areas if area.evidence == ("仮",)]
    numbered = [area.name for area in load_preset(name).areas if area.name.startswith("第")]
    stated = [f"第{number}地区" for number in range(1, 7)] if name == "tachikawa" else []
    assert marked == [area for area in numbered if area not in stated]


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("hachioji", 1), ("sumida", 1), ("toshima", 5), ("setagaya", 5), ("komae", 3)],
)
def test_where_multi_agency_work_is_placed(name: str, pattern: int) -> None:
    assert load_preset(name).flow.pattern == pattern


SIZES: list[Any] = [
    ("sumida", "SUPPORT", datetime.date(2024, 3, 1), RosterSize(6, 16, 17)),
    ("sumida", "LAYERED", datetime.date(2024, 3, 27), RosterSize(6, 16, 16)),
    ("sumida", "SUPPORT", datetime.date(2022, 3, 31), RosterSize(5, 14, 0)),
    ("sumida", "LAYERED", datetime.date(2022, 3, 31), RosterSize(5, 14, 0)),
    ("toshima", "COUNCIL", datetime.date(2023, 4, 1), RosterSize(0, 0, 22)),
    ("toshima", "SECTION", datetime.date(2023, 4, 1), RosterSize(0, 0, 15)),
]


@pytest.mark.parametrize(("name", "body", "on", "size"), SIZES)
def test_rosters_count_as_published(name: str, body: str, on: datetime.date, size: RosterSize) -> None:
    assert load_preset(name).body(body).roster_size(on) == size


LAYERS = [
    ("sumida", {"WARD": 1, "COMMISSIONER": 7, "ASSOCIATION": 171}),
    ("toshima", {"WARD": 1, "ELDER": 8}),
    ("setagaya", {"WARD": 1, "REGION": 5, "DISTRICT": 28}),
    ("hachioji", {"CITY": 1, "SIX": 6, "LIVING": 21}),
    ("tachikawa", {"CITY": 1, "SIX": 6}),
    ("nakano", {"WARD": 1, "FOUR": 4, "FIFTEEN": 15}),
    ("nishitokyo", {"CITY": 1, "LIVING": 4, "FUREMACHI": 20}),
    ("komae", {"CITY": 1, "LIVING": 3, "COMMISSIONER": 2, "SMALL": 4}),
]


@pytest.mark.parametrize(("name", "counts"), LAYERS)
def test_layers_of_areas(name: str, counts: dict[str, int]) -> None:
    assert areas_per_layer(load_preset(name)) == counts


@pytest.mark.parametrize(("name", "counts"), LAYERS)
def test_every_area_rolls_up_to_the_whole(name: str, counts: dict[str, int]) -> None:
    profile = load_preset(name)
    whole = profile.areas[0].code
    assert {profile.path_of(area.code)[-1].code for area in profile.areas} == {whole}


# 墨田区


def test_sumida_monitors_three_times_a_year_and_carries_over() -> None:
    monitoring = load_preset("sumida").monitoring
    assert (monitoring.months, monitoring.carries_over_year) == ((8, 11, 2), True)


def test_sumida_support_meeting() -> None:
    body = load_preset("sumida").body("SUPPORT")
    items = body.items_per_sitting
    assert items is not None
    assert (body.oath, body.frequency.kind, items.least, items.most) == (
        OathRule.EVERY_SITTING,
        FrequencyKind.MONTHLY,
        2,
        3,
    )


def test_sumida_section_of_the_layered_meeting_is_counted_in_it() -> None:
    profile = load_preset("sumida")
    section = profile.body("HIKIKOMORI")
    assert (section.parent, section.counted_in_parent) == ("LAYERED", True)
    assert profile.body("LAYERED").may_sit_without_cases is True


def test_sumida_first_tried_meetings_without_names() -> None:
    body = load_preset("sumida").body("PRE_SUPPORT")
    assert (body.anonymous, body.secrecy) == (True, (Secrecy.ANONYMISED,))


def test_sumida_may_reach_out_before_any_plan() -> None:
    flow = load_preset("sumida").flow
    assert (flow.outreach_without_plan, flow.outreach_without_consent) == (True, True)


def test_sumida_council_drafts_and_ward_decides() -> None:
    plan = load_preset("sumida").flow.plan
    assert (plan.drafted_by.agencies, plan.decided_by.agencies) == (("SHAKYO",), ("KOSEI",))


def test_sumida_has_eight_csw() -> None:
    row = load_preset("sumida").role("CSW").staffing[0]
    assert (row.total, row.regular, row.part_time) == (8, 5, 3)


# 豊島区


def test_toshima_windows_have_counts_and_settings() -> None:
    profile = load_preset("toshima")
    assert len(profile.windows) == 19
    assert [w.code for w in profile.windows if w.setting == WindowSetting.COMMUNITY] == ["CSW"]
    assert {code: profile.window(code).count for code in ("KOREI_CENTER", "CSW", "SSW", "BOSHI")} == {
        "KOREI_CENTER": 8,
        "CSW": 8,
        "SSW": 30,
        "BOSHI": 2,
    }
    assert profile.window("ASIS").contract == Contract.PARTLY_ENTRUSTED


def test_toshima_seven_windows_are_starred_in_the_consultation_table() -> None:
    starred = [w.code for w in load_preset("toshima").windows if w.starred(Programme.CONSULTATION)]
    assert starred == [
        "KURASHI",
        "KOREI_CENTER",
        "SHINSHIN",
        "BOSHI",
        "KOSODATE_INFO",
        "KOKASEN_KIHON",
        "HOIKU_ADVISER",
    ]


def test_toshima_star_differs_by_table() -> None:
    profile = load_preset("toshima")
    hikikomori, csw = profile.window("HIKIKOMORI"), profile.window("CSW")
    assert [hikikomori.starred(p) for p in (Programme.CONSULTATION, Programme.PARTICIPATION)] == [False, True]
    assert [csw.starred(p) for p in (Programme.CONSULTATION, Programme.COMMUNITY, Programme.OUTREACH)] == [
        False,
        True,
        True,
    ]


def test_toshima_nine_outreach_services_one_with_a_dash() -> None:
    services = load_preset("toshima").services_of(Programme.OUTREACH)
    assert [service.staff_text for service in services] == ["16", "222", "16", "-", "1", "2", "3", "10", "2"]


def test_toshima_community_and_participation_services() -> None:
    profile = load_preset("toshima")
    assert len(profile.services_of(Programme.COMMUNITY)) == 5
    assert [s.staff for s in profile.services_of(Programme.PARTICIPATION)] == [12, 3, 16]
    assert all(service.starred(Programme.COMMUNITY) for service in profile.services_of(Programme.COMMUNITY))


def test_toshima_steps_from_zero_to_six() -> None:
    steps = load_preset("toshima").flow.steps
    assert {step.mark: step.next for step in steps} == {
        "⓪": ("S1",),
        "①": ("SINGLE", "S2"),
        "−": (),
        "②": ("S3",),
        "③": ("S4",),
        "④": ("S5",),
        "⑤": ("S6", "CLOSED", "WATCH"),
        "⑥": ("S3",),
        "終": (),
        "観": (),
    }


def test_toshima_section_serves_as_both_meetings() -> None:
    profile = load_preset("toshima")
    on = datetime.date(2023, 4, 1)
    for kind in (BodyKind.SUPPORT, BodyKind.LAYERED):
        assert [body.code for body in profile.bodies_of(kind, on=on)] == ["CONCERNED", "SECTION"]
    assert profile.body("SECTION").consent == ConsentRule.BOTH_SEPARATE
    assert profile.monitoring.body == "SECTION"


# 世田谷区


def test_setagaya_operators_change_in_fiscal_2024() -> None:
    profile = load_preset("setagaya")
    assert operators(profile, Programme.MULTI_AGENCY, 2023) == ("PLATHOME",)
    latest = operators(profile, Programme.MULTI_AGENCY, 2024)
    assert (len(latest), latest[-1]) == (21, "PLATHOME")
    assert latest[:4] == ("B1_SEIKATSU", "B1_HOKEN", "B1_KENKO", "B1_KODOMO")


def test_setagaya_three_parties_become_four() -> None:
    profile = load_preset("setagaya")
    before, after = datetime.date(2024, 3, 31), datetime.date(2024, 4, 1)
    windows = [[w.code for w in profile.windows if w.holds_on(on)][0] for on in (before, after)]
    assert windows == ["FUKUSHI", "FUKUSHI4"]
    assert len(profile.body("FOUR_PARTY").roster) == 4


def test_setagaya_care_meetings_in_three_layers_with_two_kinds_below() -> None:
    bodies = load_preset("setagaya").bodies_of(BodyKind.CARE, on=datetime.date(2025, 3, 31))
    assert [(body.area_layer, body.parent) for body in bodies] == [
        ("DISTRICT", "CARE_REGION"),
        ("DISTRICT", "CARE_REGION"),
        ("REGION", "CARE_WARD"),
        ("WARD", None),
    ]


def test_setagaya_hands_over_to_the_district_worker() -> None:
    handover = load_preset("setagaya").flow.handovers[0]
    assert (handover.from_agencies, handover.to_agencies, handover.needs_acceptance) == (
        ("PLATHOME",),
        ("SHAKYO_OFFICE",),
        True,
    )


def test_a_year_not_yet_written_carries_on_the_last_one() -> None:
    profile = load_preset("setagaya")
    assert operators(profile, Programme.MULTI_AGENCY, 2030) == operators(
        profile, Programme.MULTI_AGENCY, 2024
    )
    assert operators(profile, Programme.MULTI_AGENCY, 2021) == ()


# 八王子市


def test_hachioji_asks_nineteen_concerns_and_rounds_them_to_the_national_list() -> None:
    form = load_preset("hachioji").intake_form
    assert [(concern.label, concern.national) for concern in form.concerns] == [
        ("収入・生活費のこと", "INCOME"),
        ("家賃・ローンの支払いについて", "RENT"),
        ("税金や公共料金等の支払いについて", "TAX"),
        ("債務について", "DEBT"),
        ("資金の貸付について", "INCOME"),
        ("家計全般に関すること", "INCOME"),
        ("食べるものがない", "FOOD"),
        ("住まいについて", "HOUSING"),
        ("仕事探し・就職について", "JOB_SEEKING"),
        ("仕事上の不安やトラブル", "WORK_TROUBLE"),
        ("こころの問題に関すること", "HEALTH"),
        ("病気や健康", "HEALTH"),
        ("介護に関すること", "CARE"),
        ("子育てに関すること", "CHILDCARE"),
        ("ひきこもり・不登校", "HIKIKOMORI"),
        ("家族関係・人間関係", "FAMILY"),
        ("地域との関係について", "COMMUNITY"),
        ("DV・虐待について", "VIOLENCE"),
        ("その他", "OTHER"),
    ]
    assert [c.code for c in form.concerns if c.mapping_guessed] == ["LOAN", "BUDGET", "MIND", "FAMILY"]
    assert form.national_of("LOAN") == "INCOME"
    assert [question.code for question in form.extra_questions] == ["WISH", "SINCE"]


def test_hachioji_bases_with_month_and_staff() -> None:
    profile = load_preset("hachioji")
    rows = [(base.name, base.opened_on, [staff.count for staff in base.staff]) for base in profile.bases]
    assert rows == [
        ("はちまるサポート石川", "2014-12", [2, 1]),
        ("はちまるサポート川口", "2017-04", [2, 1]),
        ("はちまるサポート浅川", "2018-03", [2, 1]),
        ("はちまるサポート大和田", "2018-03", [2, 1]),
        ("はちまるサポート由井", "2018-10", [1, 1]),
        ("はちまるサポート由木", "2019-02", [2, 1]),
        ("はちまるサポート由木東", "2019-06", [2, 1]),
        ("はちまるサポート台町", "2020-03", [1, 1]),
        ("はちまるサポート恩方", "2020-04", [2, 1]),
        ("多機関協働（支えあい推進課）", "2021-04", [4]),
    ]
    assert [staff_total(profile, role) for role in ("BASE_CSW", "MULTI_CSW", "ASSISTANT")] == [16, 4, 9]


def test_hachioji_chief_sees_all_bases_but_owns_no_case() -> None:
    chief = load_preset("hachioji").role("CHIEF_CSW")
    assert (chief.kind, chief.sees_all_bases, chief.may_own_case) == (RoleKind.SUPERVISOR, True, False)


def test_hachioji_council_requests_and_city_convenes() -> None:
    profile = load_preset("hachioji")
    support, layered = profile.body("SUPPORT"), profile.body("LAYERED")
    assert support.convener and support.requested_by and layered.convener
    assert (support.convener.agencies, support.requested_by.agencies, layered.convener.agencies) == (
        ("FUKUSHI_SEISAKU",),
        ("SASAEAI",),
        ("SASAEAI",),
    )
    assert profile.flow.may_end_coordinated is True


@pytest.mark.parametrize("name", NAMES)
def test_four_kinds_of_case(name: str) -> None:
    assert [(row.code, row.decision) for row in load_preset(name).flow.screening] == [
        ("1", Raise.RARELY),
        ("2", Raise.MAY),
        ("3", Raise.SHOULD),
        ("4", Raise.SHOULD),
    ]


# 立川市


@pytest.mark.parametrize(
    ("area", "towns"),
    [
        ("第1地区", "富士見町 柴崎町"),
        ("第2地区", "錦町 羽衣町"),
        ("第3地区", "曙町 高松町 緑町"),
        ("第4地区", "栄町 若葉町"),
        ("第5地区", "砂川町 柏町 幸町 泉町"),
        ("第6地区", "上砂町 一番町 西砂町"),
    ],
)
def test_tachikawa_town_resolves_to_its_area(area: str, towns: str) -> None:
    profile = load_preset("tachikawa")
    found = [profile.area_of_town(town, on=datetime.date(2022, 5, 1)) for town in towns.split()]
    assert [one.name if one else None for one in found] == [area] * len(found)


def test_a_town_of_no_area() -> None:
    assert load_preset("tachikawa").area_of_town("永田町", on=datetime.date(2022, 5, 1)) is None


def test_tachikawa_staff() -> None:
    profile = load_preset("tachikawa")
    roles = ("CSW", "LIFE_SUPPORT", "COORDINATOR_CITY", "COORDINATOR_SHAKYO", "OUTREACH_WORKER")
    assert [staff_total(profile, role) for role in roles] == [12, 12, 1, 2, 2]
    assert profile.role("CSW").combined_with == ("LIFE_SUPPORT",)


def test_tachikawa_focus_of_the_year() -> None:
    profile = load_preset("tachikawa")
    assert profile.focus_groups_in(2022) == ("ポストコロナの生活困窮", "ヤングケアラー", "ひきこもり")
    assert profile.focus_groups_in(2023) == ()


def test_tachikawa_managers_decide_the_plan() -> None:
    profile = load_preset("tachikawa")
    assert profile.flow.plan.decided_by.body == "LAYERED"
    assert profile.body("LAYERED").roster[0].level == "MANAGER"


# 中野区


def test_nakano_meetings() -> None:
    profile = load_preset("nakano")
    assert profile.body("LAYERED").person_may_attend is True
    assert profile.body("SUPPORT").person_may_attend is False
    liaison = profile.body("LIAISON")
    assert (liaison.frequency.times, liaison.may_sit_without_cases) == (6, True)
    assert profile.body("HIKIKOMORI").parent == "CARE_WARD"


def test_nakano_answers_day_and_night() -> None:
    (on_call,) = load_preset("nakano").on_call
    assert (on_call.always, on_call.agencies) == (True, ("OUTREACH_TEAM",))


def test_nakano_strengths_of_both_sides() -> None:
    assert [(row.side, len(row.items)) for row in load_preset("nakano").strengths] == [
        (Side.GOVERNMENT, 8),
        (Side.COUNCIL, 9),
    ]


def test_nakano_inner_and_outer_windows_belong_to_the_centre() -> None:
    profile = load_preset("nakano")
    inside = [window.code for window in profile.windows if window.parent == "SUKOYAKA"]
    assert inside == ["SUKOYAKA_IN", "SUKOYAKA_OUT"]


def test_nakano_ward_runs_three_and_council_two_programmes() -> None:
    profile = load_preset("nakano")
    entrusted = [row.programme for row in profile.programmes if row.contract == Contract.ENTRUSTED]
    assert entrusted == [
        Programme.PARTICIPATION,
        Programme.COMMUNITY,
    ]


# 西東京市


def test_nishitokyo_refusal_comes_with_a_proposal_and_may_be_asked_again() -> None:
    profile = load_preset("nishitokyo")
    request = profile.flow.request
    assert (request.reject_needs_proposal, request.reapply_allowed, request.applicant_is_agency) == (
        True,
        True,
        True,
    )
    assert profile.document(request.proposal_document or "").name == "提案用シート"


def test_nishitokyo_city_convenes_council_prepares() -> None:
    support = load_preset("nishitokyo").body("SUPPORT")
    assert support.convener and support.papers_by
    assert (support.convener.agencies, support.papers_by.agencies, support.applicant_attends) == (
        ("CHIIKI_KYOSEI",),
        ("SHAKYO",),
        True,
    )


def test_nishitokyo_city_decides_the_council_draft() -> None:
    plan = load_preset("nishitokyo").flow.plan
    assert (plan.drafted_by.agencies, plan.decided_by.agencies) == (("SHAKYO",), ("CHIIKI_KYOSEI",))


def test_nishitokyo_one_counter_four_functions() -> None:
    profile = load_preset("nishitokyo")
    assert [window.code for window in profile.windows if window.parent == "MARUGOTO"] == [
        "HOTNET_TANASHI",
        "SEIKATSU_SUPPORT",
        "SODAN_KAKARI",
        "SHOGAI_GENEKI",
    ]


def test_nishitokyo_nineteen_nicknames_could_be_read() -> None:
    districts = load_preset("nishitokyo").areas_of("FUREMACHI", on=datetime.date(2022, 11, 1))
    assert len([area for area in districts if area.evidence == ("資料2",)]) == 19


# 狛江市


def test_komae_existing_meetings_by_target() -> None:
    bodies = load_preset("komae").bodies_of(BodyKind.SUPPORT, on=datetime.date(2023, 1, 1))
    assert {body.target: body.name for body in bodies} == {
        Target.POVERTY: "支援調整会議",
        Target.ELDER: "地域ケア会議",
        Target.DISABILITY: "地域自立支援協議会",
        Target.CHILD: "子ども家庭支援ネットワーク会議",
    }
    assert all(body.may_add_members for body in bodies)


def test_komae_lead_side_by_reason() -> None:
    flow = load_preset("komae").flow
    assert [(rule.reason, rule.side) for rule in flow.lead_rules] == [
        (LeadReason.URGENT, Side.GOVERNMENT),
        (LeadReason.TIME, Side.COUNCIL),
    ]
    assert flow.returns_to_ordinary is True


def test_komae_coordinators_added_by_year() -> None:
    csw = load_preset("komae").role("CSW")
    years = [datetime.date(year, 4, 1) for year in (2018, 2019, 2020, 2021, 2022)]
    assert [sum(1 for row in csw.staffing if row.holds_on(on)) for on in years] == [1, 1, 2, 2, 3]


def test_komae_liaisons_send_the_tsunagu_sheet() -> None:
    profile = load_preset("komae")
    liaison = profile.role("LIAISON")
    assert (liaison.appointment, liaison.sends) == ("NOMINATION", ("TSUNAGU",))
    assert profile.document("TSUNAGU").consent_needed is True
