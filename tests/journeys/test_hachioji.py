"""八王子: a house full of things and a man who does not come out, with the two sides of a 支援会議 apart.

The 社協 takes the case but may not convene the 支援会議: it asks the city, and the city calls. The 重層的支援会議, with
consent, is the 社協's own. At every step somebody of an agency that has nothing to do with the family finds nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.utils import timezone

from norishiro.agencies.choices import RoleKind as Kind
from tests.journeys.stage import Player, Stage

pytestmark = pytest.mark.journey

BASE = "八王子まるごとサポートセンター（はちまるサポート）"
CITY = "福祉政策課"
OPERATOR = "支えあい推進課"
MAN, MOTHER = "角の家の男性", "母"
WHY_REFUSED = "片づけろと言われるのがいやだ"


def wareki(day: date) -> str:
    return f"令和{day.year - 2018}年{day.month}月{day.day}日"


@dataclass
class Cast:
    """Everybody of the story, each of another agency, and the addresses the story has come by."""

    csw: Player
    elderly: Player
    council: Player
    chief: Player
    city: Player
    refuse: Player
    poverty: Player
    stranger: Player
    today: date
    at: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str, player: Player) -> None:
        """Remember where the player is; the stranger finds nothing there."""
        self.at[name] = player.path
        self.stranger.cannot_open(player.path)

    def nothing_for_the_stranger(self) -> None:
        """Every address of the story so far is no page for the stranger, and no list names the family."""
        for path in self.at.values():
            self.stranger.cannot_open(path)
        for path in ("/", "/cases/", "/meetings/", "/people/", "/consultations/", "/support-requests/"):
            self.stranger.can_open(path)
            self.stranger.does_not_see("角の家")


def enter_all(stage: Stage) -> Cast:
    coordinator = (Kind.COORDINATOR,)
    return Cast(
        csw=stage.enter("架空 まるこ", agency="HACHIMARU", kinds=(Kind.CSW, Kind.WINDOW)),
        elderly=stage.enter("架空 あんしん", agency="KOREI_ANSHIN", kinds=(Kind.WINDOW, Kind.MEMBER)),
        council=stage.enter("架空 支恵", agency="SASAEAI", kinds=coordinator),
        chief=stage.enter("架空 課長", agency="FUKUSHI_SEISAKU", kinds=(Kind.MANAGER, Kind.DECIDER)),
        city=stage.enter("架空 政策", agency="FUKUSHI_SEISAKU", kinds=(Kind.SECRETARIAT, Kind.COORDINATOR)),
        refuse=stage.enter("架空 減量", agency="GOMI", kinds=(Kind.MEMBER,)),
        poverty=stage.enter("架空 自立", agency="SEIKATSU_JIRITSU", kinds=coordinator),
        stranger=stage.enter("架空 よそ", agency="SHOHI", kinds=coordinator),
        today=timezone.localdate(),
    )


def test_the_house_at_the_corner(raise_curtain):
    cast = enter_all(raise_curtain("hachioji"))
    a_neighbour_tells(cast)
    the_base_applies_without_consent(cast)
    the_council_opens_the_case(cast)
    the_council_asks_the_city_to_convene(cast)
    the_members_talk_behind_the_statute(cast)
    an_outreach_plan_without_consent(cast)
    visits_until_he_is_met(cast)
    the_mother_agrees_and_takes_it_back(cast)
    he_refuses_and_later_agrees(cast)
    the_council_drafts_the_plan(cast)
    the_layered_conference_finds_it_appropriate(cast)
    the_plan_is_decided_and_received(cast)
    monitored_evaluated_closed(cast)
    watched_and_reopened(cast)


# --- 1–4 受付から、ケースを開くまで -----------------------------------------------------------------------


def a_neighbour_tells(cast: Cast) -> None:
    """19項目の受付票: ◎は一つ、○は二つ。来たのは本人ではない."""
    csw = cast.csw
    csw.open("/consultations/receive/")
    csw.tick("窓口に来た")
    csw.tick("近隣・知人")
    csw.write("相談の内容", "角の家の庭に物があふれ、においがする。息子さんが何年も出てこない。")
    csw.tick("住まいについて：いちばん困っている")
    csw.tick("ひきこもり・不登校：あてはまる")
    csw.tick("地域との関係について：あてはまる")
    csw.unfold("だれのことか")
    csw.write("呼び名", MAN)
    csw.press("受け付ける")
    csw.sees("◎ 住まいについて", "○ ひきこもり・不登校", "○ 地域との関係について", MAN)
    cast.keep("consultation", csw)
    cast.council.cannot_open(cast.at["consultation"])
    csw.follow("どうするか決める")
    csw.sees("主訴が明確か", "本人以外からの相談か")
    csw.tick("多機関協働へ申し込む")
    csw.tick("④")
    csw.write("理由", "ごみ屋敷とひきこもりで、対応する所管がない。本人以外からの相談。")
    csw.press("決める")
    csw.sees("④ 対応する所管がない（狭間）")


def the_base_applies_without_consent(cast: Cast) -> None:
    csw = cast.csw
    csw.follow("多機関協働へ申し込む")
    csw.choose("申し込む先", OPERATOR)
    csw.write("世帯の状況と課題", "高齢の母と息子の二人暮らし。庭と玄関に物が積み上がっている。")
    csw.write("これまでに取り組んだこと", "近所の方に話を聞き、二度訪ねた。")
    csw.write("行き詰まっているところ", "だれが主に担うかが決まらない。")
    csw.tick("本人とまだ会えていない")
    csw.press("申し込む")
    csw.sees("要否の回答待ち")
    cast.keep("request", csw)
    for outsider in (cast.elderly, cast.poverty, cast.city):
        outsider.cannot_open(cast.at["request"])


def the_council_opens_the_case(cast: Cast) -> None:
    council = cast.council
    council.open("/")
    council.follow("多機関協働の要否の回答")
    council.press("担当になる")
    council.follow("要：受理してケースを開く")
    council.write("「要」とした理由", "制度の狭間で、主担当がはっきりしない。")
    council.write("ケースの呼び方", "角の家の暮らし")
    council.tick("社協")
    council.write("その側にした理由", "時間をかけた関係づくりが要る")
    council.choose("主担当の機関", OPERATOR)
    council.tick("新しい世帯を登録する")
    council.write("新しい世帯の呼び方", "角の家")
    council.unfold("いっしょに支援する人 1")
    council.page.locator("[name=alias_1]").fill(MOTHER)
    council.page.locator("[name=relation_1]").select_option("PARENT")
    council.write("申し込んだ機関に続けてもらうこと", "訪問を続け、関係をつくる")
    council.press("「要」と回答してケースを開く")
    council.sees("角の家の暮らし", "訪問を続け、関係をつくる")
    cast.keep("case", council)
    cast.csw.can_open(cast.at["case"])
    for outsider in (cast.elderly, cast.refuse, cast.poverty, cast.city):
        outsider.cannot_open(cast.at["case"])


# --- 5–6 支援会議: 社協は招集できず、市に要請する ----------------------------------------------------------


def the_council_asks_the_city_to_convene(cast: Cast) -> None:
    council, city = cast.council, cast.city
    council.open("/meetings/bodies/")
    council.page.locator("main").get_by_role("link", name="支援会議", exact=True).click()
    council.sees("この会議を招集するのは、別の機関です。「開催を要請する」から頼めます。")
    council.open(cast.at["case"])
    council.follow("会議")
    council.follow("開催を要請する")
    council.write("開いてほしい理由", "近づき方と、家に入れたあとのことを、集まって決めたい。")
    for name in (BASE, "高齢者あんしん相談センター", "ゴミ減量課"):
        council.tick(name)
    council.press("要請する")
    council.sees("開催の回答待ち", "ゴミ減量課（名簿）")
    council.does_not_see("要請に回答する")
    cast.keep("convening", council)
    for outsider in (cast.elderly, cast.refuse, cast.poverty):
        outsider.cannot_open(cast.at["convening"])
    city.open("/")
    city.follow("支援会議を開くかどうか")
    city.sees("近づき方と、家に入れたあとのことを")
    city.follow("要請に回答する")
    city.tick("開催する")
    city.write("開催日", wareki(cast.today))
    city.tick("生活自立支援課")
    city.press("回答する")
    city.sees("角の家の暮らし", "守秘の確認（誓約）がまだです")
    cast.keep("sitting", city)
    council.open(cast.at["convening"])
    council.sees("開催する", "開催案内済み")


def the_members_talk_behind_the_statute(cast: Cast) -> None:
    """法の守秘を確かめてから資料が開く。事実・見立てを分け、決定はそのまま役割になる."""
    city = cast.city
    for member in (cast.csw, cast.elderly, cast.refuse, cast.poverty):
        member.open(cast.at["sitting"])
        member.does_not_see("角の家の暮らし")
    for member in (city, cast.council, cast.csw, cast.elderly, cast.refuse, cast.poverty):
        member.open(cast.at["sitting"])
        member.follow("守秘を確かめて資料を開く")
        member.tick("守ります")
        member.press("確認して資料を開く")
        member.sees("守秘を確かめました", "角の家の暮らし")
    cast.refuse.follow("角の家の暮らし")
    cast.keep("item", cast.refuse)
    city.press("会議を始める")
    for member, kind, words in (
        (cast.refuse, "事実", "去年、玄関先の片づけを二度断られている。"),
        (cast.elderly, "事実", "母は要介護の申請をしていない。"),
        (cast.council, "見立て", "物をためることで、母を守っているつもりかもしれない。"),
    ):
        member.open(cast.at["item"])
        member.tick(kind)
        member.write("内容", words)
        member.press("議事に書く")
        member.sees(words)
    for agency, what in (
        (BASE, "手紙を続け、外で会うきっかけをつくる"),
        (OPERATOR, "全体の調整と、次の集まりの準備"),
        ("ゴミ減量課", "頼まれたら運べる日を決めておく"),
    ):
        city.open(cast.at["item"])
        city.write("決めたこと", what)
        city.choose("担当する機関", agency)
        city.write("いつまでに", wareki(cast.today + timedelta(days=30)))
        city.press("決定として書く")
        city.sees(what, "役割になりました")
    city.press("この議題を終える")
    city.open(cast.at["sitting"])
    city.press("会議を終える")
    city.press("議事録を確定する")
    city.sees("議事録確定")
    for outsider in (cast.elderly, cast.poverty):
        outsider.cannot_open(cast.at["item"])
        outsider.cannot_open(cast.at["case"])
    cast.refuse.can_open(cast.at["case"])
    cast.refuse.sees("頼まれたら運べる日を決めておく")
    cast.stranger.cannot_open(cast.at["item"])
    cast.stranger.cannot_open(cast.at["case"])


# --- 7 アウトリーチ: 同意のないまま、プランを立てて通う ----------------------------------------------------


def an_outreach_plan_without_consent(cast: Cast) -> None:
    csw, council, chief = cast.csw, cast.council, cast.chief
    to_the_plans(cast, csw)
    csw.does_not_see("多機関協働プランを作る（")
    csw.follow("アウトリーチ等プランを作る")
    csw.tick("支援会議")
    fill_plan(
        csw,
        problems="庭と玄関に物があふれ、男性は家から出ない。母の様子が分からない。",
        goal="男性と話ができ、本人の困りごとを聞ける",
        today=cast.today,
        rows=(("会えていない", "一度話す", "月に二度、訪ねて手紙を入れる", BASE),),
    )
    csw.sees("男性と話ができ、本人の困りごとを聞ける")
    cast.keep("outreach plan", csw)
    for outsider in (cast.elderly, cast.poverty):
        outsider.cannot_open(cast.at["outreach plan"])
    csw.follow("案を渡す")
    csw.press("案を渡す")
    council.open(cast.at["outreach plan"])
    council.follow("会議の確認を記録する")
    council.page.locator("[name=item]").first.check()
    council.press("適切と確認した")
    council.sees("このまちでプランを決定するのは「福祉政策課・重層的支援会議」です")
    chief.open(cast.at["outreach plan"])
    chief.follow("決定する")
    chief.press("決定する")
    chief.sees("決定しました")


def to_the_plans(cast: Cast, player: Player) -> None:
    """From the household's page to its plans, by the button: what comes next may name a plan as well."""
    player.open(cast.at["case"])
    player.page.locator("main").get_by_role("link", name="プラン", exact=True).first.click()
    player.page.wait_for_url("**/plans/cases/**")


def fill_plan(
    player: Player, *, problems: str, goal: str, today: date, rows: tuple[tuple[str, ...], ...]
) -> None:
    """Write the plan's words and its rows; the proposed rows that are not wanted are emptied."""
    page = player.page
    player.write("課題の整理", problems)
    player.write("このプランで達成すること", goal)
    player.write("始まりの日", wareki(today))
    player.write("終わりの日", wareki(today + timedelta(days=180)))
    for number in range(1, page.locator("[name^=row_][name$=_issue]").count() + 1):
        given = rows[number - 1] if number <= len(rows) else ("", "", "", "")
        for part, words in zip(("issue", "goal", "action"), given[:3], strict=True):
            page.locator(f"[name=row_{number}_{part}]").fill(words)
        page.locator(f"[name=row_{number}_due_on]").fill("")
        page.locator(f"[name=row_{number}_bearer]").select_option(label=given[3] or "選んでください")
    player.press("案を登録する")


def visits_until_he_is_met(cast: Cast) -> None:
    """会えない日も、投函だけの日も一件."""
    csw = cast.csw
    for method, met, words in (
        ("訪問", "留守・会えず", "呼び鈴に返事はない。窓に明かりはある"),
        ("手紙・投函", "手紙を投函した", "季節のあいさつと、連絡先を入れた"),
        ("訪問", "会えた・話せた", "門のところで五分話せた。猫の名前を教えてくれた"),
    ):
        csw.open(cast.at["case"])
        csw.page.locator("#quick-method").select_option(label=method)
        csw.page.locator("#quick-met").select_option(label=met)
        csw.page.locator("#quick-body").fill(words)
        csw.press("記録する")
        csw.sees(words)
    for outsider in (cast.elderly, cast.poverty, cast.stranger):
        outsider.cannot_open(cast.at["case"])


def to_the_consents(cast: Cast, who: str) -> None:
    cast.csw.open(cast.at["case"])
    cast.csw.page.locator("#members tr", has_text=who).get_by_role("link").last.click()


def take_consent(cast: Cast, *, who: str, recipients: tuple[str, ...], purpose: str) -> None:
    csw = cast.csw
    to_the_consents(cast, who)
    cast.keep(f"consents of {who}", csw)
    csw.follow("同意を受け取る")
    csw.tick("氏名・住所・家族などの属性")
    csw.tick("福祉制度の利用状況")
    csw.tick("生活歴・困りごと")
    for name in recipients:
        csw.page.get_by_role("group", name="渡してよい機関").get_by_label(name, exact=True).check()
    csw.write("目的", purpose)
    csw.press("同意を登録する")
    csw.sees("同意を登録しました")


def the_mother_agrees_and_takes_it_back(cast: Cast) -> None:
    """同意で見ていた機関は、撤回のあとの次の一押しで、もう見られない."""
    csw, elderly = cast.csw, cast.elderly
    csw.open(cast.at["case"])
    csw.follow(MOTHER)
    cast.keep("mother", csw)
    elderly.cannot_open(cast.at["mother"])
    take_consent(
        cast, who=MOTHER, recipients=("高齢者あんしん相談センター",), purpose="介護の相談を始めるため"
    )
    elderly.can_open(cast.at["mother"])
    elderly.can_open(cast.at["case"])
    elderly.sees("角の家の暮らし", MOTHER)
    elderly.does_not_see("猫の名前", WHY_REFUSED)
    to_the_consents(cast, MOTHER)
    csw.follow("撤回を受ける")
    csw.sees("高齢者あんしん相談センター")
    csw.write("本人のことば", "やっぱり、息子に知られたくない")
    csw.press("撤回を登録する")
    csw.sees("同意の撤回を登録しました")
    cast.stranger.cannot_open(cast.at["mother"])
    with elderly.page.expect_navigation() as click:
        elderly.page.locator("#members").get_by_role("link", name=MOTHER).click()
    assert click.value is not None
    assert click.value.status == 404
    elderly.cannot_open(cast.at["case"])


def he_refuses_and_later_agrees(cast: Cast) -> None:
    csw = cast.csw
    to_the_consents(cast, MAN)
    csw.follow("断られた・尋ねられない")
    csw.write("理由", WHY_REFUSED)
    csw.write("次に尋ねる日", wareki(cast.today + timedelta(days=14)))
    csw.press("記録する")
    csw.sees("支援会議の道で支援を続けられます")
    to_the_consents(cast, MAN)
    csw.sees("同意しない", WHY_REFUSED)
    for outsider in (cast.elderly, cast.poverty):
        outsider.cannot_open(cast.at["case"])
    take_consent(
        cast,
        who=MAN,
        recipients=(OPERATOR, "福祉政策課", "ゴミ減量課", "生活自立支援課"),
        purpose="片づけと家計の相談を、いっしょに進めるため",
    )
    csw.open(cast.at["outreach plan"])
    csw.sees("同意あり", "同意しない")
    evaluate(
        cast,
        csw,
        plan="アウトリーチ等プラン 第1回",
        words="会って話し、同意を聞けた。",
        result="再プランで継続",
    )
    csw.open(cast.at["case"])
    csw.follow("意向を書く")
    csw.choose("だれのことばか", MAN)
    csw.page.locator("[name=words]").fill("猫が通れるところだけ、自分で片づけたい")
    csw.tick("同意")
    csw.press("登録する")
    csw.sees("猫が通れるところだけ、自分で片づけたい")
    cast.poverty.can_open(cast.at["case"])
    cast.poverty.sees("猫が通れるところだけ、自分で片づけたい")
    cast.poverty.does_not_see("頼まれたら運べる日を決めておく")
    cast.elderly.cannot_open(cast.at["case"])


# --- 8 重層的支援会議: 社協が招集し、市がプランを決める ----------------------------------------------------------


def the_council_drafts_the_plan(cast: Cast) -> None:
    council = cast.council
    to_the_plans(cast, council)
    council.follow("多機関協働プランを作る")
    council.sees(
        f"{MOTHER}さん：同意がまだないか、撤回・期限切れです。", "アウトリーチ等プランが続いています"
    )
    assert council.page.locator("[name=people]").count() == 1
    council.write("本人・家族の意向", "猫が通れるところだけ、自分で片づけたい")
    fill_plan(
        council,
        problems="家の中に通り道がない。収入が分からない。人と話す機会がない。",
        goal="玄関から居間までの通り道ができ、月に一度だれかと話す",
        today=cast.today,
        rows=(
            ("通り道がない", "玄関を片づける", "本人の決めた日に運び出す", "ゴミ減量課"),
            ("家計が分からない", "家計を一緒に見る", "家計の相談", "生活自立支援課"),
            ("話す機会がない", "月に一度話す", "月に二度訪ねる", BASE),
        ),
    )
    cast.keep("plan", council)
    cast.elderly.cannot_open(cast.at["plan"])
    council.follow("案を渡す")
    council.press("案を渡す")
    council.sees("案を渡した（付議待ち）")


def the_layered_conference_finds_it_appropriate(cast: Cast) -> None:
    council = cast.council
    council.open(cast.at["case"])
    council.follow("会議")
    council.follow("会議に付議する")
    council.choose("会議体", "重層的支援会議")
    council.tick("重層的支援会議として")
    council.tick("プランの適切性")
    council.write("付議の理由", "プランの適切性を、関わる機関で確かめたい。")
    council.press("付議する")
    council.open("/meetings/bodies/")
    council.page.locator("main").get_by_role("link", name="重層的支援会議", exact=True).click()
    council.follow("会議を招集する")
    council.write("開催日", wareki(cast.today))
    council.unfold("名簿のほかの機関を加える")
    for name in ("ゴミ減量課", "生活自立支援課"):
        council.tick(name)
    council.press("招集する")
    cast.keep("layered sitting", council)
    for member in (council, cast.csw, cast.refuse, cast.poverty):
        member.open(cast.at["layered sitting"])
        member.follow("守秘を確かめて資料を開く")
        member.tick("守ります")
        member.page.locator("main form button[type=submit]").first.click()
        member.sees("守秘を確かめました")
    cast.elderly.cannot_open(cast.at["layered sitting"])
    council.press("会議を始める")
    council.follow("角の家の暮らし")
    cast.keep("layered item", council)
    council.open(cast.at["plan"])
    council.follow("会議の確認を記録する")
    council.tick("重層的支援会議")
    council.press("適切と確認した")
    council.sees("会議で適切と確認（決定待ち）")
    council.open(cast.at["layered item"])
    council.press("この議題を終える")
    council.open(cast.at["layered sitting"])
    council.press("会議を終える")
    council.press("議事録を確定する")
    council.sees("議事録確定")


def the_plan_is_decided_and_received(cast: Cast) -> None:
    """決定は市。案を作った社協は決められない."""
    cast.council.open(cast.at["plan"])
    cast.council.sees("このまちでプランを決定するのは「福祉政策課・重層的支援会議」です")
    chief = cast.chief
    chief.open(cast.at["plan"])
    chief.follow("決定する")
    chief.write("本人が同意・署名した日", wareki(cast.today))
    chief.press("決定する")
    chief.sees("プランを決定しました")
    for provider in (cast.refuse, cast.poverty, cast.csw):
        provider.open(cast.at["plan"])
        provider.follow("受領を確認する")
        provider.press("受け取りました")
    cast.csw.sees("関係機関に共有・確認済み")
    cast.nothing_for_the_stranger()


# --- 9 支援、モニタリング、評価、終結と経過観察 ---------------------------------------------------------------


def monitored_evaluated_closed(cast: Cast) -> None:
    council, refuse = cast.council, cast.refuse
    refuse.open(cast.at["case"])
    refuse.follow("本人の決めた日に運び出す")
    refuse.write("いまの様子", "玄関の分を、本人と運び出した")
    refuse.press("登録する")
    refuse.sees("玄関の分を、本人と運び出した")
    to_the_plans(cast, council)
    council.page.locator("main").get_by_role("link", name="記録する", exact=True).first.click()
    council.write("実施した日", wareki(cast.today))
    council.write("進み具合", "通り道ができた。月に一度、門で話している。")
    council.tick("終結へ")
    council.press("記録する")
    council.sees("通り道ができた。月に一度、門で話している。")
    evaluate(cast, council, plan="多機関協働プラン 第1回", words="自分で片づけを続けている。", result="終結")
    to_the_plans(cast, council)
    council.follow("終結を記録する")
    cast.keep("closing", council)
    council.tick("役割分担が確立した")
    council.write("まとめ", "通り道ができ、話す相手ができた。")
    council.choose("このあと主に関わる機関", BASE)
    council.tick("経過観察をする")
    council.write("見守る人", "近所の方と民生委員")
    council.write("次に確かめる日", wareki(cast.today + timedelta(days=90)))
    council.press("終結する")
    council.sees("経過観察", BASE, "近所の方と民生委員")
    cast.stranger.cannot_open(cast.at["case"])


def evaluate(cast: Cast, player: Player, *, plan: str, words: str, result: str) -> None:
    to_the_plans(cast, player)
    player.follow("評価を記録する")
    player.write("評価した日", wareki(cast.today))
    player.tick(plan)
    player.tick("達成")
    player.tick("孤立の解消")
    player.write("評価のことば", words)
    player.page.locator("main label", has_text=result).get_by_role("radio").check()
    player.press("評価を記録する")
    player.sees("評価を記録しました", words)


def watched_and_reopened(cast: Cast) -> None:
    council = cast.council
    to_the_plans(cast, council)
    council.follow("様子を記録する")
    council.write("確かめた日", wareki(cast.today))
    council.page.locator("[name=finding]").fill("庭にまた物が増えている。男性から手紙の返事が来た。")
    council.write("次に確かめる日", wareki(cast.today + timedelta(days=30)))
    council.press("記録する")
    council.sees("庭にまた物が増えている")
    to_the_plans(cast, council)
    council.follow("ケースを再開する")
    council.write("再開する理由", "本人から、もう一度手伝ってほしいと返事が来た")
    council.press("再開する")
    council.open(cast.at["case"])
    council.sees("第2期")
    cast.elderly.cannot_open(cast.at["case"])
    cast.nothing_for_the_stranger()
