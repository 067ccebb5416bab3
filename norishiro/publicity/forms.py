"""Input shapes of this room. Choices that depend on the town are handed in by the view."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from norishiro.agencies import learned, navigator
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.publicity import kinds
from norishiro.publicity.choices import Giver, HandoutWay, ResponseKind
from norishiro.publicity.choices import LeaveForm as LeaveForms
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


class _Offering(Form):
    """A form whose lists depend on the town: each is handed in under the name of its field."""

    blanks: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, offered: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drawn: dict[str, Any] = self.fields
        for name, choices in offered.items():
            if isinstance(drawn[name], fields.KnownField):
                drawn[name].offer(choices)
            else:
                drawn[name].offer(choices, blank=self.blanks.get(name, "選ばない"))


class ItemForm(_Offering):
    """広報物・催しを登録する."""

    form_key = "publicity.add_item"
    blanks: ClassVar = {"area": "まち全体・決まっていない", "base": "拠点なし", "campaign": "まとめない"}
    sections = (
        Section("まず", ("kind", "title", "edition", "issued_on", "shows_people")),
        Section("公開する文", ("about", "opens", "closes", "venue"), on_demand=True),
        Section("そのほか", ("area", "base", "campaign", "until_on"), on_demand=True),
    )

    kind = fields.SelectField(label="種類", choices=kinds.CHOICES)
    title = fields.LineField(label="題", limit=120, help_text="例：ひきこもり相談のリーフレット")
    edition = fields.LineField(
        label="版・号",
        limit=40,
        required=False,
        help_text="例：第2版、秋号。まだ届けていない先は、版ごとに出ます。",
    )
    issued_on = fields.WarekiDateField(label="出した日・ひらく日")
    shows_people = fields.CheckField(label="人や作品がうつっている（公開には了承が要ります）")
    about = fields.LineField(label="中身（公開する文）", limit=600, required=False, help_text=NOBODY)
    opens = fields.TimeField(label="始まり", required=False)
    closes = fields.TimeField(label="終わり", required=False)
    venue = fields.LineField(
        label="会場・申込み", limit=160, required=False, help_text="例：北会館2階。申込みは要りません。"
    )
    area = fields.SelectField(label="圏域", required=False)
    base = fields.SelectField(label="拠点", required=False)
    campaign = fields.SelectField(label="どの取り組みの一つか", required=False)
    until_on = fields.WarekiDateField(
        label="いつまで", required=False, help_text="この日から、公開のページに出なくなります。"
    )


class ChangedItemForm(ItemForm):
    """広報物・催しを直す."""

    form_key = "publicity.change_item"


class PeopleForm(Form):
    """来た人を書く."""

    form_key = "publicity.count_people"

    came = fields.WholeNumberField(label="来た人", min_value=0, max_value=99999)


class LeaveForm(Form):
    """了承を残す."""

    form_key = "publicity.keep_leave"

    whose = fields.LineField(
        label="何がうつっているか・だれの作品か",
        limit=120,
        help_text="名前は書きません。例：表紙の写真の5人、うら表紙の絵",
    )
    giver = fields.ChoiceField(label="だれの了承か", choices=Giver.choices, row=True)
    form = fields.ChoiceField(label="どのように", choices=LeaveForms.choices, row=True)
    given_on = fields.WarekiDateField(label="了承の日", must_be_past=True)
    until_on = fields.WarekiDateField(
        label="いつまで", required=False, help_text="この日から、公開のページに出なくなります。"
    )
    kept_at = fields.LineField(
        label="紙などの置き場所", limit=120, required=False, help_text="例：広報の綴り 令和8年度 3番"
    )


class HandoutForm(_Offering):
    """配布・説明を残す."""

    form_key = "publicity.hand_out"
    blanks: ClassVar = {"agency": "機関でない", "area": "居場所の圏域・まち全体"}

    way = fields.ChoiceField(label="どのように", choices=HandoutWay.choices, row=True)
    given_on = fields.WarekiDateField(label="日", must_be_past=True)
    number = fields.WholeNumberField(label="部数・聞いた人", min_value=1, max_value=999_999)
    agency = fields.AgencyField(label="機関", required=False)
    place = fields.KnownField(label="居場所（台帳の名前）", limit=120, required=False)
    elsewhere = fields.LineField(
        label="そのほかの場所",
        limit=120,
        required=False,
        help_text="例：駅前の薬局。機関・居場所・ここのどれか一つに。",
    )
    area = fields.SelectField(label="圏域", required=False)


class UndoForm(Form):
    """配布・説明の記録を取り消す."""

    form_key = "publicity.undo_handout"

    why = fields.LineField(label="取り消すわけ", limit=120, help_text="例：部数をまちがえた")


class ChannelForm(Form):
    """知らせた方法を残す."""

    form_key = "publicity.note_channel"

    channel = fields.SelectField(label="方法", choices=learned.CHOICES)
    noted_on = fields.WarekiDateField(label="日")
    words = fields.LineField(
        label="どこに・何号に", limit=120, required=False, help_text="例：市の広報紙 10月1日号"
    )
    came = fields.WholeNumberField(
        label="これを見て来た人", min_value=0, max_value=99999, required=False,
        help_text="催しで、何で知ったかを聞いたときに書きます。",
    )  # fmt: skip


class ResponseForm(Form):
    """反応を残す."""

    form_key = "publicity.note_response"

    kind = fields.ChoiceField(label="種類", choices=ResponseKind.choices, row=True)
    noted_on = fields.WarekiDateField(label="日", must_be_past=True)
    source = fields.LineField(
        label="どこで", limit=120, required=False, help_text="例：地域の新聞、動画のコメント、アンケート"
    )
    words = fields.LineField(label="ことば", limit=400, help_text=NOBODY)


class CodeForm(_Offering):
    """二次元コードを作る."""

    form_key = "publicity.make_code"
    blanks: ClassVar = {"page": "この広報物の公開のページ"}

    page = fields.SelectField(label="開くページ", required=False)
    where = fields.LineField(
        label="どこに置くか",
        limit=120,
        required=False,
        help_text="置く所ごとに作ると、所ごとに数えられます。例：図書館の棚",
    )
