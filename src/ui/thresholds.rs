//! Where each rule of the risks begins, as fields.

use egui::{Id, Ui};

use super::{
    intent::Intents,
    tokens::Tokens,
    widgets::{button, fold::fold, form::Form},
};
use crate::{
    org::{Edit, Settings, Thresholds},
    session::Session,
};

/// How a threshold is typed.
#[derive(Clone, Copy, PartialEq)]
enum Unit {
    /// A whole number.
    Count,
    /// A number.
    Number,
    /// A share, in percent.
    Percent,
}

/// A threshold with its words.
struct Field {
    name: &'static str,
    unit: Unit,
    get: fn(&Thresholds) -> f64,
    set: fn(&mut Thresholds, f64),
}

/// A field of a whole number and one of a share or number; the casts lose nothing, for only what fits is set.
macro_rules! field {
    (count $name:literal $field:ident) => {
        Field {
            name: $name,
            unit: Unit::Count,
            get: |t| f64::from(t.$field),
            set: |t, value| t.$field = value as u16,
        }
    };
    ($unit:ident $name:literal $field:ident) => {
        Field {
            name: $name,
            unit: Unit::$unit,
            get: |t| t.$field,
            set: |t, value| t.$field = value,
        }
    };
}

/// All of them, in the order of the rules.
const FIELDS: [Field; 16] = [
    field!(count "Communication breakdown: check-ins missed in a row" check_ins_missed),
    field!(Number "Communication breakdown: a question open for so many times the agreed time" answer_overdue),
    field!(Percent "Blame: answers about solving problems below, in percent" blame_answers),
    field!(count "Blame: days until a costly flaw leads to an action" blame_days),
    field!(Number "Expectation gap: points of five between the two sides" gap_points),
    field!(Percent "Insecurity: the headcount fell by more than, in percent" headcount_fall),
    field!(count "Insecurity: in so many days" headcount_days),
    field!(Percent "Insecurity: temporaries and contractors above, in percent" temporary_share),
    field!(Number "Silo: E–I index below, from −1 to 1" silo_index),
    field!(count "Silo: from so many handoffs on" silo_handoffs),
    field!(Percent "Bottleneck: share of parties over which most chains lead, in percent" bottleneck_share),
    field!(count "One-way street: check-ins called by one side in a year" one_way_check_ins),
    field!(Percent "Short notice: requests that came late above, in percent" short_notice_share),
    field!(count "Unthanked: deliveries kept" thanks_deliveries),
    field!(count "Unthanked: in so many days" thanks_days),
    field!(count "Stale: days without a look" stale_days),
];

/// Draws the fields, folded away until somebody wants them.
pub fn ui(ui: &mut Ui, tokens: &'static Tokens, session: &Session, intents: &mut Intents) {
    let settings = &session.org().settings;
    let put = |risks: Thresholds| {
        Edit::Settings(Settings {
            risks,
            ..settings.clone()
        })
    };
    let id = Id::unique("where risks begin");
    fold(ui, tokens, id, "Where risks begin", tokens.body_strong(), false, |ui| {
        let mut form = Form {
            ui,
            tokens,
            intents,
            subject: "thresholds".to_owned(),
            today: session.today(),
        };
        for field in &FIELDS {
            let text = shown(field, &settings.risks);
            let usual = shown(field, &Thresholds::default());
            form.parsed(
                field.name,
                &usual,
                &text,
                |text| parsed(field, &settings.risks, text),
                put,
            );
        }
        if settings.risks != Thresholds::default()
            && button::link(form.ui, tokens, "Back to the usual numbers").clicked()
        {
            form.intents
                .edit("Back to the usual numbers", put(Thresholds::default()));
        }
    });
}

fn shown(field: &Field, risks: &Thresholds) -> String {
    let value = (field.get)(risks);
    let value = if field.unit == Unit::Percent {
        value * 100.0
    } else {
        value
    };
    format!("{}", (value * 1000.0).round() / 1000.0).replace('-', "−")
}

/// The thresholds with what was typed, or what is wrong with it.
fn parsed(field: &Field, risks: &Thresholds, text: &str) -> Result<Thresholds, String> {
    let text = text
        .trim()
        .trim_end_matches('%')
        .trim()
        .replace('−', "-")
        .replace(',', ".");
    let wrong = || match field.unit {
        Unit::Count => "Type a whole number from 0 to 65535.".to_owned(),
        Unit::Number | Unit::Percent => "Type a number.".to_owned(),
    };
    let value = match field.unit {
        Unit::Count => text.parse::<u16>().map(f64::from).map_err(|_| wrong())?,
        Unit::Number => text.parse::<f64>().map_err(|_| wrong())?,
        Unit::Percent => text.parse::<f64>().map_err(|_| wrong())? / 100.0,
    };
    let mut risks = risks.clone();
    (field.set)(&mut risks, value);
    match risks.unusable() {
        None => Ok(risks),
        Some((_, wanted)) if field.unit == Unit::Percent => Err(format!(
            "Type {}.",
            wanted.replace("a share from 0 to 1", "a number from 0 to 100")
        )),
        Some((_, wanted)) => Err(format!("Type {wanted}.")),
    }
}
