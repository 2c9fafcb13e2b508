"""A disk that remembers the order of its writes, so that the power can be cut at each of them.

``recording()`` puts a layer (an SQLite VFS, https://sqlite.org/vfs.html) under every connection
opened inside it. It writes through to the real file and notes writes, truncations and flushes.
``Recording.cut`` then makes the files as a power cut may leave them: what was flushed is there;
of what was not, nothing, the first part, any part in any order, or torn sectors.
"""

import ctypes
import enum
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p, cast
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512

_Close = CFUNCTYPE(c_int, c_void_p)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)
_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_Delete = CFUNCTYPE(c_int, c_void_p, c_char_p, c_int)


class _Methods(Structure):
    """sqlite3_io_methods, up to version 3; what is not wrapped is only copied."""

    _fields_ = (
        ("version", c_int),
        ("close", _Close),
        ("read", c_void_p),
        ("write", _Write),
        ("truncate", _Truncate),
        ("sync", _Sync),
        ("rest", c_void_p * 13),
    )


class _File(Structure):
    _fields_ = (("methods", POINTER(_Methods)),)


class _Vfs(Structure):
    """sqlite3_vfs, version 3."""

    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("app_data", c_void_p),
        ("open", _Open),
        ("delete", _Delete),
        ("rest", c_void_p * 14),
    )


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes at an offset of a file."""

    file: str
    offset: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Truncation:
    """A file made as long as this."""

    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Flush:
    """Everything written to the file before this is on the medium."""

    file: str


@dataclass(frozen=True, slots=True)
class Removal:
    """The file was deleted; a power cut may undo it unless its folder was flushed (a Flush)."""

    file: str


@dataclass(frozen=True, slots=True)
class Mark:
    """What the program said at this moment, e.g. that a visitor has a number."""

    said: object


Step = Write | Truncation | Flush | Removal | Mark


class Loss(enum.StrEnum):
    """What a power cut does to writes that were not flushed."""

    DROPPED = "dropped"
    PREFIX = "prefix"
    SUBSET = "subset"
    TORN = "torn"


@dataclass
class Recording:
    """The steps, in the order in which the program made them."""

    steps: list[Step] = field(default_factory=list)

    def mark(self, said: object) -> None:
        """Note what the program says now."""
        self.steps.append(Mark(said))

    def said(self, until: int) -> list[object]:
        """What had been said before a step."""
        return [step.said for step in self.steps[:until] if isinstance(step, Mark)]

    def cut(self, at: int, loss: Loss, chance: random.Random, folder: Path) -> None:
        """Leave in ``folder`` what is on the medium when the power goes before step ``at``."""
        past = self.steps[:at]
        files: dict[str, bytearray] = {}
        for name in {step.file for step in past if not isinstance(step, Mark)}:
            mine = [step for step in past if not isinstance(step, Mark) and step.file == name]
            flushed = max((n for n, step in enumerate(mine) if isinstance(step, Flush)), default=-1)
            content: bytearray | None = bytearray()
            for step in (*mine[: flushed + 1], *_survivors(mine[flushed + 1 :], loss, chance)):
                content = _applied(content, step)
            if content is not None:
                files[name] = content
        for name, content in files.items():
            (folder / name).write_bytes(content)


def _survivors(pending: Sequence[Step], loss: Loss, chance: random.Random) -> list[Step]:
    match loss:
        case Loss.DROPPED:
            return []
        case Loss.PREFIX:
            return list(pending[: chance.randint(0, len(pending))])
        case Loss.SUBSET:
            kept = [step for step in pending if chance.random() < 0.5]
            chance.shuffle(kept)
            return kept
        case Loss.TORN:
            first = pending[: chance.randint(0, len(pending))]
            return [_torn(step, chance) if step is first[-1] else step for step in first]


def _torn(step: Step, chance: random.Random) -> Step:
    """Some sectors of a write came, others did not."""
    if not isinstance(step, Write):
        return step
    keep = chance.randint(0, max(1, len(step.data) // SECTOR)) * SECTOR
    if chance.random() < 0.5:
        return Write(step.file, step.offset, step.data[:keep])
    return Write(step.file, step.offset + keep, step.data[keep:])


def _applied(content: bytearray | None, step: Step) -> bytearray | None:
    match step:
        case Write(_, offset, data):
            content = bytearray() if content is None else content
            if len(content) < offset:
                content.extend(bytes(offset - len(content)))
            content[offset : offset + len(data)] = data
        case Truncation(_, size):
            content = bytearray() if content is None else content
            del content[size:]
        case Removal():
            return None
        case Flush() | Mark():
            pass
    return content


def _name(address: int | None) -> str:
    """SQLite keeps the address of the name, so it is handed on as an address, not as a copy."""
    return Path(ctypes.string_at(address).decode()).name if address else "temporary"


class _Layer:
    """The VFS. Callbacks and copied tables must live as long as SQLite may call them."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._lib = ctypes.CDLL("libsqlite3.so.0")
        self._lib.sqlite3_vfs_find.restype = POINTER(_Vfs)
        self._real: _Vfs = self._lib.sqlite3_vfs_find(None).contents
        self._names: dict[int, str] = {}
        self._tables: dict[int, _Methods] = {}
        self._real_of: dict[int, _Methods] = {}
        self._kept: list[object] = []
        self._vfs = _Vfs.from_buffer_copy(self._real)
        self._vfs.name = b"recording"
        self._vfs.next = None
        self._vfs.open = self._keep(_Open(self._open))
        self._vfs.delete = self._keep(_Delete(self._delete))
        self._callbacks = (
            self._keep(_Close(self._close)),
            self._keep(_Write(self._write)),
            self._keep(_Truncate(self._truncate)),
            self._keep(_Sync(self._sync)),
        )

    def register(self) -> None:
        self._lib.sqlite3_vfs_register(ctypes.byref(self._vfs), 1)

    def unregister(self) -> None:
        self._lib.sqlite3_vfs_unregister(ctypes.byref(self._vfs))

    def _keep(self, callback: "ctypes._CFunctionType") -> "ctypes._CFunctionType":
        self._kept.append(callback)
        return callback

    def _open(
        self, vfs: int, name: int | None, file: int, flags: int, out: "ctypes._Pointer[c_int]"
    ) -> int:
        answer: int = self._real.open(ctypes.addressof(self._real), name, file, flags, out)
        opened = cast(file, POINTER(_File)).contents
        if answer == 0 and opened.methods:
            address = ctypes.addressof(opened.methods.contents)
            if address not in self._tables:
                self._tables[address] = self._wrapped(opened.methods.contents)
            self._real_of[file] = opened.methods.contents
            self._names[file] = _name(name)
            opened.methods = ctypes.pointer(self._tables[address])
        return answer

    def _wrapped(self, real: _Methods) -> _Methods:
        table = _Methods.from_buffer_copy(real)
        table.close, table.write, table.truncate, table.sync = self._callbacks
        return table

    def _close(self, file: int) -> int:
        self._names.pop(file)
        return int(self._real_of.pop(file).close(file))

    def _write(self, file: int, data: int, size: int, offset: int) -> int:
        self._note(Write(self._names[file], offset, ctypes.string_at(data, size)))
        return int(self._real_of[file].write(file, data, size, offset))

    def _truncate(self, file: int, size: int) -> int:
        self._note(Truncation(self._names[file], size))
        return int(self._real_of[file].truncate(file, size))

    def _sync(self, file: int, flags: int) -> int:
        answer = int(self._real_of[file].sync(file, flags))
        self._note(Flush(self._names[file]))
        return answer

    def _delete(self, vfs: int, name: bytes, sync_folder: int) -> int:
        answer = int(self._real.delete(ctypes.addressof(self._real), name, sync_folder))
        self._note(Removal(Path(name.decode()).name))
        if sync_folder:
            self._note(Flush(Path(name.decode()).name))
        return answer

    def _note(self, step: Step) -> None:
        self._recording.steps.append(step)


@contextmanager
def recording() -> Iterator[Recording]:
    """Record every database file that is opened inside."""
    made = Recording()
    layer = _Layer(made)
    layer.register()
    try:
        yield made
    finally:
        layer.unregister()
