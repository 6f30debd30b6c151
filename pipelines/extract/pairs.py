"""What the linear models see of two parties beside a trigger: whether the one acts on the other with it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.extract.features import Node, Scene, class_of, path, voice_of
from pipelines.extract.hashing import Hashes, hashed, tied
from pipelines.extract.roles import chain, phrase_of, role, verb_of
from pipelines.extract.triggers import Trigger
from pipelines.parse import Parse

LINKS = {"about", "after", "against", "although", "amid", "as", "because", "before", "despite", "during", "following", "for",
         "if", "over", "since", "than", "though", "to", "unless", "until", "when", "where", "while", "without"}  # fmt: skip
MAX_BETWEEN = 8


@dataclass(frozen=True, slots=True)
class Clause:
    """The grammatical form of the trigger and of its clause."""

    form: str
    clause: tuple[str, ...]


def _first(words: list[str]) -> str:
    return words[0] if words else "-"


def clause_of(parse: Parse, head: int) -> Clause:
    """Describe the clause of a trigger: link to the clause above, modal, determiner, negation, reporting clauses."""
    up, verb, tag = chain(parse, head), verb_of(parse, head), parse.tags[head]
    links = [parse.lemmas[i] for i in up if parse.deps[i] in ("prep", "mark", "advcl") and parse.lemmas[i] in LINKS]
    modals = [parse.lemmas[c] for i in up[:3] for c in parse.children[i] if parse.tags[c] == "MD"]
    fixed = [parse.lemmas[c] for c in parse.children[head] if parse.deps[c] in ("det", "poss")]
    negated = any(parse.deps[c] == "neg" for i in up[:4] for c in parse.children[i])
    tense = parse.tags[verb] if verb >= 0 else "-"
    deps = [parse.deps[i] for i in up]
    reports, relative = deps.count("ccomp"), deps.count("relcl") + deps.count("acl")
    return Clause(
        f"v={voice_of(parse, verb)}:{tag[:2]}",
        (
            f"m={_first(links)}",
            f"m={_first(links)}:{tense}",
            f"md={_first(modals)}:{tense}",
            f"det={_first(fixed)}:{tag[:2]}:{parse.deps[head]}",
            f"neg={negated}",
            f"cc={reports}:{relative}",
        ),
    )


def _role(scene: Scene, trigger: Trigger, node: Node) -> str:
    if node.token < 0:
        return f"out:{node.party.kind}:"
    return role(scene.parse, phrase_of(scene.parse, node.token), trigger.head)


def _order(actor: Node, target: Node, head: int) -> str:
    """Return in which order actor (a), target (t) and trigger (v) stand."""
    if min(actor.token, target.token) < 0:
        return f"o{actor.token >= 0:d}{target.token >= 0:d}"
    return "".join(name for _, name in sorted([(actor.token, "a"), (target.token, "t"), (head, "v")]))


def _between(parse: Parse, actor: Node, target: Node, order: str) -> list[str]:
    """Return the features of what stands between the two parties, in the tree and in the text."""
    ups, downs, meet = path(parse, actor.token, target.token)
    low, high = sorted((actor.token, target.token))
    words = [parse.lemmas[i] for i in range(low + 1, high) if parse.tags[i].startswith(("VB", "IN"))]
    return [
        f"p={'/'.join(ups[:5])}|{'/'.join(downs[:5])}",
        f"pm={parse.lemmas[meet]}:{'/'.join(ups[:3])}|{'/'.join(downs[:3])}",
        *(f"b={word}:{order}" for word in words[:MAX_BETWEEN]),
    ]


def pair_features(scene: Scene, trigger: Trigger, pairs: Sequence[tuple[Node, Node]]) -> list[Hashes]:
    """Return for each pair (actor, target) the features that tell whether the one acts on the other with the trigger."""
    clause = clause_of(scene.parse, trigger.head)
    same, roles = hashed(["bias", *clause.clause]), {node: "" for pair in pairs for node in pair}
    for node in roles:
        roles[node] = _role(scene, trigger, node)
    own, with_trigger = [], []
    for actor, target in pairs:
        names = _names(scene, trigger, (actor, target), (roles[actor], roles[target]), clause.form)
        own.append(names[0])
        with_trigger.append(names[1])
    first, second = _joined(own), [tied(one, f"t={trigger.phrase}") for one in _joined(with_trigger)]
    return [np.concatenate([same, one, other]) for one, other in zip(first, second, strict=True)]


def _joined(several: list[list[str]]) -> list[Hashes]:
    """Hash several lists of names in one go."""
    ends = np.cumsum([len(names) for names in several])
    return np.split(hashed([name for names in several for name in names]), ends[:-1])


def _names(
    scene: Scene, trigger: Trigger, pair: tuple[Node, Node], roles: tuple[str, str], form: str
) -> tuple[list[str], list[str]]:
    """Return the names of one pair's features: those alone, and those to be tied to the trigger's phrase."""
    (actor, target), order = pair, _order(*pair, trigger.head)
    both, short = "|".join(roles), "|".join(one.rpartition(":")[0] for one in roles)
    classes = f"c={class_of(actor.party.code)}|{class_of(target.party.code)}"
    codes, kinds = f"code={actor.party.code}|{target.party.code}", f"k={actor.party.kind}|{target.party.kind}"
    own = [
        f"r={both}",
        f"s={short}",
        f"s={short}:{form}",
        f"s={short}:{classes}",
        classes,
        f"{classes}:g={scene.genre}",
    ]
    own += [codes, kinds, f"o={order}", f"o={order}:{form}", f"o={order}:{classes}"]
    if min(actor.token, target.token) >= 0:
        own += _between(scene.parse, actor, target, order)
    return own, [f"r={both}", f"s={short}", classes, codes, f"ra={roles[0]}:{form}", f"rt={roles[1]}:{form}"]
