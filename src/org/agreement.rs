//! The two sides of a promise: what each of them said yes to, when, and what has changed since.
//!
//! That a change asks for agreement again is never noted by anyone. It follows from comparing: [`Handoff::before`]
//! holds the terms that both agreed to for as long as the present ones differ from them, and every edit that replaces
//! a handoff goes through [`Handoff::follow`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Cadence, Handoff, Span,
    handoff::{DEFAULT_TARGET, default_target, is_default_target},
    is_default, time,
};

/// Shown where a term is not given.
const NOT_SET: &str = "Not set";

/// One of the two sides of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Who delivers.
    Provider,
    /// Who depends on it.
    Customer,
}

impl Side {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Provider, Self::Customer];

    /// The one across from it.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Provider => Self::Customer,
            Self::Customer => Self::Provider,
        }
    }
}

/// What was promised: all that the two sides agree on. Its weight, its roles and notes about it are not part of that.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    /// What is handed over.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deliverable: String,
    /// What the provider promises.
    #[serde(default, skip_serializing_if = "is_default")]
    pub promise: String,
    /// What the customer needs.
    #[serde(default, skip_serializing_if = "is_default")]
    pub need: String,
    /// The provider's own yes to these terms, where the two sides said it on different days.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub provider_agreed: Option<Date>,
    /// The customer's own yes to these terms, where the two sides said it on different days.
    #[serde(default, skip_serializing_if = "is_default", with = "time::optional_day")]
    pub customer_agreed: Option<Date>,
    /// How often.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cadence: Option<Cadence>,
    /// How far ahead the customer must ask.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notice: Option<Span>,
    /// How soon a clarification request is to be answered.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answer_within: Option<Span>,
    /// How often the two sides look at it together.
    #[serde(default, skip_serializing_if = "is_default")]
    pub check_in_every: Option<Span>,
    /// Where requests and answers go.
    #[serde(default, skip_serializing_if = "is_default")]
    pub channel: String,
    /// The share of deliveries to be kept.
    #[serde(default = "default_target", skip_serializing_if = "is_default_target")]
    pub target: f64,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            deliverable: String::new(),
            promise: String::new(),
            need: String::new(),
            provider_agreed: None,
            customer_agreed: None,
            cadence: None,
            notice: None,
            answer_within: None,
            check_in_every: None,
            channel: String::new(),
            target: DEFAULT_TARGET,
        }
    }
}

impl Terms {
    /// Whether both promise the same, whoever said yes when. Space around a text promises nothing.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.changes(other).is_empty()
    }

    /// What reads differently in `now`, in the order of the file.
    fn changes(&self, now: &Self) -> Vec<TermChange> {
        let text = |what, before: &str, now: &str| {
            let shown = |text: &str| if text.is_empty() { "Nothing" } else { text }.to_owned();
            let [before, now] = [before.trim(), now.trim()];
            (before != now).then(|| TermChange::new(what, shown(before), shown(now)))
        };
        let span = |what, before: Option<Span>, now: Option<Span>| {
            let shown = |span: Option<Span>| span.map_or_else(|| NOT_SET.to_owned(), |span| span.to_string());
            (before != now).then(|| TermChange::new(what, shown(before), shown(now)))
        };
        let rhythm = |before: &Option<Cadence>, now: &Option<Cadence>| {
            let shown = |cadence: &Option<Cadence>| cadence.as_ref().map_or_else(|| NOT_SET.to_owned(), Cadence::words);
            let [before, now] = [before, now].map(shown);
            (before != now).then(|| TermChange::new("How often", before, now))
        };
        let share = |before: f64, now: f64| {
            // With as many digits as it takes to tell the two apart.
            let told = (1..=DIGITS).map(|digits| [before, now].map(|target| percent(target, digits)));
            let [before, now] = told.into_iter().find(|[before, now]| before != now)?;
            Some(TermChange::new("Target", before, now))
        };
        let all = [
            text("Deliverable", &self.deliverable, &now.deliverable),
            text("Promise", &self.promise, &now.promise),
            text("Need", &self.need, &now.need),
            rhythm(&self.cadence, &now.cadence),
            span("Notice", self.notice, now.notice),
            span("Answer time", self.answer_within, now.answer_within),
            span("Check-ins", self.check_in_every, now.check_in_every),
            text("Channel", &self.channel, &now.channel),
            share(self.target, now.target),
        ];
        all.into_iter().flatten().collect()
    }
}

/// As many digits of a share as a number can have.
const DIGITS: usize = 17;

/// A share in words, with so many digits at most: "75.5 % kept".
fn percent(target: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", target * 100.0);
    let text = if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.')
    } else {
        &text
    };
    format!("{text} % kept")
}

/// What of a promise is held against what happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InForce {
    /// The share of deliveries to be kept.
    pub target: f64,
    /// How far ahead the customer must ask.
    pub notice: Option<Span>,
    /// How soon a clarification request is to be answered.
    pub answer_within: Option<Span>,
    /// How often the two sides look at it together.
    pub check_in_every: Option<Span>,
}

/// What the two sides agreed to see differently for now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// The day on which they said so.
    #[serde(with = "time::day")]
    pub on: Date,
    /// What each of them sees.
    pub text: String,
}

/// How far the two sides are with a promise as it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// Both said yes to it, the later of them on that day.
    Settled(Date),
    /// Both had said yes on that day, and it was changed since.
    Changed(Date),
    /// Only this side said yes, on that day.
    OneSide(Side, Date),
    /// There is no day on which either said yes alone or both together.
    Open,
}

/// One thing that reads differently from what was agreed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermChange {
    /// What it is called on the screen.
    pub what: &'static str,
    /// What was agreed, in words.
    pub before: String,
    /// What it says now, in words.
    pub now: String,
}

impl TermChange {
    const fn new(what: &'static str, before: String, now: String) -> Self {
        Self { what, before, now }
    }
}

impl Handoff {
    /// What is promised now, with the days on which each side said yes to it.
    #[must_use]
    pub fn terms(&self) -> Terms {
        Terms {
            deliverable: self.deliverable.clone(),
            promise: self.promise.clone(),
            need: self.need.clone(),
            provider_agreed: self.provider_agreed,
            customer_agreed: self.customer_agreed,
            cadence: self.cadence.clone(),
            notice: self.notice,
            answer_within: self.answer_within,
            check_in_every: self.check_in_every,
            channel: self.channel.clone(),
            target: self.target,
        }
    }

    /// What counts when the promise is measured: what both agreed to while it is being changed, and otherwise what stands
    /// here, agreed or not.
    #[must_use]
    pub fn in_force(&self) -> InForce {
        match self.before.as_ref().filter(|_| self.agreed.is_some()) {
            Some(before) => InForce {
                target: before.target,
                notice: before.notice,
                answer_within: before.answer_within,
                check_in_every: before.check_in_every,
            },
            None => InForce {
                target: self.target,
                notice: self.notice,
                answer_within: self.answer_within,
                check_in_every: self.check_in_every,
            },
        }
    }

    /// Since when both have agreed, also where they have agreed anew meanwhile. Check-ins are counted from that day.
    #[must_use]
    pub fn agreed_since(&self) -> Option<Date> {
        let agreed = self.agreed?;
        Some(self.since.map_or(agreed, |since| since.min(agreed)))
    }

    /// How far the two sides are.
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        match (self.agreed, &self.before, self.provider_agreed, self.customer_agreed) {
            (Some(day), None, ..) => Agreement::Settled(day),
            (Some(day), Some(_), ..) => Agreement::Changed(day),
            (None, _, Some(day), None) => Agreement::OneSide(Side::Provider, day),
            (None, _, None, Some(day)) => Agreement::OneSide(Side::Customer, day),
            (None, ..) => Agreement::Open,
        }
    }

    /// The day on which a side said yes to the promise as it stands.
    #[must_use]
    pub fn said_yes(&self, side: Side) -> Option<Date> {
        let own = match side {
            Side::Provider => self.provider_agreed,
            Side::Customer => self.customer_agreed,
        };
        match self.agreement() {
            Agreement::Settled(day) => own.or(Some(day)),
            _ => own,
        }
    }

    fn own(&mut self, side: Side) -> &mut Option<Date> {
        match side {
            Side::Provider => &mut self.provider_agreed,
            Side::Customer => &mut self.customer_agreed,
        }
    }

    /// A side says yes. Where the other one had, both have now.
    pub fn agree(&mut self, side: Side, day: Date) {
        if matches!(self.agreement(), Agreement::Settled(_)) {
            return;
        }
        *self.own(side) = Some(day);
        if let Some(other) = *self.own(side.other()) {
            self.agreed = Some(day.max(other));
            self.before = None;
            self.difference = None;
            if other == day {
                self.clear_days();
            }
        }
    }

    /// Both say yes on that day to what stands there now.
    pub fn agree_both(&mut self, day: Date) {
        self.agreed = Some(day);
        self.before = None;
        self.difference = None;
        self.clear_days();
    }

    /// A side takes its yes back; that of the other one stays.
    pub fn take_back(&mut self, side: Side) {
        if let Agreement::Settled(_) = self.agreement() {
            let other = self.said_yes(side.other());
            *self.own(side.other()) = other;
            self.agreed = None;
        }
        *self.own(side) = None;
    }

    /// What reads differently from what both agreed to; nothing where both agreed to what stands there.
    #[must_use]
    pub fn changes(&self) -> Vec<TermChange> {
        let before = self.before.as_ref();
        before.map_or_else(Vec::new, |before| before.changes(&self.terms()))
    }

    /// The change was only in the wording: what both agreed to still holds.
    pub fn keep_agreement(&mut self) {
        if let Some(before) = self.before.take() {
            (self.provider_agreed, self.customer_agreed) = (before.provider_agreed, before.customer_agreed);
        }
    }

    /// Nobody has said anything about it yet.
    pub fn forget_agreement(&mut self) {
        self.agreed = None;
        self.since = None;
        self.before = None;
        self.difference = None;
        self.clear_days();
    }

    fn clear_days(&mut self) {
        self.provider_agreed = None;
        self.customer_agreed = None;
    }

    /// Whether the two sides' own days are those of an agreement: both there, the later one that of `agreed`.
    fn has_days_of_agreement(&self) -> bool {
        match (self.provider_agreed, self.customer_agreed) {
            (Some(one), Some(other)) => self.agreed == Some(one.max(other)),
            _ => false,
        }
    }

    /// Draws the conclusions for the agreement where this handoff takes the place of `old`.
    ///
    /// Where something changed since both agreed, a day of agreement that is later than the old one is a new yes to what
    /// stands here. One that is earlier puts the old day right, so that the change goes on waiting for both sides; only a
    /// side's yes can settle it then. A day that is taken away means that nothing is agreed, and with it goes what was
    /// agreed before.
    pub(super) fn follow(&mut self, old: Option<&Self>) {
        if let Some(old) = old {
            // Whoever says yes for a side takes `before` away; whoever only writes a day leaves it.
            let corrected =
                self.agreed.is_some() && self.agreed < old.agreed && (old.before.is_none() || self.before.is_some());
            let changed = !self.terms().is_same(&old.terms());
            if self.provider != old.provider || self.customer != old.customer {
                // Another promise, between others.
                self.forget_agreement();
            } else if self.agreed != old.agreed && !(corrected && (changed || old.before.is_some())) {
                self.before = None;
                if self.agreed.is_some() {
                    self.difference = None;
                }
                let both = self.provider_agreed.is_some() && self.customer_agreed.is_some();
                if self.agreed.is_some() && !self.has_days_of_agreement() || self.agreed.is_none() && (both || changed)
                {
                    self.clear_days();
                }
            } else if changed {
                if self.agreed.is_some() {
                    self.before = Some(old.before.clone().unwrap_or_else(|| Box::new(old.terms())));
                }
                self.clear_days();
            } else if self.agreed.is_some() && self.before.is_some() {
                self.before.clone_from(&old.before);
            } else if self.agreed.is_some() && old.before.is_some() && !self.has_days_of_agreement() {
                // The agreement is kept, and nothing is left to say yes to.
                self.clear_days();
            }
        }
        if let Some(before) = self.before.as_mut()
            && old.is_some_and(|old| self.agreed != old.agreed)
        {
            // They belong to the day that was put right.
            (before.provider_agreed, before.customer_agreed) = (None, None);
        }
        if self.before.as_ref().is_some_and(|before| before.is_same(&self.terms())) {
            self.keep_agreement();
        }
        if let Some(old) = old
            && self.since == old.since
        {
            let same = self.in_force().check_in_every == old.in_force().check_in_every;
            // Without a change in between, another day only puts the old one right.
            let changed = old.before.is_some() || !self.terms().is_same(&old.terms());
            let anew = changed && old.agreed.is_some() && self.agreed > old.agreed;
            self.since = match old.agreed_since() {
                // Other check-ins are counted from the day on which they were agreed.
                _ if !same => None,
                first if anew => first,
                _ => old.since,
            };
        }
        self.since = self.since.filter(|since| Some(*since) < self.agreed);
        if let Some(difference) = &self.difference
            && difference.text.trim().is_empty()
        {
            self.difference = None;
        }
    }

    /// What is said of the agreement that cannot be: the field, what is wrong with it, what to do.
    pub(super) fn contradictions(&self) -> Vec<(&'static str, String, &'static str)> {
        let mut found = Vec::new();
        let days = [
            ("provider_agreed", self.provider_agreed),
            ("customer_agreed", self.customer_agreed),
        ];
        let given = days
            .into_iter()
            .filter(|(_, day)| day.is_some())
            .map(|(field, _)| field);
        let given: Vec<_> = given.collect();
        match (self.agreed, &self.before, given.as_slice()) {
            (None, None, [_, field]) => found.push((
                *field,
                "both sides said yes, but agreed is missing, so it counts as not agreed".to_owned(),
                "Set agreed to the later of the two days",
            )),
            (Some(_), Some(_), [_, field]) => found.push((
                *field,
                "both sides said yes to the promise as it stands, but before still has what they agreed to earlier"
                    .to_owned(),
                "Set agreed to the later of the two days and remove before, or remove one of the two days",
            )),
            (Some(agreed), None, [field, ..]) if !self.has_days_of_agreement() => found.push((
                *field,
                format!("it does not fit the day on which both said yes, {agreed}"),
                "Give the days of both sides, the later one that of agreed, or remove them",
            )),
            _ => {}
        }
        if let Some(since) = self.since {
            match self.agreed {
                None => found.push((
                    "since",
                    "it says since when both have agreed, but agreed is missing".to_owned(),
                    "Add the day on which they last did, or remove the field",
                )),
                Some(agreed) if since >= agreed => found.push((
                    "since",
                    format!("it is not earlier than the day on which both said yes, {agreed}"),
                    "Set it to the day of their first yes, or remove the field",
                )),
                Some(_) => {}
            }
        }
        if let Some(before) = &self.before {
            if self.agreed.is_none() {
                found.push((
                    "before",
                    "it says what both agreed to, but agreed is missing".to_owned(),
                    "Add the day on which they did, or remove the field",
                ));
            } else if before.is_same(&self.terms()) {
                found.push((
                    "before",
                    "it says the same as the promise does now".to_owned(),
                    "Remove the field",
                ));
            }
            if !(before.target > 0.0 && before.target <= 1.0) {
                found.push((
                    "before",
                    format!("its target, {}, is not a share", before.target),
                    "Use a number above 0 and at most 1, such as 0.9",
                ));
            }
        }
        if self.difference.as_ref().is_some_and(|d| d.text.trim().is_empty()) {
            found.push((
                "difference",
                "it does not say what is seen differently".to_owned(),
                "Write it in one line, or remove the field",
            ));
        }
        found
    }
}
