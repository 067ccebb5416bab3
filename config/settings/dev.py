"""For the people who change the program: errors are shown on the page. Never for real data."""

from config import state
from config.settings.base import *  # noqa: F403
from config.settings.base import ENV

DEBUG = True
SECRET_KEY = ENV.secret_key or state.ensure_secret(ENV.home, state.SECRET_KEY)
