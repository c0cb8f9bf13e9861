"""Who may sign in, as what, and until when."""

import streamlit as st

from pages.parts import inviting
from pages.parts.frame import asked, dark
from pages.parts.states import only
from pages.parts.text import plain
from wellmetrics import access, people
from wellmetrics.charts import office as drawn
from wellmetrics.views import office

at = asked()
only(at, "administrator")
schools = access.schools(at.home)
given = people.people(at.home, at.grant)
view = office.view(given, schools)

st.title("People")
st.markdown(plain(view.said))
st.header("Invite somebody")
inviting.invite(at, schools)
if view.standing:
    st.header("Change or remove a role")
    inviting.change(at, view.standing, schools)
if view.rows:
    st.header("Everybody who was invited")
    st.html(drawn.people(view, dark()))
st.markdown("[Who has seen, loaded and saved what](/record)")
