from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "norishiro.attachments"
    label = "attachments"
    verbose_name = "書面の控え"
