"""Which nodes of a table to hide besides those that are hidden for their own sake: the cheapest that cover them.

A table is a set of nodes (a place, a period and a part) with the sums that hold between them. Tables that share no
sum, such as those of two audiences, may stand in one: each block is worked on by itself, all of them at a time.

A reader knows every shown number and every sum, that no number is below nought, and how many people there are. A
*change* is what such a reader cannot rule out: hidden nodes move together, every sum stays, none falls below nought
or rises above all there are. A hidden node is safe when the changes that are possible move it through WIDTH people.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, csc_matrix, csr_matrix, hstack

from wellmetrics.disclosure.blocks import Blocks, Part
from wellmetrics.disclosure.primary import FEW

WIDTH = float(FEW)  # a hidden number may be bounded no closer than that: upper less lower
NEAR = 1e-6
MOVED = 1e-5
NODES_AT_ONCE = 3000  # small blocks share a linear programme, so that it is worth its start
DRAWS, DRAW_EACH = 3, 6  # changes drawn before the first round, and how many rounds go by between later ones
FREE = 1e-3  # what it costs to move a node that is hidden already
MANY = 1e6  # more people than any trust has
REWARD = 100  # to move the chosen node is worth so much more than the dearest cover of its block
# Drawn once: what a node gets hangs on its place in its block, so a block fares the same whatever it is worked on with.
CHANCE = np.random.default_rng(20251122).uniform(-1, 1, 4099)
SLIGHTLY = 1e-4  # of things that cost the same, always the same one is taken


@dataclass(frozen=True, slots=True)
class Table:
    """Nodes by number. A sum is a row: -1 at the total, 1 at each of its parts.

    `people` per node, and how many there are at `most`; `cost` of hiding it, infinite where it stays shown whatever
    happens, and how many `times` that for the people its line has had; `published` is false for nodes that a reader
    never gets but that sums run over; a node is hidden wherever its `leader` is (-1: it has none). What is `known`, from
    what was shown before, covers nothing, and stays shown if it may be. `slack` is by how much parts are more than their
    total, as people may be in two of them (-1: the node stands for no such thing). Those nodes stand with the total, at
    -1, and are of nobody who could move unless the table is `loosened`. `place` is each node's number in its block.
    """

    people: np.ndarray
    most: np.ndarray
    cost: np.ndarray
    times: np.ndarray
    published: np.ndarray
    leader: np.ndarray
    sums: csr_matrix
    known: np.ndarray
    slack: np.ndarray
    place: np.ndarray = field(default_factory=lambda: np.zeros(0, int))

    def follow(self, hidden: np.ndarray) -> None:
        hidden |= (self.leader >= 0) & hidden[self.leader] & self.published

    def free(self, hidden: np.ndarray) -> np.ndarray:
        """What may move: all but what stays shown whatever happens."""
        return hidden | ~self.published | np.isfinite(self.cost)

    def at_best(self, hidden: np.ndarray) -> np.ndarray:
        """How far a node can move at most, as far as WIDTH: under a total that stays shown, all free parts have no more
        than they have."""
        free, ties = self.free(hidden), coo_matrix(self.sums)
        total_is_free = (self.sums < 0) @ (free & (self.most > 0)) > 0
        people = np.where(total_is_free, np.inf, abs(self.sums) @ np.where(free, self.people, 0))
        most = np.minimum(self.most, WIDTH)
        np.minimum.at(most, ties.col, people[ties.row])
        return most

    def loosened(self) -> "Table":
        """The same for who knows that parts may be more than their whole, by however many, and are never fewer."""
        slack = self.slack >= 0
        return replace(
            self, people=np.where(slack, self.slack, self.people), most=np.where(slack, MANY, self.most)
        )

    def without_known(self) -> "Table":
        """The same with what is known as shown numbers that stay."""
        return replace(
            self,
            cost=np.where(self.known, np.inf, self.cost),
            published=self.published | self.known,
            leader=np.where(self.known, -1, self.leader),
        )

    def only(self, part: Part, place: np.ndarray) -> "Table":
        """The blocks of the part, as a table of their own."""
        n = part.nodes
        leader = np.searchsorted(n, self.leader[n]).clip(max=len(n) - 1)
        leader = np.where(n[leader] == self.leader[n], leader, -1)
        given = {
            name: getattr(self, name)[n]
            for name in ("people", "most", "cost", "times", "published", "known", "slack")
        }
        return Table(**given, leader=leader, sums=csr_matrix(part.sums), place=place[n])


def covered(table: Table, primary: np.ndarray, target: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each hidden node that is not safe, the cheapest set of nodes that could all move with it is found by linear
    programming and hidden too (the heuristic of Kelly, Golden and Assad 1992, with bounds on every move). A round
    takes one such node of every block, the dearest first. A primary node that is not published is as safe as others.
    Returns what to hide, and how far each can move, as far as that was looked at.
    """
    hidden, settled = primary.copy(), np.zeros(len(primary), bool)
    blocks, spread = Blocks(table.sums, table.free(hidden)), Spread(table, target)
    roomy = _room(table, hidden) >= WIDTH
    for number in count():
        table.follow(hidden)
        if number % DRAW_EACH == 0:
            spread.draw(hidden, hidden & ~settled, 1 if number else DRAWS)
        unsafe = np.flatnonzero(spread.narrow() & hidden & ~settled)
        if not len(unsafe):
            break
        cost = np.minimum((table.cost * table.times)[unsafe], np.finfo(float).max)
        unsafe = unsafe[np.lexsort([unsafe, -cost])]
        one = _one_each(blocks, unsafe)
        for first, some in ((1, one[roomy[one]]), (-1, one[~roomy[one]])):
            for chosen in _batches(blocks, some):
                settled[_lift(table, hidden, blocks, spread, chosen, first)] = True
    return hidden, spread.high - spread.low


def _room(table: Table, hidden: np.ndarray) -> np.ndarray:
    """How many others there are under the smallest shown total of each node: so many of them may turn out to be its."""
    parts = coo_matrix(table.sums > 0)
    total = (table.sums < 0) @ np.where(hidden, np.inf, table.people)
    room = np.full(len(table.people), np.inf)
    np.minimum.at(room, parts.col, total[parts.row] - table.people[parts.col])
    return room


def _one_each(blocks: Blocks, nodes: np.ndarray) -> np.ndarray:
    """The first node of each block."""
    return nodes[np.unique(blocks.of_node[nodes], return_index=True)[1]]


def _batches(blocks: Blocks, nodes: np.ndarray) -> Iterator[np.ndarray]:
    """Nodes of different blocks, in sets of about NODES_AT_ONCE nodes that may move with them."""
    if not len(nodes):
        return
    size = np.cumsum(blocks.sizes[blocks.of_node[nodes]])
    yield from np.split(nodes, np.flatnonzero(np.diff(size // NODES_AT_ONCE)) + 1)


def _lift(
    table: Table, hidden: np.ndarray, blocks: Blocks, spread: "Spread", chosen: np.ndarray, first: int
) -> np.ndarray:
    """Hides what lets the chosen node of each block rise (fall) far enough, or else fall (rise) as well.

    Returns those that cannot. Where few others stand under a shown total it falls first: to let it rise, the total
    would have to go.
    """
    for way in (first, -first):
        wanted = spread.wanted(chosen, way)
        moves = chosen[wanted > NEAR]
        if len(moves):
            part = blocks.part(blocks.of_node[moves])
            _hide(
                table, hidden, spread, part, _cheapest(table, hidden, part, moves, wanted[wanted > NEAR], way)
            )
        chosen = chosen[spread.narrow()[chosen]]
    if len(chosen):
        _entangle(table, hidden, blocks.part(blocks.of_node[chosen]), chosen)
    return chosen


def _entangle(table: Table, hidden: np.ndarray, part: Part, chosen: np.ndarray) -> None:
    """Nobody there can make up for the nodes; they are at least no plain difference of shown numbers."""
    many = np.where(table.slack >= 0, 0, MANY)
    boundless = replace(table, people=many, most=2 * many)
    change = _cheapest(boundless, hidden, part, chosen, np.ones(len(chosen)), 1)
    hidden[part.nodes[(np.abs(change) > MOVED) & table.published[part.nodes]]] = True


def _hide(table: Table, hidden: np.ndarray, spread: "Spread", part: Part, change: np.ndarray) -> None:
    """What moves is hidden, and is known to be able to move so far."""
    hidden[part.nodes[(np.abs(change) > MOVED) & table.published[part.nodes]]] = True
    spread.saw(part.nodes, change)


def _cheapest(
    table: Table, hidden: np.ndarray, part: Part, chosen: np.ndarray, wanted: np.ndarray, way: int
) -> np.ndarray:
    """The change of the part's nodes that moves the chosen ones one way as far as wanted, or as they go, at least cost."""
    nodes, n = part.nodes, len(part.nodes)
    cost = np.where(hidden[nodes] | ~table.published[nodes], FREE, table.cost[nodes] * table.times[nodes])
    cost *= 1 + SLIGHTLY * CHANCE[table.place[nodes] % len(CHANCE)]
    most = np.concatenate([table.most[nodes] - table.people[nodes], table.people[nodes]])  # up, then down
    # A node costs the same whether it moves by all it can or by WIDTH.
    price = np.tile(cost, 2) / np.clip(most, 0.5, WIDTH)
    up = np.searchsorted(nodes, chosen)
    forth, back = (up, n + up) if way > 0 else (n + up, up)
    dearest = np.zeros(part.block.max(initial=-1) + 1)
    np.maximum.at(dearest, part.block, np.maximum(price[:n], price[n:]))
    price[forth] -= REWARD * dearest[part.block[up]]
    most[forth], most[back] = np.minimum(most[forth], wanted), 0
    found = _solved(price, csc_matrix(hstack([part.sums, -part.sums])), np.zeros(2 * n), most)
    return found[:n] - found[n:]


def _solved(cost: np.ndarray, sums: csc_matrix, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The cheapest change within bounds that keeps every sum; no change is always one."""
    bounds, zeros = np.column_stack([low, high]), np.zeros(sums.get_shape()[0])
    # Such small programmes are solved sooner than they are made smaller.
    found = linprog(
        cost, A_eq=sums, b_eq=zeros, bounds=bounds, method="highs-ds", options={"presolve": False}
    )
    if found.x is None:
        raise ArithmeticError(f"The figures could not be protected: {found.message}")
    return found.x


class Spread:
    """How far each node is known to be able to move, up and down, and how far it is to: a change once possible stays so."""

    def __init__(self, table: Table, target: np.ndarray) -> None:
        self.table, self.target = table, target
        self.low, self.high = np.zeros(len(target)), np.zeros(len(target))
        # Nothing is known of a node that is in no sum.
        self.high[np.diff(csc_matrix(table.sums).indptr) == 0] = np.inf
        self._draws = 0

    def narrow(self) -> np.ndarray:
        return self.high - self.low < self.target - NEAR

    def wanted(self, nodes: np.ndarray, way: int) -> np.ndarray:
        """How far each node is to move one way, as it is known to move the other; nought where it is known to."""
        people, most = self.table.people[nodes], self.table.most[nodes]
        low, high, target = self.low[nodes], self.high[nodes], self.target[nodes]
        known, other, room = (high, -low, most - people) if way > 0 else (-low, high, people)
        goal = np.minimum(target - other, room)
        return np.where(goal > known + NEAR, goal, 0)

    def saw(self, nodes: np.ndarray, change: np.ndarray) -> None:
        self.low[nodes] = np.minimum(self.low[nodes], change)
        self.high[nodes] = np.maximum(self.high[nodes], change)

    def draw(self, hidden: np.ndarray, nodes: np.ndarray, times: int) -> None:
        """Changes that take many of the nodes far, up and down at random, without hiding anything more."""
        blocks = Blocks(self.table.sums, hidden | ~self.table.published)
        for _ in range(times):
            self._draws += 1
            narrow = self.narrow() & nodes
            for some in _batches(blocks, _one_each(blocks, np.flatnonzero(narrow))):
                self._draw(blocks.part(blocks.of_node[some]), narrow)

    def _draw(self, part: Part, narrow: np.ndarray) -> None:
        sought, people = narrow[part.nodes], self.table.people[part.nodes]
        low, high = -people, self.table.most[part.nodes] - people
        way = CHANCE[(self.table.place[part.nodes] + 331 * self._draws) % len(CHANCE)] * sought
        low, high = (
            np.where(sought, np.maximum(low, -WIDTH), low),
            np.where(sought, np.minimum(high, WIDTH), high),
        )
        for cost in (way, -way):
            self.saw(part.nodes, _solved(cost, part.sums, low, high))
