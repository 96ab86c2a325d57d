//! The only module that touches a real terminal: set-up and restore, signals, events, the loop.
//!
//! Invariant: whatever ends the program, the terminal is left as it was found.

pub mod abort;
pub mod browser;
pub mod clipboard;
pub mod connection;
pub mod decode;
pub mod editor;
pub mod events;
pub mod hyperlinks;
pub mod idle;
pub mod input;
pub mod output;
pub mod paste;
pub mod run;
pub mod screen;
pub mod session;
pub mod throttle;
pub mod writer;
