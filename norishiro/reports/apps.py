from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "norishiro.reports"
    label = "reports"
    verbose_name = "日報・月報・年報"
