//! Tests of the store of marks: several processes at once, killed processes, disks that are full or cannot be written,
//! files that are no marks.

use std::env;
use std::fmt::Display;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use linchpin::store::marks::{Mark, Marks, SaveState};
use linchpin::text::safe::{Text, Typed};
use tempfile::TempDir;

/// The variable that gives a worker its task.
const TASK: &str = "LINCHPIN_TASK";
const FOLDER: &str = "LINCHPIN_FOLDER";

fn mark(passage: &str, note: &str) -> Mark {
    let mut mark = Mark::new(&Text::new("dataset"), &Text::new(passage), &Text::new("the words"));
    mark.note = Typed::new(note);
    mark
}

fn notes(folder: &Path) -> Vec<String> {
    let kept = Marks::in_folder(folder.to_owned()).read().unwrap();
    assert_eq!((kept.damaged, kept.newer), (0, 0), "every record is whole");
    let mut notes: Vec<String> = kept.marks.iter().map(|mark| mark.note.to_string()).collect();
    notes.sort();
    notes
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

/// This test binary again, as a worker.
pub(crate) fn worker(task: &str, folder: &Path) -> Command {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--ignored", "--exact", "marks::work"]).env(TASK, task).env(FOLDER, folder);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

#[test]
#[ignore = "run by the others, in processes of its own"]
fn work() {
    let (Ok(task), Some(folder)) = (env::var(TASK), env::var_os(FOLDER)) else { return };
    let marks = Marks::in_folder(PathBuf::from(folder));
    match task.split_once(' ').unwrap_or((&task, "")) {
        ("many", worker) => {
            for count in 0..200 {
                marks.save(&mark(&format!("p/{worker}-{count}"), &format!("{worker}-{count}"))).unwrap();
            }
        }
        // Each has the note as it was when the session began, and what it has written itself.
        ("one", worker) => {
            let mut before: Vec<String> =
                marks.read().unwrap().marks.iter().map(|m| m.file.clone()).collect();
            for count in 0..200 {
                let mut next = mark("p/1", &format!("{worker}-{count}"));
                next.replaces = before;
                marks.save(&next).unwrap();
                before = vec![next.file];
            }
        }
        ("first", _) => marks.save(&mark("p/1", "first")).unwrap(),
        ("next", _) => {
            let mut next = mark("p/1", "next");
            next.replaces = vec![marks.read().unwrap().marks[0].file.clone()];
            marks.save(&next).unwrap();
        }
        ("none", _) => marks.remove(&[marks.read().unwrap().marks[0].file.clone()]).unwrap(),
        // The same note again and again, until it is killed.
        ("ever", _) => {
            for count in 0_u64.. {
                let old = marks.read().unwrap().marks;
                let mut next = mark("p/1", &format!("whole {count} {}", "x".repeat(3000)));
                next.replaces = old.iter().map(|mark| mark.file.clone()).collect();
                marks.save(&next).unwrap();
            }
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn eight_processes_that_save_two_hundred_marks_each_lose_none() {
    let folder = TempDir::new().unwrap();
    let workers: Vec<Child> =
        (0..8).map(|at| worker(&format!("many {at}"), folder.path()).spawn().unwrap()).collect();
    for mut worker in workers {
        assert!(worker.wait().unwrap().success());
    }
    let mut wanted: Vec<String> = (0..8).flat_map(|w| (0..200).map(move |c| format!("{w}-{c}"))).collect();
    wanted.sort();
    assert_eq!(notes(folder.path()), wanted);
    assert_eq!(names(folder.path()).len(), 1600, "and leave nothing else");
}

#[test]
fn eight_processes_that_edit_one_note_keep_the_last_of_each() {
    let folder = TempDir::new().unwrap();
    Marks::in_folder(folder.path().to_owned()).save(&mark("p/1", "before")).unwrap();
    let workers: Vec<Child> =
        (0..8).map(|at| worker(&format!("one {at}"), folder.path()).spawn().unwrap()).collect();
    for mut worker in workers {
        assert!(worker.wait().unwrap().success());
    }
    // Those that began late may have read, and replaced, what others had written by then.
    let notes = notes(folder.path());
    assert!(!notes.contains(&"before".to_owned()) && !notes.is_empty(), "{notes:?}");
    let last_of = |worker: usize| notes.contains(&format!("{worker}-199"));
    assert_eq!((0..8).filter(|worker| last_of(*worker)).count(), notes.len(), "one of each: {notes:?}");
}

#[test]
fn a_thousand_kills_leave_the_old_note_or_the_new_one() {
    let folder = TempDir::new().unwrap();
    let marks = Marks::in_folder(folder.path().to_owned());
    marks.save(&mark("p/1", "whole 0 x")).unwrap();
    let mut seed = 20_251_114_u64;
    for kill in 0..1000 {
        let before = names(folder.path());
        let mut worker = worker("ever", folder.path()).spawn().unwrap();
        let start = Instant::now();
        while names(folder.path()) == before {
            assert!(start.elapsed() < Duration::from_secs(20), "the worker writes");
        }
        // A linear congruential generator (Knuth): the same thousand delays each run.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_micros((seed >> 33) % 3000));
        worker.kill().unwrap();
        worker.wait().unwrap();
        let kept = marks.read().unwrap();
        assert_eq!(kept.damaged, 0, "after kill {kill}");
        assert!(!kept.marks.is_empty(), "after kill {kill} the note is gone");
        for mark in &kept.marks {
            let note = mark.note.as_typed();
            assert!(note.starts_with("whole ") && note.ends_with('x'), "after kill {kill}");
        }
    }
}

/// A small file system; `None`, with a message, if none can be mounted.
struct Small(TempDir);

impl Small {
    fn mount() -> Option<Self> {
        let small = Self(TempDir::new().unwrap());
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=16k", "tmpfs"])
            .arg(small.0.path())
            .output();
        if mount.is_ok_and(|mount| mount.status.success()) {
            return Some(small);
        }
        eprintln!("skipped: no file system can be mounted here");
        None
    }

    fn set(&self, option: &str) {
        let remount =
            Command::new("mount").args(["-o", &format!("remount,{option}")]).arg(self.0.path()).status();
        assert!(remount.unwrap().success());
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

/// Every file and its content.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> =
        names(folder).into_iter().map(|name| (fs::read(folder.join(&name)).unwrap(), name)).collect();
    all.sort();
    all.into_iter().map(|(bytes, name)| (name, bytes)).collect()
}

#[test]
fn a_full_disk_and_one_that_cannot_be_written_keep_what_was_there() {
    let Some(small) = Small::mount() else { return };
    let folder = small.0.path().join("marks");
    let marks = Marks::in_folder(folder.clone());
    let old = mark("p/1", "old");
    marks.save(&old).unwrap();
    let file = old.file;
    let before = contents(&folder);
    let mut next = mark("p/1", &"much more ".repeat(3000));
    next.replaces = vec![file.clone()];
    assert_eq!(marks.save(&next).unwrap_err().kind(), std::io::ErrorKind::StorageFull);
    assert_eq!(contents(&folder), before, "nothing is lost, nothing is left behind");
    small.set("ro");
    next.note = Typed::new("new");
    assert_eq!(marks.save(&next).unwrap_err().kind(), std::io::ErrorKind::ReadOnlyFilesystem);
    assert!(marks.remove(&[file]).is_err());
    assert_eq!(contents(&folder), before);
    small.set("rw");
    marks.save(&next).unwrap();
    assert_eq!(notes(&folder), ["new"]);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_and_an_empty_one_is_none() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("file"), "in the way").unwrap();
    let marks = Marks::in_folder(folder.path().join("file/marks"));
    assert!(marks.save(&mark("p/1", "")).is_err() && marks.read().is_err());
    assert_eq!(fs::read_to_string(folder.path().join("file")).unwrap(), "in the way");
    assert!(Marks::in_folder(folder.path().join("none")).read().unwrap().marks.is_empty());
    assert_eq!(names(folder.path()), ["file"], "reading makes nothing");
}

#[test]
fn what_is_no_mark_is_passed_over_or_set_aside_and_the_rest_loads() {
    let folder = TempDir::new().unwrap();
    let marks = Marks::in_folder(folder.path().to_owned());
    marks.save(&mark("p/1", "good")).unwrap();
    let at = |name: &str| folder.path().join(name);
    assert!(Command::new("mkfifo").arg(at("pipe.json")).status().unwrap().success());
    fs::create_dir(at("folder.json")).unwrap();
    symlink("/dev/zero", at("link.json")).unwrap();
    fs::write(at("README"), "notes of my own").unwrap();
    fs::write(at(".killed.new"), "{\"schema\":1,").unwrap();
    // The meaning of the same fields for a newer program is unknown.
    let newer = serde_json::to_string(&mark("p/2", "newer")).unwrap().replace("\"schema\":1", "\"schema\":7");
    fs::write(at("newer.json"), newer).unwrap();
    for (name, text) in [
        ("empty.json", ""),
        ("bin\u{1b}ary.json", "\0\u{1}"),
        ("half.json", "{\"schema\":1,\"dataset\":\"d\""),
        ("bare.json", "{\"schema\":1}"),
    ] {
        fs::write(at(name), text).unwrap();
    }
    fs::File::create(at("vast.json")).unwrap().set_len(100 << 20).unwrap();
    let kept = marks.read().unwrap();
    assert_eq!((kept.marks.len(), kept.damaged, kept.newer), (1, 5, 1));
    let mut left = names(folder.path());
    left.retain(|name| !name.contains(".json.bad") && *name != *kept.marks[0].file);
    left.sort();
    assert_eq!(
        left,
        [".killed.new", "README", "folder.json", "link.json", "newer.json", "pipe.json", "vast.json"]
    );
    assert_eq!(
        marks.read().unwrap().damaged,
        1,
        "set aside once; what is too long to be ours stays where it is"
    );
}

#[test]
fn what_is_longer_than_can_be_read_is_not_called_saved() {
    let folder = TempDir::new().unwrap();
    let marks = Marks::in_folder(folder.path().to_owned());
    let around = serde_json::to_vec_pretty(&mark("p/1", "x")).unwrap().len() - 1;
    let longest = "x".repeat((1 << 20) - around);
    marks.save(&mark("p/1", &longest)).unwrap();
    assert_eq!(notes(folder.path()), [&*longest]);
    let refused = marks.save(&mark("p/2", &format!("{longest}x"))).unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::FileTooLarge);
    assert_eq!(names(folder.path()).len(), 1);
}

#[test]
fn a_file_that_goes_while_the_marks_are_read_is_no_damaged_one_and_what_comes_is_read() {
    let folder = TempDir::new().unwrap();
    let marks = Marks::in_folder(folder.path().to_owned());
    let old = mark("p/1", "old");
    marks.save(&old).unwrap();
    let mut new = old.clone().anew(vec![old.file]);
    new.note = Typed::new("new");
    let kept = marks.reading().go_on_while(&|| marks.save(&new).is_ok()).unwrap();
    assert_eq!((kept.marks.len(), kept.damaged), (1, 0));
    assert_eq!(kept.marks[0].note.as_typed(), "new");
    assert_eq!(kept.marks[0].state, SaveState::Saved);
    assert_eq!(kept.marks[0].clone().anew(Vec::new()).state, SaveState::Pending);
}

#[test]
fn drafts_that_cannot_be_read_are_counted_with_the_marks() {
    let folder = TempDir::new().unwrap();
    let marks = Marks::in_folder(folder.path().to_owned());
    fs::create_dir(folder.path().join("drafts")).unwrap();
    for (name, text) in [("newer.json", "{\"schema\":2}"), ("broken.json", "{")] {
        fs::write(folder.path().join("drafts").join(name), text).unwrap();
    }
    let kept = marks.read().unwrap();
    assert_eq!((kept.newer, kept.damaged), (1, 1));
}

#[test]
fn a_file_set_aside_is_never_written_over() {
    let folder = TempDir::new().unwrap();
    let [broken, aside] = ["a.json", "a.json.bad"].map(|name| folder.path().join(name));
    fs::write(&broken, "{").unwrap();
    fs::write(&aside, "set aside before").unwrap();
    for _ in 0..2 {
        assert_eq!(Marks::in_folder(folder.path().to_owned()).read().unwrap().damaged, 1);
    }
    assert_eq!(fs::read_to_string(aside).unwrap(), "set aside before");
    assert_eq!(fs::read_to_string(broken).unwrap(), "{");
}

#[test]
fn a_save_removes_what_it_replaces_and_nothing_else_of_its_passage() {
    let folder = TempDir::new().unwrap();
    let marks = Marks::in_folder(folder.path().to_owned());
    let (one, other, mut third) = (mark("p/1", "one"), mark("p/1", "other"), mark("p/1", "third"));
    for mark in [&one, &other] {
        marks.save(mark).unwrap();
    }
    third.replaces = vec![one.file];
    marks.save(&third).unwrap();
    assert_eq!(notes(folder.path()), ["other", "third"]);
    marks.remove(&[third.file]).unwrap();
    assert_eq!(notes(folder.path()), ["other"]);
}

#[test]
fn nothing_outside_the_folder_can_be_named_for_removal() {
    let folder = TempDir::new().unwrap();
    let inside = folder.path().join("marks");
    let marks = Marks::in_folder(inside.clone());
    fs::write(folder.path().join("mine.json"), "mine").unwrap();
    let mut hostile = mark("p/1", "");
    let outside = folder.path().join("mine.json");
    hostile.replaces = ["../mine.json", "..", ".", "", outside.to_str().unwrap()].map(str::to_owned).to_vec();
    marks.save(&hostile).unwrap();
    assert_eq!(fs::read_to_string(outside).unwrap(), "mine");
    assert_eq!(names(&inside).len(), 1);
}

#[test]
fn what_a_record_holds_cannot_act_on_a_terminal() {
    let folder = TempDir::new().unwrap();
    let text =
        r#"{"schema":1,"dataset":"d\u001b[2J","passage":"p\u202e","quote":"q\u0007","note":"n\u200b"}"#;
    fs::write(folder.path().join("a.json"), text).unwrap();
    let kept = Marks::in_folder(folder.path().to_owned()).read().unwrap();
    let mark = &kept.marks[0];
    let shown =
        [&mark.dataset as &dyn Display, &mark.passage, &mark.quote, &mark.note].map(ToString::to_string);
    assert_eq!(shown, ["d⟦001B⟧[2J", "p⟦202E⟧", "q⟦0007⟧", "n⟦200B⟧"]);
}

#[test]
fn what_a_mark_replaced_does_not_come_back_with_its_removal() {
    let folder = TempDir::new().unwrap();
    let marks = Marks::in_folder(folder.path().to_owned());
    let old = mark("p/1", "old");
    marks.save(&old).unwrap();
    let old = old.file;
    let text = fs::read(folder.path().join(&old)).unwrap();
    let mut next = mark("p/1", "new");
    next.replaces = vec![old.clone()];
    marks.save(&next).unwrap();
    // As if the program had been killed between the two.
    fs::write(folder.path().join(&old), text).unwrap();
    assert_eq!(notes(folder.path()), ["new"]);
    marks.remove(&[next.file]).unwrap();
    assert_eq!(notes(folder.path()), [""; 0]);
}

#[test]
fn what_was_left_half_written_long_ago_goes_when_the_marks_are_read() {
    let folder = TempDir::new().unwrap();
    let [old, fresh] =
        [".aaaaaaaaaaaaaaaa.new", ".bbbbbbbbbbbbbbbb.new"].map(|name| folder.path().join(name));
    for path in [&old, &fresh] {
        fs::write(path, "{").unwrap();
    }
    assert!(Command::new("touch").args(["-d", "2 days ago"]).arg(&old).status().unwrap().success());
    let marks = Marks::in_folder(folder.path().to_owned());
    marks.read().unwrap();
    assert!(!old.exists() && fresh.exists());
}
