from django.apps import AppConfig


class CorporationsConfig(AppConfig):
    name = "norishiro.corporations"
    label = "corporations"
    verbose_name = "法人連携"
