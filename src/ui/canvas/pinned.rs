//! Triangles that hang on places of the map: when the camera moves, all that is known of them stays but where their
//! corners are.

use std::sync::Arc;

use egui::{Mesh, Pos2, Rect, Vec2};

use super::camera::Camera;

/// A mesh and where on the map each of its corners hangs, with how far from there it is on screen.
#[derive(Default)]
pub struct Pinned {
    mesh: Arc<Mesh>,
    pins: Vec<(Pos2, Vec2)>,
}

impl Pinned {
    /// A mesh with a pin for each of its corners.
    pub fn new(mesh: Mesh, pins: Vec<(Pos2, Vec2)>) -> Self {
        Self {
            mesh: Arc::new(mesh),
            pins,
        }
    }

    /// The mesh as that camera sees it, with everything so many times as wide as it was drawn.
    pub fn seen(&mut self, camera: &Camera, view: Rect, width: f32) -> Arc<Mesh> {
        let (zoom, origin) = (camera.zoom, view.center() - camera.centre * camera.zoom);
        // Nobody else holds it once the last frame is on screen, so nothing is copied.
        let mesh = Arc::make_mut(&mut self.mesh);
        for (vertex, (at, off)) in mesh.vertices.iter_mut().zip(&self.pins) {
            vertex.pos = origin + (at.to_vec2() * zoom + *off * width);
        }
        Arc::clone(&self.mesh)
    }
}
