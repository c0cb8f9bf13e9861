"""What must be settled before the first reader comes."""

from streamlit.runtime.pages_manager import PagesManager


def prepare() -> None:
    """The menu alone says which screens there are.

    A fresh server would otherwise look for them in `pages/` itself, and tell the first reader who follows a link that
    there is no such page.
    """
    PagesManager.uses_pages_directory = False
