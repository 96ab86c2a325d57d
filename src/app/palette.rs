//! The palette: the actions of the key table by name, each with the keys that do it.
//!
//! Invariant: every action of the panes is offered, and nothing that only moves.

use super::bindings::{BINDINGS, Binding, keys_of};
use super::command::Command;
use super::key_context::{KeyContext, KeyContexts};
use crate::text::fold::fold;

/// An action: its name, its keys, and the commands that they give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaletteAction {
    pub name: String,
    pub keys: String,
    pub help: &'static str,
    pub commands: Vec<Command>,
}

impl PaletteAction {
    /// `y`, `p` and `w` ask for a form: the palette offers each form as an action.
    fn of(binding: &Binding, name: &str) -> Vec<Self> {
        let contexts = match binding.command {
            Command::Copy | Command::Print => KeyContexts::FORMS,
            Command::Write => KeyContexts::DOCUMENTS,
            command => {
                return vec![Self {
                    name: name.to_owned(),
                    keys: keys_of(binding),
                    help: binding.help,
                    commands: vec![command],
                }];
            }
        };
        let forms = BINDINGS.iter().filter(|form| form.contexts == contexts);
        let action = |form: &Binding| Self {
            name: format!("{name} {}", form.hint),
            keys: format!("{} {}", keys_of(binding), keys_of(form)),
            help: form.help,
            commands: vec![binding.command, form.command],
        };
        forms.map(action).collect()
    }
}

/// Whether a command is bound in a context. The other entries of the palette are for the panes of Explore.
pub(super) fn is_bound(command: Command, context: KeyContext) -> bool {
    let mut bindings = BINDINGS.iter().filter(|binding| binding.command == command);
    bindings.any(|binding| binding.contexts.contains(context))
}

/// The actions whose name, keys or help contain every word of `filter`, in the order of the key table.
pub(super) fn actions(filter: &str) -> Vec<PaletteAction> {
    let wanted = fold(filter);
    let mut offered = Vec::new();
    for binding in BINDINGS.iter().filter(|binding| binding.contexts.contains(KeyContext::Panes)) {
        let Some(name) = binding.command.name() else { continue };
        let is_wanted = |action: &PaletteAction| {
            let words = fold(&format!("{} {} {}", action.name, action.keys, action.help));
            wanted.split_whitespace().all(|word| words.contains(word))
        };
        offered.extend(PaletteAction::of(binding, name).into_iter().filter(is_wanted));
    }
    offered
}
