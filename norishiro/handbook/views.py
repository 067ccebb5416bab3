"""手引き: the pages and what changed in them, the register of schemes, the studies for the next plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies import queries as agency_queries
from norishiro.agencies.actor import Actor
from norishiro.agencies.door import answer, page
from norishiro.agencies.permissions import Permission
from norishiro.agencies.views import parts
from norishiro.core.form_pages import carry_out, open_form
from norishiro.handbook import comparing, forms, operations, queries, rules, writing
from norishiro.handbook import guides as using
from norishiro.handbook.choices import Chapter, StudyState
from norishiro.training import queries as training_queries

if TYPE_CHECKING:
    from norishiro.core.forms.base import Form
    from norishiro.handbook.models import Page, Scheme

SEE = Permission.SEE_STAFFING
KEEP = Permission.KEEP_HANDBOOK
HANDBOOK, SCHEMES, STUDIES = (
    ("手引き", "handbook:pages"),
    ("制度の台帳", "handbook:schemes"),
    ("検討課題", "handbook:studies"),
)


def _crumbs(home: tuple[str, str], *steps: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"label": home[0], "url": reverse(home[1])},
        *({"label": label, "url": url} for label, url in steps),
    ]


def _tabs(actor: Actor, current: str) -> list[dict[str, Any]]:
    return parts.tabs(current) if actor.may(SEE) else []


def _perform(
    request: Any, form: Form, *, title: str, submit: str, lines: list[str], back: str, home: tuple[str, str],
    do: Callable[[], tuple[str, str]], current: Callable[[], Form] | None = None,
) -> HttpResponse:  # fmt: skip
    """One act on one screen; ``do`` answers what is said when it is done, and where it leads."""

    def run() -> str:
        said, onward = do()
        messages.success(request, said)
        return onward

    if request.method == "POST" and form.is_valid():
        done = carry_out(request, form, do=run, current=current)
        if done is not None:
            return done
    context = {
        "form": form, "title": title, "submit": submit, "lines": lines, "back": back,
        "crumbs": _crumbs(home, (title, "")),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return answer(request, "handbook/form.html", context, shown=[], status=status)


def _places(actor: Actor) -> list[tuple[str, str]]:
    return [(str(one.id), one.name) for one in agency_queries.agencies(actor, on=timezone.localdate())]


def _kinds(actor: Actor) -> list[tuple[str, str]]:
    """The kinds of role held here, each under its local names."""
    found: dict[str, list[str]] = {}
    for one in agency_queries.roles_on(actor, on=timezone.localdate()):
        found.setdefault(one.kind, []).append(one.label)
    return [(kind, "・".join(dict.fromkeys(labels))) for kind, labels in found.items()]


# --- 手引き -------------------------------------------------------------------------------------------


@page(needs=None)
def pages(request: Any) -> HttpResponse:
    """手引きの一覧 by chapter; what concerns the reader and has changed stands first."""
    actor = request.actor
    found = queries.pages(actor)
    chapters = [
        (label, [one for one in found if one.chapter == code])
        for code, label in Chapter.choices
        if any(one.chapter == code for one in found)
    ]
    context = {
        "chapters": chapters, "unread": [one for one in found if _is_unread(one)], "may_keep": actor.may(KEEP),
        "withdrawn": queries.withdrawn(actor) if actor.may(KEEP) else [], "tabs": _tabs(actor, "handbook:pages"),
    }  # fmt: skip
    return answer(request, "handbook/pages.html", context, shown=[])


def _is_unread(one: Page) -> bool:
    return one.mine and (one.read is None or one.read < one.told)


@page(needs=None)
def show_page(request: Any, page_id: UUID) -> HttpResponse:
    """一つのページ: the edition in force or, asked for by its number, an earlier one; and every edition with its reason."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_page(actor, page_id=page_id)
    editions = queries.editions_of(actor, page=found)
    asked = request.GET.get("edition", "")
    shown = next((one for one in editions if str(one.number) == asked), editions[0])
    context = {
        "page": found, "edition": shown, "editions": editions, "text": writing.rendered(shown.text),
        "is_newest": shown.number == found.number, "audience": _audience(actor, found),
        "schemes": queries.schemes_on_page(actor, page=found, on=today),
        "unread": found.read is None or found.read < found.number, "may_keep": actor.may(KEEP),
        "reach": queries.reach_of(actor, page=found, on=today) if actor.may(KEEP) else None,
        "crumbs": _crumbs(HANDBOOK, (found.title, "")),
    }  # fmt: skip
    return answer(request, "handbook/show_page.html", context, shown=[])


def _audience(actor: Actor, found: Page) -> list[str]:
    """Whom the page concerns, in words; empty for everybody."""
    if found.for_all:
        return []
    audience = queries.audience_of(actor, page=found)
    known = dict(_kinds(actor))
    return [*(known.get(kind, "いまはない役割") for kind in audience.kinds), *map(str, audience.agencies)]


@page(needs=None)
def page_changes(request: Any, page_id: UUID) -> HttpResponse:
    """二つの版を横に並べる; without a choice the newest beside what the reader has read, else beside the one before."""
    actor = request.actor
    found = queries.get_page(actor, page_id=page_id)
    editions = {one.number: one for one in queries.editions_of(actor, page=found)}
    known = found.read if found.read is not None and found.read < found.number else found.number - 1
    after = _number(request, "to", editions, found.number)
    before = _number(request, "from", editions, min(max(known, 1), after))
    if before > after:
        before, after = after, before
    context = {
        "page": found, "before": editions[before], "after": editions[after],
        "editions": list(editions.values()), "labels": comparing.LABELS,
        "rows": comparing.compare(editions[before].text, editions[after].text),
        "crumbs": _crumbs(
            HANDBOOK, (found.title, reverse("handbook:show_page", args=[found.id])), ("変わったところ", "")
        ),
    }  # fmt: skip
    return answer(request, "handbook/page_changes.html", context, shown=[])


def _number(request: Any, name: str, editions: dict[int, Any], otherwise: int) -> int:
    asked = request.GET.get(name, "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    return number if number in editions else otherwise


@page(needs=None)
def read_page(request: Any, page_id: UUID) -> HttpResponse:
    """読みました: the page goes from 今日 until it changes again."""
    found = queries.get_page(request.actor, page_id=page_id)
    if request.method == "POST":
        operations.read_page(request.actor, page=found, today=timezone.localdate())
        messages.success(request, "読んだことにしました。次に変わったら、また「今日」に出ます。")
    return redirect("handbook:show_page", found.id)


def _readers(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "for_all": given["readers"] == forms.EVERYBODY, "kinds": given["roles"],
        "agency_ids": [UUID(one) for one in given["agencies"]],
    }  # fmt: skip


@page(needs=KEEP)
def write_page(request: Any) -> HttpResponse:
    """手引きのページを書く."""
    actor = request.actor
    form = open_form(
        request, forms.PageForm, initial={"readers": forms.EVERYBODY}, kinds=_kinds(actor), places=_places(actor)
    )  # fmt: skip

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        written = operations.write_page(
            actor, title=given["title"], chapter=given["chapter"], text=given["text"], today=timezone.localdate(),
            **_readers(given),
        )  # fmt: skip
        return "ページを書きました。関わる人の「今日」に出ます。", reverse(
            "handbook:show_page", args=[written.id]
        )

    return _perform(
        request, form, title="手引きのページを書く", submit="書く", back=reverse("handbook:pages"), home=HANDBOOK, do=do,
        lines=["一つのページには、一つの仕事の進め方を書きます。", "書いたあとで直すと、前の版も残ります。"],
    )  # fmt: skip


@page(needs=KEEP)
def revise_page(request: Any, page_id: UUID) -> HttpResponse:
    """手引きのページを直す."""
    actor = request.actor
    found = queries.get_page(actor, page_id=page_id)
    back = reverse("handbook:show_page", args=[found.id])

    def opened() -> forms.RevisionForm:
        present = queries.get_page(actor, page_id=page_id)
        audience = queries.audience_of(actor, page=present)
        return open_form(
            request, forms.RevisionForm, subject=present.id, version=present.version, kinds=_kinds(actor),
            places=_places(actor), initial={
                "title": present.title, "chapter": present.chapter,
                "text": queries.editions_of(actor, page=present)[0].text,
                "readers": forms.EVERYBODY if present.for_all else forms.SOME, "roles": list(audience.kinds),
                "agencies": [str(one.agency_id) for one in audience.agencies],
            },
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        given = form.cleaned_data
        operations.revise_page(
            actor, page=found, version=form.posted_version, title=given["title"], chapter=given["chapter"],
            text=given["text"], why=given["why"], tell=not given["quiet"], today=timezone.localdate(),
            **_readers(given),
        )  # fmt: skip
        return "ページを直しました。", back

    return _perform(
        request, form, title=f"「{found.title}」を直す", submit="直す", back=back, home=HANDBOOK, do=do, current=opened,
        lines=["本文を変えると、新しい版になります。前の版は、いつでも読めます。"],
    )  # fmt: skip


@page(needs=KEEP)
def withdraw_page(request: Any, page_id: UUID) -> HttpResponse:
    """手引きのページを終わりにする."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_page(actor, page_id=page_id)
    described = queries.schemes_on_page(actor, page=found, on=today)
    if request.method == "POST":
        operations.withdraw_page(actor, page=found, today=today)
        messages.success(request, "ページを終わりにしました。版は残っています。")
        return redirect("handbook:pages")
    context = {
        "page": found, "schemes": described,
        "verdict": rules.may_withdraw_page(ended=found.until_on is not None, schemes=len(described)),
        "crumbs": _crumbs(HANDBOOK, (found.title, reverse("handbook:show_page", args=[found.id])), ("終わりにする", "")),
    }  # fmt: skip
    return answer(request, "handbook/withdraw_page.html", context, shown=[])


# --- 制度の台帳 ----------------------------------------------------------------------------------------


@page(needs=None)
def schemes(request: Any) -> HttpResponse:
    """制度の台帳: by section; those that are over on another list."""
    actor, ended = request.actor, request.GET.get("ended") == "1"
    context = {
        "schemes": queries.schemes(actor, on=timezone.localdate(), ended=ended), "ended": ended,
        "may_keep": actor.may(KEEP), "tabs": _tabs(actor, "handbook:schemes"),
    }  # fmt: skip
    return answer(request, "handbook/schemes.html", context, shown=[])


@page(needs=None)
def show_scheme(request: Any, scheme_id: UUID) -> HttpResponse:
    """一つの制度: whose, for whom, where described, and in which trainings it was taught."""
    actor = request.actor
    found = queries.get_scheme(actor, scheme_id=scheme_id)
    context = {
        "scheme": found, "lectures": training_queries.lectures_on(actor, scheme_id=found.id) if actor.may(SEE) else [],
        "may_keep": actor.may(KEEP), "sees": actor.may(SEE), "crumbs": _crumbs(SCHEMES, (found.name, "")),
    }  # fmt: skip
    return answer(request, "handbook/show_scheme.html", context, shown=[])


def _page_choices(actor: Actor, scheme: Scheme | None = None) -> list[tuple[str, str]]:
    choices = [(str(one.id), one.title) for one in queries.pages(actor)]
    kept = scheme.page if scheme else None
    if kept is not None and str(kept.id) not in dict(choices):
        choices.append((str(kept.id), f"{kept.title}（いまは使われていない）"))
    return choices


def _scheme_values(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": given["name"], "agency_id": UUID(given["agency"]), "audience": given["audience"],
        "from_on": given["from_on"], "until_on": given["until_on"], "where": given["where"],
        "page_id": UUID(given["page"]) if given["page"] else None,
    }  # fmt: skip


@page(needs=KEEP)
def list_scheme(request: Any) -> HttpResponse:
    """制度を台帳に載せる."""
    actor = request.actor
    form = open_form(
        request, forms.SchemeForm, initial={"agency": str(actor.agency_id), "page": request.GET.get("page", "")},
        places=_places(actor), pages=_page_choices(actor),
    )  # fmt: skip

    def do() -> tuple[str, str]:
        listed = operations.list_scheme(actor, **_scheme_values(form.cleaned_data))
        return "台帳に載せました。", reverse("handbook:show_scheme", args=[listed.id])

    return _perform(
        request, form, title="制度を台帳に載せる", submit="載せる", back=reverse("handbook:schemes"), home=SCHEMES, do=do,
        lines=["研修の話題から、ここに載せた制度へつなげられます。"],
    )  # fmt: skip


@page(needs=KEEP)
def change_scheme(request: Any, scheme_id: UUID) -> HttpResponse:
    """制度の台帳を直す; its end is written here too."""
    actor = request.actor
    found = queries.get_scheme(actor, scheme_id=scheme_id)
    back = reverse("handbook:show_scheme", args=[found.id])

    def opened() -> forms.ChangedSchemeForm:
        one = queries.get_scheme(actor, scheme_id=scheme_id)
        places = _places(actor)
        if str(one.agency_id) not in dict(places):
            places.append((str(one.agency_id), one.agency.name))
        return open_form(
            request, forms.ChangedSchemeForm, subject=one.id, version=one.version, places=places,
            pages=_page_choices(actor, one), initial={
                "name": one.name, "agency": str(one.agency_id), "audience": one.audience, "from_on": one.from_on,
                "page": str(one.page_id or ""), "until_on": one.until_on, "where": one.where,
            },
        )  # fmt: skip

    form = opened()

    def do() -> tuple[str, str]:
        operations.change_scheme(
            actor, scheme=found, version=form.posted_version, values=_scheme_values(form.cleaned_data)
        )
        return "台帳を直しました。", back

    return _perform(
        request, form, title=f"「{found.name}」を直す", submit="直す", back=back, home=SCHEMES, do=do, current=opened,
        lines=["なくなった制度は、消さずに終わりの日を入れます。"],
    )  # fmt: skip


# --- 検討課題 ------------------------------------------------------------------------------------------


@page(needs=SEE)
def studies(request: Any) -> HttpResponse:
    """検討課題の一覧, all or in one state."""
    actor = request.actor
    asked = request.GET.get("state", "")
    state = asked if asked in StudyState.values else ""
    context = {
        "studies": queries.studies(actor, states=[state] if state else StudyState.values), "state": state,
        "states": StudyState.choices, "may_keep": actor.may(KEEP), "tabs": _tabs(actor, "handbook:studies"),
    }  # fmt: skip
    return answer(request, "handbook/studies.html", context, shown=[])


@page(needs=SEE)
def show_study(request: Any, study_id: UUID) -> HttpResponse:
    """一つの検討課題: the question, what was found and where it stands, what was decided."""
    actor, today = request.actor, timezone.localdate()
    found = queries.get_study(actor, study_id=study_id)
    evidence = queries.evidence_of(actor, item=found)
    context = {
        "study": found, "evidence": evidence, "decisions": queries.decisions_of(actor, item=found),
        "may_keep": actor.may(KEEP), "crumbs": _crumbs(STUDIES, (found.title, "")),
        "verdict": rules.may_decide(
            evidence=len(evidence), decided_on=today, today=today, opened_on=found.opened_on
        ),
    }  # fmt: skip
    return answer(request, "handbook/show_study.html", context, shown=[])


@page(needs=KEEP)
def open_study(request: Any) -> HttpResponse:
    """検討課題を登録する."""
    actor = request.actor
    form = open_form(request, forms.StudyForm, initial={"agency": str(actor.agency_id)})
    form.fields["agency"].offer(_places(actor))

    def do() -> tuple[str, str]:
        given = dict(form.cleaned_data)
        agency_id = UUID(given.pop("agency"))
        opened = operations.open_study(actor, agency_id=agency_id, today=timezone.localdate(), **given)
        return (
            "検討課題を登録しました。分かったことを、出典といっしょに足してください。",
            reverse("handbook:show_study", args=[opened.id]),
        )

    return _perform(
        request, form, title="検討課題を登録する", submit="登録する", back=reverse("handbook:studies"), home=STUDIES,
        do=do, lines=["検討課題は、支援の実績には数えません。"],
    )  # fmt: skip


@page(needs=KEEP)
def add_evidence(request: Any, study_id: UUID) -> HttpResponse:
    """根拠を残す."""
    found = queries.get_study(request.actor, study_id=study_id)
    form = open_form(
        request, forms.EvidenceForm, subject=found.id, initial={"found_on": timezone.localdate()}
    )
    back = reverse("handbook:show_study", args=[found.id])

    def do() -> tuple[str, str]:
        operations.add_evidence(
            request.actor, item=found, today=timezone.localdate(), **form.cleaned_data
        )  # fmt: skip
        return "根拠を残しました。", back

    return _perform(
        request, form, title=f"「{found.title}」の根拠を残す", submit="残す", back=back, home=STUDIES, do=do,
        lines=[found.question],
    )  # fmt: skip


@page(needs=KEEP)
def decide_study(request: Any, study_id: UUID) -> HttpResponse:
    """結論を残す."""
    found = queries.get_study(request.actor, study_id=study_id)
    form = open_form(
        request, forms.DecisionForm, subject=found.id, initial={"decided_on": timezone.localdate()}
    )
    back = reverse("handbook:show_study", args=[found.id])

    def do() -> tuple[str, str]:
        operations.decide_study(request.actor, item=found, today=timezone.localdate(), **form.cleaned_data)
        return "結論を残しました。", back

    return _perform(
        request, form, title=f"「{found.title}」の結論を残す", submit="残す", back=back, home=STUDIES, do=do,
        lines=["根拠を読んだうえで決めたことを、決めた日と人といっしょに残します。", "あとで変わったら、もう一つ足します。前の結論も残ります。"],
    )  # fmt: skip


# --- 使い方 -------------------------------------------------------------------------------------------

USING = ("使い方", "handbook:guides")


@page(needs=None)
def guides(request: Any) -> HttpResponse:
    """使い方: one guide for each kind of work; what passes the screen one comes from stands first."""
    context = {"guides": using.guides(), "here": using.tasks_on(request.GET.get("screen", ""))}
    return answer(request, "handbook/guides.html", context, shown=[])


@page(needs=None)
def show_guide(request: Any, role: str) -> HttpResponse:
    """一つの仕事の使い方: its tasks."""
    found = using.guide_of(role)
    if found is None:
        raise Http404
    context = {"guide": found, "crumbs": _crumbs(USING, (found.title, ""))}
    return answer(request, "handbook/show_guide.html", context, shown=[])


@page(needs=None)
def show_task(request: Any, role: str, task: str) -> HttpResponse:
    """一つのこと: what to press, what happens, who sees it, what if."""
    guide = using.guide_of(role)
    found = using.task_of(guide, task) if guide else None
    if guide is None or found is None:
        raise Http404
    following = guide.tasks[guide.tasks.index(found) + 1 :]
    context = {
        "guide": guide, "task": found, "picture": f"handbook/guides/{found.picture}",
        "following": following[0] if following else None,
        "crumbs": _crumbs(USING, (guide.title, reverse("handbook:show_guide", args=[role])), (found.title, "")),
    }  # fmt: skip
    return answer(request, "handbook/show_task.html", context, shown=[])
