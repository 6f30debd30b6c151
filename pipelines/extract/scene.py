"""Puts a sentence together for coding: its parse, the parties in it and around it, and the facts of its document."""

import re
from bisect import bisect_left, bisect_right

from pipelines.extract.context import Context, Source
from pipelines.extract.features import Node, Scene
from pipelines.extract.parties import Party
from pipelines.parse import Parse, lemma

CONTENT = ("NN", "VB", "JJ", "RB", "CD", "MD")
TITLE_WORD = re.compile(r"[A-Za-z]{4,}")
MAX_AROUND = 4


def _node(parse: Parse, party: Party) -> Node:
    first = max(0, bisect_right(parse.starts, party.start) - 1)
    last = max(first, bisect_left(parse.starts, party.end) - 1)
    inside = range(first, last + 1)
    token = next((i for i in inside if parse.heads[i] not in inside or parse.heads[i] == i), last)
    return Node(party, token, first, last)


def around(context: Context, present: list[Party]) -> list[Party]:
    """Return the parties outside the sentence that may still act or be acted on in it."""
    named = {party.code for party in present if party.kind not in ("pronoun", "office")}
    found: dict[str, str] = {}
    if context.source.voice:
        found[context.source.voice] = "voice"
    elif "USA" not in named:
        found["USA"] = "default"
    for kind, parties in (("title", context.title), ("previous", context.before)):
        for party in parties[:MAX_AROUND]:
            if party.code not in named:
                found.setdefault(party.code, kind)
    outside = [Party(code, -1, -1, kind) for code, kind in found.items()]
    return [*outside, Party("WORLD", -1, -1, "world")] if "WORLD" not in named else outside


def scene_of(parse: Parse, present: list[Party], context: Context) -> Scene:
    """Return the scene of a parsed sentence; `present` comes from `Context.step`."""
    nodes = [_node(parse, party) for party in present]
    nodes += [Node(party, -1, -1, -1) for party in around(context, present)]
    masked = {i for node in nodes if node.token >= 0 for i in range(node.first, node.last + 1)}
    bag = {parse.lemmas[i] for i in range(len(parse)) if parse.tags[i].startswith(CONTENT) and i not in masked}
    title = {lemma(word) for word in TITLE_WORD.findall(context.source.title)}
    root = next((i for i in range(len(parse)) if parse.heads[i] == i), 0)
    bags = tuple(sorted(bag)), tuple(sorted(title))
    return Scene(parse, tuple(nodes), context.source.genre, *bags, root, context.heading, tuple(context.title))


def scene_alone(parse: Parse, source: Source) -> Scene:
    """Return the scene of a parsed sentence that is all there is of its document."""
    context = Context.of(source)
    return scene_of(parse, context.step(parse.text), context)
