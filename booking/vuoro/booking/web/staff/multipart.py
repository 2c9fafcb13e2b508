"""A form with a file (RFC 7578), read as it comes: fields are kept, the file flows through."""

from collections.abc import AsyncIterator

from starlette.requests import Request

from vuoro.booking.backend import Refused

_LONGEST_FIELD = 4096
_FILE = b"filename"


class FileForm:
    """The fields before the file, once its first bytes are there."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self._name, self._is_file, self._value = "", False, b""
        self._header, self._disposition = b"", b""
        self._ready: list[bytes] = []

    async def file(self, request: Request) -> AsyncIterator[bytes]:
        """The bytes of its file; none of another kind of form. Refused: no_form, too_long."""
        from python_multipart.exceptions import MultipartParseError
        from python_multipart.multipart import MultipartParser, parse_options_header

        kind, options = parse_options_header(request.headers.get("content-type", ""))
        if kind != b"multipart/form-data" or b"boundary" not in options:
            return
        parser = MultipartParser(options[b"boundary"], {
            "on_part_begin": self._part_begins, "on_header_field": self._header_name,
            "on_header_value": self._header_value, "on_header_end": self._header_ends,
            "on_headers_finished": self._headers_end, "on_part_data": self._part_data,
            "on_part_end": self._part_ends,
        })  # fmt: skip
        try:
            async for chunk in request.stream():
                parser.write(chunk)
                ready, self._ready = self._ready, []
                for piece in ready:
                    yield piece
            parser.finalize()
        except MultipartParseError:
            raise Refused("no_form", "Send a form.", 400) from None

    def _part_begins(self) -> None:
        self._name, self._is_file, self._value = "", False, b""
        self._header, self._disposition = b"", b""

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition += data[start:end]

    def _header_ends(self) -> None:
        self._header = b""

    def _headers_end(self) -> None:
        from python_multipart.multipart import parse_options_header

        _, options = parse_options_header(self._disposition)
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        self._is_file = _FILE in options

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._is_file:
            self._ready.append(data[start:end])
            return
        self._value += data[start:end]
        if len(self._value) > _LONGEST_FIELD:
            raise Refused("too_long", "The form is too long.", 413)

    def _part_ends(self) -> None:
        if not self._is_file:
            self.fields[self._name] = self._value.decode("utf-8", "replace")
