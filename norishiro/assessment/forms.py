"""Input shapes of the assessment. The form of a section is made from the item dictionary, never written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError

from norishiro.assessment.choices import Decider, RiskMark, ToldBy
from norishiro.assessment.dictionary import ItemOf
from norishiro.assessment.given import YES_NO, Given, Marked
from norishiro.cases.choices import Certainty
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.profiles.schema.forms import RiskForm

BASIS_HELP = "だれが読めるかは、ここで決まります。支援会議で出た話は、同意では開きません。"
MANY_RADIOS = 6
LONGEST_LINE = 300
NOBODY = "名前・住所など、だれのことか分かることは書かないでください。"


class BasisForm(Form):
    """A form whose record is born under a ground the actor holds."""

    basis = fields.ChoiceField(label="共有の範囲", help_text=BASIS_HELP)


class SectionForm(BasisForm):
    """One section of the sheet for one person or the household; its own lines are added by ``section_form``."""

    form_key = "assessment.fill_section"
    items: tuple[ItemOf, ...] = ()

    told_by = fields.ChoiceField(label="だれから・何から分かったか", choices=ToldBy.choices, row=True)
    told_name = fields.LineField(
        label="くわしく", limit=120, required=False, help_text="例：長女、民生委員、年金の通知"
    )
    known_on = fields.WarekiDateField(label="分かった日", must_be_past=True)
    certainty = fields.ChoiceField(label="確かさ", choices=Certainty.choices, row=True)

    def given(self) -> dict[str, Given]:
        """What stands in each line now."""
        return {item.code: _given(item, self.cleaned_data) for item in self.items}


def _given(item: ItemOf, cleaned: Mapping[str, Any]) -> Given:
    value, note = cleaned.get(item.code), cleaned.get(f"{item.code}_note") or ""
    if item.kind in ("TEXT", "LINE"):
        return Given(note=value or "")
    if item.kind == "NUMBER":
        return Given(number=value)
    if item.kind == "DATE":
        return Given(day=value)
    codes = tuple(value or ()) if item.kind == "MANY" else ((value,) if value else ())
    return Given(codes=codes, number=cleaned.get(f"{item.code}_number"), note=note)


def initial_of(item: ItemOf, given: Given) -> dict[str, Any]:
    """The same as ``initial`` of the form."""
    if item.kind in ("TEXT", "LINE"):
        return {item.code: given.note}
    if item.kind == "NUMBER":
        return {item.code: given.number}
    if item.kind == "DATE":
        return {item.code: given.day}
    chosen = list(given.codes) if item.kind == "MANY" else (given.codes[0] if given.codes else "")
    return {item.code: chosen, f"{item.code}_note": given.note, f"{item.code}_number": given.number}


@cache
def section_form(title: str, items: tuple[ItemOf, ...]) -> type[SectionForm]:
    """The form of these lines of the dictionary."""
    made: dict[str, Any] = {"items": items}
    for item in items:
        made.update(_fields(item))
    names = tuple(name for name in made if name != "items")
    made["sections"] = (
        Section(title, names),
        Section("どこから分かったか", ("told_by", "told_name", "known_on", "basis")),
        Section("確かさ", ("certainty",), on_demand=True),
    )
    return type("MadeSectionForm", (SectionForm,), made)


def _fields(item: ItemOf) -> dict[str, Any]:
    label = f"{item.label}（国報告）" if item.national else item.label
    made: dict[str, Any] = {item.code: _field(item, label)}
    if item.kind == "COUNTED":
        made[f"{item.code}_number"] = fields.WholeNumberField(
            label=f"{item.label}：何人", required=False, min_value=0, max_value=99
        )
    if item.kind == "NOTED" or (item.note and item.kind in ("ONE", "MANY")):
        made[f"{item.code}_note"] = fields.NarrativeField(
            label=f"{item.label}：{item.note or 'くわしく'}", rows=2, required=False
        )
    return made


def _field(item: ItemOf, label: str) -> Any:
    choices = [(one.code, one.label) for one in item.options]
    if item.kind in ("NOTED", "COUNTED"):
        choices = list(YES_NO[item.kind].items())
    match item.kind:
        case "MANY":
            return fields.ChoicesField(label=label, choices=choices, required=False, row=True)
        case "ONE" if len(choices) > MANY_RADIOS:
            return fields.SelectField(label=label, choices=choices, required=False)
        case "ONE" | "NOTED" | "COUNTED":
            return fields.ChoiceField(
                label=label, choices=[*choices, ("", "まだ書かない")], required=False, row=True
            )
        case "NUMBER":
            return fields.WholeNumberField(label=label, required=False, min_value=0, max_value=999_999_999)
        case "DATE":
            return fields.WarekiDateField(label=label, required=False)
        case "LINE":
            return fields.LineField(label=label, limit=300, required=False)
    return fields.NarrativeField(label=label, rows=4, required=False)


class StartForm(Form):
    """Nothing to fill in: a press, done once."""


class TakeOverForm(Form):
    """One tap: which line, and who reads it afterwards."""

    item = fields.LineField(label="項目", limit=40)
    basis = fields.LineField(label="共有の範囲", limit=10)


class AskItemForm(BasisForm):
    form_key = "assessment.ask_item"

    question = fields.LineField(label="分からないこと", limit=200)
    finder_agency = fields.AgencyField(label="調べる機関")
    due_on = fields.WarekiDateField(label="いつまでに")


class PartyForm(Form):
    agency = fields.AgencyField(
        label="いっしょにアセスメントする機関", help_text="このケースを見られる機関だけが選べます。"
    )


class ChoosePartsForm(Form):
    parts = fields.ChoicesField(label="会議に出すところ", required=False)


class OwnFormForm(BasisForm):
    form_key = "assessment.attach_form"

    title = fields.LineField(
        label="様式の名前", limit=120, help_text="例：地域包括の基本情報、学校の個別支援シート"
    )
    written_on = fields.WarekiDateField(label="書かれた日", must_be_past=True)
    person = fields.SelectField(label="だれの", required=False, help_text="世帯全体のときは選びません。")
    scan = fields.ScanField(label="読み取ったファイル")


class RefusalForm(BasisForm):
    form_key = "assessment.note_refusal"
    sections = (
        Section("だれが、何を断っているか", ("person", "what", "for_person")),
        Section("どこから分かったか", ("source", "noted_on")),
        Section("くわしく", ("reason", "basis"), on_demand=True),
    )

    person = fields.SelectField(label="断っている人", required=False)
    what = fields.LineField(
        label="断っている支援", limit=200, help_text="例：長男の受診、ヘルパーが家に入ること"
    )
    for_person = fields.SelectField(label="だれへの支援か", required=False)
    reason = fields.LineField(label="わけ・そのときのことば", limit=300, required=False)
    source = fields.LineField(label="だれから聞いたか", limit=120)
    noted_on = fields.WarekiDateField(label="分かった日", must_be_past=True)


class EaseForm(Form):
    how = fields.LineField(label="何があって和らいだか", limit=300)


class AcceptanceForm(BasisForm):
    form_key = "assessment.note_acceptance"
    sections = (
        Section("いまの様子", ("person", "step", "seen", "seen_on")),
        Section("力と、はじめて会えたとき", ("strength", "route", "first_met_on")),
        Section("共有の範囲", ("basis",), on_demand=True),
    )

    person = fields.SelectField(label="だれの")
    step = fields.ChoiceField(
        label="いまの段", help_text="逆戻りは、失敗ではありません。見て分かった様子で選びます。"
    )
    seen = fields.LineField(label="見て分かった様子", limit=300, help_text="例：玄関先で、短く返事があった")
    seen_on = fields.WarekiDateField(label="見た日", must_be_past=True)
    strength = fields.LineField(label="力・できていること", limit=200, required=False)
    route = fields.LineField(
        label="はじめて会えた道すじ", limit=120, required=False, help_text="例：民生委員といっしょに訪ねた"
    )
    first_met_on = fields.WarekiDateField(label="はじめて会えた日", required=False, must_be_past=True)


class RiskFormBase(BasisForm):
    """One ○/×/? sheet; its questions are added by ``risk_form``."""

    form_key = "assessment.fill_risk"
    questions: tuple[str, ...] = ()

    person = fields.SelectField(label="だれのこと", required=False)
    filled_on = fields.WarekiDateField(label="書いた日", must_be_past=True)

    def marks(self) -> dict[str, Marked]:
        """The answer to each question; unanswered ones are ?."""
        return {
            code: Marked(
                mark=self.cleaned_data[code] or RiskMark.UNCLEAR, known=self.cleaned_data[f"{code}_known"],
                strength=self.cleaned_data[f"{code}_strength"],
            )
            for code in self.questions
        }  # fmt: skip


def risk_form(form: RiskForm) -> type[RiskFormBase]:
    """The form of this ○/×/? sheet."""
    made: dict[str, Any] = {"questions": tuple(one.code for one in form.questions)}
    groups: dict[str, list[str]] = {}
    for one in form.questions:
        made[one.code] = fields.ChoiceField(
            label=one.text, choices=RiskMark.choices, required=False, row=True, initial=RiskMark.UNCLEAR
        )
        made[f"{one.code}_known"] = fields.LineField(label="関連する情報", limit=500, required=False)
        made[f"{one.code}_strength"] = fields.LineField(label="強み・良い点", limit=300, required=False)
        groups.setdefault(one.group, []).extend([one.code, f"{one.code}_known", f"{one.code}_strength"])
    made["sections"] = (
        Section("だれのことを、いつ", ("person", "filled_on")),
        *(Section(group or "問い", tuple(names)) for group, names in groups.items()),
        Section("共有の範囲", ("basis",)),
    )
    return type("MadeRiskForm", (RiskFormBase,), made)


class LevelForm(Form):
    form_key = "assessment.decide_level"

    level = fields.ChoiceField(label="決めた段階")
    reason = fields.NarrativeField(
        label="決めたわけ", rows=4, help_text="印の数ではなく、何を重く見たかを書きます。"
    )
    decider = fields.ChoiceField(label="だれが決めたか", choices=Decider.choices, row=True)
    decided_by = fields.LineField(label="決めた人・会議の名前", limit=200)
    decided_on = fields.WarekiDateField(label="決めた日", must_be_past=True)
    review_on = fields.WarekiDateField(label="見直す日")


class DistrictForm(Form):
    form_key = "assessment.study_district"

    area = fields.SelectField(label="地区")
    studied_on = fields.WarekiDateField(label="した日", must_be_past=True)
    title = fields.LineField(label="題", limit=120, help_text="例：北地区を歩く会、見えてきたこと")
    participants = fields.LineField(
        label="だれと",
        limit=200,
        required=False,
        help_text=f"役割で書きます（住民10人、民生委員など）。{NOBODY}",
    )
    body = fields.NarrativeField(label="見えてきたこと", rows=5, help_text=NOBODY)
    issues = fields.NarrativeField(
        label="地区の課題", rows=4, required=False, help_text=f"一行に一つ書きます。{NOBODY}"
    )
    resources = fields.NarrativeField(
        label="地区の力・資源", rows=4, required=False, help_text="一行に一つ書きます。"
    )

    def clean_issues(self) -> str:
        return _short_lines(self.cleaned_data["issues"])

    def clean_resources(self) -> str:
        return _short_lines(self.cleaned_data["resources"])


def _short_lines(text: str) -> str:
    if any(len(line.strip()) > LONGEST_LINE for line in text.splitlines()):
        raise ValidationError(f"一行が長すぎます。{LONGEST_LINE}字までに分けてください。", code="long_line")
    return text


class FindingForm(Form):
    kind = fields.ChoiceField(
        label="種類", choices=[("ISSUE", "地区の課題"), ("RESOURCE", "地区の力・資源")], row=True
    )
    text = fields.LineField(label="書くこと", limit=300, help_text=NOBODY)


class TakeUpForm(Form):
    meeting = fields.SelectField(label="取り上げた会議")
    taken_up_on = fields.WarekiDateField(label="取り上げた日", must_be_past=True)
    what_next = fields.LineField(label="することにしたこと", limit=300, help_text=NOBODY)


class CloseFindingForm(Form):
    outcome = fields.LineField(label="どうなったか", limit=300, help_text=NOBODY)
    closed_on = fields.WarekiDateField(label="区切りをつけた日", must_be_past=True)
