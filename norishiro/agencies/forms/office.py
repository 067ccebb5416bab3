"""庁内のログイン: two buttons, nothing to fill in."""

from __future__ import annotations

from norishiro.core.forms.base import Form


class OfficeForm(Form):
    """Tying it and letting it go: a button alone."""
