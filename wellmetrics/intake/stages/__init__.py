"""The stages of a check after the file is open: its columns, its shape, its cells, and the replies of a survey."""
