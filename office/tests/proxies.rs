//! `office/deploy/nginx.conf` and `office/deploy/Caddyfile`, run as they are but for names, ports
//! and certificates: an upload that is cut counts, a body that is too large is refused, the
//! counters are closed, and the address is the proxy's word.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::http::{request, send};
use common::phone::{Phone, Photo};
use common::{House, Serving};

/// A proxy in front of an office, killed on drop.
struct Proxy {
    child: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Drop for Proxy {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn deploy(name: &str) -> String {
    std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("deploy")
            .join(name),
    )
    .unwrap()
}

/// The program, where only root's `PATH` looks too; none when it is not installed, which CI does
/// not accept.
fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders =
        std::env::split_paths(&path).chain(["/usr/sbin".into(), "/usr/local/sbin".into()]);
    let found = folders
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    if found.is_none() {
        println!("not tested: {name} is missing, install it with: sudo apt-get install -y {name}");
        assert!(
            std::env::var_os("CI").is_none_or(|ci| ci != "true"),
            "{name} is missing"
        );
    }
    found
}

fn free() -> String {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .to_string()
}

fn wait_for(address: &str, child: &mut Child) {
    for _ in 0..400 {
        if TcpStream::connect(address).is_ok() {
            return;
        }
        assert!(child.try_wait().unwrap().is_none(), "the proxy ended");
        std::thread::sleep(Duration::from_millis(25));
    }
    panic!("nobody listens on {address}");
}

fn nginx(office: &str) -> Option<Proxy> {
    let program = program("nginx")?;
    let (folder, address, other) = (tempfile::tempdir().unwrap(), free(), free());
    let place = folder.path().display();
    let site: String = deploy("nginx.conf")
        .lines()
        .filter(|line| !line.contains("ssl_") && !line.contains("[::]"))
        .map(|line| line.replace("127.0.0.1:8080", office) + "\n")
        .collect();
    let site = site
        .replacen("listen 443 ssl", &format!("listen {address}"), 1)
        .replace("listen 443 ssl", &format!("listen {other}"));
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|kind| format!("{kind}_temp_path \"{place}/{kind}\";\n"))
        .concat();
    let whole = format!(
        "daemon off;\nmaster_process off;\npid \"{place}/pid\";\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}{site}}}\n"
    );
    let file = folder.path().join("nginx.conf");
    std::fs::write(&file, whole).unwrap();
    let log = folder.path().join("error.log");
    let mut command = Command::new(program);
    command
        .arg("-p")
        .arg(folder.path())
        .arg("-c")
        .arg(&file)
        .arg("-e")
        .arg(&log);
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&address, &mut child);
    Some(Proxy {
        child,
        address,
        _folder: folder,
    })
}

fn caddy(office: &str) -> Option<Proxy> {
    let program = program("caddy")?;
    let (folder, address, other) = (tempfile::tempdir().unwrap(), free(), free());
    let site = deploy("Caddyfile")
        .replace(
            "office.example.id {",
            &format!("http://:{} {{", address.rsplit(':').next().unwrap()),
        )
        .replace(
            "kantor.example.id {",
            &format!("http://:{} {{", other.rsplit(':').next().unwrap()),
        )
        .replace("127.0.0.1:8080", office);
    let whole = format!("{{\n\tadmin off\n\tauto_https off\n}}\n{site}");
    let file = folder.path().join("Caddyfile");
    std::fs::write(&file, whole).unwrap();
    let mut command = Command::new(program);
    command
        .args(["run", "--adapter", "caddyfile", "--config"])
        .arg(&file)
        .env("HOME", folder.path());
    let mut child = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&address, &mut child);
    Some(Proxy {
        child,
        address,
        _folder: folder,
    })
}

fn a_cut_upload_counts(office: &Serving, proxy: &Proxy, phone: &mut Phone) {
    phone.photos.push(Photo::of("ktp", &vec![7; 60_000]));
    let direct = phone.office.clone();
    phone.office.clone_from(&proxy.address);
    assert_eq!(phone.record(1).status, 201);
    assert_eq!(phone.create(&phone.photos[0]).status, 201);
    let bytes = phone.photos[0].bytes.clone();
    let headers = phone.tus_headers(&Phone::patch_headers(0));
    let path = phone.photo_path(&phone.photos[0]);
    let line = send(
        &proxy.address,
        "PATCH",
        &path,
        &headers,
        bytes.len(),
        &bytes[..25_000],
    );
    // A line breaks a while after its last bytes.
    std::thread::sleep(Duration::from_millis(700));
    drop(line);
    phone.office = direct;
    let mut offset = 0;
    for _ in 0..100 {
        offset = phone.head(&phone.photos[0]).offset();
        if offset > 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(
        offset > 8_000,
        "{offset} bytes of what was sent before the cut arrived"
    );
    phone.office.clone_from(&proxy.address);
    let from = phone.head(&phone.photos[0]).offset();
    assert_eq!(
        phone
            .patch(
                &phone.photos[0],
                from,
                &bytes[usize::try_from(from).unwrap()..]
            )
            .status,
        204
    );
    assert_eq!(phone.state(), "received");
    let _ = office;
}

fn it_is_a_good_proxy(start: impl Fn(&str) -> Option<Proxy>) {
    let (house, key) = House::with_bundle();
    let office = house.serve(&["--address-header", "x-forwarded-for", "--metrics", &free()]);
    let Some(proxy) = start(&office.address) else {
        return;
    };
    a_cut_upload_counts(&office, &proxy, &mut Phone::new(&office.address, &key));
    assert_eq!(
        request(&proxy.address, "GET", "/metrics", &[], &[]).status,
        404
    );
    assert_eq!(
        request(&proxy.address, "GET", "/healthz", &[], &[]).body,
        b"ok"
    );
    let large = vec![0; 3 << 20];
    let answer = request(
        &proxy.address,
        "PUT",
        "/v1/registrations/x/revisions/1",
        &[],
        &large,
    );
    assert!(answer.status >= 400, "{answer:?}");
}

#[test]
fn nginx_as_it_is_shipped_passes_on_what_came_before_a_cut() {
    it_is_a_good_proxy(nginx);
}

#[test]
fn caddy_as_it_is_shipped_passes_on_what_came_before_a_cut() {
    it_is_a_good_proxy(caddy);
}
