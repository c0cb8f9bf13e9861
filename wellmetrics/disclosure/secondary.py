"""Hides a little more, so that nobody can bound a hidden number of people closely from the shown ones.

Neither whoever has this release alone, nor whoever has kept what was shown before. What is hidden is found by `cover`;
here it is done once for tables that are alike, and not again for those that have not changed.
"""

from dataclasses import replace
from hashlib import blake2b
from pathlib import Path

import numpy as np
import scipy

from wellmetrics.disclosure import cover
from wellmetrics.disclosure.blocks import Blocks
from wellmetrics.disclosure.cover import Table, covered
from wellmetrics.disclosure.memory import Memory

ONE = 0.99  # whoever moves by one person at all cannot be worked out
# What another method or solver worked out is not remembered.
METHOD = blake2b(
    b"".join(Path(file).read_bytes() for file in (__file__, cover.__file__)) + scipy.__version__.encode(),
    digest_size=blake2b.SALT_SIZE,
).digest()


def protect(table: Table, primary: np.ndarray, memory: Memory | None = None) -> np.ndarray:
    """Which nodes to hide: the primary ones, and others until each is safe or as safe as what must stay shown allows.

    Each block is worked on by itself, so what was worked out for the same block before is taken from `memory`.
    """
    memory = memory or Memory()
    hidden = primary.copy()
    table.follow(hidden)
    blocks = Blocks(table.sums, table.free(hidden))
    concerned = blocks.having(hidden)
    if not len(concerned):
        return hidden
    # Not `times`: that a line has more people from now on is no reason to protect its earlier years anew.
    leader = blocks.place_of(table.leader)
    about = (table.people, table.most, table.cost, table.published, leader, table.slack, hidden)
    nodes, digests = blocks.nodes_of(concerned), blocks.digests(concerned, about, METHOD)
    # What was hidden of the same block before is hidden again, if nobody was shown any of it since.
    stays = table.known & ~hidden
    marks = [memory.recall(digest) for digest in digests]
    new = [i for i, marked in enumerate(marks) if marked is None or (marked & stays[nodes[i]]).any()]
    # Audiences have many a block in common: where they know the same of it, it is worked on once.
    alike = {(digests[i], table.known[nodes[i]].tobytes()): i for i in new}
    if alike:
        part = blocks.part(concerned[list(alike.values())])
        hidden[part.nodes] = _protected(table.only(part, blocks.place), hidden[part.nodes])
        for i in new:
            marks[i] = marked = hidden[nodes[alike[digests[i], table.known[nodes[i]].tobytes()]]]
            memory.add(digests[i], marked)
    for of_block, marked in zip(nodes, marks, strict=True):
        hidden[of_block] = marked
    return hidden


def _protected(table: Table, primary: np.ndarray) -> np.ndarray:
    """Safe from whoever has this release alone, and from whoever has kept what was shown before.

    What was shown before stays shown, but where something beside it can be made safe in no other way.
    """
    best = table.at_best(primary)
    stays = replace(table, cost=np.where(table.known, np.inf, table.cost))
    hidden, reach = covered(stays, primary, best)
    _give_way(table, primary, best, hidden, reach)
    _loosely(stays, hidden, reach)
    # What is hidden now and was shown before is cover to whoever never saw it, and none to whoever did.
    blocks = Blocks(table.sums, table.free(hidden))
    known = np.unique(blocks.of_node[table.known & (hidden | ~table.published)])
    if len(known):
        part = blocks.part(known)
        keeper, sought = table.only(part, table.place).without_known(), (hidden & ~table.known)[part.nodes]
        hidden[part.nodes] |= covered(keeper, sought, keeper.at_best(sought))[0]
    return hidden


def _loosely(table: Table, hidden: np.ndarray, reach: np.ndarray) -> None:
    """What cannot be made safe where sums of people are taken to hold may be so for readers who know that they need not.

    What is hidden for it is made safe where they hold as well, as those of days do.
    """
    blocks = Blocks(table.sums, table.free(hidden))
    wanted = table.loosened().at_best(hidden)
    wanted[hidden & (reach > wanted - cover.NEAR)] = 0
    wanting = blocks.having(hidden & (wanted > 0))
    if len(wanting):
        part = blocks.part(wanting)
        same, before = table.only(part, table.place), hidden[part.nodes]
        marks, _ = covered(same.loosened(), before, wanted[part.nodes])
        hidden[part.nodes], _ = covered(same, marks, np.where(before, 0, same.at_best(marks)))


def _give_way(
    table: Table, primary: np.ndarray, best: np.ndarray, hidden: np.ndarray, reach: np.ndarray
) -> None:
    """Hides what was shown before in blocks where something could be worked out otherwise, by whoever never saw it."""
    blocks = Blocks(table.sums, table.free(primary))
    fixed = hidden & (best >= ONE) & (reach < ONE)
    with_known, wanting = (np.unique(blocks.of_node[nodes]) for nodes in (table.known & blocks.moving, fixed))
    again = np.intersect1d(with_known, wanting)
    if len(again):
        part = blocks.part(again)
        given_way = covered(table.only(part, table.place), primary[part.nodes], best[part.nodes])
        hidden[part.nodes], reach[part.nodes] = given_way
