//! What if something were gone or slipped: who is stranded, what is at risk and by how much, who could cover.

use std::{fmt::Write as _, fs, path::Path};

use jiff::civil::{Date, date};
use throughline::{
    file,
    health::{
        Health, Indicator, Scope,
        what_if::{Consequences, CutOff, PromiseAtRisk, Slip, Supposition, consequences},
    },
    org::{Delivery, Edit, Handoff, HandoffId, Holder, LogEntry, Moment, Org, Party, PartyId, PartyKind, Role, RoleId},
};

const AS_OF: Date = Date::constant(2026, 6, 30);

fn health(org: &Org) -> Health {
    Health::of(org, AS_OF, 90)
}

fn put(org: &mut Org, edit: Edit) {
    org.apply(edit).unwrap();
}

/// Parties named by letters; `x` and `y` pay. A handoff is named by its two ends, and the number of its four
/// deliveries that were kept makes it 0.1 + 0.2 for each: (k + ½) / 5.
///
/// d → a → b → c → x and y, and a → e → x. Nothing is known of what d gives, or x.
fn net() -> Org {
    let mut org = Org::named("Net");
    for name in ["a", "b", "c", "d", "e", "x", "y"] {
        let kind = if name >= "x" {
            PartyKind::Customer
        } else {
            PartyKind::Team
        };
        let party = Party {
            name: name.to_uppercase(),
            kind,
            ..Party::default()
        };
        put(&mut org, Edit::PutParty(name.into(), party));
    }
    for (name, kept) in [
        ("da", None),
        ("ab", Some(4)),
        ("bc", Some(3)),
        ("cx", Some(2)),
        ("cy", Some(4)),
        ("ae", Some(2)),
        ("ex", Some(3)),
        ("xa", None),
    ] {
        let handoff = Handoff::between(name[..1].into(), name[1..].into());
        put(&mut org, Edit::PutHandoff(name.into(), handoff));
        for number in 0..kept.map_or(0, |_| 4) {
            let delivery = Delivery {
                handoff: name.into(),
                asked: None,
                due: Moment::day(AS_OF),
                delivered: Some(Moment::day(AS_OF)),
                right_first_time: Some(Some(number) < kept),
                flaw: None,
                note: String::new(),
            };
            let id = format!("{name}-{number}");
            put(&mut org, Edit::PutLog(id.as_str().into(), LogEntry::Delivery(delivery)));
        }
    }
    org
}

fn parties(gone: &[&str]) -> Supposition {
    Supposition {
        parties_gone: gone.iter().map(|id| (*id).into()).collect(),
        ..Supposition::default()
    }
}

fn roles(gone: &[&str]) -> Supposition {
    Supposition {
        roles_gone: gone.iter().map(|id| (*id).into()).collect(),
        ..Supposition::default()
    }
}

fn holders(gone: &[(&str, usize)]) -> Supposition {
    Supposition {
        holders_gone: gone.iter().map(|(id, number)| ((*id).into(), *number)).collect(),
        ..Supposition::default()
    }
}

fn shares(shares: &[(&str, f64)]) -> Supposition {
    Supposition {
        reliability: shares.iter().map(|(id, share)| ((*id).into(), *share)).collect(),
        ..Supposition::default()
    }
}

/// What follows, and that the document has not changed for it.
fn suppose(org: &Org, supposition: &Supposition) -> Consequences {
    let (before, measured) = (org.clone(), health(org));
    let found = consequences(org, &measured, supposition);
    assert!(org.is_same(&before) && measured == health(org));
    found
}

/// A promise at risk in short: "cx lost", "cx 3 of 3", "cx ab 0.315 to 0.105".
fn told(promise: &PromiseAtRisk) -> String {
    let share = |share: Option<f64>| share.map_or("?".to_owned(), |share| format!("{share:.4}"));
    let mut text = promise.handoff.to_string();
    if promise.lost {
        text += " lost";
    }
    if let Some(CutOff { parties, of }) = promise.cut_off {
        write!(text, " {parties} of {of}").unwrap();
    }
    if let Some(Slip { from, before, after }) = &promise.slip {
        write!(text, " {from} {} to {}", share(*before), share(*after)).unwrap();
    }
    text
}

fn names(ids: &[HandoffId]) -> Vec<&str> {
    ids.iter().map(HandoffId::as_str).collect()
}

#[test]
fn what_a_missing_party_takes_along() {
    let org = net();
    for (gone, handoffs, stranded, promises) in [
        // Who is upstream of c: b, a and d; of e: a and d. What x asks of a begins no chain.
        (vec!["b"], vec!["ab", "bc"], vec![], vec!["cx 3 of 3", "cy 3 of 3"]),
        (vec!["e"], vec!["ae", "ex"], vec![], vec!["ex lost 2 of 2"]),
        (
            vec!["c"],
            vec!["bc", "cx", "cy"],
            vec!["b"],
            vec!["cx lost 3 of 3", "cy lost 3 of 3"],
        ),
        (
            vec!["x"],
            vec!["cx", "ex", "xa"],
            vec!["e"],
            vec!["cx lost 3 of 3", "ex lost 2 of 2"],
        ),
        (
            vec!["d"],
            vec!["da"],
            vec![],
            vec!["ex 1 of 2", "cx 1 of 3", "cy 1 of 3"],
        ),
        (
            vec!["b", "e"],
            vec!["ab", "ae", "bc", "ex"],
            vec!["a", "d"],
            vec!["ex lost 2 of 2", "cx 3 of 3", "cy 3 of 3"],
        ),
        (vec!["nobody"], vec![], vec![], vec![]),
    ] {
        let found = suppose(&org, &parties(&gone));
        assert_eq!(names(&found.gone), handoffs, "{gone:?}");
        let found_stranded: Vec<_> = found.stranded.iter().map(PartyId::as_str).collect();
        assert_eq!(found_stranded, stranded, "{gone:?}");
        let told: Vec<_> = found.promises.iter().map(told).collect();
        assert_eq!(told, promises, "{gone:?}");
    }
}

#[test]
fn a_handoff_that_slips_lowers_what_reaches_the_paying_customer() {
    let mut org = net();
    let check = |org: &Org, supposed: &[(&str, f64)], promises: &[&str]| {
        let found = suppose(org, &shares(supposed));
        let told: Vec<_> = found.promises.iter().map(told).collect();
        assert_eq!(told, promises, "{supposed:?}");
        assert!(found.gone.is_empty() && found.stranded.is_empty() && found.cover.is_empty());
        assert!(found.org.is_same(org), "a supposed share is no fact");
    };
    // ab 0.9, bc 0.7, cx 0.5, cy 0.9, ae 0.5, ex 0.7; the greatest fall first.
    check(
        &org,
        &[("ab", 0.3)],
        &["cy ab 0.5670 to 0.1890", "cx ab 0.3150 to 0.1050"],
    );
    check(&org, &[("cx", 0.2)], &["cx cx 0.5000 to 0.2000"]);
    check(
        &org,
        &[("ab", 0.3), ("ae", 0.4)],
        &[
            "cy ab 0.5670 to 0.1890",
            "cx ab 0.3150 to 0.1050",
            "ex ae 0.3500 to 0.2800",
        ],
    );
    // Of two that slip on one way the one whose work falls most: 0.35 to 0.05 is more than 0.315 to 0.04.
    check(
        &org,
        &[("ab", 0.8), ("bc", 0.1)],
        &["cy bc 0.6300 to 0.0900", "cx bc 0.3500 to 0.0500"],
    );
    // What is not known today falls by nobody knows how much.
    check(
        &org,
        &[("da", 0.5)],
        &["cx da ? to 0.1575", "cy da ? to 0.2835", "ex da ? to 0.1750"],
    );
    // Better than today, as today, no number, not there: nothing is at risk.
    check(&org, &[("ab", 0.95), ("bc", 0.7), ("cx", f64::NAN), ("no", 0.1)], &[]);
    for number in 0..4 {
        put(&mut org, Edit::RemoveLog(format!("cx-{number}").as_str().into()));
    }
    check(&org, &[("ab", 0.3)], &["cy ab 0.5670 to 0.1890", "cx ab ? to ?"]);
    // Another way from b to c that is better then: 0.1 · 0.65 · 0.9, and not 0.1 · 0.6 · 0.9.
    let way = Handoff::between("b".into(), "c".into());
    put(&mut org, Edit::PutHandoff("second".into(), way));
    check(
        &org,
        &[("ab", 0.1), ("bc", 0.6), ("second", 0.65)],
        &["cy ab 0.5670 to 0.0585", "cx ab ? to ?"],
    );
    // What b gives back to a does not slip through all that a gives.
    put(
        &mut org,
        Edit::PutHandoff("ba".into(), Handoff::between("b".into(), "a".into())),
    );
    check(&org, &[("ab", 0.3)], &["cy ab 0.5670 to 0.1890", "cx ab ? to ?"]);
}

#[test]
fn a_slip_behind_a_missing_party_is_told_once() {
    let mut supposition = parties(&["b"]);
    supposition.reliability = shares(&[("ab", 0.1), ("ae", 0.1)]).reliability;
    let found = suppose(&net(), &supposition);
    let told: Vec<_> = found.promises.iter().map(told).collect();
    assert_eq!(told, ["cx 3 of 3", "cy 3 of 3", "ex ae 0.3500 to 0.0700"]);
}

/// All handoffs weigh the same: the mean of 0.9, 0.7, 0.5, 0.9, 0.5 and 0.7 is 0.7.
#[test]
fn the_indicators_are_those_of_the_supposed_shares() {
    let org = net();
    let reliability = |found: &Consequences| {
        let change = found.whole[2];
        (change.today.map(|e| e.mean), change.then.map(|e| e.mean))
    };
    let near = |(today, then): (Option<f64>, Option<f64>), expected: (f64, f64)| {
        let (today, then) = (today.unwrap(), then.unwrap());
        assert!(
            (today - expected.0).abs() < 1e-12 && (then - expected.1).abs() < 1e-12,
            "{today} {then}"
        );
    };
    let found = suppose(&org, &shares(&[("ab", 0.3)]));
    near(reliability(&found), (0.7, 0.6));
    let of = |scope: Scope| {
        let then = found.health.estimate(&scope, Indicator::Reliability);
        (
            health(&org).estimate(&scope, Indicator::Reliability).map(|e| e.mean),
            then.map(|e| e.mean),
        )
    };
    near(of(Scope::Party("a".into())), (0.7, 0.4));
    near(of(Scope::Party("b".into())), (0.7, 0.7));
    near(of(Scope::Handoff("ab".into())), (0.9, 0.3));
    let then = found
        .health
        .estimate(&Scope::Handoff("ab".into()), Indicator::Reliability)
        .unwrap();
    assert_eq!(
        (then.low, then.high),
        (0.3, 0.3),
        "supposed, so there is no doubt about it"
    );
    // Beyond the ends is the end; the first number of a party is a number, and the rest stays not measured.
    let found = suppose(&org, &shares(&[("da", 7.0)]));
    near(reliability(&found), (0.7, (0.7 * 6.0 + 1.0) / 7.0));
    let of = |party: &str| {
        found
            .health
            .estimate(&Scope::Party(party.into()), Indicator::Reliability)
            .map(|e| e.mean)
    };
    assert_eq!((of("d"), of("x")), (Some(1.0), None));
    // Gone are the best and the worst: 0.9 and 0.5 of c, 0.7 of b.
    let found = suppose(&org, &parties(&["c"]));
    near(reliability(&found), (0.7, (0.9 + 0.5 + 0.7) / 3.0));
    let found = suppose(&org, &parties(&["a", "b", "c", "e"]));
    assert_eq!(found.whole[2].then, None);
}

/// The net with posts: for ab a lead who answers and three hands who work, a deputy for the lead, and a helper of c
/// who is trained for it.
fn posts() -> Org {
    let mut org = net();
    let mut post = |id: &str, party: &str, people: usize, backups: &[&str], trained: &[&str]| {
        let mut role = Role::new(&format!("{}{}", id[..1].to_uppercase(), &id[1..]), party.into());
        role.holders = vec![Holder::default(); people];
        for (number, holder) in role.holders.iter_mut().enumerate() {
            holder.name = format!("Somebody {number}");
        }
        role.backups = backups.iter().map(|id| (*id).into()).collect();
        role.trained_for = trained.iter().map(|id| (*id).into()).collect();
        put(&mut org, Edit::PutRole(id.into(), role));
    };
    post("vacant", "a", 0, &[], &["ab"]);
    post("deputy", "a", 1, &[], &["ab"]);
    post("lead", "a", 1, &["deputy", "vacant"], &["ab"]);
    post("hand", "a", 3, &[], &["ab"]);
    post("helper", "c", 1, &[], &["ab", "cx"]);
    let mut handoff = (*org.handoffs["ab"]).clone();
    for (role, letters) in [("lead", "A"), ("hand", "R"), ("deputy", "C")] {
        handoff.raci.insert(role.into(), letters.parse().unwrap());
    }
    put(&mut org, Edit::PutHandoff("ab".into(), handoff));
    org
}

#[test]
fn who_no_longer_answers_or_works_and_who_could() {
    let org = posts();
    let both = |mut one: Supposition, other: Supposition| {
        one.parties_gone.extend(other.parties_gone);
        one.roles_gone.extend(other.roles_gone);
        one.holders_gone.extend(other.holders_gone);
        one
    };
    // Who has the letter and could cover; what is vacant covers nothing.
    let rows: [(_, &[&str], &[&str], &str); 9] = [
        (roles(&["lead"]), &["ab"], &[], "ab: deputy; hand, helper"),
        (holders(&[("lead", 0)]), &["ab"], &[], "ab: deputy; hand, helper"),
        (holders(&[("hand", 1)]), &[], &[], ""),
        (
            holders(&[("hand", 0), ("hand", 1), ("hand", 2)]),
            &[],
            &["ab"],
            "ab: ; deputy, helper, lead",
        ),
        (
            both(roles(&["lead"]), holders(&[("deputy", 0)])),
            &["ab"],
            &[],
            "ab: ; hand, helper",
        ),
        (
            both(roles(&["lead"]), parties(&["c"])),
            &["ab"],
            &[],
            "ab: deputy; hand, cx: ; , cy: ; ",
        ),
        (roles(&["lead", "hand", "deputy", "helper"]), &["ab"], &["ab"], "ab: ; "),
        // Provider gone: whoever elsewhere is trained. Nobody is left to receive da.
        (parties(&["a"]), &[], &[], "ab: ; helper, ae: ; "),
        (roles(&["vacant"]), &[], &[], ""),
    ];
    for (supposition, accountable, responsible, cover) in rows {
        let found = suppose(&org, &supposition);
        assert_eq!(names(&found.without_accountable), accountable, "{supposition:?}");
        assert_eq!(names(&found.without_responsible), responsible, "{supposition:?}");
        let roles = |roles: &[RoleId]| roles.iter().map(RoleId::as_str).collect::<Vec<_>>().join(", ");
        let found: Vec<_> = found
            .cover
            .iter()
            .map(|c| {
                assert_eq!(c.is_empty(), c.backups.is_empty() && c.trained.is_empty());
                format!("{}: {}; {}", c.handoff, roles(&c.backups), roles(&c.trained))
            })
            .collect();
        assert_eq!(found.join(", "), cover, "{supposition:?}");
    }
}

#[test]
fn a_post_that_nobody_holds_today_is_not_lost_twice() {
    let mut org = posts();
    // The second lead left in May: with the first one gone nobody is left.
    let mut lead = (*org.roles["lead"]).clone();
    lead.holders.push(Holder {
        until: Some(date(2026, 5, 31)),
        ..Holder::default()
    });
    put(&mut org, Edit::PutRole("lead".into(), lead));
    let first = holders(&[("lead", 0)]);
    assert_eq!(names(&suppose(&org, &first).without_accountable), ["ab"]);
    assert!(suppose(&org, &holders(&[("lead", 1)])).without_accountable.is_empty());
    // Once it is vacant the post can still go.
    let mut vacant = org.clone();
    put(&mut vacant, Edit::All(first.edits(&org)));
    let second = first.edits(&vacant);
    put(&mut vacant, Edit::All(second));
    assert!(vacant.roles["lead"].holders.is_empty());
    assert!(suppose(&vacant, &first).without_accountable.is_empty());
    assert_eq!(names(&suppose(&vacant, &roles(&["lead"])).without_accountable), ["ab"]);
}

#[test]
fn a_vacant_post_changes_no_indicator_and_a_missing_one_does() {
    let org = posts();
    let found = suppose(&org, &holders(&[("lead", 0)]));
    assert_eq!(found.health, health(&org));
    let clarity = |found: &Consequences| {
        let alignment = found.whole[1];
        (alignment.then.unwrap().mean - alignment.today.unwrap().mean) * 8.0 * 6.0
    };
    assert!(clarity(&found).abs() < 1e-9);
    // One check of six of one handoff of eight, and clarity is all that is known of alignment.
    assert!((clarity(&suppose(&org, &roles(&["lead"]))) + 1.0).abs() < 1e-9);
}

#[test]
fn applying_gives_the_document_that_was_shown() {
    let harbour = harbour();
    let everything = |org: &Org| {
        let mut all: Vec<_> = org.parties.keys().map(|id| parties(&[id.as_str()])).collect();
        all.extend(org.roles.keys().map(|id| roles(&[id.as_str()])));
        for (id, role) in &org.roles {
            all.extend((0..=role.holders.len()).map(|number| holders(&[(id.as_str(), number)])));
        }
        // All at once, with roles that go with their party and holders that go with their role.
        all.push(Supposition {
            parties_gone: org.parties.keys().take(2).cloned().collect(),
            roles_gone: org.roles.keys().step_by(2).cloned().collect(),
            holders_gone: org
                .roles
                .iter()
                .flat_map(|(id, role)| (0..role.holders.len()).step_by(2).map(|n| (id.clone(), n)))
                .collect(),
            ..Supposition::default()
        });
        all.push(Supposition::default());
        all
    };
    for (org, day) in [(posts(), AS_OF), (harbour, date(2026, 11, 22))] {
        let measured = Health::of(&org, day, 90);
        for supposition in everything(&org) {
            let found = consequences(&org, &measured, &supposition);
            let mut applied = org.clone();
            put(&mut applied, Edit::All(supposition.edits(&org)));
            assert!(applied.is_same(&found.org), "{supposition:?}");
            assert!(Health::of(&applied, day, 90) == found.health, "{supposition:?}");
        }
    }
}

#[test]
fn what_is_supposed_is_said_without_names() {
    let org = posts();
    assert!(Supposition::default().is_empty());
    assert_eq!(Supposition::default().describe(&org), "");
    let mut all = parties(&["c", "nobody"]);
    all.roles_gone = roles(&["deputy", "helper"]).roles_gone;
    all.holders_gone = holders(&[("hand", 2), ("hand", 7), ("lead", 0), ("deputy", 0)]).holders_gone;
    all.reliability = shares(&[("ab", 0.504), ("no", 0.1), ("bc", f64::NAN)]).reliability;
    assert!(!all.is_empty());
    assert_eq!(
        all.describe(&org),
        "C gone; the role Deputy gone; 1 of 3 holders of Hand gone; the only holder of Lead gone; \
         A to B kept 50 % of the time"
    );
    let three = holders(&[("hand", 0), ("hand", 1), ("hand", 2)]);
    assert_eq!(three.describe(&org), "all 3 holders of Hand gone");
}

/// References that lead nowhere, parties that serve themselves, customers that serve customers, and a role that no
/// edit accepts: the question is answered, and applying it is refused in words.
#[test]
fn no_document_is_too_strange() {
    let mut org = posts();
    for (id, provider, customer) in [
        ("bb", "b", "b"),
        ("xy", "x", "y"),
        ("gx", "ghost", "x"),
        ("bg", "b", "ghost"),
    ] {
        let mut handoff = Handoff::between(provider.into(), customer.into());
        handoff.raci.insert("ghost".into(), "RA".parse().unwrap());
        org.handoffs.insert(id.into(), handoff.into());
    }
    let mut nameless = (*org.roles["lead"]).clone();
    nameless.name.clear();
    nameless.backups.insert("ghost".into());
    org.roles.insert("lead".into(), nameless.into());
    let mut supposition = parties(&["c", "ghost"]);
    supposition.holders_gone = holders(&[("lead", 0), ("ghost", 0), ("hand", usize::MAX)]).holders_gone;
    supposition.reliability = shares(&[("bb", 0.1), ("xy", 0.2), ("gx", -1.0), ("bg", f64::INFINITY)]).reliability;
    let found = suppose(&org, &supposition);
    assert_eq!(names(&found.without_accountable), ["ab"]);
    let told: Vec<_> = found.promises.iter().map(told).collect();
    assert_eq!(
        told,
        ["cx lost 3 of 3", "cy lost 3 of 3"],
        "neither xy nor gx is a promise of somebody there"
    );
    let refused = org.apply(Edit::All(supposition.edits(&org))).unwrap_err();
    assert!(refused.to_string().starts_with("A role needs a name."), "{refused}");
}

fn harbour() -> Org {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_orgs/harbour_tools.ron");
    file::read(&fs::read(path).unwrap()).unwrap().org
}

/// Counted in the file with a few lines of Python: which handoffs name Engineering, who is upstream of each promise to
/// the retailers with and without it, and the shares of the three handoffs on the way of the drawings, 29 of 36, 23 of
/// 25 and 21 of 25 with a half added: 0.79730 · 0.90385 · 0.82692 = 0.5959, and 0.25 · 0.90385 · 0.82692 = 0.1869.
#[test]
fn harbour_tools_without_engineering() {
    let org = harbour();
    let health = Health::of(&org, date(2026, 11, 22), 90);
    let found = consequences(&org, &health, &parties(&["engineering"]));
    assert_eq!(
        names(&found.gone),
        [
            "answers-to-clarifications",
            "cad-workstations",
            "change-requests",
            "complete-questions",
            "released-drawings"
        ]
    );
    assert!(found.stranded.is_empty());
    let told_of = |found: &Consequences| found.promises.iter().map(told).collect::<Vec<_>>();
    assert_eq!(
        told_of(&found),
        ["complaint-answered 6 of 10", "orders-shipped 1 of 11"]
    );
    // Nobody outside is trained for them.
    let cover: Vec<_> = found
        .cover
        .iter()
        .map(|cover| (cover.handoff.as_str(), cover.is_empty()))
        .collect();
    assert_eq!(
        cover,
        [("answers-to-clarifications", true), ("released-drawings", true)]
    );

    let found = consequences(&org, &health, &shares(&[("released-drawings", 0.25)]));
    assert_eq!(told_of(&found), ["orders-shipped released-drawings 0.5959 to 0.1869"]);

    let chief = consequences(&org, &health, &holders(&[("chief-engineer", 0)]));
    assert_eq!(names(&chief.without_accountable), ["released-drawings"]);
    let trained: Vec<_> = chief.cover[0].trained.iter().map(RoleId::as_str).collect();
    assert_eq!((chief.cover.len(), trained), (1, vec!["design-engineer"]));
}
