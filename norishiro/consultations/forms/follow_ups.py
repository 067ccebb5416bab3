"""その後の確認."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.consultations.choices import FollowUpGround, FollowUpSource
from norishiro.core import forms
from norishiro.people.forms import WHO_IT_MAY_BE, AsksWhoForm

WHO = ("name", "kana", "address", "phone")


class FollowUpForm(AsksWhoForm):
    """一覧に載せる."""

    form_key: ClassVar[str] = "consultations.list_follow_up"
    sections: ClassVar = (
        WHO_IT_MAY_BE,
        forms.Section("だれのことか", WHO),
        forms.Section("何の世帯で、なぜ知っているか", ("source", "ground", "ground_on", "ground_words")),
        forms.Section("いつ確かめるか", ("next_on",)),
    )

    name = forms.NameField(label="氏名")
    kana = forms.KanaField(label="ふりがな", required=False)
    address = forms.AddressField(label="住所", required=False, limit=200)
    phone = forms.PhoneField(label="電話", required=False)
    source = forms.ChoiceField(label="もと", choices=FollowUpSource.choices, row=True)
    ground = forms.ChoiceField(
        label="持っている根拠",
        choices=FollowUpGround.choices,
        help_text="この一覧に載せてよい根拠です。どれにも当たらないときは、先に本人の同意を受け取ってください。",
    )
    ground_on = forms.WarekiDateField(label="同意・会議の日", required=False, must_be_past=True)
    ground_words = forms.LineField(
        label="どこから・何の会議で",
        required=False,
        limit=200,
        help_text="例：社会福祉協議会 貸付係、第8回 支援会議",
    )
    next_on = forms.WarekiDateField(label="次に確かめる日", required=False)

    @property
    def newcomer(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WHO}


class FollowUpNoteForm(forms.Form):
    """分かったことと、次."""

    form_key: ClassVar[str] = "consultations.note_follow_up"

    needs = forms.NarrativeField(
        label="分かった困りごと",
        required=False,
        rows=5,
        limit=5000,
        help_text="例：返済が始まり、夫の体調が悪い。家計の相談につなぐ。困りごとがないときは「いまは落ち着いている」。",
    )
    next_on = forms.WarekiDateField(label="次に確かめる日")


class EndFollowUpForm(forms.Form):
    """確認を終える."""

    reason = forms.LineField(
        label="終えるわけ",
        limit=200,
        help_text="例：暮らしが落ち着いた、相談を受け付けた、会えないまま1年たった",
    )
