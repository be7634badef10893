//! How far down each party of an ordered column stands: as near as possible to its neighbours.
//!
//! Each column in turn is the least-squares answer to where its parties would like to be, given that they
//! keep their order and distance. That is isotonic regression, solved exactly by pooling adjacent violators
//! (Ayer, Brunk, Ewing, Reid, Silverman 1955; de Leeuw, Hornik, Mair 2009).

use super::order::Ordered;

/// From one card's centre to the next in a column, at least.
pub const LEAST_PITCH: f64 = 104.0;

/// What a stand-in of a long handoff takes up.
const STAND_IN: f64 = 8.0;

/// The non-decreasing values closest to `wishes` in weighted least squares.
#[must_use]
pub fn isotonic(wishes: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(wishes.len());
    for (&wish, &weight) in wishes.iter().zip(weights) {
        let mut pool = (wish, weight, 1);
        while let Some(&(value, weight, size)) = pools.last() {
            if value <= pool.0 {
                break;
            }
            let sum = weight + pool.1;
            pool = ((value * weight + pool.0 * pool.1) / sum, sum, size + pool.2);
            pools.pop();
        }
        pools.push(pool);
    }
    pools
        .into_iter()
        .flat_map(|(value, _, size)| std::iter::repeat_n(value, size))
        .collect()
}

/// The height of each party and stand-in, the middle of the map near 0.
pub fn heights(ordered: &Ordered) -> Vec<f64> {
    let is_party = |item: usize| item < ordered.parties;
    let room = |item: usize| if is_party(item) { LEAST_PITCH } else { STAND_IN };
    let offsets: Vec<Vec<f64>> = ordered
        .columns
        .iter()
        .map(|column| {
            let mut at = 0.0;
            let steps = column
                .windows(2)
                .map(|pair| f64::midpoint(room(pair[0]), room(pair[1])));
            std::iter::once(0.0)
                .chain(steps)
                .take(column.len())
                .map(|step| {
                    at += step;
                    at
                })
                .collect()
        })
        .collect();
    let mut height = vec![0.0; ordered.len()];
    for (column, offsets) in ordered.columns.iter().zip(&offsets) {
        let middle = offsets.last().copied().unwrap_or(0.0) / 2.0;
        for (&item, offset) in column.iter().zip(offsets) {
            height[item] = offset - middle;
        }
    }
    let (mut wishes, mut weights) = (Vec::new(), Vec::new());
    for round in 0..16 {
        for step in 0..ordered.columns.len() {
            let index = if round % 2 == 0 {
                step
            } else {
                ordered.columns.len() - 1 - step
            };
            let (column, offsets) = (&ordered.columns[index], &offsets[index]);
            wishes.clear();
            weights.clear();
            for (&item, offset) in column.iter().zip(offsets) {
                let (mut sum, mut weight) = (0.0, 0.0);
                for &(other, w) in ordered.left.of(item).iter().chain(ordered.right.of(item)) {
                    // A long handoff should run straight between its ends.
                    let w = w * match (is_party(item), is_party(other)) {
                        (false, false) => 8.0,
                        (true, true) => 1.0,
                        _ => 2.0,
                    };
                    sum += w * height[other];
                    weight += w;
                }
                if weight <= 0.0 {
                    (sum, weight) = (height[item], 1.0);
                }
                wishes.push(sum / weight - offset);
                weights.push(weight);
            }
            let settled = isotonic(&wishes, &weights);
            for ((&item, offset), settled) in column.iter().zip(offsets).zip(settled) {
                height[item] = settled + offset;
            }
        }
    }
    height
}

#[cfg(test)]
mod tests {
    use super::isotonic;

    #[test]
    fn violators_share_their_mean() {
        assert_eq!(isotonic(&[1.0, 3.0, 2.0, 4.0], &[1.0; 4]), [1.0, 2.5, 2.5, 4.0]);
        assert_eq!(isotonic(&[5.0, 1.0], &[1.0, 3.0]), [2.0, 2.0]);
        assert_eq!(isotonic(&[], &[]), [0.0; 0]);
    }
}
