"""A wish is kept in versions, becomes candidates with their reasons, and nothing of it goes to a place without consent."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from norishiro.agencies.models import Agency
from norishiro.assessment import operations as assessments
from norishiro.cases.choices import IssueScope
from norishiro.cases.operations import findings
from norishiro.core.operation import announce
from norishiro.matching import operations, queries
from norishiro.matching.models import Hope, HopeItem, Participation
from norishiro.matching.operations import Hoped
from norishiro.resources import operations as resources
from norishiro.resources.models import Organisation, Place
from norishiro.sharing import operations as sharing
from norishiro.sharing.choices import Category, ConsentGiver, ConsentMethod, Ground
from tests.rooms.matching.test_participations import refused, stop
from tests.rooms.matching.town import TODAY, Town
from tests.rooms.surroundings.town import posted, signed_in


def url(town: Town, name: str) -> str:
    return reverse(f"matching:{name}", args=[town.case.id, town.son.id])


def keep(town: Town, *, basis: str = Ground.OWN, **hoped: Any) -> Hope:
    told = Hoped(**{"roles": ["HELPER"], "bands": ["EVENING"], "interests": ["COOKING"], **hoped})
    return operations.keep_hope(
        town.mine, case=town.case, person=town.son, hoped=told, told_on=TODAY, basis=basis, today=TODAY
    )


def asked_lately(town: Town, place: Place) -> Place:
    resources.confirm_place(
        town.mine, place=place, confirmed_on=date(2026, 11, 1), way="PHONE", today=date(2026, 11, 1)
    )
    return place


def test_a_wish_is_kept_in_versions_and_refused_with_its_reasons(town: Town) -> None:
    first = keep(town)
    second = keep(town, quiet=True)
    announce(town.mine)
    assert ([one.number for one in Hope.objects.order_by("number")], first.quiet) == ([1, 2], False)
    assert sorted(one.code for one in second.items.all()) == ["COOKING", "EVENING", "HELPER"]
    assert refused(keep, town, quiet=True) == ["words"]
    assert refused(keep, town, roles=(), bands=(), interests=()) == ["words"]
    assert refused(keep, town, basis=Ground.CONSENT, silent=True) == ["basis"]
    assert queries.newest_hopes(town.mine, case=town.case)[town.son.id].id == second.id


def test_a_wish_stays_with_whom_may_know_it(town: Town) -> None:
    keep(town)
    announce(town.other)
    assert (Hope.objects.count(), HopeItem.objects.count()) == (0, 0)
    client = signed_in(town.other)
    assert [client.get(url(town, name)).status_code for name in ("keep_hope", "candidates")] == [404, 404]
    town.share(sharing.case(town.case.id), sharing.person(town.son.id))
    shown = client.get(url(town, "candidates"))
    assert (shown.status_code, shown.context["hope"]) == (200, None)
    keep(town, basis=Ground.CONFERENCE, quiet=True)
    assert client.get(url(town, "candidates")).context["hope"].quiet is True


def test_what_the_assessment_knows_of_strengths_begins_the_first_wish_and_finds_places(town: Town) -> None:
    """TAC-12: strengths stand with the first meeting and the problems, begin the wish, and move a place up."""
    client = signed_in(town.mine)
    kitchen = asked_lately(town, town.place("夕ぐれ食堂"))
    asked_lately(town, town.place("おしゃべりの会", kind="SALON"))
    told = {"step": "U3", "seen": "玄関で五分話せた", "seen_on": "令和8年11月2日", "person": str(town.son.id)}
    met = {"route": "母の通院の付き添いから", "first_met_on": "令和8年5月20日"}
    path = reverse("assessment:note_acceptance", args=[town.case.id])
    assert posted(client, path, strength="料理の手ぎわがよい", **told, **met).status_code == 302
    assessments.note_acceptance(
        town.mine, case=town.case, person=town.son, step="U2", seen="短い返事", strength="", seen_on=date(2026, 6, 1), today=TODAY,
    )  # fmt: skip
    findings.add_issue(
        town.mine, case=town.case, scope=IssueScope.PERSON, person=town.son, title="昼夜が逆", strength="犬の世話を続けている",
        source="母", found_on=date(2026, 6, 3), today=TODAY,
    )  # fmt: skip
    page = client.get(url(town, "keep_hope"))
    form = page.context["form"]
    assert (form["strengths"].value(), form["interests"].value()) == (
        "料理の手ぎわがよい、犬の世話を続けている", ["COOKING", "ANIMAL"],
    )  # fmt: skip
    assert "アセスメントで分かっている力：料理の手ぎわがよい、犬の世話を続けている。" in page.content.decode()
    assert posted(client, url(town, "keep_hope")).status_code == 302
    found = client.get(url(town, "candidates")).context
    assert found["rows"][0][0].judged.place.id == kitchen.id
    assert found["rows"][0][0].why[0] == "関心に近い：料理・食べること（「食堂」）"
    # A later version begins with what the person said, and says beside it what is known.
    assert (
        client.get(url(town, "keep_hope")).context["form"]["strengths"].value()
        == "料理の手ぎわがよい、犬の世話を続けている"
    )
    assert signed_in(town.other).get(url(town, "keep_hope")).status_code == 404


def test_what_only_a_conference_knows_begins_no_wish(town: Town) -> None:
    town.share(sharing.case(town.case.id), sharing.person(town.son.id))
    assessments.note_acceptance(
        town.mine, case=town.case, person=town.son, step="U2", seen="短い返事", strength="ここだけの話", seen_on=date(2026, 6, 1),
        basis=Ground.CONFERENCE, today=TODAY,
    )  # fmt: skip
    form = signed_in(town.mine).get(url(town, "keep_hope")).context["form"]
    assert (form["strengths"].value(), form["interests"].value()) == ("", [])


def test_an_evening_wish_leads_to_the_kitchen_three_months_and_a_role(town: Town) -> None:
    """COM-16, SUM-21: strengths and hours find a place and a role; told yes and no; tried, stayed, grown into a role."""
    client = signed_in(town.mine)
    kitchen = asked_lately(town, town.place("夕ぐれ食堂", conditions="はじめは水曜だけ"))
    asked_lately(town, town.place("朝の畑", opening="毎週月曜 9時～12時"))
    asked_lately(town, town.place("断る場", welcome="NO"))
    stop(town, town.place("閉じた場"))
    old = town.place("古い登録の場")
    done = posted(
        client, url(town, "keep_hope"), bands=["EVENING"], roles=["HELPER"], interests=["COOKING"], words="夕方からなら",
        weekdays=["2"],
    )  # fmt: skip
    assert (done.status_code, done["Location"]) == (302, url(town, "candidates"))
    page = client.get(url(town, "candidates"))
    told = [
        (told.judged.place.name, told.why, told.unsure, told.missing) for told, _kind in page.context["rows"]
    ]
    assert told == [
        ("夕ぐれ食堂", ("関心に近い：料理・食べること（「食堂」）", "行ける時間に開いている：水曜 17:00～20:00", "孤立している人を受け入れると答えている", "その形で加われる：準備・片付けなどの手伝い"), ("見学・お試しができるか分からない",), ("受け入れの条件：はじめは水曜だけ",)),
        ("古い登録の場", ("関心に近い：料理・食べること（場の種類）",), ("登録が古い（開く日・受け入れ・雰囲気などの答えは、数えていません。電話で確かめてください）",), ()),
    ]  # fmt: skip
    assert page.context["fallen"] == [
        ("休んでいる・閉じた・まだ始まっていない", 1), ("いまは受け入れられないと答えている", 1), ("行ける曜日・時間に開いていない", 1),
    ]  # fmt: skip
    assert client.get(url(town, "candidates"), {"partner": "COMPANY"}).context["rows"] == []
    begin = reverse("matching:begin_participation", args=[town.case.id, kitchen.id])
    form = client.get(begin, {"person": town.son.id, "role": "HELPER"}).context["form"]
    assert (form["person"].value(), form["role"].value()) == (str(town.son.id), "HELPER")
    posted(client, begin, person=str(town.son.id), role="HELPER", on="令和8年6月1日")
    announce(town.mine)
    one = Participation.objects.get()
    act = {
        name: reverse(f"matching:{name}", args=[one.id])
        for name in ("move_stage", "check_settled", "participation")
    }
    for stage, on in (("VISIT", "6月3日"), ("TRIAL", "6月10日"), ("JOINED", "6月24日")):
        assert posted(client, act["move_stage"], stage=stage, on=f"令和8年{on}").status_code == 302
    for months, on in (("1", "7月24日"), ("3", "9月24日")):
        assert (
            posted(client, act["check_settled"], months=months, going="STEADY", on=f"令和8年{on}").status_code
            == 302
        )
    assert (
        posted(
            client, act["move_stage"], stage="ROLE", on="令和8年10月1日", words="水曜の台所を任された"
        ).status_code
        == 302
    )
    last = client.get(act["participation"]).context
    assert ([name for _step, name in last["steps"]], [check.months for check in last["one"].checks.all()]) == (
        ["候補", "見学", "お試し", "参加", "役割"], [1, 3],
    )  # fmt: skip
    assert old.name == "古い登録の場"


def test_questions_do_not_grow_with_places(town: Town) -> None:
    keep(town)
    client = signed_in(town.mine)
    client.get(url(town, "candidates"))
    counted = []
    for name in ("一", "二", "三"):
        town.place(name)
        with CaptureQueriesContext(connection) as asked:
            client.get(url(town, "candidates"))
        counted.append(len(asked))
    assert counted == [17, 17, 17]


# --- what goes to the place ----------------------------------------------------------------------------------------


@pytest.fixture
def hosted(town: Town) -> Participation:
    """A participation at a place whose body is an agency in the directory."""
    place = town.place()
    announce(town.mine)
    Organisation.objects.filter(id=place.organisation_id).update(
        agency=Agency.objects.get(id=town.other.agency_id)
    )
    keep(town, strengths="料理", states=["WITHDRAWN"])
    return town.begin(place, words="「夕方からなら」")


def paper(town: Town, one: Participation) -> Any:
    return signed_in(town.mine).get(reverse("matching:introduction", args=[one.id]))


def consent(town: Town, categories: int) -> None:
    sharing.take_consent(
        town.mine, person=town.son, case_id=town.case.id, recipient_ids=[town.other.agency_id], categories=categories,
        asked_on=TODAY, until_on=None, method=ConsentMethod.WRITTEN, witness="", giver=ConsentGiver.SELF, giver_name="",
        wording_version="1", purpose="見学のため", today=TODAY,
    )  # fmt: skip


def test_without_consent_nothing_of_the_person_stands_on_the_paper(town: Town, hosted: Participation) -> None:
    page = paper(town, hosted)
    body = page.content.decode().split("<main", 1)[1]
    assert (page.context["named"], page.context["facts"]) == (False, [])
    assert [body.count(word) for word in ("むすこ", "夕方から", "ひきこもり", "料理", "ご本人から直接")] == [
        0,
        0,
        0,
        0,
        1,
    ]


@pytest.mark.parametrize(
    ("categories", "told"),
    [
        (Category.ATTRIBUTES, ["名前"]),
        (Category.LIFE_HISTORY, ["本人のことば", "得意なこと・好きなこと"]),
        (Category.HEALTH | Category.LIFE_HISTORY, ["本人のことば", "得意なこと・好きなこと", "知っておいてほしいこと"]),
        (Category.ECONOMY, []),
    ],
)  # fmt: skip
def test_only_the_kinds_the_consent_names_stand_on_it(
    town: Town, hosted: Participation, categories: Category, told: list[str]
) -> None:
    consent(town, int(categories))
    page = paper(town, hosted)
    assert (page.context["named"], [label for label, _words in page.context["facts"]]) == (True, told)
