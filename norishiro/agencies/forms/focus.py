"""重点対象 of a year, and the windows opened for them."""

from __future__ import annotations

from typing import Any

from norishiro.agencies.choices import ContractForm
from norishiro.core import forms


class FocusGroupForm(forms.Form):
    """重点対象を足す."""

    form_key = "agencies.focus_group"

    year = forms.SelectField(label="年度")
    name = forms.LineField(label="重点対象", limit=60, help_text="例：ひきこもり、ヤングケアラー")
    source = forms.LineField(
        label="何で決めたか",
        limit=120,
        required=False,
        help_text="例：令和8年度 重層的支援体制整備事業 実施計画",
    )

    def __init__(self, *args: Any, years: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["year"].choices = years


class WindowFocusForm(forms.Form):
    """重点対象のための窓口を選ぶ."""

    form_key = "agencies.window_focus"

    windows = forms.ChoicesField(label="この重点対象のための窓口", required=False)

    def __init__(self, *args: Any, windows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["windows"].choices = windows


class WindowForm(forms.Form):
    """相談窓口を足す. Hours and the rest of the guide follow on their own screen."""

    form_key = "agencies.window"

    name = forms.LineField(label="窓口の名前", limit=160, help_text="例：ひきこもり相談（オンライン）")
    operator = forms.AgencyField(label="受ける機関")
    contract_form = forms.SelectField(label="形態", choices=ContractForm.choices)
    phone = forms.PhoneField(label="電話", required=False)
    place = forms.LineField(label="場所", required=False, limit=200)
    from_on = forms.WarekiDateField(label="いつから")


class PressForm(forms.Form):
    """A button alone."""
