"""Input shapes of this room."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.consultations.choices import (
    Channel,
    GuideType,
    HideTeller,
    Hurry,
    Knows,
    NoConsentReason,
    Origin,
    Outcome,
    OutsideAnswer,
    RequestStatus,
    SheetStatus,
    Urgency,
    Visitor,
)
from norishiro.core import forms
from norishiro.core.forms.widgets import MarkedInput
from norishiro.outreach.segments import BUTTONS
from norishiro.people.choices import Sex
from norishiro.sharing.choices import ConsentMethod

PERSON_FIELDS = (
    "name", "kana", "alias", "sex", "birth", "postal_code", "address", "phone", "contact_wish", "keep_from_family",
    "language",
)  # fmt: skip
DETAILS = (
    "received_at", "visitor_name", "visitor_phone", "visitor_relation", "visitor_hidden", "wishes", "since_when",
    "already_consulted", "urgency", "urgency_reason", "urgency_review_on",
)  # fmt: skip
SOMEBODY_NEW = "NEW"
CONCERNS = forms.Section("困りごと（あてはまるものに○、いちばん困っていることに◎）", ("concerns",))
WHO_CAME = forms.Section(
    "来談者（本人でないとき）",
    ("visitor_name", "visitor_phone", "visitor_relation", "visitor_hidden"),
    on_demand=True,
)
MORE = forms.Section(
    "くわしい内容", ("received_at", "wishes", "since_when", "already_consulted"), on_demand=True
)
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


class WorryForm(forms.Form):
    """心配ごとを伝える: for a telephone, in everyday words, by somebody who sees no case data."""

    form_key: ClassVar[str] = "consultations.tell_worry"
    sections: ClassVar = (
        forms.Section("どんなことですか", ("seen", "place", "who")),
        forms.Section("急ぎますか", ("hurry", "knows")),
        forms.Section("どこに伝えますか", ("receiver_agency", "reply_to")),
        forms.Section("ほかの形で届いたとき", ("origin", "teller")),
    )

    seen = forms.NarrativeField(
        label="見たこと・聞いたこと",
        rows=4,
        limit=5000,
        help_text="例：新聞が三日たまっている。呼びかけると声は聞こえた。",
    )
    place = forms.LineField(label="どこで", limit=200, help_text="例：2丁目の団地の3階")
    who = forms.NameField(
        label="だれのことか（氏名）",
        required=False,
        help_text="名前は分からない・言いにくいときは、空のままで伝えられます。",
    )
    hurry = forms.ChoiceField(label="どれくらい急ぎますか", choices=Hurry.choices)
    knows = forms.ChoiceField(label="本人は、伝えることを知っていますか", choices=Knows.choices)
    receiver_agency = forms.AgencyField(label="届け先の窓口")
    reply_to = forms.LineField(
        label="折り返しの連絡先",
        required=False,
        limit=120,
        help_text="窓口から聞き返してほしいとき。例：080-0000-0000 夕方",
    )
    origin = forms.ChoiceField(
        label="どう届きましたか", choices=[one for one in Origin.choices if one[0] != Origin.SCREEN.value]
    )
    teller = forms.LineField(label="伝えてくれた人", required=False, limit=120)

    def __init__(self, *args: Any, windows: Any = (), at_counter: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["receiver_agency"].offer(windows)
        if not at_counter:
            del fields["origin"], fields["teller"]


class AnswerWorryForm(forms.Form):
    """What may be told to whoever handed it in."""

    form_key: ClassVar[str] = "consultations.answer_worry"

    answer = forms.NarrativeField(
        label="伝えてくれた人への返事",
        rows=4,
        limit=2000,
        help_text="伝えてよいことだけを書きます。例：お知らせありがとうございました。担当の者が訪ねます。",
    )


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
    urgency = forms.ChoiceField(
        label="緊急度",
        required=False,
        choices=Urgency.choices,
        help_text="人が決めます。自動では決まりません。",
    )
    urgency_reason = forms.LineField(label="緊急度の理由", required=False, limit=200)
    urgency_review_on = forms.WarekiDateField(label="緊急度を見直す日", required=False)

    def __init__(self, *args: Any, concerns: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["concerns"].choices = concerns

    def clean_visitor_hidden(self) -> bool | None:
        """Hidden, shown, or left to what the consultation is about."""
        return {HideTeller.HIDE.value: True, HideTeller.SHOW.value: False}.get(
            self.cleaned_data["visitor_hidden"]
        )

    def clean_urgency(self) -> str:
        return self.cleaned_data["urgency"] or Urgency.UNCLEAR.value


class LookAtReporterForm(forms.Form):
    purpose = forms.LineField(
        label="何のために見るか",
        limit=200,
        help_text="例：安全確認のため、もう一度話を聞く。台帳に残ります。",
    )


class ReceiveForm(ConsultationForm):
    """A consultation about somebody new."""

    form_key: ClassVar[str] = "consultations.receive_consultation"
    sections: ClassVar = (
        forms.Section("もう登録されている人かもしれません", ("same_as",)),
        forms.Section("まず、この五つだけ", ("received_on", "channel", "visitor", "name", "summary")),
        CONCERNS,
        forms.Section("だれのことか（分かる範囲で）", PERSON_FIELDS[1:], on_demand=True),
        WHO_CAME,
        MORE,
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

    def ask_who(self, candidates: list[tuple[str, str]]) -> None:
        """Offer the people who might be meant; the answer is read from the same submission."""
        offered = [*candidates, (SOMEBODY_NEW, "ちがう人です（新しく登録する）")]
        self.fields["same_as"] = forms.ChoiceField(
            label="同じ人ですか",
            choices=offered,
            help_text="あなたが見られる人のなかから、名前の似た人を挙げました。決めるのは、あなたです。",
        )
        chosen = str(self.data.get("same_as", ""))
        if chosen in dict(offered):
            self.cleaned_data["same_as"] = chosen
        else:
            self.add_error("same_as", "似た名前の人が登録されています。同じ人かどうかを選んでください。")

    def clean_sex(self) -> str:
        return self.cleaned_data["sex"] or Sex.UNKNOWN.value

    @property
    def newcomer(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in PERSON_FIELDS}


class KnownPersonForm(ConsultationForm):
    """A consultation about somebody already registered."""

    form_key: ClassVar[str] = "consultations.receive_for_known"
    sections: ClassVar = (
        forms.Section("まず、この四つだけ", ("received_on", "channel", "visitor", "summary")),
        CONCERNS,
        WHO_CAME,
        MORE,
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


class SheetForm(forms.Form):
    """つなぐシート: few fields."""

    form_key: ClassVar[str] = "consultations.send_sheet"
    sections: ClassVar = (
        forms.Section("つなぐシート", ("receiver_agency", "worry", "wish")),
        forms.Section(
            "その場で引き継いだとき（同じ場所の窓口など）",
            ("handed_on_the_spot", "receiver", "spot_words"),
            on_demand=True,
        ),
    )

    receiver_agency = forms.AgencyField(label="つなぐ先")
    worry = forms.NarrativeField(label="気になること・つなぎたいこと", rows=4, limit=5000)
    wish = forms.NarrativeField(label="してほしいこと", required=False, rows=3, limit=5000)
    handed_on_the_spot = forms.CheckField(label="その場で引き継いだ")
    receiver = forms.SelectField(label="受けてくれた人", required=False)
    spot_words = forms.LineField(
        label="その場で決まったこと", required=False, limit=300, help_text="例：このまま面談に入った"
    )

    def __init__(self, *args: Any, agencies: Any = (), staff: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["receiver_agency"].offer(agencies)
        fields["receiver"].choices = [("", "選んでください"), *staff]


class WriteSheetForm(forms.Form):
    """つなぐシートを、本人といっしょに書く: for a telephone, and for whoever sees no case data."""

    form_key: ClassVar[str] = "consultations.write_sheet"
    sections: ClassVar = (
        forms.Section("だれの、どんなことですか", ("name", "worry", "receiver_agency")),
        forms.Section("本人に聞きましたか", ("agreed", "method", "witness")),
        forms.Section("分かれば", ("phone", "contact_wish", "alias", "wish"), on_demand=True),
    )

    name = forms.NameField(
        label="お名前", required=False, help_text="言いたくないときは、空のままでかまいません。"
    )
    worry = forms.NarrativeField(label="気になること", rows=4, limit=5000)
    receiver_agency = forms.AgencyField(label="つなぐ先")
    agreed = forms.CheckField(label="この内容をつなぐ先に伝えてよい、と本人が言いました")
    method = forms.ChoiceField(
        label="どう確かめたか",
        choices=[
            (ConsentMethod.ELECTRONIC.value, "本人といっしょにこの画面で"),
            (ConsentMethod.WRITTEN.value, "紙に書いてもらった"),
            (ConsentMethod.ORAL.value, "口頭で"),
        ],
        initial=ConsentMethod.ELECTRONIC.value,
    )
    witness = forms.LineField(
        label="いっしょに聞いた人", required=False, limit=120, help_text="口頭のときは書きます。"
    )
    phone = forms.PhoneField(label="本人の電話", required=False)
    contact_wish = forms.LineField(label="連絡してよい時間・手段", required=False, limit=200)
    alias = forms.LineField(label="呼び名（名前を書かないとき）", required=False, limit=80)
    wish = forms.NarrativeField(label="してほしいこと", required=False, rows=3, limit=5000)

    def __init__(self, *args: Any, agencies: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["receiver_agency"].offer(agencies)

    @property
    def newcomer(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "alias", "phone", "contact_wish")}


class AnswerSheetForm(forms.Form):
    """The receiver's answer."""

    form_key: ClassVar[str] = "consultations.answer_sheet"

    answer = forms.ChoiceField(
        label="返事",
        choices=[
            (one.value, one.label)
            for one in (SheetStatus.ACCEPTED, SheetStatus.PROPOSED, SheetStatus.DECLINED)
        ],
    )
    words = forms.NarrativeField(
        label="返事の内容",
        rows=4,
        limit=5000,
        help_text="引き受けるときは次にすること、難しいときは理由と、ほかにできることを書きます。",
    )


class ReportForm(forms.Form):
    """What became of it."""

    form_key: ClassVar[str] = "consultations.report_result"

    first_contact_on = forms.WarekiDateField(label="最初に接触した日", required=False, must_be_past=True)
    result = forms.NarrativeField(label="結果", rows=4, limit=5000)


class WithdrawForm(forms.Form):
    """Taking something back."""

    reason = forms.LineField(label="取り下げる理由", limit=200)


class PressForm(forms.Form):
    """A button that carries its token and nothing else."""


class ApplyForm(forms.Form):
    """多機関協働の利用申込: the agency applies."""

    form_key: ClassVar[str] = "consultations.apply_for_support"
    sections: ClassVar = (
        forms.Section("申込", ("operator", "situation", "tried", "stuck")),
        forms.Section("考える目安・伏せておくこと", ("guide_type", "keep_secret"), on_demand=True),
        forms.Section("本人の同意がないとき", ("no_consent_reason",)),
    )

    operator = forms.AgencyField(label="申し込む先（多機関協働の事業者）")
    situation = forms.NarrativeField(label="世帯の状況と課題", rows=5, limit=10000)
    tried = forms.NarrativeField(label="これまでに取り組んだこと", rows=4, limit=10000)
    stuck = forms.NarrativeField(label="行き詰まっているところ", rows=4, limit=10000)
    keep_secret = forms.NarrativeField(
        label="本人・家族に知られてはいけないこと", required=False, rows=3, limit=5000
    )
    guide_type = forms.ChoiceField(
        label="4類型（考える目安）", required=False, choices=[("", "選ばない"), *GuideType.choices]
    )
    no_consent_reason = forms.ChoiceField(
        label="同意がない理由",
        required=False,
        choices=[("", "同意がある"), *NoConsentReason.choices],
        help_text="同意があるときは選びません。ないときは支援会議（社会福祉法第106条の6）の根拠で、概要だけが見えます。",
    )

    def __init__(self, *args: Any, operators: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["operator"].offer(operators)


class AnswerRequestForm(forms.Form):
    """調整のみ or 不要; 要 has its own page, because it opens a case."""

    form_key: ClassVar[str] = "consultations.answer_request"

    answer = forms.ChoiceField(
        label="回答",
        choices=[(one.value, one.label) for one in (RequestStatus.COORDINATED, RequestStatus.NOT_NEEDED)],
    )
    reason = forms.NarrativeField(label="回答の理由", rows=4, limit=5000)
    proposal = forms.NarrativeField(
        label="提案（提案シート）",
        required=False,
        rows=4,
        limit=5000,
        help_text="「不要」のときは必ず書きます。だれが・何を・いつまでに、が分かるように。",
    )
    who_does_what = forms.NarrativeField(
        label="だれが何をするか（調整のみのとき）",
        required=False,
        rows=4,
        limit=5000,
        help_text="「調整のみ」のときは必ず書きます。一行に一つ。例：高齢の窓口　週に一度の電話　来月末まで",
    )
