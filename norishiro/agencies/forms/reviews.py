"""権限の点検: what is decided of each post, and the day on which posts end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from norishiro.agencies.choices import ReviewChoice
from norishiro.core import forms


@dataclass(frozen=True)
class Question:
    """One post to decide on: under which name, whose it is, how it stands, and whether it wants a word of its own."""

    name: str
    label: str
    standing: str
    asked: bool


class ReviewForm(forms.Form):
    """One choice for each post. Those that want a word of their own come first; the others go on unless somebody says otherwise."""

    form_key = "agencies.review_rights"
    places: Sequence[forms.Section] = ()
    end_on = forms.WarekiDateField(
        label="終える日", help_text="「終える」を選んだ任命は、この日から無効になります"
    )

    def add_posts(self, questions: Iterable[Question]) -> None:
        found = list(questions)
        for one in found:
            self.fields[one.name] = forms.ChoiceField(
                label=one.label, help_text=one.standing, choices=ReviewChoice.choices, row=True,
                initial=None if one.asked else ReviewChoice.KEEP,
            )  # fmt: skip
        asked = tuple(one.name for one in found if one.asked)
        others = tuple(one.name for one in found if not one.asked)
        self.places = (
            *((forms.Section(f"気になる任命（{len(asked)}）", asked),) if asked else ()),
            *((forms.Section(f"ほかの任命（{len(others)}、はじめから「続ける」）", others, on_demand=True),) if others else ()),
            forms.Section("終えるとき", ("end_on",)),
        )  # fmt: skip

    def laid_out(self) -> Sequence[forms.Section]:
        return self.places

    def chosen(self, name: str) -> ReviewChoice | None:
        given: Any = self.cleaned_data.get(name)
        return ReviewChoice(given) if given else None
