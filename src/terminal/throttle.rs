//! How much of a frame is sent now, to a terminal at the far end of a line of unknown speed.
//!
//! Invariant: while events come faster than a slow line carries frames, only as much is sent as such a line carries, so
//! that little is still on its way when they end; the whole frame follows as soon as events pause. A local terminal
//! gets every frame whole.

use std::time::{Duration, Instant};

use super::connection::Connection;

/// Bytes per second of the slowest supported line.
const RATE: usize = 2400;
/// A whole frame follows after this time without an event; it is longer than the 33 to 40 ms between the repeats of a
/// held key.
const REST: Duration = Duration::from_millis(60);
/// Maximum bytes on their way at which the list still follows a held key.
const LIST_ALLOWANCE: usize = 300;

/// The cause of a frame, which decides how much may be on its way before the frame is held back.
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
    /// The list, the header and the footer.
    ListOnly,
    /// The footer, which shows what is typed.
    FooterOnly,
    Nothing,
}

/// What has been sent, and is perhaps still on its way.
///
/// The terminal is never queried, and neither a pseudo-terminal nor sshd reports how much it holds back. So every
/// remote line counts as a slow one, but only while sent bytes are still on their way. What is held back follows when
/// nothing has happened for 60 ms.
#[derive(Debug)]
pub struct Throttle {
    connection: Connection,
    debt: usize,
    at: Instant,
    due: Option<Instant>,
}

impl Throttle {
    pub fn new(connection: Connection, now: Instant) -> Self {
        Self { connection, debt: 0, at: now, due: None }
    }

    /// How much of the frame that an event caused is sent now.
    pub fn share(&mut self, cause: Cause, now: Instant) -> Share {
        let debt = self.debt(now);
        if self.connection == Connection::Local || debt <= cause.allowance() {
            self.due = None;
            return Share::Whole;
        }
        self.due = Some(now + REST);
        if debt <= LIST_ALLOWANCE { Share::ListOnly } else { Share::FooterOnly }
    }

    /// When the whole frame is due, if one was held back.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// The whole frame was sent.
    pub fn rested(&mut self) {
        self.due = None;
    }

    pub fn sent(&mut self, bytes: usize, now: Instant) {
        self.debt = self.debt(now) + bytes;
        self.at = now;
    }

    fn debt(&self, now: Instant) -> usize {
        let elapsed = now.saturating_duration_since(self.at).as_millis();
        let carried = elapsed * RATE as u128 / 1000;
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
            let mut throttle = Throttle::new(Connection::Remote, start);
            let (mut sent, mut now) = (0, start);
            for _ in 0..5000 / every {
                // A frame that is due between two keys goes out between them.
                if let Some(due) = throttle.due().filter(|due| *due <= now) {
                    throttle.rested();
                    throttle.sent(whole, due);
                    sent += whole;
                }
                let bytes = match throttle.share(Cause::Moved, now) {
                    Share::Whole => whole,
                    Share::ListOnly => lean,
                    Share::FooterOnly | Share::Nothing => 0,
                };
                throttle.sent(bytes, now);
                sent += bytes;
                now += Duration::from_millis(every);
            }
            assert!(sent <= 5 * RATE + whole, "{sent} bytes with a key every {every} ms");
            assert!(throttle.debt(now) <= whole, "{} bytes on their way at the end", throttle.debt(now));
        }
    }

    #[test]
    fn at_a_desk_a_held_key_is_answered_whole_each_time() {
        let start = Instant::now();
        let mut throttle = Throttle::new(Connection::Local, start);
        for step in 0..100 {
            let now = start + Duration::from_millis(step * 5);
            assert_eq!((throttle.share(Cause::Moved, now), throttle.due()), (Share::Whole, None));
            throttle.sent(30_000, now);
        }
    }

    #[test]
    fn keys_pressed_one_by_one_and_letters_are_answered_whole_and_at_once() {
        let start = Instant::now();
        let mut throttle = Throttle::new(Connection::Remote, start);
        for step in 0..10 {
            let now = start + Duration::from_millis(step * 600);
            assert_eq!(throttle.share(Cause::Moved, now), Share::Whole);
            throttle.sent(1400, now);
        }
        let mut throttle = Throttle::new(Connection::Remote, start);
        for step in 0..12 {
            let now = start + Duration::from_millis(step * 150);
            assert_eq!(throttle.share(Cause::Typed, now), Share::Whole, "letter {step}");
            throttle.sent(600, now);
        }
    }

    #[test]
    fn what_is_held_back_is_due_soon_after_the_last_event() {
        let start = Instant::now();
        let mut throttle = Throttle::new(Connection::Remote, start);
        throttle.sent(6000, start);
        assert_eq!(throttle.share(Cause::Moved, start), Share::FooterOnly);
        assert_eq!(throttle.due(), Some(start + REST));
        assert_eq!(throttle.share(Cause::Resized, start), Share::Whole);
        assert_eq!(throttle.due(), None);
    }
}
