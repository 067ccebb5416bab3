"""The layout an office uses for its daily, monthly and yearly report."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from norishiro.profiles.schema.parts import Code, Entry, Text


class Counting(Entry):
    """Which of two rules makes the office's own figure. ``participation``: PLAN counts only who had a decided plan (the
    narrow national reading); BROAD also who had none, but a wish or a consent that was known."""

    participation: Literal["PLAN", "BROAD"] = "PLAN"


class ReportGroup(Entry):
    """One row of agencies counted together; with an agency all that stand below it."""

    label: Text
    agencies: Annotated[tuple[Code, ...], Field(min_length=1)]


class ReportLayout(Entry):
    """One layout: what stands in the rows, which figures in the columns. The figures are defined by the reports themselves.
    ``groups``: the rows, where agencies are counted together. ``main``: one that opens first, before the usual ones."""

    code: Code
    span: Literal["DAY", "MONTH", "YEAR"]
    title: Text
    rows: Literal["days", "months", "staff", "agencies", "groups", "areas", "programmes"]
    columns: Annotated[tuple[Text, ...], Field(min_length=1)]
    sums: bool = True
    remarks: bool = False
    main: bool = True
    groups: tuple[ReportGroup, ...] = ()

    @model_validator(mode="after")
    def _each_agency_in_one_group(self) -> ReportLayout:
        if (self.rows == "groups") != bool(self.groups):
            raise ValueError(
                f"様式 {self.code}: まとまり（groups）は、行が「まとまりごと」のときに、一つ以上書いてください。"
            )
        codes = [code for group in self.groups for code in group.agencies]
        if len(codes) != len(set(codes)):
            raise ValueError(f"様式 {self.code}: 一つの機関は、一つのまとまりにだけ書いてください。")
        return self
