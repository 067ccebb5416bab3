"""The form of 要: who leads, who belongs to the household."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.casework.operations.accept import Newcomer
from norishiro.consultations.choices import LeadSide
from norishiro.core import forms
from norishiro.people.choices import RelationToHead

NEW_HOUSEHOLD = "NEW"
NO_HOUSEHOLD = "NONE"
ROWS = (1, 2, 3)


def _newcomer_sections() -> tuple[forms.Section, ...]:
    return tuple(
        forms.Section(
            f"いっしょに支援する人 {row}", (f"name_{row}", f"alias_{row}", f"relation_{row}"), on_demand=True
        )
        for row in ROWS
    )


class AcceptForm(forms.Form):
    """要と回答してケースを開く."""

    form_key: ClassVar[str] = "casework.accept_request"
    sections: ClassVar = (
        forms.Section("回答", ("reason", "title", "flow_step")),
        forms.Section("主担当", ("lead_side", "lead_side_reason", "lead_agency", "lead_staff")),
        forms.Section("世帯", ("household", "household_label")),
        *_newcomer_sections(),
        forms.Section("申し込んだ機関", ("applicant_task",)),
    )

    reason = forms.NarrativeField(label="「要」とした理由", rows=3, limit=5000)
    title = forms.LineField(label="ケースの呼び方", limit=120, help_text="例：架空家の暮らしと仕事")
    flow_step = forms.SelectField(label="流れのいまの段", required=False)
    lead_side = forms.ChoiceField(label="主担当の側", choices=LeadSide.choices, row=True)
    lead_side_reason = forms.LineField(
        label="その側にした理由", limit=200, help_text="例：緊急の介入が要る、時間をかけた関係づくりが要る"
    )
    lead_agency = forms.AgencyField(label="主担当の機関")
    lead_staff = forms.SelectField(label="主担当の人", required=False)
    household = forms.ChoiceField(label="世帯")
    household_label = forms.LineField(
        label="新しい世帯の呼び方",
        required=False,
        limit=120,
        help_text="新しく登録するときに書きます。例：架空家",
    )
    applicant_task = forms.LineField(
        label="申し込んだ機関に続けてもらうこと",
        required=False,
        limit=200,
        help_text="申し込んだ機関も支援の仲間です。空のままだと、役割のない申込機関として残ります。",
    )

    def __init__(
        self, *args: Any, agencies: Any, staff: Any, steps: Any, households: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for row in ROWS:
            fields[f"name_{row}"] = forms.NameField(label="氏名", required=False)
            fields[f"alias_{row}"] = forms.LineField(label="呼び名", required=False, limit=80)
            fields[f"relation_{row}"] = forms.SelectField(
                label="続柄", required=False, choices=RelationToHead.choices
            )
        fields["lead_agency"].offer(agencies)
        fields["lead_staff"].choices = [("", "まだ決めない"), *staff]
        fields["flow_step"].choices = [("", "選ばない"), *steps]
        fields["household"].choices = [
            *households,
            (NEW_HOUSEHOLD, "新しい世帯を登録する"),
            (NO_HOUSEHOLD, "世帯はまだ分からない"),
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("household") == NEW_HOUSEHOLD and not given.get("household_label"):
            self.add_error("household_label", "新しい世帯の呼び方が空です。例：架空家")
        return given

    @property
    def newcomers(self) -> list[Newcomer]:
        """The rows of which anything was filled in."""
        given = self.cleaned_data
        rows = [(given[f"name_{row}"], given[f"alias_{row}"], given[f"relation_{row}"]) for row in ROWS]
        return [
            Newcomer(name=name, alias=alias, relation=relation or RelationToHead.UNKNOWN)
            for name, alias, relation in rows
            if name or alias or relation
        ]
