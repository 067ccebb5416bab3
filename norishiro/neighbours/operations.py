"""The verbs of staff: a letter is written, put right while it is a draft, and sent once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from norishiro.agencies.actor import Actor
from norishiro.core.operation import operation
from norishiro.core.records import change_fields
from norishiro.ledger.operations import sign
from norishiro.letterbox.receipts import day_of
from norishiro.neighbours import access, events, rules
from norishiro.neighbours.access import Link
from norishiro.neighbours.models import Post


@operation
def write_post(
    actor: Actor, /, *, title: str, text: str, areas: Collection[str], link: Link, now: datetime
) -> Post:
    """Keep a draft of a letter to districts. Records ``post.written``; refused by ``may_keep_post`` and a name that is known."""
    today = day_of(now)
    access.may_keep_post(
        actor, title=title, text=text, areas=areas, link=link, sent=False, today=today
    ).or_refuse()
    post = Post.objects.create(
        title=title, text=text, areas=sorted(set(areas)), agency_id=actor.agency_id, writer_id=actor.staff_id,
        **link.columns,
    )  # fmt: skip
    sign(
        actor,
        events.POST_WRITTEN,
        changes={"post": (None, post.id), "areas": (None, len(post.areas))},
        changed_text=["title", "text"],
    )
    return post


@operation
def change_post(
    actor: Actor, /, *, post: Post, version: int, title: str, text: str, areas: Collection[str], link: Link, now: datetime
) -> Post:  # fmt: skip
    """Put a draft right. Records ``post.changed``; refused by ``may_keep_post`` and a name that is known; StaleVersion."""
    today = day_of(now)
    locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    access.may_keep_post(
        actor, title=title, text=text, areas=areas, link=link, sent=locked.is_sent, today=today
    ).or_refuse()
    values = {"title": title, "text": text, "areas": sorted(set(areas)), **link.columns}
    changed = change_fields(post, version=version, values=values)
    sign(
        actor, events.POST_CHANGED, changes={"post": (post.id, post.id), "areas": (None, len(post.areas))},
        changed_text=[name for name in ("title", "text") if name in changed],
    )  # fmt: skip
    return post


@operation
def drop_post(actor: Actor, /, *, post: Post) -> None:
    """Throw a draft away. Records ``post.dropped``; refused by ``may_drop``."""
    locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    rules.may_drop(sent=locked.is_sent).or_refuse()
    post_id = locked.id
    locked.delete()
    sign(actor, events.POST_DROPPED, changes={"post": (post_id, None)})


@operation
def send_post(actor: Actor, /, *, post: Post, version: int, base: str, now: datetime) -> Post:
    """Decide that it goes to everybody who is registered for its districts now; the clock carries it, with links that begin with
    ``base``. Records ``post.sent`` with the
    number; refused by ``may_send`` and a name that is known; StaleVersion."""
    locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    access.may_send(actor, post=locked, base=base, today=day_of(now)).or_refuse()
    change_fields(post, version=version, values={"sent_at": now, "sent_by_id": actor.staff_id})
    # Behind the wall: the addressees are written down, and a number comes back.
    with connection.cursor() as cursor:
        cursor.execute("SELECT neighbours_address(%s)", [post.id])
        number = int(cursor.fetchone()[0])
    post.refresh_from_db()
    sign(actor, events.POST_SENT, changes={"post": (post.id, post.id), "addressed": (None, number)})
    return post
