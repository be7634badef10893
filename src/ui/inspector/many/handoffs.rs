//! Several handoffs: what they have in common, and each of them by name.

use egui::Ui;

use crate::{
    health::words,
    org::{Cadence, Edit, Handoff, HandoffId, Importance, PartyId, Span, Unit},
    ui::{inspector::Context, widgets::form::common},
};

/// How many handoffs are listed by name.
const LISTED: usize = 40;

pub(super) fn ui(context: &mut Context<'_>, ui: &mut Ui) {
    let session = context.session;
    let org = session.org();
    let ids: Vec<&HandoffId> = session.selection().handoffs.iter().collect();
    let chosen = || ids.iter().filter_map(|id| Some((*id, org.handoffs.get(*id)?)));
    let put = |change: &dyn Fn(&mut Handoff)| {
        let edits = chosen().map(|(id, handoff)| {
            let mut handoff = (**handoff).clone();
            change(&mut handoff);
            Edit::PutHandoff(id.clone(), handoff)
        });
        Edit::All(edits.collect())
    };
    let mut form = context.form(ui, format!("handoffs {} {:?} {:?}", ids.len(), ids.first(), ids.last()));
    let parties: Vec<PartyId> = org.parties.keys().cloned().collect();
    let name = |p: &PartyId| org.party_name(p).to_owned();
    let providers = common(chosen().map(|(_, h)| h.provider.clone()));
    form.mixed_choice("Provider", providers.as_ref(), &parties, name, |p| {
        put(&|h| h.provider = p.clone())
    });
    let customers = common(chosen().map(|(_, h)| h.customer.clone()));
    form.mixed_choice("Customer", customers.as_ref(), &parties, name, |p| {
        put(&|h| h.customer = p.clone())
    });
    form.mixed_choice(
        "Importance",
        common(chosen().map(|(_, h)| h.importance)).as_ref(),
        &Importance::ALL,
        |i| i.label().to_owned(),
        |importance| put(&|h| h.importance = importance),
    );
    let cadence = common(chosen().map(|(_, h)| h.cadence.clone()));
    let mut cadences: Vec<Option<Cadence>> = Cadence::all().into_iter().map(Some).collect();
    if let Some(Some(current @ Cadence::Situational { .. })) = &cadence {
        // With the months and the occasion that they have.
        cadences.pop();
        cadences.push(Some(current.clone()));
    }
    cadences.insert(0, None);
    form.mixed_choice(
        "How often",
        cadence.as_ref(),
        &cadences,
        |c| c.as_ref().map_or("Not set", Cadence::label).to_owned(),
        |cadence| put(&|h| h.cadence.clone_from(&cadence)),
    );
    let span = |value: fn(&Handoff) -> Option<Span>| common(chosen().map(|(_, h)| value(h)));
    form.mixed_span("Notice", span(|h| h.notice), Span::days(3), 0, |s| {
        put(&|h| h.notice = s)
    });
    form.mixed_span("Answer within", span(|h| h.answer_within), Span::days(1), 1, |s| {
        put(&|h| h.answer_within = s)
    });
    form.mixed_span(
        "Check in every",
        span(|h| h.check_in_every),
        Span::new(1, Unit::Months),
        1,
        |s| put(&|h| h.check_in_every = s),
    );
    let channel = common(chosen().map(|(_, h)| h.channel.as_str()));
    form.mixed_text("Channel", "Where requests and answers go", channel, 1, |text| {
        put(&|h| h.channel.clone_from(&text))
    });
    form.mixed_percent("Target, % kept", common(chosen().map(|(_, h)| h.target)), |target| {
        put(&|h| h.target = target)
    });
    let agreed = common(chosen().map(|(_, h)| h.agreed));
    form.mixed_day("Agreed by both sides on", agreed, |day| put(&|h| h.agreed = day));
    let reviewed = common(chosen().map(|(_, h)| h.reviewed));
    form.mixed_day("Last reviewed on", reviewed, |day| put(&|h| h.reviewed = day));
}

/// Each of them, to go on with one.
pub(super) fn list(context: &mut Context<'_>, ui: &mut Ui) {
    let session = context.session;
    let org = session.org();
    let selected = &session.selection().handoffs;
    for id in selected.iter().take(LISTED) {
        if let Some(handoff) = org.handoffs.get(id) {
            let sides = format!(
                "{} to {}",
                org.party_name(&handoff.provider),
                org.party_name(&handoff.customer)
            );
            context.handoff_row(ui, id, &sides);
        }
    }
    if selected.len() > LISTED {
        let more = format!("and {} more", words::count((selected.len() - LISTED) as u64));
        context.form(ui, "list").hint(&more);
    }
}
