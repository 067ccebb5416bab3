"""Input shapes of this room. Whom one may care for, and on which ground it is written, are handed in by the view."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError

from norishiro.carers import care
from norishiro.carers.choices import Often, State
from norishiro.cases.choices import Certainty
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section

PREFIX = "effects_"
LONGEST_CALL = 80


class CaringForm(Form):
    """ケアのこと: asked by age; every field but four may wait."""

    form_key: ClassVar[str] = "carers.write_caring"

    state = fields.ChoiceField(label="いま", choices=State.choices, row=True)
    cared_for = fields.ChoicesField(label="だれのケアか", required=False)
    others = fields.NarrativeField(
        label="登録のない人", required=False, rows=2, limit=400,
        help_text="名前が分からなくてもかまいません。1行に1人、「祖母」「下の妹」のように書きます。",
    )  # fmt: skip
    tasks = fields.ChoicesField(
        label="担っていること", choices=[(one.code, one.label) for one in care.TASKS], required=False
    )
    since = fields.BirthField(
        label="いつから",
        required=False,
        help_text="分かるところまで。例：令和5年、R5.4、10年くらい前なら「2016年ごろ」",
    )
    often = fields.ChoiceField(label="どのくらい", choices=Often.choices, row=True)
    hours = fields.WholeNumberField(
        label="週に何時間くらい",
        required=False,
        min_value=0,
        help_text="聞けたときだけ。見守っている時間も入れます。",
    )
    words = fields.NarrativeField(
        label="くわしく",
        required=False,
        rows=4,
        limit=5000,
        help_text="一日の流れ、たいへんなとき、助かっていること。",
    )
    wishes = fields.NarrativeField(
        label="本人の希望", required=False, rows=4, limit=5000,
        help_text="言ったとおりに書きます。「このままでいい」も希望です。家族のために望むこともここに。",
    )  # fmt: skip
    listener = fields.ChoiceField(label="話したい相手", choices=tuple(care.LISTENERS.items()))
    listener_words = fields.LineField(
        label="だれに・どこで",
        required=False,
        limit=120,
        help_text="例：保健室の先生に、放課後。窓口には来たくない。",
    )
    contact_wish = fields.LineField(
        label="連絡してよい時間・手段", required=False, limit=200,
        help_text="一人の頁と同じ欄です。例：平日16時から、本人の携帯へのメッセージだけ。",
    )  # fmt: skip
    keep_from_family = fields.CheckField(
        label="家族に知られたくない",
        help_text="世帯の一枚と「今日」に、ケアのことを出さなくなります（この頁では読めます）。",
    )
    source = fields.LineField(
        label="だれから聞いたか", limit=120, help_text="例：本人、担任、祖母、窓口で見て"
    )
    certainty = fields.ChoiceField(label="確かさ", choices=Certainty.choices, row=True)
    basis = fields.ChoiceField(label="共有の範囲", help_text="だれが読めるかは、ここで決まります。")

    def __init__(
        self, *args: Any, people: Sequence[tuple[str, str]] = (), areas: Collection[care.Area] = care.AREAS,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        self.areas = tuple(areas)
        super().__init__(*args, **kwargs)
        asked: dict[str, Any] = self.fields
        for area in self.areas:
            asked[f"{PREFIX}{area.code}"] = fields.ChoicesField(
                label=area.label, choices=[(one.code, one.label) for one in area.effects], required=False
            )
        if people:
            asked["cared_for"].offer(people)
        else:
            del asked["cared_for"]

    def laid_out(self) -> Sequence[Section]:
        asked = tuple(f"{PREFIX}{one.code}" for one in self.areas)
        return (
            Section(
                "だれの、どんなケアか",
                ("state", "cared_for", "others", "tasks", "since", "often", "hours", "words"),
            ),
            Section("本人への影響", asked),
            Section(
                "本人の希望と、話したい相手",
                ("wishes", "listener", "listener_words", "contact_wish", "keep_from_family"),
            ),
            Section("どこから分かったか", ("source", "certainty", "basis")),
        )

    @property
    def effects(self) -> list[str]:
        """What was ticked in every area that was asked."""
        return [code for one in self.areas for code in self.cleaned_data[f"{PREFIX}{one.code}"]]

    def clean_others(self) -> list[str]:
        """Those not on record, one a line."""
        called = [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]
        if any(len(one) > LONGEST_CALL for one in called):
            raise ValidationError(
                f"1行は{LONGEST_CALL}文字までです。呼び方だけを書き、くわしいことは「くわしく」に書いてください。"
            )
        return called
