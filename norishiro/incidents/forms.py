"""Input shapes of this room."""

from __future__ import annotations

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.incidents.choices import Answer, How, Kind

NO_NAMES = "住民の名前は書かないでください。"


class TellForm(Form):
    """もれたかもしれない、と知らせる: three short fields, so that nobody waits until the evening."""

    form_key = "incidents.tell_incident"

    kind = fields.ChoiceField(label="何がありましたか", choices=Kind.choices)
    known_on = fields.WarekiDateField(label="いつ気づきましたか", must_be_past=True)
    name = fields.LineField(
        label="呼び名", limit=80, help_text=f"例：11月21日のファックスの送りまちがい。{NO_NAMES}"
    )
    outline = fields.NarrativeField(
        label="分かっていること", rows=4, limit=4000,
        help_text=f"いつ、どこで、何が、どこへ。分からないことは「分からない」で構いません。{NO_NAMES}",
    )  # fmt: skip


class ItemsForm(Form):
    """報告の案: what the law asks, and the items of the report."""

    form_key = "incidents.write_items"
    sections = (
        Section("報告が要るかどうか", ("sensitive", "harm", "malicious", "others")),
        Section(
            "報告の項目",
            ("outline", "items", "cause", "second_harm", "to_persons", "publication", "prevention", "other"),
        ),
    )

    sensitive = fields.ChoiceField(
        label="病気・障害・生活保護・虐待など（要配慮個人情報）が入っていますか", choices=Answer.choices, row=True,
        help_text="支援の記録には、たいてい入っています。",
    )  # fmt: skip
    harm = fields.ChoiceField(
        label="お金の被害が出るおそれはありますか", choices=Answer.choices, row=True, help_text="口座の番号、暗証番号など。"
    )  # fmt: skip
    malicious = fields.ChoiceField(
        label="わざと行われたおそれはありますか", choices=Answer.choices, row=True,
        help_text="盗まれた、のぞき見た、外から入られた、など。確報の期限が60日になります。",
    )  # fmt: skip
    others = fields.WholeNumberField(
        label="しらべた範囲のほかの、本人の数", min_value=0, max_value=10_000_000,
        help_text="紙の名簿など、のりしろの閲覧からは数えられない人。なければ0。",
    )  # fmt: skip
    outline = fields.NarrativeField(label="概要", rows=4, limit=4000, help_text=NO_NAMES)
    items = fields.NarrativeField(
        label="もれた情報の項目", rows=2, limit=2000, required=False, help_text="例：氏名、住所、生年月日、家族のこと、支援の記録。"
    )  # fmt: skip
    cause = fields.NarrativeField(label="原因", rows=3, limit=4000, required=False)
    second_harm = fields.NarrativeField(
        label="二次被害と、そのおそれ", rows=2, limit=4000, required=False, help_text="なければ「なし」と、そう考えるわけ。"
    )  # fmt: skip
    to_persons = fields.NarrativeField(label="本人への対応", rows=2, limit=4000, required=False)
    publication = fields.NarrativeField(
        label="公表", rows=2, limit=4000, required=False, help_text="した日、する予定の日、しないときはそのわけ。"
    )  # fmt: skip
    prevention = fields.NarrativeField(label="再発を防ぐこと", rows=3, limit=4000, required=False)
    other = fields.NarrativeField(label="そのほか", rows=2, limit=4000, required=False)


class SpanForm(Form):
    """範囲を調べる: whose looks, from when, until when."""

    form_key = "incidents.add_span"

    staff = fields.SelectField(label="だれが見たものを調べますか")
    from_on = fields.WarekiDateField(label="いつから（日）", must_be_past=True)
    from_time = fields.TimeField(
        label="いつから（時刻）", required=False, help_text="書かなければ、その日の初めから。"
    )
    until_on = fields.WarekiDateField(label="いつまで（日）", must_be_past=True)
    until_time = fields.TimeField(
        label="いつまで（時刻）", required=False, help_text="書かなければ、その日の終わりまで。"
    )


class AffectedForm(Form):
    """本人に知らせた: how, and on what day."""

    how = fields.SelectField(label="どうやって知らせましたか", choices=How.choices)
    told_on = fields.WarekiDateField(label="知らせた日", must_be_past=True)


class ReportForm(Form):
    """委員会に報告した."""

    on = fields.WarekiDateField(label="報告した日", must_be_past=True)


class WithoutForm(Form):
    """報告しないで終える."""

    words = fields.NarrativeField(
        label="わけ", rows=3, limit=2000, help_text="あとで尋ねられたときに、これが答えになります。"
    )
