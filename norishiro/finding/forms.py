"""What is looked for."""

from __future__ import annotations

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form


class FindForm(Form):
    q = fields.LineField(label="記録の中の言葉", required=False, limit=100)
