"""Consents whole: who may be let in by kind or in part, what several answers mean together, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.choices import Field, RoleKind
from norishiro.agencies.models import Agency
from norishiro.agencies.operations import change_agency
from norishiro.core.calendar import wareki
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people.models import Person
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from norishiro.sharing import operations, queries, rules, saying
from norishiro.sharing.choices import (
    ALL_CATEGORIES,
    Category,
    ConsentGiver,
    ConsentMethod,
    ConsentState,
    Ground,
)
from norishiro.sharing.models import Consent, ConsentRecipient
from tests.factories import agencies, people
from tests.rooms.consultations.town import client_of, token
from tests.rooms.sharing.test_gate import names_seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _profile():
    """Some versions of the rules stand: they are what is explained."""
    adopt_profile((PRESETS / "toshima.toml").read_text(), name="試しの市", valid_from=date(2026, 4, 1))


TODAY = timezone.localdate()
NAMES = int(Category.ATTRIBUTES)
HEALTH = int(Category.HEALTH)
NEXT_YEAR = TODAY + timedelta(days=365)


def consent(actor, person, *, to, categories=ALL_CATEGORIES, until_on=None, **more):
    return operations.take_consent(
        actor, person=person, case_id=None, recipient_ids=to, categories=categories, asked_on=TODAY, until_on=until_on,
        method=ConsentMethod.WRITTEN, witness="", giver=ConsentGiver.SELF, giver_name="", wording_version="1",
        purpose="支援の調整", today=TODAY, **more,
    )  # fmt: skip


def reasons(refusal) -> list[str]:
    return [one.code for one in refusal.value.verdict.reasons]


def reach(actor, person) -> set[tuple[int, object]]:
    """What the actor's agency has on consent now: kinds, and until which day."""
    announce(actor)
    found = queries.live_grants(actor).filter(subject_id=person.id, ground=Ground.CONSENT)
    return {
        (one.categories, timezone.localtime(one.until_at).date() if one.until_at else None) for one in found
    }


def plain(**changed) -> rules.ConsentFact:
    facts = {
        "recipients": 1, "categories": 1, "asked_on": TODAY, "until_on": None, "person_died": False, "oral": False,
        "witness": "", "represented": False, "giver_name": "",
    }  # fmt: skip
    return rules.ConsentFact(**{**facts, **changed})


# --- the rule ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"recipients": 0}, "recipients"),
        ({"categories": 0}, "categories"),
        ({"person_died": True}, "died"),
        ({"asked_on": TODAY + timedelta(days=1)}, "asked_on"),
        ({"until_on": TODAY}, "until_on"),
        ({"until_on": TODAY - timedelta(days=1)}, "until_on"),
        ({"until_on": TODAY + timedelta(days=1)}, None),
        ({"oral": True, "witness": " "}, "witness"),
        ({"represented": True, "own_view": "うなずいた"}, "giver_name"),
        ({"represented": True, "giver_name": "架空 親子"}, "own_view"),
        ({"limited_powers": True}, "giver_powers"),
        ({"limited_powers": True, "giver_powers": "福祉契約の代理権"}, None),
        ({"known_wording": False}, "wording_version"),
        ({"closed": ("なくなった窓口",)}, "recipients"),
        ({"emptied": ("高齢の窓口",)}, "replaced"),
    ],
)
def test_each_missing_thing_is_said(changed, code):
    verdict = rules.may_take_consent(plain(**changed), today=TODAY)
    assert [one.code for one in verdict.reasons] == ([code] if code else [])


# --- to whom -------------------------------------------------------------------------------------------


def test_one_agency_may_get_less_than_the_others():
    mine, whole, part = (agencies.actor(name) for name in ("架空 一", "架空 二", "架空 三"))
    someone = people.person(mine)
    consent(mine, someone, to=[whole.agency_id], limited={part.agency_id: NAMES})
    assert reach(whole, someone) == {(ALL_CATEGORIES, None)}
    assert reach(part, someone) == {(NAMES, None)}


def test_a_kind_means_its_agencies_of_today_and_of_later():
    care = [
        agencies.actor(f"架空 {n}", agency=agencies.agency(f"高齢{n}", field=Field.ELDERLY)) for n in range(2)
    ]
    mine, other = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    given = consent(mine, someone, to=[], kinds=[Field.ELDERLY], until_on=NEXT_YEAR)
    assert [reach(one, someone) for one in care] == [{(ALL_CATEGORIES, NEXT_YEAR)}] * 2
    assert reach(other, someone) == set()
    later = agencies.actor("架空 新", agency=agencies.agency("高齢の新しい窓口", field=Field.ELDERLY))
    assert reach(later, someone) == {(ALL_CATEGORIES, NEXT_YEAR)}
    operations.withdraw_consent(mine, consent=given, words="")
    assert [reach(one, someone) for one in [*care, later]] == [set()] * 3


def test_an_agency_that_changes_its_kind_goes_out_and_another_comes_in():
    mine = agencies.actor("架空 一")
    leaving = agencies.actor("架空 二", agency=agencies.agency("高齢から障害へ", field=Field.ELDERLY))
    coming = agencies.actor("架空 三", agency=agencies.agency("障害から高齢へ", field=Field.DISABILITY))
    someone = people.person(mine)
    consent(mine, someone, to=[], kinds=[Field.ELDERLY])
    keeper = agencies.actor("架空 登録", kinds=(RoleKind.MANAGER,))
    for actor, field in ((leaving, Field.DISABILITY), (coming, Field.ELDERLY)):
        place = Agency.objects.get(id=actor.agency_id)
        change_agency(keeper, agency=place, version=place.version, values={"field": field})
    assert (reach(leaving, someone), reach(coming, someone)) == (set(), {(ALL_CATEGORIES, None)})


def test_who_comes_into_a_kind_gets_no_more_than_it_was_granted_by_name():
    mine = agencies.actor("架空 一")
    coming = agencies.actor("架空 二", agency=agencies.agency("障害から高齢へ", field=Field.DISABILITY))
    someone = people.person(mine)
    by_name = consent(mine, someone, to=[coming.agency_id], categories=NAMES | HEALTH, until_on=NEXT_YEAR)
    consent(mine, someone, to=[], kinds=[Field.ELDERLY], categories=ALL_CATEGORIES & ~HEALTH)
    place = Agency.objects.get(id=coming.agency_id)
    change_agency(mine, agency=place, version=place.version, values={"field": Field.ELDERLY})
    assert reach(coming, someone) == {(NAMES, NEXT_YEAR)}
    announce(mine)
    row = ConsentRecipient.objects.get(consent=by_name, agency=place)
    assert (row.categories, row.narrowed_by is not None) == (NAMES, True)


# --- several answers -------------------------------------------------------------------------------------


def test_a_narrower_consent_narrows_the_earlier_one_for_that_agency_alone():
    mine, named, other = (agencies.actor(name) for name in ("架空 一", "架空 二", "架空 三"))
    someone = people.person(mine)
    wide = consent(mine, someone, to=[named.agency_id, other.agency_id])
    narrow = consent(mine, someone, to=[named.agency_id], categories=NAMES, until_on=NEXT_YEAR)
    assert reach(named, someone) == {(NAMES, NEXT_YEAR)}
    assert reach(other, someone) == {(ALL_CATEGORIES, None)}
    announce(mine)
    row = wide.recipients.get(agency_id=named.agency_id)
    assert (row.categories, row.until_on, row.narrowed_by_id) == (NAMES, NEXT_YEAR, narrow.id)
    line = saying.line_of(wide, today=TODAY)
    assert [one.words for one in line.narrowed] == [
        f"{wareki(TODAY)}の同意のほうがせまいため、「健康・病気・障害・介護」「就学・就労・通所」「収入・資産・債務」"
        f"「福祉制度の利用状況」「生活歴・困りごと など」は渡しません。期限は{wareki(NEXT_YEAR)}です。"
    ]


def test_a_wider_consent_is_narrowed_by_the_earlier_one_until_it_replaces_it():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    former = consent(mine, someone, to=[named.agency_id], categories=NAMES)
    wide = consent(mine, someone, to=[named.agency_id])
    assert reach(named, someone) == {(NAMES, None)}
    assert queries.was_narrowed(mine, consent=wide)
    consent(mine, someone, to=[named.agency_id], replaces=[former.id, wide.id])
    assert reach(named, someone) == {(ALL_CATEGORIES, None)}
    announce(mine)
    assert set(Consent.objects.exclude(state=ConsentState.GIVEN).values_list("state", flat=True)) == {
        ConsentState.REPLACED
    }


def test_to_withdraw_the_narrower_one_opens_nothing():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    consent(mine, someone, to=[named.agency_id])
    narrow = consent(mine, someone, to=[named.agency_id], categories=NAMES)
    operations.withdraw_consent(mine, consent=narrow, words="")
    assert reach(named, someone) == {(NAMES, None)}


def test_two_consents_with_nothing_in_common_are_not_both_kept():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    consent(mine, someone, to=[named.agency_id], categories=NAMES)
    with pytest.raises(Refused) as refusal:
        consent(mine, someone, to=[named.agency_id], categories=HEALTH)
    assert reasons(refusal) == ["replaced"]
    assert reach(named, someone) == {(NAMES, None)}


def test_who_asks_keeps_what_was_said_to_them_before():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    consent(mine, someone, to=[])
    consent(mine, someone, to=[named.agency_id], categories=NAMES)
    assert reach(mine, someone) == {(ALL_CATEGORIES, None), (NAMES, None)}


def refuse(actor, person, **named):
    return operations.note_refusal(
        actor, person=person, case_id=None, asked_on=TODAY, reason="病気のことはいや", ask_again_on=None, today=TODAY,
        **named,
    )  # fmt: skip


def test_what_is_refused_of_a_consent_closes_at_once():
    mine, named, other = (agencies.actor(name) for name in ("架空 一", "架空 二", "架空 三"))
    someone = people.person(mine)
    given = consent(mine, someone, to=[named.agency_id, other.agency_id])
    refuse(mine, someone, refused_recipients=[named.agency_id])
    refuse(mine, someone, refused_categories=HEALTH)
    assert reach(named, someone) == set()
    assert reach(other, someone) == {(ALL_CATEGORIES & ~HEALTH, None)}
    announce(mine)
    words = [one.words for one in saying.line_of(given, today=TODAY).narrowed]
    assert all("の断りのほうがせまいため" in one for one in words) and len(words) == 3


def test_what_all_were_refused_is_refused_of_who_comes_into_the_kind_later():
    mine = agencies.actor("架空 一")
    someone = people.person(mine)
    consent(mine, someone, to=[], kinds=[Field.ELDERLY])
    refuse(mine, someone, refused_categories=HEALTH)
    later = agencies.actor("架空 新", agency=agencies.agency("高齢の新しい窓口", field=Field.ELDERLY))
    assert reach(later, someone) == {(ALL_CATEGORIES & ~HEALTH, None)}


def test_a_refusal_beside_a_consent_has_to_say_what_is_refused():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    consent(mine, someone, to=[named.agency_id])
    with pytest.raises(Refused) as refusal:
        refuse(mine, someone)
    assert reasons(refusal) == ["refused_recipients"]


# --- bad input -----------------------------------------------------------------------------------------


def test_of_the_dead_no_consent_is_kept():
    mine = agencies.actor()
    someone = people.person(mine)
    announce(mine)
    Person.objects.filter(id=someone.id).update(died_on=TODAY)
    someone.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        consent(mine, someone, to=[])
    assert reasons(refusal) == ["died"]


def test_a_consent_is_withdrawn_once():
    mine = agencies.actor()
    given = consent(mine, people.person(mine), to=[])
    operations.withdraw_consent(mine, consent=given, words="")
    with pytest.raises(Refused) as refusal:
        operations.withdraw_consent(mine, consent=given, words="")
    assert [one.message for one in refusal.value.verdict.reasons] == [
        "この同意は、もう撤回されているか、同意ではありません。見られる人は増えも減りもしていません。"
    ]


def test_a_closed_agency_is_named_by_nobody():
    mine, gone = agencies.actor(), agencies.agency("なくなった窓口")
    Agency.objects.filter(id=gone.id).update(until_on=TODAY)
    with pytest.raises(Refused) as refusal:
        consent(mine, people.person(mine), to=[gone.id])
    assert refusal.value.verdict.reasons[0].message.startswith("なくなった窓口は、もう閉じています。")


def test_a_wording_that_was_not_in_force_is_not_what_was_explained():
    mine = agencies.actor()
    someone = people.person(mine)
    with pytest.raises(Refused) as refusal:
        operations.take_consent(
            mine, person=someone, case_id=None, recipient_ids=[], categories=NAMES, asked_on=TODAY, until_on=None,
            method=ConsentMethod.WRITTEN, witness="", giver=ConsentGiver.SELF, giver_name="", wording_version="99",
            purpose="調整", today=TODAY,
        )  # fmt: skip
    assert reasons(refusal) == ["wording_version"]


# --- the screens ---------------------------------------------------------------------------------------


def address(name: str, *args, **query) -> str:
    return reverse(f"sharing:{name}", args=args, query=query or None)


def written(page, **changed) -> dict[str, object]:
    return {
        **token(), "categories": [str(NAMES)], "purpose": "介護の相談", "asked_on": wareki(TODAY),
        "method": "WRITTEN", "witness": "", "until_on": "", "wording_version": "1", "giver": "SELF", "giver_name": "",
        **changed,
    }  # fmt: skip


def test_the_screen_keeps_every_part_of_a_consent():
    mine, named, part = (agencies.actor(name) for name in ("架空 一", "架空 二", "架空 三"))
    someone, client = people.person(mine), client_of(mine)
    there = address("take_consent", someone.id)
    posted = written(
        client.get(there), recipients=[str(named.agency_id)], kinds=["ELDERLY"],
        categories=[str(NAMES), str(HEALTH)], limited_recipients=[str(part.agency_id)],
        limited_categories=[str(NAMES)], giver="CURATOR", giver_name="架空 保佐", giver_powers="福祉契約の代理権",
        own_view="「いいよ」と言った", paper_note="つづり12番", until_on=wareki(NEXT_YEAR),
    )  # fmt: skip
    assert client.post(there, posted).status_code == 302
    announce(mine)
    given = Consent.objects.get()
    assert (given.giver, given.giver_powers, given.own_view, given.paper_note, given.until_on) == (
        "CURATOR", "福祉契約の代理権", "「いいよ」と言った", "つづり12番", NEXT_YEAR,
    )  # fmt: skip
    assert [one.field for one in given.kinds.all()] == ["ELDERLY"]
    assert reach(part, someone) == {(NAMES, NEXT_YEAR)}
    page = client.get(address("consents", someone.id)).content.decode()
    assert "高齢・介護の窓口すべて" in page and "福祉契約の代理権" in page


def test_the_screen_says_what_a_curator_lacks_and_keeps_the_text():
    mine = agencies.actor()
    someone, client = people.person(mine), client_of(mine)
    there = address("take_consent", someone.id)
    answer = client.post(
        there,
        written(client.get(there), recipients=[str(mine.agency_id)], giver="CURATOR", giver_name="架空 保佐"),
    )
    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["giver_powers", "own_view"])
    assert "架空 保佐" in answer.content.decode()


def test_a_page_on_the_consents_that_disagree_says_which_narrowed_what():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    consent(mine, someone, to=[named.agency_id])
    consent(mine, someone, to=[named.agency_id], categories=NAMES)
    page = client_of(mine).get(address("consents", someone.id)).content.decode()
    assert "同意が食いちがうため、せまいほうに合わせています" in page
    assert f"{wareki(TODAY)}の同意のほうがせまいため" in page


def test_to_ask_anew_begins_with_what_was_agreed():
    mine, named = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone, client = people.person(mine), client_of(mine)
    former = consent(
        mine, someone, to=[named.agency_id], categories=NAMES, until_on=TODAY + timedelta(days=10)
    )
    there = address("renew_consent", former.id)
    page = client.get(there)
    initial = page.context["form"].initial
    assert (initial["categories"], initial["replaced"], initial["purpose"]) == (
        ["1"],
        [str(former.id)],
        "支援の調整",
    )
    posted = written(page, recipients=initial["recipients"], replaced=initial["replaced"])
    assert client.post(there, posted).status_code == 302
    assert reach(named, someone) == {(NAMES, None)}


def test_the_list_of_dates_names_who_ends_and_whom_to_ask_again():
    mine, stranger = agencies.actor("架空 一"), agencies.actor("架空 二")
    ending, asked = people.person(mine, "見本 切れる"), people.person(mine, "見本 尋ねる")
    consent(mine, ending, to=[], until_on=TODAY + timedelta(days=30))
    consent(mine, people.person(mine, "見本 まだ先"), to=[], until_on=TODAY + timedelta(days=31))
    operations.note_refusal(
        mine, person=asked, case_id=None, asked_on=TODAY, reason="考えたい", today=TODAY,
        ask_again_on=TODAY + timedelta(days=3), ask_again_by_id=mine.staff_id,
    )  # fmt: skip
    found = client_of(mine).get(address("consent_dates"))
    assert [name for name, _line in found.context["ending"]] == ["見本 切れる"]
    assert [(name, one.ask_again_by_id) for name, one in found.context["asking"]] == [
        ("見本 尋ねる", mine.staff_id)
    ]
    nothing = client_of(stranger).get(address("consent_dates"))
    assert (nothing.context["ending"], nothing.context["asking"]) == ([], [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_dates_asks_as_often_for_three_as_for_one(count):
    mine = agencies.actor()
    for number in range(count):
        consent(mine, people.person(mine, f"見本 {number}"), to=[], until_on=TODAY + timedelta(days=9))
    client = client_of(mine)
    client.get(address("consent_dates"))
    with CaptureQueriesContext(connection) as captured:
        client.get(address("consent_dates"))
    assert len(captured) == LIST_QUERIES


LIST_QUERIES = 18


def test_a_machine_whose_day_is_off_shows_the_day_of_the_gate(monkeypatch):
    mine = agencies.actor()
    someone = people.person(mine)
    consent(mine, someone, to=[], until_on=TODAY + timedelta(days=1))
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY + timedelta(days=1))
    client = client_of(mine)
    lines = client.get(address("consents", someone.id)).context["lines"]
    assert (queries.gate_today(), [one.is_live for one in lines]) == (TODAY, [True])


def test_the_paper_is_shown_and_handed_over_as_pdf():
    mine = agencies.actor()
    someone, client = people.person(mine, "見本 太郎"), client_of(mine)
    given = consent(mine, someone, to=[])
    for there in (
        address("blank_form"),
        address("consent_form", someone.id),
        address("consent_copy", given.id),
    ):
        page = client.get(there)
        assert (page.status_code, page.context["paper"].agency) == (200, mine.agency_name)
    paper = client.get(address("consent_copy", given.id, **{"as": "pdf"}))
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert "見本" not in paper["Content-Disposition"]


def test_a_stranger_finds_no_paper_and_no_consent():
    mine, stranger = agencies.actor("架空 一"), agencies.actor("架空 二")
    someone = people.person(mine)
    given = consent(mine, someone, to=[])
    client = client_of(stranger)
    for there in (
        address("consent_form", someone.id),
        address("consent_copy", given.id),
        address("withdraw_consent", given.id),
        address("take_consent", someone.id),
    ):
        assert client.get(there).status_code == 404
    assert names_seen_by(stranger) == []


def test_the_versions_of_the_rules_stand_with_their_days():
    page = client_of(agencies.actor()).get(address("wordings"))
    assert [(one.version, now) for one, now in page.context["versions"]] == [("1", "now")]
