from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "norishiro.exchange"
    label = "exchange"
    verbose_name = "これまでの記録の取り込み"
