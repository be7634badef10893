//! Keeps a copy of unsaved work, a little after the last change, on a thread of its own.

use std::{
    fs::File,
    path::PathBuf,
    sync::mpsc::{Receiver, Sender, channel},
    time::{Duration, Instant},
};

use jiff::civil::DateTime;

use crate::{
    file::{self, SaveError, recovery},
    org::Org,
    session::Session,
};

/// How long after the last change the copy is made.
const AFTER: Duration = Duration::from_secs(2);
/// How long a change waits for its copy while others follow it.
const AT_MOST: Duration = Duration::from_secs(15);
/// How long a closing window waits until its copies are gone.
const PATIENCE: Duration = Duration::from_secs(3);

/// What the thread is asked to do, one after the other.
enum Order {
    /// Keep a copy.
    Keep {
        org: Box<Org>,
        original: Option<PathBuf>,
        now: DateTime,
        revision: u64,
    },
    /// Remove a copy.
    Drop(PathBuf),
    /// Say when everything before this is done.
    Flush(Sender<()>),
}

/// A change that has no copy yet.
struct Waiting {
    revision: u64,
    first: Instant,
    last: Instant,
}

/// Makes and removes the copies.
pub struct Keeper {
    orders: Sender<Order>,
    done: Receiver<(u64, Option<SaveError>)>,
    folder: PathBuf,
    own: PathBuf,
    waiting: Option<Waiting>,
    asked: Option<u64>,
    kept: Option<u64>,
    complained: bool,
    adopted: Vec<PathBuf>,
    /// Tells other windows that this one lives.
    _claim: Option<File>,
}

impl Keeper {
    /// A keeper of copies in that folder; `key` tells this window's copies from others'.
    #[must_use]
    pub fn new(folder: PathBuf, key: String, ctx: egui::Context) -> Self {
        let (orders, inbox) = channel::<Order>();
        let (outbox, done) = channel();
        let own = recovery::place(&folder, &key);
        let claim = recovery::claim(&folder, &key).ok();
        let place = folder.clone();
        std::thread::spawn(move || {
            for order in inbox {
                match order {
                    Order::Keep {
                        org,
                        original,
                        now,
                        revision,
                    } => {
                        let kept = file::write(&org)
                            .map_err(|error| SaveError {
                                path: place.clone(),
                                why: file::Refusal::Unwritable(error),
                            })
                            .and_then(|text| recovery::keep(&place, &key, original.as_deref(), now, &text));
                        if outbox.send((revision, kept.err())).is_err() {
                            return;
                        }
                        ctx.request_repaint();
                    }
                    Order::Drop(path) => {
                        // Gone already is as good as removed.
                        let _ = std::fs::remove_file(path);
                    }
                    Order::Flush(told) => {
                        // Whoever asked may have lost patience.
                        let _ = told.send(());
                    }
                }
            }
        });
        Self {
            orders,
            done,
            folder,
            own,
            waiting: None,
            asked: None,
            kept: None,
            complained: false,
            adopted: Vec::new(),
            _claim: claim,
        }
    }

    /// Copies of earlier sittings that nobody has taken up yet, and that belong to no open window.
    #[must_use]
    pub fn found(&self) -> Vec<recovery::Kept> {
        let mut found = recovery::list(&self.folder).unwrap_or_default();
        found.retain(|copy| copy.path != self.own && !self.adopted.contains(&copy.path));
        found
    }

    /// Whether the present state of the document is kept.
    #[must_use]
    pub fn has(&self, session: &Session) -> bool {
        self.kept == Some(session.revision())
    }

    /// Looks at the document once a frame. Returns a complaint where copies cannot be kept, once.
    pub fn watch(&mut self, session: Option<&Session>, now: DateTime, ctx: &egui::Context) -> Option<String> {
        let mut complaint = None;
        while let Ok((revision, failed)) = self.done.try_recv() {
            match failed {
                // An answer to an order that was taken back since means nothing.
                None if self.asked == Some(revision) => self.kept = Some(revision),
                Some(error) if !self.complained => {
                    self.complained = true;
                    complaint = Some(format!("No recovery copy can be kept. {error}"));
                }
                _ => {}
            }
        }
        match session {
            Some(session) if session.is_edited() => self.follow(session, now, ctx),
            _ if self.asked.is_some() || self.waiting.is_some() || !self.adopted.is_empty() => self.forget(),
            _ => {}
        }
        complaint
    }

    fn follow(&mut self, session: &Session, now: DateTime, ctx: &egui::Context) {
        let revision = session.revision();
        if self.asked == Some(revision) {
            self.waiting = None;
            return;
        }
        let present = Instant::now();
        let waiting = self.waiting.get_or_insert(Waiting {
            revision,
            first: present,
            last: present,
        });
        if waiting.revision != revision {
            waiting.revision = revision;
            waiting.last = present;
        }
        let due = (waiting.last + AFTER).min(waiting.first + AT_MOST);
        if present < due {
            ctx.request_repaint_after(due - present);
            return;
        }
        self.waiting = None;
        self.asked = Some(revision);
        let order = Order::Keep {
            org: Box::new(session.org().clone()),
            original: session.path().map(std::path::Path::to_owned),
            now,
            revision,
        };
        // The thread lives as long as the keeper.
        let _ = self.orders.send(order);
    }

    /// Takes over a copy that was found and is now open again. It goes once its document is saved or
    /// given up.
    pub fn adopt(&mut self, copy: recovery::Kept) {
        self.adopted.push(copy.path);
    }

    /// Removes the copies: the work is saved, or was given up on purpose.
    pub fn forget(&mut self) {
        self.waiting = None;
        self.kept = None;
        let own = self.asked.take().map(|_| self.own.clone());
        for path in own.into_iter().chain(self.adopted.drain(..)) {
            // The thread lives as long as the keeper.
            let _ = self.orders.send(Order::Drop(path));
        }
    }

    /// Removes the copies before the window closes, and waits until they are gone.
    pub fn forget_now(&mut self) {
        self.forget();
        let (told, done) = channel();
        if self.orders.send(Order::Flush(told)).is_ok() {
            // A disk that takes longer than this keeps its copy, which is then offered once too often.
            let _ = done.recv_timeout(PATIENCE);
        }
        let _ = std::fs::remove_file(self.own.with_extension("lock"));
    }
}
