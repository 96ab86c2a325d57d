//! Ends a session in which no key was pressed for a while, if the session is restricted.
//!
//! Invariant: a warning is shown before a session ends, and any key keeps the session.

use std::time::{Duration, Instant};

/// How long the warning is shown; half of the limit if that is shorter.
const WARNING: Duration = Duration::from_mins(1);

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdleEvent {
    /// Show a warning; the session ends in this many seconds.
    Warn(u64),
    End,
}

#[derive(Debug)]
pub struct Idle {
    limit: Option<Duration>,
    since: Instant,
    warned: bool,
}

impl Idle {
    /// Without a limit the session never ends.
    pub fn new(limit: Option<Duration>, now: Instant) -> Self {
        Self { limit, since: now, warned: false }
    }

    /// A key was pressed.
    pub fn touched(&mut self, now: Instant) {
        (self.since, self.warned) = (now, false);
    }

    fn warning(limit: Duration) -> Duration {
        WARNING.min(limit.checked_div(2).unwrap_or_default())
    }

    /// When something is due next.
    pub fn due(&self) -> Option<Instant> {
        let limit = self.limit?;
        self.since.checked_add(if self.warned { limit } else { limit.saturating_sub(Self::warning(limit)) })
    }

    /// What is due now, if anything.
    pub fn take_due(&mut self, now: Instant) -> Option<IdleEvent> {
        self.due().filter(|due| *due <= now)?;
        if self.warned {
            return Some(IdleEvent::End);
        }
        self.warned = true;
        self.limit.map(|limit| IdleEvent::Warn(Self::warning(limit).as_secs().max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_warns_then_ends_and_any_key_keeps_it() {
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        let mut idle = Idle::new(Some(Duration::from_mins(15)), start);
        assert_eq!(idle.due(), Some(after(840)));
        assert_eq!(idle.take_due(after(839)), None);
        assert_eq!(idle.take_due(after(840)), Some(IdleEvent::Warn(60)));
        assert_eq!(idle.take_due(after(841)), None);
        idle.touched(after(850));
        assert_eq!((idle.take_due(after(1000)), idle.due()), (None, Some(after(850 + 840))));
        assert_eq!(idle.take_due(after(1690)), Some(IdleEvent::Warn(60)));
        assert_eq!(idle.take_due(after(1750)), Some(IdleEvent::End));
        assert_eq!(Idle::new(None, start).due(), None);
        assert_eq!(
            Idle::new(Some(Duration::from_secs(10)), start).take_due(after(5)),
            Some(IdleEvent::Warn(5))
        );
    }
}
