//! How sharp a picture is, and what is cut away around a card.

use super::*;

#[test]
fn squares_are_sharp_and_what_was_moved_is_not() {
    let page = |ink: fn(u32, u32) -> u8| {
        let measures = measure(&drawn(1280, 960, move |x, y| {
            let is_card = (200..1080).contains(&x) && (200..760).contains(&y);
            if is_card { ink(x, y) } else { 90 }
        }));
        (judge(&measures, Limits::KTP), measures)
    };
    let (faults, measures) = page(|x, y| if (x / 5 + y / 5) % 2 == 0 { 40 } else { 200 });
    assert_eq!(faults, [], "{measures:?}");
    // Lines, moved along themselves until nothing but them is left.
    let (faults, measures) = page(|x, y| {
        if y / 12 % 2 == 1 {
            return 200;
        }
        let phase = f64::from(x) * std::f64::consts::TAU / 60.0;
        u8::try_from((120.0 + 50.0 * phase.sin()) as i16).unwrap_or_default()
    });
    assert_eq!(
        faults,
        [payung_model::form::PhotoFault::Blurred],
        "{measures:?}"
    );
}

/// Is that place on a card so wide, whose upper left corner lies there?
pub(super) fn on_card(x: u32, y: u32, left: u32, top: u32, width: u32) -> bool {
    (left..left + width).contains(&x) && (top..top + width * 54 / 86).contains(&y)
}

/// A card's paper, with print.
pub(super) fn paper(x: u32, y: u32) -> u8 {
    if (x / 4).is_multiple_of(3) && (y / 8).is_multiple_of(3) {
        40
    } else {
        200
    }
}

#[test]
fn a_card_on_a_table_is_cut_out_with_a_margin() {
    let pixels = drawn(1280, 960, |x, y| {
        if on_card(x, y, 300, 300, 640) {
            paper(x, y)
        } else {
            90
        }
    });
    let part = card_part(&pixels).unwrap();
    let near = |share: f64, of: f64, at: f64| (share * of - at).abs() <= 16.0;
    // 8 % of 640 around 300 to 940 and 300 to 701.
    assert!(
        near(part.left, 1280.0, 249.0) && near(part.right, 1280.0, 991.0),
        "{part:?}"
    );
    assert!(
        near(part.top, 960.0, 249.0) && near(part.bottom, 960.0, 752.0),
        "{part:?}"
    );

    let small = shrink(pixels, Limits::KTP).unwrap();
    let (width, height, _) = decode(&small.jpeg);
    assert_eq!(small.part, Some(part));
    assert!(
        width.abs_diff(742) <= 32 && height.abs_diff(503) <= 32,
        "{width} × {height}"
    );
}

#[test]
fn a_card_far_away_in_a_large_picture_is_as_small_as_a_small_picture() {
    let taken = |width: u32| {
        drawn(1280, 960, move |x, y| {
            if on_card(x, y, 400, 300, width) {
                paper(x, y)
            } else {
                90
            }
        })
    };
    assert!(
        card_part(&taken(384)).is_some(),
        "it is found, and would be cut out"
    );
    assert!(
        shrink(taken(384), Limits::KTP).is_none(),
        "some 445 pixels wide with its margin"
    );
    let small = shrink(taken(480), Limits::KTP).unwrap();
    assert!(small.part.is_some() && decode(&small.jpeg).1 >= 300);
    let whole = Limits {
        cut_to_card: false,
        ..Limits::KTP
    };
    assert!(
        shrink(taken(384), whole).is_some(),
        "what is not cut is judged by its own sides"
    );
}

#[test]
fn a_card_that_is_cut_out_keeps_more_of_the_cameras_pixels_and_its_measures() {
    let taken = || {
        drawn(2560, 1920, |x, y| {
            if on_card(x, y, 700, 600, 1000) {
                paper(x / 2, y / 2)
            } else {
                90
            }
        })
    };
    let (cut, whole) = (
        shrink(taken(), Limits::KTP),
        shrink(
            taken(),
            Limits {
                cut_to_card: false,
                ..Limits::KTP
            },
        ),
    );
    let (cut, whole) = (cut.unwrap(), whole.unwrap());
    assert_eq!(cut.measures, whole.measures);
    assert_eq!((decode(&whole.jpeg).0, whole.part), (1280, None));
    let share = cut.part.map(|part| part.right - part.left).unwrap();
    let own = share * 2560.0;
    assert!(
        (f64::from(decode(&cut.jpeg).0) - own).abs() <= 1.5,
        "in its own size, for that fits: {own}"
    );
}

#[test]
fn which_way_the_camera_was_held_does_not_matter_to_the_cut() {
    let taken = |orientation: u8| {
        let pixels = drawn(1280, 960, |x, y| {
            if on_card(x, y, 200, 300, 640) {
                paper(x, y)
            } else {
                90
            }
        });
        Pixels {
            orientation: Orientation::from_exif(&exif(orientation)),
            ..pixels
        }
    };
    let (straight, turned) = (
        shrink(taken(1), Limits::KTP).unwrap(),
        shrink(taken(6), Limits::KTP).unwrap(),
    );
    assert_eq!(straight.part, turned.part, "in the picture as stored");
    let ((width, height, _), (high, wide, _)) = (decode(&straight.jpeg), decode(&turned.jpeg));
    assert_eq!((width, height), (wide, high));
}

#[test]
fn what_is_not_surely_one_whole_card_is_left_whole() {
    let whole = |what: &str, paint: &dyn Fn(u32, u32) -> u8| {
        assert_eq!(card_part(&drawn(1280, 960, paint)), None, "{what}");
    };
    let card = |left: u32, top: u32, width: u32| {
        move |x: u32, y: u32| {
            if on_card(x, y, left, top, width) {
                paper(x, y)
            } else {
                90
            }
        }
    };
    whole("no card", &|_, _| 200);
    whole("print everywhere", &paper);
    whole("over the left edge", &|x, y| {
        card(200, 300, 640)(x + 200, y)
    });
    whole("at the left edge", &card(0, 300, 640));
    whole("at the lower edge", &card(300, 960 - 640 * 54 / 86, 640));
    whole("nearly all of the picture", &card(30, 90, 1220));
    whole("a square", &|x, y| {
        if (400..900).contains(&x) && (200..700).contains(&y) {
            paper(x, y)
        } else {
            90
        }
    });
    whole("a card whose right third lies in the shadow", &|x, y| {
        if x < 760 {
            card(300, 300, 640)(x, y)
        } else {
            card(300, 300, 640)(x, y) / 3
        }
    });
    whole("two cards, one above the other", &|x, y| {
        card(400, 40, 560)(x, y).max(card(400, 500, 560)(x, y))
    });
    whole("a card and half of another", &|x, y| {
        card(340, 400, 600)(x, y).max(card(340, 20, 560)(x, y))
    });
    whole("a card in a round frame", &|x, y| {
        let (dx, dy) = (
            (f64::from(x) - 640.0) / 400.0,
            (f64::from(y) - 480.0) / 250.0,
        );
        if dx * dx + dy * dy < 1.0 {
            paper(x, y)
        } else {
            90
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_pixels_make_the_judge_panic(width in 1_u32..300, height in 1_u32..300, bytes in prop::collection::vec(any::<u8>(), 1..64)) {
        let rgb = bytes.iter().copied().cycle().take((width * height * 3) as usize).collect();
        judge(&measure(&Pixels { width, height, rgb, orientation: Orientation::default() }), Limits::KTP);
    }

    #[test]
    fn no_bytes_make_it_panic(start in 0_usize..4, bytes: Vec<u8>) {
        let magic: &[u8] = [&b"\xFF\xD8\xFF"[..], b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftyp", b""][start];
        prop_assert!(read_bytes(&[magic, &bytes].concat()).is_err());
    }

    #[test]
    fn no_damage_to_a_real_picture_makes_it_panic(progressive: bool, damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        static WHOLE: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| [false, true].map(|progressive| jpeg_of(480, 304, |encoder| {
            encoder.set_progressive(progressive);
            encoder.add_exif_metadata(&exif(6)).unwrap();
        })));
        let mut picture = WHOLE[usize::from(progressive)].clone();
        for (at, byte) in damage {
            let at = at.index(picture.len());
            picture[at] = byte;
        }
        if let Ok(pixels) = read_bytes(&picture) {
            let whole = shrink(read_bytes(&picture).unwrap(), Limits { cut_to_card: false, ..Limits::KTP });
            prop_assert!(whole.is_some(), "what can be read can be kept as it is");
            // Damage may draw a card of its own. Only one that is too small to be read is refused.
            let fitted = fit(read_bytes(&picture).unwrap(), Limits::KTP).unwrap();
            let card = card_part(&fitted).map(|part| {
                let (wide, high) = (f64::from(pixels.width), f64::from(pixels.height));
                ((part.right - part.left) * wide, (part.bottom - part.top) * high)
            });
            let is_small = card.is_some_and(|(wide, high)| wide.max(high) < 481.0 || wide.min(high) < 301.0);
            prop_assert!(shrink(pixels, Limits::KTP).is_some() || is_small, "{card:?}");
        }
    }
}
