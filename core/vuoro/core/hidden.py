"""Values that never show what they hold: not in repr, text, logs, tracebacks, copies or pickles."""

from typing import Generic, NoReturn, Self, TypeVar

V = TypeVar("V", str, bytes)


class Hidden(Generic[V]):
    """A frozen value whose content comes out by ``reveal()`` only, so that every place is found.

    Two are equal when they are of the same class and hold the same.
    """

    __slots__ = ("_value",)
    _value: V

    def __init__(self, value: V) -> None:
        object.__setattr__(self, "_value", value)

    def reveal(self) -> V:
        """What it holds. Never log, show or store the answer as it is."""
        return self._value

    def __repr__(self) -> str:
        return f"{type(self).__name__}(hidden)"

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other._value == self._value

    def __hash__(self) -> int:
        return hash((type(self), self._value))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __getstate__(self) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is not to be stored or sent as it is")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is not to be stored or sent as it is")
