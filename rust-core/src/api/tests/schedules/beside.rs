//! The calls that touch no state of a registration that is there: what screens read, and what is kept about drafts, cover, payers and reminders.
//! A schedule makes them between the others, and the reference then finds the table as it was.

use payung_model::cover::reminder::ReminderAction;
use payung_model::programme::{Payer, Programme, Work};

use super::reference::Actor;
use super::{Chance, Schedule, World, secret};
use crate::api::tests::examples::exported_calls;
use crate::api::{DuesRequest, Language, Payung, PayungError, PhotoSource, Typed};

/// What a call is made about.
struct About<'a> {
    payung: &'a Payung,
    draft: String,
    /// A registration of the draft. A draft that was never ready has none, and the call is made with a number that nobody has.
    registration: String,
}

type Made = Result<(), PayungError>;
type Call = fn(&About<'_>) -> Made;

/// These calls are made by the rest of the schedules, or by none of them for the reason that stands there.
const MADE_ELSEWHERE: &[(&str, &str)] = &[
    ("Payung::open", "the world opens it once"),
    ("Payung::lock", "a step of its own"),
    ("Payung::unlock", "a step of its own"),
    ("Payung::home", "a step of its own"),
    (
        "Payung::start_clean",
        "it ends everything that a schedule has",
    ),
    ("Payung::wipe", "it ends everything that a schedule has"),
    ("Drafts::show", "typing"),
    ("Drafts::edit", "typing"),
    ("Drafts::answer", "typing"),
    ("Drafts::discard", "a step of its own"),
    ("Drafts::photo", "photos"),
    ("Drafts::remove_photo", "photos"),
    ("Registrations::ready", "a step of its own"),
    ("Registrations::take_back", "a step of its own"),
    ("Registrations::withdraw", "a step of its own"),
    ("Registrations::correct", "a step of its own"),
    ("Registrations::status", "a step of its own"),
    ("Connection::sync", "the runs are polled by hand"),
    ("Connection::network", "a step of its own"),
    ("Connection::retry_now", "a step of its own"),
    ("Connection::send_now", "a step of its own"),
    ("Connection::send_all_now", "a step of its own"),
    (
        "Recovery::recover",
        "it asks the office by a request of its own",
    ),
];

/// These calls answer a request's questions themselves and make it ready, so a registration comes.
const ASKS_AT_ONCE: &[&str] = &[
    "Payers::pay_for",
    "Payers::end_payment",
    "Payers::take_back_pay_code",
];

fn done<T>(result: Result<T, PayungError>) -> Made {
    result.map(drop)
}

fn no_answers() -> Vec<Typed> {
    Vec::new()
}

const CALLS: &[(&str, Call)] = &[
    ("Payung::set_language", |at| {
        done(at.payung.set_language(Language::En))?;
        done(at.payung.set_language(Language::Id))
    }),
    ("Payung::about", |at| {
        at.payung.about();
        Ok(())
    }),
    ("Payung::text", |at| {
        done(at.payung.text("home-title".into()))
    }),
    ("Payung::keep_referral", |at| {
        done(at.payung.keep_referral("not a code".into()))
    }),
    ("Payung::remove_referral", |at| at.payung.remove_referral()),
    ("Drafts::page", |at| done(at.payung.drafts().page(0))),
    ("Drafts::start", |at| {
        let drafts = at.payung.drafts();
        let draft = drafts.start("bpu".into())?.draft;
        done(drafts.discard(draft))
    }),
    ("Drafts::start_with", |at| {
        let drafts = at.payung.drafts();
        let draft = drafts.start_with("bpu".into(), no_answers())?.draft;
        done(drafts.discard(draft))
    }),
    ("Drafts::resume", |at| {
        done(at.payung.drafts().resume(at.draft.clone()))
    }),
    ("Drafts::back", |at| {
        done(at.payung.drafts().back(at.draft.clone(), "name".into()))
    }),
    ("Drafts::choices", |at| {
        let drafts = at.payung.drafts();
        done(drafts.choices(at.draft.clone(), "occupation".into(), "ojek".into(), 3))
    }),
    ("Drafts::kept_photo", |at| {
        done(
            at.payung
                .drafts()
                .kept_photo(at.draft.clone(), "ktp".into()),
        )
    }),
    ("Drafts::capture_folder", |at| {
        at.payung.drafts().capture_folder();
        Ok(())
    }),
    ("Drafts::seen", |at| {
        at.payung.drafts().seen(at.draft.clone())
    }),
    ("Connection::next_run_in_millis", |at| {
        done(at.payung.connection().next_run_in_millis())
    }),
    ("Registrations::page", |at| {
        done(at.payung.registrations().page(None))
    }),
    ("Registrations::receipt", |at| {
        done(at.payung.registrations().receipt(at.registration.clone()))
    }),
    ("Registrations::ask_to_withdraw", |at| {
        done(
            at.payung
                .registrations()
                .ask_to_withdraw(at.registration.clone()),
        )
    }),
    ("Registrations::complete", |at| {
        done(at.payung.registrations().complete(at.registration.clone()))
    }),
    ("Registrations::request", |at| {
        done(at.payung.registrations().request(at.registration.clone()))
    }),
    ("Registrations::requests", |at| {
        let registrations = at.payung.registrations();
        done(registrations.requests(None))?;
        done(registrations.requests(Some(at.registration.clone())))
    }),
    ("Registrations::notifications", |at| {
        done(at.payung.registrations().notifications())
    }),
    ("Registrations::acknowledge", |at| {
        let registrations = at.payung.registrations();
        for told in registrations.notifications()? {
            registrations.acknowledge(told.id)?;
        }
        Ok(())
    }),
    ("Lookup::nik", |at| {
        at.payung.lookup().nik(secret("3171234567890123"));
        Ok(())
    }),
    ("Lookup::phone", |at| {
        at.payung.lookup().phone(secret("081234567890"));
        Ok(())
    }),
    ("Lookup::regions", |at| {
        at.payung.lookup().regions("bandung".into(), 3);
        Ok(())
    }),
    ("Lookup::villages", |at| {
        at.payung
            .lookup()
            .villages("317101".into(), String::new(), 3);
        Ok(())
    }),
    ("Lookup::dues", |at| {
        done(at.payung.lookup().dues(DuesRequest {
            income: 1_000_000,
            work: Work::Other,
            payer: Payer::Own,
            programmes: vec![Programme::Jkk, Programme::Jkm],
            months: 3,
            from: "2026-12".into(),
        }))
    }),
    ("Lookup::form_outcomes", |at| {
        done(at.payung.lookup().form_outcomes("bpu".into()))
    }),
    ("Lookup::programmes", |at| {
        at.payung.lookup().programmes();
        Ok(())
    }),
    ("Lookup::form", |at| {
        done(at.payung.lookup().form("bpu".into()))
    }),
    ("Lookup::places", |at| {
        done(at.payung.lookup().places("317101".into(), "pay".into(), 3))
    }),
    ("Lookup::calculator", |at| {
        done(at.payung.lookup().calculator("bpu".into(), no_answers()))
    }),
    ("Lookup::choices", |at| {
        let lookup = at.payung.lookup();
        done(lookup.choices("bpu".into(), "occupation".into(), String::new(), 3))
    }),
    ("Cover::of", |at| {
        done(at.payung.cover().of(at.registration.clone(), None))
    }),
    ("Cover::preview", |at| {
        done(at.payung.cover().preview(Vec::new(), "2026-12-01".into()))
    }),
    ("Cover::card", |at| {
        done(at.payung.cover().card(at.registration.clone()))
    }),
    ("Cover::card_png", |at| {
        done(at.payung.cover().card_png(at.registration.clone()))
    }),
    ("Cover::heirs_card_pdf", |at| {
        done(at.payung.cover().heirs_card_pdf(at.registration.clone()))
    }),
    ("Cover::heirs_card_lines", |at| {
        done(at.payung.cover().heirs_card_lines(at.registration.clone()))
    }),
    ("Cover::jar", |at| {
        done(at.payung.cover().jar(at.registration.clone()))
    }),
    ("Cover::begin_jar", |at| {
        done(at.payung.cover().begin_jar(at.registration.clone(), 2_000))
    }),
    ("Cover::mark", |at| {
        done(at.payung.cover().mark(at.registration.clone(), None))
    }),
    ("Reminders::of", |at| {
        done(at.payung.reminders().of(at.registration.clone(), None, 60))
    }),
    ("Reminders::all", |at| done(at.payung.reminders().all(60))),
    ("Reminders::preview", |at| {
        let reminders = at.payung.reminders();
        done(reminders.preview(Vec::new(), "2026-12-01".into(), 60))
    }),
    ("Reminders::shown", |at| {
        at.payung
            .reminders()
            .shown(Some(at.registration.clone()), super::NOW)
    }),
    ("Reminders::ics", |at| {
        done(at.payung.reminders().ics(at.registration.clone(), 60))
    }),
    ("Reminders::answer", |at| {
        let reminders = at.payung.reminders();
        done(reminders.answer(at.registration.clone(), ReminderAction::Tomorrow))
    }),
    ("Reminders::settings", |at| {
        done(at.payung.reminders().settings(at.registration.clone()))
    }),
    ("Reminders::set_settings", |at| {
        let reminders = at.payung.reminders();
        let mut chosen = reminders.settings(at.registration.clone())?;
        chosen.at = "09.30".into();
        done(reminders.set_settings(at.registration.clone(), chosen))
    }),
    ("Incidents::list", |at| {
        at.payung.incidents().list();
        Ok(())
    }),
    ("Incidents::incident", |at| {
        let incidents = at.payung.incidents();
        for line in incidents.list() {
            done(incidents.incident(None, line.id))?;
        }
        Ok(())
    }),
    ("Incidents::note", |at| {
        let incidents = at.payung.incidents();
        let id = incidents.list()[0].id.clone();
        done(incidents.note(at.registration.clone(), id, Some(super::NOW), None))
    }),
    ("Incidents::tick", |at| {
        let incidents = at.payung.incidents();
        let id = incidents.list()[0].id.clone();
        let paper = incidents.incident(None, id.clone())?.papers[0].id.clone();
        done(incidents.tick(at.registration.clone(), id, paper, true))
    }),
    ("Incidents::photograph", |at| {
        let incidents = at.payung.incidents();
        let id = incidents.list()[0].id.clone();
        let paper = incidents.incident(None, id.clone())?.papers[0].id.clone();
        // A picture that is no longer there: what photographs leave on the phone is looked at with those of the form.
        let source = PhotoSource::Picked {
            path: "no-such-picture.jpg".into(),
        };
        done(incidents.photograph(at.registration.clone(), id, paper, source))
    }),
    ("Incidents::page", |at| {
        let incidents = at.payung.incidents();
        let id = incidents.list()[0].id.clone();
        done(incidents.page(at.registration.clone(), id, "report".into(), 0))
    }),
    ("Incidents::remove_page", |at| {
        let incidents = at.payung.incidents();
        let id = incidents.list()[0].id.clone();
        done(incidents.remove_page(at.registration.clone(), id, "report".into(), 0))
    }),
    ("Incidents::report", |at| {
        let incidents = at.payung.incidents();
        let id = incidents.list()[0].id.clone();
        done(incidents.report(at.registration.clone(), id))
    }),
    ("Bills::list", |at| {
        done(at.payung.bills().list(at.registration.clone()))
    }),
    ("Bills::bill", |at| {
        done(at.payung.bills().bill("no-such-bill".into()))
    }),
    ("Bills::another", |at| {
        done(at.payung.bills().another("no-such-bill".into()))
    }),
    ("Bills::code", |at| {
        done(at.payung.bills().code("no-such-bill".into(), "qris".into()))
    }),
    ("Bills::code_png", |at| {
        done(
            at.payung
                .bills()
                .code_png("no-such-bill".into(), "qris".into()),
        )
    }),
    ("Bills::share_text", |at| {
        done(
            at.payung
                .bills()
                .share_text("no-such-bill".into(), "qris".into()),
        )
    }),
    ("Bills::paid_with", |at| {
        done(
            at.payung
                .bills()
                .paid_with("no-such-bill".into(), "qris".into()),
        )
    }),
    ("Bills::card_number", |at| {
        done(
            at.payung
                .bills()
                .card_number("no-such-bill".into(), "12345678901".into()),
        )
    }),
    ("Bills::said_paid", |at| {
        done(at.payung.bills().said_paid("no-such-bill".into(), None))
    }),
    ("Bills::receipts", |at| {
        done(at.payung.bills().receipts(at.registration.clone()))
    }),
    ("Bills::receipt_pdf", |at| {
        done(
            at.payung
                .bills()
                .receipt_pdf(at.registration.clone(), "1".into()),
        )
    }),
    ("Bills::notices", |at| {
        done(at.payung.bills().notices(at.registration.clone()))
    }),
    ("Bills::statement", |at| {
        done(at.payung.bills().statement(at.registration.clone(), 2026))
    }),
    ("Bills::statement_pdf", |at| {
        done(
            at.payung
                .bills()
                .statement_pdf(at.registration.clone(), 2026),
        )
    }),
    ("Payers::of", |at| {
        done(at.payung.payers().of(at.registration.clone()))
    }),
    ("Payers::read_pay_code", |at| {
        done(at.payung.payers().read_pay_code("not a code".into()))
    }),
    ("Payers::pay_for", |at| {
        let payers = at.payung.payers();
        done(payers.pay_for(at.registration.clone(), "not a code".into(), 1))
    }),
    ("Payers::end_payment", |at| {
        done(
            at.payung
                .payers()
                .end_payment(at.registration.clone(), None),
        )
    }),
    ("Payers::take_back_pay_code", |at| {
        done(
            at.payung
                .payers()
                .take_back_pay_code(at.registration.clone()),
        )
    }),
    ("Qris::check", |at| {
        at.payung.qris().check("000201".into());
        Ok(())
    }),
    ("Qris::amount", |at| {
        done(at.payung.qris().amount("000201".into(), 16_800, None))
    }),
    ("Qris::code", |at| {
        done(at.payung.qris().code("000201".into()))
    }),
    ("Qris::png", |at| {
        done(at.payung.qris().png("000201".into()))
    }),
    ("Recovery::code", |at| {
        done(at.payung.recovery().code(at.registration.clone()))
    }),
    ("Recovery::new_code", |at| {
        done(at.payung.recovery().new_code(at.registration.clone()))
    }),
    ("Recovery::written_down", |at| {
        done(at.payung.recovery().written_down(at.registration.clone()))
    }),
    ("Recovery::problems", |at| {
        at.payung.recovery().problems(secret("1"), secret("1"));
        Ok(())
    }),
];

impl World {
    /// One of these calls. It may refuse, but storage and keys are in order, so no other error is right.
    pub(super) fn call_beside(
        &self,
        schedule: &mut Schedule,
        which: usize,
    ) -> Result<Actor, String> {
        let draft = schedule.drafts[which];
        let registration = self.payung.app.store.draft(draft).unwrap().registration;
        let about = About {
            payung: &self.payung,
            draft: draft.to_string(),
            registration: registration.unwrap_or(draft).to_string(),
        };
        let (name, call) = one_of(&mut schedule.chance);
        match call(&about) {
            Ok(()) if ASKS_AT_ONCE.contains(&name) => Ok(Actor::Asks),
            Ok(())
            | Err(
                PayungError::NotPossible { .. }
                | PayungError::MissingAnswers { .. }
                | PayungError::Photo { .. },
            ) => Ok(Actor::Other),
            Err(error) => Err(format!("{name}: {error:?}")),
        }
    }
}

fn one_of(chance: &mut Chance) -> (&'static str, Call) {
    CALLS[chance.below(CALLS.len() as u64) as usize]
}

#[test]
fn every_exported_call_is_made_in_the_schedules_or_says_why_not() {
    let mut named: Vec<&str> = CALLS.iter().map(|(name, _)| *name).collect();
    named.extend(MADE_ELSEWHERE.iter().map(|(name, _)| *name));
    let exported = exported_calls();
    let forgotten: Vec<&String> = exported
        .iter()
        .filter(|call| !named.contains(&call.as_str()))
        .collect();
    assert!(forgotten.is_empty(), "no schedule makes {forgotten:?}");
    let gone: Vec<&&str> = named
        .iter()
        .filter(|name| !exported.iter().any(|call| call == **name))
        .collect();
    assert!(gone.is_empty(), "no longer exported: {gone:?}");
}
