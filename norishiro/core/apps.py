from importlib import import_module

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground: words and tools every room uses."""

    name = "norishiro.core"
    label = "core"
    verbose_name = "土台"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The one sealed column whose model is not ours is declared here; rooms declare theirs beside the model."""
        import_module("norishiro.core.sealing.second_proofs")
