//! Tests of importing.
