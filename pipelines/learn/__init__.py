"""Fits the coder's models on hand-coded folders. Nothing here runs when text is coded."""
