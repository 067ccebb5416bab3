"""What is said and decided."""

from __future__ import annotations

from norishiro.agencies.choices import Programme
from norishiro.core import forms
from norishiro.core.forms import Form, Section
from norishiro.core.forms.widgets import MarkedInput
from norishiro.meetings.choices import CheckState, LineKind
from norishiro.outreach.segments import BUTTONS
from norishiro.sharing.choices import CATEGORY_LABELS

CATEGORIES = [(str(int(category)), label) for category, label in CATEGORY_LABELS.items()]

SPOKEN = [
    (kind.value, kind.label) for kind in (LineKind.FACT, LineKind.VIEW, LineKind.OPINION, LineKind.POLICY)
]


class LineForm(Form):
    """議事の一行."""

    form_key = "meetings.write_line"
    kind = forms.ChoiceField(label="種類", choices=SPOKEN, row=True)
    text = forms.NarrativeField(
        label="内容",
        rows=3,
        widget=MarkedInput(rows=3, marks=BUTTONS),
        help_text="何も付けない行は、会議の方針・審議になります。本人の言葉や、家族・機関から聞いたことは、行のはじめで分けられます。",
    )
    speaker = forms.AgencyField(
        label="発言した機関", required=False, help_text="空のときは、あなたの機関の発言になります。"
    )
    categories = forms.ChoicesField(
        label="触れている情報の区分",
        choices=CATEGORIES,
        required=False,
        help_text="何も選ばないと「生活歴・困りごと」として扱います。",
    )
    sections = (
        Section("", ("kind", "text", "speaker")),
        Section("情報の区分", ("categories",), on_demand=True),
    )


class ChangeLineForm(Form):
    """議事の一行を書きなおす."""

    form_key = "meetings.change_line"
    kind = forms.ChoiceField(label="種類", choices=SPOKEN, row=True)
    text = forms.NarrativeField(label="内容", rows=5, widget=MarkedInput(rows=5, marks=BUTTONS))


class CheckDecisionForm(Form):
    """前回までの決定がどうなったか."""

    state = forms.ChoiceField(label="いま", choices=CheckState.choices, row=True)
    note = forms.LineField(label="ひとこと", limit=200, required=False)


class DecisionForm(Form):
    """決定: what, which agency, by when. Becomes a role as it stands."""

    form_key = "meetings.decide"
    text = forms.LineField(
        label="決めたこと（役割）", limit=200, help_text="このまま、担当機関の役割になります。"
    )
    bearer = forms.AgencyField(label="担当する機関")
    due_on = forms.WarekiDateField(label="いつまでに")
    staff = forms.SelectField(label="担当する人", required=False)
    person = forms.SelectField(
        label="だれのため", required=False, help_text="世帯全体のときは空のままにします。"
    )
    programme = forms.SelectField(
        label="事業",
        choices=Programme.choices,
        required=False,
        help_text="話が固まり、アウトリーチなどにすぐかかるときに選びます。",
    )
    sections = (
        Section("", ("text", "bearer", "due_on")),
        Section("担当する人・だれのため・事業", ("staff", "person", "programme"), on_demand=True),
    )
