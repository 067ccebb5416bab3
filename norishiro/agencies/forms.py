"""Input shapes of this room. The view offers the choices; nothing is fetched or saved here."""

from __future__ import annotations

import re
from typing import Any

from norishiro.agencies.choices import AppointmentKind, BaseFunction, Body, Field
from norishiro.core import forms

LOGIN_ID = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$")


class OptionalSelect(forms.SelectField):
    """A choice that may be left open."""

    def __init__(self, *, empty: str, **kwargs: Any) -> None:
        self.empty = empty
        super().__init__(required=False, **kwargs)
        self.choices = [("", empty)]

    def offer(self, choices: Any) -> None:
        self.choices = [("", self.empty), *choices]


class AgencyForm(forms.Form):
    """機関の登録."""

    form_key = "agencies.agency"
    sections = (
        forms.Section("機関", ("name", "kana", "field", "body", "from_on")),
        forms.Section("連絡先", ("phone", "place", "contact_note")),
        forms.Section("上の組織と圏域", ("parent", "area"), on_demand=True),
    )
    name = forms.LineField(label="名称", limit=120)
    kana = forms.KanaField(label="ふりがな", required=False)
    field = forms.SelectField(label="分野", choices=Field.choices)
    body = forms.SelectField(label="設置主体", choices=Body.choices)
    phone = forms.PhoneField(label="電話", required=False)
    place = forms.LineField(label="所在", limit=200, required=False)
    contact_note = forms.LineField(
        label="連絡のしかた", limit=200, required=False, help_text="例：平日9時から17時。夜間は代表電話へ"
    )
    parent = OptionalSelect(label="上の組織", empty="なし")
    area = OptionalSelect(label="担当圏域", empty="決まっていない")
    from_on = forms.WarekiDateField(label="いつから")


class StaffForm(forms.Form):
    """職員の登録."""

    form_key = "agencies.staff"
    login_id = forms.LineField(
        label="職員ID", limit=40, help_text="ログインに使います。半角の英数字で3文字以上（例：sato.h）"
    )
    name = forms.NameField(label="氏名")
    kana = forms.KanaField(label="ふりがな", required=False)
    qualification = forms.LineField(
        label="資格", limit=120, required=False, help_text="例：社会福祉士、保健師"
    )

    def clean_login_id(self) -> str:
        login_id: str = self.cleaned_data["login_id"]
        if not LOGIN_ID.match(login_id):
            self.add_error(
                "login_id",
                "職員IDは、半角の英数字と . _ - で、3文字以上40文字までにしてください（例：sato.h）。",
            )
        return login_id


class AppointmentForm(forms.Form):
    """任命."""

    form_key = "agencies.appointment"
    sections = (
        forms.Section("だれを、どこの、何に", ("staff", "agency", "role", "area", "base")),
        forms.Section("いつから", ("from_on", "until_on")),
        forms.Section("任命の形と番号", ("kind", "document_no"), on_demand=False),
    )
    staff = forms.SelectField(label="職員")
    agency = forms.AgencyField(label="機関")
    role = forms.SelectField(label="役職")
    area = OptionalSelect(
        label="担当圏域", empty="圏域を決めない", help_text="部署とは別に、受け持つ圏域を選べます。"
    )
    base = OptionalSelect(label="拠点", empty="拠点を決めない")
    from_on = forms.WarekiDateField(label="始まり")
    until_on = forms.WarekiDateField(
        label="終わり（この日から無効）",
        required=False,
        help_text="決まっていなければ、空のままでかまいません。",
    )
    kind = forms.SelectField(label="任命の形", choices=AppointmentKind.choices)
    document_no = forms.LineField(label="発令番号など", limit=80, required=False)


class EndForm(forms.Form):
    """任命を終える、職員を使えなくする."""

    end_on = forms.WarekiDateField(label="終わりの日（この日から無効）")


class MoveForm(forms.Form):
    """異動・担当替え."""

    form_key = "agencies.move"
    agency = forms.AgencyField(label="新しい機関")
    role = forms.SelectField(label="新しい役職")
    area = OptionalSelect(label="新しい担当圏域", empty="圏域を決めない")
    base = OptionalSelect(label="新しい拠点", empty="拠点を決めない")
    on = forms.WarekiDateField(label="いつから", help_text="いまの任命は、この日に終わります。")
    document_no = forms.LineField(label="発令番号など", limit=80, required=False)


class CoverForm(forms.Form):
    """不在と代わり."""

    form_key = "agencies.cover"
    staff = forms.SelectField(label="不在の職員")
    covering = forms.SelectField(label="代わりの職員")
    from_on = forms.WarekiDateField(label="いつから")
    until_on = forms.WarekiDateField(label="いつまで（この日から戻る）")
    reason = forms.LineField(
        label="わけ", limit=120, required=False, help_text="「研修」「休み」など。病名は書かないでください。"
    )


class BaseForm(forms.Form):
    """拠点の登録."""

    form_key = "agencies.base"
    name = forms.LineField(label="拠点の名前", limit=120)
    operator = forms.AgencyField(label="担う機関")
    hall = OptionalSelect(label="置かれている施設", empty="施設の中ではない", help_text="例：区民ひろば")
    area = OptionalSelect(label="圏域", empty="決まっていない")
    place = forms.LineField(label="場所", limit=200, required=False)
    opened_on = forms.WarekiDateField(label="開いた日", required=False)
    functions = forms.ChoicesField(label="機能", choices=BaseFunction.choices, required=False)


class LoadLevelForm(forms.Form):
    """受け持ちの目安."""

    area_cases = forms.WholeNumberField(
        label="圏域のケース（1人あたり）",
        min_value=0,
        max_value=999,
        help_text="これを超えると印が付きます。",
    )
    multi_agency_cases = forms.WholeNumberField(
        label="多機関協働のケース（1人あたり）", min_value=0, max_value=999
    )
    from_on = forms.WarekiDateField(label="いつから")
