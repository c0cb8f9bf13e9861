"""From view models to figures, each with its words and its table."""
