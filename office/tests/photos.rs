//! Photos by tus over real HTTP, with connections that are cut, and bytes that are wrong.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

mod common;

use std::time::Duration;

use base64ct::{Base64, Encoding};
use common::http::{read, request, send};
use common::phone::{Phone, Photo};
use common::{House, Serving};
use payung_model::sealed::Digest;

struct Scene {
    phone: Phone,
    office: Serving,
    house: House,
}

/// An office that waits for one photo of some 100 kB.
fn scene() -> Scene {
    let (house, key) = House::with_bundle();
    let office = house.serve(&[]);
    let plain: Vec<u8> = (0..100_000_u32).map(|n| (n * 31 % 251) as u8).collect();
    let phone = Phone::new(&office.address, &key).with_photo(&plain);
    assert_eq!(phone.record(1).status, 201);
    Scene {
        phone,
        office,
        house,
    }
}

fn problem(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

fn checksum(bytes: &[u8]) -> (&'static str, String) {
    (
        "upload-checksum",
        format!("sha256 {}", Base64::encode_string(&Digest::of(bytes).0)),
    )
}

#[test]
fn a_photo_comes_in_pieces_and_completes_the_registration() {
    let Scene { phone, .. } = &scene();
    let photo = &phone.photos[0];
    let created = phone.create(photo);
    assert_eq!((created.status, created.offset()), (201, 0));
    assert_eq!(created.headers["location"], phone.photo_path(photo));
    assert_eq!(created.headers["tus-resumable"], "1.0.0");
    let half = phone.patch(photo, 0, &photo.bytes[..50_000]);
    assert_eq!((half.status, half.offset()), (204, 50_000));
    let head = phone.head(photo);
    assert_eq!((head.status, head.offset()), (200, 50_000));
    assert_eq!(head.headers["upload-length"], photo.bytes.len().to_string());
    assert_eq!(head.headers["cache-control"], "no-store");
    assert_eq!(phone.status().json()["photos"][0]["offset"], 50_000);
    assert_eq!(phone.state(), "receiving");
    assert_eq!(
        phone.patch(photo, 50_000, &photo.bytes[50_000..]).offset(),
        photo.bytes.len() as u64
    );
    assert_eq!(phone.state(), "received");
    assert_eq!(
        phone.create(photo).offset(),
        photo.bytes.len() as u64,
        "creating again finds it"
    );
}

#[test]
fn what_came_before_a_cut_is_kept_and_the_rest_completes_it() {
    let Scene { phone, .. } = &scene();
    let photo = &phone.photos[0];
    phone.create(photo);
    let headers = phone.tus_headers(&Phone::patch_headers(0));
    let stream = send(
        &phone.office,
        "PATCH",
        &phone.photo_path(photo),
        &headers,
        photo.bytes.len(),
        &photo.bytes[..30_000],
    );
    wait_for_offset(phone, 30_000);
    drop(stream);
    assert_eq!(phone.head(photo).offset(), 30_000);
    assert_eq!(
        phone.patch(photo, 30_000, &photo.bytes[30_000..]).status,
        204
    );
    assert_eq!(phone.state(), "received");
}

#[test]
fn what_came_before_a_kill_is_kept_and_counted_by_the_next_office() {
    let Scene {
        mut phone,
        office,
        house,
    } = scene();
    let photo = phone.photos[0].clone();
    phone.create(&photo);
    let headers = phone.tus_headers(&Phone::patch_headers(0));
    let _stream = send(
        &phone.office,
        "PATCH",
        &phone.photo_path(&photo),
        &headers,
        photo.bytes.len(),
        &photo.bytes[..30_000],
    );
    wait_for_offset(&phone, 30_000);
    office.signal("KILL");
    drop(office);
    let office = house.serve(&[]);
    phone.office = office.address.clone();
    assert_eq!(phone.head(&photo).offset(), 30_000);
    assert_eq!(
        phone.patch(&photo, 30_000, &photo.bytes[30_000..]).status,
        204
    );
    assert_eq!(phone.state(), "received");
}

#[test]
fn a_whole_photo_that_was_not_counted_before_a_kill_is_counted_at_the_next_start() {
    let Scene {
        mut phone,
        office,
        house,
    } = scene();
    let photo = phone.photos[0].clone();
    phone.create(&photo);
    office.signal("KILL");
    drop(office);
    let path =
        payung_office::photo_store::path(&house.data().join("photos"), phone.id, photo.digest);
    std::fs::write(path, &photo.bytes).unwrap();
    let office = house.serve(&[]);
    phone.office = office.address.clone();
    assert_eq!(phone.state(), "received");
}

#[test]
fn a_cut_request_that_promised_a_checksum_leaves_nothing() {
    let Scene { phone, .. } = &scene();
    let photo = &phone.photos[0];
    phone.create(photo);
    let headers =
        phone.tus_headers(&[Phone::patch_headers(0), vec![checksum(&photo.bytes)]].concat());
    let stream = send(
        &phone.office,
        "PATCH",
        &phone.photo_path(photo),
        &headers,
        photo.bytes.len(),
        &photo.bytes[..30_000],
    );
    wait_for_offset(phone, 30_000);
    drop(stream);
    assert_eq!(phone.head(photo).offset(), 0);
}

#[test]
fn a_piece_with_its_checksum_is_taken_and_with_a_wrong_one_nothing_is_kept() {
    let Scene { phone, .. } = &scene();
    let photo = &phone.photos[0];
    phone.create(photo);
    let piece = &photo.bytes[..1000];
    let with = |offset, sum| [Phone::patch_headers(offset), vec![sum]].concat();
    let path = phone.photo_path(photo);
    assert_eq!(
        phone
            .tus("PATCH", &path, &with(0, checksum(piece)), piece)
            .offset(),
        1000
    );
    let wrong = phone.tus(
        "PATCH",
        &path,
        &with(1000, checksum(piece)),
        &photo.bytes[1000..2000],
    );
    assert_eq!(wrong.problem(), problem(460, "checksum"));
    assert_eq!(phone.head(photo).offset(), 1000);
    for sum in ["md5 AAAA", "sha256 AAAA", "sha256"] {
        let answer = phone.tus(
            "PATCH",
            &path,
            &with(1000, ("upload-checksum", sum.into())),
            b"x",
        );
        assert_eq!(answer.problem(), problem(400, "malformed"), "{sum}");
    }
}

#[test]
fn a_photo_whose_bytes_are_not_those_of_its_digest_is_thrown_away() {
    let Scene { phone, .. } = &scene();
    let photo = &phone.photos[0];
    phone.create(photo);
    let mut wrong = photo.bytes.clone();
    wrong[77] ^= 1;
    assert_eq!(
        phone.patch(photo, 0, &wrong).problem(),
        problem(460, "checksum")
    );
    assert_eq!(phone.head(photo).offset(), 0);
    assert_eq!(phone.patch(photo, 0, &photo.bytes).status, 204);
    assert_eq!(phone.state(), "received");
}

#[test]
fn a_wrong_offset_and_too_many_bytes_are_refused_and_change_nothing() {
    let Scene { phone, .. } = &scene();
    let photo = &phone.photos[0];
    phone.create(photo);
    assert_eq!(
        phone.patch(photo, 5, b"xyz").problem(),
        problem(409, "offset")
    );
    let longer = [photo.bytes.as_slice(), b"x"].concat();
    assert_eq!(
        phone.patch(photo, 0, &longer).problem(),
        problem(413, "too_large")
    );
    assert_eq!(phone.head(photo).offset(), 0);
}

#[test]
fn two_requests_do_not_write_one_photo_and_the_one_that_hangs_gives_way_to_the_one_that_asks() {
    let Scene { phone, .. } = &scene();
    let photo = &phone.photos[0];
    phone.create(photo);
    let headers = phone.tus_headers(&Phone::patch_headers(0));
    let mut hanging = send(
        &phone.office,
        "PATCH",
        &phone.photo_path(photo),
        &headers,
        photo.bytes.len(),
        &photo.bytes[..30_000],
    );
    wait_for_offset(phone, 30_000);
    assert_eq!(
        phone.patch(photo, 30_000, &photo.bytes[30_000..]).problem(),
        problem(409, "offset")
    );
    assert_eq!(phone.head(photo).offset(), 30_000);
    assert_eq!(
        phone.patch(photo, 30_000, &photo.bytes[30_000..]).status,
        204
    );
    assert_eq!(phone.state(), "received");
    hanging.shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(read(&mut hanging).problem(), problem(409, "offset"));
}

#[test]
fn a_terminated_upload_is_gone_and_can_be_created_again() {
    let Scene { phone, .. } = &scene();
    let photo = &phone.photos[0];
    phone.create(photo);
    phone.patch(photo, 0, &photo.bytes[..1000]);
    let path = phone.photo_path(photo);
    assert_eq!(phone.tus("DELETE", &path, &[], &[]).status, 204);
    assert_eq!(phone.head(photo).status, 404);
    assert_eq!(
        phone.patch(photo, 1000, b"x").problem(),
        problem(404, "unknown")
    );
    phone.upload(photo);
    assert_eq!(
        phone.tus("DELETE", &path, &[], &[]).problem(),
        problem(409, "closed"),
        "a whole photo stays"
    );
}

#[test]
fn only_photos_the_record_names_are_wanted_and_only_in_their_length() {
    let Scene { phone, .. } = &scene();
    let other = Photo::of("ktp", b"another");
    assert_eq!(phone.create(&other).problem(), problem(403, "not_wanted"));
    assert_eq!(
        phone.patch(&other, 0, b"x").problem(),
        problem(403, "not_wanted")
    );
    assert_eq!(phone.head(&other).status, 403);
    let photo = &phone.photos[0];
    assert_eq!(
        phone.create_of_length(photo, 5).problem(),
        problem(409, "conflict")
    );
    assert_eq!(
        phone.create_of_length(photo, 3 << 20).problem(),
        problem(413, "too_large")
    );
}

#[test]
fn photos_need_the_token_and_tus() {
    let Scene { phone, office, .. } = &mut scene();
    let photo = phone.photos[0].clone();
    let stranger = Phone::new(&office.address, &phone.key);
    let path = phone.photo_path(&photo);
    for method in ["PATCH", "DELETE"] {
        let headers = stranger.tus_headers(&Phone::patch_headers(0));
        assert_eq!(
            request(&office.address, method, &path, &headers, &[]).problem(),
            problem(404, "unknown")
        );
        assert_eq!(
            request(&office.address, method, &path, &[phone.bearer()], &[]).status,
            412
        );
    }
    let wrong_kind = [
        ("content-type", "image/jpeg".to_owned()),
        ("upload-offset", "0".to_owned()),
    ];
    phone.create(&photo);
    assert_eq!(
        phone.tus("PATCH", &path, &wrong_kind, b"x").problem(),
        problem(415, "malformed")
    );
    for metadata in ["", "digest", "digest !!!!", "name eA=="] {
        let headers = [
            ("upload-length", "5".to_owned()),
            ("upload-metadata", metadata.to_owned()),
        ];
        let answer = phone.tus("POST", &format!("{}/photos", phone.path()), &headers, &[]);
        assert_eq!(answer.problem(), problem(400, "malformed"), "{metadata}");
    }
}

#[test]
fn options_name_the_version_and_the_extensions() {
    let Scene { phone, office, .. } = &scene();
    let answer = request(
        &office.address,
        "OPTIONS",
        &format!("{}/photos", phone.path()),
        &[],
        &[],
    );
    assert_eq!(answer.status, 204);
    assert_eq!(answer.headers["tus-version"], "1.0.0");
    assert_eq!(
        answer.headers["tus-extension"],
        "creation,checksum,termination,expiration"
    );
    assert_eq!(answer.headers["tus-checksum-algorithm"], "sha256");
}

/// Without disturbing the upload: the status document only looks.
fn wait_for_offset(phone: &Phone, offset: u64) {
    for _ in 0..200 {
        if phone.status().json()["photos"][0]["offset"] == offset {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("the bytes did not arrive");
}

#[test]
fn a_method_is_taken_from_its_header_where_the_network_lets_only_some_pass() {
    let Scene { phone, .. } = &scene();
    let photo = &phone.photos[0];
    let path = phone.photo_path(photo);
    let meant = |method: &str| ("x-http-method-override", method.to_owned());
    phone.create(photo);
    let patch = [Phone::patch_headers(0), vec![meant("PATCH")]].concat();
    let sent = phone.tus("POST", &path, &patch, &photo.bytes[..50_000]);
    assert_eq!((sent.status, sent.offset()), (204, 50_000));
    let head = phone.tus("GET", &path, &[meant("head")], &[]);
    assert_eq!(
        (head.status, head.offset(), head.body.len()),
        (200, 50_000, 0)
    );
    let unknown = Phone::new(&phone.office, &phone.key);
    let refused = unknown.tus("GET", &path, &[meant("HEAD")], &[]);
    assert_eq!(
        (refused.status, refused.body.len()),
        (404, 0),
        "an answer to HEAD has no body"
    );
    assert_eq!(
        phone.tus("POST", &path, &[meant("DELETE")], &[]).status,
        204
    );
    assert_eq!(phone.head(photo).status, 404);
    assert_eq!(
        phone.tus("PATCH", &path, &[meant("OPTIONS")], &[]).status,
        204,
        "the method of the line is ignored"
    );
    assert_eq!(
        phone.tus("POST", &path, &[meant("GET")], &[]).problem(),
        problem(405, "malformed")
    );
    assert_eq!(
        phone
            .tus("POST", &path, &[meant("no method")], &[])
            .problem(),
        problem(400, "malformed")
    );
    let withdrawn = phone.tus("POST", &phone.path(), &[meant("DELETE")], &[]);
    assert_eq!(
        (withdrawn.status, phone.state().as_str()),
        (200, "withdrawn"),
        "a registration too"
    );
}

#[test]
fn a_proxys_additions_to_type_and_scheme_change_nothing() {
    let Scene { phone, .. } = &scene();
    let photo = &phone.photos[0];
    phone.create(photo);
    let patch = |kind: &str, scheme: &str, from: usize, until: usize| {
        let headers = [
            ("authorization", format!("{scheme} {}", phone.token)),
            ("tus-resumable", "1.0.0".to_owned()),
            ("content-type", kind.to_owned()),
            ("upload-offset", from.to_string()),
        ];
        request(
            &phone.office,
            "PATCH",
            &phone.photo_path(photo),
            &headers,
            &photo.bytes[from..until],
        )
    };
    assert_eq!(
        patch(
            "application/offset+octet-stream; charset=UTF-8",
            "bearer",
            0,
            10
        )
        .status,
        204
    );
    assert_eq!(
        patch(
            "Application/Offset+Octet-Stream;charset=utf-8",
            "BEARER ",
            10,
            20
        )
        .status,
        204
    );
    assert_eq!(
        patch("application/octet-stream", "Bearer", 20, 30).problem(),
        problem(415, "malformed")
    );
    assert_eq!(
        patch("application/offset+octet-stream", "Basic", 20, 30).problem(),
        problem(400, "malformed")
    );
    assert_eq!(phone.head(photo).offset(), 20);
}
