//! Reciprocity: how many handoffs go both ways.

use super::Graph;

/// The share of arcs whose opposite also exists, 0 to 1; nothing where there is no arc.
///
/// Arc reciprocity as in Wasserman & Faust, Social Network Analysis (1994), chapter 13; the `overall_reciprocity`
/// of the program networkx.
#[must_use]
pub fn reciprocity(graph: &Graph) -> Option<f64> {
    let mutual: u64 = mutual_ties(graph).into_iter().map(u64::from).sum();
    (graph.arcs() > 0).then(|| mutual as f64 / graph.arcs() as f64)
}

/// With how many others each party, by its number in the graph, has handoffs in both directions.
#[must_use]
pub fn mutual_ties(graph: &Graph) -> Vec<u32> {
    (0..graph.len())
        .map(|party| {
            let mut providers = graph.providers_of(party).peekable();
            let both = graph.customers_of(party).filter(|customer| {
                while providers.next_if(|provider| provider < customer).is_some() {}
                providers.peek() == Some(customer)
            });
            both.count() as u32
        })
        .collect()
}
