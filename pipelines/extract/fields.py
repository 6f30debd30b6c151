"""Stance, status and granularity of a mention, from what surrounds the trigger and from what the encoder holds.

The ladder of statuses hangs on cues (`lexicon/cues.csv`): the verbs and nouns above the trigger ("plans to impose
tariffs": plan, then impose), each with its tense, modality and negation. Linear models weigh them; `model.json` says by
name what their scores and the encoder's count.
"""

from functools import cache

import numpy as np
import polars as pl
from scipy.special import log_softmax

from pipelines.extract.beside import Code
from pipelines.extract.encoder import BOUND
from pipelines.extract.features import Scene, auxiliaries, class_of, words
from pipelines.extract.hashing import Hashes, hashed
from pipelines.extract.linear import Batch, Linear
from pipelines.extract.model import Model
from pipelines.extract.roles import chain, verb_of
from pipelines.extract.triggers import LEXICON, Trigger
from pipelines.extract.values import FIELD_VALUES, Floats, field_scores, value_names
from pipelines.parse import Parse
from schemas import codebook

MODIFYING = ("aux", "neg", "mark", "auxpass", "prt", "advmod")
TELLING = {"if", "unless", "until", "after", "while", "already", "not", "never", "no", "again", "repeatedly", "often", "continue",
           "would", "could", "may", "might", "should", "will", "shall", "must", "to", "have", "be", "has"}  # fmt: skip


@cache
def cues() -> dict[str, str]:
    """Return word -> the status it speaks for."""
    return dict(pl.read_csv(LEXICON / "cues.csv", infer_schema=False).select("cue", "status").iter_rows())


def read_fields(
    scene: Scene, trigger: Trigger, code: Code, own: Floats, model: Model, exempt: bool = False
) -> dict[str, str]:
    """Return the best value of each field; `own` (F,) are the encoder's scores of the values, in the order of `value_names`.

    Stance and status are chosen together: whoever calls a burden off does not press, nor is an `exempt` target pressed.
    """
    linear = linear_scores(scene, trigger, code, model.linear)
    scores = {field: log_softmax(field_scores(linear, own, field, model.fields[field])) for field in FIELD_VALUES}
    both = np.add.outer(scores["stance"], scores["status"])
    if code[1] in burdens():
        pressed = FIELD_VALUES["stance"].index("pressure")
        both[pressed, slice(None) if exempt else FIELD_VALUES["status"].index("reversed")] = -np.inf
    stance, status = np.unravel_index(int(np.argmax(both)), both.shape)
    return {
        "stance": FIELD_VALUES["stance"][stance],
        "status": FIELD_VALUES["status"][status],
        "granularity": FIELD_VALUES["granularity"][int(np.argmax(scores["granularity"]))],
    }


@cache
def burdens() -> frozenset[str]:
    """Return the levers of which every measure is a burden on its target."""
    return frozenset(codebook.table("levers").filter(pl.col("measure") == "burden")["lever"])


def linear_scores(scene: Scene, trigger: Trigger, code: Code, models: dict[str, Linear]) -> Floats:
    """Return the log-odds (F,) of every value by its linear model, in the order of `value_names`, within `BOUND`.

    A value that no example has, and that so has no model, gets the least.
    """
    actor, lever, target = code
    batch, names = Batch.of([field_features(scene, trigger, actor, target)]), value_names()
    known = [name for name in names if name in models]
    logits = iter(batch.logits(lever, [models[name] for name in known]))
    found = np.array([next(logits)[0] if name in models else -BOUND for name in names])
    bounded: Floats = np.clip(found, -BOUND, BOUND)
    return bounded


def cue_names(parse: Parse, trigger: Trigger) -> list[str]:
    """Return the cues on the way from the trigger up to the root, nearest first, with tense and modality."""
    names: list[str] = []
    found: list[str] = []
    for index in chain(parse, trigger.head)[:8]:
        lemma, tag = parse.lemmas[index], parse.tags[index]
        words = [parse.lemmas[c] for c in parse.children[index] if parse.deps[c] in MODIFYING]
        telling = "+".join(sorted(word for word in words if word in TELLING))
        if lemma in cues():
            place = min(len(found), 3)
            found.append(cues()[lemma])
            names += [
                f"cue{place}={cues()[lemma]}",
                f"cue{place}={cues()[lemma]}:{tag}:{telling}",
                f"cuew{place}={lemma}",
            ]
        if tag.startswith(("VB", "MD")):
            names += [f"verb={lemma}:{tag}:{telling}", f"form={tag}:{telling}", f"rel={parse.deps[index]}:{tag}"]
    inside = sorted({cues()[parse.lemmas[c]] for c in parse.children[trigger.head] if parse.lemmas[c] in cues()})
    names += [f"cues={'>'.join(found[:3])}", f"first={found[0] if found else 'none'}"]
    return names + [f"below={status}" for status in inside]


def _around(scene: Scene, trigger: Trigger) -> list[str]:
    """Return the words of the trigger's neighbourhood: its clause, its children, its nearest words."""
    parse, head = scene.parse, trigger.head
    verb = verb_of(parse, head)
    action, tag = parse.lemmas[verb] if verb >= 0 else "", parse.tags[head][:2]
    near = (i for i in range(max(0, trigger.first - 3), min(len(parse), trigger.last + 4)) if i != head)
    names = ["bias", f"t={trigger.phrase}", f"t={trigger.phrase}:{tag}", f"dep={parse.deps[head]}", f"g={scene.genre}"]
    names += [f"v={action}", f"t={trigger.phrase}:v={action}", *(f"near={i - head}:{parse.lemmas[i]}" for i in near)]
    names += [f"child={parse.deps[c]}:{parse.lemmas[c]}" for c in parse.children[head]]
    return names + [f"aux={word}" for word in auxiliaries(parse, verb)]


def field_features(scene: Scene, trigger: Trigger, actor: str, target: str) -> Hashes:
    """Return the hashed features for the fields of one mention."""
    classes = class_of(actor), class_of(target)
    parties = [
        f"actor={actor}",
        f"target={target}",
        f"ac={classes[0]}",
        f"tc={classes[1]}",
        f"ac={classes[0]}>{classes[1]}",
    ]
    return np.concatenate(
        [hashed([*parties, *cue_names(scene.parse, trigger), *_around(scene, trigger)]), words(scene)]
    )
