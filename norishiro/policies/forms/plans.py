"""A plan, and the table of its tree."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.core.text import InputProblem
from norishiro.policies import reading
from norishiro.policies.choices import PolicyKind, Side

_GRADES = tomllib.loads(Path(__file__).parents[1].joinpath("data", "grades.toml").read_text(encoding="utf-8"))
USUAL_GRADES: str = _GRADES["usual"]
NOBODY = "だれのことか分かる言葉（名前・番地など）は書きません。"
FIRST_YEAR, LAST_YEAR, MOST_LEVELS, MOST_PERCENT = 1990, 2100, 8, 1000


def parts_of(text: str) -> list[str]:
    """``目標、方向、施策`` apart."""
    return [one.strip() for one in re.split(r"[、,，\n]", text) if one.strip()]


def year_field(label: str, **more: Any) -> fields.WholeNumberField:
    return fields.WholeNumberField(
        label=label,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="西暦で書きます。例：令和6年度は2024。",
        **more,
    )


class PolicyForm(Form):
    """計画を登録する・直す."""

    form_key = "policies.policy"
    sections = (
        Section("計画", ("name", "kind", "side", "agency")),
        Section("期間", ("from_year", "last_year", "before", "note")),
        Section("ことばと基準", ("levels", "grades")),
    )

    name = fields.LineField(label="計画の名前", limit=120)
    kind = fields.SelectField(label="種類", choices=PolicyKind.choices)
    side = fields.ChoiceField(label="だれの計画か", choices=Side.choices, row=True)
    agency = fields.AgencyField(label="受け持つ機関")
    from_year = year_field("始まりの年度")
    last_year = year_field("終わりの年度")
    before = fields.SelectField(
        label="前の計画",
        required=False,
        help_text="この計画が引き継ぐ計画。間があく・重なるときは、年表に印が付きます。",
    )
    note = fields.LineField(
        label="注記", limit=300, required=False, help_text=f"例：地域福祉計画と一体で策定。{NOBODY}"
    )
    levels = fields.LineField(
        label="段の呼び方（上から）",
        limit=200,
        help_text="計画のことばで、「、」で区切ります。例：基本目標、方向性、施策",
    )
    grades = fields.LineField(
        label="評価の基準（達成率）", limit=200, required=False,
        help_text="「評価=何％以上」を「、」で区切ります。例：A=100、B=90、C=60、D=0。計画に決まりがなければ空のままに。",
    )  # fmt: skip

    def clean_levels(self) -> list[str]:
        found = parts_of(self.cleaned_data["levels"])
        if len(found) > MOST_LEVELS:
            raise ValidationError(f"段は{MOST_LEVELS}つまでです。")
        if len(set(found)) < len(found) or any(len(one) > 40 for one in found):
            raise ValidationError("同じ呼び方が二つあるか、40字より長い呼び方があります。")
        if set(found) & {reading.AIM, reading.MUNICIPAL, reading.COUNCIL}:
            raise ValidationError(
                "「めざす姿」「市区町村の事業」「社協の事業」は、段の呼び方には使えません。"
            )
        return found

    def clean_grades(self) -> list[tuple[str, Decimal]]:
        found: list[tuple[str, Decimal]] = []
        for one in parts_of(unicodedata.normalize("NFKC", self.cleaned_data["grades"])):
            mark, _equal, rate = one.partition("=")
            try:
                number = Decimal(rate.strip().removesuffix("%"))
            except InvalidOperation:
                raise ValidationError(f"「{one}」が読めません。「A=100」のように書いてください。") from None
            if not number.is_finite() or not 0 <= number <= MOST_PERCENT or not 0 < len(mark.strip()) <= 10:
                raise ValidationError(
                    f"「{one}」が読めません。評価は10字まで、達成率は0から{MOST_PERCENT}までです。"
                )
            found.append((mark.strip(), number.quantize(Decimal("0.01"))))
        if len({one for one, _rate in found}) < len(found) or len({rate for _one, rate in found}) < len(
            found
        ):
            raise ValidationError("同じ評価か、同じ達成率が二つあります。")
        return found


class TreeForm(Form):
    """体系の表を取り込む: pasted, or as a file."""

    form_key = "policies.read_tree"

    rows = fields.NarrativeField(
        label="表を貼り付ける", required=False, rows=10, limit=50_000,
        help_text="Excel の表をそのまま貼り付けます。左の列から順に上の段です。空のますは、すぐ上と同じと読みます。",
    )  # fmt: skip
    file = django_forms.FileField(
        label="または、ファイルを選ぶ", required=False, help_text="Excel（.xlsx）か CSV。2MB・1000行まで。",
        widget=django_forms.FileInput({"class": "n-input", "accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={"empty": "選ばれたファイルは空です。もとのファイルを開いて、確かめてください。"},
    )  # fmt: skip
    join = fields.CheckField(label="ほかの計画に同じ名前の項目があれば、同じものとしてつなぐ")

    def __init__(self, *args: Any, levels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = levels

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        pasted, upload = cleaned.get("rows", ""), cleaned.get("file")
        if bool(pasted.strip()) == bool(upload):
            self.add_error("rows", "表を貼り付けるか、ファイルを選ぶか、どちらか一つにしてください。")
            return cleaned
        try:
            table = reading.rows_of(upload.read()) if upload else reading.rows_in(pasted)
        except InputProblem as problem:
            self.add_error("file" if upload else "rows", str(problem))
            return cleaned
        cleaned["found"] = reading.read(table, levels=self.levels)
        return cleaned
