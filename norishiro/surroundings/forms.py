"""Input shapes of this room. Choices that depend on the case are handed in by the view."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from norishiro.cases.choices import Certainty
from norishiro.cases.forms import BasisForm
from norishiro.core.calendar import PartialDate
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.surroundings.choices import AroundKind, Compass, Direction, Distance, PlaceKind, Strength

SOURCE_HELP = "例：本人、民生委員、学校"


class StateForm(Form):
    """How a tie is, and who says so."""

    strength = fields.ChoiceField(label="つながりの強さ", choices=Strength.choices, row=True)
    strained = fields.CheckField(label="ストレス・対立がある")
    direction = fields.ChoiceField(label="働きかけの向き", choices=Direction.choices, row=True)
    words = fields.LineField(
        label="どんなつながりか", required=False, limit=300, help_text="例：月に一度、お茶を飲みに寄る"
    )
    source = fields.LineField(label="だれから聞いたか", limit=120, help_text=SOURCE_HELP)
    certainty = fields.ChoiceField(label="確かさ", choices=Certainty.choices, row=True)


class TieForm(BasisForm, StateForm):
    form_key = "surroundings.add_tie"
    sections = (
        Section("だれと、だれのつながりか", ("person", "around", "kind", "name")),
        Section("どんなつながりか", ("strength", "strained", "direction", "words")),
        Section("どこから分かったか", ("source", "certainty", "from_on")),
        Section("共有の範囲", ("basis",), on_demand=True),
    )

    person = fields.SelectField(label="だれから", required=False, help_text="世帯全体のときは選びません。")
    around = fields.SelectField(
        label="つながりの相手", required=False, help_text="一覧にないときは選ばずに、下に名前を書きます。"
    )
    kind = fields.ChoiceField(
        label="（一覧にない相手のとき）種類", choices=AroundKind.choices, row=True, required=False
    )
    name = fields.LineField(
        label="（一覧にない相手のとき）呼び方",
        required=False,
        limit=80,
        help_text="例：となりの人、木曜サロン、長男の友人。ここに書いた人は、人の一覧には登録されません。",
    )
    from_on = fields.WarekiDateField(
        label="いつから", must_be_past=True, help_text="分からなければ、知った日を書きます。"
    )


class ChangeTieForm(StateForm):
    form_key = "surroundings.change_tie"
    sections = (
        Section("いまはどんなつながりか", ("strength", "strained", "direction", "words")),
        Section("どこから分かったか", ("source", "certainty", "from_on")),
    )

    from_on = fields.WarekiDateField(
        label="いつから変わったか",
        must_be_past=True,
        help_text="この日から、新しい線になります。前の線は、前の日までの図に残ります。",
    )


class EndTieForm(Form):
    until_on = fields.WarekiDateField(label="いつ終わったか", must_be_past=True)
    words = fields.LineField(
        label="終わったわけ", required=False, limit=300, help_text="例：進学して部活をやめた"
    )


class PlaceFields(Form):
    """What is said of a place."""

    kind = fields.ChoiceField(label="種類", choices=PlaceKind.choices, row=True)
    name = fields.LineField(
        label="場の名前",
        limit=80,
        help_text="例：木曜サロン、〇〇医院、駅前のスーパー。番地は書きません。",
    )
    distance = fields.ChoiceField(label="家からの遠さ", choices=Distance.choices)
    compass = fields.SelectField(
        label="家から見た方角", choices=Compass.choices, required=False, help_text="分かるときだけ。"
    )
    area = fields.SelectField(label="その場の圏域", required=False)
    how_often = fields.LineField(
        label="どのくらい行くか", required=False, limit=60, help_text="例：週に一度、月に一度の通院"
    )
    words = fields.LineField(label="その場での様子", required=False, limit=300)
    source = fields.LineField(label="だれから聞いたか", limit=120, help_text=SOURCE_HELP)
    certainty = fields.ChoiceField(label="確かさ", choices=Certainty.choices, row=True)
    from_on = fields.WarekiDateField(
        label="いつから", must_be_past=True, help_text="分からなければ、知った日を書きます。"
    )


class PlaceForm(BasisForm, PlaceFields):
    form_key = "surroundings.add_place"
    sections = (
        Section("どんな場か", ("kind", "name", "person")),
        Section("どこにあるか", ("distance", "compass", "area")),
        Section("様子", ("how_often", "words")),
        Section("どこから分かったか", ("source", "certainty", "from_on")),
        Section("共有の範囲", ("basis",), on_demand=True),
    )

    person = fields.SelectField(
        label="だれの場か", required=False, help_text="世帯のみんなのときは選びません。"
    )


class ChangePlaceForm(PlaceFields):
    form_key = "surroundings.change_place"
    sections = (
        Section("どんな場か", ("kind", "name")),
        Section("どこにあるか", ("distance", "compass", "area")),
        Section("様子", ("how_often", "words", "until_on")),
        Section("どこから分かったか", ("source", "certainty", "from_on")),
    )

    until_on = fields.WarekiDateField(label="行かなくなった日", required=False, must_be_past=True)


class NineForm(BasisForm):
    """A new version: only who will read it."""


class CellForm(Form):
    form_key = "surroundings.fill_cell"

    text = fields.NarrativeField(label="書くこと", required=False, rows=6)


class EventFields(Form):
    """What is said of an event."""

    happened = fields.BirthField(
        label="いつ",
        help_text="分かるところまででかまいません。例：平成20年、H20.4、昭和60年ごろ、1990年代",
    )
    what = fields.LineField(label="できごと", limit=120, help_text="例：小学校に入学、転居、父が退職")
    words = fields.NarrativeField(label="くわしく", required=False, rows=3)
    source = fields.LineField(label="だれから聞いたか", limit=120, help_text=SOURCE_HELP)
    certainty = fields.ChoiceField(label="確かさ", choices=Certainty.choices, row=True)

    def clean_happened(self) -> PartialDate:
        """An age would be counted from today, and nobody can tell any more of which year it spoke."""
        said: PartialDate = self.cleaned_data["happened"]
        if said.as_of or said.earliest() is None:
            raise ValidationError(
                "年で書いてください（例：平成20年、昭和60年ごろ）。歳で聞いたときは、「くわしく」に書きます。",
                code="shape",
            )
        return said


class EventForm(BasisForm, EventFields):
    form_key = "surroundings.add_event"
    sections = (
        Section("できごと", ("happened", "what", "person")),
        Section("どこから分かったか", ("source", "certainty")),
        Section("くわしく", ("words", "basis"), on_demand=True),
    )

    person = fields.SelectField(
        label="だれの", required=False, help_text="世帯のできごとのときは選びません。"
    )


class ChangeEventForm(EventFields):
    form_key = "surroundings.change_event"
