from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "norishiro.rights"
    verbose_name = "開示・訂正・利用停止"
