"""A device at somebody's door, as offline.js is one: it holds a public key, closes parcels, and sends them later."""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from norishiro.agencies.actor import Actor
from norishiro.agencies.models import Staff
from norishiro.core.calendar import wareki
from norishiro.core.sealing.parcels import close_parcel

Parcel = dict[str, str]


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(id=actor.staff_id))
    return client


def page_of_person(person_id: UUID) -> str:
    return reverse("outreach:record_person_contact", args=[person_id])


def typed(person_id: UUID, **said: str) -> dict[str, str]:
    """ひとこと記録 as the page sends it."""
    today = timezone.localdate()
    return {
        "person": str(person_id), "method": "VISIT", "met": "MET", "body": "玄関先で話した", "happened_on": wareki(today),
        "programme": "OUTREACH", "kind": "INDIVIDUAL", "basis": "OWN", "categories": "32",
        "draft_form": "outreach.record_contact", "draft_subject": str(person_id), **said,
    }  # fmt: skip


@dataclass
class Device:
    """What a page keeps after it asked for a key."""

    key_id: UUID
    public: bytes

    @classmethod
    def of(cls, client: Client) -> Device:
        told = client.post(reverse("casework:open_key")).json()
        return cls(UUID(told["id"]), base64.b64decode(told["public"]))

    def parcel(
        self, path: str, fields: dict[str, str], *, token: UUID | None = None, at: datetime | None = None,
        whole: bool = True,
    ) -> Parcel:  # fmt: skip
        told = {
            "token": str(token or uuid4()), "path": path, "whole": whole, "fields": list(fields.items()),
            "at": round((at or timezone.now()).timestamp() * 1000),
        }  # fmt: skip
        return self.closed(json.dumps(told).encode())

    def closed(self, plain: bytes) -> Parcel:
        parcel_id = uuid4()
        box = close_parcel(
            plain, public=self.public, parcel_id=parcel_id, key_id=self.key_id, nonce=os.urandom(12)
        )
        return {
            "id": str(parcel_id),
            "key": str(self.key_id),
            "box": base64.b64encode(box).decode(),
        }


def send(client: Client, *parcels: Any) -> HttpResponse:
    return client.post(
        reverse("casework:receive_offline"), {"parcels": list(parcels)}, content_type="application/json"
    )


def states(client: Client, *parcels: Any) -> list[str]:
    answer = send(client, *parcels)
    assert answer.status_code == 200
    found: list[str] = json.loads(answer.content)["states"]
    return found
