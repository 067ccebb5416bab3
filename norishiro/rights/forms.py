"""What is typed on the screens of this room."""

from __future__ import annotations

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.rights.choices import Asker, Outcome, RequestKind, Withheld


class ReceiveForm(Form):
    form_key = "rights.receive_request"
    sections = (
        Section("求め", ("kind", "wanted", "received_on", "days")),
        Section("求めた人", ("asker", "asker_name", "asker_address", "danger")),
        Section("だれのことか", ("subject_name", "subject_kana", "subject_birth")),
        Section("手数料", ("fee",), on_demand=True),
    )

    kind = fields.ChoiceField(label="何の求めですか", choices=RequestKind.choices, row=True)
    wanted = fields.NarrativeField(
        label="求めの内容", rows=3, help_text="求める人の言葉で。例：わたしについての相談の記録すべて"
    )
    received_on = fields.WarekiDateField(label="受け付けた日", must_be_past=True)
    days = fields.WholeNumberField(
        label="決定までの日数",
        min_value=1,
        max_value=30,
        help_text="法律では30日。条例で短いときは、その日数。",
    )
    asker = fields.ChoiceField(label="求めた人", choices=Asker.choices)
    asker_name = fields.LineField(label="求めた人の氏名", limit=120)
    asker_address = fields.LineField(label="通知の送り先", limit=200, required=False)
    danger = fields.CheckField(
        label="求めた人に知られると、本人が害されるおそれがある（虐待・DVなど）", required=False
    )
    subject_name = fields.NameField(label="本人の氏名")
    subject_kana = fields.KanaField(label="本人のふりがな", required=False)
    subject_birth = fields.WarekiDateField(label="本人の生年月日", required=False, must_be_past=True)
    fee = fields.WholeNumberField(label="手数料（円）", required=False, min_value=0, max_value=1_000_000)


class IdentifyForm(Form):
    identity_how = fields.LineField(
        label="何で確かめましたか",
        limit=200,
        help_text="例：マイナンバーカード。代理人は、資格の書類（戸籍・委任状）も",
    )
    identity_on = fields.WarekiDateField(label="確かめた日", must_be_past=True)
    mending_days = fields.WholeNumberField(
        label="求めの補正にかかった日数",
        min_value=0,
        max_value=365,
        help_text="この日数は、期限に数えません。",
    )


class LinkForm(Form):
    person = fields.ChoiceField(label="この人のことですか")


class ExtendForm(Form):
    more = fields.WholeNumberField(label="何日延ばしますか", min_value=1, max_value=30)
    reason = fields.LineField(label="延ばす理由", limit=300, help_text="求めた人への通知に載ります。")
    on = fields.WarekiDateField(label="知らせた日", must_be_past=True)


class AskOpinionForm(Form):
    name = fields.LineField(label="意見を聞く相手", limit=120)
    about = fields.LineField(label="どの情報について", limit=300)
    asked_on = fields.WarekiDateField(label="照会した日", must_be_past=True)
    answer_by = fields.WarekiDateField(label="回答の期限")


class NoteOpinionForm(Form):
    answered_on = fields.WarekiDateField(label="回答のあった日", must_be_past=True)
    opposes = fields.CheckField(label="開示に反対する", required=False)
    words = fields.NarrativeField(label="意見", rows=3)


class PartForm(Form):
    withheld = fields.ChoiceField(label="どうしますか", choices=Withheld.choices, required=False)
    reason = fields.LineField(label="提案から変える理由", limit=300)


class FindPartForm(Form):
    words = fields.LineField(label="記録の中の言葉", limit=80, help_text="例：退院")


class CorrectionForm(Form):
    after = fields.NarrativeField(label="正しい内容", rows=3)
    statement = fields.NarrativeField(
        label="本人の申し出", rows=3, help_text="本人の言葉のまま。訂正しないときも、記録に添えて残ります。"
    )


class JudgeForm(Form):
    refused = fields.ChoiceField(
        label="どうしますか",
        choices=[("", "訂正する"), ("1", "訂正しない（申し出を記録に添える）")],
        required=False,
    )
    reason = fields.LineField(label="調べたことと理由", limit=300)


class ProposeForm(Form):
    form_key = "rights.propose_decision"

    outcome = fields.ChoiceField(label="どう決めますか", choices=Outcome.choices)
    reason = fields.NarrativeField(
        label="理由",
        rows=5,
        required=False,
        help_text="通知にそのまま載ります。開示しない内容は書かないでください。",
    )


class ReturnForm(Form):
    reason = fields.LineField(label="戻す理由", limit=300)


class DeliverForm(Form):
    how = fields.LineField(label="通知のしかた", limit=120, help_text="例：窓口で手渡し、簡易書留")
    on = fields.WarekiDateField(label="通知した日", must_be_past=True)


class WithdrawForm(Form):
    reason = fields.LineField(label="取り下げのいきさつ", limit=300)


class AcknowledgeForm(Form):
    what = fields.LineField(
        label="したこと", limit=300, help_text="例：写しを差し替えた。写しは持っていなかった"
    )


class LetSeeForm(Form):
    staff = fields.SelectField(label="だれが見ますか")
    law = fields.LineField(label="見る必要を定めている法令", limit=120, help_text="例：行政不服審査法第9条")
    reason = fields.LineField(label="理由", limit=300)
    hours = fields.WholeNumberField(label="何時間", min_value=1, max_value=72)


class LiftForm(Form):
    reason = fields.LineField(label="解く理由", limit=300)
