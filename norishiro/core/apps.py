from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    """The ground: words and tools every room uses."""

    name = "norishiro.core"
    label = "core"
    verbose_name = "土台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Sealed columns of the ground are declared here; rooms declare theirs beside the model."""
        import_module("norishiro.core.sealing.second_proofs")
        import_module("norishiro.core.parcels")
        connection_created.connect(keep_plans)


def keep_plans(connection: Any, **_rest: Any) -> None:
    """How many questions a connection keeps the plans of. The driver has no option for it, only this attribute (ADR 0054)."""
    connection.connection.prepared_max = settings.MOST_KEPT_PLANS
