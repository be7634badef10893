//! The first screen: files opened last, work found again, samples with a picture, and how to begin.

use std::path::{Path, PathBuf};

use egui::{
    Align2, CornerRadius, Rect, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    file::recovery,
    layout::Positions,
    org::Org,
    session::Command,
    ui::{
        canvas::{camera::Camera, party},
        icons::Icon,
        intent::{Intent, Intents},
        samples::{SAMPLES, Sample},
        tokens::Tokens,
        widgets::{button, text},
    },
};

/// Draws the screen.
pub fn ui(ui: &mut Ui, tokens: &Tokens, recent: &[PathBuf], found: &[recovery::Kept], intents: &mut Intents) {
    let rect = ui.max_rect();
    ui.painter().rect_filled(rect, 0.0, tokens.colour.canvas);
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let width = 940.0_f32.min(ui.available_width() - 48.0);
        let side = (ui.available_width() - width) / 2.0;
        ui.horizontal_top(|ui| {
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add_space((rect.height() * 0.07).clamp(16.0, 72.0));
                head(ui, tokens, intents);
                if !found.is_empty() {
                    recovered(ui, tokens, found, intents);
                }
                ui.add_space(tokens.space.xl);
                heading(ui, tokens, "Samples", "Opened as a copy: change what you like");
                samples(ui, tokens, width, intents);
                if !recent.is_empty() {
                    ui.add_space(tokens.space.xl);
                    heading(ui, tokens, "Recent files", "");
                    for path in recent {
                        recent_file(ui, tokens, path, intents);
                    }
                }
                ui.add_space(tokens.space.xxl);
            });
        });
    });
}

fn head(ui: &mut Ui, tokens: &Tokens, intents: &mut Intents) {
    let title = egui::FontId::new(tokens.size.title * 1.6, crate::ui::fonts::bold());
    ui.label(
        RichText::new("Who serves whom, and is the promise kept?")
            .font(title)
            .color(tokens.colour.ink),
    );
    ui.add_space(tokens.space.s);
    let words = "Draw your internal-customer map, write down what each side promised, and see where it holds and where it hurts.";
    ui.label(RichText::new(words).font(tokens.body()).color(tokens.colour.ink2));
    ui.add_space(tokens.space.l);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = tokens.space.s;
        if button::primary(ui, tokens, "New organisation").clicked() {
            intents.run(Command::New);
        }
        if button::plain(ui, tokens, "Open…").clicked() {
            intents.run(Command::Open);
        }
        ui.label(
            RichText::new("or drop a file anywhere")
                .font(tokens.body())
                .color(tokens.colour.ink3),
        );
    });
}

fn heading(ui: &mut Ui, tokens: &Tokens, text: &str, beside: &str) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(text).font(tokens.name()).color(tokens.colour.ink));
        ui.label(RichText::new(beside).font(tokens.body()).color(tokens.colour.ink3));
    });
    ui.add_space(tokens.space.s);
}

fn recovered(ui: &mut Ui, tokens: &Tokens, found: &[recovery::Kept], intents: &mut Intents) {
    ui.add_space(tokens.space.xl);
    heading(ui, tokens, "Unsaved work was found", "");
    for (k, copy) in found.iter().enumerate() {
        let what = copy.original.as_deref().and_then(Path::file_name).map_or_else(
            || "A document that was never saved".to_owned(),
            |n| n.to_string_lossy().into_owned(),
        );
        ui.horizontal_wrapped(|ui| {
            let words = format!("{what}, kept {}", copy.at.strftime("%d %B %Y, %H:%M"));
            ui.label(RichText::new(words).font(tokens.body()).color(tokens.colour.ink));
            if button::plain(ui, tokens, "Open it").clicked() {
                intents.push(Intent::Restore(k));
            }
            if button::plain(ui, tokens, "Throw away").clicked() {
                intents.push(Intent::DiscardRecovery(k));
            }
        });
    }
}

fn samples(ui: &mut Ui, tokens: &Tokens, width: f32, intents: &mut Intents) {
    let columns = if width > 820.0 { 4 } else { 2 };
    let gap = tokens.space.l;
    let card = (width - gap * (columns - 1) as f32) / columns as f32;
    let rows = SAMPLES.len().div_ceil(columns);
    let height = card * 0.62 + tokens.size.body * 5.2 + 14.0;
    let (area, _) = ui.allocate_exact_size(
        vec2(width, rows as f32 * height + (rows - 1) as f32 * gap),
        Sense::hover(),
    );
    for (k, sample) in SAMPLES.iter().enumerate() {
        let at = area.min
            + vec2(
                (k % columns) as f32 * (card + gap),
                (k / columns) as f32 * (height + gap),
            );
        sample_card(
            ui,
            tokens,
            Rect::from_min_size(at, vec2(card, height)),
            k,
            sample,
            intents,
        );
    }
}

fn sample_card(ui: &mut Ui, tokens: &Tokens, rect: Rect, k: usize, sample: &Sample, intents: &mut Intents) {
    let response = ui.interact(rect, ui.scope_id().with(("sample", k)), Sense::click());
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Button,
            true,
            format!("Open the sample {}: {}", sample.name, sample.line),
        )
    });
    let painter = ui.painter();
    let corner = CornerRadius::same(tokens.radius.card);
    let edge = if response.has_focus() {
        tokens.selection()
    } else if response.hovered() {
        Stroke::new(tokens.stroke.hairline, tokens.colour.accent)
    } else {
        tokens.hairline()
    };
    painter.rect(rect, corner, tokens.colour.surface, edge, StrokeKind::Inside);
    let picture = Rect::from_min_max(
        rect.min + vec2(1.0, 1.0),
        pos2(rect.right() - 1.0, rect.top() + rect.width() * 0.62),
    );
    if let Some((org, places)) = sample.picture() {
        thumbnail(
            &painter.with_clip_rect(picture.shrink(8.0)),
            tokens,
            picture.shrink(12.0),
            org,
            places,
        );
    }
    painter.hline(rect.x_range().shrink(1.0), picture.bottom(), tokens.hairline());
    let left = rect.left() + 14.0;
    let room = rect.width() - 28.0;
    let name = text::elided(painter, sample.name, tokens.name(), tokens.colour.ink, room, 1);
    let below = picture.bottom() + 12.0 + name.size().y + 4.0;
    painter.galley(pos2(left, picture.bottom() + 12.0), name, tokens.colour.ink);
    let line = text::elided(painter, sample.line, tokens.label(), tokens.colour.ink2, room, 3);
    painter.galley(pos2(left, below), line, tokens.colour.ink2);
    if response.clicked() {
        intents.push(Intent::OpenSample(k));
    }
}

/// A map so small that only its shape shows.
fn thumbnail(painter: &egui::Painter, tokens: &Tokens, rect: Rect, org: &Org, places: &Positions) {
    let Some(all) = places
        .values()
        .map(|at| crate::ui::canvas::camera::to_egui(party::card(*at)))
        .reduce(Rect::union)
    else {
        return;
    };
    let camera = Camera::fitting_exactly(all, rect.size());
    let line = Stroke::new(1.0, tokens.health.none.mark.gamma_multiply(0.7));
    for handoff in org.handoffs.values() {
        if let (Some(from), Some(to)) = (places.get(&handoff.provider), places.get(&handoff.customer)) {
            painter.line_segment([camera.to_screen(rect, *from), camera.to_screen(rect, *to)], line);
        }
    }
    for (id, party) in &org.parties {
        let Some(at) = places.get(id) else { continue };
        let card = camera.rect_to_screen(rect, party::card(*at));
        let card = Rect::from_center_size(card.center(), card.size().max(vec2(4.0, 3.0)));
        let fill = if party.kind.is_customer() {
            tokens.colour.customer_fill
        } else {
            tokens.colour.canvas
        };
        let edge = Stroke::new(1.0, tokens.health.none.mark);
        painter.rect(card, CornerRadius::same(1), fill, edge, StrokeKind::Inside);
    }
}

fn recent_file(ui: &mut Ui, tokens: &Tokens, path: &Path, intents: &mut Intents) {
    let name = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let folder = path.parent().map_or_else(String::new, |p| p.display().to_string());
    let height = tokens.size.body * 1.6 + 16.0;
    ui.horizontal(|ui| {
        let width = ui.available_width() - tokens.control.height - 20.0;
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Open {name} in {folder}")));
        let painter = ui.painter();
        if response.hovered() || response.has_focus() {
            painter.rect_filled(rect, CornerRadius::same(tokens.radius.control), tokens.colour.hover);
        }
        let middle = rect.center().y;
        let shown = text::line(
            painter,
            pos2(rect.left() + 8.0, middle),
            Align2::LEFT_CENTER,
            &name,
            tokens.body(),
            tokens.colour.ink,
            width * 0.4,
        );
        text::line(
            painter,
            pos2(shown.right() + 14.0, middle),
            Align2::LEFT_CENTER,
            &folder,
            tokens.body(),
            tokens.colour.ink3,
            rect.right() - shown.right() - 20.0,
        );
        if response.clicked() {
            intents.push(Intent::Open(path.to_owned()));
        }
        if button::icon(ui, tokens, Icon::Close, &format!("Forget {name}"), true).clicked() {
            intents.push(Intent::Forget(path.to_owned()));
        }
    });
}
