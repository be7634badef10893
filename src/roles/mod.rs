//! Who answers for what: the responsibility matrix and everything else that is read off roles and goals.

pub mod cover;
pub mod pyramid;
pub mod raci;
