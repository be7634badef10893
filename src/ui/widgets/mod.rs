//! Small parts that screens are made of. They take tokens and values, never the session.

pub mod button;
pub mod fold;
pub mod form;
pub mod gauge;
pub mod grid;
pub mod reading;
pub mod shorten;
pub mod spread;
pub mod text;
pub mod year;
