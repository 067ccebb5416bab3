"""Which column of which table holds whose words: what a package goes by where a record is not written line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from norishiro.consultations.choices import USUAL_OF_VISITOR, Visitor
from norishiro.meetings.choices import USUAL_OF_LINE, LineKind
from norishiro.outreach.choices import SegmentKind
from norishiro.rights.choices import PartKind

K = PartKind

# What a kind of record is called on paper.
TITLES = {
    "people_person": "本人について登録したこと",
    "people_membership": "世帯のこと",
    "people_household": "世帯の登録",
    "people_relation": "間柄",
    "people_protection": "支援措置・秘匿の登録",
    "people_withheld": "非開示にしているもの",
    "people_withheldvalue": "非開示にしているもの",
    "people_lifting": "支援措置・秘匿を終える求め",
    "outreach_contact": "支援の記録",
    "outreach_segment": "支援の記録",
    "outreach_present": "支援の記録（その場にいた）",
    "outreach_contactstage": "つながりの段階",
    "consultations_consultation": "相談の受付",
    "consultations_tsunagusheet": "つなぐシート",
    "consultations_supportrequest": "多機関協働の利用申込",
    "cases_case": "ケース",
    "cases_casemember": "ケースの対象者",
    "cases_statuschange": "ケースの状態",
    "cases_leadchange": "主担当の移り変わり",
    "cases_issue": "課題",
    "cases_unknown": "分からないこと",
    "cases_wish": "意向",
    "cases_role": "役割",
    "cases_engagement": "事業の開始と終わり",
    "cases_helprequest": "後方支援の求め",
    "cases_handover": "引継ぎ",
    "teams_teammember": "担当者",
    "teams_takeover": "担当者の引き継ぎ",
    "visits_visit": "訪問の予定",
    "visits_safetynote": "訪問の注意",
    "visits_wayin": "入り方と連絡の希望",
    "teams_rapport": "世帯との関係",
    "assessment_sheet": "アセスメント",
    "assessment_answer": "アセスメントの記入",
    "assessment_iteminquiry": "アセスメントで調べること",
    "assessment_ownform": "アセスメントに付けた機関の様式",
    "assessment_refusal": "断られている支援",
    "assessment_acceptance": "受援力の様子",
    "assessment_risksheet": "○×？の票",
    "meetings_convenerequest": "会議の要請",
    "meetings_item": "会議の議題",
    "meetings_minuteline": "会議の記録",
    "meetings_topicsource": "会議体の話題のもと（名前は載らない）",
    "meetings_advancesheet": "会議の事前シート",
    "meetings_decisioncheck": "会議の決定がどうなったか",
    "meetings_modelcase": "モデルケース",
    "meetings_learningnote": "モデルケースの学び",
    "plans_agencyplan": "機関の個別の計画",
    "plans_plan": "プラン",
    "plans_monitoring": "モニタリング",
    "plans_evaluation": "評価",
    "plans_closure": "終結・中断の記録",
    "plans_watchcheck": "経過観察",
    "carers_caring": "ケアのこと",
    "surroundings_tie": "まわりとのつながり",
    "surroundings_place": "生活圏の場",
    "surroundings_ninesheet": "9マスシート",
    "surroundings_lifeevent": "年表のできごと",
    "sharing_consent": "同意の記録",
    "sharing_provision": "情報提供の記録",
    "sharing_correctionnote": "訂正の記録",
    "sharing_exclusion": "担当から外した職員",
}
OTHER_TITLE = "そのほかの記録"

# Tables whose texts are all of one kind, and the columns that are not.
OF_TABLE = {
    "people_person": K.DONE,
    "people_membership": K.DONE,
    "people_household": K.DONE,
    "people_relation": K.OTHERS,
    "people_protection": K.DONE,
    "people_withheldvalue": K.PROTECTED,
    "people_lifting": K.COURSE,
    "people_suppressionrow": K.AGENCY,
    "consultations_consultation": K.DONE,
    "consultations_concern": K.DONE,
    "consultations_notice": K.REPORTER,
    "consultations_worry": K.REPORTER,
    "consultations_lead": K.COURSE,
    "consultations_leadstep": K.COURSE,
    "consultations_screening": K.COURSE,
    "consultations_tsunagusheet": K.AGENCY,
    "consultations_supportrequest": K.VIEW,
    "cases_case": K.DONE,
    "cases_statuschange": K.COURSE,
    "cases_leadchange": K.COURSE,
    "cases_issue": K.VIEW,
    "cases_unknown": K.VIEW,
    "cases_wish": K.SAID,
    "cases_role": K.COURSE,
    "cases_engagement": K.DONE,
    "cases_helprequest": K.COURSE,
    "cases_handover": K.AGENCY,
    "teams_teammember": K.COURSE,
    "teams_takeover": K.COURSE,
    "visits_visit": K.COURSE,
    "visits_answer": K.DONE,
    "visits_safetynote": K.VIEW,
    "visits_wayin": K.DONE,
    "teams_rapport": K.COURSE,
    "assessment_sheet": K.DONE,
    "assessment_answer": K.VIEW,
    "assessment_iteminquiry": K.COURSE,
    "assessment_ownform": K.AGENCY,
    "assessment_refusal": K.VIEW,
    "assessment_acceptance": K.VIEW,
    "assessment_risksheet": K.VIEW,
    "assessment_riskanswer": K.VIEW,
    "assessment_riskdecision": K.COURSE,
    "meetings_convenerequest": K.COURSE,
    "meetings_proposedmember": K.COURSE,
    "meetings_item": K.COURSE,
    "meetings_passage": K.COURSE,
    "meetings_minuteline": K.COURSE,
    "meetings_advancesheet": K.COURSE,
    "meetings_decisioncheck": K.COURSE,
    "meetings_modelcase": K.COURSE,
    "meetings_learningnote": K.VIEW,
    "plans_agencyplan": K.AGENCY,
    "plans_plan": K.DONE,
    "plans_planrow": K.DONE,
    "plans_planstep": K.COURSE,
    "plans_monitoring": K.VIEW,
    "plans_evaluation": K.VIEW,
    "plans_goalresult": K.VIEW,
    "outreach_contactstage": K.VIEW,
    "plans_closure": K.COURSE,
    "plans_watchcheck": K.VIEW,
    "carers_caring": K.VIEW,
    "carers_caredfor": K.OTHERS,
    "carers_careitem": K.VIEW,
    "surroundings_tie": K.VIEW,
    "surroundings_place": K.VIEW,
    "surroundings_ninecell": K.VIEW,
    "surroundings_lifeevent": K.VIEW,
    "sharing_consent": K.DONE,
    "sharing_provision": K.AGENCY,
    "sharing_correctionnote": K.DONE,
    "sharing_exclusion": K.OTHERS,
    "outreach_contact": K.DONE,
    "outreach_companion": K.DONE,
    "outreach_present": K.DONE,
    "outreach_tag": K.VIEW,
}
OF_COLUMN = {
    ("outreach_contact", "with_whom"): K.THIRD,
    ("outreach_contact", "impression"): K.VIEW,
    ("outreach_contact", "legal_basis"): K.AGENCY,
    ("consultations_consultation", "visitor_name"): K.OTHERS,
    ("consultations_consultation", "visitor_phone"): K.OTHERS,
    ("consultations_consultation", "urgency_reason"): K.VIEW,
    ("consultations_tsunagusheet", "wish"): K.SAID,
    ("consultations_supportrequest", "keep_secret"): K.THIRD,
    ("consultations_supportrequest", "answer_reason"): K.COURSE,
    ("meetings_item", "do_not_contact"): K.THIRD,
    ("plans_plan", "comment"): K.VIEW,
    ("plans_evaluation", "voice"): K.SAID,
    ("plans_closure", "watcher"): K.OTHERS,
    ("visits_safetynote", "teller"): K.THIRD,
    ("carers_caring", "wishes"): K.SAID,
    ("carers_caring", "source"): K.THIRD,
    ("sharing_consent", "witness"): K.OTHERS,
    ("sharing_provision", "number"): K.DONE,
    ("sharing_provision", "article"): K.DONE,
    ("sharing_provision", "ground_name"): K.DONE,
    ("sharing_provision", "purpose"): K.DONE,
}
# Texts whose lines say at their beginning whose words they are, and what an unmarked line is taken for.
BY_LINE: dict[tuple[str, str], Callable[[Mapping[str, Any]], SegmentKind]] = {
    ("consultations_consultation", "summary"): lambda kept: USUAL_OF_VISITOR[Visitor(kept["visitor"])],
    ("meetings_minuteline", "text"): lambda kept: USUAL_OF_LINE[LineKind(kept["kind"])],
}

# What says where somebody is, and how to reach them.
PLACES = frozenset({"address", "phone", "postal_code", "contact_wish", "visitor_phone"})

# Columns that say nothing about anybody: ids, counters, how the gate sorts the row.
SILENT = frozenset(
    {"id", "made_at", "changed_at", "version", "basis", "categories", "order", "locked", "form_code", "form_version", "source"}
)  # fmt: skip


def kind_of(table: str, column: str) -> PartKind:
    """Whose words a text column holds; a column nobody has sorted yet is withheld until somebody has read it."""
    return OF_COLUMN.get((table, column)) or OF_TABLE.get(table) or K.UNSORTED
