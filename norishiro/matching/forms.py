"""Input shapes of this room. Who and what may be chosen is handed in by the view."""

from __future__ import annotations

from typing import Any

from norishiro.community import kinds as group_kinds
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.matching import fitting, tracks
from norishiro.matching.choices import Going, HostKind
from norishiro.resources.catalogue import catalogue, choices, platforms
from norishiro.resources.choices import Role, Weekday

ATMOSPHERE = (
    ("quiet", "静かなところ"),
    ("alone", "一人で過ごせるところ"),
    ("silent", "話さなくてよいところ"),
    ("small", "少人数のところ"),
    ("company", "一緒に行く人が要る"),
)
READ_BY = "だれが読めるかは、ここで決まります。"


def starts() -> list[tuple[str, object]]:
    """Where somebody begins: a track and its stage in one choice, so that the two never disagree."""
    first = tracks.lists().tracks[0]
    return [
        (f"{first.code}:{tracks.CANDIDATE}", "候補（これから見学やお試しを頼む）"),
        *(
            (
                way.name,
                [
                    *([(f"{way.code}:{tracks.CANDIDATE}", f"{way.name}の候補")] if way is not first else []),
                    *((f"{way.code}:{one.code}", f"もう始まっている：{one.name}") for one in way.stages),
                ],
            )
            for way in tracks.lists().tracks
        ),
    ]


class BeginForm(Form):
    form_key = "matching.begin_participation"
    sections = (
        Section("", ("person", "role", "doing", "start", "on", "words")),
        Section("くわしく", ("eligibility", "basis"), on_demand=True, fills=("basis",)),
    )

    person = fields.SelectField(label="だれが")
    role = fields.ChoiceField(label="何として", choices=Role.choices)
    doing = fields.SelectField(
        label="ちょっとできること", required=False, help_text="この場のメニューから始めるときだけ選びます。"
    )
    start = fields.SelectField(label="どこから始めますか", choices=starts())
    on = fields.WarekiDateField(
        label="いつ", must_be_past=True, help_text="候補に決めた日、または、その段になった日。"
    )
    words = fields.LineField(
        label="きっかけ・本人のことば",
        limit=300,
        required=False,
        help_text="例：「夕方からなら外に出られる」",
    )
    eligibility = fields.SelectField(
        label="就労準備の対象と考えたわけ",
        required=False,
        choices=[(one.code, one.name) for way in tracks.lists().tracks for one in way.eligibility],
        help_text="就労準備のときだけ選びます。",
    )
    basis = fields.ChoiceField(label="共有の範囲", help_text=READ_BY)


YES_NO = [("YES", "はい"), ("NO", "いいえ")]


class DoingForm(Form):
    """ちょっとできることを登録する・直す: four inputs, and more on demand."""

    form_key = "matching.add_doing"
    sections = (
        Section("すること", ("what", "load", "bands", "interests")),
        Section(
            "くわしく", ("minutes", "alone", "home", "role", "about", "from_on", "until_on"), on_demand=True,
            fills=("role", "from_on"),
        ),
    )  # fmt: skip

    what = fields.LineField(
        label="すること",
        limit=60,
        help_text="例：使った切手の整理、花壇の水やり、車いすの洗車。だれのことかは書きません。",
    )
    load = fields.ChoiceField(
        label="重さ", row=True, choices=[(one.code, one.name) for one in fitting.lists().loads],
        help_text="　".join(f"{one.name}：{one.about}" for one in fitting.lists().loads),
    )  # fmt: skip
    bands = fields.ChoicesField(
        label="いつできますか", required=False, row=True, choices=[(one.code, one.name) for one in fitting.lists().bands],
        help_text="いつでもよければ全部に印を。分からなければ空のままに。",
    )  # fmt: skip
    interests = fields.ChoicesField(
        label="どんな関心の人に", required=False, row=True,
        choices=[(one.code, one.name) for one in fitting.lists().interests],
    )  # fmt: skip
    minutes = fields.WholeNumberField(label="1回の時間（分）", required=False, min_value=5, max_value=480)
    alone = fields.SelectField(label="一人でできる", choices=YES_NO, required=False)
    home = fields.SelectField(label="家でもできる", choices=YES_NO, required=False)
    role = fields.SelectField(label="何として", choices=Role.choices)
    about = fields.LineField(label="くわしく", limit=200, required=False)
    from_on = fields.WarekiDateField(label="いつから", must_be_past=True)
    until_on = fields.WarekiDateField(
        label="いつまで（この日からない）", required=False, help_text="なくなったら、その日を入れます。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        for name in ("alone", "home"):
            drawn[name].offer(YES_NO, blank="まだ分からない")


STRENGTHS = 300


class HopeForm(Form):
    form_key = "matching.keep_hope"
    sections = (
        Section("まず、ここだけ", ("bands", "roles", "interests", "words")),
        Section("いくらで・どんな場で", ("weekdays", "fee_most", "atmosphere")),
        Section(
            "くわしく", ("areas", "areas_only", "strengths", "hard", "states", "told_on", "basis"), on_demand=True, fills=("basis", "told_on")
        ),
    )  # fmt: skip

    bands = fields.ChoicesField(
        label="いつなら動けそうですか",
        required=False,
        choices=[(one.code, one.name) for one in fitting.lists().bands],
    )
    roles = fields.ChoicesField(label="何として", required=False, choices=Role.choices)
    interests = fields.ChoicesField(
        label="関心のあること",
        required=False,
        row=True,
        choices=[(one.code, one.name) for one in fitting.lists().interests],
    )
    words = fields.LineField(
        label="本人のことば",
        limit=300,
        required=False,
        help_text="言ったとおりに。例：「夕方からなら外に出られる」",
    )
    weekdays = fields.ChoicesField(
        label="行ける曜日", required=False, row=True, choices=[(str(day.value), day.label) for day in Weekday]
    )
    areas = fields.ChoicesField(label="行ける圏域", required=False, row=True)
    areas_only = fields.CheckField(label="この圏域だけ")
    fee_most = fields.WholeNumberField(
        label="1回に払える額（円）", required=False, min_value=0, max_value=99999, help_text="無料だけなら 0"
    )
    atmosphere = fields.ChoicesField(label="どんな場がよいか", required=False, row=True, choices=ATMOSPHERE)
    strengths = fields.LineField(
        label="得意なこと・好きなこと",
        limit=STRENGTHS,
        required=False,
        help_text="例：料理、細かい作業、犬の世話",
    )
    hard = fields.LineField(
        label="苦手なこと・避けたいこと",
        limit=300,
        required=False,
        help_text="例：大きな音、知り合いに会うこと",
    )
    states = fields.ChoicesField(
        label="場に知っていてほしい様子", required=False, choices=choices(catalogue().states),
        help_text="候補を選ぶためだけに使います。場には伝わりません。",
    )  # fmt: skip
    told_on = fields.WarekiDateField(label="聞いた日", must_be_past=True)
    basis = fields.ChoiceField(label="共有の範囲", help_text=READ_BY)


class MoveForm(Form):
    form_key = "matching.move_stage"

    stage = fields.ChoiceField(label="どの段になりましたか")
    on = fields.WarekiDateField(label="いつ", must_be_past=True)
    words = fields.LineField(
        label="ひとこと", limit=300, required=False, help_text="例：配膳を手伝い、最後までいられた"
    )


class CheckForm(Form):
    form_key = "matching.check_settled"

    months = fields.ChoiceField(label="何か月の確認ですか", row=True)
    going = fields.ChoiceField(label="続いていますか", choices=Going.choices, row=True)
    on = fields.WarekiDateField(label="確かめた日", must_be_past=True)
    person_words = fields.LineField(
        label="本人のことば", limit=300, required=False, help_text="言ったとおりに。例：「次は皿洗いもやる」"
    )
    host_words = fields.LineField(
        label="受け入れ先のことば", limit=300, required=False, help_text="例：「いてくれて助かる」"
    )


class HostForm(Form):
    form_key = "matching.note_host"

    kind = fields.ChoiceField(label="したこと", choices=HostKind.choices)
    on = fields.WarekiDateField(label="いつ", must_be_past=True)
    words = fields.LineField(
        label="ひとこと", limit=300, help_text="例：疲れたときに座れる場所を決めてもらった"
    )
    next_on = fields.WarekiDateField(
        label="次に訪ねる日", required=False, help_text="入れると、その日に「今日」に出ます。"
    )


class AttendanceForm(Form):
    on = fields.WarekiDateField(
        label="いつ", must_be_past=True, help_text="まとめて書くときは、最後の日を入れて回数を足します。"
    )
    times = fields.WholeNumberField(label="回数", min_value=1, max_value=31)
    words = fields.LineField(label="様子", limit=200, required=False)


class EndForm(Form):
    form_key = "matching.end_participation"

    reason = fields.ChoiceField(
        label="終わったわけ", choices=[(one.code, one.name) for one in tracks.lists().ends]
    )
    on = fields.WarekiDateField(label="いつ", must_be_past=True)
    words = fields.LineField(
        label="くわしく",
        limit=300,
        required=False,
        help_text="うまくいかなかったことも、次の人のためになります。人がらの評価は書きません。",
    )


class ShortageForm(Form):
    form_key = "matching.note_shortage"

    words = fields.LineField(
        label="どんな場があればよいか", limit=300,
        help_text="だれのことか分からないように。例：夕方に、話さなくても手を動かせる少人数の場",
    )  # fmt: skip
    kind = fields.SelectField(label="種類", required=False, choices=choices(catalogue().kinds))
    role = fields.SelectField(label="何として", required=False, choices=Role.choices)
    area = fields.SelectField(label="圏域", required=False)
    band = fields.SelectField(
        label="いつごろ", required=False, choices=[(one.code, one.name) for one in fitting.lists().bands]
    )
    lack = fields.SelectField(
        label="足りない資源の種別", required=False, choices=choices(platforms().resources)
    )
    basis = fields.ChoiceField(label="共有の範囲（だれのためか）", help_text=READ_BY)


class BringForm(Form):
    body = fields.SelectField(label="どの会議で話し合いますか")


class MakeForm(Form):
    form_key = "matching.make_place_for"

    name = fields.LineField(
        label="場・団体の名前（仮でよい）", limit=80, help_text="例：夕方の手仕事の場（仮）"
    )
    kind = fields.SelectField(label="種類", choices=group_kinds.GROUP_CHOICES)
    area = fields.SelectField(label="圏域")
    partners = fields.LineField(
        label="いっしょに動く団体・機関",
        limit=200,
        required=False,
        help_text="例：町会、地域包括、空き家の持ち主",
    )


class CloseForm(Form):
    outcome = fields.LineField(
        label="どうなったか", limit=300, help_text="例：夕方の手仕事の場ができ、2人が通っている"
    )
