//! Places on the map that can be clicked, dragged, focused and read aloud.
//!
//! Each card has one of its own while the cards are large enough to be pointed at and not too many. From afar the map
//! as a whole is pointed at, and what lies there is looked up.

use egui::{CursorIcon, Key, Pos2, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::{
    Canvas, Frame, LABELS_FROM,
    emphasis::Emphasis,
    far,
    gesture::select,
    party, risks_spoken,
    tool::{Gesture, REACH},
};
use crate::{
    layout,
    org::{HandoffId, PartyId},
    session::{Command, Selection},
    ui::what_if::Fate,
};

/// How near the pointer must come to a curve to touch it, in screen points.
const NEAR: f32 = 7.0;
/// No more cards, and no more handoffs, have a place of their own.
const MOST: usize = 300;
/// From this zoom on, a large map's cards may have one each.
const SINGLY_FROM: f32 = 0.3;

/// A card's place.
pub struct Node {
    /// Whose card it is.
    pub id: PartyId,
    /// Where it is on screen.
    pub rect: Rect,
    /// What the pointer and the keyboard do there.
    pub response: Response,
}

/// The cards on screen.
pub struct Cards {
    /// The numbers of those that are drawn, in order.
    pub visible: Vec<usize>,
    /// Their places: of all, or from afar of those that the keyboard and screen readers come to.
    pub nodes: Vec<Node>,
    /// The one under the pointer.
    pub hovered: Option<PartyId>,
    /// Whether each has a place that the pointer finds.
    pub singly: bool,
}

/// Whether the keyboard is on a card.
pub fn has_focus(ui: &Ui, id: &PartyId) -> bool {
    let focus = ui.memory(egui::Memory::focused);
    focus.is_some_and(|focus| ui.scope_id().with(("party", id.as_str())) == focus)
}

impl Canvas {
    /// Gives cards their places.
    pub(super) fn cards(&self, ui: &mut Ui, background: &Response, frame: &Frame<'_>) -> Cards {
        let selection = frame.selection;
        let mut visible = self.in_view.cards.clone();
        // A card that the pointer has hold of stays there until it is let go, wherever it is; and what is selected is
        // never out of sight.
        let held = self.gesture.held();
        let there = frame.camera.visible(frame.view).grown(20.0);
        let hidden = selection.parties.iter().filter(|id| {
            self.standing.party(id) == Emphasis::Hidden
                && self
                    .routing
                    .card(id)
                    .is_some_and(|k| self.routing.cards()[k].overlaps(&there))
        });
        for id in held.into_iter().chain(hidden) {
            if let Some(k) = self.routing.card(id)
                && let Err(place) = visible.binary_search(&k)
            {
                visible.insert(place, k);
            }
        }
        let few = far::is_small(&self.routing);
        let singly = visible.len() <= MOST && (few || frame.camera.zoom >= SINGLY_FROM);
        let with_node: Vec<usize> = if singly {
            visible.clone()
        } else {
            let mut some: Vec<usize> = selection
                .parties
                .iter()
                .filter_map(|id| self.routing.card(id))
                .filter(|k| visible.binary_search(k).is_ok())
                .take(MOST)
                .collect();
            if is_heard(ui, background) {
                some.extend(visible.iter().take(MOST));
                some.sort_unstable();
                some.dedup();
            }
            some
        };
        let nodes: Vec<Node> = with_node
            .into_iter()
            .filter_map(|k| self.node(ui, frame, k, singly))
            .collect();
        let hovered = if singly {
            let mut under = nodes.iter().filter(|node| node.response.hovered());
            under.next().map(|node| node.id.clone())
        } else {
            self.hovered_card(ui, background, frame)
        };
        Cards {
            visible,
            nodes,
            hovered,
            singly,
        }
    }

    fn node(&self, ui: &mut Ui, frame: &Frame<'_>, number: usize, singly: bool) -> Option<Node> {
        let (shown, selection) = (frame.shown, frame.selection);
        let id = &self.routing.parties()[number];
        let party = shown.org.parties.get(id)?;
        let emphasis = self.emphasis(selection, id);
        let rect = frame.camera.rect_to_screen(frame.view, self.routing.cards()[number]);
        let sense = match () {
            () if self.still => Sense::hover(),
            () if singly || self.gesture.holds(id) => Sense::click_and_drag(),
            () => Sense::focusable_noninteractive(),
        };
        let reach = if singly { rect.expand(REACH) } else { rect };
        let response = ui.interact(reach, ui.scope_id().with(("party", id.as_str())), sense);
        let selected = selection.parties.contains(id);
        response.widget_info(|| {
            let goals = self.colouring.party_spoken(shown.org, party);
            WidgetInfo::selected(
                Role::Button,
                true,
                selected,
                emphasis.spoken(
                    match frame.supposed.map(|supposed| supposed.party(id)).unwrap_or_default() {
                        Fate::Stays => {
                            let spoken = frame.spoken(id, party);
                            goals.map_or(spoken.clone(), |goals| format!("{spoken}, {goals}"))
                        }
                        Fate::Gone => format!("{}, {}, supposed to be gone", party.name, party.kind.label()),
                        Fate::Stranded => {
                            let spoken = frame.spoken(id, party);
                            format!("{spoken}, stranded: no chain to a paying customer")
                        }
                    },
                ),
            )
        });
        // From afar there is no room for the whole name.
        let afar = singly && frame.camera.zoom < party::COMPACT;
        let response = if afar && response.hovered() && !self.is_dragging() && !self.still {
            response.on_hover_text(&party.name)
        } else {
            response
        };
        Some(Node {
            id: id.clone(),
            rect,
            response,
        })
    }

    /// The card under the pointer, where cards have no places of their own.
    fn hovered_card(&self, ui: &Ui, background: &Response, frame: &Frame<'_>) -> Option<PartyId> {
        let pointer = ui.input(|i| i.pointer.hover_pos())?;
        if !matches!(self.gesture, Gesture::Idle) || !background.contains_pointer() {
            return None;
        }
        let (id, rect) = self.card_at(frame, pointer)?;
        if !self.still {
            let edge = super::tool::on_edge(rect, pointer, frame.camera.zoom);
            ui.set_cursor_icon(if edge {
                CursorIcon::Crosshair
            } else {
                CursorIcon::PointingHand
            });
            if frame.camera.zoom < party::COMPACT {
                let name = frame.shown.org.party_name(&id).to_owned();
                background.clone().on_hover_text_at_pointer(name);
            }
        }
        Some(id)
    }

    /// The card at a point on screen, or near it: the one on top, and where it is on screen.
    pub(super) fn card_at(&self, frame: &Frame<'_>, at: Pos2) -> Option<(PartyId, Rect)> {
        let map = frame.camera.to_map(frame.view, at);
        let reach = 2.0 * REACH / frame.camera.zoom;
        let selected = |id: &PartyId| frame.selection.parties.contains(id);
        self.routing
            .cards_within(&layout::Rect::around(map, reach, reach))
            .into_iter()
            .filter(|&k| {
                let hidden = self.rest.cards[k].emphasis == Emphasis::Hidden;
                !hidden || selected(&self.routing.parties()[k])
            })
            .map(|k| (k, frame.camera.rect_to_screen(frame.view, self.routing.cards()[k])))
            .map(|(k, rect)| (rect.distance_to_pos(at), k, rect))
            .filter(|(distance, ..)| *distance <= REACH)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, k, rect)| (self.routing.parties()[k].clone(), rect))
    }

    pub(super) fn find_hovered_handoff(&mut self, ui: &Ui, background: &Response, cards: &Cards, frame: &Frame<'_>) {
        self.hovered_handoff = None;
        let idle = matches!(self.gesture, Gesture::Idle);
        if !idle || cards.hovered.is_some() || !background.contains_pointer() {
            return;
        }
        let Some(pointer) = ui.input(|i| i.pointer.hover_pos()) else {
            return;
        };
        self.hovered_handoff = self.handoff_at(frame, pointer);
        if self.hovered_handoff.is_some() && !self.still {
            ui.set_cursor_icon(CursorIcon::PointingHand);
        }
    }

    /// The handoff whose curve passes nearest to a point on screen, if it passes near. Where one line stands for many,
    /// there is none.
    fn handoff_at(&self, frame: &Frame<'_>, at: Pos2) -> Option<HandoffId> {
        let zoom = frame.camera.zoom;
        if self.bundles.hide_all(zoom) {
            return None;
        }
        let map = frame.camera.to_map(frame.view, at);
        let reach = NEAR / frame.camera.zoom;
        let beside = layout::Rect::around(map, 2.0 * reach, 2.0 * reach);
        self.routing
            .lines_within(&beside.grown(1.0))
            .into_iter()
            .filter(|&k| self.rest.lines[k].emphasis != Emphasis::Hidden && self.bundles.is_single(k, zoom))
            .map(|k| &self.routing.lines()[k])
            .map(|line| (line.route.distance_to(map), &line.id))
            .filter(|(distance, _)| *distance <= reach)
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, id)| id.clone())
    }

    /// A small node on visible handoffs, so that the keyboard and screen readers reach them. On a large map there are
    /// hundreds, so they are there from when somebody asks for them; the pointer finds the curves themselves.
    pub(super) fn handoff_nodes(&mut self, ui: &mut Ui, background: &Response, frame: &mut Frame<'_>) {
        let visible = frame.camera.visible(frame.view);
        let is_there = |k: &usize| {
            let middle = self.routing.lines()[*k].middle;
            layout::Rect::around(middle, 1.0, 1.0).overlaps(&visible)
        };
        let selection = frame.selection;
        let mut numbers: Vec<usize> = self.in_view.middles.iter().copied().filter(is_there).collect();
        let few = far::is_small(&self.routing);
        let singly = few || (numbers.len() <= MOST && frame.camera.zoom >= LABELS_FROM);
        let heard = is_heard(ui, background);
        let walked = singly && (self.handoff_has_focus || ui.input(|i| i.key_pressed(Key::Tab)));
        if !(few || heard || walked) {
            numbers.clear();
        } else if !singly {
            numbers.truncate(MOST);
        }
        let chosen = selection.handoffs.iter().filter_map(|id| self.routing.line(id));
        numbers.extend(chosen.filter(is_there).take(MOST));
        numbers.sort_unstable();
        numbers.dedup();
        self.handoff_has_focus = false;
        for k in numbers {
            let focused = self.handoff_node(ui, frame, k, singly);
            self.handoff_has_focus |= focused;
        }
    }

    /// The node of one; says whether the keyboard is on it.
    fn handoff_node(&self, ui: &mut Ui, frame: &mut Frame<'_>, number: usize, singly: bool) -> bool {
        let line = &self.routing.lines()[number];
        let (id, middle) = (&line.id, line.middle);
        let org = frame.shown.org;
        let Some(promise) = org.handoffs.get(id) else {
            return false;
        };
        let at = frame.camera.to_screen(frame.view, middle);
        let rect = Rect::from_center_size(at, Vec2::splat(12.0));
        let selected = frame.selection.handoffs.contains(id);
        let emphasis = self.standing.handoff(id);
        let sense = match () {
            () if self.still => Sense::hover(),
            () if singly => Sense::click(),
            () => Sense::focusable_noninteractive(),
        };
        let response = ui.interact(rect, ui.scope_id().with(("handoff", id.as_str())), sense);
        response.widget_info(|| {
            let mut said = vec![
                format!("Handoff {}", org.handoff_name(id)),
                format!(
                    "from {} to {}",
                    org.party_name(&promise.provider),
                    org.party_name(&promise.customer)
                ),
            ];
            let fate = frame.supposed.map(|supposed| supposed.handoff(id, promise));
            let fate = fate.unwrap_or_default();
            if !fate.gone {
                said.push(self.colouring.spoken(frame.shown.health, id));
            }
            said.extend(fate.note);
            let risks = frame.risks_of_handoff(id).len();
            let text = emphasis.spoken(format!("{}{}", said.join(", "), risks_spoken(risks)));
            WidgetInfo::selected(Role::Button, true, selected, text)
        });
        if response.has_focus() {
            ui.painter()
                .circle_stroke(at, 8.0, Stroke::new(1.5, frame.tokens.colour.accent));
        }
        if response.clicked() {
            select(frame, ui, Selection::handoff(id.clone()), |s| s.toggled_handoff(id));
        }
        if response.double_clicked() {
            frame.intents.run(Command::Rename);
        }
        response.has_focus()
    }
}

/// Whether anybody listens to what lies on the map: a screen reader, or a test.
fn is_heard(ui: &Ui, background: &Response) -> bool {
    ui.ctx().accesskit_node_builder(background.id, |_| ()).is_some()
}
