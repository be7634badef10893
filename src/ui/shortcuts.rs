//! The keys of commands. Longer combinations are tried first, so that Ctrl+Shift+Z is never taken for
//! Ctrl+Z.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use crate::session::{Align, Command, Distribute, Screen};

const fn command(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

const fn bare_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

const fn alt_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT.plus(Modifiers::SHIFT), key)
}

const fn bare(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

/// The keys of a command; the first is the one that is shown.
#[must_use]
pub fn keys(of: Command) -> Vec<KeyboardShortcut> {
    match of {
        Command::New => vec![command(Key::N)],
        Command::Open => vec![command(Key::O)],
        Command::OpenPath => vec![shift(Key::O)],
        Command::Save => vec![command(Key::S)],
        Command::SaveAs => vec![shift(Key::S)],
        Command::Close => vec![command(Key::W)],
        Command::Quit => vec![command(Key::Q)],
        Command::Undo => vec![command(Key::Z)],
        Command::Redo => vec![shift(Key::Z), command(Key::Y)],
        Command::Duplicate => vec![command(Key::D)],
        Command::Delete => vec![bare(Key::Delete), bare(Key::Backspace)],
        Command::Rename => vec![bare(Key::F2)],
        Command::SelectAll => vec![command(Key::A)],
        Command::SelectNone => vec![bare(Key::Escape)],
        Command::AddParty => vec![bare(Key::N)],
        Command::AddHandoff => vec![bare(Key::H)],
        Command::WhatIf => vec![bare(Key::W)],
        Command::Find => vec![command(Key::F), bare(Key::Slash)],
        Command::Focus => vec![bare(Key::G)],
        Command::Chain => vec![bare(Key::P)],
        Command::Filter => vec![bare(Key::T)],
        Command::Bookmark => vec![bare(Key::B)],
        Command::Views => vec![bare(Key::V)],
        // The letters of the hand on the left: A and D are left and right, W and S up and down.
        Command::Align(Align::Left) => vec![alt(Key::A)],
        Command::Align(Align::Centre) => vec![alt(Key::H)],
        Command::Align(Align::Right) => vec![alt(Key::D)],
        Command::Align(Align::Top) => vec![alt(Key::W)],
        Command::Align(Align::Middle) => vec![alt(Key::V)],
        Command::Align(Align::Bottom) => vec![alt(Key::S)],
        Command::Distribute(Distribute::Across) => vec![alt_shift(Key::H)],
        Command::Distribute(Distribute::Down) => vec![alt_shift(Key::V)],
        Command::Group => vec![command(Key::G)],
        Command::Join => vec![bare(Key::D)],
        Command::Leave => vec![shift(Key::G)],
        Command::Collapse => vec![bare(Key::C)],
        Command::CollapseAll => vec![bare_shift(Key::C)],
        Command::ExpandAll => vec![bare_shift(Key::E)],
        Command::Present => vec![bare(Key::F5)],
        Command::Fit => vec![bare(Key::F), bare(Key::Home)],
        Command::ZoomToSelection => vec![bare(Key::Z)],
        Command::ZoomActual => vec![bare(Key::Num1)],
        Command::ZoomIn => vec![bare(Key::Plus), bare(Key::Equals)],
        Command::ZoomOut => vec![bare(Key::Minus)],
        Command::Go(Screen::Map) => vec![command(Key::Num1)],
        Command::Go(Screen::Roles) => vec![command(Key::Num2)],
        Command::Go(Screen::Health) => vec![command(Key::Num3)],
        Command::Palette => vec![command(Key::K)],
        Command::HideChrome => vec![bare(Key::F11)],
        Command::Shortcuts => vec![bare(Key::F1)],
        _ => Vec::new(),
    }
}

/// The key of a command as it is written in menus. Cut, copy and paste come as events of their own.
#[must_use]
pub fn shown(ctx: &Context, of: Command) -> String {
    match of {
        Command::Cut => ctx.format_shortcut(&command(Key::X)),
        Command::Copy => ctx.format_shortcut(&command(Key::C)),
        Command::Paste => ctx.format_shortcut(&command(Key::V)),
        _ => keys(of)
            .first()
            .map_or_else(String::new, |key| ctx.format_shortcut(key)),
    }
}

/// Which bookmarked view was asked for in this frame, from 0: Alt and a digit.
#[must_use]
pub fn view_pressed(ctx: &Context) -> Option<usize> {
    const DIGITS: [Key; 9] = [
        Key::Num1,
        Key::Num2,
        Key::Num3,
        Key::Num4,
        Key::Num5,
        Key::Num6,
        Key::Num7,
        Key::Num8,
        Key::Num9,
    ];
    ctx.input_mut(|i| {
        let mut digits = DIGITS.into_iter();
        digits.position(|digit| i.consume_key(Modifiers::ALT, digit))
    })
}

/// The command whose key was pressed in this frame. While a text is being typed, only keys that mean
/// nothing there are looked at; while the map is not on screen, none that mean something only there.
#[must_use]
pub fn pressed(ctx: &Context, typing: bool, on_map: bool) -> Option<Command> {
    let mut all: Vec<(Command, KeyboardShortcut)> = Command::ALL
        .into_iter()
        .filter(|command| on_map || !command.needs_map())
        .flat_map(|command| keys(command).into_iter().map(move |key| (command, key)))
        .collect();
    all.sort_by_key(|(_, key)| {
        let held = [key.modifiers.shift, key.modifiers.command, key.modifiers.alt];
        std::cmp::Reverse(held.into_iter().filter(|one| *one).count())
    });
    ctx.input_mut(|i| {
        all.into_iter()
            .find(|(command, key)| {
                // With Alt, some keyboards write other letters.
                let writes = !key.modifiers.command;
                let belongs_to_text = writes && !matches!(key.logical_key, Key::F1 | Key::F5 | Key::F11)
                    || matches!(command, Command::Undo | Command::Redo | Command::SelectAll);
                !(typing && belongs_to_text) && i.consume_shortcut(key)
            })
            .map(|(command, _)| command)
    })
}

/// Which of some commands had its key pressed in this frame, whatever lies over the screen.
#[must_use]
pub fn one_of(ctx: &Context, commands: &[Command]) -> Option<Command> {
    // Ctrl+Shift+Z comes before Ctrl+Z, of which it is a longer form.
    let mut all: Vec<(Command, KeyboardShortcut)> = commands
        .iter()
        .flat_map(|command| keys(*command).into_iter().map(move |key| (*command, key)))
        .collect();
    all.sort_by_key(|(_, key)| std::cmp::Reverse(key.modifiers.shift));
    let pressed = all
        .into_iter()
        .find(|(_, key)| ctx.input_mut(|i| i.consume_shortcut(key)));
    pressed.map(|(command, _)| command)
}
