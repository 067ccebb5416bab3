"""Input shapes: of what sort a sitting is, who came, who belongs, notes of a talk."""

from __future__ import annotations

from norishiro.agencies.choices import Field
from norishiro.core import forms
from norishiro.core.forms import Form, Section
from norishiro.meetings.choices import Occasion, PartnerKind, Side

NOT_RESIDENTS = "相談を受けている人や家族のことは、ここには書きません。"


class PlaceSittingForm(Form):
    """この回の種類・圏域・続けて開く会議."""

    form_key = "meetings.place_sitting"
    occasion = forms.ChoiceField(label="この回の種類", choices=Occasion.choices, row=True)
    area = forms.SelectField(label="どの圏域の回か", required=False)
    host = forms.AgencyField(label="開いた館・事業所", required=False)
    joined_to = forms.SelectField(
        label="同じ日に続けて開く会議",
        required=False,
        help_text="続けて開いても、根拠・議題・見られる人は、会議ごとに分かれたままです。",
    )


class GuestForm(Form):
    """アカウントのない出席者."""

    form_key = "meetings.add_guest"
    side = forms.ChoiceField(label="どこから", choices=Side.choices)
    group = forms.LineField(label="団体・機関の名前", limit=120, required=False, help_text=NOT_RESIDENTS)
    name = forms.LineField(label="出席した人の名前", limit=80, required=False)
    number = forms.WholeNumberField(
        label="人数", required=False, min_value=1, max_value=2000, help_text="空のときは1人です。"
    )
    block = forms.SelectField(label="民生委員の担当区域", required=False)
    area = forms.SelectField(
        label="圏域", required=False, help_text="担当区域を選ぶと、対応する圏域が入ります。"
    )
    agrees = forms.CheckField(label="地域のリーダーの名簿に載ることに、本人が同意した")
    agreed_how = forms.LineField(
        label="どのように同意したか", limit=120, required=False, help_text="例：会議のあと、用紙に署名"
    )
    sections = (
        Section("だれが来たか", ("side", "group", "name", "number")),
        Section("圏域", ("block", "area")),
        Section("地域のリーダーの名簿", ("agrees", "agreed_how")),
    )


class PartnerForm(Form):
    """会議体につながる団体・委託先・助言者."""

    form_key = "meetings.add_partner"
    kind = forms.ChoiceField(label="つながり方", choices=PartnerKind.choices)
    name = forms.LineField(label="名前", limit=120, help_text=NOT_RESIDENTS)
    what = forms.LineField(label="委託の内容・役割", limit=200, required=False)
    field = forms.SelectField(label="分野", choices=Field.choices, required=False)
    area = forms.SelectField(
        label="どの圏域のつながりか", required=False, help_text="圏域ごとのネットワークのとき選びます。"
    )
    agency = forms.AgencyField(label="登録のある機関のとき", required=False)
    from_on = forms.WarekiDateField(label="始まり")
    until_on = forms.WarekiDateField(
        label="終わり（この日から無効）", required=False, help_text="決まっていないときは空のままにします。"
    )


class EndPartnerForm(Form):
    """つながりを終える."""

    until_on = forms.WarekiDateField(label="いつから終わりか（この日から無効）")


class BlockForm(Form):
    """民生委員の担当区域と圏域."""

    form_key = "meetings.add_block"
    council = forms.LineField(label="民生委員児童委員協議会の地区", limit=80)
    name = forms.LineField(label="担当区域", limit=80)
    area = forms.SelectField(label="対応する圏域")
    from_on = forms.WarekiDateField(
        label="いつから", help_text="同じ担当区域の前の登録は、この日の前の日まで残ります。"
    )


class InterviewForm(Form):
    """面談の記録."""

    form_key = "meetings.add_interview"
    adviser = forms.LineField(label="助言者", limit=80)
    held_on = forms.WarekiDateField(label="面談の日", must_be_past=True)
    note = forms.NarrativeField(
        label="話したこと・これから", rows=8, help_text="相談を受けている人の名前は書きません。"
    )
    readers = forms.ChoicesField(
        label="読んでもらう管理職",
        required=False,
        help_text="選んだ人のほかは、だれも読めません。あとから変えられません。",
    )
    body = forms.SelectField(label="どの会議体の面談か", required=False)
