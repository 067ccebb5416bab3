"""Who belongs to a body, their oaths on paper, and the rules it goes by."""

from __future__ import annotations

from norishiro.core import forms
from norishiro.core.forms import Form
from norishiro.meetings.choices import DesignationKind, RegulationKind


class DesignationForm(Form):
    """構成員の指定・兼務発令・委嘱."""

    form_key = "meetings.name_member"
    member = forms.SelectField(label="構成員にする人")
    kind = forms.ChoiceField(label="種類", choices=DesignationKind.choices, row=True)
    document = forms.LineField(label="文書の番号", limit=80, help_text="例：8福地第120号")
    from_on = forms.WarekiDateField(label="始まり")
    until_on = forms.WarekiDateField(
        label="終わり（この日から構成員でなくなる）",
        required=False,
        help_text="決まっていないときは空のままにします。",
    )


class EndDesignationForm(Form):
    """指定を終える."""

    until_on = forms.WarekiDateField(
        label="いつから構成員でなくなるか", help_text="この日から、この会議体の資料は見られません。"
    )
    reason = forms.LineField(label="理由", limit=300, help_text="例：人事異動、退職、任期満了")


class PaperOathForm(Form):
    """紙の誓約書."""

    form_key = "meetings.note_paper_oath"
    staff = forms.SelectField(label="案内した人から選ぶ", required=False)
    name = forms.LineField(
        label="アカウントのない人の名前",
        limit=80,
        required=False,
        help_text="のりしろを使わない人（地域の人・専門職など）のときだけ書きます。",
    )
    agency = forms.AgencyField(label="その人の所属", required=False)
    signed_on = forms.WarekiDateField(label="署名の日", must_be_past=True)
    scan = forms.ScanField(
        label="署名のある紙を読み取ったファイル",
        required=False,
        help_text="あとからでも付けられます。PDF・JPEG・PNG、10 MB まで。写真に付いている撮影場所などは、自動で取りのぞきます。",
    )


class OathScanForm(Form):
    """紙の誓約書の控え. No draft: a file is never kept half-way."""

    scan = forms.ScanField(label="署名のある紙を読み取ったファイル")


class OathScanRemovalForm(Form):
    """まちがえて付けた控えを消す."""

    reason = forms.LineField(label="消す理由", limit=200, help_text="例：別の人の紙を付けてしまった")


class RegulationForm(Form):
    """実施計画・要綱の版."""

    form_key = "meetings.keep_regulation"
    kind = forms.ChoiceField(label="種類", choices=RegulationKind.choices)
    title = forms.LineField(label="名称", limit=160)
    edition = forms.LineField(label="版", limit=60, help_text="例：令和8年4月改正")
    decided_on = forms.WarekiDateField(label="決めた日")
    from_on = forms.WarekiDateField(
        label="いつから", help_text="同じ名称の前の版は、この日の前の日まで残ります。"
    )
    text = forms.NarrativeField(label="本文・要点", rows=14)
