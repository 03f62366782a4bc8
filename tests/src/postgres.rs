//! A server of PostgreSQL for tests, as Debian installs it: in a folder that is thrown away, on a
//! free port of this machine.
//!
//! It refuses to run as root, so root runs it as the user `postgres`. It ends with the test's
//! process, also when that is killed.

use std::error::Error;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use payung_office::store::{DatabaseUrl, Store};

type Done<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// A running server.
pub struct PostgresServer {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    databases: AtomicU32,
    /// Whether [`TEMPLATE`] was made, or why not.
    template: OnceLock<Result<(), String>>,
    guard: Option<Child>,
}

/// The database that holds the office's tables and nothing else.
const TEMPLATE: &str = "office_tables";

/// What keeps the server company: it ends it when the test's process is gone, and removes its
/// folder.
const GUARD: &str = r#"
"$1" -D "$2/data" -p "$3" -k "$2" -c listen_addresses=127.0.0.1 -c fsync=$5 -c max_connections=200 -c shared_buffers=64MB \
    -c log_min_messages=fatal >>"$2/log" 2>&1 &
server=$!
trap 'kill -QUIT $server; wait $server; exit 0' TERM
while [ -d "/proc/$4" ] && [ -d "/proc/$server" ]; do sleep 0.2; done
kill -QUIT $server 2>/dev/null
wait $server
[ -d "/proc/$4" ] || rm -rf "$2"
"#;

impl PostgresServer {
    /// True when its programs are on this machine.
    #[must_use]
    pub fn is_installed() -> bool {
        programs().is_some()
    }

    /// The server that all tests of this process share.
    ///
    /// # Errors
    /// When it is not installed, with the line that installs it, and when it does not start.
    pub fn shared() -> Done<&'static Self> {
        static SHARED: OnceLock<Result<PostgresServer, String>> = OnceLock::new();
        let shared =
            SHARED.get_or_init(|| Self::start().map_err(|error| format!("PostgreSQL: {error}")));
        Ok(shared.as_ref().map_err(Clone::clone)?)
    }

    /// A new database when `PAYUNG_TEST_DATABASE=postgres` asks for another one than SQLite.
    ///
    /// # Errors
    /// When it asks for one that cannot be had: such a test must not pass over SQLite.
    pub fn database_asked_for() -> Done<Option<String>> {
        let Some(wanted) = std::env::var_os("PAYUNG_TEST_DATABASE").filter(|name| !name.is_empty())
        else {
            return Ok(None);
        };
        if wanted != "postgres" {
            return Err(format!("PAYUNG_TEST_DATABASE: {}", wanted.display()).into());
        }
        Ok(Some(Self::shared()?.office_database()?))
    }

    /// A server of its own, for a test that stops it.
    ///
    /// # Errors
    /// When it is not installed, with the line that installs it, and when it does not start.
    pub fn start() -> Done<Self> {
        let programs = programs()
            .ok_or("it is missing, install it with: sudo apt-get install -y postgresql")?;
        let folder =
            std::env::temp_dir().join(format!("payung-pg-{}-{}", std::process::id(), number()));
        std::fs::create_dir_all(&folder)?;
        if rustix::process::geteuid().is_root() {
            ran(Command::new("chown").arg("postgres").arg(&folder))?;
        }
        let mut server = Self {
            programs,
            folder,
            port: 0,
            databases: AtomicU32::new(0),
            template: OnceLock::new(),
            guard: None,
        };
        let data = server.folder.join("data");
        ran(as_user(&server.programs.join("initdb"))
            .arg("-D")
            .arg(&data)
            .args([
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "--no-sync",
            ]))?;
        server.port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        server.begin()?;
        Ok(server)
    }

    /// Starts it (again) on its port, and waits until it answers.
    ///
    /// # Errors
    /// When it does not answer.
    pub fn begin(&mut self) -> Done<()> {
        let mut guard = as_user(Path::new("sh"));
        guard
            .args(["-c", GUARD, "guard"])
            .arg(self.programs.join("postgres"))
            .arg(&self.folder);
        guard.args([self.port.to_string(), std::process::id().to_string()]);
        // What is measured must be on disk; what is only tested need not wait for it.
        guard.arg(match std::env::var_os("PAYUNG_TEST_FSYNC") {
            Some(wanted) if wanted == "on" => "on",
            _ => "off",
        });
        self.guard = Some(
            guard
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()?,
        );
        let mut said = String::new();
        for _ in 0..200 {
            match self.sql("postgres", "SELECT 1") {
                Ok(_) => return Ok(()),
                Err(error) => said = error.to_string(),
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Err(format!(
            "{said}{}",
            std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
        )
        .into())
    }

    /// Takes TLS too from now on, with that certificate and key in PEM. It is started again.
    ///
    /// # Errors
    /// When it does not start with them.
    pub fn use_certificate(&mut self, certificate: &str, key: &str) -> Done<()> {
        for (name, text) in [("server.crt", certificate), ("server.key", key)] {
            let path = self.folder.join("data").join(name);
            std::fs::write(&path, text)?;
            // The server refuses a key that others may read.
            std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
            if rustix::process::geteuid().is_root() {
                ran(Command::new("chown").arg("postgres").arg(&path))?;
            }
        }
        self.sql("postgres", "ALTER SYSTEM SET ssl = on")?;
        self.end()?;
        self.begin()
    }

    /// Ends it at once, in the middle of everything, as a crash would.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub fn end(&mut self) -> Done<()> {
        if let Some(mut guard) = self.guard.take() {
            let pid = rustix::process::Pid::from_child(&guard);
            rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
            guard.wait()?;
        }
        Ok(())
    }

    /// A new, empty database, as `--database` takes it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn database(&self) -> Done<String> {
        self.create("")
    }

    /// A new database with the office's tables, as `--database` takes it. It is copied from one
    /// that was made once, because every test would otherwise wait until some 250 tables are
    /// made for it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn office_database(&self) -> Done<String> {
        self.template
            .get_or_init(|| self.make_template().map_err(|error| error.to_string()))
            .clone()?;
        self.create(&format!("TEMPLATE {TEMPLATE}"))
    }

    fn make_template(&self) -> Done<()> {
        self.sql("postgres", &format!("CREATE DATABASE {TEMPLATE}"))?;
        let photos =
            std::env::temp_dir().join(format!("{TEMPLATE}-{}-{}", std::process::id(), number()));
        let opened = Store::open_at(&self.url(TEMPLATE).parse::<DatabaseUrl>()?, &photos).map(drop);
        // Nothing may be connected to it while it is copied.
        let limited = self.sql(
            "postgres",
            &format!("ALTER DATABASE {TEMPLATE} ALLOW_CONNECTIONS false"),
        );
        let _ = std::fs::remove_dir_all(&photos);
        opened?;
        limited.map(drop)
    }

    fn create(&self, options: &str) -> Done<String> {
        let name = format!("office_{}", self.databases.fetch_add(1, Ordering::AcqRel));
        self.sql("postgres", &format!("CREATE DATABASE {name} {options}"))?;
        Ok(self.url(&name))
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Ends all connections to all databases but this one.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn end_connections(&self) -> Done<()> {
        self.sql(
            "postgres",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'office%' AND pid <> pg_backend_pid()",
        )
        .map(drop)
    }

    /// Runs a statement; what it printed.
    ///
    /// # Errors
    /// With what the server said.
    pub fn sql(&self, database: &str, statement: &str) -> Done<String> {
        let mut psql = Command::new(self.programs.join("psql"));
        psql.args([
            "-h",
            "127.0.0.1",
            "-U",
            "postgres",
            "-X",
            "-A",
            "-t",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
        ]);
        psql.args([
            "-p",
            &self.port.to_string(),
            "-d",
            database,
            "-c",
            statement,
        ]);
        Ok(String::from_utf8(ran(&mut psql)?.stdout)?.trim().to_owned())
    }

    /// Transactions a second of a script that `pgbench` runs: so many of them, by 32 clients.
    ///
    /// # Errors
    /// With what it said when a transaction failed.
    pub fn pgbench(&self, database: &str, script: &Path, transactions: u32) -> Done<f64> {
        let mut pgbench = Command::new(self.programs.join("pgbench"));
        pgbench
            .env("PGOPTIONS", "-c search_path=payung,payung_desk")
            .args(["-h", "127.0.0.1", "-U", "postgres", "-n", "-M", "prepared"])
            .args([
                "-c",
                "32",
                "-j",
                "2",
                "-t",
                &(transactions / 32).to_string(),
            ])
            .args(["-p", &self.port.to_string(), "-f"])
            .arg(script)
            .arg(database);
        let said = String::from_utf8(ran(&mut pgbench)?.stdout)?;
        let rate = said
            .lines()
            .find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        let all = format!("actually processed: {}/", transactions / 32 * 32);
        match rate {
            Some(rate) if said.contains(&all) => Ok(rate),
            _ => Err(said.into()),
        }
    }

    /// Its port on this machine.
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        let _ = self.end();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Where Debian or the path has the server's programs.
fn programs() -> Option<PathBuf> {
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut places: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    // The newest that Debian has, and otherwise what is in the path.
    places.sort();
    places.reverse();
    places.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    places.into_iter().find(|place| {
        ["initdb", "postgres", "psql"]
            .iter()
            .all(|program| place.join(program).exists())
    })
}

/// A program as the user `postgres` when this is root.
fn as_user(program: &Path) -> Command {
    if !rustix::process::geteuid().is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args([
            "--reuid=postgres",
            "--regid=postgres",
            "--clear-groups",
            "--",
        ])
        .arg(program)
        .current_dir("/");
    command
}

fn ran(command: &mut Command) -> Done<Output> {
    let output = command.stdin(Stdio::null()).output()?;
    if output.status.success() {
        Ok(output)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
    }
}

fn number() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::AcqRel)
}
