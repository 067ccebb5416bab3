from django.apps import AppConfig


class OutreachConfig(AppConfig):
    name = "norishiro.outreach"
    label = "outreach"
    verbose_name = "アウトリーチ・支援の記録"
