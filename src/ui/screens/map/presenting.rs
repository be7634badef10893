//! What is drawn over a map that is shown to a room: a quiet line, and a spot of light to point with.

use egui::{Align2, Color32, CursorIcon, Key, Mesh, Pos2, Rect, Role, Sense, Ui, Vec2, WidgetInfo, vec2};

use crate::ui::{tokens::Tokens, widgets::text};

/// How far the light reaches, in lines of text.
const REACH: f32 = 2.4;

/// Draws the line, where there is anything to say, and the light while it is asked for.
pub fn ui(ui: &mut Ui, tokens: &Tokens, said: Option<&str>) {
    let screen = ui.max_rect();
    if let Some(said) = said {
        line(ui, screen, tokens, said);
    }
    let lit = ui.input(|i| i.pointer.primary_down() || i.key_down(Key::L));
    let Some(at) = ui.input(|i| i.pointer.latest_pos()).filter(|_| lit) else {
        return;
    };
    ui.set_cursor_icon(CursorIcon::None);
    ui.request_repaint();
    let reach = tokens.size.body * REACH;
    let rect = Rect::from_center_size(at, Vec2::splat(2.0 * reach));
    let response = ui.interact(rect, ui.scope_id().with("light"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, "Spot of light"));
    let colour = tokens.health.weak.mark;
    ui.painter().add(glow(at, reach, colour.gamma_multiply(0.42)));
    ui.painter().circle_filled(at, reach * 0.22, colour.gamma_multiply(0.9));
}

fn line(ui: &mut Ui, screen: Rect, tokens: &Tokens, said: &str) {
    let ink = tokens.colour.ink;
    let galley = text::elided(ui.painter(), said, tokens.body_strong(), ink, screen.width() - 80.0, 1);
    let size = galley.size() + vec2(36.0, 20.0);
    let rect = Align2::CENTER_BOTTOM.align_size_within_rect(size, screen.shrink(20.0));
    let response = ui.interact(rect, ui.scope_id().with("view"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said));
    let corner = egui::CornerRadius::same(tokens.radius.card);
    ui.painter().rect(
        rect,
        corner,
        tokens.colour.surface,
        tokens.hairline(),
        egui::StrokeKind::Inside,
    );
    let at = Align2::CENTER_CENTER.align_size_within_rect(galley.size(), rect);
    ui.painter().galley(at.min, galley, ink);
}

/// A disc that fades to its edge.
fn glow(at: Pos2, radius: f32, colour: Color32) -> Mesh {
    const CORNERS: u32 = 48;
    let mut mesh = Mesh::default();
    mesh.colored_vertex(at, colour);
    for k in 0..CORNERS {
        let turn = std::f32::consts::TAU * k as f32 / CORNERS as f32;
        mesh.colored_vertex(at + radius * Vec2::angled(turn), Color32::TRANSPARENT);
        mesh.add_triangle(0, 1 + k, 1 + (k + 1) % CORNERS);
    }
    mesh
}
