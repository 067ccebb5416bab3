"""The mails: one that asks whether it was really meant, and the letter itself with the way out in it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.mail import EmailMessage
from django.urls import reverse

from norishiro.neighbours.models import Post

MODEL = "ja"
FILE = Path(__file__).with_name("data") / "mails.toml"


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return found


def _said(tongue: str) -> Mapping[str, str]:
    return _words().get(tongue, _words()[MODEL])


@dataclass(frozen=True)
class Frame:
    """What stands around every letter of a run: by which name the house is reached, the town, where one can write."""

    base: str
    town: str = ""
    has_form: bool = False


def confirming(*, to: str, tongue: str, areas: Sequence[str], key: UUID, base: str) -> EmailMessage:
    """Whether it was meant: opening the link does nothing yet, because machines open links too."""
    said = _said(tongue)
    where = f"{base}{reverse('public_site:confirm_letters', args=[tongue, key])}"
    return EmailMessage(
        subject=said["confirm_subject"],
        body=said["confirm"].lstrip("\n").format(areas="、".join(areas), address=where),
        to=[to],
        headers={"Auto-Submitted": "auto-generated"},
    )


def letter(
    post: Post,
    *,
    to: str,
    tongue: str,
    areas: Sequence[str],
    key: UUID,
    frame: Frame,
    connection: Any = None,
) -> EmailMessage:
    """One letter for one reader. Its headers let a mail program offer to leave by one press (RFC 8058)."""
    said = _said(tongue)
    leave = f"{frame.base}{reverse('public_site:leave_letters', args=[tongue, key])}"
    own = f"{frame.base}{reverse('public_site:own_letters', args=[tongue, key])}"
    town = f"{frame.town}　" if frame.town else ""
    parts = [post.text.strip(), ""]
    where = link_of(post, tongue=tongue)
    if where:
        parts += [said["link"], f"{frame.base}{where}", ""]
    if frame.has_form and (post.place_id is not None or post.item_id is not None):
        parts += [said["take_part"], f"{frame.base}{reverse('public_site:consult')}", ""]
    parts.append(said["foot"].strip("\n").format(town=town, areas="、".join(areas), own=own, leave=leave))
    return EmailMessage(
        subject=post.title, body="\n".join(parts) + "\n", to=[to], connection=connection,
        headers={
            "List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )  # fmt: skip


def link_of(post: Post, *, tongue: str) -> str:
    """Where more stands, on the public pages; empty where the letter leads nowhere."""
    if post.page is not None:
        return reverse("public_site:leaf", args=[tongue, post.page.slug])
    if post.item_id is not None:
        return reverse("public_site:news", args=[tongue, post.item_id])
    return reverse("public_site:place", args=[tongue, post.place_id]) if post.place_id is not None else ""


__all__ = ["Frame", "confirming", "letter", "link_of"]
