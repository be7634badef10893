//! Who could do the work of each handoff.

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use throughline::{
    file::read,
    health::{
        Health,
        risk::{Seen, risks},
    },
    org::{Edit, HandoffId, Org, Role, RoleId, Rule, Subject},
    roles::{
        Area,
        cover::{Cover, Gap, who_could},
        raci::Filter,
    },
};

const TODAY: Date = date(2026, 11, 22);

fn sample(name: &str) -> Org {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("sample_orgs/{name}.ron"));
    read(&std::fs::read(path).unwrap()).unwrap().org
}

/// A maker, a helper beside it, a supplier and a shop, with these roles and these fields of one handoff of the maker.
fn org(roles: &str, parts: &str) -> Org {
    let text = format!(
        r#"Throughline(version: 1, name: "Test",
        parties: {{
            "maker": (name: "Maker", kind: Team), "helper": (name: "Helper", kind: Team),
            "mine": (name: "Mine", kind: Supplier), "shop": (name: "Shop", kind: Customer),
        }},
        roles: {{{roles}}},
        handoffs: {{
            "parts": (provider: "maker", customer: "shop", deliverable: "Parts", {parts}),
            "tools": (provider: "helper", customer: "maker", deliverable: "Tools"),
            "ore": (provider: "mine", customer: "maker", deliverable: "Ore"),
        }})"#
    );
    read(text.as_bytes())
        .unwrap_or_else(|error| panic!("{error}: {text}"))
        .org
}

fn parts(org: &Org) -> (String, Option<Gap>) {
    let cover = Cover::of(org, TODAY);
    let row = cover.rows.iter().find(|row| row.handoff.as_str() == "parts").unwrap();
    (row.cover.words(), row.gap)
}

/// What the roles are to the parts, as `role: words`.
fn marks(org: &Org) -> Vec<String> {
    let cover = Cover::of(org, TODAY);
    let row = cover
        .rows
        .iter()
        .position(|row| row.handoff.as_str() == "parts")
        .unwrap();
    let columns = cover.columns.iter().enumerate();
    columns
        .filter(|(k, _)| cover.mark(row, *k).could())
        .map(|(k, column)| format!("{}: {}", column.role, cover.mark(row, k).words()))
        .collect()
}

#[test]
fn people_are_counted_once_and_only_while_they_hold_the_role() {
    let smith = |holders: &str| format!(r#""smith": (name: "Smith", party: "maker", {holders}),"#);
    let turner = |more: &str| format!(r#""turner": (name: "Turner", party: "helper", {more}),"#);
    let one = Some(Gap::One);
    let none = Some(Gap::Nobody);
    let teaches = r#""other": (name: "Other", party: "helper", trained_for: ["tools"]),"#;
    let cases: [(String, &str, &str, Option<Gap>); 20] = [
        (String::new(), "", "Nobody could", none),
        (smith(r#"holders: [(name: "Ann")]"#), "", "Nobody could", none),
        (smith(r#"holders: [(name: "Ann")]"#) + teaches, "R", "1 person", one),
        // Where nobody wrote down who is trained or stands in, one is not told of.
        (smith(r#"holders: [(name: "Ann")]"#), "R", "1 person", None),
        (
            smith(r#"holders: [(name: "Ann")]"#) + teaches,
            "ACI",
            "Nobody could",
            none,
        ),
        (
            smith(r#"holders: [(name: "Ann"), (name: " Ann ")], trained_for: ["parts"]"#),
            "R",
            "1 person",
            one,
        ),
        (
            smith(r#"holders: [(name: "Ann"), (name: "Bo")], trained_for: ["parts"]"#),
            "R",
            "2 people",
            None,
        ),
        // However the name is written.
        (
            smith(r#"holders: [(name: "Ann Bell"), (name: "ann  bell ")], trained_for: ["parts"]"#),
            "R",
            "1 person",
            one,
        ),
        // Nobody can say that two without a name are the same.
        (
            smith(r#"holders: [(), ()], trained_for: ["parts"]"#),
            "R",
            "2 people",
            None,
        ),
        (smith(r#"holders: [()], trained_for: ["parts"]"#), "R", "1 person", one),
        (smith(r#"trained_for: ["parts"]"#), "R", "1 post", one),
        (smith(r#"trained_for: ["parts"]"#), "", "1 post", one),
        // The last day and the first one count.
        (
            smith(r#"holders: [(name: "Ann", until: "2026-11-22")], trained_for: ["parts"]"#),
            "R",
            "1 person",
            one,
        ),
        (
            smith(r#"holders: [(name: "Ann", until: "2026-11-21")], trained_for: ["parts"]"#),
            "R",
            "Nobody could",
            none,
        ),
        (
            smith(r#"holders: [(name: "Ann", since: "2026-11-22")], trained_for: ["parts"]"#),
            "R",
            "1 person",
            one,
        ),
        (
            smith(r#"holders: [(name: "Ann", since: "2026-11-23")], trained_for: ["parts"]"#),
            "R",
            "Nobody could",
            none,
        ),
        // One name in two roles.
        (
            smith(r#"holders: [(name: "Ann")]"#) + &turner(r#"holders: [(name: "Ann")], trained_for: ["parts"]"#),
            "R",
            "1 person",
            one,
        ),
        (
            smith(r#"holders: [(name: "Ann")], backups: ["turner", "smith", "ghost"]"#)
                + &turner(r#"holders: [(name: "Ann"), (name: "Cy")]"#),
            "R",
            "2 people",
            None,
        ),
        (
            smith(r#"holders: [(name: "Ann")], backups: ["turner"]"#) + &turner(""),
            "R",
            "1 person and 1 post",
            None,
        ),
        // Backups of one who does not do the work do not help.
        (
            smith(r#"holders: [(name: "Ann")], backups: ["turner"]"#) + &turner(r#"holders: [(name: "Cy")]"#),
            "A",
            "Nobody could",
            none,
        ),
    ];
    for (roles, letters, words, gap) in cases {
        let raci = if letters.is_empty() {
            r#"raci: {"ghost": "R"}"#.to_owned()
        } else {
            format!(r#"raci: {{"smith": "{letters}", "ghost": "R"}}"#)
        };
        assert_eq!(parts(&org(&roles, &raci)), (words.to_owned(), gap), "{roles} {letters}");
    }
}

#[test]
fn each_role_says_what_it_is_to_the_work() {
    let roles = r#"
        "smith": (name: "Smith", party: "maker", backups: ["turner", "smith", "filer"]),
        "turner": (name: "Turner", party: "maker", trained_for: ["parts"], backups: ["smith"]),
        "filer": (name: "Filer", party: "helper"),
        "caster": (name: "Caster", party: "helper", trained_for: ["parts", "gone"]),
        "idle": (name: "Idle", party: "helper", trained_for: ["gone"]),"#;
    let org = org(roles, r#"raci: {"smith": "R", "turner": "RA", "idle": "CI"}"#);
    assert_eq!(
        marks(&org),
        [
            "caster: trained",
            "filer: stands in",
            "smith: does the work, not trained, stands in",
            "turner: does the work, trained, stands in",
        ]
    );
    let cover = Cover::of(&org, TODAY);
    let tally = |id: &str| {
        let column = cover.columns.iter().find(|column| column.role.as_str() == id).unwrap();
        (column.does, column.could)
    };
    assert_eq!(
        ["smith", "turner", "filer", "caster", "idle"].map(tally),
        [(1, 0), (1, 0), (0, 1), (0, 1), (0, 0)]
    );
}

#[test]
fn those_outside_see_to_their_own_cover() {
    let org = org(
        r#""digger": (name: "Digger", party: "mine", holders: [(name: "Di")], trained_for: ["ore"])"#,
        "",
    );
    let cover = Cover::of(&org, TODAY);
    let said: Vec<_> = cover
        .rows
        .iter()
        .map(|row| (row.handoff.as_str(), row.says(), row.gap))
        .collect();
    assert_eq!(
        said,
        [
            ("tools", "Nobody could".to_owned(), Some(Gap::Nobody)),
            ("parts", "Nobody could".to_owned(), Some(Gap::Nobody)),
            ("ore", "1 person".to_owned(), None),
        ]
    );
    assert_eq!(cover.gaps, 2);
}

/// Read off the file by hand: who is Responsible, their backups, and who else is trained, with the names of each.
#[test]
fn the_cover_of_harbour_tools() {
    let cover = Cover::of(&sample("harbour_tools"), TODAY);
    let said: Vec<_> = cover
        .rows
        .iter()
        .map(|row| (row.handoff.as_str(), row.says()))
        .collect();
    let wanted = [
        // One unnamed or named at a supplier or regulator each: theirs to cover.
        ("steel-deliveries", "1 person"),
        // Five service agents and the service lead, who is a backup, and trained but for the questions.
        ("complaint-answered", "6 people"),
        ("complete-questions", "6 people"),
        ("returns-to-restock", "6 people"),
        // Five design engineers and the chief engineer.
        ("answers-to-clarifications", "6 people"),
        ("released-drawings", "6 people"),
        // Two technicians and the IT lead.
        ("cad-workstations", "3 people"),
        ("sales-laptops", "3 people"),
        ("service-desk-phones", "3 people"),
        ("qualified-leads", "Nobody could"),
        // The one payroll clerk.
        ("payment-file", "Cover of one"),
        ("payslips", "Cover of one"),
        ("hours-worked", "4 people"),
        ("joiners-and-leavers", "2 people"),
        ("shift-cover", "2 people"),
        ("steel-on-site", "2 people"),
        // Three shift leads and two planners stand in for each other.
        ("change-requests", "5 people"),
        ("finished-tools", "5 people"),
        ("material-forecast", "5 people"),
        // Four account managers and the sales lead.
        ("confirmed-order", "5 people"),
        ("delivery-dates", "5 people"),
        ("pay-rules", "1 person"),
        // Three dispatchers and the warehouse lead.
        ("orders-shipped", "4 people"),
    ];
    assert_eq!(
        said.iter().map(|(id, says)| (*id, says.as_str())).collect::<Vec<_>>(),
        wanted
    );
    assert_eq!(cover.gaps, 3);
    let only_gaps = Filter {
        only_gaps: true,
        ..Filter::default()
    };
    let gaps = cover.filtered(&only_gaps, &BTreeSet::new());
    let gaps: Vec<_> = gaps.rows.iter().map(|row| row.handoff.as_str()).collect();
    assert_eq!(gaps, ["qualified-leads", "payment-file", "payslips"]);
}

/// Tom Achebe's last day in the warehouse is 31 December 2026.
#[test]
fn cover_follows_the_calendar() {
    let org = sample("harbour_tools");
    let on = |day| {
        let cover = Cover::of(&org, day);
        let row = cover
            .rows
            .iter()
            .find(|row| row.handoff.as_str() == "orders-shipped")
            .unwrap();
        row.cover.people
    };
    assert_eq!(
        [on(date(2026, 8, 16)), on(date(2026, 12, 31)), on(date(2027, 1, 1))],
        [3, 4, 3]
    );
    assert_eq!([on(Date::MIN), on(Date::MAX)], [3, 3]);
}

#[test]
fn who_could_names_the_trained_then_the_backups_then_whom_to_train() {
    let roles = r#"
        "smith": (name: "Smith", party: "maker", holders: [(name: "Ann")], backups: ["turner", "clerk"]),
        "turner": (name: "Turner", party: "maker", holders: [(name: "Bo")], trained_for: ["parts"]),
        "clerk": (name: "Clerk", party: "helper", holders: [(name: "Cy", until: "2020-01-01")]),
        "caster": (name: "Caster", party: "mine", trained_for: ["parts"]),
        "welder": (name: "Welder", party: "maker"),
        "sweeper": (name: "Sweeper", party: "maker"),
        "asked": (name: "Asked", party: "shop"),
        "far": (name: "Far", party: "helper"),"#;
    let org = org(roles, r#"raci: {"smith": "R", "sweeper": "I", "asked": "CI"}"#);
    let who = who_could(&org, TODAY, &"parts".into()).unwrap();
    let said = |all: &[throughline::roles::cover::Could]| -> Vec<String> {
        all.iter()
            .map(|could| format!("{}, {}: {}", could.name, could.party, could.words()))
            .collect()
    };
    assert_eq!(said(&who.doing), ["Smith, Maker: not trained for it yet"]);
    assert_eq!(
        said(&who.trained),
        ["Turner, Maker: stands in for Smith", "Caster, Mine: ",]
            .map(str::to_owned)
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(
        said(&who.standing_in),
        ["Clerk, Helper: stands in for Smith, not trained for it yet, nobody holds it now"]
    );
    let near: Vec<_> = who
        .near
        .iter()
        .map(|near| format!("{}: {}", near.name, near.why))
        .collect();
    assert_eq!(
        near,
        [
            "Sweeper: also in Maker, is told after",
            "Welder: also in Maker",
            "Asked: is asked before, is told after",
        ]
    );
    assert_eq!(who.sentence(), "2 people and 1 post could do this work.");
    assert!(who_could(&org, TODAY, &"gone".into()).is_none());
}

#[test]
fn nobody_left_is_told_apart_from_nobody_written_down() {
    let left = r#"holders: [(name: "Ann", until: "2020-01-01")]"#;
    let none = "Nobody is written down who does this work, is trained for it or stands in.";
    let gone = "Nobody who could do this work holds a role now.";
    for (smith, letters, wanted) in [
        (left.to_owned(), "A", none),
        (left.to_owned(), "R", gone),
        (format!(r#"{left}, trained_for: ["parts"]"#), "A", gone),
        (String::new(), "R", "1 post could do this work."),
    ] {
        let roles = format!(r#""smith": (name: "Smith", party: "maker", {smith})"#);
        let org = org(&roles, &format!(r#"raci: {{"smith": "{letters}"}}"#));
        let who = who_could(&org, TODAY, &"parts".into()).unwrap();
        assert_eq!(who.sentence(), wanted, "{smith} {letters}");
    }
}

#[test]
fn who_could_in_harbour_tools() {
    let org = sample("harbour_tools");
    let who = |id: &str| who_could(&org, TODAY, &HandoffId::new(id)).unwrap();
    let near = |id: &str| -> Vec<String> {
        who(id)
            .near
            .iter()
            .map(|near| format!("{}: {}", near.name, near.why))
            .collect()
    };
    assert_eq!(
        who("payslips").sentence(),
        "1 person could do this work. Training one more role would give it cover."
    );
    assert_eq!(near("payslips"), ["Line managers: is told after"]);
    assert_eq!(near("payment-file"), ["IT lead: answers for the outcome"]);
    assert_eq!(
        near("qualified-leads"),
        ["Marketing lead: also in Marketing", "Sales lead: is told after"]
    );
    assert_eq!(
        who("steel-deliveries").sentence(),
        "1 person could do this work. Its provider sees to its own cover."
    );
    assert_eq!(near("complete-questions"), Vec::<String>::new());
}

/// The mark agrees with the risk of that name, in every sample and where training is taken away.
#[test]
fn untrained_is_what_the_risk_finds() {
    let mut less = sample("harbour_tools");
    for (id, role) in sample("harbour_tools").roles.iter().skip(1).step_by(2) {
        let role = Role {
            trained_for: BTreeSet::new(),
            ..(**role).clone()
        };
        less.apply(Edit::PutRole(id.clone(), role)).unwrap();
    }
    let samples = ["harbour_tools", "payroll", "rust_project", "kubernetes"].map(sample);
    let mut seen = 0;
    for org in samples.into_iter().chain([less]) {
        let health = Health::of(&org, TODAY, 90);
        let found = risks(&Seen::of(&org, &health, |_| true).unwrap());
        let risky: BTreeSet<String> = found
            .iter()
            .filter(|risk| risk.rule == Rule::Untrained)
            .map(|risk| match &risk.at {
                Subject::Handoff(id) => id.to_string(),
                Subject::Party(id) => panic!("untrained at a party: {id}"),
            })
            .collect();
        let cover = Cover::of(&org, TODAY);
        let marked = |row: usize| {
            (0..cover.columns.len())
                .filter(|column| cover.mark(row, *column).untrained)
                .count()
        };
        assert!(cover.rows.iter().enumerate().all(|(k, row)| row.untrained == marked(k)));
        let rows = cover.rows.iter().filter(|row| row.untrained > 0);
        let marked: BTreeSet<String> = rows.map(|row| row.handoff.to_string()).collect();
        assert_eq!(marked, risky);
        seen += risky.len();
    }
    // Questions with everything needed; and without every second role's training three promises that another one knows.
    assert_eq!(seen, 4);
}

#[test]
fn training_is_given_to_a_range_and_taken_away_again() {
    let mut org = sample("harbour_tools");
    let before = org.clone();
    let trained = |org: &Org, role: &str| org.roles[&RoleId::new(role)].trained_for.len();
    let cover = Cover::of(&org, TODAY);
    let row = |id: &str| cover.rows.iter().position(|row| row.handoff.as_str() == id).unwrap();
    let column = |id: &str| {
        cover
            .columns
            .iter()
            .position(|column| column.role.as_str() == id)
            .unwrap()
    };
    let area = Area::between(
        (row("payment-file"), column("payroll-clerk")),
        (row("payslips"), column("people-partner")),
    );
    assert_eq!(cover.text(area), "RT\t\t\nRT\t\t");
    // People stand beside Payroll: line managers and the people partner.
    let (on, edit) = cover.toggle(&org, area);
    assert!(on);
    org.apply(edit).unwrap();
    assert_eq!(
        (trained(&org, "line-managers"), trained(&org, "people-partner")),
        (3, 4)
    );
    let cover = Cover::of(&org, TODAY);
    assert_eq!(cover.text(area), "RT\tT\tT\nRT\tT\tT");
    assert_eq!(cover.rows[row("payslips")].says(), "7 people");
    let (on, edit) = cover.toggle(&org, area);
    assert!(!on);
    org.apply(edit).unwrap();
    assert_eq!((trained(&org, "line-managers"), trained(&org, "payroll-clerk")), (1, 0));
    let mut other = before;
    let edit = cover.clear(&other, area);
    other.apply(edit).unwrap();
    assert_eq!(other.roles, org.roles);
    assert_eq!(Cover::of(&other, TODAY).text(area), "R\t\t\nR\t\t");
}

/// Parties, roles and handoffs of small numbers, with whatever references to each other, also to what does not exist.
fn any_org() -> impl Strategy<Value = Org> {
    let holder = (0..3_u8, 0..4_u8);
    let role = (
        0..5_u8,
        prop::collection::vec(holder, 0..3),
        prop::collection::vec(0..8_u8, 0..3),
        prop::collection::vec(0..8_u8, 0..3),
    );
    let letters = prop::sample::select(vec!["", "R", "A", "RA", "C", "RACI"]);
    let handoff = (0..5_u8, 0..5_u8, prop::collection::vec((0..8_u8, letters), 0..4));
    let party = (0..10_usize, prop::option::of(0..5_u8));
    (
        prop::collection::vec(party, 0..5),
        prop::collection::vec(role, 0..7),
        prop::collection::vec(handoff, 0..7),
    )
        .prop_map(|(parties, roles, handoffs)| written(&parties, &roles, &handoffs))
}

type AnyRole = (u8, Vec<(u8, u8)>, Vec<u8>, Vec<u8>);
type AnyHandoff = (u8, u8, Vec<(u8, &'static str)>);

fn written(parties: &[(usize, Option<u8>)], roles: &[AnyRole], handoffs: &[AnyHandoff]) -> Org {
    use throughline::org::{Handoff, Holder, Party, PartyId, PartyKind};
    let mut org = Org::named("Any");
    for (k, (kind, part_of)) in parties.iter().enumerate() {
        let party = Party {
            name: format!("P{k}"),
            kind: PartyKind::ALL[*kind],
            part_of: part_of.map(|of| PartyId::new(&format!("p{of}"))),
            ..Party::default()
        };
        org.parties.insert(PartyId::new(&format!("p{k}")), party.into());
    }
    let days = [None, Some(Date::MIN), Some(TODAY), Some(Date::MAX)];
    for (k, (party, holders, backups, trained)) in roles.iter().enumerate() {
        let mut role = Role::new(&format!("R{k}"), PartyId::new(&format!("p{party}")));
        role.holders = holders
            .iter()
            .map(|(name, day)| Holder {
                name: ["", "Ann", "Bo"][usize::from(*name)].to_owned(),
                since: days[usize::from(*day)],
                until: days[usize::from(3 - *day)],
                ..Holder::default()
            })
            .collect();
        role.backups = backups.iter().map(|k| RoleId::new(&format!("r{k}"))).collect();
        role.trained_for = trained.iter().map(|k| HandoffId::new(&format!("h{k}"))).collect();
        org.roles.insert(RoleId::new(&format!("r{k}")), role.into());
    }
    for (k, (provider, customer, raci)) in handoffs.iter().enumerate() {
        let side = |k: &u8| PartyId::new(&format!("p{k}"));
        let mut handoff = Handoff::between(side(provider), side(customer));
        let raci = raci
            .iter()
            .map(|(role, letters)| (RoleId::new(&format!("r{role}")), letters.parse().unwrap()));
        handoff.raci = raci.collect();
        org.handoffs.insert(HandoffId::new(&format!("h{k}")), handoff.into());
    }
    org
}

proptest! {
    #[test]
    fn no_document_makes_it_stumble(org in any_org(), day in prop::sample::select(vec![Date::MIN, TODAY, Date::MAX])) {
        let cover = Cover::of(&org, day);
        prop_assert_eq!((cover.rows.len(), cover.columns.len()), (org.handoffs.len(), org.roles.len()));
        let mut does = 0;
        for (r, row) in cover.rows.iter().enumerate() {
            let could: Vec<_> = (0..cover.columns.len()).filter(|c| cover.mark(r, *c).could()).collect();
            // Without anybody there is no cover, and nobody counts twice.
            let holders: usize = could.iter().map(|c| org.roles[&cover.columns[*c].role].holders.len().max(1)).sum();
            prop_assert!(row.cover.all() <= holders);
            prop_assert!(row.gap != Some(Gap::Nobody) || row.cover.all() == 0);
            prop_assert!(!(row.outside && row.gap.is_some()));
            does += (0..cover.columns.len()).filter(|c| cover.mark(r, *c).does).count();
            let who = who_could(&org, day, &row.handoff).unwrap();
            prop_assert_eq!((who.cover, who.gap), (row.cover, row.gap));
            prop_assert_eq!(who.doing.len() + who.trained.len() + who.standing_in.len(), could.len());
            let shown: BTreeSet<_> = who.near.iter().map(|near| &near.role).collect();
            prop_assert!(could.iter().all(|c| !shown.contains(&cover.columns[*c].role)));
            // Training whoever is near gives it more cover or leaves it, never less.
            if let Some(near) = who.near.first() {
                let mut role = (*org.roles[&near.role]).clone();
                role.trained_for.insert(row.handoff.clone());
                let mut more = org.clone();
                more.roles.insert(near.role.clone(), role.into());
                prop_assert!(who_could(&more, day, &row.handoff).unwrap().cover.all() >= row.cover.all());
            }
        }
        prop_assert_eq!(does, cover.columns.iter().map(|column| column.does).sum::<usize>());
    }
}
