"""Input shapes of taking a list out."""

from __future__ import annotations

from typing import Any

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form
from norishiro.exports.choices import FileForm, ListKind
from norishiro.exports.listings import LISTS


class AskForm(Form):
    """持ち出しを頼む: for what, which columns, which period. The list itself is chosen before, in the address."""

    form_key = "exports.ask_export"

    reason = fields.NarrativeField(
        label="何のために、どこで使うか", rows=2, limit=500,
        help_text="例：12月の連絡会で、担当の割り振りを見直すため。庁舎の中だけで使い、終わったら消す。",
    )  # fmt: skip
    columns = fields.ChoicesField(
        label="列", help_text="はじめに印のあるものが、いちばん少ない列です。要るものだけを足してください。"
    )
    from_on = fields.WarekiDateField(label="いつから", required=False)
    until_on = fields.WarekiDateField(
        label="いつまで（この日は入らない）", required=False, help_text="空なら、すべて。"
    )
    form = fields.ChoiceField(label="ファイルの形", choices=FileForm.choices, row=True)

    def __init__(self, *args: Any, kind: ListKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns: Any = self.fields["columns"]
        columns.choices = [(one.code, one.label) for one in LISTS[kind]]
        if kind == ListKind.PEOPLE:
            del self.fields["from_on"], self.fields["until_on"]


class DecideForm(Form):
    """承認: yes or no, and why not."""

    approve = fields.ChoiceField(
        label="どうしますか", choices=[("YES", "承認する"), ("NO", "承認しない")], row=True
    )
    words = fields.LineField(
        label="ことば", required=False, limit=300, help_text="承認しないときは、理由を必ず書きます。"
    )
