# Alliance Events $version in R: setwd() to the folder of the release first.
library(arrow)
library(dplyr)

events <- read_parquet("data/events.parquet")

events |>
  filter(stance == "pressure", !is.na(ally), confidence >= 0.7) |>
  count(ally, lever, sort = TRUE) |>
  head(10)

events |>
  count(lever, status) |>
  tidyr::pivot_wider(names_from = status, values_from = n, values_fill = 0)
