"""From published cells to signals, and from signals to sentences."""
