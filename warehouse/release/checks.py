"""The checks of a release as a page of Markdown: it needs neither a script nor the network."""

from typing import Any


def _words(config: Any) -> str:  # noqa: ANN401
    """Return an expectation in words: "values at least 0 and at most 1"."""
    words = str(config.type).removeprefix("expect_").removeprefix("column_").replace("_", " ")
    low, high = config.kwargs.get("min_value"), config.kwargs.get("max_value")
    bounds = [f"{word} {value:g}" for word, value in (("at least", low), ("at most", high)) if value is not None]
    return f"{words.removesuffix(' to be between')} {' and '.join(bounds)}" if bounds else words


def page(results: list[Any]) -> str:
    """Return every check and its outcome as a table in Markdown."""
    lines = ["# Checks", "", "| table | column | expected | holds |", "|---|---|---|---|"]
    for result in results:
        for one in result.results:
            config = one.expectation_config
            columns = config.kwargs.get("column") or ", ".join(config.kwargs.get("column_list") or [])
            holds = "yes" if one.success else "no"
            lines.append(f"| {result.suite_name} | {columns} | {_words(config)} | {holds} |")
    return "\n".join(lines) + "\n"
