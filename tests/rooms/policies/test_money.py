"""★ by year and table, and how roles are paid for, in the browser's words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.agencies.models import Agency, Role
from norishiro.casework.operations.adopt import adopt
from norishiro.core.operation import announce
from norishiro.policies.models import Funding, GrantMark, Standard
from norishiro.profiles.loader import PRESETS
from tests.factories import agencies, people
from tests.rooms.consultations.town import client_of, token
from tests.rooms.reports import town as reported

pytestmark = pytest.mark.django_db
YEAR, DAY = 2026, date(2026, 10, 10)


@pytest.fixture
def keeper() -> Actor:
    text = (PRESETS / "toshima.toml").read_text(encoding="utf-8")
    adopt(text, name="toshima", today=date(2026, 4, 1))
    return agencies.actor(
        "架空 計画", agency=Agency.objects.get(code="FUKUSHI_SOMU"), kinds=(RoleKind.COORDINATOR,)
    )


def get(actor: Actor, screen: str, /, *args: Any, **query: Any):
    return client_of(actor).get(reverse(f"policies:{screen}", args=args), {"year": YEAR, **query})


def post(actor: Actor, screen: str, /, *args: Any, query: str = f"?year={YEAR}", **values: Any):
    address = reverse(f"policies:{screen}", args=args) + query
    return client_of(actor).post(address, {**token(), **values})


def done(sent: Any) -> None:
    assert sent.status_code == 302, sent.context and sent.context["form"].errors


def wrong(sent: Any) -> list[str]:
    assert sent.status_code == 422
    return [str(each) for one in sent.context["form"].errors.values() for each in one]


def cells(actor: Actor, name: str, year: int = YEAR) -> dict[str, bool | None]:
    found = get(actor, "grants", year=year).context["found"]
    [line] = [one for one in found.lines if one.name == name]
    return {key: one.granted for key, one in line.cells.items()}


def sums(actor: Actor, table: str) -> dict[str, tuple[int | None, tuple[int, ...] | None]]:
    found = get(actor, "grants").context["found"]
    return next(
        {one.state: (one.programmes, one.counted) for one in parts}
        for key, _label, parts, _whole in found.sums
        if key == table
    )


def test_toshima_marks_what_the_grant_pays_for_by_year_and_table_with_notes_and_totals_on_both_sides(keeper):
    assert cells(keeper, "ひきこもり相談窓口") == {"CONSULTATION": False, "PARTICIPATION": True}
    page = get(keeper, "grants")
    [line] = [one for one in page.context["found"].lines if one.name == "ひきこもり相談窓口"]
    assert (line.differs, line.unexplained, list(line.agencies.values())) == (True, True, ["自立促進担当課"])
    entry = line.cells["CONSULTATION"].entry

    query = f"?year={YEAR}&table=CONSULTATION&entry={entry}"
    assert get(keeper, "mark_grant", table="CONSULTATION", entry=entry).status_code == 200
    done(
        post(
            keeper,
            "mark_grant",
            query=query,
            version="0",
            granted="",
            note="相談の分は困窮の補助で受けている",
        )
    )
    [line] = [one for one in get(keeper, "grants").context["found"].lines if one.name == "ひきこもり相談窓口"]
    assert (line.unexplained, line.notes) == (
        False,
        [("包括的相談支援事業", "相談の分は困窮の補助で受けている")],
    )
    assert GrantMark.objects.get().granted is None
    done(post(keeper, "mark_grant", query=query, version="1", granted="PAID", note="この年度から対象"))
    assert cells(keeper, "ひきこもり相談窓口") == {"CONSULTATION": True, "PARTICIPATION": True}
    assert cells(keeper, "ひきこもり相談窓口", YEAR + 1) == {"CONSULTATION": False, "PARTICIPATION": True}
    assert (
        post(keeper, "mark_grant", query=query, version="1", granted="", note="先に開いた人").status_code
        == 409
    )
    assert wrong(post(keeper, "mark_grant", query=query, version="2", granted="UNPAID", note="")) == [
        "公表の表と同じです。「表のまま」を選んでください。年度だけの扱いがあるときに、ここで変えます。"
    ]

    book = load_workbook(BytesIO(post(keeper, "take_grants", query="", year=YEAR).content))
    rows = {one[0]: one for one in book["交付金の対象"].iter_rows(values_only=True)}
    assert rows["ひきこもり相談窓口"][1:3] == ("★（年度の扱い）", "★")
    assert rows["ひきこもり相談窓口"][-1] == "包括的相談支援事業：この年度から対象"
    assert rows["精神障害者に対するアウトリーチ活動"][4] == "－"

    done(post(keeper, "mark_grant", query=query, version="2", granted="", note=""))
    assert not GrantMark.objects.exists()
    assert cells(keeper, "ひきこもり相談窓口") == {"CONSULTATION": False, "PARTICIPATION": True}

    def worker(code: str) -> Actor:
        return agencies.actor(f"架空 {code}", agency=Agency.objects.get(code=code), kinds=(RoleKind.CSW,))

    nurse, helper, social = worker("HOKEN_YOBO"), worker("JIRITSU"), worker("FUKUSHI_SOMU")
    person = people.person(nurse, "架空 一郎")
    reported.contact(nurse, person, on=DAY)
    reported.contact(nurse, person, on=DAY)
    reported.contact(social, people.person(social, "架空 二郎"), on=DAY)
    reported.contact(helper, people.person(helper, "架空 三郎"), on=DAY, programme="PARTICIPATION")
    reported.contact(nurse, person, on=date(2026, 3, 31))
    outreach = sums(keeper, "OUTREACH")
    assert {state: counted for state, (_number, counted) in outreach.items()} == {
        "UNPAID": (2, 1), "BOTH": (1, 1), "UNSAID": None,
        "PAID": None,
    }  # fmt: skip
    assert (outreach["PAID"][0], outreach["UNPAID"][0], outreach["BOTH"][0], outreach["UNSAID"][0]) == (
        2,
        8,
        None,
        1,
    )
    assert sums(keeper, "PARTICIPATION")["PAID"][1] == (1, 1)
    [whole] = [row[3] for row in get(keeper, "grants").context["found"].sums if row[0] == "OUTREACH"]
    assert whole == (3, 2)
    book = load_workbook(BytesIO(post(keeper, "take_grants", query="", year=YEAR).content))
    told = [
        one
        for one in book["★で分けた計"].iter_rows(values_only=True)
        if one[0] == "アウトリーチ等を通じた継続的支援事業"
    ]
    assert [one for one in told if one[1] in ("対象でない", "この事業の記録すべて")] == [
        ("アウトリーチ等を通じた継続的支援事業", "対象でない", 8, 2, 1),
        ("アウトリーチ等を通じた継続的支援事業", "この事業の記録すべて", None, 3, 2),
    ]  # fmt: skip

    reader = agencies.actor("架空 窓口の人", kinds=(RoleKind.WINDOW,))
    assert get(reader, "grants").status_code == 403
    decider = agencies.actor("架空 決める人", kinds=(RoleKind.DECIDER,))
    assert get(decider, "grants").status_code == 200
    assert get(decider, "mark_grant", table="CONSULTATION", entry=entry).status_code == 403
    assert get(keeper, "mark_grant", table="OUTREACH", entry=entry).status_code == 404
    assert get(keeper, "mark_grant", table="x", entry="y").status_code == 404
    announce(keeper)
    people.person(keeper, "架空　花江", kana="かくう はなえ")
    assert (
        wrong(post(keeper, "mark_grant", query=query, version="0", granted="PAID", note="架空さんの分")) != []
    )


def funded(actor: Actor, label: str, year: int = YEAR) -> Any:
    [found] = [
        one for one in get(actor, "funding", year=year).context["found"].roles if one.role.label == label
    ]
    return found


def test_the_sources_of_a_role_are_a_hundred_and_a_changed_standard_counts_from_its_day(keeper):
    role = Role.objects.filter(kind=RoleKind.CSW).first() or agencies.role(RoleKind.CSW)
    form = get(keeper, "write_funding", role.id).context["form"]
    at = {label: f"percent_{number}" for number, label in enumerate(form.sources)}
    consultation, community = at["重層交付金（包括的相談支援の分）"], at["重層交付金（地域づくりの分）"]

    assert wrong(post(keeper, "write_funding", role.id, **{consultation: "60", community: "30.5"})) == [
        "合わせて100％にしてください。いま90.5％です。あと9.5％足りません。"
    ]
    assert wrong(post(keeper, "write_funding", role.id, **{consultation: "60", community: "60"})) == [
        "合わせて100％にしてください。いま120％です。20％多すぎます。"
    ]
    assert wrong(post(keeper, "write_funding", role.id, **{consultation: "60", "other": "ふるさと基金"})) == [
        "ほかの財源は、名前と割合の両方を書いてください。"
    ]
    assert not Funding.objects.exists()
    done(post(keeper, "write_funding", role.id, **{consultation: "100"}))
    done(
        post(
            keeper, "write_funding", role.id, note="半分は地域づくり",
            **{consultation: "60", community: "30.5", "other": "ふるさと基金", "percent_other": "９.５"},
        )
    )  # fmt: skip
    found = funded(keeper, role.label)
    assert [(source, percent) for source, percent, _part in found.shares] == [
        ("重層交付金（包括的相談支援の分）", D("60.00")), ("重層交付金（地域づくりの分）", D("30.50")), ("ふるさと基金", D("9.50")),
    ]  # fmt: skip
    assert (found.total, found.reckoned, funded(keeper, role.label, YEAR + 1).funding) == (
        D("100.00"),
        (),
        None,
    )
    copied = get(keeper, "write_funding", role.id, year=YEAR + 1).context["form"]
    assert [copied.initial[f"percent_{copied.sources.index(one)}"] for one in ("重層交付金（包括的相談支援の分）", "ふるさと基金")] == [
        D(60), D("9.5"),
    ]  # fmt: skip

    standard = {
        "role": str(role.id),
        "name": "基準額",
        "unit": "YEN",
        "evidence": "ESTIMATED",
        "source": "要綱の見こみ",
    }
    assert wrong(post(keeper, "add_standard", **standard, from_on="R2.4.1", steps="5万=たくさん")) == [
        "「5万=たくさん」が読めません。「50000=8000000」のように書いてください。"
    ]
    assert wrong(post(keeper, "add_standard", **standard, from_on="R2.4.1", steps="50000=8000000")) == [
        "いちばん小さい段は、人口0からにしてください。どの人口でも決まるようにします。"
    ]
    done(
        post(
            keeper,
            "add_standard",
            **standard,
            from_on="R2.4.1",
            steps="0人以上=4,000,000円\n５０，０００=8000000",
        )
    )
    assert funded(keeper, role.label).reckoned == ()
    done(post(keeper, "write_population", people="60000", source="住民基本台帳"))
    done(post(keeper, "write_population", people="60000", source="住民基本台帳", query=f"?year={YEAR - 1}"))
    [money] = funded(keeper, role.label).reckoned
    assert (money.total, money.changed) == (D(8_000_000), False)
    assert [part for _source, _percent, part in funded(keeper, role.label).shares] == [
        D(4_800_000), D(2_440_000), D(760_000),
    ]  # fmt: skip

    changed = standard | {"name": "新しい基準額", "evidence": "ORIGINAL", "source": "交付要綱 別表"}
    done(post(keeper, "add_standard", **changed, from_on="R8.10.1", steps="0=10000000"))
    found = funded(keeper, role.label)
    [money] = found.reckoned
    assert [(one.standard.name, one.segment.days, one.segment.yearly, one.segment.part) for one in money.parts] == [
        ("基準額", 183, D("8000000.00"), D(4_010_958)), ("新しい基準額", 182, D("10000000.00"), D(4_986_302)),
    ]  # fmt: skip
    assert (money.total, sum(part for _source, _percent, part in found.shares)) == (
        D(8_997_260),
        D(8_997_260),
    )
    assert get(keeper, "funding").content.decode().count("年度の途中で基準が変わったので") == 1
    assert [one.total for one in funded(keeper, role.label, YEAR - 1).reckoned] == [D(8_000_000)]

    book = load_workbook(BytesIO(post(keeper, "take_funding", query="", year=YEAR).content))
    told = [one for one in book["基準の計算"].iter_rows(values_only=True) if one[0] == role.label]
    assert [(one[1], one[4], one[5], one[6], one[8]) for one in told] == [
        ("基準額", 183, 8_000_000, 4_010_958, "推定"), ("新しい基準額", 182, 10_000_000, 4_986_302, "要綱などの原本で確かめた"),
    ]  # fmt: skip
    shares = [one for one in book["財源の按分"].iter_rows(values_only=True) if one[0] == role.label]
    assert (sum(one[2] for one in shares), sum(one[3] for one in shares)) == (100, 8_997_260)

    history = get(keeper, "role_funding", role.id).context
    assert [(one.fiscal_year, [share.percent for share in one.shares.all()], holds) for one, holds in history["fundings"]] == [
        (YEAR, [D("60.00"), D("30.50"), D("9.50")], True), (YEAR, [D("100.00")], False),
    ]  # fmt: skip
    assert [one.name for one in history["standards"]] == ["新しい基準額", "基準額"]

    reader = agencies.actor("架空 窓口の人", kinds=(RoleKind.WINDOW,))
    assert get(reader, "funding").status_code == 200
    assert get(reader, "write_funding", role.id).status_code == 403
    assert get(agencies.actor("架空 助言", kinds=(RoleKind.ADVISER,)), "funding").status_code == 403
    assert get(keeper, "role_funding", keeper.staff_id).status_code == 404

    def asked(name: str, *args: Any) -> int:
        client = client_of(keeper)
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse(f"policies:{name}", args=args), {"year": YEAR}).status_code == 200
        return len(counted)

    screens = (("grants", ()), ("funding", ()), ("role_funding", (role.id,)))
    first = {name: asked(name, *args) for name, args in screens}
    other = agencies.role(RoleKind.LIFE_SUPPORT)
    for one in (role, other):
        done(post(keeper, "write_funding", one.id, **{consultation: "100"}))
        done(post(keeper, "add_standard", **standard | {"role": str(one.id)}, from_on="R8.12.1", steps="0=1"))
    assert Standard.objects.count() == 4
    assert {name: asked(name, *args) for name, args in screens} == first
    assert first == {"grants": 33, "funding": 27, "role_funding": 24}
