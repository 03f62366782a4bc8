//! What carriers, company proxies and firewalls do to requests and answers, as rules for a
//! [`crate::rude::Rude`] in front of the real office. Each was reported of servers like ours.

use crate::rude::{Reply, Request, Rule};

/// What it does, and whether a registration gets through it.
pub type Middlebox = (&'static str, fn(&Request) -> Reply, bool);

/// Those that are tried.
pub const MIDDLEBOXES: [Middlebox; 24] = [
    ("passes everything on", |_| Reply::Office, true),
    (
        "405 to PATCH, a page",
        |request| refuses_patch(request, || Reply::page(405)),
        true,
    ),
    (
        "405 to all but GET and POST, a page",
        |request| refuses_all_but_get_and_post(request, || Reply::page(405)),
        true,
    ),
    (
        "501 to all but GET and POST, a page",
        |request| refuses_all_but_get_and_post(request, || Reply::page(501)),
        true,
    ),
    (
        "403 to all but GET and POST, empty",
        |request| refuses_all_but_get_and_post(request, || empty(403)),
        true,
    ),
    (
        "200 to all but GET and POST, a page",
        |request| refuses_all_but_get_and_post(request, || Reply::page(200)),
        true,
    ),
    (
        "405 to PATCH, empty",
        |request| refuses_patch(request, || empty(405)),
        true,
    ),
    (
        "403 to PATCH, a page",
        |request| refuses_patch(request, || Reply::page(403)),
        true,
    ),
    (
        "501 to PATCH",
        |request| refuses_patch(request, || Reply::page(501)),
        true,
    ),
    (
        "413 to PATCH, a page",
        |request| refuses_patch(request, || Reply::page(413)),
        true,
    ),
    (
        "200 to PATCH, empty",
        |request| refuses_patch(request, || empty(200)),
        true,
    ),
    (
        "502 to PATCH",
        |request| refuses_patch(request, || Reply::page(502)),
        true,
    ),
    (
        "403 to PATCH, JSON of a firewall",
        |request| refuses_patch(request, || Reply::code(403, "forbidden")),
        true,
    ),
    (
        "closes on PATCH",
        |request| refuses_patch(request, || Reply::Raw(Vec::new())),
        true,
    ),
    (
        "drops Authorization",
        |request| without(request, "authorization"),
        false,
    ),
    (
        "drops Tus-Resumable",
        |request| without(request, "tus-resumable"),
        false,
    ),
    (
        "drops Upload-Offset",
        |request| without(request, "upload-offset"),
        false,
    ),
    (
        "drops Content-Type",
        |request| without(request, "content-type"),
        false,
    ),
    (
        "adds a charset",
        |request| Reply::OfficeSees(with_charset(request)),
        true,
    ),
    (
        "writes bearer in lower case",
        |request| Reply::OfficeSees(replaced(request, "Bearer ", "bearer ")),
        true,
    ),
    (
        "sends bodies in chunks",
        |request| Reply::OfficeSees(in_chunks(request)),
        true,
    ),
    (
        "drops Upload-Offset of answers",
        |_| Reply::changed(|answer| dropped(&answer, "upload-offset")),
        true,
    ),
    (
        "drops Content-Type of answers",
        |_| Reply::changed(|answer| dropped(&answer, "content-type")),
        true,
    ),
    (
        "makes 204 a 200",
        |_| Reply::changed(no_content_to_ok),
        true,
    ),
];

/// As a rule of its own.
pub fn rule(middlebox: fn(&Request) -> Reply) -> Rule {
    Box::new(middlebox)
}

fn refuses_patch(request: &Request, refusal: fn() -> Reply) -> Reply {
    if request.method == "PATCH" {
        refusal()
    } else {
        Reply::Office
    }
}

fn refuses_all_but_get_and_post(request: &Request, refusal: fn() -> Reply) -> Reply {
    if matches!(request.method.as_str(), "GET" | "POST") {
        Reply::Office
    } else {
        refusal()
    }
}

fn empty(status: u16) -> Reply {
    Reply::Say {
        status,
        headers: Vec::new(),
        body: Vec::new(),
    }
}

fn without(request: &Request, header: &str) -> Reply {
    let mut request = request.clone();
    request.headers.retain(|(name, _)| name != header);
    Reply::OfficeSees(request.bytes())
}

fn replaced(request: &Request, from: &str, to: &str) -> Vec<u8> {
    let mut request = request.clone();
    for (_, value) in &mut request.headers {
        *value = value.replace(from, to);
    }
    request.bytes()
}

fn with_charset(request: &Request) -> Vec<u8> {
    let mut request = request.clone();
    for (name, value) in &mut request.headers {
        if name == "content-type" {
            value.push_str("; charset=utf-8");
        }
    }
    request.bytes()
}

fn in_chunks(request: &Request) -> Vec<u8> {
    if request.body.is_empty() {
        return request.bytes();
    }
    let mut whole = request.clone();
    let body = std::mem::take(&mut whole.body);
    whole.headers.retain(|(name, _)| name != "content-length");
    whole
        .headers
        .push(("transfer-encoding".to_owned(), "chunked".to_owned()));
    let mut bytes = whole.head();
    for piece in body.chunks(1000) {
        bytes.extend(format!("{:x}\r\n", piece.len()).into_bytes());
        bytes.extend(piece);
        bytes.extend(b"\r\n");
    }
    bytes.extend(b"0\r\n\r\n");
    bytes
}

/// An answer without that header.
fn dropped(answer: &[u8], header: &str) -> Vec<u8> {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return answer.to_vec();
    };
    let head = String::from_utf8_lossy(&answer[..end]);
    let kept: Vec<&str> = head
        .split("\r\n")
        .filter(|line| !line.to_ascii_lowercase().starts_with(&format!("{header}:")))
        .collect();
    [kept.join("\r\n").as_bytes(), &answer[end..]].concat()
}

fn no_content_to_ok(answer: Vec<u8>) -> Vec<u8> {
    let Some(rest) = answer.strip_prefix(b"HTTP/1.1 204 No Content") else {
        return answer;
    };
    [b"HTTP/1.1 200 OK\r\ncontent-length: 0", rest].concat()
}
