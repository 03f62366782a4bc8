//! A real S3 server: versitygw over a folder, so that what it holds can be looked at.

use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::House;
use super::phone::{Phone, Photo};

/// A server over a folder of its own; killed on drop.
pub struct Storage {
    pub folder: tempfile::TempDir,
    port: u16,
    running: Option<Child>,
}

impl Storage {
    pub fn new() -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let storage = Self {
            folder: tempfile::tempdir().unwrap(),
            port,
            running: None,
        };
        // A folder is a bucket.
        std::fs::create_dir(storage.folder.path().join("foto")).unwrap();
        storage
    }

    pub fn start(&mut self) {
        let server =
            std::env::var_os("PAYUNG_S3_SERVER").expect("PAYUNG_S3_SERVER: ./payung test bucket");
        let child = Command::new(server)
            .args([
                "--access",
                "contoh",
                "--secret",
                "rahasia-contoh",
                "--quiet",
            ])
            .args([
                "--port",
                &format!("127.0.0.1:{}", self.port),
                "posix",
                "--nometa",
            ])
            .arg(self.folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        self.running = Some(child);
        for _ in 0..200 {
            if std::net::TcpStream::connect(("127.0.0.1", self.port)).is_ok() {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the storage does not listen");
    }

    pub fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// It takes connections and answers nothing, until it is told to go on.
    pub fn pause(&self) {
        self.signal("-STOP");
    }

    pub fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let process = self.running.as_ref().unwrap().id().to_string();
        let sent = Command::new("kill").args([signal, &process]).status();
        assert!(sent.unwrap().success());
    }

    /// Tells an office about it.
    pub fn introduce(&self, house: &House) {
        let keys = house.folder.path().join("bucket-credentials.json");
        std::fs::write(
            &keys,
            r#"{"access_key":"contoh","secret_key":"rahasia-contoh"}"#,
        )
        .unwrap();
        std::fs::set_permissions(&keys, PermissionsExt::from_mode(0o600)).unwrap();
        let settings = serde_json::json!({
            "endpoint": format!("http://127.0.0.1:{}", self.port), "bucket": "foto", "prefix": "kantor", "credentials": keys,
        });
        std::fs::write(house.data().join("bucket.json"), settings.to_string()).unwrap();
    }

    /// What it holds of a photo.
    pub fn held(&self, phone: &Phone, photo: &Photo) -> Option<Vec<u8>> {
        let key = payung_office::photo_store::key(phone.id, photo.digest);
        std::fs::read(self.folder.path().join("foto/kantor").join(key)).ok()
    }
}

impl Drop for Storage {
    fn drop(&mut self) {
        self.kill();
    }
}
