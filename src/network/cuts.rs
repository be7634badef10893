//! Parties that hold the map together.

use std::collections::BTreeSet;

use super::Graph;

/// A party that the search has not come to.
const UNSEEN: u32 = 0;

/// The numbers of the parties without which some of the others would no longer hang together, whatever the
/// direction of the handoffs between them: the articulation points of the undirected graph.
///
/// Tarjan, Depth-first search and linear graph algorithms, SIAM Journal on Computing 1 (1972), without recursion,
/// which a long chain of handoffs would make too deep.
#[must_use]
pub fn articulation_points(graph: &Graph) -> BTreeSet<usize> {
    let mut points = BTreeSet::new();
    // When the search came to each party, from 1 on, and how far up it gets by the parties found from it.
    let mut seen = vec![UNSEEN; graph.len()];
    let mut lowest = vec![UNSEEN; graph.len()];
    let mut clock = UNSEEN;
    for root in 0..graph.len() {
        if seen[root] != UNSEEN {
            continue;
        }
        clock += 1;
        (seen[root], lowest[root]) = (clock, clock);
        let mut branches = 0;
        let mut stack = vec![(root, neighbours(graph, root))];
        while let Some((party, rest)) = stack.last_mut() {
            let party = *party;
            if let Some(next) = rest.next() {
                if seen[next] == UNSEEN {
                    clock += 1;
                    (seen[next], lowest[next]) = (clock, clock);
                    stack.push((next, neighbours(graph, next)));
                } else {
                    // The way back to the party before is no other way, but it cannot make a difference either.
                    lowest[party] = lowest[party].min(seen[next]);
                }
                continue;
            }
            stack.pop();
            let Some((before, _)) = stack.last() else { break };
            lowest[*before] = lowest[*before].min(lowest[party]);
            if *before == root {
                branches += 1;
            } else if lowest[party] >= seen[*before] {
                points.insert(*before);
            }
        }
        if branches > 1 {
            points.insert(root);
        }
    }
    points
}

/// Everybody at the other end of an arc; twice where there are arcs in both directions.
fn neighbours(graph: &Graph, party: usize) -> impl Iterator<Item = usize> + use<'_> {
    graph.customers_of(party).chain(graph.providers_of(party))
}
