"""Input shapes of the yearly summary. Choices that depend on what there is are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form
from norishiro.core.text import InputProblem
from norishiro.reports.national import USUAL, FormMapping, mapping_of

LONGEST_WORDS = 2_000
LARGEST_MAPPING = 200_000
NOBODY = "だれのことか分かる言葉（名前・番地など）は書きません。"


class OpenForm(Form):
    """年度のまとめを始める."""

    form_key = "reports.open_summary"

    scope = fields.SelectField(label="どこのまとめか")
    year = fields.SelectField(label="年度")
    title = fields.LineField(
        label="題", limit=120, help_text=f"例：令和7年度 地域福祉コーディネーター活動報告。{NOBODY}"
    )

    def __init__(
        self, *args: Any, scopes: Sequence[tuple[str, str]], years: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["scope"].offer(scopes)
        drawn["year"].offer(years)


class WordsForm(Form):
    """取組・声・来年度を書く."""

    form_key = "reports.write_summary"

    title = fields.LineField(label="題", limit=120)
    work = fields.NarrativeField(
        label="取組", rows=6, limit=LONGEST_WORDS, required=False, help_text=f"この年度にしたこと、変わったこと。{NOBODY}"
    )  # fmt: skip
    voices = fields.NarrativeField(
        label="声", rows=5, limit=LONGEST_WORDS, required=False,
        help_text=f"住民・団体・職員のことば。本人がよいと言ったものだけを、だれか分からないように書きます。{NOBODY}",
    )  # fmt: skip
    ahead = fields.NarrativeField(label="来年度に向けて", rows=5, limit=LONGEST_WORDS, required=False)


class StoriesForm(Form):
    """載せる話を選ぶ."""

    form_key = "reports.choose_stories"

    stories = fields.ChoicesField(
        label="載せる話", required=False, help_text="集まり・広報・実った提案・助成から、もう書いてある文をそのまま写します。"
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["stories"].offer(offered)


class CountedForm(Form):
    """どちらの事業で数えるか."""

    form_key = "reports.decide_counted"

    counts = fields.ChoiceField(label="どれを数えるか")
    reason = fields.LineField(
        label="わけ", limit=200, help_text=f"例：二人で一度に訪ねた。訪問はアウトリーチで数える。{NOBODY}"
    )

    def __init__(self, *args: Any, offered: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["counts"].offer(offered)


class ReturnForm(Form):
    """直しをたのんで返す."""

    form_key = "reports.return_summary"

    words = fields.NarrativeField(
        label="どこを直してほしいか", rows=4, limit=400, help_text=f"書いた人の画面に出ます。{NOBODY}"
    )  # fmt: skip


def _file(label: str, *, accept: str, help_text: str) -> django_forms.FileField:
    return django_forms.FileField(
        label=label, required=False, help_text=help_text, widget=django_forms.FileInput({"class": "n-input", "accept": accept}),
        error_messages={"empty": "選ばれたファイルは空です。もとのファイルを開いて、確かめてください。"},
    )  # fmt: skip


class NationalForm(Form):
    """国の様式に入れる: the office's workbook and mapping; without them ours. Answers bytes, and a mapping that was read."""

    form_key = "reports.take_national"

    template = _file(
        "様式のファイル", accept=".xlsx",
        help_text="国や都道府県から届いた様式（Excel の .xlsx）。空のままにすると、のりしろの仮の様式（推定）に入れます。2MBまで。",
    )  # fmt: skip
    mapping = _file(
        "対応表のファイル", accept=".toml,.txt",
        help_text="どの項目をどのますに書くか（.toml）。空のままにすると、仮の対応表を使います。",
    )  # fmt: skip

    def clean_template(self) -> bytes:
        upload = self.cleaned_data["template"]
        return bytes(upload.read()) if upload else b""

    def clean_mapping(self) -> FormMapping:
        upload = self.cleaned_data["mapping"]
        if not upload:
            return USUAL
        if upload.size > LARGEST_MAPPING:
            raise ValidationError("対応表が大きすぎます。仮の対応表の写しを直して使ってください。")
        try:
            return mapping_of(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise ValidationError("対応表の文字を読み取れません。UTF-8 で保存し直してください。") from None
        except InputProblem as problem:
            raise ValidationError(str(problem)) from None
