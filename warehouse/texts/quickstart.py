"""Alliance Events $version in Python: run in the folder of the release, with `python quickstart/quickstart.py`."""

import pandas as pd
import polars as pl

events = pl.read_parquet("data/events.parquet")
pressed = events.filter(pl.col("stance") == "pressure", pl.col("ally").is_not_null(), pl.col("confidence") >= 0.7)
print(pressed.group_by("ally", "lever").len().sort("len", "ally", "lever", descending=[True, False, False]).head(10))

frame = pd.read_parquet("data/events.parquet")
print(frame.groupby(["lever", "status"]).size().unstack(fill_value=0))

evidence = pl.read_parquet("data/mentions.parquet").select("mention_id", "evidence")
print(pressed.join(evidence, on="mention_id").select("date_start", "actor", "lever", "ally", "evidence").head(3))
