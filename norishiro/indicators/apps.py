from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "norishiro.indicators"
    label = "indicators"
    verbose_name = "指標と実績"
