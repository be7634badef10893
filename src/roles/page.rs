//! What a role sheet and a person's page are made of: headings, and lines under them in the order in which they are
//! read, seen and heard.

use std::collections::BTreeSet;

use crate::org::{HandoffId, Letter, PartyId, RoleId};

/// A heading and what stands under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The roles that a person holds.
    Holds,
    /// What the role is there for, in its own words.
    ThereFor,
    /// Who holds it.
    HeldBy,
    /// The handoffs for which it answers.
    AnswersFor,
    /// Those of which it does the work.
    DoesTheWork,
    /// Those before which it is asked.
    IsAsked,
    /// Those after which it is told.
    IsTold,
    /// Who depends on what it does or answers for, and needs what.
    Serves,
    /// On whom its party depends, and what was promised.
    IsServedBy,
    /// The handoffs that it is trained for.
    Trained,
    /// Those of which it does the work without having been taught.
    NotTrained,
    /// The roles that stand in for it.
    StoodInBy,
    /// Those for which it stands in.
    StandsInFor,
    /// What stands out.
    StandsOut,
}

impl Part {
    /// All of them in the order of reading.
    pub const ALL: [Self; 14] = [
        Self::Holds,
        Self::ThereFor,
        Self::HeldBy,
        Self::AnswersFor,
        Self::DoesTheWork,
        Self::IsAsked,
        Self::IsTold,
        Self::Serves,
        Self::IsServedBy,
        Self::Trained,
        Self::NotTrained,
        Self::StoodInBy,
        Self::StandsInFor,
        Self::StandsOut,
    ];

    /// The heading.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Holds => "Holds",
            Self::ThereFor => "Is there for",
            Self::HeldBy => "Held by",
            Self::AnswersFor => "Answers for",
            Self::DoesTheWork => "Does the work of",
            Self::IsAsked => "Is asked before",
            Self::IsTold => "Is told after",
            Self::Serves => "Serves, and what they need",
            Self::IsServedBy => "Is served by, and what they promised",
            Self::Trained => "Trained for",
            Self::NotTrained => "Not yet trained for",
            Self::StoodInBy => "Stood in for by",
            Self::StandsInFor => "Stands in for",
            Self::StandsOut => "What stands out",
        }
    }

    /// The part in which a letter is told.
    #[must_use]
    pub const fn of(letter: Letter) -> Self {
        match letter {
            Letter::Accountable => Self::AnswersFor,
            Letter::Responsible => Self::DoesTheWork,
            Letter::Consulted => Self::IsAsked,
            Letter::Informed => Self::IsTold,
        }
    }

    /// Whether its lines tell of promises that were made in letters, each of which is told in full once.
    const fn has_letters(self) -> bool {
        matches!(
            self,
            Self::AnswersFor | Self::DoesTheWork | Self::IsAsked | Self::IsTold
        )
    }
}

/// What a line leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A handoff on the map.
    Handoff(HandoffId),
    /// A role's sheet.
    Role(RoleId),
    /// A person's page, by [`key`](super::person::key).
    Person(String),
    /// A party on the map.
    Party(PartyId),
}

/// What is told of a line in somebody's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// What the provider promises; empty where that is not written yet.
    Promise(String),
    /// What the customer needs; empty where that is not written yet.
    Need(String),
}

impl Said {
    /// As it is written under the line.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Promise(text) if text.is_empty() => "No promise written yet".to_owned(),
            Self::Need(text) if text.is_empty() => "No need written yet".to_owned(),
            Self::Promise(text) | Self::Need(text) => format!("“{text}”"),
        }
    }

    /// As it is read aloud and copied.
    fn spoken(&self) -> String {
        match self {
            Self::Promise(text) if !text.is_empty() => format!("Promise: {}", self.words()),
            Self::Need(text) if !text.is_empty() => format!("Need: {}", self.words()),
            _ => self.words(),
        }
    }
}

/// A line of a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What it leads to; nothing where the file names something that does not exist.
    pub link: Option<Link>,
    /// What it tells of.
    pub name: String,
    /// To whom, from whom, how firmly; may be empty.
    pub beside: String,
    /// In the words of one side.
    pub said: Option<Said>,
    /// How the promise was kept, in words. Evidence of the promise and of nothing else.
    pub kept: Option<String>,
    /// It was told in full further up.
    pub again: bool,
    /// On a person's page, the roles from which it comes.
    pub roles: Vec<String>,
}

impl Line {
    /// A line that leads nowhere.
    #[must_use]
    pub fn plain(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// What it tells of, to whom, and as which roles.
    #[must_use]
    pub fn title(&self) -> String {
        let mut text = self.name.clone();
        if !self.beside.is_empty() {
            text.push_str(", ");
            text.push_str(&self.beside);
        }
        if !self.roles.is_empty() {
            text.push_str(" (as ");
            text.push_str(&self.roles.join(" and "));
            text.push(')');
        }
        text
    }

    /// The whole line, as it is read aloud and copied.
    #[must_use]
    pub fn spoken(&self) -> String {
        let mut text = self.title();
        if self.again {
            text.push_str(" (see above)");
            return text;
        }
        for part in [self.said.as_ref().map(Said::spoken), self.kept()]
            .into_iter()
            .flatten()
        {
            let end = text.trim_end_matches('”').ends_with(['.', '!', '?', '…']);
            text.push_str(if end { " " } else { ". " });
            text.push_str(&part);
        }
        text
    }

    fn kept(&self) -> Option<String> {
        self.kept.as_ref().map(|kept| format!("Handoff reliability: {kept}"))
    }
}

/// A part with its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Which one.
    pub part: Part,
    /// At least one.
    pub lines: Vec<Line>,
}

/// Everything that is told of a role or of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The role's or the person's name.
    pub title: String,
    /// Where that belongs.
    pub below: String,
    /// The parts in the order of reading.
    pub blocks: Vec<Block>,
}

impl Page {
    /// A page without parts.
    #[must_use]
    pub fn new(title: impl Into<String>, below: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            below: below.into(),
            blocks: Vec::new(),
        }
    }

    /// The lines of a part; none where it is not told.
    #[must_use]
    pub fn lines(&self, part: Part) -> &[Line] {
        let block = self.blocks.iter().find(|block| block.part == part);
        block.map_or(&[], |block| &block.lines)
    }

    /// Adds a part; one without lines is not told.
    pub(super) fn put(&mut self, part: Part, lines: Vec<Line>) {
        if !lines.is_empty() {
            self.blocks.push(Block { part, lines });
        }
    }

    /// Puts parts into the order of reading, and shortens what was told before.
    pub(super) fn finish(&mut self) {
        self.blocks.sort_by_key(|block| block.part);
        let mut told: BTreeSet<HandoffId> = BTreeSet::new();
        for block in self.blocks.iter_mut().filter(|block| block.part.has_letters()) {
            for line in &mut block.lines {
                if let Some(Link::Handoff(id)) = &line.link {
                    line.again = !told.insert(id.clone());
                }
            }
        }
    }

    /// The page as plain text with headings, to be read aloud, copied and mailed.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = format!("{}\n", self.title);
        if !self.below.is_empty() {
            text.push_str(&self.below);
            text.push('\n');
        }
        for block in &self.blocks {
            text.push('\n');
            text.push_str(block.part.heading());
            text.push('\n');
            for line in &block.lines {
                text.push_str("- ");
                text.push_str(&line.spoken());
                text.push('\n');
            }
        }
        text
    }
}
