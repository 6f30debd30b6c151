"""Four static figures, SVG and PNG with the data beside them; the finding stands in the title."""

from pathlib import Path
from typing import Any

import altair as alt
import polars as pl
import vl_convert as vlc

from schemas import codebook
from warehouse import store
from warehouse.database import query

WIDTH, HEIGHT, SCALE = 720, 380, 2.0
PALETTE = [
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#999999",
]  # Okabe and Ito: told apart without red or green
STANCES = {"pressure": "#d55e00", "support": "#0072b2", "neutral": "#999999"}
SPAN = "-24mo"  # what the figures over time show, up to the newest report
LEVERS = 5
ALLIES = 15


def _top(frame: pl.DataFrame, column: str, n: int) -> list[str]:
    counted = frame.group_by(column).len().sort("len", column, descending=[True, False])
    return [str(value) for value in counted[column].head(n)]


def _titled(chart: Any, title: str, subtitle: str) -> dict[str, Any]:  # noqa: ANN401  altair's chart types are unions
    text = alt.TitleParams(title, subtitle=subtitle, anchor="start", fontSize=16, subtitleFontSize=12)
    done: dict[str, Any] = chart.properties(title=text).configure_axis(labelFontSize=11, titleFontSize=12).to_dict()
    return done


def _newest(events: pl.DataFrame) -> pl.Expr:
    """Return the month of the newest report: acts are dated beyond it where they are yet to take effect."""
    newest = str(events["last_reported"].max() or "")[:7]
    return pl.lit(f"{newest}-01" if len(newest) == 7 else "9999-01-01").str.to_date()


def over_time(events: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Events with an ally by month and lever, the five most used and the rest."""
    dated = events.filter(pl.col("event_on").is_not_null()).with_columns(month=pl.col("event_on").dt.truncate("1mo"))
    top = _top(dated, "lever", LEVERS)
    named = dated.with_columns(
        lever=pl.when(pl.col("lever").is_in(top)).then(pl.col("lever")).otherwise(pl.lit("other"))
    )
    data = named.group_by("month", "lever").agg(events=pl.len()).sort("month", "lever")
    newest = _newest(events)
    recent = data.filter(pl.col("month").is_between(newest.dt.offset_by(SPAN), newest))
    if recent.is_empty():
        recent = data
    peak = recent.group_by("month").agg(pl.col("events").sum()).sort("events", "month", descending=[True, False]).row(0)
    chart = alt.Chart(_data(recent)).mark_bar().encode(
        x=alt.X("month:T", title=None, timeUnit="yearmonth", axis=alt.Axis(format="%b %Y")),
        y=alt.Y("events:Q", title="events a month"),
        color=alt.Color("lever:N", scale=alt.Scale(domain=[*top, "other"], range=PALETTE), title="lever"),
        order=alt.Order("lever:N"),
    ).properties(width=WIDTH, height=HEIGHT)  # fmt: skip
    title = f"Most events with allies fell into {peak[0]:%B %Y}: {peak[1]} of {events.height}"
    return recent, _titled(
        chart, title, "Events with an ally by month of the act, or of its first report; last two years of the data"
    )


def ally_lever(events: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Heat map: how often each lever touched each of the allies named most."""
    names = dict(codebook.entities().select("entity", "name").iter_rows())
    top = _top(events, "ally", ALLIES)
    data = events.filter(pl.col("ally").is_in(top)).group_by("ally", "lever").agg(events=pl.len())
    data = data.with_columns(name=pl.col("ally").replace(names)).sort("ally", "lever")
    order = [names.get(code, code) for code in top]
    base = alt.Chart(_data(data)).encode(
        x=alt.X("lever:N", title=None, axis=alt.Axis(labelAngle=-40)), y=alt.Y("name:N", sort=order, title=None)
    )
    color = alt.Color("events:Q", scale=alt.Scale(scheme="blues", type="sqrt"), title="events")
    half = max(data["events"].to_list()) / 2
    ink = alt.condition(alt.datum.events > half, alt.value("white"), alt.value("#222"))
    chart = (
        base.mark_rect(stroke="white").encode(color=color)
        + base.mark_text(fontSize=10).encode(text="events:Q", color=ink)
    ).properties(width=WIDTH, height=24 * len(order))
    best = data.sort("events", "ally", "lever", descending=[True, False, False]).row(0, named=True)
    lever = best["lever"].replace("_", " ")
    title = f"{best['name']} and {lever}: no ally and lever meet more often ({best['events']} events)"
    return data, _titled(
        chart, title, f"Events by ally and lever, the {len(order)} allies named most; an empty cell: none was found"
    )


def ladder(steps: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The ladder of the ally with the longest one: how far its most used levers had gone, act by act."""
    usa = steps.filter(pl.col("actor") == "USA")
    known = usa.filter((pl.col("date_basis") == "document") | pl.col("date_precision").is_in(["day", "month"]))
    chosen = known if known.height else steps
    ally = _top(chosen, "ally", 1)[0]
    own = chosen.filter(pl.col("ally") == ally)
    data = own.filter(pl.col("lever").is_in(_top(own, "lever", 4))).select(
        "step_on", "lever", "status", "stance", "rung", "event_id"
    )
    newest = pl.col("step_on").quantile(0.98, "lower")  # a term in the far future is no place to look at
    data = data.filter(pl.col("step_on").is_between(newest.dt.offset_by(SPAN), newest)).sort("step_on", "event_id")
    ranks = codebook.table("statuses").with_columns(pl.col("rank").cast(pl.Int8)).sort("rank")
    order = [*reversed(ranks.filter(pl.col("rank") > 0)["status"].to_list())]
    chart = alt.Chart(_data(data)).mark_point(filled=True, size=70, opacity=0.8).encode(
        x=alt.X("step_on:T", title=None, axis=alt.Axis(format="%b %Y")),
        y=alt.Y("status:N", sort=order, title=None, scale=alt.Scale(domain=order)),
        color=alt.Color("stance:N", scale=alt.Scale(domain=list(STANCES), range=list(STANCES.values()))),
        shape=alt.Shape("lever:N"),
    ).properties(width=WIDTH, height=HEIGHT)  # fmt: skip
    name = dict(codebook.entities().select("entity", "name").iter_rows()).get(ally, ally)
    enacted = data.filter(pl.col("status") == "enacted").height
    title = f"{name}: {enacted} of {data.height} acts toward it were told as done"
    return data, _titled(
        chart, title, "Each mark is one act by its day, or by the day of its first report, and how far it had come"
    )


def by_source(coverage: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, Any]]:
    """Documents read and documents that tell events, by source."""
    data = coverage.group_by("source").agg(pl.col("n_read", "n_with_events").sum()).filter(pl.col("n_read") > 0)
    data = data.sort("n_read", "source", descending=[True, False]).head(12)
    long = data.unpivot(index="source", variable_name="count", value_name="documents").with_columns(
        count=pl.col("count").replace({"n_read": "read", "n_with_events": "tell an event"})
    )
    chart = alt.Chart(_data(long)).mark_bar().encode(
        x=alt.X("documents:Q", title="documents"),
        y=alt.Y("source:N", sort=data["source"].to_list(), title=None),
        yOffset="count:N",
        color=alt.Color("count:N", scale=alt.Scale(range=["#999999", "#0072b2"]), title=None),
    ).properties(width=WIDTH - 150, height=max(60, 34 * data.height))  # fmt: skip
    read, told = int(data["n_read"].sum()), int(data["n_with_events"].sum())
    title = f"{told} of {read} documents tell an event"
    return long.sort("source", "count"), _titled(
        chart, title, "Documents by source: read, and telling at least one event"
    )


def _data(frame: pl.DataFrame) -> Any:  # noqa: ANN401  altair's Data is untyped
    """Return rows for a chart, days as text."""
    return alt.Data(values=frame.with_columns(pl.selectors.date().cast(pl.String)).to_dicts())  # type: ignore[no-untyped-call]


def write_all(database: Path, folder: Path) -> list[str]:
    """Write the figures of a release; return the names of those that had data to show."""
    events = query(database, "SELECT * FROM alliance_events")
    steps = query(database, "SELECT * FROM ladder")
    coverage = query(database, "SELECT * FROM coverage")
    made = []
    for name, draw, frame in (
        ("events_over_time", over_time, events),
        ("ally_lever", ally_lever, events),
        ("ladder", ladder, steps),
        ("documents_by_source", by_source, coverage),
    ):
        if frame.is_empty():
            continue
        data, spec = draw(frame)
        if data.is_empty():  # documents that were all rejected: a picture of nothing cannot be drawn
            continue
        store.write_text(folder / f"{name}.csv", data.write_csv())
        store.write_text(folder / f"{name}.svg", vlc.vegalite_to_svg(spec))
        (folder / f"{name}.png").write_bytes(vlc.vegalite_to_png(spec, scale=SCALE))
        made.append(name)
    return made
