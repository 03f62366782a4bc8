//! The client against servers that are not the office, or not today, or not there: each is told
//! apart.

mod departure;
mod parcels;
mod server;

use std::sync::Arc;
use std::time::Duration;

use payung_model::units::Timestamp;
use reqwest::Method;
use server::{Certificate, Says, Server};

use super::http::{Answer, Http, HttpSettings};
use super::{channels::Scope, delay::Delay, network_error};
use crate::problem::ProblemCode;

/// 23 November 2026, 09:00 in Jakarta.
const NOW: i64 = 1_795_399_200_000;
const DAY: i64 = 86_400_000;

const ANSWER: &[u8] =
    b"HTTP/1.1 200 OK\r\ndate: Mon, 23 Nov 2026 03:00:00 GMT\r\ncontent-length: 2\r\n\r\n{}";

/// A client that trusts the test's authority, at that time.
fn client(base: &str, now: i64) -> Http {
    let now = Timestamp::from_millis(now).unwrap();
    let settings = HttpSettings {
        roots: server::authority(),
        connect: Duration::from_millis(800),
        idle: Duration::from_millis(800),
    };
    Http::new(base, Arc::new(move || now), settings).unwrap()
}

fn ask(http: &Http) -> Answer {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(http.send(http.plain(Method::GET, "/v1/bundle"), Vec::new(), &[200]))
}

/// What the worker is told about whoever answers there.
fn told(base: &str, now: i64) -> ProblemCode {
    match ask(&client(base, now)) {
        Answer::Not(Delay::Retry {
            problem,
            scope: Scope::Channel | Scope::Line,
            ..
        }) => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_office_that_is_vouched_for_is_believed_and_its_clock_is_heard() {
    let server = Server::new(&Certificate::good(), Says::This(ANSWER));
    let http = client(&server.url, NOW);
    assert!(matches!(ask(&http), Answer::Ok(_)));
    assert_eq!(
        http.take_office_time().map(Timestamp::millis),
        Some(NOW + DAY / 24)
    );
    assert_eq!(http.take_office_time(), None, "once");
}

#[test]
fn a_clock_without_tls_is_nobodys_word() {
    let server = Server::plain(Says::This(ANSWER));
    let http = client(&server.url, NOW);
    assert!(matches!(ask(&http), Answer::Ok(_)));
    assert_eq!(http.take_office_time(), None);
}

#[test]
fn certificates_that_are_refused_are_told_apart() {
    let year = 365 * DAY;
    for (certificate, now, said) in [
        (Certificate::good(), NOW - 6 * year, ProblemCode::ClockWrong),
        (Certificate::good(), NOW + 5 * year, ProblemCode::ClockWrong),
        (
            Certificate::good().until(2026, 11, 13),
            NOW,
            ProblemCode::CertificateExpired,
        ),
        (
            Certificate::good().named("wifi.contoh"),
            NOW,
            ProblemCode::WrongName,
        ),
        (
            Certificate::good().of_a_stranger(),
            NOW,
            ProblemCode::Insecure,
        ),
        // What is wrong besides the date comes first: nobody is sent to the clock for a stranger.
        (
            Certificate::good().of_a_stranger(),
            NOW + 5 * year,
            ProblemCode::Insecure,
        ),
        (
            Certificate::good().of_a_stranger(),
            NOW - 6 * year,
            ProblemCode::Insecure,
        ),
        (
            Certificate::good().named("wifi.contoh"),
            NOW + 5 * year,
            ProblemCode::WrongName,
        ),
    ] {
        let server = Server::new(&certificate, Says::This(ANSWER));
        assert_eq!(told(&server.url, now), said, "{certificate:?} at {now}");
        assert_eq!(
            server.requests(),
            0,
            "{certificate:?} at {now}: no request reached it"
        );
    }
}

#[test]
fn lines_that_fail_are_told_apart() {
    let silent_after_hello = Server::new(&Certificate::good(), Says::Nothing);
    let silent = Server::plain(Says::Nothing);
    let no_tls = silent.url.replace("http:", "https:");
    let half = Server::new(
        &Certificate::good(),
        Says::This(b"HTTP/1.1 200 OK\r\ncontent-le"),
    );
    let closes = Server::new(&Certificate::good(), Says::This(b""));
    // A label longer than a name may have: no name server needs to be asked.
    let nameless = format!("https://{}.contoh.invalid", "kantor".repeat(12));
    for (base, said) in [
        (silent_after_hello.url.as_str(), ProblemCode::Timeout),
        (&silent.url, ProblemCode::Timeout),
        (&no_tls, ProblemCode::Timeout),
        (&half.url, ProblemCode::Cut),
        (&closes.url, ProblemCode::Cut),
        (
            &format!("https://127.0.0.1:{}", server::closed_port()),
            ProblemCode::Unreachable,
        ),
        (&nameless, ProblemCode::Offline),
    ] {
        assert_eq!(told(base, NOW), said, "{base}");
    }
}

#[test]
fn a_body_that_moves_may_take_many_times_the_pause_that_ends_a_request() {
    let server = Server::plain(Says::Slowly(70_000, Duration::from_millis(3_200), ANSWER));
    let http = client(&server.url, NOW);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let request = http.plain(Method::PATCH, "/v1/registrations");
    let answer = runtime.block_on(http.send(request, vec![7; 70_000], &[200]));
    assert!(matches!(answer, Answer::Ok(_)), "{answer:?}");
    assert!(http.sent_so_far() >= 70_000);
}

#[test]
fn an_answer_that_trickles_has_an_end() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n";
    let server = Server::plain(Says::Trickles(head, Duration::from_millis(100)));
    let http = client(&server.url, NOW);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let whole = runtime.block_on(async {
        let Answer::Ok(response) = http
            .send(http.plain(Method::GET, "/"), Vec::new(), &[200])
            .await
        else {
            panic!("the head came at once")
        };
        let reading = http.body(response, 100_000);
        tokio::time::timeout(Duration::from_secs(20), reading)
            .await
            .expect("it ends by itself")
    });
    assert!(
        matches!(
            whole,
            Err(Delay::Retry {
                problem: ProblemCode::Timeout,
                ..
            })
        ),
        "{whole:?}"
    );
}

#[test]
fn answers_that_are_not_the_offices_are_told_apart() {
    use reqwest::StatusCode;
    let page = network_error::AnswerKind { like_a_page: true };
    let other = network_error::AnswerKind { like_a_page: false };
    for (status, looks, said) in [
        (200, page, ProblemCode::Portal),
        (302, other, ProblemCode::Portal),
        (403, page, ProblemCode::Portal),
        (511, other, ProblemCode::Portal),
        (200, other, ProblemCode::Proxy),
        (206, other, ProblemCode::Proxy),
        (404, other, ProblemCode::Proxy),
        (407, page, ProblemCode::Proxy),
        (501, page, ProblemCode::Proxy),
        (429, page, ProblemCode::OfficeBusy),
        (500, page, ProblemCode::OfficeTrouble),
        (502, other, ProblemCode::OfficeTrouble),
    ] {
        let delay = network_error::of_answer(StatusCode::from_u16(status).unwrap(), looks, None);
        assert!(
            matches!(delay, Delay::Retry { problem, .. } if problem == said),
            "{status}: {delay:?}"
        );
    }
}
