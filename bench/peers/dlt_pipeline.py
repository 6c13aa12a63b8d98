"""What both dlt sources share: a pipeline into PostgreSQL with settings chosen for speed."""
import os
import shutil

os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["RUNTIME__LOG_LEVEL"] = "ERROR"
# Normalising is the longest step and runs in processes; a file a process to work on.
os.environ["NORMALIZE__WORKERS"] = "2"
os.environ["NORMALIZE__DATA_WRITER__FILE_MAX_ITEMS"] = "5000"
os.environ["EXTRACT__DATA_WRITER__FILE_MAX_ITEMS"] = "5000"
os.environ["EXTRACT__WORKERS"] = "2"
os.environ["LOAD__WORKERS"] = "4"

import dlt  # noqa: E402


def pipeline(order):
    shutil.rmtree(order["folder"], ignore_errors=True)
    return dlt.pipeline(
        pipeline_name="bench",
        pipelines_dir=order["folder"],
        destination=dlt.destinations.postgres(order["databaseUrl"]),
        dataset_name="dlt",
    )


def load(order, source):
    made = pipeline(order)
    # CSV is loaded with COPY; insert statements, the default, take longer.
    made.run(source, loader_file_format="csv")
    steps = made.last_trace.steps
    return {step.step: round((step.finished_at - step.started_at).total_seconds(), 2) for step in steps}
