"""What the grant pays for, and how roles are paid for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.policies.choices import Evidence, StandardUnit
from norishiro.policies.fields import SOURCES
from norishiro.policies.forms.measures import number_field
from norishiro.policies.forms.plans import NOBODY

AS_IN_TABLE, PAID, UNPAID = "", "PAID", "UNPAID"
MOST_STEPS, LARGEST_AMOUNT = 40, Decimal(10) ** 11


class GrantForm(Form):
    """年度の扱いを書く."""

    form_key = "policies.mark_grant"

    granted = fields.ChoiceField(
        label="この年度の扱い", required=False, row=True,
        choices=[(AS_IN_TABLE, "表のまま"), (PAID, "★ 交付金の対象"), (UNPAID, "対象でない")],
    )  # fmt: skip
    note = fields.LineField(
        label="注記", limit=200, required=False,
        help_text=f"表によってちがうときは、そのわけ。例：相談の分は別の補助で受けている。{NOBODY}",
    )  # fmt: skip

    def clean_granted(self) -> bool | None:
        return {PAID: True, UNPAID: False}.get(self.cleaned_data["granted"])


class FundingForm(Form):
    """財源の按分を書く: a share for each usual source, and one that is not among them."""

    form_key = "policies.write_funding"

    note = fields.LineField(label="注記", limit=300, required=False, help_text=f"按分の考え方など。{NOBODY}")

    def __init__(self, *args: Any, known: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.fields.pop("note")
        usual = [label for _code, label in SOURCES]
        self.sources = [*usual, *(one for one in known if one not in usual)]
        for at, label in enumerate(self.sources):
            self.fields[f"percent_{at}"] = number_field(f"{label}（％）")
        self.fields["other"] = fields.LineField(label="ほかの財源の名前", limit=80, required=False)
        self.fields["percent_other"] = number_field("ほかの財源（％）")
        self.fields["note"] = note

    def laid_out(self) -> Sequence[Section]:
        usual = tuple(f"percent_{at}" for at in range(len(self.sources)))
        return (
            Section("合わせて100％になるように", usual), Section("ほかの財源", ("other", "percent_other")),
            Section("考え方", ("note",)),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        shares = [
            (label, cleaned[f"percent_{at}"])
            for at, label in enumerate(self.sources)
            if cleaned.get(f"percent_{at}") is not None
        ]
        other, percent = cleaned.get("other", ""), cleaned.get("percent_other")
        if bool(other) != (percent is not None):
            self.add_error("other", "ほかの財源は、名前と割合の両方を書いてください。")
        elif other in self.sources:
            self.add_error("other", "上の一覧にある財源です。上の欄に書いてください。")
        elif other:
            shares.append((other, percent))
        cleaned["sources"] = shares
        return cleaned


class StandardForm(Form):
    """人口規模別の基準を登録する."""

    form_key = "policies.add_standard"

    role = fields.SelectField(label="どの役職の基準か")
    name = fields.LineField(label="基準の名前", limit=120, help_text="例：地域福祉コーディネーターの基準額")
    unit = fields.ChoiceField(label="単位", choices=StandardUnit.choices, row=True)
    from_on = fields.WarekiDateField(label="この日から", help_text="この日より前の計算は変わりません。")
    steps = fields.NarrativeField(
        label="人口ごとの基準", rows=5, limit=2000,
        help_text="一行に一段。「人口（何人以上）=基準」と書きます。例：0=4,000,000 のつぎの行に 50,000=8,000,000",
    )  # fmt: skip
    evidence = fields.ChoiceField(label="確かさ", choices=Evidence.choices)
    source = fields.LineField(label="出典", limit=300, help_text="例：令和8年度の交付要綱 別表")

    def clean_steps(self) -> list[tuple[int, Decimal]]:
        found: list[tuple[int, Decimal]] = []
        text = unicodedata.normalize("NFKC", self.cleaned_data["steps"])
        for one in (part.strip() for part in re.split(r"[\n、;]", text)):
            if not one:
                continue
            people, _equal, amount = one.replace(",", "").partition("=")
            size = people.strip().removesuffix("以上").removesuffix("人")
            try:
                number = Decimal(amount.strip().removesuffix("円").removesuffix("人"))
            except InvalidOperation:
                number = Decimal(-1)
            if not (size.isascii() and size.isdigit() and len(size) < 10) or not 0 <= number < LARGEST_AMOUNT:
                raise ValidationError(
                    f"「{one[:30]}」が読めません。「50000=8000000」のように書いてください。"
                )
            found.append((int(size), number.quantize(Decimal("0.01"))))
        if len(found) > MOST_STEPS:
            raise ValidationError(f"段は{MOST_STEPS}までです。")
        return sorted(found)


class PopulationForm(Form):
    """基準に使う人口を書く."""

    form_key = "policies.write_population"

    people = fields.WholeNumberField(label="人口（人）", min_value=0, max_value=99_999_999)
    source = fields.LineField(label="出典", limit=300, help_text="例：住民基本台帳 令和8年1月1日")
