//! Restricted sessions over a real OpenSSH: what readers get, what they are refused, what they leave behind.
//!
//! Skipped with a message if there is no sshd; `LINCHPIN_REQUIRE=sshd` makes that a failure.

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::line::Line;
use crate::scene::{PATIENCE, TerminalSession, pty_size};
use crate::server::{Server, program, used};

/// The explorer's message without a terminal.
const NO_TERMINAL: &str = "linchpin: the explorer needs a terminal";

#[test]
fn a_reader_gets_the_explorer() {
    let Some(server) = Server::start("") else { return };
    let mut session = server.open(&[], Line { delay: Duration::from_millis(20), ..Line::default() });
    session.press("\x1b[B");
    session.shows("▌2004");
    session.press("/flex");
    session.shows("of 94 passages");
    session.press("\r");
    session.shows("of 3: /flex");
    session.press("\x1b");
    session.until("no search", |session| !session.text().contains("/flex"));
    session.press("\x1a");
    session.shows("linchpin cannot be suspended here; q quits");
    session.press("m");
    session.shows("not saved: nothing is saved here");
    session.press("q");
    assert_eq!(session.ends(), 0);
}

#[test]
fn nothing_else_is_to_be_had() {
    let Some(server) = Server::start("") else { return };
    let touched = server.scene.path("work/touched");
    let touch = format!("touch {}", touched.display());
    // A command, with a terminal and without, a shell, and what is typed into it.
    for (options, asked) in [(&["-T"][..], &[touch.as_str()][..]), (&["-T"], &[]), (&["-T", "-s"], &["sftp"])]
    {
        let mut ssh = server.ssh(options, asked);
        let mut child =
            ssh.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // It may have ended before it gets its input.
        let _ = child.stdin.take().unwrap().write_all(format!("{touch}\nexit\n").as_bytes());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{asked:?}");
        assert!(output.stdout.is_empty(), "{asked:?}");
        // sshd passes on no errors of a subsystem.
        let said = String::from_utf8(output.stderr).unwrap();
        let told = said.starts_with(NO_TERMINAL) && said.lines().count() <= 2;
        assert!(told || (said.is_empty() && asked == ["sftp"]), "{asked:?}: {said}");
    }
    let mut session = TerminalSession::spawn(
        {
            let mut command = server.command(&[]);
            command.arg(&touch);
            command
        },
        (80, 24),
        Line::default(),
    );
    session.shows("Joint");
    session.press("q");
    assert_eq!(session.ends(), 0);
    // Files in both directions.
    fs::write(server.scene.path("work/mine"), "mine").unwrap();
    for (from, to) in [
        (String::from("mine"), server.remote(&touched)),
        (server.remote(&server.scene.path("authorized")), String::from("touched")),
    ] {
        for old in [&["-O"][..], &[]] {
            assert!(!server.client("scp", old).args([&from, &to]).output().unwrap().status.success());
        }
    }
    let mut sftp = server
        .client("sftp", &["-b", "-"])
        .arg(server.remote(std::path::Path::new("/")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let _ = sftp.stdin.take().unwrap().write_all(format!("put mine {}\nls\n", touched.display()).as_bytes());
    assert!(!sftp.wait_with_output().unwrap().status.success());
    assert!(!touched.exists(), "nothing of it happened");
}

/// KiB of memory that only this process uses, without the pages of its program: whether those are its own depends on
/// who else runs it.
fn own(pid: u32) -> usize {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap();
    let line = rollup.lines().find(|line| line.starts_with("Anonymous:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// KiB that a session may take beyond what it has at its start; with the pages of the program, that is less than 16 MiB of the
/// release build.
const MORE: usize = 6 * 1024;

#[test]
fn a_reader_who_attacks_takes_little_memory() {
    let Some(server) = Server::start("") else { return };
    let mut session = server.open(&[], Line::default());
    let pid = server.explorers()[0];
    let limits = fs::read_to_string(format!("/proc/{pid}/limits")).unwrap();
    let data = limits.lines().find(|line| line.starts_with("Max data size")).unwrap();
    assert!(data.contains("67108864"), "{data}");
    // A key is handled when the index is there.
    session.step("j");
    session.step("k");
    let base = own(pid);
    let mut most = base;
    let mut look = |what: &str| {
        most = most.max(own(pid));
        assert!(most - base < MORE, "{what}: {most} KiB, {base} at the start");
    };
    // Only the line gets the size: the emulator here is no larger.
    for size in [(65535, 65535), (20000, 3000), (1000, 500), (240, 100), (65535, 1), (1, 65535), (1000, 24)] {
        session.master.as_ref().unwrap().resize(pty_size(size)).unwrap();
        session.step("j");
        look("a window");
    }
    let text = "peace and prosperity ".repeat(3000);
    let paste = format!("\x1b[200~{text}\x1b[201~");
    session.master.as_ref().unwrap().resize(pty_size((80, 24))).unwrap();
    let pieces = [
        (
            "keys",
            String::from("jjjjkkkk/strategic flexibility\x7f\x7f\r\x1b[Bn\x1bfjj \x1b") + &"jk".repeat(1000),
        ),
        ("marks", "mjmjdudu".repeat(100)),
        (
            "searches",
            (0..50).flat_map(|n| ["/", &n.to_string(), " flexibility\r\x1b"].map(str::to_owned)).collect(),
        ),
        ("a note", format!("a{paste}\rj").repeat(4)),
        ("a draft", format!("5i\x15{paste}\x1b").repeat(3) + "jjv=vi\r\x15\x1b1"),
        ("a search", format!("/{paste}\x15{paste}\x1b")),
        ("an endless paste", format!("/\x1b[200~{}", text.repeat(20))),
        ("its end", String::from("\x1b[201~\x1b")),
        ("a sequence without end", format!("\x1b[{}", "1;".repeat(20_000))),
    ];
    for (what, piece) in &pieces {
        for piece in piece.as_bytes().chunks(1024) {
            session.input.write_all(piece).unwrap();
            session.listen(Duration::from_millis(1));
            look(what);
        }
    }
    // When this has been handled, everything has: the last input is in the frame.
    session.master.as_ref().unwrap().resize(pty_size((80, 24))).unwrap();
    session.press("\x1b\x1b\x1b?");
    session.until("the help", |session| {
        look("the rest");
        session.text().contains("Help")
    });
    assert!(used(pid).is_some(), "it still serves");
}

/// Whether a greeting comes through a port.
fn greets(port: u16, first: &[u8]) -> bool {
    let Ok(mut through) = TcpStream::connect(("127.0.0.1", port)) else { return false };
    through.set_read_timeout(Some(Duration::from_secs(2))).unwrap();
    let _ = through.write_all(first);
    let mut answer = [0; 64];
    matches!(through.read(&mut answer), Ok(read) if String::from_utf8_lossy(&answer[..read]).contains("hello"))
}

/// A listener that greets, and its port.
fn greeter() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let _ = stream.unwrap().write_all(b"hello");
        }
    });
    port
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn no_way_leads_through_to_other_machines() {
    let Some(server) = Server::start("") else { return };
    let (inside, local, back, socks) = (greeter(), free_port(), free_port(), free_port());
    assert!(greets(inside, b""), "the greeter greets");
    let to_inside = format!("{local}:127.0.0.1:{inside}");
    let to_outside = format!("{back}:127.0.0.1:{inside}");
    let socks_port = socks.to_string();
    let options = ["-A", "-X", "-L", &to_inside, "-R", &to_outside, "-D", &socks_port];
    let mut command = server.command(&options);
    // An agent that could be forwarded.
    command.env("SSH_AUTH_SOCK", server.scene.path("agent"));
    let mut session = TerminalSession::spawn(command, (80, 24), Line::default());
    session.shows("Joint");
    // The client listens, but the server refuses.
    assert!(TcpStream::connect(("127.0.0.1", local)).is_ok());
    let by_socks = [5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, inside.to_be_bytes()[0], inside.to_be_bytes()[1]];
    for (port, first) in [(local, &b""[..]), (back, b""), (socks, &by_socks)] {
        assert!(!greets(port, first), "port {port}");
    }
    let pid = server.explorers()[0];
    let environment =
        String::from_utf8_lossy(&fs::read(format!("/proc/{pid}/environ")).unwrap()).into_owned();
    assert!(environment.contains("SSH_CONNECTION="), "it is sshd's environment");
    assert!(!environment.contains("SSH_AUTH_SOCK") && !environment.contains("DISPLAY"), "{environment}");
    session.press("q");
    session.is_over();
}

#[test]
fn a_connection_holds_one_session() {
    let Some(server) = Server::start("") else { return };
    let socket = format!("ControlPath={}", server.scene.path("master").display());
    let mut session = server.open(&["-o", "ControlMaster=yes", "-o", &socket], Line::default());
    let second = server.ssh(&["-T", "-o", &socket, "-o", "ControlMaster=no"], &[]).output().unwrap();
    assert!(!second.status.success());
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("administratively prohibited") || said.contains("refused"), "{said}");
    assert_eq!(server.explorers().len(), 1);
    session.press("q");
    session.is_over();
}

#[test]
fn a_reader_who_is_cut_off_leaves_no_process_behind() {
    let Some(server) = Server::start("") else { return };
    for signals in [&["KILL"][..], &["STOP", "KILL"]] {
        let mut session = server.open(&[], Line::default());
        session.press("/mod");
        session.shows("of 94 passages");
        let pid = server.explorers()[0];
        let before = used(pid).unwrap();
        for signal in signals {
            session.signal(signal);
        }
        let (start, mut after) = (Instant::now(), before);
        while let Some(now) = used(pid) {
            after = now;
            assert!(start.elapsed() < PATIENCE, "it outlives its reader");
            std::thread::sleep(Duration::from_millis(2));
        }
        assert!(after - before <= 20, "{} hundredths of a second of processor time", after - before);
        assert!(server.explorers().is_empty());
    }
}

#[test]
fn an_idle_session_is_warned_and_closed() {
    let Some(server) = Server::start(" --idle-limit 4") else { return };
    let mut session = server.open(&[], Line::default());
    session.shows("closing in 2 s; press any key to stay");
    session.press("j");
    session.until("the warning gone", |session| !session.text().contains("closing in"));
    session.shows("closing in 2 s; press any key to stay");
    assert_eq!(session.is_over(), 0);
    assert!(session.said().contains("linchpin: closed because no key was pressed"));
    assert!(server.explorers().is_empty());
}

#[test]
fn the_block_is_one_that_sshd_takes_and_nothing_in_it_is_unknown() {
    let Some(server) = Server::start("") else { return };
    let user = Command::new("id").arg("-un").output().unwrap();
    let user = String::from_utf8(user.stdout).unwrap();
    let who = format!("user={},host=localhost,addr=127.0.0.1", user.trim());
    let output = Command::new(program("sshd").unwrap())
        .args(["-T", "-C", &who, "-f"])
        .arg(server.scene.path("config"))
        .output()
        .unwrap();
    let settled = String::from_utf8(output.stdout).unwrap();
    for setting in [
        "disableforwarding yes",
        "allowtcpforwarding no",
        "allowagentforwarding no",
        "allowstreamlocalforwarding no",
        "x11forwarding no",
        "permittunnel no",
        "permituserrc no",
        "maxsessions 1",
        "clientaliveinterval 15",
    ] {
        assert!(settled.contains(setting), "{setting}");
    }
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
