//! Each subcommand: one or two calls of the API, and its result.

use std::io::IsTerminal;
use std::time::Duration;

use payung_core::{
    CalculatorView, Clock, DraftLine, DraftView, DuesRequest, RegistrationState, RegistrationView,
    Typed,
};
use payung_model::engine::{Field, ScreenKind};
use payung_model::secret::Secret;
use payung_model::units::Timestamp;

use crate::answers::Answers;
use crate::args::{ALL, Args, Command, FORM, Fill, Wish};
use crate::out::say;
use crate::outcome::{Outcome, Stop};
use crate::scripted::{self, Script};
use crate::session::Session;
use crate::stdin::argument_or_stdin;
use crate::talk::{self, Left};
use crate::{
    bill, card, cover, incident, json, keeper, payers, print, qris, recovery, report, requests,
    words,
};

/// Runs it, and says on stderr what stopped it.
pub fn run(args: Args) -> Outcome {
    let lang = args.global.lang;
    let done = Session::open(&args.global, args.command.needs_key())
        .and_then(|session| execute(&session, args.command));
    done.unwrap_or_else(|stop| {
        if let Some(words) = stop.words(lang) {
            say(&words);
        }
        stop.outcome
    })
}

fn execute(session: &Session, command: Command) -> Result<Outcome, Stop> {
    let payung = &session.payung;
    let lang = session.lang;
    match command {
        Command::Register { fill } => return register(session, &fill),
        Command::Resume { draft, fill } => return resume(session, &draft, &fill),
        Command::Correct { registration, fill } => {
            session.unlocked()?;
            let view = payung
                .registrations()
                .correct(session.registration(&registration)?)?;
            return fill_in(session, view, &fill, true);
        }
        Command::Complete { registration, fill } => {
            session.unlocked()?;
            let view = payung
                .registrations()
                .complete(session.registration(&registration)?)?;
            return fill_in(session, view, &fill, false);
        }
        Command::Request {
            registration,
            wish,
            fill,
        } => return request(session, &registration, &wish, &fill),
        Command::Update { registration, fill } => {
            return request(session, &registration, &Wish::of("update"), &fill);
        }
        Command::Consent { registration, fill } => {
            return request(session, &registration, &Wish::of("consent"), &fill);
        }
        Command::Requests { registration } => {
            return requests::list(session, registration.as_deref());
        }
        Command::Complain { fill } => {
            let view = requests::complain(session, given(&fill))?;
            return fill_in(session, view, &fill, false);
        }
        Command::Sync { wait, send_now } => return sync(session, wait, send_now),
        Command::Nik { number } => return nik(session, &number),
        Command::Phone { number } => return phone(session, &number),
        Command::Cover { whose, at } => return cover::cover(session, &whose, at),
        Command::Reminders { whose, from, days } => {
            return cover::reminders(session, &whose, from, days);
        }
        Command::Incident {
            id,
            registration,
            happened,
            outcome,
            tick,
            untick,
        } => {
            let noted = incident::Noted {
                registration,
                happened,
                outcome,
                tick,
                untick,
            };
            return incident::run(session, id, noted);
        }
        Command::Report { what, fill } => {
            return match report::begin(session, &what, given(&fill))? {
                report::Begun::Draft(view) => fill_in(session, view, &fill, false),
                report::Begun::Kept(view) => {
                    incident::tell(session, &view)?;
                    Ok(Outcome::KeptForLater)
                }
            };
        }
        Command::Jar {
            registration,
            begin,
            mark,
        } => {
            return incident::jar(session, registration.as_deref(), begin, mark);
        }
        Command::Card { registration, png } => {
            return card::run(session, registration.as_deref(), png.as_deref());
        }
        Command::RecoveryCode {
            registration,
            new,
            written,
        } => return recovery::code(session, registration.as_deref(), new, written),
        Command::Recover => return recovery::recover(session),
        Command::Ics {
            file,
            registration,
            days,
        } => return cover::ics(session, &file, registration.as_deref(), days),
        Command::Bill { bill } => return bill::show(session, bill.as_deref()),
        Command::Pay { bill, channel } => {
            return bill::pay(session, bill.as_deref(), &channel);
        }
        Command::PayFor {
            code,
            registration,
            months,
        } => {
            let asked = payers::pay_for(session, &code, registration.as_deref(), months)?;
            return send(session, &asked);
        }
        Command::Payers { registration } => {
            return payers::show(session, registration.as_deref());
        }
        Command::StopPaying {
            number,
            registration,
            code,
        } => {
            let (number, named) = (number.as_deref(), registration.as_deref());
            return send(session, &payers::stop(session, number, named, code)?);
        }
        Command::Receipts { registration } => {
            return bill::receipts(session, registration.as_deref());
        }
        Command::Statement { registration, year } => {
            return bill::statement(session, registration.as_deref(), year);
        }
        Command::Qris { what } => return qris::run(session, what),
        Command::Drafts => {
            session.unlocked()?;
            let drafts = session.drafts()?;
            session.result(&json::drafts(&drafts), &print::drafts(&drafts, lang))?;
            warned(session, &drafts)?;
        }
        Command::Home => {
            let home = payung.home()?;
            session.result(&json::home(&home), &print::home(&home, lang))?;
            warned(session, &home.drafts)?;
        }
        Command::Status {
            registration: Some(registration),
        } => {
            tell(
                session,
                &payung
                    .registrations()
                    .status(session.registration(&registration)?)?,
            )?;
        }
        Command::Status { registration: None } => tell_all(session, &session.registrations()?)?,
        Command::Outbox => {
            let mut waiting = session.registrations()?;
            waiting.retain(is_on_its_way);
            tell_all(session, &waiting)?;
        }
        Command::TakeBack { registration } => {
            session.unlocked()?;
            let view = payung
                .registrations()
                .take_back(session.registration(&registration)?)?;
            let words = words::kept(lang, session.number_of(&view.draft));
            session.result(&json::draft(&view), &format!("{words}\n"))?;
        }
        Command::Withdraw { registration, yes } => return withdraw(session, &registration, yes),
        Command::Discard { draft } => {
            let home = payung.drafts().discard(session.draft(&draft)?)?;
            session.result(&json::home(&home), &print::home(&home, lang))?;
        }
        Command::Dues {
            income,
            work,
            payer,
            programmes,
            months,
            from,
        } => {
            let from = from.unwrap_or_else(|| this_month(session));
            let view = payung.lookup().dues(DuesRequest {
                income,
                work: code("work", &work)?,
                payer: code("payer", &payer)?,
                programmes: programmes
                    .iter()
                    .map(|name| code("programmes", name))
                    .collect::<Result<_, _>>()?,
                months,
                from,
            })?;
            session.result(&json::dues(&view), &print::dues(&view))?;
        }
        Command::Calculator { answers } => {
            let view = calculator(session, answers)?;
            session.result(&json::calculator(&view), &print::calculator(&view, lang))?;
        }
        Command::Occupations { search, limit } => {
            let found = payung
                .lookup()
                .choices(
                    FORM.to_owned(),
                    "occupation".to_owned(),
                    search.join(" "),
                    limit,
                )?
                .options;
            session.result(&json::choices(&found), &print::choices(&found, lang))?;
        }
        Command::Regions { search, limit } => {
            let found = payung.lookup().regions(search.join(" "), limit);
            session.result(&json::regions(&found), &print::regions(&found, lang))?;
        }
        Command::Villages {
            district,
            search,
            limit,
        } => {
            let found = payung.lookup().regions(district.clone(), 1);
            let nowhere = || {
                Stop::input(
                    &district,
                    lang.of("kecamatan ini tidak ketemu", "there is no such district"),
                )
            };
            let district = found.into_iter().next().ok_or_else(nowhere)?;
            let villages = payung
                .lookup()
                .villages(district.code.clone(), search.join(" "), limit);
            session.result(
                &json::villages(&district, &villages),
                &print::villages(&district, &villages, lang),
            )?;
        }
        Command::Programmes => {
            let views = payung.lookup().programmes();
            session.result(&json::programmes(&views), &print::programmes(&views, lang))?;
        }
        Command::Form { id, print: to_read } => form(session, id, to_read)?,
        Command::Wipe { yes } => {
            only_with_yes(session, yes)?;
            payung.wipe()?;
            keeper::remove_key_file(&session.home).map_err(|error| {
                Stop::failed(format!(
                    "{}: {}",
                    session.home.display(),
                    words::file(lang, &error)
                ))
            })?;
            let words = lang.of(
                "Semua data Payung di sini sudah dihapus.",
                "Everything of Payung here is deleted.",
            );
            session.result(&serde_json::json!({ "wiped": true }), &format!("{words}\n"))?;
        }
        Command::StartClean { yes } => {
            only_with_yes(session, yes)?;
            let home = payung.start_clean()?;
            session.result(&json::home(&home), &print::home(&home, lang))?;
        }
    }
    Ok(Outcome::Done)
}

/// Shows the questions of a form, as a table or as a text to read.
fn form(session: &Session, id: String, to_read: bool) -> Result<(), Stop> {
    let lookup = session.payung.lookup();
    let lines = lookup.form(id.clone())?;
    let text = if to_read {
        print::form_to_read(&lines, &lookup.form_outcomes(id)?, session.lang)
    } else {
        print::form(&lines, session.lang)
    };
    session.result(&json::form(&lines), &text)
}

/// What was printed was on a screen: a draft that will be deleted has been warned of.
fn warned(session: &Session, drafts: &[DraftLine]) -> Result<(), Stop> {
    for draft in drafts.iter().filter(|draft| draft.expires.is_some()) {
        session.payung.drafts().seen(draft.draft.clone())?;
    }
    Ok(())
}

fn register(session: &Session, fill: &Fill) -> Result<Outcome, Stop> {
    let home = session.unlocked()?;
    if !is_conversation(fill) {
        if fill.answers.is_none() {
            let what = session.lang.of(
                "tanpa terminal, jawabannya dari berkas",
                "without a terminal, the answers come from a file",
            );
            return Err(Stop::input("--answers", what));
        }
        let answers = Answers::of(fill, session.lang)?;
        scripted::check_questions(session, FORM, &answers)?;
        let view = session.payung.drafts().start(FORM.to_owned())?;
        return script(session, view, &answers, fill, false);
    }
    warned(session, &home.drafts)?;
    let view = match talk::choose_draft(session, &home.drafts)? {
        Left::At(draft) => session.payung.drafts().resume(draft)?,
        Left::New => session.payung.drafts().start(FORM.to_owned())?,
        Left::Gone => return Ok(Outcome::Done),
    };
    fill_in(session, view, fill, false)
}

fn resume(session: &Session, draft: &str, fill: &Fill) -> Result<Outcome, Stop> {
    session.unlocked()?;
    let view = session.payung.drafts().resume(session.draft(draft)?)?;
    fill_in(session, view, fill, false)
}

fn request(
    session: &Session,
    registration: &str,
    wish: &Wish,
    fill: &Fill,
) -> Result<Outcome, Stop> {
    let view = requests::request(session, registration, wish, given(fill))?;
    fill_in(session, view, fill, false)
}

/// Where answers come from: somebody at a terminal, a file.
fn given(fill: &Fill) -> (bool, bool) {
    (is_conversation(fill), fill.answers.is_some())
}

/// By conversation or by script, to its end.
fn fill_in(
    session: &Session,
    view: DraftView,
    fill: &Fill,
    correction: bool,
) -> Result<Outcome, Stop> {
    if is_conversation(fill) {
        let kept = words::kept(session.lang, session.number_of(&view.draft));
        let Some(end) = talk::fill(session, view).map_err(|stop| stop.then(&kept, session.lang))?
        else {
            say(&kept);
            return Ok(Outcome::KeptForLater);
        };
        return finish(session, &end, fill);
    }
    let answers = Answers::of(fill, session.lang)?;
    let drafts = session.drafts()?;
    let form = drafts
        .into_iter()
        .find(|line| line.draft == view.draft)
        .map_or_else(|| FORM.to_owned(), |line| line.form);
    scripted::check_questions(session, &form, &answers)?;
    script(session, view, &answers, fill, correction)
}

fn script(
    session: &Session,
    view: DraftView,
    answers: &Answers,
    fill: &Fill,
    correction: bool,
) -> Result<Outcome, Stop> {
    let end = Script::new(session, answers, correction).fill(view)?;
    finish(session, &end, fill)
}

/// At the review or an ending: seals, sends, says how it stands.
fn finish(session: &Session, end: &DraftView, fill: &Fill) -> Result<Outcome, Stop> {
    let lang = session.lang;
    if end.step.kind == ScreenKind::Ending {
        session.result(
            &json::draft(end),
            &format!("{}\n{}\n", end.step.title, end.step.help),
        )?;
        say(&words::ended(lang, session.number_of(&end.draft)));
        return Ok(Outcome::WrongInput);
    }
    if !session.payung.home()?.knows_office {
        say(words::no_office(lang));
        session.result(
            &json::draft(end),
            &format!("{}\n", words::kept(lang, session.number_of(&end.draft))),
        )?;
        return Ok(Outcome::KeptForLater);
    }
    let view = session.payung.registrations().ready(end.draft.clone())?;
    if fill.no_sync {
        tell(session, &view)?;
        return Ok(kept_if(is_on_its_way(&view)));
    }
    send(session, &view)
}

/// Sends what was made ready, and says how it stands.
fn send(session: &Session, ready: &RegistrationView) -> Result<Outcome, Stop> {
    // Somebody has just pressed send, so no delay of an earlier failure is waited for.
    session.payung.connection().retry_now()?;
    // It is sealed and kept: what goes wrong now only delays it.
    match session.sync(Duration::ZERO) {
        Ok(report) => {
            if let Some(problem) = report.problem {
                say(&format!("! {problem}"));
            }
        }
        Err(stop) => say(&stop.words(session.lang).unwrap_or_default()),
    }
    let registrations = session.payung.registrations();
    let view = registrations.status(ready.registration.clone())?;
    tell(session, &view)?;
    Ok(kept_if(is_on_its_way(&view)))
}

/// Withdraws. Where somebody is at a terminal it asks once; without a terminal the command itself
/// is the answer.
fn withdraw(session: &Session, named: &str, yes: bool) -> Result<Outcome, Stop> {
    let registrations = session.payung.registrations();
    let registration = session.registration(named)?;
    let before = registrations.status(registration.clone())?;
    if !yes && keeper::can_ask() && !talk::really_withdraw(session, &before)? {
        say(session.lang.of(
            "Tidak jadi: tidak ada yang berubah.",
            "Left as it is: nothing has changed.",
        ));
        return Ok(Outcome::Done);
    }
    let view = registrations.withdraw(registration)?;
    tell(session, &view)?;
    Ok(kept_if(view.withdraw_wanted))
}

fn sync(session: &Session, wait: u64, send_now: Option<String>) -> Result<Outcome, Stop> {
    match send_now {
        Some(all) if all == ALL => drop(session.payung.connection().send_all_now()?),
        Some(one) => drop(
            session
                .payung
                .connection()
                .send_now(session.registration(&one)?)?,
        ),
        // Whoever types this wants a try now, whatever failed before.
        None => session.payung.connection().retry_now()?,
    }
    let before = session.registrations()?;
    let report = session.sync(Duration::from_secs(wait))?;
    let changed = changed_since(&before, session.registrations()?);
    session.result(
        &json::report(&report),
        &print::report(&report, &changed, session.lang),
    )?;
    Ok(kept_if(report.waiting + report.parked > 0))
}

/// The registrations that stand otherwise than before, or to which the office has written.
fn changed_since(before: &[RegistrationView], now: Vec<RegistrationView>) -> Vec<RegistrationView> {
    let as_before = |view: &RegistrationView| {
        before.iter().any(|old| {
            old.registration == view.registration
                && old.state == view.state
                && old.revision == view.revision
                && old.withdraw_wanted == view.withdraw_wanted
                && old.bill == view.bill
                && old.cover == view.cover
                && old.next == view.next
        })
    };
    now.into_iter().filter(|view| !as_before(view)).collect()
}

/// What it would cost; refused with the question that is not one, or that is answered in a way
/// nobody understands.
fn calculator(session: &Session, answers: Vec<(String, String)>) -> Result<CalculatorView, Stop> {
    let known = session.payung.lookup().form(FORM.to_owned())?;
    if let Some((other, _)) = answers
        .iter()
        .find(|(id, _)| !known.iter().any(|line| line.question == *id))
    {
        let words = session
            .lang
            .of("pertanyaan ini tidak ada", "there is no such question");
        return Err(Stop::input(other, words));
    }
    let typed = answers.into_iter().map(|(question, text)| Typed {
        question,
        text: Secret::new(text),
    });
    let view = session
        .payung
        .lookup()
        .calculator(FORM.to_owned(), typed.collect())?;
    let refused = view.asked.iter().find_map(|asked| {
        // What is searched for and found nowhere is a warning at a screen, where the search goes
        // on.
        let nowhere = asked
            .field
            .options()
            .is_empty()
            .then(|| asked.warnings.first())
            .flatten();
        let searched = matches!(asked.field, Field::Search { .. });
        asked
            .problems
            .first()
            .or(nowhere.filter(|_| searched))
            .map(|words| (&asked.question, words))
    });
    match refused {
        Some((question, words)) => Err(Stop::input(question, words.reveal())),
        None => Ok(view),
    }
}

fn nik(session: &Session, number: &str) -> Result<Outcome, Stop> {
    let view = session
        .payung
        .lookup()
        .nik(argument_or_stdin(number, session.lang)?);
    session.result(&json::nik(&view), &print::nik(&view, session.lang))?;
    Ok(judged(view.valid, "nik", &view.problems))
}

fn phone(session: &Session, number: &str) -> Result<Outcome, Stop> {
    let view = session
        .payung
        .lookup()
        .phone(argument_or_stdin(number, session.lang)?);
    session.result(&json::phone(&view), &print::phone(&view))?;
    Ok(judged(view.valid, "phone", &view.problems))
}

/// Wrong input is told on stderr too, with its place.
fn judged(valid: bool, place: &str, problems: &[String]) -> Outcome {
    if valid {
        return Outcome::Done;
    }
    for problem in problems {
        say(&format!("{place}: {problem}"));
    }
    Outcome::WrongInput
}

fn tell(session: &Session, view: &RegistrationView) -> Result<(), Stop> {
    session.result(
        &json::registration(view),
        &print::registration(view, session.lang),
    )
}

fn tell_all(session: &Session, views: &[RegistrationView]) -> Result<(), Stop> {
    session.result(
        &json::registrations(views),
        &print::registrations(views, session.lang),
    )
}

/// Something of it has still to reach the office: the registration, or that it was withdrawn.
fn is_on_its_way(view: &RegistrationView) -> bool {
    view.withdraw_wanted
        || matches!(
            view.state,
            RegistrationState::Ready | RegistrationState::Sending | RegistrationState::Parked
        )
}

fn kept_if(waits: bool) -> Outcome {
    if waits {
        Outcome::KeptForLater
    } else {
        Outcome::Done
    }
}

fn is_conversation(fill: &Fill) -> bool {
    fill.answers.is_none() && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

fn only_with_yes(session: &Session, yes: bool) -> Result<(), Stop> {
    if yes {
        return Ok(());
    }
    let what = session.lang.of(
        "tulis --yes jika memang dimaksud",
        "write --yes if this is meant",
    );
    Err(Stop::input("--yes", what))
}

/// A word of the command line as the core's own type.
fn code<T>(place: &str, text: &str) -> Result<T, Stop>
where
    T: std::str::FromStr<Err: std::fmt::Display>,
{
    payung_model::typed::clean(text)
        .parse()
        .map_err(|problem| Stop::input(place, problem))
}

fn this_month(session: &Session) -> String {
    Timestamp::from_millis(session.clock.now_millis().unwrap_or_default()).map_or_else(
        |_| String::new(),
        |now| now.date().to_string().chars().take(7).collect(),
    )
}
