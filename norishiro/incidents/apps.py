from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "norishiro.incidents"
    label = "incidents"
    verbose_name = "漏えい等のおそれ"
