from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "norishiro.policies"
    label = "policies"
    verbose_name = "計画と評価"
