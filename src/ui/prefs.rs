//! What the app remembers of its user, apart from any document.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::tokens::ThemeChoice;

/// How many recent files are remembered.
const RECENT: usize = 8;

/// What the app remembers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Prefs {
    /// The chosen theme.
    pub theme: ThemeChoice,
    /// Files opened or saved last, newest first.
    pub recent: Vec<PathBuf>,
}

impl Prefs {
    /// Puts a file on top of the recent ones.
    pub fn remember(&mut self, path: &Path) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        self.recent.retain(|known| *known != path);
        self.recent.insert(0, path);
        self.recent.truncate(RECENT);
    }

    /// Takes a file out of the recent ones.
    pub fn forget(&mut self, path: &Path) {
        self.recent.retain(|known| known != path);
    }
}
