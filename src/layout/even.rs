//! Maps too large to be read as a whole: columns about equally high, and as many of them as make a map that suits a screen.
//!
//! Many parties stand on some levels and few on others, so columns that follow the levels alone are a skyline: it is as
//! high as its highest tower, and most of it is empty. Here the parties go, level by level, into columns that hold the same
//! number each. A level of many takes several columns beside each other, and the last of them is filled up from the next
//! level with those whom nobody in it serves. So each handoff that ran to the right still does.

use super::{flow::WIDE_PITCH, graph::Graph, settle};

/// How much wider than high a large map is to be. It comes out a little wider, because not every column gets full.
const ASPECT: f64 = 1.28;

/// How many times the usual number a column may hold after all, for shorter handoffs.
const FULLEST: f64 = 1.2;

/// How many parties a column usually holds, where there are so many in all.
pub fn usual(parties: usize) -> usize {
    let high = FULLEST * settle::PLAY * settle::PITCH;
    let usual = (parties as f64 * WIDE_PITCH / (ASPECT * high)).sqrt();
    (usual.ceil() as usize).max(1)
}

/// The most that a column may hold.
pub fn fullest(usual: usize) -> usize {
    (usual as f64 * FULLEST) as usize
}

/// The column of each party and how many there are. `before` are columns that follow the levels, `order` is who stands
/// there, from left to right. Everybody else, the paying customers, comes after the last column.
pub fn columns(graph: &Graph, before: &[usize], order: &[usize], usual: usize) -> (Vec<usize>, usize) {
    let mut of = vec![usize::MAX; graph.len()];
    // How many the last column holds.
    let (mut count, mut held) = (0, usual);
    let mut rest = Vec::new();
    for level in order.chunk_by(|&a, &b| before[a] == before[b]) {
        rest.clear();
        for &party in level {
            // Whoever has no column yet is on this level or a later one.
            let is_free = || {
                let mut near = graph.near[party].iter();
                near.all(|near| near.receives || before[near.party] >= before[party] || of[near.party] + 1 < count)
            };
            if held < usual && is_free() {
                of[party] = count - 1;
                held += 1;
            } else {
                rest.push(party);
            }
        }
        for column in rest.chunks(usual) {
            for &party in column {
                of[party] = count;
            }
            (count, held) = (count + 1, column.len());
        }
    }
    for of in of.iter_mut().filter(|of| **of == usize::MAX) {
        *of = count;
    }
    (of, count)
}

#[cfg(test)]
mod tests {
    use super::{super::graph::Edge, *};

    /// The first column has many parties, of whom each serves two of the second; those serve the last, the customer.
    #[test]
    fn a_level_of_many_is_split_and_nobody_comes_beside_whom_they_serve() {
        let (many, few) = (25, 7);
        let whole = many + few + 1;
        let serves = |from: usize, to: usize| Edge { from, to, weight: 2.0 };
        let mut edges: Vec<Edge> = (0..few).map(|k| serves(many + k, whole - 1)).collect();
        edges.extend((0..many).flat_map(|k| [serves(k, many + k % 5), serves(k, many + (k + 1) % 5)]));
        let graph = Graph::new((0..whole).map(|k| k + 1 == whole).collect(), edges);
        let before: Vec<usize> = (0..whole)
            .map(|k| usize::from(k >= many) + usize::from(k + 1 == whole))
            .collect();
        let order: Vec<usize> = (0..whole - 1).collect();
        let (of, count) = columns(&graph, &before, &order, 10);
        assert!(graph.edges.iter().all(|edge| of[edge.from] < of[edge.to]), "{of:?}");
        let held = |column: usize| of.iter().filter(|of| **of == column).count();
        // The two whom nobody serves fill the third column up; the customer has one to itself.
        assert_eq!((0..=count).map(held).collect::<Vec<_>>(), [10, 10, 7, 5, 1]);
    }

    #[test]
    fn larger_maps_have_more_and_fuller_columns() {
        let sizes: Vec<(usize, usize)> = [600, 2_000, 10_000]
            .map(|parties| (usual(parties), parties / usual(parties)))
            .into();
        assert!(sizes.is_sorted(), "{sizes:?}");
    }
}
