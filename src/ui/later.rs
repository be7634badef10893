//! Values that may take longer than a frame to work out: at once where that is quick, else on a thread of
//! their own, while the last value stays on screen and is known to be old.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc::{Receiver, TryRecvError, channel},
    },
    time::Duration,
};

use egui::Context;

/// How long nothing may change before work begins, in seconds: a text being typed is not worth an answer a letter.
const PAUSE: f64 = 0.2;

/// Told the share done, 0 to 1; says whether to go on.
pub type GoesOn<'a> = &'a mut dyn FnMut(f32) -> bool;

/// A piece of work on its thread.
struct Running<K, T> {
    key: K,
    done: Arc<AtomicU32>,
    stop: Arc<AtomicBool>,
    answer: Receiver<T>,
}

impl<K, T> Drop for Running<K, T> {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

/// What a value was worked out from, and the value.
pub struct Later<K, T> {
    ready: Option<(K, T)>,
    running: Option<Running<K, T>>,
    waiting: Option<(K, f64)>,
}

impl<K, T> Default for Later<K, T> {
    fn default() -> Self {
        Self {
            ready: None,
            running: None,
            waiting: None,
        }
    }
}

impl<K: PartialEq + Clone, T: Send + 'static> Later<K, T> {
    /// The last value, and whether it is that of `key`.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<(&T, bool)> {
        self.ready.as_ref().map(|(of, value)| (value, of == key))
    }

    /// The last value and what it was worked out from.
    #[must_use]
    pub fn last(&self) -> Option<(&K, &T)> {
        self.ready.as_ref().map(|(of, value)| (of, value))
    }

    /// The share done of the work on its way, 0 to 1.
    #[must_use]
    pub fn progress(&self) -> Option<f32> {
        let running = self.running.as_ref()?;
        Some(f32::from_bits(running.done.load(Ordering::Relaxed)))
    }

    /// Takes the last value away.
    pub fn take(&mut self) -> Option<T> {
        self.ready.take().map(|(_, value)| value)
    }

    /// Keeps the value that belongs to `key`.
    pub fn put(&mut self, key: K, value: T) {
        self.running = None;
        self.waiting = None;
        self.ready = Some((key, value));
    }

    /// Whether work on `key` should begin now. Takes in what a thread has finished, stops one that works on
    /// something else, and asks for a frame when the time has come. What is quick is due `at_once`, every time
    /// that something has changed.
    pub fn is_due(&mut self, key: &K, at_once: bool, ctx: &Context) -> bool {
        if let Some(running) = self.running.take() {
            match running.answer.try_recv() {
                Ok(value) => self.ready = Some((running.key.clone(), value)),
                Err(TryRecvError::Empty) if running.key == *key => self.running = Some(running),
                // Dropped, and so told to stop.
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => {}
            }
        }
        if self.running.is_some() || self.ready.as_ref().is_some_and(|(of, _)| of == key) {
            self.waiting = None;
            return false;
        }
        // Nothing at all is on screen yet: begin without waiting for a pause.
        if at_once || self.ready.is_none() {
            return true;
        }
        let now = ctx.input(|i| i.time);
        let since = match &self.waiting {
            Some((of, since)) if of == key => *since,
            _ => {
                self.waiting = Some((key.clone(), now));
                now
            }
        };
        let left = PAUSE - (now - since);
        if left > 0.0 {
            ctx.request_repaint_after(Duration::from_secs_f64(left));
        }
        left <= 0.0
    }

    /// Begins on a thread. `work` gives nothing where it was told to stop.
    pub fn begin(&mut self, key: K, ctx: &Context, work: impl FnOnce(GoesOn<'_>) -> Option<T> + Send + 'static) {
        self.waiting = None;
        let (outbox, answer) = channel();
        let done = Arc::new(AtomicU32::new(0_f32.to_bits()));
        let stop = Arc::new(AtomicBool::new(false));
        let (ctx, told, stopped) = (ctx.clone(), Arc::clone(&done), Arc::clone(&stop));
        std::thread::spawn(move || {
            let mut shown = 0.0_f32;
            let value = work(&mut |share| {
                told.store(share.to_bits(), Ordering::Relaxed);
                // A frame for each hundredth moves the bar and costs next to nothing.
                if share - shown >= 0.01 {
                    shown = share;
                    ctx.request_repaint();
                }
                !stopped.load(Ordering::Relaxed)
            });
            if let Some(value) = value {
                // Nobody waits any more if the window is gone.
                let _ = outbox.send(value);
            }
            drop(outbox);
            ctx.request_repaint();
        });
        self.running = Some(Running {
            key,
            done,
            stop,
            answer,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames until the value of `key` is there, with the work begun whenever it is due.
    fn settle(later: &mut Later<u32, u32>, key: u32, ctx: &Context) -> bool {
        for _ in 0..20_000 {
            ctx.input_mut(|i| i.time += 0.1);
            let asked = later.is_due(&key, false, ctx);
            if asked {
                later.begin(key, ctx, move |goes_on| goes_on(0.5).then_some(key * 2));
            }
            if later.get(&key).is_some_and(|(_, current)| current) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        false
    }

    #[test]
    fn the_last_value_stays_until_the_next_one_is_there() {
        let ctx = Context::default();
        let mut later = Later::default();
        assert!(settle(&mut later, 1, &ctx));
        assert_eq!(later.get(&1), Some((&2, true)));
        assert_eq!(later.get(&5), Some((&2, false)), "old, and known to be");
        assert!(settle(&mut later, 5, &ctx));
        assert_eq!(later.get(&5), Some((&10, true)));
    }

    #[test]
    fn work_that_nobody_wants_any_more_is_told_to_stop() {
        let ctx = Context::default();
        let mut later: Later<u32, u32> = Later::default();
        let (outbox, told) = channel();
        later.begin(1, &ctx, move |goes_on| {
            while goes_on(0.0) {
                std::thread::sleep(Duration::from_millis(1));
            }
            let _ = outbox.send(());
            None
        });
        let _ = later.is_due(&2, false, &ctx);
        assert!(told.recv_timeout(Duration::from_secs(20)).is_ok());
        assert_eq!(later.progress(), None);
    }
}
