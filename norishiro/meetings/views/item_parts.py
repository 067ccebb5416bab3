"""What the screens of one agenda item share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.urls import reverse
from django.utils import timezone

from norishiro.meetings import access, queries
from norishiro.meetings.views.common import (
    item_url,
    sitting_url,
    staff_choices,
)


def open_item(request: Any, item_id: UUID) -> Any:
    """The item, if its papers are open to the actor: unseen → 404, sealed → the reasons."""
    found = queries.get_item(request.actor, item_id=item_id)
    access.papers_verdict(request.actor, found, today=timezone.localdate()).or_refuse()
    return found


def ask_where_hidden(request: Any, found: Any, given: dict[str, Any]) -> None:
    if access.is_hidden(found):
        ask_about_names(request, access.case_behind(request.actor, found), given)


def ask_about_names(request: Any, case: Any, given: dict[str, Any]) -> None:
    """Saved all the same: a word of the text may be a name, or may not."""
    texts = [one for one in given.values() if isinstance(one, str)]
    words = queries.words_to_check(request.actor, case=case, texts=texts, today=timezone.localdate())
    if words:
        said = "、".join(f"「{one}」" for one in words)
        messages.warning(
            request, f"{said}が書かれています。人や家の名前として書いたときは、呼び方に書きかえてください。"
        )


def fill_decision(request: Any, form: Any, agencies: Any, members: Any, today: Any) -> None:
    form.fields["bearer"].offer(agencies)
    form.fields["staff"].choices = [("", "選んでください"), *staff_choices(request, today)]
    form.fields["person"].choices = [("", "世帯全体"), *((str(one.id), one.label) for one in members)]


def shown_of(found: Any, case: Any, members: Any) -> list[UUID]:
    return [found.subject_id, *([case.id] if case else []), *(one.id for one in members)]


def shown_in(rows: Any) -> list[UUID]:
    """What a list of items shows: each item, and the case behind it where it stands there by its name."""
    return [
        *(row.item.subject_id for row in rows),
        *(row.item.case_id for row in rows if not (row.hidden or row.sealed)),
    ]


def case_crumbs(case: Any, last: str) -> list[dict[str, str]]:
    return [
        {"label": "ケース", "url": reverse("cases:list")},
        {"label": case.title, "url": reverse("cases:show", args=[case.id])},
        {"label": last, "url": ""},
    ]


def item_crumbs(found: Any, last: str = "") -> list[dict[str, str]]:
    trail = [{"label": "会議", "url": reverse("meetings:list")}]
    if found.sitting_id:
        trail.append({"label": str(found.sitting.body), "url": sitting_url(found.sitting_id)})
    else:
        trail.append({"label": str(found.body), "url": reverse("meetings:body", args=[found.body_id])})
    trail.append({"label": found.anonymous_label or "議題", "url": item_url(found.id) if last else ""})
    return [*trail, {"label": last, "url": ""}] if last else trail
