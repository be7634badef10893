//! One handoff.

use egui::Ui;

use super::{Context, ballots, log, raci, risks};
use crate::{
    health::Scope,
    org::{Cadence, Edit, Handoff, HandoffId, Importance, MONTHS, PartyId, Span, Unit},
    session::Command,
    ui::{
        conversation,
        widgets::{button, reading::hundred, text},
    },
};

pub(super) fn ui(ui: &mut Ui, context: &mut Context<'_>, id: &HandoffId) {
    let session = context.session;
    let org = session.org();
    let Some(handoff) = org.handoffs.get(id) else { return };
    let sides = format!(
        "{} to {}",
        org.party_name(&handoff.provider),
        org.party_name(&handoff.customer)
    );
    let name = match handoff.deliverable.trim() {
        "" => "A handoff without a name yet",
        text => text,
    };
    context.title(ui, &sides, name);
    ui.add_space(context.tokens.space.l);
    context.gauges(ui, &Scope::Handoff(id.clone()));
    shares(ui, context, id);
    let found = context.found;
    risks::ui(ui, context, found.into_iter().flat_map(|found| found.of_handoff(id)));
    context.section(ui, "The promise", true, |context, ui| promise(ui, context, id, handoff));
    context.section(ui, "Terms", true, |context, ui| terms(ui, context, id, handoff));
    context.section(ui, "Who answers for it", true, |context, ui| {
        raci::ui(ui, context, id, handoff);
    });
    context.section(ui, "What happened", true, |context, ui| {
        log::ui(ui, context, id, handoff);
    });
    context.section(ui, "How both sides see it", false, |context, ui| {
        ballots::ui(ui, context, handoff);
    });
}

/// On time, right first time, notice kept: shown beside reliability, never multiplied.
fn shares(ui: &mut Ui, context: &mut Context<'_>, id: &HandoffId) {
    let Some(health) = context.session.health().handoffs.get(id) else {
        return;
    };
    let tokens = context.tokens;
    let shares = [
        ("on time", health.on_time()),
        ("right first time", health.right_first_time()),
        ("asked with enough notice", health.notice_kept()),
    ];
    let words: Vec<String> = shares
        .into_iter()
        .filter_map(|(name, share)| {
            let estimate = share.as_ref()?;
            Some(format!("{} % {name} (of {})", hundred(estimate.mean), estimate.n))
        })
        .collect();
    if !words.is_empty() {
        text::wrapped(ui, &words.join(" · "), tokens.label(), tokens.colour.ink2);
    }
}

fn promise(ui: &mut Ui, context: &mut Context<'_>, id: &HandoffId, handoff: &Handoff) {
    let (org, tokens) = (context.session.org(), context.tokens);
    let put = |change: &dyn Fn(&mut Handoff)| put(id, handoff, change);
    let mut form = context.form(ui, format!("handoff {id}"));
    form.text("Deliverable", "What is handed over", &handoff.deliverable, 1, |text| {
        put(&|h| h.deliverable.clone_from(&text))
    });
    form.text(
        "Promise",
        "What we will do, in the provider’s words",
        &handoff.promise,
        3,
        |text| put(&|h| h.promise.clone_from(&text)),
    );
    form.text(
        "Need",
        "What we need, in the customer’s words",
        &handoff.need,
        3,
        |text| put(&|h| h.need.clone_from(&text)),
    );
    form.day("Agreed by both sides on", handoff.agreed, |day| {
        put(&|h| h.agreed = day)
    });
    form.hint(&conversation::standing(org, handoff));
    if let Some(words) = conversation::seen_differently(handoff) {
        form.hint(&words);
    }
    conversation::changes(form.ui, tokens, id, handoff, form.intents);
    form.ui.add_space(tokens.space.xs);
    if button::plain(form.ui, tokens, "Talk it through").clicked() {
        form.intents.run(Command::TalkThrough);
    }
    form.day("Last reviewed on", handoff.reviewed, |day| put(&|h| h.reviewed = day));
}

fn terms(ui: &mut Ui, context: &mut Context<'_>, id: &HandoffId, handoff: &Handoff) {
    let session = context.session;
    let org = session.org();
    let put = |change: &dyn Fn(&mut Handoff)| put(id, handoff, change);
    let mut form = context.form(ui, format!("handoff {id}"));
    let parties: Vec<PartyId> = org.parties.keys().cloned().collect();
    let name = |p: &PartyId| org.party_name(p).to_owned();
    form.choice("Provider", &handoff.provider, &parties, name, |p| {
        put(&|h| h.provider = p.clone())
    });
    form.choice("Customer", &handoff.customer, &parties, name, |p| {
        put(&|h| h.customer = p.clone())
    });
    if button::link(form.ui, form.tokens, "Swap provider and customer").clicked() {
        let edit = put(&|h| std::mem::swap(&mut h.provider, &mut h.customer));
        form.intents.edit("Swap provider and customer", edit);
    }
    let mut cadences: Vec<Option<Cadence>> = Cadence::all().into_iter().map(Some).collect();
    if let Some(current @ Cadence::Situational { .. }) = &handoff.cadence {
        cadences.pop();
        cadences.push(Some(current.clone()));
    }
    cadences.insert(0, None);
    form.choice(
        "How often",
        &handoff.cadence,
        &cadences,
        |c| c.as_ref().map_or("Not set", Cadence::label).to_owned(),
        |cadence| put(&|h| h.cadence.clone_from(&cadence)),
    );
    if let Some(Cadence::Situational { months, occasion }) = &handoff.cadence {
        form.text("Occasion", "What calls for it", occasion, 1, |text| {
            put(&|h| {
                h.cadence = Some(Cadence::Situational {
                    months: months.clone(),
                    occasion: text.clone(),
                });
            })
        });
        form.label("In these months");
        let mut toggled = None;
        form.ui.horizontal_wrapped(|ui| {
            for (k, month) in MONTHS.into_iter().enumerate() {
                let number = k as u8 + 1;
                if ui.selectable_label(months.contains(&number), month).clicked() {
                    toggled = Some(number);
                }
            }
        });
        if let Some(month) = toggled {
            let mut months = months.clone();
            if !months.remove(&month) {
                months.insert(month);
            }
            let edit = put(&|h| {
                h.cadence = Some(Cadence::Situational {
                    months: months.clone(),
                    occasion: occasion.clone(),
                });
            });
            form.intents.edit("Change months", edit);
        }
    }
    form.span("Notice", handoff.notice, Span::days(3), 0, |s| put(&|h| h.notice = s));
    form.span("Answer within", handoff.answer_within, Span::days(1), 1, |s| {
        put(&|h| h.answer_within = s)
    });
    form.span(
        "Check in every",
        handoff.check_in_every,
        Span::new(1, Unit::Months),
        1,
        |s| put(&|h| h.check_in_every = s),
    );
    form.text(
        "Channel",
        "Where requests and answers go",
        &handoff.channel,
        1,
        |text| put(&|h| h.channel.clone_from(&text)),
    );
    form.choice(
        "Importance",
        &handoff.importance,
        &Importance::ALL,
        |i| i.label().to_owned(),
        |importance| put(&|h| h.importance = importance),
    );
    form.percent("Target, % kept", handoff.target, |target| put(&|h| h.target = target));
    form.text("Notes", "Anything worth knowing", &handoff.notes, 3, |text| {
        put(&|h| h.notes.clone_from(&text))
    });
}

fn put(id: &HandoffId, handoff: &Handoff, change: &dyn Fn(&mut Handoff)) -> Edit {
    let mut handoff = handoff.clone();
    change(&mut handoff);
    Edit::PutHandoff(id.clone(), handoff)
}
