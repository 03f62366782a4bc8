//! The frame of every page, and how text from elsewhere gets into it safely.

use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse};
use maud::{DOCTYPE, Markup, PreEscaped, Render, html};
use payung_model::text::Lang;

use super::session::Session;
use super::{language, words};
use crate::desk::printable;
use crate::store::officers::Role;

/// Which entry of the menu a page belongs to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MenuEntry {
    Queue,
    Work,
    Money,
    Audit,
    Sessions,
}

/// Inside a page its colours follow day and night. As a file it is the browser's icon.
const UMBRELLA: &str = include_str!("umbrella.svg");

/// A whole page as an answer.
pub(super) type HtmlPage = Html<String>;

/// Text from a phone or an officer: control signs become visible here, and maud escapes the rest.
pub(super) fn safe_text(text: &str) -> SafeText<'_> {
    SafeText(text)
}

/// See [`safe_text`].
pub(super) struct SafeText<'t>(&'t str);

impl Render for SafeText<'_> {
    fn render_to(&self, out: &mut String) {
        printable(self.0).as_str().render_to(out);
    }
}

/// Text that comes back as it was typed, with its line ends; other signs that show nothing become
/// visible.
pub(super) fn kept_text(text: &str) -> String {
    text.split('\n')
        .map(|line| printable(line.trim_end_matches('\r')))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Most signs of one answer that a page shows. The form's longest answer has 120; a text of
/// megabytes would keep a browser busy for minutes.
const MOST_SHOWN: usize = 1000;
/// A browser may break a word after so many signs. It looks for such places by itself too, in
/// quadratic time.
const PIECE: usize = 40;

/// Text from a phone where people read it: like [`safe_text`], isolated, so that its direction of
/// writing changes nothing around it; with places where a long word may break; and cut with a word
/// about it when it is far too long.
pub(super) fn shown_text(text: &str, lang: Lang) -> Markup {
    let mut signs = text.chars();
    let shown: String = signs.by_ref().take(MOST_SHOWN).collect();
    let more = signs.count();
    html! {
        bdi dir="auto" { @for (place, piece) in pieces(&shown).enumerate() { @if place > 0 { wbr; } (safe_text(piece)) } }
        @if more > 0 { " " span .soft { "… " (words::CUT.text(lang)) (more) } }
    }
}

/// The text in pieces, of which only words that are longer than [`PIECE`] have several.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut run = 0;
        let end = rest.char_indices().find(|(_, sign)| {
            run = if sign.is_whitespace() { 0 } else { run + 1 };
            run > PIECE
        });
        let at = end.map_or(rest.len(), |(at, _)| at);
        let (piece, after) = rest.split_at(at);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// A page for somebody who is signed in.
pub(super) fn page(session: &Session, place: MenuEntry, title: &str, content: &Markup) -> HtmlPage {
    let lang = session.lang;
    let entry = |to: MenuEntry, href: &str, name: &str| {
        html! { a href=(href) aria-current=[(to == place).then_some("page")] { (name) } }
    };
    let menu = html! {
        nav aria-label=(words::MENU.text(lang)) {
            (entry(MenuEntry::Queue, "/queue", words::QUEUE.text(lang)))
            @if session.role >= Role::Decider { (entry(MenuEntry::Work, "/work", words::WORK.text(lang))) }
            @if session.role >= Role::Decider { (entry(MenuEntry::Money, "/money", words::MONEY.text(lang))) }
            @if session.role >= Role::Admin { (entry(MenuEntry::Audit, "/audit", words::LOG.text(lang))) }
            (entry(MenuEntry::Sessions, "/sessions", words::SESSIONS.text(lang)))
        }
        form method="post" action="/sign-out" .who {
            (form_token(session))
            span { (safe_text(&session.officer)) " · " (words::role(lang, session.role)) }
            button type="submit" { (words::SIGN_OUT.text(lang)) }
        }
    };
    frame(lang, title, &menu, content)
}

/// A page for anybody.
pub(super) fn plain(lang: Lang, title: &str, content: &Markup) -> HtmlPage {
    frame(
        lang,
        title,
        &html! {},
        &html! { div .narrow { h1 { (title) } (content) } },
    )
}

/// The hidden field that proves that a form comes from a page of this session.
pub(super) fn form_token(session: &Session) -> Markup {
    html! { input type="hidden" name="form_token" value=(session.form_token); }
}

pub(super) async fn style() -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("style.css"),
    )
}

pub(super) async fn umbrella_file() -> impl IntoResponse {
    ([(CONTENT_TYPE, "image/svg+xml")], UMBRELLA)
}

fn frame(lang: Lang, title: &str, menu: &Markup, content: &Markup) -> HtmlPage {
    let (other, its_name) = language::other(lang);
    let page = html! {
        (DOCTYPE)
        html lang=(lang.code()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Payung" }
                link rel="icon" type="image/svg+xml" href="/umbrella.svg";
                link rel="stylesheet" href="/style.css";
            }
            body {
                a .skip href="#content" { (words::SKIP.text(lang)) }
                header .top {
                    a .home href="/queue" { (PreEscaped(UMBRELLA)) "Payung" }
                    (menu)
                    a .lang href={ "?lang=" (other.code()) } lang=(other.code()) hreflang=(other.code()) { (its_name) }
                }
                main #content tabindex="-1" { (content) }
            }
        }
    };
    Html(page.into_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_word_may_break_and_a_far_too_long_text_is_cut() {
        assert_eq!(
            shown_text("SITI CONTOH", Lang::Id).into_string(),
            "<bdi dir=\"auto\">SITI CONTOH</bdi>"
        );
        let long = shown_text(&"x".repeat(200_000), Lang::Id).into_string();
        assert!(
            long.len() < 2000 && long.contains("<wbr>") && long.contains("199000"),
            "{long}"
        );
        let turned = shown_text("a\u{202e}b<b>\u{ad}", Lang::Id).into_string();
        assert_eq!(
            turned,
            "<bdi dir=\"auto\">a\u{fffd}b&lt;b&gt;\u{fffd}</bdi>"
        );
    }
}
