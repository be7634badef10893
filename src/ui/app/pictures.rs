//! Pictures of the map: choosing what to export, drawing it on a thread, writing it or putting it on the clipboard.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, TryRecvError, channel},
    },
};

use egui::{ColorImage, Context};

use super::{App, files::name_of};
use crate::{
    file,
    ui::{
        dialogs::Picture,
        modal::Modal,
        picture_page,
        pictures::{self, Format},
        raster::Still,
        screens::map::sheet::Sheet,
        svg,
        tokens::{Theme, Tokens},
    },
};

/// What is said while a picture is drawn.
const DRAWING: &str = "Drawing the picture …";
/// How many frames it may take to settle.
const FRAMES: usize = 6;

/// A picture that is being drawn.
pub struct Drawing {
    result: Receiver<Result<Drawn, String>>,
}

/// What came of it.
enum Drawn {
    /// It was written.
    File(PathBuf),
    /// It is for the clipboard.
    Image(ColorImage),
}

/// Where a picture goes.
enum To {
    File(PathBuf),
    Clipboard,
}

impl App {
    /// The map as it is exported.
    pub(in crate::ui) fn sheet(&self, theme: Theme) -> Option<Sheet> {
        let session = self.session.as_ref()?;
        Some(Sheet::of(session, &self.canvas, &self.what_if, theme, false))
    }

    /// Asks what picture of the map to export.
    pub(super) fn ask_picture(&mut self, ctx: &Context) {
        let Some(session) = &self.session else { return };
        let tokens = Tokens::of(self.theme(ctx));
        let size = |whole| Sheet::size(session, &self.canvas, &self.what_if, tokens, whole);
        self.modal = Some(Modal::Picture(picture_page::Page::new([size(false), size(true)])));
    }

    /// Puts what is on screen of the map on the clipboard, in the screen's own pixels.
    pub(super) fn copy_picture(&mut self, ctx: &Context) {
        let picture = Picture {
            whole: false,
            format: Format::Png,
            scale: if ctx.pixels_per_point() > 1.0 { 2 } else { 1 },
        };
        self.draw(picture, To::Clipboard, ctx);
    }

    /// Draws a picture into a file. The name of the file says how, whatever was chosen before.
    pub(super) fn draw_to(&mut self, picture: Picture, path: &Path, ctx: &Context) {
        let format = Format::of(path).unwrap_or(picture.format);
        self.draw(Picture { format, ..picture }, To::File(path.to_owned()), ctx);
    }

    fn draw(&mut self, picture: Picture, to: To, ctx: &Context) {
        let Some(session) = &mut self.session else { return };
        // What is still being typed is part of the picture.
        session.commit();
        let theme = self.theme(ctx);
        let Some(session) = &self.session else { return };
        let (canvas, what_if) = (&self.canvas, &self.what_if);
        let size = Sheet::size(session, canvas, what_if, Tokens::of(theme), picture.whole);
        if picture.format == Format::Png && pictures::pixels(size, picture.scale).is_none() {
            self.complain("The picture would be too large. Choose a smaller size, or SVG.");
            return;
        }
        let mut sheet = Sheet::of(session, canvas, what_if, theme, picture.whole);
        let own = Context::default();
        if self.system_fonts {
            own.add_font_provider(Arc::new(egui_system_font_provider::SystemFontProvider::new()));
        }
        let (sender, result) = channel();
        let ctx = ctx.clone();
        std::thread::spawn(move || {
            // Lines of an SVG lie on whole points, so that they are sharp where a point is a pixel.
            let scale = match picture.format {
                Format::Svg => 1.0,
                Format::Png => f32::from(picture.scale),
            };
            let tokens = sheet.tokens();
            let still = Still::with(own, size, scale, FRAMES, tokens, |ui| sheet.ui(ui));
            let drawn = match to {
                To::Clipboard => Ok(Drawn::Image(still.image())),
                To::File(path) => {
                    let bytes = match picture.format {
                        Format::Png => pictures::pack(&still.picture()),
                        Format::Svg => {
                            let (title, about) = (sheet.title().to_owned(), sheet.about());
                            let page = svg::Page { size, title, about };
                            Ok(svg::write(&page, still.shapes(), scale).into_bytes())
                        }
                    };
                    bytes.and_then(|bytes| match file::save_bytes(&path, &bytes) {
                        Ok(()) => Ok(Drawn::File(path)),
                        Err(error) => Err(error.to_string()),
                    })
                }
            };
            // Nobody waits for the answer once the window is gone.
            let _ = sender.send(drawn);
            ctx.request_repaint();
        });
        self.drawing = Some(Drawing { result });
        self.say(DRAWING);
    }

    /// Says what came of a picture once it is drawn.
    pub(super) fn drawn(&mut self, ctx: &Context) {
        let Some(drawing) = self.drawing.take() else { return };
        match drawing.result.try_recv() {
            Ok(Ok(Drawn::File(path))) => self.say(format!("The map, written to {}.", name_of(&path))),
            Ok(Ok(Drawn::Image(image))) => {
                ctx.copy_image(image);
                self.say("The map is on the clipboard.");
            }
            Ok(Err(why)) => self.complain(why),
            Err(TryRecvError::Empty) => {
                // It is said for as long as it is so.
                if let Some(message) = self.message.as_mut().filter(|message| message.text == DRAWING) {
                    message.since = None;
                }
                self.drawing = Some(drawing);
            }
            Err(TryRecvError::Disconnected) => self.complain("The picture could not be drawn. Try a smaller one."),
        }
    }
}
