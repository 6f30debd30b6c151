"""Grammatical roles: what a party is to a trigger, in words a linguist would use, whatever the length of the path.

A role is `place:label:link`. The place says where the party stands: `mod` (it modifies the trigger: "Russian attack"),
`arg` (it hangs on the trigger: "tariffs on Canada"), `same` (it is an argument in the trigger's clause), `above` and
`below` (of a clause that holds the trigger's, or lies in it), `apart`. The label is its relation there (nsubj, poss,
prep_on ...). The link is how the two clauses hang together (xcomp, conj, relcl ...).
"""

from bisect import bisect_right
from dataclasses import dataclass

from pipelines.parse import Parse

MODIFIER = {"compound", "amod", "nmod", "appos", "nummod", "det", "quantmod", "npadvmod"}
NOUN = ("NN", "PRP", "CD", "DT", "WP")
VERB = ("VB", "MD")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The noun phrase of a token: its top token, the top's relation and governor, and how the token stands in it."""

    top: int
    label: str
    governor: int
    inner: str
    is_listed: bool


def chain(parse: Parse, index: int) -> list[int]:
    """Return the token and its ancestors up to the root; remembered, since every feature asks for it."""
    known = parse.chains.get(index)
    if known is None:
        known = [index]
        while parse.heads[known[-1]] != known[-1] and len(known) < 40:
            known.append(parse.heads[known[-1]])
        parse.chains[index] = known
    return known


def distance(parse: Parse, first: int, second: int) -> int:
    """Return the number of edges between two tokens."""
    up, down = chain(parse, first), chain(parse, second)
    for steps, token in enumerate(down):
        if token in up:
            return steps + up.index(token)
    return len(up) + len(down)


def token_at(parse: Parse, character: int) -> int:
    """Return the token that holds a character."""
    return max(0, bisect_right(parse.starts, character) - 1)


def verb_of(parse: Parse, index: int) -> int:
    """Return the nearest verb at or above a token, -1 if there is none."""
    return next((i for i in chain(parse, index) if parse.tags[i].startswith(VERB)), -1)


def phrase_of(parse: Parse, index: int, outer: bool = False) -> Phrase:
    """Climb from a token to the top of its noun phrase and of the list it is in; `outer` climbs possessives and "of" too."""
    inner, is_listed = "", False
    while parse.heads[index] != index:
        dep, head = parse.deps[index], parse.heads[index]
        if dep == "conj" and parse.tags[head].startswith((*NOUN, "JJ")):
            is_listed = True
        elif dep in MODIFIER or (outer and dep == "poss"):
            inner = inner or dep
        elif outer and dep == "pobj" and parse.lemmas[head] == "of" and parse.tags[parse.heads[head]].startswith("NN"):
            inner, head = inner or "of", parse.heads[head]
        else:
            break
        index = head
    dep, head = parse.deps[index], parse.heads[index]
    if dep == "pobj":
        return Phrase(index, f"{parse.deps[head]}_{parse.lemmas[head]}", parse.heads[head], inner, is_listed)
    return Phrase(index, dep, head, inner, is_listed)


def _link(parse: Parse, upper: int, lower: int) -> str:
    """Return the relation by which the lower clause hangs below the upper verb."""
    below = chain(parse, lower)
    return parse.deps[below[below.index(upper) - 1]]


def role(parse: Parse, phrase: Phrase, head: int) -> str:
    """Return the role of a phrase toward the trigger whose head token is `head`."""
    own = phrase_of(parse, head)
    if phrase.top in (head, own.top):
        return f"mod:{phrase.inner or 'self'}:"
    if phrase.governor in (head, own.top):
        return f"arg:{phrase.label}:"
    there, here = verb_of(parse, phrase.governor), verb_of(parse, head)
    depth = "" if phrase.governor == there else "n"  # it hangs on a noun of that clause, not on the verb
    if there == here:
        return f"same{depth}:{phrase.label}:{own.label}"
    if there >= 0 and here >= 0 and there in chain(parse, here):
        return f"above{depth}:{phrase.label}:{_link(parse, there, here)}"
    if there >= 0 and here >= 0 and here in chain(parse, there):
        return f"below{depth}:{phrase.label}:{_link(parse, here, there)}"
    return f"apart{depth}:{phrase.label}:"
