"""What the linear models see of a sentence and of a trigger in it: which lever, if any, the trigger names."""

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from pipelines.extract.hashing import Hashes, hashed, tied
from pipelines.extract.parties import Party
from pipelines.extract.roles import chain, verb_of
from pipelines.extract.triggers import Trigger
from pipelines.parse import Parse
from schemas import codebook


@dataclass(frozen=True, slots=True)
class Node:
    """A party placed in the parse: `token` is the head token of its name, -1 where it stands outside the sentence."""

    party: Party
    token: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Scene:
    """A parsed sentence with its parties and the document facts that features use; `memo` keeps what is asked for often."""

    parse: Parse
    nodes: tuple[Node, ...]
    genre: str
    lemma_bag: tuple[str, ...]
    title_bag: tuple[str, ...]
    root: int
    title: str = ""
    title_parties: tuple[Party, ...] = ()
    memo: dict[object, Hashes] = field(default_factory=dict, repr=False, compare=False)


@cache
def _registers() -> tuple[dict[str, str], dict[str, str]]:
    relations = codebook.table("us_relations").select("entity", "relation").iter_rows()
    return dict(relations), dict(codebook.entities().select("entity", "kind").iter_rows())


@cache
def class_of(code: str) -> str:
    """Return the class of an entity: USA, or its latest relation to the United States and its kind."""
    relations, kinds = _registers()
    return "USA" if code == "USA" else f"{relations.get(code, 'other')}:{kinds.get(code, 'country')}"


def label(parse: Parse, index: int) -> str:
    """Return the relation of a token to its head, with the word itself for prepositions, marks and particles."""
    dep = parse.deps[index]
    if dep in ("prep", "agent", "mark", "prt"):
        return f"{dep}_{parse.lemmas[index]}"
    return dep


def path(parse: Parse, source: int, goal: int) -> tuple[list[str], list[str], int]:
    """Return the labels up from `source` to the lowest common ancestor, down from it to `goal`, and that ancestor."""
    up, down = chain(parse, source), chain(parse, goal)
    common = set(up)
    meet = next((index for index in down if index in common), down[-1])
    ups = [label(parse, index) for index in up[: up.index(meet)]] if meet in up else []
    downs = [label(parse, index) for index in down[: down.index(meet)]][::-1]
    return ups, [one for one in downs if one not in ("pobj", "pcomp")], meet


def voice_of(parse: Parse, verb: int) -> str:
    """Return passive, active, participle or none for the verb token."""
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


def words(scene: Scene) -> Hashes:
    """Return the features of the sentence's words."""
    if "words" not in scene.memo:
        scene.memo["words"] = hashed([f"w={word}" for word in scene.lemma_bag])
    return scene.memo["words"]


def _classes(scene: Scene) -> Hashes:
    if "classes" not in scene.memo:
        inside = [node.party.code for node in scene.nodes if node.token >= 0]
        scene.memo["classes"] = hashed(sorted({f"e={class_of(code)}" for code in inside}))
    return scene.memo["classes"]


def setting(scene: Scene) -> Hashes:
    """Return the features that are the same for every trigger of the sentence."""
    if "setting" not in scene.memo:
        inside = [node.party.code for node in scene.nodes if node.token >= 0]
        names = ["bias", f"g={scene.genre}", *(f"title={word}" for word in scene.title_bag)]
        names += [*(f"code={code}" for code in inside), f"ents={min(4, len(set(inside)))}"]
        scene.memo["setting"] = np.concatenate([hashed(names), words(scene), _classes(scene)])
    return scene.memo["setting"]


def trigger_features(scene: Scene, trigger: Trigger) -> Hashes:
    """Return the features that tell which lever, if any, a trigger names."""
    parse, head = scene.parse, trigger.head
    verb = verb_of(parse, head)
    tag, action = parse.tags[head][:2], parse.lemmas[verb] if verb >= 0 else ""
    near = range(max(0, trigger.first - 3), min(len(parse), trigger.last + 4))
    own = [f"g={scene.genre}", f"v={action}", "bias", tag]
    own += [f"child={parse.deps[c]}:{parse.lemmas[c]}" for c in parse.children[head]]
    names = [f"dep={parse.deps[head]}", f"head={parse.lemmas[parse.heads[head]]}", f"v={action}"]
    names.append(f"voice={voice_of(parse, verb)}:{tag}")
    for word in auxiliaries(parse, verb):
        names += [f"aux={word}", f"aux={word}:{tag}"]
    names += [f"child={label(parse, c)}:{parse.lemmas[c]}" for c in parse.children[head]]
    names += [f"near={i - head}:{parse.lemmas[i]}" for i in near if i != head]
    with_trigger = np.concatenate([hashed(own), words(scene), _classes(scene)])
    return np.concatenate([setting(scene), hashed(names), tied(with_trigger, f"t={trigger.phrase}")])
