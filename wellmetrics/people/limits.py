"""How long a sign-in holds."""

from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
SIGN_IN = "Sign in to see this trust's figures."
AFTER_IDLE = "You were signed out after 30 minutes without use. Sign in again to go on."
AFTER_LONG = "You were signed out after 8 hours. Sign in again to go on."
AFTER_END = "You are signed out. Sign in again to go on."


def over(began: datetime, seen: datetime, now: datetime) -> str:
    """Why a session that began and was last seen then holds no longer; empty while it holds."""
    if now - began >= LONGEST:
        return AFTER_LONG
    return AFTER_IDLE if now - seen >= IDLE else ""
