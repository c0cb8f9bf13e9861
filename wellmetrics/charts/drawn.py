"""A figure ready to be sent: what Plotly makes of it is made once, however many readers open the screen."""

import plotly.graph_objects as go

CONFIG = {"displayModeBar": False, "scrollZoom": False, "doubleClick": False, "staticPlot": False}
FONT = "Source Sans, Source Sans Pro, sans-serif"


class Drawn(go.Figure):
    """Plotly copies a whole figure each time it is sent, which costs more than the rest of a screen.

    Figures are kept by what they show, and never changed after they are drawn: one copy is enough.
    """

    def to_dict(self) -> dict:
        if "_sent" not in self.__dict__:
            self.__dict__["_sent"] = super().to_dict()
        return self.__dict__["_sent"]
