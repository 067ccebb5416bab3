from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "norishiro.funds"
    label = "funds"
    verbose_name = "寄付と助成"
