from importlib import import_module

from django.apps import AppConfig


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
