//! nginx in front of an office, as Debian installs it: with its defaults, on a free port of this
//! machine.
//!
//! nginx reads a request to its end before it asks the office anything (`proxy_request_buffering
//! on`). When the phone's connection breaks in the middle of a request, nginx throws away what had
//! come, and the office never hears of it. It speaks HTTP/1.0 to the office and opens a new
//! connection for each request.
//!
//! A test starts it with [`Nginx::start`] and lets the phone speak to [`Nginx::address`], mostly
//! through a [`crate::wire::Wire`] that cuts: phone → wire → nginx → office.

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::Outcome;

/// A running nginx. Killed when dropped.
pub struct Nginx {
    child: Child,
    /// `http://127.0.0.1:PORT`
    pub url: String,
    /// Configuration, logs and temporary files.
    pub folder: PathBuf,
}

/// A port that was free can be taken by another test before nginx listens on it.
const STARTS: usize = 5;

impl Nginx {
    /// Starts nginx in `folder`, passing all requests on to `office` (`127.0.0.1:PORT`), and waits
    /// until it listens.
    ///
    /// None when nginx is not installed: then it prints how to install it, and the test should end.
    ///
    /// # Errors
    /// In CI (`CI=true`) also when nginx is not installed: a test that did nothing must not pass
    /// there.
    pub fn start(folder: &Path, office: &str) -> Outcome<Option<Self>> {
        let Some(program) = program() else {
            let missing = "nginx is missing, install it with: sudo apt-get install -y nginx";
            if std::env::var_os("CI").is_some_and(|ci| ci == "true") {
                return Err(missing.into());
            }
            println!("not tested: {missing}");
            return Ok(None);
        };
        std::fs::create_dir_all(folder)?;
        for _ in 0..STARTS {
            if let Some(running) = Self::try_to_start(&program, folder, office)? {
                return Ok(Some(running));
            }
        }
        let log = std::fs::read_to_string(folder.join("error.log")).unwrap_or_default();
        Err(format!("nginx does not start: {log}").into())
    }

    /// None when its port was taken meanwhile.
    fn try_to_start(program: &Path, folder: &Path, office: &str) -> Outcome<Option<Self>> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let address = format!("127.0.0.1:{port}");
        let config = folder.join("nginx.conf");
        std::fs::write(&config, configuration(folder, &address, office))?;
        let mut child = Command::new(program)
            .arg("-p")
            .arg(folder)
            .arg("-c")
            .arg(&config)
            .arg("-e")
            .arg(folder.join("error.log"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        for _ in 0..200 {
            // Whoever answers on the port is our nginx only while it has not given up.
            if child.try_wait()?.is_some() {
                return Ok(None);
            }
            if TcpStream::connect(&address).is_ok() {
                std::thread::sleep(Duration::from_millis(50));
                if child.try_wait()?.is_some() {
                    return Ok(None);
                }
                return Ok(Some(Self {
                    child,
                    url: format!("http://{address}"),
                    folder: folder.to_path_buf(),
                }));
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        child.kill()?;
        child.wait()?;
        Ok(None)
    }

    /// `127.0.0.1:PORT`, for [`crate::wire::Wire::connect`].
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    /// What nginx noted, one line for each request: `STATUS METHOD PATH BYTES`, the bytes being
    /// those that came with the request, head and body. A request whose connection broke before its
    /// end has status 400. The line is written a moment after the answer.
    pub fn requests(&self) -> Outcome<Vec<String>> {
        let log = std::fs::read_to_string(self.folder.join("access.log"))?;
        Ok(log.lines().map(str::to_owned).collect())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Debian puts it where only root's `PATH` looks.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders =
        std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    folders
        .map(|folder| folder.join("nginx"))
        .find(|file| file.is_file())
}

/// What Debian's `nginx.conf` sets, and a site that passes everything on as nginx's beginner's
/// guide shows it. Only folders, the log's format and the single process differ: a killed test then
/// leaves no worker behind.
fn configuration(folder: &Path, address: &str, office: &str) -> String {
    let folder = folder.display();
    let places: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("    {kind}_temp_path \"{folder}/{kind}\";\n"))
        .concat();
    format!(
        "daemon off;
master_process off;
pid \"{folder}/nginx.pid\";
events {{
    worker_connections 768;
}}
http {{
{places}    log_format tests '$status $request_method $uri $request_length';
    access_log \"{folder}/access.log\" tests;
    sendfile on;
    tcp_nopush on;
    types_hash_max_size 2048;
    default_type application/octet-stream;
    gzip on;
    server {{
        listen {address};
        location / {{
            proxy_pass http://{office};
            proxy_set_header X-Forwarded-For $remote_addr;
        }}
    }}
}}
"
    )
}
