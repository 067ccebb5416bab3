"""A public page that was drawn a moment ago is handed out at the gate: no log-in, no session and no table is woken for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from norishiro.public_site.kept import at_address
from norishiro.public_site.serving import handed_out

Handler = Callable[[HttpRequest], HttpResponse]

OPEN = "/open/"


def kept_pages(get_response: Handler) -> Handler:
    """Answer what is still fresh; everything else goes on its way. Stands inside what gives every answer its headers."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and request.path_info.startswith(OPEN):
            request.get_host()  # a wrong name of the server is refused here as elsewhere
            page = at_address(request.get_full_path())
            if page is not None:
                return handed_out(request, page)
        return get_response(request)

    return answer
