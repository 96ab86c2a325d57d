//! How much of a frame goes out now, on a line whose speed is not known.
//!
//! Invariant: while events come faster than a slow line carries frames, what is sent stays below what such a line
//! carries, so that nothing is on its way for long when they end; the whole frame follows as soon as they rest.
//!
//! A terminal is never asked, and neither a pseudo-terminal nor sshd tells how much they hold back; so every line is
//! taken for a slow one, but only while a debt of sent bytes stands. What is held back follows when nothing has happened for 60 ms.

use std::time::{Duration, Instant};

/// What the slowest line that we care for carries in a second, in bytes.
const RATE: usize = 2400;
/// A whole frame follows when nothing has happened for so long; more than the 33 to 40 ms between the repeats of a
/// key that is held.
const REST: Duration = Duration::from_millis(60);
/// With more than this on its way, not even the list follows a key that is held.
const LEAN: usize = 300;

/// What a frame comes of: how much may be on its way before the frame is held back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Moved,
    Typed,
    Resized,
}

impl Cause {
    fn allowance(self) -> usize {
        match self {
            Self::Moved => 0,
            Self::Typed => 4000,
            Self::Resized => 30_000,
        }
    }
}

/// How much of a frame is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    Whole,
    /// The list and the line of keys.
    Lean,
    /// The line of keys, which shows what is typed.
    Line,
    Nothing,
}

/// What has been sent, and is perhaps still on its way.
#[derive(Debug)]
pub struct Pace {
    debt: usize,
    at: Instant,
    due: Option<Instant>,
}

impl Pace {
    pub fn new(now: Instant) -> Self {
        Self { debt: 0, at: now, due: None }
    }

    /// How much of the frame that comes of an event goes out now.
    pub fn share(&mut self, cause: Cause, now: Instant) -> Share {
        let debt = self.debt(now);
        if debt <= cause.allowance() {
            self.due = None;
            return Share::Whole;
        }
        self.due = now.checked_add(REST);
        if debt <= LEAN { Share::Lean } else { Share::Line }
    }

    /// When the whole frame is due, where one was held back.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// The whole frame goes out.
    pub fn rested(&mut self) {
        self.due = None;
    }

    pub fn sent(&mut self, bytes: usize, now: Instant) {
        self.debt = self.debt(now).saturating_add(bytes);
        self.at = now;
    }

    fn debt(&self, now: Instant) -> usize {
        let elapsed = now.saturating_duration_since(self.at).as_millis();
        let carried = elapsed.saturating_mul(RATE as u128) / 1000;
        self.debt.saturating_sub(carried.try_into().unwrap_or(usize::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_key_sends_no_more_than_a_slow_line_carries() {
        let (whole, lean) = (1400, 120);
        for every in [20, 33, 40, 50] {
            let start = Instant::now();
            let mut pace = Pace::new(start);
            let (mut sent, mut now) = (0, start);
            for _ in 0..5000 / every {
                // A frame that is due between two keys goes out between them.
                if let Some(due) = pace.due().filter(|due| *due <= now) {
                    pace.rested();
                    pace.sent(whole, due);
                    sent += whole;
                }
                let bytes = match pace.share(Cause::Moved, now) {
                    Share::Whole => whole,
                    Share::Lean => lean,
                    Share::Line | Share::Nothing => 0,
                };
                pace.sent(bytes, now);
                sent += bytes;
                now += Duration::from_millis(every);
            }
            assert!(sent <= 5 * RATE + whole, "{sent} bytes with a key every {every} ms");
            assert!(pace.debt(now) <= whole, "{} bytes on their way at the end", pace.debt(now));
        }
    }

    #[test]
    fn keys_pressed_one_by_one_and_letters_are_answered_whole_and_at_once() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        for step in 0..10 {
            let now = start + Duration::from_millis(step * 600);
            assert_eq!(pace.share(Cause::Moved, now), Share::Whole);
            pace.sent(1400, now);
        }
        let mut pace = Pace::new(start);
        for step in 0..12 {
            let now = start + Duration::from_millis(step * 150);
            assert_eq!(pace.share(Cause::Typed, now), Share::Whole, "letter {step}");
            pace.sent(600, now);
        }
    }

    #[test]
    fn what_is_held_back_is_due_soon_after_the_last_event() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        pace.sent(6000, start);
        assert_eq!(pace.share(Cause::Moved, start), Share::Line);
        assert_eq!(pace.due(), Some(start + REST));
        assert_eq!(pace.share(Cause::Resized, start), Share::Whole);
        assert_eq!(pace.due(), None);
    }
}
