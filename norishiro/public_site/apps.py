from django.apps import AppConfig


class PublicSiteConfig(AppConfig):
    name = "norishiro.public_site"
    label = "public_site"
    verbose_name = "公開ページ"
