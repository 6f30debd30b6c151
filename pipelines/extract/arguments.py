"""What the linear models see of a party beside a trigger: whether it is the trigger's actor or target."""

import numpy as np

from pipelines.extract.features import Node, Scene, class_of, label, path, voice_of
from pipelines.extract.hashing import Hashes, hashed, tied
from pipelines.extract.roles import Phrase, chain, phrase_of, role, verb_of
from pipelines.extract.triggers import Trigger
from pipelines.parse import Parse

SKIP_TAIL = {"compound", "amod", "conj", "appos", "poss", "nmod", "det"}


def argument_features(scene: Scene, trigger: Trigger, node: Node) -> Hashes:
    """Return the features that tell whether a party is an argument of a trigger."""
    named = _named(scene, node)
    where = _outside(scene, trigger, node) if node.token < 0 else _place(scene, trigger, node)
    with_trigger, names = where
    phrase = f"t={trigger.phrase}"
    parts = [named, tied(named[:3], phrase), hashed(names)]
    return np.concatenate([*parts, tied(hashed(with_trigger), phrase)] if with_trigger else parts)


def _named(scene: Scene, node: Node) -> Hashes:
    """Return the features of who the party is, among whom, and where it stands, whatever the trigger; kept in the scene."""
    key = ("party", node.party, node.token)
    if key not in scene.memo:
        names = _party_names(scene, node)
        scene.memo[key] = hashed(names if node.token < 0 else names + _word_names(scene, node))
    return scene.memo[key]


def _party_names(scene: Scene, node: Node) -> list[str]:
    kind, code, name = node.party.kind, node.party.code, class_of(node.party.code)
    present = sorted({class_of(n.party.code) for n in scene.nodes if n.token >= 0 and n.party.code != code})
    names = [f"c={name}", f"k={kind}", f"code={code}", "bias", f"k={kind}:c={name}", f"k={kind}:g={scene.genre}"]
    return names + [f"k={kind}:other={other}" for other in present] + [f"c={name}:others={len(present)}"]


def _word_names(scene: Scene, node: Node) -> list[str]:
    parse = scene.parse
    head, own, case = parse.heads[node.token], verb_of(parse, node.token), _case(parse, node.token)
    first = all(other.token < 0 or other.token >= node.token for other in scene.nodes)
    return [
        f"dep={parse.deps[node.token]}",
        f"dep={parse.deps[node.token]}:h={parse.lemmas[head]}",
        f"h={parse.lemmas[head]}",
        f"gov={_governor(parse, node.token)}",
        f"case={case}",
        f"first={first}:c={class_of(node.party.code)}",
        f"own={parse.lemmas[own] if own >= 0 else ''}:case={case}",
        f"prev={parse.lemmas[node.first - 1] if node.first else '^'}",
        f"next={parse.lemmas[node.last + 1] if node.last + 1 < len(parse) else '$'}",
        f"isroot={head == scene.root or node.token == scene.root}:case={case}",
    ]


def _case(parse: Parse, token: int) -> str:
    return next((label(parse, i) for i in chain(parse, token) if parse.deps[i] not in SKIP_TAIL), "ROOT")


def _governor(parse: Parse, token: int) -> str:
    return next((label(parse, i) for i in chain(parse, token) if parse.deps[i] in ("prep", "agent")), "none")


def _bin(value: int) -> str:
    return str(value) if value < 4 else "4" if value < 7 else "7" if value < 12 else "12" if value < 20 else "20"


def _outside(scene: Scene, trigger: Trigger, node: Node) -> tuple[list[str], list[str]]:
    """Return the features of a party that stands outside the sentence."""
    parse, kind = scene.parse, node.party.kind
    inside = {other.party.code for other in scene.nodes if other.token >= 0}
    verb = verb_of(parse, trigger.head)
    subject = any(parse.deps[c].startswith("nsubj") for c in parse.children[verb]) if verb >= 0 else False
    return [], [
        f"k={kind}:named={node.party.code in inside}",
        f"k={kind}:subject={subject}:{voice_of(parse, verb)}",
        f"k={kind}:only={len({class_of(code) for code in inside - {node.party.code}})}",
        f"k={kind}:dep={parse.deps[trigger.head]}",
    ]


def _place(scene: Scene, trigger: Trigger, node: Node) -> tuple[list[str], list[str]]:
    """Return the features of where the party stands toward the trigger: those to be tied to its phrase, and those alone."""
    parse, head, tag = scene.parse, trigger.head, scene.parse.tags[trigger.head][:2]
    ups, downs, meet = path(parse, head, node.token)
    full, short = "/".join(ups[:5]) + "|" + "/".join(downs[:6]), _short(ups, downs)
    verb, own, case = verb_of(parse, head), verb_of(parse, node.token), _case(parse, node.token)
    voice = voice_of(parse, verb)
    side = "in" if trigger.first <= node.token <= trigger.last else "before" if node.token < head else "after"
    low, high = sorted((node.token, head))
    between = sum(1 for other in scene.nodes if low < other.token < high)
    first = all(other.token < 0 or other.token >= node.token for other in scene.nodes)
    names = [
        f"p={full}",
        f"s={short}",
        f"s={short}:v={voice}",
        f"meet={parse.lemmas[meet]}:s={short}",
        f"side={side}",
        f"side={side}:gap={_bin(high - low)}",
        f"side={side}:btw={between}",
        f"side={side}:first={first}",
        f"gov={_governor(parse, node.token)}:side={side}",
        f"case={case}:voice={voice}:side={side}",
        f"same={own == verb}",
        f"same={own == verb}:case={case}:v={voice}",
        f"len={_bin(len(ups) + len(downs))}",
        f"tag={tag}:side={side}:btw={min(between, 2)}",
    ]
    tying = [f"s={short}", f"case={case}:side={side}"]
    for prefix, outer in (("r", False), ("o", True)):
        phrase = phrase_of(parse, node.token, outer)
        one = f"{prefix}={role(parse, phrase, head)}"
        tying.append(one)
        names += _role_names(parse, phrase, one, f"t={tag}:v={voice}", class_of(node.party.code), verb)
    return tying, names


def _short(ups: list[str], downs: list[str]) -> str:
    """Return a path without the steps that a longer list or name adds."""
    while downs and downs[-1] in SKIP_TAIL:
        downs = downs[:-1]
    return "/".join(up for up in ups[:5] if up != "conj") + "|" + "/".join(down for down in downs[:5] if down != "conj")


def _role_names(parse: Parse, phrase: Phrase, one: str, form: str, name: str, verb: int) -> list[str]:
    """Return a grammatical role alone and with what decides its reading."""
    return [
        one,
        f"{one}:{form}",
        f"{one}:c={name}",
        f"{one}:a={parse.lemmas[verb] if verb >= 0 else ''}",
        f"{one}:listed={phrase.is_listed}",
        f"{one}:in={phrase.inner}",
        f"{one}:h={parse.lemmas[phrase.top]}",
    ]
