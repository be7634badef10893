//! The pyramid of who carries whom, either way up.
//!
//! Inverted, the paying customers stand on top, below them those who meet them, and leadership at the bottom, carrying
//! everyone; the other way up it is the picture that most organisations draw of themselves. Rows and their order are
//! those of [`Rows`]. A row that is much wider than the others is wrapped into several, which grow narrower on the way
//! to leadership, so that the whole keeps its shape.

use super::{COLUMN_PITCH, Point, Positions, ROW_PITCH};
use crate::{network::pyramid::Rows, org::Org};

/// How much wider than high the pyramid is to be.
const ASPECT: f32 = 1.8;

/// How wide the last row is, as a share of the widest.
const TIP: f32 = 0.45;

/// Between a row and one that only continues it, as a share of the usual distance.
const CONTINUED: f32 = 0.72;

/// Lays the whole map out; `inverted` with the paying customers on top.
#[must_use]
pub fn pyramid(org: &Org, inverted: bool) -> Positions {
    let rows = Rows::of(org).rows;
    let parties: usize = rows.iter().map(|(_, parties)| parties.len()).sum();
    // So many rows of so many cards have that shape.
    let wide = (parties as f32 * ASPECT * ROW_PITCH / COLUMN_PITCH).sqrt();
    let widest = (wide / f32::midpoint(1.0, TIP)).max(4.0);
    let mut places = Positions::new();
    let (mut y, mut seen) = (0.0, 0.0);
    for (k, (_, row)) in rows.iter().enumerate() {
        if k > 0 {
            y += ROW_PITCH;
        }
        let share = seen / parties.max(1) as f32;
        let room = (widest * (1.0 - (1.0 - TIP) * share)).round().max(2.0) as usize;
        // Two rows of five rather than one of eight and one of two.
        let lines = row.len().div_ceil(room).max(1);
        let each = row.len().div_ceil(lines).max(1);
        for (line, part) in row.chunks(each).enumerate() {
            if line > 0 {
                y += ROW_PITCH * CONTINUED;
            }
            let left = -((part.len() - 1) as f32) * COLUMN_PITCH / 2.0;
            for (at, party) in part.iter().enumerate() {
                let point = Point::new(left + at as f32 * COLUMN_PITCH, if inverted { y } else { -y });
                places.insert(party.clone(), point);
            }
        }
        seen += row.len() as f32;
    }
    places
}
