//! `linchpin new`: the dataset to start from.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{BINARY, found, found_json, list, said, text};

const START: &str = include_str!("../../data/start.json");

fn path(file: &Path) -> &str {
    file.to_str().unwrap()
}

#[test]
fn it_goes_to_the_standard_output_or_to_a_file() {
    assert_eq!(found(&["new"]), START);
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.json");
    let (code, out, stderr) = said(&["new", path(&file)]);
    assert_eq!((code, &*out), (0, ""));
    assert!(
        stderr.contains("mine.json: written; every line in it is an example\nhint: `linchpin --data "),
        "{stderr}"
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), START);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn it_is_sound_as_it_is_and_says_of_every_part_that_it_is_an_example() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("mine.json");
    said(&["new", path(&file)]);
    assert!(
        found(&["check", "--fix", path(&file)]).ends_with("mine.json: sound: 2 statements · 3 passages\n")
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), START);
    let show = |id: &str| found_json(&["show", id, "--data", path(&file), "--json"]);
    for (id, passages) in [("council-1998", 2), ("mayor-2011", 1)] {
        let statement = &show(id)["statement"];
        assert!(text(&statement["title"]).starts_with("EXAMPLE, invented: "));
        let held = list(&statement["passages"]);
        assert_eq!(held.len(), passages);
        for passage in held {
            let words = text(&passage["text"]);
            assert!(
                words.starts_with("This is an invented example: ") || words.starts_with("EXAMPLE. "),
                "{words}"
            );
        }
    }
}

#[test]
fn nothing_is_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    fs::write(at("file"), "mine").unwrap();
    fs::create_dir(at("folder")).unwrap();
    std::os::unix::fs::symlink("nowhere", at("link")).unwrap();
    for name in ["file", "folder", "link"] {
        let (code, out, stderr) = said(&["new", path(&at(name))]);
        assert_eq!((code, &*out), (2, ""));
        assert!(
            stderr.contains(&format!("{name} is there already, and is left as it is\nhint: ")),
            "{stderr}"
        );
    }
    assert_eq!(fs::read_to_string(at("file")).unwrap(), "mine");
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 3);
    let (code, _, stderr) = said(&["new", path(&at("none/mine.json"))]);
    assert!(code == 2 && stderr.contains("mine.json: it was not written: "), "{stderr}");
}

#[test]
fn it_is_there_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    // No file can grow here, as on a full disk.
    let full = format!("trap '' XFSZ; ulimit -f 0; {BINARY} new mine.json");
    let output = Command::new("sh").args(["-c", &full]).current_dir(dir.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}
