"""The Dagster project and the command line: they wire the other floors together and hold no logic."""
