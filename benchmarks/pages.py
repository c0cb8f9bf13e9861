"""Warm reruns of the screens against an empty screen with the same number of charts, in the same process."""

import contextlib
import gc
import io
import os
import resource
import tempfile
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from wellmetrics.demo import build_demo

ROOT = Path(__file__).parents[1]
SCREENS = {
    "trust": ("overview/trust", {"role": "board"}),
    "school": ("overview/school", {"role": "head:900003"}),
    "indicator": (
        "overview/indicator",
        {"role": "lead", "indicator": "long_term_absence", "school": "900011"},
    ),
    "methods": ("about/methods", {"role": "board"}),
}
EMPTY = """
import plotly.graph_objects as go
import streamlit as st

st.title("Empty")
for i in range({charts}):
    st.plotly_chart(go.Figure(go.Scatter(y=[1, 2, 3])), key=str(i))
"""


def run(times: int = 15) -> None:
    with tempfile.TemporaryDirectory() as home, contextlib.redirect_stderr(io.StringIO()):
        os.environ["WELLMETRICS_HOME"] = home
        build_demo(Path(home))
        print("warm reruns (processor milliseconds; aim: at most 1.5 times an empty screen, at most 30 ms)")
        for name, (path, address) in SCREENS.items():
            app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
            app.query_params.update(address)
            app.run()
            app = app.switch_page(f"pages/{path}.py").run()
            charts = len(app.get("plotly_chart"))
            empty = AppTest.from_string(EMPTY.format(charts=charts)).run()
            own, base = _each(app, times), _each(empty, times)
            print(f"  {name:10} {charts} charts  {own:6.1f} ms  empty {base:6.1f} ms  ratio {own / base:.1f}")
        print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _each(app: AppTest, times: int) -> float:
    """The median processor time of a rerun, with the collector at rest as the server has it."""
    app.run()
    gc.disable()
    spent = []
    for _ in range(times):
        before = time.process_time()
        app.run()
        spent.append(1000 * (time.process_time() - before))
    gc.enable()
    return sorted(spent)[times // 2]
