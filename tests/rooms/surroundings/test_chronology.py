"""家族年表: what was told and what is on record, once each, and only what the viewer may know."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from norishiro.core.calendar import PartialDate, parse_date
from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people.models import Person
from norishiro.people.operations.people import birth_columns
from norishiro.sharing.choices import Ground
from norishiro.surroundings import operations
from norishiro.surroundings.models import LifeEvent
from tests.rooms.surroundings.town import TODAY, Town, posted, signed_in


def said(text: str) -> PartialDate:
    return parse_date(text, today=TODAY, must_be_past=True)


def add(
    town: Town, what: str, when: str, *, person: Person | None = None, basis: str = Ground.OWN
) -> LifeEvent:
    return operations.add_event(
        town.mine,
        case=town.case,
        person=person,
        happened=said(when),
        what=what,
        source="本人",
        basis=basis,
        today=TODAY,
    )


def shown(town: Town, **asked: str) -> Any:
    return signed_in(town.mine).get(reverse("surroundings:chronology", args=[town.case.id]), asked)


def born(town: Town, person: Person, when: str) -> None:
    announce(town.mine)
    Person.objects.filter(id=person.id).update(**birth_columns(said(when)))


def test_what_was_told_and_what_is_known_stand_in_one_order(town: Town) -> None:
    born(town, town.father, "昭和20年10月30日")
    add(town, "工房に勤める", "昭和43年", person=town.father)
    add(town, "越してきた", "昭和55年ごろ")
    lines = [
        (one.number, one.at.label(), one.whose, one.what, one.told)
        for one in shown(town).context["happenings"]
    ]
    assert lines == [
        (1, "昭和20年10月30日", "架空 正", "生まれた", False),
        (2, "昭和43年", "架空 正", "工房に勤める", True),
        (3, "昭和55年ごろ", "世帯", "越してきた", True),
        (4, "令和2年4月1日", "架空 正", "この世帯に入ったと記録", False),
        (5, "令和2年4月1日", "架空 学", "この世帯に入ったと記録", False),
        (6, "令和8年11月20日", "世帯", "支援：情報収集・調整中", False),
    ]


def test_the_years_can_be_narrowed_and_what_is_left_out_is_counted(town: Town) -> None:
    add(town, "越してきた", "昭和55年")
    add(town, "父が倒れた", "令和7年")
    page = shown(town, years="2")
    assert [one.what for one in page.context["happenings"] if one.told] == ["父が倒れた"]
    assert (page.context["left_out"], page.context["span"]) == (3, 2)
    assert [shown(town, years=odd).context["span"] for odd in ("3", "x", "")] == [None, None, None]


def test_what_the_viewer_may_not_know_is_neither_drawn_nor_listed(town: Town) -> None:
    born(town, town.father, "昭和20年10月30日")
    town.share(town.other, town.of_case, town.of(town.son))
    town.share(town.mine, town.of(town.father))
    add(town, "父の入院", "令和3年", person=town.father, basis=Ground.CONFERENCE)
    add(town, "うちだけの話", "令和4年")
    seen = add(town, "会議で出た話", "令和5年", basis=Ground.CONFERENCE)
    page = signed_in(town.other).get(reverse("surroundings:chronology", args=[town.case.id]))
    assert [one.what for one in page.context["happenings"] if one.told] == ["会議で出た話"]
    assert [one.label for one in page.context["people"]] == ["架空 学"]
    text = page.content.decode()
    assert [text.count(word) for word in ("架空 正", "父の入院", "うちだけの話", "昭和20年")] == [0, 0, 0, 0]
    announce(town.other)
    assert list(LifeEvent.objects.values_list("id", flat=True)) == [seen.id]


def test_an_event_is_written_and_changed_on_the_screen(town: Town) -> None:
    client = signed_in(town.mine)
    url = reverse("surroundings:add_event", args=[town.case.id])
    wrong = posted(client, url, happened="20歳くらい", what="就職", source="本人")
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["happened"])
    home = reverse("surroundings:chronology", args=[town.case.id])
    sent = posted(client, url, happened="H20.4", what="就職", source="本人", person=str(town.son.id))
    assert sent.url == home
    announce(town.mine)
    event = LifeEvent.objects.get()
    assert (event.happened, event.person_id, event.subject_id) == ("2008-04", town.son.id, town.son.id)
    changed = posted(client, reverse("surroundings:change_event", args=[event.id]), happened="平成21年ごろ")
    assert changed.url == home
    announce(town.mine)
    event.refresh_from_db()
    assert (event.happened, event.what, event.version) == ("2009~", "就職", 2)


def test_two_who_change_one_event_meet(town: Town) -> None:
    event = add(town, "転居", "平成20年")
    client, url = signed_in(town.mine), reverse("surroundings:change_event", args=[event.id])
    form = client.get(url).context["form"]
    slow = {"form_token": str(form.token), "version": str(form.shown_version), "seen": form.fingerprints}
    slow |= {bound.html_name: bound.value() for bound in form} | {
        "what": "二度めの転居",
        "happened": "平成20年",
    }
    assert posted(client, url, what="はじめの転居").status_code == 302
    assert client.post(url, slow).status_code == 409


def test_what_has_not_happened_is_no_event(town: Town) -> None:
    with pytest.raises(Refused) as refused:
        operations.add_event(
            town.mine,
            case=town.case,
            happened=PartialDate.from_code("2027"),
            what="卒業",
            source="本人",
            today=TODAY,
        )
    assert [reason.code for reason in refused.value.verdict.reasons] == ["happened"]


def test_nothing_of_it_is_there_for_another_agency(town: Town) -> None:
    event = add(town, "転居", "平成20年")
    client = signed_in(town.other)
    for name, key in (("chronology", town.case.id), ("add_event", town.case.id), ("change_event", event.id)):
        assert client.get(reverse(f"surroundings:{name}", args=[key])).status_code == 404, name


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_a_bounded_number_of_questions(
    town: Town, django_assert_num_queries: Any, size: int
) -> None:
    for number in range(size):
        add(town, f"転居{number}", f"平成{20 + number}年", person=town.son)
    client, url = signed_in(town.mine), reverse("surroundings:chronology", args=[town.case.id])
    client.get(url)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url)


PAGE_QUERIES = 19
