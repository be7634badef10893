//! Shapes as elements, rounded to pixels and with their ends as egui's tessellator paints them.

use std::fmt::Write as _;

use egui::{
    Color32, CornerRadius, Pos2, Rect, Vec2,
    emath::GuiRounding as _,
    epaint::{
        CircleShape, ColorMode, EllipseShape, Mesh, PathShape, PathStroke, RectShape, Shape, Stroke, StrokeKind,
        TessellationOptions, Tessellator,
    },
    pos2, vec2,
};

use super::{Lines, Writer, mesh, xml};

/// egui rounds corners by so much more than it is told.
const CORNER_TWEAK: f32 = 0.4;

/// Appends where a rectangle lies.
pub fn place(out: &mut String, rect: Rect) {
    xml::attribute(out, "x", rect.min.x);
    xml::attribute(out, "y", rect.min.y);
    xml::attribute(out, "width", rect.width());
    xml::attribute(out, "height", rect.height());
}

/// Appends a point to a path.
fn point(out: &mut String, command: char, at: Pos2) {
    out.push(command);
    xml::number(out, at.x);
    out.push(' ');
    xml::number(out, at.y);
}

impl Writer {
    pub(super) fn shape(&mut self, shape: &Shape) {
        if let Shape::LineSegment { points, stroke } = shape {
            return self.line(*points, *stroke);
        }
        if let Shape::Noop | Shape::Callback(_) = shape {
            return;
        }
        self.flush();
        match shape {
            Shape::Noop | Shape::Callback(_) | Shape::LineSegment { .. } => {}
            Shape::Vec(shapes) => {
                for shape in shapes {
                    self.shape(shape);
                }
            }
            Shape::Circle(circle) => self.circle(circle),
            Shape::Ellipse(ellipse) => self.ellipse(ellipse),
            Shape::Path(path) => self.path(path, shape),
            Shape::Rect(rect) => self.rect(rect, shape),
            Shape::Text(text) => self.text(text),
            Shape::Mesh(mesh) => self.mesh(mesh),
            Shape::QuadraticBezier(curve) => {
                let [a, b, c] = curve.points;
                let mut path = String::new();
                point(&mut path, 'M', a);
                point(&mut path, 'Q', b);
                point(&mut path, ' ', c);
                self.curve(path, curve.closed, curve.fill, &curve.stroke, shape);
            }
            Shape::CubicBezier(curve) => {
                let [a, b, c, d] = curve.points;
                let mut path = String::new();
                point(&mut path, 'M', a);
                point(&mut path, 'C', b);
                point(&mut path, ' ', c);
                point(&mut path, ' ', d);
                self.curve(path, curve.closed, curve.fill, &curve.stroke, shape);
            }
            Shape::Band(_) => self.tessellated(shape),
        }
    }

    /// A shape for which there is no element: the triangles of which egui would make it.
    fn tessellated(&mut self, shape: &Shape) {
        let options = TessellationOptions {
            feathering: false,
            ..TessellationOptions::default()
        };
        let mut triangles = Mesh::default();
        let mut tessellator = Tessellator::new(self.pixels_per_point, options, [1, 1], Vec::new());
        tessellator.tessellate_shape(shape.clone(), &mut triangles);
        self.mesh(&triangles);
    }

    pub(super) fn mesh(&mut self, triangles: &Mesh) {
        for part in mesh::parts(triangles) {
            self.body.push_str("<path d=\"");
            for outline in &part.outlines {
                for (k, at) in outline.iter().enumerate() {
                    point(&mut self.body, if k == 0 { 'M' } else { 'L' }, *at);
                }
                self.body.push('Z');
            }
            self.body.push('"');
            self.paint(part.colour, Stroke::NONE);
            self.body.push_str("/>\n");
        }
    }

    /// A straight line. Upright and level ones lie on pixels; all end half a pixel beyond their ends.
    #[expect(clippy::float_cmp, reason = "only what is exactly upright or level lies on pixels")]
    fn line(&mut self, [mut a, mut b]: [Pos2; 2], stroke: Stroke) {
        if stroke.is_empty() || !a.is_finite() || !b.is_finite() {
            return;
        }
        let scale = self.pixels_per_point;
        let quarter = 0.25 / scale;
        let ends = |a: &mut f32, b: &mut f32| {
            let inward = if *a < *b { quarter } else { -quarter };
            *a = (*a + inward).round_to_pixel_center(scale);
            *b = (*b - inward).round_to_pixel_center(scale);
        };
        // The same in both branches of egui's tessellator: a dot is upright first, then level.
        if a.x == b.x {
            stroke.round_center_to_pixel(scale, &mut a.x);
            b.x = a.x;
            ends(&mut a.y, &mut b.y);
        }
        if a.y == b.y {
            stroke.round_center_to_pixel(scale, &mut a.y);
            b.y = a.y;
            ends(&mut a.x, &mut b.x);
        }
        let along = (b - a).normalized() * (0.5 / scale);
        if along == Vec2::ZERO {
            return;
        }
        if self.lines.as_ref().is_none_or(|lines| lines.stroke != stroke) {
            self.flush();
        }
        let lines = self.lines.get_or_insert_with(|| Lines {
            stroke,
            path: String::new(),
        });
        point(&mut lines.path, 'M', a - along);
        point(&mut lines.path, 'L', b + along);
    }

    fn circle(&mut self, circle: &CircleShape) {
        let CircleShape {
            center,
            radius,
            fill,
            stroke,
        } = *circle;
        // The line lies around what is filled.
        let ring = if stroke.is_empty() { 0.0 } else { stroke.width / 2.0 };
        if radius <= 0.0 {
            return;
        }
        self.body.push_str("<circle");
        xml::attribute(&mut self.body, "cx", center.x);
        xml::attribute(&mut self.body, "cy", center.y);
        xml::attribute(&mut self.body, "r", radius + ring);
        self.paint(fill, stroke);
        self.body.push_str("/>\n");
    }

    fn ellipse(&mut self, ellipse: &EllipseShape) {
        let EllipseShape {
            center,
            radius,
            fill,
            stroke,
            angle,
        } = *ellipse;
        if radius.min_elem() <= 0.0 {
            return;
        }
        let ring = if stroke.is_empty() { 0.0 } else { stroke.width / 2.0 };
        self.body.push_str("<ellipse");
        xml::attribute(&mut self.body, "cx", center.x);
        xml::attribute(&mut self.body, "cy", center.y);
        xml::attribute(&mut self.body, "rx", radius.x + ring);
        xml::attribute(&mut self.body, "ry", radius.y + ring);
        self.turn(angle, center);
        self.paint(fill, stroke);
        self.body.push_str("/>\n");
    }

    /// Turns a thing about a point, clockwise, by an angle in radians.
    pub(super) fn turn(&mut self, angle: f32, about: Pos2) {
        if angle != 0.0 {
            self.body.push_str(" transform=\"rotate(");
            xml::number(&mut self.body, angle.to_degrees());
            for at in [about.x, about.y] {
                self.body.push(' ');
                xml::number(&mut self.body, at);
            }
            self.body.push_str(")\"");
        }
    }

    fn path(&mut self, path: &PathShape, shape: &Shape) {
        let [first, .., last] = &path.points[..] else { return };
        let (mut first, mut last) = (*first, *last);
        if !path.closed {
            // A line ends half a pixel beyond its end.
            let half = 0.5 / self.pixels_per_point;
            first -= (path.points[1] - first).normalized() * half;
            last += (last - path.points[path.points.len() - 2]).normalized() * half;
        }
        let mut d = String::new();
        for (k, at) in path.points.iter().enumerate() {
            let at = match k {
                0 => first,
                k if k + 1 == path.points.len() => last,
                _ => *at,
            };
            point(&mut d, if k == 0 { 'M' } else { 'L' }, at);
        }
        self.curve(d, path.closed, path.fill, &path.stroke, shape);
    }

    fn curve(&mut self, mut d: String, closed: bool, fill: Color32, stroke: &PathStroke, shape: &Shape) {
        let ColorMode::Solid(colour) = stroke.color else {
            return self.tessellated(shape);
        };
        let stroke = match stroke.kind {
            _ if stroke.width <= 0.0 => Stroke::NONE,
            StrokeKind::Middle => Stroke::new(stroke.width, colour),
            _ if closed => return self.tessellated(shape),
            _ => Stroke::new(stroke.width, colour),
        };
        if closed {
            d.push('Z');
        }
        let _ = write!(self.body, "<path d=\"{d}\"");
        self.paint(if closed { fill } else { Color32::TRANSPARENT }, stroke);
        self.body.push_str("/>\n");
    }

    fn rect(&mut self, shape: &RectShape, whole: &Shape) {
        if shape.angle != 0.0 {
            return self.tessellated(whole);
        }
        let RectShape {
            mut rect,
            corner_radius,
            mut fill,
            mut stroke,
            stroke_kind,
            blur_width,
            ..
        } = *shape;
        let pixel = 1.0 / self.pixels_per_point;
        // Its fill is a texture.
        if shape.brush.is_some() {
            fill = Color32::TRANSPARENT;
        }
        if !stroke.is_empty() {
            let with_stroke = match stroke_kind {
                StrokeKind::Inside => rect,
                StrokeKind::Middle => rect.expand(stroke.width * 0.5),
                StrokeKind::Outside => rect.expand(stroke.width),
            };
            if with_stroke.size().min_elem() <= 2.0 * stroke.width + 0.5 * pixel {
                rect = with_stroke;
                fill = stroke.color;
                stroke = Stroke::NONE;
            }
        }
        if stroke.is_empty() && rect.width() <= 2.0 * pixel {
            return self.line(
                [rect.center_top(), rect.center_bottom()],
                Stroke::new(rect.width(), fill),
            );
        }
        if stroke.is_empty() && rect.height() <= 2.0 * pixel {
            return self.line(
                [rect.left_center(), rect.right_center()],
                Stroke::new(rect.height(), fill),
            );
        }
        if shape.round_to_pixels.unwrap_or(true) {
            let odd = |width: f32| (width / pixel).round() as i64 % 2 != 0;
            rect = if stroke_kind == StrokeKind::Middle
                && stroke.width > 0.0
                && (stroke.width <= pixel || odd(stroke.width))
            {
                rect.round_to_pixel_center(self.pixels_per_point)
            } else {
                rect.round_to_pixels(self.pixels_per_point)
            };
        }
        if blur_width > pixel {
            return self.blurred(rect, corner_radius, fill, blur_width);
        }
        // From here on: the middle of the line around it.
        let (around, more) = match stroke_kind {
            _ if stroke.is_empty() => (rect, 0.0),
            StrokeKind::Inside => (rect.shrink(stroke.width / 2.0), -stroke.width / 2.0),
            StrokeKind::Middle => (rect, 0.0),
            StrokeKind::Outside => (rect.expand(stroke.width / 2.0), stroke.width / 2.0),
        };
        self.rounded(around, corner_radius, more);
        self.paint(fill, stroke);
        self.body.push_str("/>\n");
    }

    /// Begins a rectangle with round corners, each rounded by so much more.
    fn rounded(&mut self, rect: Rect, corner: CornerRadius, more: f32) {
        let most = rect.size().min_elem() / 2.0;
        let radius = |r: u8| match r {
            0 => 0.0,
            r => (f32::from(r) + CORNER_TWEAK + more).clamp(0.0, most.max(0.0)),
        };
        if corner.is_same() {
            self.body.push_str("<rect");
            place(&mut self.body, rect);
            if radius(corner.nw) > 0.0 {
                xml::attribute(&mut self.body, "rx", radius(corner.nw));
            }
            return;
        }
        let mut d = String::new();
        let (min, max) = (rect.min, rect.max);
        // Each corner: where it is, the way in and the way out.
        let corners = [
            (min, radius(corner.nw), vec2(0.0, 1.0), vec2(1.0, 0.0)),
            (pos2(max.x, min.y), radius(corner.ne), vec2(-1.0, 0.0), vec2(0.0, 1.0)),
            (max, radius(corner.se), vec2(0.0, -1.0), vec2(-1.0, 0.0)),
            (pos2(min.x, max.y), radius(corner.sw), vec2(1.0, 0.0), vec2(0.0, -1.0)),
        ];
        for (k, (at, radius, from, to)) in corners.into_iter().enumerate() {
            point(&mut d, if k == 0 { 'M' } else { 'L' }, at + from * radius);
            if radius > 0.0 {
                d.push('A');
                for part in [radius, radius] {
                    xml::number(&mut d, part);
                    d.push(' ');
                }
                d.push_str("0 0 1");
                point(&mut d, ' ', at + to * radius);
            }
        }
        let _ = write!(self.body, "<path d=\"{d}Z\"");
    }

    /// A shadow: it fades to nothing across its edge. Layers that are seen through add up to that.
    fn blurred(&mut self, rect: Rect, corner: CornerRadius, fill: Color32, blur: f32) {
        let blur = blur.min(rect.size().min_elem() - 0.1).max(0.0);
        let layers = (blur / 1.5).ceil().clamp(1.0, 24.0) as u8;
        let share = |k: u8| f32::from(k) / f32::from(layers);
        let opacity = f32::from(fill.a()) / 255.0;
        let mut so_far = 0.0_f32;
        for k in 1..=layers {
            let out = blur * (0.5 - f32::midpoint(share(k), share(k - 1)));
            let wanted = opacity * share(k);
            let layer = 1.0 - (1.0 - wanted) / (1.0 - so_far).max(f32::EPSILON);
            so_far = wanted;
            self.rounded(rect.expand(out), corner, blur / 2.0 + out);
            xml::colour(&mut self.body, "fill", fill.to_opaque());
            let _ = write!(self.body, " fill-opacity=\"{layer:.4}\"");
            self.body.push_str("/>\n");
        }
    }
}
