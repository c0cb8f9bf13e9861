"""A file that leaves runs nothing in the reader's spreadsheet."""

import csv
import io

import pytest

from wellmetrics.export.tables import csv_text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text):
    rows = list(csv.reader(io.StringIO(csv_text(["a"], [[text]]), newline="")))
    assert rows == [["a"], ["'" + text.replace("\r", "\n")]]


def test_numbers_stay_numbers_and_nothing_stays_empty():
    assert csv_text(["a", "b"], [[-1.5, None]]) == "a,b\n-1.5,\n"
