//! The keys that a terminal sends as sequences with numbers.
//!
//! Invariant: a key acts when it is pressed or repeated, never when it is released; nothing is bound to Alt.

use crate::app::keys::Key;

/// The numbers of a key's sequence, as newer terminals send them: `code : shifted ; modifiers : event`.
///
/// Source: <https://sw.kovidgoyal.net/kitty/keyboard-protocol/>; xterm's `modifyOtherKeys` has `27 ; modifiers ; code ~`.
pub(super) struct KeyReport {
    pub code: u32,
    shifted: Option<u32>,
    /// One more than the sum of Shift 1, Alt 2, Ctrl 4 and others.
    modifiers: u32,
    /// 1 press, 2 repeat, 3 release.
    event: u32,
    third: Option<u32>,
}

impl KeyReport {
    pub(super) fn of(parameters: &[u8]) -> Self {
        let text = std::str::from_utf8(parameters).unwrap_or_default();
        let mut numbers = text.split(';').map(|one| one.split(':').map(|number| number.parse().ok()));
        let [mut first, mut second] = [numbers.next(), numbers.next()];
        let next = |fields: &mut Option<_>| -> Option<u32> { Iterator::next(fields.as_mut()?)? };
        Self {
            code: next(&mut first).unwrap_or(1),
            shifted: next(&mut first),
            modifiers: next(&mut second).unwrap_or(1),
            event: next(&mut second).unwrap_or(1),
            third: next(&mut numbers.next()),
        }
    }

    /// The key of the sequence with this last byte; a release is no key.
    pub(super) fn key(&self, last: u8) -> Option<Key> {
        match (last, self.code) {
            _ if self.event == 3 => None,
            (b'u', code) => self.typed(code),
            (b'~', 27) => self.typed(self.third?),
            (_, code) => named(last, code),
        }
    }

    /// The key of a character's number.
    fn typed(&self, code: u32) -> Option<Key> {
        let held = self.modifiers.saturating_sub(1);
        let (is_shift, is_alt, is_ctrl) = (held & 1 > 0, held & 2 > 0, held & 4 > 0);
        let c = char::from_u32(self.shifted.filter(|_| is_shift && !is_ctrl).unwrap_or(code))?;
        match c {
            // Nothing is bound to Alt.
            _ if is_alt => None,
            '\x1b' => Some(Key::Esc),
            '\r' => Some(Key::Enter),
            '\t' if is_shift => Some(Key::BackTab),
            '\t' => Some(Key::Tab),
            '\x7f' | '\x08' => Some(Key::Backspace),
            c if is_ctrl => Some(Key::Ctrl(c.to_ascii_lowercase())).filter(|_| c.is_ascii_alphabetic()),
            // Keys without a character have numbers of the private use area.
            '\u{E000}'..='\u{F8FF}' => None,
            c if is_shift => c.to_uppercase().next().map(Key::Char),
            c => Some(Key::Char(c)).filter(|_| !c.is_control()),
        }
    }
}

/// The key for a sequence's last byte and first number; modifiers are ignored.
pub(super) fn named(last: u8, number: u32) -> Option<Key> {
    Some(match (last, number) {
        (b'A', _) => Key::Up,
        (b'B', _) => Key::Down,
        (b'C', _) => Key::Right,
        (b'D', _) => Key::Left,
        (b'H', _) | (b'~', 1 | 7) => Key::Home,
        (b'F', _) | (b'~', 4 | 8) => Key::End,
        (b'Z', _) => Key::BackTab,
        (b'~', 3) => Key::Delete,
        (b'~', 5) => Key::PageUp,
        (b'~', 6) => Key::PageDown,
        (b'P', _) | (b'~', 11) => Key::F(1),
        _ => return None,
    })
}
