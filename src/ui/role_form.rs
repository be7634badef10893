//! Every field of a role: what it is there for, who holds it, who stands in, what it is trained for, where it belongs.

use egui::{Id, RichText, TextEdit, Ui};
use jiff::civil::Date;

use super::{
    icons::Icon,
    widgets::{
        button,
        form::{self, Form},
    },
};
use crate::{
    org::{Edit, HandoffId, Holder, Letter, Org, PartyId, Role, RoleId, Tenure},
    roles::sheet::{party_called, role_called},
};

/// How many handoffs a search lists at most. Whoever does not find one among them types another letter.
const FOUND: usize = 12;

const NAME: &str = "Role name";

/// The fields of one role.
struct Fields<'a> {
    org: &'a Org,
    id: &'a RoleId,
    role: &'a Role,
}

fn subject(id: &RoleId) -> String {
    format!("role {id}")
}

/// The first field of a role.
pub fn first(id: &RoleId) -> Id {
    form::field(&subject(id), NAME)
}

/// Draws the fields.
pub fn fields(form: &mut Form<'_>, org: &Org, id: &RoleId, role: &Role) {
    form.subject = subject(id);
    let fields = Fields { org, id, role };
    form.text(NAME, "", &role.name, 1, |text| fields.put(|r| r.name.clone_from(&text)));
    form.lines("Responsibilities", "responsibility", &role.responsibilities, |list| {
        fields.put(|r| r.responsibilities = list)
    });
    fields.belongs_to(form);
    fields.holders(form);
    fields.backups(form);
    fields.training(form);
    form.text("Role notes", "Anything worth knowing", &role.notes, 2, |text| {
        fields.put(|r| r.notes.clone_from(&text))
    });
    form.ui.add_space(form.tokens.space.s);
    if button::link(form.ui, form.tokens, &format!("Remove role {}", role.name)).clicked() {
        form.intents
            .edit(format!("Remove role {}", role.name), Edit::RemoveRole(id.clone()));
    }
}

impl Fields<'_> {
    fn put(&self, change: impl FnOnce(&mut Role)) -> Edit {
        let mut role = self.role.clone();
        change(&mut role);
        Edit::PutRole(self.id.clone(), role)
    }

    /// Letters, backups and training hang on the role and not on its party, so they go along.
    fn belongs_to(&self, form: &mut Form<'_>) {
        let mut parties: Vec<PartyId> = self.org.parties.keys().cloned().collect();
        parties.sort_by_cached_key(|party| self.org.party_name(party).to_lowercase());
        let chosen = form.chosen("Belongs to", &self.role.party, &parties, |p| party_called(self.org, p));
        if let Some(party) = chosen {
            let label = format!("Move role {} to {}", self.role.name, self.org.party_name(&party));
            form.intents.edit(label, self.put(|r| r.party = party));
        }
    }

    fn holders(&self, form: &mut Form<'_>) {
        let tokens = form.tokens;
        form.label("Holders");
        for (k, holder) in self.role.holders.iter().enumerate() {
            form.subject = format!("role {} holder {k}", self.id);
            self.holder(form, k, holder);
        }
        form.subject = subject(self.id);
        if button::plain(form.ui, tokens, "Add holder").clicked() {
            let edit = self.put(|r| r.holders.push(Holder::default()));
            form.intents.edit(format!("Add holder, {}", self.role.name), edit);
        }
    }

    fn holder(&self, form: &mut Form<'_>, k: usize, holder: &Holder) {
        let with = |change: &dyn Fn(&mut Holder)| {
            self.put(|r| {
                if let Some(holder) = r.holders.get_mut(k) {
                    change(holder);
                }
            })
        };
        let nth = k + 1;
        form.text(
            &format!("Holder {nth}, name"),
            "Name, or leave it empty",
            &holder.name,
            1,
            |text| with(&|h| h.name.clone_from(&text)),
        );
        form.choice(
            &format!("Holder {nth}, tenure"),
            &holder.tenure,
            &Tenure::ALL,
            |t| t.label().to_owned(),
            |tenure| with(&|h| h.tenure = tenure),
        );
        let (since, until, today) = (holder.since, holder.until, form.today);
        let begun = until.map_or(today, |until| today.min(until));
        let over = since.map_or(today, |since| today.max(since));
        let (tokens, intents, subject) = (form.tokens, &mut *form.intents, &form.subject);
        form.ui.columns(2, |columns| {
            let mut day =
                |ui: &mut Ui, word: &str, value: Option<Date>, usual: Date, put: fn(&mut Holder, Option<Date>)| {
                    let mut form = Form {
                        ui,
                        tokens,
                        intents: &mut *intents,
                        subject: subject.clone(),
                        today,
                    };
                    let name = format!("Holder {nth}, {word}");
                    form.day_from(&name, value, usual, |day| with(&|h| put(h, day)));
                };
            if let [left, right] = columns {
                day(left, "since", since, begun, |h, day| h.since = day);
                day(right, "until", until, over, |h, day| h.until = day);
            }
        });
        if button::link(form.ui, form.tokens, &format!("Remove holder {nth}")).clicked() {
            let edit = self.put(|r| {
                if k < r.holders.len() {
                    r.holders.remove(k);
                }
            });
            form.intents.edit(format!("Remove holder, {}", self.role.name), edit);
        }
        form.ui.add_space(form.tokens.space.s);
    }

    fn backups(&self, form: &mut Form<'_>) {
        let (org, role, tokens) = (self.org, self.role, form.tokens);
        form.label("Stood in for by");
        for backup in &role.backups {
            let called = role_called(org, backup);
            let mut removed = false;
            form.ui.horizontal(|ui| {
                let name = format!("Remove backup {called}");
                removed = button::icon(ui, tokens, Icon::Close, &name, true).clicked();
                ui.add(egui::Label::new(&called).wrap());
            });
            if removed {
                let edit = self.put(|r| {
                    r.backups.remove(backup);
                });
                form.intents.edit(format!("Remove backup, {}", self.role.name), edit);
            }
        }
        let other = |id: &&RoleId| *id != self.id && !role.backups.contains(*id);
        let mut others: Vec<RoleId> = org.roles.keys().filter(other).cloned().collect();
        // Most likely somebody of the same party stands in.
        others.sort_by_cached_key(|id| {
            let party = org.roles.get(id).map(|role| &role.party);
            let name = party.map_or_else(String::new, |party| party_called(org, party));
            (
                party != Some(&role.party),
                name.to_lowercase(),
                role_called(org, id).to_lowercase(),
            )
        });
        let picked = form.pick("Add backup", &others, |id| {
            let party = org.roles.get(id).map(|role| party_called(org, &role.party));
            format!("{}, {}", role_called(org, id), party.unwrap_or_default())
        });
        if let Some(backup) = picked {
            let edit = self.put(|r| {
                r.backups.insert(backup);
            });
            form.intents.edit(format!("Add backup, {}", self.role.name), edit);
        }
    }

    /// Its own work first; every other handoff is found by its name.
    fn training(&self, form: &mut Form<'_>) {
        let (org, role) = (self.org, self.role);
        form.label("Trained for");
        // What it does the work of comes before what it answers for, is asked about or could be asked to do.
        let own = |id: &HandoffId| {
            let handoff = org.handoffs.get(id)?;
            let letters = handoff.raci.get(self.id).copied().unwrap_or_default();
            if letters.has(Letter::Responsible) {
                Some(0)
            } else if !letters.is_empty() {
                Some(1)
            } else if handoff.provider == role.party || role.trained_for.contains(id) {
                Some(2)
            } else {
                None
            }
        };
        let mut offered: Vec<(u8, String, &HandoffId)> = Vec::new();
        for id in org.handoffs.keys() {
            if let Some(rank) = own(id) {
                offered.push((rank, org.handoff_name(id), id));
            }
        }
        offered.sort();
        for (_, name, id) in &offered {
            self.tick(form, id, name);
        }
        // What the file names and does not have can be taken away, too.
        for id in role.trained_for.iter().filter(|id| !org.handoffs.contains_key(*id)) {
            self.tick(form, id, &format!("“{id}”, which is not in the file"));
        }
        if offered.len() == org.handoffs.len() {
            if offered.is_empty() {
                form.hint("There is no handoff yet.");
            }
            return;
        }
        let slot = Id::unique(("trained for", self.id.as_str()));
        let mut wanted = form.ui.data(|d| d.get_temp::<String>(slot)).unwrap_or_default();
        let width = form.ui.available_width();
        form.ui.add(
            TextEdit::singleline(&mut wanted)
                .id(slot.with("field"))
                .hint_text(RichText::new("Find another handoff").color(form.tokens.colour.ink3))
                .desired_width(width)
                .char_limit(100),
        );
        let search = wanted.trim().to_lowercase();
        form.ui.data_mut(|d| d.insert_temp(slot, wanted));
        if search.is_empty() {
            return;
        }
        let others = org.handoffs.iter().filter(|(id, _)| own(id).is_none());
        let mut found = others.filter_map(|(id, handoff)| {
            let customer = party_called(org, &handoff.customer);
            let between = format!("{} to {customer}", party_called(org, &handoff.provider));
            let name = org.handoff_name(id);
            let fits = name.to_lowercase().contains(&search) || between.to_lowercase().contains(&search);
            fits.then(|| (id, format!("{name}, {between}")))
        });
        let shown: Vec<_> = found.by_ref().take(FOUND).collect();
        for (id, name) in &shown {
            self.tick(form, id, name);
        }
        if shown.is_empty() {
            form.hint(&format!("No other handoff is called “{}”.", search.trim()));
        } else {
            let more = found.count();
            if more > 0 {
                form.hint(&format!("and {more} more"));
            }
        }
    }

    fn tick(&self, form: &mut Form<'_>, id: &HandoffId, name: &str) {
        let mut on = self.role.trained_for.contains(id);
        if form.ui.checkbox(&mut on, name).changed() {
            let edit = self.put(|r| {
                if on {
                    r.trained_for.insert(id.clone());
                } else {
                    r.trained_for.remove(id);
                }
            });
            form.intents.edit(format!("Change training, {}", self.role.name), edit);
        }
    }
}
