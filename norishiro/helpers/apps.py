from django.apps import AppConfig


class HelpersConfig(AppConfig):
    name = "norishiro.helpers"
    label = "helpers"
    verbose_name = "担い手"
