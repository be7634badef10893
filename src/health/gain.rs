//! What would help most: for every part of every handoff, how far the indicator of the whole org would
//! rise if that part alone reached its target.
//!
//! Exact, and in the mean: the org's figure is Σ importance · m over Σ importance of the handoffs with
//! data, and m of a handoff is Σ weight · part over Σ weight of its parts with data. So a part that rises
//! by d lifts the org by importance ÷ Σ importance · weight ÷ Σ weight · d, all else as it is. Two gains
//! in the same indicator add up.
//!
//! The target of deliveries, answers and check-ins is the handoff's own; that of ballots is where the
//! strong band begins, and that of shared goals the smallest number of them that reaches it: of three
//! goals two are too few and three are all. A clear promise passes all six checks, each a sixth of it.
//!
//! What has one remedy is one row. A check that fails on several handoffs is one, and so is what the
//! ballots or the goals of two parties say about all handoffs between them: its gain is the sum.
//!
//! A paying customer is not asked to change its goals. Where it names one, what counts there is in the hands of the
//! party that serves it, and the row is told to that side alone.
//!
//! Left out are parts without data, for which nobody can say what they would gain (measuring them is
//! another matter), and counts of which nothing was missed: three of three kept lies below the target
//! only because three are few, and there is nothing to repair.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::org::{
    Action, Agreement, Handoff, HandoffId, Letter, Org, PartyId, PartyKind, Pulse, Question, Span, Subject,
};

use super::{Check, HandoffHealth, Health, Indicator, Moments, Part, PartKind, alignment::expects_common_goals, words};

/// A shortfall smaller than a billionth of a share is what rounding left over.
const SAME: f64 = 1e-9;

/// The two sides see a question differently from here on: one point of five, on 0 to 1.
const POINT: f64 = 0.25;

/// The longest name in a title, in letters.
const NAME: usize = 36;

/// What a person is called, of whom no gain is told by name.
const PERSON: &str = "one person";

/// One thing to do, and what it would do for the org.
#[derive(Clone, Debug, PartialEq)]
pub struct Gain {
    /// The indicator of the org that would rise.
    pub indicator: Indicator,
    /// By which part of it.
    pub part: PartKind,
    /// By which check, where the part is a clear promise.
    pub check: Option<Check>,
    /// The handoffs whose part it is, by identifier; never none.
    pub handoffs: Vec<HandoffId>,
    /// How far the org's indicator would rise, as a share: times 100 it is points.
    pub gain: f64,
    /// The one thing to do, short and without a full stop.
    pub title: String,
    /// Where: both sides, or how many handoffs.
    pub detail: String,
    /// Where it is repaired, or recorded that it was.
    pub repair: Repair,
}

/// The place that a thing to do leads to, of the first handoff named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Repair {
    /// The promise in the provider's words.
    Promise,
    /// The need in the customer's words.
    Need,
    /// The day on which both sides said yes.
    Agreed,
    /// Cadence and notice.
    Rhythm,
    /// Who is responsible and accountable.
    Raci,
    /// The log of the handoff.
    Log,
    /// The pulses between the two sides.
    Ballots,
    /// The goals of the two sides.
    Goals,
}

impl Gain {
    /// The thing to do as an action taken on `today`, still without owner and date. It is tied to the
    /// handoff where there is only one.
    #[must_use]
    pub fn action(&self, org: &Org, today: Date) -> Action {
        let one = match self.handoffs.as_slice() {
            [one] if org.handoffs.contains_key(one) => Some(Subject::Handoff(one.clone())),
            _ => None,
        };
        Action {
            what: self.title.clone(),
            owner: String::new(),
            due: None,
            repairs: one,
            risk: String::new(),
            taken_on: Some(today),
            done: None,
            notes: self.detail.clone(),
        }
    }
}

/// Everything that would help, the most helpful first. Of equal gains communication comes before alignment
/// before reliability, then the parts and checks in their usual order, then the identifier of the handoff.
#[must_use]
pub fn gains(org: &Org, health: &Health) -> Vec<Gain> {
    most_helpful(org, health, usize::MAX)
}

/// The first `limit` of [`gains`]: the words, which cost most, are made for those alone.
#[must_use]
pub fn most_helpful(org: &Org, health: &Health, limit: usize) -> Vec<Gain> {
    let mut found = Found::default();
    let weights = Indicator::ALL.map(|indicator| {
        let measured = health.handoffs.values().filter(|h| h.estimate(indicator).is_some());
        let all: f64 = measured.map(|handoff| handoff.importance).sum();
        (indicator, all)
    });
    for (id, measured) in &health.handoffs {
        let Some(handoff) = org.handoffs.get(id) else { continue };
        let way = (&handoff.provider, &handoff.customer);
        *found.between.entry(way).or_default() += 1;
        // Without a measured handoff there is no part with data either.
        let pays = |party| org.parties.get(party).is_some_and(|party| party.kind.is_customer());
        found.nobody_chooses = pays(&handoff.provider) && pays(&handoff.customer);
        for (indicator, all) in weights.iter().filter(|(_, all)| *all > 0.0) {
            found.look_at(id, handoff, measured, *indicator, measured.importance / all);
        }
    }
    found.drafts.sort_by(|a, b| {
        let order = |d: &Draft<'_>| (d.indicator, d.part, d.check);
        let by_gain = b.gain.total_cmp(&a.gain);
        by_gain
            .then_with(|| order(a).cmp(&order(b)))
            .then_with(|| a.first.cmp(b.first))
    });
    let words = Words {
        org,
        health,
        found: &found,
    };
    let wanted = found.drafts.iter().take(limit);
    wanted.filter_map(|draft| words.tell(draft)).collect()
}

/// A gain without words.
struct Draft<'a> {
    indicator: Indicator,
    part: PartKind,
    check: Option<Check>,
    first: &'a HandoffId,
    others: Vec<&'a HandoffId>,
    gain: f64,
}

impl<'a> Draft<'a> {
    fn handoffs(&self) -> impl Iterator<Item = &'a HandoffId> {
        std::iter::once(self.first).chain(self.others.iter().copied())
    }
}

/// What is found of two parties: where in the list the row of a part stands.
type Rows = HashMap<(Indicator, PartKind), usize>;

/// Gains being collected. The maps are only looked up, so that their order plays no part.
#[derive(Default)]
struct Found<'a> {
    drafts: Vec<Draft<'a>>,
    checks: [Option<usize>; Check::ALL.len()],
    pairs: HashMap<(&'a PartyId, &'a PartyId), Rows>,
    /// How many handoffs go from the one to the other.
    between: HashMap<(&'a PartyId, &'a PartyId), u32>,
    /// Both sides of the handoff looked at pay, so that nobody can be asked to work for other goals.
    nobody_chooses: bool,
}

impl<'a> Found<'a> {
    /// Adds what the parts of one indicator of a handoff would gain; `share` is its share of the org's figure.
    fn look_at(
        &mut self,
        id: &'a HandoffId,
        handoff: &'a Handoff,
        measured: &HandoffHealth,
        indicator: Indicator,
        share: f64,
    ) {
        let (provider, customer) = (&handoff.provider, &handoff.customer);
        let measure = measured.measure(indicator);
        let with_data = || measure.parts().filter(|part| part.moments.is_some());
        let present: f64 = with_data().map(|part| part.weight).sum();
        for part in with_data() {
            let weight = share * part.weight / present;
            if part.kind == PartKind::Clarity {
                for check in Check::ALL.into_iter().filter(|check| !measured.passes(*check)) {
                    let gain = weight / Check::ALL.len() as f64;
                    let row = self.checks[check as usize];
                    self.checks[check as usize] = Some(self.add(row, id, indicator, part.kind, Some(check), gain));
                }
            } else if part.kind == PartKind::SharedGoals && self.nobody_chooses {
                // Left to them.
            } else if let Some(short) = shortfall(&part, measured, indicator) {
                let gain = weight * short;
                if matches!(part.kind, PartKind::Ballots | PartKind::SharedGoals) {
                    let pair = (provider.min(customer), provider.max(customer));
                    let key = (indicator, part.kind);
                    let row = self.pairs.get(&pair).and_then(|rows| rows.get(&key)).copied();
                    let row = self.add(row, id, indicator, part.kind, None, gain);
                    self.pairs.entry(pair).or_default().insert(key, row);
                } else {
                    self.add(None, id, indicator, part.kind, None, gain);
                }
            }
        }
    }

    /// Adds to a row that is there, or makes one; returns where it stands.
    fn add(
        &mut self,
        row: Option<usize>,
        id: &'a HandoffId,
        indicator: Indicator,
        part: PartKind,
        check: Option<Check>,
        gain: f64,
    ) -> usize {
        if let Some((row, draft)) = row.and_then(|row| Some((row, self.drafts.get_mut(row)?))) {
            draft.others.push(id);
            draft.gain += gain;
            return row;
        }
        self.drafts.push(Draft {
            indicator,
            part,
            check,
            first: id,
            others: Vec::new(),
            gain,
        });
        self.drafts.len() - 1
    }
}

/// How far a part lies below its target; nothing where it does not, or where nothing was missed.
fn shortfall(part: &Part, measured: &HandoffHealth, indicator: Indicator) -> Option<f64> {
    let target = match part.kind {
        PartKind::Ballots => indicator.cuts(measured.target).strong.value(),
        PartKind::SharedGoals => whole(indicator.cuts(measured.target).strong.value(), part.of),
        PartKind::Deliveries | PartKind::Clarifications | PartKind::CheckIns if part.good >= part.of => return None,
        PartKind::Deliveries | PartKind::Clarifications | PartKind::CheckIns => measured.target,
        PartKind::Clarity => return None,
    };
    let short = target - part.moments?.mean;
    (short > SAME).then_some(short)
}

/// The smallest share that so many things can make up which is no less than the one wanted.
fn whole(share: f64, of: u32) -> f64 {
    let of = f64::from(of.max(1));
    ((share * of - SAME).ceil() / of).min(1.0)
}

/// Finds the words for a gain.
struct Words<'a> {
    org: &'a Org,
    health: &'a Health,
    found: &'a Found<'a>,
}

impl Words<'_> {
    fn tell(&self, draft: &Draft<'_>) -> Option<Gain> {
        let handoff = self.org.handoffs.get(draft.first)?;
        let measured = self.health.handoffs.get(draft.first)?;
        let (title, detail, repair) = match (draft.part, draft.check) {
            (PartKind::Clarity, check) => self.clarity(draft, handoff, check?),
            (PartKind::Deliveries, _) => (bring(handoff, measured), self.place(handoff), Repair::Log),
            (PartKind::Clarifications, _) => (
                answer(handoff.in_force().answer_within),
                self.place(handoff),
                Repair::Log,
            ),
            (PartKind::CheckIns, _) => (
                meet(handoff.in_force().check_in_every),
                self.place(handoff),
                Repair::Log,
            ),
            (PartKind::SharedGoals, _) => {
                let (title, detail) = self.goals(handoff, measured);
                (title, detail, Repair::Goals)
            }
            (PartKind::Ballots, _) => {
                let (title, detail) = self.talk(measured, draft.indicator)?;
                (title, detail, Repair::Ballots)
            }
        };
        Some(Gain {
            indicator: draft.indicator,
            part: draft.part,
            check: draft.check,
            handoffs: draft.handoffs().cloned().collect(),
            gain: draft.gain,
            title,
            detail: begun(detail),
            repair,
        })
    }

    /// "Engineering to Customer service", with the deliverable where several go that way.
    fn place(&self, handoff: &Handoff) -> String {
        let (provider, customer) = (&handoff.provider, &handoff.customer);
        let sides = format!("{} to {}", self.party(provider), self.party(customer));
        let several = self
            .found
            .between
            .get(&(provider, customer))
            .is_some_and(|number| *number > 1);
        match short(&handoff.deliverable) {
            name if several && !name.is_empty() => format!("{sides}, {name}"),
            _ => sides,
        }
    }

    /// What a party is called in the middle of a sentence: what is measured grades no person by name.
    fn party(&self, id: &PartyId) -> String {
        match self.org.parties.get(id).map(|party| party.kind) {
            Some(PartyKind::Person) => PERSON.to_owned(),
            _ => short(self.org.party_name(id)),
        }
    }

    fn clarity(&self, draft: &Draft<'_>, handoff: &Handoff, check: Check) -> (String, String, Repair) {
        let (title, repair) = match check {
            Check::Promise => ("Write down what is promised", Repair::Promise),
            Check::Need => ("Write down what the customer needs", Repair::Need),
            Check::Agreed => (self.yes(draft), Repair::Agreed),
            Check::OneAccountable => ("Name one accountable role", Repair::Raci),
            Check::Responsible => ("Name a role that does the work", Repair::Raci),
            Check::Rhythm => ("Agree how often, and how far ahead to ask", Repair::Rhythm),
        };
        let detail = match (check, draft.others.as_slice()) {
            (Check::OneAccountable, []) => {
                let has = match self.accountable(handoff) {
                    0 => "none",
                    2 => "two",
                    _ => "three or more",
                };
                format!("{} has {has}", self.place(handoff))
            }
            (Check::OneAccountable, _) => self.accountables(draft),
            (_, []) => self.place(handoff),
            (_, [other]) => format!("{} and {}", self.name(draft.first), self.name(other)),
            (_, [second, more @ ..]) => {
                let (first, second) = (self.name(draft.first), self.name(second));
                format!("{first}, {second} and {} more", more.len())
            }
        };
        (title.to_owned(), detail, repair)
    }

    /// How to come to an agreement: where there was one everywhere, only the change is in question.
    fn yes(&self, draft: &Draft<'_>) -> &'static str {
        let mut handoffs = draft.handoffs().filter_map(|id| self.org.handoffs.get(id));
        if !handoffs.all(|handoff| matches!(handoff.agreement(), Agreement::Changed(_))) {
            "Get a yes from both sides"
        } else if draft.others.is_empty() {
            "Ask both again about the change"
        } else {
            "Ask both again about the changes"
        }
    }

    /// The deliverable, or both sides.
    fn name(&self, id: &HandoffId) -> String {
        match self.org.handoffs.get(id) {
            Some(handoff) if short(&handoff.deliverable).is_empty() => self.place(handoff),
            _ => short(&self.org.handoff_name(id)),
        }
    }

    /// How many roles that there are answer for it.
    fn accountable(&self, handoff: &Handoff) -> usize {
        let named = handoff.roles_with(Letter::Accountable);
        named.filter(|role| self.org.roles.contains_key(*role)).count()
    }

    /// "7 handoffs have none, 2 have two".
    fn accountables(&self, draft: &Draft<'_>) -> String {
        let mut counts = [0_u64; 3];
        for handoff in draft.handoffs().filter_map(|id| self.org.handoffs.get(id)) {
            counts[self.accountable(handoff).saturating_sub(1).min(2)] += 1;
        }
        let mut parts = Vec::new();
        for (count, what) in counts.into_iter().zip(["none", "two", "three or more"]) {
            if count > 0 {
                let who = if parts.is_empty() {
                    words::number(count, "handoff", "handoffs")
                } else {
                    count.to_string()
                };
                parts.push(format!("{who} {} {what}", if count == 1 { "has" } else { "have" }));
            }
        }
        parts.join(", ")
    }

    fn goals(&self, handoff: &Handoff, measured: &HandoffHealth) -> (String, String) {
        let part = measured.alignment.part(PartKind::SharedGoals);
        let (common, of) = part.map_or((0, 0), |part| (part.good, part.of));
        let ours = expects_common_goals(self.org, &handoff.provider, &handoff.customer);
        let title = match (ours, common) {
            (true, 0) => "Choose a goal that both sides work for",
            (true, _) => "Choose more goals that both sides work for",
            (false, 0) => "Work for a goal that the paying customer names",
            (false, _) => "Work for more goals that the paying customer names",
        };
        let sides = format!(
            "{} and {}",
            self.party(&handoff.provider),
            self.party(&handoff.customer)
        );
        let of = words::number(of.into(), "goal", "goals");
        (title.to_owned(), format!("{sides} have {common} of {of} in common"))
    }

    /// What to do about the ballots: talk where the two sides see a question differently by a point or more, and
    /// otherwise mend what got the lowest answers. Reads nothing but the pulses that count.
    fn talk(&self, measured: &HandoffHealth, indicator: Indicator) -> Option<(String, String)> {
        let pulses: Vec<&Pulse> = measured
            .voices
            .ids()
            .filter_map(|id| self.org.pulses.get(id).map(|pulse| &**pulse))
            .collect();
        let questions: &[Question] = match indicator {
            Indicator::Communication => &Question::COMMUNICATION,
            Indicator::Alignment => &Question::ALIGNMENT,
            Indicator::Reliability => &[],
        };
        let score = |pulse: &Pulse, question| Moments::question(pulse.counts(question)).map(|m| m.mean);
        if let [one, other] = pulses.as_slice() {
            let mut widest: Option<(f64, Question)> = None;
            for question in questions.iter().copied() {
                if let (Some(one), Some(other)) = (score(one, question), score(other, question)) {
                    let gap = (one - other).abs();
                    if gap >= POINT - SAME && widest.is_none_or(|(widest, _)| gap > widest + SAME) {
                        widest = Some((gap, question));
                    }
                }
            }
            if let Some((gap, question)) = widest {
                let (rated, rater) = (self.party(&one.rated), self.party(&one.rater));
                let points = gap / POINT;
                return Some((
                    format!("Talk about {}", topic(question)),
                    format!("{rated} and {rater} see it differently by {points:.1}"),
                ));
            }
        }
        let mut lowest: Option<(f64, Question, &Pulse)> = None;
        for question in questions.iter().copied() {
            for pulse in pulses.iter().copied() {
                if let Some(score) = score(pulse, question)
                    && lowest.is_none_or(|(lowest, ..)| score < lowest - SAME)
                {
                    lowest = Some((score, question, pulse));
                }
            }
        }
        let (_, question, pulse) = lowest?;
        let (title, between) = mend(question);
        let (rated, rater) = (self.party(&pulse.rated), self.party(&pulse.rater));
        Some((title.to_owned(), format!("{rated} {between} {rater}")))
    }
}

/// With a capital where it begins with a person who is not named.
fn begun(detail: String) -> String {
    match detail.strip_prefix(PERSON) {
        Some(rest) => format!("One person{rest}"),
        None => detail,
    }
}

/// What the two sides see differently.
const fn topic(question: Question) -> &'static str {
    match question {
        Question::Frequent => "how often to be in touch",
        Question::Timely => "how soon news has to arrive",
        Question::Accurate => "what a message must hold to be right",
        Question::ProblemSolving => "what happens when something goes wrong",
        Question::SharedGoals => "what both sides work towards",
        Question::SharedKnowledge => "what each side’s work needs",
        Question::Respect => "what each side’s work is worth to the other",
    }
}

/// What the side that was asked about can do, and whether it does so to or with the other.
const fn mend(question: Question) -> (&'static str, &'static str) {
    match question {
        Question::Frequent => ("Be in touch more often", "to"),
        Question::Timely => ("Pass news on in time", "to"),
        Question::Accurate => ("Check messages before they go out", "to"),
        Question::ProblemSolving => ("Look for what went wrong, not for who did it", "with"),
        Question::SharedGoals => ("Agree on what to work towards together", "with"),
        Question::SharedKnowledge => ("Learn what the other side’s work needs", "with"),
        Question::Respect => ("Say what the other side’s work is worth", "to"),
    }
}

/// On time or right first time, whichever misses more.
fn bring(handoff: &Handoff, measured: &HandoffHealth) -> String {
    let counts = measured.deliveries;
    let late = counts.counted.saturating_sub(counts.in_time);
    let wrong = counts.delivered.saturating_sub(counts.right);
    let what = match short(&handoff.deliverable) {
        name if name.is_empty() => "what is promised".to_owned(),
        name => format!("“{name}”"),
    };
    if late >= wrong {
        format!("Bring {what} on time")
    } else {
        format!("Get {what} right first time")
    }
}

fn answer(within: Option<Span>) -> String {
    match within {
        Some(span) if span.count > 0 => format!("Answer clarification requests within {span}"),
        _ => "Answer clarification requests at once".to_owned(),
    }
}

fn meet(every: Option<Span>) -> String {
    match every {
        Some(span) if span.count == 1 => format!("Hold a check-in every {}", span.unit.singular()),
        Some(span) => format!("Hold a check-in every {span}"),
        None => "Hold the check-ins that were agreed".to_owned(),
    }
}

/// A name on one line, cut where it is long.
fn short(name: &str) -> String {
    let mut short = String::new();
    let letters = name.split_whitespace().flat_map(|word| word.chars().chain([' ']));
    for (number, letter) in letters.enumerate() {
        if number > NAME {
            short = short.chars().take(NAME - 1).collect();
            return format!("{}…", short.trim_end());
        }
        short.push(letter);
    }
    short.truncate(short.trim_end().len());
    short
}
