from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "norishiro.sharing"
    label = "sharing"
    verbose_name = "情報共有の門"
