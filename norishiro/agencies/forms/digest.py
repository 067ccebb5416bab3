"""今日のお知らせメール: an address, the number that came there, an hour."""

from __future__ import annotations

from django import forms as django_forms

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form

OFF = "OFF"


class AddressForm(Form):
    address = django_forms.EmailField(
        label="メールアドレス",
        max_length=254,
        help_text="仕事で使っているアドレス。届いた番号で、本人のものか確かめます。",
        error_messages={
            "required": "メールアドレスを入れてください。",
            "invalid": "メールアドレスの形になっていません。例：hana@example.lg.jp",
        },
    )


class CodeForm(Form):
    code = fields.LineField(
        label="届いた番号（6けた）", limit=12, help_text="メールに書いてある、6つの数字です。"
    )


class DigestHourForm(Form):
    hour = fields.SelectField(
        label="送る時刻",
        help_text="この時刻を過ぎると、その日に一度だけ届きます。することがない日は届きません。",
    )
    alarm = django_forms.BooleanField(
        label="訪問から戻らない人がいるとき、すぐに知らせる",
        required=False,
        help_text="終わりの予定を過ぎても戻らない同僚がいると、時刻を待たずに届きます。だれがどこへ、は書きません。",
    )


class ForgetForm(Form):
    """Removing the address: a button alone."""
