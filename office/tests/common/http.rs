//! HTTP/1.1 by hand: a connection can be cut at any byte.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }

    /// Status and code of the error table.
    pub fn problem(&self) -> (u16, String) {
        (
            self.status,
            self.json()["error"].as_str().unwrap_or_default().to_owned(),
        )
    }

    pub fn offset(&self) -> u64 {
        self.headers
            .get("upload-offset")
            .unwrap_or_else(|| panic!("{self:?}"))
            .parse()
            .unwrap()
    }
}

pub type Headers<'a> = &'a [(&'a str, String)];

pub fn request(
    address: &str,
    method: &str,
    path: &str,
    headers: Headers<'_>,
    body: &[u8],
) -> Answer {
    let mut stream = send(address, method, path, headers, body.len(), body);
    read(&mut stream)
}

/// Sends the head and some of the body; the connection stays open as long as the stream lives.
pub fn send(
    address: &str,
    method: &str,
    path: &str,
    headers: Headers<'_>,
    length: usize,
    body: &[u8],
) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: office\r\nconnection: close\r\n");
    for (name, value) in headers {
        head = head + name + ": " + value + "\r\n";
    }
    if length > 0 || matches!(method, "PUT" | "POST" | "PATCH") {
        head = head + "content-length: " + &length.to_string() + "\r\n";
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    // The office may refuse and close before it has read all: its answer is what counts.
    let _ = stream.write_all(body);
    stream
}

pub fn read(stream: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap_or_else(|| panic!("{bytes:?}"));
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines
        .next()
        .unwrap()
        .split(' ')
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    let mut headers: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in lines.map(|line| line.split_once(": ").unwrap()) {
        // Of several headers of one name (cookies) each is a line.
        let kept = headers.entry(name.to_lowercase()).or_default();
        *kept = if kept.is_empty() {
            value.to_owned()
        } else {
            format!("{kept}\n{value}")
        };
    }
    Answer {
        status,
        headers,
        body: bytes[end + 4..].to_vec(),
    }
}
