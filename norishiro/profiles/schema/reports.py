"""The layout an office uses for its daily, monthly and yearly report."""

from typing import Annotated, Literal

from pydantic import Field

from norishiro.profiles.schema.parts import Code, Entry, Text


class ReportLayout(Entry):
    """One layout: what stands in the rows, which figures in the columns. The figures are defined by the reports themselves."""

    code: Code
    span: Literal["DAY", "MONTH", "YEAR"]
    title: Text
    rows: Literal["days", "months", "staff", "agencies", "areas", "programmes"]
    columns: Annotated[tuple[Text, ...], Field(min_length=1)]
    sums: bool = True
    remarks: bool = False
