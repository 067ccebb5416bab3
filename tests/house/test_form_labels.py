"""Every field a person fills in is named in Japanese."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re

import pytest

import norishiro
from norishiro.core.forms.base import Form

LATIN = re.compile(r"[A-Za-z]{3,}")
ALLOWED = {"CSW"}


def form_modules() -> list[str]:
    names = [module.name for module in pkgutil.walk_packages(norishiro.__path__, "norishiro.")]
    return [name for name in names if ".forms" in name and ".core." not in name]


@pytest.mark.parametrize("module", form_modules())
def test_labels_are_japanese(module: str) -> None:
    found = {}
    for name, form in inspect.getmembers(importlib.import_module(module), inspect.isclass):
        if not issubclass(form, Form) or form is Form:
            continue
        for field_name, field in form.base_fields.items():
            label = str(field.label if field.label is not None else field_name)
            if field.widget.is_hidden or not (set(LATIN.findall(label)) - ALLOWED):
                continue
            found[f"{name}.{field_name}"] = label
    assert found == {}
