"""Words to word pieces of the uncased BERT vocabulary: the only import of its tokenizer."""

from functools import cache, lru_cache
from pathlib import Path

import blingfire

UNKNOWN, START, END = 100, 101, 102
MASK = 103
SIZE = 30_522  # pieces in the vocabulary
LONGEST = 16  # pieces of one word that are looked at


@cache
def _table() -> int:
    return int(blingfire.load_model(str(Path(blingfire.__file__).parent / "bert_base_tok.bin")))


@lru_cache(maxsize=200_000)
def pieces(word: str) -> tuple[int, ...]:
    """Return the numbers of the pieces of a word; nothing for white space."""
    if not word.strip():
        return ()
    return tuple(blingfire.text_to_ids(_table(), word, LONGEST, UNKNOWN, no_padding=True).tolist())
