//! What the map says of handoffs in colours: an indicator, or the goals that both sides have in common.

use std::collections::BTreeMap;

use crate::{
    health::Health,
    org::{Goal, GoalId, Handoff, HandoffId, Map, Org, Party, PartyId},
    roles::goals::Common,
    session::Lens,
    ui::{
        icons,
        tokens::{Tokens, Tone},
        widgets::reading::Reading,
    },
};

/// What is chosen to colour the map, and what every frame asks of it.
#[derive(Default)]
pub struct Colouring {
    lens: Lens,
    /// The goal whose parties stand out.
    goal: Option<GoalId>,
    /// What both sides have in common, by handoff; only kept while goals colour the map.
    common: BTreeMap<HandoffId, Common>,
    /// What this was worked out for.
    of: Option<Of>,
}

/// The parts of a document from which follows what two sides have in common.
struct Of {
    parties: Map<PartyId, Party>,
    goals: Map<GoalId, Goal>,
    handoffs: Map<HandoffId, Handoff>,
}

impl Colouring {
    /// What colours handoffs.
    pub const fn lens(&self) -> Lens {
        self.lens
    }

    /// Colours handoffs by something else.
    pub fn set_lens(&mut self, lens: Lens) {
        self.lens = lens;
    }

    /// Colours handoffs as another one does.
    pub fn take_after(&mut self, other: &Self) {
        self.lens = other.lens;
        self.goal.clone_from(&other.goal);
    }

    /// The goal whose parties stand out, while goals colour the map.
    pub fn goal(&self) -> Option<&GoalId> {
        self.goal.as_ref().filter(|_| self.lens == Lens::Goals)
    }

    /// The same, also while something else colours the map.
    pub fn chosen_goal(&self) -> Option<&GoalId> {
        self.goal.as_ref()
    }

    /// Colours handoffs by goals, and makes the parties of one stand out, or all of them.
    pub fn show_goal(&mut self, goal: Option<GoalId>) {
        self.lens = Lens::Goals;
        self.goal = goal;
    }

    /// Brings what follows from goals up to date; nothing to do where none of that changed.
    pub fn follow(&mut self, org: &Org) {
        if self.goal.as_ref().is_some_and(|goal| !org.goals.contains_key(goal)) {
            self.goal = None;
        }
        if self.lens != Lens::Goals {
            self.of = None;
            self.common.clear();
            return;
        }
        let same = self.of.as_ref().is_some_and(|of| {
            of.parties.ptr_eq(&org.parties) && of.goals.ptr_eq(&org.goals) && of.handoffs.ptr_eq(&org.handoffs)
        });
        if same {
            return;
        }
        let all = org.handoffs.iter();
        self.common = all
            .map(|(id, handoff)| (id.clone(), Common::of(org, &handoff.provider, &handoff.customer)))
            .collect();
        self.of = Some(Of {
            parties: org.parties.clone(),
            goals: org.goals.clone(),
            handoffs: org.handoffs.clone(),
        });
    }

    /// What is to be seen of a handoff.
    pub fn of(&self, health: &Health, id: &HandoffId) -> Shade {
        match self.lens {
            Lens::Indicator(indicator) => Shade::Reading(Reading::of_handoff(health, id, indicator)),
            Lens::Goals => Shade::Goals(self.common.get(id).copied().unwrap_or(Common::Unnamed)),
        }
    }

    /// What a screen reader says of it.
    pub fn spoken(&self, health: &Health, id: &HandoffId) -> String {
        match (self.of(health, id), self.lens) {
            (Shade::Goals(common), _) => format!("goals: {}", common.words()),
            (Shade::Reading(reading), lens) => {
                let name = match lens {
                    Lens::Indicator(indicator) => indicator.label(),
                    Lens::Goals => lens.label(),
                };
                format!("{} {}", name.to_lowercase(), reading.spoken())
            }
        }
    }

    /// What a party has to do with goals, in a few words, while they colour the map.
    pub fn of_party(&self, org: &Org, party: &Party) -> Option<String> {
        (self.lens == Lens::Goals).then(|| {
            let known = party.goals.iter().filter(|goal| org.goals.contains_key(*goal));
            match known.count() {
                0 => "No goal named".to_owned(),
                1 => "1 goal".to_owned(),
                count => format!("{count} goals"),
            }
        })
    }

    /// The same as a screen reader says it, with the goals by name.
    pub fn party_spoken(&self, org: &Org, party: &Party) -> Option<String> {
        let said = self.of_party(org, party)?;
        let names: Vec<&str> = party
            .goals
            .iter()
            .filter_map(|goal| org.goals.get(goal))
            .map(|goal| goal.name.as_str())
            .collect();
        let aside = if self.fades(party) {
            ", not for the chosen goal"
        } else {
            ""
        };
        Some(if names.is_empty() {
            format!("{}{aside}", said.to_lowercase())
        } else {
            format!("{said}: {}{aside}", names.join("; "))
        })
    }

    /// Whether a party steps back, because it does not work for the goal that was chosen.
    pub fn fades(&self, party: &Party) -> bool {
        self.goal().is_some_and(|goal| !party.goals.contains(goal))
    }

    /// Whether a handoff steps back: one of its sides does not work for the goal that was chosen.
    pub fn fades_handoff(&self, org: &Org, handoff: &Handoff) -> bool {
        self.goal().is_some()
            && [&handoff.provider, &handoff.customer]
                .into_iter()
                .any(|side| org.parties.get(side).is_none_or(|party| self.fades(party)))
    }
}

/// What is to be seen of a handoff.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shade {
    /// An indicator.
    Reading(Reading),
    /// The goals that both sides have in common.
    Goals(Common),
}

impl Shade {
    /// Its mark and whether it is filled.
    pub fn mark(&self) -> (icons::Mark, bool) {
        match self {
            Self::Reading(reading) => reading.mark(),
            Self::Goals(common) => mark_of(*common),
        }
    }

    /// Its colours.
    pub fn tone<'t>(&self, tokens: &'t Tokens) -> &'t Tone {
        self.mark().0.tone(tokens)
    }

    /// Whether there is anything to see.
    pub fn is_known(&self) -> bool {
        self.mark().0 != icons::Mark::NotMeasured
    }

    /// Whether it wants a label of its own where nobody looks at it. What goals say stands on every line as a mark.
    pub fn hurts(&self) -> bool {
        matches!(self, Self::Reading(reading) if reading.is_weak())
    }

    /// Whether that is beyond doubt.
    pub fn is_sure(&self) -> bool {
        self.mark().1
    }

    /// The lower, the sooner it gets a label.
    pub fn rank(&self) -> f64 {
        match self {
            Self::Reading(reading) => reading.mean().unwrap_or(2.0),
            Self::Goals(common) if common.is_missed() => 0.0,
            Self::Goals(_) => 1.0,
        }
    }

    /// What a label says beside the name.
    pub fn said(&self) -> Option<String> {
        match self {
            Self::Reading(reading) => reading.hundred().map(|value| value.to_string()),
            Self::Goals(Common::Unnamed) => Some("no goals named".to_owned()),
            Self::Goals(Common::Own(_) | Common::Nothing(_)) => Some("no goal in common".to_owned()),
            Self::Goals(common) => common.share().map(|(shared, of)| format!("{shared} of {of} goals")),
        }
    }
}

/// The mark that stands for what two sides have in common.
pub const fn mark_of(common: Common) -> (icons::Mark, bool) {
    match common {
        Common::All(_) => (icons::Mark::Strong, true),
        Common::Some(..) => (icons::Mark::Moderate, true),
        Common::Nothing(_) => (icons::Mark::Weak, true),
        Common::Own(_) | Common::Unnamed => (icons::Mark::NotMeasured, false),
    }
}
