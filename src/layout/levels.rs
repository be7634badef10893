//! How far along the flow each party stands, cycles or not.
//!
//! Trophic levels after `MacKay`, Johnson and Sansom, "How directed is a directed network?", Royal Society
//! Open Science 7 (2020), doi 10.1098/rsos.201138: the levels for which every handoff climbs as nearly one
//! level as all of them together allow. No cycle has to be broken for that; it is one sparse, symmetric
//! system of linear equations, solved by conjugate gradients with Jacobi's preconditioner.

use super::graph::Graph;

/// Far more steps than a map takes; a bound, so that it ends whatever the weights.
const MOST_STEPS: usize = 500;

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The level of each party of a connected graph; the lowest is 0.
pub fn levels(graph: &Graph) -> Vec<f64> {
    let count = graph.len();
    let mut imbalance = vec![0.0; count];
    let mut degree = vec![0.0; count];
    for edge in &graph.edges {
        imbalance[edge.to] += edge.weight;
        imbalance[edge.from] -= edge.weight;
        degree[edge.from] += edge.weight;
        degree[edge.to] += edge.weight;
    }
    for degree in &mut degree {
        if *degree <= 0.0 {
            *degree = 1.0;
        }
    }
    let laplacian = |x: &[f64]| -> Vec<f64> {
        (0..count)
            .map(|i| {
                graph.near[i]
                    .iter()
                    .fold(degree[i] * x[i], |sum, near| sum - near.weight * x[near.party])
            })
            .collect()
    };
    let precondition = |residual: &[f64]| -> Vec<f64> { residual.iter().zip(&degree).map(|(r, d)| r / d).collect() };

    let mut level = vec![0.0; count];
    let mut residual = imbalance;
    let enough = dot(&residual, &residual) * 1e-16;
    let mut conditioned = precondition(&residual);
    let mut direction = conditioned.clone();
    let mut energy = dot(&residual, &conditioned);
    for _ in 0..MOST_STEPS {
        if dot(&residual, &residual) <= enough {
            break;
        }
        let image = laplacian(&direction);
        let step = energy / dot(&direction, &image);
        if !step.is_finite() {
            break;
        }
        for i in 0..count {
            level[i] += step * direction[i];
            residual[i] -= step * image[i];
        }
        conditioned = precondition(&residual);
        let next = dot(&residual, &conditioned);
        let ratio = next / energy;
        energy = next;
        for i in 0..count {
            direction[i] = conditioned[i] + ratio * direction[i];
        }
    }
    let lowest = level.iter().copied().fold(f64::MAX, f64::min);
    for level in &mut level {
        *level -= lowest;
    }
    level
}

#[cfg(test)]
mod tests {
    use super::{super::graph::Edge, *};

    fn check(count: usize, edges: &[(usize, usize)], expected: &[f64]) {
        let edges = edges.iter().map(|&(from, to)| Edge { from, to, weight: 2.0 }).collect();
        let levels = levels(&Graph::new(vec![false; count], edges));
        for (level, expected) in levels.iter().zip(expected) {
            assert!((level - expected).abs() < 1e-6, "{levels:?}");
        }
    }

    #[test]
    fn a_chain_climbs_one_level_a_step() {
        check(4, &[(2, 0), (0, 3), (3, 1)], &[1.0, 3.0, 0.0, 2.0]);
    }

    #[test]
    fn a_ring_is_level() {
        check(3, &[(0, 1), (1, 2), (2, 0)], &[0.0, 0.0, 0.0]);
    }

    #[test]
    fn a_step_back_flattens_the_chain_without_turning_it_round() {
        // 0 → 1 → 2 → 3 and 2 → 1: the two parties that serve each other share a level.
        check(4, &[(0, 1), (1, 2), (2, 1), (2, 3)], &[0.0, 1.0, 1.0, 2.0]);
    }
}
