from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "norishiro.opendata"
    label = "opendata"
    verbose_name = "オープンデータ"
