"""For the test suite: loud where production is forgiving, quick where it does not matter."""

import copy

from config import test_place  # noqa: F401 (first: it says where the state lives)
from config.settings import base
from config.settings.base import *  # noqa: F403
from config.strict_templates import LoudMissingVariable

SECRET_KEY = "tests-only-" + "0123456789abcdef" * 4

TEMPLATES = copy.deepcopy(base.TEMPLATES)
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = LoudMissingVariable("%s")

# The real hasher costs 50 ms each time on purpose; the suite logs in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# The live server's threads must let go of the database, which is laid anew after each transactional test.
DATABASES = {alias: {**one, "CONN_MAX_AGE": 0} for alias, one in base.DATABASES.items()}

# A page asks the same number of questions whether or not another test came before it.
NORISHIRO_FRAME_SECONDS = 0
NORISHIRO_HEALTH_SECONDS = 0
NORISHIRO_PUBLIC_SECONDS = 0

# Static files come straight from the rooms; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# Every component on one page, for the accessibility tests.
STYLE_PAGE = True
