"""Sets of nodes that no sum ties together: each is protected as if there were no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from scipy.sparse import coo_matrix, csc_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

DIGEST = 16  # bytes


@dataclass(frozen=True, slots=True)
class Part:
    """Some blocks of a table: which nodes may move, the sums between them, a column a node, and whose block each is."""

    nodes: np.ndarray
    sums: csc_matrix
    block: np.ndarray


class Blocks:
    """Nodes that cannot move tie nothing."""

    def __init__(self, sums: csr_matrix, moving: np.ndarray) -> None:
        self.sums, self.moving = sums, moving
        ties = coo_matrix(sums)
        row, column = ties.row[moving[ties.col]], ties.col[moving[ties.col]]
        rows, nodes = len(sums.indptr) - 1, len(moving)
        graph = coo_matrix((np.ones(len(row)), (column, nodes + row)), shape=(nodes + rows,) * 2)
        self.count, number = connected_components(graph, directed=False)
        self.of_node, self.of_sum = number[:nodes], number[nodes:]
        self.sizes = np.bincount(self.of_node[moving], minlength=self.count)

    def having(self, nodes: np.ndarray) -> np.ndarray:
        """The numbers of the blocks in which one of the marked nodes moves with others, in order."""
        number = np.unique(self.of_node[nodes & self.moving])
        return number[self.sizes[number] > 1]

    def part(self, blocks: np.ndarray) -> Part:
        wanted = np.zeros(self.count, bool)
        wanted[blocks] = True
        inside = np.flatnonzero(wanted[self.of_node] & self.moving)
        sums = csc_matrix(self.sums[wanted[self.of_sum]])[:, inside]
        return Part(inside, sums, self.of_node[inside])

    @cached_property
    def place(self) -> np.ndarray:
        """The number of each node that moves among those of its block."""
        place = np.zeros(len(self.moving), int)
        inside = np.flatnonzero(self.moving)
        for_block = inside[np.argsort(self.of_node[inside], kind="stable")]
        place[for_block] = _counted(self.of_node[for_block])
        return place

    def place_of(self, nodes: np.ndarray) -> np.ndarray:
        """The same of nodes that may be none (-1)."""
        return np.where(nodes >= 0, self.place[nodes], -1)

    def nodes_of(self, blocks: np.ndarray) -> list[np.ndarray]:
        """The nodes of each of the blocks, both in order."""
        part = self.part(blocks)
        order = np.argsort(part.block, kind="stable")
        return np.split(part.nodes[order], np.searchsorted(part.block[order], blocks[1:]))

    def digests(self, blocks: np.ndarray, columns: Sequence[np.ndarray], salt: bytes) -> list[bytes]:
        """What tells each of the blocks from any other: its nodes' columns and its sums, wherever in the table it stands."""
        part = self.part(blocks)
        nodes = np.argsort(part.block, kind="stable")
        about = np.column_stack([column[part.nodes[nodes]].astype(float) for column in columns])
        ties = coo_matrix(part.sums)
        place, block = self.place[part.nodes[ties.col]], part.block[ties.col]
        order = np.lexsort([place, ties.row, block])
        block, row = block[order], ties.row[order]
        begins = np.diff(row, prepend=-1) != 0
        line = np.cumsum(begins)
        first = np.searchsorted(block, block)
        sums = np.column_stack([line - line[first], place[order], ties.data[order]]).astype(float)
        return [
            blake2b(a.tobytes() + b.tobytes(), digest_size=DIGEST, salt=salt).digest()
            for a, b in zip(
                np.split(about, np.searchsorted(part.block[nodes], blocks[1:])),
                np.split(sums, np.searchsorted(block, blocks[1:])),
                strict=True,
            )
        ]


def _counted(numbers: np.ndarray) -> np.ndarray:
    """0, 1, 2 and so on within each run of equal numbers."""
    return np.arange(len(numbers)) - np.searchsorted(numbers, numbers)
