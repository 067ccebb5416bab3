"""Input shapes of this room. Choices that depend on the town are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form
from norishiro.neighbours.rules import LONGEST_TEXT


class PostForm(Form):
    """地区の便りの下書き."""

    form_key = "neighbours.write_post"

    areas = fields.ChoicesField(
        label="送る地区", row=True, help_text="選んだ地区のどれかに登録した人に、一通ずつ届きます。"
    )
    title = fields.LineField(label="題", limit=80, help_text="メールの件名になります。")
    text = fields.NarrativeField(
        label="本文",
        rows=12,
        limit=LONGEST_TEXT,
        help_text="そのままの文で届きます。だれのことか分かる言葉は書きません。",
    )
    link = fields.SelectField(
        label="つなぐ先",
        required=False,
        help_text="だれでも開けるものだけ。居場所や催しを選ぶと、「参加してみたい・聞いてみたい」の番地も付きます。",
    )

    def __init__(
        self,
        *args: Any,
        areas: Sequence[tuple[str, str]] = (),
        links: Sequence[tuple[str, Any]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["areas"].offer(areas)
        drawn["link"].offer(links, blank="つながない")


class ChangedPostForm(PostForm):
    """地区の便りの下書きを直す."""

    form_key = "neighbours.change_post"


class SendForm(Form):
    """送ると決める: a button alone."""
