from django.apps import AppConfig


class DisposalConfig(AppConfig):
    name = "norishiro.disposal"
    label = "disposal"
    verbose_name = "保存期間と廃棄"
