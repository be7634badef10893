//! Where a figure comes from: the formula, the numbers in it, and every entry it stands on.
//!
//! Speaks of promises and sides, never of people: neither the holders of roles nor notes appear.

use jiff::civil::Date;

use crate::org::{Agreement, Delivery, Handoff, HandoffId, LogEntry, LogId, Org, Party, PulseId, Question, TermChange};

use super::{
    Band, Check, Estimate, HandoffHealth, Health, Indicator, Part, PartKind, Scope, ballots,
    communication::{self, Answer},
    reliability::{self, Outcome},
    words,
};

/// An answer to "why?".
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Which figure.
    pub title: String,
    /// The figure with its range, or what to do to get one.
    pub value: String,
    /// How it is computed, in one or two sentences.
    pub formula: String,
    /// The numbers that enter.
    pub rows: Vec<Row>,
    /// What they stand on.
    pub evidence: Vec<Proof>,
    /// Who the method is from.
    pub source: &'static str,
    /// What else should be known.
    pub notes: Vec<String>,
}

/// A number that enters a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// What it counts: "9 of 14 questions answered in time".
    pub detail: String,
    /// Its weight among those with data, 0 to 1; nothing where it is only shown beside the others or has no data.
    pub weight: Option<f64>,
    /// The number in words: "62, likely 42 to 81".
    pub value: String,
    /// The estimate itself.
    pub estimate: Option<Estimate>,
    /// The handoff that the row is about, where it is about one.
    pub handoff: Option<HandoffId>,
}

/// An entry that a figure stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The entry, to go to it.
    pub of: ProofOf,
    /// What it says.
    pub text: String,
    /// Whether it counts as good; nothing where it is neither or was left out.
    pub good: Option<bool>,
}

/// Where a proof is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProofOf {
    /// In the log.
    Log(LogId),
    /// Among the pulses.
    Pulse(PulseId),
    /// A handoff with a figure of its own.
    Handoff(HandoffId),
}

/// Explains an indicator of the org, of a party or of a handoff.
#[must_use]
pub fn explain(org: &Org, health: &Health, scope: &Scope, indicator: Indicator) -> Explanation {
    let estimate = health.estimate(scope, indicator);
    let mut explanation = Explanation {
        title: match scope {
            Scope::Org if org.name.is_empty() => indicator.label().to_owned(),
            Scope::Org => format!("{} of {}", indicator.label(), org.name),
            Scope::Party(party) => format!("{} of {}", indicator.label(), org.party_name(party)),
            Scope::Handoff(id) => format!("{} of {}", indicator.label(), org.handoff_name(id)),
        },
        value: match estimate {
            Some(_) => words::value(estimate),
            None => words::not_measured(indicator).to_owned(),
        },
        formula: String::new(),
        rows: Vec::new(),
        evidence: Vec::new(),
        source: source(indicator),
        notes: Vec::new(),
    };
    match scope {
        Scope::Handoff(id) => {
            if let (Some(handoff), Some(measured)) = (org.handoffs.get(id), health.handoffs.get(id)) {
                let one = One {
                    org,
                    health,
                    id,
                    handoff,
                    measured,
                };
                one.explain(indicator, &mut explanation);
            }
        }
        Scope::Org | Scope::Party(_) => many(org, health, scope, indicator, &mut explanation),
    }
    if let Some(estimate) = estimate
        && estimate.coverage < 1.0
    {
        let share = words::percent(estimate.coverage);
        let rest = "The rest has no data yet and is left out, not counted as zero.";
        explanation
            .notes
            .push(format!("Stands on {share} % of what could be known. {rest}"));
    }
    explanation
}

const fn source(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::Communication | Indicator::Alignment => {
            "Ballots: Dirichlet posterior with ½ for each answer. Shares: Jeffreys’ prior (Brown, Cai and DasGupta, 2001). \
             Bands: 3.5 and 4.0 on a five-point scale, the published cut-offs between groups of relational coordination, \
             used here on questions of our own. The range holds 90 %."
        }
        Indicator::Reliability => {
            "Share kept with Jeffreys’ prior (Brown, Cai and DasGupta, 2001). The range holds 90 %."
        }
    }
}

/// A handoff being explained.
struct One<'a> {
    org: &'a Org,
    health: &'a Health,
    id: &'a HandoffId,
    handoff: &'a Handoff,
    measured: &'a HandoffHealth,
}

impl One<'_> {
    fn explain(&self, indicator: Indicator, to: &mut Explanation) {
        match indicator {
            Indicator::Communication => {
                "The mean of three parts by their weights: what both sides say, questions answered in time, and \
                 check-ins held. A part without data is left out."
                    .clone_into(&mut to.formula);
                self.parts(indicator, to);
                self.pulses(&Question::COMMUNICATION, to);
                self.log(indicator, to);
                to.notes.extend(self.waiting("Answer time"));
                to.notes.extend(self.waiting("Check-ins"));
            }
            Indicator::Alignment => {
                "The mean of three parts by their weights: what both sides say, six checks of a clear promise, and \
                 goals in common. A part without data is left out."
                    .clone_into(&mut to.formula);
                self.parts(indicator, to);
                self.pulses(&Question::ALIGNMENT, to);
                let open = Check::ALL.into_iter().filter(|check| !self.measured.passes(*check));
                let open: Vec<_> = open.map(|check| self.missing(check)).collect();
                if !open.is_empty() {
                    to.notes.push(format!("Not there yet: {}.", open.join(", ")));
                }
            }
            Indicator::Reliability => {
                "The share of deliveries due in the window that arrived by their time and were right first time in the \
                 receiver’s words: one count of both together."
                    .clone_into(&mut to.formula);
                self.shares(to);
                self.log(indicator, to);
                self.left_out(to);
            }
        }
    }

    /// A check that is not passed, in the middle of a sentence.
    fn missing(&self, check: Check) -> String {
        let label = check.label().to_lowercase();
        match (check, self.handoff.agreement()) {
            (Check::Agreed, Agreement::Changed(day)) => {
                format!("{label} (changed since both agreed on {})", words::day(day))
            }
            _ => label,
        }
    }

    /// What is being changed in a term, with the day on which both agreed to what is measured by meanwhile.
    fn change(&self, what: &str) -> Option<(Date, TermChange)> {
        let Agreement::Changed(agreed) = self.handoff.agreement() else {
            return None;
        };
        let change = self.handoff.changes().into_iter().find(|change| change.what == what)?;
        Some((agreed, change))
    }

    /// That a term is being changed and does not count yet.
    fn waiting(&self, what: &str) -> Option<String> {
        let (agreed, TermChange { before, now, .. }) = self.change(what)?;
        let [before, now] = [before, now].map(|text| text.to_lowercase());
        Some(format!(
            "{what}: {before}, as agreed on {}; the change to {now} waits for both sides.",
            words::day(agreed)
        ))
    }

    fn parts(&self, indicator: Indicator, to: &mut Explanation) {
        let measure = self.measured.measure(indicator);
        let present: f64 = measure
            .parts()
            .filter(|part| part.moments.is_some())
            .map(|part| part.weight)
            .sum();
        for part in measure.parts() {
            let estimate = part.estimate();
            to.rows.push(Row {
                label: part.kind.label().to_owned(),
                detail: self.detail(&part),
                weight: estimate.map(|_| part.weight / present),
                value: words::value(estimate.as_ref()),
                estimate,
                handoff: None,
            });
        }
    }

    /// What a part counted, or why it has no data and what to do about it.
    fn detail(&self, part: &Part) -> String {
        let (good, of) = (part.good, part.of);
        let days = self.health.window.days;
        match part.kind {
            PartKind::Ballots if of == 0 => {
                let floor = self.org.floor();
                format!("No round of {floor} or more ballots in the last 365 days: enter ballots")
            }
            PartKind::Ballots => {
                let ballots = words::number(of.into(), "ballot", "ballots");
                let voices = &self.measured.voices;
                match (&voices.customer, &voices.provider) {
                    (Some(_), None) => format!("{ballots}, from the customer only"),
                    (None, Some(_)) => format!("{ballots}, from the provider only"),
                    _ => format!("{ballots} from both sides"),
                }
            }
            PartKind::Clarifications if self.handoff.in_force().answer_within.is_none() => {
                "No answer time agreed: agree on one".to_owned()
            }
            PartKind::Clarifications if of == 0 => format!("No question to count in the last {days} days"),
            PartKind::Clarifications => {
                format!(
                    "{good} of {} answered in time",
                    words::number(of.into(), "question", "questions")
                )
            }
            PartKind::CheckIns if self.handoff.in_force().check_in_every.is_none() => {
                "No check-ins agreed: agree how often".to_owned()
            }
            PartKind::CheckIns if self.handoff.agreed.is_none() => "Not agreed by both sides yet".to_owned(),
            PartKind::CheckIns if of == 0 => format!("No whole interval in the last {days} days"),
            PartKind::CheckIns => {
                format!("{good} of {} held", words::number(of.into(), "check-in", "check-ins"))
            }
            PartKind::Clarity => format!("{good} of {of} checks passed"),
            PartKind::SharedGoals if of == 0 && self.only_payer_names_no_goal() => {
                "The paying customer works for goals of its own: nothing to compare".to_owned()
            }
            PartKind::SharedGoals if of == 0 => "A side names no goal: choose the goals it works for".to_owned(),
            PartKind::SharedGoals => {
                format!("{good} of {} in common", words::number(of.into(), "goal", "goals"))
            }
            PartKind::Deliveries => {
                format!("{good} of {} kept", words::number(of.into(), "delivery", "deliveries"))
            }
        }
    }

    /// Whether goals are not compared for no other reason than that a paying customer names none.
    fn only_payer_names_no_goal(&self) -> bool {
        let sides = [&self.handoff.provider, &self.handoff.customer];
        // Of a side that does not exist nobody knows whether it pays.
        let known: Option<Vec<&Party>> = sides
            .map(|side| self.org.parties.get(side).map(|party| &**party))
            .into_iter()
            .collect();
        let names = |party: &Party| party.goals.iter().any(|goal| self.org.goals.contains_key(goal));
        known.is_some_and(|known| known.iter().all(|party| names(party) || party.kind.is_customer()))
    }

    fn pulses(&self, questions: &[Question], to: &mut Explanation) {
        let voices = &self.measured.voices;
        for (id, who) in [
            (&voices.customer, "the customer about the provider"),
            (&voices.provider, "the provider about the customer"),
        ] {
            if let Some(id) = id
                && let Some(pulse) = self.org.pulses.get(id)
            {
                let count = words::number(ballots::number(pulse, questions).into(), "ballot", "ballots");
                let says = ballots::direction(pulse, questions)
                    .map(|moments| format!(": {}", words::percent(moments.mean)))
                    .unwrap_or_default();
                to.evidence.push(Proof {
                    of: ProofOf::Pulse(id.clone()),
                    text: format!("{}, {who}, {count}{says}", words::day(pulse.on)),
                    good: None,
                });
            }
        }
    }

    fn log(&self, indicator: Indicator, to: &mut Explanation) {
        let window = self.health.window;
        for id in self.health.entries(self.id) {
            let Some(entry) = self.org.log.get(id) else { continue };
            let proof = match (&**entry, indicator) {
                (LogEntry::Clarification(request), Indicator::Communication) => {
                    communication::answer(self.handoff, request, window).map(|answer| {
                        let side = if request.by == self.handoff.customer {
                            "the customer"
                        } else if request.by == self.handoff.provider {
                            "the provider"
                        } else {
                            "someone else"
                        };
                        let (text, good) = match answer {
                            Answer::InTime => ("answered in time", Some(true)),
                            Answer::Late => ("answered late", Some(false)),
                            Answer::Overdue => ("still open, overdue", Some(false)),
                            Answer::Waiting => ("still open, left out", None),
                        };
                        let asked = words::moment(request.asked);
                        (format!("{asked}, question from {side}: {text}"), good)
                    })
                }
                (LogEntry::CheckIn(held), Indicator::Communication) => {
                    let counts = communication::intervals(self.handoff, window);
                    let counts = counts.len() > 1 && counts[0] <= held.on && held.on < counts[counts.len() - 1];
                    counts.then(|| (format!("{}, check-in held", words::day(held.on)), Some(true)))
                }
                (LogEntry::Delivery(delivery), Indicator::Reliability) => {
                    reliability::outcome(self.handoff, delivery, window).map(|outcome| tell(delivery, outcome))
                }
                _ => None,
            };
            if let Some((text, good)) = proof {
                to.evidence.push(Proof {
                    of: ProofOf::Log(id.clone()),
                    text,
                    good,
                });
            }
        }
    }

    fn shares(&self, to: &mut Explanation) {
        let counts = self.measured.deliveries;
        let deliveries = |of: u32| words::number(of.into(), "delivery", "deliveries");
        let rows = [
            (
                "Kept",
                format!("{} of {} in time and right", counts.kept, deliveries(counts.counted)),
                self.measured.reliability.estimate,
                Some(1.0),
            ),
            (
                "On time",
                format!("{} of {} in time", counts.in_time, deliveries(counts.counted)),
                self.measured.on_time(),
                None,
            ),
            (
                "Right first time",
                format!("{} of {} right first time", counts.right, deliveries(counts.delivered)),
                self.measured.right_first_time(),
                None,
            ),
            (
                "Notice kept",
                format!(
                    "{} of {} asked as far ahead as agreed",
                    counts.asked - counts.short_notice,
                    deliveries(counts.asked)
                ),
                self.measured.notice_kept(),
                None,
            ),
        ];
        for (label, detail, estimate, weight) in rows {
            to.rows.push(Row {
                label: label.to_owned(),
                detail,
                weight: weight.filter(|_| estimate.is_some()),
                value: words::value(estimate.as_ref()),
                estimate,
                handoff: None,
            });
        }
    }

    fn left_out(&self, to: &mut Explanation) {
        let counts = self.measured.deliveries;
        let deliveries = |of: u32| words::number(of.into(), "delivery", "deliveries");
        to.notes
            .push(format!("The target is {}.", words::percent(self.measured.target)));
        to.notes.extend(self.waiting("Target"));
        to.notes.extend(self.waiting("Notice"));
        for (count, text) in [
            (counts.silent, "without a word from the receiver, taken as right."),
            (counts.overdue, "still open although due, taken as not kept."),
            (
                counts.not_yet_due,
                "due by the end of the day and still open, left out.",
            ),
            (counts.short_notice, "asked for with less notice than agreed, left out."),
        ] {
            if count > 0 {
                to.notes.push(format!("{} {text}", deliveries(count)));
            }
        }
    }
}

/// A delivery in one line.
fn tell(delivery: &Delivery, outcome: Outcome) -> (String, Option<bool>) {
    let (text, good) = match outcome {
        Outcome::Kept { silent: false } => ("in time and right", Some(true)),
        Outcome::Kept { silent: true } => ("in time, receiver silent", Some(true)),
        Outcome::Missed {
            in_time: false,
            right: true,
            ..
        } => ("late", Some(false)),
        Outcome::Missed { in_time: true, .. } => ("in time, not right first time", Some(false)),
        Outcome::Missed { .. } => ("late and not right first time", Some(false)),
        Outcome::Overdue => ("still open, overdue", Some(false)),
        Outcome::NotYetDue => ("still open, left out", None),
        Outcome::ShortNotice => ("asked with too little notice, left out", None),
    };
    let cause = delivery.flaw.as_ref().filter(|_| good == Some(false));
    let cause = cause.map(|flaw| format!(" ({})", flaw.cause.label().to_lowercase()));
    let due = words::moment(delivery.due);
    (format!("Due {due}: {text}{}", cause.unwrap_or_default()), good)
}

/// A party or the org: its handoffs by their importance, worst first.
fn many(org: &Org, health: &Health, scope: &Scope, indicator: Indicator, to: &mut Explanation) {
    let over = match (scope, indicator) {
        (Scope::Party(_), Indicator::Reliability) => "the handoffs it provides",
        (Scope::Party(_), _) => "all its handoffs, given and received",
        _ => "all handoffs",
    };
    to.formula = format!("The mean over {over}, weighted by importance: low 1, normal 2, high 3.");
    let ids: Vec<&HandoffId> = match scope {
        Scope::Party(party) if indicator == Indicator::Reliability => health.links().provided_by(party).collect(),
        Scope::Party(party) => health.handoffs_of(party).into_iter().collect(),
        _ => health.handoffs.keys().collect(),
    };
    let mut entering: Vec<_> = ids
        .into_iter()
        .filter_map(|id| health.handoffs.get(id).map(|handoff| (id, handoff)))
        .collect();
    // Not measured last; a stable sort leaves equals in the order of their identifiers.
    let rank = |handoff: &HandoffHealth| handoff.estimate(indicator).map_or(2.0, |e| e.mean);
    entering.sort_by(|(_, a), (_, b)| rank(a).total_cmp(&rank(b)));
    let measured = entering.iter().filter(|(_, h)| h.estimate(indicator).is_some());
    let present: f64 = measured.map(|(_, h)| h.importance).sum();
    for (id, handoff) in entering {
        let estimate = handoff.estimate(indicator).copied();
        let detail = words::evidence(health, &Scope::Handoff(id.clone()), indicator);
        let name = org.handoff_name(id);
        if estimate.is_some() {
            to.evidence.push(Proof {
                of: ProofOf::Handoff(id.clone()),
                text: format!("{name}: {detail}"),
                good: match handoff.mark(indicator).map(|mark| mark.band) {
                    Some(Band::Strong) => Some(true),
                    Some(Band::Weak) => Some(false),
                    _ => None,
                },
            });
        }
        to.rows.push(Row {
            label: name,
            detail,
            weight: estimate.map(|_| handoff.importance / present),
            value: words::value(estimate.as_ref()),
            estimate,
            handoff: Some(id.clone()),
        });
    }
    if indicator != Indicator::Reliability {
        to.notes.push(
            "Handoffs between the same two parties share their ballots; each ballot is counted once in n.".to_owned(),
        );
    }
}
