from django.apps import AppConfig


class EvacuationConfig(AppConfig):
    name = "norishiro.evacuation"
    label = "evacuation"
    verbose_name = "個別避難計画"
