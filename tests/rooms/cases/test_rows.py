"""What the municipalities ask of a case, row by row, on the screens (docs/rows.csv)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import actor_for
from norishiro.agencies.choices import Body, Field
from norishiro.cases import operations, rules
from norishiro.cases.models import Case, Handover, HelpRequest
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.outreach.models import Contact
from norishiro.people.models import Household
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import ALL_CATEGORIES, Depth, Ground, SourceKind
from tests.factories import agencies, cases, people
from tests.rooms.agencies.conftest import Town, browser_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def preset(name: str) -> None:
    adopt_profile(
        (PRESETS / f"{name}.toml").read_text(encoding="utf-8"), name=name, valid_from=agencies.EPOCH
    )


@pytest.fixture
def toshima(db):
    preset("toshima")


def day(value: date) -> str:
    return calendar.wareki(value)


def page_of(actor, case):
    return browser_of(actor).get(reverse("cases:show", args=[case.id]))


def today_of(actor) -> list[tuple[str, str, str]]:
    """(section, what, where it leads) of the first screen."""
    sections = browser_of(actor).get(reverse("casework:today")).context["sections"]
    return [(section.code, line.what, href) for section, lines in sections for line, href in lines]


def under_conference(actor, case, *persons) -> None:
    announce(actor)
    sharing.grant(
        actor, subjects=[sharing.case(case.id), *(sharing.person(one.id) for one in persons)],
        recipients=[sharing.agency(actor.agency_id)], ground=Ground.CONFERENCE, depth=Depth.PROGRESS,
        source=SourceKind.SEAT, source_id=case.id,
    )  # fmt: skip


def consented(actor, person, case, *others) -> None:
    sharing.take_consent(
        actor, person=person, case_id=case.id, recipient_ids=[one.agency_id for one in others],
        categories=ALL_CATEGORIES, asked_on=TODAY, until_on=None, method="WRITTEN", witness="", giver="SELF",
        giver_name="", wording_version="1", purpose="調整", today=TODAY,
    )  # fmt: skip


def household_case(actor, *persons, title: str = "架空家") -> Case:
    return cases.case(actor, *persons, household=people.household(actor, *persons), title=title, today=TODAY)


# --- COM-14 ------------------------------------------------------------------------------------------


def test_each_member_shows_agency_support_and_next_step_as_far_as_the_viewer_may_see(toshima):
    mine, care = agencies.actor("架空 一"), agencies.actor("架空 介護", agency=agencies.agency("介護の窓口"))
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 子")
    case = household_case(mine, mother, son)
    under_conference(mine, case, mother, son)
    soon = TODAY + timedelta(days=3)
    operations.assign_role(
        mine, case=case, person=mother, bearer_id=care.agency_id, what="介護の相談", basis=Ground.CONFERENCE,
        from_on=TODAY, next_on=soon, next_what="訪問",
    )  # fmt: skip
    operations.assign_role(
        mine, case=case, person=son, bearer_id=mine.agency_id, what="学校への同行", from_on=TODAY
    )

    def lines(actor) -> dict[str, list[tuple[str, str, date | None, str]]]:
        members = page_of(actor, case).context["members"]
        return {
            one.member.person.label: [
                (role.bearer.name, role.what, role.next_on, role.next_what) for role in one.roles
            ]
            for one in members
        }

    shared = [("介護の窓口", "介護の相談", soon, "訪問")]
    own = [("みなと相談センター", "学校への同行", None, "")]
    assert lines(mine) == {"架空 母": shared, "架空 子": own}
    assert lines(care) == {"架空 母": shared, "架空 子": []}
    assert "学校への同行" not in page_of(care, case).content.decode()


# --- COM-09, KOM-05 ----------------------------------------------------------------------------------


def test_changing_the_lead_keeps_the_history_on_the_page_of_both_sides(toshima):
    council = agencies.actor("架空 社協", agency=agencies.agency("架空社協"))
    city = agencies.actor("架空 市", agency=agencies.agency("福祉課", body=Body.ADMINISTRATION))
    case = household_case(council, people.person(council))
    operations.assign_role(
        council, case=case, bearer_id=council.agency_id, what="訪問", from_on=TODAY, next_on=TODAY
    )
    values = {
        "side": "ADMINISTRATION",
        "lead_agency": str(city.agency_id),
        "lead_staff": "",
        "reason": "急ぎの介入が要る",
    }
    sent = browser_of(council).post(reverse("cases:change_lead", args=[case.id]), values)
    assert sent.status_code == 302
    for actor in (council, city):
        listed = browser_of(actor).get(reverse("cases:list"), {"whose": "agency"}).context["rows"]
        assert [(line.case.id, line.case.lead_side) for line in listed] == [(case.id, "ADMINISTRATION")]
        told = [
            (event.title, event.text)
            for event in page_of(actor, case).context["events"]
            if event.title.startswith("主担当")
        ]
        assert sorted(told) == [
            ("主担当：架空社協 架空 社協", "時間をかけて関わる"),
            ("主担当：福祉課", "急ぎの介入が要る"),
        ]


# --- SUM-16, HAC-02, COM-20 --------------------------------------------------------------------------


def ask(actor, case, helper) -> None:
    sent = browser_of(actor).post(
        reverse("cases:ask_help", args=[case.id]),
        {"helper_agency": str(helper.agency_id), "question": "会えないとき、どう近づくか"},
    )
    assert sent.status_code == 302


def test_help_is_asked_answered_and_followed_up_without_handing_the_case_over(toshima):
    base, team = (
        agencies.actor("架空 拠点"),
        agencies.actor("架空 専従", agency=agencies.agency("専従チーム")),
    )
    case = household_case(base, people.person(base))
    ask(base, case, team)
    announce(base)
    asked = HelpRequest.objects.get()
    address = reverse("cases:answer_help", args=[asked.id])
    assert today_of(team) == [("asked", "助言を求められています", address)]
    assert page_of(team, case).status_code == 404
    assert browser_of(team).post(address, {"reply": "手紙から"}).status_code == 302
    assert browser_of(base).post(address, {"follow_up": "会えた"}).status_code == 302
    kept = browser_of(base).get(address).content.decode()
    assert [word in kept for word in ("会えないとき、どう近づくか", "手紙から", "会えた")] == [True] * 3
    announce(base)
    assert Case.objects.get().lead_agency_id == base.agency_id


def test_the_directory_shows_the_field_and_the_contact_of_who_can_be_asked(toshima):
    actor = agencies.actor()
    agency = agencies.agency("住まいの相談室", field=Field.HOUSING)
    agency.phone = "03-0000-1111"
    agency.save()
    page = browser_of(actor).get(reverse("agencies:list"), {"field": "HOUSING"})
    assert [(label, [one.name for one in rows]) for label, rows in page.context["groups"]] == [
        ("住まい", ["住まいの相談室"])
    ]
    assert "03-0000-1111" in page.content.decode()


def test_the_chief_supporter_is_asked_by_a_base_and_sees_the_cases_of_all_bases(db):
    town = Town("hachioji")
    csw = town.put("架空 拠点", "BASE_CSW", "HACHIMARU")
    worker = actor_for(staff_id=csw.staff_id, agency_id=csw.agency_id, today=TODAY)
    chief_post = town.put("架空 統括", "CHIEF_CSW", "SASAEAI")
    chief = actor_for(staff_id=chief_post.staff_id, agency_id=chief_post.agency_id, today=TODAY)
    case = household_case(worker, people.person(worker))
    ask(worker, case, chief)
    assert ("asked", "助言を求められています") in [(code, what) for code, what, _href in today_of(chief)]
    assert page_of(chief, case).status_code == 200
    announce(worker)
    address = reverse("cases:answer_help", args=[HelpRequest.objects.get().id])
    assert browser_of(chief).post(address, {"reply": "一緒に訪ねよう"}).status_code == 302


# --- SET-34 ------------------------------------------------------------------------------------------


def test_a_window_hands_over_ends_its_service_and_the_case_stays_open(toshima):
    window = agencies.actor("架空 窓口")
    district = agencies.actor("架空 地区", agency=agencies.agency("地区事務局"))
    someone = people.person(window)
    case = household_case(window, someone)
    consented(window, someone, case, district)
    sent = browser_of(window).post(
        reverse("cases:offer_handover", args=[case.id]),
        {
            "kind": "SERVICE", "to_agency": str(district.agency_id), "person": str(someone.id), "what": "居場所での見守り",
            "note": "月に一度", "basis": "C0",
        },
    )  # fmt: skip
    assert sent.status_code == 302
    announce(window)
    handover = Handover.objects.get()
    address = reverse("cases:answer_handover", args=[handover.id])
    assert browser_of(district).post(address, {"accept": "no", "answer": ""}).status_code == 422
    assert browser_of(district).post(address, {"accept": "yes", "answer": ""}).status_code == 302
    engagement = page_of(window, case).context["engagements"][0]
    ended = browser_of(window).post(
        reverse("cases:end_engagement", args=[engagement.id]), {"words": "地区が続ける"}
    )
    assert ended.status_code == 302
    announce(window)
    assert (Handover.objects.get().status, Case.objects.get().closed_on) == ("ACCEPTED", None)
    assert [page_of(one, case).context["case"].status for one in (window, district)] == ["COORDINATING"] * 2


# --- HAC-08, TAC-11 ----------------------------------------------------------------------------------


def test_issues_of_members_become_one_of_the_household_and_each_fact_keeps_its_source(toshima):
    mine = agencies.actor()
    mother, son = people.person(mine, "架空 母"), people.person(mine, "架空 子")
    case = household_case(mine, mother, son)
    client = browser_of(mine)
    for person, title, source, found in (
        (mother, "介護を拒む", "民生委員", date(2026, 1, 5)),
        (son, "外に出られない", "学校", date(2026, 2, 6)),
    ):
        values = {
            "scope": "PERSON", "person": str(person.id), "title": title, "source": source, "found_on": day(found),
            "certainty": "HEARD", "basis": "OWN",
        }  # fmt: skip
        assert client.post(reverse("cases:add_issue", args=[case.id]), values).status_code == 302
    parts = [str(issue.id) for issue, _parts in page_of(mine, case).context["issues"]]
    gathered = client.post(
        reverse("cases:gather_issues", args=[case.id]), {"issues": parts, "title": "家族だけで抱えている"}
    )
    assert gathered.status_code == 302
    page = page_of(mine, case)
    [(household, under)] = page.context["issues"]
    assert (household.title, household.scope) == ("家族だけで抱えている", "HOUSEHOLD")
    assert sorted((part.title, part.source, part.found_on, part.agency.name) for part in under) == [
        ("介護を拒む", "民生委員", date(2026, 1, 5), "みなと相談センター"),
        ("外に出られない", "学校", date(2026, 2, 6), "みなと相談センター"),
    ]
    shown = page.content.decode()
    assert [word in shown for word in ("民生委員・令和8年1月5日", "学校・令和8年2月6日")] == [True, True]


def test_what_is_not_known_is_listed_with_who_finds_out_and_by_when(toshima):
    mine, finder = agencies.actor("架空 一"), agencies.actor("架空 二", agency=agencies.agency("年金の窓口"))
    someone = people.person(mine)
    case = household_case(mine, someone)
    due = TODAY + timedelta(days=3)
    client = browser_of(mine)
    values = {
        "question": "年金の額", "person": str(someone.id), "finder_agency": str(finder.agency_id), "due_on": day(due),
        "basis": "OWN",
    }  # fmt: skip
    assert (
        client.post(reverse("cases:add_unknown", args=[case.id]), {**values, "due_on": ""}).status_code == 422
    )
    assert client.post(reverse("cases:add_unknown", args=[case.id]), values).status_code == 302
    [unknown] = page_of(mine, case).context["unknowns"]
    assert (unknown.question, unknown.finder_agency.name, unknown.due_on, unknown.answered_on) == (
        "年金の額", "年金の窓口", due, None,
    )  # fmt: skip
    assert f"年金の窓口が{day(due)}までに" in page_of(mine, case).content.decode()
    found = client.post(reverse("cases:answer_unknown", args=[unknown.id]), {"answer": "月8万円"})
    assert found.status_code == 302
    assert [one.answer for one in page_of(mine, case).context["unknowns"]] == ["月8万円"]


# --- KOM-10 ------------------------------------------------------------------------------------------


def test_a_case_keeps_the_area_of_then_when_the_household_moves(db):
    komae = Town("komae")
    held = komae.put("架空 一", "CSW", "CHIIKI_SOMU", area="AITOPIA")
    csw = actor_for(staff_id=held.staff_id, agency_id=held.agency_id, today=TODAY)
    someone = people.person(csw)
    home = people.household(csw, someone)
    old = komae.area("AITOPIA")
    new = type(old).objects.filter(layer=old.layer, until_on=None).exclude(id=old.id).first()
    Household.objects.filter(id=home.id).update(area=old)
    home.refresh_from_db()
    case = cases.case(csw, someone, household=home, today=TODAY)
    announce(csw)
    Household.objects.filter(id=home.id).update(area=new)
    assert page_of(csw, case).context["case"].area.name == old.name
    listed = browser_of(csw).get(reverse("cases:list")).content.decode()
    assert [old.name in listed, new.name in listed] == [True, False]


# --- NAK-19 ------------------------------------------------------------------------------------------


def test_the_table_of_strengths_stands_beside_the_choice_of_the_lead_and_follows_the_profile(db):
    text = (PRESETS / "nakano.toml").read_text(encoding="utf-8")
    adopt_profile(text, name="nakano", valid_from=agencies.EPOCH)
    mine = agencies.actor()
    case = household_case(mine, people.person(mine))
    address = reverse("cases:change_lead", args=[case.id])

    def table() -> list[tuple[str, str]]:
        shown = browser_of(mine).get(address).context["strengths"]
        return [(one.side.value, one.items[0]) for one in shown]

    assert table() == [("GOVERNMENT", "個人情報の把握"), ("COUNCIL", "ボランティアセンター")]
    adopt_profile(
        text.replace('ボランティアセンター", "地域資源', '夜間の見守り", "地域資源'),
        name="nakano",
        valid_from=TODAY,
    )
    assert table() == [("GOVERNMENT", "個人情報の把握"), ("COUNCIL", "夜間の見守り")]


def test_a_joint_visit_names_both_sides_and_is_read_by_who_may(db):
    preset("nakano")
    council, ward = (
        agencies.actor("架空 社協"),
        agencies.actor("架空 区", agency=agencies.agency("区のチーム")),
    )
    other = agencies.actor("架空 他", agency=agencies.agency("よその機関"))
    someone = people.person(council)
    case = household_case(council, someone)
    consented(council, someone, case, ward)
    address = reverse("outreach:record_case_contact", args=[case.id])
    told = {
        "happened_on": day(TODAY), "method": "VISIT", "met": "MET", "body": "二人で訪ねた", "programme": "OUTREACH",
        "kind": "INDIVIDUAL", "person": str(someone.id), "basis": "C0", "categories": ["32"], "next_on": "",
        "companion": str(ward.agency_id), "companion_name": "架空 区",
    }  # fmt: skip
    categories = [
        value
        for value, _label in browser_of(council).get(address).context["form"].fields["categories"].choices
    ]
    assert browser_of(council).post(address, {**told, "categories": categories}).status_code == 302
    contact = reverse("outreach:contact", args=[_contact_id(council)])
    for actor in (council, ward):
        page = browser_of(actor).get(contact)
        assert [(one.agency.name, one.name) for one in page.context["companions"]] == [
            ("区のチーム", "架空 区")
        ]
        assert (page.context["contact"].agency.name, page.context["contact"].body) == (
            "みなと相談センター",
            "二人で訪ねた",
        )
    assert browser_of(other).get(contact).status_code == 404


def _contact_id(actor):
    announce(actor)
    return Contact.objects.get().id


# --- NAK-02 ------------------------------------------------------------------------------------------


def test_a_help_request_reaches_the_manager_of_the_area_with_an_answer(db):
    town = Town("nakano")

    def hat(name: str, role: str, area: str = ""):
        held = town.put(name, role, "SHAKYO", area=area)
        return actor_for(staff_id=held.staff_id, agency_id=held.agency_id, today=TODAY)

    worker, manager = hat("架空 担当", "AREA_DUTY", "CTR06"), hat("架空 課長", "AREA_MANAGER", "FOUR02")
    far, colleague = hat("架空 遠", "AREA_MANAGER", "FOUR04"), hat("架空 同僚", "AREA_DUTY", "CTR06")
    someone = people.person(worker)
    home = people.household(worker, someone)
    Household.objects.filter(id=home.id).update(area=town.area("CTR06"))
    home.refresh_from_db()
    case = operations.open_case(
        worker, title="架空家", household=home, people=[someone], operator_id=worker.agency_id,
        lead_agency_id=worker.agency_id, lead_side="COUNCIL", reason="地域で関わる", today=TODAY,
    )  # fmt: skip
    form = browser_of(worker).get(reverse("cases:ask_help", args=[case.id]))
    assert form.context["form"]["helper_agency"].value() == str(manager.agency_id)
    assert "架空 課長" in form.content.decode() and "架空 遠" not in form.content.decode()
    ask(worker, case, manager)
    reached = {
        actor.name: [what for code, what, _href in today_of(actor) if code == "asked"]
        for actor in (manager, far, colleague, worker)
    }
    assert reached == {
        "架空 課長": ["助言を求められています"],
        "架空 遠": [],
        "架空 同僚": [],
        "架空 担当": [],
    }
    announce(worker)
    address = reverse("cases:answer_help", args=[HelpRequest.objects.get().id])
    browser_of(worker).post(address, {"reply": "自分で答える"})
    assert browser_of(manager).post(address, {"reply": "一緒に訪ねる"}).status_code == 302
    assert [one.reply for one in page_of(worker, case).context["helps"]] == ["一緒に訪ねる"]


# --- KOM-31 ------------------------------------------------------------------------------------------


def test_a_change_of_school_prompts_a_handover_with_consent_and_a_receiving_contact(toshima):
    centre = agencies.actor("架空 子ども", agency=agencies.agency("子どもの窓口"))
    school = agencies.actor("架空 学校", agency=agencies.agency("学校の窓口", field=Field.SCHOOL))
    child = people.person(centre, "架空 子")
    april = date(TODAY.year + (date(TODAY.year, 4, 1) <= TODAY), 4, 1)
    child.birth_earliest = child.birth_latest = date(april.year - 13, 5, 1)
    child.save()
    case = household_case(centre, child)

    def prompted() -> list[tuple[str, date, str]]:
        found = page_of(centre, case).context["milestones"]
        return [(one.member.person.label, one.on, one.what) for one in found]

    assert prompted() == [("架空 子", april, "中学校入学")]
    address = (
        f"{reverse('cases:offer_handover', args=[case.id])}?kind=MILESTONE&person={child.id}&due={april}"
    )
    assert address.replace("&", "&amp;") in page_of(centre, case).content.decode()
    client = browser_of(centre)
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in ("kind", "person")}
    assert values == {"kind": "MILESTONE", "person": str(child.id)}
    offer = {
        **values, "due_on": day(april), "to_agency": str(school.agency_id), "what": "学校での見守り", "note": "朝が苦手",
    }  # fmt: skip
    assert client.post(address, {**offer, "basis": "OWN"}).status_code == 422
    consented(centre, child, case, school)
    assert client.post(address, {**offer, "due_on": "", "basis": "C0"}).status_code == 422
    assert client.post(address, {**offer, "basis": "C0"}).status_code == 302
    assert prompted() == []
    announce(centre)
    answer = reverse("cases:answer_handover", args=[Handover.objects.get().id])
    assert browser_of(school).post(answer, {"accept": "yes", "answer": ""}).status_code == 302
    assert "学校の窓口 架空 学校" in client.get(answer).content.decode()


@pytest.mark.parametrize(
    ("birth", "expected"),
    [
        (date(2014, 4, 2), (date(2027, 4, 1), "中学校入学")),
        (date(2014, 4, 1), None),
        (date(2021, 4, 1), (date(2027, 4, 1), "小学校入学")),
        (date(1980, 1, 1), None),
    ],
)
def test_the_next_change_of_school_counts_by_the_school_year(birth, expected):
    assert rules.next_milestone(birth=birth, today=date(2026, 11, 20)) == expected


# --- TOS-07, KOM-09 ----------------------------------------------------------------------------------


def test_only_the_next_steps_of_the_towns_flow_are_offered_and_six_returns_to_three(toshima):
    mine = agencies.actor()
    case = household_case(mine, people.person(mine))
    address = reverse("cases:change_status", args=[case.id])

    def offered(step: str) -> list[str]:
        announce(mine)
        Case.objects.filter(id=case.id).update(flow_step=step)
        return [
            code for code, _label in browser_of(mine).get(address).context["form"].fields["flow_step"].choices
        ]

    assert [offered(step) for step in ("S1", "S5", "S6")] == [
        ["SINGLE", "S2"],
        ["S6", "CLOSED", "WATCH"],
        ["S3"],
    ]
    assert browser_of(mine).post(address, {"flow_step": "S5", "reason": "とばす"}).status_code == 422
    assert browser_of(mine).post(address, {"flow_step": "S3", "reason": "見直した"}).status_code == 302
    assert page_of(mine, case).context["flow"]["now"] == "③ 必要な支援につなぐ"


def test_going_back_to_ordinary_support_needs_a_day_to_look_again(toshima):
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二", agency=agencies.agency("地域の窓口"))
    someone = people.person(mine)
    case = household_case(mine, someone)
    consented(mine, someone, case, other)
    address = reverse("cases:offer_handover", args=[case.id])
    offer = {
        "kind": "ORDINARY", "to_agency": str(other.agency_id), "person": str(someone.id), "what": "見守り", "note": "月に一度",
        "basis": "C0", "check_on": "",
    }  # fmt: skip
    refused = browser_of(mine).post(address, offer)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["check_on"])
    later = day(TODAY + timedelta(days=90))
    assert browser_of(mine).post(address, {**offer, "check_on": later}).status_code == 302


# --- TAC-02 ------------------------------------------------------------------------------------------


def test_officers_of_both_sides_share_one_list_with_the_side_that_leads(db):
    """立川: one officer of the city and two of the council; each sees of the list what each may see."""
    town = Town("tachikawa")

    def officer(name: str, role: str, agency: str):
        held = town.put(name, role, agency)
        return actor_for(staff_id=held.staff_id, agency_id=held.agency_id, today=TODAY)

    city = officer("架空 市子", "COORDINATOR_CITY", "CHIIKI_FUKUSHI")
    first, second = (officer(f"架空 社{n}", "COORDINATOR_SHAKYO", "SHAKYO") for n in ("一", "二"))
    csw = officer("架空 地子", "CSW", "SHAKYO")

    def opened(by, lead, title: str, side: str) -> Case:
        return operations.open_case(
            by, title=title, household=None, people=[people.person(by)], operator_id=by.agency_id,
            lead_agency_id=lead.agency_id, lead_staff_id=lead.staff_id, lead_side=side, reason="見立て", today=TODAY,
        )  # fmt: skip

    shared = opened(city, first, "市が受け社協が担う家", "COUNCIL")
    opened(city, city, "市だけが知る家", "ADMINISTRATION")
    opened(second, csw, "推進員でない人が担う家", "COUNCIL")
    operations.assign_role(
        first, case=shared, bearer_id=first.agency_id, what="訪問", from_on=TODAY, next_on=TODAY
    )

    def listed(actor, **asked: str) -> dict[str, tuple[str, date | None]]:
        page = browser_of(actor).get(reverse("cases:list"), {"whose": "officers", **asked})
        return {one.case.title: (one.case.lead_side, one.case.next_on) for one in page.context["rows"]}

    ours = {"市が受け社協が担う家": ("COUNCIL", TODAY)}
    assert listed(first) == listed(second) == ours
    # The visit is the council's own work: the city reads the side that leads, not the day.
    theirs = {"市が受け社協が担う家": ("COUNCIL", None)}
    assert listed(city) == {**theirs, "市だけが知る家": ("ADMINISTRATION", None)}
    assert listed(city, officer=str(first.staff_id)) == theirs
    assert list(
        dict(browser_of(first).get(reverse("cases:list"), {"whose": "officers"}).context["officers"])
    ) == [str(one.staff_id) for one in (city, *sorted((first, second), key=lambda one: one.name))]
    form = {
        "side": "BOTH", "lead_agency": str(first.agency_id), "lead_staff": str(first.staff_id), "reason": "緊急の介入もいる",
    }  # fmt: skip
    assert browser_of(second).post(reverse("cases:change_lead", args=[shared.id]), form).status_code == 302
    assert {listed(one)["市が受け社協が担う家"][0] for one in (city, first, second)} == {"BOTH"}
    assert browser_of(csw).get(reverse("cases:list"), {"whose": "officers"}).context["whose"] == "agency"
