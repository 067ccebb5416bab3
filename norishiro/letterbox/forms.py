"""Input shapes of this room, for staff."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms as django_forms
from django.core.exceptions import ValidationError

from norishiro.core import forms
from norishiro.letterbox.choices import EntranceKind, PassGround
from norishiro.letterbox.examples import Story
from norishiro.letterbox.form_services import services


class PressForm(forms.Form):
    """A button alone."""


class AnswerLetterForm(forms.Form):
    """What may be told to the sender."""

    form_key: ClassVar[str] = "letterbox.answer_letter"

    words = forms.NarrativeField(
        label="送った人への返事",
        rows=4,
        limit=2000,
        help_text="伝えてよいことだけを書きます。例：お知らせありがとうございました。窓口の者が、本人に連絡します。",
    )


class DeclineLetterForm(forms.Form):
    """Where to turn instead."""

    form_key: ClassVar[str] = "letterbox.decline_letter"

    words = forms.NarrativeField(
        label="送った人への提案",
        rows=4,
        limit=2000,
        help_text="どこに相談するとよいかを書きます。例：ごみの収集のことは、清掃の係（電話 …）がお答えします。",
    )


class PassOnForm(forms.Form):
    """To which other window, and why one may."""

    form_key: ClassVar[str] = "letterbox.pass_on_letter"

    receiver = forms.AgencyField(label="渡す先の窓口")
    ground = forms.ChoiceField(label="渡してよいわけ", choices=PassGround.choices)
    words = forms.LineField(
        label="いつ、どう確かめたか・申し送り",
        limit=300,
        help_text="例：きょう電話で、住まいの係に渡してよいと本人から聞いた。渡す先の窓口が読みます。",
    )

    def __init__(self, *args: Any, receivers: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["receiver"].offer(receivers)


class AppointForm(forms.Form):
    """Somebody appointed, or an entrance for a place."""

    form_key: ClassVar[str] = "letterbox.appoint"

    kind = forms.ChoiceField(label="何の入口ですか", choices=EntranceKind.choices)
    facility = forms.LineField(
        label="施設・場所・部署の名前",
        limit=120,
        help_text="例：架空地区センター、道路の係。フォームとカードに出ます。",
    )
    holder = forms.NameField(
        label="任命する人の氏名",
        required=False,
        help_text="連絡員・民生委員・推進員のとき。公開のフォームには出ません。",
    )
    receiver_agency = forms.AgencyField(label="届け先の機関")
    from_on = forms.WarekiDateField(label="任命の日・始まり")
    until_on = forms.WarekiDateField(
        label="任期の終わり",
        required=False,
        help_text="この日から、QR は総合の窓口を案内します。決まっていなければ空のまま。",
    )

    def __init__(self, *args: Any, receivers: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["receiver_agency"].offer(receivers)


class EndEntranceForm(forms.Form):
    """The end of an appointment, or of a QR."""

    form_key: ClassVar[str] = "letterbox.end_entrance"

    until_on = forms.WarekiDateField(label="終わりの日（この日から使えません）")
    reason = forms.LineField(
        label="終える理由",
        limit=200,
        help_text="例：人事異動、QR が別のところに貼られていた。新しい QR は、もう一度任命すると作れます。",
    )


class ThankForm(forms.Form):
    """Thanks to whoever hands in."""

    form_key: ClassVar[str] = "letterbox.thank_holder"

    words = forms.NarrativeField(
        label="お礼のことば",
        rows=3,
        limit=500,
        help_text="本人の控えのページに出ます。だれのことかが分かることは書きません。",
    )


class ExamplesForm(forms.Form):
    """The examples on the public forms."""

    form_key: ClassVar[str] = "letterbox.change_examples"

    worries = forms.NarrativeField(
        label="困りごとの例", rows=10, limit=3000, help_text="1行に1つ。公開のフォームで、選ぶ欄になります。"
    )
    stories = forms.NarrativeField(
        label="つないだ例",
        rows=12,
        limit=10000,
        required=False,
        help_text="1行目に見出し、次の行から文。例と例のあいだは1行あけます。だれのことか分からないように書きます。",
    )

    @property
    def worry_lines(self) -> list[str]:
        lines = (line.strip()[:80] for line in self.cleaned_data["worries"].splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    @property
    def story_parts(self) -> list[Story]:
        parts = re.split(r"\n[ \t　]*\n", self.cleaned_data["stories"].strip())
        split = (part.strip().partition("\n") for part in parts if part.strip())
        return [Story(title.strip()[:80], text.strip()) for title, _line, text in split]


class ImportForm(forms.Form):
    """The CSV of a form service; first only looked at, then taken in."""

    service = forms.ChoiceField(label="どのサービスから書き出しましたか", choices=())
    file = django_forms.FileField(
        label="書き出したファイル",
        help_text="フォームサービスから書き出したまま（UTF-8 でも Shift_JIS でも読めます）。",
        widget=django_forms.FileInput({"class": "n-input", "accept": ".csv,text/csv"}),
        error_messages={
            "required": "書き出したファイルを選んでください。",
            "missing": "書き出したファイルを選んでください。",
            "empty": "選ばれたファイルは空です。",
        },
    )
    take_in = forms.CheckField(label="下の内容で取り込む（印がなければ、確かめるだけ）")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["service"].choices = [(code, one.name) for code, one in services().items()]

    def clean_file(self) -> bytes:
        upload = self.cleaned_data["file"]
        content: bytes = upload.read()
        if not content:
            raise ValidationError("ファイルが大きすぎるか、空です。期間を分けて、書き出しなおしてください。")
        return content
