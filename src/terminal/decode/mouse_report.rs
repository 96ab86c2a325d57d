//! Reports of the mouse, in both forms that terminals send.
//!
//! Invariant: no part of a report is a key, even if the report is cut off.

use ratatui::layout::Position;

use super::Prefix;
use crate::app::motion::Direction;
use crate::app::mouse::{Gesture, MouseInput};

/// Whether bytes begin a report of the mouse.
pub(super) fn is_report(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1b[<") || bytes.starts_with(b"\x1b[M")
}

/// A report in decimal numbers (1006): button, column and row, counted from 1.
pub(super) fn report(numbers: &[u8], last: u8) -> Option<MouseInput> {
    let mut numbers = std::str::from_utf8(numbers).ok()?.split(';').map(str::parse::<u16>);
    let [button, x, y] = [numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?];
    input(button, x.checked_sub(1)?, y.checked_sub(1)?).filter(|_| last == b'M' && numbers.next().is_none())
}

/// A report in three bytes (1000), as old terminals send it: 32 more than button, column and row.
pub(super) fn old_report(rest: &[u8]) -> Prefix {
    let three: Vec<u8> = rest.iter().copied().take(3).take_while(|byte| *byte >= 32).collect();
    match three.as_slice() {
        [button, x, y] => {
            let at = x.checked_sub(33).zip(y.checked_sub(33));
            Prefix::Mouse(6, at.and_then(|(x, y)| input((button - 32).into(), x.into(), y.into())))
        }
        few if few.len() == rest.len() => Prefix::Unfinished,
        few => Prefix::Mouse(few.len() + 3, None),
    }
}

/// The press of the left button, or a notch of the wheel; modifiers are ignored.
fn input(button: u16, x: u16, y: u16) -> Option<MouseInput> {
    let gesture = match button & !0b1_1100 {
        0 => Gesture::Click,
        64 => Gesture::Wheel(Direction::Backward),
        65 => Gesture::Wheel(Direction::Forward),
        _ => return None,
    };
    Some(MouseInput { gesture, at: Position::new(x, y) })
}
