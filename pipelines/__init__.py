"""Pure steps from raw files to events: frame in, frame out. No Dagster and no database here."""
