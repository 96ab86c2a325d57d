//! stub
pub mod citation;
