//! What is wrong with a document, as values. A document with problems still opens, and is shown and
//! saved as it is; every problem says what to do.

use std::{
    collections::{BTreeMap, HashMap, HashSet, btree_map},
    fmt,
};

use super::{
    Focus, LOWEST_FLOOR, LogEntry, Org, PartyId, Position, Subject, Thresholds, View, WINDOWS, rounds::Hidden,
};

/// A part of the document, by its field in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// `settings`
    Settings,
    /// `goals`
    Goals,
    /// `parties`
    Parties,
    /// `roles`
    Roles,
    /// `handoffs`
    Handoffs,
    /// `pulses`
    Pulses,
    /// `actions`
    Actions,
    /// `acceptances`
    Acceptances,
    /// `views`
    Views,
    /// `log`
    Log,
}

impl Section {
    /// All parts.
    pub const ALL: [Self; 10] = [
        Self::Settings,
        Self::Goals,
        Self::Parties,
        Self::Roles,
        Self::Handoffs,
        Self::Pulses,
        Self::Actions,
        Self::Acceptances,
        Self::Views,
        Self::Log,
    ];

    /// The field's name in the file.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Goals => "goals",
            Self::Parties => "parties",
            Self::Roles => "roles",
            Self::Handoffs => "handoffs",
            Self::Pulses => "pulses",
            Self::Actions => "actions",
            Self::Acceptances => "acceptances",
            Self::Views => "views",
            Self::Log => "log",
        }
    }

    /// One entry of it, in words.
    #[must_use]
    pub const fn one(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Goals => "goal",
            Self::Parties => "party",
            Self::Roles => "role",
            Self::Handoffs => "handoff",
            Self::Pulses => "pulse",
            Self::Actions => "action",
            Self::Acceptances => "acceptance",
            Self::Views => "view",
            Self::Log => "log entry",
        }
    }
}

/// Where in the document a problem is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The part.
    pub section: Section,
    /// The entry, by its identifier; empty for a part without entries.
    pub id: String,
    /// The field of the entry.
    pub field: &'static str,
}

impl Place {
    /// A field of an entry.
    #[must_use]
    pub fn new(section: Section, id: impl fmt::Display, field: &'static str) -> Self {
        Self {
            section,
            id: id.to_string(),
            field,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.section.one())?;
        if !self.id.is_empty() {
            write!(f, " {:?}", self.id)?;
        }
        if !self.field.is_empty() {
            write!(f, ", {}", self.field)?;
        }
        Ok(())
    }
}

/// Something that does not hold together, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, in one sentence without a full stop.
    pub what: String,
    /// What to do, in one sentence without a full stop.
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}.", self.place, self.what, self.remedy)
    }
}

/// Collects problems of one entry after another.
struct Finder<'a> {
    org: &'a Org,
    found: Vec<Problem>,
}

impl Finder<'_> {
    fn add(&mut self, section: Section, id: impl fmt::Display, field: &'static str, what: String, remedy: &str) {
        self.found.push(Problem {
            place: Place::new(section, id, field),
            what,
            remedy: remedy.to_owned(),
        });
    }

    fn missing(&mut self, section: Section, id: &impl fmt::Display, field: &'static str, kind: Section, wanted: &str) {
        self.add(
            section,
            id,
            field,
            format!("there is no {} {wanted:?}", kind.one()),
            "Correct the id, or add what it names",
        );
    }

    fn party(&mut self, section: Section, id: &impl fmt::Display, field: &'static str, wanted: &PartyId) {
        if !self.org.parties.contains_key(wanted) {
            self.missing(section, id, field, Section::Parties, wanted.as_str());
        }
    }

    fn handoff(&mut self, section: Section, id: &impl fmt::Display, field: &'static str, wanted: &super::HandoffId) {
        if !self.org.handoffs.contains_key(wanted) {
            self.missing(section, id, field, Section::Handoffs, wanted.as_str());
        }
    }

    fn role(&mut self, section: Section, id: &impl fmt::Display, field: &'static str, wanted: &super::RoleId) {
        if !self.org.roles.contains_key(wanted) {
            self.missing(section, id, field, Section::Roles, wanted.as_str());
        }
    }

    fn subject(&mut self, section: Section, id: &impl fmt::Display, field: &'static str, wanted: &Subject) {
        match wanted {
            Subject::Handoff(handoff) => self.handoff(section, id, field, handoff),
            Subject::Party(party) => self.party(section, id, field, party),
        }
    }

    fn named(&mut self, section: Section, id: &impl fmt::Display, name: &str) {
        if name.trim().is_empty() {
            self.add(section, id, "name", "it has no name".to_owned(), "Give it one");
        }
    }

    fn settings(&mut self) {
        let settings = &self.org.settings;
        if settings.anonymity_floor < LOWEST_FLOOR {
            self.add(
                Section::Settings,
                "",
                "anonymity_floor",
                format!(
                    "a floor of {} would show single people’s answers",
                    settings.anonymity_floor
                ),
                "Set it to 3 or more; until then 3 holds",
            );
        }
        if !WINDOWS.contains(&settings.window_days) {
            self.add(
                Section::Settings,
                "",
                "window_days",
                format!("{} days is not a window that can be chosen", settings.window_days),
                "Set it to 30, 90 or 365",
            );
        }
        if let Some((field, wanted)) = settings.risks.unusable() {
            self.add(
                Section::Settings,
                "",
                "risks",
                format!("{field} is not {wanted}"),
                "Correct it, or remove it; until then the usual ones hold",
            );
        }
    }

    fn parties(&mut self) {
        let circles = self.org.part_of_circles();
        for (id, party) in &self.org.parties {
            self.named(Section::Parties, id, &party.name);
            if let Some(parent) = &party.part_of {
                self.party(Section::Parties, id, "part_of", parent);
                if circles.contains(id) {
                    self.add(
                        Section::Parties,
                        id,
                        "part_of",
                        "it is part of itself, directly or through others".to_owned(),
                        "Choose another party, or none",
                    );
                }
            }
            for goal in &party.goals {
                if !self.org.goals.contains_key(goal) {
                    self.missing(Section::Parties, id, "goals", Section::Goals, goal.as_str());
                }
            }
            if let Some(at @ Position(x, y)) = party.position
                && !at.is_on_map()
            {
                self.add(
                    Section::Parties,
                    id,
                    "position",
                    format!("({x}, {y}) is not a place on the map"),
                    "Remove the field; the layout then finds a place",
                );
            }
        }
    }

    fn roles(&mut self) {
        for (id, role) in &self.org.roles {
            self.named(Section::Roles, id, &role.name);
            self.party(Section::Roles, id, "party", &role.party);
            for backup in &role.backups {
                self.role(Section::Roles, id, "backups", backup);
            }
            for handoff in &role.trained_for {
                self.handoff(Section::Roles, id, "trained_for", handoff);
            }
            for holder in &role.holders {
                if let (Some(since), Some(until)) = (holder.since, holder.until)
                    && until < since
                {
                    self.add(
                        Section::Roles,
                        id,
                        "holders",
                        format!("somebody holds it until {until}, before the first day {since}"),
                        "Correct one of the two dates",
                    );
                }
            }
        }
    }

    fn handoffs(&mut self) {
        for (id, handoff) in &self.org.handoffs {
            self.party(Section::Handoffs, id, "provider", &handoff.provider);
            self.party(Section::Handoffs, id, "customer", &handoff.customer);
            if handoff.provider == handoff.customer {
                self.add(
                    Section::Handoffs,
                    id,
                    "customer",
                    "provider and customer are the same party".to_owned(),
                    "Name the party that depends on it",
                );
            }
            if !(handoff.target > 0.0 && handoff.target <= 1.0) {
                self.add(
                    Section::Handoffs,
                    id,
                    "target",
                    format!("{} is not a share", handoff.target),
                    "Use a number above 0 and at most 1, such as 0.9",
                );
            }
            for (field, span) in [
                ("answer_within", handoff.answer_within),
                ("check_in_every", handoff.check_in_every),
            ] {
                if span.is_some_and(|s| s.count == 0) {
                    self.add(
                        Section::Handoffs,
                        id,
                        field,
                        "it is zero long".to_owned(),
                        "Use at least \"1 hour\", or remove the field",
                    );
                }
            }
            if let Some(super::Cadence::Situational { months, .. }) = &handoff.cadence
                && let Some(month) = months.iter().find(|m| !(1..=12).contains(*m))
            {
                self.add(
                    Section::Handoffs,
                    id,
                    "cadence",
                    format!("there is no month {month}"),
                    "Use numbers from 1 to 12",
                );
            }
            for (field, what, remedy) in handoff.contradictions() {
                self.add(Section::Handoffs, id, field, what, remedy);
            }
            for role in handoff.raci.keys() {
                self.role(Section::Handoffs, id, "raci", role);
            }
        }
    }

    fn goals(&mut self) {
        for (id, goal) in &self.org.goals {
            self.named(Section::Goals, id, &goal.name);
            if let Some(owner) = &goal.owner {
                self.role(Section::Goals, id, "owner", owner);
            }
        }
    }

    fn pulses(&mut self) {
        let floor = self.org.floor();
        let hidden = self.org.hidden_rounds();
        for (id, pulse) in &self.org.pulses {
            self.party(Section::Pulses, id, "rater", &pulse.rater);
            self.party(Section::Pulses, id, "rated", &pulse.rated);
            if pulse.rater == pulse.rated {
                self.add(
                    Section::Pulses,
                    id,
                    "rated",
                    "a party rates itself".to_owned(),
                    "Name the party that the answers are about",
                );
            }
            match hidden.get(id) {
                None => {}
                Some(Hidden::BelowFloor) => self.add(
                    Section::Pulses,
                    id,
                    "",
                    format!("it has fewer than {floor} ballots, so it is not shown"),
                    "Remove it, or ask a larger group",
                ),
                Some(Hidden::TooLike(other)) => self.add(
                    Section::Pulses,
                    id,
                    "",
                    format!(
                        "it differs from the earlier pulse {:?} by fewer than {floor} ballots, so the difference would show who answered what; it is not shown",
                        other.as_str()
                    ),
                    "Remove one of the two",
                ),
            }
        }
    }

    fn actions(&mut self) {
        for (id, action) in &self.org.actions {
            if action.what.trim().is_empty() {
                self.add(
                    Section::Actions,
                    id,
                    "what",
                    "it does not say what will be done".to_owned(),
                    "Write it in one line",
                );
            }
            if let Some(subject) = &action.repairs {
                self.subject(Section::Actions, id, "repairs", subject);
            }
        }
    }

    fn acceptances(&mut self) {
        let mut known = BTreeMap::new();
        for (id, acceptance) in &self.org.acceptances {
            if acceptance.reason.trim().is_empty() {
                self.add(
                    Section::Acceptances,
                    id,
                    "reason",
                    "it does not say why".to_owned(),
                    "Write the reason in one line",
                );
            }
            self.subject(Section::Acceptances, id, "at", &acceptance.at);
            if let Some(seen) = acceptance.seen
                && acceptance.until < seen
            {
                self.add(
                    Section::Acceptances,
                    id,
                    "until",
                    format!(
                        "it ends on {}, before the day on which it was accepted, {seen}",
                        acceptance.until
                    ),
                    "Correct one of the two dates",
                );
            }
            match known.entry((acceptance.rule, &acceptance.at)) {
                btree_map::Entry::Vacant(free) => {
                    free.insert(id);
                }
                btree_map::Entry::Occupied(first) => self.add(
                    Section::Acceptances,
                    id,
                    "",
                    format!("it accepts the same finding as {:?}", first.get().as_str()),
                    "Remove one of the two; until then the one that lasts longer holds",
                ),
            }
        }
    }

    fn views(&mut self) {
        for (id, view) in &self.org.views {
            self.named(Section::Views, id, &view.name);
            let Position(x, y) = view.centre;
            if !view.centre.is_on_map() {
                self.add(
                    Section::Views,
                    id,
                    "centre",
                    format!("({x}, {y}) is not a place on the map"),
                    "Bookmark the view again; until then it shows the nearest place",
                );
            }
            if !View::ZOOM.contains(&view.zoom) {
                self.add(
                    Section::Views,
                    id,
                    "zoom",
                    format!("{} is not a zoom", view.zoom),
                    "Use a number from 0.002 to 4; until then the nearest holds",
                );
            }
            for head in &view.collapsed {
                self.party(Section::Views, id, "collapsed", head);
            }
            if let Some(focus) = &view.focus {
                self.party(Section::Views, id, "focus", &focus.party);
                if !Focus::STEPS.contains(&focus.steps) {
                    self.add(
                        Section::Views,
                        id,
                        "focus",
                        format!("{} steps cannot be shown", focus.steps),
                        "Use 1 or 2; until then the nearest holds",
                    );
                }
            }
        }
    }

    fn log(&mut self) {
        for (id, entry) in &self.org.log {
            if let Some(handoff) = entry.handoff() {
                self.handoff(Section::Log, id, "handoff", handoff);
            }
            if let Some(party) = entry.party() {
                let field = if matches!(**entry, LogEntry::Change(_)) {
                    "party"
                } else {
                    "by"
                };
                self.party(Section::Log, id, field, party);
            }
            match &**entry {
                LogEntry::Delivery(delivery) => {
                    if delivery.asked.is_some_and(|asked| asked.date() > delivery.due.date()) {
                        self.add(
                            Section::Log,
                            id,
                            "asked",
                            "it was asked for after it was due".to_owned(),
                            "Correct one of the two dates",
                        );
                    }
                    if let Some(cost) = delivery.flaw.as_ref().and_then(|f| f.cost)
                        && !(cost.is_finite() && cost >= 0.0)
                    {
                        self.add(
                            Section::Log,
                            id,
                            "flaw",
                            format!("{cost} is not a cost"),
                            "Use a number of 0 or more, or remove the field",
                        );
                    }
                }
                LogEntry::Clarification(question) if question.answered.is_some_and(|at| at < question.asked) => {
                    self.add(
                        Section::Log,
                        id,
                        "answered",
                        "it was answered before it was asked".to_owned(),
                        "Correct one of the two dates",
                    );
                }
                _ => {}
            }
        }
    }
}

impl Org {
    /// Everything in the document that does not hold together, in the order of the file.
    #[must_use]
    pub fn problems(&self) -> Vec<Problem> {
        let mut finder = Finder {
            org: self,
            found: Vec::new(),
        };
        finder.settings();
        finder.goals();
        finder.parties();
        finder.roles();
        finder.handoffs();
        finder.pulses();
        finder.actions();
        finder.acceptances();
        finder.views();
        finder.log();
        finder.found
    }

    /// The anonymity floor that holds: the setting, but never below [`LOWEST_FLOOR`].
    #[must_use]
    pub fn floor(&self) -> u32 {
        self.settings.anonymity_floor.max(LOWEST_FLOOR)
    }

    /// Where each rule of the risks begins: the settings, or the usual ones where they hold no usable number.
    #[must_use]
    pub fn thresholds(&self) -> Thresholds {
        if self.settings.risks.unusable().is_some() {
            Thresholds::default()
        } else {
            self.settings.risks.clone()
        }
    }

    /// The parties that are part of themselves, directly or through others. Looks at each party once,
    /// however long the chains are.
    fn part_of_circles(&self) -> HashSet<&PartyId> {
        let above = |id: &PartyId| self.parties.get(id).and_then(|p| p.part_of.as_ref());
        let mut circles = HashSet::new();
        let mut seen_from: HashMap<&PartyId, &PartyId> = HashMap::new();
        for start in self.parties.keys() {
            let mut at = Some(start);
            while let Some(id) = at {
                if let Some(from) = seen_from.insert(id, start) {
                    // Come back to in the same walk: everything from here round to here is a circle.
                    let mut next = (from == start).then_some(id);
                    while let Some(member) = next.filter(|member| circles.insert(*member)) {
                        next = above(member);
                    }
                    break;
                }
                at = above(id);
            }
        }
        circles
    }

    /// Whether `upper` is `party` itself or one of the parties that `party` belongs to.
    #[must_use]
    pub fn is_above(&self, upper: &PartyId, party: &PartyId) -> bool {
        let mut at = Some(party);
        // No chain without a loop is longer than the number of parties.
        for _ in 0..=self.parties.len() {
            match at {
                Some(id) if id == upper => return true,
                Some(id) => at = self.parties.get(id).and_then(|p| p.part_of.as_ref()),
                None => return false,
            }
        }
        false
    }
}
