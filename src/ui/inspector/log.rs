//! What happened to one handoff: recorded here in seconds, and every entry can be corrected.

use egui::{Id, RichText, Ui};

use super::Context;
use crate::{
    org::{
        Cause, CheckIn, Clarification, Delivery, Edit, Flaw, Handoff, HandoffId, LogEntry, LogId, Moment, PartyId,
        Thanks,
    },
    ui::{
        intent::Intent,
        widgets::{button, fold::fold, form::Form},
    },
};

/// How many entries are listed before one asks for more.
const FEW: usize = 6;

pub(super) fn ui(ui: &mut Ui, context: &mut Context<'_>, id: &HandoffId, handoff: &Handoff) {
    record(ui, context, id, handoff);
    let session = context.session;
    let entries: Vec<&LogId> = session.health().entries(id).collect();
    if entries.is_empty() {
        context
            .form(ui, "log")
            .hint("Nothing is recorded yet. Record a delivery to get a number for handoff reliability.");
        return;
    }
    let more = Id::unique(("all entries", id.as_str()));
    let all = ui.data(|d| d.get_temp::<bool>(more).unwrap_or_default());
    let shown = if all { entries.len() } else { FEW };
    for entry_id in entries.iter().rev().take(shown) {
        if let Some(entry) = session.org().log.get(*entry_id) {
            row(ui, context, entry_id, entry, handoff);
        }
    }
    if entries.len() > FEW {
        let text = if all {
            "Show fewer".to_owned()
        } else {
            format!("Show all {}", entries.len())
        };
        if button::link(ui, context.tokens, &text).clicked() {
            ui.data_mut(|d| d.insert_temp(more, !all));
        }
    }
}

/// One button for each kind of entry; what is recorded then stands on top of the list, ready to be
/// corrected.
fn record(ui: &mut Ui, context: &mut Context<'_>, id: &HandoffId, handoff: &Handoff) {
    let today = context.session.today();
    let kinds: [(&str, LogEntry); 4] = [
        (
            "Delivery",
            LogEntry::Delivery(Delivery {
                handoff: id.clone(),
                asked: None,
                due: Moment::day(today),
                delivered: Some(Moment::day(today)),
                right_first_time: None,
                flaw: None,
                note: String::new(),
            }),
        ),
        (
            "Clarification",
            LogEntry::Clarification(Clarification {
                handoff: id.clone(),
                by: handoff.customer.clone(),
                asked: Moment::day(today),
                answered: None,
                note: String::new(),
            }),
        ),
        (
            "Check-in",
            LogEntry::CheckIn(CheckIn {
                handoff: id.clone(),
                on: today,
                by: None,
                note: String::new(),
            }),
        ),
        (
            "Thanks",
            LogEntry::Thanks(Thanks {
                handoff: id.clone(),
                on: today,
                by: Some(handoff.customer.clone()),
                note: String::new(),
            }),
        ),
    ];
    let tokens = context.tokens;
    ui.label(
        RichText::new("Record today’s")
            .font(tokens.label())
            .color(tokens.colour.ink2),
    );
    ui.horizontal_wrapped(|ui| {
        for (name, entry) in kinds {
            if button::plain(ui, tokens, name).clicked() {
                context.intents.push(Intent::Record(entry));
            }
        }
    });
    ui.add_space(tokens.space.s);
}

/// An entry in one short line.
fn summary(entry: &LogEntry) -> String {
    let how = match entry {
        LogEntry::Delivery(d) => match (d.delivered, d.right_first_time) {
            (None, _) => "open",
            (Some(at), _) if at > d.due => "late",
            (Some(_), Some(false)) => "on time, not right",
            (Some(_), _) => "on time",
        },
        LogEntry::Clarification(c) if c.answered.is_none() => "open",
        LogEntry::Clarification(_) => "answered",
        _ => "",
    };
    let day = entry.date().strftime("%-d %b %Y");
    if how.is_empty() {
        format!("{} {day}", entry.label())
    } else {
        format!("{} {day}: {how}", entry.label())
    }
}

fn row(ui: &mut Ui, context: &mut Context<'_>, id: &LogId, entry: &LogEntry, handoff: &Handoff) {
    let tokens = context.tokens;
    let org = context.session.org();
    let sides: Vec<(PartyId, String)> = [&handoff.customer, &handoff.provider]
        .into_iter()
        .map(|id| (id.clone(), org.party_name(id).to_owned()))
        .collect();
    let slot = Id::unique(("log", id.as_str()));
    fold(ui, tokens, slot, &summary(entry), tokens.body(), false, |ui| {
        let mut form = context.form(ui, format!("log {id}"));
        match entry {
            LogEntry::Delivery(delivery) => self::delivery(&mut form, id, delivery),
            LogEntry::Clarification(question) => clarification(&mut form, id, question, &sides),
            LogEntry::CheckIn(check_in) => {
                form.day_required("Held on", check_in.on, |on| {
                    put(id, LogEntry::CheckIn(CheckIn { on, ..check_in.clone() }))
                });
                form.text("Check-in note", "What was said", &check_in.note, 2, |note| {
                    put(
                        id,
                        LogEntry::CheckIn(CheckIn {
                            note,
                            ..check_in.clone()
                        }),
                    )
                });
            }
            LogEntry::Thanks(thanks) => {
                form.day_required("Said on", thanks.on, |on| {
                    put(id, LogEntry::Thanks(Thanks { on, ..thanks.clone() }))
                });
                form.text("Thanks for", "For what", &thanks.note, 2, |note| {
                    put(id, LogEntry::Thanks(Thanks { note, ..thanks.clone() }))
                });
            }
            LogEntry::Idea(idea) => {
                form.text("Idea", "A better way", &idea.note, 2, |note| {
                    put(id, LogEntry::Idea(crate::org::Idea { note, ..idea.clone() }))
                });
            }
            LogEntry::Change(_) => {}
        }
        form.ui.add_space(tokens.space.xs);
        if button::link(form.ui, tokens, "Remove this entry").clicked() {
            form.intents.edit("Remove log entry", Edit::RemoveLog(id.clone()));
        }
    });
}

fn put(id: &LogId, entry: LogEntry) -> Edit {
    Edit::PutLog(id.clone(), entry)
}

fn delivery(form: &mut Form<'_>, id: &LogId, delivery: &Delivery) {
    let with = |change: &dyn Fn(&mut Delivery)| {
        let mut delivery = delivery.clone();
        change(&mut delivery);
        put(id, LogEntry::Delivery(delivery))
    };
    let today = form.today;
    form.moment("Asked for", delivery.asked, today.min(delivery.due.date()), |at| {
        with(&|d| d.asked = at)
    });
    form.moment("Due", Some(delivery.due), today, |at| {
        with(&|d| d.due = at.unwrap_or(d.due))
    });
    form.moment("Delivered", delivery.delivered, today, |at| with(&|d| d.delivered = at));
    form.choice(
        "Right first time, says the receiver",
        &delivery.right_first_time,
        &[None, Some(true), Some(false)],
        |right| {
            match right {
                None => "Nothing said",
                Some(true) => "Yes",
                Some(false) => "No",
            }
            .to_owned()
        },
        |right| with(&|d| d.right_first_time = right),
    );
    let mut causes: Vec<Option<Cause>> = vec![None];
    causes.extend(Cause::ALL.into_iter().map(Some));
    form.choice(
        "Cause of the flaw",
        &delivery.flaw.as_ref().map(|f| f.cause),
        &causes,
        |cause| cause.map_or("No flaw", Cause::label).to_owned(),
        |cause| {
            with(&|d| {
                d.flaw = cause.map(|cause| match &d.flaw {
                    Some(flaw) => Flaw { cause, ..flaw.clone() },
                    None => Flaw {
                        cause,
                        cost: None,
                        note: String::new(),
                    },
                });
                if d.flaw.is_some() {
                    d.right_first_time = Some(false);
                }
            })
        },
    );
    if let Some(flaw) = &delivery.flaw {
        let change = |change: &dyn Fn(&mut Flaw)| {
            with(&|d| {
                if let Some(flaw) = &mut d.flaw {
                    change(flaw);
                }
            })
        };
        let text = flaw.cost.map_or_else(String::new, |cost| cost.to_string());
        form.parsed("What it cost", "Not known", &text, cost, |cost| {
            change(&|f| f.cost = cost)
        });
        form.text("What was wrong", "In a sentence", &flaw.note, 2, |note| {
            change(&|f| f.note.clone_from(&note))
        });
    }
    form.text("Delivery note", "Anything worth knowing", &delivery.note, 2, |note| {
        with(&|d| d.note.clone_from(&note))
    });
}

fn clarification(form: &mut Form<'_>, id: &LogId, question: &Clarification, sides: &[(PartyId, String)]) {
    let with = |change: &dyn Fn(&mut Clarification)| {
        let mut question = question.clone();
        change(&mut question);
        put(id, LogEntry::Clarification(question))
    };
    let parties: Vec<PartyId> = sides.iter().map(|(id, _)| id.clone()).collect();
    form.choice(
        "Asked by",
        &question.by,
        &parties,
        |p| {
            sides
                .iter()
                .find(|(id, _)| id == p)
                .map_or_else(|| p.to_string(), |(_, name)| name.clone())
        },
        |by| with(&|q| q.by = by.clone()),
    );
    let today = form.today;
    form.moment("Asked on", Some(question.asked), today, |at| {
        with(&|q| q.asked = at.unwrap_or(q.asked))
    });
    form.moment(
        "Answered on",
        question.answered,
        today.max(question.asked.date()),
        |at| with(&|q| q.answered = at),
    );
    form.text("The question", "What was unclear", &question.note, 2, |note| {
        with(&|q| q.note.clone_from(&note))
    });
}

fn cost(text: &str) -> Result<Option<f64>, String> {
    // A comma before one or two last digits is a decimal point; any other parts thousands.
    let parted = text.trim().rsplit_once(',').map(|(whole, last)| (whole, last.len()));
    let point = matches!(parted, Some((whole, 1..=2)) if !whole.contains([',', '.']));
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '’' && (point || *c != ','))
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    if text.is_empty() {
        return Ok(None);
    }
    text.parse::<f64>()
        .ok()
        .filter(|n| n.is_finite() && *n >= 0.0)
        .map(Some)
        .ok_or_else(|| "Type a number such as 1500, or leave it empty.".to_owned())
}

#[cfg(test)]
mod tests {
    use super::cost;

    #[test]
    fn a_comma_is_read_as_it_is_meant() {
        for (text, meant) in [
            ("12,50", 12.5),
            ("125,000", 125_000.0),
            ("1,250.5", 1_250.5),
            ("12’000", 12_000.0),
            (" 7 ", 7.0),
        ] {
            assert_eq!(cost(text), Ok(Some(meant)), "{text}");
        }
        assert_eq!(cost(""), Ok(None));
        assert!(cost("a lot").is_err() && cost("-3").is_err() && cost("NaN").is_err());
    }
}
