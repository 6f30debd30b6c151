"""`explain` shows every step, what was accepted, and why near misses were not."""

from typer.testing import CliRunner

from assets.cli import app
from pipelines.explain import explain
from pipelines.extract.context import Source

SENTENCE = "U.S. President Donald Trump imposes a 25% tariff on steel from Canada on Monday."


def test_every_step_is_kept():
    found = explain(SENTENCE, Source("2025-03-05"))
    assert ("Canada", "CAN", "name") in found.parties.rows()
    assert {"25%", "Monday"} <= {text.strip() for text in found.expressions["text"]}
    assert [(m.actor, m.lever, m.target, m.date, m.magnitude) for m in found.mentions] == [
        ("USA", "tariff", "CAN", "2025-03-03", (25.0, "percent"))
    ]
    assert any(verdict.startswith("rejected") for verdict in found.candidates["verdict"])


def test_a_sentence_without_events_says_so():
    result = CliRunner().invoke(app, ["explain", "The weather stays cold.", "--no-parse"])
    assert result.exit_code == 0
    assert "No mention" in result.output


def test_acts_before_1991_are_not_coded():
    now = explain("The United States imposed sanctions on Iran in 2018.", Source("2025-03-05")).mentions
    then = explain("The United States imposed sanctions on Iran in 1979.", Source("2025-03-05")).mentions
    assert ("sanctions" in {m.lever for m in now}, then) == (True, [])
    law = explain(
        "The United States imposed a tariff on Canada under the 1962 Trade Expansion Act.", Source("2025-03-05")
    )
    assert "tariff" in {m.lever for m in law.mentions}


def test_a_question_has_to_presuppose_its_act_and_a_tag_makes_none():
    needed = [
        explain(sentence, Source("2025-03-05")).threshold
        for sentence in (
            "Will you keep the tariffs on Mexico in force?",
            "We get along very well with Australia, right?",
            "We keep the tariffs on Mexico in force.",
        )
    ]
    assert needed[0] > needed[1] == needed[2]
