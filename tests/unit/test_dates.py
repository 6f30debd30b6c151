"""Date expressions: one line a form, and the forms that must give nothing."""

import datetime as dt

import pytest

from pipelines.explain import explain
from pipelines.extract.context import Source
from pipelines.extract.dates import find_dates
from pipelines.extract.effective import effective_date
from pipelines.flat import flatten

PUBLISHED = dt.date(2025, 4, 9)  # a Wednesday
CASES = [
    ("On April 5, 2025, the duties took effect.", "2025-04-05"),
    ("Egypt will host a summit on 27 February.", "2025-02-27"),
    ("The duties take effect on May 1.", "2025-05-01"),
    ("The talks took place in July.", "2024-07"),
    ("Talks were held March 23-25 in Riyadh.", "2025-03-23/2025-03-25"),
    ("From January 20 to February 3, 2026, they met.", "2026-01-20/2026-02-03"),
    ("In June 2025 the order was signed.", "2025-06"),
    ("The pact was signed in 2006.", "2006"),
    ("It cut aid early in 2025.", "2025-01/2025-03"),
    ("It cut aid in late 2024.", "2024-10/2024-12"),
    ("In mid-2025 it left.", "2025-05/2025-08"),
    ("By early 2026 they had left.", "../2026-03"),
    ("By January 2026, they had left.", "../2026-01"),
    ("Since February 2025 aid has stopped.", "2025-02/.."),
    ("He signed it today.", "2025-04-09"),
    ("Yesterday he signed it.", "2025-04-08"),
    ("Strikes hit the port last night.", "2025-04-08"),
    ("Overnight drones struck Kyiv.", "2025-04-09"),
    ("He met them on Monday.", "2025-04-07"),
    ("Duties start next Friday.", "2025-04-11"),
    ("Last week he called.", "2025-03-31/2025-04-06"),
    ("Last month they agreed.", "2025-03"),
    ("This year they will train.", "2025"),
    ("They met this summer.", "2024-22"),
    ("In the summer of 2025 they met.", "2025-22"),
    ("In the third quarter of 2025 exports fell.", "2025-07/2025-09"),
    ("In fiscal year 2026 it pays more.", "2025-10/2026-09"),
    ("Two days ago it fired.", "2025-04-07"),
    ("Within 90 days agencies report.", "../2025-07-08"),
    ("In his first term he left.", "2017-01/2021-01"),
    ("The Biden administration refused.", "2021-01/2025-01"),
    ("He restored it upon returning to office.", "2025-01"),
    ("The exemption was granted in March.", "2025-03"),
    ("In May the secretary spoke.", "2024-05"),
    ("On 30 October they met.", "2024-10-30"),
    ("The rate will rise on 1 August.", "2025-08-01"),
    ("They agreed last November.", "2024-11"),
    ("The tariffs take effect 21 days after signing.", "2025-04-30"),
    ("He said so (4/2/25) on television.", "2025-04-02"),
    ("This past weekend they signed.", "2025-04-05/2025-04-06"),
    ("Beginning in 2019, partners taxed it.", "2019/.."),
    ("It answers an attack of the previous day.", "2025-04-08"),
    ("It fired twelve days ago.", "2025-03-28"),
    ("They invest it in the next six months.", "../2025-10"),
    ("Agencies report within six months.", "../2025-10"),
    ("Offsets run from May 1, 2026, through April 30, 2027.", "2026-05-01/2027-04-30"),
    ("It was held from May to November 2024.", "2024-05/2024-11"),
    ("It lists a sale (March) and a visit.", "2025-03"),
    ("Frozen since the previous summer, the list was revived.", "2024-22/.."),
    ("Since the start of the year they have met.", "2025-01/.."),
    ("He struck them on Liberation Day.", "2025-04-02"),
    ("Under the Trade Act of 1974 duties will start on August 1.", "2025-08-01"),
    ("It has resisted since January.", "2025-01/.."),
    ("By September troops will leave.", "../2025-09"),
    ("In late February it doubled them.", "2025-02"),
    ("Give an answer by Friday.", "../2025-04-11"),
    ("On Monday he said that he will retaliate.", "2025-04-07"),
    ("On Friday the EU will vote.", "2025-04-11"),
    ("He met them on Thursday, 3 April.", "2025-04-03"),
    ("Last winter gas ran short.", "2024-24"),
    ("Next summer they meet.", "2025-22"),
    ("They leave by the end of 2035.", "../2035-12"),
    ("They leave by the end of the year.", "../2025-12"),
    ("From 8 to 12 March they trained.", "2025-03-08/2025-03-12"),
    ("From December 28 to January 3, 2026, they met.", "2025-12-28/2026-01-03"),
    ("In March last year it agreed.", "2024-03"),
    ("On the 8th of March it agreed.", "2025-03-08"),
    ("As of 2025-03-08 it applies.", "2025-03-08"),
    ("It has grown since early 2025.", "2025-01/.."),
    ("They struck it a day after Russia bombed Kyiv.", "2025-04-08"),
    ("On the morning after Russia bombed Kyiv, they answered.", "2025-04-08"),
    ("It announces that it will quit in six months.", "2025-10"),
    ("The ban will end after two weeks.", "2025-04-21/2025-04-27"),
    ("In the past three days it sent missiles.", "2025-04-07/2025-04-09"),
    ("It closes the border from midnight on Friday.", "2025-04-11"),
    ("It announces duties from June.", "2025-06"),
    ("Sanctions return within 180 days.", "../2025-10-06"),
    ("It joins as of New Year's Day.", "2025-01-01"),
    ("Since the beginning of March it has struck ports.", "2025-03/.."),
]
NOTHING = [
    "The pause lasts until July 9.",
    "Spending rose by 2025 billion dollars.",
    "It may leave.",
    "The Trade Expansion Act of 1962 allows it.",
    "For the past 75 years allies relied on it.",
    "Recent talks failed.",
    "Over the past year it grew.",
    "Until Friday Germany refused.",
    "Until March Germany refused.",
    "They march on.",
    "On May 00 nothing happened.",
    "For the first time in three years they met.",
    "Three days after that it fell.",
    "It shall enter into force 60 days after the date of the exchange.",
    "The waiver will be effective 20 days after it has been sent.",
    "It cut the stay to 30 days after resuming cooperation.",
    "They will never have it, and we did it in three months.",
]


@pytest.mark.parametrize(("text", "edtf"), CASES, ids=[edtf + " " + text[:30] for text, edtf in CASES])
def test_an_expression_gives_what_it_says(text, edtf):
    assert [one.edtf for one in find_dates(flatten(text), PUBLISHED)][:1] == [edtf]


@pytest.mark.parametrize("text", NOTHING)
def test_what_dates_nothing_gives_nothing(text):
    assert find_dates(flatten(text), PUBLISHED) == []


def test_without_a_publication_date_relative_expressions_give_nothing():
    assert find_dates("He met them on Monday and again yesterday.", None) == []


def test_a_month_takes_the_year_that_the_sentence_gave():
    text = "In April 2017 it imposed duties, and in September it announced more."
    assert [one.edtf for one in find_dates(flatten(text), PUBLISHED)] == ["2017-04", "2017-09"]


def test_where_something_began_is_no_year_for_a_later_day():
    text = "NATO has grown since 2014, and on March 8 it grew again."
    assert [one.edtf for one in find_dates(flatten(text), PUBLISHED)] == ["2014/..", "2025-03-08"]


GOVERNED = [
    ("In June 2018 the United States imposed tariffs on Canada.", "tariff", "2018-06"),
    ("On March 4, 2025, the United States imposed tariffs on Canada.", "tariff", "2025-03-04"),
    ("The United States, which left the pact in 2017, imposed tariffs on Canada.", "tariff", ""),
    (
        "These rates of duty shall apply to imports from Canada on or after 12:01 a.m. eastern time on June 1, 2018.",
        "tariff",
        "2018-06-01",
    ),
]


@pytest.mark.parametrize(("text", "lever", "edtf"), GOVERNED, ids=[text[:40] for text, _, _ in GOVERNED])
def test_a_date_belongs_to_its_own_clause(text, lever, edtf):
    found = explain(text, Source("2025-04-09")).mentions
    assert [one.date for one in found if (one.lever, one.target) == (lever, "CAN")] == [edtf]


def test_what_came_later_counts_from_the_day_that_the_sentence_gives():
    def read(text):
        return [one.edtf for one in find_dates(text, PUBLISHED)]

    assert read("It signed on September 15, 2021, and recalled them two days later.") == ["2021-09-15", "2021-09-17"]
    assert read("On 4 March it paused; the following day it shared nothing.") == ["2025-03-04", "2025-03-05"]
    assert read("Two days later it recalled them.") == []
    assert read("In 2017 it withheld aid, only to release it a year later.") == ["2017", "2018"]
    assert read("In May 2024 it left, and two months later it returned.") == ["2024-05", "2024-07"]
    assert read("On 22 March it left the one, and on the 27th the other.") == ["2025-03-22", "2025-03-27"]
    assert read("In 2018, on August 1 of that year, it doubled them.") == ["2018", "2018-08-01"]
    assert read("On August 1 of that year it doubled them.") == []


LAW = [
    ("On or after 12:01 a.m. eastern daylight time on July 31, 2026, the rate is 15 percent.", "2026-07-31"),
    ("He imposed duties, effective August 19, 2026, on dairy.", "2026-08-19"),
    ("The duty is in force on or after midnight local time on May 3, 2025.", "2025-05-03"),
    ("The law covers who arrived on or after January 1, 1995.", ""),
    ("The rate holds for all goods except those entered on or after 12:01 a.m. eastern time on May 3, 2025.", ""),
    ("It was effective June 1, 2018, and the other effective July 1, 2018.", ""),
    ("He signed it on August 19, 2026.", ""),
]


@pytest.mark.parametrize(("text", "edtf"), LAW, ids=[text[:40] for text, _ in LAW])
def test_law_states_from_when_a_duty_is_in_force(text, edtf):
    assert effective_date(text, find_dates(text, PUBLISHED), "tariff") == edtf
    assert effective_date(text, find_dates(text, PUBLISHED), "criticism") == ""
