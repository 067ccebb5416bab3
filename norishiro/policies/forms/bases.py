"""The plan of a base."""

from __future__ import annotations

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form
from norishiro.policies.forms.plans import NOBODY


class BasePlanForm(Form):
    """拠点の計画を書く."""

    form_key = "policies.write_base_plan"

    words = fields.NarrativeField(
        label="この年度にめざすこと", rows=4, limit=1000,
        help_text=f"例：商店街の人が、気になる人を知らせてくれる拠点にする。{NOBODY}",
    )  # fmt: skip


class BaseGoalForm(Form):
    """拠点の目標を書く."""

    form_key = "policies.base_goal"

    number = fields.LineField(label="番号", limit=10, help_text="例：1")
    words = fields.LineField(label="目標", limit=300, help_text=NOBODY)
    efforts = fields.LineField(label="取組み", limit=600, help_text="何を、どのくらいするか。")
    measure = fields.SelectField(label="計画の施策", required=False)
    figure = fields.SelectField(
        label="記録から数える数", required=False, help_text="選ぶと、この拠点の記録から数えて横に出ます。打つことはありません。"
    )  # fmt: skip
    target = fields.WholeNumberField(label="目標の数", required=False, min_value=0, max_value=9_999_999)
