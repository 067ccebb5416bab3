from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "norishiro.exports"
    label = "exports"
    verbose_name = "持ち出し"
