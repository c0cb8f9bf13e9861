"""Warm reruns of the screens against an empty page of the same shell, in the same process.

The empty page has what every page here has (menu, sidebar, disclaimer), as many charts and buttons as the screen it
stands beside, and the very tables of that screen as fixed text: what is left is what the screen itself costs.
"""

import contextlib
import gc
import io
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from unittest.mock import patch

from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

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

@st.cache_resource
def drawn():
    return go.Figure(go.Scatter(y=[1, 2, 3]))

def empty():
    figure = drawn()
    st.title("Empty")
    for i in range({charts}):
        st.plotly_chart(figure, key=str(i))
    for table in st.session_state["tables"]:
        st.html(table)
    for i in range({buttons}):
        st.download_button(str(i), "a", key="b" + str(i))

st.set_page_config(page_title="empty", layout="wide")
screens = [st.Page(empty, title="Screen " + str(i), url_path="s" + str(i), default=i == 0) for i in range(8)]
here = st.navigation(screens, position="hidden")
with st.sidebar:
    st.markdown("**A trust**")
    st.markdown("Demo data: fictional schools")
    for i in range({selects}):
        st.selectbox("Choice " + str(i), [str(n) for n in range(16)])
    st.markdown("No sign-in is set up: this machine only.")
    for wing in ("Overview", "This term", "About"):
        st.markdown("**" + wing + "**")
    for screen in screens[1:]:
        st.page_link(screen)
here.run()
"""
COUNTED = {"charts": "plotly_chart", "tables": "html", "buttons": "download_button", "selects": "selectbox"}


def run(times: int = 25) -> None:
    with tempfile.TemporaryDirectory() as home, contextlib.redirect_stderr(io.StringIO()):
        os.environ["WELLMETRICS_HOME"] = home
        build_demo(Path(home))
        print("warm reruns (processor milliseconds; aim: at most 1.5 times an empty page, at most 30 ms)")
        for name, (path, address) in SCREENS.items():
            app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
            app.query_params.update(address)
            app.run()
            app = app.switch_page(f"pages/{path}.py").run()
            same = {what: len(app.get(kind)) for what, kind in COUNTED.items()}
            empty = AppTest.from_string(EMPTY.format(**same), default_timeout=60)
            empty.session_state["tables"] = [table.proto.body for table in app.get("html")]
            empty.run()
            assert not app.exception  # noqa: S101
            assert not empty.exception  # noqa: S101
            own, base = _each((app, empty), times)
            held = ", ".join(f"{n} {what}" for what, n in same.items())
            print(f"  {name:10} {own:6.1f} ms  empty {base:6.1f} ms  ratio {own / base:.1f}  ({held})")
        print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _each(apps: Sequence[AppTest], times: int) -> list[float]:
    """The median processor time of a rerun of each, in turns: a machine that slows down slows both.

    The collector is at rest and the compiled scripts are kept, as the server has it.
    """
    spent: list[list[float]] = [[] for _ in apps]
    kept = ScriptCache()
    with (
        patch.object(local_script_runner, "ScriptCache", lambda: kept),
        patch.object(app_test, "ScriptCache", lambda: kept),
    ):
        for app in apps:
            app.run()
        gc.disable()
        for _ in range(times):
            for app, each in zip(apps, spent, strict=True):
                before = time.process_time()
                app.run()
                each.append(1000 * (time.process_time() - before))
        gc.enable()
    return [sorted(each)[times // 2] for each in spent]
