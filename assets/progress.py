"""Progress bars for people at a terminal; silent where nobody looks."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

Item = TypeVar("Item")
CONSOLE = Console(stderr=True)


def _bar() -> Progress:
    columns = (
        TextColumn("{task.description:<18}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=CONSOLE, disable=not CONSOLE.is_terminal)


def tracked(what: str) -> Callable[[list[Item]], Iterable[Item]]:
    """Return a function that passes a list on, item by item, under a bar."""

    def follow(items: list[Item]) -> Iterator[Item]:
        with _bar() as bar:
            yield from bar.track(items, description=what)

    return follow


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Give a function that moves a bar on by a count."""
    with _bar() as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)
