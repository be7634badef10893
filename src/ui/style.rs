//! Makes egui's own widgets look like the rest: hairlines, small radii, one accent, no shadows but under what floats.

use egui::{
    Button, Color32, Context, CornerRadius, Id, Margin, Response, RichText, Shadow, Stroke, Style, TextStyle, Ui,
    Visuals, WidgetText,
    epaint::FontColorTransferFunction,
    style::{HandleShape, ScrollAnimation, ScrollStyle, Selection, WidgetVisuals, Widgets},
    vec2,
};

use super::{fonts, tokens::Tokens};

/// Gives `ctx` the look of `tokens`, whether egui believes itself light or dark.
///
/// Call it when the theme or the setting changes, not every frame. Durations are touched only when `reduced_motion`
/// differs from the last call, so that a test that switched animation off keeps it off when the theme changes.
pub fn apply(ctx: &Context, tokens: &Tokens, reduced_motion: bool) {
    let id = Id::unique("throughline: reduced motion");
    let before = ctx.data_mut(|data| {
        let before = data.get_temp::<bool>(id);
        data.insert_temp(id, reduced_motion);
        before
    });
    ctx.all_styles_mut(|style| {
        restyle(style, tokens);
        if before != Some(reduced_motion) {
            move_for(style, tokens, reduced_motion);
        }
    });
}

/// Whether somebody asked for no animation, as of the last [`apply`].
#[must_use]
pub fn reduced_motion(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(Id::unique("throughline: reduced motion")))
        .unwrap_or(false)
}

/// The one primary action of a screen: white on the accent.
pub fn primary_ui(ui: &mut Ui, tokens: &Tokens, label: impl Into<WidgetText>) -> Response {
    ui.scope(|ui| {
        let colour = &tokens.colour;
        let widgets = &mut ui.visuals_mut().widgets;
        for (state, fill) in [
            (&mut widgets.inactive, colour.accent),
            (&mut widgets.hovered, blend(colour.accent, colour.ink, 0.12)),
            (&mut widgets.active, blend(colour.accent, colour.ink, 0.24)),
        ] {
            state.weak_bg_fill = fill;
            state.bg_stroke.color = fill;
            state.fg_stroke.color = colour.on_accent;
        }
        // A focused button keeps a ring that can be told from its fill.
        widgets.active.bg_stroke = Stroke::new(tokens.stroke.selection, colour.ink);
        let text = label.into();
        ui.add(Button::new(RichText::new(text.text()).font(tokens.body_strong())))
    })
    .inner
}

/// A big figure, set tight.
#[must_use]
pub fn figure(tokens: &Tokens, text: impl Into<String>, colour: Color32) -> RichText {
    RichText::new(text)
        .font(tokens.figure())
        .color(colour)
        .extra_letter_spacing(-0.03 * tokens.size.figure)
}

/// Mixes two opaque colours.
#[must_use]
pub fn blend(from: Color32, to: Color32, share: f32) -> Color32 {
    from.lerp_to_gamma(to, share)
}

fn move_for(style: &mut Style, tokens: &Tokens, reduced: bool) {
    (style.animation_time, style.scroll_animation) = if reduced {
        (0.0, ScrollAnimation::none())
    } else {
        (tokens.motion.quick, ScrollAnimation::duration(tokens.motion.calm))
    };
}

fn restyle(style: &mut Style, tokens: &Tokens) {
    let (space, control) = (&tokens.space, &tokens.control);
    style.text_styles = [
        (TextStyle::Small, tokens.label()),
        (TextStyle::Body, tokens.body()),
        (TextStyle::Button, tokens.body()),
        (TextStyle::Monospace, tokens.body()),
        (TextStyle::Heading, tokens.title()),
    ]
    .into();
    style.compact_menu_style = false;

    // Text grows faster than the grid on a wall; what surrounds text goes with the text.
    let grown = control.height / 28.0;
    let points = |value: f32| (value * grown).round();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(space.s, space.s);
    // So much that one line of text stands in the middle, in fields too, which align to the top.
    let line = tokens.size.body * fonts::LINE_HEIGHT;
    spacing.button_padding = vec2(points(10.0), ((control.height - line) / 2.0).floor());
    spacing.window_margin = Margin::same(space.l as i8);
    spacing.menu_margin = Margin::same(space.xs as i8);
    spacing.interact_size = vec2(points(40.0), control.height);
    spacing.indent = space.l;
    spacing.icon_width = points(16.0);
    spacing.icon_width_inner = points(10.0);
    spacing.icon_spacing = space.s;
    spacing.slider_width = points(140.0);
    spacing.slider_rail_height = points(4.0);
    spacing.combo_width = points(120.0);
    spacing.combo_height = points(320.0);
    spacing.text_edit_width = points(240.0);
    spacing.tooltip_width = points(320.0);
    spacing.menu_width = points(280.0);
    spacing.menu_spacing = space.xs;
    spacing.scroll = ScrollStyle {
        bar_width: points(8.0),
        floating_width: points(4.0),
        floating_allocated_width: 0.0,
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        dormant_handle_opacity: 0.2,
        active_handle_opacity: 0.3,
        interact_handle_opacity: 0.5,
        ..ScrollStyle::floating()
    };

    let interaction = &mut style.interaction;
    // Labels are read, not swept over: selecting them would steal drags from the map and the lists.
    interaction.selectable_labels = false;
    interaction.tooltip_delay = 0.4;

    let blink = style.visuals.text_cursor.blink;
    style.visuals = visuals(tokens);
    style.visuals.text_cursor.blink = blink;
}

fn visuals(tokens: &Tokens) -> Visuals {
    let (colour, health) = (&tokens.colour, &tokens.health);
    let mut visuals = if tokens.dark { Visuals::dark() } else { Visuals::light() };
    visuals.text_options.color_transfer_function = if tokens.dark {
        FontColorTransferFunction::DARK_MODE_DEFAULT
    } else {
        FontColorTransferFunction::LIGHT_MODE_DEFAULT
    };
    visuals.widgets = widgets(tokens);
    visuals.selection = Selection {
        bg_fill: colour.accent_soft,
        stroke: Stroke::new(tokens.stroke.hairline, colour.accent),
    };
    visuals.weak_text_color = Some(colour.ink2);
    visuals.hyperlink_color = colour.accent;
    visuals.faint_bg_color = colour.hover;
    visuals.extreme_bg_color = colour.surface;
    visuals.text_edit_bg_color = Some(colour.surface);
    visuals.code_bg_color = colour.hover;
    visuals.warn_fg_color = health.moderate.text;
    visuals.error_fg_color = health.weak.text;
    visuals.panel_fill = colour.canvas;
    visuals.window_fill = colour.surface;
    visuals.window_stroke = tokens.hairline();
    visuals.window_corner_radius = CornerRadius::same(tokens.radius.card);
    visuals.menu_corner_radius = CornerRadius::same(tokens.radius.control + 2);
    visuals.window_shadow = Shadow {
        offset: [0, 12],
        blur: 32,
        spread: 0,
        color: colour.shadow,
    };
    visuals.popup_shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: colour.shadow,
    };
    visuals.window_highlight_topmost = false;
    visuals.text_cursor.stroke = Stroke::new(tokens.stroke.icon, colour.accent);
    visuals.indent_has_left_vline = false;
    visuals.slider_trailing_fill = false;
    visuals.handle_shape = HandleShape::Circle;
    visuals
}

fn widgets(tokens: &Tokens) -> Widgets {
    let (colour, stroke) = (&tokens.colour, &tokens.stroke);
    let state = |fill: Color32, line: Stroke| WidgetVisuals {
        weak_bg_fill: fill,
        // Check boxes, radio buttons and the rails of sliders: to be seen on a surface as well as on the canvas.
        bg_fill: blend(colour.surface, colour.ink2, 0.25),
        bg_stroke: line,
        fg_stroke: Stroke::new(stroke.icon, colour.ink),
        corner_radius: CornerRadius::same(tokens.radius.control),
        expansion: 0.0,
    };
    let line = tokens.hairline();
    let touched = Stroke::new(stroke.hairline, blend(colour.line, colour.ink, 0.25));
    Widgets {
        noninteractive: WidgetVisuals {
            bg_fill: colour.surface,
            ..state(colour.surface, line)
        },
        inactive: state(colour.surface, line),
        hovered: state(colour.hover, touched),
        // Also what has the keyboard, which must be seen at a glance.
        active: state(colour.hover, Stroke::new(stroke.selection, colour.accent)),
        open: state(colour.hover, touched),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::tokens::Theme;

    #[test]
    fn applying_twice_changes_nothing() {
        let ctx = Context::default();
        for theme in Theme::ALL {
            apply(&ctx, Tokens::of(theme), false);
            let once = ctx.global_style();
            apply(&ctx, Tokens::of(theme), false);
            assert!(*once == *ctx.global_style(), "{theme:?}");
            assert_eq!(once.visuals.dark_mode, Tokens::of(theme).dark);
        }
    }

    #[test]
    fn a_new_theme_leaves_switched_off_animation_alone() {
        let ctx = Context::default();
        apply(&ctx, Tokens::of(Theme::Light), false);
        assert!(ctx.global_style().animation_time > 0.0);
        ctx.all_styles_mut(|style| {
            style.animation_time = 0.0;
            style.visuals.text_cursor.blink = false;
        });
        apply(&ctx, Tokens::of(Theme::Dark), false);
        assert!(ctx.global_style().animation_time <= 0.0);
        assert!(!ctx.global_style().visuals.text_cursor.blink);
    }

    #[test]
    fn reduced_motion_can_be_switched_on_and_off() {
        let ctx = Context::default();
        let tokens = Tokens::of(Theme::Light);
        apply(&ctx, tokens, true);
        assert!(ctx.global_style().animation_time <= 0.0 && reduced_motion(&ctx));
        apply(&ctx, tokens, false);
        assert!(ctx.global_style().animation_time >= tokens.motion.quick && !reduced_motion(&ctx));
    }
}
