"""The command `alliance-events`. Each command lives in a file of its own beside this one, named `cli_*.py`."""

import typer

from assets import (
    cli_bench,
    cli_bench_tables,
    cli_code,
    cli_explain,
    cli_lexicon,
    cli_measure,
    cli_query,
    cli_release,
    cli_review,
    cli_run,
    cli_train,
)

app = typer.Typer(
    name="alliance-events",
    help="Events of alliance politics from raw text: who used what lever toward which ally, when, and how far it has come.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
)
for module in (
    cli_run,
    cli_code,
    cli_explain,
    cli_lexicon,
    cli_measure,
    cli_query,
    cli_release,
    cli_review,
    cli_train,
    cli_bench,
    cli_bench_tables,
):
    module.register(app)


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()
