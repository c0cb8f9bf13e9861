"""Secondary hiding on tables of a few nodes: what it must cover, what it may not touch, and how near to the least it comes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_matrix

from tests.disclosure.little import COST, FIRST, KNOWN, PEOPLE, sums, table_of
from wellmetrics.disclosure import cover, secondary

WIDTH = 5
UNBOUNDED = 3  # what linprog says


def test_few_unknown_people_under_a_shown_total_are_covered_by_more():
    """Two hidden ones and a shown total of two: each is one. A third part has to go."""
    table = table_of([12, 1, 1, 10], [1000, 1, 1, 1], sums(4, (0, [1, 2, 3])))
    hidden = secondary.protect(table, np.array([False, True, True, False]))
    assert hidden.tolist() == [False, True, True, True]


def test_cover_of_fewer_than_five_people_is_not_enough():
    """The cheap part has four people: with it alone the hidden one would be known to within four."""
    table = table_of([30, 0, 4, 26], [1000, 1, 1, 50], sums(4, (0, [1, 2, 3])))
    hidden = secondary.protect(table, np.array([False, True, False, False]))
    assert hidden[3]
    assert min(widths(table, hidden)) >= WIDTH


@pytest.mark.parametrize("in_two_parts", [False, True])
def test_a_part_that_its_whole_leaves_no_room_is_covered_elsewhere_where_people_may_be_in_two(in_two_parts):
    """Five people, one of them surely a teacher. If nobody is both, four are leaders, whatever else is hidden; else the other
    school's leaders are hidden too, and all leaders together, or they would tell how many."""
    whole, leaders, teachers, others, every, slack = range(6)
    known = sums(6, (whole, [leaders, teachers]), (every, [leaders, others])).tolil()
    known[0, slack] = -1 if in_two_parts else 0
    costs = [np.inf, 1, np.inf, 1, 1000, np.inf]
    table = table_of([5, 4, 1, 9, 13, 0], costs, csr_matrix(known))
    out = np.arange(6) == slack
    table = replace(table, most=np.where(out, 0, table.most), published=~out, slack=np.where(out, 0.0, -1.0))
    hidden = secondary.protect(table, np.arange(6) == leaders)
    assert np.flatnonzero(hidden).tolist() == ([leaders, others, every] if in_two_parts else [leaders])


def test_parts_are_never_fewer_than_their_whole_though_people_may_be_in_two():
    """Whoever of the five is no teacher is a leader: with one teacher, four at least. There may be more teachers, for all that
    is shown of the year, if their number is hidden."""
    whole, leaders, teachers, year, another_term, slack, of_year = range(7)
    known = sums(7, (whole, [leaders, teachers]), (year, [teachers, another_term])).tolil()
    known[0, slack] = known[1, of_year] = -1
    table = table_of([5, 4, 1, 3, 2, 0, 0], [np.inf, 1, 1, *[np.inf] * 4], csr_matrix(known))
    out = np.arange(7) >= slack
    most = np.where(out, 0, np.where(np.arange(7) == leaders, 5, table.most))
    table = replace(table, most=most, published=~out, slack=np.where(out, 0.0, -1.0))
    hidden = secondary.protect(table, np.arange(7) == leaders)
    assert np.flatnonzero(hidden).tolist() == [leaders, teachers]


def test_a_hidden_part_is_never_the_only_unknown_of_a_sum():
    table = table_of(PEOPLE, COST, sums(7, *KNOWN))
    hidden = secondary.protect(table, FIRST)
    assert hidden[1]
    assert not hidden[0]
    assert not hidden[4]
    for total, parts in KNOWN:
        assert hidden[[total, *parts]].sum() != 1


def test_tables_that_share_no_sum_are_hidden_as_each_would_be_by_itself():
    one = table_of(PEOPLE, COST, sums(7, *KNOWN))
    dear = np.where(np.arange(7) == 3, 100.0, COST)
    other = replace(one, cost=dear)
    both = table_of(
        np.tile(PEOPLE, 2), np.concatenate([COST, dear]), csr_matrix(block_diag([one.sums, other.sums]))
    )
    apart = [secondary.protect(table, FIRST).tolist() for table in (one, other)]
    assert apart[0] != apart[1]
    assert secondary.protect(both, np.tile(FIRST, 2)).tolist() == apart[0] + apart[1]


def test_a_figure_that_must_stay_shown_is_never_taken_for_cover():
    """Everything around the hidden part must stay: it is left as it is, for the attacker to find."""
    table = table_of(PEOPLE, np.full(7, np.inf), sums(7, *KNOWN))
    assert secondary.protect(table, FIRST).tolist() == FIRST.tolist()


def test_answers_are_hidden_wherever_their_question_is():
    """Two schools and their trust, each a question with two answers: the question of one school is hidden."""
    school, other, trust = (0, [1, 2]), (3, [4, 5]), (6, [7, 8])
    places = ((6, [0, 3]), (7, [1, 4]), (8, [2, 5]))
    table = table_of(
        [12, 6, 6, 14, 7, 7, 26, 13, 13],
        [1, 1, 1, 1, 1, 1, 1000, 1000, 1000],
        sums(9, school, other, trust, *places),
        leader=[-1, 0, 0, -1, 3, 3, -1, 6, 6],
    )
    hidden = secondary.protect(table, np.arange(9) == 0)
    assert hidden.tolist() == [True] * 6 + [False] * 3


# How near to the least it comes: small tables solved exactly, by trying every set of cells in the order of its size.


def widths(table: cover.Table, hidden: np.ndarray) -> Iterator[float]:
    """How far each hidden node may be from what it is, both ways together, for somebody who knows all that is shown."""
    nodes = np.flatnonzero(hidden)
    known, people = table.sums.toarray()[:, nodes], table.people[nodes]
    for node in range(len(nodes)):
        ends = [
            linprog(
                way * (np.arange(len(nodes)) == node),
                A_eq=known,
                b_eq=np.zeros(len(known)),
                bounds=[(-p, None) for p in people],
            )
            for way in (1, -1)
        ]
        yield np.inf if any(end.status == UNBOUNDED for end in ends) else -sum(end.fun for end in ends)


def safe(table: cover.Table, hidden: np.ndarray) -> bool:
    alone = ((table.sums != 0) @ hidden.astype(int) == 1).any()
    return not alone and all(width >= WIDTH - 1e-6 for width in widths(table, hidden))


def least(table: cover.Table, primary: np.ndarray) -> int | None:
    """The fewest hidden parts; None where totals would have to go."""
    others = [node for node in np.flatnonzero(~primary) if table.cost[node] == 1]
    for more in chain.from_iterable(combinations(others, n) for n in range(len(others) + 1)):
        hidden = primary | np.isin(np.arange(len(primary)), more)
        if safe(table, hidden):
            return int(hidden.sum())
    return None


def grids(seed: int, rows: int = 3, columns: int = 4) -> Iterator[tuple[cover.Table, np.ndarray]]:
    """Schools by groups of staff with the totals of both: 1 to 4 people are hidden for their own sake."""
    random = np.random.default_rng(seed)
    place = np.arange(rows * columns).reshape(rows, columns)
    n = place.size
    lines = [*place, *place.T]
    known = [(n + i, line.tolist()) for i, line in enumerate(lines)]
    totals = n + len(lines)
    known += [(totals, [n + i for i in range(rows)]), (totals, [n + rows + i for i in range(columns)])]
    while True:
        inside = random.choice([2, 3, 6, 8, 11, 15, 20], size=n)
        sides = [int(inside[line].sum()) for line in lines]
        people = np.array([*inside, *sides, inside.sum()])
        cost = np.where(np.arange(totals + 1) < n, 1.0, 1000.0)
        yield table_of(people, cost, sums(totals + 1, *known)), people < WIDTH


def compared(tables: int, seed: int) -> np.ndarray:
    """Hidden by the product and by the best there is, table by table."""
    found = []
    for table, primary in grids(seed):
        best = least(table, primary)
        if best:
            hidden = secondary.protect(table, primary)
            assert safe(table, hidden)
            found.append((int(hidden.sum()), best))
        if len(found) == tables:
            break
    return np.array(found)


def test_small_tables_are_hidden_nearly_as_little_as_can_be():
    hidden, best = compared(20, seed=1).sum(axis=0)
    assert best <= hidden <= 1.5 * best


@pytest.mark.long
def test_two_hundred_tables_are_hidden_nearly_as_little_as_can_be():
    every = compared(200, seed=2)
    hidden, best = every.sum(axis=0)
    print(
        f"hidden {hidden}, least possible {best}: {hidden / best:.3f} times; at most {(every[:, 0] / every[:, 1]).max():.2f}"
    )
    assert hidden <= 1.5 * best
