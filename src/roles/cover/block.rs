//! Training for a block of cells: as text, and as one change of the document.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::{
    org::{Edit, Org, Role, RoleId},
    roles::raci::Area,
};

use super::{Cover, Mark};

impl Cover {
    /// The marks of a block as tab-separated text, a line for each row: R for does the work, T for trained, B for
    /// stands in.
    #[must_use]
    pub fn text(&self, area: Area) -> String {
        let mut text = String::new();
        for row in area.top..=area.bottom.min(self.rows.len().saturating_sub(1)) {
            if row > area.top {
                text.push('\n');
            }
            for column in area.left..=area.right.min(self.columns.len().saturating_sub(1)) {
                if column > area.left {
                    text.push('\t');
                }
                let _ = write!(text, "{}", letters(self.mark(row, column)));
            }
        }
        text
    }

    /// What typing T changes: training is taken away where all cells of the area have it, and given to all otherwise.
    /// Says which of the two.
    #[must_use]
    pub fn toggle(&self, org: &Org, area: Area) -> (bool, Edit) {
        let all = self.every(area, |row, column| self.is_trained(org, row, column));
        (!all, self.train(org, area, |_, _| !all))
    }

    /// What clearing the area changes: nobody in it is trained any more. Who does the work and who stands in is
    /// written elsewhere and stays.
    #[must_use]
    pub fn clear(&self, org: &Org, area: Area) -> Edit {
        self.train(org, area, |_, _| false)
    }

    fn every(&self, area: Area, holds: impl Fn(usize, usize) -> bool) -> bool {
        (area.top..=area.bottom).all(|row| (area.left..=area.right).all(|column| holds(row, column)))
    }

    /// In the document as it is now, which may be newer than the marks.
    fn is_trained(&self, org: &Org, row: usize, column: usize) -> bool {
        let cell = self.rows.get(row).zip(self.columns.get(column));
        cell.and_then(|(row, column)| Some(org.roles.get(&column.role)?.trained_for.contains(&row.handoff)))
            .unwrap_or(false)
    }

    /// One edit for every role in which something changes.
    pub(super) fn train(&self, org: &Org, area: Area, wanted: impl Fn(usize, usize) -> bool) -> Edit {
        let mut changed: BTreeMap<&RoleId, Role> = BTreeMap::new();
        let rows = self.rows.iter().enumerate().take(area.bottom.saturating_add(1));
        for (r, row) in rows.skip(area.top) {
            let columns = self.columns.iter().enumerate().take(area.right.saturating_add(1));
            for (c, column) in columns.skip(area.left) {
                let Some(old) = org.roles.get(&column.role) else {
                    continue;
                };
                let wanted = wanted(r, c);
                if old.trained_for.contains(&row.handoff) == wanted {
                    continue;
                }
                let role = changed.entry(&column.role).or_insert_with(|| (**old).clone());
                if wanted {
                    role.trained_for.insert(row.handoff.clone());
                } else {
                    role.trained_for.remove(&row.handoff);
                }
            }
        }
        Edit::All(
            changed
                .into_iter()
                .map(|(id, role)| Edit::PutRole(id.clone(), role))
                .collect(),
        )
    }
}

/// R for does the work, T for trained, B for stands in.
fn letters(mark: Mark) -> String {
    let held = [(mark.does, 'R'), (mark.trained, 'T'), (mark.stands_in, 'B')];
    held.into_iter()
        .filter_map(|(on, letter)| on.then_some(letter))
        .collect()
}
