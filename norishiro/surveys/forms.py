"""Input shapes of this room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.resources.catalogue import catalogue, choices
from norishiro.resources.choices import Companion, Role, Welcome
from norishiro.surveys.choices import AnswerWay

Choices = Sequence[tuple[str, str]]
YES_NO = [("YES", "はい"), ("NO", "いいえ")]
GREETING = "いつも、地域の居場所を開いてくださり、ありがとうございます。登録の内容を、年に一度お確かめいただいています。変わったところだけ、書き直してお送りください。"


class RoundForm(Form):
    """調査を始める."""

    form_key = "surveys.round"

    title = fields.LineField(label="調査の名前", limit=120, help_text="例：令和8年度 居場所・資源の調査")
    due_on = fields.WarekiDateField(label="答えていただく期限")
    greeting = fields.NarrativeField(label="あいさつ・お願い", rows=4, limit=500)
    return_to = fields.LineField(
        label="返送先・問い合わせ先",
        limit=200,
        help_text="紙の調査票に出ます。例：福祉総務課 地域づくり係 03-0000-0000",
    )
    kind = fields.SelectField(label="種類", choices=choices(catalogue().kinds), required=False)
    area = fields.SelectField(label="圏域", required=False)
    only_stale = fields.CheckField(label="確かめなおす日がすぎた場だけにたずねる")

    def __init__(self, *args: Any, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["area"].offer(areas, blank="すべての圏域")
        drawn["kind"].offer(choices(catalogue().kinds), blank="すべての種類")


class SheetForm(Form):
    """調査票: filled with what the registry says now; only what changed is written anew."""

    sections: ClassVar[Sequence[Section]] = (
        Section("どんな人が来られるか", ("welcome", "conditions", "anybody", "age_from", "age_to", "roles", "states", "companion", "trial")),
        Section("いつ・いくら", ("opening", "fee", "fee_note", "booking", "capacity", "present")),
        Section("お願いしたいこと・できないこと", ("considerate", "cannot", "needs")),
        Section("連絡先と公開", ("phone", "is_public", "contact_public")),
        Section("そのほか", ("note", "told_by", "stopped")),
    )  # fmt: skip

    welcome = fields.SelectField(label="孤立している人を受け入れられますか", choices=Welcome.choices)
    conditions = fields.LineField(label="受け入れの条件", required=False, limit=300)
    anybody = fields.CheckField(label="だれでも来てよい（年齢や状態の制限なし）")
    age_from = fields.WholeNumberField(label="何歳から", required=False, min_value=0, max_value=120)
    age_to = fields.WholeNumberField(label="何歳まで", required=False, min_value=0, max_value=120)
    roles = fields.ChoicesField(label="どのような形なら加われますか", choices=Role.choices, required=False)
    states = fields.ChoicesField(
        label="これまでに来た人・対応できる状態", choices=choices(catalogue().states), required=False
    )
    companion = fields.SelectField(label="職員の同行", choices=Companion.choices, required=False)
    trial = fields.SelectField(label="見学・お試しができますか", choices=YES_NO, required=False)
    opening = fields.NarrativeField(
        label="開く日と時間",
        rows=3,
        limit=500,
        required=False,
        help_text="一行にひとつずつ。例：毎週火・木 11:00～16:00",
    )
    fee = fields.WholeNumberField(
        label="費用（1回、円）", required=False, min_value=0, max_value=999999, help_text="無料なら 0"
    )
    fee_note = fields.LineField(label="費用のこと", required=False, limit=120)
    booking = fields.LineField(label="申込み", required=False, limit=120)
    capacity = fields.WholeNumberField(label="定員", required=False, min_value=1, max_value=9999)
    present = fields.WholeNumberField(label="いまの人数", required=False, min_value=0, max_value=9999)
    considerate = fields.LineField(label="配慮できること", required=False, limit=300)
    cannot = fields.LineField(label="できないこと", required=False, limit=300)
    needs = fields.LineField(
        label="受け入れるときに、あるとよい支え",
        required=False,
        limit=300,
        help_text="例：事前の説明、困ったときの連絡先、月に一度の訪問",
    )
    phone = fields.PhoneField(label="電話", required=False)
    is_public = fields.CheckField(label="冊子やホームページに載せてよい")
    contact_public = fields.CheckField(label="電話も載せてよい")
    note = fields.NarrativeField(
        label="そのほか、伝えたいこと",
        rows=2,
        limit=500,
        required=False,
        help_text="来ている方のことは、書かないでください。",
    )
    told_by = fields.LineField(label="答えた人", required=False, limit=80, help_text="職員だけに見えます。")
    stopped = fields.CheckField(label="もう活動していない")

    def __init__(self, *args: Any, private_home: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        for name in ("companion", "trial"):
            drawn[name].offer(drawn[name].choices[1:], blank="まだ分からない")
        if private_home:
            for name in ("is_public", "contact_public"):
                del self.fields[name]


class TypedForm(SheetForm):
    """答えを入れる: the same sheet, with when and how it was answered."""

    sections = (
        Section("いつ、どのように", ("answered_on", "way", "unchanged")), *SheetForm.sections,
    )  # fmt: skip

    answered_on = fields.WarekiDateField(label="答えをもらった日", must_be_past=True)
    way = fields.ChoiceField(
        label="どのように", choices=[one for one in AnswerWay.choices if one[0] != "WEB"], row=True
    )
    unchanged = fields.CheckField(label="変わりなし（下は見なくてよい）")


class AssignForm(Form):
    """ヒアリングに行く人を決める."""

    staff = fields.SelectField(label="行く人")
    area = fields.SelectField(label="どの圏域", required=False)
    go_by = fields.WarekiDateField(label="いつまでに", required=False)

    def __init__(self, *args: Any, people: Choices, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        drawn["staff"].offer(people)
        if areas:
            drawn["area"].offer(areas, blank="すべての圏域")
        else:
            del self.fields["area"]


class OwnSheetForm(SheetForm):
    """The sheet as the place itself opens it. What is withheld is not compared: the answer would tell a stranger that a guess
    was right."""

    def _cover_withheld(self) -> None:
        """Nothing is looked up."""
