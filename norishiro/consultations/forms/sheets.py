"""つなぐシート."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.consultations.choices import (
    SheetStatus,
)
from norishiro.core import forms
from norishiro.people.forms import WHO_IT_MAY_BE, AsksWhoForm
from norishiro.sharing.choices import ConsentMethod


class SheetForm(forms.Form):
    """つなぐシート: few fields."""

    form_key: ClassVar[str] = "consultations.send_sheet"
    sections: ClassVar = (
        forms.Section("つなぐシート", ("receiver_agency", "household", "worry", "wish")),
        forms.Section(
            "その場で引き継いだとき（同じ場所の窓口など）",
            ("handed_on_the_spot", "receiver", "spot_words"),
            on_demand=True,
        ),
    )

    receiver_agency = forms.AgencyField(label="つなぐ先")
    household = forms.ChoiceField(
        label="だれのこととして",
        required=False,
        help_text="世帯全体のこととしてつないでも、家族の名前が伝わるのは、その人の同意があるときだけです。",
    )
    worry = forms.NarrativeField(label="気になること・つなぎたいこと", rows=4, limit=5000)
    wish = forms.NarrativeField(label="してほしいこと", required=False, rows=3, limit=5000)
    handed_on_the_spot = forms.CheckField(label="その場で引き継いだ")
    receiver = forms.SelectField(label="受けてくれた人", required=False)
    spot_words = forms.LineField(
        label="その場で決まったこと", required=False, limit=300, help_text="例：このまま面談に入った"
    )

    def __init__(
        self, *args: Any, agencies: Any = (), staff: Any = (), households: Any = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        if households:
            fields["household"].choices = [("", "この人のこと"), *households]
        else:
            del fields["household"]
        fields["receiver_agency"].offer(agencies)
        fields["receiver"].choices = [("", "選んでください"), *staff]


class WriteSheetForm(AsksWhoForm):
    """つなぐシートを、本人といっしょに書く: for a telephone, and for whoever sees no case data."""

    form_key: ClassVar[str] = "consultations.write_sheet"
    sections: ClassVar = (
        WHO_IT_MAY_BE,
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
    """The answer of the receiver; on paper, copied by the sender with who answered and when."""

    form_key: ClassVar[str] = "consultations.answer_sheet"
    sections: ClassVar = (
        forms.Section("だれの返事か（返信票・電話）", ("answered_by_name", "answered_on")),
        forms.Section("返事", ("answer", "words")),
        forms.Section("引き受けられないとき・別の提案のとき", ("proposal", "proposed_agency")),
    )

    answered_by_name = forms.LineField(
        label="返事をくれた人", limit=120, help_text="例：受付の方、デイサービスの相談員"
    )
    answered_on = forms.WarekiDateField(label="返事のあった日", must_be_past=True)
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
        help_text="引き受けるときは次にすること、難しいときはその理由を書きます。",
    )
    proposal = forms.NarrativeField(
        label="代わりにできることの提案",
        required=False,
        rows=3,
        limit=5000,
        help_text="引き受けられないときは、必ず書きます。送った人が次に動けるように。例：家賃のことなら生活困窮の窓口が早い。",
    )
    proposed_agency = forms.AgencyField(
        label="代わりに勧める機関（あれば）",
        required=False,
        help_text="選ぶと、送った人の画面に「この機関へつなぐ」が出ます。",
    )

    def __init__(self, *args: Any, agencies: Any = (), on_paper: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["proposed_agency"].offer(agencies)
        if not on_paper:
            del fields["answered_by_name"], fields["answered_on"]


class AssignForm(forms.Form):
    """担当を決める・代わる."""

    form_key: ClassVar[str] = "consultations.assign_sheet"

    receiver = forms.SelectField(label="担当になる人")

    def __init__(self, *args: Any, staff: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["receiver"].choices = [("", "選んでください"), *staff]


class FirstContactForm(forms.Form):
    """最初に会えた日を伝える."""

    form_key: ClassVar[str] = "consultations.note_first_contact"

    first_contact_on = forms.WarekiDateField(label="最初に会えた（話せた）日", must_be_past=True)


class ReportForm(forms.Form):
    """What became of it."""

    form_key: ClassVar[str] = "consultations.report_result"

    first_contact_on = forms.WarekiDateField(label="最初に接触した日", required=False, must_be_past=True)
    result = forms.NarrativeField(label="結果", rows=4, limit=5000)
