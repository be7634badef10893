//! The responsibility matrix: handoffs as rows, roles as columns, and what is missing in it.
//!
//! A row is judged as [`Check`](crate::health::Check) judges a handoff: roles that do not exist do not count.

use std::collections::{BTreeMap, BTreeSet};

use imbl::ordmap::DiffItem;

use crate::org::{Handoff, HandoffId, Letter, Letters, Org, PartyId, RoleId};

mod block;

pub use block::{BlockError, WrongCell, has_headers, letters};
pub(super) use block::{fitting, wrong};

/// So many accountable letters are never too many.
pub const ALWAYS_BEARABLE: usize = 5;

/// In so many handoffs at most a matrix is brought up to date; beyond that making it anew costs as little.
const FEW: usize = 50;

/// What is missing in a handoff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nobody answers for the outcome.
    NoAccountable,
    /// So many roles answer for the outcome; one should.
    ManyAccountable(usize),
    /// Nobody does the work.
    NobodyResponsible,
}

impl Gap {
    /// The gap in a few words.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::NoAccountable => "No accountable role".to_owned(),
            Self::ManyAccountable(2) => "Two accountable roles".to_owned(),
            Self::ManyAccountable(count) => format!("{count} accountable roles"),
            Self::NobodyResponsible => "Nobody responsible".to_owned(),
        }
    }

    /// The gaps of a handoff, the outcome first.
    #[must_use]
    pub fn of(org: &Org, handoff: &Handoff) -> Vec<Self> {
        let count = |letter| {
            let named = handoff.roles_with(letter);
            named.filter(|role| org.roles.contains_key(*role)).count()
        };
        let accountable = match count(Letter::Accountable) {
            0 => Some(Self::NoAccountable),
            1 => None,
            many => Some(Self::ManyAccountable(many)),
        };
        let responsible = (count(Letter::Responsible) == 0).then_some(Self::NobodyResponsible);
        accountable.into_iter().chain(responsible).collect()
    }
}

/// What stands out in a role, whatever is shown of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// It answers for more than five handoffs, and for more than twice as many as the median of the roles that answer
    /// for any.
    Overloaded,
    /// It has no letter in any handoff.
    NoResponsibility,
}

/// A handoff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which one.
    pub handoff: HandoffId,
    /// What is handed over.
    pub name: String,
    /// "Provider to customer".
    pub between: String,
    /// Whose promise it is.
    pub provider: PartyId,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which one.
    pub role: RoleId,
    /// What it is called.
    pub name: String,
    /// The party it belongs to.
    pub party: PartyId,
    /// What that is called.
    pub party_name: String,
    /// In how many handoffs it has a letter.
    pub handoffs: usize,
    /// For how many it answers.
    pub accountable: usize,
    /// What stands out.
    pub note: Option<Note>,
}

/// Which part of the matrix is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Handoffs in which something is missing, and no others.
    pub only_gaps: bool,
    /// What is searched for in the names of handoffs, parties and roles, in either case. It keeps the handoffs and
    /// the roles that are called so or whose party is; where there is none of one kind, all of that kind stay.
    pub search: String,
}

/// The matrix as it is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    /// Handoffs, by the name of their provider, then by their own.
    pub rows: Vec<Row>,
    /// Roles, by the name of their party, then by their own.
    pub columns: Vec<Column>,
    /// How many gaps there are in all handoffs, also those that are not shown.
    pub gaps: usize,
    /// Roles that are overloaded or have no responsibility, also those that are not shown.
    pub notes: usize,
}

impl Matrix {
    /// The matrix of an organisation. `kept` are handoffs that stay although no gap is left in them, so that a row
    /// does not slip away from under the hand that has just mended it.
    #[must_use]
    pub fn of(org: &Org, filter: &Filter, kept: &BTreeSet<HandoffId>) -> Self {
        let mut rows: Vec<Row> = org.handoffs.iter().map(|(id, handoff)| row(org, id, handoff)).collect();
        rows.sort_by_cached_key(|row| {
            let provider = org.party_name(&row.provider).to_lowercase();
            (provider, row.provider.clone(), row.name.to_lowercase())
        });
        let gaps = rows.iter().map(|row| row.gaps.len()).sum();
        let mut columns = columns(org);
        let notes = note(&mut columns);
        let wanted = filter.search.trim().to_lowercase();
        if !wanted.is_empty() {
            let has = |text: &str| text.to_lowercase().contains(&wanted);
            let called: Vec<bool> = rows.iter().map(|row| has(&row.name) || has(&row.between)).collect();
            let named: Vec<bool> = columns.iter().map(|c| has(&c.name) || has(&c.party_name)).collect();
            if called.contains(&true) || !named.contains(&true) {
                keep(&mut rows, &called);
            }
            if named.contains(&true) {
                keep(&mut columns, &named);
            }
        }
        if filter.only_gaps {
            rows.retain(|row| !row.gaps.is_empty() || kept.contains(&row.handoff));
        }
        Self {
            rows,
            columns,
            gaps,
            notes,
        }
    }

    /// Brings the matrix of `before` up to date where nothing but letters and terms of handoffs has changed since, which
    /// costs as little as what has. Returns whether that was so and only a few handoffs differ; if not, the matrix is to
    /// be made anew, which is no slower then.
    #[must_use]
    pub fn refresh(&mut self, before: &Org, org: &Org, filter: &Filter) -> bool {
        let names_stay = before.parties.ptr_eq(&org.parties) && before.roles.ptr_eq(&org.roles);
        if !names_stay || !filter.search.trim().is_empty() {
            return false;
        }
        let mut changed: BTreeMap<&HandoffId, (&Handoff, &Handoff)> = BTreeMap::new();
        for difference in before.handoffs.diff(&org.handoffs) {
            let DiffItem::Update {
                old: (_, old),
                new: (id, new),
            } = difference
            else {
                return false;
            };
            let sorted_by = |h: &'_ Handoff| (h.provider.clone(), h.customer.clone(), h.deliverable.clone());
            if changed.len() == FEW || sorted_by(old) != sorted_by(new) {
                return false;
            }
            changed.insert(id, (old, new));
        }
        let rows = self.rows.iter().enumerate();
        let rows = rows.filter(|(_, row)| changed.contains_key(&row.handoff));
        let rows: BTreeMap<HandoffId, usize> = rows.map(|(at, row)| (row.handoff.clone(), at)).collect();
        let newly_shown =
            |(id, (_, new)): (&&HandoffId, &(_, &Handoff))| !rows.contains_key(*id) && !Gap::of(org, new).is_empty();
        if changed.iter().any(newly_shown) {
            return false;
        }
        // How often each role had a letter and answered, and does now.
        let mut counts: BTreeMap<&RoleId, [(usize, usize); 2]> = BTreeMap::new();
        for (id, (old, new)) in changed {
            let gaps = Gap::of(org, new);
            self.gaps = (self.gaps + gaps.len()).saturating_sub(Gap::of(before, old).len());
            if let Some(row) = rows.get(id).and_then(|at| self.rows.get_mut(*at)) {
                row.gaps = gaps;
            }
            for (at, handoff) in [old, new].into_iter().enumerate() {
                for (role, letters) in handoff.raci.iter().filter(|(_, letters)| !letters.is_empty()) {
                    let (handoffs, accountable) = &mut counts.entry(role).or_default()[at];
                    *handoffs += 1;
                    *accountable += usize::from(letters.has(Letter::Accountable));
                }
            }
        }
        for column in &mut self.columns {
            if let Some([old, new]) = counts.get(&column.role) {
                column.handoffs = (column.handoffs + new.0).saturating_sub(old.0);
                column.accountable = (column.accountable + new.1).saturating_sub(old.1);
            }
        }
        self.notes = note(&mut self.columns);
        true
    }

    /// The letters of a cell; none outside the matrix.
    #[must_use]
    pub fn letters(&self, org: &Org, row: usize, column: usize) -> Letters {
        self.rows
            .get(row)
            .zip(self.columns.get(column))
            .and_then(|(row, column)| org.handoffs.get(&row.handoff)?.raci.get(&column.role).copied())
            .unwrap_or_default()
    }
}

fn keep<T>(all: &mut Vec<T>, which: &[bool]) {
    let mut which = which.iter();
    all.retain(|_| which.next().copied().unwrap_or(false));
}

fn row(org: &Org, id: &HandoffId, handoff: &Handoff) -> Row {
    let between = format!(
        "{} to {}",
        org.party_name(&handoff.provider),
        org.party_name(&handoff.customer)
    );
    Row {
        handoff: id.clone(),
        name: match handoff.deliverable.trim() {
            "" => "Not written yet".to_owned(),
            text => text.to_owned(),
        },
        between,
        provider: handoff.provider.clone(),
        gaps: Gap::of(org, handoff),
    }
}

/// All roles with what stands out in them, in the order in which the matrix has them.
pub(super) fn noted(org: &Org) -> Vec<Column> {
    let mut columns = columns(org);
    note(&mut columns);
    columns
}

fn columns(org: &Org) -> Vec<Column> {
    let mut counts: BTreeMap<&RoleId, (usize, usize)> = BTreeMap::new();
    for handoff in org.handoffs.values() {
        for (role, letters) in handoff.raci.iter().filter(|(_, letters)| !letters.is_empty()) {
            let (handoffs, accountable) = counts.entry(role).or_default();
            *handoffs += 1;
            *accountable += usize::from(letters.has(Letter::Accountable));
        }
    }
    let mut columns: Vec<Column> = org
        .roles
        .iter()
        .map(|(id, role)| {
            let (handoffs, accountable) = counts.get(id).copied().unwrap_or_default();
            Column {
                role: id.clone(),
                name: role.name.clone(),
                party: role.party.clone(),
                party_name: org.party_name(&role.party).to_owned(),
                handoffs,
                accountable,
                note: None,
            }
        })
        .collect();
    columns.sort_by_cached_key(|column| {
        let party = column.party_name.to_lowercase();
        (party, column.party.clone(), column.name.to_lowercase())
    });
    columns
}

/// Says what stands out in all roles, and in how many something does.
fn note(columns: &mut [Column]) -> usize {
    let twice = twice_median(columns);
    for column in &mut *columns {
        column.note = if column.handoffs == 0 {
            Some(Note::NoResponsibility)
        } else if column.accountable > ALWAYS_BEARABLE && column.accountable > twice {
            Some(Note::Overloaded)
        } else {
            None
        };
    }
    columns.iter().filter(|column| column.note.is_some()).count()
}

/// Twice the median of what roles answer for, of those that answer for anything: the sum of the two in the middle.
fn twice_median(columns: &[Column]) -> usize {
    let mut counts: Vec<usize> = columns.iter().map(|c| c.accountable).filter(|n| *n > 0).collect();
    counts.sort_unstable();
    let upper = counts.get(counts.len() / 2).copied().unwrap_or(0);
    let lower = counts.get(counts.len().saturating_sub(1) / 2).copied().unwrap_or(0);
    lower + upper
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::roles::Area;
    use crate::{
        health::{Check, Window},
        org::{Edit, Party, Role},
    };

    /// Three parties with a role each, and a handoff from each to the next: R A C I as it is written, role by role.
    fn org(letters: &[(&str, &[&str])]) -> Org {
        let mut org = Org::named("Test");
        for name in ["Zinc", "alder", "Birch"] {
            let id = PartyId::new(&name.to_lowercase());
            let party = Party {
                name: name.to_owned(),
                ..Party::default()
            };
            org.parties.insert(id.clone(), party.into());
            let role = Role::new(&format!("{name} lead"), id.clone());
            org.roles.insert(RoleId::new(id.as_str()), role.into());
        }
        for (provider, of) in letters {
            let customer = if *provider == "zinc" { "birch" } else { "zinc" };
            let mut handoff = Handoff {
                deliverable: format!("From {provider}"),
                ..Handoff::between((*provider).into(), customer.into())
            };
            for (role, letters) in ["alder", "birch", "zinc"].into_iter().zip(of.iter()) {
                if !letters.is_empty() {
                    handoff.raci.insert(role.into(), letters.parse().unwrap());
                }
            }
            org.handoffs.insert(HandoffId::new(provider), handoff.into());
        }
        org
    }

    fn whole(org: &Org) -> Matrix {
        Matrix::of(org, &Filter::default(), &BTreeSet::new())
    }

    fn rows(matrix: &Matrix) -> Vec<&str> {
        matrix.rows.iter().map(|row| row.name.as_str()).collect()
    }

    const ALL: Area = Area {
        top: 0,
        left: 0,
        bottom: 2,
        right: 2,
    };

    fn three() -> Org {
        org(&[
            ("zinc", &["R", "A", "CI"]),
            ("alder", &["RA", "", ""]),
            ("birch", &["", "", "A"]),
        ])
    }

    #[test]
    fn rows_stand_by_provider_and_columns_by_party_whatever_their_case() {
        let matrix = whole(&three());
        assert_eq!(rows(&matrix), ["From alder", "From birch", "From zinc"]);
        let names: Vec<_> = matrix.columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["alder lead", "Birch lead", "Zinc lead"]);
        assert_eq!(matrix.rows[1].between, "Birch to Zinc");
    }

    #[test]
    fn gaps_are_named() {
        let table: [(&[&str], &[&str]); 7] = [
            (&["RA"], &[]),
            (&["R", "A", "CI"], &[]),
            (&["R", "C"], &["No accountable role"]),
            (&["R", "A", "A"], &["Two accountable roles"]),
            (&["RA", "A", "A"], &["3 accountable roles"]),
            (&["A"], &["Nobody responsible"]),
            (&[], &["No accountable role", "Nobody responsible"]),
        ];
        for (letters, wanted) in table {
            let org = org(&[("zinc", letters)]);
            let matrix = whole(&org);
            let found: Vec<_> = matrix.rows[0].gaps.iter().map(|gap| gap.words()).collect();
            assert_eq!(found, wanted, "{letters:?}");
            assert_eq!(matrix.gaps, wanted.len());
        }
    }

    /// The file may name roles that do not exist; they answer for nothing and stay where they are.
    #[test]
    fn a_row_is_judged_as_alignment_judges_a_handoff() {
        let mut org = three();
        let mut handoff = (*org.handoffs["alder"]).clone();
        handoff.raci = [("ghost".into(), "RA".parse().unwrap())].into();
        org.handoffs.insert("alder".into(), handoff.into());
        let window = Window {
            as_of: jiff::civil::date(2026, 11, 22),
            days: 90,
        };
        for handoff in org.handoffs.values() {
            let gaps = Gap::of(&org, handoff);
            let responsible = !gaps.contains(&Gap::NobodyResponsible);
            let accountable = gaps.iter().all(|gap| *gap == Gap::NobodyResponsible);
            assert_eq!(Check::Responsible.passes(&org, handoff, window), responsible);
            assert_eq!(Check::OneAccountable.passes(&org, handoff, window), accountable);
        }
        let edit = whole(&org).clear(&org, ALL);
        org.apply(edit).unwrap();
        assert_eq!(org.handoffs["alder"].raci["ghost"].to_string(), "RA");
    }

    /// `counts` of accountable letters by role, and which of them are too many.
    #[test]
    fn a_role_is_overloaded_beyond_five_and_twice_the_median() {
        let table: [(&[usize], &[usize]); 6] = [
            // Five are never too many, however little the others have.
            (&[5, 1, 1], &[]),
            // The median of 6, 1, 1 is 1; twice that is 2.
            (&[6, 1, 1], &[0]),
            // Of 6, 3, 1 it is 3; 6 is not more than 6.
            (&[6, 3, 1], &[]),
            // Of 7 and 3 it is 5; 7 is not more than 10.
            (&[7, 3], &[]),
            // Who answers for nothing does not count: of 9, 4, 4 it is 4.
            (&[9, 4, 4, 0], &[0]),
            (&[8, 9, 2, 2, 2], &[0, 1]),
        ];
        for (counts, wanted) in table {
            let mut org = org(&[]);
            org.roles.clear();
            for (k, count) in counts.iter().enumerate() {
                let id = RoleId::new(&format!("r{k}"));
                org.roles.insert(id.clone(), Role::new("Lead", "zinc".into()).into());
                for n in 0..*count {
                    let mut handoff = Handoff::between("zinc".into(), "birch".into());
                    handoff.raci.insert(id.clone(), "A".parse().unwrap());
                    org.handoffs.insert(HandoffId::new(&format!("{k} {n}")), handoff.into());
                }
            }
            let matrix = whole(&org);
            for (k, count) in counts.iter().enumerate() {
                let column = matrix
                    .columns
                    .iter()
                    .find(|c| c.role.as_str() == format!("r{k}"))
                    .unwrap();
                let note = match count {
                    0 => Some(Note::NoResponsibility),
                    _ => wanted.contains(&k).then_some(Note::Overloaded),
                };
                assert_eq!(column.note, note, "{counts:?}, {k}");
            }
        }
    }

    #[test]
    fn a_search_keeps_what_is_called_so_on_either_side() {
        let org = three();
        let table: [(&str, &[&str], usize); 6] = [
            ("", &["From alder", "From birch", "From zinc"], 3),
            // The handoff from Birch and the one to it, and the role of Birch.
            (" BIRCH ", &["From birch", "From zinc"], 1),
            ("from", &["From alder", "From birch", "From zinc"], 3),
            ("from z", &["From zinc"], 3),
            // No handoff is called so: all stay.
            ("zinc lead", &["From alder", "From birch", "From zinc"], 1),
            ("oak", &[], 3),
        ];
        for (search, wanted, columns) in table {
            let filter = Filter {
                only_gaps: false,
                search: search.to_owned(),
            };
            let matrix = Matrix::of(&org, &filter, &BTreeSet::new());
            assert_eq!(
                (rows(&matrix), matrix.columns.len()),
                (wanted.to_vec(), columns),
                "{search:?}"
            );
        }
    }

    #[test]
    fn only_gaps_keeps_the_row_that_was_just_mended() {
        let org = three();
        let filter = Filter {
            only_gaps: true,
            search: String::new(),
        };
        let matrix = Matrix::of(&org, &filter, &BTreeSet::new());
        assert_eq!(rows(&matrix), ["From birch"]);
        let matrix = Matrix::of(&org, &filter, &BTreeSet::from(["zinc".into()]));
        assert_eq!(rows(&matrix), ["From birch", "From zinc"]);
    }

    #[test]
    fn a_block_goes_out_and_comes_back_with_every_letter() {
        let org = three();
        let matrix = whole(&org);
        let text = matrix.text(&org, ALL);
        assert_eq!(text, "RA\t\t\n\t\tA\nR\tA\tCI");
        let mut cleared = org.clone();
        cleared.apply(matrix.clear(&org, ALL)).unwrap();
        assert!(cleared.handoffs.values().all(|handoff| handoff.raci.is_empty()));
        for text in [
            text.clone(),
            text.replace('\n', "\r\n") + "\r\n",
            text.to_lowercase(),
            "A/R\t\t\n\t \t\"A\"\nr\tA\t\"C\nI\"\n".to_owned(),
        ] {
            let mut back = cleared.clone();
            back.apply(matrix.paste(&back, ALL, &text).unwrap()).unwrap();
            assert_eq!(back, org, "{text:?}");
        }
    }

    #[test]
    fn one_cell_fills_the_area_and_an_empty_one_clears_it() {
        let mut org = three();
        let matrix = whole(&org);
        org.apply(matrix.paste(&org, ALL, "ic").unwrap()).unwrap();
        assert_eq!(matrix.text(&org, ALL), ["CI\tCI\tCI"; 3].join("\n"));
        org.apply(matrix.paste(&org, ALL, "").unwrap()).unwrap();
        assert!(org.handoffs.values().all(|handoff| handoff.raci.is_empty()));
    }

    #[test]
    fn a_text_that_does_not_fit_is_refused_in_a_sentence() {
        let org = three();
        let matrix = whole(&org);
        let at = |row, column| Area::between((row, column), (row, column));
        let table = [
            (
                at(0, 0),
                "R\tA\nC",
                "row 2 of the text has 1 cell, the first row has 2.",
            ),
            (
                at(1, 2),
                "R\nA\nC",
                "the text has 3 rows and 1 column, but only 2 rows and 1 column are left",
            ),
            (
                at(0, 2),
                "R\tA",
                "the text has 1 row and 2 columns, but only 3 rows and 1 column are left",
            ),
            (
                at(1, 1),
                "R\tX\nRR\tA",
                "Row 1, column 2 (From birch, Zinc lead) says “X”. Row 2, column 1 (From zinc, Birch lead) says “RR”.",
            ),
            (at(0, 0), "Design engineer", "says “Design engineer”"),
        ];
        for (area, text, wanted) in table {
            let error = matrix.paste(&org, area, text).unwrap_err().to_string();
            assert!(
                error.starts_with("Nothing was pasted") && error.contains(wanted),
                "{error}"
            );
        }
        let many = matrix.paste(&org, ALL, "1\t2\t3\n4\t5\t6").unwrap_err().to_string();
        assert!(
            many.contains("column 1 (From birch, alder lead) says “4”. 2 more cells"),
            "{many}"
        );
    }

    #[test]
    fn a_text_with_names_is_told_from_letters() {
        for (text, wanted) in [
            ("Handoff\tPlanner\nOrder\tR", true),
            ("\tPlanner\nOrder\tR", true),
            ("handoff\trole\tletters\r\nOrder\tPlanner\tR\r\n", true),
            // Letters, a wrong letter among letters, one cell, one row, one column.
            ("R\tA\nC\tI", false),
            ("\tA\nC\tI", false),
            ("R\tX\nRR\tA", false),
            ("Design engineer", false),
            ("Handoff\tPlanner", false),
            ("Handoff\nOrder", false),
            ("\t\n\t", false),
            ("", false),
        ] {
            assert_eq!(has_headers(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn a_letter_is_put_into_all_cells_unless_all_have_it() {
        let mut org = three();
        let matrix = whole(&org);
        let left = Area { right: 1, ..ALL };
        let (on, edit) = matrix.toggle(&org, left, Letter::Responsible);
        assert!(on);
        org.apply(edit).unwrap();
        assert_eq!(matrix.text(&org, left), "RA\tR\nR\tR\nR\tRA");
        let (on, edit) = matrix.toggle(&org, left, Letter::Responsible);
        assert!(!on);
        org.apply(edit).unwrap();
        assert_eq!(matrix.text(&org, left), "A\t\n\t\n\tA");
    }

    #[test]
    fn nothing_to_change_is_no_edit() {
        let org = three();
        let matrix = whole(&org);
        assert_eq!(
            matrix.paste(&org, ALL, &matrix.text(&org, ALL)),
            Ok(Edit::All(Vec::new()))
        );
        let beyond = Area::between((7, 7), (9, 9));
        assert_eq!(matrix.clear(&org, beyond), Edit::All(Vec::new()));
        assert_eq!(matrix.text(&org, beyond), "");
        assert_eq!(matrix.letters(&org, 9, 0), Letters::default());
        assert!(matrix.paste(&org, beyond, "R").is_err());
    }

    proptest::proptest! {
        /// Letters typed one after the other give the matrix that would be made anew.
        #[test]
        fn what_is_typed_changes_the_matrix_as_if_it_was_made_anew(
            typed in proptest::collection::vec((0..3_usize, 0..3_usize, 0..4_usize), 1..12),
            only_gaps: bool,
        ) {
            let mut now = three();
            let filter = Filter { only_gaps, ..Filter::default() };
            let mut matrix = Matrix::of(&now, &filter, &BTreeSet::new());
            for (row, column, letter) in typed {
                let before = now.clone();
                let at = Area::between((row, column), (row, column));
                now.apply(matrix.toggle(&now, at, Letter::ALL[letter]).1).unwrap();
                let kept: BTreeSet<HandoffId> = matrix.rows.iter().map(|row| row.handoff.clone()).collect();
                proptest::prop_assert!(matrix.refresh(&before, &now, &filter));
                proptest::prop_assert_eq!(&matrix, &Matrix::of(&now, &filter, &kept));
            }
        }
    }

    #[test]
    fn only_a_few_handoffs_that_differ_are_brought_up_to_date() {
        let mut before = three();
        for n in 0..60 {
            let handoff = Handoff::between("zinc".into(), "birch".into());
            before.handoffs.insert(HandoffId::new(&format!("h{n}")), handoff.into());
        }
        for (differ, wanted) in [(1, true), (50, true), (51, false), (60, false)] {
            let mut after = before.clone();
            for n in 0..differ {
                let mut handoff = (*after.handoffs[format!("h{n}").as_str()]).clone();
                handoff.raci.insert("birch".into(), "RA".parse().unwrap());
                after.handoffs.insert(HandoffId::new(&format!("h{n}")), handoff.into());
            }
            let mut matrix = whole(&before);
            assert_eq!(matrix.refresh(&before, &after, &Filter::default()), wanted, "{differ}");
            let left = if wanted { &after } else { &before };
            assert_eq!(matrix, whole(left), "{differ}");
        }
    }

    #[test]
    fn another_name_or_a_handoff_more_asks_for_the_whole_matrix() {
        let before = three();
        let mut renamed = before.clone();
        let mut handoff = (*renamed.handoffs["birch"]).clone();
        handoff.deliverable = "Another".to_owned();
        renamed.apply(Edit::PutHandoff("birch".into(), handoff)).unwrap();
        let mut fewer = before.clone();
        fewer.apply(Edit::RemoveHandoff("birch".into())).unwrap();
        let mut role = before.clone();
        role.apply(Edit::RemoveRole("birch".into())).unwrap();
        for after in [renamed, fewer, role] {
            let mut matrix = whole(&before);
            assert!(!matrix.refresh(&before, &after, &Filter::default()));
        }
    }
}
