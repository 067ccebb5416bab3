"""What residents said."""

from __future__ import annotations

from norishiro.core.forms import fields
from norishiro.core.forms.base import Form, Section
from norishiro.policies.choices import Outcome, VoiceKind
from norishiro.policies.forms.plans import NOBODY


class VoiceForm(Form):
    """住民の声を登録する."""

    form_key = "policies.add_voice"
    sections = (
        Section("声", ("kind", "heard_on", "words", "source")),
        Section("のりしろの記録につなぐ", ("poll", "activity", "proposal"), on_demand=True),
    )

    kind = fields.ChoiceField(label="どこで出たか", choices=VoiceKind.choices, row=True)
    heard_on = fields.WarekiDateField(label="出た日", must_be_past=True)
    words = fields.LineField(label="どんな声か", limit=400, help_text=f"要点を短く。{NOBODY}")
    source = fields.LineField(
        label="出どころ", limit=200, help_text="例：北地区の懇談会、住民アンケートの自由記述"
    )
    poll = fields.SelectField(label="調査", required=False)
    activity = fields.SelectField(label="集まり・懇談会", required=False)
    proposal = fields.SelectField(label="住民からの提案", required=False)


class ReflectForm(Form):
    """住民の声をどうしたかを書く."""

    form_key = "policies.reflect_voice"

    outcome = fields.ChoiceField(label="どうしたか", choices=Outcome.choices, row=True)
    measure = fields.SelectField(label="どの施策に", required=False)
    where = fields.LineField(
        label="計画のどこに・わけ", limit=300,
        help_text=f"反映したときは計画のどこか（例：第3章 1-2-1）。しないときは、そのわけ。{NOBODY}",
    )  # fmt: skip
    decided_on = fields.WarekiDateField(label="決めた日", must_be_past=True)
