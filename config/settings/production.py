"""What staff use, also `make run`. Plain http is for this machine only; the doctor refuses anything wider."""

from config import secret
from config.settings.base import *  # noqa: F403
from config.settings.base import ENV, MIDDLEWARE

SECRET_KEY, *SECRET_KEY_FALLBACKS = secret.keys_of(ENV)
MIDDLEWARE.insert(0, "config.secret.newest_secret")

SECURE_SSL_REDIRECT = ENV.https
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENV.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False  # the municipality's other hosts are not ours to bind
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # the two that would bind them
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https and ENV.proxy_count else None

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
