//! Decodes a terminal's bytes into keys, pastes and mouse reports, however the bytes are split on the way.
//!
//! Invariant: the result does not depend on how the bytes were split, as long as the pieces of one key arrive within
//! [`Decoder::patience`]; other sequences (replies, focus) are dropped whole, and no part of a mouse report is ever a
//! key.

mod key_report;
mod mouse_report;

use std::time::Duration;

use super::connection::Connection;
use super::paste::{LONGEST_PASTE, LONGEST_PASTE_RESTRICTED, PastedText};
use crate::app::keys::Key;
use crate::app::mouse::MouseInput;
use key_report::{KeyReport, named};
use mouse_report::{is_report, old_report, report};

/// How long the next byte of a key may take; then a lone Esc acts, which must happen within 50 ms (100 ms remote).
const PATIENCE: Duration = Duration::from_millis(45);
const REMOTE_PATIENCE: Duration = Duration::from_millis(90);
/// How long the rest of a mouse report may take; nobody types its beginning.
const REPORT_PATIENCE: Duration = Duration::from_secs(1);
/// How long a paste may pause before it counts as ended.
const PASTE_PATIENCE: Duration = Duration::from_secs(5);

/// Maximum bytes of a sequence to wait for; no meaningful one is longer.
const LONGEST: usize = 4096;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What bytes decode to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    Key(Key),
    Paste(PastedText),
    Mouse(MouseInput),
}

/// What the waiting bytes begin with.
enum Prefix {
    /// A key of this many bytes; `None` if it means nothing here.
    Whole(usize, Option<Key>),
    PasteBegins(usize),
    /// A mouse report of this many bytes; `None` if it means nothing here.
    Mouse(usize, Option<MouseInput>),
    /// More bytes are needed.
    Unfinished,
}

/// Turns bytes into keys and pastes.
///
/// crossterm's decoder takes the first byte of a split key for Esc, and loops without end when the terminal is gone;
/// `vte` parses what programs send, where a lone Esc and `ESC O A` mean nothing.
#[derive(Debug)]
pub struct Decoder {
    waiting: Vec<u8>,
    /// Whether the waiting bytes belong to a paste that has not ended, and how many were searched for its end.
    pasting: bool,
    searched: usize,
    /// Maximum bytes of a paste, and whether more came than that.
    longest_paste: usize,
    is_cut: bool,
    connection: Connection,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new(Connection::default())
    }
}

impl Decoder {
    pub fn new(connection: Connection) -> Self {
        let longest_paste = LONGEST_PASTE;
        Self { waiting: Vec::new(), pasting: false, searched: 0, longest_paste, is_cut: false, connection }
    }

    /// For a restricted session.
    #[must_use]
    pub fn restricted(self) -> Self {
        Self { longest_paste: LONGEST_PASTE_RESTRICTED, ..self }
    }

    /// How long to wait for the rest of a sequence; `None` if none has begun.
    pub fn patience(&self) -> Option<Duration> {
        match self.connection {
            _ if self.pasting => Some(PASTE_PATIENCE),
            _ if self.waiting.is_empty() => None,
            _ if is_report(&self.waiting) => Some(REPORT_PATIENCE),
            Connection::Local => Some(PATIENCE),
            Connection::Remote => Some(REMOTE_PATIENCE),
        }
    }

    /// Decodes what arrived.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Decoded> {
        self.waiting.extend_from_slice(bytes);
        let mut inputs = Vec::new();
        loop {
            if self.pasting {
                let fresh = self.waiting.get(self.searched..).unwrap_or_default();
                let Some(end) = memchr::memmem::find(fresh, PASTE_END) else {
                    self.searched = self.waiting.len().saturating_sub(PASTE_END.len());
                    // A paste without end must not use up the memory.
                    let beyond = self.waiting.drain(self.longest_paste.min(self.searched)..self.searched);
                    self.is_cut |= beyond.count() > 0;
                    self.searched = self.searched.min(self.longest_paste);
                    return inputs;
                };
                inputs.push(self.pasted(self.searched + end));
                self.drop(PASTE_END.len());
                continue;
            }
            match prefix(&self.waiting) {
                Some(Prefix::Whole(length, key)) => {
                    self.drop(length);
                    inputs.extend(key.map(Decoded::Key));
                }
                Some(Prefix::Mouse(length, input)) => {
                    self.drop(length);
                    inputs.extend(input.map(Decoded::Mouse));
                }
                Some(Prefix::PasteBegins(length)) => {
                    self.drop(length);
                    self.pasting = true;
                }
                Some(Prefix::Unfinished) | None => return inputs,
            }
        }
    }

    /// Decodes the waiting bytes as they are, because nothing more arrived in time.
    pub fn flush(&mut self) -> Vec<Decoded> {
        if self.pasting {
            return vec![self.pasted(self.waiting.len())];
        }
        let waited = std::mem::take(&mut self.waiting);
        if is_report(&waited) {
            return Vec::new();
        }
        // The Esc was a key of its own, and so was what followed. An incomplete character is dropped.
        let Some((b'\x1b', rest)) = waited.split_first() else { return Vec::new() };
        let mut inputs = vec![Decoded::Key(Key::Esc)];
        inputs.extend(self.feed(rest));
        inputs
    }

    fn pasted(&mut self, end: usize) -> Decoded {
        let text: Vec<u8> = self.waiting.drain(..end).collect();
        let pasted = PastedText::taken(text, self.longest_paste, self.is_cut);
        self.waiting.shrink_to_fit();
        (self.pasting, self.searched, self.is_cut) = (false, 0, false);
        Decoded::Paste(pasted)
    }

    fn drop(&mut self, length: usize) {
        self.waiting.drain(..length.min(self.waiting.len()));
    }
}

fn prefix(bytes: &[u8]) -> Option<Prefix> {
    let (first, rest) = bytes.split_first()?;
    Some(match first {
        b'\x1b' => escape(rest),
        b'\r' | b'\n' => Prefix::Whole(1, Some(Key::Enter)),
        b'\t' => Prefix::Whole(1, Some(Key::Tab)),
        0x7f | 0x08 => Prefix::Whole(1, Some(Key::Backspace)),
        1..=26 => Prefix::Whole(1, Some(Key::Ctrl(char::from(first - 1 + b'a')))),
        0 | 27..=31 => Prefix::Whole(1, None),
        _ => character(bytes),
    })
}

/// One character of UTF-8; a byte that begins none is skipped.
fn character(bytes: &[u8]) -> Prefix {
    let four = bytes.get(..bytes.len().min(4)).unwrap_or_default();
    let (valid, broken) = match std::str::from_utf8(four) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid = four.get(..error.valid_up_to()).unwrap_or_default();
            (std::str::from_utf8(valid).unwrap_or_default(), Some(error.error_len()))
        }
    };
    match (valid.chars().next(), broken) {
        (Some(c), _) => Prefix::Whole(c.len_utf8(), Some(Key::Char(c))),
        (None, Some(None)) => Prefix::Unfinished,
        (None, Some(Some(length))) => Prefix::Whole(length, None),
        (None, None) => Prefix::Whole(1, None),
    }
}

/// What follows an ESC.
fn escape(rest: &[u8]) -> Prefix {
    match rest {
        // Two brackets begin the function keys of the Linux console.
        [] | [b'[' | b'O' | b']' | b'P' | b'^' | b'_'] | [b'[', b'['] => Prefix::Unfinished,
        [b'[', b'[', key, ..] => Prefix::Whole(4, (*key == b'A').then_some(Key::F(1))),
        [b'[', b'M', rest @ ..] => old_report(rest),
        [b'[', rest @ ..] => control_sequence(rest),
        // The keypad in application mode.
        [b'O', b'M', ..] => Prefix::Whole(3, Some(Key::Enter)),
        [b'O', key, ..] => Prefix::Whole(3, named(*key, 1)),
        [b']' | b'P' | b'^' | b'_', rest @ ..] => string(rest),
        // Esc and another key soon after; nothing is bound to Alt.
        _ => Prefix::Whole(1, Some(Key::Esc)),
    }
}

/// What follows `ESC [`: parameters, intermediates, a final byte.
fn control_sequence(rest: &[u8]) -> Prefix {
    let parameters = rest.iter().take_while(|byte| matches!(byte, 0x20..=0x3f)).count();
    let length = parameters + 3;
    match rest.get(parameters) {
        None if rest.len() < LONGEST => Prefix::Unfinished,
        Some(last @ 0x40..=0x7e) => {
            let parameters = rest.get(..parameters).unwrap_or_default();
            let is_private = matches!(parameters.first(), Some(0x3c..=0x3f));
            let report_of_key = KeyReport::of(parameters);
            match (last, report_of_key.code) {
                (b'M' | b'm', _) if parameters.starts_with(b"<") => {
                    Prefix::Mouse(length, report(parameters.get(1..).unwrap_or_default(), *last))
                }
                (b'~', 200) => Prefix::PasteBegins(length),
                _ => Prefix::Whole(length, report_of_key.key(*last).filter(|_| !is_private)),
            }
        }
        // A report that was cut off: what follows starts anew.
        Some(_) | None if rest.starts_with(b"<") => Prefix::Mouse(parameters + 2, None),
        // Not a sequence after all.
        Some(_) | None => Prefix::Whole(1, Some(Key::Esc)),
    }
}

/// What follows the introducer of a string: the reply to another program's query.
fn string(rest: &[u8]) -> Prefix {
    let end = rest.iter().position(|byte| matches!(byte, 0x07 | 0x1b));
    match end.and_then(|end| Some((end, rest.get(end)?))) {
        Some((end, 0x07)) => Prefix::Whole(end + 3, None),
        Some((end, _)) if rest.get(end + 1) == Some(&b'\\') => Prefix::Whole(end + 4, None),
        Some((end, _)) if rest.len() > end + 1 => Prefix::Whole(1, Some(Key::Esc)),
        None if rest.len() > LONGEST => Prefix::Whole(1, Some(Key::Esc)),
        Some(_) | None => Prefix::Unfinished,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::motion::Direction;
    use crate::app::mouse::Gesture;
    use proptest::prelude::*;
    use ratatui::layout::Position;

    fn keys(bytes: &str) -> Vec<Decoded> {
        let mut decoder = Decoder::default();
        let mut inputs = decoder.feed(bytes.as_bytes());
        inputs.extend(decoder.flush());
        inputs
    }

    fn all(keys: &[Key]) -> Vec<Decoded> {
        keys.iter().copied().map(Decoded::Key).collect()
    }

    #[test]
    fn sequences_are_keys() {
        use Key::{
            BackTab, Backspace, Char, Ctrl, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp,
            Right, Tab, Up,
        };
        let cases: [(&str, &[Key]); 18] = [
            ("\x1b[A\x1bOB", &[Up, Down]),
            ("\x1b[C\x1b[D\x1b[5~", &[Right, Left, PageUp]),
            ("\x1b[1;5B\x1b[6;2~", &[Down, PageDown]),
            ("\x1b[H\x1b[4~\x1b[3~\x1b[Z", &[Home, End, Delete, BackTab]),
            ("\x1bOP\x1b[11~\x1b[[A", &[F(1), F(1), F(1)]),
            ("\r\n\t\x7f\x08\x03\x1a", &[Enter, Enter, Tab, Backspace, Backspace, Ctrl('c'), Ctrl('z')]),
            ("\x1b", &[Esc]),
            ("\x1b\x1b", &[Esc, Esc]),
            ("\x1bj", &[Esc, Char('j')]),
            ("\x1b[", &[Esc, Char('[')]),
            ("\x1b[1", &[Esc, Char('['), Char('1')]),
            ("\x1b[1\x03", &[Esc, Char('['), Char('1'), Ctrl('c')]),
            ("\x1b\x1b[B", &[Esc, Down]),
            ("현j", &[Char('현'), Char('j')]),
            // Focus, late answers: colors, attributes, the cursor's place.
            ("\x1b[I\x1b]11;rgb:0/0/0\x1b\\\x1b]10;x\x07\x1bP1$r\x1b\\\x1b[?62;c\x1b[3;4Rj", &[Char('j')]),
            ("\x1bOM", &[Enter]),
            ("\x1b[201~j", &[Char('j')]),
            ("\0\x1cj", &[Char('j')]),
        ];
        for (bytes, wanted) in cases {
            assert_eq!(keys(bytes), all(wanted), "{bytes:?}");
        }
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"\xff\xc3(\xed\xa0\x80j"), all(&[Char('('), Char('j')]));
    }

    #[test]
    fn a_paste_without_end_takes_bounded_memory_and_its_beginning_is_kept() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"\x1b[200~begin"), vec![]);
        for _ in 0..3000 {
            assert_eq!(decoder.feed(&[b'x'; 1000]), vec![]);
        }
        assert!(decoder.waiting.len() <= LONGEST_PASTE + 1000 + PASTE_END.len(), "{}", decoder.waiting.len());
        let [Decoded::Paste(PastedText { text, is_cut: true }), Decoded::Key(Key::Char('j'))] =
            &*decoder.feed(b"\x1b[201~j")
        else {
            panic!("no paste")
        };
        assert!(text.starts_with("beginxxx") && text.len() == LONGEST_PASTE, "{}", text.len());
    }

    #[test]
    fn a_restricted_session_takes_a_paste_up_to_its_limit() {
        let whole = "x".repeat(LONGEST_PASTE_RESTRICTED);
        let nearly = "x".repeat(LONGEST_PASTE_RESTRICTED - 1);
        for (pasted, text, is_cut) in [
            (whole.clone(), &*whole, false),
            (format!("{whole}x"), &whole, true),
            // The last character would be cut in two.
            (format!("{nearly}동"), &nearly, true),
        ] {
            let paste = format!("\x1b[200~{pasted}\x1b[201~");
            let wanted = Decoded::Paste(PastedText { text: text.to_owned(), is_cut });
            assert_eq!(Decoder::default().restricted().feed(paste.as_bytes()), [wanted]);
        }
    }

    #[test]
    fn the_beginning_of_a_string_holds_up_neither_memory_nor_the_keys_after_it() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"\x1b]"), []);
        // Without an end it was not a string: Esc, and keys.
        let keys = decoder.feed(&[b'x'; 10_000]);
        assert!(keys.len() > 10_000 - LONGEST && decoder.waiting.len() <= LONGEST, "{}", keys.len());
        assert_eq!(keys.first(), Some(&Decoded::Key(Key::Esc)));
        // Nor was it a sequence.
        let keys = Decoder::default().feed(format!("\x1b[{}", "1".repeat(10_000)).as_bytes());
        assert_eq!(keys.get(..2), Some(&all(&[Key::Esc, Key::Char('[')])[..]));
        // Nor if another sequence begins within it.
        let keys = Decoder::default().feed(b"\x1b]ab\x1b[B");
        assert_eq!(keys.first(), Some(&Decoded::Key(Key::Esc)));
        assert_eq!(keys.len(), 5, "{keys:?}");
    }

    #[test]
    fn keys_of_newer_terminals_act_once_and_only_when_pressed() {
        let cases: [(&str, &[Key]); 10] = [
            // Press, repeat and release of a letter and of an arrow.
            ("\x1b[97;1:1u\x1b[97;1:2u\x1b[97;1:3u", &[Key::Char('a'), Key::Char('a')]),
            ("\x1b[1;1:1B\x1b[1;1:3B\x1b[5;1:3~", &[Key::Down]),
            ("\x1b[27u\x1b[27;1:3u\x1b[27;2u", &[Key::Esc, Key::Esc]),
            ("\x1b[99;5u\x1b[99;5:3u\x1b[67;6u", &[Key::Ctrl('c'), Key::Ctrl('c')]),
            ("\x1b[27;5;99~\x1b[27;1;106~", &[Key::Ctrl('c'), Key::Char('j')]),
            ("\x1b[13u\x1b[9u\x1b[9;2u\x1b[127u", &[Key::Enter, Key::Tab, Key::BackTab, Key::Backspace]),
            ("\x1b[97:65;2u\x1b[97;2u\x1b[49:33;2u", &[Key::Char('A'), Key::Char('A'), Key::Char('!')]),
            // The letter that Shift would give, without Shift, and with Ctrl.
            ("\x1b[97:65u\x1b[97:65;6u", &[Key::Char('a'), Key::Ctrl('a')]),
            // A Shift of its own, Caps Lock, no character, Alt.
            ("\x1b[57441u\x1b[57358;1:1u\x1b[1114112u\x1b[0u\x1b[113;3u", &[]),
            ("\x1b[54788u", &[Key::Char('현')]),
        ];
        for (bytes, wanted) in cases {
            assert_eq!(keys(bytes), all(wanted), "{bytes:?}");
        }
    }

    #[test]
    fn a_paste_is_one_text_however_it_comes_and_even_where_its_end_does_not() {
        let paste = Decoded::Paste(PastedText::whole("q\x1b[A\r\n현"));
        assert_eq!(keys("\x1b[200~q\x1b[A\r\n현\x1b[201~"), std::slice::from_ref(&paste));
        assert_eq!(keys("\x1b[200~q\x1b[A\r\n현"), [paste]);
    }

    /// The keys that bytes with these gaps in milliseconds decode to, repeated cyclically, for a listener without a
    /// clock.
    fn with_gaps(bytes: &str, gaps: &[u64], connection: Connection) -> Vec<Decoded> {
        let (mut decoder, mut inputs) = (Decoder::new(connection), Vec::new());
        for (byte, gap) in bytes.bytes().zip(gaps.iter().cycle()) {
            if decoder.patience().is_some_and(|patience| Duration::from_millis(*gap) > patience) {
                inputs.extend(decoder.flush());
            }
            inputs.extend(decoder.feed(&[byte]));
        }
        inputs.extend(decoder.flush());
        inputs
    }

    #[test]
    fn keys_mean_the_same_however_slowly_their_bytes_come_up_to_the_promised_gap() {
        let typed =
            "\x1b[B\x1bOB\x1b[B\x1b[A]\t\x1b[6~\x1b[1;5B\x1b[Z/\x1b[200~현대화 q\x1b[201~\x7f\r\x1b[F";
        let whole = keys(typed);
        assert_eq!(whole.len(), 14);
        for (gaps, connection) in [
            (&[1][..], Connection::Local),
            (&[0, 7, 23], Connection::Local),
            (&[40, 0, 12, 31], Connection::Local),
            (&[40], Connection::Local),
            (&[85], Connection::Remote),
        ] {
            assert_eq!(with_gaps(typed, gaps, connection), whole, "{gaps:?}");
        }
        // A longer gap than the promised one gives other keys, so the test can fail.
        assert_eq!(
            with_gaps("\x1b[B", &[46], Connection::Local),
            all(&[Key::Esc, Key::Char('['), Key::Char('B')])
        );
    }

    #[test]
    fn nothing_is_waited_for_where_nothing_has_begun() {
        let mut decoder = Decoder::new(Connection::Remote);
        assert_eq!(decoder.patience(), None);
        decoder.feed(b"\x1b");
        assert_eq!(decoder.patience(), Some(REMOTE_PATIENCE));
        decoder.feed(b"[B");
        assert_eq!(decoder.patience(), None);
        decoder.feed(b"\x1b[200~");
        assert_eq!(decoder.patience(), Some(PASTE_PATIENCE));
    }

    #[test]
    fn reports_of_the_mouse_are_clicks_and_notches_of_the_wheel() {
        let at = |gesture, x, y| Decoded::Mouse(MouseInput { gesture, at: Position::new(x, y) });
        let (up, down) = (Gesture::Wheel(Direction::Backward), Gesture::Wheel(Direction::Forward));
        for (bytes, wanted) in [
            ("\x1b[<0;5;3M\x1b[<0;5;3m", vec![at(Gesture::Click, 4, 2)]),
            ("\x1b[<64;1;1M\x1b[<65;200;60M", vec![at(up, 0, 0), at(down, 199, 59)]),
            ("\x1b[<4;1;1M\x1b[<16;1;1M", vec![at(Gesture::Click, 0, 0), at(Gesture::Click, 0, 0)]),
            ("\x1b[M !!\x1b[M#!!\x1b[Ma!\"", vec![at(Gesture::Click, 0, 0), at(down, 0, 1)]),
            // Other buttons, motion, no cell.
            (
                "\x1b[<1;5;3M\x1b[<2;5;3M\x1b[<32;5;3M\x1b[<35;5;3M\x1b[<0;0;0M\x1b[<0;5M\x1b[<M\x1b[M   ",
                vec![],
            ),
            ("\x1b[<0;99999;3M\x1b[<0;1;2;3M\x1b[<;;M\x1b[32;5;3M\x1b[10;5;3M", vec![]),
        ] {
            assert_eq!(keys(bytes), wanted, "{bytes:?}");
        }
    }

    #[test]
    fn no_part_of_a_report_is_a_key_even_if_it_is_cut_off() {
        let report = "\x1b[<65;120;40M";
        for bytes in
            (3..report.len()).filter_map(|end| report.get(..end)).chain(["\x1b[M", "\x1b[M!", "\x1b[M !"])
        {
            let mut decoder = Decoder::default();
            assert_eq!(decoder.feed(bytes.as_bytes()), vec![], "{bytes:?}");
            assert_eq!(decoder.patience(), Some(REPORT_PATIENCE), "{bytes:?}");
            assert_eq!(decoder.flush(), vec![], "{bytes:?}");
            // The next key comes before the rest, which never comes.
            assert_eq!(keys(&format!("{bytes}\x1b[B")), all(&[Key::Down]), "{bytes:?}");
        }
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"\x1b[M\xe1\xc5\xb0j"), all(&[Key::Char('j')]), "bytes that are no UTF-8");
    }

    proptest! {
        /// Wherever they are split, the bytes decode to the same; and no bytes break it or keep it waiting forever.
        #[test]
        fn it_does_not_matter_where_bytes_come_apart(
            pieces in proptest::collection::vec(proptest::sample::select(vec![
                "j", "q", "현", "ㅓ", "\r", "\x1b[B", "\x1bOA", "\x1b[6~", "\x1b[1;5C", "\x1b[[A", "\x1b[I", "\x1b]11;x\x07", "\x1b]11;x\x1b\\",
                "\x1b[200~q\x1b[2\r\x1b[201~", "\u{7f}", "\x03", "\x1b[<0;5;3M", "\x1b[<65;10;10m", "\x1b[M !!", "\x1b[97;1:3u", "\x1b[27;5;99~",
            ]), 0..12),
            cuts in proptest::collection::vec(1_usize..7, 1..8),
        ) {
            let bytes = pieces.concat().into_bytes();
            let whole = Decoder::default().feed(&bytes);
            let (mut decoder, mut apart, mut rest) = (Decoder::default(), Vec::new(), &bytes[..]);
            for cut in cuts.iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (piece, after) = rest.split_at((*cut).min(rest.len()));
                apart.extend(decoder.feed(piece));
                rest = after;
            }
            prop_assert_eq!(apart, whole);
            prop_assert_eq!(decoder.flush(), vec![]);
        }

        #[test]
        fn any_bytes_come_to_an_end(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let mut decoder = Decoder::default();
            decoder.feed(&bytes);
            for _ in 0..65 {
                decoder.flush();
            }
            prop_assert_eq!(decoder.patience(), None);
        }
    }
}
