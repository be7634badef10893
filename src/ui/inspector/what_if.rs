//! What if: what is supposed, what can be, and what would follow.

use egui::{Align2, Button, DragValue, Response, RichText, Role, Sense, Slider, Ui, WidgetInfo, pos2, vec2};

use super::Context;
use crate::{
    health::{Indicator, Scope, what_if::Consequences, words},
    org::{HandoffId, Org, PartyId, RoleId},
    session::{Selection, Session, Single},
    ui::{
        icons::{self, Icon},
        intent::Intent,
        tokens::Tokens,
        what_if::{self, WhatIf},
        widgets::{
            button,
            reading::{Reading, hundred},
            text,
        },
    },
};

/// So many rows of a list are shown until somebody asks for all of them.
const FIRST: usize = 8;

/// What stands above the selected parties, where there are several.
const SELECTED: &str = "The selected parties";

/// What is said where some of them are collapsed departments.
const BOXES: &str = "Of a collapsed department only the party itself. Expand it first to take away the others in it.";

/// So many holders of a role are listed. What follows from one is much the same as from another.
const MOST_HOLDERS: usize = 20;

/// What the panel says while nothing is supposed.
const HINT: &str = "Choose a party or a handoff on the map, then what to take away. Nothing in the document changes.";

/// What is said of a supposed reliability that somebody wants to write down.
const NO_FACT: &str = "A supposed reliability is no fact, so there is nothing to write into the document.";

/// How faint consequences are that belong to an earlier question.
const OLD: f32 = 0.5;

pub(super) fn ui(ui: &mut Ui, context: &mut Context<'_>, what_if: &mut WhatIf) {
    context.title(ui, "Supposed, not written down", "What if");
    ui.add_space(context.tokens.space.m);
    if what_if.supposition().is_empty() {
        hint(ui, context.tokens, HINT);
    } else {
        supposed(ui, context, what_if);
    }
    choices(ui, context, what_if);
    // What was changed just now is answered in the same frame where that is quick, so that nothing flickers while
    // a slider moves.
    what_if.look(context.session, ui.ctx());
    if what_if.supposition().is_empty() {
        return;
    }
    let mut whole = std::mem::take(&mut what_if.whole);
    let worked = what_if.consequences(context.session);
    let current = worked.is_some_and(|(_, current)| current);
    if !current {
        ui.add_space(context.tokens.space.l);
        hint(ui, context.tokens, "Working out what follows …");
    }
    if let Some((found, _)) = worked {
        ui.scope(|ui| {
            if !current {
                ui.multiply_opacity(OLD);
            }
            let mut lists = Lists {
                context,
                whole: &mut whole,
            };
            lists.follows(ui, found);
        });
    }
    what_if.whole = whole;
}

fn hint(ui: &mut Ui, tokens: &Tokens, words: &str) {
    text::wrapped(ui, words, tokens.body(), tokens.colour.ink2);
}

/// What is supposed, each with a button that takes it back.
fn supposed(ui: &mut Ui, context: &Context<'_>, what_if: &mut WhatIf) {
    let tokens = context.tokens;
    let mut taken_back = None;
    for (what, sentence) in what_if.sentences(context.session.org()) {
        ui.horizontal(|ui| {
            let side = tokens.control.height + 4.0;
            let room = ui.available_width() - side - tokens.space.s;
            let size = vec2(room, tokens.control.height);
            ui.allocate_ui_with_layout(
                size,
                egui::Layout::left_to_right(egui::Align::Center).with_main_wrap(true),
                |ui| {
                    ui.set_width(room);
                    text::wrapped(ui, &sentence, tokens.body_strong(), tokens.colour.ink);
                },
            );
            if button::icon(ui, tokens, Icon::Close, &format!("Take back: {sentence}"), true).clicked() {
                taken_back = Some(what);
            }
        });
    }
    if let Some(what) = taken_back {
        what_if.take_back(&what);
        ui.request_repaint();
    }
}

/// What can be supposed of the selection.
fn choices(ui: &mut Ui, context: &Context<'_>, what_if: &mut WhatIf) {
    let session = context.session;
    match session.selection().single() {
        Some(Single::Party(id)) => party(ui, context, what_if, id),
        Some(Single::Handoff(id)) => handoff(ui, context, what_if, id),
        None => {
            let parties = &session.selection().parties;
            if !parties.is_empty() {
                context.heading(ui, SELECTED);
                let shown = first(parties.len(), what_if.whole.contains(SELECTED));
                for id in parties.iter().take(shown) {
                    take_party(ui, session.org(), what_if, id);
                }
                if parties.iter().any(|id| context.gathered(id).is_some()) {
                    hint(ui, context.tokens, BOXES);
                }
                if shown < parties.len() && show_all(ui, context.tokens, SELECTED, parties.len()) {
                    what_if.whole.insert(SELECTED);
                }
            } else if !what_if.supposition().is_empty() {
                ui.add_space(context.tokens.space.s);
                hint(ui, context.tokens, "Choose another party or handoff to suppose more.");
            }
        }
    }
}

/// How many rows of a list are shown.
fn first(all: usize, whole: bool) -> usize {
    // One more row takes no more room than the words that stand for it.
    if whole || all == FIRST + 1 { all } else { all.min(FIRST) }
}

/// The words that stand for the other rows of a list. Returns whether they were clicked.
fn show_all(ui: &mut Ui, tokens: &Tokens, name: &str, all: usize) -> bool {
    let words = format!("Show all {all}");
    let link = button::link(ui, tokens, &words);
    link.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{words}: {name}")));
    link.clicked()
}

/// A box to tick: something is not there. Returns whether it is ticked, where that has changed.
fn take(ui: &mut Ui, words: &str, spoken: &str, gone: bool) -> Option<bool> {
    let mut ticked = gone;
    let response = ui.checkbox(&mut ticked, words);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, ticked, spoken));
    if response.changed() {
        ui.request_repaint();
    }
    response.changed().then_some(ticked)
}

fn take_party(ui: &mut Ui, org: &Org, what_if: &mut WhatIf, id: &PartyId) {
    let gone = what_if.supposition().parties_gone.contains(id);
    let words = format!("Take away {}", org.party_name(id));
    if let Some(gone) = take(ui, &words, &words, gone) {
        what_if.change(|given| {
            if gone {
                given.parties_gone.insert(id.clone());
            } else {
                given.parties_gone.remove(id);
            }
        });
    }
}

fn party(ui: &mut Ui, context: &Context<'_>, what_if: &mut WhatIf, id: &PartyId) {
    let org = context.session.org();
    context.heading(ui, org.party_name(id));
    take_party(ui, org, what_if, id);
    if let Some(all) = context.gathered(id) {
        let others = words::number(all as u64 - 1, "other party", "other parties");
        let said = format!(
            "This is about {} alone. Expand it first to take away its {others}.",
            org.party_name(id)
        );
        hint(ui, context.tokens, &said);
    }
    if what_if.supposition().parties_gone.contains(id) {
        return;
    }
    for (role, _) in org.roles.iter().filter(|(_, role)| role.party == *id) {
        take_role(ui, context, what_if, role);
    }
}

fn take_role(ui: &mut Ui, context: &Context<'_>, what_if: &mut WhatIf, id: &RoleId) {
    let org = context.session.org();
    let name = org.role_name(id);
    let gone = what_if.supposition().roles_gone.contains(id);
    let words = format!("Take away the role {name}");
    if let Some(gone) = take(ui, &words, &words, gone) {
        what_if.change(|given| {
            if gone {
                given.roles_gone.insert(id.clone());
            } else {
                given.roles_gone.remove(id);
            }
        });
    }
    let Some(role) = org
        .roles
        .get(id)
        .filter(|_| !what_if.supposition().roles_gone.contains(id))
    else {
        return;
    };
    let all = role.holders.len();
    ui.indent(("holders", id.as_str()), |ui| {
        for number in 0..all.min(MOST_HOLDERS) {
            let (words, spoken) = if all == 1 {
                let spoken = format!("Take away the only holder of {name}");
                ("Its only holder".to_owned(), spoken)
            } else {
                let which = format!("({} of {all})", number + 1);
                let spoken = format!("Take away one holder of {name} {which}");
                (format!("One holder {which}"), spoken)
            };
            let holder = (id.clone(), number);
            let gone = what_if.supposition().holders_gone.contains(&holder);
            if let Some(gone) = take(ui, &words, &spoken, gone) {
                what_if.change(|given| {
                    if gone {
                        given.holders_gone.insert(holder);
                    } else {
                        given.holders_gone.remove(&holder);
                    }
                });
            }
        }
        if all > MOST_HOLDERS {
            let words = format!("Only the first {MOST_HOLDERS} of {all} are listed.");
            hint(ui, context.tokens, &words);
        }
    });
}

fn handoff(ui: &mut Ui, context: &Context<'_>, what_if: &mut WhatIf, id: &HandoffId) {
    let (session, tokens) = (context.session, context.tokens);
    context.heading(ui, &session.org().handoff_name(id));
    let reading = Reading::of_handoff(session.health(), id, Indicator::Reliability);
    let today = reading.hundred();
    hint(
        ui,
        tokens,
        &match today {
            Some(percent) => format!("Today it keeps {percent} % of its deliveries."),
            None => "How much it keeps is not measured today.".to_owned(),
        },
    );
    let given = what_if.supposition().reliability.get(id).copied();
    let known = given.map(hundred).or(today);
    // Where nothing is known the handle stands at the target, and no figure is shown until somebody moves it.
    let target = session.org().handoffs.get(id).map_or(0.0, |handoff| handoff.target);
    let mut percent = known.unwrap_or_else(|| hundred(target).clamp(0, 100));
    let mut moved = false;
    let caption = RichText::new("It keeps").font(tokens.label()).color(tokens.colour.ink2);
    let label = ui.label(caption);
    ui.horizontal(|ui| {
        let number = tokens.size.body * 4.6;
        ui.spacing_mut().slider_width = (ui.available_width() - number - tokens.space.m).max(60.0);
        let slider = Slider::new(&mut percent, 0..=100).show_value(false);
        moved |= ui.add(slider).labelled_by(label.id).changed();
        let number = DragValue::new(&mut percent).range(0..=100).speed(0.5);
        let number = if known.is_some() || moved {
            number.suffix(" %")
        } else {
            number.custom_formatter(|_, _| "–".to_owned())
        };
        moved |= ui.add(number).labelled_by(label.id).changed();
    });
    if moved {
        what_if.change(|given| {
            given.reliability.insert(id.clone(), percent as f64 / 100.0);
        });
        ui.request_repaint();
    }
}

/// The consequences, list by list.
struct Lists<'c, 's> {
    context: &'c mut Context<'s>,
    whole: &'c mut std::collections::BTreeSet<&'static str>,
}

impl Lists<'_, '_> {
    fn follows(&mut self, ui: &mut Ui, found: &Consequences) {
        let session = self.context.session;
        let org = session.org();
        self.context.heading(ui, "What follows");
        indicators(ui, self.context.tokens, session, found);
        if !found.gone.is_empty() {
            ui.add_space(self.context.tokens.space.s);
            let count = words::number(found.gone.len() as u64, "handoff goes", "handoffs go");
            hint(ui, self.context.tokens, &format!("{count} as well."));
        }
        self.list(ui, "Stranded", &found.stranded, |lists, ui, id| {
            lists.party(ui, id, "No chain to a paying customer any more");
        });
        self.list(
            ui,
            "Promises to paying customers",
            &found.promises,
            |lists, ui, promise| {
                lists.handoff(ui, &promise.handoff, &what_if::told(promise, org));
            },
        );
        self.list(ui, "Nobody accountable", &found.without_accountable, |lists, ui, id| {
            lists.handoff(ui, id, &sides(org, id));
        });
        self.list(ui, "Nobody responsible", &found.without_responsible, |lists, ui, id| {
            lists.handoff(ui, id, &sides(org, id));
        });
        self.list(ui, "Who could cover", &found.cover, |lists, ui, cover| {
            let named = |what: &str, roles: &[RoleId]| {
                let roles: Vec<_> = roles.iter().map(|id| post(org, id)).collect();
                (!roles.is_empty()).then(|| format!("{what}: {}", roles.join(", ")))
            };
            let known = [named("Backup", &cover.backups), named("Trained", &cover.trained)];
            let known: Vec<_> = known.into_iter().flatten().collect();
            let known = if known.is_empty() {
                "Nobody is recorded who could".to_owned()
            } else {
                known.join(". ")
            };
            lists.handoff(ui, &cover.handoff, &known);
        });
        let lists = [
            found.gone.len(),
            found.stranded.len(),
            found.promises.len(),
            found.without_accountable.len(),
            found.without_responsible.len(),
            found.cover.len(),
        ];
        if lists.iter().all(|rows| *rows == 0) {
            ui.add_space(self.context.tokens.space.l);
            hint(
                ui,
                self.context.tokens,
                "Nothing else follows that is recorded in this file.",
            );
        }
    }

    /// A heading and the first rows, or all of them where somebody asked for that; nothing where there are none.
    fn list<T>(&mut self, ui: &mut Ui, name: &'static str, rows: &[T], mut row: impl FnMut(&mut Self, &mut Ui, &T)) {
        if rows.is_empty() {
            return;
        }
        self.context
            .heading(ui, &format!("{name} ({})", words::count(rows.len() as u64)));
        let shown = first(rows.len(), self.whole.contains(name));
        ui.spacing_mut().item_spacing.y = 0.0;
        for one in rows.iter().take(shown) {
            row(self, ui, one);
        }
        ui.spacing_mut().item_spacing.y = self.context.tokens.space.s;
        if rows.len() > shown && show_all(ui, self.context.tokens, name, rows.len()) {
            self.whole.insert(name);
        }
    }

    fn party(&mut self, ui: &mut Ui, id: &PartyId, below: &str) {
        let name = self.context.session.org().party_name(id);
        if row(ui, self.context.tokens, name, below).clicked() {
            self.context.intents.push(Intent::Reveal(Selection::party(id.clone())));
        }
    }

    fn handoff(&mut self, ui: &mut Ui, id: &HandoffId, below: &str) {
        let name = self.context.session.org().handoff_name(id);
        if row(ui, self.context.tokens, &name, below).clicked() {
            self.context
                .intents
                .push(Intent::Reveal(Selection::handoff(id.clone())));
        }
    }
}

fn sides(org: &Org, id: &HandoffId) -> String {
    org.handoffs.get(id).map_or_else(String::new, |handoff| {
        let (from, to) = (org.party_name(&handoff.provider), org.party_name(&handoff.customer));
        format!("{from} to {to}")
    })
}

/// A role with the party that it belongs to.
fn post(org: &Org, id: &RoleId) -> String {
    let party = org.roles.get(id).map(|role| org.party_name(&role.party));
    party.map_or_else(
        || org.role_name(id).to_owned(),
        |party| format!("{} ({party})", org.role_name(id)),
    )
}

/// A name with what happens to it below. A click brings it into view.
fn row(ui: &mut Ui, tokens: &Tokens, name: &str, below: &str) -> Response {
    let (colour, width) = (&tokens.colour, ui.available_width());
    let name_galley = text::elided(ui.painter(), name, tokens.body(), colour.ink, width, 2);
    let below_galley = text::elided(ui.painter(), below, tokens.label(), colour.ink2, width, 4);
    let height = name_galley.size().y + below_galley.size().y + 14.0;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}: {below}")));
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect.expand2(vec2(8.0, 0.0)), tokens.radius.control, colour.hover);
    }
    let at = rect.min + vec2(0.0, 6.0);
    let second = at + vec2(0.0, name_galley.size().y + 1.0);
    painter.galley(at, name_galley, colour.ink);
    painter.galley(second, below_galley, colour.ink2);
    painter.hline(rect.x_range(), rect.bottom(), tokens.hairline());
    response
}

/// The indicators of the whole, today and then.
fn indicators(ui: &mut Ui, tokens: &Tokens, session: &Session, found: &Consequences) {
    let colour = &tokens.colour;
    let line = tokens.size.body * 1.9;
    let column = tokens.size.body * 4.9;
    let heads = ["Today", "Then"];
    ui.spacing_mut().item_spacing.y = 0.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), tokens.size.label * 1.6), Sense::hover());
    let right = |k: usize| rect.right() - column * (1 - k) as f32;
    for (k, head) in heads.into_iter().enumerate() {
        let at = pos2(right(k), rect.center().y);
        text::line(
            ui.painter(),
            at,
            Align2::RIGHT_CENTER,
            head,
            tokens.label(),
            colour.ink2,
            column,
        );
    }
    for indicator in Indicator::ALL {
        let today = Reading::of(session.health(), &Scope::Org, indicator);
        let then = Reading::of(&found.health, &Scope::Org, indicator);
        let same = today.hundred() == then.hundred();
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), line), Sense::hover());
        let said = if same {
            "no change".to_owned()
        } else {
            format!("then {}", then.spoken())
        };
        let spoken = format!("{}: today {}; {said}", indicator.label(), today.spoken());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
        let (painter, y) = (ui.painter(), rect.center().y);
        let room = rect.width() - 2.0 * column;
        let (left, font) = (pos2(rect.left(), y), tokens.body());
        // A figure with its mark takes less than a column, and the name may have the rest.
        let room = room + column - tokens.size.body * 3.2;
        text::line(
            painter,
            left,
            Align2::LEFT_CENTER,
            indicator.label(),
            font,
            colour.ink,
            room,
        );
        value(ui, tokens, pos2(right(0), y), &today);
        if same {
            let at = pos2(right(1), y);
            text::line(
                painter,
                at,
                Align2::RIGHT_CENTER,
                "no change",
                tokens.label(),
                colour.ink2,
                column,
            );
        } else {
            value(ui, tokens, pos2(right(1), y), &then);
        }
        painter.hline(rect.x_range(), rect.bottom(), tokens.hairline());
    }
    ui.spacing_mut().item_spacing.y = tokens.space.s;
}

/// A mark and a figure, its right end at `at`.
fn value(ui: &Ui, tokens: &Tokens, at: egui::Pos2, reading: &Reading) {
    let painter = ui.painter();
    let words = reading.hundred().map_or_else(|| "–".to_owned(), |n| n.to_string());
    let font = tokens.body_strong();
    let figure = text::line(painter, at, Align2::RIGHT_CENTER, &words, font, tokens.colour.ink, 60.0);
    let (size, (mark, sure)) = (tokens.control.mark, reading.mark());
    let beside = pos2(figure.left() - 5.0 - size / 2.0, at.y);
    icons::mark(painter, beside, size, mark, sure, tokens);
}

/// The buttons below the panel, always in sight.
pub(super) fn actions(ui: &mut Ui, context: &mut Context<'_>, what_if: &mut WhatIf) {
    let (tokens, org) = (context.tokens, context.session.org());
    let nothing = what_if.supposition().is_empty();
    let told = if what_if.asking {
        let worked = what_if.consequences(context.session).filter(|(_, current)| *current);
        Some(losses(org, worked.map(|(found, _)| &found.org)))
    } else {
        let writable = !what_if.supposition().edits(org).is_empty();
        (!nothing && !writable).then(|| NO_FACT.to_owned())
    };
    let (pad, gap, row) = (18.0, tokens.space.s, tokens.control.height);
    let room = ui.available_width() - 2.0 * pad;
    let words = told.as_deref().map(|told| {
        let (font, colour) = (tokens.label(), tokens.colour.ink2);
        ui.painter().layout(told.to_owned(), font, colour, room)
    });
    let rows = if nothing || what_if.asking { 1.0 } else { 2.0 };
    let text = words.as_ref().map_or(0.0, |words| words.size().y + gap);
    let height = (2.0 * tokens.space.m + rows * row + (rows - 1.0) * gap + text).ceil();
    // A panel remembers its height, so one of another height is another panel.
    let panel = egui::Panel::bottom(egui::Id::unique(("what if", height as u32))).exact_size(height);
    let frame = egui::Frame::NONE.inner_margin(egui::Margin::symmetric(pad as i8, tokens.space.m as i8));
    let panel = panel.resizable(false).show_separator_line(false).frame(frame);
    panel.show(ui, |ui| {
        let top = ui.max_rect().expand2(vec2(pad, tokens.space.m));
        ui.painter().hline(top.x_range(), top.top() + 0.5, tokens.hairline());
        if let Some(told) = &told {
            text::wrapped(ui, told, tokens.label(), tokens.colour.ink2);
        }
        if what_if.asking {
            ui.horizontal(|ui| {
                if button::plain(ui, tokens, "Apply").clicked() {
                    context.intents.push(Intent::ApplySupposition);
                }
                if button::plain(ui, tokens, "Go on supposing").clicked() {
                    what_if.asking = false;
                    ui.request_repaint();
                }
            });
            return;
        }
        if !nothing {
            ui.horizontal(|ui| {
                let apply = Button::new("Apply to the document…").min_size(vec2(0.0, row));
                if ui.add_enabled(told.is_none(), apply).clicked() {
                    what_if.asking = true;
                    ui.request_repaint();
                }
            });
        }
        ui.horizontal(|ui| {
            if !nothing && button::plain(ui, tokens, "Start over").clicked() {
                what_if.start();
                ui.request_repaint();
            }
            if button::plain(ui, tokens, "Done").clicked() {
                what_if.end();
                ui.request_repaint();
            }
        });
    });
}

/// What the document would lose, in a sentence.
fn losses(org: &Org, then: Option<&Org>) -> String {
    let holders = |org: &Org| org.roles.values().map(|role| role.holders.len()).sum::<usize>();
    let counts = then.map_or_else(Vec::new, |then| {
        [
            (org.parties.len(), then.parties.len(), "party", "parties"),
            (org.roles.len(), then.roles.len(), "role", "roles"),
            (holders(org), holders(then), "holder", "holders"),
            (org.handoffs.len(), then.handoffs.len(), "handoff", "handoffs"),
            (org.log.len(), then.log.len(), "log entry", "log entries"),
            (
                org.pulses.len(),
                then.pulses.len(),
                "round of ballots",
                "rounds of ballots",
            ),
        ]
        .into_iter()
        .filter(|(today, then, ..)| then < today)
        .map(|(today, then, one, many)| words::number((today - then) as u64, one, many))
        .collect()
    });
    let lost = match &counts[..] {
        [] => "what was taken away".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    };
    format!("The document loses {lost}. One undo brings all of it back.")
}
