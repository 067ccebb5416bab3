"""What the screens of this room share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import mark_safe

from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer
from norishiro.agencies.permissions import Permission
from norishiro.cases import queries as case_queries
from norishiro.core.calendar import wareki
from norishiro.core.form_pages import carry_out
from norishiro.core.forms.base import Form
from norishiro.family import queries, rules
from norishiro.family.drawing.graph import Family
from norishiro.family.drawing.svg import draw
from norishiro.family.drawing.words import described
from norishiro.sharing.choices import Ground
from norishiro.sharing.queries import bases_open_to, viewers_of
from norishiro.sharing.viewing import grounds_in_words, others_in_words

if TYPE_CHECKING:
    from norishiro.cases.models import Case
    from norishiro.core.verdict import Verdict
    from norishiro.family.drawing.scene import Style
    from norishiro.family.told import End

WORK = Permission.WORK_CASE
PANEL = "family-panel"
WHO_READS = {
    Ground.CONSENT: "同意で名前の挙がった機関が読めます（本人の同意）",
    Ground.CONFERENCE: "この件の支援会議の構成員と、役割を担う機関が読めます（支援会議）",
    Ground.OWN: "自分の機関だけが読めます",
}


def today() -> date:
    return timezone.localdate()


def case_seen(request: Any, case_id: UUID) -> Case:
    return case_queries.get_visible(request.actor, case_id=case_id)


def ground_line(actor: Actor, *, case: Case) -> dict[str, str]:
    """On which ground the drawing is seen, and who else may see it."""
    viewers = viewers_of(actor, subject_id=case.id)
    return {"grounds": grounds_in_words(viewers), "seen_by": others_in_words(viewers)}


def home(case_id: UUID) -> str:
    return reverse("family:genogram", args=[case_id])


def figure_address(case_id: UUID, key: str) -> str:
    return f"{reverse('family:show_figure', args=[case_id])}?{urlencode({'of': key})}"


def may_draw(case: Case) -> Verdict:
    return rules.may_draw(status=case.status)


def offer_basis(form: Form, request: Any, *, case: Case) -> None:
    """The grounds the actor may write under, best first, in the words of who will read."""
    choices = [(one.value, WHO_READS[one]) for one in bases_open_to(request.actor, subject_id=case.id)]
    form.fields["basis"].choices = choices
    form.fields["basis"].initial = choices[0][0]


def picture(family: Family, *, style: Style, title: str, name: str = "genogram", panel: str = "") -> str:
    """The drawing as markup: everything written into it was escaped when it was drawn."""
    text = draw(family, title=title, description=described(family), name=name, style=style, panel=panel)
    return mark_safe(text)


def title_of(case: Case, on: date) -> str:
    return f"「{case.title}」の家族の図（{wareki(on)}）"


def choices_of(family: Family) -> list[tuple[str, str]]:
    return [(one.key, one.label) for one in family.figures]


def crumbs(case: Case, *more: tuple[str, str]) -> list[dict[str, str]]:
    lines = [("ケース", reverse("cases:list")), (case.title, reverse("cases:show", args=[case.id]))]
    lines += [("家族の図", home(case.id) if more else ""), *more]
    return [{"label": label, "url": url} for label, url in lines]


@dataclass(frozen=True)
class Act:
    """One act on one screen: what it is called, what it tells beforehand, what it says when done."""

    title: str
    submit: str
    done: str
    hints: tuple[str, ...]


def perform(
    request: Any, form: Form, *, act: Act, case: Case, do: Callable[[], Any], back: str, shown: list[UUID],
    current: Callable[[], Form] | None = None, extra: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """Do the act when the form is right, and lead back; else show the form with its reasons. ``do`` may answer an address."""
    if request.method == "POST" and form.is_valid():

        def run() -> str:
            address = do()
            messages.success(request, act.done)
            return address if isinstance(address, str) else back

        done = carry_out(request, form, do=run, current=current)
        if done is not None:
            return done
    context = {
        "form": form, "act": act, "back": back, "case": case, "crumbs": crumbs(case, (act.title, "")), **(extra or {}),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "family/act.html", context, shown=shown, status=status)


def people_at(*ends: End | None) -> list[UUID]:
    return [one.person.id for one in ends if one and one.person]


def end_of(request: Any, case: Case, name: str = "of") -> End:
    """The figure the address names; 404 where it is not seen or not of this case."""
    return queries.end_named(request.actor, case=case, key=request.GET.get(name, ""))
