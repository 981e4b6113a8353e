"""The hole in the wall against files: an office page for a CSV file or a zip of them, and one for the school's logo.

What comes in is read into memory only. A page that takes a file is marked with `takes_one_file` and stands behind its gate; to
no other does the middleware let a form with a file through. A test walks all addresses and sees that there are these two.
"""

from __future__ import annotations

import io
from functools import wraps
from typing import TYPE_CHECKING, Any, Final

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt, csrf_protect

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

MOST_BYTES: Final = 10_000_000
_ROUND_IT: Final = 1_100_000
"""Of the rest of the form: its marks, and what is pasted instead of a file."""
_KIND: Final = "multipart/form-data"


def takes(request: HttpRequest) -> bool:
    """Whether this request is a form with a file, not too long, for a page that takes one."""
    if request.content_type != _KIND or request.method != "POST" or not _is_short(request):
        return False
    try:
        return bool(getattr(resolve(request.path_info).func, "takes_one_file", False))
    except Resolver404:
        return False


def _is_short(request: HttpRequest) -> bool:
    length = request.headers.get("Content-Length", "")
    return length.isdecimal() and int(length) <= MOST_BYTES + _ROUND_IT


class InMemory(FileUploadHandler):
    """Keeps a file in memory while its page answers. Nothing of it ever touches the disk in clear."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Begin."""
        super().new_file(*args, **kwargs)
        self.held = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a piece in. Raises StopUpload when it is more than a roll can be."""
        if start + len(raw_data) > MOST_BYTES:
            raise StopUpload(connection_reset=True)
        self.held.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand it over."""
        self.held.seek(0)
        name, kind, charset = self.file_name or "", self.content_type, self.charset
        return InMemoryUploadedFile(self.held, self.field_name, name, kind, file_size, charset, self.content_type_extra)


def takes_one_file(gate: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let a page behind `gate` take one file: nothing is read before the gate has let its sender in."""

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        checked = csrf_protect(view)

        @wraps(view)
        def inside(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.content_type == _KIND:
                request.upload_handlers = [InMemory(request)]
            return checked(request, *args, **kwargs)

        page: Any = csrf_exempt(gate(inside))  # the check comes inside, once the handler is in its place
        page.takes_one_file = True
        return page  # type: ignore[no-any-return]

    return around
