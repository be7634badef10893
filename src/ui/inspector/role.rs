//! One role of a party: what it is there for, who holds it, who stands in, what it is trained for.

use egui::Ui;

use super::Context;
use crate::{
    org::{Edit, HandoffId, Holder, Letter, Role, RoleId, Tenure},
    ui::{
        icons::Icon,
        widgets::{button, fold::fold},
    },
};

pub(super) fn ui(ui: &mut Ui, context: &mut Context<'_>, id: &RoleId, role: &Role) {
    let tokens = context.tokens;
    let slot = egui::Id::unique(("role", id.as_str()));
    fold(ui, tokens, slot, &role.name, tokens.body(), false, |ui| {
        fields(ui, context, id, role);
    });
}

fn fields(ui: &mut Ui, context: &mut Context<'_>, id: &RoleId, role: &Role) {
    let session = context.session;
    let org = session.org();
    let tokens = context.tokens;
    let put = |change: &dyn Fn(&mut Role)| {
        let mut role = role.clone();
        change(&mut role);
        Edit::PutRole(id.clone(), role)
    };
    let mut form = context.form(ui, format!("role {id}"));
    form.text("Role name", "", &role.name, 1, |text| {
        put(&|r| r.name.clone_from(&text))
    });
    let lines = role.responsibilities.join("\n");
    form.text("Responsibilities", "One a line", &lines, 3, |text| {
        let list: Vec<String> = text
            .lines()
            .map(str::to_owned)
            .filter(|l| !l.trim().is_empty())
            .collect();
        put(&|r| r.responsibilities.clone_from(&list))
    });
    let parties: Vec<_> = org.parties.keys().cloned().collect();
    form.choice(
        "Belongs to",
        &role.party,
        &parties,
        |p| org.party_name(p).to_owned(),
        |party| put(&|r| r.party = party.clone()),
    );
    form.label("Holders");
    for (k, holder) in role.holders.iter().enumerate() {
        form.subject = format!("role {id} holder {k}");
        let with = |change: &dyn Fn(&mut Holder)| {
            put(&|r| {
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
        let (since, until) = (holder.since, holder.until);
        let usual = until.map_or(form.today, |until| form.today.min(until));
        form.day_from(&format!("Holder {nth}, since"), since, usual, |day| {
            with(&|h| h.since = day)
        });
        let usual = since.map_or(form.today, |since| form.today.max(since));
        form.day_from(&format!("Holder {nth}, until"), until, usual, |day| {
            with(&|h| h.until = day)
        });
        if button::link(form.ui, tokens, &format!("Remove holder {nth}")).clicked() {
            let edit = put(&|r| {
                r.holders.remove(k);
            });
            form.intents.edit("Remove holder", edit);
        }
        form.ui.add_space(tokens.space.s);
    }
    if button::plain(form.ui, tokens, "Add holder").clicked() {
        form.intents
            .edit("Add holder", put(&|r| r.holders.push(Holder::default())));
    }
    form.label("Stood in for by");
    for backup in &role.backups {
        form.ui.horizontal(|ui| {
            ui.label(org.role_name(backup));
            let name = format!("Remove backup {}", org.role_name(backup));
            if button::icon(ui, tokens, Icon::Close, &name, true).clicked() {
                form.intents.edit(
                    "Remove backup",
                    put(&|r| {
                        r.backups.remove(backup);
                    }),
                );
            }
        });
    }
    let others: Vec<RoleId> = org
        .roles
        .keys()
        .filter(|r| *r != id && !role.backups.contains(*r))
        .cloned()
        .collect();
    form.pick("Add backup", &others, |r| {
        format!(
            "{}, {}",
            org.role_name(r),
            org.roles.get(r).map_or("", |role| org.party_name(&role.party))
        )
    })
    .into_iter()
    .for_each(|backup| {
        form.intents.edit(
            "Add backup",
            put(&|r| {
                r.backups.insert(backup.clone());
            }),
        );
    });
    form.label("Trained for");
    let mut offered: Vec<(&HandoffId, bool)> = org
        .handoffs
        .iter()
        .filter(|(handoff, h)| {
            h.provider == role.party || h.raci.contains_key(id) || role.trained_for.contains(*handoff)
        })
        .map(|(handoff, h)| (handoff, h.raci.get(id).is_some_and(|l| l.has(Letter::Responsible))))
        .collect();
    offered.sort_by_key(|(_, responsible)| !responsible);
    if offered.is_empty() {
        form.hint("Its party provides no handoff yet.");
    }
    for (handoff, _) in offered {
        let mut on = role.trained_for.contains(handoff);
        if form.ui.checkbox(&mut on, org.handoff_name(handoff)).changed() {
            let edit = put(&|r| {
                if on {
                    r.trained_for.insert(handoff.clone());
                } else {
                    r.trained_for.remove(handoff);
                }
            });
            form.intents.edit("Change training", edit);
        }
    }
    form.text("Role notes", "Anything worth knowing", &role.notes, 2, |text| {
        put(&|r| r.notes.clone_from(&text))
    });
    form.ui.add_space(tokens.space.s);
    if button::link(form.ui, tokens, &format!("Remove role {}", role.name)).clicked() {
        form.intents
            .edit(format!("Remove role {}", role.name), Edit::RemoveRole(id.clone()));
    }
}
