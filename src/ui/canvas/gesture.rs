//! What the pointer and the arrow keys do on the map.

use std::collections::BTreeSet;

use egui::{CursorIcon, EventFilter, Id, Key, PointerButton, Rect, Response, Ui, Vec2, vec2};

use super::{
    Canvas, DRAG, Frame, NUDGE,
    nodes::{Cards, Node},
    party,
    tool::{self, Gesture, REACH},
};
use crate::{
    layout,
    org::{PartyId, Position},
    session::{Command, Selection},
    ui::intent::Intent,
};

impl Canvas {
    pub(super) fn card_gestures(&mut self, ui: &Ui, cards: &Cards, frame: &mut Frame<'_>) {
        for Node { id, rect, response } in &cards.nodes {
            if cards.singly && response.hovered() && matches!(self.gesture, Gesture::Idle) {
                let edge = response
                    .hover_pos()
                    .is_some_and(|at| tool::on_edge(*rect, at, frame.camera.zoom));
                ui.set_cursor_icon(if edge {
                    CursorIcon::Crosshair
                } else {
                    CursorIcon::PointingHand
                });
            }
            if response.double_clicked() {
                frame.intents.push(Intent::Select(Selection::party(id.clone())));
                frame.intents.run(Command::Rename);
            } else if response.clicked() {
                response.request_focus();
                select(frame, ui, Selection::party(id.clone()), |s| s.toggled_party(id));
            }
            // The keyboard or a screen reader came to it, in whichever direction.
            if response.gained_focus() && !ui.input(|i| i.pointer.any_pressed() || i.pointer.any_click()) {
                frame.intents.push(Intent::Select(Selection::party(id.clone())));
            }
            if response.has_focus() {
                keep_arrows(ui, response.id);
            }
            if response.drag_started() && is_pushing(ui) {
                self.gesture = Gesture::Pan;
            } else if response.drag_started_by(PointerButton::Primary) {
                self.take_hold(ui, id, *rect, frame);
            }
            if response.dragged() && matches!(self.gesture, Gesture::Pan) {
                self.push(ui, response);
            }
            if response.dragged_by(PointerButton::Primary) {
                self.drag(ui, frame);
            }
            // Esc ends a drag too, and takes it back below.
            if response.drag_stopped() && !ui.input(|i| i.key_pressed(Key::Escape)) {
                self.let_go(ui, cards, frame);
            }
        }
        // Wherever the pointer let go, nothing is held any more.
        if self.is_dragging() && !ui.input(|i| i.pointer.any_down() || i.pointer.any_released()) {
            frame.intents.push(Intent::Commit);
            self.gesture = Gesture::Idle;
        }
    }

    /// Pushes the map along with the pointer.
    fn push(&mut self, ui: &Ui, response: &Response) {
        self.flight = None;
        self.camera.pan(response.drag_delta());
        ui.set_cursor_icon(CursorIcon::Grabbing);
    }

    fn take_hold(&mut self, ui: &Ui, id: &PartyId, rect: Rect, frame: &mut Frame<'_>) {
        let Some(origin) = ui.input(|i| i.pointer.press_origin()) else {
            return;
        };
        if tool::on_edge(rect, origin, frame.camera.zoom) {
            self.gesture = Gesture::Connect { provider: id.clone() };
            return;
        }
        let selection = frame.session.selection();
        let moved: BTreeSet<PartyId> = if selection.parties.contains(id) {
            selection.parties.clone()
        } else {
            frame.intents.push(Intent::Select(Selection::party(id.clone())));
            BTreeSet::from([id.clone()])
        };
        let origins = moved
            .into_iter()
            .filter_map(|id| Some((id.clone(), *frame.shown.positions.get(&id)?)))
            .collect();
        self.gesture = Gesture::Move {
            from: frame.camera.to_map(frame.view, origin),
            origins,
        };
    }

    fn drag(&self, ui: &Ui, frame: &mut Frame<'_>) {
        let Some(pointer) = ui.input(|i| i.pointer.hover_pos()) else {
            return;
        };
        if let Gesture::Move { from, origins } = &self.gesture {
            let by = frame.camera.to_map(frame.view, pointer) - *from;
            let moves = origins.iter().map(|(id, at)| {
                let to = *at + by;
                (id.clone(), Position::rounded(to.x, to.y))
            });
            let label = match origins.len() {
                1 => origins
                    .keys()
                    .next()
                    .map_or_else(String::new, |id| format!("Move {}", frame.session.org().party_name(id))),
                n => format!("Move {n} parties"),
            };
            frame.intents.live(DRAG, label, frame.session.moving(moves));
        }
    }

    fn let_go(&mut self, ui: &Ui, cards: &Cards, frame: &mut Frame<'_>) {
        match std::mem::take(&mut self.gesture) {
            Gesture::Move { .. } => frame.intents.push(Intent::Commit),
            Gesture::Connect { provider } => {
                let Some(pointer) = ui.input(|i| i.pointer.hover_pos()) else {
                    return;
                };
                let over = if cards.singly {
                    let nodes = cards.nodes.iter().rev();
                    let mut over = nodes.filter(|node| node.rect.expand(REACH).contains(pointer));
                    over.next().map(|node| node.id.clone())
                } else {
                    self.card_at(frame, pointer).map(|(id, _)| id)
                };
                match over {
                    Some(customer) if customer != provider => {
                        frame.intents.push(Intent::Connect(provider, customer));
                    }
                    None if frame.view.contains(pointer) => {
                        let at = frame.camera.to_map(frame.view, pointer);
                        self.add_party(frame.session, at, Some(&provider), frame.intents);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }

    pub(super) fn background_gestures(&mut self, ui: &Ui, background: &Response, cards: &Cards, frame: &mut Frame<'_>) {
        if background.drag_started() {
            let origin = ui.input(|i| i.pointer.press_origin());
            // Cards that are too small or too many to be pointed at singly are found here.
            let on = origin
                .filter(|_| !cards.singly && background.drag_started_by(PointerButton::Primary))
                .and_then(|origin| self.card_at(frame, origin));
            if is_pushing(ui) {
                self.gesture = Gesture::Pan;
            } else if let Some((id, rect)) = on {
                self.take_hold(ui, &id, rect, frame);
            } else if let Some(origin) = origin {
                let add = ui.input(|i| i.modifiers.shift || i.modifiers.command);
                self.gesture = Gesture::Band {
                    from: frame.camera.to_map(frame.view, origin),
                    keep: if add {
                        frame.session.selection().clone()
                    } else {
                        Selection::default()
                    },
                };
            }
        }
        if background.dragged() {
            match &self.gesture {
                Gesture::Pan => self.push(ui, background),
                Gesture::Band { from, keep } => {
                    if let Some(pointer) = ui.input(|i| i.pointer.hover_pos()) {
                        let band = layout::Rect::spanning(*from, frame.camera.to_map(frame.view, pointer));
                        let mut selection = keep.clone();
                        for (id, at) in frame.shown.positions {
                            if party::card(*at).overlaps(&band) {
                                selection.parties.insert(id.clone());
                            }
                        }
                        frame.intents.push(Intent::Select(selection));
                    }
                }
                Gesture::Move { .. } => self.drag(ui, frame),
                _ => {}
            }
        }
        if background.drag_stopped() {
            match self.gesture {
                // Esc ends a drag too, and takes it back below.
                Gesture::Move { .. } | Gesture::Connect { .. } => {
                    if !ui.input(|i| i.key_pressed(Key::Escape)) {
                        self.let_go(ui, cards, frame);
                    }
                }
                _ => self.gesture = Gesture::Idle,
            }
        }
        let hit = cards.hovered.clone().filter(|_| !cards.singly);
        if let Some(id) = hit.filter(|_| background.clicked() || background.double_clicked()) {
            if background.double_clicked_by(PointerButton::Primary) {
                frame.intents.push(Intent::Select(Selection::party(id)));
                frame.intents.run(Command::Rename);
            } else if background.clicked() {
                let node = ui.scope_id().with(("party", id.as_str()));
                ui.memory_mut(|m| m.request_focus(node));
                select(frame, ui, Selection::party(id.clone()), |s| s.toggled_party(&id));
            }
        } else if background.double_clicked_by(PointerButton::Primary) {
            if let Some(id) = self.hovered_handoff.clone() {
                frame.intents.push(Intent::Select(Selection::handoff(id)));
                frame.intents.run(Command::Rename);
            } else if let Some(at) = background.interact_pointer_pos() {
                let at = frame.camera.to_map(frame.view, at);
                self.add_party(frame.session, at, None, frame.intents);
            }
        } else if background.clicked() {
            background.request_focus();
            match self.hovered_handoff.clone() {
                Some(id) => select(frame, ui, Selection::handoff(id.clone()), |s| s.toggled_handoff(&id)),
                None if ui.input(|i| i.modifiers.shift) => {}
                None => frame.intents.push(Intent::Select(Selection::default())),
            }
        }
        if background.has_focus() {
            keep_arrows(ui, background.id);
        }
    }

    pub(super) fn keys(&mut self, ui: &Ui, frame: &mut Frame<'_>) {
        // What lies over the map has the keyboard.
        if ui.memory(|m| m.top_modal_layer().is_some()) || egui::Popup::is_any_open(ui) {
            return;
        }
        if ui.input(|i| i.key_pressed(Key::Escape)) && self.is_dragging() {
            frame.intents.push(match std::mem::take(&mut self.gesture) {
                Gesture::Band { keep, .. } => Intent::Select(keep),
                _ => Intent::Abort,
            });
            ui.ctx().stop_dragging();
        }
        if ui.text_edit_focused() || frame.session.selection().parties.is_empty() {
            return;
        }
        let mut by = Vec2::ZERO;
        ui.input(|i| {
            let step = if i.modifiers.shift { 32.0 } else { 4.0 };
            for (key, direction) in [
                (Key::ArrowLeft, vec2(-1.0, 0.0)),
                (Key::ArrowRight, vec2(1.0, 0.0)),
                (Key::ArrowUp, vec2(0.0, -1.0)),
                (Key::ArrowDown, vec2(0.0, 1.0)),
            ] {
                by += direction * step * i.num_presses(key) as f32;
            }
        });
        if by == Vec2::ZERO && !frame.session.is_live(NUDGE) {
            return;
        }
        let focus = ui.memory(egui::Memory::focused);
        let own = focus.is_none_or(|id| {
            id == ui.scope_id().with("map")
                || frame
                    .session
                    .org()
                    .parties
                    .keys()
                    .any(|p| id == ui.scope_id().with(("party", p.as_str())))
        });
        if !own {
            return;
        }
        if by != Vec2::ZERO {
            let session = frame.session;
            let moves: Vec<_> = session
                .selection()
                .parties
                .iter()
                .filter_map(|id| {
                    let at = session.positions().get(id)?;
                    Some((id.clone(), Position::rounded(at.x + by.x, at.y + by.y)))
                })
                .collect();
            frame.intents.live(NUDGE, "Nudge", session.moving(moves));
        } else if frame.session.is_live(NUDGE) && ui.input(|i| i.keys_down.is_empty()) {
            frame.intents.push(Intent::Commit);
        }
    }
}

/// Whether a drag pushes the map instead of what it began on.
fn is_pushing(ui: &Ui) -> bool {
    let space = ui.input(|i| i.key_down(Key::Space)) && !ui.text_edit_focused();
    space || ui.input(|i| i.pointer.middle_down() || i.pointer.secondary_down())
}

/// Keeps the arrow keys for nudging while a card has the keyboard; Tab still goes on.
fn keep_arrows(ui: &Ui, id: Id) {
    ui.memory_mut(|m| {
        m.set_focus_lock_filter(
            id,
            EventFilter {
                horizontal_arrows: true,
                vertical_arrows: true,
                tab: false,
                escape: false,
            },
        );
    });
}

/// A click selects one thing; with Shift or the command key it adds to the selection or takes from it.
pub(super) fn select(frame: &mut Frame<'_>, ui: &Ui, only: Selection, toggled: impl FnOnce(Selection) -> Selection) {
    let add = ui.input(|i| i.modifiers.shift || i.modifiers.command);
    let selection = if add {
        toggled(frame.session.selection().clone())
    } else {
        only
    };
    frame.intents.push(Intent::Select(selection));
}
