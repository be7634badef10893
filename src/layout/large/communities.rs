//! Who belongs together where the document does not say: parties that hand most of their work to each other.
//!
//! Communities of high modularity by moving single nodes and then whole communities (Blondel, Guillaume, Lambiotte
//! and Lefebvre 2008), with the queue of Traag, Waltman and van Eck (2019), which looks again only where something
//! changed. What they show to be wrong with the older method, communities that fall apart, is mended at the end: each
//! part is one of its own. Some nodes may be given as settled (departments): others may join them, they stay apart.

use std::collections::VecDeque;

use super::web::Web;

/// A gain below this is none.
const LEAST_GAIN: f64 = 1e-9;

/// How often each node is looked at, at most, on each level.
const LOOKS: usize = 40;

/// The community of every node, numbered from 0 in the order in which they are met.
pub fn communities(web: &Web, settled: &[bool]) -> Vec<usize> {
    let mut of: Vec<usize> = (0..web.len()).collect();
    let mut level = web.clone();
    let mut settled = settled.to_vec();
    let mut strength: Vec<f64> = (0..web.len()).map(|node| f64::from(web.strength(node))).collect();
    let whole: f64 = strength.iter().sum();
    if whole > 0.0 {
        loop {
            let (found, count) = numbered(&moved(&level, &strength, whole, &settled));
            if count == level.len() {
                break;
            }
            let (mut joined, mut sums) = (vec![false; count], vec![0.0; count]);
            for (node, &community) in found.iter().enumerate() {
                joined[community] |= settled[node];
                sums[community] += strength[node];
            }
            for community in &mut of {
                *community = found[*community];
            }
            level = level.gathered(count, &found);
            (settled, strength) = (joined, sums);
        }
    }
    parted(web, &of, &settled)
}

/// Moves single nodes as long as that raises the modularity.
fn moved(web: &Web, strength: &[f64], whole: f64, settled: &[bool]) -> Vec<usize> {
    let count = web.len();
    let mut of: Vec<usize> = (0..count).collect();
    let mut total = strength.to_vec();
    let mut queue: VecDeque<usize> = (0..count).filter(|&node| !settled[node]).collect();
    let mut queued: Vec<bool> = settled.iter().map(|settled| !settled).collect();
    let (mut tie, mut met) = (vec![0.0; count], Vec::new());
    let mut looks = LOOKS * count;
    while let Some(node) = queue.pop_front() {
        queued[node] = false;
        if looks == 0 {
            break;
        }
        looks -= 1;
        met.clear();
        for (other, weight) in web.near(node) {
            let community = of[*other];
            if tie[community] <= 0.0 {
                met.push(community);
            }
            tie[community] += f64::from(*weight);
        }
        let own = of[node];
        total[own] -= strength[node];
        let gain = |community: usize| tie[community] - strength[node] * total[community] / whole;
        let mut best = (gain(own), own);
        for &community in &met {
            let gain = gain(community);
            if gain > best.0 + LEAST_GAIN {
                best = (gain, community);
            }
        }
        let best = best.1;
        total[best] += strength[node];
        for &community in &met {
            tie[community] = 0.0;
        }
        if best != own {
            of[node] = best;
            for (other, _) in web.near(node) {
                if of[*other] != best && !settled[*other] && !std::mem::replace(&mut queued[*other], true) {
                    queue.push_back(*other);
                }
            }
        }
    }
    of
}

/// The same groups with numbers from 0 in the order in which they are met, and how many there are.
fn numbered(of: &[usize]) -> (Vec<usize>, usize) {
    let most = of.iter().max().map_or(0, |most| most + 1);
    let (mut number, mut count) = (vec![None; most], 0);
    let numbered = of
        .iter()
        .map(|&group| {
            *number[group].get_or_insert_with(|| {
                count += 1;
                count - 1
            })
        })
        .collect();
    (numbered, count)
}

/// Divides every community that does not hang together, unless something settled holds it.
fn parted(web: &Web, of: &[usize], settled: &[bool]) -> Vec<usize> {
    let mut part: Vec<Option<usize>> = vec![None; web.len()];
    let mut count = settled.len();
    for start in 0..web.len() {
        if part[start].is_some() {
            continue;
        }
        let community = of[start];
        if settled.get(community).copied().unwrap_or_default() {
            part[start] = Some(community);
            continue;
        }
        let mut open = vec![start];
        part[start] = Some(count);
        while let Some(node) = open.pop() {
            for (other, _) in web.near(node) {
                if of[*other] == community && part[*other].is_none() {
                    part[*other] = Some(count);
                    open.push(*other);
                }
            }
        }
        count += 1;
    }
    let part: Vec<usize> = part.into_iter().map(Option::unwrap_or_default).collect();
    numbered(&part).0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rings of five, each linked to the next by one party.
    fn rings(count: usize) -> Web {
        let mut links = Vec::new();
        for ring in 0..count {
            for k in 0..5 {
                links.push((ring * 5 + k, ring * 5 + (k + 1) % 5, 2.0));
                links.push((ring * 5 + k, ring * 5 + (k + 2) % 5, 2.0));
            }
            links.push((ring * 5, (ring + 1) % count * 5, 1.0));
        }
        Web::new(count * 5, links)
    }

    #[test]
    fn those_who_work_together_are_found() {
        let of = communities(&rings(6), &[false; 30]);
        let wanted: Vec<usize> = (0..30).map(|node| node / 5).collect();
        assert_eq!(of, wanted);
    }

    #[test]
    fn settled_ones_stay_apart_and_are_joined() {
        // 0 and 1 are departments, closely linked; 2 works for 1; 3 and 4 for each other.
        let links = vec![(0, 1, 9.0), (1, 2, 1.0), (3, 4, 1.0)];
        let of = communities(&Web::new(6, links), &[true, true, false, false, false, false]);
        assert_eq!(of, [0, 1, 1, 2, 2, 3]);
    }

    #[test]
    fn nothing_at_all_is_no_community() {
        assert!(communities(&Web::new(0, Vec::new()), &[]).is_empty());
    }
}
