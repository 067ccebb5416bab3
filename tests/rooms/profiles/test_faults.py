"""A wrong profile is refused in Japanese, one line per fault, with the place and what is allowed."""

import re
from pathlib import Path

import pytest

from norishiro.profiles.loader import (
    ProfileError,
    load_file,
    load_preset,
    preset_names,
    read_profile,
)

SMALL = Path(__file__).with_name("small_profile.toml").read_text(encoding="utf-8")
AGENCIES = "SHI・FUKUSHI・SHAKYO"
BODY_KINDS = (
    "SUPPORT（支援会議）・LAYERED（重層的支援会議）・BOTH（支援会議と重層的支援会議を兼ねる会議）・"
    "CARE（地域ケア会議）・OTHER（その他の会議）"
)
LAYERED_LINE = 'code = "LAYERED"\nname = "重層的支援会議"\nkind = "LAYERED"'

FAULTS = [
    pytest.param(
        LAYERED_LINE,
        LAYERED_LINE.replace('kind = "LAYERED"', 'kind = "KAIGI"'),
        f"meeting_bodies[1].kind: 「KAIGI」は選べません（書けるもの: {BODY_KINDS}）",
        id="kind outside the closed list",
    ),
    pytest.param(
        'convener = { agencies = ["FUKUSHI"] }',
        'convener = { agencies = ["KIKAKU"] }',
        f"meeting_bodies[0].convener.agencies[0]: 「KIKAKU」という機関は定義されていません（書けるもの: {AGENCIES}）",
        id="agency not defined",
    ),
    pytest.param(
        'layer = "AREA", parent = "CITY", towns = ["上町"]',
        'layer = "AREA", parent = "TOWN", towns = ["上町"]',
        "areas[1].parent: 「TOWN」という圏域は定義されていません（書けるもの: CITY・NORTH・SOUTH）",
        id="area parent missing",
    ),
    pytest.param(
        'code = "SHAKYO", name = "社協"',
        'code = "SHI", name = "社協"',
        "agencies[2].code: コード「SHI」が二度使われています（書けるもの: ほかと重ならないコード）",
        id="duplicate code",
    ),
    pytest.param(
        'programme = "OUTREACH", fiscal_years = [2026], operators = ["SHAKYO"]',
        'programme = "OUTREACH", fiscal_years = [2026], operators = []',
        "programmes[3].operators: 実施する機関が1つも書かれていません（書けるもの: 機関のコードを1つ以上）",
        id="programme without operator",
    ),
    pytest.param(
        'from = "10:00", until = "12:00"',
        'from = "12:00", until = "10:00"',
        "bases[0].opening[0]: 終わりの時刻（until）が始まりの時刻（from）以前です（書けるもの: 始まりより後の時刻）",
        id="closes before opening",
    ),
    pytest.param(
        'from = "10:00"',
        'from = "10時"',
        'bases[0].opening[0].from: 時刻の形ではありません（書けるもの: "09:00" から "23:59" までの形）',
        id="not a time",
    ),
    pytest.param(
        'days = ["TUE"]',
        'days = ["TUE"], valid_from = 2026-05-01, valid_until = 2026-05-01',
        "bases[0].opening[0]: 終わりの日（valid_until）が始まりの日（valid_from）以前です"
        "（書けるもの: 始まりより後の日）",
        id="ends on the day it starts",
    ),
    pytest.param(
        'rule = "第3月曜"',
        'rule = "第三月曜"',
        "bases[0].exceptions[0].rule: 例外の日の書き方が読めません"
        "（書けるもの: 「第3月曜」「祝日」「12-29〜01-03」の形）",
        id="unreadable exception",
    ),
    pytest.param(
        'rule = "第3月曜"',
        'rule = "12-32〜01-03"',
        "bases[0].exceptions[0].rule: 例外の日の書き方が読めません"
        "（書けるもの: 「第3月曜」「祝日」「12-29〜01-03」の形）",
        id="exception outside the calendar",
    ),
    pytest.param(
        "closed = true",
        "closed = false",
        "bases[0].exceptions[0]: 休みか、その日の時間か、どちらか一方だけを書いてください"
        "（書けるもの: closed = true か、from と until）",
        id="neither closed nor hours",
    ),
    pytest.param(
        'opened_on = "2026-05"',
        'opened_on = "2026-02-30"',
        'bases[0].opened_on: 暦にない日付です（書けるもの: "2014-12" または "2023-03-20" の形）',
        id="day outside the calendar",
    ),
    pytest.param(
        'opened_on = "2026-05"',
        "opened_on = 2026",
        'bases[0].opened_on: 年月の形ではありません（書けるもの: "2014-12" または "2023-03-20" の形）',
        id="month written as a number",
    ),
    pytest.param(
        'municipality.code = "999997"',
        'municipality.code = "999991"',
        "municipality.code: 全国地方公共団体コードの検査数字（6桁目）が合いません"
        "（書けるもの: 検査数字の合う6桁の数字）",
        id="check digit",
    ),
    pytest.param(
        'municipality.code = "999997"',
        'municipality.code = "99999"',
        "municipality.code: 全国地方公共団体コードの形ではありません（書けるもの: 検査数字を含む6桁の数字）",
        id="five digits",
    ),
    pytest.param(
        "municipality.as_of = 2026-04-01",
        'municipality.as_of = "令和8年4月1日"',
        "municipality.as_of: 日付ではありません（書けるもの: 2023-04-01 の形（引用符で囲まない））",
        id="date in words",
    ),
    pytest.param(
        "municipality.as_of = 2026-04-01\n",
        "",
        "municipality.as_of: 必ず書く項目が書かれていません（書けるもの: この項目の値）",
        id="missing key",
    ),
    pytest.param(
        'municipality.prefecture = "東京都"',
        'municipality.prefecture = "東京都"\nmunicipality.mayor = "秘密"',
        "municipality.mayor: このキーは知りません"
        "（書けるもの: code・name・prefecture・kind・as_of・fiscal_years・council_name）",
        id="unknown key",
    ),
    pytest.param(
        'until = "12:00"',
        'till = "12:00", until = "12:00"',
        "bases[0].opening[0].till: このキーは知りません（書けるもの: valid_from・valid_until・from・until・days・weeks）",
        id="unknown key deep inside",
    ),
    pytest.param(
        "pattern = 1",
        "pattern = 6",
        "flow.pattern: 6は範囲の外です（書けるもの: 5以下）",
        id="sixth pattern",
    ),
    pytest.param(
        "pattern = 1",
        'pattern = "①"',
        "flow.pattern: 整数ではありません（書けるもの: 整数（例 3））",
        id="pattern in words",
    ),
    pytest.param(
        'name = "みんなの家"',
        'name = ""',
        "bases[0].name: 空です（書けるもの: 1文字以上）",
        id="empty name",
    ),
    pytest.param(
        'code = "HOUSE"',
        'code = "みんなの家"',
        "bases[0].code: 「みんなの家」はコードの形ではありません（書けるもの: 大文字の英字・数字・下線（例 KOSEI_KA））",
        id="code in Japanese",
    ),
    pytest.param(
        'legal_ground = "J6"\n',
        "",
        "meeting_bodies[0].legal_ground: 支援会議の根拠が書かれていません（書けるもの: J6（社会福祉法第106条の6））",
        id="support meeting without its ground",
    ),
    pytest.param(
        'consent = "NONE_NEEDED"',
        'consent = "REQUIRED"',
        "meeting_bodies[0].consent: 支援会議は本人の同意を条件にできません（書けるもの: NONE_NEEDED・BOTH_SEPARATE）",
        id="support meeting asking consent",
    ),
    pytest.param(
        'consent = "REQUIRED"',
        'consent = "NONE_NEEDED"',
        "meeting_bodies[1].consent: 重層的支援会議には本人の同意が要ります（書けるもの: REQUIRED）",
        id="layered meeting without consent",
    ),
    pytest.param(
        'plan.decided_by = { body = "LAYERED" }',
        "plan.decided_by = { }",
        "flow.plan.decided_by: 誰が行うかが書かれていません（書けるもの: agencies・role・body のどれか）",
        id="plan decided by nobody",
    ),
    pytest.param(
        'plan.decided_by = { body = "LAYERED" }',
        'plan.decided_by = { body = "CABINET" }',
        "flow.plan.decided_by.body: 「CABINET」という会議体は定義されていません（書けるもの: SUPPORT・LAYERED）",
        id="plan decided in an unknown body",
    ),
    pytest.param(
        'parent = "SHI", evidence',
        'parent = "FUKUSHI", evidence',
        "agencies[1].parent: 「FUKUSHI」の親をたどると自分に戻ります（書けるもの: 自分より上のコード）",
        id="tree that returns to itself",
    ),
    pytest.param(
        'level = 1, count = 2, evidence = "要綱"',
        'level = 1, count = 3, evidence = "要綱"',
        "area_layers[1].count: この層は3か所と書かれていますが、圏域は2件です"
        "（書けるもの: 圏域の件数と同じ数（1件も書かなければ検査しません））",
        id="areas do not add up",
    ),
    pytest.param(
        'code = "AREA", name = "圏域", level = 1',
        'code = "AREA", name = "圏域", level = 0',
        "areas[1].parent: 親の圏域が、同じか下の層にあります（書けるもの: 上の層（level の小さい層）の圏域）",
        id="parent on the same level",
    ),
    pytest.param(
        'towns = ["下町"]',
        'towns = ["上町"]',
        "areas[2].towns: 「上町」が同じ層の「NORTH」にも入っています（書けるもの: 1つの層では1つの町は1つの圏域）",
        id="one town in two areas",
    ),
    pytest.param(
        'sources = [{ code = "要綱", title = "架空市の要綱" }]',
        'sources = [{ code = "要綱", title = "架空市の要綱" }]\n'
        'on_call = [{ agencies = ["SHI"], contact = "当番", evidence = "要綱" }]',
        "on_call[0]: いつつながるかは、どちらか一方だけを書いてください（書けるもの: always = true か hours）",
        id="on call at no time",
    ),
    pytest.param(
        "municipality.fiscal_years = [2026]",
        "municipality.fiscal_years = [2026, 2027]",
        "programmes: 包括的相談支援事業の2027年度がありません"
        "（書けるもの: municipality.fiscal_years の年度すべてに5事業）",
        id="a year without programmes",
    ),
    pytest.param(
        'programme = "COMMUNITY", fiscal_years = [2026]',
        'programme = "COMMUNITY", fiscal_years = [2026, 2026]',
        "programmes[2].fiscal_years: 地域づくりに向けた支援事業の2026年度が二度書かれています"
        "（書けるもの: 事業ごとに1年度1回）",
        id="a programme twice in a year",
    ),
    pytest.param(
        'contract = "DIRECT", evidence = "要綱"',
        'contract = "DIRECT", evidence = "うわさ"',
        "programmes[0].evidence: 「うわさ」という出典は書かれていません（書けるもの: 要綱・推定・仮・既定）",
        id="source not listed",
    ),
    pytest.param(
        'sources = [{ code = "要綱", title = "架空市の要綱" }]',
        'sources = [{ code = "要綱", title = "架空市の要綱" }]\n'
        'focus_groups = [{ fiscal_years = [2026], name = "若者", evidence = "要綱", guessed = ["years"] }]',
        "focus_groups[0].guessed: 「years」というキーはここにありません"
        "（書けるもの: evidence・guessed・note・fiscal_years・name）",
        id="guessed key that does not exist",
    ),
    pytest.param(
        'sources = [{ code = "要綱", title = "架空市の要綱" }]',
        'sources = [{ code = "要綱", title = "架空市の要綱" }]\n'
        "programme_groups = ["
        '{ programme = "CONSULTATION", group = "CONSULTATION" }, { programme = "OUTREACH", group = "CONSULTATION" },'
        '{ programme = "MULTI_AGENCY", group = "CONSULTATION" }, { programme = "COMMUNITY", group = "COMMUNITY" }]',
        "programme_groups: 参加支援事業の区分が0回書かれています（書けるもの: 5事業それぞれに1回）",
        id="programme in no group",
    ),
]


def refusal_of(text: str) -> list[str]:
    with pytest.raises(ProfileError) as refusal:
        read_profile(text, name="架空市.toml")
    return str(refusal.value).split("\n")


def test_the_small_profile_is_accepted_as_it_stands() -> None:
    assert read_profile(SMALL, name="架空市.toml").municipality.name == "架空市"


@pytest.mark.parametrize(("right", "wrong", "line"), FAULTS)
def test_fault_is_told_in_one_line(right: str, wrong: str, line: str) -> None:
    assert right in SMALL
    assert refusal_of(SMALL.replace(right, wrong, 1))[0] == f"架空市.toml: {line}"


def test_a_redrawn_area_may_name_the_same_town_later() -> None:
    until = SMALL.replace('towns = ["上町"]', 'towns = ["上町"], valid_until = 2027-04-01')
    redrawn = until.replace('towns = ["下町"]', 'towns = ["上町"], valid_from = 2027-04-01')
    redrawn = redrawn.replace("level = 1, count = 2", "level = 1, count = 1")
    assert [area.towns for area in read_profile(redrawn, name="架空市").areas] == [(), ("上町",), ("上町",)]


def test_every_fault_is_told_at_once() -> None:
    text = SMALL.replace('opened_on = "2026-05"', "opened_on = 2026").replace("pattern = 1", "pattern = 0")
    assert refusal_of(text) == [
        '架空市.toml: bases[0].opened_on: 年月の形ではありません（書けるもの: "2014-12" または "2023-03-20" の形）',
        "架空市.toml: flow.pattern: 0は範囲の外です（書けるもの: 1以上）",
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("format = 1\nfoo = = 2", "（2行目の7文字目）"),
        ('format = 1\nmunicipality.name = "架空市', "（ファイルの終わり）"),
        ("format = 1\nformat = 1\n", "（2行目の11文字目）"),
    ],
)
def test_broken_toml_names_line_and_column(text: str, place: str) -> None:
    assert refusal_of(text) == [
        f"架空市.toml: {place}: TOML として読めません"
        "（書けるもの: かっこや引用符の閉じ忘れ、同じキーの重なりがない書き方）"
    ]


def test_unknown_preset_lists_the_presets() -> None:
    with pytest.raises(ProfileError) as refusal:
        load_preset("atlantis")
    assert str(refusal.value) == (
        "atlantis: （名前）: この名前の見本はありません"
        "（書けるもの: hachioji・komae・nakano・nishitokyo・setagaya・sumida・tachikawa・toshima）"
    )


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as refusal:
        load_file(tmp_path / "ない.toml")
    assert str(refusal.value) == (
        "ない.toml: （全体）: ファイルを開けません（書けるもの: 読むことのできるファイル）"
    )


def test_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "古い.toml"
    path.write_bytes("名前 = 1".encode("shift_jis"))
    with pytest.raises(ProfileError) as refusal:
        load_file(path)
    assert str(refusal.value) == (
        "古い.toml: （全体）: 文字コードが読めません（書けるもの: UTF-8 で保存したファイル）"
    )


@pytest.mark.parametrize("name", preset_names())
@pytest.mark.parametrize("value", ["4.5", '"x"', "true", "[1]", "{ a = 1 }", "1979-05-27T07:32:00"])
def test_no_english_reaches_the_author(name: str, value: str) -> None:
    """Whatever value stands in whatever line of a preset, the answer has no English sentence in it."""
    path = Path(__file__).parents[3] / "norishiro" / "profiles" / "presets" / f"{name}.toml"
    text = re.sub(r"(?m)^(\w+(?:\.\w+)?) = (?![\[{]$).+$", rf"\1 = {value}", path.read_text(encoding="utf-8"))
    text = re.sub(
        r"(, (?:contract|from|closed|count|staff|layer|level|fields|operators) = )[^,}\]]+",
        rf"\g<1>{value}",
        text,
    )
    for line in refusal_of(text):
        assert re.findall(r"[a-z]+ [a-z]+", line) == []
        assert "書き方が合いません" not in line
