from django.apps import AppConfig


class FamilyConfig(AppConfig):
    name = "norishiro.family"
    label = "family"
    verbose_name = "家族の図"
