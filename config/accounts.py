"""How allauth meets our staff: accounts are made by the municipality, never by visitors."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import Http404, HttpRequest, HttpResponse


class StaffAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up and no mail: a forgotten password is set anew by the municipality's administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        return None


def closed(request: HttpRequest, **_: Any) -> HttpResponse:
    """Stands in front of those pages of allauth that this house does not offer."""
    raise Http404
