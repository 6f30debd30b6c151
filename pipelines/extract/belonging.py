"""What tells whether a quantity belongs to a mention: where it stands, what it counts, and what else could claim it."""

import re
from collections.abc import Sequence

import numpy as np

from pipelines.extract.around import Around, Rows, places, ranks, role_of, verbs_between
from pipelines.extract.features import Scene
from pipelines.extract.magnitude import Quantity
from pipelines.extract.quantities import fitting, measured
from pipelines.extract.roles import token_at, verb_of
from pipelines.extract.triples import Candidate
from pipelines.parse import Parse

CHANGE_FROM = re.compile(r"\b(?:from|previous|up from|down from|its|earlier|than|instead of)\s+$", re.IGNORECASE)
FEATURES = (
    "edges_to_trigger", "rank_by_trigger", "words_to_trigger", "same_clause", "governed_by_trigger", "edges_to_target",
    "words_to_target", "rank_by_target", "edges_to_actor", "words_to_actor", "names_target_next", "names_other_next",
    "parties_between_target", "edges_to_other_lever", "nearer_other_lever", "others_of_lever", "place_less_target_place",
    "unit", "unit_rank", "lever", "listed", "fits_lever", "fitting", "same_unit", "changes_from", "is_zero", "size",
    "in_brackets", "stance", "status", "verbs_between", "prose", "role_place", "role_label", "subject_is_actor",
    "clause_names_target",
)  # fmt: skip


def _head(parse: Parse, quantity: Quantity) -> int:
    """Return the token that a quantity hangs by: its noun, or the number itself."""
    first, last = token_at(parse, quantity.start), token_at(parse, max(quantity.start, quantity.end - 1))
    inside = range(first, last + 1)
    return next((token for token in inside if parse.heads[token] not in inside), first)


def rows_of(
    scene: Scene, candidate: Candidate, fields: dict[str, str], likely: Sequence[Candidate]
) -> tuple[list[Quantity], Rows]:
    """Return the quantities that can measure a mention, and what the trees see of each, in the order of `FEATURES`.

    `likely` are the candidates published from the sentence: what belongs to them is not this one's.
    """
    found, at = fitting(scene, candidate.reading.lever), Around(scene, candidate, likely)
    heads = [_head(scene.parse, one) for one in found]
    triggers, targets = ([at.edges(head, place) for head in heads] for place in (at.trigger, at.target))
    both = zip(ranks(triggers), ranks(targets), strict=True)
    rows = [_row(scene, at, one, head, rank, fields, found) for one, head, rank in zip(found, heads, both, strict=True)]
    return found, np.array(rows, np.float64).reshape(-1, len(FEATURES))


def _row(
    scene: Scene,
    at: Around,
    one: Quantity,
    head: int,
    rank: tuple[int, int],
    fields: dict[str, str],
    found: Sequence[Quantity],
) -> list[float]:
    parse, units = scene.parse, measured()[at.lever]
    alike = [two for two in found if two.unit == one.unit]
    follows = at.next_party(one.end)
    order = alike.index(one) - at.mates.index(at.target) if at.target in at.mates else np.nan
    return [
        at.edges(head, at.trigger), rank[0], head - at.trigger, verb_of(parse, head) == at.verb, parse.heads[head] == at.trigger,
        at.edges(head, at.target), head - at.target if at.target >= 0 else np.nan, rank[1],
        at.edges(head, at.actor), head - at.actor if at.actor >= 0 else np.nan,
        follows == at.code, follows not in ("", at.code), at.between(head, at.target),
        *at.nearer_other(head), len(at.mates), order,
        places("units", "unit")[one.unit], units.index(one.unit), places("levers", "lever")[at.lever],
        one.is_listed, not one.levers or at.lever in one.levers, len(found), len(alike),
        bool(CHANGE_FROM.search(parse.text[max(0, one.start - 14) : one.start])), one.value == 0, np.log10(one.value + 1),
        parse.text[: one.start].count("(") > parse.text[: one.start].count(")"),
        places("stances", "stance")[fields["stance"]], places("statuses", "status")[fields["status"]],
        verbs_between(parse, head, at.trigger), scene.genre == "prose",
        *role_of(parse, head, at.trigger), at.subject(head), at.clause_names_target(head),
    ]  # fmt: skip
