"""心配ごと: for who sees no case data, in everyday words."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.consultations.choices import (
    Hurry,
    Knows,
    Origin,
)
from norishiro.core import forms


class WorryForm(forms.Form):
    """心配ごとを伝える: for a telephone, in everyday words, by somebody who sees no case data."""

    form_key: ClassVar[str] = "consultations.tell_worry"
    sections: ClassVar = (
        forms.Section("どんなことですか", ("seen", "place", "who")),
        forms.Section("急ぎますか", ("hurry", "knows")),
        forms.Section("どこに伝えますか", ("receiver_agency", "reply_to")),
        forms.Section("ほかの形で届いたとき", ("origin", "teller")),
    )

    seen = forms.NarrativeField(
        label="見たこと・聞いたこと",
        rows=4,
        limit=5000,
        help_text="例：新聞が三日たまっている。呼びかけると声は聞こえた。",
    )
    place = forms.LineField(label="どこで", limit=200, help_text="例：2丁目の団地の3階")
    who = forms.NameField(
        label="だれのことか（氏名）",
        required=False,
        help_text="名前は分からない・言いにくいときは、空のままで伝えられます。",
    )
    hurry = forms.ChoiceField(label="どれくらい急ぎますか", choices=Hurry.choices)
    knows = forms.ChoiceField(label="本人は、伝えることを知っていますか", choices=Knows.choices)
    receiver_agency = forms.AgencyField(label="届け先の窓口")
    reply_to = forms.LineField(
        label="折り返しの連絡先",
        required=False,
        limit=120,
        help_text="窓口から聞き返してほしいとき。例：080-0000-0000 夕方",
    )
    origin = forms.ChoiceField(
        label="どう届きましたか", choices=[one for one in Origin.choices if one[0] != Origin.SCREEN.value]
    )
    teller = forms.LineField(label="伝えてくれた人", required=False, limit=120)

    def __init__(self, *args: Any, windows: Any = (), at_counter: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["receiver_agency"].offer(windows)
        if not at_counter:
            del fields["origin"], fields["teller"]


class AnswerWorryForm(forms.Form):
    """What may be told to whoever handed it in."""

    form_key: ClassVar[str] = "consultations.answer_worry"

    answer = forms.NarrativeField(
        label="伝えてくれた人への返事",
        rows=4,
        limit=2000,
        help_text="伝えてよいことだけを書きます。例：お知らせありがとうございました。担当の者が訪ねます。",
    )
