"""The addresses of the ground alone, with one form page to send to."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from norishiro.core import forms
from norishiro.core.form_pages import finish, merge_page, open_form

PAGE = '{% extends "core/base.html" %}{% block content %}{% form_page form %}{% endform_page %}{% endblock %}'


class VisitForm(forms.Form):
    form_key = "outreach.record_contact"

    name = forms.NameField(label="氏名")
    story = forms.NarrativeField(label="様子", required=False)


class Saved:
    """What the pretended operation has done, and the record as it stands."""

    calls: list[dict[str, object]] = []
    version = 3
    values = {"name": "見本　太郎", "story": "元気そう"}


def write(request: HttpRequest) -> HttpResponse:
    form = open_form(request, VisitForm)
    return _answer(request, form)


def edit(request: HttpRequest) -> HttpResponse:
    form = open_form(request, VisitForm, version=Saved.version, initial=Saved.values)
    return _answer(request, form)


def _answer(request: HttpRequest, form: VisitForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        if form.is_stale:
            return merge_page(request, form)
        return finish(request, form, do=lambda: _do(form))
    page = engines["django"].from_string(PAGE)
    return HttpResponse(page.render({"form": form}, request), status=422 if form.errors else 200)


def _do(form: VisitForm) -> str:
    Saved.calls.append(dict(form.cleaned_data))
    return f"/done/{len(Saved.calls)}/"


@login_not_required
def login(request: HttpRequest) -> HttpResponse:
    return render(request, "core/plain.html")


urlpatterns = [
    path("", include("norishiro.core.urls")),
    path("write/", write),
    path("edit/", edit),
    path("login/", login, name="account_login"),
]
handler404 = "norishiro.core.views.not_found"
handler403 = "norishiro.core.views.forbidden"
