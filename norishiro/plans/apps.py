from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "norishiro.plans"
    label = "plans"
    verbose_name = "プラン"
