"""Every form of the house, ours and allauth's, is drawn by the same templates."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField
from django.forms.renderers import TemplatesSetting


class Field(BoundField):
    """A bound field that knows the few things its template asks for."""

    @property
    def is_checkbox(self) -> bool:
        return self.widget_type == "checkbox"

    @property
    def is_wide(self) -> bool:
        return bool(getattr(self.field, "wide", False))

    @property
    def warning(self) -> str:
        """A remark on what was typed that does not stop the form; empty when there is none."""
        remark = getattr(self.field, "remark", None)
        return str(remark(self.value())) if remark and self.form.is_bound else ""

    @property
    def first_id(self) -> str:
        """Where the error summary leads: the first control of the field."""
        if not self.use_fieldset:
            return self.id_for_label or str(self.auto_id)
        return str(getattr(self.field.widget, "first_id", lambda name: f"{name}_0")(self.auto_id))

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        chosen = widget or self.field.widget
        if not (
            chosen.is_hidden or self.use_fieldset or self.is_checkbox
        ) and "n-input" not in chosen.attrs.get("class", ""):
            built["class"] = f"{chosen.attrs.get('class', '')} n-input".strip()
        return built


class Renderer(TemplatesSetting):
    """``{{ form }}`` and ``{{ form.field.as_field_group }}`` in the house's manner."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
    formset_template_name = "core/forms/formset.html"
    bound_field_class = Field
