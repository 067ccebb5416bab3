"""豊島: 世帯主A・親C・子B, from a 民生委員's worry to 終結と経過観察, on the screens, by people of different agencies.

At every step somebody of an agency that has nothing to do with the family tries the address and finds nothing.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from norishiro.agencies.choices import RoleKind as Kind

pytestmark = pytest.mark.journey


def wareki(day) -> str:
    return f"令和{day.year - 2018}年{day.month}月{day.day}日"


def test_the_family_of_a_c_and_b(raise_curtain):
    stage = raise_curtain("toshima")
    today = timezone.localdate()
    csw = stage.enter("架空 ひろば", agency="KUMIN_HIROBA", kinds=(Kind.CSW, Kind.WINDOW))
    officer = stage.enter("架空 推進", agency="FUKUSHI_SOMU", kinds=(Kind.COORDINATOR, Kind.SECRETARIAT))
    work = stage.enter("架空 自立", agency="JIRITSU", kinds=(Kind.COORDINATOR,))
    elderly = stage.enter("架空 高齢", agency="KOREI_FUKUSHI", kinds=(Kind.COORDINATOR,))
    chief = stage.enter("架空 課長", agency="FUKUSHI_SOMU", kinds=(Kind.DECIDER, Kind.MANAGER))
    stranger = stage.enter("架空 よそ", agency="JIDO_SODAN", kinds=(Kind.COORDINATOR,))

    # 1–2  民生委員が気になる世帯をCSWに話す。名前はまだ分からない
    csw.open("/consultations/receive/")
    csw.tick("電話")
    csw.tick("民生委員・児童委員")
    csw.write(
        "相談の内容", "見守りの訪問で気になった。親の介護で仕事をやめた人と、高校をやめた子がいるらしい。"
    )
    csw.press("受け付ける")
    csw.sees("受付")
    consultation = csw.path
    stranger.cannot_open(consultation)

    # スクリーニング：③世帯の課題、多機関へ
    csw.follow("どうするか決める")
    csw.tick("多機関協働へ申し込む")
    csw.tick("③")
    csw.write("理由", "本人だけでなく世帯全体の課題で、所管がいくつもある。")
    csw.press("決める")
    csw.sees("多機関協働へ申し込む")

    # 多機関協働の利用申込（同意なし）。申込者は本人ではなく機関
    csw.follow("多機関協働へ申し込む")
    csw.choose("申し込む先", "福祉総務課")
    csw.write("世帯の状況と課題", "介護のために退職した世帯主、介護を断る親、高校をやめた子。")
    csw.write("これまでに取り組んだこと", "民生委員と相談した。")
    csw.write("行き詰まっているところ", "どこに相談すればよいか、だれも決められない。")
    csw.tick("本人とまだ会えていない")
    csw.press("申し込む")
    request = csw.path
    stranger.cannot_open(request)
    work.cannot_open(request)

    # 3  推進員が受け、世帯をつくり、ケースを開く
    officer.open("/")
    officer.follow("多機関協働の要否の回答")
    officer.press("担当になる")
    officer.follow("要：受理してケースを開く")
    officer.write("「要」とした理由", "世帯の課題で、既存の流れでは進まない。")
    officer.write("ケースの呼び方", "みなと家の暮らし")
    officer.tick("社協")
    officer.write("その側にした理由", "時間をかけた関係づくりが要る")
    officer.choose("主担当の機関", "福祉総務課")
    officer.tick("新しい世帯を登録する")
    officer.write("新しい世帯の呼び方", "みなと家")
    officer.unfold("いっしょに支援する人 1")
    officer.page.locator("[name=alias_1]").fill("親C")
    officer.page.locator("[name=relation_1]").select_option("PARENT")
    officer.unfold("いっしょに支援する人 2")
    officer.page.locator("[name=alias_2]").fill("子B")
    officer.page.locator("[name=relation_2]").select_option("CHILD")
    officer.write("申し込んだ機関に続けてもらうこと", "民生委員と一緒に訪問する")
    officer.press("「要」と回答してケースを開く")
    officer.sees("みなと家の暮らし")
    case = officer.path
    stranger.cannot_open(case)
    work.cannot_open(case)

    # 支援会議（社会福祉法第106条の6）: 関係者会議を、同意のないまま開く
    officer.open(case)
    officer.follow("会議")
    officer.follow("会議に付議する")
    officer.choose("会議体", "関係者会議")
    officer.tick("支援会議として")
    officer.write("付議の理由", "世帯主への近づき方と、役割を決めたい。")
    officer.press("付議する")
    officer.open("/meetings/bodies/")
    officer.follow("関係者会議")
    officer.follow("会議を招集する")
    officer.write("開催日", wareki(today))
    officer.unfold("名簿のほかの機関を加える")
    for name in ("自立促進担当課", "高齢者福祉課"):
        officer.tick(name)
    officer.press("招集する")
    sitting = officer.path
    officer.sees("関係者会議", "みなと家の暮らし")

    # 守秘を確かめるまで、構成員にも見えない
    for member in (csw, work, elderly):
        member.open(sitting)
        member.does_not_see("世帯主への近づき方")
    for member in (officer, csw, work, elderly):
        member.open(sitting)
        member.follow("守秘を確かめて資料を開く")
        member.tick("守ります")
        member.page.locator("main form button[type=submit]").first.click()
        member.sees("みなと家の暮らし")
    work.follow("みなと家の暮らし")
    item = work.path
    work.sees("世帯主への近づき方")
    stranger.cannot_open(item)

    # 会議を開き、事実・見立て・決定を書く。決定はそのまま役割になる
    officer.open(sitting)
    officer.press("会議を始める")
    officer.open(item)
    officer.tick("事実")
    officer.write("内容", "世帯主は昼間、家にいることが多い。")
    officer.press("議事に書く")
    for agency, what in (
        ("区民ひろば", "民生委員と一緒に、まず世帯主に会う"),
        ("自立促進担当課", "仕事の相談を受けられるようにしておく"),
    ):
        officer.open(item)
        officer.write("決めたこと", what)
        officer.choose("担当する機関", agency)
        officer.write("いつまでに", wareki(today + timedelta(days=14)))
        officer.press("決定として書く")
        officer.sees(what)
    officer.open(item)
    officer.press("この議題を終える")
    elderly.cannot_open(case)
    elderly.cannot_open(item)
    officer.open(sitting)
    officer.press("会議を終える")
    officer.press("議事録を確定する")
    officer.sees("確定")

    # 5  アウトリーチ: 会えない日も一件。プランも同意もまだない
    csw.open(case)
    csw.sees("民生委員と一緒に、まず世帯主に会う")
    csw.choose("会えたか", "留守")
    csw.page.locator("#quick-body").fill("民生委員と訪ねたが留守。手紙を置いた")
    csw.press("記録する")
    csw.sees("民生委員と訪ねたが留守")
    work.can_open(case)
    work.does_not_see("民生委員と訪ねたが留守")
    stranger.cannot_open(case)

    # 本人に会えた。名前が分かり、三人それぞれに意思を確かめる
    csw.open(case)
    csw.follow("氏名不詳")
    person = csw.path
    csw.follow("書き改める")
    csw.write("氏名", "みなと 太郎")
    csw.write("ふりがな", "ﾐﾅﾄ ﾀﾛｳ")
    csw.write("生年月日", "55歳くらい")
    csw.press("書き改める")
    csw.sees("みなと　太郎", "みなと たろう")
    stranger.cannot_open(person)
    recipients = ("福祉総務課", "自立促進担当課", "高齢者福祉課", "区民ひろば")
    for name in ("みなと　太郎", "子B"):
        csw.open(case)
        row = csw.page.locator("#members tr", has_text=name)
        row.get_by_role("link", name="まだ").click()
        csw.follow("同意を受け取る")
        csw.tick("氏名・住所・家族などの属性")
        csw.tick("就学・就労・通所")
        csw.tick("生活歴・困りごと")
        for agency in recipients:
            csw.page.locator(
                "label", has_text=re.compile(f"^{agency}$")
            ).first.click() if not csw.page.get_by_label(agency, exact=True).first.is_checked() else None
        csw.write("目的", "就職と介護の相談を、いっしょに進めるため")
        csw.press("同意を登録する")
        csw.sees("同意を登録しました")
    csw.open(case)
    csw.page.locator("#members tr", has_text="親C").get_by_role("link", name="まだ").click()
    csw.follow("断られた・尋ねられない")
    csw.write("理由", "いまは介護の話をしたくない")
    csw.write("次に尋ねる日", wareki(today + timedelta(days=60)))
    csw.press("記録する")
    csw.sees("記録しました")

    # 本人のことばと課題。世帯の課題にまとめる
    for who, words in (
        ("みなと　太郎", "子どもと母の意思を尊重してほしい"),
        ("子B", "働きたいが、自分に何ができるか分からない"),
    ):
        csw.open(case)
        csw.follow("意向を書く")
        csw.choose("だれのことばか", who)
        csw.page.locator("[name=words]").fill(words)
        csw.press("登録する")
        csw.sees(words)
    for who, title in (
        ("みなと　太郎", "介護のために退職し、収入がない"),
        ("子B", "高校をやめ、進路が決まっていない"),
    ):
        csw.open(case)
        csw.follow("課題を書く")
        csw.tick("個人の課題")
        csw.page.locator("[name=person]").select_option(label=who)
        csw.page.locator("[name=title]").fill(title)
        csw.write("だれから聞いたか", "本人")
        csw.press("課題を登録する")
        csw.sees(title)
    csw.follow("世帯の課題にまとめる")
    csw.tick("介護のために退職し、収入がない")
    csw.tick("高校をやめ、進路が決まっていない")
    csw.write("世帯の課題として", "介護と収入と進路が、家族の中だけで絡み合っている")
    csw.press("まとめる")
    csw.sees("介護と収入と進路が、家族の中だけで絡み合っている")

    # 同意があるので、プランをつくる
    officer.open(case)
    officer.follow("プラン", exact=True)
    officer.follow("多機関協働プランを作る")
    for name in ("みなと　太郎", "子B"):
        officer.tick(name)
    officer.page.locator("[name=problems]").fill("介護と収入と進路が、家族の中だけで絡み合っている。")
    officer.page.locator("[name=goal]").fill("太郎さんが昼の仕事を探し始め、Bさんが相談の場とつながる")
    officer.page.locator("[name=from_on]").fill(wareki(today))
    officer.page.locator("[name=until_on]").fill(wareki(today + timedelta(days=180)))
    rows = (
        ("収入がない", "日中の仕事を見つける", "就職活動の相談と同行", "自立促進担当課"),
        ("進路が決まらない", "相談の場とつながる", "ひきこもり相談窓口への同行", "区民ひろば"),
    )
    for number in range(1, 9):
        field = officer.page.locator(f"[name=row_{number}_issue]")
        if field.count() == 0:
            break
        for part in ("issue", "goal", "action", "due_on"):
            officer.page.locator(f"[name=row_{number}_{part}]").fill("")
        officer.page.locator(f"[name=row_{number}_bearer]").select_option("")
        if number <= len(rows):
            issue, goal, action, agency = rows[number - 1]
            field.fill(issue)
            officer.page.locator(f"[name=row_{number}_goal]").fill(goal)
            officer.page.locator(f"[name=row_{number}_action]").fill(action)
            officer.page.locator(f"[name=row_{number}_bearer]").select_option(label=agency)
    officer.press("登録")
    plan = officer.path
    officer.sees("太郎さんが昼の仕事を探し始め")
    stranger.cannot_open(plan)
    officer.follow("案を渡す")
    officer.press("案を渡す")

    # 6  推進部会: 重層的支援会議として、同意のある二人のことを話し合う
    officer.open(case)
    officer.follow("会議")
    officer.follow("会議に付議する")
    officer.choose("会議体", "福祉包括化推進部会")
    officer.tick("重層的支援会議として")
    officer.tick("プランの適切性")
    officer.write("付議の理由", "プランの適切性を確かめたい。")
    officer.press("付議する")
    officer.open("/meetings/bodies/")
    officer.follow("福祉包括化推進部会")
    officer.follow("会議を招集する")
    officer.write("開催日", wareki(today))
    officer.press("招集する")
    section = officer.path
    for member in (officer, work, elderly):
        member.open(section)
        member.follow("守秘を確かめて資料を開く")
        member.tick("守ります")
        member.page.locator("main form button[type=submit]").first.click()
    officer.press("会議を始める")
    officer.follow("みなと家の暮らし")
    layered = officer.path
    stranger.cannot_open(layered)
    officer.open(plan)
    officer.follow("会議の確認を記録する")
    officer.page.locator("[name=item]").first.check()
    officer.page.locator("main form button[type=submit]").last.click()
    chief.open(plan)
    chief.follow("決定する")
    chief.page.locator("[name=decided_on]").fill(wareki(today))
    chief.page.locator("[name=agreed_on]").fill(wareki(today))
    chief.page.locator("main form button[type=submit]").last.click()
    chief.sees("決定")
    officer.open(layered)
    officer.press("この議題を終える")

    # 7  三人それぞれの支援。機関は受領を確かめ、様子を書く
    work.open(plan)
    work.follow("受領を確認する")
    work.page.locator("main form button[type=submit]").last.click()
    csw.open(plan)
    csw.follow("受領を確認する")
    csw.page.locator("main form button[type=submit]").last.click()
    work.open(case)
    work.follow("就職活動の相談と同行")
    work.page.locator("[name=progress]").fill("二つの事業所を見学した")
    work.page.locator("[name=next_on]").fill(wareki(today + timedelta(days=30)))
    work.press("登録する")
    work.sees("二つの事業所を見学した")
    stranger.cannot_open(case)

    # モニタリングと評価
    officer.open(case)
    officer.follow("プラン", exact=True)
    officer.follow("記録する")
    officer.page.locator("[name=done_on]").fill(wareki(today))
    officer.page.locator("[name=progress]").fill("太郎さんは面接へ。Bさんは相談窓口に二度行けた。")
    officer.tick("終結へ")
    officer.page.locator("main form button[type=submit]").last.click()
    officer.open(case)
    officer.follow("プラン", exact=True)
    officer.follow("評価を記録する")
    officer.page.locator("[name=evaluated_on]").fill(wareki(today))
    officer.tick("多機関協働プラン 第1回")
    officer.tick("一部達成")
    officer.tick("就職活動開始")
    officer.page.locator("[name=comment]").fill("家族の外につながりができた。")
    officer.page.locator("[name=result]").first.check()
    officer.page.locator("main form button[type=submit]").last.click()

    # 8  終結と経過観察: このあと主に関わる機関と、見守る人を名指しする
    officer.open(case)
    officer.follow("プラン", exact=True)
    officer.follow("終結を記録する")
    officer.tick("役割分担が確立した")
    officer.page.locator("[name=comment]").fill("それぞれの支援先が決まり、CSWが見守る。")
    officer.page.locator("[name=follow_up]").select_option(label="区民ひろば")
    officer.tick("経過観察をする")
    officer.page.locator("[name=watcher]").fill("民生委員")
    officer.page.locator("[name=check_on]").fill(wareki(today + timedelta(days=90)))
    officer.page.locator("main form button[type=submit]").last.click()
    officer.sees("経過観察")
    stranger.cannot_open(case)

    # 様子を見に行き、また困りごとが出たら、同じケースの次の期として再開する
    officer.open(case)
    officer.follow("プラン", exact=True)
    officer.follow("様子を記録する")
    officer.page.locator("[name=checked_on]").fill(wareki(today))
    officer.page.locator("[name=finding]").fill("太郎さんは働き始めた。Bさんが夜眠れないと話している。")
    officer.page.locator("main form button[type=submit]").last.click()
    officer.open(case)
    officer.follow("プラン", exact=True)
    officer.follow("ケースを再開する")
    officer.page.locator("[name=reason]").fill("Bさんの新しい困りごとが出た")
    officer.page.locator("main form button[type=submit]").last.click()
    officer.open(case)
    officer.sees("第2期")
    stranger.cannot_open(case)
