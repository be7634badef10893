//! Who answers for what: the responsibility matrix and everything else that is read off roles and goals.

mod area;
pub mod cover;
pub mod pyramid;
pub mod raci;

pub use area::Area;
