//! Writes what egui shows as an SVG file: from the very shapes that the frame is made of, so that it is the same
//! picture, sharp at any size, with texts that can be selected and read aloud.
//!
//! The file needs nothing from outside: the letters that are used are in it, as a part of the typeface. There is nothing
//! active in it, and names are text whatever they hold. The same shapes give the same bytes. What needs a graphics card
//! or shows a texture is left out, as [`super::raster`] leaves out the former.

use std::{collections::BTreeSet, fmt::Write as _};

use egui::{
    Color32, Rect, Vec2,
    emath::{GuiRounding as _, TSTransform},
    epaint::{ClippedShape, Shape, Stroke},
};
use skrifa::{FontRef, MetadataProvider as _, charmap::Charmap};

use super::fonts::FACES;

mod font;
mod mesh;
mod shapes;
mod text;
mod xml;

/// What is said of a picture beside it.
#[derive(Clone, Debug)]
pub struct Page {
    /// Width and height, in points.
    pub size: Vec2,
    /// What it is called.
    pub title: String,
    /// What it shows, for people who do not see it.
    pub about: String,
}

/// The SVG file that shows these shapes, laid out with that many pixels for each point.
#[must_use]
pub fn write(page: &Page, shapes: &[ClippedShape], pixels_per_point: f32) -> String {
    let mut writer = Writer::new(page.size, pixels_per_point);
    for clipped in shapes {
        let transform = clipped.transform_after_tessellation;
        if transform == TSTransform::IDENTITY {
            writer.clipped(clipped.clip_rect, &clipped.shape);
        } else {
            let mut shape = clipped.shape.clone();
            shape.transform(transform);
            writer.clipped(clipped.clip_rect, &shape);
        }
    }
    writer.finish(page)
}

/// Lines of one stroke that follow each other.
struct Lines {
    stroke: Stroke,
    path: String,
}

struct Writer {
    all: Rect,
    pixels_per_point: f32,
    body: String,
    /// The rectangles to which parts are clipped, by their number.
    clips: Vec<Rect>,
    /// That of the part that is being written.
    clip: Option<usize>,
    lines: Option<Lines>,
    /// By weight: what is used of it.
    used: [BTreeSet<char>; FACES.len()],
    /// By weight: which characters it has.
    charmaps: [Option<Charmap<'static>>; FACES.len()],
}

impl Writer {
    fn new(size: Vec2, pixels_per_point: f32) -> Self {
        Self {
            all: Rect::from_min_size(egui::Pos2::ZERO, size),
            pixels_per_point,
            body: String::new(),
            clips: Vec::new(),
            clip: None,
            lines: None,
            used: Default::default(),
            charmaps: FACES
                .each_ref()
                .map(|face| FontRef::new(face.bytes).ok().map(|font| font.charmap())),
        }
    }

    /// A shape and the part of the picture in which it is seen.
    fn clipped(&mut self, clip: Rect, shape: &Shape) {
        let clip = clip.round_to_pixels(self.pixels_per_point).intersect(self.all);
        // What is small enough to be nowhere has no bounds, and what has bounds may be seen up to a pixel beside them.
        let bounds = shape.visual_bounding_rect().expand(1.0);
        if !clip.is_positive() || !bounds.intersects(clip) {
            return;
        }
        let clip = (!clip.contains_rect(bounds) && clip != self.all).then_some(clip);
        let wanted = clip.map(|clip| {
            let known = self.clips.iter().position(|other| *other == clip);
            known.unwrap_or_else(|| {
                self.clips.push(clip);
                self.clips.len() - 1
            })
        });
        if wanted != self.clip {
            self.leave();
            if let Some(number) = wanted {
                let _ = writeln!(self.body, "<g clip-path=\"url(#clip{number})\">");
            }
            self.clip = wanted;
        }
        self.shape(shape);
    }

    /// Ends the part that is being written.
    fn leave(&mut self) {
        self.flush();
        if self.clip.take().is_some() {
            self.body.push_str("</g>\n");
        }
    }

    /// Writes the lines that were gathered.
    fn flush(&mut self) {
        if let Some(Lines { stroke, path }) = self.lines.take() {
            let _ = write!(self.body, "<path d=\"{path}\"");
            self.paint(Color32::TRANSPARENT, stroke);
            self.body.push_str("/>\n");
        }
    }

    /// The colours of a thing, which end its attributes.
    fn paint(&mut self, fill: Color32, stroke: Stroke) {
        xml::colour(&mut self.body, "fill", fill);
        if !stroke.is_empty() {
            xml::colour(&mut self.body, "stroke", stroke.color);
            xml::attribute(&mut self.body, "stroke-width", stroke.width);
        }
    }

    fn finish(mut self, page: &Page) -> String {
        self.leave();
        let mut out = String::new();
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
        xml::attribute(&mut out, "width", page.size.x);
        xml::attribute(&mut out, "height", page.size.y);
        out.push_str(" viewBox=\"0 0 ");
        xml::number(&mut out, page.size.x);
        out.push(' ');
        xml::number(&mut out, page.size.y);
        // egui cuts a corner off where the lines turn back by more than a right angle.
        out.push_str(
            "\" role=\"img\" aria-labelledby=\"title about\" stroke-miterlimit=\"1.5\" xml:space=\"preserve\">\n",
        );
        let _ = writeln!(out, "<title id=\"title\">{}</title>", xml::text(&page.title));
        let _ = writeln!(out, "<desc id=\"about\">{}</desc>", xml::text(&page.about));
        out.push_str("<style>\n");
        for (face, used) in FACES.iter().zip(&self.used) {
            if let Some(bytes) = font::subset(face.bytes, used) {
                let _ = writeln!(
                    out,
                    "@font-face{{font-family:\"Inter\";font-weight:{};src:url(\"data:font/otf;base64,{}\")format(\"opentype\")}}",
                    face.weight,
                    xml::base64(&bytes)
                );
            }
        }
        out.push_str("</style>\n");
        if !self.clips.is_empty() {
            out.push_str("<defs>\n");
            for (number, clip) in self.clips.iter().enumerate() {
                let _ = write!(out, "<clipPath id=\"clip{number}\"><rect");
                shapes::place(&mut out, *clip);
                out.push_str("/></clipPath>\n");
            }
            out.push_str("</defs>\n");
        }
        // Where the letters above are not used, something that looks much like them.
        out.push_str("<g font-family=\"Inter, 'Helvetica Neue', Arial, sans-serif\">\n");
        out.push_str(&self.body);
        out.push_str("</g>\n</svg>\n");
        out
    }
}
