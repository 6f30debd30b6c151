"""Text to flat text: what is no word becomes spaces, character by character, so that every offset stays what it was."""

import re

LINK = re.compile(  # of Markdown: words, then the target, which may hold one pair of brackets and a title
    r"!?\[([^\]\[]{1,300})\](\((?:https?:|mailto:|/|#)(?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\))"
)
MARKUP = re.compile(r"</?(?:span|a|b|i|u|br|p|div|em|strong|sup|sub|li|ul|ol|h[1-6])\b[^<>]{0,300}>", re.IGNORECASE)


def _words(match: re.Match[str]) -> str:
    return match[1].rjust(match.start(2) - match.start() - 1).ljust(len(match[0]))


def flatten(text: str) -> str:
    """Return the text with line breaks, tabs, tags and link targets as spaces and plain quotes; offsets stay what they were."""
    flat = text.translate({9: 32, 10: 32, 13: 32, 160: 32, 8239: 32, 8217: 39, 8216: 39, 8220: 34, 8221: 34})
    if "](" in flat:
        flat = LINK.sub(_words, flat)
    return MARKUP.sub(lambda match: " " * len(match[0]), flat) if "<" in flat else flat
