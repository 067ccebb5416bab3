from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "norishiro.profiles"
    label = "profiles"
    verbose_name = "自治体ごとの設定"
