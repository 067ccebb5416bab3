"""A measure and what hangs on it."""

from __future__ import annotations

from typing import Any

from norishiro.agencies.choices import Programme
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.policies.choices import (
    Counting,
    Direction,
    IndicatorKind,
    ProgressState,
    Side,
    ValueState,
)
from norishiro.policies.forms.plans import NOBODY, year_field

NUMBERED = "計画に書いてある番号。なければ空のままに。例：1-2"
TOLD = "数字で書いてください（例：12、2.5）。小数は第2位までです。"


def number_field(label: str, **more: Any) -> fields.QuantityField:
    messages = dict.fromkeys(
        ("invalid", "max_decimal_places", "max_digits", "max_whole_digits", "min_value"), TOLD
    )
    return fields.QuantityField(
        label=label,
        required=False,
        max_digits=12,
        decimal_places=2,
        min_value=0,
        error_messages=messages,
        **more,
    )


class ChangeMeasureForm(Form):
    """施策・項目を直す."""

    form_key = "policies.change_measure"

    number = fields.LineField(label="番号", limit=20, required=False, help_text=NUMBERED)
    name = fields.LineField(label="名前", limit=200)
    aim = fields.LineField(label="めざす姿", limit=600, required=False, help_text=NOBODY)
    agency = fields.AgencyField(label="受け持つ機関", required=False)
    priority = fields.CheckField(label="この計画の重点推進事項")


class MeasureForm(Form):
    """施策・項目を入れる: a new one, or one that stands in another plan too."""

    form_key = "policies.add_measure"
    sections = (
        Section("どこに", ("parent", "number", "priority")),
        Section("新しい項目", ("name", "aim", "agency")),
        Section("ほかの計画にある項目", ("known",)),
    )

    parent = fields.SelectField(label="どの項目の下か", required=False)
    number = fields.LineField(label="番号", limit=20, required=False, help_text=NUMBERED)
    priority = fields.CheckField(label="この計画の重点推進事項")
    name = fields.LineField(label="名前", limit=200, required=False)
    aim = fields.LineField(label="めざす姿", limit=600, required=False, help_text=NOBODY)
    agency = fields.AgencyField(label="受け持つ機関", required=False)
    known = fields.SelectField(
        label="同じ項目",
        required=False,
        help_text="両方の計画にある施策は、書きなおさずに、ここから選びます。",
    )


class ProjectForm(Form):
    """事業を結ぶ."""

    form_key = "policies.add_project"

    side = fields.ChoiceField(label="だれの事業か", choices=Side.choices, row=True)
    name = fields.LineField(label="事業の名前", limit=120)
    programme = fields.SelectField(label="重層の事業", choices=Programme.choices, required=False)
    scheme = fields.SelectField(label="制度の台帳にあれば", required=False)


class EffortForm(Form):
    """取組みを足す."""

    form_key = "policies.add_effort"

    number = fields.LineField(label="番号", limit=10, help_text="例：①。指標は、この番号で取組みに結びます。")
    name = fields.LineField(label="取組み", limit=160)
    content = fields.LineField(label="目的と内容", limit=600, required=False, help_text=NOBODY)


class ProgressForm(Form):
    """進み具合を書く."""

    form_key = "policies.write_progress"

    year = year_field("年度")
    state = fields.ChoiceField(label="いま", choices=ProgressState.choices, row=True)
    words = fields.LineField(label="したこと・これから", limit=400, help_text=NOBODY)


class IndicatorForm(Form):
    """指標を登録する・直す."""

    form_key = "policies.indicator"
    sections = (
        Section("指標", ("kind", "number", "effort", "name", "unit", "direction", "tolerance", "counting")),
        Section("現況値", ("base", "base_words")),
        Section("実績はどこから", ("figure", "programme", "question", "definition")),
        Section("二つの数に分けるとき", ("a_label", "b_label", "base_b"), on_demand=True),
    )

    kind = fields.ChoiceField(label="種類", choices=IndicatorKind.choices, row=True)
    number = fields.LineField(label="番号", limit=10, required=False)
    effort = fields.SelectField(label="どの取組みの指標か", required=False)
    name = fields.LineField(label="指標", limit=300)
    unit = fields.LineField(label="単位", limit=20, help_text="例：件、人、回、箇所、団体、地区、％")
    direction = fields.ChoiceField(label="めざす向き", choices=Direction.choices, row=True)
    tolerance = number_field(
        "維持とみる幅", help_text="「維持する」のとき、目標から前後いくつまでを達成とするか。例：3"
    )
    counting = fields.ChoiceField(label="数え方の別", choices=Counting.choices, row=True)
    base = number_field("現況値", help_text="計画を作ったときの数。なければ空のままに（「－」と出ます）。")
    base_words = fields.LineField(
        label="現況値の注記", limit=80, required=False, help_text="例：令和5年度・見込み"
    )
    figure = fields.SelectField(
        label="のりしろが数える数",
        required=False,
        help_text="選ぶと、実績は記録から数えられ、打つことはありません。",
    )
    programme = fields.SelectField(label="どの事業の数か", choices=Programme.choices, required=False)
    question = fields.SelectField(
        label="住民への調査の設問", required=False, help_text="選ぶと、その年度の調査の割合が入ります。"
    )
    definition = fields.LineField(
        label="数え方",
        limit=300,
        required=False,
        help_text="上の二つを選ばないときは要ります。何をどう数えるか。",
    )
    a_label = fields.LineField(label="a) の呼び方", limit=60, required=False, help_text="例：区域内")
    b_label = fields.LineField(label="b) の呼び方", limit=60, required=False, help_text="例：区域外")
    base_b = number_field("現況値 b)")


class YearForm(Form):
    """年度の目標と実績を書く."""

    form_key = "policies.write_year"
    sections = (
        Section("目標", ("target", "target_b")),
        Section("実績", ("state", "actual", "actual_b", "source")),
        Section("注記", ("repeated", "expected", "note")),
    )

    target = number_field("目標")
    target_b = number_field("目標 b)")
    state = fields.ChoiceField(label="実績は", choices=ValueState.choices, row=True)
    actual = number_field("実績")
    actual_b = number_field("実績 b)")
    source = fields.LineField(
        label="出典", limit=200, required=False, help_text="例：事業報告書、所管課の集計（令和8年5月）"
    )
    repeated = fields.CheckField(label="再掲（ほかの施策にも同じ数がある）")
    expected = fields.CheckField(label="見込み")
    note = fields.LineField(label="注記", limit=200, required=False, help_text=NOBODY)

    def __init__(self, *args: Any, pair: tuple[str, str] | None, by_hand: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gone = [] if pair else ["target_b", "actual_b"]
        if pair:
            for name, what in (("target", "目標"), ("actual", "実績")):
                self.fields[name].label = f"{what} a) {pair[0]}"
                self.fields[f"{name}_b"].label = f"{what} b) {pair[1]}"
        gone += [] if by_hand else ["state", "actual", "actual_b", "source"]
        for name in dict.fromkeys(gone):
            self.fields.pop(name, None)


class ReviewForm(Form):
    """総評を書く."""

    form_key = "policies.write_review"

    words = fields.NarrativeField(label="総評", limit=4000, rows=8, help_text=NOBODY)


class DeedForm(Form):
    """したことを結ぶ."""

    form_key = "policies.add_deed"

    done_on = fields.WarekiDateField(label="した日", must_be_past=True)
    words = fields.LineField(
        label="したこと", limit=300, help_text=f"例：家族の会と、窓口の一覧を作った。{NOBODY}"
    )
    sitting = fields.SelectField(label="会議でしたとき", required=False)
    activity = fields.SelectField(label="集まりでしたとき", required=False)
