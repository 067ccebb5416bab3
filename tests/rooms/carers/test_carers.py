"""Who cares for whom: written in versions, kept from the family, begun without a name, and only for who may know."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from norishiro.carers import operations, queries
from norishiro.carers.models import CaredFor, CareItem, Caring
from norishiro.carers.operations import Told
from norishiro.casework.queries import today_kept
from norishiro.consultations import operations as consultations
from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion, Unseen
from norishiro.core.verdict import Refused
from norishiro.outreach import operations as outreach
from norishiro.people import operations as people_operations
from norishiro.people.models import Person
from norishiro.rights import operations as rights
from norishiro.sharing.choices import Category, Ground
from norishiro.sharing.operations import person as person_subject
from tests.factories import people
from tests.rooms.carers.town import TODAY, Town, reach
from tests.rooms.rights.town import RightsTown
from tests.rooms.surroundings.town import posted, signed_in


def url(name: str, key: Any) -> str:
    return reverse(f"carers:{name}", args=[key.id])


def lines(page: Any) -> list[tuple[str, str]]:
    return [(one.carer.label, words) for one, words in page.context["lines"]]


# --- the verbs ----------------------------------------------------------------------------------------------------


def test_a_version_links_the_two_in_their_household_and_the_next_leaves_it_as_it_was(town: Town) -> None:
    first = town.write()
    assert (first.number, first.home_id, first.categories) == (
        1, town.home.id, int(Category.LIFE_HISTORY | Category.HEALTH | Category.SCHOOL_WORK),
    )  # fmt: skip
    second = town.change(first, often="MOST", others=["下の妹"], effects=["SCHOOL_LATE", "SCHOOL_NONE"])
    announce(town.mine)
    (thread,) = queries.threads_of(town.mine, carer=town.daughter)
    assert [one.caring.id for one in (thread.newest, *thread.earlier)] == [second.id, first.id]
    assert [(one.label, one.before, one.after) for one in thread.newest.changes] == [
        ("だれのケアか", "架空 母子さん", "架空 母子さん、下の妹"),
        ("どのくらい", "ほぼ毎日", "週に3〜5日"),
    ]
    assert dict(thread.earlier[0].facts)["どのくらい"] == "ほぼ毎日"


def test_what_refuses_a_version(town: Town) -> None:
    with pytest.raises(Refused) as nobody:
        town.write(cared_for=[], tasks=[])
    assert [one.code for one in nobody.value.verdict.reasons] == ["cared_for", "tasks"]
    with pytest.raises(Refused) as itself:
        town.write(cared_for=[town.daughter.id])
    assert [one.code for one in itself.value.verdict.reasons] == ["cared_for"]
    first = town.write()
    with pytest.raises(Refused) as twice:
        town.write()
    assert [one.code for one in twice.value.verdict.reasons] == ["basis"]
    with pytest.raises(Refused) as same:
        town.change(first)
    assert [one.code for one in same.value.verdict.reasons] == ["source"]
    with pytest.raises(Refused) as ground:
        town.write(basis=Ground.CONSENT)
    assert [one.code for one in ground.value.verdict.reasons] == ["basis"]
    second = town.change(first, often="SOME")
    with pytest.raises(StaleVersion):
        town.change(first, often="RARE")
    announce(town.mine)
    assert list(Caring.objects.order_by("number").values_list("id", flat=True)) == [first.id, second.id]


def test_another_agency_writes_its_own_and_cannot_change_this_one(town: Town) -> None:
    town.share(person_subject(town.daughter.id), person_subject(town.mother.id))
    first = town.write(basis=Ground.CONFERENCE)
    told = Told(cared_for=[town.mother.id], tasks=["WATCH"], often="SOME", listener="PEER", source="担任")
    with pytest.raises(Refused) as refused:
        operations.change_caring(town.other, before=first, told=told, today=TODAY)
    assert [one.code for one in refused.value.verdict.reasons] == ["mine"]
    town.write(by=town.other, tasks=["WATCH"])
    announce(town.other)
    threads = queries.threads_of(town.other, carer=town.daughter)
    assert sorted((one.newest.caring.agency_id, one.newest.caring.basis) for one in threads) == sorted(
        [(town.mine.agency_id, Ground.CONFERENCE), (town.other.agency_id, Ground.OWN)]
    )


# --- who may know ---------------------------------------------------------------------------------------------------


def test_own_work_and_whoever_is_cared_for_stay_closed_to_who_may_not_know_them(town: Town) -> None:
    town.write()
    announce(town.other)
    assert (Caring.objects.count(), CaredFor.objects.count(), CareItem.objects.count()) == (0, 0, 0)
    town.share(person_subject(town.daughter.id))
    shared = town.write(basis=Ground.CONFERENCE, others=["祖母"])
    announce(town.other)
    assert [one.id for one in Caring.objects.all()] == [shared.id]
    assert [(one.whom_id, one.words) for one in CaredFor.objects.all()] == [(None, "祖母")]
    page = signed_in(town.other).get(url("caring", town.daughter))
    assert dict(page.context["threads"][0].newest.facts)["だれのケアか"] == "祖母"
    assert page.content.decode().count("母子") == 0
    mine = signed_in(town.mine).get(url("caring", town.daughter)).content.decode()
    assert mine.count("架空 母子さん") > 0


def test_unseen_for_another_agency(town: Town) -> None:
    first = town.write()
    client = signed_in(town.other)
    for name, key in (
        ("caring", town.daughter), ("write_caring", town.daughter), ("change_caring", first), ("household_carers", town.case),
    ):  # fmt: skip
        assert client.get(url(name, key)).status_code == 404, name
    announce(town.other)
    with pytest.raises(Unseen):
        queries.get_caring(town.other, caring_id=first.id)


def test_a_parent_who_asks_for_their_records_is_not_told_of_what_the_child_said(db: None) -> None:
    """開示: what the child said of caring is the child's. The office sees that the parent is named in it; nobody is told."""
    town = RightsTown()
    told = Told(
        cared_for=[town.mother.id], tasks=["BODY"], often="DAILY", listener="SCHOOL", source="本人", wishes="内緒の話",
    )  # fmt: skip
    operations.write_caring(town.council, carer=town.person, told=told, today=TODAY)
    found = [
        (one.source, one.found, one.unnamed)
        for one in town.items(_of_mother(town))
        if one.source.startswith("carers_")
    ]
    assert found == [("carers_caring", "MENTION", True)]
    own = [(one.source, one.found) for one in town.items(town.gathered()) if one.source.startswith("carers_")]
    assert own == [("carers_caring", "OWN")]


def _of_mother(town: RightsTown) -> Any:
    asked = {"asker_name": "架空　花江", "subject_name": "架空　花江", "subject_kana": "かくうはなえ"}
    request = town.linked(person_id=town.mother.id, **asked)
    rights.gather_records(town.clerk, request=request)
    return request


# --- without a name, and without the family -------------------------------------------------------------------------


def test_a_carer_is_received_without_a_name_and_tied_to_a_person_later(town: Town) -> None:
    """TAC-08: received by a nickname; cared for somebody who is only 「祖母」; named later, with everything still there."""
    received = consultations.receive_consultation(
        town.mine, newcomer={"alias": "放課後に電話をくれた人"}, received_on=TODAY, channel="PHONE", visitor="SELF",
        summary="祖母の世話をしている。名前は言いたくない", today=TODAY,
    )  # fmt: skip
    client, carer = signed_in(town.mine), received.person
    told = client.get(reverse("consultations:show", args=[received.id])).content.decode()
    assert told.count(url("caring", carer)) == 1
    sent = posted(
        client, url("write_caring", carer), others="祖母", tasks=["EMOTION", "WATCH"], often="DAILY", hours="２０",
        since="令和6年", wishes="「だれかに聞いてほしかった」", listener="PEER", listener_words="同じような高校生と",
        contact_wish="平日16時から。本人の携帯だけ", source="本人",
    )  # fmt: skip
    assert (sent.status_code, sent.url) == (302, url("caring", carer))
    page = client.get(sent.url)
    assert dict(page.context["threads"][0].newest.facts) == {
        "いま": "いまも担っている", "だれのケアか": "祖母", "担っていること": "見守り・声かけ、気持ちの支え（話を聞く・なだめる）",
        "いつから": "令和6年", "どのくらい": "ほぼ毎日・週に20時間くらい", "くわしく": "",
        "本人の希望": "「だれかに聞いてほしかった」", "話したい相手": "同じような経験のある人・同世代（同じような高校生と）",
        "だれから聞いたか": "本人・聞いた話",
    }  # fmt: skip
    assert page.content.decode().count("名前はまだ聞いていません") == 1
    announce(town.mine)
    known = Person.objects.get(id=carer.id)
    assert known.contact_wish == "平日16時から。本人の携帯だけ"
    values = {"name": "架空　まご", "kana": "かくうまご"}
    people_operations.change_person(
        town.mine, person=known, version=known.version, values=values, today=TODAY
    )
    people_operations.join_household(
        town.mine, household=town.home, person=known, relation="GRANDCHILD", from_on=TODAY, today=TODAY
    )
    named = client.get(sent.url)
    assert named.content.decode().count("名前はまだ聞いていません") == 0
    change = url("change_caring", named.context["threads"][0].newest.caring)
    choices = [label for _key, label in client.get(change).context["form"].fields["cared_for"].choices]
    assert sorted(choices) == ["架空 むすめ（16歳）", "架空 母子（年齢不明）"]
    tied = posted(client, change, others="", cared_for=[str(town.mother.id)])
    assert tied.status_code == 302
    announce(town.mine)
    newest = Caring.objects.get(carer=known, number=2)
    assert (newest.home_id, [one.whom_id for one in newest.cared_for.all()]) == (
        town.home.id,
        [town.mother.id],
    )


def test_what_was_written_of_a_merged_record_is_read_with_the_other(town: Town) -> None:
    nameless = people.person(town.mine, "", kana="")
    town.keep(nameless, alias="電話の人")
    first = town.write(carer=nameless)
    town.keep(nameless, merged_into_id=town.daughter.id)
    page = signed_in(town.mine).get(url("caring", nameless))
    assert (page.context["carer"].id, [one.newest.caring.id for one in page.context["threads"]]) == (
        town.daughter.id,
        [first.id],
    )


def test_the_household_page_tells_each_carer_in_a_line_and_of_the_quiet_one_nothing(town: Town) -> None:
    town.write()
    grandmother = people.person(town.mine, "架空 祖母子", kana="かくうそぼこ")
    town.write(carer=grandmother, cared_for=[town.daughter.id], tasks=["UNKNOWN"], effects=[])
    client = signed_in(town.mine)
    case_page = client.get(reverse("cases:show", args=[town.case.id])).content.decode()
    assert case_page.count(f'hx-get="{url("household_carers", town.case)}"') == 1
    page = client.get(url("household_carers", town.case))
    assert sorted(lines(page)) == [
        ("架空 むすめ", "架空 母子さん：家事・服薬・医療のケアの手伝い"),
        ("架空 祖母子", "架空 むすめさん：まだ聞けていない"),
    ]
    town.keep(town.daughter, keep_from_family=True)
    quiet = client.get(url("household_carers", town.case))
    text = quiet.content.decode()
    assert lines(quiet) == [("架空 祖母子", "架空 むすめさん：まだ聞けていない")]
    assert (
        text.count("服薬"),
        text.count("話す前に読むことがあります"),
        text.count("家族に知られたくない"),
    ) == (0, 1, 0)
    own = client.get(url("caring", town.daughter)).content.decode()
    assert (own.count("家族に知られたくない人です") > 0, own.count("服薬") > 0) == (True, True)


def test_a_promise_to_who_keeps_it_from_the_family_says_so_on_today(town: Town) -> None:
    told = {
        "happened_on": TODAY,
        "method": "PHONE",
        "body": "話を聞いた",
        "next_on": TODAY,
        "next_what": "学校で会う",
    }
    outreach.record_contact(town.mine, person=town.daughter, told=outreach.Told(**told), today=TODAY)
    announce(town.mine)
    assert [line.who for _code, line in today_kept.contacts(town.mine, today=TODAY)] == ["架空 むすめさん"]
    town.keep(town.daughter, keep_from_family=True)
    assert [line.who for _code, line in today_kept.contacts(town.mine, today=TODAY)] == [
        "架空 むすめさん・本人だけに（家族に知られたくない）"
    ]


# --- the screens ------------------------------------------------------------------------------------------------------


def test_carer_and_cared_for_are_linked_with_care_and_school_on_the_screen(town: Town) -> None:
    """TOS-20: reached from the household in one tap; the household is offered with ages; school is asked at sixteen."""
    client = signed_in(town.mine)
    empty = client.get(url("household_carers", town.case))
    assert [one.label for one in empty.context["unwritten"]] == ["架空 母子", "架空 むすめ"]
    home = client.get(url("caring", town.daughter))
    assert (home.context["threads"], home.content.decode().count("ケアのことは、まだ書かれていません。")) == (
        [],
        1,
    )
    form = client.get(url("write_caring", town.daughter)).context["form"]
    assert form.fields["cared_for"].choices == [(str(town.mother.id), "架空 母子（年齢不明）")]
    assert [one.code for one in form.areas] == ["SCHOOL", "WORK", "LIFE"]
    sent = posted(
        client, url("write_caring", town.daughter), cared_for=[str(town.mother.id)], tasks=["SIBLINGS", "MEDICINE"],
        effects_SCHOOL=["SCHOOL_HOMEWORK"], effects_LIFE=["LIFE_SLEEP"], listener="SCHOOL", source="担任",
        keep_from_family="on",
    )  # fmt: skip
    assert sent.status_code == 302
    told = dict(client.get(sent.url).context["threads"][0].newest.facts)
    assert (told["だれのケアか"], told["担っていること"], told["学校のこと"], told["眠り・からだ・くらしのこと"]) == (
        "架空 母子さん", "きょうだいの世話・送り迎え、服薬・医療のケアの手伝い", "宿題や勉強の時間がとれない", "眠る時間が足りない",
    )  # fmt: skip
    announce(town.mine)
    assert Person.objects.get(id=town.daughter.id).keep_from_family is True
    grown = client.get(url("write_caring", town.mother)).context["form"]
    assert [one.code for one in grown.areas] == ["SCHOOL", "WORK", "LIFE"]


def test_bad_input_comes_back_at_its_field_and_a_faster_colleague_is_told(town: Town) -> None:
    client = signed_in(town.mine)
    sent = posted(
        client, url("write_caring", town.daughter), tasks=["HOUSEWORK"], hours="200", listener="HERE", source="本人",
        since="令和9年", others="あ" * 81,
    )  # fmt: skip
    assert (sent.status_code, sorted(sent.context["form"].errors)) == (422, ["others", "since"])
    sent = posted(
        client, url("write_caring", town.daughter), tasks=[], hours="200", listener="HERE", source="本人"
    )
    assert (sent.status_code, sorted(sent.context["form"].errors)) == (422, ["cared_for", "hours", "tasks"])
    first = town.write()
    slow = client.get(url("change_caring", first)).context["form"]
    town.change(first, often="SOME")
    late = client.post(
        url("change_caring", first),
        {
            "form_token": str(slow.token), "version": str(slow.shown_version), "seen": slow.fingerprints,
            "state": "ENDED", "cared_for": [str(town.mother.id)], "often": "DAILY", "listener": "HERE", "source": "本人",
            "certainty": "HEARD", "basis": "OWN",
        },
    )  # fmt: skip
    assert late.status_code == 409
    announce(town.mine)
    assert Caring.objects.count() == 2


def test_the_list_tells_the_carers_of_the_own_agency_by_age(town: Town) -> None:
    client = signed_in(town.mine)
    assert client.get(reverse("carers:list_carers")).content.decode().count("ここに出る人はいません。") == 1
    first = town.write()
    town.change(first, state="ENDED", tasks=[])
    town.write(carer=town.mother, cared_for=[town.daughter.id])
    told = {
        which: [one.carer.label for one, _birth, _words in client.get(reverse("carers:list_carers"), {"which": which}).context["rows"]]
        for which in ("all", "minor", "adult", "unknown", "other")
    }  # fmt: skip
    assert told == {
        "all": ["架空 母子", "架空 むすめ"], "minor": ["架空 むすめ"], "adult": [], "unknown": ["架空 母子"],
        "other": ["架空 母子", "架空 むすめ"],
    }  # fmt: skip
    assert signed_in(town.other).get(reverse("carers:list_carers")).context["rows"] == []
    reached = client.get(reverse("consultations:list")).content.decode()
    assert reached.count(reverse("carers:list_carers")) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_a_bounded_number_of_questions(
    town: Town, django_assert_num_queries: Any, rows: int
) -> None:
    version = town.write()
    for number in range(rows - 1):
        version = town.change(version, hours=number)
        town.write(carer=people.person(town.mine, f"架空 {number}"))
    client = signed_in(town.mine)
    for name, key, asked in (
        ("caring", town.daughter, CARING), ("household_carers", town.case, HOUSEHOLD), ("change_caring", version, CHANGE),
    ):  # fmt: skip
        client.get(url(name, key))
        with django_assert_num_queries(asked):
            client.get(url(name, key))
    client.get(reverse("carers:list_carers"))
    with django_assert_num_queries(LIST):
        client.get(reverse("carers:list_carers"))


CARING, HOUSEHOLD, CHANGE, LIST = 16, 17, 22, 14


def test_how_one_may_be_reached_stands_with_the_person_once(town: Town) -> None:
    operations.write_caring(
        town.mine, carer=town.daughter, reach=reach("夕方にメール", quiet=True), today=TODAY,
        told=Told(others=["祖父"], tasks=["ESCORT"], often="RARE", listener="HERE", source="本人"),
    )  # fmt: skip
    announce(town.mine)
    known = Person.objects.get(id=town.daughter.id)
    assert (known.contact_wish, known.keep_from_family) == ("夕方にメール", True)
