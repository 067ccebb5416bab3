"""Input shapes of this room. Who may be chosen is handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form
from norishiro.teams.choices import Part, Settling


class JoinForm(Form):
    """担当者を加える."""

    staff = fields.SelectField(label="だれが", help_text="このケースをもう見られる機関の職員だけが並びます。")
    part = fields.ChoiceField(
        label="かかわり方", choices=[(one.value, one.label) for one in (Part.MEMBER, Part.ADVISER)], row=True
    )
    what = fields.LineField(
        label="すること", required=False, limit=120, help_text="例：訪問に同行する、家計の相談"
    )
    from_on = fields.WarekiDateField(label="いつから")
    until_on = fields.WarekiDateField(
        label="いつまで（その日の前日まで）", required=False, help_text="アドバイザーは3か月が目安です。"
    )
    visits = fields.WholeNumberField(
        label="予定の訪問回数",
        required=False,
        min_value=1,
        max_value=999,
        help_text="アドバイザーのときに入れます。",
    )

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["staff"].choices = [("", "選んでください"), *people]


class SettleForm(Form):
    """区切りをつける."""

    choice = fields.ChoiceField(label="どうするか", choices=Settling.choices)
    until_on = fields.WarekiDateField(label="（のばすとき）新しい終わりの日", required=False)
    words = fields.LineField(label="わけ", limit=300, help_text="例：一人で買い物に行けるようになった")


class DayForm(Form):
    """この日の担当."""

    on = fields.WarekiDateField(label="この日の担当を見る", must_be_past=True)


class RapportForm(Form):
    """関係: what is known of it, and up to three lines of who does what by when."""

    LINES = (1, 2, 3)

    noted_on = fields.WarekiDateField(label="いつから", must_be_past=True)
    words = fields.LineField(label="ようす", limit=300)
    basis = fields.ChoiceField(
        label="共有の範囲",
        help_text="だれが読めるかは、ここで決まります。ほかの機関に頼むときは、支援会議で決めるか、本人の同意が必要です。",
    )

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]], bases: Sequence[tuple[str, str]], building: bool, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["basis"].choices = list(bases)
        drawn["basis"].initial = bases[0][0]
        example = (
            "例：手紙をポストに入れる、家族の人にあいさつする"
            if building
            else "例：毎週の訪問、家計の相談、受診の付き添い"
        )
        for number in self.LINES:
            self._ask(number, people, example)
        drawn["words"].help_text = (
            "例：ドアごしに返事があるだけ。だれも名前で呼ばれていない。"
            if building
            else "例：訪ねると、玄関で話してくれるようになった。"
        )
        if building:
            del drawn["noted_on"]
        order = [f"{name}_{number}" for number in self.LINES for name in ("who", "what", "next_on")]
        self.order_fields(["noted_on", "words", *order, "basis"])

    def _ask(self, number: int, people: Sequence[tuple[str, str]], example: str) -> None:
        drawn: dict[str, Any] = self.fields
        self.fields[f"who_{number}"] = fields.SelectField(
            label=f"{number}つめ：だれが", required=False, choices=people
        )
        self.fields[f"what_{number}"] = fields.LineField(
            label=f"{number}つめ：すること",
            required=False,
            limit=120,
            help_text=example if number == 1 else "",
        )
        self.fields[f"next_on_{number}"] = fields.WarekiDateField(
            label=f"{number}つめ：次の期日", required=False
        )
        drawn[f"next_on_{number}"].today = drawn["noted_on"].today

    def lines(self) -> list[tuple[int, str, str, date | None]]:
        """Each line in which anything stands: its number, who, what, by when."""
        given = self.cleaned_data
        found = [
            (one, given[f"who_{one}"], given[f"what_{one}"], given[f"next_on_{one}"]) for one in self.LINES
        ]
        return [one for one in found if any(one[1:])]
