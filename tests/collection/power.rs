//! What a power cut would leave: each test checks what was synced, and when, by the time the program reports success.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::disk::WatchedDisk;
use crate::marks::worker;

const TEXT: &str = "Joint Statement of the Zembla Council\n\nOnhava, 3 May 2031\n\n1. The ministers met.\n";

impl WatchedDisk {
    /// Fails unless a power cut now would leave the file as it is: written and synced under another name, then renamed, then
    /// its folder synced.
    fn keeps(&self, path: &Path) {
        let trace = fs::read_to_string(&self.trace).unwrap_or_default();
        let file = fs::metadata(path).unwrap();
        let synced = format!("file {} {} ", file.ino(), file.size());
        let synced =
            trace.lines().position(|line| line.starts_with(&synced) && line.strip_suffix(".new").is_some());
        let name = path.file_name().unwrap().to_str().unwrap();
        let entry = format!("{}:{name}", file.ino());
        let listed = self.listing(path.parent().unwrap());
        let listed = listed.filter(|(_, names)| names.contains(&entry)).map(|(at, _)| at);
        assert!(synced.is_some() && synced < listed, "{name} ({synced:?}, {listed:?}):\n{trace}");
    }

    /// Fails if a power cut now would bring the file back.
    fn forgets(&self, path: &Path) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let (_, names) = self.listing(path.parent().unwrap()).unwrap();
        assert!(
            !path.exists() && names.iter().all(|entry| !entry.ends_with(&format!(":{name}"))),
            "{names:?}"
        );
    }

    /// Fails unless there was a moment from which on a power cut would leave all of these files of a folder.
    fn knew(&self, paths: [&Path; 2]) {
        let trace = fs::read_to_string(&self.trace).unwrap();
        let names = paths.iter().map(|path| format!(":{}", path.file_name().unwrap().to_str().unwrap()));
        let names: Vec<String> = names.collect();
        let has_all =
            |line: &str| names.iter().all(|name| line.split('/').any(|entry| entry.ends_with(name)));
        assert!(trace.lines().any(|line| line.starts_with("folder ") && has_all(line)), "{trace}");
    }

    /// The last line that says what is in a folder, and what it says.
    fn listing(&self, folder: &Path) -> Option<(usize, Vec<String>)> {
        let trace = fs::read_to_string(&self.trace).unwrap_or_default();
        let of = format!("folder {}/", fs::metadata(folder).unwrap().ino());
        let lines: Vec<&str> = trace.lines().collect();
        let at = lines.iter().rposition(|line| line.starts_with(&of))?;
        Some((at, lines[at].split('/').skip(1).map(str::to_owned).collect()))
    }
}

/// Runs a command that must succeed.
fn run(disk: &WatchedDisk, command: &mut Command) {
    let _ = fs::remove_file(&disk.trace);
    let output = command.envs(disk.variables()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
}

/// The program in a home of its own.
fn linchpin(home: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linchpin"));
    command.args(line.split(' ')).env_clear().env("HOME", home).current_dir(home);
    command
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect()
}

#[test]
fn a_mark_that_is_called_saved_or_removed_is_so_after_a_power_cut() {
    let (home, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let Some(disk) = WatchedDisk::new(home.path()) else { return };
    run(&disk, &mut worker("first", folder.path()));
    let first = files(folder.path());
    disk.keeps(&first[0]);
    run(&disk, &mut worker("next", folder.path()));
    let next = files(folder.path());
    assert_eq!((first.len(), next.len()), (1, 1));
    disk.keeps(&next[0]);
    disk.forgets(&first[0]);
    // At every moment one of the two exists.
    disk.knew([&first[0], &next[0]]);
    run(&disk, &mut worker("none", folder.path()));
    disk.forgets(&next[0]);
}

#[test]
fn what_is_imported_or_written_is_there_after_a_power_cut() {
    let (home, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let Some(disk) = WatchedDisk::new(folder.path()) else { return };
    let at = |name: &str| home.path().join(name);
    fs::write(at("zembla.txt"), TEXT).unwrap();
    run(&disk, &mut linchpin(home.path(), "import zembla.txt --keep"));
    let kept = files(&at(".local/share/linchpin/collection"));
    assert_eq!(kept.len(), 1);
    disk.keeps(&kept[0]);
    let id = kept[0].file_stem().unwrap().to_str().unwrap();
    run(&disk, &mut linchpin(home.path(), &format!("collection remove {id}")));
    disk.forgets(&kept[0]);
    run(&disk, &mut linchpin(home.path(), "import zembla.txt -o z.json"));
    disk.keeps(&at("z.json"));
    run(&disk, &mut linchpin(home.path(), "new new.json"));
    disk.keeps(&at("new.json"));
    // A rewritten file is a new file: the old one stays as it was until then, also for processes that have it open.
    for line in ["import zembla.txt -o z.json", "check --fix z.json"] {
        let changed = if line.starts_with("import") {
            fs::write(at("zembla.txt"), TEXT.replace("met", "met twice")).unwrap();
            fs::read(at("z.json")).unwrap()
        } else {
            let text = fs::read_to_string(at("z.json")).unwrap().replace("twice", "twice\u{301}");
            fs::write(at("z.json"), &text).unwrap();
            text.into_bytes()
        };
        fs::hard_link(at("z.json"), at("old")).unwrap();
        run(&disk, &mut linchpin(home.path(), line));
        disk.keeps(&at("z.json"));
        assert_eq!(fs::read(at("old")).unwrap(), changed, "{line}");
        assert_ne!(fs::read(at("z.json")).unwrap(), changed, "{line}");
        fs::remove_file(at("old")).unwrap();
    }
}
