"""The forms of treating two records as one person."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.core import forms


class FindSameForm(forms.Form):
    q = forms.LineField(label="ほかの記録をさがす（名前・よみ・住所・電話の一部）", required=False, limit=80)


class MergeForm(forms.Form):
    """Which of the two stays in use, and how one knows."""

    form_key: ClassVar[str] = "casework.merge_people"
    sections: ClassVar = (forms.Section("まとめる", ("keep", "reason")),)

    keep = forms.ChoiceField(
        label="これから使う記録",
        help_text="もう一つの記録は消えません。これから使う記録の頁に、いっしょに出ます。",
    )
    reason = forms.LineField(
        label="同じ人だと、何で確かめたか", limit=300, help_text="例：本人に聞いた。保険証の生年月日を見た"
    )

    def __init__(self, *args: Any, records: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["keep"].choices = records


class UndoMergeForm(forms.Form):
    reason = forms.LineField(label="元に戻す理由", limit=300, help_text="例：同姓同名の別の人だった")


class TellApartForm(forms.Form):
    """Nothing to write: only the button."""
