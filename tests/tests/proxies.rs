//! A proxy between phone and office that buffers requests: nginx with its defaults
//! (`payung_tests::nginx`).

use std::time::Duration;

use payung_tests::Outcome;
use payung_tests::deliveries::{Connection, Parcel, Sealer};
use payung_tests::nginx::Nginx;
use payung_tests::office::{Office, Serving};
use payung_tests::wire::Wire;

const PHOTO: usize = 60_000;
const PIECE: usize = 10_000;
/// Of a request's body, before the line breaks.
const ARRIVES: usize = 25_000;

/// An office behind nginx, and a parcel whose record is there and whose photo is awaited.
struct Scene {
    nginx: Nginx,
    serving: Serving,
    parcel: Parcel,
    _folder: tempfile::TempDir,
}

impl Scene {
    /// None when nginx is not installed.
    fn new() -> Outcome<Option<Self>> {
        let folder = tempfile::tempdir()?;
        let office = Office::found(folder.path(), "http://127.0.0.1:1")?;
        let serving = office.serve_with_rates("127.0.0.1:0")?;
        let Some(nginx) = Nginx::start(&folder.path().join("nginx"), serving.address())? else {
            return Ok(None);
        };
        let parcel = Sealer::new(folder.path())?.parcel(1, &[PHOTO])?;
        let mut line = Connection::new(nginx.address())?;
        assert_eq!(
            parcel.put(&mut line, 1)?.status,
            201,
            "the record goes through nginx"
        );
        assert_eq!(parcel.create(&mut line, 0)?.status, 201);
        Ok(Some(Self {
            nginx,
            serving,
            parcel,
            _folder: folder,
        }))
    }

    /// Sends `from..until` of the photo over a line that breaks after [`ARRIVES`] bytes of it.
    fn send_and_cut(&self, address: &str, from: usize, until: usize) -> Outcome<()> {
        let wire = Wire::new()?;
        wire.connect(Some(address));
        // The head of the request is about 400 bytes.
        wire.cut_after(ARRIVES as u32);
        let answered = self.parcel.patch(
            &mut Connection::new(wire.url.trim_start_matches("http://"))?,
            0,
            from,
            until,
        );
        assert!(
            answered.is_err() && wire.cuts() == 1,
            "the request was cut: {answered:?}"
        );
        Ok(())
    }

    /// Until nginx has noted the cut request: from then on nothing of it can arrive at the office.
    fn until_nginx_has_given_up(&self) -> Outcome<()> {
        until(|| {
            Ok(self
                .nginx
                .requests()?
                .iter()
                .any(|line| line.starts_with("400 PATCH ")))
        })
    }

    /// How much of the photo the office has, asked without a proxy.
    fn offset(&self) -> Outcome<usize> {
        let found = self
            .parcel
            .create(&mut Connection::new(self.serving.address())?, 0)?;
        Ok(found
            .headers
            .get("upload-offset")
            .ok_or("no offset")?
            .parse()?)
    }
}

fn until(true_at_last: impl Fn() -> Outcome<bool>) -> Outcome<()> {
    for _ in 0..400 {
        if true_at_last()? {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    Err("it did not happen within 10 s".into())
}

#[test]
fn a_cut_request_leaves_its_bytes_at_the_office_but_behind_nginx_none_of_them() -> Outcome<()> {
    let Some(scene) = Scene::new()? else {
        return Ok(());
    };
    scene.send_and_cut(scene.nginx.address(), 0, PHOTO)?;
    scene.until_nginx_has_given_up()?;
    assert_eq!(scene.offset()?, 0, "nginx kept the whole request back");
    scene.send_and_cut(scene.serving.address(), 0, PHOTO)?;
    until(|| Ok(scene.offset()? > ARRIVES - 2_000))
}

#[test]
fn pieces_that_passed_nginx_stay_when_a_later_one_is_cut() -> Outcome<()> {
    let Some(scene) = Scene::new()? else {
        return Ok(());
    };
    let mut line = Connection::new(scene.nginx.address())?;
    for from in [0, PIECE] {
        assert_eq!(
            scene.parcel.patch(&mut line, 0, from, from + PIECE)?.status,
            204
        );
    }
    scene.send_and_cut(scene.nginx.address(), 2 * PIECE, PHOTO)?;
    scene.until_nginx_has_given_up()?;
    assert_eq!(
        scene.offset()?,
        2 * PIECE,
        "what was acknowledged is there, and only the cut piece is lost"
    );
    assert_eq!(
        scene
            .parcel
            .deliver(&mut Connection::new(scene.nginx.address())?)?,
        "received"
    );
    Ok(())
}
