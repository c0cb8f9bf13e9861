"""Nodes as tables for secondary hiding: the sums that hold between them, and what hiding each costs."""

from dataclasses import replace

import numpy as np
from scipy.sparse import bmat, csr_matrix, identity, vstack

from wellmetrics.disclosure import cover, secondary
from wellmetrics.disclosure.blocks import Blocks
from wellmetrics.disclosure.figures import Columns, Figures
from wellmetrics.disclosure.memory import Memory
from wellmetrics.disclosure.nodes import Nodes
from wellmetrics.model import OTHERS, OVERLAPPING_CUTS

PART, WHOLE = 0.0, 3.0
# What cover costs, as a power of ten. The trust goes last: only where no cheaper cover does.
# A head's own school is what the file is for: where other schools stand in it, what is summed goes first.
OWN = 4.0
COVER = {"hub": -0.9, "phase": -1.0, "school": 0.0, "pool": 0.5, "last": 2.0}
# Accepted referrals, and those seen, can be spared before the referrals that they are among.
AMONG = -1.5
# Wider groups are what is left to see where the groups that they are made of are hidden.
POOLED = 0.5
# A line that has been of so many people costs twice as much as one of nobody: it says more, and is hidden less often.
MANY = 1


def hide(figures: Figures, cells: Columns, memory: Memory, heads: bool = False) -> np.ndarray:
    """Which cells to hide, of one audience or of many: a node is hidden for every indicator that shares it."""
    if not len(cells["place"]):
        return np.zeros(0, bool)
    nodes = Nodes(figures, cells)
    at_most = _at_most(figures, nodes)
    sums, loose = _sums(figures, nodes, heads)
    n, rests, slacks = len(nodes.codes), len(at_most.indptr) - 1, int(loose.sum())
    # What is left up to nought is a node that nobody gets, and so is what parts are more than their whole.
    more = rests + slacks
    nobody = np.full(more, np.inf)
    more_than_whole = np.maximum((sums @ nodes.people)[loose], 0)
    slack = csr_matrix((-np.ones(slacks), (np.flatnonzero(loose), np.arange(slacks))), (len(loose), slacks))
    table = cover.Table(
        people=np.concatenate([nodes.people, -(at_most @ nodes.people), np.zeros(slacks)]),
        most=np.concatenate([nodes.most(nodes.hidden), nobody[:rests], np.zeros(slacks)]),
        cost=np.concatenate([np.where(nodes.kept, np.inf, _cost(figures, nodes)), nobody]),
        times=np.concatenate([1 + _most_in_line(figures, nodes) / MANY, np.ones(more)]),
        published=np.concatenate([nodes.published, np.zeros(more, bool)]),
        leader=np.concatenate([_question(figures, nodes, np.arange(n)), np.full(more, -1)]),
        known=np.concatenate([nodes.known, np.zeros(more, bool)]),
        slack=np.concatenate([np.full(n + rests, -1.0), more_than_whole]),
        sums=csr_matrix(bmat([[sums, None, slack], [at_most, identity(rests), None]])),
    )
    first = np.concatenate([nodes.hidden, np.zeros(more, bool)])
    hidden = secondary.protect(table, first, memory)
    while (rises := hidden[:n] & (nodes.most(hidden[:n]) > table.most[:n])).any():
        # What told how many there are was hidden as cover: what hangs together with it is covered once more.
        rises = np.append(rises, np.zeros(more, bool))
        blocks = Blocks(table.sums, table.free(first))
        again = np.isin(blocks.of_node, blocks.of_node[rises])
        most = np.append(nodes.most(hidden[:n]), table.most[n:])
        table, first = replace(table, most=np.where(rises, most, table.most)), np.where(again, hidden, first)
        hidden = secondary.protect(table, first, memory)
    return hidden[:n][nodes.of_cell]


def _cost(figures: Figures, nodes: Nodes) -> np.ndarray:
    """What readers can spare first: parts before wholes, few people before many, single schools before the trust.

    The small schools of a phase are all that a board sees of their long absence, so they are kept as the trust is.
    """
    cover = np.array([COVER[_kind(*place)] for place in figures.places])
    whole = np.where(nodes.part == figures.everybody, WHOLE, PART)
    spared = np.where(nodes.own & nodes.in_trust, OWN, cover[nodes.place])
    among = np.where(figures.among[nodes.sort] >= 0, AMONG, 0.0)
    wider = np.where(np.isin(nodes.part, figures.wider_of), POOLED, 0.0)
    return 10.0 ** (spared + whole + wider + among)


def _most_in_line(figures: Figures, nodes: Nodes) -> np.ndarray:
    """The most people that a node's line, its place and part over the terms, has had: holes stay in the same few lines."""
    grain = np.unique(figures.grain, return_inverse=True)[1][nodes.period]
    where = np.stack([nodes.audience, nodes.sort, nodes.place, nodes.part, grain])
    _, line = np.unique(where, axis=1, return_inverse=True)
    most = np.zeros(len(nodes.codes))
    np.maximum.at(most, line, nodes.people)
    return most[line]


def _kind(urn: str, group: str) -> str:
    if urn:
        return "school"
    if group == OTHERS:
        return "pool"
    if group == "" or group.startswith("small "):
        return "last"
    return "phase" if group.endswith(" schools") else "hub"


def _at_most(figures: Figures, nodes: Nodes) -> csr_matrix:
    """Rows that are never above nought: a term's people less the year's, a part's less the whole's, accepted referrals
    less those made, a year's absent staff less those of its terms. What is far below nought bounds nothing closely.
    """
    every = np.arange(len(nodes.codes))
    # Whoever was away for two reasons is in two parts: such parts are more than the whole together, none of them alone.
    part = _parts(figures, nodes)
    part = part[figures.away[nodes.sort[part]]]
    school = figures.is_school[nodes.place]
    away = every[figures.away_all_year[nodes.sort] & school]
    inside = np.concatenate([away, part, every])
    wider = np.concatenate(
        [
            nodes.number(away, period=figures.year_of[nodes.period[away]]),
            nodes.number(part, part=figures.everybody),
            nodes.number(every, sort=figures.among[nodes.sort]),
        ]
    )
    term = every[figures.away_in_a_term[nodes.sort] & school]
    year = nodes.number(term, period=figures.year_of[nodes.period[term]])
    rows = vstack(
        [
            _matrix([(np.arange(len(inside)), wider, inside)], len(every)),
            -_matrix([(year, year, term)], len(every)),
        ]
    ).tocsr()
    rest = -(rows @ nodes.people)
    return csr_matrix(rows[(rest >= 0) & (rest < cover.WIDTH)])


def _terms(figures: Figures, nodes: Nodes, heads: bool) -> tuple[np.ndarray, np.ndarray]:
    """Nodes of terms with those of the years that they make.

    Schools may have means of different terms. Where they are in the file, a group's year is theirs together; a head, who
    sees none of the others, takes the pool's to be the mean of its terms, and the trust's where the own school has as many.
    """
    mean = figures.year_is_mean[nodes.sort] & ~figures.is_school[nodes.place]
    made = figures.made_of_terms[nodes.sort] & figures.steady[nodes.place, nodes.period]
    terms = np.flatnonzero(made & (heads | ~mean) & ~_lacking(figures, nodes))
    year_of = figures.year_of[nodes.period[terms]]
    year = nodes.number(terms, period=year_of)
    whole, many = _whole(figures, nodes), _how_many_terms(figures, nodes, year)
    # A term that tells of a part alone is in no year of which others tell of everybody.
    of_whole = (whole >= 0) & (many[whole] > 0)
    alone = of_whole[year] & (whole[terms] < 0)
    # Where somebody's group is not known, some terms may tell of groups and others not.
    untold = nodes.number(terms, period=year_of, part=figures.not_known_of[nodes.part[terms]]) >= 0
    makes = (year >= 0) & ~(figures.year_is_mean[nodes.sort[terms]] & (alone | untold))
    terms, year, year_of = terms[makes], year[makes], year_of[makes]
    if not heads:
        return terms, year
    own_place = _own_places(nodes)[nodes.audience[terms]]
    own = nodes.number(terms, place=own_place, period=year_of, part=figures.everybody)
    pool = nodes.place[terms] == figures.others
    alike = ~mean[terms] | pool | (own < 0) | (many[own] == many[year])
    return terms[alike], year[alike]


def _whole(figures: Figures, nodes: Nodes) -> np.ndarray:
    """By node: what it is a part of, or itself; -1 where that is not there."""
    return nodes.number(np.arange(len(nodes.codes)), part=figures.everybody)


def _how_many_terms(figures: Figures, nodes: Nodes, year: np.ndarray) -> np.ndarray:
    """By node of a year: how many terms make it, which are those of its whole; nobody was in a part that a term lacks."""
    whole, many = _whole(figures, nodes), np.bincount(year[year >= 0], minlength=len(nodes.codes))
    return np.where((whole >= 0) & (many[whole] > 0), many[whole], many)


def _lacks(figures: Figures, nodes: Nodes, of: np.ndarray, **other: np.ndarray | int) -> np.ndarray:
    """Whether nodes that are like `of`, but for another place or period, have somebody in the whole and no part of the cut."""
    whole = nodes.number(of, **other, part=figures.everybody)
    return (whole >= 0) & (nodes.people[whole] > 0) & ~nodes.has_cut(of, **other)


def _lacking(figures: Figures, nodes: Nodes) -> np.ndarray:
    """Nodes of terms in whose year a term has the figure for everybody and not by their cut."""
    year_of, every = figures.year_of[nodes.period], np.arange(len(nodes.codes))
    lacking = np.zeros(len(every), bool)
    for term, year in enumerate(figures.year_of):
        of = every[(year_of == year) & (year >= 0) & (nodes.part != figures.everybody)]
        lacking[of] |= _lacks(figures, nodes, of, period=term)
    return lacking


def _own_places(nodes: Nodes) -> np.ndarray:
    """The own school's place of each head's file; -1 where it has none."""
    schools = np.flatnonzero(nodes.own)
    own_place = np.full(nodes.audience.max() + 1, -1)
    own_place[nodes.audience[schools]] = nodes.place[schools]
    return own_place


def _question(figures: Figures, nodes: Nodes, of: np.ndarray) -> np.ndarray:
    """The question that each node is one of the answers to; -1 where it is none."""
    return nodes.number(of, part=figures.question_of[nodes.part[of]])


def _parts(figures: Figures, nodes: Nodes) -> np.ndarray:
    """Nodes that are parts of a whole, and of no second one."""
    apart = ~np.isin(figures.cut, ["all", *OVERLAPPING_CUTS])
    return np.flatnonzero(apart[nodes.part] & nodes.in_cut)


def _sums(figures: Figures, nodes: Nodes, heads: bool) -> tuple[csr_matrix, np.ndarray]:
    """The sums that a reader knows: groups of schools, parts of a whole, terms of a year.

    True for those that hold of days and answers, but of people only where nobody is in two parts or two terms.
    """
    group, member = (_own_and_pool if heads else _members)(figures, nodes)
    every = np.arange(len(nodes.codes))
    parts = _parts(figures, nodes)
    whole = nodes.number(parts, part=figures.everybody)
    question = _question(figures, nodes, every)
    # A whole has one sum for each cut of it.
    cuts = np.unique(figures.cut, return_inverse=True)[1]
    sum_of_part = whole * (cuts.max() + 1) + cuts[nodes.part[parts]]
    wider = nodes.number(every, part=figures.wider_of[nodes.part])
    terms, year = _terms(figures, nodes, heads)
    known = [
        (group, group, member),
        *(
            _by_school(nodes, inside, whole)
            for inside, whole in ((nodes.in_trust, figures.trust), (nodes.in_pool, figures.others))
        ),
        (question, question, every),
    ]
    sums, of_parts, years = (
        _matrix(rows, len(nodes.codes))
        for rows in (known, [(sum_of_part, whole, parts), (wider, wider, every)], [(year, year, terms)])
    )
    twice, years = figures.in_two[nodes.sort], years.tocoo()
    # Three terms that rise by one move their mean by one.
    mean = (years.data < 0) & figures.year_is_mean[nodes.sort[years.col]]
    years.data = np.where(mean, -_how_many_terms(figures, nodes, year)[years.col], years.data)
    rows = [sums, of_parts, csr_matrix(years)]
    loose = [np.zeros(len(sums.indptr) - 1, bool), *((abs(one) @ twice) > 0 for one in rows[1:])]
    return csr_matrix(vstack(rows)), np.concatenate(loose)


def _matrix(known: list[tuple[np.ndarray, np.ndarray, np.ndarray]], n: int) -> csr_matrix:
    """One row a sum, its total less its parts: from (sum, total, part) lists, without totals or parts of number -1."""
    rows, columns, values, number = [], [], [], 0
    for sums, totals, parts in known:
        there = (totals >= 0) & (parts >= 0)
        _, first, row = np.unique(sums[there], return_index=True, return_inverse=True)
        rows += [row + number, np.arange(len(first)) + number]
        columns += [parts[there], totals[there][first]]
        values += [np.ones(len(row)), -np.ones(len(first))]
        number += len(first)
    where = (np.concatenate(rows), np.concatenate(columns))
    return csr_matrix((np.concatenate(values), where), shape=(number, n))


def _members(figures: Figures, nodes: Nodes) -> tuple[np.ndarray, np.ndarray]:
    """Every group's node with the node of each school in it."""
    groups = np.flatnonzero(~figures.is_school[nodes.place])
    which, school = np.nonzero(figures.member[nodes.place[groups], :, nodes.period[groups]])
    return groups[which], nodes.number(groups[which], place=school)


def _by_school(nodes: Nodes, inside: np.ndarray, whole: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """In a head's file that holds every school of a sum: trust or pool with each school in it."""
    schools = np.flatnonzero(inside)
    totals = nodes.number(schools, place=whole)
    return totals, totals, schools


def _own_and_pool(figures: Figures, nodes: Nodes) -> tuple[np.ndarray, np.ndarray]:
    """In a head's file: the trust's node with the pool's and, where it was in the trust, the own school's."""
    trust = np.flatnonzero(nodes.closed)
    own = np.where(nodes.with_own[trust], _own_places(nodes)[nodes.audience[trust]], -1)
    parts = [nodes.number(trust, place=figures.others), nodes.number(trust, place=own)]
    return np.tile(trust, 2), np.concatenate(parts)
