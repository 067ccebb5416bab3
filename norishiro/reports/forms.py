"""Input shapes of the yearly summary. Choices that depend on what there is are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form

LONGEST_WORDS = 2_000
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


class ReturnForm(Form):
    """直しをたのんで返す."""

    form_key = "reports.return_summary"

    words = fields.NarrativeField(
        label="どこを直してほしいか", rows=4, limit=400, help_text=f"書いた人の画面に出ます。{NOBODY}"
    )  # fmt: skip
