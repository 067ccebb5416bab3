from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "norishiro.ledger"
    label = "ledger"
    verbose_name = "台帳"
