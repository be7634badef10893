//! Where each rule of the risks begins.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeStruct as _};

/// Declares [`Thresholds`] with a default for every field, and writes only what differs from it.
macro_rules! thresholds {
    ($($(#[$doc:meta])* $field:ident: $kind:ty = $default:expr,)+) => {
        /// Where each rule of the risks begins. Shares are from 0 to 1.
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Thresholds {
            $($(#[$doc])* pub $field: $kind,)+
        }

        impl Default for Thresholds {
            fn default() -> Self {
                Self { $($field: $default,)+ }
            }
        }

        #[expect(clippy::float_cmp, reason = "a number that was not touched is exactly the usual one")]
        impl Serialize for Thresholds {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let usual = Self::default();
                let differing = [$(self.$field != usual.$field),+].into_iter().filter(|differs| *differs).count();
                let mut out = serializer.serialize_struct("Thresholds", differing)?;
                $(if self.$field == usual.$field {
                    out.skip_field(stringify!($field))?;
                } else {
                    out.serialize_field(stringify!($field), &self.$field)?;
                })+
                out.end()
            }
        }
    };
}

thresholds! {
    /// Communication breakdown: no check-in for so many agreed intervals.
    check_ins_missed: u16 = 2,
    /// Communication breakdown: a question open for more than so many times the agreed time.
    answer_overdue: f64 = 2.0,
    /// Blame: answers about solving problems together below this share, and surely so.
    blame_answers: f64 = 0.5,
    /// Blame: days after which a flaw that cost something should have led to an action.
    blame_days: u16 = 30,
    /// Expectation gap: points of a five-point scale between the two directions.
    gap_points: f64 = 1.0,
    /// Insecurity: the share by which a headcount fell.
    headcount_fall: f64 = 0.1,
    /// Insecurity: days in which it fell.
    headcount_days: u16 = 180,
    /// Insecurity: the share of accountable holders who are temporary or contractors.
    temporary_share: f64 = 0.3,
    /// Silo: an E–I index below this, from −1 (all inside) to 1 (all outside).
    silo_index: f64 = -0.5,
    /// Silo: with at least so many handoffs.
    silo_handoffs: u16 = 2,
    /// Bottleneck: among this share of parties with the highest betweenness.
    bottleneck_share: f64 = 0.1,
    /// One-way street: so many check-ins, and all of them called by the same side.
    one_way_check_ins: u16 = 3,
    /// Short notice: a larger share of requests than this came later than agreed.
    short_notice_share: f64 = 0.2,
    /// Unthanked: so many kept deliveries and no thanks.
    thanks_deliveries: u16 = 3,
    /// Unthanked: days looked back.
    thanks_days: u16 = 90,
    /// Stale: days without a review.
    stale_days: u16 = 180,
}

impl Thresholds {
    /// The first field that holds no usable number, and what it should hold.
    #[must_use]
    pub fn unusable(&self) -> Option<(&'static str, &'static str)> {
        const SHARE: &str = "a share from 0 to 1";
        let share = |value: f64| (0.0..=1.0).contains(&value);
        let checks = [
            ("check_ins_missed", self.check_ins_missed >= 1, "1 or more"),
            (
                "answer_overdue",
                (1.0..=1000.0).contains(&self.answer_overdue),
                "a number from 1 to 1000",
            ),
            ("blame_answers", share(self.blame_answers), SHARE),
            // Flaws are looked at for a year; from there on none would be old enough.
            (
                "blame_days",
                (1..=364).contains(&self.blame_days),
                "a number from 1 to 364",
            ),
            (
                "gap_points",
                self.gap_points > 0.0 && self.gap_points <= 4.0,
                "a number above 0 and at most 4",
            ),
            ("headcount_fall", share(self.headcount_fall), SHARE),
            ("temporary_share", share(self.temporary_share), SHARE),
            (
                "silo_index",
                (-1.0..=1.0).contains(&self.silo_index),
                "a number from -1 to 1",
            ),
            ("bottleneck_share", share(self.bottleneck_share), SHARE),
            ("one_way_check_ins", self.one_way_check_ins >= 1, "1 or more"),
            ("short_notice_share", share(self.short_notice_share), SHARE),
            ("thanks_deliveries", self.thanks_deliveries >= 1, "1 or more"),
        ];
        checks
            .into_iter()
            .find(|(_, fine, _)| !fine)
            .map(|(field, _, wanted)| (field, wanted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_written() {
        let text = |thresholds: &Thresholds| ron::to_string(thresholds).unwrap();
        assert_eq!(text(&Thresholds::default()), "()");
        let own = Thresholds {
            gap_points: 1.5,
            stale_days: 365,
            ..Thresholds::default()
        };
        assert_eq!(text(&own), "(gap_points:1.5,stale_days:365)");
        assert_eq!(ron::from_str::<Thresholds>(&text(&own)).unwrap(), own);
    }

    #[test]
    fn nonsense_is_named() {
        let with = |change: fn(&mut Thresholds)| {
            let mut thresholds = Thresholds::default();
            change(&mut thresholds);
            thresholds.unusable().map(|(field, _)| field)
        };
        assert_eq!(with(|_| {}), None);
        assert_eq!(with(|t| t.gap_points = 0.0), Some("gap_points"));
        assert_eq!(with(|t| t.blame_answers = f64::NAN), Some("blame_answers"));
        assert_eq!(with(|t| t.silo_index = -2.0), Some("silo_index"));
        assert_eq!(with(|t| t.blame_days = 0), Some("blame_days"));
        assert_eq!(with(|t| t.blame_days = 364), None);
        assert_eq!(with(|t| t.blame_days = 365), Some("blame_days"));
    }
}
