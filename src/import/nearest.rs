//! The name that was probably meant.

use std::collections::BTreeMap;

/// For so many unknown names a nearest one is looked for.
const ASKED: usize = 200;

/// So many comparisons are made altogether.
const COMPARED: usize = 400_000;

/// Looks for the nearest of known names, and stops looking when that would take long.
#[derive(Default)]
pub struct Nearest {
    asked: BTreeMap<(&'static str, String), Option<String>>,
    compared: usize,
}

impl Nearest {
    /// " Did you mean “Planner”?", or nothing where no name of that kind is near.
    pub fn hint<'a>(&mut self, kind: &'static str, text: &str, known: impl Iterator<Item = &'a str>) -> String {
        let wanted = crate::roles::names::key(text);
        let question = (kind, wanted);
        if let Some(answer) = self.asked.get(&question) {
            return words(answer.as_deref());
        }
        if self.asked.len() >= ASKED {
            return String::new();
        }
        let letters: Vec<char> = question.1.chars().collect();
        let mut best: Option<(usize, &str)> = None;
        // A third of the letters may be wrong, and one in a short name.
        let most = (letters.len() / 3).clamp(1, 8);
        if letters.len() <= 100 {
            for name in known {
                self.compared += 1;
                if self.compared > COMPARED {
                    break;
                }
                let limit = best.map_or(most + 1, |(distance, _)| distance);
                if let Some(distance) = distance(&letters, &crate::roles::names::key(name), limit) {
                    best = Some((distance, name));
                }
            }
        }
        let answer = best.map(|(_, name)| name.to_owned());
        let said = words(answer.as_deref());
        self.asked.insert(question, answer);
        said
    }
}

fn words(name: Option<&str>) -> String {
    name.map_or_else(String::new, |name| format!(" Did you mean “{}”?", super::shown(name)))
}

/// How many letters have to be put in, taken out, replaced or swapped with the next one, where that is less than
/// `limit` (the optimal string alignment distance).
fn distance(one: &[char], other: &str, limit: usize) -> Option<usize> {
    let other: Vec<char> = other.chars().collect();
    if one.len().abs_diff(other.len()) >= limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(i + 1);
        for (j, b) in other.iter().enumerate() {
            let mut least = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && one[i - 1] == *b && *a == other[j - 1] {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        if row.iter().all(|d| *d >= limit) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|d| *d < limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_definition() {
        for (one, other, wanted) in [
            ("planner", "planner", Some(0)),
            ("planer", "planner", Some(1)),
            ("plannre", "planner", Some(1)),
            ("kitten", "sitting", Some(3)),
            ("", "abc", Some(3)),
            ("buyer", "dispatcher", None),
        ] {
            let letters: Vec<char> = one.chars().collect();
            assert_eq!(distance(&letters, other, 5), wanted, "{one} {other}");
        }
    }

    #[test]
    fn the_nearest_is_offered_and_nothing_far_off() {
        let known = ["Buyer", "Planner", "Plant lead"];
        let mut nearest = Nearest::default();
        let mut hint = |text: &str| nearest.hint("role", text, known.into_iter());
        assert_eq!(hint("  PLANER "), " Did you mean “Planner”?");
        assert_eq!(hint("Plan lead"), " Did you mean “Plant lead”?");
        assert_eq!(hint("Auditor"), "");
    }
}
