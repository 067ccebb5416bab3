"""生活圏の図: places around the home, and a home nobody finds by them (NIS-15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from norishiro.core.operation import announce
from norishiro.core.verdict import Refused
from norishiro.people import operations as people_operations
from norishiro.people.choices import ProtectionKind, WithheldField
from norishiro.people.models import Person
from norishiro.sharing.choices import Category, Ground
from norishiro.surroundings import operations, queries
from norishiro.surroundings.models import Place
from tests.factories import agencies
from tests.rooms.surroundings.town import TODAY, Town, posted, signed_in

DAY = timedelta(days=1)
ADDRESS = "みほん町9丁目1番1号"


def keep(
    town: Town,
    name: str = "木曜サロン",
    *,
    person: Person | None = None,
    basis: str = Ground.OWN,
    **given: Any,
) -> Place:
    return operations.add_place(
        town.mine, case=town.case, person=person, basis=basis, today=TODAY,
        **{
            "kind": "GATHERING", "name": name, "distance": "WALK", "compass": "N", "source": "本人",
            "certainty": "HEARD", "from_on": TODAY - DAY, **given,
        },
    )  # fmt: skip


def mapped(town: Town, **asked: str) -> Any:
    return signed_in(town.mine).get(reverse("surroundings:life_map", args=[town.case.id]), asked)


def at_home(town: Town) -> None:
    announce(town.mine)
    area = agencies.area("北部圏域")
    for one in (town.father, town.son):
        Person.objects.filter(id=one.id).update(address=ADDRESS, area=area)


def withhold(town: Town) -> str:
    office = agencies.agency("架空 人権担当課")
    people_operations.protect(
        town.mine, person=town.son, kind=ProtectionKind.DV, basis="本人の申出", office=office,
        fields=[WithheldField.ADDRESS], from_on=TODAY, renew_by=TODAY + 300 * DAY, today=TODAY,
    )  # fmt: skip
    return office.name


def test_the_map_shows_the_area_the_places_and_the_supports_by_kind(town: Town) -> None:
    at_home(town)
    keep(town)
    keep(
        town,
        "架空医院",
        person=town.father,
        kind="MEDICAL",
        distance="RIDE",
        compass="E",
        how_often="月に一度",
    )
    keep(town, "角の店", kind="SHOP", distance="NEAR", compass="")
    page = mapped(town)
    assert [(label, [one.name for one in those]) for label, those in page.context["by_kind"]] == [
        ("居場所・集まり", ["木曜サロン"]), ("医療・介護", ["架空医院"]), ("買い物・用事", ["角の店"]),
    ]  # fmt: skip
    assert page.context["home"].area == "北部圏域"
    assert page.context["map"].count("北部圏域") == 1
    assert [(one.field, one.name) for one in page.context["supports"]] == [("福祉全般", "みなと相談センター")]
    assert (
        page.context["map"].count("架空 正さん：架空医院（医療・介護、バス・電車・車で、家の東、月に一度）")
        == 2
    )


def test_the_address_stands_beside_the_map_for_who_may_see_it_and_nowhere_for_others(town: Town) -> None:
    at_home(town)
    town.share(town.other, town.of_case)
    seen = keep(town, basis=Ground.CONFERENCE)
    mine = mapped(town)
    url = reverse("surroundings:life_map", args=[town.case.id])
    other = signed_in(town.other).get(url)
    assert mine.context["home"].addresses == [("架空 正", ADDRESS), ("架空 学", ADDRESS)]
    assert mine.context["map"].count(ADDRESS) == 0
    assert mine.content.decode().count(ADDRESS) == 2
    assert [one.id for one in other.context["places"]] == [seen.id]
    assert (other.context["home"].addresses, other.content.decode().count(ADDRESS)) == ([], 0)


def test_a_place_of_somebody_one_may_not_see_is_not_on_the_map(town: Town) -> None:
    town.share(town.other, town.of_case)
    town.share(town.mine, town.of(town.son))
    keep(town, "息子の職場", person=town.son, kind="LEARN", basis=Ground.CONFERENCE)
    keep(town, "うちだけの話")
    seen = keep(town, basis=Ground.CONFERENCE)
    other = signed_in(town.other).get(reverse("surroundings:life_map", args=[town.case.id]))
    assert [one.id for one in other.context["places"]] == [seen.id]
    announce(town.other)
    assert list(Place.objects.values_list("id", flat=True)) == [seen.id]


def test_where_somebody_hides_nothing_is_drawn_and_the_office_is_named(town: Town) -> None:
    at_home(town)
    place = keep(town)
    office = withhold(town)
    page = mapped(town)
    assert (page.context["home_withheld_by"], page.context["places"], page.context["map"]) == (office, [], "")
    text = page.content.decode()
    assert (text.count("木曜サロン"), text.count(ADDRESS), text.count(office) > 0) == (0, 0, True)
    client = signed_in(town.mine)
    assert client.get(reverse("surroundings:change_place", args=[place.id])).status_code == 404
    table = client.get(reverse("surroundings:table", args=[town.case.id])).content.decode()
    assert (table.count("木曜サロン"), table.count("この世帯の生活圏の図は作りません")) == (0, 1)
    with pytest.raises(Refused) as refused:
        keep(town, "新しい場")
    assert [reason.code for reason in refused.value.verdict.reasons] == ["person"]


def test_who_may_not_see_the_hidden_person_is_not_shown_the_way_to_them(town: Town) -> None:
    town.share(town.other, town.of_case)
    place = keep(town, basis=Ground.CONFERENCE)
    url = reverse("surroundings:life_map", args=[town.case.id])
    client = signed_in(town.other)
    assert [one.id for one in client.get(url).context["places"]] == [place.id]
    office = withhold(town)
    page = client.get(url)
    assert (page.context["places"], page.context["home_withheld_by"]) == ([], "みなと相談センター")
    assert page.content.decode().count(office) == 0


def test_a_place_says_what_kind_of_information_it_is(town: Town) -> None:
    place = keep(town, kind="MEDICAL")
    assert place.categories == int(Category.LIFE_HISTORY | Category.HEALTH)
    operations.change_place(town.mine, place=place, version=1, values={"kind": "SHOP"}, today=TODAY)
    assert place.categories == int(Category.LIFE_HISTORY)


def test_a_place_is_written_changed_and_left_on_the_screen(town: Town) -> None:
    client = signed_in(town.mine)
    home = reverse("surroundings:life_map", args=[town.case.id])
    assert client.get(home).content.decode().count("まだ、場が書かれていません。") == 1
    url = reverse("surroundings:add_place", args=[town.case.id])
    wrong = posted(client, url, name="木曜サロン", source="本人")
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["distance"])
    given = {"name": "木曜サロン", "source": "本人", "distance": "NEAR", "from_on": "2026-11-01"}
    assert posted(client, url, **given).url == home
    announce(town.mine)
    (place,) = queries.places(town.mine, case=town.case, on=TODAY)
    change = reverse("surroundings:change_place", args=[place.id])
    assert posted(client, change, how_often="週に一度").status_code == 302
    assert posted(client, change, until_on="2026-11-19").status_code == 302
    announce(town.mine)
    kept = Place.objects.get(id=place.id)
    assert (kept.how_often, kept.until_on, kept.version) == ("週に一度", TODAY - DAY, 3)
    assert mapped(town).context["places"] == []
    assert [one.name for one in mapped(town, on="2026-11-10").context["places"]] == ["木曜サロン"]


def test_a_support_is_proposed_with_its_name(town: Town) -> None:
    url = reverse("surroundings:add_place", args=[town.case.id])
    form = signed_in(town.mine).get(url, {"support": str(town.mine.agency_id)}).context["form"]
    assert (form["name"].value(), form["kind"].value()) == ("みなと相談センター", "SUPPORT")


def test_nothing_of_it_is_there_for_another_agency(town: Town) -> None:
    place = keep(town)
    client = signed_in(town.other)
    for name, key in (("life_map", town.case.id), ("add_place", town.case.id), ("change_place", place.id)):
        assert client.get(reverse(f"surroundings:{name}", args=[key])).status_code == 404, name


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_asks_a_bounded_number_of_questions(
    town: Town, django_assert_num_queries: Any, size: int
) -> None:
    for number in range(size):
        keep(town, f"サロン{number}", person=town.son, area_id=agencies.area().id)
    client, url = signed_in(town.mine), reverse("surroundings:life_map", args=[town.case.id])
    client.get(url)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(url)


PAGE_QUERIES = 24
