from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The ground: words and tools every room uses."""

    name = "norishiro.core"
    label = "core"
    verbose_name = "土台"
    default_auto_field = "django.db.models.BigAutoField"
