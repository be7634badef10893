//! Who answers for what: the responsibility matrix and everything else that is read off roles and goals.

mod area;
pub mod cells;
pub mod cover;
pub mod goals;
pub mod names;
pub mod page;
pub mod person;
pub mod pyramid;
pub mod raci;
pub mod sheet;

pub use area::Area;
