"""機関の一覧, one agency, the printed table of windows, programmes by year, and the placing of 多機関協働."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from norishiro.agencies import queries
from norishiro.agencies.models import Agency
from norishiro.casework.operations.adopt import adopt
from norishiro.profiles.loader import PRESETS
from tests.factories import agencies
from tests.rooms.agencies.conftest import Town, browser_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)
NEW = {
    "name": "みなと訪問看護ステーション", "kana": "みなとほうもんかんご", "field": "MEDICAL", "body": "CORPORATION",
    "phone": "", "place": "", "contact_note": "", "parent": "", "area": "", "from_on": "令和8年4月1日",
}  # fmt: skip


def names(client, **query) -> list[str]:
    groups = client.get(reverse("agencies:list"), query).context["groups"]
    return [agency.name for _label, rows in groups for agency in rows]


def test_the_directory_has_the_eleven_fields(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    fields = client.get(reverse("agencies:list")).context["fields"]
    assert [field.label for field in fields[:11]] == [
        "障害", "高齢・介護", "医療・保健", "住まい", "就労", "生活困窮", "子ども・若者", "学校・教育", "警察・司法", "民間団体",
        "地域住民",
    ]  # fmt: skip
    assert names(client, field="HOUSING") == ["住宅課"]


def test_it_is_searched_by_name_reading_and_area(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    assert client.post(reverse("agencies:add"), NEW).status_code == 302
    assert names(client, q="訪問看護") == ["みなと訪問看護ステーション"]
    assert names(client, q="ミナトホウモン") == ["みなと訪問看護ステーション"]
    toshima.put("架空 SC", "LIFE_SUPPORT", "KOREI_FUKUSHI", area="ELD02")
    assert names(client, area=str(toshima.area("ELD02").id)) == ["高齢者福祉課"]
    assert names(client, q="この名前はない") == []


def test_changing_is_refused_to_who_saw_an_older_version_without_losing_the_text(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    agency = toshima.agency("JUTAKU")
    address = reverse("agencies:change", args=[agency.id])
    given = {**NEW, "name": "住宅課", "phone": "03-0000-1111", "version": "1"}
    assert client.post(address, given).status_code == 302
    late = client.post(address, {**given, "phone": "03-0000-2222", "version": "1"})
    assert late.status_code == 409
    assert "03-0000-2222" in late.content.decode()
    assert Agency.objects.get(id=agency.id).phone == "03-0000-1111"


def test_wrong_input_is_told_at_the_field(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    response = client.post(
        reverse("agencies:add"), {**NEW, "phone": "12", "kana": "看護", "from_on": "2月30日"}
    )
    assert (response.status_code, sorted(response.context["form"].errors)) == (
        422,
        ["from_on", "kana", "phone"],
    )


def test_one_agency_shows_staff_by_role_on_a_date(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    toshima.put("架空 前任", "COORDINATOR", "JUTAKU", until_on=date(2025, 4, 1))
    toshima.put("架空 後任", "COORDINATOR", "JUTAKU", from_on=date(2025, 4, 1))
    address = reverse("agencies:show", args=[toshima.agency("JUTAKU").id])

    def staff(on: str) -> list[tuple[str, str]]:
        return [
            (one.role.label, one.staff.name)
            for one in client.get(address, {"on": on}).context["appointments"]
        ]

    assert staff("R7.3.31") == [("福祉包括化推進員", "架空 前任")]
    assert staff("R7.4.1") == [("福祉包括化推進員", "架空 後任")]


def test_everybody_with_a_live_appointment_can_be_picked_once_per_agency(toshima):
    one = toshima.put("架空 一", "COORDINATOR", "JUTAKU")
    toshima.put("", "std-member", "JUTAKU", staff=one.staff)
    toshima.put("架空 去", "COORDINATOR", "KAIGO_HOKEN", until_on=date(2025, 4, 1))
    picks = queries.pickable(agencies.actor("架空 自分"), TODAY)
    assert [(pick.staff_name, pick.roles) for pick in picks if pick.agency_name == "住宅課"] == [
        ("架空 一", "福祉包括化推進員・会議の構成員")
    ]
    assert "架空 去" not in [pick.staff_name for pick in picks]


def test_the_table_of_windows_prints_at_a_base_date(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    context = client.get(reverse("agencies:windows"), {"on": "令和5年4月1日"}).context
    rows = [
        (
            row["starred"], row["window"].name, "、".join(one.agency.name for one in row["window"].operators_now),
            row["window"].get_contract_form_display(), row["window"].places_count, row["window"].get_setting_display(),
        )
        for row in context["rows"]
    ]  # fmt: skip
    assert len(rows) == 19
    assert rows[0] == (True, "くらし・しごと相談支援センター", "自立促進担当課", "委託", 1, "基本型")
    assert rows[8] == (False, "コミュニティソーシャルワーカー（CSW）", "福祉総務課", "委託", 8, "地域型")
    assert rows[18] == (False, "スクールソーシャルワーカー", "教育センター", "直営", 30, "基本型")


def test_the_same_window_has_its_star_per_table(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))

    def starred(table: str) -> bool:
        rows = client.get(reverse("agencies:windows"), {"table": table}).context["rows"]
        return next(row["starred"] for row in rows if row["window"].code == "HIKIKOMORI")

    assert (starred("CONSULTATION"), starred("PARTICIPATION")) == (False, True)


def test_a_number_of_staff_that_varies_is_a_dash(toshima):
    client = browser_of(toshima.keeper("FUKUSHI_SOMU"))
    response = client.get(reverse("agencies:windows"), {"table": "OUTREACH"})
    services = [(row.name, row.staff_count) for row in response.context["services"]]
    assert len(services) == 9
    assert dict(services)["見守りと支え合いネットワーク事業"] is None
    assert '<td class="n-number">-</td>' in response.content.decode()


def test_setagaya_changes_its_operators_with_the_year(db):
    setagaya = Town("setagaya")
    client = browser_of(setagaya.keeper("PLATHOME"))

    def operators(year: int) -> set[str]:
        groups = client.get(reverse("agencies:programmes"), {"year": year}).context["groups"]
        return {
            row.agency.code for group in groups for row in group["rows"] if row.programme == "MULTI_AGENCY"
        }

    assert operators(2023) == {"PLATHOME"}
    assert len(operators(2024)) == 21
    assert operators(2026) == operators(2024), "a year not yet written carries on"


def test_programmes_show_by_five_or_by_three_from_the_same_rows(sumida):
    client = browser_of(sumida.keeper("SHAKYO"))

    def groups(**query) -> dict[str, int]:
        shown = client.get(reverse("agencies:programmes"), {"year": 2023, **query}).context["groups"]
        return {group["label"]: len(group["rows"]) for group in shown}

    assert list(groups().values()) == [1, 1, 1, 1, 1]
    assert groups(by="3") == {"相談支援": 3, "参加支援": 1, "地域づくりに向けた支援": 1}


@pytest.mark.parametrize("pattern", [1, 2, 3, 4, 5])
def test_each_of_the_five_patterns_says_who_operates_and_where_a_request_goes(db, pattern):
    operators = {
        1: ["SASAEAI"],
        2: ["SASAEAI", "HACHIMARU"],
        3: ["FUKUSHI_SEISAKU"],
        4: ["HACHIMARU"],
        5: ["SASAEAI", "HOKENJO"],
    }
    text = (PRESETS / "hachioji.toml").read_text(encoding="utf-8")
    listed = ", ".join(f'"{code}"' for code in operators[pattern])
    made_up = text.replace("pattern = 1", f"pattern = {pattern}").replace(
        'operators = ["SASAEAI"]\nrequest.answered_by = ["SASAEAI"]',
        f"operators = [{listed}]\nrequest.answered_by = [{listed}]",
    )
    adopt(made_up, name="made_up", today=TODAY)
    client = browser_of(agencies.actor())
    context = client.get(reverse("agencies:pattern")).context
    assert context["present"].value == pattern
    assert [agency.code for agency in context["operators"]] == operators[pattern]
    assert [agency.code for agency in context["answering"]] == operators[pattern]
