//! A first picture of who is near whom: distances on the map follow the number of handoffs between two parties.
//!
//! Stress is brought down pair by pair in random order, with ever smaller steps (Zheng, Pawar and Goodman 2019: from
//! any start it reaches what slower methods reach from a good one). Not all pairs: links, and the distances of everybody
//! to a few pivots, which stand for those around them (Ortmann, Klimenta and Brandes 2017), so that the time grows with
//! the number of links alone.

use super::web::Web;
use crate::{layout::Point, numbers::Numbers};

/// To how many the distance of everybody is known.
const PIVOTS: usize = 40;

/// Rounds over all pairs: one more than a power of two, so that the steps shrink evenly by square roots alone.
const ROUNDS: usize = 17;

/// How far the last step may be from where it should end, as a share.
const LAST_STEP: f32 = 0.1;

/// Unreached.
const FAR: u32 = u32::MAX;

/// Two that are to be so far apart; how much that counts for the first and for the second.
struct Pair {
    one: usize,
    other: usize,
    length: f32,
    weights: (f32, f32),
}

/// Where the nodes of a web come to lie. `length` says how long a link of some strength between two nodes is, 1 or more.
/// `goes_on` is asked before each round; `None` where it said no.
pub fn spread(
    web: &Web,
    length: &dyn Fn(usize, usize, f32) -> u32,
    goes_on: &mut dyn FnMut() -> bool,
) -> Option<Vec<Point>> {
    let mut numbers = Numbers(web.len() as u64);
    let mut at: Vec<Point> = (0..web.len())
        .map(|_| Point::new(numbers.share(), numbers.share()))
        .collect();
    let mut pairs = pairs(web, length, &mut numbers);
    let each = || pairs.iter().flat_map(|pair| [pair.weights.0, pair.weights.1]);
    let (least, most) = each()
        .filter(|weight| *weight > 0.0)
        .fold((f32::MAX, 0.0_f32), |(least, most), weight| {
            (least.min(weight), most.max(weight))
        });
    if most <= 0.0 {
        return Some(at);
    }
    let (first, last) = (1.0 / least, LAST_STEP / most);
    // Four square roots make the sixteenth root.
    let shrink = (last / first).sqrt().sqrt().sqrt().sqrt();
    let mut step = first;
    for _ in 0..ROUNDS {
        if !goes_on() {
            return None;
        }
        numbers.shuffle(&mut pairs);
        for pair in &pairs {
            let apart = at[pair.one] - at[pair.other];
            let distance = apart.length().max(1e-6);
            let share = (distance - pair.length) / 2.0 / distance;
            let moves = |weight: f32| (step * weight).min(1.0) * share;
            at[pair.one] = at[pair.one] - apart * moves(pair.weights.0);
            at[pair.other] = at[pair.other] + apart * moves(pair.weights.1);
        }
        step *= shrink;
    }
    Some(at)
}

fn pairs(web: &Web, length: &dyn Fn(usize, usize, f32) -> u32, numbers: &mut Numbers) -> Vec<Pair> {
    let count = web.len();
    let mut pairs = Vec::new();
    for one in 0..count {
        for (other, weight) in web.near(one).iter().filter(|(other, _)| *other > one) {
            let length = length(one, *other, *weight) as f32;
            let weight = 1.0 / (length * length);
            pairs.push(Pair {
                one,
                other: *other,
                length,
                weights: (weight, weight),
            });
        }
    }
    // Half of the pivots as far from each other as they can be, the others anywhere.
    let (mut nearest, mut stands_for) = (vec![FAR; count], vec![0; count]);
    let mut away = Vec::new();
    let mut pivots: Vec<usize> = Vec::new();
    let every = count <= PIVOTS;
    while pivots.len() < PIVOTS.min(count) {
        let pivot = if every {
            pivots.len()
        } else if pivots.len() < PIVOTS / 2 {
            (0..count)
                .max_by_key(|&node| (nearest[node], std::cmp::Reverse(node)))
                .unwrap_or_default()
        } else {
            numbers.below(count as u32) as usize
        };
        let distances = distances(web, length, pivot);
        for node in 0..count {
            if distances[node] < nearest[node] {
                nearest[node] = distances[node];
                stands_for[node] = pivots.len();
            }
        }
        pivots.push(pivot);
        away.push(distances);
    }
    for (k, (&pivot, away)) in pivots.iter().zip(&away).enumerate() {
        // How many of those for whom the pivot stands are within some distance.
        let mut own: Vec<u32> = (0..count)
            .filter(|&node| stands_for[node] == k && away[node] != FAR)
            .map(|node| away[node])
            .collect();
        own.sort_unstable();
        for (node, &distance) in away.iter().enumerate() {
            if distance == 0 || distance == FAR || web.near(node).iter().any(|(other, _)| *other == pivot) {
                continue;
            }
            let within = own.partition_point(|own| *own <= distance / 2).max(1);
            let length = distance as f32;
            pairs.push(Pair {
                one: node,
                other: pivot,
                length,
                weights: (within as f32 / (length * length), 0.0),
            });
        }
    }
    pairs
}

/// How far every node is from one (Dijkstra with a list for each distance: Dial 1969).
fn distances(web: &Web, length: &dyn Fn(usize, usize, f32) -> u32, from: usize) -> Vec<u32> {
    let mut distance = vec![FAR; web.len()];
    distance[from] = 0;
    let mut waiting: Vec<Vec<usize>> = vec![vec![from]];
    let mut now = 0;
    while now < waiting.len() {
        let nodes = std::mem::take(&mut waiting[now]);
        for node in nodes {
            if distance[node] as usize != now {
                continue;
            }
            for (other, weight) in web.near(node) {
                let then = distance[node] + length(node, *other, *weight).max(1);
                if then < distance[*other] {
                    distance[*other] = then;
                    if waiting.len() <= then as usize {
                        waiting.resize_with(then as usize + 1, Vec::new);
                    }
                    waiting[then as usize].push(*other);
                }
            }
        }
        now += 1;
    }
    distance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_stretched_out() {
        let web = Web::new(9, (0..8).map(|node| (node, node + 1, 1.0)).collect());
        let at = spread(&web, &|_, _, _| 1, &mut || true).unwrap();
        let whole = (at[8] - at[0]).length();
        assert!((6.5..9.0).contains(&whole), "{whole}");
        assert!(
            at.windows(2)
                .all(|two| (0.6..1.4).contains(&(two[1] - two[0]).length()))
        );
    }

    #[test]
    fn long_links_are_longer() {
        let web = Web::new(3, vec![(0, 1, 1.0), (1, 2, 1.0)]);
        let at = spread(
            &web,
            &|one, other, _| if one.min(other) == 0 { 1 } else { 5 },
            &mut || true,
        )
        .unwrap();
        assert!((at[2] - at[1]).length() > 3.0 * (at[1] - at[0]).length());
    }

    #[test]
    fn it_stops_when_told_to() {
        let web = Web::new(3, vec![(0, 1, 1.0), (1, 2, 1.0)]);
        assert_eq!(spread(&web, &|_, _, _| 1, &mut || false), None);
    }
}
