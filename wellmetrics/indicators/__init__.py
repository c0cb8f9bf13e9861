"""One file per topic: what is counted, declared and never programmed."""
