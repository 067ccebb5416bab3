from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "norishiro.finding"
    label = "finding"
    verbose_name = "記録をさがす"
