"""Input shapes of the family's drawing. Choices that depend on the case are handed in by the view."""

from __future__ import annotations

from typing import Any

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.family.choices import MANNERS, CoupleEnd, Custody, KinKind, Manner, Sureness, TieKind
from norishiro.people.choices import Sex

PARTLY = "分かるところまででかまいません。例：平成10年4月、平成10年ごろ、不明"
BASIS_HELP = "だれが読めるかは、ここで決まります。支援会議で出た話は、同意では開きません。"
HIDE_HELP = "図には「親子」とだけ描きます。くわしいことは、あなたの機関の人だけが「二人の間柄を直す」の画面で読めます。"
OF_TIES = (
    "manner", "custody", "place", "since", "apart", "apart_since", "ended", "ended_on", "tie_note", "hide",
)  # fmt: skip
FROM_WHOM = Section("どこから分かったか", ("source", "told_on", "sureness"))


class ToldForm(Form):
    """Every fact says from whom it is, when it was told and how sure it is."""

    source = fields.LineField(label="だれから聞いたか", limit=120, help_text="例：本人、長女、民生委員、戸籍")
    told_on = fields.WarekiDateField(label="聞いた日", must_be_past=True)
    sureness = fields.ChoiceField(label="確かさ", choices=Sureness.choices, row=True)


class NewForm(ToldForm):
    """A new fact also says who may read it."""

    basis = fields.ChoiceField(label="共有の範囲", help_text=BASIS_HELP)


class KinFields(Form):
    """What is told of somebody who is in nobody's records."""

    label = fields.LineField(
        label="呼び方・名前", limit=80, help_text="例：母方の祖父、前の夫、架空 はな", required=False
    )
    sex = fields.ChoiceField(label="性別", choices=Sex.choices, row=True)
    birth = fields.BirthField(label="生年月日・年齢", required=False)
    kind = fields.ChoiceField(label="種類", choices=KinKind.choices, row=True)
    is_dead = fields.CheckField(label="亡くなっている")
    died_on = fields.BirthField(label="亡くなった日", required=False, help_text=PARTLY)
    lives_together = fields.CheckField(label="ケースの世帯と、いっしょに住んでいる")
    note = fields.LineField(label="補足", limit=300, required=False)


class TieFields(Form):
    """How exactly two stand to each other. ``suit`` leaves what belongs to the kind of tie."""

    manner = fields.ChoiceField(label="くわしく", choices=Manner.choices)
    since = fields.BirthField(label="いつから", required=False, help_text=PARTLY)
    apart = fields.CheckField(label="別居している")
    apart_since = fields.BirthField(label="いつから別居しているか", required=False, help_text=PARTLY)
    ended = fields.SelectField(label="終わったとき、どのように", choices=CoupleEnd.choices, required=False)
    ended_on = fields.BirthField(label="いつ終わったか", required=False, help_text=PARTLY)
    custody = fields.SelectField(
        label="この親の親権",
        choices=Custody.choices,
        required=False,
        help_text="両方の親にあることもあります。",
    )
    place = fields.WholeNumberField(label="何番めか", required=False, min_value=1, max_value=30)
    tie_note = fields.LineField(label="間柄の補足", limit=300, required=False)
    hide = fields.CheckField(label="くわしいことを、図に描かない（伏せる）", help_text=HIDE_HELP)

    def suit(self, kind: TieKind) -> None:
        """Only the fields of this kind of tie, in its own words."""
        of_couples = ("since", "apart", "apart_since", "ended", "ended_on")
        of_parents = ("custody", "hide")
        drop = {
            TieKind.COUPLE: of_parents,
            TieKind.PARENT: of_couples,
            TieKind.SIBLING: (*of_couples, *of_parents, "place"),
        }[kind]
        for name in drop:
            del self.fields[name]
        offered: dict[str, Any] = self.fields
        offered["manner"].choices = [(one.value, one.label) for one in MANNERS[kind]]
        if "place" in self.fields:
            self.fields["place"].help_text = (
                "何番めの結婚か。分かるときだけ。" if kind == TieKind.COUPLE
                else "何番めの子か。生まれた年が分からないときに書くと、その順に並びます。"
            )  # fmt: skip


class RelativeForm(TieFields, KinFields, NewForm):
    """Draw somebody beside a figure; also somebody registered."""

    form_key = "family.add_relative"
    sections = (
        Section("だれを", ("person", "label", "sex", "birth")),
        Section("間柄", ("manner", "with_parent", "ended", "custody", "place")),
        FROM_WHOM,
        Section(
            "くわしく",
            (
                "kind", "is_dead", "died_on", "lives_together", "note", "since", "apart", "apart_since", "ended_on",
                "tie_note", "hide", "basis",
            ),
            on_demand=True,
        ),
    )  # fmt: skip

    person = fields.SelectField(
        label="図にもういる、登録のある人",
        required=False,
        help_text="ここにいない人は、選ばずに、下に呼び方を書きます。登録のある人だと分かったら、あとで結べます。",
    )
    with_parent = fields.SelectField(label="もう一人の親", required=False)

    def suit_to(self, kind: TieKind | None, *, is_child: bool) -> None:
        """What the standing of the new figure needs: nothing of ties for somebody drawn alone."""
        if kind is None:
            for name in TieFields.base_fields:
                del self.fields[name]
        else:
            self.suit(kind)
        if not is_child:
            del self.fields["with_parent"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("person") and not cleaned.get("label"):
            self.add_error("label", "登録のある人を選ぶか、呼び方を書いてください。例：母方の祖父")
        return cleaned


class KinForm(KinFields, ToldForm):
    form_key = "family.change_kin"
    sections = (
        Section("だれか", ("label", "sex", "birth", "kind")),
        Section("亡くなったとき・同居", ("is_dead", "died_on", "lives_together", "note")),
        FROM_WHOM,
    )


class TieForm(TieFields, ToldForm):
    """How two figures stand to each other, corrected or ended."""

    form_key = "family.change_tie"
    sections = (Section("間柄", OF_TIES), FROM_WHOM)


class RelateForm(TieFields, NewForm):
    """A tie between two figures that are on the drawing already."""

    sections = (
        Section("間柄", ("other", *OF_TIES)),
        FROM_WHOM,
        Section("だれが読めるか", ("basis",), on_demand=True),
    )

    other = fields.SelectField(label="だれと")


class ReasonForm(Form):
    reason = fields.LineField(label="なぜ取り消すか", limit=200, help_text="例：別の家の人だった。聞きちがい")


class LinkForm(Form):
    person = fields.ChoiceField(label="登録済みの人")


class PressForm(Form):
    """Only a button."""


class MarksForm(Form):
    ips = fields.ChoicesField(label="本人（二重の記号）", required=False)
    key_people = fields.ChoicesField(label="キーパーソン（星の印）", required=False)
    basis = fields.ChoiceField(label="共有の範囲", help_text=BASIS_HELP)


class SnapshotForm(Form):
    words = fields.LineField(
        label="何のために残すか", limit=120, help_text="例：支援会議の前、長男が家を出たあと"
    )
    basis = fields.ChoiceField(label="共有の範囲", help_text=BASIS_HELP)


class DayForm(Form):
    on = fields.WarekiDateField(label="いつの図か", required=False)
