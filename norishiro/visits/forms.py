"""Input shapes of this room. Who may be chosen is handed in by the view."""

from __future__ import annotations

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.visits.choices import AnswerKind, SafetyKind

READ_BY = "だれが読めるかは、ここで決まります。"


class PlanForm(Form):
    form_key = "visits.plan_visit"
    sections = (
        Section("", ("day", "from_at", "purpose", "goers")),
        Section(
            "くわしく", ("until_at", "company", "alone_because", "basis"), on_demand=True, fills=("basis",)
        ),
    )

    day = fields.WarekiDateField(
        label="訪ねる日", help_text="きょうか、これからの日。済んだ訪問は、ひとこと記録に書きます。"
    )
    from_at = fields.TimeField(label="何時から", required=False)
    purpose = fields.LineField(label="用件", limit=120, help_text="例：通院の相談、様子を見る")
    goers = fields.ChoicesField(label="行く人", help_text="同じ機関の人。二人以上も選べます。")
    until_at = fields.TimeField(
        label="何時まで", required=False, help_text="「いま入ります」を押すときの、終わりの予定になります。"
    )
    company = fields.LineField(
        label="一緒に行くほかの機関の人", limit=120, required=False, help_text="例：地域包括の保健師"
    )
    alone_because = fields.LineField(
        label="一人で行くわけ", limit=200, required=False,
        help_text="「複数で訪問」の世帯に一人で行くときだけ書きます。上司の「今日」に届きます。",
    )  # fmt: skip
    basis = fields.ChoiceField(label="共有の範囲", help_text=READ_BY)


class CancelForm(Form):
    because = fields.LineField(
        label="取りやめるわけ",
        limit=200,
        help_text="例：本人の都合で来週に。次の日を決めたら、新しく予定します。",
    )


class EnterForm(Form):
    expected = fields.TimeField(
        label="終わりの予定",
        step=5,
        help_text="この時刻を15分過ぎても「終わりました」が押されないと、同僚に知らせます。",
    )


class AnswerForm(Form):
    kind = fields.ChoiceField(label="どうしましたか", choices=AnswerKind.choices)
    words = fields.LineField(
        label="ひとこと", limit=200, required=False, help_text="例：電話に出た。話が長引いているだけ"
    )
    expected = fields.TimeField(
        label="まだ訪問中のとき：新しい終わりの予定", required=False, step=5,
        help_text="空のままなら、訪問は終わったことになります。",
    )  # fmt: skip


class SafetyForm(Form):
    form_key = "visits.note_safety"

    kinds = fields.ChoicesField(label="気をつけること", choices=SafetyKind.choices)
    words = fields.LineField(
        label="くわしく", limit=300, required=False,
        help_text="見たこと・聞いたことを短く。人がらの評価は書きません。開示を求められることもあります。",
    )  # fmt: skip
    teller = fields.LineField(
        label="だれから聞いたか", limit=120, help_text="例：前の担当者、民生委員、自分で見た"
    )
    heard_on = fields.WarekiDateField(label="聞いた日・見た日", must_be_past=True)
    is_told = fields.ChoiceField(
        label="この注意を残すことを、本人に", choices=(("yes", "伝えた"), ("no", "伝えていない")), row=True
    )
    told_words = fields.LineField(
        label="伝えた人、または伝えていないわけ",
        limit=200,
        help_text="例：訪問した担当者が口頭で／いま伝えると訪問を断たれるおそれ",
    )
    review_on = fields.WarekiDateField(label="見直す日")
    basis = fields.ChoiceField(label="共有の範囲", help_text=READ_BY)


class ReviewForm(Form):
    review_on = fields.WarekiDateField(label="次に見直す日")


class EndForm(Form):
    because = fields.LineField(label="終えるわけ", limit=200, help_text="例：犬は引き取られた")


class WayInForm(Form):
    form_key = "visits.keep_way_in"

    entry = fields.LineField(
        label="鍵・入り方",
        limit=300,
        required=False,
        help_text="例：勝手口から。鍵は管理人が持つ。キーボックスの番号は、要る人だけが読めます。",
    )
    avoid = fields.LineField(
        label="避けたい時間・方法",
        limit=200,
        required=False,
        help_text="例：18時から後は家族がいるので避ける",
    )
    is_sender_hidden = fields.CheckField(label="封筒や留守番電話に、差出人名を出さない")
    basis = fields.ChoiceField(label="共有の範囲", help_text=READ_BY)
