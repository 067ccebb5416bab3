"""What the eight towns say a role is there for can be done by whoever holds it, without a second role beside it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from norishiro.agencies.choices import RoleKind
from norishiro.agencies.operations.adopting.roles import KINDS
from norishiro.agencies.permissions import PERMISSIONS
from norishiro.agencies.permissions import Permission as P
from norishiro.profiles.loader import load_preset, preset_names
from norishiro.profiles.schema.organisation import Role
from norishiro.profiles.schema.parts import Party
from norishiro.profiles.schema.profile import Profile

VISITS = {P.RECORD_CONTACT, P.WORK_CASE, P.SEE_PEOPLE}
MEETS = {P.ATTEND_MEETING}
CALLS = {P.CALL_MEETING, P.WRITE_MINUTES}
LOCAL = {P.SEE_LOCAL, P.KEEP_LOCAL}
TELLS = {P.SEND_SHEET}
NEEDED = {
    "CSWが地域へ出られるように支える（臨時雇員）": {P.RECEIVE},
    "CSWの1年間の取組の個別面談": MEETS,
    "CSWへの相談": TELLS,
    "3者連携会議のチーフ": CALLS,
    "まちづくり": LOCAL,
    "アウトリーチ": VISITS,
    "サロン・食堂の立ち上げ": LOCAL,
    "チームの編成": {P.ANSWER_REQUEST, P.CALL_MEETING},
    "パイプ役": TELLS,
    "プラン": {P.DRAFT_PLAN},
    "プランの決定": {P.DECIDE_PLAN},
    "プラン作成": {P.DRAFT_PLAN},
    "事例の検討": MEETS,
    "会議": CALLS,
    "会議の主体": CALLS,
    "会議の運営": CALLS,
    "会議を直接コーディネートする": CALLS,
    "会議運営への協力": CALLS,
    "個別支援": VISITS,
    "個別支援と地域支援": VISITS | LOCAL,
    "分野の相談": {P.RECEIVE, P.RECORD_CONTACT},
    "制度と制度をつなぐ": {P.ANSWER_REQUEST, P.CALL_MEETING},
    "包括的相談支援": {P.RECEIVE, P.RECORD_CONTACT},
    "参加支援": VISITS | {P.DRAFT_PLAN},
    "参加支援のつなぎ役の中心": VISITS | {P.DRAFT_PLAN},
    "参加支援のメニュー開発とマッチング": VISITS | {P.DRAFT_PLAN},
    "各課への案内": {P.CALL_MEETING},
    "同行": TELLS,
    "同行訪問・情報共有・会議出席": VISITS | MEETS,
    "地域づくり": LOCAL,
    "地域に出向き関係を作る": LOCAL,
    "地域担当の後方支援": {P.SUPPORT_BASES},
    "地域活動へつなぐ": VISITS,
    "地域課題の情報を寄せる": TELLS,
    "多機関協働の利用を申し込む（本人ではない）": {P.APPLY},
    "多機関協働の実務": {P.ANSWER_REQUEST, P.CALL_MEETING, P.DRAFT_PLAN},
    "多機関協働への助言": MEETS,
    "委員会の支援": MEETS,
    "子育て関係団体ネットワーク会議": MEETS,
    "定期訪問": VISITS,
    "家から出られない人との関係づくり": VISITS,
    "家計改善": VISITS,
    "専門的支援": VISITS,
    "役割の分担": VISITS,
    "情報共有": TELLS | MEETS,
    "情報収集・課題整理": {P.WORK_CASE, P.SEE_PEOPLE},
    "意見交換の場": MEETS,
    "拠点の後方支援": {P.SUPPORT_BASES},
    "拠点への常駐": {P.RECEIVE},
    "担当地区の情報を主に集める": LOCAL,
    "支援プラン": {P.DRAFT_PLAN},
    "支援プラン原案の作成": {P.DRAFT_PLAN},
    "支援会議": CALLS,
    "支援会議の開催": CALLS,
    "時間をかけて地域とのつながりを作る": VISITS,
    "毎回の支援会議に事務局として出る": MEETS,
    "気づいた人の同意を得て、本人とともにシートを作り、市の推進員へ送る": TELLS,
    "気になれば りんく・包括へ連絡": TELLS,
    "気づき": TELLS,
    "生活上のスキルの助言（3か月程度が目途）": VISITS,
    "生活支援体制の整備": LOCAL | MEETS,
    "発見": VISITS,
    "相談": {P.RECEIVE, P.RECORD_CONTACT},
    "相談を断らず可能性を探す": {P.RECEIVE, P.RECORD_CONTACT},
    "相談内容の整理": {P.ANSWER_REQUEST},
    "第2層の生活支援コーディネーター": LOCAL | MEETS,
    "継続支援": VISITS,
    "継続的な支援": VISITS,
    "緊急性の高い多問題への対応（市全域）": VISITS | {P.LEAD_CASE},
    "見守り": TELLS,
    "見守りの中の気づきをCSWへ寄せる": TELLS,
    "訪問を繰り返し関わりを作る": VISITS,
    "課題の全体共有": MEETS | {P.SEE_COUNTS},
    "課題の整理と専門機関の調整": VISITS | {P.SHARE},
    "調整依頼の受付": {P.ANSWER_REQUEST},
    "通常の支援へ戻す": {P.CLOSE_CASE},
    "進行管理": {P.SEE_COUNTS},
    "部会に参加する": MEETS,
    "関係者会議でプランを作る": {P.DRAFT_PLAN, P.CALL_MEETING},
    "食堂・サロン等の立ち上げ・運営の支援": LOCAL,
    "高齢者の見守り": TELLS,
    "どこに相談してよいか分からない相談": {P.RECEIVE, P.RECORD_CONTACT},
    "庁内の連携": {P.CALL_MEETING},
    "地域との連携": LOCAL,
}
# Done in the town and not at a screen of this program.
ELSEWHERE = {
    "フードパントリーの中心", "フレイル対策", "住民と新しいサービスを作る", "住民懇談会の担当", "地区担当職員と組む（非常勤）",
    "年1〜2回のスーパービジョン", "次の拠点の立ち上げ", "移動販売の誘致", "解決に協力する", "訪問サービスの見守り",
    "身近な相談員役として活躍をめざす",
}  # fmt: skip


def able(role: Role) -> frozenset[P]:
    return PERMISSIONS[KINDS.get(role.kind) or RoleKind(role.kind.value)]


@pytest.mark.parametrize("town", preset_names())
def test_who_holds_a_role_can_do_what_the_town_says_the_role_is_for(town: str) -> None:
    lacking = {
        (role.code, duty): needed
        for role in load_preset(town).roles
        for duty in role.duties
        if duty not in ELSEWHERE and (needed := NEEDED[duty] - able(role))
    }
    assert lacking == {}


def test_every_duty_of_the_presets_is_judged_and_none_besides() -> None:
    said = {duty for town in preset_names() for role in load_preset(town).roles for duty in role.duties}
    assert said == NEEDED.keys() | ELSEWHERE


def asked(profile: Profile) -> Iterator[tuple[str, str, Party | None, P]]:
    """Where a preset names a role for something: the place, the role, what it takes."""
    for body in profile.meeting_bodies:
        yield body.code, "convener", body.convener, P.CALL_MEETING
        yield body.code, "requested_by", body.requested_by, P.WORK_CASE
        yield body.code, "papers_by", body.papers_by, P.WRITE_MINUTES
        for code in body.always_attends:
            yield body.code, "always_attends", Party(role=code), P.ATTEND_MEETING
    yield "plan", "drafted_by", profile.flow.plan.drafted_by, P.DRAFT_PLAN
    yield "plan", "decided_by", profile.flow.plan.decided_by, P.DECIDE_PLAN


@pytest.mark.parametrize("town", preset_names())
def test_a_role_named_for_a_meeting_or_a_plan_opens_the_screens_for_it(town: str) -> None:
    profile = load_preset(town)
    named = [(*where, party.role, needed) for *where, party, needed in asked(profile) if party and party.role]
    assert [one for one in named if one[3] not in able(profile.role(one[2]))] == []


@pytest.mark.parametrize("town", preset_names())
def test_where_requests_are_answered_the_role_of_that_agency_may_answer(town: str) -> None:
    """Where the preset places anybody there at all who carries cases; else a standard role is appointed."""
    profile = load_preset(town)
    for code in profile.flow.request.answered_by:
        there = [one for one in profile.roles if code in one.agencies and one.may_own_case]
        assert not there or any(P.ANSWER_REQUEST in able(one) for one in there), code
