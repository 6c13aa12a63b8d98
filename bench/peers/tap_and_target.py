"""tap-shopify | target-postgres: both programs start when the clock does, as they do in use."""
import json
import os
import subprocess
import sys
import tempfile

from answer_lines import answer, order

ORDER = order()
HERE = os.path.dirname(os.path.abspath(__file__))


def config(folder, name, values):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        json.dump(values, file)
    return path


def run():
    with tempfile.TemporaryDirectory() as folder, open(ORDER["logFile"], "w", encoding="utf-8") as log:
        tap = subprocess.Popen(
            [ORDER["tapPython"], os.path.join(HERE, "tap_shopify_here.py"), "--config", config(folder, "tap.json", ORDER["tap"])],
            env={**os.environ, "TAP_SHOPIFY_HERE": json.dumps(ORDER["here"])},
            stdout=subprocess.PIPE,
            stderr=log,
        )
        target = subprocess.Popen(
            [ORDER["targetProgram"], "--config", config(folder, "target.json", ORDER["target"])],
            stdin=tap.stdout,
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        tap.stdout.close()
        codes = {"tap": tap.wait(), "target": target.wait()}
    if any(codes.values()):
        with open(ORDER["logFile"], encoding="utf-8") as log:
            sys.exit(f"the pipe ended with {codes}:\n" + "".join(log.readlines()[-25:]))


answer(run)
