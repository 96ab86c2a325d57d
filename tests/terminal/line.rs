//! The line between reader and program: its speed, its delay, and how it splits what it carries.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Pieces that a slow line carries in a second.
const PIECES: u32 = 50;

/// A line; by default one that carries everything at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Line {
    /// Bytes per second toward the reader; `None` without a limit.
    pub(crate) rate: Option<u32>,
    /// The delay of each direction.
    pub(crate) delay: Duration,
    /// Gaps between the bytes of a key, used cyclically; empty for none.
    pub(crate) gaps: Vec<Duration>,
}

/// Something on its way, and when it arrives.
type Sent = (Instant, Vec<u8>);

impl Line {
    /// Puts the line between: returns the reader's ends of it, and a switch that holds back what the program sends.
    pub(crate) fn between(
        self,
        input: Box<dyn Write + Send>,
        output: Box<dyn Read + Send>,
    ) -> (Box<dyn Write + Send>, Receiver<Vec<u8>>, Arc<AtomicBool>) {
        let held = Arc::new(AtomicBool::new(false));
        let (sender, received) = channel();
        let stop = Arc::clone(&held);
        let line = self.clone();
        if self.delay.is_zero() {
            thread::spawn(move || line.carry(output, &stop, |piece| sender.send(piece).is_ok()));
        } else {
            let (under_way, arriving) = channel();
            let delay = self.delay;
            thread::spawn(move || {
                line.carry(output, &stop, |piece| under_way.send((Instant::now() + delay, piece)).is_ok());
            });
            thread::spawn(move || arrive(&arriving, |piece| sender.send(piece).is_ok()));
        }
        (self.keys(input), received, held)
    }

    fn carry(
        self,
        mut output: Box<dyn Read + Send>,
        held: &AtomicBool,
        mut send: impl FnMut(Vec<u8>) -> bool,
    ) {
        let size = self.rate.map_or(65536, |rate| usize::try_from(rate / PIECES).unwrap());
        let mut piece = vec![0; size];
        loop {
            while held.load(Ordering::SeqCst) {
                thread::sleep(Duration::from_millis(1));
            }
            let Ok(read @ 1..) = output.read(&mut piece) else { return };
            if !send(piece[..read].to_vec()) {
                return;
            }
            if let Some(rate) = self.rate {
                thread::sleep(Duration::from_secs_f64(read as f64 / f64::from(rate)));
            }
        }
    }

    fn keys(self, mut input: Box<dyn Write + Send>) -> Box<dyn Write + Send> {
        if self.delay.is_zero() && self.gaps.is_empty() {
            return input;
        }
        let (sender, arriving): (Sender<Sent>, Receiver<Sent>) = channel();
        let mut gaps = self.gaps.into_iter().cycle();
        thread::spawn(move || {
            arrive(&arriving, |piece| {
                let single = gaps.size_hint().0 > 0;
                let pieces: Vec<&[u8]> = if single { piece.chunks(1).collect() } else { vec![&piece] };
                pieces.into_iter().all(|piece| {
                    thread::sleep(gaps.next().unwrap_or_default());
                    input.write_all(piece).is_ok()
                })
            });
        });
        Box::new(Keys { sender, delay: self.delay })
    }
}

/// Passes on what arrives, at its time.
fn arrive(arriving: &Receiver<Sent>, mut hand_on: impl FnMut(Vec<u8>) -> bool) {
    while let Ok((when, piece)) = arriving.recv() {
        thread::sleep(when.saturating_duration_since(Instant::now()));
        if !hand_on(piece) {
            return;
        }
    }
}

/// The reader's end for keys.
struct Keys {
    sender: Sender<Sent>,
    delay: Duration,
}

impl Write for Keys {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        // If the line is cut, keys are lost.
        let _ = self.sender.send((Instant::now() + self.delay, bytes.to_vec()));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
