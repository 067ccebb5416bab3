"""The form of a takeover: one receiver and one day for all, and what each case needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.forms import BoundField

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section


@dataclass(frozen=True)
class Case:
    """One case to be handed over, as the form asks about it."""

    id: UUID
    title: str
    number: str
    summary: str
    coming_on: date | None
    coming_what: str


@dataclass(frozen=True)
class CaseRow:
    """The fields of one case, drawn together."""

    case: Case
    take: BoundField
    summary: BoundField
    rest: tuple[BoundField, ...]
    open: bool


class HandOverForm(Form):
    form_key = "casework.hand_over"
    sections = (Section("だれに、いつから", ("receiver", "from_on", "overlap_until", "note")),)

    receiver = fields.SelectField(label="引き継ぐ相手", help_text="ケースごとに替えることもできます。")
    from_on = fields.WarekiDateField(
        label="いつから", help_text="今日なら、すぐに替わります。先の日なら、その日に替わります。"
    )
    overlap_until = fields.WarekiDateField(
        label="前任も入る期間の終わり",
        required=False,
        help_text="二人で動く期間があるときだけ入れます。その日に、自動で終わります。",
    )
    note = fields.NarrativeField(
        label="全部のケースに共通の申し送り",
        required=False,
        rows=3,
        limit=2000,
        help_text="世帯ごとのことは、下のケースの申し送りに書きます。",
    )

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], cases: Sequence[Case], **kwargs: Any
    ) -> None:
        initial = {
            **{f"take_{one.id.hex}": True for one in cases},
            **{f"summary_{one.id.hex}": one.summary for one in cases},
            **kwargs.pop("initial", {}),
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.cases = cases
        drawn: dict[str, Any] = self.fields
        drawn["receiver"].choices = [("", "選んでください"), *people]
        for one in cases:
            self._ask_about(one, people)

    def _ask_about(self, case: Case, people: Sequence[tuple[str, str]]) -> None:
        key = case.id.hex
        self.fields[f"take_{key}"] = fields.CheckField(label=f"{case.title}を引き継ぐ")
        self.fields[f"summary_{key}"] = fields.NarrativeField(
            label=f"{case.title}の申し送り", need="引き継ぐときは必須", required=False, rows=3, limit=4000
        )
        self.fields[f"next_on_{key}"] = fields.WarekiDateField(label="次の期日", required=False)
        self.fields[f"next_what_{key}"] = fields.LineField(label="次にすること", required=False, limit=200)
        self.fields[f"to_{key}"] = fields.SelectField(
            label="この件だけ、ほかの人に", required=False, choices=people
        )
        drawn: dict[str, Any] = self.fields
        drawn[f"next_on_{key}"].today = drawn["from_on"].today

    def rows(self) -> Iterator[CaseRow]:
        """The cases as the page draws them; folded where nothing is missing."""
        for case in self.cases:
            rest = tuple(self[f"{name}_{case.id.hex}"] for name in ("next_on", "next_what", "to"))
            filled = any(bound.errors or bound.value() for bound in rest)
            yield CaseRow(
                case, self[f"take_{case.id.hex}"], self[f"summary_{case.id.hex}"], rest, filled or case.coming_on is None
            )  # fmt: skip

    def taken(self) -> list[dict[str, Any]]:
        """Every case with a tick, with its own receiver where one was chosen."""
        given = self.cleaned_data
        return [
            {
                "case_id": case.id,
                "receiver_id": UUID(given[f"to_{key}"] or given["receiver"]),
                "summary": given[f"summary_{key}"],
                "next_on": given[f"next_on_{key}"],
                "next_what": given[f"next_what_{key}"],
            }
            for case in self.cases
            for key in [case.id.hex]
            if given[f"take_{key}"]
        ]
