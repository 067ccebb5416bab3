"""What residents were asked."""

from __future__ import annotations

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.policies.forms.measures import number_field
from norishiro.policies.forms.plans import NOBODY


class PollForm(Form):
    """住民への調査を登録する."""

    form_key = "policies.add_poll"

    name = fields.LineField(label="調査の名前", limit=120, help_text="例：住民の意識調査")
    held_on = fields.WarekiDateField(label="調査の日", must_be_past=True)
    source = fields.LineField(
        label="出典", limit=300, help_text="例：意識調査 報告書（集計が終わる前は「集計中」）"
    )


class ShareForm(Form):
    """設問の割合を書く."""

    form_key = "policies.write_share"
    sections = (
        Section("設問", ("question", "text", "answer")),
        Section("割合", ("area", "percent", "people")),
    )

    question = fields.SelectField(label="前にもきいた設問", required=False)
    text = fields.LineField(
        label="新しい設問", limit=300, required=False, help_text="例：近所で困っている人に声をかけたいか"
    )
    answer = fields.LineField(
        label="どの答えの割合か",
        limit=200,
        required=False,
        help_text="新しい設問のときに書きます。例：そう思う＋どちらかといえばそう思う",
    )
    area = fields.SelectField(label="圏域", required=False)
    percent = number_field("割合（％）", help_text="まだ分からないときは空のままに（「集計中」と出ます）。")
    people = fields.WholeNumberField(label="答えた人（人）", required=False, min_value=0, max_value=9_999_999)

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        if bool(cleaned.get("question")) == bool(cleaned.get("text")):
            self.add_error(
                "text", "前にもきいた設問を選ぶか、新しい設問を書くか、どちらか一つにしてください。"
            )
        elif cleaned.get("text") and not cleaned.get("answer"):
            self.add_error("answer", "どの答えの割合かを書いてください。")
        return cleaned


class GroundForm(Form):
    """調査の根拠を結ぶ."""

    form_key = "policies.ground_measure"

    question = fields.SelectField(label="設問")
    words = fields.LineField(label="何が分かって、この施策になったか", limit=300, help_text=NOBODY)
