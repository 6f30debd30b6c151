"""Mentions to events: one row a real act, however often it is told."""
