//! Who answers for what: the responsibility matrix and everything else that is read off roles and goals.

pub mod page;
pub mod person;
pub mod raci;
pub mod sheet;
