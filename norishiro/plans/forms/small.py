"""The short forms of this room."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any, ClassVar
from uuid import UUID

from norishiro.core import forms
from norishiro.plans.choices import Achievement, Change, EvaluationResult, MonitoringResult
from norishiro.plans.operations import GoalInput


class SubmitForm(forms.Form):
    """案を渡す."""

    comment = forms.NarrativeField(
        label="渡す相手へのことば",
        required=False,
        rows=3,
        limit=3000,
        help_text="見てほしいところ、急ぐ理由など",
    )


class ReturnForm(forms.Form):
    """差し戻す."""

    comment = forms.NarrativeField(
        label="どこをどう直してほしいか", rows=4, limit=3000, help_text="案を作った人に、このまま届きます。"
    )


class AppropriateForm(forms.Form):
    """会議で適切と確認した."""

    item = forms.ChoiceField(label="どの会議の議題で確かめたか")
    comment = forms.NarrativeField(label="会議で出た意見", required=False, rows=3, limit=3000)


class DecisionForm(forms.Form):
    """決定する."""

    decided_on = forms.WarekiDateField(label="支援決定日")
    agreed_on = forms.WarekiDateField(
        label="本人が同意・署名した日", required=False, help_text="まだのときは空のままにします。"
    )
    comment = forms.NarrativeField(label="意見・条件", required=False, rows=3, limit=3000)


class AgencyPlanForm(forms.Form):
    """各機関の個別計画."""

    form_key: ClassVar[str] = "plans.record_agency_plan"

    person = forms.ChoiceField(label="だれの計画か", row=True)
    name = forms.LineField(
        label="計画の名前", limit=120, help_text="例：ケアプラン、サービス等利用計画、自立相談のプラン"
    )
    goal = forms.LineField(label="計画の目標", limit=300)
    percent = forms.WholeNumberField(
        label="進度（％）", required=False, min_value=0, max_value=100, help_text="おおよそで構いません。"
    )
    progress = forms.LineField(label="いまの進み具合", limit=300, required=False)
    from_on = forms.WarekiDateField(label="始まりの日")
    until_on = forms.WarekiDateField(label="終わりの日", required=False)
    basis = forms.ChoiceField(label="だれに見えるようにするか")


class ProgressForm(forms.Form):
    """個別計画の進み具合."""

    percent = forms.WholeNumberField(label="進度（％）", required=False, min_value=0, max_value=100)
    progress = forms.LineField(label="いまの進み具合", limit=300)
    checked_on = forms.WarekiDateField(label="確かめた日")


class MonitoringForm(forms.Form):
    """モニタリング."""

    form_key: ClassVar[str] = "plans.record_monitoring"

    done_on = forms.WarekiDateField(label="実施した日")
    progress = forms.NarrativeField(
        label="進み具合",
        rows=5,
        limit=5000,
        help_text="小さな変化も書いてください。変わりがないことも記録です。",
    )
    result = forms.ChoiceField(label="この先", choices=MonitoringResult.choices, row=True)


class ReviewForm(forms.Form):
    """進捗の一覧: one line and what follows, for each running case; empty lines change nothing."""

    form_key: ClassVar[str] = "plans.review_progress"

    def __init__(self, *args: Any, cases: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = [case_id for case_id, _title in cases]
        for case_id, title in cases:
            self.fields[f"line_{case_id.hex}"] = forms.LineField(
                label=f"{title}のひとこと", limit=300, required=False
            )
            self.fields[f"result_{case_id.hex}"] = forms.SelectField(
                label=f"{title}のこの先", choices=MonitoringResult.choices, required=False
            )

    def fields_of(self, case_id: UUID) -> list[Any]:
        """The two fields of a case, called without its title: that stands over them."""
        line, result = copy(self[f"line_{case_id.hex}"]), copy(self[f"result_{case_id.hex}"])
        line.label, result.label = "ひとこと", "この先"
        return [line, result]

    def lines(self) -> list[tuple[UUID, str, MonitoringResult]]:
        """What was written, case by case."""
        given = self.cleaned_data
        return [
            (one, given[f"line_{one.hex}"], MonitoringResult(given[f"result_{one.hex}"] or "CONTINUE"))
            for one in self.cases
            if given[f"line_{one.hex}"]
        ]


class EvaluationForm(forms.Form):
    """評価シート."""

    form_key: ClassVar[str] = "plans.evaluate"
    sections: ClassVar = (
        forms.Section("評価", ("evaluated_on", "plan", "achievement", "changes", "comment")),
        forms.Section("本人の声と、これから", ("voice", "remaining", "result")),
    )

    evaluated_on = forms.WarekiDateField(label="評価した日")
    plan = forms.ChoiceField(label="どのプランの評価か", required=False)
    achievement = forms.ChoiceField(label="目標の達成", choices=Achievement.choices, row=True)
    changes = forms.ChoicesField(
        label="見られた変化",
        choices=Change.choices,
        row=True,
        help_text="あてはまるものをすべて選びます。戻ったように見えることも、失敗ではありません。",
    )
    comment = forms.NarrativeField(label="評価のことば", rows=4, limit=5000)
    voice = forms.NarrativeField(label="本人・家族の声", rows=3, limit=5000, required=False)
    remaining = forms.NarrativeField(label="残っていること", rows=3, limit=5000, required=False)
    result = forms.ChoiceField(label="結果", choices=EvaluationResult.choices, row=True)

    def __init__(self, *args: Any, goals: Sequence[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = goals
        for key, goal in goals:
            self.fields[f"goal_{key.hex}"] = forms.SelectField(
                label=f"目標「{goal}」", choices=[("", "書かない"), *Achievement.choices], required=False
            )
            self.fields[f"word_{key.hex}"] = forms.LineField(
                label=f"「{goal}」のひとこと", limit=300, required=False
            )

    def laid_out(self) -> Sequence[forms.Section]:
        names = tuple(f"{part}_{key.hex}" for key, _goal in self.goals for part in ("goal", "word"))
        if not names:
            return self.sections
        return (
            *self.sections,
            forms.Section("目標ごとの達成（書けるところだけ）", names, on_demand=True),
        )

    def given_goals(self) -> list[GoalInput]:
        """The goals somebody answered for."""
        given = self.cleaned_data
        return [
            GoalInput(goal, Achievement(given[f"goal_{key.hex}"]), given[f"word_{key.hex}"])
            for key, goal in self.goals
            if given[f"goal_{key.hex}"]
        ]
