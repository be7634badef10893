//! A role sheet or a person's page on a card: a title, and headings with lines in two columns where there is room.

use egui::{
    Label, Rect, RichText, Role, ScrollArea, Sense, TextFormat, Ui, UiBuilder, WidgetInfo, pos2, text::LayoutJob, vec2,
};

use crate::{
    health::{Health, Indicator},
    roles::page::{Block, Line, Link, Page, Part},
    ui::{
        icons::{self, Mark},
        tokens::Tokens,
        widgets::reading::Reading,
    },
};

/// How wide the card is at most, in sizes of running text.
const WIDEST: f32 = 720.0 / 13.0;

/// How wide the text on it is at least where there are two columns.
const TWO: f32 = 38.0;

/// Draws the page. Returns what was clicked.
pub fn ui(ui: &mut Ui, tokens: &Tokens, health: &Health, page: &Page) -> Option<Link> {
    let mut clicked = None;
    // The bar at the edge covers nothing.
    let width = (ui.available_width() - tokens.space.s).min(tokens.size.body * WIDEST);
    ScrollArea::vertical()
        .id_salt(("sheet", &page.title, &page.below))
        .auto_shrink([false, false])
        .show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let frame = egui::Frame::NONE
                    .fill(tokens.colour.surface)
                    .stroke(tokens.hairline())
                    .corner_radius(tokens.radius.card)
                    .inner_margin(tokens.space.xl);
                frame.show(ui, |ui| {
                    ui.set_width(width - 2.0 * tokens.space.xl - 2.0 * tokens.stroke.hairline);
                    ui.vertical(|ui| {
                        let mut card = Card {
                            tokens,
                            health,
                            clicked: None,
                        };
                        card.page(ui, page);
                        clicked = card.clicked;
                    });
                });
            });
        });
    clicked
}

struct Card<'a> {
    tokens: &'a Tokens,
    health: &'a Health,
    clicked: Option<Link>,
}

impl Card<'_> {
    fn page(&mut self, ui: &mut Ui, page: &Page) {
        let tokens = self.tokens;
        ui.spacing_mut().item_spacing = vec2(tokens.space.xl, 0.0);
        let title = RichText::new(&page.title).font(tokens.title()).color(tokens.colour.ink);
        let title = ui.add(Label::new(title).wrap());
        title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, page.title.as_str()));
        if !page.below.is_empty() {
            let below = RichText::new(&page.below).font(tokens.body()).color(tokens.colour.ink2);
            ui.add(Label::new(below).wrap());
        }
        let width = ui.available_width();
        if width < tokens.size.body * TWO {
            for block in &page.blocks {
                self.block(ui, block);
            }
            return;
        }
        let each = vec2((width - tokens.space.xl) / 2.0, 0.0);
        let down = egui::Layout::top_down(egui::Align::Min);
        let (left, right): (Vec<_>, Vec<_>) = page.blocks.iter().partition(|block| block.part < Part::Serves);
        ui.horizontal_top(|ui| {
            for column in [left, right] {
                ui.allocate_ui_with_layout(each, down, |ui| {
                    ui.set_width(each.x);
                    for block in column {
                        self.block(ui, block);
                    }
                });
            }
        });
    }

    fn block(&mut self, ui: &mut Ui, block: &Block) {
        let tokens = self.tokens;
        ui.add_space(tokens.space.l);
        let heading = block.part.heading();
        let group = UiBuilder::new()
            .id_salt(block.part.heading())
            .accessibility_role(Role::Group)
            .accessibility_label(heading);
        ui.scope_builder(group, |ui| {
            let text = RichText::new(heading).font(tokens.label()).color(tokens.colour.ink2);
            let label = ui.add(Label::new(text).selectable(false));
            label.widget_info(|| WidgetInfo::labeled(Role::Heading, true, heading));
            ui.add_space(tokens.space.xs);
            for line in &block.lines {
                self.line(ui, block.part, line);
            }
        });
    }

    fn line(&mut self, ui: &mut Ui, part: Part, line: &Line) {
        let (tokens, colour) = (self.tokens, &self.tokens.colour);
        let leads = line.link.is_some();
        let width = ui.available_width();
        let mark = tokens.control.mark;
        // Evidence of a promise stands beside the promise, once.
        let reading = match &line.link {
            Some(Link::Handoff(id)) if line.kept.is_some() && !line.again => {
                Some(Reading::of_handoff(self.health, id, Indicator::Reliability))
            }
            _ => None,
        };
        let number = reading.as_ref().map(|reading| {
            let text = reading.hundred().map_or_else(|| "–".to_owned(), |n| n.to_string());
            ui.painter().layout_no_wrap(text, tokens.body_strong(), colour.ink)
        });
        let right = number
            .as_ref()
            .map_or(0.0, |number| number.size().x + mark + tokens.space.m);
        let left = if part == Part::StandsOut { mark + 6.0 } else { 0.0 };
        let title = ui.painter().layout_job(self.title(part, line, width - left - right));
        let said = line.said.as_ref().filter(|_| !line.again).map(|said| {
            let (font, ink) = (tokens.body(), colour.ink2);
            ui.painter().layout(said.words(), font, ink, width - left)
        });
        let pad = 3.0;
        let below = said.as_ref().map_or(0.0, |said| said.size().y + 1.0 + pad);
        let size = vec2(width, title.size().y + below + 2.0 * pad);
        let sense = if leads { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(size, sense);
        let role = if leads { Role::Link } else { Role::Label };
        response.widget_info(|| WidgetInfo::labeled(role, true, line.spoken()));
        let painter = ui.painter();
        if leads && response.has_focus() {
            let ring = rect.expand2(vec2(6.0, 0.0));
            painter.rect_stroke(
                ring,
                tokens.radius.control,
                tokens.selection(),
                egui::StrokeKind::Inside,
            );
        }
        if leads && (response.hovered() || response.has_focus()) {
            painter.rect_filled(rect.expand2(vec2(6.0, 0.0)), tokens.radius.control, colour.hover);
        }
        let first = rect.top() + pad + tokens.size.body * 0.65;
        if part == Part::StandsOut {
            let at = pos2(rect.left() + mark / 2.0, first);
            icons::mark(painter, at, mark, Mark::Weak, true, tokens);
        }
        let at = rect.min + vec2(left, pad);
        let title_height = title.size().y;
        painter.galley(at, title, colour.ink);
        if let Some(said) = said {
            painter.galley(at + vec2(0.0, title_height + 1.0), said, colour.ink2);
        }
        if let Some((reading, number)) = reading.zip(number) {
            let (shape, sure) = reading.mark();
            let at = pos2(rect.right() - number.size().x, rect.top() + pad);
            let centre = pos2(at.x - 5.0 - mark / 2.0, first);
            icons::mark(painter, centre, mark, shape, sure, tokens);
            painter.galley(at, number, colour.ink);
        }
        if response.has_focus() {
            scrolled(ui, rect);
        }
        if response.clicked() {
            self.clicked.clone_from(&line.link);
        }
    }

    /// The name, and more quietly what stands beside it.
    fn title(&self, part: Part, line: &Line, width: f32) -> LayoutJob {
        let (tokens, colour) = (self.tokens, &self.tokens.colour);
        let mut job = LayoutJob::default();
        job.wrap.max_width = width;
        let strong = line.link.is_some() && part != Part::ThereFor;
        let font = if strong { tokens.body_strong() } else { tokens.body() };
        let nothing = line.link.is_none() && line.beside.is_empty();
        let ink = if nothing && !matches!(part, Part::ThereFor | Part::StandsOut) {
            colour.ink2
        } else {
            colour.ink
        };
        job.append(&line.name, 0.0, TextFormat::simple(font, ink));
        let mut beside = String::new();
        if !line.beside.is_empty() {
            beside.push_str(", ");
            beside.push_str(&line.beside);
        }
        if !line.roles.is_empty() {
            beside.push_str(" (as ");
            beside.push_str(&line.roles.join(" and "));
            beside.push(')');
        }
        if line.again {
            beside.push_str(" (see above)");
        }
        job.append(&beside, 0.0, TextFormat::simple(tokens.body(), colour.ink2));
        job
    }
}

/// What gets the keyboard is brought into view, once.
fn scrolled(ui: &Ui, rect: Rect) {
    if ui.input(|i| i.key_pressed(egui::Key::Tab)) {
        ui.scroll_to_rect(rect, None);
    }
}
