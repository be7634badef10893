//! Which parties share an island of the map.

use super::{communities::communities, web::Web};
use crate::layout::graph::Graph;

/// Why these parties stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// They are a department.
    Department,
    /// They work together and belong to no department.
    Community,
    /// They belong to no department and work most for that island, next to which they stand.
    Attendants(usize),
    /// They pay, and stand at the right edge.
    Customers,
    /// Nobody hands them anything, and they hand nothing to anybody.
    Loners,
}

/// Parties that stand together, in ascending order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Island {
    pub kind: Kind,
    pub members: Vec<usize>,
}

/// Divides all parties among islands; `departments` have the members of each.
pub fn islands(graph: &Graph, web: &Web, departments: Vec<Vec<usize>>) -> Vec<Island> {
    let count = departments.len();
    // Parties without a department are nodes of their own, those of a department are one.
    let mut node = vec![None; graph.len()];
    for (k, members) in departments.iter().enumerate() {
        for &member in members {
            node[member] = Some(k);
        }
    }
    let (mut customers, mut loners, mut rest) = (Vec::new(), Vec::new(), Vec::new());
    for party in (0..graph.len()).filter(|&party| node[party].is_none()) {
        if graph.customer[party] {
            customers.push(party);
        } else if web.near(party).is_empty() {
            loners.push(party);
        } else {
            rest.push(party);
        }
    }
    for (k, &party) in rest.iter().enumerate() {
        node[party] = Some(count + k);
    }
    let links = graph
        .edges
        .iter()
        .filter_map(|edge| Some((node[edge.from]?, node[edge.to]?, edge.weight as f32)));
    let between = Web::new(count + rest.len(), links.collect());
    let settled: Vec<bool> = (0..between.len()).map(|node| node < count).collect();
    let of = communities(&between, &settled);

    let mut islands: Vec<Island> = departments
        .into_iter()
        .map(|members| Island {
            kind: Kind::Department,
            members,
        })
        .collect();
    // Departments were met first, so communities have their numbers; those who serve customers alone share one more.
    let mut found: Vec<Vec<usize>> = vec![Vec::new(); of.iter().max().map_or(0, |most| most + 1) + 1];
    let alone = found.len() - 1;
    for (k, &party) in rest.iter().enumerate() {
        let linked = !between.near(count + k).is_empty();
        found[if linked { of[count + k] } else { alone }].push(party);
    }
    for (k, members) in found.into_iter().enumerate() {
        let kind = if k < count {
            Kind::Attendants(k)
        } else {
            Kind::Community
        };
        islands.push(Island { kind, members });
    }
    let others = [(Kind::Customers, customers), (Kind::Loners, loners)];
    islands.extend(others.map(|(kind, members)| Island { kind, members }));
    islands.retain(|island| !island.members.is_empty());
    islands
}
