use super::*;
use crate::{
    org::{Edit, Goal, Handoff, Role},
    roles::Area,
};

/// Parties by kind, what they are part of and the goals they name.
fn org(parties: &[(&str, PartyKind, &str, &[&str])], handoffs: &[(&str, &str, Importance)]) -> Org {
    let mut org = Org::named("Test");
    for (id, owner) in [("cheap", Some("lead")), ("fast", None), ("safe", Some("gone"))] {
        let goal = Goal {
            name: id.to_owned(),
            owner: owner.map(Into::into),
            ..Goal::default()
        };
        org.goals.insert(id.into(), goal.into());
    }
    for (name, kind, parent, goals) in parties {
        let party = Party {
            name: (*name).to_owned(),
            kind: *kind,
            part_of: (!parent.is_empty()).then(|| (*parent).into()),
            goals: goals.iter().map(|goal| (*goal).into()).collect(),
            ..Party::default()
        };
        org.parties.insert(PartyId::new(&name.to_lowercase()), party.into());
    }
    org.roles.insert("lead".into(), Role::new("Lead", "bees".into()).into());
    for (k, (provider, customer, importance)) in handoffs.iter().enumerate() {
        let handoff = Handoff {
            importance: *importance,
            ..Handoff::between((*provider).into(), (*customer).into())
        };
        org.handoffs.insert(HandoffId::new(&format!("h{k}")), handoff.into());
    }
    org
}

use Importance::{High, Low, Normal};
use PartyKind::{Customer, Supplier, Team};

fn busy() -> Org {
    org(
        &[
            ("Wasps", Team, "", &["fast", "ghost"]),
            ("Ants", Team, "wasps", &["cheap", "safe"]),
            ("bees", Team, "", &["cheap", "fast", "safe"]),
            ("Idle", Team, "", &[]),
            ("Mute", Team, "", &["ghost"]),
            ("Mill", Supplier, "", &[]),
            ("Shop", Customer, "", &["fast"]),
            ("Passer", Customer, "", &[]),
        ],
        &[
            ("wasps", "ants", Low),    // nothing in common
            ("ants", "wasps", High),   // the other way
            ("ants", "bees", Normal),  // cheap and safe, of two
            ("bees", "wasps", Normal), // fast, of one; what does not exist does not count
            ("mute", "bees", High),    // names only what does not exist
            ("mill", "ants", Low),     // names none
            ("ants", "shop", High),    // a paying customer has its own
            ("bees", "shop", Low),     // and shares it here
            ("bees", "passer", Low),   // and names none here
            ("bees", "bees", High),    // to itself
            ("bees", "nowhere", High), // to nobody
        ],
    )
}

#[test]
fn who_works_for_what_is_counted() {
    let goals = Goals::of(&busy());
    let rows: Vec<_> = goals
        .rows
        .iter()
        .map(|row| (row.name.as_str(), row.goals, row.handoffs, row.apart, row.lacks_goal()))
        .collect();
    // Ours by name and below what they are part of, then those beside, then the paying customer that names a goal.
    assert_eq!(
        rows,
        [
            ("bees", 3, 5, 0, false),
            ("Idle", 0, 0, 0, false),
            ("Mute", 0, 1, 0, true),
            ("Wasps", 1, 3, 1, false),
            ("Ants", 2, 5, 1, false),
            ("Mill", 0, 1, 0, true),
            ("Shop", 1, 2, 0, false),
        ]
    );
    assert_eq!(goals.rows[4].place, "Team, part of Wasps");
    let columns: Vec<_> = goals
        .columns
        .iter()
        .map(|c| (c.name.as_str(), c.serving, c.customers, c.owner.is_some()))
        .collect();
    assert_eq!(
        columns,
        [("cheap", 2, 0, true), ("fast", 2, 1, false), ("safe", 2, 0, false)]
    );
    assert_eq!(
        goals.gaps,
        Gaps {
            parties: 2,
            unserved: 0,
            unowned: 2,
            pairs: 1
        }
    );
    assert_eq!(goals.gaps.total(), 5);
}

#[test]
fn pairs_come_with_what_they_share_the_most_important_first() {
    let goals = Goals::of(&busy());
    let pairs: Vec<_> = goals
        .pairs
        .iter()
        .map(|pair| {
            let sides = pair.sides.each_ref().map(PartyId::as_str);
            (sides, pair.common, pair.handoffs.len(), pair.importance)
        })
        .collect();
    assert_eq!(
        pairs,
        [
            (["ants", "wasps"], Common::Nothing(1), 2, High),
            (["ants", "shop"], Common::Own(1), 1, High),
            (["bees", "mute"], Common::Unnamed, 1, High),
            (["ants", "bees"], Common::All(2), 1, Normal),
            (["bees", "wasps"], Common::All(1), 1, Normal),
            (["ants", "mill"], Common::Unnamed, 1, Low),
            (["bees", "passer"], Common::Unnamed, 1, Low),
            (["bees", "shop"], Common::All(1), 1, Low),
        ]
    );
    let first = &goals.pairs[0];
    let named = first
        .goals
        .each_ref()
        .map(|goals| goals.iter().map(GoalId::as_str).collect::<Vec<_>>());
    assert_eq!(named, [vec!["cheap", "safe"], vec!["fast"]]);
    assert!(first.both.is_empty());
    assert_eq!(goals.pairs[3].both, ["cheap".into(), "safe".into()]);
}

#[test]
fn a_goal_that_only_customers_name_is_served_by_nobody() {
    let org = org(
        &[("Shop", Customer, "", &["fast"]), ("Bees", Team, "", &["cheap"])],
        &[],
    );
    let goals = Goals::of(&org);
    let served: Vec<_> = goals.columns.iter().map(|c| (c.serving, c.customers)).collect();
    assert_eq!(served, [(1, 0), (0, 1), (0, 0)]);
    assert_eq!(goals.gaps.unserved, 2);
}

#[test]
fn what_is_looked_for_stays() {
    let all = Goals::of(&busy());
    let table: [(bool, &str, &[&str], &[&str]); 5] = [
        (
            false,
            "FAST",
            &["bees", "Idle", "Mute", "Wasps", "Ants", "Mill", "Shop"],
            &["fast"],
        ),
        (false, " m", &["Mute", "Mill"], &["cheap", "fast", "safe"]),
        (false, "as", &["Wasps"], &["fast"]),
        (true, "", &["Mute", "Wasps", "Ants", "Mill"], &["cheap", "fast", "safe"]),
        (false, "oak", &[], &["cheap", "fast", "safe"]),
    ];
    for (only_gaps, search, rows, columns) in table {
        let filter = Filter {
            only_gaps,
            search: search.to_owned(),
        };
        let goals = all.clone().looked_at(&filter, &Kept::default());
        assert_eq!(
            goals.rows.iter().map(|r| r.name.as_str()).collect::<Vec<_>>(),
            rows,
            "{search}"
        );
        assert_eq!(
            goals.columns.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(),
            columns,
            "{search}"
        );
    }
    let gaps = Filter {
        only_gaps: true,
        ..Filter::default()
    };
    let bees = Kept {
        parties: BTreeSet::from(["bees".into()]),
        ..Kept::default()
    };
    let kept = all.looked_at(&gaps, &bees);
    assert_eq!(kept.rows[0].name, "bees");
}

const ALL: Area = Area {
    top: 0,
    left: 0,
    bottom: 2,
    right: 2,
};

/// Three teams and three goals.
fn three() -> (Org, Goals) {
    let org = org(
        &[
            ("Ants", Team, "", &["cheap", "safe", "ghost"]),
            ("Bees", Team, "", &[]),
            ("Cats", Team, "", &["fast"]),
        ],
        &[],
    );
    let goals = Goals::of(&org);
    (org, goals)
}

#[test]
fn a_block_goes_out_and_comes_back() {
    let (org, goals) = three();
    let text = goals.text(&org, ALL);
    assert_eq!(text, "x\t\tx\n\t\t\n\tx\t");
    let mut cleared = org.clone();
    cleared.apply(goals.clear(&org, ALL)).unwrap();
    assert_eq!(goals.text(&cleared, ALL), "\t\t\n\t\t\n\t\t");
    // What is broken in the file stays as it is.
    assert!(cleared.parties["ants"].goals.contains("ghost"));
    for text in [
        text.clone(),
        text.replace('x', "X").replace('\n', "\r\n"),
        text.replace('x', " yes "),
    ] {
        let mut back = cleared.clone();
        back.apply(goals.paste(&back, ALL, &text).unwrap()).unwrap();
        assert_eq!(back, org, "{text:?}");
    }
    assert_eq!(goals.paste(&org, ALL, &text), Ok(Edit::All(Vec::new())));
}

#[test]
fn one_mark_fills_the_area_and_a_wrong_one_is_refused() {
    let (mut org, goals) = three();
    let left = Area { right: 1, ..ALL };
    let (on, edit) = goals.toggle(&org, left);
    org.apply(edit).unwrap();
    assert_eq!((on, goals.text(&org, ALL).as_str()), (true, "x\tx\tx\nx\tx\t\nx\tx\t"));
    let (on, edit) = goals.toggle(&org, left);
    org.apply(edit).unwrap();
    assert_eq!((on, goals.text(&org, ALL).as_str()), (false, "\t\tx\n\t\t\n\t\t"));
    org.apply(goals.paste(&org, left, "x").unwrap()).unwrap();
    assert_eq!(goals.text(&org, left), "x\tx\nx\tx\nx\tx");
    for (text, wanted) in [
        (
            "x\tR\nx\tx",
            "Row 1, column 2 (Ants, fast) says “R”. A cell takes x or nothing.",
        ),
        ("x\tx\nx", "row 2 of the text has 1 cell, the first row has 2."),
        (
            "x\tx\tx\tx",
            "the text has 1 row and 4 columns, but only 3 rows and 3 columns are left",
        ),
    ] {
        let error = goals.paste(&org, ALL, text).unwrap_err().to_string();
        assert!(
            error.starts_with("Nothing was pasted") && error.contains(wanted),
            "{error}"
        );
    }
    let beyond = Area::between((7, 7), (9, 9));
    assert_eq!(goals.clear(&org, beyond), Edit::All(Vec::new()));
    assert_eq!(goals.text(&org, beyond), "");
}
