//! A clock that is not sure decides nothing: no age, no ending, no century of a NIK, no month.

#[path = "form/worker.rs"]
mod worker;

use payung_model::form::Screen;
use worker::{ANSWERS, Worker, at, photo, plain, question};

/// A phone that believes to live in 2098, when somebody born in 1990 would be 108.
fn in_2098(clock_is_sure: bool) -> Worker {
    Worker {
        now: at("2098-12-31T09:00:00+07:00"),
        clock_is_sure,
        ..Worker::new()
    }
}

/// Answers the form from its beginning; what the NIK gives by itself is asked when it gives
/// nothing.
fn fill(worker: &mut Worker) -> Screen {
    for (id, text) in ANSWERS {
        worker.answer(id, text);
    }
    worker.put("ktp", "", photo());
    worker.engine().first_open()
}

#[test]
fn a_sure_clock_in_2098_ends_the_form_for_somebody_born_in_1990_and_an_unsure_one_asks_on() {
    let mut worker = in_2098(true);
    assert!(
        matches!(fill(&mut worker), Screen::Ending(_)),
        "the rule is there"
    );
    let mut worker = in_2098(false);
    assert_eq!(
        fill(&mut worker),
        question("birth_date"),
        "the century in the NIK is not known"
    );
    worker.answer("birth_date", "15-01-1990");
    assert_eq!(worker.engine().first_open(), Screen::Review);
    assert_eq!(worker.engine().missing(), Vec::<String>::new());
}

#[test]
fn an_unsure_clock_says_neither_a_year_nor_an_age_nor_a_price() {
    let mut worker = in_2098(false);
    fill(&mut worker);
    let understood = plain(&worker.engine().hints("nik", "3201015501900001").understood).join(" ");
    assert!(
        understood.contains("Perempuan")
            && !understood.contains("19")
            && !understood.contains("20"),
        "{understood}"
    );
    let understood = plain(&worker.engine().hints("birth_date", "15-01-1990").understood).join(" ");
    assert!(
        understood.contains("1990") && !understood.contains("108"),
        "{understood}"
    );
    assert!(worker.engine().quote().is_none(), "dues turn on the month");
    worker.clock_is_sure = true;
    worker.now = at("2026-11-23T09:00:00+07:00");
    assert!(worker.engine().quote().is_some());
}

#[test]
fn a_date_that_an_unsure_clock_takes_for_the_future_or_for_a_child_is_kept() {
    let mut worker = Worker {
        now: at("1970-01-02T09:00:00+07:00"),
        ..in_2098(false)
    };
    fill(&mut worker);
    for date in ["15-01-1990", "01-01-1969"] {
        assert!(worker.engine().check("birth_date", date).is_ok(), "{date}");
    }
    worker.clock_is_sure = true;
    assert!(
        worker.engine().check("birth_date", "15-01-1990").is_err(),
        "a sure clock knows better"
    );
}
