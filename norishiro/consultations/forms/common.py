"""A reason to take something back, and a button."""

from __future__ import annotations

from norishiro.core import forms


class WithdrawForm(forms.Form):
    """Taking something back."""

    reason = forms.LineField(label="取り下げる理由", limit=200)


class PressForm(forms.Form):
    """A button that carries its token and nothing else."""
