"""In tests a template that names an unknown variable fails; a condition on one does not."""

import pytest
from django.template import engines
from django.template.loader import render_to_string

from config.strict_templates import UnknownTemplateVariable


def render(source: str) -> str:
    return engines["django"].from_string(source).render({"name": "佐藤"})


def test_a_known_variable_is_shown() -> None:
    assert render("{{ name }}さん") == "佐藤さん"


@pytest.mark.parametrize("source", ["{{ nmae }}", "{{ name.kana }}", "{{ nmae|default:'なし' }}"])
def test_an_unknown_variable_fails(source: str) -> None:
    with pytest.raises(UnknownTemplateVariable):
        render(source)


def test_asking_whether_it_is_there_does_not_fail() -> None:
    assert render("{% if nmae %}あり{% else %}なし{% endif %}") == "なし"


def test_installed_packages_are_let_off() -> None:
    assert render_to_string("django/forms/widgets/input.html", {}) == '<input type="" name="">\n'
