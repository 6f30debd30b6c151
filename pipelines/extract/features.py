"""What the linear models see: hashed features of a trigger, and of a party as an argument of a trigger.

A feature is a 32-bit hash of its name; `conjoin` ties a set of features to a lever. Weights live in `model/`.
"""

from dataclasses import dataclass
from functools import cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from pipelines.extract.parties import Party
from pipelines.extract.roles import chain, phrase_of, role, verb_of
from pipelines.extract.triggers import Trigger
from pipelines.parse import Parse
from schemas import codebook

Hashes = npt.NDArray[np.uint32]
BITS = 20
SKIP_TAIL = {"compound", "amod", "conj", "appos", "poss", "nmod", "det"}


@dataclass(frozen=True, slots=True)
class Node:
    """A party placed in the parse: `token` is the head token of its name, -1 where it stands outside the sentence."""

    party: Party
    token: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A parsed sentence with its parties and the document facts that features use."""

    parse: Parse
    nodes: tuple[Node, ...]
    genre: str
    lemma_bag: tuple[str, ...]
    title_bag: tuple[str, ...]
    root: int


@cache
def _registers() -> tuple[dict[str, str], dict[str, str]]:
    relations = codebook.table("us_relations").select("entity", "relation").iter_rows()
    return dict(relations), dict(codebook.entities().select("entity", "kind").iter_rows())


@cache
def class_of(code: str) -> str:
    """Return the class of an entity: USA, or its latest relation to the United States and its kind."""
    relations, kinds = _registers()
    return "USA" if code == "USA" else f"{relations.get(code, 'other')}:{kinds.get(code, 'country')}"


def hashed(names: list[str]) -> Hashes:
    """Hash feature names."""
    return np.fromiter((crc32(name.encode()) for name in names), dtype=np.uint32, count=len(names))


def conjoin(base: Hashes, salt: str) -> npt.NDArray[np.int64]:
    """Tie features to a lever and fold them into the weight table."""
    mixed = (base ^ np.uint32(crc32(salt.encode()))) * np.uint32(2654435761)
    return (mixed >> np.uint32(32 - BITS)).astype(np.int64)


def _label(parse: Parse, index: int) -> str:
    dep = parse.deps[index]
    if dep in ("prep", "agent", "mark", "prt"):
        return f"{dep}_{parse.lemmas[index]}"
    return dep


def path(parse: Parse, source: int, goal: int) -> tuple[list[str], list[str], int]:
    """Return the labels up from `source` to the lowest common ancestor, down from it to `goal`, and that ancestor."""
    up, down = chain(parse, source), chain(parse, goal)
    common = set(up)
    meet = next((index for index in down if index in common), down[-1])
    ups = [_label(parse, index) for index in up[: up.index(meet)]] if meet in up else []
    downs = [_label(parse, index) for index in down[: down.index(meet)]][::-1]
    return ups, [label for label in downs if label not in ("pobj", "pcomp")], meet


def _bin(value: int) -> str:
    return str(value) if value < 4 else "4" if value < 7 else "7" if value < 12 else "12" if value < 20 else "20"


def voice_of(parse: Parse, verb: int) -> str:
    """Return passive, active or none for the verb token."""
    if verb < 0:
        return "none"
    deps = {parse.deps[child] for child in parse.children[verb]}
    if "auxpass" in deps or "nsubjpass" in deps:
        return "passive"
    if parse.tags[verb] == "VBN" and parse.deps[verb] in ("acl", "relcl", "amod"):
        return "participle"
    return "active"


def auxiliaries(parse: Parse, verb: int) -> list[str]:
    """Return the lemmas of a verb's auxiliaries, negations and marks, and the verb's tag."""
    if verb < 0:
        return ["noverb"]
    words = [parse.lemmas[c] for c in parse.children[verb] if parse.deps[c] in ("aux", "neg", "mark", "auxpass")]
    return [*words, "tag_" + parse.tags[verb], "dep_" + parse.deps[verb]]


def trigger_features(scene: Scene, trigger: Trigger) -> Hashes:
    """Return the features that tell which lever, if any, a trigger names."""
    parse, head = scene.parse, trigger.head
    verb = verb_of(parse, head)
    phrase, tag = trigger.phrase, parse.tags[head][:2]
    near = range(max(0, trigger.first - 3), min(len(parse), trigger.last + 4))
    names = [
        "bias",
        f"t={phrase}",
        f"t={phrase}:{tag}",
        f"g={scene.genre}",
        f"t={phrase}:g={scene.genre}",
        f"dep={parse.deps[head]}",
        f"head={parse.lemmas[parse.heads[head]]}",
        f"v={parse.lemmas[verb] if verb >= 0 else ''}",
        f"t={phrase}:v={parse.lemmas[verb] if verb >= 0 else ''}",
        f"voice={voice_of(parse, verb)}:{tag}",
    ]
    names += [f"aux={word}" for word in auxiliaries(parse, verb)]
    names += [f"aux={word}:{tag}" for word in auxiliaries(parse, verb)]
    names += [f"child={_label(parse, c)}:{parse.lemmas[c]}" for c in parse.children[head]]
    names += [f"t={phrase}:child={parse.deps[c]}:{parse.lemmas[c]}" for c in parse.children[head]]
    names += [f"near={i - head}:{parse.lemmas[i]}" for i in near if i != head]
    names += [f"w={word}" for word in scene.lemma_bag]
    names += [f"t={phrase}:w={word}" for word in scene.lemma_bag]
    names += [f"title={word}" for word in scene.title_bag]
    classes = sorted({class_of(node.party.code) for node in scene.nodes if node.token >= 0})
    names += [f"e={name}" for name in classes] + [f"t={phrase}:e={name}" for name in classes]
    names += [f"code={node.party.code}" for node in scene.nodes if node.token >= 0]
    names.append(f"ents={min(4, len({node.party.code for node in scene.nodes if node.token >= 0}))}")
    return hashed(names)


def argument_features(scene: Scene, trigger: Trigger, node: Node) -> Hashes:
    """Return the features that tell whether a party is an argument of a trigger."""
    name = class_of(node.party.code)
    classes = {class_of(n.party.code) for n in scene.nodes if n.token >= 0 and n.party.code != node.party.code}
    present = sorted(classes)
    names = _party_names(scene, trigger, node, name, present)
    if node.token < 0:
        return hashed(names + _outside_names(scene, trigger, node, len(present)))
    return hashed(names + _place_names(scene, trigger, node, name))


def _party_names(scene: Scene, trigger: Trigger, node: Node, name: str, present: list[str]) -> list[str]:
    """Return the features of who the party is, and among whom."""
    kind, code = node.party.kind, node.party.code
    names = [
        "bias",
        f"k={kind}",
        f"c={name}",
        f"code={code}",
        f"k={kind}:c={name}",
        f"k={kind}:g={scene.genre}",
        f"t={trigger.phrase}:c={name}",
        f"t={trigger.phrase}:k={kind}",
        f"t={trigger.phrase}:code={code}",
    ]
    return names + [f"k={kind}:other={other}" for other in present] + [f"c={name}:others={len(present)}"]


def _outside_names(scene: Scene, trigger: Trigger, node: Node, others: int) -> list[str]:
    """Return the features of a party that stands outside the sentence."""
    parse, kind = scene.parse, node.party.kind
    named = any(other.token >= 0 and other.party.code == node.party.code for other in scene.nodes)
    verb = verb_of(parse, trigger.head)
    subject = any(parse.deps[c].startswith("nsubj") for c in parse.children[verb]) if verb >= 0 else False
    return [
        f"k={kind}:named={named}",
        f"k={kind}:subject={subject}:{voice_of(parse, verb)}",
        f"k={kind}:only={others}",
        f"k={kind}:dep={parse.deps[trigger.head]}",
    ]


def _place_names(scene: Scene, trigger: Trigger, node: Node, name: str) -> list[str]:
    """Return the features of where the party stands: path, distance, neighbours and grammatical role."""
    parse = scene.parse
    ups, downs, meet = path(parse, trigger.head, node.token)
    full = "/".join(ups[:5]) + "|" + "/".join(downs[:6])
    while downs and downs[-1] in SKIP_TAIL:
        downs = downs[:-1]
    short = (
        "/".join(label for label in ups[:5] if label != "conj") + "|" + "/".join(d for d in downs[:5] if d != "conj")
    )
    verb = verb_of(parse, trigger.head)
    own = verb_of(parse, node.token)
    side = "in" if trigger.first <= node.token <= trigger.last else "before" if node.token < trigger.head else "after"
    gap = abs(node.token - trigger.head)
    low, high = sorted((node.token, trigger.head))
    between = sum(1 for other in scene.nodes if low < other.token < high)
    head = parse.heads[node.token]
    first = all(other.token < 0 or other.token >= node.token for other in scene.nodes)
    governor = next((_label(parse, i) for i in chain(parse, node.token) if parse.deps[i] in ("prep", "agent")), "none")
    case = next((_label(parse, i) for i in chain(parse, node.token) if parse.deps[i] not in SKIP_TAIL), "ROOT")
    voice = voice_of(parse, verb)
    return [
        f"p={full}",
        f"s={short}",
        f"s={short}:v={voice}",
        f"t={trigger.phrase}:s={short}",
        f"meet={parse.lemmas[meet]}:s={short}",
        f"dep={parse.deps[node.token]}",
        f"dep={parse.deps[node.token]}:h={parse.lemmas[head]}",
        f"h={parse.lemmas[head]}",
        f"side={side}",
        f"side={side}:gap={_bin(gap)}",
        f"side={side}:btw={between}",
        f"side={side}:first={first}",
        f"gov={governor}",
        f"gov={governor}:side={side}",
        f"case={case}",
        f"case={case}:voice={voice}:side={side}",
        f"t={trigger.phrase}:case={case}:side={side}",
        f"same={own == verb}",
        f"same={own == verb}:case={case}:v={voice}",
        f"len={_bin(len(ups) + len(downs))}",
        f"first={first}:c={name}",
        f"own={parse.lemmas[own] if own >= 0 else ''}:case={case}",
        f"prev={parse.lemmas[node.first - 1] if node.first else '^'}",
        f"next={parse.lemmas[node.last + 1] if node.last + 1 < len(parse) else '$'}",
        f"tag={parse.tags[trigger.head][:2]}:side={side}:btw={min(between, 2)}",
        *_role_names(scene, trigger, node, verb, voice, name),
        f"isroot={head == scene.root or node.token == scene.root}:case={case}",
    ]


def _role_names(scene: Scene, trigger: Trigger, node: Node, verb: int, voice: str, name: str) -> list[str]:
    """Return the features of the grammatical role, narrow and wide, alone and with what decides its reading."""
    parse, tag = scene.parse, scene.parse.tags[trigger.head][:2]
    action = parse.lemmas[verb] if verb >= 0 else ""
    names = []
    for prefix, outer in (("r", False), ("o", True)):
        phrase = phrase_of(parse, node.token, outer)
        one = role(parse, phrase, trigger.head)
        names += [
            f"{prefix}={one}",
            f"{prefix}={one}:t={tag}:v={voice}",
            f"{prefix}={one}:c={name}",
            f"{prefix}={one}:t={trigger.phrase}",
            f"{prefix}={one}:a={action}",
            f"{prefix}={one}:listed={phrase.is_listed}",
            f"{prefix}={one}:in={phrase.inner}",
            f"{prefix}={one}:h={parse.lemmas[phrase.top]}",
        ]
    return names
