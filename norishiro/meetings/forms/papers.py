"""The numbered papers of an item."""

from __future__ import annotations

from norishiro.core import forms
from norishiro.core.forms import Form
from norishiro.meetings.choices import CopyState


class MakePapersForm(Form):
    """番号つきの資料."""

    form_key = "meetings.make_papers"
    seats = forms.ChoicesField(label="渡す構成員", required=False)
    oaths = forms.ChoicesField(label="紙の誓約書のある人（議題だけの資料）", required=False)
    last_day = forms.WarekiDateField(
        label="いつまで見られるか（この日の終わりまで）",
        required=False,
        help_text="空のときは、議題が終わるまでです。",
    )
    note = forms.LineField(label="この資料だけの使い方の制限", limit=300, required=False)


class SettleCopyForm(Form):
    """回収・破棄・紛失."""

    state = forms.ChoiceField(
        label="どうなりましたか",
        choices=[one for one in CopyState.choices if one[0] != CopyState.OUT],
    )
    how = forms.LineField(
        label="どのように",
        limit=300,
        required=False,
        help_text="破棄したときは方法（裁断など）を、見つからないときは分かっていることを書きます。人の名前は書きません。",
    )
    on = forms.WarekiDateField(label="日付", must_be_past=True)


class CollectForm(Form):
    """まとめて回収."""

    copies = forms.ChoicesField(label="戻ってきた番号", required=False)
    on = forms.WarekiDateField(label="日付", must_be_past=True)


class LossForm(Form):
    """なくした資料への対応."""

    form_key = "meetings.keep_loss"
    told_on = forms.WarekiDateField(label="上司・個人情報の担当に伝えた日", required=False)
    reported_on = forms.WarekiDateField(label="個人情報保護委員会へ速報した日", required=False)
    person_told_on = forms.WarekiDateField(label="本人に知らせた日", required=False)
    final_on = forms.WarekiDateField(label="個人情報保護委員会へ確報した日", required=False)
    outcome = forms.NarrativeField(label="わかったこと・防ぐための工夫", required=False, rows=5)
