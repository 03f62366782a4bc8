//! The page of one registration: photo and verdict beside the answers, or below them where it is
//! narrow.
//!
//! The verdict comes first in the document, so that it is three presses of Tab away from the
//! heading, which has the focus; the style sheet puts it where the eye looks for it. Zooming and
//! turning a photo are radio buttons and styles: the page needs no script.

use maud::{Markup, html};
use payung_model::journey::OfficeState;
use payung_model::text::Lang;
use zeroize::Zeroizing;

use super::answers::{AnswerBody, AnswerGroup, AnswerItem};
use super::decision_form::DecisionForm;
use super::html::{self as frame, HtmlPage, MenuEntry, form_token, safe_text, shown_text};
use super::lines;
use super::money;
use super::ready_words::ReadyWords;
use super::refund_form::RefundForm;
use super::reissue_form;
use super::session::Session;
use super::view::{Held, OpenedRegistration, RegistrationView};
use super::words::{self, Words};
use crate::desk::{self, Hindrance};
use crate::purposes;
use crate::store::officers::Role;

/// What an officer may do on the page, and what was written already.
struct Desk<'a> {
    lang: Lang,
    known: &'a RegistrationView,
    /// None when nothing can be decided here.
    wish: Option<&'a DecisionForm>,
}

/// The page of a registration. `wish` holds what the officer ticked and wrote, when the form is
/// shown again.
pub(super) fn sheet(session: &Session, known: &RegistrationView, wish: &DecisionForm) -> HtmlPage {
    let (lang, receipt) = (session.lang, known.id.receipt());
    let decides = session.role >= Role::Decider
        && known.status.state == OfficeState::Received
        && known.row.is_some()
        && known.held.is_none();
    let desk = Desk {
        lang,
        known,
        wish: decides.then_some(wish),
    };
    let inside = html! {
        div .head { (head(session, known, wish, decides)) }
        div .side {
            @if decides { (verdict(&desk, wish)) }
            (photos(&desk))
        }
        div .answers {
            @match &known.shown {
                Some(opened) => @for group in &opened.groups { (section(&desk, group)) },
                None => p .card { (words::DOES_NOT_OPEN.text(lang)) },
            }
            @if session.role >= Role::Decider { (note(lang, wish)) }
            (reissue_form::fields(session, known, wish))
        }
    };
    let content = html! {
        div .sheet {
            p .back { a href="/queue" { (words::BACK_TO_QUEUE.text(lang)) } }
            @if decides {
                form .desk method="post" action={ "/registrations/" (known.id) } {
                    (form_token(session))
                    input type="hidden" name="revision" value=(known.status.revision);
                    (inside)
                }
            } @else {
                div .desk { (inside) }
            }
            (giving(known).form(session))
            (reissue_form::form(session, known))
            @if session.role >= Role::Decider && known.held.is_some() {
                form #back method="post" action={ "/registrations/" (known.id) "/take-back" } { (form_token(session)) }
            }
            @if session.role >= Role::Decider {
                form #notes method="post" action={ "/registrations/" (known.id) "/notes" } { (form_token(session)) }
            }
        }
    };
    frame::page(session, MenuEntry::Queue, &receipt, &content)
}

fn head(session: &Session, known: &RegistrationView, wish: &DecisionForm, decides: bool) -> Markup {
    let (lang, receipt) = (session.lang, known.id.receipt());
    let name = known.shown.as_ref().and_then(|opened| opened.name.as_ref());
    // An unusual answer is marked at the answer itself, so its flag is left out at the top.
    let flags = known
        .row
        .as_ref()
        .map(|row| row.flags.clone())
        .unwrap_or_default();
    let flags: Vec<String> = flags
        .into_iter()
        .filter(|flag| known.shown.is_none() || !words::is_unusual(flag))
        .collect();
    let opened = known.row.is_some() || known.status.state != OfficeState::Received;
    let focus = decides && wish.problems.is_empty();
    html! {
        @if let Some(notice) = &known.notice { p .done role="status" { (safe_text(notice)) } }
        @if wish.kept { p .problem role="status" { (words::KEPT_AGAIN.text(lang)) } }
        h1 tabindex="-1" autofocus[focus] {
            @match name { Some(name) => (shown_text(name, lang)), None => span .code { (receipt) } }
        }
        p .state {
            @if name.is_some() { span .code { (receipt) } " · " }
            strong { (words::state_of(lang, known.status.state, known.purpose())) }
        }
        (facts(lang, known))
        (request(lang, known))
        @if let Some(other) = &known.claimed_by {
            p .mark { (words::CLAIMED.text(lang)) (safe_text(other)) (words::CLAIMED_TAIL.text(lang)) }
        }
        (lines::marks(lang, opened, &flags, &known.twins()))
        @if let Some(first) = known.twins().receipts.first() {
            p { a .compare href={ "/registrations/" (known.id) "/beside/" (first) } { (words::COMPARE.text(lang)) } }
        }
        (problems(lang, wish))
        (history(lang, known))
        (money::section(lang, &known.money, &giving(known).fields(session, wish)))
        @if let Some(held) = &known.held { (take_back(session, held, wish)) }
        @if !decides { p .soft { (why_not(session, known).text(lang)) } }
    }
}

fn giving(known: &RegistrationView) -> RefundForm<'_> {
    RefundForm {
        action: format!("/registrations/{}/refund", known.id),
        free: known.money.free,
        once: known.money.form,
        requests: &known.money.requests.rows,
        has_registration: true,
    }
}

fn facts(lang: Lang, known: &RegistrationView) -> Markup {
    html! {
        p .soft {
            (words::SENDING_NO.text(lang)) (known.status.revision)
            @if let Some(OpenedRegistration { shown, purpose, .. }) = &known.shown {
                @if let Some(purpose) = purpose { " · " (safe_text(purpose)) }
                " · " (words::SENT.text(lang)) (words::moment(lang, shown.sealed_at)) (words::BY_ITS_PHONE.text(lang))
                " · " (words::FORM.text(lang)) (safe_text(&shown.form)) (words::VERSION.text(lang)) (shown.form_version)
                " · " (words::LANGUAGE.text(lang)) (safe_text(words::language(lang, &shown.lang)))
            }
        }
        @if let Some(OpenedRegistration { shown, .. }) = &known.shown {
            @if let Some(first) = &shown.completes { p { (words::ADDS_TO.text(lang)) (lines::links(std::slice::from_ref(first))) } }
            @if !known.reports.is_empty() { p .mark { (words::REPORTS.text(lang)) (lines::links(&known.reports)) } }
            @if !shown.completed_by.is_empty() { p { (words::ADDED_BY.text(lang)) (lines::links(&shown.completed_by)) } }
        }
    }
}

/// What officers did with it before: what was asked of the worker, and what was decided.
fn history(lang: Lang, known: &RegistrationView) -> Markup {
    html! {
        @for deed in &known.deeds {
            div .card .deed {
                p {
                    strong { (words::deed(lang, &deed.action)) } " · " (safe_text(&deed.officer)) " · " (words::moment(lang, deed.at))
                    @if deed.revision != known.status.revision { " · " (words::SENDING_NO.text(lang)) (deed.revision) }
                }
                (decided_words(lang, &deed.words, &deed.asked))
            }
        }
        @if let Some(opened) = known.shown.as_ref().filter(|opened| opened.has_before) { (changes(lang, opened)) }
    }
}

/// What this revision says differently, beside what the one before said.
fn changes(lang: Lang, opened: &OpenedRegistration) -> Markup {
    let items = opened.groups.iter().flat_map(|group| &group.items);
    let changed: Vec<&AnswerItem> = items
        .filter(|item| item.before.is_some() && !item.is_photo())
        .collect();
    html! {
        @if !changed.is_empty() {
            table .changes {
                caption { (words::CHANGED_ONES.text(lang)) }
                thead { tr {
                    th scope="col" { (words::ANSWERS.text(lang)) }
                    th scope="col" { (words::BEFORE_IT.text(lang)) }
                    th scope="col" { (words::NOW.text(lang)) }
                } }
                tbody { @for item in changed {
                    tr {
                        th scope="row" { (safe_text(&item.label)) }
                        td data-whose=(words::BEFORE_IT.text(lang)) {
                            @match item.before.as_deref() {
                                Some(before) if !before.is_empty() => (shown_text(before, lang)),
                                _ => span .soft { (words::NOT_ANSWERED.text(lang)) },
                            }
                        }
                        td data-whose=(words::NOW.text(lang)) {
                            @if let AnswerBody::Answer(text) = &item.body { strong { (shown_text(text, lang)) } }
                            @else { span .soft { (words::NOT_ANSWERED.text(lang)) } }
                        }
                    }
                } }
            }
        }
        p .soft {
            @if !opened.changes() { (words::NOTHING_CHANGED.text(lang)) " " }
            @if !opened.no_longer.is_empty() { (words::NO_LONGER.text(lang)) (safe_text(&opened.no_longer.join(", "))) }
        }
    }
}

/// A note for other officers. Its fields stand below the answers; their form stands elsewhere,
/// because a form cannot hold another one.
fn note(lang: Lang, wish: &DecisionForm) -> Markup {
    html! {
        section .card .note aria-labelledby="note-title" {
            h2 #note-title { (words::NOTE.text(lang)) }
            label for="note" { (words::NOTE_FOR.text(lang)) }
            textarea #note name="note" form="notes" rows="2" maxlength="2000" { (text_lines(&wish.note)) }
            div .buttons { button type="submit" form="notes" { (words::ADD_NOTE.text(lang)) } }
        }
    }
}

/// The words of a decision, and what it asks for.
fn decided_words(lang: Lang, words: &str, asked: &[(String, Zeroizing<String>)]) -> Markup {
    html! {
        @if !words.is_empty() { p .words { (shown_text(words, lang)) } }
        @if !asked.is_empty() {
            ul { @for (label, words) in asked {
                li { (safe_text(label)) @if !words.is_empty() { ": " (shown_text(words, lang)) } }
            } }
        }
    }
}

/// A decision that is not told yet, and the way to take it back.
fn take_back(session: &Session, held: &Held, wish: &DecisionForm) -> Markup {
    let lang = session.lang;
    html! {
        div .card .deed .held {
            p {
                strong { (words::deed(lang, held.verb)) } " · " (safe_text(&held.officer)) " · "
                (words::TOLD_AT.text(lang)) (words::moment(lang, held.due))
            }
            (decided_words(lang, &held.words, &held.asked))
            @if session.role >= Role::Decider {
                label for="reason" { (words::WHY_BACK.text(lang)) }
                input #reason name="reason" form="back" type="text" maxlength="500" autocomplete="off" required value=(safe_text(&wish.reason));
                div .buttons { button type="submit" form="back" { (words::TAKE_BACK.text(lang)) } }
            }
        }
    }
}

fn why_not(session: &Session, known: &RegistrationView) -> Words {
    match known.status.state {
        OfficeState::Received if known.held.is_some() => words::IS_HELD,
        OfficeState::Received if session.role < Role::Decider => words::ROLE_READS,
        OfficeState::Received => words::NOT_OPENED_YET,
        OfficeState::Receiving => words::NOT_ALL_THERE,
        OfficeState::NeedsCorrection => words::WAITS_FOR_WORKER,
        OfficeState::Accepted | OfficeState::Refused | OfficeState::Withdrawn => words::IS_DONE,
    }
}

pub(super) fn problems(lang: Lang, wish: &DecisionForm) -> Markup {
    html! {
        @if !wish.problems.is_empty() {
            div .problem role="alert" {
                p { strong { (words::NOT_DONE.text(lang)) } }
                ul { @for (field, words) in &wish.problems { li { a href={ "#" (safe_text(field)) } { (words.text(lang)) } } } }
            }
        }
    }
}

/// All photos of the registration, each in a frame in which it can be turned and enlarged.
fn photos(desk: &Desk<'_>) -> Markup {
    let lang = desk.lang;
    let items = desk
        .known
        .shown
        .iter()
        .flat_map(|opened| &opened.groups)
        .flat_map(|group| &group.items);
    html! {
        @for (place, item) in items.filter(|item| item.is_photo()).enumerate() {
            section .card .photo-card aria-labelledby={ "photo-" (place) } {
                div .title {
                    h2 #{ "photo-" (place) } { (safe_text(&item.label)) }
                    @if let AnswerBody::Photo { digest } = &item.body {
                        a .photo href={ "/registrations/" (desk.known.id) "/photos/" (digest) } target="_blank" rel="noopener" { (words::OPEN_LARGE.text(lang)) }
                    }
                }
                @match &item.body {
                    AnswerBody::Photo { digest } => (photo(lang, desk.known, item, digest, place)),
                    _ => p .value .no-photo { strong { (words::NO_PHOTO.text(lang)) } " · " (words::NO_PHOTO_LATER.text(lang)) },
                }
                @match item.before.as_deref() {
                    Some(before) if !before.is_empty() => (earlier_photo(lang, desk.known, item, before)),
                    Some(_) => p .was { (words::IS_NEW.text(lang)) },
                    None => {},
                }
                @for (whose, note) in &item.notes { p .mark { (whose.text(lang)) "“" (shown_text(note, lang)) "”" } }
                @if let (Some(wish), true) = (desk.wish, item.can_ask) { div .answer { (ask(desk, item, wish)) } }
            }
        }
    }
}

/// The photo that the revision before had, beside the one that took its place.
fn earlier_photo(lang: Lang, known: &RegistrationView, item: &AnswerItem, digest: &str) -> Markup {
    let src = format!("/registrations/{}/photos/{digest}", known.id);
    html! {
        p .mark { (words::WAS.text(lang)) (words::DIFFERS.text(lang)) }
        a .photo .earlier href=(src) target="_blank" rel="noopener" {
            img src=(src) alt={ (words::PHOTO.text(lang)) (safe_text(&item.label)) " · " (words::BEFORE_IT.text(lang)) };
        }
    }
}

fn photo(
    lang: Lang,
    known: &RegistrationView,
    item: &AnswerItem,
    digest: &str,
    place: usize,
) -> Markup {
    let src = format!("/registrations/{}/photos/{digest}", known.id);
    // The controls belong to no form, so that they are never sent.
    let choice = |name: &str, value: &str, label: &str, first: bool| {
        html! {
            label .chip {
                input type="radio" name={ (name) "-" (place) } value=(value) checked[first] form="view" aria-label={ (label) ": " (safe_text(&item.label)) };
                span { (label) }
            }
        }
    };
    html! {
        div .viewer {
            div .frame tabindex="0" role="group" aria-label={ (words::PHOTO.text(lang)) (safe_text(&item.label)) } {
                img src=(src) alt={ (words::PHOTO.text(lang)) (safe_text(&item.label)) };
            }
            div .controls {
                (choice("turn", "0", "0°", true)) (choice("turn", "90", "90°", false))
                (choice("turn", "180", "180°", false)) (choice("turn", "270", "270°", false))
                (choice("zoom", "1", "1×", true)) (choice("zoom", "2", "2×", false)) (choice("zoom", "4", "4×", false))
            }
        }
    }
}

fn section(desk: &Desk<'_>, group: &AnswerGroup) -> Markup {
    html! {
        @if group.items.iter().any(|item| !item.is_photo()) {
            section .card {
                h2 { (safe_text(&group.title)) }
                @for item in group.items.iter().filter(|item| !item.is_photo()) { (answer(desk, item)) }
            }
        }
    }
}

/// What the worker declared, in the words that she read; or that she agreed.
pub(super) fn agreed(declares: Option<&str>, lang: Lang) -> Markup {
    html! {
        @if let Some(declares) = declares { (words::DECLARED.text(lang)) " “" (safe_text(declares)) "”" } @else { (words::AGREED.text(lang)) }
    }
}

fn answer(desk: &Desk<'_>, item: &AnswerItem) -> Markup {
    let lang = desk.lang;
    html! {
        div .answer .changed[item.before.is_some()] {
            p .label { (safe_text(&item.label)) }
            div .value {
                @match &item.body {
                    AnswerBody::Answer(text) => p { (shown_text(text, lang)) },
                    AnswerBody::Consent { version, at, declares } =>
                        p { (agreed(declares.as_deref(), lang)) span .soft { (words::WORDING.text(lang)) (version) ", " (words::moment(lang, *at)) } },
                    AnswerBody::Nothing { later, .. } =>
                        p { strong { (words::NOT_ANSWERED.text(lang)) } @if *later { span .soft { " · " (words::ANSWERED_LATER.text(lang)) } } },
                    AnswerBody::Photo { .. } => {},
                }
                @match &item.before {
                    Some(before) if before.is_empty() => p .was { (words::IS_NEW.text(lang)) },
                    Some(before) => p .was { (words::WAS.text(lang)) s { (shown_text(before, lang)) } },
                    None => {},
                }
                @for (whose, note) in &item.notes { p .mark { (whose.text(lang)) "“" (shown_text(note, lang)) "”" } }
            }
            @if let (Some(wish), true) = (desk.wish, item.can_ask) { (ask(desk, item, wish)) }
        }
    }
}

/// A tick box and a field for words, which the style sheet shows only when the box is ticked.
/// Browsers that do not know `:has` always show the field.
fn ask(desk: &Desk<'_>, item: &AnswerItem, wish: &DecisionForm) -> Markup {
    let (lang, id) = (desk.lang, &item.question);
    let field = format!("words-{id}");
    let (ticked, wrong) = (wish.is_ticked(id), wish.is_wrong(&field));
    html! {
        label .tick {
            input type="checkbox" name="ask" value=(safe_text(id)) checked[ticked];
            span { (words::ASK_AGAIN.text(lang)) span .hidden { ": " (safe_text(&item.label)) } }
        }
        div .ask {
            label for=(safe_text(&field)) { (words::WHAT_TO_CORRECT.text(lang)) span .hidden { ": " (safe_text(&item.label)) } "?" }
            input #(safe_text(&field)) name=(safe_text(&field)) type="text" maxlength="500" autocomplete="off" list="ready-asks"
                value=(safe_text(wish.words_for(id))) aria-invalid=[wrong.then_some("true")];
        }
    }
}

/// How a verdict is called: a registration is approved, a request is answered.
struct Verdict {
    title: Words,
    ask: Words,
    accept: Words,
    cannot: Words,
    is_final: Words,
    refuse: Words,
    needs_words: bool,
}

impl Verdict {
    fn of(known: &RegistrationView) -> Self {
        let purpose = known.purpose();
        if purposes::is_request(purpose) {
            return Self {
                title: words::ANSWER_TITLE,
                ask: words::ASK_BACK,
                accept: words::ANSWER,
                cannot: words::CANNOT_DO,
                is_final: words::REQUEST_IS_FINAL,
                refuse: words::REFUSE_REQUEST,
                needs_words: purposes::needs_words(purpose),
            };
        }
        Self {
            title: words::VERDICT,
            ask: words::ASK_CORRECTION,
            accept: words::APPROVE,
            cannot: words::CANNOT_APPROVE,
            is_final: words::IS_FINAL,
            refuse: words::REFUSE,
            needs_words: false,
        }
    }
}

/// What a request is about, until when it is to be answered, and what does it.
fn request(lang: Lang, known: &RegistrationView) -> Markup {
    let purpose = known.purpose();
    let first = known
        .shown
        .as_ref()
        .and_then(|opened| opened.shown.completes.as_deref());
    let compare = match purpose {
        "update" => Some(words::COMPARE_FIRST_ONE),
        "incident" => Some(words::COMPARE_REPORT),
        _ => None,
    };
    let (todo, command) = match purpose {
        "erasure" => (Some(words::DO_ERASE), true),
        "consent" => (Some(words::DO_CONSENT), true),
        "bill" => (Some(words::DO_BILL), false),
        "refund" => (Some(words::DO_REFUND), false),
        _ => (None, false),
    };
    html! {
        @if purposes::is_request(purpose) {
            @if let Some(clock) = &known.clock {
                (lines::answer_clock(lang, clock))
                @if let Some(row) = &known.row { (lines::reported(lang, clock, &row.flags)) }
            }
            @if let (Some(first), Some(compare)) = (first, compare) {
                p { a .compare href={ "/registrations/" (known.id) "/beside/" (first) } { (compare.text(lang)) } }
            }
            @if let (Some(todo), OfficeState::Received) = (todo, known.status.state) {
                p .soft {
                    (todo.text(lang))
                    @if let ("refund", Some(payer)) = (purpose, known.row.as_ref().and_then(|row| row.completes)) {
                        " " a href={ "/registrations/" (payer) "#money-title" } { (words::TO_MONEY.text(lang)) }
                    }
                    @if let (true, Some(first)) = (command, first) { code { "office erase " (first) " --why \"" (known.id.receipt()) "\"" } }
                }
            }
        }
    }
}

fn verdict(desk: &Desk<'_>, wish: &DecisionForm) -> Markup {
    let (lang, known) = (desk.lang, desk.known);
    let opens = known.shown.is_some();
    let row = known.row.as_ref();
    let hindrances = row.map_or_else(Vec::new, |row| desk::hindrances(row, false));
    let has = |what: Hindrance| hindrances.contains(&what);
    let closed = hindrances.iter().any(|what| what.is_final());
    let said = Verdict::of(known);
    html! {
        section .card .verdict aria-labelledby="verdict" {
            h2 #verdict { (said.title.text(lang)) }
            label for="words" { (words::WORDS_FOR_WORKER.text(lang)) @if !said.needs_words { span .soft .hint { (words::MAY_BE_EMPTY.text(lang)) } } }
            textarea #words name="words" rows="2" maxlength="2000" aria-invalid=[wish.is_wrong("words").then_some("true")] {
                (text_lines(&wish.words))
            }
            @if has(Hindrance::Incomplete) {
                label .tick {
                    input #despite type="checkbox" name="despite" value="yes" checked[wish.despite];
                    span { (words::MISSING_TICK.text(lang)) }
                }
            }
            @if wish.is_wrong("words") && said.needs_words { p .mark { (words::NEEDS_ANSWER.text(lang)) } }
            @if has(Hindrance::NoConsent) { p .mark { (words::NO_CONSENT_HERE.text(lang)) } }
            @if has(Hindrance::FormUnknown) { p .mark { (words::FORM_UNKNOWN_HERE.text(lang)) } }
            // Enter in a field presses the first button, so that is the one which does nothing
            // without further words.
            div .buttons {
                button type="submit" name="verdict" value="correct" accesskey="b" { (said.ask.text(lang)) }
                @if opens && !closed {
                    button .primary type="submit" name="verdict" value="accept" accesskey="s" { (said.accept.text(lang)) }
                }
            }
            div .more {
                (ready(lang, &known.ready, wish))
                details open[wish.is_wrong("refuse_words")] {
                    summary { (said.cannot.text(lang)) }
                    label for="refuse_words" { (words::WHY_REFUSED.text(lang)) }
                    textarea #refuse_words name="refuse_words" rows="3" maxlength="2000"
                        aria-invalid=[wish.is_wrong("refuse_words").then_some("true")] { (text_lines(&wish.refuse_words)) }
                    p .soft { (said.is_final.text(lang)) }
                    button .loss type="submit" name="verdict" value="refuse" { (said.refuse.text(lang)) }
                }
                a .pass href={ "/next?after=" (known.id) } accesskey="l" { (words::SKIP_THIS.text(lang)) " →" }
            }
            p .soft .keys { (words::KEYS_HELP.text(lang)) }
        }
    }
}

/// Words that are ready: about the whole in a list to choose from, about one question as
/// suggestions in its field.
fn ready(lang: Lang, ready: &ReadyWords, wish: &DecisionForm) -> Markup {
    html! {
        datalist #ready-asks { @for text in &ready.question { option value=(safe_text(text)) {} } }
        @if !ready.whole.is_empty() {
            details .ready open[!wish.ready.is_empty()] {
                summary { (words::READY_WORDS.text(lang)) }
                label for="ready" { (words::READY_FIRST.text(lang)) }
                select #ready name="ready" {
                    option value="" { (words::NO_READY_WORDS.text(lang)) }
                    @for text in &ready.whole { option value=(safe_text(text)) selected[*text == wish.ready] { (safe_text(text)) } }
                }
            }
        }
    }
}

/// The lines of a text area, as the officer typed them.
fn text_lines(text: &str) -> Markup {
    html! {
        @for (place, line) in text.lines().enumerate() { @if place > 0 { "\n" } (safe_text(line)) }
    }
}
