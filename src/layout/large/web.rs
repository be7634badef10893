//! Who is linked to whom, whichever way, in a form that is quick to walk.

use crate::layout::graph::Graph;

/// Numbered nodes with weighted links, each seen from both sides.
#[derive(Clone, Debug, Default)]
pub struct Web {
    start: Vec<usize>,
    near: Vec<(usize, f32)>,
}

impl Web {
    /// What is linked more than once counts together; a link from a node to itself is left out.
    pub fn new(nodes: usize, mut links: Vec<(usize, usize, f32)>) -> Self {
        links.retain(|(one, other, _)| one != other);
        for link in &mut links {
            *link = (link.0.min(link.1), link.0.max(link.1), link.2);
        }
        links.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        links.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 += next.2;
            }
            same
        });
        let mut start = vec![0; nodes + 1];
        for (one, other, _) in &links {
            start[one + 1] += 1;
            start[other + 1] += 1;
        }
        for node in 0..nodes {
            start[node + 1] += start[node];
        }
        let mut next = start.clone();
        let mut near = vec![(0, 0.0); links.len() * 2];
        for (one, other, weight) in links {
            near[next[one]] = (other, weight);
            next[one] += 1;
            near[next[other]] = (one, weight);
            next[other] += 1;
        }
        Self { start, near }
    }

    /// The whole map.
    pub fn of(graph: &Graph) -> Self {
        let links = graph.edges.iter().map(|edge| (edge.from, edge.to, edge.weight as f32));
        Self::new(graph.len(), links.collect())
    }

    /// What lies between some nodes, renumbered in their order. `number` has room for every node, `None` throughout,
    /// and is so again afterwards.
    pub fn part(&self, members: &[usize], number: &mut [Option<usize>]) -> Self {
        for (new, &old) in members.iter().enumerate() {
            number[old] = Some(new);
        }
        let mut links = Vec::new();
        for (new, &old) in members.iter().enumerate() {
            let inside = self
                .near(old)
                .iter()
                .filter_map(|(other, weight)| Some((number[*other]?, *weight)));
            links.extend(
                inside
                    .filter(|(other, _)| *other > new)
                    .map(|(other, weight)| (new, other, weight)),
            );
        }
        for &old in members {
            number[old] = None;
        }
        Self::new(members.len(), links)
    }

    /// The nodes in groups, each group as one node.
    pub fn gathered(&self, groups: usize, of: &[usize]) -> Self {
        let mut links = Vec::new();
        for node in 0..self.len() {
            let ahead = self.near(node).iter().filter(|(other, _)| *other > node);
            links.extend(ahead.map(|(other, weight)| (of[node], of[*other], *weight)));
        }
        Self::new(groups, links)
    }

    /// How many nodes.
    pub fn len(&self) -> usize {
        self.start.len().saturating_sub(1)
    }

    /// The neighbours of a node, and how strong each link is.
    pub fn near(&self, node: usize) -> &[(usize, f32)] {
        &self.near[self.start[node]..self.start[node + 1]]
    }

    /// All links of a node together.
    pub fn strength(&self, node: usize) -> f32 {
        self.near(node).iter().map(|(_, weight)| weight).sum()
    }

    /// The nodes that hang together, each group in ascending order.
    pub fn components(&self) -> Vec<Vec<usize>> {
        let mut seen = vec![false; self.len()];
        let mut components = Vec::new();
        for start in 0..self.len() {
            if std::mem::replace(&mut seen[start], true) {
                continue;
            }
            let mut members = vec![start];
            let mut next = 0;
            while let Some(&node) = members.get(next) {
                next += 1;
                for (other, _) in self.near(node) {
                    if !std::mem::replace(&mut seen[*other], true) {
                        members.push(*other);
                    }
                }
            }
            members.sort_unstable();
            components.push(members);
        }
        components
    }
}
