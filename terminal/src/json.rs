//! What crosses the API, as JSON with keys that stay.

use payung_core::{
    BillLine, BillStep, CalculatorView, CodeView, CorrectionView, CoverStep, DraftLine, DraftView,
    DuesView, FormLine, HomeView, KeyState, NextStep, NikView, PhoneView, PlaceState, PlacesView,
    ProblemView, Purpose, ReferralView, RegionView, RegistrationStep, RegistrationView,
    RequestView, SyncReport, VillageView,
};
use payung_model::engine::{
    ChoiceView, Field, ProgrammeView, QuoteView, ReviewLine, ScreenKind, StepView,
};
use payung_model::person::Sex;
use payung_model::secret::Secret;
use serde_json::{Value, json};

pub fn home(view: &HomeView) -> Value {
    json!({
        "key": match view.key {
            KeyState::Open => "open",
            KeyState::LockedNow => "locked_now",
            KeyState::WrongPassphrase => "wrong_passphrase",
            KeyState::Gone => "gone",
            KeyState::Broken => "broken",
        },
        "knows_office": view.knows_office,
        "receiver": view.receiver,
        "lowest": view.lowest,
        "drafts": drafts(&view.drafts),
        "more_drafts": view.more_drafts,
        "registrations": list(&view.registrations, registration),
        "more_registrations": view.more_registrations,
        "bill": bill(view.bill.as_ref()),
        "step": home_step(&view.next),
        "delayed": view.delayed,
        "referral": referral(view.referral.as_ref()),
        "notices": view.notices,
    })
}

pub fn referral(view: Option<&ReferralView>) -> Value {
    view.map_or(
        Value::Null,
        |view| json!({ "code": view.code, "words": view.words, "remove": view.remove }),
    )
}

fn bill(line: Option<&BillLine>) -> Value {
    line.map_or(
        Value::Null,
        |bill| json!({ "bill": bill.bill, "amount": bill.amount, "words": bill.words }),
    )
}

pub fn drafts(lines: &[DraftLine]) -> Value {
    list(lines, |line| {
        json!({
            "draft": line.draft,
            "form": line.form,
            "name": line.name.reveal(),
            "line": line.line,
            "started_at_millis": line.started_at_millis,
            "changed_at_millis": line.changed_at_millis,
            "registration": line.registration,
            "completes": line.completes,
            "expires": line.expires,
        })
    })
}

pub fn registration(view: &RegistrationView) -> Value {
    json!({
        "registration": view.registration,
        "draft": view.draft,
        "revision": view.revision,
        "state": view.state.as_str(),
        "words": view.words,
        "next": view.next,
        "step": registration_step(&view.step),
        "others": view.others.iter().map(|other| other.code()).collect::<Value>(),
        "receipt": view.receipt,
        "reply": view.reply.as_ref().map(Secret::reveal),
        "corrections": corrections(&view.corrections),
        "timeline": list(&view.timeline, |line| {
            json!({ "at_millis": line.at_millis, "state": line.state.as_str(), "words": line.words, "revision": line.revision })
        }),
        "photos_sent": view.photos_sent,
        "photos": view.photos,
        "bytes_sent": view.bytes_sent,
        "withdraw_wanted": view.withdraw_wanted,
        "problem": view.problem.as_ref().map(problem),
        "can_send_now": view.can_send_now,
        "purpose": view.purpose.map_or("", Purpose::code),
        "missing": view.missing,
        "completes": view.completes,
        "can_complete": view.can_complete,
        "can_request": view.can_request,
        "is_over": view.is_over,
        "can_take_back": view.can_take_back,
        "can_withdraw": view.can_withdraw,
        "can_have_code": view.can_have_code,
        "no_code_words": view.no_code_words,
        "is_request": view.is_request,
        "bill": bill(view.bill.as_ref()),
        "cover": view.cover,
        "path": list(&view.path, |step| {
            json!({ "step": step.kind.code(), "place": step.place.code(), "words": step.words })
        }),
    })
}

/// The button of the first screen, with the id that it leads to.
fn home_step(step: &NextStep) -> Value {
    match step {
        NextStep::Correct { registration } => json!({ "step": "correct", "id": registration }),
        NextStep::Pay { bill } => json!({ "step": "pay", "id": bill }),
        NextStep::Resume { draft } => json!({ "step": "resume", "id": draft }),
        NextStep::Register => json!({ "step": "register", "id": null }),
        NextStep::RegisterOther => json!({ "step": "register_other", "id": null }),
    }
}

/// The button of a registration, with the id that it leads to where that is not its own.
fn registration_step(step: &RegistrationStep) -> Value {
    let id = match step {
        RegistrationStep::Pay { bill } => Some(bill),
        RegistrationStep::ShowPayers { registration } => Some(registration),
        RegistrationStep::Correct
        | RegistrationStep::SendNow
        | RegistrationStep::Sync
        | RegistrationStep::ShowCover
        | RegistrationStep::GoHome => None,
    };
    json!({ "step": step.code(), "id": id })
}

/// The button of a bill's screen, with the id that it leads to where that is not its own.
pub fn bill_step(step: &BillStep) -> Value {
    let id = match step {
        BillStep::Pay { bill } => Some(bill),
        BillStep::ShowCover { registration }
        | BillStep::ShowReceipts { registration }
        | BillStep::AskPayer { registration }
        | BillStep::Wait { registration } => Some(registration),
        BillStep::SayPaid | BillStep::Sync | BillStep::Renew | BillStep::AskOffice => None,
    };
    json!({ "step": step.code(), "id": id })
}

/// The button of a member's screen, with the id that it leads to.
pub fn cover_step(step: &CoverStep) -> Value {
    let id = match step {
        CoverStep::Pay { bill } | CoverStep::Renew { bill } => bill,
        CoverStep::Correct { registration }
        | CoverStep::AskPayer { registration }
        | CoverStep::AskBill { registration }
        | CoverStep::ShowCard { registration }
        | CoverStep::Wait { registration } => registration,
    };
    json!({ "step": step.code(), "id": id })
}

fn corrections(asked: &[CorrectionView]) -> Value {
    list(
        asked,
        |asked| json!({ "question": asked.question, "title": asked.title, "words": asked.words.reveal() }),
    )
}

pub fn registrations(views: &[RegistrationView]) -> Value {
    list(views, registration)
}

pub fn request(view: &RequestView) -> Value {
    json!({
        "id": view.id,
        "number": view.number,
        "purpose": view.purpose.map_or("", Purpose::code),
        "title": view.title,
        "state": view.state.as_str(),
        "words": view.words,
        "asked_at_millis": view.asked_at_millis,
        "answer_until": view.answer_until,
        "answer": view.answer.as_ref().map(Secret::reveal),
        "corrections": corrections(&view.corrections),
        "registration": view.registration,
    })
}

/// Why something waits: a code to act on, and words.
fn problem(problem: &ProblemView) -> Value {
    json!({ "code": problem.code.code(), "words": problem.words })
}

pub fn report(report: &SyncReport) -> Value {
    json!({
        "received": report.received,
        "changed": report.changed,
        "waiting": report.waiting,
        "parked": report.parked,
        "delayed": report.delayed,
        "bytes_sent": report.bytes_sent,
        "bytes_received": report.bytes_received,
        "retry_in_millis": report.retry_in_millis,
        "problem": report.problem.as_ref().map(problem),
        "new_bundle": report.new_bundle,
    })
}

/// One screen. What was typed and the answers on the review are not repeated: stdout is often kept.
pub fn draft(view: &DraftView) -> Value {
    let step = &view.step;
    json!({
        "draft": view.draft,
        "seq": view.seq,
        "notice": view.notice,
        "referral": referral(view.referral.as_ref()),
        "screen": match step.kind {
            ScreenKind::Question => "question",
            ScreenKind::Review => "review",
            ScreenKind::Ending => "ending",
        },
        "id": step.id,
        "kind": kind(&step.field),
        "options": list(options(step), |option| {
            json!({ "id": option.id, "label": option.label, "chosen": option.chosen, "fixed": option.fixed })
        }),
        "line": step.progress.line,
        "panels": step.progress.panels,
        "panels_filled": step.progress.panels_filled,
        "title": step.title,
        "help": step.help,
        "example": step.example,
        "problems": reveal(&step.problems),
        "warnings": reveal(&step.warnings),
        "quote": step.quote.as_ref().map(quote),
        "missing": step.review.iter().filter(|line| line.missing).map(missing).collect::<Vec<_>>(),
    })
}

pub fn nik(view: &NikView) -> Value {
    json!({
        "valid": view.valid,
        "birth_date": view.birth_date,
        "sex": view.sex.map(sex),
        "region": view.region,
        "place": view.place,
        "problems": view.problems,
        "warnings": view.warnings,
    })
}

fn sex(sex: Sex) -> &'static str {
    match sex {
        Sex::Female => "female",
        Sex::Male => "male",
    }
}

pub fn phone(view: &PhoneView) -> Value {
    json!({
        "valid": view.valid,
        "e164": view.e164,
        "national": view.national,
        "problems": view.problems,
        "warnings": view.warnings,
    })
}

pub fn dues(view: &DuesView) -> Value {
    json!({
        "total": view.total,
        "lines": list(&view.lines, |line| {
            json!({
                "month": line.month,
                "programme": line.programme.code(),
                "amount": line.amount,
                "full": line.full,
                "discount": line.discount,
                "source": line.source,
            })
        }),
        "words": quote(&view.words),
    })
}

pub fn programmes(views: &[ProgrammeView]) -> Value {
    list(views, |view| {
        json!({
            "id": view.id,
            "name": view.name,
            "joins": view.joins.code(),
            "who": view.who,
            "about": view.about,
            "benefits": list(&view.benefits, |benefit| {
                json!({ "words": benefit.words, "source": benefit.source, "confidence": benefit.confidence })
            }),
            "spoken": view.spoken,
            "source": view.source,
            "confidence": view.confidence,
        })
    })
}

pub fn choices(found: &[ChoiceView]) -> Value {
    list(
        found,
        |option| json!({ "id": option.id, "label": option.label, "group": option.group }),
    )
}

pub fn calculator(view: &CalculatorView) -> Value {
    json!({
        "asked": list(&view.asked, |line| {
            json!({
                "question": line.question,
                "title": line.title,
                "options": choices(line.field.options()),
                "typed": line.typed.reveal(),
                "problems": reveal(&line.problems),
                "warnings": reveal(&line.warnings),
            })
        }),
        "quote": view.quote.as_ref().map(quote),
    })
}

pub fn regions(found: &[RegionView]) -> Value {
    list(
        found,
        |region| json!({ "code": region.code, "name": region.name, "path": region.path, "postal_codes": region.postal_codes }),
    )
}

pub fn places(view: &PlacesView) -> Value {
    let places = list(&view.places, |place| {
        json!({
            "id": place.id,
            "name": place.name,
            "kind": place.kind,
            "pictogram": place.pictogram.name(),
            "partner": place.partner,
            "address": place.address,
            "landmark": place.landmark,
            "region": place.region,
            "reach": place.reach,
            "does": place.does,
            "state": match place.state {
                PlaceState::Open => "open",
                PlaceState::Closed => "closed",
                PlaceState::Unknown => "unknown",
            },
            "state_words": place.state_words,
            "today": place.today,
            "tomorrow": place.tomorrow,
            "hours": place.hours,
            "queue": place.queue,
            "phone": place.phone,
            "phone_link": place.phone_link,
            "map_link": place.map_link,
            "map_query": place.map_query,
            "checked": place.checked,
            "warnings": place.warnings,
        })
    });
    let services = list(
        &view.services,
        |it| json!({ "id": it.id, "label": it.label, "chosen": it.chosen }),
    );
    let person = &view.person;
    json!({
        "title": view.title,
        "about": view.about,
        "district": view.district,
        "near": view.near,
        "services": services,
        "places": places,
        "more": view.more,
        "empty": view.empty,
        "notices": view.notices,
        "person": { "title": person.title, "text": person.text, "contact": person.contact, "link": person.link },
    })
}

/// The villages of a district, with the district that was understood.
pub fn villages(district: &RegionView, found: &[VillageView]) -> Value {
    let villages = list(
        found,
        |village| json!({ "code": village.code, "name": village.name, "postal_code": village.postal_code }),
    );
    json!({ "district": { "code": district.code, "path": district.path }, "villages": villages })
}

pub fn form(lines: &[FormLine]) -> Value {
    list(lines, |line| {
        json!({
            "step": line.step,
            "question": line.question,
            "kind": line.kind.code(),
            "title": line.title,
            "required": line.required,
            "options": list(&line.options, |option| json!({"id": option.id, "label": option.label})),
            "when": line.when,
            "explained": line.explained,
            "source": line.source,
        })
    })
}

/// A code to be scanned: one text of `#` and `.` for each row.
pub fn code(code: &CodeView) -> Value {
    let width = usize::try_from(code.width).unwrap_or_default();
    let dark = |at: usize| {
        let byte = code.modules.get(at / 8);
        byte.is_some_and(|byte| byte & (0x80 >> (at % 8)) != 0)
    };
    let row = |y: usize| -> String {
        let modules = (0..width).map(|x| if dark(y * width + x) { '#' } else { '.' });
        modules.collect()
    };
    let height = usize::try_from(code.height).unwrap_or_default();
    let rows: Vec<String> = (0..height).map(row).collect();
    json!({ "width": code.width, "border": code.border, "rows": rows })
}

/// The options a field shows; none for other kinds.
pub fn options(step: &StepView) -> &[ChoiceView] {
    step.field.options()
}

fn kind(field: &Field) -> &'static str {
    match field {
        Field::None => "none",
        Field::Text { .. } => "text",
        Field::Digits { .. } => "digits",
        Field::Date => "date",
        Field::Choice { .. } => "choice",
        Field::Confirm { .. } => "confirm",
        Field::Search { .. } => "search",
        Field::Several { .. } => "several",
        Field::Money => "money",
        Field::YesNo { .. } => "yes_no",
        Field::Photo { .. } => "photo",
        Field::Consent { .. } => "consent",
        Field::Note => "note",
    }
}

fn quote(quote: &QuoteView) -> Value {
    json!({
        "total": quote.total,
        "months": quote.months,
        "parts": list(&quote.parts, |part| {
            json!({
                "months": part.months,
                "lines": list(&part.lines, |line| json!({ "label": line.label, "amount": line.amount })),
                "sum": part.sum,
                "per_day": part.per_day,
            })
        }),
        "reasons": quote.reasons,
    })
}

fn missing(line: &ReviewLine) -> Value {
    json!({ "question": line.question, "label": line.label })
}

fn reveal(words: &[Secret]) -> Vec<&str> {
    words.iter().map(Secret::reveal).collect()
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    items.iter().map(one).collect()
}
