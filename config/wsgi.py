"""The door for gunicorn."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

application = get_wsgi_application()
# What stands now stands until the end. Workers share it, and no request waits while it is searched for rubbish.
gc.freeze()
