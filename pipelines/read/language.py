"""The language of a text. Only English is coded, so a short English text must not be taken for another language."""

import re
from functools import cache

import py3langid

SAMPLE_CHARS = 3000
SHORT_CHARS = 400
# languages of the governments and news that the dataset is about; others would only attract short texts
# fmt: off
LANGUAGES = (
    "ar", "bg", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi",
    "hr", "hu", "id", "it", "ja", "ka", "ko", "lt", "lv", "nl", "no", "pl", "pt", "ro",
    "ru", "sk", "sl", "sr", "sv", "th", "tr", "uk", "ur", "vi", "zh",
)
# fmt: on
FUNCTION_WORDS = re.compile(r"\b(?:the|of|and|to|in|on|for|with|by|from|its|his|that|is|are|has|have|says|will)\b")
MIN_SHARE = 0.08  # of the words; texts in other languages stay below


@cache
def _limit() -> None:
    py3langid.set_languages(list(LANGUAGES))


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of the language of a text."""
    _limit()
    sample = text[:SAMPLE_CHARS]
    code, _ = py3langid.classify(sample)
    words = sample.split()
    if (
        code != "en"
        and len(sample) <= SHORT_CHARS
        and len(FUNCTION_WORDS.findall(sample.lower())) >= MIN_SHARE * len(words)
    ):
        return "en"
    return str(code)
