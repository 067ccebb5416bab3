"""The plan with its role table in one form, so that drafts, the error summary and the merge page know every row."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any, ClassVar
from uuid import UUID

from django.forms import HiddenInput

from norishiro.core import forms
from norishiro.core.forms.widgets import WarekiInput
from norishiro.plans import defaults, particulars
from norishiro.plans.choices import PlanKind
from norishiro.plans.operations import PlanContent, RowInput

FIRST_ROWS = 3
MORE_ROWS = 2
ROW_PARTS = (
    "person",
    "issue",
    "goal",
    "action",
    "bearer",
    "bearer_name",
    "frequency",
    "due_on",
    "agency_plan",
)
Choices = Sequence[tuple[str, str]]


class PlanForm(forms.Form):
    """A plan and its rows. A row counts when anything but the person is filled in."""

    form_key: ClassVar[str] = "plans.draft_plan"

    people = forms.ChoicesField(label="だれのプランか", row=True)
    problems = forms.NarrativeField(
        label="課題の整理",
        rows=5,
        limit=5000,
        help_text="記録した課題を入れてあります。要らないものは消してください。",
    )
    wishes = forms.NarrativeField(
        label="本人・家族の意向",
        rows=4,
        limit=5000,
        required=False,
        help_text="本人のことばのまま書いてください。まだ聞けていないときは空のままにします。",
    )
    long_goal = forms.LineField(
        label="長期の目標", limit=300, required=False, help_text="どんな暮らしになったらよいか"
    )
    goal = forms.LineField(label="このプランで達成すること", limit=300)
    from_on = forms.WarekiDateField(label="始まりの日")
    until_on = forms.WarekiDateField(
        label="終わりの日", help_text="この日までに、続けるかどうかを見直します。"
    )
    needs_outreach = forms.CheckField(label="アウトリーチ等の事業を使う")
    needs_participation = forms.CheckField(label="参加支援の事業を使う")
    approach = forms.NarrativeField(
        label="接し方・訪問で気をつけること",
        rows=3,
        limit=5000,
        required=False,
        help_text="本人に渡す紙と、本人が署名する様式には載りません。",
    )
    rows = forms.WholeNumberField(required=False, widget=HiddenInput)

    def __init__(
        self,
        *args: Any,
        people: Choices,
        agencies: Choices,
        bases: Choices = (),
        kind: str = "",
        filled_rows: Sequence[dict[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        initial = {**kwargs.pop("initial", {})}
        for number, row in enumerate(filled_rows, start=1):
            initial |= {_name(number, part): value for part, value in row.items()}
        written = initial.pop("particulars", {})
        initial |= {_item(key): words for key, words in written.items()}
        super().__init__(*args, initial=initial, **kwargs)
        self.kind = kind
        for one in particulars.items_of(kind):
            self.fields[_item(one.key)] = forms.NarrativeField(
                label=one.label, rows=3, limit=particulars.LONGEST, required=False, help_text=one.help
            )
        fields: dict[str, Any] = self.fields
        fields["people"].choices = list(people)
        if len(bases) > 1:
            self.fields["basis"] = forms.ChoiceField(label="だれに見えるようにするか", choices=bases)
        self.row_count = self._count(len(filled_rows))
        self.initial["rows"] = self.row_count
        for number in range(1, self.row_count + 1):
            self._add_row(number, people=people, agencies=agencies)
        if kind == PlanKind.OUTREACH:
            self.fields[
                "wishes"
            ].help_text = "まだ会えていないときは、推しはかれることだけ、そう分かるように書いてください。"

    def _count(self, filled: int) -> int:
        posted = self._posted("rows")
        wanted = (
            int(posted)
            if posted.isascii() and posted.isdigit() and len(posted) < 4
            else max(filled, FIRST_ROWS)
        )
        return max(1, min(wanted, defaults.MOST_ROWS))

    def _add_row(self, number: int, *, people: Choices, agencies: Choices) -> None:
        at = _at(number)
        made: dict[str, Any] = {
            "person": forms.SelectField(label=f"{at}だれの", required=False, choices=people),
            "issue": forms.LineField(label=f"{at}課題", limit=200, required=False),
            "goal": forms.LineField(label=f"{at}目標", limit=200, required=False),
            "action": forms.LineField(label=f"{at}すること", limit=300, required=False),
            "bearer": forms.AgencyField(label=f"{at}担当機関", required=False, choices=agencies),
            "bearer_name": forms.LineField(label=f"{at}担当者", limit=80, required=False),
            "frequency": forms.LineField(label=f"{at}頻度・期間", limit=80, required=False),
            "due_on": forms.WarekiDateField(
                label=f"{at}期限",
                required=False,
                help_text="",
                widget=WarekiInput({"placeholder": "例：R9.2.1"}, picker=False),
            ),
            "agency_plan": forms.LineField(required=False, widget=HiddenInput),
        }
        made["person"].choices = [("", "世帯全体"), *people]
        made["due_on"].today = getattr(self.fields["from_on"], "today", None)
        for part, field in made.items():
            self.fields[_name(number, part)] = field

    @property
    def drawn_rows(self) -> list[dict[str, Any]]:
        """The rows for the template: number and bound fields by name. The label is drawn without the number, which
        stands over the row; the error summary and the merge page keep it."""
        rows = []
        for number in range(1, self.row_count + 1):
            bound = {part: copy(self[_name(number, part)]) for part in ROW_PARTS}
            for field in bound.values():
                field.label = str(field.label).removeprefix(_at(number))
            rows.append({"number": number, "fields": [bound[part] for part in ROW_PARTS[:-1]], **bound})
        return rows

    @property
    def drawn_items(self) -> list[Any]:
        """What only this kind of plan asks for."""
        return [self[_item(one.key)] for one in particulars.items_of(self.kind)]

    @property
    def can_grow(self) -> bool:
        return self.row_count < defaults.MOST_ROWS

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, self.row_count + 1):
            self._clean_row(number, cleaned)
        return cleaned

    def _clean_row(self, number: int, cleaned: dict[str, Any]) -> None:
        row = self._row(number, cleaned)
        if not self._is_used(row):
            return
        for part, message in (
            ("issue", "課題を書いてください。使わない行は、全部空にしてください。"),
            ("action", "することを書いてください。"),
            ("bearer", "担当機関を選んでください。"),
        ):
            name = _name(number, part)
            if not row[part] and name not in self.errors:
                self.add_error(name, message)

    def _row(self, number: int, cleaned: dict[str, Any]) -> dict[str, Any]:
        return {part: cleaned.get(_name(number, part)) for part in ROW_PARTS}

    def _is_used(self, row: dict[str, Any]) -> bool:
        return any(row[part] for part in ROW_PARTS if part not in ("person", "agency_plan"))

    def content(self) -> PlanContent:
        """What was written, for the operation."""
        given = self.cleaned_data
        rows = [self._row(number, given) for number in range(1, self.row_count + 1)]
        return PlanContent(
            problems=given["problems"], goal=given["goal"], from_on=given["from_on"], until_on=given["until_on"],
            wishes=given["wishes"], long_goal=given["long_goal"], approach=given["approach"],
            particulars=particulars.kept(
                self.kind, {one.key: given[_item(one.key)] for one in particulars.items_of(self.kind)}
            ),
            needs_outreach=given["needs_outreach"], needs_participation=given["needs_participation"],
            people=tuple(UUID(one) for one in given["people"]),
            rows=tuple(
                RowInput(
                    issue=row["issue"], goal=row["goal"] or "", action=row["action"], bearer_id=UUID(row["bearer"]),
                    person_id=_uuid(row["person"]), bearer_name=row["bearer_name"] or "",
                    frequency=row["frequency"] or "", due_on=row["due_on"], agency_plan_id=_uuid(row["agency_plan"]),
                )
                for row in rows
                if self._is_used(row)
            ),
        )  # fmt: skip


class ChangeForm(PlanForm):
    """The same form on a stored draft; its half-written state is kept under its own name."""

    form_key: ClassVar[str] = "plans.change_plan"


def _item(key: str) -> str:
    return f"item_{key}"


def _at(number: int) -> str:
    return f"{number}行目の"


def _name(number: int, part: str) -> str:
    return f"row_{number}_{part}"


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
