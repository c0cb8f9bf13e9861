"""The only door between figures and readers."""
