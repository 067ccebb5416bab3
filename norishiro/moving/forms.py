"""Input shapes of this room."""

from __future__ import annotations

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form


class AskForm(Form):
    """すべての書き出しを求める."""

    form_key = "moving.ask_departure"

    reason = fields.NarrativeField(
        label="何のために、だれに渡すか", rows=3, limit=1000,
        help_text="例：令和9年4月に次のシステムへ移るため、委託先（契約 令和8年第123号）に渡す。契約や決裁の番号も書きます。",
    )  # fmt: skip


class DecideForm(Form):
    """承認: yes or no, and why not."""

    agree = fields.ChoiceField(
        label="どうしますか", choices=[("YES", "承認する"), ("NO", "承認しない")], row=True
    )
    words = fields.LineField(
        label="ことば", required=False, limit=300, help_text="承認しないときは、わけを必ず書きます。"
    )
