"""事例集, and the kind chosen while deciding."""

from __future__ import annotations

from typing import ClassVar

from norishiro.consultations import kinds
from norishiro.core import forms


class KindForm(forms.Form):
    """どの型に近いか."""

    kind = forms.SelectField(
        label="どの型に近いか", required=False, choices=[("", "選ばない"), *kinds.CHOICES]
    )


class ExampleForm(forms.Form):
    """事例を書く."""

    form_key: ClassVar[str] = "consultations.write_example"

    kind = forms.ChoiceField(label="型", choices=kinds.CHOICES, row=True)
    title = forms.LineField(label="題", limit=80, help_text="例：親の介護と、働けない長男の世帯")
    story = forms.NarrativeField(
        label="どんな世帯だったか",
        rows=6,
        limit=3000,
        help_text="名前・町名・勤め先・学校名は書きません。「80代の母」「50代の長男」のように書きます。",
    )
    done = forms.NarrativeField(
        label="何をしたか",
        rows=6,
        limit=3000,
        help_text="どこが、何から始めて、どうなったか。うまくいかなかったことも。",
    )


class HandExampleForm(forms.Form):
    """概要版を渡した記録."""

    to_whom = forms.LineField(
        label="渡した相手", limit=120, help_text="例：高齢福祉課、10月の部会の構成員、相談員の研修"
    )
    purpose = forms.LineField(label="何のために", limit=120, help_text="例：支援の進め方の参考に")
    given_on = forms.WarekiDateField(label="渡した日", must_be_past=True)


class TakeDownForm(forms.Form):
    """事例を下げる."""

    reason = forms.LineField(label="下げる理由", limit=200)
