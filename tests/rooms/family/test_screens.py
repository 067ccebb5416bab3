"""The screens of the family's drawing: what works, what is refused, what is badly typed, and how much is asked."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.cases.models import Case
from norishiro.core.operation import announce
from norishiro.family import operations
from norishiro.family.choices import Standing
from norishiro.family.models import Kin, Mark, Snapshot, Tie
from norishiro.family.told import End, Telling, TieFacts
from norishiro.profiles.loader import PRESETS
from norishiro.profiles.operations import adopt_profile
from tests.factories import agencies, people
from tests.rooms.family.town import Town, now_town, signed_in

pytestmark = pytest.mark.django_db

KIN_TYPED = {"sex": "FEMALE", "kind": "PERSON", "source": "本人", "sureness": "SURE", "basis": "OWN"}
PAGE_QUERIES, PART_QUERIES, PANEL_QUERIES, SNAPSHOT_QUERIES = 24, 22, 25, 18


@pytest.fixture(autouse=True)
def _profile(db: None) -> None:
    adopt_profile(
        (PRESETS / "toshima.toml").read_text(encoding="utf-8"), name="toshima", valid_from=agencies.EPOCH
    )


def told_today() -> str:
    return timezone.localdate().isoformat().replace("-", "/")


def telling() -> Telling:
    return Telling(source="長女", told_on=timezone.localdate())


def address(place: Town, name: str, **query: str) -> str:
    path = reverse(f"family:{name}", args=[place.case.id])
    return f"{path}?{'&'.join(f'{key}={value}' for key, value in query.items())}" if query else path


def sister_of(place: Town, label: str = "姉") -> Kin:
    end = place.relative(place.son, Standing.SIBLING, label, today=timezone.localdate(), telling=telling())
    assert end.kin is not None
    return end.kin


def key(place: Town) -> str:
    return f"p-{place.son.id}"


def test_the_page_draws_the_family_and_says_it_in_words(client: Client) -> None:
    place = now_town()
    sister_of(place)
    page = signed_in(client, place.actor).get(address(place, "genogram"))
    text = page.content.decode()

    assert page.status_code == 200
    assert [one.who for one in page.context["sayings"]] == ["架空 ヨシさん", "架空 次郎さん", "姉"]
    assert text.count('<a class="n-geno-figure"') == 3
    assert re.findall(r"<svg[^>]*role=\"(\w+)\"", text) == ["group"]


def test_a_family_of_nobody_says_what_to_do(client: Client) -> None:
    place = now_town()
    stranger = agencies.actor("架空 よそ", agency=None)
    lone = people.person(stranger, "架空 ひとり")
    announce(place.actor)
    page = signed_in(client, place.actor).get(address(place, "genogram", on="1900/1/1"))

    assert (lone.name in page.content.decode(), page.status_code) == (False, 200)


def test_a_day_that_cannot_be_read_is_told_and_todays_drawing_shown(client: Client) -> None:
    place = now_town()
    page = signed_in(client, place.actor).get(address(place, "genogram", on="そのうち"))

    assert (page.status_code, page.context["on"]) == (422, timezone.localdate())
    assert "日付が読めませんでした" in page.content.decode()


def test_the_household_page_asks_for_the_part_alone(client: Client) -> None:
    place = now_town()
    part = signed_in(client, place.actor).get(address(place, "genogram"), headers={"HX-Request": "true"})
    whole = client.get(reverse("cases:show", args=[place.case.id])).content.decode()

    assert ("<html" in part.content.decode(), part["Vary"]) == (False, "HX-Request, Cookie")
    assert f'hx-get="{address(place, "genogram")}"' in whole


def test_a_symbol_opens_its_panel_alone(client: Client) -> None:
    place = now_town()
    sister_of(place)
    path = address(place, "show_figure", of=key(place))
    part = signed_in(client, place.actor).get(path, headers={"HX-Request": "true"})

    assert (part.status_code, "<html" in part.content.decode()) == (200, False)
    page = client.get(address(place, "genogram")).content.decode()
    assert (
        page.count(f'hx-get="{path}" hx-target="#family-panel"') == 2
    )  # the symbol, and its line in the words


@pytest.mark.parametrize("size", [1, 3])
def test_page_part_and_panel_ask_a_bounded_number_of_questions(
    client: Client, django_assert_num_queries: Any, size: int
) -> None:
    place = now_town()
    for at in range(size):
        sister_of(place, f"姉{at}")
    operations.keep_snapshot(place.actor, case=place.case, words="会議の前", today=timezone.localdate())
    [snapshot] = Snapshot.objects.all()
    signed_in(client, place.actor)
    kept = reverse("family:show_snapshot", args=[snapshot.id])
    for path, headers, count in (
        (address(place, "genogram"), {}, PAGE_QUERIES),
        (address(place, "genogram"), {"HX-Request": "true"}, PART_QUERIES),
        (address(place, "show_figure", of=key(place)), {}, PANEL_QUERIES),
        (kept, {}, SNAPSHOT_QUERIES),
    ):
        client.get(path, headers=headers)
        with django_assert_num_queries(count):
            client.get(path, headers=headers)


@pytest.mark.parametrize("standing", list(Standing))
def test_somebody_is_added_on_every_side_without_a_script(client: Client, standing: Standing) -> None:
    place = now_town()
    path = address(place, "add_relative", of=key(place), **{"as": standing.value})
    manner = {"SPOUSE": "MARRIED", "SIBLING": "SIBLING"}.get(standing.value, "BIRTH")
    form = signed_in(client, place.actor).get(path).context["form"]
    answer = client.post(
        path,
        {
            **KIN_TYPED,
            "label": "話に出た人",
            "manner": manner,
            "told_on": told_today(),
            "form_token": str(form.token),
        },
    )
    [kin], [tie] = Kin.objects.all(), Tie.objects.all()

    assert (answer.status_code, answer["Location"]) == (302, address(place, "show_figure", of=f"k-{kin.id}"))
    assert (kin.label, tie.manner) == ("話に出た人", manner)
    assert client.get(answer["Location"]).status_code == 200


def test_what_was_typed_is_kept_when_something_is_missing(client: Client) -> None:
    place = now_town()
    path = address(place, "add_relative", of=key(place), **{"as": "SIBLING"})
    page = signed_in(client, place.actor).post(
        path, {**KIN_TYPED, "source": "", "label": "母方の伯母", "manner": "SIBLING", "told_on": told_today()}
    )

    assert (page.status_code, Kin.objects.count()) == (422, 0)
    assert sorted(page.context["form"].errors) == ["source"]
    assert 'value="母方の伯母"' in page.content.decode()


def test_nobody_and_a_birth_to_come_are_refused_at_their_field(client: Client) -> None:
    place = now_town()
    path = address(place, "add_relative")
    nobody = signed_in(client, place.actor).post(path, {**KIN_TYPED, "told_on": told_today()})
    older = client.post(
        path,
        {**KIN_TYPED, "label": "祖父", "birth": "昭和20年", "died_on": "昭和10年", "told_on": told_today()},
    )

    assert (sorted(nobody.context["form"].errors), sorted(older.context["form"].errors)) == (
        ["label"],
        ["died_on"],
    )


def test_a_child_younger_people_and_a_circle_are_told_at_the_field(client: Client) -> None:
    place = now_town()
    child = place.relative(place.son, Standing.CHILD, "子", today=timezone.localdate(), telling=telling())
    path = address(place, "relate", of=child.key, **{"as": "PARENT"})
    page = signed_in(client, place.actor).post(
        path,
        {
            "other": key(place),
            "manner": "BIRTH",
            "source": "本人",
            "told_on": told_today(),
            "sureness": "SURE",
            "basis": "OWN",
        },
    )

    assert (page.status_code, sorted(page.context["form"].errors)) == (422, ["other"])


def test_two_figures_are_tied(client: Client) -> None:
    place = now_town()
    path = address(place, "relate", of=f"p-{place.mother.id}", **{"as": "PARENT"})
    answer = signed_in(client, place.actor).post(
        path,
        {"other": key(place), "manner": "BIRTH", "custody": "HAS", "source": "本人", "told_on": told_today(), "sureness": "SURE", "basis": "OWN"},
    )  # fmt: skip
    [tie] = Tie.objects.all()

    assert (answer.status_code, tie.one_person_id, tie.other_person_id, tie.custody) == (
        302, place.mother.id, place.son.id, "HAS",
    )  # fmt: skip


def test_a_marriage_is_ended_and_stays_on_the_drawing(client: Client) -> None:
    place = now_town()
    place.relative(place.son, Standing.SPOUSE, "妻", today=timezone.localdate(), telling=telling())
    [tie] = Tie.objects.all()
    path = reverse("family:change_tie", args=[tie.id])
    form = signed_in(client, place.actor).get(path).context["form"]
    answer = client.post(
        path,
        {"manner": "MARRIED", "ended": "DIVORCED", "ended_on": "令和2年", "source": "本人", "told_on": told_today(),
         "sureness": "SURE", "version": "1", "form_token": str(form.token)},
    )  # fmt: skip
    tie.refresh_from_db()

    assert (answer.status_code, tie.ended, tie.ended_on, tie.withdrawn_on) == (302, "DIVORCED", "2020", None)
    assert "元の配偶者" in client.get(address(place, "genogram")).content.decode()


def test_two_people_who_write_at_once_meet_on_the_merge_page(client: Client) -> None:
    place = now_town()
    kin = sister_of(place)
    path = reverse("family:change_kin", args=[kin.id])
    form = signed_in(client, place.actor).get(path).context["form"]
    Kin.objects.filter(id=kin.id).update(version=2, label="上の姉")
    typed = {
        **KIN_TYPED,
        "label": "下の姉",
        "told_on": told_today(),
        "version": "1",
        "form_token": str(form.token),
    }
    page = client.post(path, typed)

    assert (page.status_code, Kin.objects.get().label) == (409, "上の姉")
    assert ["下の姉" in page.content.decode(), "上の姉" in page.content.decode()] == [True, True]


def test_a_figure_and_a_tie_are_taken_back_with_a_reason(client: Client) -> None:
    place = now_town()
    kin = sister_of(place)
    [tie] = Tie.objects.all()
    signed_in(client, place.actor)
    figure, line = (
        reverse("family:withdraw_kin", args=[kin.id]),
        reverse("family:withdraw_tie", args=[tie.id]),
    )
    refused = client.post(figure, {"reason": "別の家の人"})
    answers = [client.post(path, {"reason": "別の家の人"}).status_code for path in (line, figure)]

    assert (refused.status_code, answers) == (422, [302, 302])
    assert [client.get(path).status_code for path in (line, figure)] == [404, 404]


def test_somebody_told_of_is_found_in_the_register_and_back(client: Client) -> None:
    place = now_town()
    kin = sister_of(place)
    sister = people.person(place.actor, "架空 幸子")
    path = reverse("family:link_kin", args=[kin.id])
    led = signed_in(client, place.actor).post(path, {"q": "幸子"}, follow=True)
    assert [one.id for one in led.context["found"]] == [sister.id]
    answer = client.post(path, {"person": str(sister.id), "form_token": str(led.context["form"].token)})
    kin.refresh_from_db()
    assert (answer.status_code, kin.person_id) == (302, sister.id)
    panel = client.get(answer["Location"]).content.decode()
    assert reverse("family:unlink_kin", args=[kin.id]) in panel
    assert client.post(reverse("family:unlink_kin", args=[kin.id]), {}).status_code == 302
    kin.refresh_from_db()
    assert kin.person_id is None


def test_a_search_that_finds_nobody_and_a_person_unseen_link_nothing(client: Client) -> None:
    place = now_town()
    kin = sister_of(place)
    unseen = people.person(agencies.actor("架空 よそ"), "架空 みえない")
    path = reverse("family:link_kin", args=[kin.id])
    announce(place.actor)
    led = signed_in(client, place.actor).post(path, {"q": "みえない"}, follow=True)

    assert "見つかる人はいません" in led.content.decode()
    assert [client.post(path, {"person": value}).status_code for value in (str(unseen.id), "なにか")] == [
        404,
        422,
    ]


def test_the_person_and_the_key_person_are_marked(client: Client) -> None:
    place = now_town()
    kin = sister_of(place)
    path = address(place, "mark_figures")
    answer = signed_in(client, place.actor).post(
        path, {"ips": [key(place)], "key_people": [f"k-{kin.id}"], "basis": "OWN"}
    )

    assert (answer.status_code, sorted(one.kind for one in Mark.objects.all())) == (302, ["IP", "KEY_PERSON"])
    page = client.get(address(place, "genogram"))
    assert [one.who for one in page.context["sayings"]] == [
        "架空 次郎さん（本人）",
        "架空 ヨシさん",
        "姉（キーパーソン、本人のきょうだい）",
    ]
    assert client.post(path, {"ips": ["k-知らない"], "basis": "OWN"}).status_code == 422


def test_a_drawing_is_kept_seen_again_and_compared(client: Client) -> None:
    place = now_town()
    signed_in(client, place.actor)
    assert (
        client.post(address(place, "keep_snapshot"), {"words": "会議の前", "basis": "OWN"}).status_code == 302
    )
    [snapshot] = Snapshot.objects.all()
    sister_of(place)
    kept = client.get(reverse("family:show_snapshot", args=[snapshot.id]))
    compared = client.get(address(place, "compare_snapshots", one=str(snapshot.id)))
    nothing = client.get(address(place, "compare_snapshots"))

    assert len(kept.context["sayings"]) == 2
    assert compared.context["changes"] == [
        "姉が加わりました。", "架空 次郎さんと姉：きょうだいと書かれました。",
    ]  # fmt: skip
    assert (nothing.context["one"], nothing.status_code) == (None, 200)
    assert re.findall(r"<svg[^>]*aria-labelledby=\"(\w+)-title", compared.content.decode()) == [
        "before",
        "after",
    ]


def test_the_paper_is_one_sheet_whose_name_tells_nothing(client: Client) -> None:
    place = now_town()
    paper = signed_in(client, place.actor).get(address(place, "genogram_paper"))

    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert "%E5%AE%B6%E6%97%8F%E3%81%AE%E5%9B%B3.pdf" in paper["Content-Disposition"]


def test_a_case_that_has_ended_is_looked_at_and_not_drawn_on(client: Client) -> None:
    place = now_town()
    Case.objects.filter(id=place.case.id).update(status="CLOSED")
    page = signed_in(client, place.actor).get(address(place, "genogram"))
    refused = client.post(address(place, "keep_snapshot"), {"words": "あとで", "basis": "OWN"})

    assert (page.status_code, page.context["may"].allowed, refused.status_code) == (200, False, 422)


def test_keys_that_name_nobody_are_not_there(client: Client) -> None:
    place, elsewhere = now_town(), now_town()
    kin = sister_of(elsewhere)
    signed_in(client, place.actor)
    named = ("", "p-", "x-1", f"k-{kin.id}", f"p-{elsewhere.son.id}")

    assert [client.get(address(place, "show_figure", of=one)).status_code for one in named] == [404] * 5


def test_everybody_on_the_picture_is_told_to_the_ledger(client: Client) -> None:
    place = now_town()
    aunt = people.person(place.actor, "架空 とめ")
    operations.add_relative(
        place.actor, case=place.case, beside=End(person=place.mother), standing=Standing.SIBLING, who=aunt,
        tie=TieFacts(), telling=telling(), today=timezone.localdate(),
    )  # fmt: skip
    page = signed_in(client, place.actor).get(address(place, "genogram"))

    assert set(page.wsgi_request.shown) == {place.case.id, place.mother.id, place.son.id, aunt.id}
