"""What a reader returns: raw documents, or the reason why there is none."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class RawDocument:
    """A document as its source gives it. `item` is its place inside the file, empty for a file that is one document."""

    text: str
    item: str = ""
    key: str = ""
    metadata: dict[str, str] = field(default_factory=dict)


class UnreadableError(Exception):
    """A file or record that gives no document: `reason` for people, `advice` for the way out."""

    def __init__(self, reason: str, advice: str, item: str = "") -> None:
        super().__init__(reason)
        self.reason, self.advice, self.item = reason, advice, item


@dataclass(frozen=True)
class Input:
    """One file as it was found: its path relative to the input, its name without `.gz`, and its bytes, unpacked."""

    path: str
    name: str
    data: bytes


Reader = Callable[[Input], list["RawDocument | UnreadableError"]]
