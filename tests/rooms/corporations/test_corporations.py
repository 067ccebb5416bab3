"""法人連携 in the browser's words: asked and answered, offered and tried, done together; residents stay behind the wall."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import Body, RoleKind
from norishiro.community.models import Group, Proposal
from norishiro.consultations.models import TsunaguSheet
from norishiro.core import calendar
from norishiro.core.operation import announce
from norishiro.corporations import operations
from norishiro.corporations.models import Corporation, Need, NeedAnswer, WorkOffer
from norishiro.corporations.operations import About, Reached, Where, Work
from norishiro.matching import queries as matching
from norishiro.matching.fitting import Wanted, propose
from norishiro.matching.models import Participation
from norishiro.matching.telling import tell
from norishiro.resources.models import Organisation, Place
from norishiro.resources.rules import state_on
from tests.factories import agencies
from tests.rooms.consultations import town as desks
from tests.rooms.consultations.town import client_of, token
from tests.rooms.matching.town import Town, lay

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAY = timedelta(days=1)
CONTACT = {"contact_name": "", "post": "", "phone": "", "email": ""}


@pytest.fixture
def town() -> Town:
    return lay()


@pytest.fixture
def mine(town: Town) -> Actor:
    return town.mine


def day(on: Any) -> str:
    return calendar.wareki(on)


def get(actor: Actor, screen: str, /, *args: Any, **query: str):
    return client_of(actor).get(reverse(f"corporations:{screen}", args=args), query)


def post(actor: Actor, screen: str, /, *args: Any, **values: Any):
    name = screen if ":" in screen else f"corporations:{screen}"
    return client_of(actor).post(reverse(name, args=args), {**token(), **values})


def why(page: Any) -> Any:
    """What a form says, where one came back."""
    return (
        page.context["form"].errors
        if page.context and "form" in page.context
        else page.content.decode()[:500]
    )


def words(page: Any) -> str:
    return page.content.decode()


def errors(page: Any) -> tuple[int, list[str]]:
    return page.status_code, sorted(page.context["form"].errors)


def entered(actor: Actor, name: str = "みほんの里", **more: Any) -> Corporation:
    values = {
        "name": name,
        "kind": "WELFARE",
        "strengths": ["ELDERLY"],
        "about": "",
        "network": "",
        "from_on": "",
        "agency": "",
    }
    sent = post(actor, "add_corporation", **CONTACT | values | more)
    assert sent.status_code == 302, why(sent)
    return Corporation.objects.get(organisation__name=name)


def asked(actor: Actor, *whom: Corporation, **more: Any) -> Need:
    values = {"text": "午後に一時間の手仕事", "kind": "TRIAL", "area": "", "due_on": day(TODAY)}
    sent = post(actor, "send_need", asked=[str(one.id) for one in whom], **values | more)
    assert sent.status_code == 302, why(sent)
    return Need.objects.latest("made_at")


def answered(
    actor: Actor, need: Need, whom: Corporation, reply: str = "YES", told: str = "", outcome: str = ""
):
    one = NeedAnswer.objects.get(need=need, corporation=whom)
    return post(
        actor, "answer_need", one.id, version=str(one.version), reply=reply, answered_on=day(TODAY), words=told, outcome=outcome
    )  # fmt: skip


def work(**more: Any) -> dict[str, Any]:
    return {
        "kind": "TRIAL", "name": "洗濯物たたみ", "about": "タオルをたたむ", "conditions": "はじめは付き添い", "welcome": "YES",
        "roles": ["HELPER"], "capacity": "2", "present": "1", "first_on": day(TODAY), "last_on": "",
        "confirmed_on": day(TODAY), "hours": "火曜", "reward": "交通費", "tutor": "主任", "considerate": "", **more,
    }  # fmt: skip


def offered(actor: Actor, whom: Corporation, **more: Any) -> WorkOffer:
    sent = post(
        actor,
        "add_offer",
        whom.id,
        **{"location": "本館", "address": "", "area": "", "answer": ""} | work(**more),
    )
    assert sent.status_code == 302, why(sent)
    return WorkOffer.objects.latest("made_at")


def network(actor: Actor) -> Group:
    area = agencies.area("第1圏域")
    sent = post(
        actor, "community:add_group", name="みほん法人ネット", kind="NETWORK", area=str(area.id), stage="INDEPENDENT",
        stage_on=day(TODAY - 30 * DAY), place="", rhythm="", members="", partners="", users="", needs="", supporter="",
    )  # fmt: skip
    assert sent.status_code == 302, why(sent)
    return Group.objects.get(name="みほん法人ネット")


def met(actor: Actor, group: Group, kind: str, name: str, note: str) -> None:
    told = {
        "kind": kind, "name": name, "area": str(group.area_id), "held_on": day(TODAY), "people": "9", "note": note,
        "groups": [str(group.id)], "theme": "", "starts_at": "", "ends_at": "", "place": "", "helpers": "", "consulted": "",
    }  # fmt: skip
    sent = post(actor, "community:record_activity", **told)
    assert sent.status_code == 302, why(sent)


def test_the_register_keeps_strengths_and_offers_a_need_is_sent_and_answered_and_a_study_meeting_is_logged(
    mine,
):
    group = network(mine)
    home = entered(mine, strengths=["ELDERLY", "VEHICLE"], network=str(group.id), from_on=day(TODAY))
    firm = entered(mine, "みほん商事", kind="COMPANY", strengths=["WORK"])
    quiet = entered(mine, "みほんの家", kind="NPO", strengths=[])
    found = get(mine, "corporations", strength="VEHICLE").context["rows"]
    assert [(one.organisation.name, [str(each) for each in one.strengths.all()]) for one in found] == [
        ("みほんの里", ["高齢の人の介護", "車・運搬"])
    ]
    kept = dict(Organisation.objects.values_list("name", "kind"))
    assert kept == {"みほんの里": "CORPORATION", "みほん商事": "COMPANY", "みほんの家": "NPO"}

    need = asked(mine, home, firm, quiet)
    assert answered(mine, need, home, "CONDITIONAL", "付き添いがあれば").status_code == 302
    assert answered(mine, need, firm, "NO", "座れる所がない").status_code == 302
    listed = get(mine, "needs").context
    assert [str(one.corporation) for one in listed["unanswered"]] == ["みほんの家"]
    assert [(one.asked, one.yes, one.conditional, one.no, one.waiting) for one in listed["lines"]] == [
        (3, 0, 1, 1, 1)
    ]
    told = NeedAnswer.objects.get(need=need, corporation=home)
    form = get(mine, "add_offer", home.id, answer=str(told.id)).context["form"]
    assert (form["conditions"].value(), form["kind"].value()) == ("付き添いがあれば", "TRIAL")
    offer = offered(mine, home, answer=str(told.id))
    assert answered(mine, need, home, "CONDITIONAL", "付き添いがあれば", "火曜に始まった").status_code == 302
    assert post(mine, "close_need", need.id, outcome="一か所で始まった").status_code == 302
    page = get(mine, "need", need.id)
    assert [
        (str(one.corporation), one.reply, one.outcome, [each.id for each in one.offers.all()])
        for one in page.context["answers"]
    ] == [("みほんの家", "", "", []), ("みほんの里", "CONDITIONAL", "火曜に始まった", [offer.id]), ("みほん商事", "NO", "", [])]  # fmt: skip
    assert "返事なし" in words(page)
    assert (get(mine, "needs").context["lines"], get(mine, "needs").context["unanswered"]) == ([], [])

    met(mine, group, "STUDY", "重層を学ぶ会", "参加支援でできることを話した")
    shown = get(mine, "network", group.id).context
    assert [(one.gathering.name, one.kind, one.gathering.people) for one in shown["held"]] == [
        ("重層を学ぶ会", "学びの会・勉強会", 9)
    ]
    assert [str(one.corporation) for one in shown["members"]] == ["みほんの里"]


def test_a_problem_becomes_a_joint_project_that_keeps_who_took_part_and_what_came_of_it(mine):
    group = network(mine)
    home, firm = (
        entered(mine, network=str(group.id), from_on=day(TODAY)),
        entered(mine, "みほん商事", kind="COMPANY"),
    )
    form = get(mine, "begin_project", network=str(group.id)).context["form"]
    assert (form["members"].value(), form["network"].value()) == ([str(home.id)], str(group.id))
    sent = post(
        mine, "begin_project", title="坂の上の買い物に車を回す", text="昼に車が空いている", area=str(group.area_id),
        raised_on=day(TODAY - DAY), due_on="", network=str(group.id), members=[str(home.id)],
    )  # fmt: skip
    assert sent.status_code == 302, why(sent)
    project = Proposal.objects.get()
    for one, part, left in ((home, "車と運転", ""), (firm, "保険の助言", ""), (firm, "保険の助言", "on")):
        values = {"corporation": str(one.id), "part": part} | ({"left": left} if left else {})
        assert post(mine, "join_project", project.id, **values).status_code == 302
    acted = post(
        mine,
        "community:note_action",
        project.id,
        done_on=day(TODAY),
        what="水曜に走らせた",
        group="",
        activity="",
    )
    assert acted.status_code == 302
    project.refresh_from_db()
    moved = post(
        mine, "community:change_proposal", project.id, version=str(project.version), status="DONE", result="月に9人が乗った",
        due_on="", owner_group=str(group.id), owner_agency=str(mine.agency_id),
    )  # fmt: skip
    assert moved.status_code == 302, why(moved)
    offer = offered(mine, firm, name="配達の手伝い", kind="JOB")
    assert (
        post(mine, "close_offer", offer.id, closed_on=day(TODAY), outcome="繁忙期が終わった").status_code
        == 302
    )

    page = get(mine, "project", project.id)
    assert [(str(one.corporation), one.part, one.left_on) for one in page.context["members"]] == [
        ("みほんの里", "車と運転", None), ("みほん商事", "保険の助言", TODAY)
    ]  # fmt: skip
    assert [one.what for one in page.context["actions"]] == ["水曜に走らせた"]
    assert [one.code for one in page.context["may_join"].reasons] == ["closed"]
    assert errors(post(mine, "join_project", project.id, corporation=str(home.id), part="")) == (
        422,
        ["corporation"],
    )
    rows = get(mine, "projects").context["rows"]
    assert [(one.title, one.result, [str(each.corporation) for each in one.corporations.all()]) for one in rows] == [
        ("坂の上の買い物に車を回す", "月に9人が乗った", ["みほんの里", "みほん商事"])
    ]  # fmt: skip
    over = get(mine, "offers", over="1").context["rows"]
    assert [(str(one.corporation), one.outcome) for one in over] == [("みほん商事", "繁忙期が終わった")]
    assert [one.proposal_id for one in get(mine, "corporation", firm.id).context["projects"]] == [project.id]


def tried(town: Town, offer: WorkOffer) -> Participation:
    """Begun, looked at, tried, and what the host said, through the pages of participation."""
    sent = client_of(town.mine).post(
        reverse("matching:begin_participation", args=[town.case.id, offer.place_id]),
        {
            **token(), "person": str(town.son.id), "role": "HELPER", "start": "PLACE:CANDIDATE", "eligibility": "", "words": "",
            "on": day(TODAY), "basis": "OWN",
        },
    )  # fmt: skip
    assert sent.status_code == 302, why(sent)
    announce(town.mine)
    one = Participation.objects.get(place=offer.place_id)
    for stage in ("VISIT", "TRIAL"):
        moved = post(
            town.mine, "matching:move_stage", one.id, version=str(one.version), stage=stage, on=day(TODAY), words=""
        )  # fmt: skip
        assert moved.status_code == 302, why(moved)
        announce(town.mine)
        one.refresh_from_db()
    said = {"kind": "VISIT", "on": day(TODAY), "words": "手が早い", "next_on": ""}
    assert post(town.mine, "matching:note_host", one.id, **said).status_code == 302
    announce(town.mine)
    one.refresh_from_db()
    return one


def test_offers_and_trials_keep_person_period_supporter_and_feedback_for_those_who_may_see_and_a_firm_joins_later(
    town,
):
    home = entered(town.mine)
    one = tried(town, offered(town.mine, home))
    page = get(town.mine, "corporation", home.id)
    told = page.context["trials"]
    assert [(each.one.person.name, each.one.begun_on, each.one.staff.name, each.said) for each in told.seen] == [
        ("架空 むすこ", TODAY, town.mine.name, (("受け入れ先", "手が早い"),))
    ]  # fmt: skip
    assert [told.begun, told.live, set(told.shown)] == [
        "3人より少ない",
        "3人より少ない",
        {town.case.id, town.son.id},
    ]
    assert words(page).count(reverse("matching:participation", args=[one.id])) == 1

    for stranger in (town.other, agencies.actor("架空 民生", kinds=(RoleKind.COMMISSIONER,))):
        page = get(stranger, "corporation", home.id)
        assert (page.context["trials"].seen, page.context["trials"].begun) == ((), "3人より少ない")
        assert ("架空 むすこ" in words(page), page.status_code) == (False, 200)

    firm = entered(town.mine, "みほん商事", kind="COMPANY")
    trial = tried(town, offered(town.mine, firm, name="配達の手伝い"))
    assert [each.one.id for each in get(town.mine, "corporation", firm.id).context["trials"].seen] == [
        trial.id
    ]


def candidate(actor: Actor, *, on: Any = TODAY) -> list[Any]:
    announce(actor)
    return [
        tell(one)
        for one in propose(Wanted(), matching.offered(actor, wanted=Wanted(), today=on), most=20).best
    ]


def test_jobs_keep_conditions_and_vacancies_and_matches_record_visit_trial_and_result(town):
    home = entered(town.mine)
    offer = offered(town.mine, home, last_on=day(TODAY + 5 * DAY))
    page = get(town.mine, "offers", vacant="1")
    assert [(str(one), one.place.conditions, one.seats_left) for one in page.context["rows"]] == [
        ("洗濯物たたみ", "はじめは付き添い", 1)
    ]
    (found,) = candidate(town.mine)
    assert [word for word in (*found.why, *found.missing) if "付き添い" in word or "空き" in word] == [
        "空きがある（あと1人）", "受け入れの条件：はじめは付き添い"
    ]  # fmt: skip
    shown = client_of(town.mine).get(reverse("matching:candidates", args=[town.case.id, town.son.id]))
    assert [
        word in words(shown)
        for word in ("洗濯物たたみ", "空きがある（あと1人）", "受け入れの条件：はじめは付き添い")
    ] == [True] * 3

    one = tried(town, offer)
    ended = post(
        town.mine, "matching:end_participation", one.id, version=str(one.version), reason="GOAL", on=day(TODAY), words="パートで採用"
    )  # fmt: skip
    assert ended.status_code == 302, why(ended)
    announce(town.mine)
    assert [step.stage for step in Participation.objects.get().steps.all()] == ["CANDIDATE", "VISIT", "TRIAL"]
    page = get(town.mine, "offer", offer.id)
    (told,) = page.context["trials"].seen
    assert ("めあてがかなった（就職・進学など）" in words(page), told.one.ended_on) == (True, TODAY)
    assert told.said == (("受け入れ先", "手が早い"), ("終わるとき", "パートで採用"))

    full = post(
        town.mine, "change_offer", offer.id, version="1", **work(present="2", last_on=day(TODAY + 5 * DAY))
    )
    assert full.status_code == 302, why(full)
    assert (candidate(town.mine), get(town.mine, "offers", vacant="1").context["rows"]) == ([], [])


def test_after_the_last_day_nobody_is_meant_for_it_and_the_day_can_be_moved(mine):
    def standing(on: Any) -> str:
        place = Place.objects.get()
        stop = place.stops.filter(from_on__lte=on, until_on=None).first()
        return state_on(day=on, opened_on=place.opened_on, stop_kind=stop.kind if stop else None)

    def changed(last_on: str, version: int, **more: Any) -> int:
        return post(
            mine, "change_offer", offer.id, version=str(version), **work(last_on=last_on, **more)
        ).status_code

    last = TODAY + 5 * DAY
    home = entered(mine)
    offer = offered(mine, home, last_on=day(last))
    assert [standing(on) for on in (last, last + DAY)] == ["OPEN", "CLOSED"]
    assert [len(candidate(mine, on=on)) for on in (last, last + DAY)] == [1, 0]
    assert changed(day(last + DAY), 1) == 302
    assert [standing(on) for on in (last + DAY, last + 2 * DAY)] == ["OPEN", "CLOSED"]
    assert changed("", 2, name="たたむ仕事") == 302
    assert (standing(last + 90 * DAY), Place.objects.get().name) == ("OPEN", "たたむ仕事")
    assert errors(post(mine, "change_offer", offer.id, version="3", **work(present="5"))) == (
        422,
        ["present"],
    )
    assert changed("", 1) == 409
    WorkOffer.objects.update(first_on=TODAY - DAY, last_on=TODAY - DAY)
    Place.objects.get().stops.create(kind="CLOSED", from_on=TODAY, reason="PURPOSE", staff_id=mine.staff_id)
    page = get(mine, "offer", offer.id)
    assert ("最後の日を過ぎています" in words(page), get(mine, "offers").context["rows"]) == (True, [])
    assert changed(day(last), 3) == 302
    assert [standing(on) for on in (TODAY, last + DAY)] == ["OPEN", "CLOSED"]
    assert (
        post(mine, "close_offer", offer.id, closed_on=day(TODAY), outcome="人手が足りた").status_code == 302
    )
    assert (standing(TODAY), changed("", 5)) == ("CLOSED", 403)


def test_a_corporation_refers_what_it_heard_with_consent_and_a_food_call_keeps_month_amount_and_receiver():
    place = desks.town()
    keeper = agencies.actor("架空 地域", kinds=(RoleKind.CSW,))
    window = agencies.actor("架空 法人", agency=agencies.agency("架空会 なんでも相談", body=Body.CORPORATION))
    home = entered(keeper, strengths=["COUNSEL", "FOOD"], agency=str(window.agency_id))
    assert "架空会 なんでも相談" in words(get(keeper, "corporation", home.id))
    heard = desks.received(window, summary="介護と家賃のこと")
    someone = heard.person
    refer = {"receiver_agency": str(place.care.agency_id), "worry": "しごとを探したい"}
    announce(window)
    post(window, "consultations:send_sheet", someone.id, **refer)
    announce(window)
    assert TsunaguSheet.objects.count() == 0
    desks.consented(window, someone, place.care)
    assert post(window, "consultations:send_sheet", someone.id, **refer).status_code == 302
    announce(place.care)
    assert [(one.agency_id, one.worry) for one in TsunaguSheet.objects.all()] == [
        (window.agency_id, "しごとを探したい")
    ]

    month = TODAY.replace(day=1)
    called = post(
        keeper, "food:call_for_food", month=month.isoformat(), kind="RICE", amount="30", unit="KG", receiver="夕方食堂",
        receiver_kind="VOLUNTEERS", asked=[str(home.organisation_id)],
    )  # fmt: skip
    assert called.status_code == 302, why(called)
    calls = get(keeper, "corporation", home.id).context["calls"]
    assert [(one.month, one.amount_words, one.receiver.name) for one in calls] == [
        (month, "30kg", "夕方食堂")
    ]


def test_contacts_change_networks_are_left_and_what_is_missing_is_asked_in_the_same_words(town):
    mine, group = town.mine, network(town.mine)
    home = entered(
        mine,
        contact_name="窓口さん",
        phone="03-0000-0000",
        network=str(group.id),
        from_on=day(TODAY - 3 * DAY),
    )
    contact, member = home.contacts.get(), home.memberships.get()
    assert errors(post(mine, "end_contact", contact.id, ended_on=day(TODAY + DAY))) == (422, ["ended_on"])
    assert post(mine, "end_contact", contact.id, ended_on=day(TODAY)).status_code == 302
    assert (
        post(mine, "add_contact", home.id, name="次の人", post="地域室", phone="", email="").status_code
        == 302
    )
    assert [one.name for one in get(mine, "corporation", home.id).context["contacts"]] == ["次の人"]
    assert errors(post(mine, "join_network", home.id, network=str(group.id), from_on=day(TODAY))) == (
        422,
        ["network"],
    )
    assert errors(post(mine, "leave_network", member.id, until_on=day(TODAY - 3 * DAY))) == (
        422,
        ["until_on"],
    )
    assert post(mine, "leave_network", member.id, until_on=day(TODAY)).status_code == 302
    assert post(mine, "join_network", home.id, network=str(group.id), from_on=day(TODAY)).status_code == 302
    shown = get(mine, "network", group.id).context
    assert [[one.until_on for one in shown[key]] for key in ("members", "left")] == [[None], [TODAY]]
    assert [line.members for line in get(mine, "networks").context["lines"]] == [1]

    noted = client_of(mine).post(
        reverse("matching:note_shortage", args=[town.case.id, town.son.id]),
        {**token(), "words": "夕方の静かな手仕事", "kind": "", "role": "", "area": "", "band": "", "basis": "OWN"},
    )  # fmt: skip
    assert noted.status_code == 302, why(noted)
    link = f"{reverse('corporations:send_need')}?shortage={noted.url.rstrip('/').rpartition('/')[2]}"
    assert words(client_of(mine).get(noted.url)).count(f'href="{link}"') == 1
    assert client_of(mine).get(link).context["form"]["text"].value() == "夕方の静かな手仕事"


def test_a_known_name_stops_the_words_what_is_wrong_is_said_and_others_only_read(town):
    mine, home = town.mine, entered(town.mine)
    values = {"kind": "", "area": "", "due_on": day(TODAY), "asked": [str(home.id)]}
    assert errors(post(mine, "send_need", text="架空 むすこさんの働き口", **values)) == (422, ["text"])
    assert errors(
        post(mine, "send_need", text="働き口", **values | {"asked": [], "due_on": day(TODAY - DAY)})
    ) == (422, ["asked", "due_on"])
    need = asked(mine, home)
    assert errors(answered(mine, need, home, "NO")) == (422, ["words"])
    twice = post(
        mine, "add_corporation", name="みほんの里", kind="NPO", strengths=[], about="", network="", from_on="", agency="",
        **CONTACT | {"phone": "03-0000-0000"},
    )  # fmt: skip
    assert errors(twice) == (422, ["contact_name", "name"])
    bad = post(
        mine,
        "add_offer",
        home.id,
        **{"location": "本館", "address": "", "area": "", "answer": ""} | work(present="9"),
    )
    assert errors(bad) == (422, ["present"])
    about = {"kind": "WELFARE", "strengths": ["FOOD"], "about": "配食", "agency": ""}
    assert post(mine, "change_corporation", home.id, version="1", **about).status_code == 302
    assert (
        post(mine, "change_corporation", home.id, version="1", **about | {"about": "べつ"}).status_code == 409
    )

    one = NeedAnswer.objects.get()
    assert get(town.other, "answer_need", one.id).status_code == 403
    assert [each.code for each in get(town.other, "need", need.id).context["may_touch"].reasons] == ["mine"]
    offer = offered(mine, home)
    screens = (
        ("corporations", ()), ("corporation", (home.id,)), ("offers", ()), ("offer", (offer.id,)), ("needs", ()),
        ("need", (need.id,)), ("networks", ()), ("projects", ()),
    )  # fmt: skip
    reader = agencies.actor("架空 民生", kinds=(RoleKind.COMMISSIONER,))
    outside = agencies.actor("架空 助言", kinds=(RoleKind.ADVISER,))
    assert {get(reader, name, *args).status_code for name, args in screens} == {200}
    assert {get(outside, name, *args).status_code for name, args in screens} == {403}
    assert [len(get(reader, "corporations").context[key].reasons) for key in ("may_keep",)] == [1]
    for name in (
        "corporation", "need", "offer", "network", "project", "change_corporation", "add_contact", "end_contact", "join_network",
        "leave_network", "close_need", "answer_need", "add_offer", "change_offer", "close_offer", "join_project",
    ):  # fmt: skip
        assert get(mine, name, mine.staff_id).status_code == 404, name


def test_the_questions_asked_do_not_grow_with_what_is_there(town):
    mine, group = town.mine, network(town.mine)

    def counted(name: str, *args: Any) -> int:
        client = client_of(mine)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"corporations:{name}", args=args)).status_code == 200
        return len(asked)

    def more(number: int) -> tuple[Corporation, Need, WorkOffer, Proposal]:
        one = operations.add_corporation(
            mine, name=f"みほんの里{number}", about=About("WELFARE", ("FOOD", "WORK")), reached=Reached("窓口さん"),
            network=group, from_on=TODAY, today=TODAY,
        )  # fmt: skip
        need = operations.send_need(
            mine, text=f"場{number}", asked=list(Corporation.objects.all()), due_on=TODAY, today=TODAY
        )
        offer = operations.add_offer(
            mine, corporation=Corporation.objects.earliest("made_at"), told_on=TODAY, today=TODAY, where=Where("本館"),
            work=Work(kind="JOB", name=f"仕事{number}", welcome="YES", first_on=TODAY, roles=["HELPER"]),
        )  # fmt: skip
        town.begin(offer.place, on=TODAY)
        met(mine, group, "SITTING", f"会議{number}", "")
        project = operations.begin_project(
            mine, title=f"協働{number}", area_id=group.area_id, raised_on=TODAY, network=group,
            members=list(Corporation.objects.all()), today=TODAY,
        )  # fmt: skip
        return one, need, offer, project

    def all_screens(one: Corporation, need: Need, offer: WorkOffer, project: Proposal) -> dict[str, int]:
        asked_for = (
            ("corporations", ()), ("corporation", (one.id,)), ("offers", ()), ("offer", (offer.id,)), ("needs", ()),
            ("need", (need.id,)), ("networks", ()), ("network", (group.id,)), ("projects", ()), ("project", (project.id,)),
        )  # fmt: skip
        return {name: counted(name, *args) for name, args in asked_for}

    home, *rest = more(0)
    first = all_screens(home, *rest)
    more(1)
    _one, *last = more(2)
    assert all_screens(home, *last) == first
    assert first == {
        "corporations": 23, "corporation": 33, "offers": 20, "offer": 26, "needs": 21, "need": 22, "networks": 20,
        "network": 26, "projects": 21, "project": 22,
    }  # fmt: skip
