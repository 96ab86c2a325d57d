//! A real sshd on loopback, with throw-away keys and the very block of `docs/sharing.md`.

use std::fs::{self, File};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::line::Line;
use crate::scene::{FIXTURE, LINCHPIN, PATIENCE, Scene, TerminalSession};
use crate::skip::or_skip;

/// What the test puts above the block: who and where, only what is needed to run as the tester.
const BASE: &str = "UsePAM no\nStrictModes no\nPidFile none\nPermitRootLogin prohibit-password\n\
                    PasswordAuthentication no\nMaxStartups 300:30:400\nLogLevel VERBOSE\n\
                    Subsystem sftp internal-sftp\n";

/// A server that runs until this is dropped.
pub(crate) struct Server {
    pub(crate) scene: Scene,
    sshd: Child,
    port: u16,
    user: String,
}

impl Server {
    /// `None` if there is no OpenSSH, which is an error if `LINCHPIN_REQUIRE` names it. `changed` replaces the options
    /// of `--restricted`.
    pub(crate) fn start(changed: &str) -> Option<Self> {
        let sshd = program("sshd").filter(|_| program("ssh").is_some() && program("ssh-keygen").is_some());
        let sshd = or_skip("sshd", sshd)?;
        let scene = Scene::new();
        let user = said(Command::new("id").arg("-un"));
        if user == "root" {
            // Where sshd drops its privileges.
            fs::create_dir_all("/run/sshd").unwrap();
        }
        for key in ["host", "reader"] {
            let keygen = ["-q", "-t", "ed25519", "-N", "", "-f"];
            assert!(Command::new("ssh-keygen").args(keygen).arg(scene.path(key)).status().unwrap().success());
        }
        fs::copy(scene.path("reader.pub"), scene.path("authorized")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let config = scene.path("config");
        let (host, authorized) = (scene.path("host"), scene.path("authorized"));
        let (host, authorized) = (host.display(), authorized.display());
        let base = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {host}\nAuthorizedKeysFile {authorized}\n{BASE}"
        );
        fs::write(&config, base + &block(&user, changed)).unwrap();
        let log = File::create(scene.path("log")).unwrap();
        let sshd = Command::new(sshd)
            .args(["-D", "-e", "-f"])
            .arg(&config)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut server = Self { scene, sshd, port, user };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let ended = server.sshd.try_wait().unwrap();
            assert!(ended.is_none() && start.elapsed() < PATIENCE, "sshd does not listen: {}", server.log());
            std::thread::sleep(Duration::from_millis(5));
        }
        Some(server)
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.scene.path("log")).unwrap_or_default()
    }

    /// The options of a client without configuration that asks nothing.
    fn options(&self) -> Vec<String> {
        let key = self.scene.path("reader");
        let mut options = vec![
            String::from("-F"),
            String::from("/dev/null"),
            String::from("-i"),
            key.display().to_string(),
        ];
        for option in [
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "BatchMode=yes",
            "LogLevel=ERROR",
        ] {
            options.extend([String::from("-o"), option.to_owned()]);
        }
        options.extend([String::from("-o"), format!("Port={}", self.port)]);
        options
    }

    fn reader(&self) -> String {
        format!("{}@127.0.0.1", self.user)
    }

    /// `ssh`, `scp` or `sftp` with options, before the host's name.
    pub(crate) fn client(&self, name: &str, options: &[&str]) -> Command {
        let mut command = Command::new(name);
        command
            .args(self.options())
            .args(options)
            .current_dir(self.scene.path("work"))
            .env_remove("SSH_AUTH_SOCK");
        command
    }

    /// `ssh` to the reader's account.
    pub(crate) fn ssh(&self, options: &[&str], asked: &[&str]) -> Command {
        let mut command = self.client("ssh", options);
        command.arg(self.reader()).args(asked);
        command
    }

    /// An address of a file there, as scp writes it.
    pub(crate) fn remote(&self, path: &Path) -> String {
        format!("{}:{}", self.reader(), path.display())
    }

    /// What a client in a terminal is started with.
    pub(crate) fn command(&self, options: &[&str]) -> CommandBuilder {
        let mut command = self.scene.command(&[]);
        let ssh = self.ssh(&[&["-tt"], options].concat(), &[]);
        *command.get_argv_mut() =
            std::iter::once(ssh.get_program()).chain(ssh.get_args()).map(Into::into).collect();
        command.env("PATH", std::env::var_os("PATH").unwrap());
        command
    }

    /// The explorer, in a terminal, at the far end of ssh.
    pub(crate) fn open(&self, options: &[&str], line: Line) -> TerminalSession {
        let mut session = TerminalSession::spawn(self.command(options), (80, 24), line);
        session.shows("Joint");
        session
    }

    /// The explorers that this server has started, by process id.
    pub(crate) fn explorers(&self) -> Vec<u32> {
        let sshd = self.sshd.id();
        let all =
            fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        all.filter(|pid| name(*pid).as_deref() == Some("linchpin") && descends(*pid, sshd)).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}", self.log());
        }
        for pid in self.explorers() {
            let _ = Command::new("kill").args(["-9", &pid.to_string()]).status();
        }
        let _ = self.sshd.kill();
        let _ = self.sshd.wait();
    }
}

/// The block of the documentation, for this account and this program.
fn block(user: &str, changed: &str) -> String {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/sharing.md")).unwrap();
    let (_, rest) = page.split_once("<!-- sshd_config -->\n```\n").unwrap();
    let (block, _) = rest.split_once("```\n<!-- /sshd_config -->").unwrap();
    let put = |text: &str, from: &str, to: &str| {
        assert_eq!(text.matches(from).count(), 1, "{from} stands once in the block");
        text.replace(from, to)
    };
    let block = put(block, "Match User reader\n", &format!("Match User {user}\n"));
    let served = format!("{LINCHPIN} --data {FIXTURE} --restricted{changed}\n");
    put(&block, "/usr/local/bin/linchpin --restricted\n", &served)
}

pub(crate) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var("PATH").unwrap_or_default();
    let folders = path.split(':').chain(["/usr/sbin", "/usr/local/sbin"]);
    folders.map(|folder| Path::new(folder).join(name)).find(|path| path.is_file())
}

fn said(command: &mut Command) -> String {
    String::from_utf8(command.output().unwrap().stdout).unwrap().trim().to_owned()
}

/// The fields of a process's status after its name; `None` when it is gone.
fn status(pid: u32) -> Option<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let fields: Vec<String> = stat.rsplit_once(") ")?.1.split(' ').map(str::to_owned).collect();
    (fields.first().map(String::as_str) != Some("Z")).then_some(fields)
}

fn name(pid: u32) -> Option<String> {
    Some(fs::read_to_string(format!("/proc/{pid}/comm")).ok()?.trim().to_owned())
}

fn descends(pid: u32, from: u32) -> bool {
    let parent = |pid| status(pid)?.get(1)?.parse::<u32>().ok();
    std::iter::successors(Some(pid), |pid| parent(*pid).filter(|parent| *parent > 1)).any(|pid| pid == from)
}

/// Processor time used, in hundredths of a second; `None` when the process is gone.
pub(crate) fn used(pid: u32) -> Option<u64> {
    let fields = status(pid)?;
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}
