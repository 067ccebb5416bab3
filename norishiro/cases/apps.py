from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "norishiro.cases"
    label = "cases"
    verbose_name = "ケースとチーム"
