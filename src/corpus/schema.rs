//! The published JSON Schema of a dataset.
//!
//! Invariant: `data/schema.json` is what the types of [`super::model`] say; a test compares them, and
//! `LINCHPIN_BLESS=1 cargo test schema` writes the file anew.

/// The JSON Schema of a dataset, as `linchpin schema` prints it.
pub const SCHEMA_JSON: &str = include_str!("../../data/schema.json");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::model::Dataset;
    use serde_json::Value;

    fn generated() -> String {
        let schema = schemars::schema_for!(Dataset);
        format!("{}\n", serde_json::to_string_pretty(&schema).unwrap())
    }

    #[test]
    fn the_published_schema_is_what_the_types_say() {
        let generated = generated();
        if std::env::var_os("LINCHPIN_BLESS").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/data/schema.json"), &generated).unwrap();
            return;
        }
        assert!(
            SCHEMA_JSON == generated,
            "data/schema.json is out of date: LINCHPIN_BLESS=1 cargo test schema"
        );
    }

    #[test]
    fn strings_answers_and_closed_objects_are_described() {
        let schema: Value = serde_json::from_str(SCHEMA_JSON).unwrap();
        let at = |path: &str| schema.pointer(path).unwrap_or_else(|| panic!("no {path}"));
        assert_eq!(at("/properties/title/type"), "string");
        assert_eq!(at("/additionalProperties"), false);
        assert_eq!(at("/$defs/Meaning/properties/answers/type"), "object");
        assert_eq!(at("/$defs/Meaning/properties/answers/additionalProperties/$ref"), "#/$defs/Answer");
        assert!(at("/$defs/Passage/properties/id/description").as_str().unwrap().contains("scm-35/1"));
        assert!(at("/$defs/Check/required").as_array().unwrap().contains(&Value::from("note")));
    }
}
