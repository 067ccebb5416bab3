"""Two districts, one writer, and what a resident does from outside."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.choices import RoleKind
from norishiro.neighbours import slot
from norishiro.neighbours.models import Tally
from tests.factories import agencies

BASE = "https://norishiro.example.jp"
HANA = "hana@example.jp"
LINK = re.compile(r"https://norishiro\.example\.jp(/open/\S+/)")


def two_districts() -> tuple[str, str]:
    town = agencies.area("架空まち", layer="全域")
    return tuple(agencies.area(name, parent=town).code for name in ("北地区", "南地区"))  # type: ignore[return-value]


def writer(name: str = "架空 広報") -> Actor:
    return agencies.actor(name, kinds=(RoleKind.CSW,))


def asks(*areas: str, address: str = HANA, tongue: str = "ja", **more: str) -> Any:
    values = {"areas": list(areas), "address": address, "homepage": "", **more}
    return Client().post(reverse("public_site:letters", args=[tongue]), values)


def link_in(number: int = -1, *, holding: str = "/confirm/") -> str:
    """The path of a link in a mail that went out."""
    found = [one for one in LINK.findall(str(mail.outbox[number].body)) if holding in one]
    assert len(found) == 1, mail.outbox[number].body
    return str(found[0])


def joins(*areas: str, address: str = HANA) -> UUID:
    """Registered as by pressing; answers the key of the own page."""
    now = timezone.now()
    with transaction.atomic():
        key = slot.new_asking(address=address, areas=areas, tongue="ja", now=now)
    own = slot.confirm(key=key, now=now)
    assert own is not None
    return own


def there(owner: Any, *tables: str) -> list[int]:
    """How many rows there really are, whoever may see them."""
    owner.rollback()
    owner.execute("SELECT set_config('norishiro.maintenance', 'on', true)")
    return [owner.execute(f"SELECT count(*) FROM neighbours_{one}").fetchone()[0] for one in tables]  # noqa: S608


def tallies(*areas: str) -> list[tuple[int, int]]:
    """Joined and left of the whole town and of these districts."""
    found = {one.area: (one.joined, one.left) for one in Tally.objects.all()}
    return [found.get(area, (0, 0)) for area in ("", *areas)]


def words_on(page: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())
