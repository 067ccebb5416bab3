"""The demo town as the tests meet it: its database, and things in it found through the eyes of one account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db import models, transaction

if TYPE_CHECKING:
    from norishiro.agencies.actor import Actor

M = TypeVar("M", bound=models.Model)


@dataclass
class DemoTown:
    """Needs Django to be pointed at ``database``, which the fixture sees to."""

    preset: str
    database: str
    _actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, login: str) -> Actor:
        from django.utils import timezone

        from norishiro.agencies.actor import actor_for, hats_of
        from norishiro.agencies.models import Staff

        if login not in self._actors:
            today = timezone.localdate()
            staff = Staff.objects.get(login_id=login)
            first = hats_of(staff=staff, today=today)[0].agency_id
            found = actor_for(staff_id=staff.id, agency_id=first, today=today)
            assert found is not None
            self._actors[login] = found
        return self._actors[login]

    def logins(self) -> list[str]:
        from norishiro.agencies.models import Staff

        return list(Staff.objects.order_by("login_id").values_list("login_id", flat=True))

    def first(self, login: str, model: type[M], **wanted: Any) -> M:
        """The first row of ``model`` that this account may read and that fits; the walls decide what there is."""
        from norishiro.core.operation import announce

        with transaction.atomic():
            announce(self.actor(login))
            found = model._default_manager.filter(**wanted).first()
        assert found is not None, f"{self.preset} {login}: {model.__name__} {wanted} がありません"
        return found

    def id_of(self, login: str, model: type[models.Model], **wanted: Any) -> UUID:
        key: UUID = self.first(login, model, **wanted).pk
        return key

    def stopped_consent(self, login: str) -> UUID:
        """A consent of somebody whose use is stopped, whose withdrawal this account may take."""
        from norishiro.core.operation import announce
        from norishiro.sharing.queries import stopped_consents

        with transaction.atomic():
            announce(self.actor(login))
            return stopped_consents(self.actor(login))[0].id
