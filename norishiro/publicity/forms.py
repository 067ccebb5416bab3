"""Input shapes of this room. Choices that depend on the town are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from norishiro.agencies import navigator
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form
from norishiro.publicity.rules import LONGEST_TEXT

NOBODY = "だれのことか分かる言葉は書きません。"
MARKS = (
    "見出しは行の頭に # と空白、箇条書きは - と空白。つなぐ先は [ことば](https://…)、電話は [電話する](tel:0300000000)。"
    "ふりがなは [今日|きょう] と書きます。"
)


class PageForm(Form):
    """公開のページを作る."""

    form_key = "publicity.open_page"

    name = fields.LineField(label="職員が呼ぶ名前", limit=80, help_text="例：ひきこもりの案内")
    slug = fields.LineField(
        label="番地", limit=40, help_text="ホームページの番地の終わり。半角の小文字で。例：hikikomori"
    )
    topic = fields.SelectField(
        label="のせる相談先",
        required=False,
        help_text="選ぶと、その相談先の窓口の電話・時間・場所が、台帳のまま出ます。打ち込むところはありません。",
    )
    order = fields.WholeNumberField(
        label="並び順", required=False, min_value=0, max_value=999, help_text="小さい数が先に出ます。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["topic"].offer([(one.code, one.label) for one in navigator.TOPICS], blank="相談先をのせない")

    def clean_order(self) -> int:
        return self.cleaned_data["order"] or 0


class ChangedPageForm(PageForm):
    """公開のページの番地・相談先を直す."""

    form_key = "publicity.change_page"


class TextForm(Form):
    """公開のページの下書き."""

    form_key = "publicity.write_text"

    title = fields.LineField(label="題", limit=120)
    text = fields.NarrativeField(label="本文", rows=16, limit=LONGEST_TEXT, help_text=f"{MARKS}{NOBODY}")


class PagePlaceForm(Form):
    """居場所をのせる."""

    form_key = "publicity.add_place"

    place = fields.KnownField(
        label="居場所の名前",
        limit=120,
        help_text="公開の印のある居場所だけ。開く日と時間は、台帳のまま出ます。",
    )

    def __init__(self, *args: Any, known: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["place"].offer(known)
