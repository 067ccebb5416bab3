"""Has this person proved lately, in this session, who they are? For the few acts that ask for it again."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.urls import reverse
from django.utils.http import urlencode


def proved_within(request: Any, span: timedelta) -> bool:
    """Whether a password or a second proof was given no longer ago than ``span``. Signing in counts."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] <= span.total_seconds()


def prove_address(request: Any) -> str:
    """The page that asks for the password again and leads back here."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': request.get_full_path()})}"
