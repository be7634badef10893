//! Who answers for what: the responsibility matrix and everything else that is read off roles and goals.

pub mod goals;
pub mod raci;
