"""For the people who change the program: errors are shown on the page. Never for real data."""

from config import secret
from config.settings.base import *  # noqa: F403
from config.settings.base import ENV

DEBUG = True
SECRET_KEY, *SECRET_KEY_FALLBACKS = secret.keys_of(ENV)
