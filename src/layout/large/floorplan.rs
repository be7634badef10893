//! Rectangles in the smallest space that keeps them where they belong.
//!
//! A floor plan is cut in two again and again; what lies left or above is known, how large each piece is follows. Every
//! piece may have several shapes (two by six cards, three by four); the best of all combinations is found in one
//! walk from the leaves up (Stockmeyer, "Optimal orientations of cells in slicing floorplan designs", 1983). Nothing
//! overlaps, whatever the sizes.

use crate::layout::Point;

/// The most shapes of one piece that are kept.
const SHAPES: usize = 64;

/// A width and a height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    pub width: f32,
    pub height: f32,
}

impl Size {
    /// How high a screen must be that is so much wider than high, to show it whole.
    pub fn needs(self, aspect: f32) -> f32 {
        // Of two that need the same, the one with less in it.
        (self.width / aspect).max(self.height) + 0.01 * (self.width + self.height)
    }
}

/// How two pieces lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The first left of the second.
    Beside,
    /// The first above the second.
    Below,
    /// Whichever takes less room.
    Either,
}

#[derive(Clone, Debug)]
enum Node {
    /// A rectangle, by number.
    Leaf(usize),
    Cut(Cut, usize, usize),
}

/// One possible shape of a piece, and what it is made of.
#[derive(Clone, Copy, Debug)]
struct Shape {
    size: Size,
    beside: bool,
    first: usize,
    second: usize,
}

/// Pieces, each a rectangle or made of two.
#[derive(Clone, Debug, Default)]
pub struct Floorplan {
    nodes: Vec<Node>,
}

/// Where a rectangle came to lie: the upper left corner of its room, how large that is, and the chosen shape's number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Room {
    pub corner: Point,
    pub size: Size,
    pub shape: usize,
}

impl Floorplan {
    /// A rectangle; its piece.
    pub fn leaf(&mut self, number: usize) -> usize {
        self.nodes.push(Node::Leaf(number));
        self.nodes.len() - 1
    }

    /// A piece made of two.
    pub fn cut(&mut self, cut: Cut, first: usize, second: usize) -> usize {
        self.nodes.push(Node::Cut(cut, first, second));
        self.nodes.len() - 1
    }

    /// The room of each rectangle within the last piece, and how large that is as a whole. `shapes` are the sizes that
    /// each may have; `aspect` is how much wider than high the whole is to be.
    pub fn rooms(&self, shapes: &[Vec<Size>], aspect: f32) -> (Vec<Room>, Size) {
        let mut all: Vec<Vec<Shape>> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let mut own = match *node {
                Node::Leaf(number) => shapes[number]
                    .iter()
                    .enumerate()
                    .map(|(first, &size)| Shape {
                        size,
                        beside: false,
                        first,
                        second: 0,
                    })
                    .collect(),
                Node::Cut(Cut::Beside, one, two) => joined(&all[one], &all[two], true),
                Node::Cut(Cut::Below, one, two) => joined(&all[one], &all[two], false),
                Node::Cut(Cut::Either, one, two) => {
                    let mut both = joined(&all[one], &all[two], true);
                    both.extend(joined(&all[one], &all[two], false));
                    both
                }
            };
            thin(&mut own);
            all.push(own);
        }
        let mut rooms = vec![Room::default(); shapes.len()];
        let top = all.last().map_or(&[][..], Vec::as_slice);
        let needs = |k: usize| top[k].size.needs(aspect);
        let Some(best) = (0..top.len()).min_by(|&a, &b| needs(a).total_cmp(&needs(b))) else {
            return (rooms, Size::default());
        };
        let mut open = vec![(self.nodes.len() - 1, best, Point::default(), top[best].size)];
        while let Some((node, shape, corner, size)) = open.pop() {
            let chosen = all[node][shape];
            match self.nodes[node] {
                Node::Leaf(number) => {
                    let shape = chosen.first;
                    rooms[number] = Room { corner, size, shape };
                }
                Node::Cut(_, one, two) => {
                    let (first, second) = (all[one][chosen.first].size, all[two][chosen.second].size);
                    // What is left over goes to both alike.
                    let (mut left, mut right, mut step) = (size, size, Point::default());
                    if chosen.beside {
                        left.width = first.width + (size.width - first.width - second.width) / 2.0;
                        right.width = size.width - left.width;
                        step.x = left.width;
                    } else {
                        left.height = first.height + (size.height - first.height - second.height) / 2.0;
                        right.height = size.height - left.height;
                        step.y = left.height;
                    }
                    open.push((one, chosen.first, corner, left));
                    open.push((two, chosen.second, corner + step, right));
                }
            }
        }
        (rooms, top[best].size)
    }
}

/// The shapes of two pieces together.
fn joined(one: &[Shape], two: &[Shape], beside: bool) -> Vec<Shape> {
    let mut found = Vec::with_capacity(one.len() + two.len());
    // From the narrowest on, widening the one that makes the whole high; or from the flattest on, likewise.
    let of = |list: &[Shape], k: usize| if beside { k } else { list.len() - 1 - k };
    let (mut first, mut second) = (0, 0);
    while first < one.len() && second < two.len() {
        let (a, b) = (of(one, first), of(two, second));
        let (x, y) = (one[a].size, two[b].size);
        let size = if beside {
            Size {
                width: x.width + y.width,
                height: x.height.max(y.height),
            }
        } else {
            Size {
                width: x.width.max(y.width),
                height: x.height + y.height,
            }
        };
        found.push(Shape {
            size,
            beside,
            first: a,
            second: b,
        });
        let (x, y) = if beside {
            (x.height, y.height)
        } else {
            (x.width, y.width)
        };
        if x >= y {
            first += 1;
        }
        if y >= x {
            second += 1;
        }
    }
    found
}

/// Keeps the shapes than which no other is smaller both ways, from the narrowest on.
fn thin(shapes: &mut Vec<Shape>) {
    shapes.sort_by(|a, b| {
        let width = a.size.width.total_cmp(&b.size.width);
        width.then(a.size.height.total_cmp(&b.size.height))
    });
    let mut lowest = f32::INFINITY;
    shapes.retain(|shape| {
        let better = shape.size.height < lowest;
        lowest = lowest.min(shape.size.height);
        better
    });
    if shapes.len() > SHAPES {
        let last = shapes.len() - 1;
        let kept = (0..SHAPES).map(|k| shapes[k * last / (SHAPES - 1)]).collect();
        *shapes = kept;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(width: f32, height: f32) -> Size {
        Size { width, height }
    }

    #[test]
    fn the_best_shapes_fit_together() {
        // A row of three and a block of six beside each other: both three high.
        let shapes = [
            vec![size(1.0, 3.0), size(3.0, 1.0)],
            vec![size(1.0, 6.0), size(2.0, 3.0), size(3.0, 2.0), size(6.0, 1.0)],
        ];
        let mut plan = Floorplan::default();
        let (one, two) = (plan.leaf(0), plan.leaf(1));
        plan.cut(Cut::Beside, one, two);
        let (rooms, size) = plan.rooms(&shapes, 1.0);
        assert_eq!((size.width, size.height), (3.0, 3.0));
        assert_eq!((rooms[0].shape, rooms[1].shape), (0, 1));
        assert_eq!(rooms[1].corner, Point::new(1.0, 0.0));
        // If they may also lie below each other, a flat whole is made of flat ones.
        let mut plan = Floorplan::default();
        let (one, two) = (plan.leaf(0), plan.leaf(1));
        plan.cut(Cut::Either, one, two);
        let (rooms, _) = plan.rooms(&shapes, 9.0);
        assert_eq!(rooms[0].shape, 1);
    }

    #[test]
    fn no_piece_is_a_plan() {
        assert_eq!(Floorplan::default().rooms(&[], 1.0), (Vec::new(), Size::default()));
    }
}
