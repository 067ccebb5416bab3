"""Receiving, correcting, deciding what is done."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from norishiro.agencies import learned
from norishiro.consultations.choices import (
    Business,
    Channel,
    GuideType,
    HideTeller,
    Outcome,
    OutsideAnswer,
    Urgency,
    Visitor,
)
from norishiro.core import forms
from norishiro.core.forms.base import as_uuid
from norishiro.core.forms.widgets import MarkedInput
from norishiro.outreach.segments import BUTTONS
from norishiro.people.choices import Sex
from norishiro.people.forms import WHO_IT_MAY_BE, AsksWhoForm

PERSON_FIELDS = (
    "name", "kana", "alias", "sex", "birth", "postal_code", "address", "phone", "contact_wish", "keep_from_family",
    "language",
)  # fmt: skip

DETAILS = (
    "received_at", "visitor_name", "visitor_phone", "visitor_relation", "visitor_hidden", "wishes", "since_when",
    "already_consulted", "urgency", "urgency_reason", "urgency_review_on", "consultation_language", "interpreter",
    "business", "learned", "learned_item",
)  # fmt: skip

CONCERNS = forms.Section("困りごと（あてはまるものに○、いちばん困っていることに◎）", ("concerns",))

WHO_CAME = forms.Section(
    "来談者（本人でないとき）",
    ("visitor_name", "visitor_phone", "visitor_relation", "visitor_hidden"),
    on_demand=True,
)

MORE = forms.Section(
    "くわしい内容",
    (
        "received_at",
        "wishes",
        "since_when",
        "already_consulted",
        "learned",
        "learned_item",
        "consultation_language",
        "interpreter",
        "business",
    ),
    on_demand=True,
)

DOOR = forms.Section("受けた窓口と重点対象", ("window", "focus"), on_demand=True)

URGENCY = forms.Section("緊急度", ("urgency", "urgency_reason", "urgency_review_on"), on_demand=True)


class NoticeForm(forms.Form):
    """一行の気づき: two fields."""

    form_key: ClassVar[str] = "consultations.note_notice"

    text = forms.LineField(
        label="気づいたこと",
        limit=300,
        help_text="名前は要りません。例：サロンで「夜ねむれない」と話していた70代の女性",
    )
    place = forms.LineField(label="どこで", required=False, limit=120)


class CallForm(forms.Form):
    """一行の電話メモ: one field; the rest is filled already."""

    form_key: ClassVar[str] = "consultations.note_call"

    text = forms.LineField(
        label="どんな電話でしたか",
        limit=200,
        help_text="名前は書きません。例：無言で切れた／「また電話します」と言って切れた／中国語で、区役所の場所を聞かれた",
    )
    called_on = forms.WarekiDateField(label="受けた日", must_be_past=True)
    called_at = forms.TimeField(label="時刻", required=False)
    channel = forms.ChoiceField(
        label="受け方",
        choices=[one for one in Channel.choices if one[0] in ("PHONE", "WINDOW", "WEB", "MAIL", "IBASHO")],
        row=True,
    )
    language = forms.LineField(label="ことば（日本語でないとき）", required=False, limit=40)


class OwnFormForm(forms.Form):
    """自分の機関の様式の控え."""

    form_key: ClassVar[str] = "consultations.attach_form"

    scan = forms.ScanField(label="読み取ったファイル")


class OutsideForm(forms.Form):
    """担当の外の困りごと: one question for each, none of them obligatory."""

    form_key: ClassVar[str] = "consultations.decide_outside"

    def __init__(self, *args: Any, concerns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, label, answer in concerns:
            self.fields[f"concern_{code}"] = forms.ChoiceField(
                label=label, required=False, choices=OutsideAnswer.choices, initial=answer, row=True
            )

    @property
    def answers(self) -> dict[str, str]:
        return {name.removeprefix("concern_"): answer for name, answer in self.cleaned_data.items()}


class EntriesForm(forms.Form):
    """同じ窓口のほかの機能の受付を開く."""

    form_key: ClassVar[str] = "consultations.open_entries"

    receivers = forms.ChoicesField(label="受付を開く先")
    worry = forms.NarrativeField(label="伝えること", rows=4, limit=5000)

    def __init__(self, *args: Any, receivers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["receivers"].choices = receivers


class ConsultationForm(forms.Form):
    """What every 相談受付票 has, whoever it is about."""

    received_on = forms.WarekiDateField(label="受付日", must_be_past=True)
    channel = forms.ChoiceField(label="受け方", choices=Channel.choices, row=True)
    visitor = forms.ChoiceField(label="だれが来た・連絡してきたか", choices=Visitor.choices, row=True)
    summary = forms.NarrativeField(
        label="相談の内容",
        widget=MarkedInput(rows=6, marks=BUTTONS),
        help_text="話されたままの言葉で。一行でもかまいません。何も付けない行は、来た人の話になります。ほかの人の話や見立ては、行のはじめに 家族：、〇〇病院：、見立て： と書くと分かれます。",
    )
    concerns = forms.ConcernsField(label="困りごと", required=False)
    visitor_name = forms.LineField(label="来談者の氏名", required=False, limit=120)
    visitor_phone = forms.PhoneField(label="来談者の電話", required=False)
    visitor_relation = forms.LineField(label="本人との関係", required=False, limit=80)
    visitor_hidden = forms.ChoiceField(
        label="だれから（通報者として秘匿する）",
        required=False,
        choices=HideTeller.choices,
        help_text="伏せると、名前・電話・関係は相談の文から切りはなし、受けた窓口の決まった人だけが、目的を書いて開けます。",
    )
    received_at = forms.TimeField(label="受付時刻", required=False)
    wishes = forms.NarrativeField(label="希望・配慮してほしいこと", required=False, rows=3)
    since_when = forms.LineField(
        label="いつから", required=False, limit=120, help_text="例：去年の秋ごろから"
    )
    already_consulted = forms.NarrativeField(label="これまでに相談したところ", required=False, rows=3)
    learned = forms.SelectField(
        label="何で知ったか", required=False, choices=[("", "聞いていない"), *learned.CHOICES]
    )
    learned_item = forms.SelectField(
        label="どの広報物・催しか",
        required=False,
        help_text="分かるときに選びます。その広報物の頁には、数だけが出ます。",
    )
    consultation_language = forms.LineField(
        label="相談で使ったことば（日本語でないとき）",
        required=False,
        limit=40,
        help_text="例：ベトナム語、手話",
    )
    business = forms.ChoiceField(
        label="だれの事業として受けたか",
        required=False,
        choices=Business.choices,
        initial=Business.PUBLIC.value,
        help_text="社会福祉協議会などで、受託の窓口と自主の相談を分けて数えるときに選びます。",
        row=True,
    )
    interpreter = forms.LineField(
        label="通訳",
        required=False,
        limit=120,
        help_text="だれが、どうやって。例：電話通訳、長女（通訳を頼めなかった）",
    )
    urgency = forms.ChoiceField(
        label="緊急度",
        required=False,
        choices=Urgency.choices,
        help_text="人が決めます。自動では決まりません。",
    )
    urgency_reason = forms.LineField(label="緊急度の理由", required=False, limit=200)
    urgency_review_on = forms.WarekiDateField(
        label="緊急度を見直す日",
        required=False,
        help_text="空のときは、緊急度に合わせた日が入り、その日に「今日」に出ます。",
    )

    def __init__(self, *args: Any, concerns: Any = (), told: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["concerns"].choices = concerns
        fields["learned_item"].choices = [("", "選ばない"), *told]

    def clean_learned_item(self) -> UUID | None:
        return as_uuid(self.cleaned_data["learned_item"])

    def clean_visitor_hidden(self) -> bool | None:
        """Hidden, shown, or left to what the consultation is about."""
        return {HideTeller.HIDE.value: True, HideTeller.SHOW.value: False}.get(
            self.cleaned_data["visitor_hidden"]
        )

    def clean_business(self) -> str:
        """The usual one where nobody chose."""
        return self.cleaned_data["business"] or Business.PUBLIC.value

    def clean_urgency(self) -> str:
        return self.cleaned_data["urgency"] or Urgency.UNCLEAR.value


class DoorForm(ConsultationForm):
    """What only the receiving has: at which window, and which 重点対象 the entry door knew."""

    window = forms.SelectField(
        label="受けた窓口",
        required=False,
        help_text="電話・オンラインなどの受け方ごとに窓口があるときに選びます。",
    )
    focus = forms.SelectField(
        label="重点対象（入口で分かったもの）",
        required=False,
        help_text="選ばないときは、重点対象のための窓口なら、その重点対象が残ります。あとから分かったら、受付票に足せます。",
    )

    def __init__(self, *args: Any, windows: Any = (), focuses: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["window"].choices = [("", "選ばない"), *windows]
        fields["focus"].choices = [("", "選ばない"), *focuses]


class FocusFoundForm(forms.Form):
    """あとから分かった重点対象."""

    form_key: ClassVar[str] = "consultations.mark_focus"

    group = forms.SelectField(label="重点対象")
    found_on = forms.WarekiDateField(label="分かった日", must_be_past=True)
    how = forms.LineField(
        label="どうして分かったか",
        required=False,
        limit=200,
        help_text="例：二度めの訪問で、下の子が話してくれた",
    )

    def __init__(self, *args: Any, groups: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["group"].choices = [("", "選んでください"), *groups]


class LookAtReporterForm(forms.Form):
    purpose = forms.LineField(
        label="何のために見るか",
        limit=200,
        help_text="例：安全確認のため、もう一度話を聞く。台帳に残ります。",
    )


class ReceiveForm(DoorForm, AsksWhoForm):
    """A consultation about somebody new."""

    form_key: ClassVar[str] = "consultations.receive_consultation"
    sections: ClassVar = (
        WHO_IT_MAY_BE,
        forms.Section("まず、この五つだけ", ("received_on", "channel", "visitor", "name", "summary")),
        CONCERNS,
        forms.Section("だれのことか（分かる範囲で）", PERSON_FIELDS[1:], on_demand=True),
        WHO_CAME,
        MORE,
        DOOR,
        URGENCY,
    )

    name = forms.NameField(
        label="だれのことか（氏名）", required=False, help_text="分からないときは空のままで受け付けられます。"
    )
    kana = forms.KanaField(label="ふりがな", required=False)
    alias = forms.LineField(
        label="呼び名",
        required=False,
        limit=80,
        help_text="例：2丁目のアパートの男性。名前が分かるまで使います。",
    )
    sex = forms.ChoiceField(label="性別（任意）", required=False, choices=Sex.choices, row=True)
    birth = forms.BirthField(label="生年月日・年齢", required=False)
    postal_code = forms.PostalCodeField(label="郵便番号", required=False)
    address = forms.AddressField(label="住所", required=False, limit=200)
    phone = forms.PhoneField(label="電話", required=False)
    contact_wish = forms.LineField(label="連絡してよい時間・手段", required=False, limit=200)
    keep_from_family = forms.CheckField(label="家族に知られたくない")
    language = forms.LineField(label="話すことば", required=False, limit=40)

    def clean_sex(self) -> str:
        return self.cleaned_data["sex"] or Sex.UNKNOWN.value

    @property
    def newcomer(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PERSON_FIELDS}


class KnownPersonForm(DoorForm):
    """A consultation about somebody already registered."""

    form_key: ClassVar[str] = "consultations.receive_for_known"
    sections: ClassVar = (
        forms.Section("まず、この四つだけ", ("received_on", "channel", "visitor", "summary")),
        CONCERNS,
        WHO_CAME,
        MORE,
        DOOR,
        URGENCY,
    )


class ChangeForm(ConsultationForm):
    """The same form later."""

    form_key: ClassVar[str] = "consultations.change_consultation"
    sections: ClassVar = (
        forms.Section("受付", ("received_on", "channel", "visitor", "summary")),
        CONCERNS,
        WHO_CAME,
        MORE,
        URGENCY,
    )


class ScreeningForm(forms.Form):
    """スクリーニング: chosen by a person, never computed."""

    form_key: ClassVar[str] = "consultations.screen_consultation"

    outcome = forms.ChoiceField(label="どうするか", choices=Outcome.choices)
    guide_type = forms.ChoiceField(
        label="4類型（考える目安）",
        required=False,
        choices=[("", "選ばない"), *GuideType.choices],
        help_text="迷うときの目安です。選ばなくてもかまいません。自動では選ばれません。",
    )
    reason = forms.NarrativeField(label="理由", rows=4, limit=5000)
    lead_agency = forms.AgencyField(
        label="主に受けてもらう機関（決まっていれば）",
        required=False,
        help_text="いくつもの窓口に話してきた人の相談を、一つの機関にまとめるときに選びます。",
    )
    next_staff = forms.SelectField(
        label="次に関わる人（決まっていれば）",
        required=False,
        help_text="家族だけの相談で、本人にまだ会えていないときも決められます。",
    )
    first_goal = forms.LineField(
        label="はじめの接触のめあて",
        required=False,
        limit=200,
        help_text="例：玄関先で名前を覚えてもらう",
    )

    def __init__(self, *args: Any, agencies: Any = (), staff: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["lead_agency"].offer(agencies)
        fields["next_staff"].choices = [("", "選んでください"), *staff]
