"""Input shapes of the training room. Choices that depend on the town are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from norishiro.agencies.choices import Body
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.training.choices import CourseKind, CourseLevel

Choices = Sequence[tuple[str, str]]


class CourseForm(Form):
    """研修を登録する."""

    name = fields.LineField(label="研修の名前", limit=120, help_text="例：多機関協働の基礎研修")
    kind = fields.ChoiceField(label="種類", choices=CourseKind.choices)
    level = fields.SelectField(label="対象", choices=CourseLevel.choices)
    theme = fields.LineField(label="テーマ", limit=200, help_text="例：ひきこもりの人の声にならない声を聴く")
    agency = fields.AgencyField(label="開く機関")
    needed = fields.WholeNumberField(
        label="修了に要る回数（年度のうち）", required=False, min_value=1, max_value=99,
        help_text="修了のない研修は、空のままにします。",
    )  # fmt: skip


class SessionForm(Form):
    """回を登録する."""

    held_on = fields.WarekiDateField(label="開いた日", must_be_past=True)
    title = fields.LineField(label="この回の題", limit=160)
    lecturer = fields.LineField(label="講師・進行", required=False, limit=160)
    place = fields.LineField(label="場所", required=False, limit=120)


class AttendanceForm(Form):
    """出席を付ける."""

    sections = (
        Section("のりしろを使う職員", ("staff",)),
        Section("そのほかの人", ("agency", "group", "body", "names", "heads")),
    )

    staff = fields.ChoicesField(label="来た職員", required=False)
    agency = fields.AgencyField(
        label="どの機関から",
        required=False,
        help_text="登録のある機関なら選びます。なければ、下に名前を書きます。",
    )
    group = fields.LineField(label="団体・機関の名前", required=False, limit=120)
    body = fields.SelectField(label="どの側（団体のとき）", choices=Body.choices, required=False)
    names = fields.NarrativeField(
        label="来た人の名前（1行に1人）", required=False, rows=4, limit=8000,
        help_text="同じ名前の人を次の回でも同じ人と数えるために書きます。支援を受けている人の名前は書きません。",
    )  # fmt: skip
    heads = fields.WholeNumberField(
        label="名前を書かない人の数",
        required=False,
        min_value=1,
        max_value=9999,
        help_text="延べ人数にだけ数えます。",
    )

    def __init__(self, *args: Any, people: Choices, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["staff"].choices = people
        drawn["agency"].offer(agencies)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("group") and not given.get("agency") and not given.get("body"):
            self.add_error("body", "団体がどの側か（行政・社協など）を選んでください。")
        return given

    @property
    def lines(self) -> list[str]:
        """The names, one each, without empty lines."""
        return [one.strip() for one in self.cleaned_data["names"].splitlines() if one.strip()]


class LectureForm(Form):
    """講義の話題を残す."""

    topic = fields.LineField(label="話題", limit=160, help_text="例：生活保護の申請のしくみ")
    scheme = fields.SelectField(
        label="制度の台帳から", required=False, help_text="台帳にあれば選びます。制度の説明へつながります。"
    )
    scheme_name = fields.LineField(label="台帳にない制度・事業の名前", required=False, limit=120)
    window = fields.SelectField(label="その制度の窓口", required=False)
    example = fields.SelectField(label="事例集の事例（概要版）", required=False)

    def __init__(
        self, *args: Any, schemes: Choices, windows: Choices, examples: Choices, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["scheme"].offer(schemes, blank="選ばない")
        drawn["window"].choices = [("", "選ばない"), *windows]
        drawn["example"].choices = [("", "選ばない"), *examples]


class MaterialForm(Form):
    """資料を残す."""

    title = fields.LineField(label="資料の名前", limit=160)
    where = fields.LineField(
        label="置き場所",
        limit=200,
        help_text="例：庁内共有の「研修」フォルダ、窓口の棚、https:// から始まる番地",
    )


class QuestionForm(Form):
    """出た質問を残す."""

    words = fields.LineField(
        label="質問", limit=300, help_text="支援を受けている人が分かることは書きません。"
    )
    agency = fields.AgencyField(label="質問した機関", required=False)


class ReplyForm(Form):
    """質問に答える."""

    reply = fields.LineField(label="答え", limit=1000)
