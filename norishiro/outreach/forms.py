"""ひとこと記録: who, how, one sentence, next. Everything else only on demand."""

from __future__ import annotations

from typing import Any

from django.forms import DateTimeField, HiddenInput

from norishiro.agencies.choices import Programme, RoleKind
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.core.forms.widgets import MarkedInput
from norishiro.outreach.choices import Met, Method, WorkKind
from norishiro.outreach.segments import BUTTONS
from norishiro.sharing.choices import CATEGORY_LABELS

GONE = (
    "選んだ機関は、書いているあいだに一覧からなくなりました（廃止・統合など）。書いた内容は残っています。"
    "別の機関を選ぶか、選ばずに「一緒に動いた人」に名前だけを書いてください。"
)
NOBODYS_STEP = "つながりの段階と受援力は、一人ひとりのものです。「だれの記録」で人を選んでください。"
SEEN_ALONE = "見られたことを書くときは、つながりの段階か受援力を選んでください。"


class ContactForm(Form):
    form_key = "outreach.record_contact"
    sections = (
        Section("", ("person", "method", "met", "body")),
        Section("次の約束", ("next_on", "next_what")),
        Section("つながりの段階・受援力", ("stage", "step", "seen"), on_demand=True),
        Section("ほかにいた人", ("present", "look_for"), on_demand=True),
        Section("くわしく", ("happened_on", "happened_at", "minutes", "place", "with_whom", "companion", "companion_name", "asked_agency", "legal_basis", "impression", "tags", "photo"), on_demand=True,
                fills=("happened_on",)),
        Section("数え方と共有の範囲", ("programme", "sub_programme", "kind", "basis", "categories"), on_demand=True,
                fills=("programme", "kind", "basis", "categories")),
    )  # fmt: skip

    person = fields.SelectField(label="だれの記録", required=False)
    method = fields.ChoiceField(label="方法", choices=Method.choices, row=True)
    met = fields.ChoiceField(label="会えたか", choices=Met.choices, row=True)
    body = fields.NarrativeField(
        label="ひとこと",
        rows=3,
        widget=MarkedInput(rows=3, marks=BUTTONS),
        help_text="あったことを、短く。行のはじめに「 や 家族：、〇〇病院：、見立て： と書くと、だれの話かが分かれます。",
    )
    next_on = fields.WarekiDateField(label="次の約束の日", required=False)
    stage = fields.SelectField(
        label="つながりの段階",
        required=False,
        help_text="どこまで会えているか。見られた行動で選びます。戻ったように見えることも、失敗ではありません。",
    )
    step = fields.SelectField(
        label="受援力（助けを受ける力）",
        required=False,
        help_text="見て分かった様子で選びます。点数ではありません。",
    )
    seen = fields.LineField(
        label="見られたこと",
        limit=300,
        required=False,
        help_text="段を選んだわけ。書かないと、この記録の方法と「会えたか」が入ります。",
    )
    present = fields.ChoicesField(
        label="ほかにいた人",
        required=False,
        help_text="一回の訪問で会った人に印を付けます。記録は一つで、それぞれの人の頁にも出ます。",
    )
    look_for = fields.FindField(
        label="ほかの世帯の人をさがす",
        help_text="名前かよみの一部。見つかった人が、上の「ほかにいた人」に並びます。",
    )
    next_what = fields.LineField(label="次にすること", limit=200, required=False)
    happened_on = fields.WarekiDateField(
        label="日付",
        must_be_past=True,
        help_text="訪ねた日。例：令和8年4月1日、R8.4.1。これからの予定は「次の約束の日」に書きます。",
    )
    happened_at = fields.TimeField(label="時刻", required=False)
    minutes = fields.WholeNumberField(label="所要（分）", required=False, min_value=0, max_value=1440)
    place = fields.LineField(label="場所", limit=120, required=False)
    with_whom = fields.LineField(
        label="相手（本人以外）",
        limit=200,
        required=False,
        help_text="家族、近隣の人など",
    )
    companion = fields.AgencyField(
        label="一緒に動いた機関", required=False, error_messages={"invalid_choice": GONE}
    )
    companion_name = fields.LineField(label="一緒に動いた人", limit=80, required=False)
    asked_agency = fields.AgencyField(label="照会した機関（電話照会のとき）", required=False)
    legal_basis = fields.LineField(
        label="照会の根拠", limit=120, required=False, help_text="例：本人の同意、社会福祉法第106条の6第3項"
    )
    impression = fields.NarrativeField(label="見立て", rows=3, required=False)
    tags = fields.ChoicesField(
        label="しるし", required=False, row=True, help_text="あとで、しるしでさがせます。"
    )
    photo = fields.ScanField(label="写真", required=False)
    programme = fields.SelectField(label="事業", choices=Programme.choices, required=False)
    sub_programme = fields.LineField(label="事業の内訳", limit=120, required=False)
    kind = fields.ChoiceField(label="支援の別", choices=WorkKind.choices, row=True)
    basis = fields.ChoiceField(label="共有の範囲", help_text="だれが読めるかは、ここで決まります。")
    offline_at = DateTimeField(label="電波のない所で書いた日時", required=False, widget=HiddenInput)
    categories = fields.ChoicesField(
        label="ふれている情報", choices=[(str(int(one)), label) for one, label in CATEGORY_LABELS.items()]
    )

    def clean(self) -> dict[str, Any]:
        """A step is somebody's; what was seen stands with a step."""
        given = super().clean() or self.cleaned_data
        stepped = given.get("stage") or given.get("step")
        if stepped and not given.get("person") and "person" not in self.errors:
            self.add_error("person", NOBODYS_STEP)
        if given.get("seen") and not stepped and "stage" in self.fields:
            self.add_error("stage", SEEN_ALONE)
        return given


class RoundForm(Form):
    """Whom of an earlier round to begin a new record for."""

    chosen = fields.ChoicesField(label="写す人")


class PhraseForm(Form):
    form_key = "outreach.list_phrases"

    text = fields.LineField(
        label="定型文", limit=120, help_text="例：訪問。応答なし。不在票を入れた。住民の名前は書きません。"
    )
    role_kind = fields.SelectField(label="どの役割に", choices=RoleKind.choices, required=False)
    method = fields.SelectField(label="どの方法のとき", choices=Method.choices, required=False)


class BulletinForm(Form):
    form_key = "outreach.post_bulletin"

    title = fields.LineField(label="見出し", limit=80, help_text="例：交流会の場所が変わります")
    text = fields.LineField(
        label="お知らせ", limit=300, help_text="住民の名前や住所は書きません。地区の民生委員なども読みます。"
    )
    from_on = fields.WarekiDateField(label="出す日")
    until_on = fields.WarekiDateField(
        label="終わり",
        required=False,
        help_text="この日から出なくなります。決めないときは、あとでおろせます。",
    )


class VisitForm(Form):
    """One more came: a button alone."""


class StageForm(Form):
    form_key = "outreach.note_stage"

    noted_on = fields.WarekiDateField(label="見た日", must_be_past=True)
    stage = fields.ChoiceField(
        label="いまの段", help_text="見られた行動で選びます。戻ったように見えることも、失敗ではありません。"
    )
    seen = fields.LineField(label="見られたこと", limit=300, help_text="例：不在票に返事のメモがあった")
    watcher = fields.LineField(
        label="見守る人",
        limit=120,
        required=False,
        help_text="途絶・休止のときは、だれが見守るかを書きます。",
    )
    basis = fields.ChoiceField(label="共有の範囲", help_text="だれが読めるかは、ここで決まります。")
