//! Tables of roles and responsibilities: what is read, what is refused and in which words, and that what is written
//! out changes nothing when it comes back.

use std::{
    fmt::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};

use proptest::{collection, prelude::*, sample::select};
use throughline::{
    export,
    import::{Outcome, Plan, Shape, plan, plan_text},
    org::*,
};

/// Sales and Production have a planner each, Production also a buyer; Sales hands "Order" to Production and to
/// Dispatch, Production hands "Tools" to Dispatch.
fn team() -> Org {
    let mut org = Org::named("Team");
    for name in ["Sales", "Production", "Dispatch"] {
        let party = Party {
            name: name.to_owned(),
            ..Party::default()
        };
        org.parties.insert(PartyId::new(&name.to_lowercase()), party.into());
    }
    let holder = Holder {
        name: "Greta Nyman".to_owned(),
        ..Holder::default()
    };
    for (id, name, party) in [
        ("seller", "Planner", "sales"),
        ("planner", "Planner", "production"),
        ("buyer", "Buyer", "production"),
        ("driver", "Lead driver", "dispatch"),
    ] {
        let mut role = Role::new(name, party.into());
        role.holders.push(holder.clone());
        org.roles.insert(id.into(), role.into());
    }
    for (id, from, to, what) in [
        ("order", "sales", "production", "Order"),
        ("order-2", "sales", "dispatch", "Order"),
        ("tools", "production", "dispatch", "Tools, boxed"),
    ] {
        let mut handoff = Handoff {
            deliverable: what.to_owned(),
            ..Handoff::between(from.into(), to.into())
        };
        handoff.raci.insert("buyer".into(), "C".parse().unwrap());
        org.handoffs.insert(id.into(), handoff.into());
    }
    org
}

/// A plan as people read it, a row a line.
fn told(plan: &Plan) -> Vec<String> {
    let row = |row: &throughline::import::PlannedRow| {
        let what = match &row.outcome {
            Outcome::Added(said) => format!("+ {}", said.join(" / ")),
            Outcome::Changed(said) => said.join(" / "),
            Outcome::Unchanged => "=".to_owned(),
            Outcome::Refused(why) => format!("! {why}"),
        };
        format!("{} {}: {what}", row.line, row.what)
    };
    plan.rows.iter().map(row).collect()
}

/// Plans a table, tells it, and carries it out.
#[track_caller]
fn import(org: &mut Org, text: &str) -> Vec<String> {
    let plan = plan_text(org, text).unwrap_or_else(|error| panic!("{error}"));
    org.apply(plan.edit()).unwrap();
    told(&plan)
}

fn role<'a>(org: &'a Org, id: &str) -> &'a Role {
    &org.roles[&RoleId::new(id)]
}

fn raci(org: &Org, handoff: &str) -> String {
    let raci = &org.handoffs[&HandoffId::new(handoff)].raci;
    let all: Vec<_> = raci.iter().map(|(role, letters)| format!("{role} {letters}")).collect();
    all.join(", ")
}

#[test]
fn roles_are_added_changed_and_left_alone() {
    let mut org = team();
    let told = import(
        &mut org,
        "Role;Team;Responsibilities;Holders;Backups;Trained for;Notes\n\
         Auditor;Dispatch;Reads everything | Asks twice;Ann; Lead driver (contractor, since 2026-02-02);;;\n",
    );
    // Without quotation marks the second holder stands in the column of backups.
    assert_eq!(
        told,
        ["2 Auditor: ! There is no role “Lead driver (contractor, since 2026-02-02)”."]
    );

    let told = import(
        &mut org,
        "role,party,responsibilities,holders,backups,trained for,notes\r\n\
         Auditor,dispatch,\"Reads everything\r\nAsks twice\",\"Ann; Bo (contractor, since 2026-02-02)\",\"buyer; Helper\",\"Tools, boxed; order\",New\r\n\
         Helper,Dispatch,,,,,\r\n\
         buyer,,,Greta Nyman,,,\r\n\
         LEAD  driver,Dispatch,,Karl,,,\r\n",
    );
    assert_eq!(
        told,
        [
            "2 Auditor: + in Dispatch / Responsibilities: none → Reads everything | Asks twice / Holders: none → Ann; Bo (contractor, since 2026-02-02) / Trained for: none → Order; Tools, boxed / Notes: none → New / Backups: none → buyer; Helper",
            "4 Helper: + in Dispatch",
            "5 buyer: ! It does not say to which party the role belongs.",
            "6 Lead driver: Holders: Greta Nyman → Karl",
        ]
        .map(|line| line.replace("Order; Tools, boxed", "order; Tools, boxed"))
    );
    let auditor = role(&org, "auditor");
    assert_eq!(auditor.responsibilities, ["Reads everything", "Asks twice"]);
    assert_eq!(auditor.holders[1].tenure, Tenure::Contractor);
    assert_eq!(auditor.backups, ["buyer".into(), "helper".into()].into());
    assert_eq!(auditor.trained_for, ["order".into(), "tools".into()].into());
    assert_eq!(role(&org, "driver").holders[0].name, "Karl");
}

#[test]
fn a_column_that_is_missing_changes_nothing_and_an_empty_cell_clears() {
    let mut org = team();
    let mut buyer = role(&org, "buyer").clone();
    buyer.notes = "Knows the mill".to_owned();
    buyer.backups.insert("planner".into());
    org.roles.insert("buyer".into(), buyer.clone().into());
    let told = import(&mut org, "id\trole\tparty\tholders\nbuyer\tHead buyer\tSales\t\n");
    assert_eq!(
        told,
        ["2 Head buyer: Name: Buyer → Head buyer / Party: Production → Sales / Holders: Greta Nyman → none"]
    );
    let wanted = Role {
        name: "Head buyer".to_owned(),
        party: "sales".into(),
        holders: Vec::new(),
        ..buyer
    };
    assert_eq!(*role(&org, "buyer"), wanted);
}

/// A row each, below these columns, and what is said of it.
#[test]
fn what_does_not_fit_in_a_role_is_told() {
    let table = [
        ("Clerk,Sale,,", "There is no party “Sale”. Did you mean “Sales”?"),
        ("Clerk,Accounting,,", "There is no party “Accounting”."),
        (
            "Clerk,,,",
            "“Clerk” is not there yet, and to add it the table has to say to which party it belongs, in a column “party”.",
        ),
        (
            "Planner,,,",
            "Several roles are called “Planner”, in Production and Sales. Say which party’s, such as “Planner (Production)”.",
        ),
        (",Sales,,", "It has no name. Write one into the column “role”."),
        (
            "Clerk,Sales,Ann (since yesterday),",
            "“Ann”: \"yesterday\" is not a date of the calendar; write it as 2026-03-12.",
        ),
        (
            "Clerk,Sales,\"Ann (since 2026-03-12, until 2026-03-11)\",",
            "Ann: the last day in the role cannot lie before the first. Correct one of the two dates.",
        ),
        (
            "Clerk,Sales,Ann (contractor, since 2026-03-12),Buyer",
            "It has 5 cells, the first row has 4. Put a cell that has a separator in it between quotation marks.",
        ),
        (
            "Clerk,Sales,,Plannr",
            "There is no role “Plannr”. Did you mean “Planner”?",
        ),
        (
            "Clerk,Sales,,Planner",
            "Several roles are called “Planner”, in Production and Sales. Say which party’s, such as “Planner (Production)”.",
        ),
        (
            "Buyer,Production,,Buyer",
            "A role cannot stand in for itself. Take it out of its backups.",
        ),
    ];
    for (row, wanted) in table {
        // The last cell would be dropped with its comma where it is empty; a row below keeps the table in shape.
        let mut org = team();
        let before = org.clone();
        let told = import(&mut org, &format!("role,party,holders,backups\n{row}\n"));
        assert_eq!(told.len(), 1);
        assert!(
            told[0].ends_with(&format!(": ! {wanted}")),
            "{row}: {told:#?}\nwanted {wanted}"
        );
        assert_eq!(org, before, "{row}");
    }
    let mut org = team();
    let told = import(
        &mut org,
        "role,party,trained for\nClerk,Sales,Order\nBuyer,Production,Tools boxed\nBuyer,Production,\nClerk,Sales,\nClerk,Sales,\n",
    );
    assert_eq!(
        told,
        [
            "2 Clerk: ! Several handoffs are called “Order”: from Sales to Production, and from Sales to Dispatch. Write the identifier of one.",
            "3 Buyer: ! There is no handoff “Tools boxed”. Did you mean “Tools, boxed”?",
            "4 Buyer: =",
            "5 Clerk: + in Sales",
            "6 Clerk: ! Line 5 adds this role already. Leave one of the two.",
        ]
    );
}

/// Lists of people as a personnel system writes them, with what is said of their rows, and who holds the roles then.
#[test]
fn a_list_of_people_adds_holders_to_roles() {
    /// The identifiers of roles with who holds them.
    type Held = [(&'static str, &'static str)];
    let table: [(&str, &[&str], &Held); 5] = [
        (
            "id,name,role,department\n17,Ann Bell,Nurse,Sales\n18,Bo,Nurse,Sales\n19,Cy,Buyer,Production\n\
             20,ann  bell,nurse,Sales\n21,Di,Nurse,Dispatch\n22,GRETA NYMAN,Buyer,Production\n",
            &[
                "2 Nurse: + in Sales / adds holder Ann Bell",
                "3 Nurse: adds holder Bo",
                "4 Buyer: adds holder Cy",
                "5 nurse: =",
                "6 Nurse: + in Dispatch / adds holder Di",
                "7 Buyer: =",
            ],
            &[
                ("nurse", "Ann Bell; Bo"),
                ("buyer", "Greta Nyman; Cy"),
                ("nurse-2", "Di"),
            ],
        ),
        (
            "Employee,Role,Team,Notes\n\"Ann (contractor, since 2026-02-02)\",Nurse,Sales,Nights\nBo,Nurse,Sales,\n\
             Cy,Nurse,Sales,Days\n\"Di (since 2026-02-02, until 2026-02-01)\",Nurse,Sales,\n,Nurse,Sales,Nights\n",
            &[
                "2 Nurse: + in Sales / Notes: none → Nights / adds holder Ann (contractor, since 2026-02-02)",
                "3 Nurse: adds holder Bo",
                "4 Nurse: ! It says “Days” of a role of which line 2 says something else. Let both say the same.",
                "5 Nurse: ! Di: the last day in the role cannot lie before the first. Correct one of the two dates.",
                "6 Nurse: =",
            ],
            &[("nurse", "Ann (contractor, since 2026-02-02); Bo")],
        ),
        // Who stands in decides only when all rows are known.
        (
            "role,person,party,backups\nNurse,Ann,Sales,Nobody\nNurse,Bo,Sales,\nbuyer,Cy,Production,\nbuyer,Di,Production,\n",
            &[
                "2 Nurse: ! There is no role “Nobody”.",
                "3 Nurse: ! Line 2, which is about the same role, does not fit.",
                "4 Buyer: adds holder Cy",
                "5 Buyer: adds holder Di",
            ],
            &[("buyer", "Greta Nyman; Cy; Di")],
        ),
        // The first row of a role may be the one that brings nothing new.
        (
            "role,name,party\nBuyer,Greta Nyman,Production\nBuyer,Cy,Production\n",
            &["2 Buyer: =", "3 Buyer: adds holder Cy"],
            &[("buyer", "Greta Nyman; Cy")],
        ),
        // Alone, a name is that of a role; beside a cell with all holders it says nothing.
        ("name,party\nNurse,Sales\n", &["2 Nurse: + in Sales"], &[("nurse", "")]),
    ];
    for (text, wanted, held) in table {
        let mut org = team();
        assert_eq!(import(&mut org, text), wanted, "{text}");
        for (id, wanted) in held {
            let found = throughline::roles::cells::holders(&role(&org, id).holders);
            assert_eq!(found, *wanted, "{text}{id}");
        }
        assert_eq!(role(&org, "driver").holders[0].name, "Greta Nyman");
    }
    let plan = plan_text(&team(), "role,party,holders,name\nBuyer,Production,Cy,Ann\n").unwrap();
    assert_eq!(told(&plan), ["2 Buyer: Holders: Greta Nyman → Cy"]);
    assert_eq!(plan.unused, ["name"]);
}

/// Rows below "id, role, party, holders", with what is said of them and what the first role is called then.
#[test]
fn an_identifier_adds_one_role_and_a_name_is_one_line() {
    let control = "! A name in it has a control character. Write the name anew.";
    let table: [(&str, &[&str], Option<&str>); 5] = [
        (
            "clerk,Clerk,Sales,Ann\nclerk ,Clerk,Sales,Bo\n",
            &[
                "+ in Sales / Holders: none → Ann",
                "! Line 2 adds this role already. Leave one of the two.",
            ],
            Some("Clerk"),
        ),
        (
            "clerk,Clerk,Sales,\nclerk-b,Clerk,Sales,\n",
            &["+ in Sales", "+ in Sales"],
            Some("Clerk"),
        ),
        (
            "clerk,\"Clerk\nof  works\",Sales,\n",
            &["+ in Sales"],
            Some("Clerk of works"),
        ),
        ("clerk,Cl\u{7}erk,Sales,\n", &[control], None),
        ("clerk,Clerk,Sales,A\u{1b}nn\n", &[control], None),
    ];
    for (rows, wanted, name) in table {
        let mut org = team();
        let told = import(&mut org, &format!("id,role,party,holders\n{rows}"));
        let told: Vec<_> = told
            .iter()
            .filter_map(|line| line.split_once(": "))
            .map(|(_, said)| said)
            .collect();
        assert_eq!(told, wanted, "{rows}");
        assert_eq!(org.roles.get("clerk").map(|role| role.name.as_str()), name, "{rows}");
    }
    let mut org = team();
    let told = import(&mut org, "id,role\nbuyer,\"Head\r\nbuyer\"\nplanner,P\u{0}\n");
    assert_eq!(
        told,
        [
            "2 Head buyer: Name: Buyer → Head buyer".to_owned(),
            format!("4 P: {control}")
        ]
    );
}

#[test]
fn who_leans_on_a_role_that_does_not_fit_is_left_out_too() {
    let mut org = team();
    let told = import(
        &mut org,
        "role,party,backups\nFirst,Sales,Second\nSecond,Sales,Third\nThird,Sales,Nobody\nFourth,Sales,Buyer\nBuyer,Production,First\n",
    );
    let why = "! The row of a role that is to stand in for it does not fit.";
    assert_eq!(
        told,
        [
            format!("2 First: {why}"),
            format!("3 Second: {why}"),
            "4 Third: ! There is no role “Nobody”.".to_owned(),
            "5 Fourth: + in Sales / Backups: none → Buyer".to_owned(),
            format!("6 Buyer: {why}"),
        ]
    );
    assert_eq!(org.roles.len(), 5);
}

#[test]
fn a_list_of_letters_changes_what_it_names_and_nothing_else() {
    let mut org = team();
    let told = import(
        &mut org,
        "Handoff,Provider,Customer,Role,Party,RACI,Why\n\
         Order,Sales,Production,Planner,Sales,r/a,asked\n\
         order,sales,production,Buyer,,,\n\
         order-2,,,seller,,A,\n\
         \"Tools, boxed\",,,Buyer,,C,\n",
    );
    assert_eq!(
        told,
        [
            "2 Order: Planner: none → RA",
            "3 order: Buyer: C → none",
            "4 order-2: Planner: none → A",
            "5 Tools, boxed: =",
        ]
    );
    assert_eq!(
        ["order", "order-2", "tools"].map(|id| raci(&org, id)),
        ["seller RA", "buyer C, seller A", "buyer C"]
    );
}

#[test]
fn what_does_not_fit_in_a_list_is_told() {
    let table = [
        (
            "Order,,,Buyer,A",
            "Several handoffs are called “Order”: from Sales to Production, and from Sales to Dispatch. Say whose, in columns “provider” and “customer”.",
        ),
        ("Ordr,,,Buyer,A", "There is no handoff “Ordr”. Did you mean “Order”?"),
        ("Tools,,Sales,Buyer,A", "There is no handoff “Tools” to Sales."),
        (
            "Order,Seles,,Buyer,A",
            "There is no party “Seles”. Did you mean “Sales”?",
        ),
        ("order,,,Byer,A", "There is no role “Byer”. Did you mean “Buyer”?"),
        ("order,,,,A", "It does not say which role."),
        (",,,Buyer,A", "It does not say which handoff."),
        (
            "order,,,Buyer,X",
            "“X” is not letters: a cell takes R, A, C and I, each once, such as RA.",
        ),
        (
            "order,,,Buyer,AA",
            "“AA” is not letters: a cell takes R, A, C and I, each once, such as RA.",
        ),
        (
            "order,,,Buyer,A,R",
            "It has 6 cells, the first row has 5. Put a cell that has a separator in it between quotation marks.",
        ),
    ];
    for (row, wanted) in table {
        let mut org = team();
        let told = import(
            &mut org,
            &format!("handoff,provider,customer,role,letters\n{row}\ntools,,,buyer,R\n"),
        );
        let what = row.split(',').next().unwrap();
        assert_eq!(
            told,
            [format!("2 {what}: ! {wanted}"), "3 tools: Buyer: C → R".to_owned()]
        );
        // What fits is taken, and nothing of what does not.
        assert_eq!(["order", "tools"].map(|id| raci(&org, id)), ["buyer C", "buyer R"]);
    }
    let mut org = team();
    let told = import(
        &mut org,
        "handoff,role,letters\ntools,Buyer,A\nTools\u{a0},Buyer,C\n\"Tools, boxed\",buyer,RA\n",
    );
    assert_eq!(told[0], "2 tools: Buyer: C → A");
    assert_eq!(
        told[2],
        "4 Tools, boxed: ! Line 2 says something else of this handoff and role. Leave one of the two."
    );
    assert_eq!(raci(&org, "tools"), "buyer A");
}

/// Rows of a list about the buyer in "Tools", who is consulted so far, with what is said of them and what it has then.
#[test]
fn a_letter_a_row_comes_together() {
    let differs = "! Line 2 says something else of this handoff and role. Leave one of the two.";
    let table: [(&[&str], &[&str], &str); 7] = [
        (&["R", "A"], &["Buyer: C → RA", "Buyer: C → RA"], "buyer RA"),
        (
            &["A", "R", "A"],
            &["Buyer: C → RA", "Buyer: C → RA", "Buyer: C → RA"],
            "buyer RA",
        ),
        (&["C", "C"], &["=", "="], "buyer C"),
        (&["R", "RA"], &["Buyer: C → R", differs], "buyer R"),
        (
            &["RA", "A", "I"],
            &["Buyer: C → RAI", differs, "Buyer: C → RAI"],
            "buyer RAI",
        ),
        (&["", "A"], &["Buyer: C → none", differs], ""),
        (
            &["A", "", "X", "I"],
            &[
                "Buyer: C → AI",
                differs,
                "! “X” is not letters: a cell takes R, A, C and I, each once, such as RA.",
                "Buyer: C → AI",
            ],
            "buyer AI",
        ),
    ];
    for (rows, wanted, left) in table {
        let mut org = team();
        let text: Vec<_> = rows.iter().map(|letters| format!("tools,buyer,{letters},")).collect();
        let text = text.join("\n");
        let told = import(&mut org, &format!("handoff,role,letters,why\n{text}"));
        let wanted: Vec<_> = wanted
            .iter()
            .enumerate()
            .map(|(at, said)| format!("{} tools: {said}", at + 2))
            .collect();
        assert_eq!(told, wanted, "{rows:?}");
        assert_eq!(raci(&org, "tools"), left, "{rows:?}");
        if !told.iter().any(|said| said.contains('!')) {
            let again = import(&mut org, &format!("handoff,role,letters,why\n{text}"));
            assert!(again.iter().all(|said| said.ends_with(": =")), "{again:?}");
        }
    }
}

#[test]
fn a_matrix_changes_its_cells_and_explains_the_rest() {
    let mut org = team();
    let told = import(
        &mut org,
        "handoff\tprovider\tcustomer\tPlanner (Sales)\tBuyer\tPlaner (Sales)\tPlanner\tbuyer\tLead driver\n\
         Order\tSales\tProduction\tR\t\t\t\t\tI\n\
         Order\tSales\tDispatch\t\tX\t\tR\t\t\n\
         Order\t\t\tR\n\
         Tools, boxed\t\t\t\tC\n\
         tools\t\t\tA\n\
         Tolls\t\t\tA\n",
    );
    assert_eq!(
        told,
        [
            "1 Column 6, Planer (Sales): ! There is no role “Planer (Sales)”.",
            "1 Column 7, Planner: ! Several roles are called “Planner”, in Production and Sales. Say which party’s, such as “Planner (Production)”. What stands below it is left out: 1 cell.",
            "1 Column 8, buyer: ! Column 5 is this role already. Leave one of the two.",
            "2 Order: Planner: none → R / Buyer: C → none / Lead driver: none → I",
            "3 Order: ! Buyer says “X”: a cell takes R, A, C and I, each once, such as RA.",
            "4 Order: ! Several handoffs are called “Order”: from Sales to Production, and from Sales to Dispatch. Say whose, in columns “provider” and “customer”.",
            "5 Tools, boxed: =",
            "6 tools: ! Line 5 is this handoff already. Leave one of the two.",
            "7 Tolls: ! There is no handoff “Tolls”.",
        ]
    );
    assert_eq!(
        ["order", "order-2", "tools"].map(|id| raci(&org, id)),
        ["driver I, seller R", "buyer C", "buyer C"]
    );
}

#[test]
fn how_much_is_changed_is_one_sentence() {
    let org = team();
    for (text, shape, summary, left_out) in [
        (
            "role,party\nA,Sales\nB,Sales\nBuyer,Production\nC,Nowhere\nD,Nowhere",
            Shape::Roles,
            "2 roles will be added, 1 stays as it is, 2 rows do not fit.",
            Some("2 rows"),
        ),
        (
            "role,party,notes\nA,Sales,\nBuyer,Production,x\nLead driver,Dispatch,",
            Shape::Roles,
            "1 role will be added, 1 changed, 1 stays as it is.",
            None,
        ),
        (
            "handoff,role,letters\ntools,buyer,A\norder,buyer,C\norder-2,buyer,C\nx,y,z",
            Shape::List,
            "1 responsibility will change, 2 stay as they are, 1 row does not fit.",
            Some("1 row"),
        ),
        (
            ",Buyer,Nobody\ntools,R,A\nx,R,A",
            Shape::Matrix,
            "1 handoff will change, 1 row and 1 column do not fit.",
            Some("1 row and 1 column"),
        ),
        (
            "role,party\nC,Nowhere",
            Shape::Roles,
            "1 row does not fit.",
            Some("1 row"),
        ),
        (
            "role,colour,party,notes,Notes\nLead driver,red,Dispatch,,",
            Shape::Roles,
            "1 role stays as it is.",
            None,
        ),
    ] {
        let plan = plan_text(&org, text).unwrap();
        let found = (plan.shape, plan.summary(), plan.counts.left_out());
        assert_eq!(
            found,
            (shape, summary.to_owned(), left_out.map(str::to_owned)),
            "{text}"
        );
    }
    let plan = plan_text(&org, "role,colour,party,notes,Notes\nBuyer,red,Production,,").unwrap();
    assert_eq!(plan.unused, ["colour", "Notes"]);
}

#[test]
fn a_text_that_is_none_of_the_tables_is_told() {
    let org = team();
    let table: [(&[u8], &str); 6] = [
        (
            b"street,town\nA,B",
            "The first row says “street”, “town”. For roles it needs the columns “role” and “party”; for responsibilities “handoff”, “role” and “letters”, or “handoff” and then a column for each role.",
        ),
        (
            b"handoff,role\nOrder,Buyer",
            "The columns “handoff” and “role” are there, but none is called “letters”. Name the one with R, A, C and I so.",
        ),
        (
            b"role,party\n",
            "There is only the row of column names. Write what is to be imported in rows below it.",
        ),
        (
            b"",
            "There is nothing in it. The first row says what the columns are, the rows below it what is in them.",
        ),
        (
            b"role,party\nB\xfcro,Sales",
            "Line 2, character 2 is not UTF-8 text. Save the sheet as “CSV UTF-8” in your spreadsheet and import that.",
        ),
        (
            b"role,party\n\"Clerk,Sales\n",
            "The quotation mark that opens on line 2 is never closed. Close it, or take it out.",
        ),
    ];
    for (bytes, wanted) in table {
        assert_eq!(plan(&org, bytes).unwrap_err().to_string(), wanted);
    }
}

/// What a file may hold and no edit may write again: it stays as it is, and says why.
#[test]
fn what_cannot_be_written_again_is_refused_and_takes_nothing_along() {
    let mut org = team();
    let mut change = |id: &str, change: &dyn Fn(&mut Handoff)| {
        let mut handoff = (*org.handoffs[&HandoffId::new(id)]).clone();
        change(&mut handoff);
        org.handoffs.insert(id.into(), handoff.into());
    };
    change("order", &|handoff| handoff.customer = "sales".into());
    change("order-2", &|handoff| handoff.target = f64::NAN);
    let mut old = role(&org, "buyer").clone();
    old.holders[0].since = Some(jiff::civil::Date::MAX);
    old.holders[0].until = Some(jiff::civil::Date::MIN);
    old.backups.insert("ghost".into());
    old.trained_for.insert("gone".into());
    org.roles.insert("buyer".into(), old.into());
    let told = import(&mut org, ",Buyer\norder,A\norder-2,A\ntools,A\n");
    assert_eq!(
        told,
        [
            "2 order: ! The handoff goes from a party to itself. Choose another provider or customer for it first.",
            "3 order-2: ! The handoff’s target is not between 1 and 100 %. Correct it first.",
            "4 tools: Buyer: C → A",
        ]
    );
    let told = import(
        &mut org,
        "role,backups,trained for,notes\nbuyer,ghost; Lead driver,gone,x\nLead driver,,,y\n",
    );
    assert_eq!(
        told,
        [
            "2 buyer: ! Greta Nyman: the last day in the role cannot lie before the first. Correct one of the two dates.",
            "3 Lead driver: Notes: none → y",
        ]
    );
    let told = import(
        &mut org,
        "role,holders,backups,trained for\nbuyer,Ann,ghost; Lead driver,gone\n",
    );
    assert_eq!(
        told,
        [
            "2 Buyer: Holders: Greta Nyman (since 9999-12-31, until -009999-01-01) → Ann / Backups: ghost → ghost; Lead driver"
        ]
    );
}

/// One table of each shape with so many rows, every third of which does not fit.
fn long(rows: usize) -> [String; 3] {
    let mut roles = "role,party,backups,holders\n".to_owned();
    let mut list = "handoff,role,letters\n".to_owned();
    let mut matrix = "handoff,Buyer,Lead driver\n".to_owned();
    for k in 0..rows {
        let third = k % 3 == 0;
        let party = if third {
            format!("Party {k}")
        } else {
            "Sales".to_owned()
        };
        writeln!(roles, "Nurse {},{party},Buyer,Ann {k}", k / 2).unwrap();
        let role = if third {
            format!("Nurse {k}")
        } else {
            "Buyer".to_owned()
        };
        writeln!(list, "Handoff {k},{role},RA").unwrap();
        let name = if third { "Unknown" } else { "Handoff" };
        writeln!(matrix, "{name} {k},R,{}", if k % 2 == 0 { "A" } else { "" }).unwrap();
    }
    [roles, list, matrix]
}

fn large(handoffs: usize) -> Org {
    let mut org = team();
    for k in 0..handoffs {
        let handoff = Handoff {
            deliverable: format!("Handoff {k}"),
            ..Handoff::between("sales".into(), "production".into())
        };
        org.handoffs.insert(HandoffId::new(&format!("h{k}")), handoff.into());
    }
    org
}

/// With optimisation each takes a fraction of a second; the limit is for a machine that has much other work. Without, a
/// third of the rows are enough: comparing every row with every other one would take an hour.
#[test]
fn a_hundred_thousand_rows_are_planned_at_once() {
    let rows = if cfg!(debug_assertions) { 33_333 } else { 100_000 };
    let limit = Duration::from_secs(20);
    let org = large(rows);
    for text in long(rows) {
        let start = Instant::now();
        let plan = plan(&org, text.as_bytes()).unwrap();
        let took = start.elapsed();
        assert!(took < limit, "{:?} took {took:?}", plan.shape);
        assert_eq!(plan.rows.len(), rows);
        assert!(plan.counts.refused >= rows / 3, "{:?}", plan.counts);
        org.clone().apply(plan.edit()).unwrap();
    }
    // All called the same, in a chain in which each stands in for the next.
    let mut text = "id,role,party,backups\n".to_owned();
    for k in 0..rows {
        writeln!(text, "r{k},Nurse,Sales,r{}", k + 1).unwrap();
    }
    let start = Instant::now();
    let plan = plan_text(&org, &text).unwrap();
    assert!(start.elapsed() < limit, "{:?}", start.elapsed());
    assert_eq!(plan.counts.refused, rows, "the last one leans on nobody that is there");
}

fn name() -> impl Strategy<Value = String> {
    let parts = select(vec![
        "=",
        "+",
        "-",
        "@",
        "'",
        "\"",
        ",",
        ";",
        "\n",
        "\r\n",
        "\t",
        " ",
        "|",
        " | ",
        "(",
        ")",
        "Planner",
        "planner",
        "Sales",
        "ü",
        "İ",
        "handoff",
        "id",
        "role",
        "since 2026-01-01",
        "\u{feff}",
        "a",
    ]);
    prop_oneof![
        2 => select(vec!["Planner", "Buyer", "Sales", "planner", "a"]).prop_map(str::to_owned),
        3 => collection::vec(parts, 0..5).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
    ]
}

/// Identifiers that do not end in spaces: those of parties, roles and handoffs that are there.
fn identifier() -> impl Strategy<Value = String> {
    prop_oneof![3 => "[a-c]{1,2}", 1 => "[a-c;, =\"]{1,3}x"]
}

fn random() -> impl Strategy<Value = Org> {
    let day = (2020_i16..2030, 1_i8..13, 1_i8..29).prop_map(|(y, m, d)| jiff::civil::date(y, m, d));
    let holder = (
        name(),
        select(Tenure::ALL.to_vec()),
        proptest::option::of(day.clone()),
        proptest::option::of(day),
    )
        .prop_map(|(name, tenure, since, until)| Holder {
            name,
            tenure,
            since,
            until,
        });
    let role = (
        (name(), identifier()),
        collection::vec(name(), 0..3),
        collection::vec(holder, 0..3),
        collection::btree_set(identifier(), 0..3),
        collection::btree_set(identifier(), 0..3),
        name(),
    )
        .prop_map(
            |((name, party), responsibilities, holders, backups, trained_for, notes)| Role {
                name,
                party: PartyId::new(&party),
                responsibilities,
                holders,
                backups: backups.iter().map(|id| RoleId::new(id)).collect(),
                trained_for: trained_for.iter().map(|id| HandoffId::new(id)).collect(),
                notes,
            },
        );
    let letters = select(vec!["R", "A", "RA", "CI", "RACI", ""]);
    let handoff = (
        name(),
        identifier(),
        identifier(),
        collection::btree_map(identifier(), letters, 0..4),
    )
        .prop_map(|(deliverable, provider, customer, raci)| Handoff {
            deliverable,
            raci: raci
                .into_iter()
                .map(|(id, letters)| (RoleId::new(&id), letters.parse().unwrap()))
                .collect(),
            ..Handoff::between(PartyId::new(&provider), PartyId::new(&customer))
        });
    (
        collection::btree_map(identifier(), name(), 0..5),
        collection::btree_map(identifier(), role, 0..6),
        collection::btree_map(identifier(), handoff, 0..6),
    )
        .prop_map(|(parties, roles, handoffs)| {
            let mut org = Org::named("Random");
            for (id, name) in parties {
                let party = Party {
                    name,
                    ..Party::default()
                };
                org.parties.insert(PartyId::new(&id), party.into());
            }
            org.roles
                .extend(roles.into_iter().map(|(id, role)| (RoleId::new(&id), Arc::new(role))));
            org.handoffs.extend(
                handoffs
                    .into_iter()
                    .map(|(id, handoff)| (HandoffId::new(&id), Arc::new(handoff))),
            );
            org
        })
}

/// What was written and read again, of which nothing may be a change.
#[track_caller]
fn nothing_changes(org: &Org, text: &str, rows: usize) {
    if rows == 0 {
        return;
    }
    let plan = plan(org, text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(plan.edit(), Edit::All(Vec::new()), "{text}\n{:#?}", told(&plan));
    assert_eq!(plan.counts.unchanged, rows, "{text}\n{:#?}", told(&plan));
    assert_eq!(plan.rows.len(), rows, "{text}\n{:#?}", told(&plan));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_was_exported_changes_nothing_when_it_is_imported(org in random()) {
        nothing_changes(&org, &export::roles(&org), org.roles.len());
        if !org.roles.is_empty() {
            nothing_changes(&org, &export::responsibilities(&org), org.handoffs.len());
        }
    }

    /// Whatever is in a table, planning comes to an end and what is planned fits.
    #[test]
    fn whatever_a_table_says_its_plan_fits(
        org in random(),
        head in select(vec!["role,party", "id,role,party,backups,holders", "name,role,party,backups", "handoff,role,letters", "handoff,Planner,a", ",a,b"]),
        rows in collection::vec(collection::vec(prop_oneof![name(), identifier()], 0..5), 1..8),
    ) {
        let mut text = head.to_owned();
        for row in rows {
            let cells: Vec<_> = row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
            text.push('\n');
            text.push_str(&cells.join(","));
        }
        if let Ok(plan) = plan_text(&org, &text) {
            prop_assert!(org.clone().apply(plan.edit()).is_ok(), "{text}\n{:#?}", told(&plan));
        }
    }
}

/// 2,300 handoffs and as many roles would be a matrix of 2,301 × 2,304 = 5,301,504 cells, and 5,000,000 may be read.
#[test]
fn what_is_too_large_for_a_matrix_goes_out_as_a_list_and_comes_back() {
    let mut org = team();
    for k in 0..2_300 {
        let role = Role::new(&format!("Role {}", k / 2), ["sales", "dispatch"][k % 2].into());
        let id = RoleId::new(&format!("r{k}"));
        let mut handoff = Handoff {
            deliverable: format!("Handoff {k}"),
            ..Handoff::between("sales".into(), "production".into())
        };
        handoff.raci.insert(id.clone(), "RA".parse().unwrap());
        handoff.raci.insert("ghost".into(), "C".parse().unwrap());
        org.roles.insert(id, role.into());
        org.handoffs.insert(HandoffId::new(&format!("h{k}")), handoff.into());
    }
    let text = export::responsibilities(&org);
    assert!(text.starts_with("\u{feff}handoff,provider,customer,id,role,letters\r\n"));
    assert!(
        text.contains("Handoff 7,Sales,Production,h7,Role 3 (Dispatch),RA\r\n"),
        "{}",
        &text[..400]
    );
    // One for each of the new handoffs, and the buyer's in the three of the team.
    nothing_changes(&org, &text, 2_303);
}

/// Each is named in 26 bytes, so that the cell has 156,000.
#[test]
fn a_role_trained_for_thousands_of_handoffs_goes_out_and_comes_back() {
    let mut org = team();
    let mut buyer = role(&org, "buyer").clone();
    for k in 0..6_000 {
        let id = HandoffId::new(&format!("h{k}"));
        let handoff = Handoff {
            deliverable: format!("A handoff with number {k:04}"),
            ..Handoff::between("sales".into(), "production".into())
        };
        org.handoffs.insert(id.clone(), handoff.into());
        buyer.trained_for.insert(id);
    }
    org.roles.insert("buyer".into(), buyer.into());
    nothing_changes(&org, &export::roles(&org), org.roles.len());
}

#[test]
fn a_sample_goes_out_and_comes_back() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_orgs/harbour_tools.ron");
    let org = throughline::file::load(&path).unwrap().0.org;
    let (roles, letters) = (export::roles(&org), export::responsibilities(&org));
    nothing_changes(&org, &roles, org.roles.len());
    nothing_changes(&org, &letters, org.handoffs.len());
    assert!(roles.starts_with("\u{feff}role,party,id,responsibilities,holders,backups,trained for,notes\r\nAccount manager,Sales,account-manager,"));
    assert!(
        letters.starts_with("\u{feff}handoff,provider,customer,id,"),
        "{}",
        &letters[..200]
    );
    // Into a document that has the parties and handoffs, but no roles yet.
    let mut bare = org.clone();
    bare.roles.clear();
    for (id, handoff) in &org.handoffs {
        let handoff = Handoff {
            raci: std::collections::BTreeMap::new(),
            ..(**handoff).clone()
        };
        bare.handoffs.insert(id.clone(), handoff.into());
    }
    for text in [roles, letters] {
        let plan = plan(&bare, text.as_bytes()).unwrap();
        assert_eq!(plan.counts.left_out(), None, "{:#?}", told(&plan));
        bare.apply(plan.edit()).unwrap();
    }
    assert_eq!(bare.roles, org.roles);
    assert_eq!(bare.handoffs, org.handoffs);
}
