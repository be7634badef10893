//! A table of roles: what is known is changed, what is not is added.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{
    Outcome, Plan, PlannedRow, Shape, change,
    header::RoleColumns,
    reader::{Reader, fits},
    shown,
    table::Row,
};
use crate::{
    org::{Edit, HandoffId, Holder, Org, PartyId, Role, RoleId, id},
    roles::{
        cells,
        names::{Found, Names, key},
    },
};

const NO_NAME: &str = "It has no name. Write one into the column “role”.";
const CONTROL: &str = "A name in it has a control character. Write the name anew.";

/// A role as a row would have it, with what changes in it.
struct Draft {
    id: RoleId,
    role: Role,
    new: bool,
    said: Vec<String>,
    /// Whether it only brings holders for the role of an earlier row.
    joins: bool,
}

/// The first row that is about a role, where each row has one of its holders.
struct First {
    line: usize,
    /// What the row says beside the name of the holder.
    besides: Vec<String>,
    /// Whoever is known to hold the role, by [`key`].
    holders: HashSet<String>,
}

/// Identifiers for new roles. Each is found in one step, however many roles are called the same.
#[derive(Default)]
struct Fresh {
    taken: HashSet<RoleId>,
    last: HashMap<String, usize>,
}

impl Fresh {
    fn id(&mut self, org: &Org, name: &str) -> RoleId {
        let slug = id::readable(name, |_| false);
        let last = self.last.entry(slug.clone()).or_default();
        loop {
            *last += 1;
            let id = match *last {
                1 => RoleId::new(&slug),
                n => RoleId::new(&format!("{slug}-{n}")),
            };
            if !org.roles.contains_key(&id) && self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

struct Planner<'a> {
    org: &'a Org,
    columns: &'a RoleColumns,
    reader: Reader<'a>,
    fresh: Fresh,
    /// The line that is about a role.
    lines: HashMap<RoleId, usize>,
    /// The line that adds a role of that name in that party.
    added: HashMap<(String, PartyId), (usize, RoleId)>,
    /// The line that adds a role with that identifier.
    written: HashMap<String, (usize, RoleId)>,
    /// Where a row has one holder: the first row of each role.
    firsts: HashMap<RoleId, First>,
}

/// What a table of roles changes.
pub fn plan(org: &Org, columns: &RoleColumns, rows: &[Row]) -> Plan {
    let mut planner = Planner {
        org,
        columns,
        reader: Reader::of(org),
        fresh: Fresh::default(),
        lines: HashMap::new(),
        added: HashMap::new(),
        written: HashMap::new(),
        firsts: HashMap::new(),
    };
    let mut drafts: Vec<Result<Draft, String>> = rows.iter().map(|row| planner.draft(row)).collect();
    let joined = join(&mut drafts);
    // A role may stand in for one that comes further up, and may be named as it was called or as it will be.
    let mut later = Names::none(org);
    for draft in drafts
        .iter()
        .flatten()
        .filter(|draft| !draft.said.is_empty() && !draft.joins)
    {
        later.add_role(&draft.id, &draft.role.name, &draft.role.party);
    }
    for (row, draft) in rows.iter().zip(&mut drafts) {
        if let Ok(found) = draft
            && !found.joins
            && let Err(why) = planner.backups(row, found, &later).and_then(|()| usable(found))
        {
            *draft = Err(why);
        }
    }
    without_the_refused(org, &mut drafts);
    for at in 0..drafts.len() {
        if let Some(Ok(draft)) = drafts.get(at)
            && draft.joins
            && let Some((first, _)) = joined.get(&draft.id)
            && let Some(Err(_)) = drafts.get(*first)
        {
            let line = rows.get(*first).map_or(0, |row| row.line);
            drafts[at] = Err(format!("Line {line}, which is about the same role, does not fit."));
        }
    }
    let mut edits = Vec::new();
    // First all that are new, then who stands in for whom.
    for draft in drafts.iter().flatten().filter(|draft| draft.new) {
        let role = Role {
            backups: BTreeSet::new(),
            ..draft.role.clone()
        };
        edits.push(Edit::PutRole(draft.id.clone(), role));
    }
    let mut planned = Vec::with_capacity(rows.len());
    for (row, draft) in rows.iter().zip(drafts) {
        let mut what = columns.name.map_or("", |at| row.cell(at)).to_owned();
        let outcome = match draft {
            Err(why) => Outcome::Refused(why),
            Ok(draft) => {
                what.clone_from(&draft.role.name);
                let unchanged = draft.said.is_empty();
                let more = !draft.joins && joined.get(&draft.id).is_some_and(|(_, more)| *more);
                let changed = !draft.joins && (!unchanged || more);
                if (draft.new && !draft.role.backups.is_empty()) || (!draft.new && changed) {
                    edits.push(Edit::PutRole(draft.id, draft.role));
                }
                match (draft.new, unchanged) {
                    (true, _) => Outcome::Added(draft.said),
                    (false, true) => Outcome::Unchanged,
                    (false, false) => Outcome::Changed(draft.said),
                }
            }
        };
        planned.push(PlannedRow {
            line: row.line,
            what: shown(&what),
            outcome,
        });
    }
    Plan::new(Shape::Roles, planned, 0, columns.unused.clone(), edits)
}

/// Gives the holders of further rows of a role to the first one. For each role with several rows: which is the first,
/// and whether it got any.
fn join(drafts: &mut [Result<Draft, String>]) -> HashMap<RoleId, (usize, bool)> {
    let mut more: HashMap<RoleId, Vec<Holder>> = HashMap::new();
    for draft in drafts.iter_mut().flatten().filter(|draft| draft.joins) {
        let holders = std::mem::take(&mut draft.role.holders);
        more.entry(draft.id.clone()).or_default().extend(holders);
    }
    let mut joined = HashMap::new();
    for (at, draft) in drafts.iter_mut().enumerate() {
        if let Ok(draft) = draft
            && !draft.joins
            && let Some(holders) = more.remove(&draft.id)
        {
            joined.insert(draft.id.clone(), (at, !holders.is_empty()));
            draft.role.holders.extend(holders);
        }
    }
    joined
}

/// Leaves out whoever is stood in for by a new role that is left out itself.
fn without_the_refused(org: &Org, drafts: &mut [Result<Draft, String>]) {
    let mut leaning: HashMap<RoleId, Vec<usize>> = HashMap::new();
    let mut there: HashSet<RoleId> = HashSet::new();
    for (at, draft) in drafts.iter().enumerate() {
        if let Ok(draft) = draft
            && !draft.joins
        {
            there.insert(draft.id.clone());
            for backup in draft.role.backups.iter().filter(|id| !org.roles.contains_key(*id)) {
                leaning.entry(backup.clone()).or_default().push(at);
            }
        }
    }
    let stays = |org: &Org, draft: &Draft, backup: &RoleId| {
        let old = org.roles.get(&draft.id);
        old.is_some_and(|role| role.backups.contains(backup))
    };
    let mut gone: Vec<RoleId> = leaning.keys().filter(|id| !there.contains(*id)).cloned().collect();
    gone.sort();
    while let Some(backup) = gone.pop() {
        for at in leaning.remove(&backup).unwrap_or_default() {
            let Some(Ok(draft)) = drafts.get(at) else { continue };
            // What the file names wrongly already may stay.
            if stays(org, draft, &backup) {
                continue;
            }
            if draft.new {
                gone.push(draft.id.clone());
            }
            drafts[at] = Err("The row of a role that is to stand in for it does not fit.".to_owned());
        }
    }
}

/// Whether what changes in a role can be written: the document takes no role without a name, and nobody who left before
/// the first day.
fn usable(draft: &Draft) -> Result<(), String> {
    if draft.said.is_empty() {
        return Ok(());
    }
    if draft.role.name.trim().is_empty() {
        return Err(NO_NAME.to_owned());
    }
    let reversed = |holder: &&Holder| {
        holder
            .since
            .zip(holder.until)
            .is_some_and(|(since, until)| until < since)
    };
    match draft.role.holders.iter().find(reversed) {
        None => Ok(()),
        Some(holder) => Err(format!(
            "{}: the last day in the role cannot lie before the first. Correct one of the two dates.",
            match shown(&holder.name) {
                name if name.is_empty() => "A holder".to_owned(),
                name => name,
            }
        )),
    }
}

/// Whether a cell says what the document says, whatever the line ends.
fn same(cell: &str, text: &str) -> bool {
    cell.trim() == text.trim()
        || (cell.contains('\r') || text.contains('\r')) && {
            let plain = |text: &str| text.trim().replace("\r\n", "\n").replace('\r', "\n");
            plain(cell) == plain(text)
        }
}

/// The name in a cell on one line, with single spaces.
fn one_line(name: &str) -> Result<String, String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.contains(char::is_control) {
        return Err(CONTROL.to_owned());
    }
    Ok(name)
}

/// The holders in a cell; those that the role has already may be called as they are.
fn read_holders(text: &str, role: &Role) -> Result<Vec<Holder>, String> {
    let holders = cells::read_holders(text)?;
    let is_new = |holder: &Holder| role.holders.iter().all(|old| old.name != holder.name);
    if holders
        .iter()
        .any(|holder| holder.name.contains(char::is_control) && is_new(holder))
    {
        return Err(CONTROL.to_owned());
    }
    Ok(holders)
}

/// Adds holders who are not known to hold the role yet; those without a name are somebody else each time.
fn add_holders(new: Vec<Holder>, known: &mut HashSet<String>, role: &mut Role, said: &mut Vec<String>) {
    for holder in new {
        let name = key(&holder.name);
        if name.is_empty() || known.insert(name) {
            said.push(format!(
                "adds holder {}",
                shown(&cells::holders(std::slice::from_ref(&holder)))
            ));
            role.holders.push(holder);
        }
    }
}

impl Planner<'_> {
    fn draft(&mut self, row: &Row) -> Result<Draft, String> {
        fits(row, self.columns.width)?;
        let cell = |column: Option<usize>| column.map(|at| row.cell(at));
        let name = cell(self.columns.name).unwrap_or_default();
        let written = cell(self.columns.id).unwrap_or_default();
        let known = [written, written.trim()];
        let known = known.into_iter().find_map(|id| self.org.roles.get_key_value(id));
        if let Some((id, old)) = known {
            return self.known(row, id.clone(), (**old).clone(), true);
        }
        if name.trim().is_empty() {
            return Err(NO_NAME.to_owned());
        }
        let party = match cell(self.columns.party) {
            Some(text) if !text.trim().is_empty() => Some(self.reader.party(text)?),
            _ => None,
        };
        let found = self.reader.names.role_called(name, party.as_ref());
        match (found, party) {
            (Found::One(id), _) => match self.org.roles.get(&id) {
                Some(old) => self.known(row, id, (**old).clone(), false),
                None => Err(self.reader.no_role(name, None, Found::Nothing)),
            },
            (several @ Found::Several(_), party) => Err(self.reader.no_role(name, party.as_ref(), several)),
            (Found::Nothing, Some(party)) => self.added(row, name.trim(), written, party),
            (Found::Nothing, None) => Err(format!(
                "“{}” is not there yet, and to add it the table has to say to which party it belongs, in a column “party”.",
                shown(name)
            )),
        }
    }

    fn added(&mut self, row: &Row, name: &str, written: &str, party: PartyId) -> Result<Draft, String> {
        // Rows with identifiers of their own may well be called the same.
        let sort = (key(name), party.clone());
        let name = one_line(name)?;
        let written = written.trim();
        let earlier = if written.is_empty() {
            self.added.get(&sort)
        } else {
            self.written.get(written)
        };
        let mut role = Role::new(&name, party);
        if let Some((line, id)) = earlier.cloned() {
            let why = format!("Line {line} adds this role already. Leave one of the two.");
            return self.again(row, id, role, why);
        }
        let mut said = vec![format!("in {}", shown(self.org.party_name(&role.party)))];
        self.fields(row, &mut role, &mut said)?;
        let id = self
            .fresh
            .id(self.org, if written.is_empty() { &name } else { written });
        self.people(row, &id, &mut role, &mut said)?;
        if !written.is_empty() {
            self.written.insert(written.to_owned(), (row.line, id.clone()));
        }
        self.added.insert(sort, (row.line, id.clone()));
        Ok(Draft {
            id,
            role,
            new: true,
            said,
            joins: false,
        })
    }

    /// Another row about a role: one more of its holders where each row has one, and too much otherwise.
    fn again(&mut self, row: &Row, id: RoleId, mut role: Role, why: String) -> Result<Draft, String> {
        let besides = self.besides(row);
        let Some((column, first)) = self.columns.person.zip(self.firsts.get_mut(&id)) else {
            return Err(why);
        };
        let mut differing = first.besides.iter().zip(&besides);
        if let Some((_, other)) = differing.find(|(one, other)| !other.trim().is_empty() && !same(one, other)) {
            return Err(format!(
                "It says “{}” of a role of which line {} says something else. Let both say the same.",
                shown(other),
                first.line
            ));
        }
        role.holders.clear();
        let mut said = Vec::new();
        let holders = read_holders(row.cell(column), &role)?;
        add_holders(holders, &mut first.holders, &mut role, &mut said);
        let draft = Draft {
            id,
            role,
            new: false,
            said,
            joins: true,
        };
        usable(&draft)?;
        Ok(draft)
    }

    /// The holder in a row, where each has one, for the first row of a role.
    fn people(&mut self, row: &Row, id: &RoleId, role: &mut Role, said: &mut Vec<String>) -> Result<(), String> {
        let Some(column) = self.columns.person else {
            return Ok(());
        };
        let mut known: HashSet<String> = role.holders.iter().map(|holder| key(&holder.name)).collect();
        let holders = read_holders(row.cell(column), role)?;
        add_holders(holders, &mut known, role, said);
        let first = First {
            line: row.line,
            besides: self.besides(row),
            holders: known,
        };
        self.firsts.insert(id.clone(), first);
        Ok(())
    }

    /// What a row says of a role beside what it is called and who holds it.
    fn besides(&self, row: &Row) -> Vec<String> {
        let columns = [
            self.columns.responsibilities,
            self.columns.backups,
            self.columns.trained_for,
            self.columns.notes,
        ];
        let cells = columns.map(|column| column.map_or("", |at| row.cell(at)).to_owned());
        cells.into()
    }

    /// A role that is there. Only one that was found by its identifier can get another name.
    fn known(&mut self, row: &Row, id: RoleId, mut role: Role, by_id: bool) -> Result<Draft, String> {
        if let Some(line) = self.lines.get(&id) {
            let why = format!("Line {line} is about this role already. Leave one of the two.");
            return self.again(row, id, role, why);
        }
        let mut said = Vec::new();
        if let Some(at) = self.columns.name.filter(|_| by_id) {
            let name = row.cell(at).trim();
            if !same(name, &role.name) {
                if name.is_empty() {
                    return Err(NO_NAME.to_owned());
                }
                let name = one_line(name)?;
                if name != role.name {
                    said.push(change("Name", &role.name, &name));
                    role.name = name;
                }
            }
        }
        if let Some(at) = self.columns.party {
            let cell = row.cell(at);
            if !same(cell, role.party.as_str()) && !same(cell, &self.reader.names.call_party(&role.party)) {
                if cell.trim().is_empty() {
                    return Err("It does not say to which party the role belongs.".to_owned());
                }
                let party = self.reader.party(cell)?;
                if party != role.party {
                    let (before, after) = (self.org.party_name(&role.party), self.org.party_name(&party));
                    said.push(change("Party", before, after));
                    role.party = party;
                }
            }
        }
        self.fields(row, &mut role, &mut said)?;
        self.people(row, &id, &mut role, &mut said)?;
        self.lines.insert(id.clone(), row.line);
        Ok(Draft {
            id,
            role,
            new: false,
            said,
            joins: false,
        })
    }

    /// All fields that stand on the row alone.
    fn fields(&mut self, row: &Row, role: &mut Role, said: &mut Vec<String>) -> Result<(), String> {
        let cell = |column: Option<usize>| column.map(|at| row.cell(at));
        if let Some(text) = cell(self.columns.responsibilities) {
            let before = cells::responsibilities(role);
            let after = cells::read_responsibilities(text);
            if !same(text, &before) && after != role.responsibilities {
                role.responsibilities = after;
                let bars = |text: &str| text.replace('\n', " | ");
                let after = cells::responsibilities(role);
                said.push(change("Responsibilities", &bars(&before), &bars(&after)));
            }
        }
        if let Some(text) = cell(self.columns.holders) {
            let before = cells::holders(&role.holders);
            if !same(text, &before) {
                let after = read_holders(text, role)?;
                if after != role.holders {
                    role.holders = after;
                    said.push(change("Holders", &before, &cells::holders(&role.holders)));
                }
            }
        }
        if let Some(text) = cell(self.columns.trained_for) {
            let before = cells::trained_for(&self.reader.names, role);
            if !same(text, &before) {
                let mut after = BTreeSet::new();
                for name in cells::list(text) {
                    // What the file names wrongly already may stay.
                    after.insert(match role.trained_for.get(name) {
                        Some(id) => id.clone(),
                        None => self.trained_for(name)?,
                    });
                }
                if after != role.trained_for {
                    role.trained_for = after;
                    let after = cells::trained_for(&self.reader.names, role);
                    said.push(change("Trained for", &before, &after));
                }
            }
        }
        if let Some(text) = cell(self.columns.notes)
            && !same(text, &role.notes)
        {
            said.push(change("Notes", &role.notes, text));
            text.trim().clone_into(&mut role.notes);
        }
        Ok(())
    }

    fn trained_for(&mut self, name: &str) -> Result<HandoffId, String> {
        self.reader.handoff_called(name, None, None).map_err(|why| {
            // A cell with names has no columns for the two sides.
            why.replace(
                "Say whose, in columns “provider” and “customer”.",
                "Write the identifier of one.",
            )
        })
    }

    /// Who stands in, once every role of the table has a name.
    fn backups(&mut self, row: &Row, draft: &mut Draft, later: &Names<'_>) -> Result<(), String> {
        let Some(text) = self.columns.backups.map(|at| row.cell(at)) else {
            return Ok(());
        };
        let before = cells::backups(&self.reader.names, &draft.role);
        if same(text, &before) {
            return Ok(());
        }
        let mut after = BTreeSet::new();
        for name in cells::list(text) {
            if let Some(id) = draft.role.backups.get(name) {
                after.insert(id.clone());
                continue;
            }
            let id = match self.reader.names.role(name, None) {
                Found::One(id) => id,
                Found::Nothing => match later.role(name, None) {
                    Found::One(id) => id,
                    found => return Err(self.reader.no_role(name, None, found)),
                },
                several @ Found::Several(_) => return Err(self.reader.no_role(name, None, several)),
            };
            if id == draft.id && !draft.role.backups.contains(&id) {
                return Err("A role cannot stand in for itself. Take it out of its backups.".to_owned());
            }
            after.insert(id);
        }
        if after != draft.role.backups {
            draft.role.backups = after;
            let after = cells::list(text).collect::<Vec<_>>().join("; ");
            draft.said.push(change("Backups", &before, &after));
        }
        Ok(())
    }
}
