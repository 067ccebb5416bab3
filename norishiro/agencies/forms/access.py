"""ログインの手助け: what is made anew, how the person was known, what they say of it, and what came of a no."""

from __future__ import annotations

from norishiro.agencies.choices import HelpAnswer, HelpKind, KnownBy
from norishiro.core import forms

ASKED = (
    (HelpKind.PASSWORD, "パスワードを作り直す"),
    (HelpKind.PROOF, "二段階目（認証アプリ・鍵・予備コード）を外す"),
)


class HelpForm(forms.Form):
    """ログインできない人を助ける."""

    form_key = "agencies.help"
    kind = forms.ChoiceField(label="なくしたもの", choices=ASKED)
    known_by = forms.ChoiceField(label="本人と確かめた方法", choices=KnownBy.choices)


class AnswerForm(forms.Form):
    """覚えがあるか."""

    form_key = "agencies.answer_access"
    answer = forms.ChoiceField(label="この手助けを、頼みましたか", choices=HelpAnswer.choices)


class SettleForm(forms.Form):
    """確かめたこと."""

    form_key = "agencies.settle_access"
    finding = forms.LineField(
        label="確かめたこと",
        limit=300,
        help_text="だれに、何を確かめ、どうしたか。住民のことは書かないでください",
    )
