"""9マスシート: versions, the guide of the first time, and two people who fill it at once (NIS-14)."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from norishiro.core.operation import announce
from norishiro.core.records import StaleVersion
from norishiro.core.verdict import Refused
from norishiro.profiles.schema.national import default_nine_cells
from norishiro.sharing.choices import Ground
from norishiro.surroundings import operations, queries
from norishiro.surroundings.models import NineCell, NineSheet
from norishiro.surroundings.views.nine import headings
from tests.rooms.surroundings.town import TODAY, Town, posted, signed_in

NINE = [
    "本人の力", "好き・関心", "これまでの歩み", "家族の力", "課題", "身近な人", "地域の場・活動", "制度・専門機関",
    "これからの希望",
]  # fmt: skip


def start(town: Town, *, basis: str = Ground.OWN) -> NineSheet:
    return operations.start_nine(town.mine, case=town.case, headings=NINE, basis=basis, today=TODAY)


def cell(town: Town, sheet: NineSheet, position: int) -> NineCell:
    announce(town.mine)
    return NineCell.objects.select_related("sheet__case").get(sheet=sheet, position=position)


def fill(town: Town, sheet: NineSheet, position: int, text: str) -> None:
    one = cell(town, sheet, position)
    operations.fill_cell(town.mine, cell=one, version=one.version, text=text, today=TODAY)


def nine(town: Town, **asked: str) -> Any:
    return signed_in(town.mine).get(reverse("surroundings:nine", args=[town.case.id]), asked)


def test_the_headings_are_the_towns_own_with_the_issue_in_the_centre(town: Town) -> None:
    assert headings() == NINE
    assert (default_nine_cells().evidence, default_nine_cells().guessed) == (("既定",), ("headings",))


def test_a_new_version_takes_over_the_one_before_and_leaves_it_as_it_was(town: Town) -> None:
    first = start(town)
    fill(town, first, 5, "眠れない")
    second = start(town)
    fill(town, second, 5, "朝まで眠れない")
    announce(town.mine)
    newest, oldest = queries.nine_sheets(town.mine, case=town.case)
    assert [
        (one.number, [each.text for each in one.cells.all() if each.text]) for one in (oldest, newest)
    ] == [
        (1, ["眠れない"]),
        (2, ["朝まで眠れない"]),
    ]


def test_a_blank_version_is_not_followed_by_another(town: Town) -> None:
    start(town)
    with pytest.raises(Refused) as refused:
        start(town)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["version"]


def test_an_earlier_version_is_read_only(town: Town) -> None:
    first = start(town)
    fill(town, first, 1, "料理")
    start(town)
    with pytest.raises(Refused) as refused:
        fill(town, first, 1, "書き足し")
    assert [reason.code for reason in refused.value.verdict.reasons] == ["text"]
    page = nine(town, version=str(first.id))
    assert (page.context["writable"], nine(town).context["writable"]) == (False, True)


def test_what_was_said_in_a_conference_does_not_pass_into_the_agencys_own_version(town: Town) -> None:
    town.share(town.other, town.of_case)
    fill(town, start(town, basis=Ground.CONFERENCE), 5, "会議だけの話")
    own = start(town)
    announce(town.mine)
    assert (own.number, [one.text for one in own.cells.all() if one.text]) == (1, [])
    fill(town, own, 5, "自分の機関の話")
    client = signed_in(town.other)
    page = client.get(reverse("surroundings:nine", args=[town.case.id]))
    assert [one.basis for one in page.context["sheets"]] == ["J6"]
    assert page.content.decode().count("自分の機関の話") == 0
    announce(town.other)
    assert sorted(NineCell.objects.exclude(text="").values_list("text", flat=True)) == ["会議だけの話"]
    assert client.get(reverse("surroundings:fill_cell", args=[cell(town, own, 5).id])).status_code == 404


# --- two at once -----------------------------------------------------------------------------------


def test_two_who_fill_different_cells_lose_nothing(town: Town) -> None:
    sheet = start(town)
    one, other = cell(town, sheet, 1), cell(town, sheet, 2)
    operations.fill_cell(town.mine, cell=one, version=one.version, text="料理", today=TODAY)
    operations.fill_cell(town.mine, cell=other, version=other.version, text="園芸", today=TODAY)
    assert [cell(town, sheet, at).text for at in (1, 2)] == ["料理", "園芸"]


def test_two_who_fill_the_same_cell_meet(town: Town) -> None:
    sheet = start(town)
    earlier, later = cell(town, sheet, 1), cell(town, sheet, 1)
    operations.fill_cell(town.mine, cell=earlier, version=1, text="料理", today=TODAY)
    with pytest.raises(StaleVersion):
        operations.fill_cell(town.mine, cell=later, version=1, text="園芸", today=TODAY)
    assert cell(town, sheet, 1).text == "料理"


def test_the_slower_one_sees_both_texts_and_chooses(town: Town) -> None:
    sheet = start(town)
    client, url = signed_in(town.mine), reverse("surroundings:fill_cell", args=[cell(town, sheet, 1).id])
    form = client.get(url).context["form"]
    slow = {
        "form_token": str(form.token),
        "version": str(form.shown_version),
        "seen": form.fingerprints,
        "text": "園芸",
    }
    assert posted(client, url, text="料理").status_code == 302
    merged = client.post(url, slow)
    assert merged.status_code == 409
    assert [(row.mine, row.theirs) for row in merged.context["rows"]] == [("園芸", "料理")]
    assert cell(town, sheet, 1).text == "料理"


# --- the screen ------------------------------------------------------------------------------------


def test_the_whole_way_on_the_screen(town: Town) -> None:
    client = signed_in(town.mine)
    home = reverse("surroundings:nine", args=[town.case.id])
    assert client.get(home).content.decode().count("まだ9マスシートがありません。") == 1
    assert posted(client, reverse("surroundings:start_nine", args=[town.case.id])).url == home
    for heading, text in (("課題", "眠れない"), ("本人の力", "料理がうまい")):
        one = next(each for each in client.get(home).context["cells"] if each.heading == heading)
        sent = posted(client, reverse("surroundings:fill_cell", args=[one.id]), text=text)
        assert sent.url == f"{home}?version={one.sheet_id}#cell-{one.position}"
    assert [one.text for one in client.get(home).context["cells"]] == [
        "料理がうまい",
        "",
        "",
        "",
        "眠れない",
        *[""] * 4,
    ]
    assert posted(client, reverse("surroundings:start_nine", args=[town.case.id])).status_code == 302
    five = client.get(home).context["cells"][4]
    assert posted(client, reverse("surroundings:fill_cell", args=[five.id]), text="").status_code == 302
    compared = client.get(reverse("surroundings:compare_nine", args=[town.case.id]))
    assert [(one.heading, one.says) for one in compared.context["pairs"] if one.says] == [("課題", "消した")]
    paper = client.get(reverse("surroundings:paper", args=[town.case.id]), {"what": "nine"})
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_guide_opens_by_itself_until_it_was_read(town: Town) -> None:
    client = signed_in(town.mine)
    home = reverse("surroundings:nine", args=[town.case.id])
    first = client.get(home)
    assert first.content.decode().count('id="guide" open') == 1
    token = str(first.context["guide_form"].token)
    assert (
        client.post(reverse("surroundings:note_guide", args=[town.case.id]), {"form_token": token}).url
        == home
    )
    assert client.get(home).content.decode().count('id="guide" open') == 0
    town.share(town.other, town.of_case)
    assert signed_in(town.other).get(home).content.decode().count('id="guide" open') == 1


def test_with_one_version_there_is_nothing_to_compare(town: Town) -> None:
    start(town)
    page = signed_in(town.mine).get(reverse("surroundings:compare_nine", args=[town.case.id]))
    assert page.content.decode().count("くらべる版が、まだ二つありません。") == 1


def test_nothing_of_it_is_there_for_another_agency(town: Town) -> None:
    sheet = start(town)
    client = signed_in(town.other)
    for name, key in (
        ("nine", town.case.id), ("compare_nine", town.case.id), ("start_nine", town.case.id),
        ("fill_cell", cell(town, sheet, 1).id), ("paper", town.case.id),
    ):  # fmt: skip
        assert client.get(reverse(f"surroundings:{name}", args=[key])).status_code == 404, name
    assert client.post(reverse("surroundings:note_guide", args=[town.case.id])).status_code == 404


@pytest.mark.parametrize("versions", [1, 3])
def test_the_page_asks_a_bounded_number_of_questions(
    town: Town, django_assert_num_queries: Any, versions: int
) -> None:
    for number in range(versions):
        fill(town, start(town), 5, f"課題{number}")
    client, home = signed_in(town.mine), reverse("surroundings:nine", args=[town.case.id])
    client.get(home)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(home)


PAGE_QUERIES = 17
