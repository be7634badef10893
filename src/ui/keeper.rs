//! Keeps a copy of unsaved work, a little after the last change, on a thread of its own.

use std::{
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

/// How long after a change the copy is made.
const AFTER: Duration = Duration::from_secs(2);

/// What the thread is asked to do.
enum Order {
    Keep {
        org: Box<Org>,
        original: Option<PathBuf>,
        now: DateTime,
        revision: u64,
    },
    Drop(PathBuf),
}

/// Makes and removes the copies.
pub struct Keeper {
    orders: Sender<Order>,
    done: Receiver<(u64, Result<recovery::Kept, SaveError>)>,
    folder: PathBuf,
    changed: Option<(u64, Instant)>,
    asked: Option<u64>,
    copy: Option<(u64, recovery::Kept)>,
    complained: bool,
    adopted: Vec<PathBuf>,
}

impl Keeper {
    /// A keeper of copies in that folder; `key` tells this window's copies from others'.
    #[must_use]
    pub fn new(folder: PathBuf, key: String, ctx: egui::Context) -> Self {
        let (orders, inbox) = channel::<Order>();
        let (outbox, done) = channel();
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
                        if outbox.send((revision, kept)).is_err() {
                            return;
                        }
                        ctx.request_repaint();
                    }
                    Order::Drop(path) => {
                        // Gone already is as good as removed.
                        let _ = std::fs::remove_file(path);
                    }
                }
            }
        });
        Self {
            orders,
            done,
            folder,
            changed: None,
            asked: None,
            copy: None,
            complained: false,
            adopted: Vec::new(),
        }
    }

    /// Copies of earlier sittings that nobody has taken up yet.
    #[must_use]
    pub fn found(&self) -> Vec<recovery::Kept> {
        recovery::list(&self.folder).unwrap_or_default()
    }

    /// Whether the present state of the document is kept.
    #[must_use]
    pub fn has(&self, session: &Session) -> bool {
        self.copy
            .as_ref()
            .is_some_and(|(revision, _)| *revision == session.revision())
    }

    /// Looks at the document once a frame. Returns a complaint where copies cannot be kept, once.
    pub fn watch(&mut self, session: Option<&Session>, now: DateTime, ctx: &egui::Context) -> Option<String> {
        let mut complaint = None;
        while let Ok((revision, kept)) = self.done.try_recv() {
            match kept {
                Ok(copy) => self.copy = Some((revision, copy)),
                Err(error) if !self.complained => {
                    self.complained = true;
                    complaint = Some(format!("No recovery copy can be kept. {error}"));
                }
                Err(_) => {}
            }
        }
        match session {
            Some(session) if session.is_edited() => {
                let revision = session.revision();
                if self.asked == Some(revision) {
                    return complaint;
                }
                let since = match self.changed {
                    Some((seen, since)) if seen == revision => since,
                    _ => {
                        let since = Instant::now();
                        self.changed = Some((revision, since));
                        since
                    }
                };
                let waited = since.elapsed();
                if waited < AFTER {
                    ctx.request_repaint_after(AFTER.saturating_sub(waited));
                } else {
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
            }
            // Where nothing is open, copies that were found stay until someone opens or discards them.
            _ => self.forget(),
        }
        complaint
    }

    /// Takes over a copy that was found and is now open again.
    pub fn adopt(&mut self, copy: recovery::Kept) {
        self.adopted.push(copy.path);
    }

    /// Removes the copy: the work is saved, or was given up on purpose.
    pub fn forget(&mut self) {
        self.changed = None;
        self.asked = None;
        if let Some((_, copy)) = self.copy.take() {
            let _ = self.orders.send(Order::Drop(copy.path));
        }
        for path in self.adopted.drain(..) {
            let _ = self.orders.send(Order::Drop(path));
        }
    }

    /// Removes the copy before the window closes, and waits until it is gone.
    pub fn forget_now(&mut self) {
        // A copy may still be on its way; it would be made after this one is removed.
        if self.asked.is_some()
            && self.copy.is_none()
            && let Ok((revision, Ok(copy))) = self.done.recv_timeout(Duration::from_secs(2))
        {
            self.copy = Some((revision, copy));
        }
        if let Some((_, copy)) = self.copy.take() {
            let _ = recovery::discard(&copy);
        }
        for path in self.adopted.drain(..) {
            let _ = std::fs::remove_file(path);
        }
        self.changed = None;
        self.asked = None;
    }
}
