//! The whole map, small, with what is on screen marked; click or drag to look elsewhere.

use egui::{
    CornerRadius, EventFilter, Key, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    session::Session,
    ui::{
        canvas::{Canvas, camera::Camera},
        tokens::Tokens,
    },
};

/// A map with no more parties needs none.
const FEW: usize = 40;
/// Its width at most, in lines of text.
const SIDE: f32 = 14.0;

/// Draws it, its lower right corner there, where the map is large and not all of it on screen.
pub fn ui(ui: &mut Ui, corner: Pos2, session: &Session, tokens: &Tokens, canvas: &mut Canvas) {
    let Some(whole) = canvas.whole().filter(|_| session.org().parties.len() > FEW) else {
        return;
    };
    let seen = canvas.seen();
    // While cards glide it does not come for a moment, only to be gone when they have arrived.
    if canvas.extent_at_rest().is_none_or(|all| canvas.will_see(all)) {
        return;
    }
    let view = canvas.view.size();
    let side = tokens.size.body * SIDE;
    let room = vec2(side.min(view.x * 0.2), (side * 0.75).min(view.y * 0.24));
    let scale = (room / whole.size()).min_elem();
    let size = whole.size() * scale + vec2(12.0, 12.0);
    let rect = Rect::from_min_max(corner - size, corner);
    let response = ui.interact(rect, ui.scope_id().with("minimap"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Minimap"));
    let camera = Camera::fitting_exactly(whole, rect.shrink(6.0).size());
    if response.clicked() {
        response.request_focus();
    }
    if (response.clicked() || response.dragged())
        && let Some(at) = response.interact_pointer_pos()
    {
        let at = camera.to_map(rect, at);
        let at = pos2(at.x, at.y).clamp(whole.min, whole.max);
        canvas.look_at(at);
    }
    if response.has_focus() {
        steps(ui, &response, canvas, seen, whole);
    }
    let painter = ui.painter().with_clip_rect(rect);
    let colour = &tokens.colour;
    let round = CornerRadius::same(tokens.radius.control);
    painter.rect_filled(rect, round, colour.surface);
    painter.add(Shape::Mesh(canvas.dots(
        painter.pixels_per_point(),
        rect,
        &camera,
        session.selection(),
        tokens,
    )));
    let shown = Rect::from_min_max(
        camera.to_screen(rect, crate::layout::Point::new(seen.left(), seen.top())),
        camera.to_screen(rect, crate::layout::Point::new(seen.right(), seen.bottom())),
    );
    let shown = shown.intersect(rect.shrink(1.5));
    painter.rect_filled(shown, CornerRadius::same(2), colour.accent.gamma_multiply(0.1));
    let line = Stroke::new(tokens.stroke.selection.min(2.0), colour.accent);
    painter.rect_stroke(shown, CornerRadius::same(2), line, StrokeKind::Inside);
    let edge = if response.has_focus() {
        tokens.selection()
    } else {
        tokens.hairline()
    };
    painter.rect_stroke(rect, round, edge, StrokeKind::Inside);
}

/// The arrow keys go a part of the view.
fn steps(ui: &Ui, response: &egui::Response, canvas: &mut Canvas, seen: Rect, whole: Rect) {
    ui.memory_mut(|m| {
        m.set_focus_lock_filter(
            response.id,
            EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                tab: false,
                escape: false,
            },
        );
    });
    let mut by = egui::Vec2::ZERO;
    ui.input(|i| {
        for (key, direction) in [
            (Key::ArrowLeft, vec2(-1.0, 0.0)),
            (Key::ArrowRight, vec2(1.0, 0.0)),
            (Key::ArrowUp, vec2(0.0, -1.0)),
            (Key::ArrowDown, vec2(0.0, 1.0)),
        ] {
            by += direction * i.num_presses(key) as f32;
        }
    });
    if by != egui::Vec2::ZERO {
        let at = seen.center() + by * seen.size() / 4.0;
        canvas.look_at(at.clamp(whole.min, whole.max));
    }
}
