"""Input shapes of this room: the name a question is kept under."""

from __future__ import annotations

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form

NOBODY = "だれのことか分かる言葉（名前・番地など）は書きません。"


class QuestionForm(Form):
    """問いに名前を付けて残す."""

    form_key = "questions.save_question"

    name = fields.LineField(label="名前", limit=80, help_text=f"例：圏域ごとの訪問（毎月）。{NOBODY}")
    words = fields.LineField(label="何のために数えるか", limit=200, required=False, help_text=NOBODY)
    standing = fields.CheckField(
        label="いつも今の期間で数える", required=False,
        help_text="付けると、開いた日の年度・月で数えます。付けないと、いま選んでいる期間のままです。",
    )  # fmt: skip
    shared = fields.CheckField(
        label="ほかの職員も使えるようにする", required=False,
        help_text="渡るのは問いの形だけです。数は、開いた人が見てよい範囲で数えなおします。",
    )  # fmt: skip


class ChangeForm(QuestionForm):
    """残した問いを直す."""

    form_key = "questions.change_question"
