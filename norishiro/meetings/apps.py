from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "norishiro.meetings"
    label = "meetings"
    verbose_name = "会議"
