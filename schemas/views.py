"""What the columns of the SQL views mean that no table has, declared once for the database, the exports and the pages."""

from schemas.tables import BY_NAME

VIEW_COLUMNS = {
    "event_on": "First possible day of the act; where no text dates it, the day of its first document, which bounds it",
    "actor_name": "Who acts, by name",
    "target_name": "Toward whom, by name",
    "ally_name": "The ally, by name",
    "ally_role": "Whether the ally acts (actor) or is acted on (target)",
    "lever_name": "The instrument, by name",
    "lever_family": "Family of the lever: economic, security or diplomatic",
    "source": "Who published the document of the best evidence",
    "step_on": "First possible day of the act, or the day of its document where no text dates it",
    "rung": "Rank of its status on the ladder (table statuses); 0 where it was reversed",
    "furthest_rung": "Highest rung that this lever, actor, target and stance had reached by that day",
    "days_from_threat_to_force": "Days from threat to entry into force, where both are known to the day and in this order",
    "month": "First day of the month",
    "events": "Number of events",
    "pressure": "Of them those that put pressure on the target",
    "support": "Of them those that support the target",
    "neutral": "Of them those that do neither",
    "country": "The country that is acted on: the target, or a member of the group that is the target",
    "kind": "Kind of the country column: country, territory, group, organisation ...",
    "is_expanded": "True where the country stands for the group that it was a member of on that day",
}


def view_column(name: str) -> str:
    """Return what a column of a view means: as declared here, else as in the tables; raise KeyError if nothing does."""
    if name in VIEW_COLUMNS:
        return VIEW_COLUMNS[name]
    order = ("events", "mentions", "documents", *BY_NAME)
    found = [c.description for table in order for c in BY_NAME[table].columns if c.name == name]
    if not found:
        raise KeyError(f"no description of the column {name!r} of a view: add it to schemas/views.py")
    return found[0]
