from django.apps import AppConfig


class WatchingConfig(AppConfig):
    name = "norishiro.watching"
    label = "watching"
    verbose_name = "だれが見たか"
