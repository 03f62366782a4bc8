//! What the API tells without a draft: where a NIK was made, and which districts a text may mean.

use payung_model::secret::Secret;
use payung_tests::shell::Shell;
use payung_tests::{Outcome, samples};

#[test]
fn a_nik_is_told_with_the_place_where_it_was_made_as_far_as_that_is_known() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let payung = Shell::new(folder.path()).open()?;
    let place = |nik: &str| payung.lookup().nik(Secret::new(nik));
    let known = place(samples::NIK);
    assert_eq!(
        known.place.as_deref(),
        Some("Cibinong, Kabupaten Bogor, Jawa Barat")
    );
    assert!(known.warnings.is_empty());
    let split = place("3201995501900001");
    assert_eq!(
        (split.valid, split.place.as_deref()),
        (true, Some("Kabupaten Bogor, Jawa Barat"))
    );
    assert!(
        split.warnings[0].starts_with("NIK diawali 320199."),
        "{:?}",
        split.warnings
    );
    assert_eq!(place("5401015501900001").place, None);
    assert!(
        !format!("{known:?}").contains("Cibinong"),
        "somebody's origin does not print"
    );
    Ok(())
}

#[test]
fn villages_of_a_district_are_listed_and_found_as_people_write_them() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let payung = Shell::new(folder.path()).open()?;
    let all = payung
        .lookup()
        .villages("32.01.01".to_owned(), String::new(), 200);
    assert_eq!(
        (all.len(), all[0].name.as_str(), all[0].postal_code.as_str()),
        (13, "Pondok Rajeg", "16914")
    );
    let found = payung
        .lookup()
        .villages("32.01.01".to_owned(), "desa pondokrajg".to_owned(), 5);
    assert_eq!((found.len(), found[0].code.as_str()), (1, "32.01.01.1001"));
    assert!(
        payung
            .lookup()
            .villages("32.01".to_owned(), String::new(), 5)
            .is_empty()
    );
    Ok(())
}

#[test]
fn districts_are_found_as_people_write_them_with_their_postal_codes() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let payung = Shell::new(folder.path()).open()?;
    let found = payung.lookup().regions("tj priok jakut".into(), 5);
    assert_eq!(found[0].code, "31.72.02");
    assert_eq!(
        found[0].path,
        "Tanjung Priok, Kota Administrasi Jakarta Utara, Daerah Khusus Ibukota Jakarta"
    );
    assert!(
        found[0].postal_codes.contains(&"14310".to_owned()),
        "{:?}",
        found[0].postal_codes
    );
    let count = |limit| payung.lookup().regions("bogor".into(), limit).len();
    assert_eq!(
        (count(0), count(7), count(u32::MAX)),
        (1, 7, 50),
        "at least one, at most fifty"
    );
    assert!(payung.lookup().regions("xyzzy".into(), 5).is_empty());
    Ok(())
}
