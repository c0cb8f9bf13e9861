"""Colours and the few rules of style that tables and drawings need, for a light and a dark page."""

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True, slots=True)
class Palette:
    """Signals are never told by colour alone: a word or a shape always stands beside it."""

    own: str
    band: str
    grey: str
    beside: str
    worse: str  # as text: the plain orange is too pale on white
    better: str
    text: str
    quiet: str
    paper: str
    rule: str


LIGHT = Palette(
    own="#12436D",
    band="rgba(18, 67, 109, 0.14)",
    grey="#8A96A3",
    beside="#28A197",
    worse="#B84300",
    better="#1D5F9C",
    text="#1F2933",
    quiet="#52606D",
    paper="#FFFFFF",
    rule="#D9DEE3",
)
DARK = Palette(
    own="#8CC1EE",
    band="rgba(140, 193, 238, 0.18)",
    grey="#6F7C89",
    beside="#4FD1C5",
    worse="#FF9A66",
    better="#7FBAF0",
    text="#E6EAEE",
    quiet="#A9B4BF",
    paper="#10161D",
    rule="#323C47",
)


def palette(dark: bool) -> Palette:
    return DARK if dark else LIGHT


def css(dark: bool) -> str:
    """The style of every table and card: rules and weights, no fills."""
    p = palette(dark)
    return f"""<style>
.wm {{color:{p.text};font-size:.95rem;line-height:1.5}}
.wm a {{color:{p.own};text-underline-offset:.18em}}
.wm a:focus-visible {{outline:3px solid {p.beside};outline-offset:2px;border-radius:2px}}
.wm .quiet {{color:{p.quiet}}} .wm .doubt {{font-weight:600}} .wm .worse {{color:{p.worse};font-weight:700}} .wm .better {{color:{p.better};font-weight:700}}
.wm .sr {{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}}
.wm .scroll {{overflow-x:auto}}
.wm .scroll:focus-visible {{outline:3px solid {p.beside}}}
.wm table {{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;margin:0 0 .5rem}}
.wm caption {{text-align:left;color:{p.quiet};padding:0 0 .5rem}}
.wm th,.wm td {{padding:.42rem .7rem;border-bottom:1px solid {p.rule};text-align:left;vertical-align:top}}
.wm thead th {{font-weight:600;vertical-align:bottom;border-bottom:1.5px solid {p.quiet};line-height:1.25}}
.wm th[scope=row] {{font-weight:500}}
.wm .num {{text-align:right;white-space:nowrap}} .wm .num .quiet {{display:inline-block;white-space:normal;max-width:11rem}}
.wm .own th[scope=row] {{min-width:13rem;width:24%}} .wm .own td:nth-last-child(-n+2) {{min-width:8rem}}
.wm .marks td,.wm .marks thead th+th {{text-align:center;padding:.42rem .2rem;min-width:2.9rem}}
.wm .marks thead th+th {{font-size:.8rem;hyphens:manual}}
.wm .marks td a {{text-decoration:none;display:inline-block;min-width:1.75rem;min-height:1.5rem}}
.wm .marks td a:hover {{text-decoration:underline}}
.wm :is(.marks,.fixed) th:first-child {{position:sticky;left:0;background:{p.paper};min-width:9.5rem;z-index:1}}
.wm .marks th[scope=row] {{white-space:nowrap}}
.wm .marks tr.feeds :is(th,td) {{border-bottom:0;padding:0 .2rem .1rem;font-size:.8rem;color:{p.quiet}}}
.wm .marks tr.feeds th {{border-bottom:1px solid {p.rule}}} .wm .marks tr.feeds td {{position:sticky;left:0;background:{p.paper}}}
.wm .marks tr.first th,.wm .marks tr.first td {{border-top:2px solid {p.quiet}}}
.wm .cards {{display:grid;grid-template-columns:repeat(auto-fill,minmax(16.5rem,1fr));gap:1.6rem 2.2rem;margin:0;padding:0;list-style:none}}
.wm .cards li {{margin:0;padding:.7rem 0 0;border-top:1.5px solid {p.quiet}}}
.wm .cards .name {{font-weight:600}} .wm .cards .big {{font-size:1.9rem;font-weight:600;line-height:1.25;color:{p.own}}}
.wm .cards .big small {{font-size:.95rem;font-weight:400;color:{p.quiet}}}
.wm .cards .big.no {{font-size:1.05rem;color:{p.quiet};font-weight:400;padding:.45rem 0}}
.wm .cards img {{display:block;width:100%;max-width:20rem;height:auto;margin:.5rem 0}}
.wm .panels {{display:grid;grid-template-columns:repeat(auto-fill,minmax(10.25rem,1fr));gap:1.3rem 1.4rem;margin:0;padding:0;list-style:none;line-height:1.35}}
.wm .panels li {{margin:0;padding:.5rem 0 0;border-top:1px solid {p.rule};display:flex;flex-direction:column}}
.wm .panels li.chosen {{border-top:3px solid {p.own}}} .wm .panels .name {{font-weight:600}}
.wm .panels img {{display:block;width:100%;height:auto;margin:auto 0 0;padding-top:.4rem}}
.wm .panels .ends {{display:flex;justify-content:space-between;color:{p.quiet};font-size:.8rem;padding-left:15%}}
.wm ol.steps {{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:1rem;margin:0;padding:0;list-style:none}}
.wm ol.steps li {{margin:0;padding:.5rem 0 0;border-top:3px solid {p.rule}}} .wm ol.steps .state {{color:{p.quiet}}}
.wm ol.steps li.done {{border-top-color:{p.quiet}}} .wm ol.steps li.you {{border-top-color:{p.own}}}
.wm ol.steps li.you .state {{color:{p.own};font-weight:700}}
.wm ol.said {{margin:0;padding:0;list-style:none;font-size:1.1rem;line-height:1.55;max-width:52rem}}
.wm ol.said li {{padding:.5rem 0 .5rem 1.1rem;margin:0 0 .35rem;border-left:3px solid {p.rule}}}
.wm ol.said li.worse-line {{border-left-color:{p.worse}}} .wm ol.said li.better-line {{border-left-color:{p.better}}}
.wm ol.asked {{margin:0;padding-left:1.4rem;max-width:52rem}} .wm ol.asked li {{margin:0 0 1rem;padding-left:.3rem}} .wm ol.asked .name {{font-weight:600}}
.wm dl,.wm dt,.wm dd {{margin:0;padding:0}} .wm dl dt {{font-weight:600;margin-top:.8rem}} .wm dl dd {{margin-left:0;overflow-wrap:anywhere}}
@media (max-width:640px) {{.wm th[scope=row] {{min-width:8rem}} .wm .scroll table:not(.marks) {{width:max-content;min-width:100%}} .wm .scroll table:not(.marks) :is(td,th) {{max-width:15rem}} .wm .own th[scope=row] {{min-width:8rem;max-width:8rem;width:8rem}} .wm .marks th[scope=row] {{white-space:normal}} .wm .scroll :is(.marks,.fixed) th:first-child {{min-width:7.5rem;max-width:7.5rem}}}}
</style>"""


def page(body: str, dark: bool) -> str:
    return f'{css(dark)}<div class="wm">{body}</div>'


def link(href: str, label: str, words: str = "") -> str:
    aria = f' aria-label="{escape(words)}"' if words else ""
    return f'<a href="{escape(href)}" target="_self"{aria}>{escape(label)}</a>'
