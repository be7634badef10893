//! The room of each island: in how many columns its cards stand, and where on the map.

use super::{
    cells::{Cells, ROW},
    chart::{self, Plot},
    floorplan::{Cut, Floorplan, Room, Size},
    islands::{Island, Kind},
};
use crate::layout::{CARD_HEIGHT, CARD_WIDTH, COLUMN_PITCH, HULL, Point, TITLE, graph::Graph};

/// How much wider than high the map is to be.
const ASPECT: f32 = 1.4;

/// Between islands, at least and at most.
const GAP: (f32, f32) = (90.0, 1_200.0);

/// Between islands, as a share of the side of one: larger ones need more, to be told apart from afar.
const GAP_SHARE: f32 = 0.5;

/// How much wider than high the floor plan is when it is cut. Sizes come in whole cards, so that what comes of it differs;
/// the best is taken.
const CUTS: [f32; 9] = [0.6, 0.75, 0.9, 1.05, 1.25, 1.5, 1.8, 2.2, 2.7];

/// Between a department and those who stand next to it without belonging to it.
const CLOSE: f32 = COLUMN_PITCH - CARD_WIDTH;

/// One way in which an island and its attendants may stand.
struct Form {
    cells: Cells,
    attendants: Option<Cells>,
    size: Size,
}

/// An island, and those who stand next to it.
struct Block {
    island: usize,
    attendants: Option<usize>,
    forms: Vec<Form>,
    /// Kept free on each side.
    around: f32,
}

/// The upper left corner of the cards of each island, and how they stand. `drift` is what draws each party to the left
/// (below zero) or right. `goes_on` is asked now and then; `None` where it said no.
pub fn rooms(
    graph: &Graph,
    drift: &[f32],
    islands: &[Island],
    goes_on: &mut dyn FnMut() -> bool,
) -> Option<Vec<(Point, Cells)>> {
    let blocks = blocks(islands);
    let mut of = vec![0; graph.len()];
    for (number, block) in blocks.iter().enumerate() {
        for island in [Some(block.island), block.attendants].into_iter().flatten() {
            for &member in &islands[island].members {
                of[member] = number;
            }
        }
    }
    let kind = |block: &Block| islands[block.island].kind;
    let customer = blocks.iter().map(|block| kind(block) == Kind::Customers).collect();
    let pictures = chart::pictures(&graph.gathered(&of, customer), goes_on)?;

    let mut plan = Floorplan::default();
    let plots: Vec<Plot> = blocks
        .iter()
        .enumerate()
        .map(|(number, block)| {
            let piece = plan.leaf(number);
            let side = block.area().sqrt() + 2.0 * block.around;
            Plot {
                piece: (!matches!(kind(block), Kind::Customers | Kind::Loners)).then_some(piece),
                area: side * side,
            }
        })
        .collect();
    let shapes: Vec<Vec<Size>> = blocks.iter().map(Block::shapes).collect();
    let mut best: Option<(Vec<Room>, Size)> = None;
    for aspect in CUTS {
        let mut plan = plan.clone();
        let mut whole = chart::chart(&mut plan, &plots, &pictures, aspect);
        for (edge, cut) in [(Kind::Customers, Cut::Beside), (Kind::Loners, Cut::Below)] {
            // Leaves are pieces with the numbers of their blocks.
            if let Some(piece) = blocks.iter().position(|block| kind(block) == edge) {
                whole = Some(whole.map_or(piece, |whole| plan.cut(cut, whole, piece)));
            }
        }
        let found = plan.rooms(&shapes, ASPECT);
        let needs = found.1.needs(ASPECT);
        if best.as_ref().is_none_or(|best| needs < best.1.needs(ASPECT)) {
            best = Some(found);
        }
    }

    let mut placed = vec![(Point::default(), Cells { columns: 1, count: 0 }); islands.len()];
    for (block, room) in blocks.iter().zip(best?.0) {
        let form = &block.forms[room.shape];
        let spare = Point::new(room.size.width - form.size.width, room.size.height - form.size.height) * 0.5;
        // The block of loners begins where the map does.
        let corner = if kind(block) == Kind::Loners {
            room.corner + Point::new(block.around, block.around)
        } else {
            room.corner + spare
        };
        let (hull, title) = hull(&islands[block.island]);
        let mut inset = Point::new(hull, hull + title);
        if let (Some(attendants), Some(cells)) = (block.attendants, form.attendants) {
            let size = cells.size();
            let drawn: f32 = islands[attendants].members.iter().map(|&party| drift[party]).sum();
            let mut aside = Point::new(0.0, (form.size.height - size.height) / 2.0);
            if drawn > 0.0 {
                aside.x = form.size.width - size.width;
            } else {
                inset.x += size.width + CLOSE;
            }
            placed[attendants] = (corner + aside, cells);
        }
        placed[block.island] = (corner + inset, form.cells);
    }
    Some(placed)
}

/// What is around the cards of an island, and above them for its name.
fn hull(island: &Island) -> (f32, f32) {
    if island.kind == Kind::Department {
        (HULL, TITLE)
    } else {
        (0.0, 0.0)
    }
}

fn blocks(islands: &[Island]) -> Vec<Block> {
    let several = islands.iter().filter(|island| island.members.len() > 1).count() > 1;
    let mut beside_of = vec![None; islands.len()];
    for (k, island) in islands.iter().enumerate() {
        if let Kind::Attendants(host) = island.kind {
            beside_of[host] = Some(k);
        }
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (k, island) in islands.iter().enumerate() {
        if matches!(island.kind, Kind::Attendants(_)) {
            continue;
        }
        let attendants: Option<usize> = beside_of[k];
        let beside = attendants.map_or(0, |attendants| islands[attendants].members.len());
        let inner = matches!(island.kind, Kind::Department | Kind::Community);
        let mut block = Block {
            island: k,
            attendants,
            forms: forms(island, inner, beside),
            around: GAP.0 / 2.0,
        };
        if inner && several {
            block.around = (block.area().sqrt() * GAP_SHARE).clamp(GAP.0, GAP.1) / 2.0;
        }
        blocks.push(block);
    }
    blocks
}

fn forms(island: &Island, compact: bool, beside: usize) -> Vec<Form> {
    let (hull, title) = hull(island);
    let form = |cells: Cells| {
        let mut size = cells.size();
        size.width += 2.0 * hull;
        size.height += 2.0 * hull + title;
        // Those beside it are no higher than the island.
        let rows = (((size.height + ROW - CARD_HEIGHT) / ROW) as usize).max(1);
        let attendants = (beside > 0).then(|| Cells {
            columns: beside.div_ceil(rows),
            count: beside,
        });
        if let Some(attendants) = attendants {
            size.width += CLOSE + attendants.size().width;
        }
        Form {
            cells,
            attendants,
            size,
        }
    };
    let choices = Cells::choices(island.members.len(), compact);
    choices.into_iter().map(form).collect()
}

impl Block {
    /// What it takes up at least, without what is kept free around it.
    fn area(&self) -> f32 {
        let areas = self.forms.iter().map(|form| form.size.width * form.size.height);
        areas.fold(f32::INFINITY, f32::min)
    }

    fn shapes(&self) -> Vec<Size> {
        let more = 2.0 * self.around;
        let shape = |form: &Form| Size {
            width: form.size.width + more,
            height: form.size.height + more,
        };
        self.forms.iter().map(shape).collect()
    }
}
