//! The look of widgets, icons and marks, and the rasteriser that makes pictures of them.

use egui::{
    self, Button, Color32, ComboBox, Context, Frame, FullOutput, RawInput, Rect, Sense, TexturesDelta, Ui, Vec2, pos2,
    vec2,
};
use egui_kittest::{Harness, SnapshotOptions, TestRenderer};
use image::RgbaImage;
use throughline::ui::{
    fonts,
    icons::{self, Icon, Mark},
    raster::{Raster, picture},
    style,
    tokens::{Theme, Tokens},
};

/// Lets a harness take its snapshots with our rasteriser, which needs no driver.
#[derive(Default)]
pub struct Renderer(Raster);

impl TestRenderer for Renderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        self.0.update(delta);
    }

    fn render(&mut self, ctx: &Context, output: &FullOutput) -> Result<RgbaImage, String> {
        Ok(self.0.paint(ctx, output))
    }
}

/// Where the pictures are, and how far a pixel may differ: by what rounding of coordinates can do, no more.
pub fn snapshot_options() -> SnapshotOptions {
    SnapshotOptions::new().threshold(0.6).output_path("tests/golden")
}

#[derive(Default)]
struct State {
    name: String,
    ready: bool,
    share: f32,
}

fn gallery(ui: &mut Ui, tokens: &Tokens, state: &mut State) {
    let colour = &tokens.colour;
    ui.ctx()
        .layer_painter(egui::LayerId::background())
        .rect_filled(ui.ctx().content_rect(), 0.0, colour.canvas);
    let frame = Frame::new()
        .fill(colour.surface)
        .stroke(tokens.hairline())
        .corner_radius(tokens.radius.card)
        .inner_margin(tokens.space.l)
        .outer_margin(tokens.space.s);
    frame.show(ui, |ui| {
        ui.heading("How well do we serve each other?");
        ui.label("Likely 66 to 76 · 9 of 12 check-ins kept · Größe Łódź Привіт");
        ui.horizontal(|ui| {
            style::primary_ui(ui, tokens, "Add party");
            let _ = ui.button("What if…");
            let _ = ui.add(Button::selectable(true, "90 days"));
            let _ = ui.add(Button::selectable(false, "1 year"));
            let _ = ui.add_enabled(false, Button::new("Undo"));
        });
        ui.horizontal(|ui| {
            let label = ui.label("Name");
            ui.text_edit_singleline(&mut state.name).labelled_by(label.id);
        });
        ui.horizontal(|ui| {
            let label = ui.label("Kind");
            ComboBox::from_id_salt("kind")
                .selected_text("Team")
                .show_ui(ui, |_| {})
                .response
                .labelled_by(label.id);
            ui.checkbox(&mut state.ready, "Ready");
            let _ = ui.radio(true, "Yes");
            let _ = ui.radio(false, "No");
        });
        ui.horizontal(|ui| {
            let label = ui.label("Floor");
            ui.add(egui::Slider::new(&mut state.share, 0.0..=1.0))
                .labelled_by(label.id);
            ui.hyperlink_to("Show the evidence", "https://example.org");
        });
        ui.separator();
        icons_ui(ui, tokens);
        ui.horizontal(|ui| {
            for mark in [Mark::Strong, Mark::Moderate, Mark::Weak, Mark::NotMeasured] {
                for sure in [true, false] {
                    let size = Vec2::splat(tokens.control.mark);
                    let (rect, _) = ui.allocate_exact_size(size * 1.4, Sense::hover());
                    icons::mark(ui.painter(), rect.center(), size.x, mark, sure, tokens);
                }
                ui.label(
                    egui::RichText::new("71")
                        .font(tokens.name())
                        .color(mark.tone(tokens).text),
                );
            }
            ui.label(style::figure(tokens, "83", tokens.health.strong.text));
        });
    });
}

fn icons_ui(ui: &mut Ui, tokens: &Tokens) {
    for row in Icon::ALL.chunks(14) {
        ui.horizontal(|ui| {
            for icon in row {
                let (rect, _) = ui.allocate_exact_size(Vec2::splat(tokens.control.icon), Sense::hover());
                icons::paint(ui.painter(), rect, *icon, tokens.colour.ink2);
            }
        });
    }
}

fn gallery_size(theme: Theme) -> Vec2 {
    if theme == Theme::Projector {
        vec2(760.0, 560.0)
    } else {
        vec2(480.0, 400.0)
    }
}

fn state() -> State {
    State {
        name: "Customer service".to_owned(),
        ready: true,
        share: 0.4,
    }
}

#[test]
fn widgets_icons_and_marks_look_as_agreed() {
    let mut differences = Vec::new();
    for (theme, name) in [
        (Theme::Light, "light"),
        (Theme::Dark, "dark"),
        (Theme::Projector, "projector"),
    ] {
        let tokens = Tokens::of(theme);
        let mut harness = Harness::builder()
            .with_size(gallery_size(theme))
            .renderer(Renderer::default())
            .with_options(snapshot_options())
            .build_ui_state(
                |ui, state| {
                    if ui.ctx().cumulative_pass_nr() == 0 {
                        fonts::install(ui.ctx());
                        style::apply(ui.ctx(), tokens, true);
                    } else {
                        gallery(ui, tokens, state);
                    }
                },
                state(),
            );
        harness.run();
        differences.extend(harness.try_snapshot(format!("gallery_{name}")).err());
    }
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn a_picture_is_the_same_for_any_number_of_threads() {
    let tokens = Tokens::of(Theme::Light);
    let ctx = Context::default();
    fonts::install(&ctx);
    style::apply(&ctx, tokens, true);
    let mut rasters = [1, 2, 3, 7].map(Raster::with_threads);
    for _ in 0..3 {
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), gallery_size(Theme::Light))),
            ..RawInput::default()
        };
        let mut output = ctx.run_ui(input, |ui| gallery(ui, tokens, &mut state()));
        let mut delta = std::mem::take(&mut output.textures_delta);
        for raster in &mut rasters {
            raster.update(&mut delta.clone());
        }
        delta.clear();
        let [one, others @ ..] = rasters.each_ref().map(|raster| raster.paint(&ctx, &output));
        for other in &others {
            assert!(one == *other);
        }
    }
}

#[test]
fn colours_edges_and_transparency_are_exact() {
    let tokens = Tokens::of(Theme::Light);
    let image = picture(vec2(8.0, 4.0), 2.0, 4, tokens, |ui| {
        let painter = ui.ctx().layer_painter(egui::LayerId::background());
        painter.rect_filled(
            Rect::from_min_max(pos2(0.0, 0.0), pos2(4.0, 4.0)),
            0.0,
            Color32::from_rgb(10, 20, 30),
        );
        painter.rect_filled(
            Rect::from_min_max(pos2(2.0, 0.0), pos2(6.0, 4.0)),
            0.0,
            Color32::from_rgba_unmultiplied(255, 255, 255, 128),
        );
    });
    assert_eq!(image.dimensions(), (16, 8));
    assert_eq!(image.get_pixel(1, 3).0, [10, 20, 30, 255]);
    assert_eq!(image.get_pixel(5, 3).0, [133, 138, 143, 255]);
    assert_eq!(image.get_pixel(10, 3).0, [255, 255, 255, 128]);
    assert_eq!(image.get_pixel(14, 3).0, [0, 0, 0, 0]);
}

#[test]
fn neighbouring_triangles_leave_no_gap_and_share_no_pixel() {
    let tokens = Tokens::of(Theme::Light);
    let half = Color32::from_black_alpha(128);
    let image = picture(vec2(64.0, 64.0), 1.0, 4, tokens, |ui| {
        let mut mesh = egui::Mesh::default();
        // A fan around a point that lies on no grid.
        mesh.colored_vertex(pos2(31.37, 30.81), half);
        let rim = [
            (-9.0, -9.0),
            (40.3, -9.0),
            (73.0, -9.0),
            (73.0, 20.7),
            (73.0, 73.0),
            (11.1, 73.0),
            (-9.0, 73.0),
            (-9.0, 40.2),
        ];
        for (x, y) in rim {
            mesh.colored_vertex(pos2(x, y), half);
        }
        for index in 0..8 {
            mesh.add_triangle(0, 1 + index, 1 + (index + 1) % 8);
        }
        ui.ctx().layer_painter(egui::LayerId::background()).add(mesh);
    });
    assert!(image.pixels().all(|pixel| pixel.0 == [0, 0, 0, 128]));
}

#[test]
fn a_texture_can_be_shown_in_the_frame_that_frees_it() {
    let tokens = Tokens::of(Theme::Light);
    let image = picture(vec2(4.0, 4.0), 1.0, 1, tokens, |ui| {
        let red = egui::ColorImage::filled([2, 2], Color32::RED);
        let texture = ui.ctx().load_texture("red", red, egui::TextureOptions::LINEAR);
        let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let painter = ui.ctx().layer_painter(egui::LayerId::background());
        painter.image(
            texture.id(),
            Rect::from_min_max(pos2(0.0, 0.0), pos2(4.0, 4.0)),
            all,
            Color32::WHITE,
        );
    });
    assert!(image.pixels().all(|pixel| pixel.0 == [255, 0, 0, 255]));
}
