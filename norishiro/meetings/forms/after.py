"""After the sitting: what is learned from a case, and what the members thought."""

from __future__ import annotations

from norishiro.consultations import kinds
from norishiro.core import forms
from norishiro.core.forms import Form


class FlagModelForm(Form):
    """モデルケースに選ぶ."""

    why = forms.LineField(
        label="何を学ぶか", limit=300, help_text="例：窓口を分けずに、はじめの一歩を決める進め方"
    )


class LearningNoteForm(Form):
    """学びのメモ."""

    form_key = "meetings.model_case"
    text = forms.NarrativeField(label="気づいたこと", rows=4)


class TellModelForm(Form):
    """モデルケースから事例を書く."""

    form_key = "meetings.tell_model"
    kind = forms.ChoiceField(label="型", choices=kinds.CHOICES, row=True)
    title = forms.LineField(label="題", limit=80, help_text="例：親の介護と、働けない長男の世帯")
    story = forms.NarrativeField(
        label="どんな世帯だったか",
        rows=6,
        limit=3000,
        help_text="「80代の母」「50代の長男」のように書きます。",
    )
    done = forms.NarrativeField(label="何をしたか", rows=6, limit=3000)


class AskQuestionnaireForm(Form):
    """会議のあとのアンケートを頼む."""

    due_on = forms.WarekiDateField(label="いつまでに")


class QuestionnaireForm(Form):
    """会議のあとのアンケート. The questions are those of the body, put in by the view."""
