//! The name that a misspelled one was probably meant to be.
//!
//! Invariant: a name that differs in more letters than a third of those typed, rounded up, is not proposed.

use super::fold::fold;

/// Maximum bytes of a name that is compared with others: the time grows with the square of the length.
const NAME_BYTES: usize = 64;

/// Of `names`, the one that `typed` was probably meant to be; upper and lower case are the same.
pub fn nearest<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(typed, names).into_iter().next()
}

/// Of `names`, those that `typed` may have been meant to be, the nearest first.
pub fn near<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    if typed.len() > NAME_BYTES {
        return Vec::new();
    }
    let typed = fold(typed);
    let furthest = typed.chars().count().div_ceil(3);
    let mut near: Vec<(usize, &str)> = names
        .into_iter()
        .filter(|name| name.len() <= NAME_BYTES)
        .map(|name| (strsim::osa_distance(&typed, &fold(name)), name))
        .filter(|&(distance, _)| distance <= furthest)
        .collect();
    near.sort_unstable();
    near.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(nearest("titel", ["id", "title", "label"]), Some("title"));
        assert_eq!(nearest("scm-53", ["scm-35", "scm-36"]), Some("scm-35"));
        assert_eq!(nearest("TITEL", ["id", "Title"]), Some("Title"));
        assert_eq!(nearest("zzz", ["id", "title"]), None);
        assert_eq!(nearest(&"t".repeat(100_000), ["title"]), None);
    }
}
