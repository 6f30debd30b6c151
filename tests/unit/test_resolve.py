"""One real act is one event however often it is told, and two acts stay two."""

import datetime as dt

import lightgbm
import numpy as np
import polars as pl
import pytest

from pipelines.learn.same_act import MORE, fit_judge, write_judge
from pipelines.resolve.compare import features, rules
from pipelines.resolve.explain_pair import explain_pair
from pipelines.resolve.model import matrix
from pipelines.resolve.tellings import tellings
from tests.tellings import resolved, tables

ORDER = "The order imposes a duty of 25 percent on lumber and potash from Canada."
SHEET = "The duty of 25 percent on lumber and potash from Canada answers the fentanyl crisis."
SAME = {
    "an order and its fact sheet two days later": [
        ("order", "2025-02-01", {"evidence": ORDER}),
        ("sheet", "2025-02-03", {"evidence": SHEET}),
    ],
    "news of the day and a report that gives the day": [
        ("news", "2025-02-01", {"status": "announced"}),
        ("report", "2025-02-09", {"date": "2025-02-01"}),
    ],
    "announced and told as done": [
        ("a", "2025-02-01", {"status": "announced", "evidence": ORDER}),
        ("b", "2025-02-01", {"status": "enacted", "evidence": SHEET}),
    ],
    "twice in one document": [
        ("a", "2025-02-01", {}),
        ("a", "2025-02-01", {"start": 40, "evidence": "The duties stand."}),
    ],
    "two time zones": [
        ("a", "2025-02-02", {"date": "2025-02-01", "evidence": ORDER}),
        ("b", "2025-02-02", {"date": "2025-02-02", "evidence": SHEET}),
    ],
    "a month and a day in it, same quantity": [
        ("a", "2025-02-05", {"date": "2025-02-01", "magnitude_value": 25.0, "magnitude_unit": "percent"}),
        ("b", "2025-03-05", {"date": "2025-02", "magnitude_value": 25.0, "magnitude_unit": "percent"}),
    ],
}
OTHER = {
    "a threat and its execution": [("a", "2025-02-01", {"status": "threatened"}), ("b", "2025-02-02", {})],
    "a measure and its suspension": [
        ("a", "2025-02-01", {"evidence": ORDER}),
        ("b", "2025-02-03", {"status": "reversed", "stance": "support", "evidence": "The duties wait for a month."}),
    ],
    "stated days a week apart": [
        ("a", "2025-02-01", {"date": "2025-02-01"}),
        ("b", "2025-02-09", {"date": "2025-02-08"}),
    ],
    "another target": [("a", "2025-02-01", {}), ("b", "2025-02-01", {"target": "MEX"})],
    "two rates within a week, nothing else shared": [
        ("a", "2025-02-01", {"magnitude_value": 25.0, "magnitude_unit": "percent", "evidence": "A duty on lumber."}),
        ("b", "2025-02-06", {"magnitude_value": 50.0, "magnitude_unit": "percent", "evidence": "Copper will pay."}),
    ],
    "half a year apart, nothing else shared": [
        ("a", "2025-02-01", {"evidence": "A duty on lumber."}),
        ("b", "2025-08-01", {"evidence": "Copper will pay."}),
    ],
}


@pytest.mark.parametrize("told", SAME.values(), ids=SAME)
def test_one_act_is_one_event(told):
    made, _, _ = resolved(told)
    assert made.events.height == 1
    assert made.events["n_mentions"][0] == len(told)
    assert made.events["n_documents"][0] == len({name for name, _, _ in told})


@pytest.mark.parametrize("told", OTHER.values(), ids=OTHER)
def test_two_acts_are_two_events(told):
    assert resolved(told)[0].events.height == 2


def test_a_common_report_joins_no_two_days():
    strikes = [(f"d{day}", f"2025-06-{day:02}", {"lever": "military_force", "target": "IRN", "date": f"2025-06-{day:02}"})
               for day in (13, 16, 20)]  # fmt: skip
    undated = ("late", "2025-06-21", {"lever": "military_force", "target": "IRN"})
    made, _, _ = resolved([*strikes, undated])
    assert made.events["date"].to_list().count("") <= 1
    assert {"2025-06-13", "2025-06-16", "2025-06-20"} <= set(made.events["date"])


def test_patterns_are_rows_of_their_own_and_forecasts_are_no_events():
    told = [
        ("a", "2025-02-01", {"granularity": "pattern"}),
        ("b", "2025-09-01", {"granularity": "pattern"}),
        ("c", "2025-02-01", {}),
        ("d", "2025-02-01", {"status": "speculative"}),
    ]
    made, _, _ = resolved(told)
    assert sorted(made.events.select("granularity", "n_mentions").iter_rows()) == [("act", 1), ("pattern", 2)]


def test_the_event_takes_the_surest_status_the_stated_date_and_the_first_report():
    told = [
        ("a", "2025-02-02", {"status": "announced", "confidence": 0.5}),
        ("b", "2025-02-03", {"date": "2025-02-01", "status": "enacted", "confidence": 0.8}),
    ]
    row = resolved(told)[0].events.row(0, named=True)
    assert (row["status"], row["date"], row["date_basis"], row["confidence"]) == ("enacted", "2025-02-01", "text", 0.8)
    assert (row["first_reported"], row["last_reported"]) == ("2025-02-02", "2025-02-03")
    assert (row["ally"], row["actor_relation"], row["target_relation"]) == ("CAN", "self", "ally")


def test_many_tellings_outvote_a_sure_one():
    told = [
        ("a", "2025-02-01", {"status": "announced", "confidence": 0.6, "evidence": ORDER}),
        ("b", "2025-02-01", {"status": "announced", "confidence": 0.6, "evidence": ORDER}),
        ("c", "2025-02-01", {"status": "enacted", "confidence": 0.8, "evidence": ORDER}),
    ]
    assert resolved(told)[0].events.select("status", "n_mentions").rows() == [("announced", 3)]


def test_a_rate_that_is_put_right_within_days_is_not_kept_apart_by_a_rule():
    rates = [("a", "2025-02-01", 25.0), ("b", "2025-02-03", 30.0)]
    told = [(name, day, {"magnitude_value": rate, "magnitude_unit": "percent"}) for name, day, rate in rates]
    _, mentions, documents = resolved(told)
    assert explain_pair(*mentions["mention_id"], mentions, documents)[0].height == features().height


def test_an_undated_act_is_bounded_by_its_first_report_however_often_later_ones_tell_it():
    told = [("a", "2025-02-01", {}), *((f"b{n}", "2025-02-20", {}) for n in range(3))]
    found = resolved(told)[0].events
    assert [str(day) for day in found["date_end"]] == ["2025-02-01"]


def test_a_month_in_which_the_first_report_lies_is_trusted():
    told = [("a", "2025-02-20", {"date": "2025-02"}), *((f"b{n}", "2025-02-21", {}) for n in range(2))]
    assert resolved(told)[0].events["date"].to_list() == ["2025-02"]


def test_what_a_person_decided_outvotes_the_coder():
    decided = {"status": "announced", "date": "2025-02-03", "confidence": 1.0, "correction_id": "X-1"}
    coded = {"status": "enacted", "date": "2025-02-04", "confidence": 0.9}
    told = [("a", "2025-02-04", decided), ("b", "2025-02-04", coded), ("c", "2025-02-04", coded)]
    row = resolved(told)[0].events.row(0, named=True)
    assert (row["n_mentions"], row["status"], row["date"]) == (3, "announced", "2025-02-03")


def test_the_evidence_is_taken_from_words_that_may_be_shown():
    told = [
        ("a", "2025-02-01", {"rights_code": "link_only", "confidence": 0.9}),
        ("b", "2025-02-01", {"confidence": 0.8}),
    ]
    made, mentions, _ = resolved(told)
    best = mentions.join(made.events, on="mention_id", how="semi").row(0, named=True)
    assert (made.events.height, best["rights_code"]) == (1, "open_licence")


@pytest.mark.parametrize(
    ("others", "expected"), [((25.0, 25.0), 25.0), ((25.0, 10.0), None)], ids=["they agree", "they do not"]
)
def test_a_quantity_is_borrowed_where_the_others_agree(others, expected):
    told = [("a", "2025-02-01", {"confidence": 0.9})]
    told += [
        (f"b{n}", "2025-02-01", {"confidence": 0.5, "magnitude_value": value, "magnitude_unit": "percent"})
        for n, value in enumerate(others)
    ]
    assert resolved(told)[0].events["magnitude_value"].to_list() == [expected]


def test_every_part_of_an_event_names_the_mention_that_it_comes_from():
    told = [
        ("best", "2025-02-02", {"confidence": 0.9}),
        ("dated", "2025-02-02", {"confidence": 0.5, "date": "2025-02-01"}),
        ("sized", "2025-02-03", {"confidence": 0.5, "magnitude_value": 25.0, "magnitude_unit": "percent"}),
        ("again", "2025-02-03", {"confidence": 0.4}),
    ]
    made, mentions, _ = resolved(told)
    given = made.event_mentions.join(mentions, on="mention_id").select("source_key", "gives").rows()
    assert made.events.height == 1
    assert dict(given) == {"best": "evidence", "dated": "date", "sized": "magnitude", "again": None}


@pytest.mark.parametrize(
    ("actor", "target", "is_event"),
    [("RUS", "MLI", False), ("SDN", "ETH", False), ("RUS", "UKR", True), ("IRN", "WORLD", True), ("USA", "MLI", True)],
)
def test_acts_among_strangers_are_no_events(actor, target, is_event):
    made = resolved([("a", "2025-02-01", {"actor": actor, "target": target, "lever": "criticism"})])[0]
    assert (made.events.height, made.event_mentions.height) == (int(is_event), int(is_event))


def test_rates_keep_acts_apart_though_a_third_report_is_like_both():
    percent = {"magnitude_unit": "percent"}
    told = [
        ("a", "2025-03-01", {**percent, "magnitude_value": 10.0}),
        ("b", "2025-03-06", {}),
        ("c", "2025-03-11", {**percent, "magnitude_value": 25.0}),
    ]
    made, mentions, _ = resolved(told)
    event = dict(made.event_mentions.join(mentions, on="mention_id").select("source_key", "event_id").iter_rows())
    assert event["a"] != event["c"]


def test_every_pair_is_explained():
    told = [("a", "2025-02-01", {"evidence": ORDER}), ("b", "2025-02-03", {"evidence": SHEET})]
    _, mentions, documents = resolved(told)
    table, verdict = explain_pair(*mentions["mention_id"], mentions, documents)
    assert "one act" in verdict
    assert set(table["feature"]) == set(features()["feature"])
    assert table.select("log_odds", "says").null_count().row(0) == (0, 0)
    with pytest.raises(ValueError, match="tells no act"):
        explain_pair("M-NONE", mentions["mention_id"][0], mentions, documents)


BROKEN = {
    "the texts give two rates or two numbers of people": "two rates within a week, nothing else shared",
    "the texts give two days": "stated days a week apart",
    "one is a threat or a demand where the other is not": "a threat and its execution",
}


@pytest.mark.parametrize(("rule", "case"), BROKEN.items())
def test_a_rule_that_keeps_two_tellings_apart_is_named(rule, case):
    _, mentions, documents = resolved(OTHER[case])
    table, verdict = explain_pair(*mentions["mention_id"], mentions, documents)
    assert rule in rules()
    assert rule in verdict
    assert table.is_empty()


@pytest.mark.parametrize(
    ("date", "day"), [("2025-01-30", dt.date(2025, 1, 30)), ("2024-11", None), ("2024-11-05", None)]
)
def test_an_undated_mention_takes_the_day_of_its_document_if_the_document_is_about_that_day(date, day):
    told = [("a", "2025-02-01", {"date": date}), ("a", "2025-02-01", {"start": 100})]
    found = tellings(*tables(told)).join(tables(told)[0].select("mention_id", "evidence_start"), on="mention_id")
    assert found.filter(pl.col("evidence_start") == 100)["text_start"].to_list() == [day]


def judged_pairs(is_same, count=400):
    """Return pairs measured at random, of which `is_same` tells from the likeness of the texts whether they are one act."""
    numbers = np.random.default_rng(1)
    table = pl.DataFrame({name: numbers.random(count) for name in features()["feature"]})
    return table.with_columns(same=is_same(pl.col("texts_alike")))


def test_a_judge_of_pairs_is_gone_on_from_gently(tmp_path):
    labels, others = judged_pairs(lambda alike: alike > 0.5), judged_pairs(lambda alike: alike > 0.8)
    write_judge(fit_judge(labels), tmp_path / "judge.txt")
    before = lightgbm.Booster(model_file=str(tmp_path / "judge.txt"))
    after = fit_judge(others, tmp_path / "judge.txt")
    assert before.num_trees() < after.num_trees() <= before.num_trees() + MORE
    unlike, between, alike = (judged_pairs(lambda one: one > 0).with_columns(texts_alike=n) for n in (0.1, 0.65, 0.9))
    was, now = ([one.predict(matrix(x)).mean() for x in (unlike, between, alike)] for one in (before, after))
    assert now[1] < was[1] - 0.1, "what the new pairs say is learnt"
    assert now[0] < 0.1
    assert now[2] > 0.9, "what both say stays"
