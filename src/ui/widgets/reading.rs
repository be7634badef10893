//! An indicator as it is shown: 0 to 100, with its mark, its colour and its words.

use crate::{
    health::{Band, Estimate, Health, Indicator, Mark, Scope, words},
    org::{HandoffId, PartyId},
    ui::{
        icons,
        tokens::{Tokens, Tone},
    },
};

/// What is known of one indicator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading(Option<(Estimate, Mark)>);

impl Reading {
    /// An indicator of the organisation, of a party or of a handoff.
    #[must_use]
    pub fn of(health: &Health, scope: &Scope, indicator: Indicator) -> Self {
        let estimate = health.estimate(scope, indicator).copied();
        Self(estimate.zip(health.mark(scope, indicator)))
    }

    /// A party's indicator.
    #[must_use]
    pub fn of_party(health: &Health, id: &PartyId, indicator: Indicator) -> Self {
        let known = health.parties.get(id);
        let estimate = known.and_then(|k| k.estimate(indicator)).copied();
        Self(estimate.zip(known.and_then(|k| k.mark(indicator))))
    }

    /// A handoff's indicator.
    #[must_use]
    pub fn of_handoff(health: &Health, id: &HandoffId, indicator: Indicator) -> Self {
        let known = health.handoffs.get(id);
        let estimate = known.and_then(|k| k.estimate(indicator)).copied();
        Self(estimate.zip(known.and_then(|k| k.mark(indicator))))
    }

    /// The mean, 0 to 1.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.0.map(|(estimate, _)| estimate.mean)
    }

    /// The estimate itself.
    #[must_use]
    pub fn estimate(&self) -> Option<&Estimate> {
        self.0.as_ref().map(|(estimate, _)| estimate)
    }

    /// The mean as shown, 0 to 100.
    #[must_use]
    pub fn hundred(&self) -> Option<i64> {
        self.mean().map(hundred)
    }

    /// The likely range as shown.
    #[must_use]
    pub fn range(&self) -> Option<(i64, i64)> {
        self.0.map(|(e, _)| (hundred(e.low), hundred(e.high)))
    }

    /// The likely range in short: "30–53".
    #[must_use]
    pub fn range_text(&self) -> String {
        self.range()
            .map_or_else(String::new, |(low, high)| format!("{low}–{high}"))
    }

    /// Whether it lies in the weak band.
    #[must_use]
    pub fn is_weak(&self) -> bool {
        self.0.is_some_and(|(_, mark)| mark.band == Band::Weak)
    }

    /// Whether the likely range lies in the band as a whole.
    #[must_use]
    pub fn is_sure(&self) -> bool {
        self.0.is_some_and(|(_, mark)| mark.sure)
    }

    /// Its colours.
    #[must_use]
    pub fn tone<'t>(&self, tokens: &'t Tokens) -> &'t Tone {
        match self.0.map(|(_, mark)| mark.band) {
            Some(Band::Strong) => &tokens.health.strong,
            Some(Band::Moderate) => &tokens.health.moderate,
            Some(Band::Weak) => &tokens.health.weak,
            None => &tokens.health.none,
        }
    }

    /// Its mark and whether it is filled.
    #[must_use]
    pub fn mark(&self) -> (icons::Mark, bool) {
        match self.0 {
            None => (icons::Mark::NotMeasured, false),
            Some((_, Mark { band, sure })) => (band.into(), sure),
        }
    }

    /// What a screen reader says.
    #[must_use]
    pub fn spoken(&self) -> String {
        let (Some((estimate, mark)), Some(value)) = (self.0, self.hundred()) else {
            return "not measured".to_owned();
        };
        let likely = words::likely(&estimate);
        let sure = if mark.sure { "" } else { ", too little data to be sure" };
        format!("{value}, {}, {likely}{sure}", mark.band.label().to_lowercase())
    }
}

/// A share as shown, 0 to 100.
#[must_use]
pub fn hundred(share: f64) -> i64 {
    (share * 100.0).round() as i64
}
