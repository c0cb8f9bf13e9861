"""What a page may load and do: nothing from elsewhere is loaded, and nothing is sent elsewhere."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

import streamlit as st


@lru_cache(maxsize=8)
def policy(host: str) -> str:
    """For a server of this name. Styles stand in what charts and tables draw; scripts only in files of the server's own."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text()
    own = [
        hashlib.sha256(text.encode()).digest() for text in re.findall(r"<script>(.*?)</script>", page, re.S)
    ]
    scripts = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in own)
    return (
        f"default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        f"font-src 'self' data:; connect-src 'self' ws://{host} wss://{host}; worker-src 'self' blob:; manifest-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
