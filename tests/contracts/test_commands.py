"""The command line: help for every command, errors with the way out, and the README's queries as they stand."""

import re

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from assets.cli import app
from tests.conftest import REPOSITORY

COMMANDS = sorted(get_command(app).commands)
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def invoke(*arguments):
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_stands_in_the_readme(command):
    result = invoke(command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.output
    assert f"alliance-events {command}" in README


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "--input", "/nowhere"], "give an existing one"),
        (["extract", "/nowhere"], "/nowhere"),
        (["evaluate", "/nowhere"], "documents.jsonl"),
        (["sql", "SELECT 1"], "alliance-events run"),
        (["codebook", "xyzzy"], "list the tables"),
        (["lexicon", "xyzzy"], "no list of the lexicon has"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else value,
)
def test_an_error_is_one_line_with_the_way_out(home, arguments, says):
    result = invoke(*arguments)
    assert result.exit_code == 1
    assert says in result.output
    assert "Traceback" not in result.output


def test_the_codebook_can_be_looked_up():
    assert "Kremlin" in invoke("codebook", "Kremlin").output
    assert "RUS" in invoke("codebook", "Kremlin").output
    assert "tariff" in invoke("codebook", "--table", "levers").output


def test_the_readme_runs_as_it_stands(home, monkeypatch, tmp_path):
    result = invoke("run")
    assert result.exit_code == 0, result.output
    for word in ("Documents", "Events by lever", "Release", "Query it"):
        assert word in result.output
    checked = invoke("lexicon")
    assert checked.exit_code == 0, checked.output
    assert "Levers of the codebook" in checked.output
    for query in re.findall(r'alliance-events sql "([^"]+)"', README):
        answer = invoke("sql", query)
        assert answer.exit_code == 0, (query, answer.output)
    namespace = {"RELEASE": str(next((home / "releases").glob("v*")))}
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL):
        exec(block.replace("data/releases/v2026.11.0", namespace["RELEASE"]), {})
    out = tmp_path / "mentions.parquet"
    assert invoke("extract", str(REPOSITORY / "pipelines/sample/corpus/bulletins"), "--out", str(out)).exit_code == 0
    assert out.exists()
