"""Storage and publication of finished tables. No Dagster and no language processing here."""
