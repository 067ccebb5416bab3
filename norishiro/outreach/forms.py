"""ひとこと記録: who, how, one sentence, next. Everything else only on demand."""

from __future__ import annotations

from norishiro.agencies.choices import Programme
from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.core.forms.widgets import MarkedInput
from norishiro.outreach.choices import GatheringKind, Met, Method, WorkKind
from norishiro.outreach.segments import BUTTONS
from norishiro.sharing.choices import CATEGORY_LABELS


class ContactForm(Form):
    form_key = "outreach.record_contact"
    sections = (
        Section("", ("person", "method", "met", "body")),
        Section("次の約束", ("next_on", "next_what")),
        Section("くわしく", ("happened_on", "happened_at", "minutes", "place", "with_whom", "companion", "companion_name", "asked_agency", "legal_basis", "impression"), on_demand=True),
        Section("数え方と共有の範囲", ("programme", "sub_programme", "kind", "basis", "categories"), on_demand=True),
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
    next_what = fields.LineField(label="次にすること", limit=200, required=False)
    happened_on = fields.WarekiDateField(label="日付", must_be_past=True)
    happened_at = fields.TimeField(label="時刻", required=False)
    minutes = fields.WholeNumberField(label="所要（分）", required=False, min_value=0, max_value=1440)
    place = fields.LineField(label="場所", limit=120, required=False)
    with_whom = fields.LineField(
        label="相手（本人以外）",
        limit=200,
        required=False,
        help_text="家族、近隣の人など",
    )
    companion = fields.AgencyField(label="一緒に動いた機関", required=False)
    companion_name = fields.LineField(label="一緒に動いた人", limit=80, required=False)
    asked_agency = fields.AgencyField(label="照会した機関（電話照会のとき）", required=False)
    legal_basis = fields.LineField(
        label="照会の根拠", limit=120, required=False, help_text="例：本人の同意、社会福祉法第106条の6第3項"
    )
    impression = fields.NarrativeField(label="見立て", rows=3, required=False)
    programme = fields.SelectField(label="事業", choices=Programme.choices)
    sub_programme = fields.LineField(label="事業の内訳", limit=120, required=False)
    kind = fields.ChoiceField(label="支援の別", choices=WorkKind.choices, row=True)
    basis = fields.ChoiceField(label="共有の範囲", help_text="だれが読めるかは、ここで決まります。")
    categories = fields.ChoicesField(
        label="ふれている情報", choices=[(str(int(one)), label) for one, label in CATEGORY_LABELS.items()]
    )


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


class GatheringForm(Form):
    form_key = "outreach.record_gathering"

    kind = fields.ChoiceField(label="種類", choices=GatheringKind.choices, row=True)
    name = fields.LineField(label="集まりの名前", limit=80, help_text="例：りんくの交流会")
    held_on = fields.WarekiDateField(label="開いた日", must_be_past=True)
    place = fields.LineField(label="開いた場所", limit=120, required=False, help_text="例：架空地区センター")
    people = fields.WholeNumberField(label="集まった人数", min_value=0, max_value=9999)
    consulted = fields.WholeNumberField(
        label="その場で受けた相談の数", required=False, min_value=0, max_value=999,
        help_text="数だけです。くわしい相談は、相談の受付に書きます。",
    )  # fmt: skip
    note = fields.LineField(label="ようす", limit=300, required=False, help_text="住民の名前は書きません。")
