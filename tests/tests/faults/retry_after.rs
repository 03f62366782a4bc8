//! How long the phone waits when the office asks it to.

use std::time::Duration;

use payung_tests::Outcome;
use payung_tests::rude::Reply;
use payung_tests::shell::sync;
use payung_tests::town::Town;

#[test]
fn the_offices_retry_after_is_obeyed_and_told() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    // Two wait: that the second was never tried must not shorten the pause.
    town.ready(&payung)?;
    town.ready(&payung)?;
    town.rude
        .obey(|_| Reply::code(503, "full").retry_after(300));
    let report = sync(&payung)?;
    let asked = 300_000;
    let told = report.retry_in_millis.unwrap_or(0);
    assert!(told >= asked && told <= asked * 11 / 10, "told {told} ms");
    let seen = town.rude.take_seen();
    assert_eq!(
        seen.iter().filter(|request| request.is_record()).count(),
        1,
        "one answer of that kind ends the channel's turn"
    );
    assert_eq!(seen.len(), 2, "and the bundle is asked for once: {seen:?}");
    town.rude.behave();
    town.shell.clock.forward(Duration::from_millis(told));
    assert_eq!(sync(&payung)?.received, 2);
    Ok(())
}

#[test]
fn a_retry_after_for_news_is_told_though_nothing_waits() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    town.ready(&payung)?;
    sync(&payung)?;
    town.rude
        .obey(|_| Reply::code(429, "slow_down").retry_after(90));
    let told = sync(&payung)?.retry_in_millis.unwrap_or(0);
    assert!((90_000..=99_000).contains(&told), "told {told} ms");
    Ok(())
}

#[test]
fn a_retry_after_of_years_is_not_believed() -> Outcome<()> {
    let town = Town::new()?;
    let payung = town.open()?;
    town.ready(&payung)?;
    town.rude.obey(|_| Reply::page(503).retry_after(u64::MAX));
    let told = sync(&payung)?.retry_in_millis.unwrap_or(0);
    assert!(
        (86_400_000..=86_400_000 * 11 / 10).contains(&told),
        "told {told} ms"
    );
    Ok(())
}
