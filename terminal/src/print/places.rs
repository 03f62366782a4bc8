//! Offices and counters near a district, as lines.

use payung_core::{PlaceView, PlacesView};

use super::line::{Text, line};

pub fn places(view: &PlacesView) -> Text {
    let mut text = Text::new();
    line(&mut text, format_args!("{}", view.near));
    for place in &view.places {
        text.push_str(&place_lines(place));
    }
    let person = format!("{}: {}", view.person.title, view.person.text);
    let below = [&view.more, &view.empty, &view.about];
    let below = below.into_iter().chain(&view.notices).chain([&person]);
    for words in below.filter(|words| !words.is_empty()) {
        line(&mut text, format_args!("{words}"));
    }
    text
}

fn place_lines(place: &PlaceView) -> Text {
    let mut text = Text::new();
    line(&mut text, format_args!("{} ({})", place.name, place.kind));
    let does = place.does.join(" · ");
    let near = [&place.address, &place.landmark, &place.region];
    let near: Vec<&str> = near
        .into_iter()
        .map(String::as_str)
        .filter(|words| !words.is_empty())
        .collect();
    let near = near.join(", ");
    let first = [
        &place.partner,
        &near,
        &place.reach,
        &does,
        &place.state_words,
    ];
    let second = [&place.today, &place.tomorrow];
    let last = [&place.queue, &place.phone, &place.checked];
    let lines = first
        .into_iter()
        .chain(second)
        .chain(&place.hours)
        .chain(last);
    for words in lines.filter(|words| !words.is_empty()) {
        line(&mut text, format_args!("  {words}"));
    }
    for words in &place.warnings {
        line(&mut text, format_args!("? {words}"));
    }
    text
}
