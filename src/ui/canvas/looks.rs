//! How every handoff and every card looks while nobody touches it, worked out once for each state of the document and
//! each question to the map, and not for every frame.

use egui::Color32;

use super::{
    collapse,
    colouring::{Colouring, Shade},
    emphasis::{Emphasis, Standing},
    handoff::{self, LineKind, Look},
    routing::Routing,
    shown::Shown,
};
use crate::{
    health::what_if::Supposition,
    health::{Indicator, Window},
    org::{GoalId, Handoff, HandoffId, Org, PartyId},
    session::Lens,
    ui::{
        icons::Mark,
        tokens::Tokens,
        what_if::{Fate, HandoffFate, Supposed},
        widgets::{reading::Reading, shorten, text::on_one_line},
    },
};

/// What is to be seen of a handoff.
pub struct Sight {
    /// How it is drawn.
    pub look: Look,
    /// What the chosen colour says of it.
    pub shade: Shade,
    /// What is supposed makes of it.
    pub fate: HandoffFate,
    /// It steps back, because of a filter or of a goal.
    pub back: bool,
}

/// What decides how things look, besides the thing itself.
#[derive(Clone, Copy)]
pub struct Eye<'a> {
    /// What is looked at.
    pub shown: Shown<'a>,
    /// The theme.
    pub tokens: &'a Tokens,
    /// What colours handoffs.
    pub colouring: &'a Colouring,
    /// How much everything stands out.
    pub standing: &'a Standing,
    /// What is supposed.
    pub supposed: Option<Supposed<'a>>,
}

impl Eye<'_> {
    /// How a handoff looks.
    pub fn see(&self, id: &HandoffId, promise: &Handoff, selected: bool, touched: bool) -> Sight {
        let fate = self
            .supposed
            .map(|supposed| supposed.handoff(id, promise))
            .unwrap_or_default();
        let back = self.standing.handoff(id) >= Emphasis::Faded;
        let faded = back || self.colouring.fades_handoff(self.shown.org, promise);
        let shade = self.colouring.of(self.shown.health, id);
        let look = Look {
            colour: match () {
                () if fate.at_risk => self.tokens.health.weak.mark,
                () if fate.gone => self.tokens.colour.ink2,
                () => shade.tone(self.tokens).mark,
            },
            line: match () {
                () if fate.gone => LineKind::Dotted,
                () if shade.is_known() => LineKind::Solid,
                () => LineKind::Dashed,
            },
            width: handoff::width(self.tokens, promise.importance) * collapse::width(self.shown.handoffs(id).len()),
            selected,
            touched: touched || fate.at_risk,
            faded,
        };
        Sight {
            look,
            shade,
            fate,
            back,
        }
    }
}

/// How a handoff looks at rest.
#[derive(Clone, Copy, Debug)]
pub struct LineAtRest {
    /// How it is drawn.
    pub look: Look,
    /// How much it stands out.
    pub emphasis: Emphasis,
    /// What the chosen colour says of it.
    pub mark: Mark,
    /// It is drawn above those that nobody looks at.
    pub raised: bool,
    /// It may want a label.
    pub speaks: bool,
}

/// How a card looks from afar.
#[derive(Clone, Copy, Debug)]
pub struct CardAtRest {
    /// Where in its name begins what tells it from the most similar other one.
    pub tail: usize,
    /// How much it stands out.
    pub emphasis: Emphasis,
    /// Its colour as a dot.
    pub dot: Color32,
    /// Its ground as a box.
    pub fill: Color32,
    /// The ground of a bar that shows nothing.
    pub track: Color32,
    /// Its outline.
    pub edge: Color32,
    /// The three indicators, each with its colour.
    pub bars: Option<[Option<(f32, Color32)>; 3]>,
}

/// All of them, under the numbers of [`Routing`].
#[derive(Default)]
pub struct AtRest {
    /// The handoffs.
    pub lines: Vec<LineAtRest>,
    /// The cards.
    pub cards: Vec<CardAtRest>,
    /// The handoffs that are drawn above the others, though nobody touches them.
    pub raised: Vec<usize>,
    of: Option<Of>,
    state: u64,
}

struct Of {
    org: Org,
    document: u64,
    choice: u64,
    window: Window,
    numbering: u64,
    standing: u64,
    lens: Lens,
    goal: Option<GoalId>,
    tokens: usize,
    supposed: Option<(Supposition, bool)>,
}

impl Of {
    fn is(&self, eye: &Eye<'_>, numbering: u64) -> bool {
        let key = &eye.shown.key;
        let supposed = eye.supposed.map(|s| (s.supposition(), s.health().is_some()));
        self.numbering == numbering
            && self.window == key.window
            && self.standing == eye.standing.state()
            && self.lens == eye.colouring.lens()
            && self.goal.as_ref() == eye.colouring.goal()
            && self.tokens == std::ptr::from_ref(eye.tokens) as usize
            && self.supposed.as_ref().map(|(what, known)| (what, *known)) == supposed
            && self.choice == key.choice
            && (self.document == key.document || only_moved(&self.org, eye.shown.org))
    }
}

/// Whether two documents differ in nothing but the places of cards: so they do in every frame of a drag.
fn only_moved(before: &Org, now: &Org) -> bool {
    before.settings == now.settings
        && before.handoffs.ptr_eq(&now.handoffs)
        && before.log.ptr_eq(&now.log)
        && before.pulses.ptr_eq(&now.pulses)
        && before.roles.ptr_eq(&now.roles)
        && before.goals.ptr_eq(&now.goals)
        && before.actions.ptr_eq(&now.actions)
        && before.acceptances.ptr_eq(&now.acceptances)
        && before.parties.diff(&now.parties).all(|change| match change {
            imbl::ordmap::DiffItem::Update { old, new } => {
                let mut moved = (**old.1).clone();
                moved.position = new.1.position;
                moved == **new.1
            }
            _ => false,
        })
}

impl AtRest {
    /// Says whether anything looks otherwise than it did.
    pub const fn state(&self) -> u64 {
        self.state
    }

    /// Brings it up to date.
    pub fn follow(&mut self, eye: Eye<'_>, routing: &Routing) {
        let key = eye.shown.key;
        if let Some(of) = self.of.as_mut().filter(|of| of.is(&eye, routing.numbering())) {
            if of.document != key.document {
                of.document = key.document;
                of.org = eye.shown.org.clone();
            }
            return;
        }
        self.state += 1;
        self.of = Some(Of {
            org: eye.shown.org.clone(),
            document: key.document,
            choice: key.choice,
            window: key.window,
            numbering: routing.numbering(),
            standing: eye.standing.state(),
            lens: eye.colouring.lens(),
            goal: eye.colouring.goal().cloned(),
            tokens: std::ptr::from_ref(eye.tokens) as usize,
            supposed: eye.supposed.map(|s| (s.supposition().clone(), s.health().is_some())),
        });
        self.lines.clear();
        self.lines
            .extend(routing.lines().iter().map(|line| at_rest(&eye, &line.id)));
        self.cards.clear();
        self.cards
            .extend(routing.parties().iter().map(|id| card_at_rest(&eye, id)));
        let ids = routing.parties().iter();
        let names: Vec<_> = ids.map(|id| on_one_line(eye.shown.org.party_name(id))).collect();
        let tails = shorten::tails(&names.iter().map(AsRef::as_ref).collect::<Vec<_>>());
        for (card, tail) in self.cards.iter_mut().zip(tails) {
            card.tail = tail;
        }
        self.raised = (0..self.lines.len()).filter(|&k| self.lines[k].raised).collect();
    }
}

fn at_rest(eye: &Eye<'_>, id: &HandoffId) -> LineAtRest {
    let emphasis = eye.standing.handoff(id);
    let marked = emphasis == Emphasis::Marked;
    let Some(promise) = eye.shown.org.handoffs.get(id) else {
        return LineAtRest {
            look: Look {
                colour: Color32::TRANSPARENT,
                line: LineKind::Thin,
                width: 0.0,
                selected: false,
                touched: false,
                faded: true,
            },
            emphasis: Emphasis::Hidden,
            mark: Mark::NotMeasured,
            raised: false,
            speaks: false,
        };
    };
    let seen = eye.see(id, promise, false, marked);
    let hurts = eye.supposed.is_none() && seen.shade.hurts() && !seen.back;
    let changed = seen.fate.note.is_some() && (seen.fate.at_risk || !seen.fate.gone);
    LineAtRest {
        look: seen.look,
        emphasis,
        mark: seen.shade.mark().0,
        raised: marked || seen.fate.at_risk,
        speaks: hurts || changed || marked || eye.shown.handoffs(id).len() > 1,
    }
}

fn card_at_rest(eye: &Eye<'_>, id: &PartyId) -> CardAtRest {
    let (tokens, colour) = (eye.tokens, &eye.tokens.colour);
    let emphasis = eye.standing.party(id);
    let Some(party) = eye.shown.org.parties.get(id) else {
        return CardAtRest {
            tail: 0,
            emphasis: Emphasis::Hidden,
            dot: Color32::TRANSPARENT,
            fill: Color32::TRANSPARENT,
            track: Color32::TRANSPARENT,
            edge: Color32::TRANSPARENT,
            bars: None,
        };
    };
    let faded = emphasis >= Emphasis::Faded || eye.colouring.fades(party);
    let fate = eye.supposed.map(|supposed| supposed.party(id)).unwrap_or_default();
    let reading = |indicator| Reading::of_party(eye.shown.health, id, indicator);
    let health = match eye.colouring.lens() {
        Lens::Indicator(indicator) => reading(indicator).tone(tokens).mark,
        Lens::Goals => colour.ink3,
    };
    let quiet = faded || fate == Fate::Gone;
    let customer = party.kind.is_customer();
    let bars = (!quiet).then(|| {
        Indicator::ALL.map(|indicator| {
            let reading = reading(indicator);
            reading.mean().map(|mean| (mean as f32, reading.tone(tokens).mark))
        })
    });
    CardAtRest {
        tail: 0,
        emphasis,
        dot: match () {
            () if fate == Fate::Stranded => tokens.health.weak.mark,
            () if quiet => colour.line,
            () if customer => colour.customer_fill,
            () => health,
        },
        fill: match () {
            () if quiet => colour.canvas,
            () if customer => colour.customer_fill,
            () => colour.surface,
        },
        track: if customer { colour.customer_track } else { colour.track },
        edge: match () {
            () if fate == Fate::Stranded => tokens.health.weak.mark,
            () if emphasis == Emphasis::Marked => colour.accent,
            () => colour.line,
        },
        bars,
    }
}
