"""Which date expression of a sentence governs a mention: a rule of grammar proposes, a fitted model decides."""

import datetime as dt
import re
from collections.abc import Sequence

from pipelines.extract.dates import Expression, dates_of
from pipelines.extract.effective import effective_date
from pipelines.extract.features import Scene, label, path
from pipelines.extract.hashing import Hashes, hashed
from pipelines.extract.linear import Batch, Linear
from pipelines.extract.roles import chain, distance, token_at, verb_of
from pipelines.extract.triggers import Trigger
from schemas.edtf import bounds

STARTING = ("starting", "beginning", "effective")
HEADING_WORDS = 12
WHEN = re.compile(r"\b(?:in|on|since|during|from|until)\s+$", re.IGNORECASE)
LENIENT = -0.6  # log-odds needed of a date that grammar puts beside the act
LAGS = (-60, -1, 0, 1, 8, 45, 400)  # days from the date to publication


def modifies(scene: Scene, expression: Expression, trigger: Trigger, status: str) -> bool:
    """Tell whether a date modifies the trigger's own noun or verb, or the clause that the trigger stands in."""
    parse, head = scene.parse, trigger.head
    token = token_at(parse, expression.start)
    above = chain(parse, token)
    own, verb = verb_of(parse, token), verb_of(parse, head)
    is_fronted = token < HEADING_WORDS and own >= 0 and parse.heads[own] == own
    if own < 0 or verb < 0 or own in (verb, head):
        return True
    if head in above:  # the date lies below the trigger: in its own participle, or in a clause that tells another act
        between = above[: above.index(head)]
        clauses = [parse.deps[i] for i in between if parse.tags[i].startswith("VB")]
        return clauses in ([], ["acl"]) and status != "reversed"
    if parse.words[own].lower() in STARTING:
        return verb in above
    if own in chain(parse, head):
        return parse.deps[verb] in ("xcomp", "ccomp", "acl", "pcomp") or (is_fronted and parse.deps[verb] != "relcl")
    return is_fronted or (parse.deps[own] == "conj" and parse.heads[own] == verb and expression.edtf[:2] != "..")


def _form(edtf: str) -> str:
    """Return what kind of date it is: open, span, or how precise."""
    if ".." in edtf:
        return "until" if edtf.startswith("..") else "since"
    return "span" if "/" in edtf else f"p{len(edtf)}"


def _lag(edtf: str, published: dt.date | None) -> str:
    start = bounds(edtf).start or bounds(edtf).end
    if published is None or start is None:
        return "unknown"
    days = (published - start).days
    return str(next((limit for limit in LAGS if days <= limit), "older"))


def date_features(
    scene: Scene, trigger: Trigger, found: Sequence[Expression], published: dt.date | None, status: str
) -> list[Hashes]:
    """Return for each date expression the features that tell whether it governs the trigger."""
    parse = scene.parse
    tokens = [token_at(parse, one.start) for one in found]
    edges = [distance(parse, token, trigger.head) for token in tokens]
    ranks = {n: rank for rank, n in enumerate(sorted(range(len(found)), key=lambda n: (edges[n], n)))}
    return [
        hashed(
            _names(scene, trigger, one, status, f"{min(ranks[n], 3)}:{min(len(found), 4)}", _lag(one.edtf, published))
        )
        for n, one in enumerate(found)
    ]


def _names(scene: Scene, trigger: Trigger, one: Expression, status: str, rank: str, lag: str) -> list[str]:
    parse, head, token = scene.parse, trigger.head, token_at(scene.parse, one.start)
    rule, form = modifies(scene, one, trigger, status), _form(one.edtf)
    ups, downs, _ = path(parse, head, token)
    verb, own = verb_of(parse, head), verb_of(parse, token)
    low, high = sorted((token, head))
    verbs = sum(parse.tags[i].startswith("VB") for i in range(low + 1, high))
    before = parse.lemmas[token - 1] if token else "^"
    case = next((label(parse, i) for i in chain(parse, token) if parse.deps[i] in ("prep", "npadvmod", "mark")), "none")
    in_link = any(sign in scene.parse.text[max(0, one.start - 3) : one.start] for sign in ("(", "[", "/"))
    tag, side = parse.tags[head][:2], "before" if token < head else "after"
    tense = parse.tags[verb] if verb >= 0 else "-"
    names = [
        "bias", f"rule={rule}", f"rank={rank}", f"rule={rule}:rank={rank}", f"form={form}:rule={rule}",
        f"st={status}:rule={rule}", f"st={status}:form={form}", f"st={status}:lag={lag}", f"lag={lag}:rule={rule}",
        f"same={own == verb}:{side}", f"same={own == verb}:rank={rank}", f"verbs={min(verbs, 4)}:{side}",
        f"verbs={min(verbs, 4)}:rule={rule}", f"case={case}", f"case={case}:form={form}", f"case={case}:rule={rule}",
        f"b={before}", f"b={before}:form={form}", f"link={in_link}", f"g={scene.genre}:rule={rule}", f"g={scene.genre}:lag={lag}",
        f"p={'/'.join(ups[:4])}|{'/'.join(downs[:4])}", f"up={'/'.join(ups[:3])}", f"down={'/'.join(downs[:3])}:{tag}",
        f"tense={tense}:lag={lag}", f"tag={tag}:rule={rule}", f"t={trigger.phrase}", f"t={trigger.phrase}:{form}",
        f"own={parse.lemmas[own] if own >= 0 else '-'}", f"fronted={token < HEADING_WORDS}:{side}:{own == verb}",
    ]  # fmt: skip
    return [*names, f"lag={lag}:form={form}", f"rule={rule}:verbs={min(verbs, 4)}:rank={rank}"]


def date_of(scene: Scene, trigger: Trigger, lever: str, status: str, published: dt.date | None, model: Linear) -> str:
    """Return the EDTF date that governs a mention, empty if none does."""
    found = dates_of(scene.parse.text, published)
    if not found:
        return ""
    if law := effective_date(scene.parse.text, found, lever):
        return law
    logits = Batch.of(date_features(scene, trigger, found, published, status)).logits(lever, (model,))[0]
    best = max(range(len(found)), key=lambda n: (logits[n], -n))
    needed = LENIENT if modifies(scene, found[best], trigger, status) else 0.0
    return found[best].edtf if logits[best] > needed else ""


def is_before(
    scene: Scene, trigger: Trigger, status: str, date: str, published: dt.date | None, first: dt.date
) -> bool:
    """Tell whether an act falls before a day: by its date, or by when its clause says that it was, whatever the model says.

    The year of a law or a treaty ("the 1951 treaty") is no time of an act.
    """
    if date:
        return _ends_before(date, first)
    text = scene.parse.text
    told = (
        one for one in dates_of(text, published) if WHEN.search(text[: one.start]) and _ends_before(one.edtf, first)
    )
    return any(modifies(scene, one, trigger, status) for one in told)


def _ends_before(date: str, first: dt.date) -> bool:
    end = bounds(date).end
    return end is not None and end < first
