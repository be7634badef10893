//! How much of a layout is done, and whether anybody still waits for it.

/// Told the share done (0 to 1), says whether to go on.
pub struct Progress<'a> {
    goes_on: &'a mut dyn FnMut(f32) -> bool,
    from: f32,
    until: f32,
}

impl<'a> Progress<'a> {
    /// Of the whole.
    pub fn new(goes_on: &'a mut dyn FnMut(f32) -> bool) -> Self {
        Self {
            goes_on,
            from: 0.0,
            until: 1.0,
        }
    }

    /// Of a part of this one, from one share of it to another.
    pub fn part(&mut self, from: f32, until: f32) -> Progress<'_> {
        let span = self.until - self.from;
        Progress {
            from: self.from + span * from,
            until: self.from + span * until,
            goes_on: &mut *self.goes_on,
        }
    }

    /// Tells the share done; `None` where the work is to be given up.
    pub fn at(&mut self, share: f32) -> Option<()> {
        let share = self.from + (self.until - self.from) * share;
        (self.goes_on)(share.clamp(0.0, 1.0)).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_part_is_a_share_of_the_whole_and_stops_with_it() {
        let mut told = Vec::new();
        let mut goes_on = |share| {
            told.push(share);
            share < 0.7
        };
        let mut whole = Progress::new(&mut goes_on);
        let mut second = whole.part(0.5, 1.0);
        assert_eq!(second.at(0.0), Some(()));
        assert_eq!(second.part(0.5, 1.0).at(0.0), None);
        assert_eq!(told, [0.5, 0.75]);
    }
}
