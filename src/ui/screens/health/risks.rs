//! What was found: each risk with what it stands on, one thing to try, and the ways to answer it.

use std::collections::BTreeMap;

use egui::{Align2, CornerRadius, Id, Rect, RichText, Role, Sense, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2};
use jiff::{ToSpan as _, civil::Date};

use super::{HealthView, Page, day, gains, hint};
use crate::{
    health::{
        risk::{Evidence, Risk, Severity, Source, pattern},
        words,
    },
    org::{Acceptance, Action, Edit, LogEntry, Org, Rule, Subject},
    session::{Selection, Session},
    ui::{
        icons::{self, Icon},
        insight::Findings,
        intent::Intent,
        tokens::Tokens,
        widgets::{button, form::is_calendar_open, text},
    },
};

/// So many days a finding is accepted for unless another day is chosen.
const ACCEPTED_FOR: i64 = 90;

/// From so many on, findings of one rule are one row that unfolds.
const GROUP: usize = 4;

/// A long list is cut: what comes after the first hundred is never the first thing to do.
const MOST: usize = 100;

/// A finding that somebody is about to accept.
pub struct Accepting {
    rule: Rule,
    at: Subject,
    reason: String,
    until: Date,
    /// What is still wrong with it.
    wrong: String,
    /// The form was opened in the last frame.
    fresh: bool,
}

impl Accepting {
    /// Whether something was typed.
    pub fn is_begun(&self) -> bool {
        !self.reason.trim().is_empty()
    }

    fn is_of(&self, risk: &Risk) -> bool {
        self.rule == risk.rule && self.at == risk.at
    }
}

/// Draws the list.
pub fn ui(ui: &mut Ui, page: &mut Page<'_>, view: &mut HealthView) {
    let insight = page.insight;
    let found = insight.findings(page.session);
    let (title, words) = heading(found.value);
    let severity = view.severity;
    page.card(
        ui,
        &title,
        "",
        |page, ui| {
            let chosen = severity.map_or(0, |one| 1 + Severity::ALL.iter().position(|s| *s == one).unwrap_or(0));
            let words = words.each_ref().map(String::as_str);
            if let Some(k) = button::choices(ui, page.tokens, &words, Some(chosen)) {
                return k.checked_sub(1).and_then(|k| Severity::ALL.get(k)).copied();
            }
            severity
        },
        |page, ui, severity| {
            view.severity = severity;
            let Some(findings) = found.value else { return };
            if found.stale {
                ui.set_opacity(0.6);
            }
            list(ui, page, view, findings);
        },
    );
}

/// The title with the number of findings, and the words of the filter.
fn heading(found: Option<&Findings>) -> (String, [String; 4]) {
    let open = found.map_or([0; 3], |found| found.open);
    let words = |k: usize| format!("{} {}", Severity::ALL[k].label(), open[k]);
    let all = open.iter().sum::<usize>();
    (format!("Risks {all}"), ["All".to_owned(), words(0), words(1), words(2)])
}

fn list(ui: &mut Ui, page: &mut Page<'_>, view: &mut HealthView, findings: &Findings) {
    let tokens = page.tokens;
    let severity = view.severity;
    let matches = |risk: &&Risk| severity.is_none_or(|severity| severity == risk.severity);
    let of = |accepted: bool| {
        let risks = findings.risks.iter().filter(matches);
        risks.filter(move |risk| risk.is_accepted() == accepted)
    };
    let count: usize = Severity::ALL
        .iter()
        .zip(findings.open)
        .filter(|(one, _)| severity.is_none_or(|severity| severity == **one))
        .map(|(_, count)| count)
        .sum();
    if count == 0 {
        let words = if findings.open.iter().any(|count| *count > 0) {
            "None of that severity."
        } else if findings.risks.iter().any(Risk::is_accepted) {
            "All that was found is accepted."
        } else {
            "No pattern that hurts was found. What is not measured is not looked at."
        };
        hint(ui, tokens, words);
    }
    let wanted = |risk: &&Risk| {
        let key = view.open.as_ref();
        key.is_some_and(|(rule, at)| *rule == risk.rule && *at == risk.at)
    };
    let most = view.more * MOST + MOST;
    let mut shown: Vec<&Risk> = of(false).take(most).collect();
    // Who was led to a finding finds it, however far down it stands.
    if let Some(risk) = of(false).skip(most).find(wanted) {
        shown.push(risk);
    }
    let drafted = |form: &Accepting| findings.risks.iter().any(|risk| form.is_of(risk));
    if view.accepting.as_ref().is_some_and(|form| !drafted(form)) {
        view.accepting = None;
    }
    for group in shown.chunk_by(|one, next| (one.severity, one.rule) == (next.severity, next.rule)) {
        rows(ui, page, view, group);
    }
    view.reveal = false;
    if count > most {
        let words = format!("Show {} of {} more", (count - most).min(MOST), count - most);
        if button::link(ui, tokens, &words).clicked() {
            view.more += 1;
        }
    }
    let accepted = of(true).count();
    if accepted > 0 {
        ui.add_space(tokens.space.xs);
        let words = if view.with_accepted {
            "Hide those that are accepted".to_owned()
        } else {
            format!("Show {accepted} accepted")
        };
        if button::link(ui, tokens, &words).clicked() {
            view.with_accepted = !view.with_accepted;
        }
        if view.with_accepted {
            for risk in of(true).take(MOST) {
                row(ui, page, view, risk);
            }
        }
    }
}

/// Findings of one rule and severity: each for itself, or many of them folded into one row.
fn rows(ui: &mut Ui, page: &mut Page<'_>, view: &mut HealthView, group: &[&Risk]) {
    let Some(first) = group.first().filter(|_| group.len() >= GROUP) else {
        for risk in group {
            row(ui, page, view, risk);
        }
        return;
    };
    let key = (first.severity, first.rule);
    let wanted = view.reveal
        && view
            .open
            .as_ref()
            .is_some_and(|(rule, at)| group.iter().any(|risk| risk.rule == *rule && risk.at == *at));
    if wanted {
        view.unfolded.insert(key);
    }
    let unfolded = view.unfolded.contains(&key);
    let tokens = page.tokens;
    let head = Head {
        severity: first.severity,
        hollow: false,
        title: format!("{} at {} places", first.rule.label(), words::count(group.len() as u64)),
        below: sum(group),
        open: unfolded,
    };
    if head.show(ui, tokens, Id::unique(("risks", key))).clicked() && !view.unfolded.remove(&key) {
        view.unfolded.insert(key);
    }
    if unfolded {
        let indent = tokens.control.mark + 12.0;
        let frame = egui::Frame::NONE.inner_margin(egui::Margin {
            left: indent as i8,
            ..egui::Margin::ZERO
        });
        frame.show(ui, |ui| {
            for risk in group {
                row(ui, page, view, risk);
            }
        });
    }
}

/// What was found, the most frequent first: "Nobody is accountable (7), 2 roles are accountable (1)".
fn sum(group: &[&Risk]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for risk in group {
        *counts.entry(&risk.what).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(other.0)));
    let said = counts.into_iter().map(|(what, count)| format!("{what} ({count})"));
    said.collect::<Vec<_>>().join(", ")
}

/// The widget of a finding's first lines.
fn head_id(rule: Rule, at: &Subject) -> Id {
    match at {
        Subject::Handoff(handoff) => Id::unique(("risk of a handoff", rule, handoff)),
        Subject::Party(party) => Id::unique(("risk of a party", rule, party)),
    }
}

/// The first two lines of a finding or of several.
struct Head {
    severity: Severity,
    hollow: bool,
    title: String,
    below: String,
    open: bool,
}

impl Head {
    fn show(&self, ui: &mut Ui, tokens: &Tokens, id: Id) -> egui::Response {
        let height = tokens.size.body * 3.0 + 14.0;
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
        let response = ui.interact(rect, id, Sense::click());
        response.widget_info(|| {
            let spoken = format!("{}. {}. {} severity", self.title, self.below, self.severity.label());
            WidgetInfo::selected(Role::Button, true, self.open, spoken)
        });
        let corner = CornerRadius::same(tokens.radius.control);
        let around = rect.expand2(vec2(6.0, 0.0));
        if response.hovered() {
            ui.painter().rect_filled(around, corner, tokens.colour.hover);
        }
        if response.has_focus() {
            ui.painter()
                .rect_stroke(around, corner, tokens.selection(), StrokeKind::Inside);
        }
        let painter = ui.painter();
        let first = rect.top() + 6.0 + tokens.size.body * 0.72;
        let second = first + tokens.size.body * 1.45;
        let dot = pos2(rect.left() + tokens.control.mark * 0.6, first);
        icons::severity(painter, dot, tokens.control.mark, self.severity, self.hollow, tokens);
        let left = rect.left() + tokens.control.mark + 12.0;
        let chevron = if self.open {
            Icon::ChevronDown
        } else {
            Icon::ChevronRight
        };
        let side = tokens.control.icon * 0.8;
        let place = Rect::from_center_size(pos2(rect.right() - side / 2.0, rect.center().y), vec2(side, side));
        icons::paint(painter, place, chevron, tokens.colour.ink3);
        let room = rect.right() - side - 8.0 - left;
        let (strong, ink) = (tokens.body_strong(), tokens.colour.ink);
        text::line(
            painter,
            pos2(left, first),
            Align2::LEFT_CENTER,
            &self.title,
            strong,
            ink,
            room,
        );
        let (body, quiet) = (tokens.body(), tokens.colour.ink2);
        text::line(
            painter,
            pos2(left, second),
            Align2::LEFT_CENTER,
            &self.below,
            body,
            quiet,
            room,
        );
        painter.hline(rect.x_range(), rect.bottom() + 1.0, tokens.hairline());
        response
    }
}

/// The name of what a finding is at.
pub fn place(org: &Org, at: &Subject) -> String {
    match at {
        Subject::Party(party) => org.party_name(party).to_owned(),
        Subject::Handoff(id) => match org.handoffs.get(id) {
            Some(handoff) => {
                let (provider, customer) = (org.party_name(&handoff.provider), org.party_name(&handoff.customer));
                format!("{}, {provider} to {customer}", org.handoff_name(id))
            }
            None => id.to_string(),
        },
    }
}

fn row(ui: &mut Ui, page: &mut Page<'_>, view: &mut HealthView, risk: &Risk) {
    let tokens = page.tokens;
    let org = page.session.org();
    let looked_at = view
        .open
        .as_ref()
        .is_some_and(|(rule, at)| *rule == risk.rule && *at == risk.at);
    // What is half typed stays in sight.
    let drafted = view
        .accepting
        .as_ref()
        .is_some_and(|form| form.is_of(risk) && form.is_begun());
    let open = looked_at || drafted;
    let mut title = format!("{}: {}", risk.rule.label(), risk.what);
    if let Some(until) = risk.accepted {
        title = format!("{title} (accepted until {})", words::day(until));
    }
    let head = Head {
        severity: risk.severity,
        hollow: risk.is_accepted(),
        title,
        below: place(org, &risk.at),
        open,
    };
    let response = head.show(ui, tokens, head_id(risk.rule, &risk.at));
    if response.clicked() {
        view.open = (!looked_at).then(|| (risk.rule, risk.at.clone()));
    }
    if looked_at && std::mem::take(&mut view.reveal) {
        response.scroll_to_me(Some(egui::Align::TOP));
        response.request_focus();
    }
    if open {
        let indent = tokens.control.mark + 12.0;
        egui::Frame::NONE
            .inner_margin(egui::Margin {
                left: indent as i8,
                right: 0,
                top: 2,
                bottom: 10,
            })
            .show(ui, |ui| details(ui, page, view, risk));
    }
}

fn details(ui: &mut Ui, page: &mut Page<'_>, view: &mut HealthView, risk: &Risk) {
    let tokens = page.tokens;
    ui.spacing_mut().item_spacing.y = tokens.space.xs;
    for evidence in &risk.evidence {
        proof(ui, page, evidence);
    }
    ui.add_space(tokens.space.xs);
    let practice = format!("Try this: {}", risk.practice());
    text::wrapped(ui, &practice, tokens.body(), tokens.colour.ink);
    let pattern = pattern(risk.rule);
    let found_when = pattern.found_when(&page.session.org().thresholds());
    let why = format!("{} {found_when}", pattern.looks_at());
    text::wrapped(ui, &why, tokens.label(), tokens.colour.ink3);
    ui.add_space(tokens.space.xs);
    if view.accepting.as_ref().is_some_and(|form| form.is_of(risk)) {
        accept_form(ui, page, view);
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(tokens.space.s, tokens.space.xs);
        if button::plain(ui, tokens, "Show on the map").clicked() {
            page.intents.push(Intent::Reveal(selection(&risk.at)));
        }
        let action = Action::against(risk.rule, risk.at.clone(), risk.practice(), page.session.today());
        let taken_on = page.session.org().taken_on(&action).cloned();
        let (words, help) = gains::take_on_words(taken_on.is_some());
        if button::plain(ui, tokens, words).on_hover_text(help).clicked() {
            gains::take_on_or_back(page, action, taken_on);
        }
        if risk.is_accepted() {
            if button::plain(ui, tokens, "Accept no longer").clicked() {
                let all = page.session.org().acceptances_of(risk.rule, &risk.at);
                let edits = all.cloned().map(Edit::RemoveAcceptance).collect();
                page.intents.edit("Accept no longer", Edit::All(edits));
            }
        } else if button::plain(ui, tokens, "Accept for a while…").clicked() {
            accept(page, view, risk);
        }
    });
    if risk.is_accepted()
        && let Some((_, acceptance)) = page.session.org().acceptance(risk.rule, &risk.at)
    {
        hint(ui, tokens, &format!("Accepted because: {}", acceptance.reason));
    }
}

/// Opens the form for a finding, or leads back to one in which something is typed.
fn accept(page: &Page<'_>, view: &mut HealthView, risk: &Risk) {
    if let Some(begun) = view.accepting.as_ref().filter(|form| form.is_begun()) {
        view.open = Some((begun.rule, begun.at.clone()));
        view.reveal = true;
        return;
    }
    view.accepting = Some(Accepting {
        rule: risk.rule,
        at: risk.at.clone(),
        reason: String::new(),
        until: first_day(page).saturating_add(ACCEPTED_FOR.days()),
        wrong: String::new(),
        fresh: true,
    });
}

/// The first day until which a finding can be accepted: today, or the day looked at if that is later.
fn first_day(page: &Page<'_>) -> Date {
    page.session.today().max(page.session.health().as_of())
}

/// One thing that the finding stands on; a click leads there.
fn proof(ui: &mut Ui, page: &mut Page<'_>, evidence: &Evidence) {
    let tokens = page.tokens;
    let target = evidence
        .source
        .as_ref()
        .and_then(|source| leads_to(page.session, source));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = tokens.space.s;
        ui.spacing_mut().interact_size.y = 0.0;
        ui.spacing_mut().button_padding = egui::Vec2::ZERO;
        let (dot, _) = ui.allocate_exact_size(vec2(4.0, tokens.size.body * 1.3), Sense::hover());
        ui.painter().circle_filled(dot.center(), 1.8, tokens.colour.ink3);
        let Some(selection) = target else {
            hint(ui, tokens, &evidence.text);
            return;
        };
        let text = RichText::new(text::kept_together(&evidence.text))
            .font(tokens.body())
            .color(tokens.colour.ink);
        let response = ui.add(egui::Button::new(text).frame(false).wrap());
        if response.on_hover_text("Go there").clicked() {
            page.intents.push(Intent::Reveal(selection));
        }
    });
}

/// What to select to see an entry.
fn leads_to(session: &Session, source: &Source) -> Option<Selection> {
    let org = session.org();
    match source {
        Source::Handoff(id) => org.handoffs.contains_key(id).then(|| Selection::handoff(id.clone())),
        Source::Party(id) => org.parties.contains_key(id).then(|| Selection::party(id.clone())),
        Source::Role(id) => org.roles.get(id).map(|role| Selection::party(role.party.clone())),
        Source::Pulse(id) => org.pulses.get(id).map(|pulse| Selection::party(pulse.rated.clone())),
        Source::Log(id) => org.log.get(id).and_then(|entry| match &**entry {
            LogEntry::Change(change) => Some(Selection::party(change.party.clone())),
            entry => entry.handoff().map(|handoff| Selection::handoff(handoff.clone())),
        }),
    }
}

/// What a finding is at, as a selection.
fn selection(at: &Subject) -> Selection {
    match at {
        Subject::Party(party) => Selection::party(party.clone()),
        Subject::Handoff(handoff) => Selection::handoff(handoff.clone()),
    }
}

fn accept_form(ui: &mut Ui, page: &mut Page<'_>, view: &mut HealthView) {
    let tokens = page.tokens;
    let earliest = first_day(page);
    let Some(form) = &mut view.accepting else { return };
    let caption = ui.label(
        RichText::new("Seen, and accepted because")
            .font(tokens.body())
            .color(tokens.colour.ink2),
    );
    let edit = TextEdit::singleline(&mut form.reason)
        .id(Id::unique("accept reason"))
        .hint_text("what makes it bearable for now")
        .desired_width(ui.available_width().min(tokens.size.body * 34.0));
    let field = ui.add(edit).labelled_by(caption.id);
    if std::mem::take(&mut form.fresh) {
        field.request_focus();
    }
    let enter = field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter));
    if !form.wrong.is_empty() {
        ui.label(
            RichText::new(&form.wrong)
                .font(tokens.label())
                .color(tokens.health.weak.text),
        );
    }
    let (mut done, mut given_up) = (false, false);
    ui.horizontal(|ui| {
        ui.label(RichText::new("until").font(tokens.body()).color(tokens.colour.ink2));
        let until = form.until;
        day(ui, Id::unique("accepted until"), &mut form.until)
            .widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Accepted until {until}")));
        done = button::plain(ui, tokens, "Accept").clicked() || enter;
        given_up = button::plain(ui, tokens, "Cancel").clicked();
    });
    // Esc gives up wherever in the form the keyboard is; a calendar keeps it for itself.
    given_up |= ui.input(|i| i.key_pressed(egui::Key::Escape)) && !is_calendar_open(ui.ctx());
    let (rule, at) = (form.rule, form.at.clone());
    if given_up {
        view.accepting = None;
        ui.memory_mut(|m| m.request_focus(head_id(rule, &at)));
    } else if done && !form.is_begun() {
        "Say why: whoever reads it later needs the reason.".clone_into(&mut form.wrong);
    } else if done && form.until < earliest {
        form.wrong = format!("Choose a day from {} on.", words::day(earliest));
    } else if done {
        let org = page.session.org();
        let acceptance = Acceptance {
            rule,
            at: at.clone(),
            reason: form.reason.trim().to_owned(),
            until: form.until,
            seen: Some(page.session.today().min(page.session.health().as_of())),
        };
        let id = org.acceptance_id(rule, &at);
        let label = format!("Accept “{}” for a while", rule.label());
        page.intents.edit(label, Edit::PutAcceptance(id, acceptance));
        view.accepting = None;
        view.open = None;
    }
}
