"""The door: which kind of role may open which kind of screen.

A permission opens a kind of screen, never a record: for that a grant is needed as well
(``norishiro.sharing``). The table below is the whole truth; docs/permissions.md is generated from it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from norishiro.agencies.choices import RoleKind


class Permission(StrEnum):
    RECEIVE = "相談を受け付ける"
    SEND_SHEET = "つなぐシートを送る"
    ANSWER_SHEET = "つなぐシートに答える"
    APPLY = "多機関協働を申し込む"
    ANSWER_REQUEST = "多機関協働の要否を答える"
    SEE_PEOPLE = "世帯と人の画面を開く"
    WORK_CASE = "ケースの支援に加わる"
    LEAD_CASE = "ケースの主担当になる"
    RECORD_CONTACT = "支援の記録を書く"
    TAKE_CONSENT = "同意を受け取る"
    TAKE_WITHDRAWAL = "利用停止中の同意の撤回を受ける"
    KEEP_WORDINGS = "同意のときに説明する規程の版を登録する"
    SHARE = "根拠を選んで情報を提供する"
    REVIEW_SHARING = "緊急の情報提供を審査する"
    CALL_MEETING = "会議を招集する"
    ATTEND_MEETING = "会議に出る"
    WRITE_MINUTES = "議事録を書く"
    DRAFT_PLAN = "プランの案を作る"
    DECIDE_PLAN = "プランを決定する"
    CLOSE_CASE = "ケースを終結する"
    SEE_STAFFING = "体制と配置を見る"
    KEEP_AGENCIES = "機関・役職を登録する"
    SEE_COUNTS = "件数を見る"
    SEE_REPORTS = "日報・月報・年報を見る"
    CLOSE_REPORTS = "月報を締める"
    EXCLUDE_STAFF = "利害関係のある職員を外す"
    SUPPORT_BASES = "すべての拠点を後方支援する"
    SEE_LOCAL = "地区の情報を見る"
    KEEP_LOCAL = "地区のお知らせと交流会を書く"
    KEEP_RIGHTS = "開示・訂正・利用停止の求めを扱う"
    DECIDE_RIGHTS = "開示・訂正・利用停止を決定する"
    PROTECT = "支援措置・秘匿を登録する"
    SEE_PROTECTED = "非開示の情報を開く"
    LIFT_PROTECTION = "支援措置を終える"
    TAKE_SUPPRESSIONS = "支援措置のリストを取り込む"
    SEE_REPORTER = "通報した人を開く"
    OPEN_EMERGENCY = "緊急閲覧を使う"
    REVIEW_EMERGENCY = "緊急閲覧を審査する"
    EXPORT = "一覧を持ち出す"
    APPROVE_EXPORT = "持ち出しを承認する"
    TELL_LOOKS = "だれが見たかを本人に知らせる"
    REVIEW_LOOKS = "閲覧を点検する"
    SEE_CHECKPOINTS = "台帳の控えを見る"
    MERGE_PEOPLE = "同じ人の記録をまとめる"
    KEEP_ENTRANCES = "つなぐシートの連絡員と入口を登録する"
    KEEP_HANDBOOK = "手引き・制度の台帳・検討課題を書く"
    KEEP_PLACES = "居場所・資源を登録する"
    KEEP_HELPERS = "担い手の名簿を扱う"
    PUBLISH = "広報と公開のページを書く"
    KEEP_EVACUATION = "避難の対象者と個別避難計画を扱う"
    VISIT_FOR_EVACUATION = "頼まれた避難の訪問をする"
    KEEP_POLICIES = "計画・指標・評価を書く"
    BRING = "これまでの記録を取り込む"
    DISPOSE = "保存期間と廃棄を扱う"
    EXPORT_ALL = "すべてのデータの書き出しを求める・承認する"


P = Permission
_DESK = {P.RECEIVE, P.SEND_SHEET, P.ANSWER_SHEET, P.APPLY, P.SEE_PEOPLE, P.WORK_CASE, P.RECORD_CONTACT,
         P.TAKE_CONSENT, P.TAKE_WITHDRAWAL, P.SHARE, P.ATTEND_MEETING, P.SEE_STAFFING, P.SEE_LOCAL, P.KEEP_LOCAL, P.OPEN_EMERGENCY,
         P.PROTECT, P.SEE_REPORTS}  # fmt: skip
_FIELD = _DESK | {P.LEAD_CASE, P.DRAFT_PLAN, P.KEEP_PLACES, P.KEEP_HELPERS, P.PUBLISH}
_COORDINATION = _FIELD | {
    P.ANSWER_REQUEST,
    P.CALL_MEETING,
    P.WRITE_MINUTES,
    P.CLOSE_CASE,
    P.SEE_COUNTS,
    P.CLOSE_REPORTS,
    P.EXCLUDE_STAFF,
    P.EXPORT,
    P.MERGE_PEOPLE,
    P.KEEP_ENTRANCES,
    P.KEEP_HANDBOOK,
    P.KEEP_EVACUATION,
    P.VISIT_FOR_EVACUATION,
    P.KEEP_POLICIES,
}
_WATCH = {
    P.REVIEW_SHARING,
    P.REVIEW_EMERGENCY,
    P.EXPORT,
    P.APPROVE_EXPORT,
    P.TELL_LOOKS,
    P.REVIEW_LOOKS,
    P.SEE_CHECKPOINTS,
}
_PROTECTION = {P.SEE_PROTECTED, P.LIFT_PROTECTION, P.TAKE_SUPPRESSIONS, P.SEE_REPORTER}

PERMISSIONS: dict[RoleKind, frozenset[Permission]] = {
    RoleKind.COORDINATOR: frozenset(_COORDINATION | _PROTECTION),
    RoleKind.CSW: frozenset(_FIELD | {P.SEE_REPORTER}),
    RoleKind.WINDOW: frozenset(_DESK | {P.LEAD_CASE, P.SEE_REPORTER, P.VISIT_FOR_EVACUATION}),
    RoleKind.OUTREACH_WORKER: frozenset(_FIELD | {P.VISIT_FOR_EVACUATION}),
    RoleKind.SUPERVISOR: frozenset(
        (_COORDINATION - {P.LEAD_CASE}) | {P.SUPPORT_BASES, P.BRING} | _WATCH | _PROTECTION
    ),
    RoleKind.MANAGER: frozenset(
        _DESK
        | _WATCH
        | _PROTECTION
        | {
            P.ANSWER_REQUEST,
            P.CALL_MEETING,
            P.WRITE_MINUTES,
            P.CLOSE_CASE,
            P.SEE_COUNTS,
            P.CLOSE_REPORTS,
            P.KEEP_AGENCIES,
            P.KEEP_ENTRANCES,
            P.KEEP_HANDBOOK,
            P.KEEP_POLICIES,
            P.KEEP_PLACES,
            P.PUBLISH,
            P.KEEP_EVACUATION,
            P.VISIT_FOR_EVACUATION,
            P.EXCLUDE_STAFF,
            P.KEEP_WORDINGS,
            P.MERGE_PEOPLE,
            P.BRING,
            P.DISPOSE,
            P.EXPORT_ALL,
        }
    ),
    RoleKind.DECIDER: frozenset(
        {
            P.DECIDE_PLAN,
            P.ATTEND_MEETING,
            P.SEE_PEOPLE,
            P.SEE_COUNTS,
            P.SEE_REPORTS,
            P.SEE_STAFFING,
            P.SEE_LOCAL,
        }
    ),
    RoleKind.SECRETARIAT: frozenset(
        {
            P.CALL_MEETING,
            P.WRITE_MINUTES,
            P.ATTEND_MEETING,
            P.SEE_PEOPLE,
            P.SEE_STAFFING,
            P.KEEP_AGENCIES,
            P.KEEP_ENTRANCES,
            P.KEEP_HANDBOOK,
            P.KEEP_POLICIES,
            P.KEEP_PLACES,
            P.KEEP_HELPERS,
            P.PUBLISH,
            P.KEEP_EVACUATION,
            P.VISIT_FOR_EVACUATION,
            P.SEE_COUNTS,
            P.SEE_REPORTS,
            P.SEE_LOCAL,
            P.KEEP_LOCAL,
            P.TELL_LOOKS,
            P.KEEP_WORDINGS,
        }
    ),
    RoleKind.MEMBER: frozenset(
        {P.ATTEND_MEETING, P.SEE_PEOPLE, P.WORK_CASE, P.RECORD_CONTACT, P.VISIT_FOR_EVACUATION}
    ),
    RoleKind.AGENCY_LIAISON: frozenset(
        {P.SEND_SHEET, P.ANSWER_SHEET, P.ATTEND_MEETING, P.SEE_LOCAL, P.VISIT_FOR_EVACUATION}
    ),
    RoleKind.LIAISON: frozenset({P.SEND_SHEET, P.SEE_LOCAL}),
    RoleKind.COMMISSIONER: frozenset({P.SEND_SHEET, P.SEE_LOCAL}),
    RoleKind.AREA_DUTY: frozenset(_DESK | {P.KEEP_PLACES, P.KEEP_HELPERS}),
    RoleKind.LIFE_SUPPORT: frozenset(
        {
            P.RECEIVE,
            P.SEND_SHEET,
            P.ANSWER_SHEET,
            P.ATTEND_MEETING,
            P.SEE_STAFFING,
            P.SEE_LOCAL,
            P.KEEP_LOCAL,
            P.KEEP_PLACES,
            P.KEEP_HELPERS,
            P.PUBLISH,
            P.SEE_REPORTS,
        }
    ),
    RoleKind.ADVISER: frozenset({P.ATTEND_MEETING, P.SEE_PEOPLE}),
    RoleKind.ASSISTANT: frozenset({P.RECEIVE, P.SEND_SHEET}),
    RoleKind.RECORDS: frozenset(
        {P.KEEP_RIGHTS, P.DECIDE_RIGHTS, P.TELL_LOOKS, P.TAKE_WITHDRAWAL, P.DISPOSE, P.EXPORT_ALL}
    ),
    RoleKind.SYSTEM: frozenset({P.KEEP_AGENCIES, P.SEE_STAFFING, P.SEE_CHECKPOINTS}),
}


def permissions_of(kinds: Iterable[str]) -> frozenset[Permission]:
    """Everything the given kinds of role may open together."""
    opened: frozenset[Permission] = frozenset()
    for kind in kinds:
        opened |= PERMISSIONS[RoleKind(kind)]
    return opened
