"""電波のない所で書く: a record of nobody yet, and whose it becomes."""

from __future__ import annotations

from typing import Any, ClassVar

from norishiro.core import forms
from norishiro.outreach.forms import ContactForm

# What can be offered only when somebody is chosen, or needs the town's lists.
KNOWN_LATER = (
    "person", "present", "look_for", "companion", "companion_name", "asked_agency", "legal_basis", "basis", "tags", "photo",
    "stage", "step", "seen",
)  # fmt: skip


class LaterForm(ContactForm):
    """ひとこと記録 before somebody is chosen: a word by which the writer knows whom it is about, and what happened."""

    form_key: ClassVar[str] = "casework.write_offline"
    sections: ClassVar[Any] = (
        forms.Section("", ("nickname", "method", "met", "body")),
        forms.Section("次の約束", ("next_on", "next_what")),
        forms.Section("くわしく", ("happened_on", "happened_at", "minutes", "place", "with_whom", "impression"), on_demand=True),
        forms.Section("数え方", ("programme", "sub_programme", "kind", "categories"), on_demand=True),
    )  # fmt: skip

    nickname = forms.LineField(
        label="だれのことか（あとで分かる呼び方）",
        limit=60,
        help_text="例：午前の2軒め。本名や住所でなくてかまいません。人は、電波のある所で選びます。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in KNOWN_LATER:
            self.fields.pop(name)


class TakeUpForm(forms.Form):
    """Whose record it becomes."""

    about = forms.ChoiceField(label="だれの記録にしますか")


class LookForm(forms.Form):
    """Looking for somebody to choose."""

    q = forms.LineField(
        label="人をさがす",
        limit=80,
        required=False,
        help_text="名前かよみの一部。見つかった人が、下に並びます。",
    )


class DiscardForm(forms.Form):
    """Throwing away: a button alone."""
