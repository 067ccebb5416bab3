from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "norishiro.agencies"
    label = "agencies"
    verbose_name = "機関と人"
