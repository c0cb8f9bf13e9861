"""From the bytes a school sends to checked rows: read, match, check. Nothing is stored here."""
