//! What the ways of handoffs hold to.

use super::{
    super::{COLUMN_PITCH, ROW_PITCH, card},
    *,
};

fn cell(name: &str, column: i32, row: i32) -> (PartyId, Rect) {
    let centre = Point::new(column as f32 * COLUMN_PITCH, row as f32 * ROW_PITCH);
    (PartyId::new(name), card(centre))
}

fn line(text: &str) -> (HandoffId, PartyId, PartyId) {
    let mut parts = text.split('>');
    let mut part = || parts.next().unwrap_or_default();
    let (from, to) = (part(), part());
    (HandoffId::new(text), PartyId::new(from), PartyId::new(to))
}

fn check(cards: &[(PartyId, Rect)], handoffs: &[&str]) -> Vec<Route> {
    let handoffs: Vec<_> = handoffs.iter().map(|text| line(text)).collect();
    let routes = routes(cards, &handoffs);
    assert_eq!(routes.len(), handoffs.len());
    for (id, from, to) in &handoffs {
        for (party, rect) in cards {
            let own = party == from || party == to;
            let rect = rect.grown(if own { -1.0 } else { 0.0 });
            assert!(!routes[id].crosses(&rect), "{id:?} runs behind {party:?}");
        }
    }
    handoffs.iter().map(|(id, ..)| routes[id].clone()).collect()
}

#[test]
fn forward_runs_from_right_edge_to_left_edge() {
    let cards = [cell("a", 0, 0), cell("b", 1, 0), cell("c", 1, 1)];
    let routes = check(&cards, &["a>b", "a>c"]);
    assert_eq!(routes[0].curves[0].from, Point::new(82.0, 0.0));
    assert_eq!(routes[0].end, Point::new(128.0, 0.0));
    assert_eq!(routes[0].direction, Point::new(1.0, 0.0));
    assert_eq!(routes[1].end, Point::new(128.0, 150.0));
    assert_eq!(routes[1].direction, Point::new(1.0, 0.0));
}

#[test]
fn upright_runs_straight_between_the_near_edges() {
    let routes = check(&[cell("a", 0, 0), cell("b", 0, 1)], &["b>a"]);
    assert_eq!(routes[0].curves[0].from, Point::new(0.0, 113.0));
    assert_eq!(routes[0].end, Point::new(0.0, 37.0));
    assert_eq!(routes[0].direction, Point::new(0.0, -1.0));
}

#[test]
fn whatever_stands_between_is_passed_by() {
    let row = [cell("a", 0, 0), cell("b", 1, 0), cell("c", 2, 0), cell("d", 3, 0)];
    check(&row, &["a>b", "b>c", "a>c", "a>d", "d>a", "d>b"]);
    let column = [cell("a", 0, 0), cell("b", 0, 1), cell("c", 0, 2), cell("d", 1, 1)];
    check(&column, &["a>c", "c>a", "a>b", "a>d", "c>d"]);
}

#[test]
fn a_full_grid_leaves_a_way_for_every_handoff() {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let cards: Vec<_> = (0_i32..12).map(|k| cell(names[k as usize], k % 4, k / 4)).collect();
    let all: Vec<String> = names
        .iter()
        .flat_map(|a| names.iter().filter(move |b| a != *b).map(move |b| format!("{a}>{b}")))
        .collect();
    check(&cards, &all.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn two_way_pairs_run_side_by_side() {
    for second in [cell("b", 1, 0), cell("b", 0, 1), cell("b", 1, 2), cell("b", -1, 1)] {
        let routes = check(&[cell("a", 0, 0), second], &["a>b", "b>a"]);
        let there = routes[0].polyline(20);
        for point in &there[3..18] {
            assert!(routes[1].distance_to(*point) > 4.0, "{point:?}");
        }
    }
}

#[test]
fn several_handoffs_of_one_pair_are_distinct() {
    let cards = [cell("a", 0, 0), cell("b", 1, 0)];
    let routes = check(&cards, &["a>b>1", "a>b>2", "a>b>3", "b>a>1"]);
    for (k, route) in routes.iter().enumerate() {
        for other in &routes[k + 1..] {
            assert!((route.end.y - other.end.y).abs() > 6.0);
        }
    }
}

#[test]
fn cards_on_each_other_still_have_a_route() {
    for shift in [0.0, 30.0] {
        let lower = card(Point::new(shift, 0.0));
        let cards = [cell("a", 0, 0), (PartyId::new("b"), lower)];
        let routes = routes(&cards, &[line("a>b")]);
        let route = &routes["a>b"];
        assert!(route.end.is_finite() && (route.direction.length() - 1.0).abs() < 1e-5);
    }
}

#[test]
fn a_drag_changes_what_it_touches_only() {
    let mut cards = [cell("a", 0, 0), cell("b", 1, 0), cell("c", 2, 0)];
    let handoffs = [line("a>b"), line("b>c"), line("a>c")];
    let before = routes(&cards, &handoffs);
    cards[2].1 = card(Point::new(500.0, 300.0));
    let mut after = before.clone();
    reroute(&mut after, &cards, &handoffs, &[PartyId::new("c")]);
    assert_eq!(after["a>b"], before["a>b"]);
    assert_eq!(after, routes(&cards, &handoffs));
    assert_ne!(after["a>c"], before["a>c"]);
}

/// Where lines between cards run that keep apart at their ends, given as pairs of numbers.
fn spread(cards: &[(PartyId, Rect)], lines: &[Ends]) -> Vec<Route> {
    let cards = Cards::new(cards.iter().map(|(_, rect)| *rect).collect());
    let mut routes = cards.routes(lines, Care::Careful);
    cards.spread(lines, &mut routes);
    routes.into_iter().flatten().collect()
}

#[test]
fn arrowheads_at_one_side_keep_apart_in_the_order_in_which_they_come() {
    let cards = [cell("a", 0, 0), cell("b", 0, 2), cell("c", 0, 4), cell("d", 1, 2)];
    let routes = spread(&cards, &[(0, 3), (1, 3), (2, 3)]);
    let ends: Vec<f32> = routes.iter().map(|route| route.end.y).collect();
    assert!(
        ends[1] - ends[0] >= APART - 0.1 && ends[2] - ends[1] >= APART - 0.1,
        "{ends:?}"
    );
    assert!((ends[1] - 300.0).abs() < 1e-3, "the straight one stays straight");
    for route in &routes {
        assert_eq!((route.end.x, route.direction), (128.0, Point::new(1.0, 0.0)));
    }
    // More than fit keep within the side all the same.
    let many: Vec<_> = (0..9).map(|row| cell(&format!("p{row}"), 0, row)).collect();
    let cards: Vec<_> = many.into_iter().chain([cell("q", 1, 4)]).collect();
    let lines: Vec<Ends> = (0..9).map(|k| (k, 9)).collect();
    let routes = spread(&cards, &lines);
    for (one, next) in routes.iter().zip(&routes[1..]) {
        assert!(next.end.y - one.end.y > 5.0);
    }
    assert!(routes.iter().all(|route| (route.end.y - 600.0).abs() <= REACH + 0.1));
}

#[test]
fn lines_that_leave_from_one_place_may_share_it() {
    let cards = [cell("a", 0, 1), cell("b", 1, 0), cell("c", 1, 2)];
    let routes = spread(&cards, &[(0, 1), (0, 2)]);
    assert_eq!(routes[0].curves[0].from, routes[1].curves[0].from);
}

#[test]
fn between_two_columns_a_line_runs_upright_and_turns_no_sharp_corner() {
    let cards = [
        cell("a", 0, 0),
        cell("b", 0, 1),
        cell("c", 0, 2),
        cell("d", 1, 3),
        cell("e", 1, 2),
    ];
    let route = &spread(&cards, &[(3, 0)])[0];
    assert_eq!(route.direction, Point::new(-1.0, 0.0));
    let points = route.polyline(12);
    let steps: Vec<Point> = points.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let steps: Vec<Point> = steps.into_iter().filter_map(Point::direction).collect();
    for pair in steps.windows(2) {
        let along = pair[0].x * pair[1].x + pair[0].y * pair[1].y;
        assert!(along > 0.9, "a corner between {pair:?}");
    }
}

#[test]
fn lines_end_at_the_outer_edge_of_a_stack() {
    let rects = [cell("a", 0, 0), cell("b", 1, 0), cell("c", 1, 1)].map(|(_, rect)| rect);
    let cards = Cards::new(rects.to_vec()).stacked([1].into());
    let lines = [(0, 1), (1, 0), (2, 1)];
    let routes: Vec<Route> = cards.routes(&lines, Care::Careful).into_iter().flatten().collect();
    assert!((routes[0].end.x - rects[1].min.x).abs() < 1e-3);
    assert!((routes[2].end.y - (rects[1].max.y + STACK)).abs() < 1e-3);
    let away = Cards::new(rects.to_vec()).stacked([0].into());
    let routes: Vec<Route> = away.routes(&lines, Care::Careful).into_iter().flatten().collect();
    assert!((routes[0].curves[0].from.x - (rects[0].max.x + STACK)).abs() < 1e-3);
    assert!((routes[1].end.x - (rects[0].max.x + STACK)).abs() < 1e-3);
}

#[test]
fn handoffs_of_unknown_or_misplaced_parties_have_no_route() {
    let nowhere = card(Point::new(f32::NAN, 0.0));
    let cards = [cell("a", 0, 0), (PartyId::new("n"), nowhere)];
    assert!(routes(&cards, &[line("a>n"), line("a>x"), line("a>a")]).is_empty());
}
