//! Text and disk: how a document is written, read, checked and kept.

pub mod format;
