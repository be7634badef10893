//! A pulse: one round of ballots, kept only as counts per answer.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{PartyId, is_default, time};

/// How many people gave each answer, from 1 (worst) to 5 (best).
pub type Counts = [u32; 5];

/// The seven questions that one party answers about another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Question {
    /// Do we hear from them often enough?
    Frequent,
    /// Do we hear in time?
    Timely,
    /// Is what we hear right?
    Accurate,
    /// When something goes wrong, do they solve it or look for someone to blame?
    ProblemSolving,
    /// Do they work towards the same goals?
    SharedGoals,
    /// Do they know what our work needs?
    SharedKnowledge,
    /// Do they respect what we do?
    Respect,
}

impl Question {
    /// All seven, in the order in which they are asked.
    pub const ALL: [Self; 7] = [
        Self::Frequent,
        Self::Timely,
        Self::Accurate,
        Self::ProblemSolving,
        Self::SharedGoals,
        Self::SharedKnowledge,
        Self::Respect,
    ];

    /// The four that speak of communication.
    pub const COMMUNICATION: [Self; 4] = [Self::Frequent, Self::Timely, Self::Accurate, Self::ProblemSolving];

    /// The three that speak of alignment.
    pub const ALIGNMENT: [Self; 3] = [Self::SharedGoals, Self::SharedKnowledge, Self::Respect];

    /// The words shown on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Frequent => "Often enough",
            Self::Timely => "In time",
            Self::Accurate => "Accurate",
            Self::ProblemSolving => "Solving, not blaming",
            Self::SharedGoals => "Shared goals",
            Self::SharedKnowledge => "Know each other’s work",
            Self::Respect => "Respect",
        }
    }
}

/// One round: what the people of one party answered about another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pulse {
    /// Who answered.
    pub rater: PartyId,
    /// About whom.
    pub rated: PartyId,
    /// The day of the round.
    #[serde(with = "time::day")]
    pub on: Date,
    /// Often enough?
    pub frequent: Counts,
    /// In time?
    pub timely: Counts,
    /// Accurate?
    pub accurate: Counts,
    /// Solving, not blaming?
    pub problem_solving: Counts,
    /// Shared goals?
    pub shared_goals: Counts,
    /// Do they know our work?
    pub shared_knowledge: Counts,
    /// Respect?
    pub respect: Counts,
    /// Anything worth knowing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
}

impl Pulse {
    /// A round in which nobody has answered yet.
    #[must_use]
    pub const fn empty(by: PartyId, about: PartyId, on: Date) -> Self {
        let none = [0; 5];
        Self {
            rater: by,
            rated: about,
            on,
            frequent: none,
            timely: none,
            accurate: none,
            problem_solving: none,
            shared_goals: none,
            shared_knowledge: none,
            respect: none,
            note: String::new(),
        }
    }

    /// The counts of one question.
    #[must_use]
    pub const fn counts(&self, question: Question) -> &Counts {
        match question {
            Question::Frequent => &self.frequent,
            Question::Timely => &self.timely,
            Question::Accurate => &self.accurate,
            Question::ProblemSolving => &self.problem_solving,
            Question::SharedGoals => &self.shared_goals,
            Question::SharedKnowledge => &self.shared_knowledge,
            Question::Respect => &self.respect,
        }
    }

    /// The counts of one question, to be changed.
    pub const fn counts_mut(&mut self, question: Question) -> &mut Counts {
        match question {
            Question::Frequent => &mut self.frequent,
            Question::Timely => &mut self.timely,
            Question::Accurate => &mut self.accurate,
            Question::ProblemSolving => &mut self.problem_solving,
            Question::SharedGoals => &mut self.shared_goals,
            Question::SharedKnowledge => &mut self.shared_knowledge,
            Question::Respect => &mut self.respect,
        }
    }

    /// Whether this round and another one of the same two parties, laid side by side, would show what
    /// a few people answered: for some question that both asked, one of the two holds every answer of the other and
    /// fewer than `floor` more.
    #[must_use]
    pub fn tells_apart_from(&self, other: &Self, floor: u32) -> bool {
        let more = |a: &Counts, b: &Counts| {
            let each = a.iter().zip(b).map(|(a, b)| a.checked_sub(*b).map(u64::from));
            let more: Option<u64> = each.sum();
            more.is_some_and(|more| (1..u64::from(floor)).contains(&more))
        };
        Question::ALL.into_iter().any(|question| {
            let (mine, theirs) = (self.counts(question), other.counts(question));
            let both = answers(mine) > 0 && answers(theirs) > 0;
            both && (more(mine, theirs) || more(theirs, mine))
        })
    }

    /// Whether this round only puts right what `other` says: of the same two parties, the same day, and no question
    /// with more answers, so that nobody joined.
    #[must_use]
    pub fn corrects(&self, other: &Self) -> bool {
        let same = self.rater == other.rater && self.rated == other.rated && self.on == other.on;
        same && Question::ALL
            .into_iter()
            .all(|question| answers(self.counts(question)) <= answers(other.counts(question)))
    }

    /// How many people took part: the most answers that any question got.
    #[must_use]
    pub fn ballots(&self) -> u32 {
        Question::ALL
            .into_iter()
            .map(|q| answers(self.counts(q)))
            .max()
            .unwrap_or_default()
    }

    /// The fewest answers that a question with any answer got. Below the anonymity floor, that
    /// question could tell who answered what.
    #[must_use]
    pub fn smallest_group(&self) -> u32 {
        Question::ALL
            .into_iter()
            .map(|q| answers(self.counts(q)))
            .filter(|n| *n > 0)
            .min()
            .unwrap_or_default()
    }
}

/// The number of answers, kept within range however large the counts are.
#[must_use]
pub fn answers(counts: &Counts) -> u32 {
    counts.iter().fold(0, |sum, n| sum.saturating_add(*n))
}
