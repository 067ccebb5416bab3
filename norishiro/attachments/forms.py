"""Input shapes of this room. No drafts: a file is never kept half-way."""

from __future__ import annotations

from norishiro.core import forms


class ScanForm(forms.Form):
    scan = forms.ScanField(label="署名のある紙を読み取ったファイル")


class RemovalForm(forms.Form):
    reason = forms.LineField(label="消す理由", limit=200, help_text="例：別の人の紙を付けてしまった")
