//! Organisations to compare layouts with: a planted partition with a direction. Departments stand some tiers from the
//! one paying customer and prefer those about one tier nearer; seven handoffs in ten stay within a department, and
//! nearly one in five runs back.

use std::sync::Arc;

use throughline::org::{Handoff, HandoffId, Importance, Org, Party, PartyId, PartyKind};

/// Handoffs for each party.
const HANDOFFS: usize = 5;

/// How many steps departments are from the customer at most.
const TIERS: usize = 6;

/// Numbers that are the same everywhere (`SplitMix64`).
pub struct Numbers(pub u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// At least 0, below 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.share() * limit as f64) as usize
    }

    /// Log-normal around 1.
    fn lopsided(&mut self, spread: f64) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        (spread * radius * (std::f64::consts::TAU * self.share()).cos()).exp()
    }

    /// One of so many, as likely as they weigh; `sums` are their weights added up.
    fn pick(&mut self, sums: &[f64]) -> usize {
        let wish = self.share() * sums.last().copied().unwrap_or_default();
        sums.partition_point(|sum| *sum <= wish).min(sums.len() - 1)
    }
}

fn sums(weights: impl Iterator<Item = f64>) -> Vec<f64> {
    weights
        .scan(0.0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        })
        .collect()
}

pub fn party(number: usize) -> PartyId {
    PartyId::new(&format!("party-{number:05}"))
}

/// How many departments suit so many parties.
fn departments(parties: usize) -> usize {
    match parties {
        0..=60 => 10,
        61..=200 => 12,
        201..=500 => 20,
        501..=2_000 => 40,
        _ => 60,
    }
}

/// So many parties, five handoffs each. The first is the paying customer, the next are the heads of departments.
pub fn planted(parties: usize, seed: u64) -> Org {
    let mut numbers = Numbers(seed.wrapping_add(parties as u64));
    let count = departments(parties);
    let sizes = sums(
        (0..count)
            .map(|_| numbers.lopsided(0.6))
            .collect::<Vec<_>>()
            .into_iter(),
    );
    // The customer belongs to no department.
    let department: Vec<usize> = (0..parties)
        .map(|k| match k {
            0 => usize::MAX,
            k if k <= count => k - 1,
            _ => numbers.pick(&sizes),
        })
        .collect();
    let mut tier: Vec<f64> = (0..count).map(|k| 1.0 + (k * TIERS / count) as f64).collect();
    for k in (1..count).rev() {
        tier.swap(k, numbers.below(k + 1));
    }
    let away: Vec<f64> = (0..parties)
        .map(|k| {
            if k == 0 {
                0.0
            } else {
                tier[department[k]] + numbers.share() * 1.5 - 0.75
            }
        })
        .collect();
    let busy: Vec<f64> = (0..parties)
        .map(|k| if k == 0 { 0.0 } else { numbers.lopsided(0.5) })
        .collect();
    let members: Vec<Vec<usize>> = (0..count)
        .map(|d| (0..parties).filter(|&k| department[k] == d).collect())
        .collect();
    let within: Vec<Vec<f64>> = members.iter().map(|all| sums(all.iter().map(|&k| busy[k]))).collect();
    let across: Vec<Vec<f64>> = (0..count)
        .map(|from| {
            sums((0..count).map(|to| {
                let near = (-0.9 * (tier[from] - tier[to] - 1.0).abs()).exp();
                if from == to {
                    0.0
                } else {
                    near * (members[to].len() as f64).sqrt()
                }
            }))
        })
        .collect();
    let everybody = sums(busy.iter().copied());

    let mut links = Links::of(parties);
    let facing: Vec<usize> = (1..parties).filter(|&k| away[k] < 1.6).collect();
    for k in 0..facing.len().min(3.max((0.02 * parties as f64) as usize + 2)) {
        links.put(facing[(k * 7_919) % facing.len()], 0, &mut numbers);
    }
    for _ in 0..parties * HANDOFFS * 3 {
        if links.all.len() >= parties * HANDOFFS {
            break;
        }
        let one = numbers.pick(&everybody);
        let home = department[one];
        let there = if numbers.share() < 0.7 && members[home].len() > 2 {
            home
        } else {
            numbers.pick(&across[home])
        };
        let other = members[there][numbers.pick(&within[there])];
        let towards = (away[one] >= away[other]) != (numbers.share() < 0.18);
        let (from, to) = if towards { (one, other) } else { (other, one) };
        links.put(from, to, &mut numbers);
        if numbers.share() < 0.1 {
            links.put(to, from, &mut numbers);
        }
    }
    for k in 1..parties {
        if links.root(k) != links.root(0) {
            let mut other = members[department[k]][numbers.below(members[department[k]].len())];
            while links.root(other) == links.root(k) {
                other = numbers.below(parties);
            }
            links.put(k, other, &mut numbers);
        }
    }
    org(&department, &links.all)
}

/// Who hands what to whom, each pair once in each direction, and what hangs together.
struct Links {
    all: Vec<(usize, usize, usize)>,
    known: std::collections::BTreeSet<(usize, usize)>,
    above: Vec<usize>,
}

impl Links {
    fn of(parties: usize) -> Self {
        Self {
            all: Vec::new(),
            known: std::collections::BTreeSet::new(),
            above: (0..parties).collect(),
        }
    }

    fn root(&mut self, mut k: usize) -> usize {
        while self.above[k] != k {
            self.above[k] = self.above[self.above[k]];
            k = self.above[k];
        }
        k
    }

    fn put(&mut self, from: usize, to: usize, numbers: &mut Numbers) {
        if from != to && self.known.insert((from, to)) {
            self.all.push((from, to, numbers.below(3)));
            let (a, b) = (self.root(from), self.root(to));
            self.above[a] = b;
        }
    }
}

fn org(department: &[usize], links: &[(usize, usize, usize)]) -> Org {
    let mut org = Org::named("Planted");
    for (k, &home) in department.iter().enumerate() {
        let value = Party {
            name: format!("Party {k}"),
            kind: if k == 0 { PartyKind::Customer } else { PartyKind::Team },
            part_of: (k > 0 && home + 1 != k).then(|| party(home + 1)),
            ..Party::default()
        };
        org.parties.insert(party(k), Arc::new(value));
    }
    for (k, &(from, to, importance)) in links.iter().enumerate() {
        let mut handoff = Handoff::between(party(from), party(to));
        handoff.importance = Importance::ALL[importance];
        org.handoffs
            .insert(HandoffId::new(&format!("handoff-{k:06}")), Arc::new(handoff));
    }
    org
}
