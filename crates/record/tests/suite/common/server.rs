//! A PostgreSQL server of the tests' own: on loopback, in a folder of its own, gone when the tests end.

use std::io::Write;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A running server.
pub struct Server {
    /// Its address, without a database.
    pub address: String,
    /// Its programs.
    bin: PathBuf,
    /// Its folder.
    pub folder: PathBuf,
    /// Waits for its input to close, which it does when this process ends, however it ends; then stops the server.
    _keeper: Child,
}

/// The server that the tests of this process share; `None`, said on the terminal, where no server's programs are found.
pub fn server() -> Option<&'static Server> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    SERVER
        .get_or_init(|| {
            let found = programs().map(start);
            if found.is_none() {
                // Past the harness, which shows nothing of a test that passes.
                let _ = writeln!(
                    std::io::stderr(),
                    "skipped: no PostgreSQL server is installed (initdb and postgres); the tests on it were not run"
                );
            }
            found
        })
        .as_ref()
}

/// The folder with `initdb` and `postgres`: on the path, or where Debian puts them; the newest.
fn programs() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").map(|p| std::env::split_paths(&p).collect::<Vec<_>>()).unwrap_or_default();
    let mut debian: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|l| l.filter_map(Result::ok).map(|e| e.path().join("bin")).collect())
        .unwrap_or_default();
    debian.sort_by_key(|p| {
        p.parent().and_then(Path::file_name).and_then(|n| n.to_string_lossy().parse::<u32>().ok()).unwrap_or(0)
    });
    let has = |p: &PathBuf| p.join("initdb").exists() && p.join("postgres").exists();
    debian.into_iter().rev().chain(on_path).find(has)
}

/// PostgreSQL refuses to run as root: then it runs as its own user.
fn as_server(program: &Path) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout.trim_ascii() == b"0");
    if root {
        let mut c = Command::new("runuser");
        c.args(["-u", "postgres", "--"]).arg(program);
        c
    } else {
        Command::new(program)
    }
}

fn start(bin: PathBuf) -> Server {
    let folder = std::env::temp_dir().join(format!("detente-postgres-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    // The server's user, where it is another one, must be able to write there.
    let mut mode = std::fs::metadata(&folder).unwrap().permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut mode, 0o777);
    std::fs::set_permissions(&folder, mode).unwrap();
    let data = folder.join("data");
    let made = as_server(&bin.join("initdb"))
        .args(["-A", "trust", "-U", "detente", "-E", "UTF8", "--locale=C", "--no-sync", "-D"])
        .arg(&data)
        .current_dir("/")
        .output()
        .unwrap();
    assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
    certify(&folder);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let keeper = run(&bin, &folder, port);
    let server = Server { address: format!("postgres://detente@127.0.0.1:{port}"), bin, folder, _keeper: keeper };
    let until = Instant::now() + Duration::from_secs(60);
    while postgres::Client::connect(&format!("{}/postgres", server.address), postgres::NoTls).is_err() {
        assert!(Instant::now() < until, "the PostgreSQL server did not start");
        std::thread::sleep(Duration::from_millis(50));
    }
    server
}

/// A certificate for 127.0.0.1 that signs itself, and its key, which the server wants nobody else to read.
fn certify(folder: &Path) {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    std::fs::write(folder.join("server.pem"), made.cert.pem()).unwrap();
    let key = folder.join("server.key");
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    // Where the server runs as another user.
    let _ = Command::new("chown").arg("postgres").arg(&key).output();
}

fn run(bin: &Path, folder: &Path, port: u16) -> Child {
    let server = as_server(&bin.join("postgres"));
    let command: Vec<String> = std::iter::once(server.get_program())
        .chain(server.get_args())
        .map(|a| format!("'{}'", a.to_string_lossy()))
        .collect();
    let data = folder.join("data");
    // No sync to the disk: what these tests break is the connection and the client, not the power.
    let script = format!(
        "cd /; {} -D '{data}' -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off \
         -c ssl=on -c ssl_cert_file='{folder}/server.pem' -c ssl_key_file='{folder}/server.key' -c max_connections=200 -c log_min_messages=fatal >'{folder}/log' 2>&1 & \
         cat >/dev/null; kill -INT \"$(head -1 '{data}/postmaster.pid')\"; wait; rm -rf '{folder}'",
        command.join(" "),
        data = data.display(),
        folder = folder.display(),
    );
    // A group of its own: an interrupt at the terminal must not end the keeper before it has tidied up.
    let mut shell = Command::new("sh");
    std::os::unix::process::CommandExt::process_group(&mut shell, 0);
    shell.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

impl Server {
    /// A new, empty database of that name; its address.
    pub fn database(&self, name: &str) -> String {
        self.admin(&format!("CREATE DATABASE {name}"));
        format!("{}/{name}", self.address)
    }

    /// Runs a statement as the administrator.
    pub fn admin(&self, sql: &str) {
        let mut client = self.client();
        client.batch_execute(sql).unwrap();
    }

    /// A connection to the administrator's database.
    pub fn client(&self) -> postgres::Client {
        postgres::Client::connect(&format!("{}/postgres", self.address), postgres::NoTls).unwrap()
    }

    /// The folder of its programs.
    pub fn programs(&self) -> &Path {
        &self.bin
    }
}
