//! The real window: one renderer first, the other one where that cannot start, and a clear word where
//! there is no screen at all.

use std::{
    cell::Cell,
    io::Write as _,
    path::Path,
    rc::Rc,
    sync::{Arc, OnceLock},
    time::Duration,
};

use eframe::{NativeOptions, Renderer};
use egui::{ViewportBuilder, vec2};
use jiff::Zoned;

use super::{
    app::{App, Edge, Opening},
    dialogs, fonts,
    prefs::Prefs,
};

/// The name under which the system knows the app.
const APP_ID: &str = "throughline";

/// What is said where no window can be shown.
const NO_SCREEN: &str = "there is no screen to show a window on. Without one, use: throughline check FILE, throughline health FILE, throughline show FILE --view map -o map.png, or throughline json FILE.";

/// Why there is no window.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// There is nothing to show it on.
    #[error("{NO_SCREEN}")]
    NoScreen,
    /// Neither renderer could start.
    #[error(
        "no window could be opened ({0}). Install a graphics driver (on Debian: libgl1 or mesa-vulkan-drivers) and the X11 libraries libxkbcommon-x11-0, libxcursor1, libxi6; or use throughline check, health, show and json, which need no window."
    )]
    NoRenderer(String),
}

/// How long the first frame waits for a file that is being read, so that a small one is there at once.
const PATIENCE: Duration = Duration::from_millis(400);

/// Set to anything but nothing, it makes the window print `first frame` once a frame that shows what was
/// asked for is on the screen, and close. Only for measuring how long that takes.
const MEASURING: &str = "THROUGHLINE_EXIT_AFTER_FIRST_FRAME";

/// The window, for a thread that began before it was there.
type Waker = Arc<OnceLock<egui::Context>>;

struct Window {
    app: App,
    measuring: Option<Measuring>,
}

/// Waits for the first frame that shows what was asked for.
struct Measuring {
    awaits_document: bool,
    /// The number of that frame, while it is being drawn.
    frame: Option<u64>,
}

impl Measuring {
    fn look(&mut self, app: &App, ctx: &egui::Context) {
        let now = ctx.cumulative_frame_nr();
        match self.frame {
            // The frame after it begins when it has been handed to the screen.
            Some(first) if now > first => {
                // Whoever measures may have stopped listening; the window closes all the same.
                let _ = writeln!(std::io::stdout(), "first frame");
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
                self.frame = Some(u64::MAX);
            }
            None if !self.awaits_document || app.session().is_some() => {
                self.frame = Some(now);
                ctx.request_repaint();
            }
            _ => {}
        }
    }
}

impl eframe::App for Window {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.app.logic(ctx);
        if let Some(measuring) = &mut self.measuring {
            measuring.look(&self.app, ctx);
        }
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.app.ui(ui);
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, "prefs", &self.app.prefs);
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// Where there is no screen, or no renderer that works on it.
pub fn run(path: Option<&Path>) -> Result<(), WindowError> {
    if cfg!(target_os = "linux") && !has_display(|name| std::env::var_os(name)) {
        return Err(WindowError::NoScreen);
    }
    // Windows reaches OpenGL only through drivers that remote desktops lack; elsewhere it starts faster.
    let order = if cfg!(target_os = "windows") {
        [Renderer::Wgpu, Renderer::Glow]
    } else {
        [Renderer::Glow, Renderer::Wgpu]
    };
    let created = Rc::new(Cell::new(false));
    let mut last = String::new();
    for renderer in order {
        match start(renderer, path, Rc::clone(&created)) {
            Ok(()) => return Ok(()),
            Err(error) => last = error,
        }
        if created.get() {
            break;
        }
    }
    Err(WindowError::NoRenderer(last))
}

/// Whether a display is named in the environment.
fn has_display(variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
        .into_iter()
        .any(|name| variable(name).is_some_and(|value| !value.is_empty()))
}

fn start(renderer: Renderer, path: Option<&Path>, created: Rc<Cell<bool>>) -> Result<(), String> {
    let options = NativeOptions {
        renderer,
        viewport: ViewportBuilder::default()
            .with_app_id(APP_ID)
            .with_title("Throughline")
            .with_inner_size(vec2(1440.0, 900.0))
            .with_min_inner_size(vec2(720.0, 480.0))
            .with_drag_and_drop(true),
        ..NativeOptions::default()
    };
    // The file is read while the window is being made.
    let waker = Waker::default();
    let reading = path.map(|path| {
        let waker = waker.clone();
        let wake = move || waker.get().into_iter().for_each(egui::Context::request_repaint);
        Opening::begin(path.to_owned(), Zoned::now().date(), wake)
    });
    // Where a library is missing, winit panics instead of returning an error.
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        eframe::run_native(
            APP_ID,
            options,
            Box::new(move |cc| {
                created.set(true);
                fonts::install(&cc.egui_ctx);
                let prefs = cc
                    .storage
                    .and_then(|storage| eframe::get_value::<Prefs>(storage, "prefs"))
                    .unwrap_or_default();
                let edge = Edge {
                    now: || Zoned::now().datetime(),
                    entropy,
                    dialogs: Box::new(dialogs::System::default()),
                };
                let measuring = std::env::var_os(MEASURING).is_some_and(|set| !set.is_empty());
                let measuring = measuring.then(|| Measuring {
                    awaits_document: reading.is_some(),
                    frame: None,
                });
                let mut app = App::new(edge, prefs);
                app.use_system_fonts();
                if let Some(folders) = directories::ProjectDirs::from("", "", APP_ID) {
                    let key = format!("{}-{:08x}", std::process::id(), entropy());
                    app.keep_copies(folders.data_local_dir().join("recovery"), key, &cc.egui_ctx);
                }
                // There is one window only.
                let _ = waker.set(cc.egui_ctx.clone());
                if let Some(reading) = reading {
                    app.await_opening(reading, PATIENCE);
                }
                Ok(Box::new(Window { app, measuring }))
            }),
        )
    }));
    match caught {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(panic) => Err(panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "the window system failed".to_owned())),
    }
}

/// Any number: the clock's finest digits, mixed.
fn entropy() -> u32 {
    use std::hash::{BuildHasher as _, RandomState};
    RandomState::new().hash_one(Zoned::now().timestamp().as_nanosecond()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_display_is_none() {
        assert!(!has_display(|_| None));
        assert!(!has_display(|name| (name == "DISPLAY").then(|| "".into())));
        assert!(has_display(
            |name| (name == "WAYLAND_DISPLAY").then(|| "wayland-0".into())
        ));
    }
}
