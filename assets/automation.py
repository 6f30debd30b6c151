"""The job for the whole chain, the daily schedule, and the sensor on the landing folder."""

import dagster as dg

from assets.resources import HomeResource
from schemas.ids import digest

IN_PROCESS = dg.in_process_executor
whole_chain = dg.define_asset_job(
    "whole_chain",
    selection=dg.AssetSelection.all(),
    executor_def=IN_PROCESS,
    description="Read, code, resolve and release what is new.",
)
CANDIDATE = {"ops": {"release": {"config": {"channel": "candidate"}}}}
daily = dg.ScheduleDefinition(
    name="daily",
    job=whole_chain,
    cron_schedule="0 5 * * *",
    execution_timezone="UTC",
    run_config=CANDIDATE,
    description="Every day at 05:00 UTC: a candidate, which `latest` does not point to.",
)
monthly = dg.ScheduleDefinition(
    name="monthly",
    job=whole_chain,
    cron_schedule="0 6 1 * *",
    execution_timezone="UTC",
    description="On the first of each month at 06:00 UTC: a stable release.",
)


@dg.sensor(
    job=whole_chain,
    minimum_interval_seconds=60,
    description="Starts a run when files in the landing folder are new or changed.",
)
def landing(context: dg.SensorEvaluationContext, home: HomeResource) -> dg.SensorResult | dg.SkipReason:
    """Compare names, sizes and times of the landing folder with those of the last run; what comes is a candidate."""
    folder = home.get().landing
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    if not files:
        return dg.SkipReason(f"{folder} holds no files")
    state = digest(*(f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in files))
    if state == context.cursor:
        return dg.SkipReason("nothing new in the landing folder")
    return dg.SensorResult(run_requests=[dg.RunRequest(run_key=state, run_config=CANDIDATE)], cursor=state)
