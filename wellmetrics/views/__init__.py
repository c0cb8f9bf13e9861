"""From a release and a choice to what one screen shows: frozen records, without a line of drawing."""
