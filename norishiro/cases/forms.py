"""Input shapes of the case screens. Choices that depend on the case are handed in by the view."""

from __future__ import annotations

from norishiro.agencies.choices import Programme
from norishiro.cases.choices import Certainty, HandoverKind, IssueScope, IssueStatus
from norishiro.consultations.choices import LeadSide
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section

BASIS_HELP = "だれが読めるかは、ここで決まります。支援会議で出た話は、同意では開きません。"


class BasisForm(Form):
    """A form whose record is born under a ground the actor holds."""

    basis = fields.ChoiceField(label="共有の範囲", help_text=BASIS_HELP)


class IssueForm(BasisForm):
    form_key = "cases.add_issue"
    sections = (
        Section("課題", ("scope", "person", "title")),
        Section("どこから分かったか", ("source", "found_on", "certainty")),
        Section("くわしく", ("detail", "strength", "basis"), on_demand=True),
    )

    scope = fields.ChoiceField(label="だれの課題か", choices=IssueScope.choices, row=True)
    person = fields.SelectField(label="（個人の課題のとき）だれの", required=False)
    title = fields.LineField(label="課題", limit=120, help_text="例：日中の介護を受けていない")
    source = fields.LineField(
        label="だれから聞いたか", limit=120, help_text="例：本人、民生委員、高齢者総合相談センター"
    )
    found_on = fields.WarekiDateField(label="分かった日", must_be_past=True)
    certainty = fields.ChoiceField(label="確かさ", choices=Certainty.choices, row=True)
    detail = fields.NarrativeField(label="くわしく", required=False, rows=4)
    strength = fields.LineField(label="力・できていること", required=False, limit=200)


class GatherForm(Form):
    issues = fields.ChoicesField(
        label="まとめる課題", help_text="二つ以上選びます。だれが・いつ言ったかは、それぞれに残ります。"
    )
    title = fields.LineField(label="世帯の課題として", limit=120)
    detail = fields.NarrativeField(label="くわしく", required=False, rows=4)


class IssueStatusForm(Form):
    status = fields.ChoiceField(label="いまの状態", choices=IssueStatus.choices, row=True)


class UnknownForm(BasisForm):
    question = fields.LineField(label="分からないこと", limit=200, help_text="例：年金の額、通院しているか")
    person = fields.SelectField(label="だれについて", required=False)
    finder_agency = fields.AgencyField(label="調べる機関")
    due_on = fields.WarekiDateField(label="いつまでに")


class FocusFoundForm(Form):
    """あとから分かった重点対象."""

    group = fields.SelectField(label="重点対象")
    found_on = fields.WarekiDateField(label="分かった日", must_be_past=True)
    how = fields.LineField(
        label="どうして分かったか",
        required=False,
        limit=200,
        help_text="例：二度めの訪問で、下の子が話してくれた",
    )


class AnswerUnknownForm(Form):
    answer = fields.NarrativeField(label="分かったこと", rows=4)


class WishForm(BasisForm):
    form_key = "cases.note_wish"

    person = fields.SelectField(label="だれのことばか")
    words = fields.NarrativeField(label="ことば", rows=3, help_text="本人・家族が言ったとおりに書きます。")
    said_on = fields.WarekiDateField(label="聞いた日", must_be_past=True)


class RoleForm(BasisForm):
    form_key = "cases.assign_role"
    sections = (
        Section("だれが、何を", ("bearer", "what", "person")),
        Section("いつ", ("from_on", "next_on", "next_what")),
        Section("くわしく", ("programme", "basis"), on_demand=True),
    )

    bearer = fields.AgencyField(label="担当機関")
    what = fields.LineField(label="役割・すること", limit=200)
    person = fields.SelectField(
        label="だれのための", required=False, help_text="世帯全体のときは選びません。"
    )
    from_on = fields.WarekiDateField(label="始まり")
    next_on = fields.WarekiDateField(label="次の期日", required=False)
    next_what = fields.LineField(label="次にすること", limit=200, required=False)
    programme = fields.SelectField(label="事業", choices=Programme.choices, required=False)


class RoleReportForm(Form):
    progress = fields.LineField(label="いまの様子", limit=300)
    next_on = fields.WarekiDateField(label="次の期日", required=False)
    next_what = fields.LineField(label="次にすること", limit=200, required=False)


class WordsForm(Form):
    """An act that needs only a few words of why."""

    words = fields.LineField(label="ひとこと", limit=300)


class LeadForm(Form):
    side = fields.ChoiceField(label="主担当の側", choices=LeadSide.choices, row=True)
    lead_agency = fields.AgencyField(label="主担当機関")
    lead_staff = fields.SelectField(
        label="主担当者",
        required=False,
        help_text="いまの所属の人から選びます。ほかの機関に渡すときは、その機関が決めます。",
    )
    reason = fields.LineField(label="替える理由と申し送り", limit=300)


class StepForm(Form):
    flow_step = fields.ChoiceField(label="次の段階")
    reason = fields.LineField(label="理由", limit=300, required=False)


class MemberForm(Form):
    person = fields.SelectField(
        label="加える人", help_text="同じ世帯の人から選びます。ここにいない人は、先に世帯に加えてください。"
    )


class EngagementForm(Form):
    programme = fields.ChoiceField(label="事業", choices=Programme.choices)
    agency = fields.AgencyField(label="実施機関")
    started_on = fields.WarekiDateField(label="開始日", must_be_past=True)


class HelpForm(Form):
    form_key = "cases.ask_help"

    helper_agency = fields.AgencyField(label="相談する先")
    question = fields.NarrativeField(
        label="困っていること",
        rows=5,
        help_text="名前や住所は書かずに、困っている所を書きます。求めても、ケースは渡りません。",
    )


class ReplyForm(Form):
    reply = fields.NarrativeField(label="助言", rows=5)


class FollowUpForm(Form):
    follow_up = fields.NarrativeField(label="その後どうなったか", rows=4)


class HandoverForm(BasisForm):
    form_key = "cases.offer_handover"

    kind = fields.ChoiceField(label="種類", choices=HandoverKind.choices)
    to_agency = fields.AgencyField(label="引き継ぐ先")
    person = fields.SelectField(label="だれの", required=False)
    what = fields.LineField(label="引き継ぐこと", limit=200)
    note = fields.NarrativeField(label="申し送り", rows=4)
    due_on = fields.WarekiDateField(label="節目の日・期限", required=False)
    check_on = fields.WarekiDateField(label="その後を確かめる日", required=False)


class HandoverAnswerForm(Form):
    accept = fields.ChoiceField(
        label="返事", choices=[("yes", "引き受ける"), ("no", "受けられない")], row=True
    )
    answer = fields.LineField(label="ひとこと（受けられないときは理由）", limit=300, required=False)
