"""One file per CSV that a school sends: its columns, allowed values, other names for them, and its checks."""
