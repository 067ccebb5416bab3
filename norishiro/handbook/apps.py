from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "norishiro.handbook"
    label = "handbook"
    verbose_name = "手引きと検討"
