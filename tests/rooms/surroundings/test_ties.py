"""エコマップ: ties are drawn, change, end; every past day can be drawn; two days stand side by side."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from norishiro.agencies.models import Agency
from norishiro.cases import operations as case_operations
from norishiro.cases.choices import CaseStatus
from norishiro.core.operation import announce
from norishiro.core.records import Unseen
from norishiro.core.verdict import Refused
from norishiro.people import operations as people_operations
from norishiro.people.choices import RelationKind
from norishiro.sharing.choices import Category, Ground
from norishiro.surroundings import operations, queries
from norishiro.surroundings.choices import AroundKind, Strength
from norishiro.surroundings.models import Tie
from norishiro.surroundings.operations import Around, State
from norishiro.surroundings.views import pictures
from tests.factories import agencies, people
from tests.rooms.surroundings.town import TODAY, Town, posted, signed_in

DAY = timedelta(days=1)


def asked(town: Town, agency: Agency) -> None:
    """A role for this agency, decided in a 支援会議."""
    town.share(town.mine, town.of_case, town.of(town.father), town.of(town.son))
    case_operations.assign_role(
        town.mine, case=town.case, bearer_id=agency.id, what="登校の見守り", from_on=TODAY, next_on=TODAY,
        basis=Ground.CONFERENCE,
    )  # fmt: skip


def ecomap(town: Town, **asked: str) -> Any:
    return signed_in(town.mine).get(reverse("surroundings:ecomap", args=[town.case.id]), asked)


def test_a_tie_carries_who_said_so_and_how_sure_it_is(town: Town) -> None:
    tie = town.tie(
        person=town.son, strength=Strength.WEAK, strained=True, words="口をきかない", certainty="GUESSED"
    )
    announce(town.mine)
    kept = Tie.objects.get(id=tie.id)
    assert (kept.subject_id, kept.agency_id, kept.staff_id) == (
        town.son.id,
        town.mine.agency_id,
        town.mine.staff_id,
    )
    assert (kept.strength, kept.strained, kept.words, kept.source, kept.certainty) == (
        "WEAK", True, "口をきかない", "本人", "GUESSED",
    )  # fmt: skip
    assert pictures.in_words(kept) == "架空 学さんととなりの人：うすい、ストレス・対立あり、推測"


def test_a_change_ends_the_line_and_begins_the_next_of_the_same_thread(town: Town) -> None:
    first = town.tie(on=TODAY - 30 * DAY)
    second = operations.change_tie(
        town.mine, tie=first, state=State(strength=Strength.STRONG, source="民生委員"), from_on=TODAY - 10 * DAY,
        today=TODAY,
    )  # fmt: skip
    announce(town.mine)
    history = queries.ties(town.mine, case=town.case)
    assert [(one.strength, one.from_on, one.until_on, one.thread) for one in history] == [
        ("NORMAL", TODAY - 30 * DAY, TODAY - 10 * DAY, first.thread),
        ("STRONG", TODAY - 10 * DAY, None, first.thread),
    ]
    drawn = {
        day: [one.id for one in pictures.live_on(history, on=TODAY - day * DAY)] for day in (31, 11, 10, 0)
    }
    assert drawn == {31: [], 11: [first.id], 10: [second.id], 0: [second.id]}
    assert pictures.days_of_change(history) == [TODAY - 10 * DAY, TODAY - 30 * DAY]


def test_what_was_said_of_the_very_day_is_a_correction(town: Town) -> None:
    first = town.tie()
    second = operations.change_tie(
        town.mine, tie=first, state=State(strength=Strength.WEAK, source="本人"), from_on=TODAY, today=TODAY
    )
    announce(town.mine)
    assert pictures.live_on(queries.ties(town.mine, case=town.case), on=TODAY) == [second]


def test_a_line_that_was_changed_is_not_changed_again(town: Town) -> None:
    first = town.tie()
    operations.change_tie(
        town.mine, tie=first, state=State(strength=Strength.WEAK, source="本人"), from_on=TODAY, today=TODAY
    )
    with pytest.raises(Refused) as refused:
        operations.end_tie(town.mine, tie=first, until_on=TODAY, today=TODAY)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["until_on"]


def test_the_same_line_is_drawn_once_and_again_when_it_ended(town: Town) -> None:
    tie = town.tie(on=TODAY - DAY)
    with pytest.raises(Refused) as refused:
        town.tie()
    assert [reason.code for reason in refused.value.verdict.reasons] == ["around"]
    assert town.tie(person=town.son).name == "となりの人"
    operations.end_tie(town.mine, tie=tie, until_on=TODAY, words="引っ越した", today=TODAY)
    assert town.tie().thread != tie.thread


def test_a_stranger_is_no_member_and_a_closed_case_is_not_drawn_on(town: Town) -> None:
    stranger = people.person(town.mine, "架空 よそ")
    with pytest.raises(Refused) as refused:
        town.tie(person=stranger)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["person"]
    case_operations.change_status(
        town.mine, case=town.case, status=CaseStatus.COORDINATED, reason="調整で終わった", today=TODAY
    )
    town.case.refresh_from_db()
    with pytest.raises(Refused) as closed:
        town.tie()
    assert [reason.code for reason in closed.value.verdict.reasons] == ["status"]


def test_a_tie_to_where_one_goes_for_an_illness_says_so_to_the_gate(town: Town) -> None:
    clinic = agencies.agency("架空医院", field=agencies.Field.MEDICAL)
    tie = town.tie(around=town.agency_around(clinic))
    assert tie.categories == int(Category.LIFE_HISTORY | Category.HEALTH)
    assert town.tie("木曜サロン").categories == int(Category.LIFE_HISTORY)


# --- the screen ------------------------------------------------------------------------------------


def test_the_drawing_and_the_list_say_the_same(town: Town) -> None:
    town.tie("木曜サロン", strength=Strength.STRONG, words="毎週通う", on=TODAY - DAY)
    page = ecomap(town)
    assert [words for _tie, words in page.context["ties"]] == ["世帯と木曜サロン：強い"]
    assert page.content.decode().count("毎週通う") == 1
    assert page.context["drawing"].count('stroke-width="6"') == 1


def test_before_the_first_line_there_is_an_empty_state(town: Town) -> None:
    text = ecomap(town).content.decode()
    assert text.count("この日のつながりは、まだ書かれていません。") == 1
    assert text.count("n-drawing_scroll") == 0


def test_who_is_around_already_is_proposed_and_not_typed_again(town: Town) -> None:
    school = agencies.agency("架空小学校")
    aunt = people.person(town.mine, "架空 おば")
    people_operations.add_relation(town.mine, person=aunt, other=town.father, kind=RelationKind.SIBLING)
    asked(town, school)
    proposals = {one.name: one.why for one in ecomap(town).context["proposals"]}
    assert proposals == {
        "みなと相談センター": "主担当",
        "架空小学校": "役割：登校の見守り",
        "架空 おば": "架空 正さんのきょうだい",
    }
    town.tie(around=town.agency_around(school))
    assert sorted(one.name for one in ecomap(town).context["proposals"]) == [
        "みなと相談センター",
        "架空 おば",
    ]


def test_the_team_is_drawn_at_one_press_as_a_guess_and_once(town: Town) -> None:
    school = agencies.agency("架空小学校")
    asked(town, school)
    client = signed_in(town.mine)
    home, url = (reverse(f"surroundings:{name}", args=[town.case.id]) for name in ("ecomap", "draw_team"))
    token = str(client.get(home).context["team_form"].token)
    assert client.post(url, {"form_token": token}).url == home
    announce(town.mine)
    drawn = [
        (one.around, one.strength, one.certainty, one.source)
        for one in queries.ties(town.mine, case=town.case)
    ]
    assert sorted(drawn) == [
        ("みなと相談センター", "NORMAL", "GUESSED", "役割・事業の登録"),
        ("架空小学校", "NORMAL", "GUESSED", "役割・事業の登録"),
    ]
    assert client.post(url, {"form_token": token}).url == home
    assert client.post(url).status_code == 403
    assert len(queries.ties(town.mine, case=town.case)) == 2


def test_a_proposal_leads_to_the_form_with_the_other_side_chosen(town: Town) -> None:
    school = agencies.agency("架空小学校")
    client = signed_in(town.mine)
    url = reverse("surroundings:add_tie", args=[town.case.id])
    chosen = f"AGENCY:{school.id}"
    assert client.get(url, {"around": chosen}).context["form"]["around"].value() == chosen
    sent = posted(client, url, around=chosen, person=str(town.son.id), strength="STRONG", source="学校")
    assert sent.status_code == 302
    announce(town.mine)
    (tie,) = queries.ties(town.mine, case=town.case)
    assert (tie.around, tie.person_id, tie.kind, tie.strength) == (
        "架空小学校",
        town.son.id,
        "AGENCY",
        "STRONG",
    )


def test_a_name_that_stands_nowhere_makes_no_person(town: Town) -> None:
    sent = posted(
        signed_in(town.mine), reverse("surroundings:add_tie", args=[town.case.id]), name="木曜サロン", kind="PLACE",
        source="本人",
    )  # fmt: skip
    assert sent.status_code == 302
    announce(town.mine)
    (tie,) = queries.ties(town.mine, case=town.case)
    assert (tie.around, tie.kind, tie.other_id, tie.other_agency_id) == ("木曜サロン", "PLACE", None, None)


def test_a_form_without_the_other_side_comes_back_with_its_words(town: Town) -> None:
    sent = posted(
        signed_in(town.mine),
        reverse("surroundings:add_tie", args=[town.case.id]),
        words="毎朝話す",
        source="本人",
    )
    assert sent.status_code == 422
    assert list(sent.context["form"].errors) == ["name"]
    assert sent.context["form"]["words"].value() == "毎朝話す"


def test_a_line_is_changed_and_ended_on_its_own_page(town: Town) -> None:
    tie = town.tie(on=TODAY - 30 * DAY)
    client = signed_in(town.mine)
    same = posted(client, reverse("surroundings:change_tie", args=[tie.id]))
    assert (same.status_code, list(same.context["form"].errors)) == (422, ["strength"])
    changed = posted(
        client, reverse("surroundings:change_tie", args=[tie.id]), strength="CUT", from_on="2026-11-19"
    )
    assert changed.url == reverse("surroundings:ecomap", args=[town.case.id])
    announce(town.mine)
    newest = queries.ties(town.mine, case=town.case)[-1]
    assert posted(client, reverse("surroundings:end_tie", args=[newest.id]), words="転居").status_code == 302
    announce(town.mine)
    assert [one.end_words for one in queries.ties(town.mine, case=town.case)] == ["", "転居"]


def test_two_days_stand_side_by_side_with_what_changed(town: Town) -> None:
    tie = town.tie("木曜サロン", strength=Strength.WEAK, on=TODAY - 30 * DAY)
    operations.change_tie(
        town.mine,
        tie=tie,
        state=State(strength=Strength.STRONG, source="本人"),
        from_on=TODAY - DAY,
        today=TODAY,
    )
    client = signed_in(town.mine)
    url = reverse("surroundings:compare_ecomaps", args=[town.case.id])
    page = client.get(url)
    told = [(one.says, one.between) for one in page.context["differences"]]
    assert told == [("つながりが強くなった（うすいから強いへ）", "世帯 と 木曜サロン")]
    assert (page.context["earlier"]["on"], page.context["later"]["on"] >= TODAY) == (TODAY - 30 * DAY, True)
    same = client.get(url, {"before": "2026-10-25", "after": "2026-10-30"})
    assert same.context["differences"] == []
    assert client.get(url, {"before": "いつか", "after": "9999-99-99"}).status_code == 200


def test_the_part_for_the_household_page_is_the_drawing_alone(town: Town) -> None:
    town.tie()
    url = reverse("surroundings:ecomap", args=[town.case.id])
    part = signed_in(town.mine).get(url, headers={"HX-Request": "true"}).content.decode()
    assert (part.count("<svg"), part.count("<html")) == (7, 0)
    whole = signed_in(town.mine).get(reverse("cases:show", args=[town.case.id])).content.decode()
    assert whole.count(f'hx-get="{url}"') == 1


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_a_bounded_number_of_questions(
    town: Town, django_assert_num_queries: Any, size: int
) -> None:
    for number in range(size):
        town.tie(f"サロン{number}", person=town.son)
        town.tie(around=town.agency_around(agencies.agency(f"架空機関{number}")))
    client = signed_in(town.mine)
    url = reverse("surroundings:ecomap", args=[town.case.id])
    client.get(url)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url)


PAGE_QUERIES = 20


# --- who sees it -----------------------------------------------------------------------------------


def test_nothing_of_it_is_there_for_another_agency(town: Town) -> None:
    tie = town.tie()
    client = signed_in(town.other)
    for name, key in (
        ("ecomap", town.case.id), ("compare_ecomaps", town.case.id), ("add_tie", town.case.id), ("change_tie", tie.id),
        ("end_tie", tie.id),
    ):  # fmt: skip
        assert client.get(reverse(f"surroundings:{name}", args=[key])).status_code == 404, name
    assert client.post(reverse("surroundings:draw_team", args=[town.case.id])).status_code == 404


def test_a_line_to_somebody_one_may_not_see_is_not_drawn(town: Town) -> None:
    aunt = people.person(town.mine, "架空 おば")
    town.share(town.other, town.of_case, town.of(town.father), town.of(town.son))
    seen = town.tie("木曜サロン", basis=Ground.CONFERENCE)
    hidden = town.tie(around=Around(AroundKind.PERSON, person_id=aunt.id), basis=Ground.CONFERENCE)
    mine, other = ecomap(town), signed_in(town.other).get(reverse("surroundings:ecomap", args=[town.case.id]))
    assert [one.id for one, _words in mine.context["ties"]] == [seen.id, hidden.id]
    assert [one.id for one, _words in other.context["ties"]] == [seen.id]
    assert (mine.content.decode().count("架空 おば") > 0, other.content.decode().count("架空 おば")) == (
        True,
        0,
    )
    announce(town.other)
    assert list(Tie.objects.values_list("id", flat=True)) == [seen.id]
    with pytest.raises(Unseen):
        queries.get_tie(town.other, tie_id=hidden.id)


def test_own_work_a_hidden_member_and_a_kind_one_may_not_know_are_not_drawn(town: Town) -> None:
    clinic = agencies.agency("架空医院", field=agencies.Field.MEDICAL)
    town.share(
        town.other, town.of_case, ground=Ground.CONFERENCE, categories=int(Category.ATTRIBUTES | Category.LIFE_HISTORY)
    )  # fmt: skip
    town.tie("うちだけの話")
    town.tie(around=town.agency_around(clinic), basis=Ground.CONFERENCE)
    town.share(town.mine, town.of(town.son))
    town.tie("息子の友人", person=town.son, basis=Ground.CONFERENCE)
    seen = town.tie("木曜サロン", basis=Ground.CONFERENCE)
    page = signed_in(town.other).get(reverse("surroundings:ecomap", args=[town.case.id]))
    assert [one.id for one, _words in page.context["ties"]] == [seen.id]
    assert page.context["members"] == []
    announce(town.other)
    assert list(Tie.objects.values_list("id", flat=True)) == [seen.id]


def test_a_ground_one_does_not_hold_is_refused(town: Town) -> None:
    with pytest.raises(Refused):
        town.tie(basis=Ground.CONSENT)


def test_a_day_to_come_is_drawn_as_today(town: Town) -> None:
    town.tie(on=TODAY - DAY)
    assert ecomap(town, on="2999-01-01").context["is_today"] is True
    assert ecomap(town, on="2026-11-18").context["ties"] == []
    assert ecomap(town, on="2026-11-18").context["on"] == date(2026, 11, 18)
