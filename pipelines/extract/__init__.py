"""Sentences to mentions: parties, triggers, roles, and the fields of a mention. Knowledge is in `lexicon/` and the codebook."""
