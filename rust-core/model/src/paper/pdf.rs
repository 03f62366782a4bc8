//! Pages as a PDF file.

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::blocks::Paper;
use super::font::Face;
use super::layout::{HEIGHT, MARGIN, Mark, Page, WIDTH};

const CATALOG: Ref = Ref::new(1);
const TREE: Ref = Ref::new(2);
const INFO: Ref = Ref::new(3);
const PLAIN: Ref = Ref::new(4);
const BOLD: Ref = Ref::new(5);
/// The number of the first page. Its content has the number after it, and so on.
const FIRST_PAGE: i32 = 6;

/// The file. Its streams are not compressed: a page is some kilobytes, and anybody can read what is
/// in it.
pub(super) fn write(paper: &Paper, pages: &[Page]) -> Vec<u8> {
    let ids: Vec<(Ref, Ref)> = (FIRST_PAGE..)
        .step_by(2)
        .map(|number| (Ref::new(number), Ref::new(number + 1)))
        .take(pages.len())
        .collect();
    let mut pdf = Pdf::new();
    let mut catalog = pdf.catalog(CATALOG);
    catalog.pages(TREE).lang(TextStr(paper.lang.code()));
    catalog.viewer_preferences().display_doc_title(true);
    catalog.finish();
    let mut info = pdf.document_info(INFO);
    info.title(TextStr(&paper.title))
        .producer(TextStr("Payung"));
    info.finish();
    let count = i32::try_from(ids.len()).unwrap_or(i32::MAX);
    pdf.pages(TREE)
        .kids(ids.iter().map(|(page, _)| *page))
        .count(count);
    for (id, name) in [(PLAIN, "Helvetica"), (BOLD, "Helvetica-Bold")] {
        let mut font = pdf.type1_font(id);
        font.base_font(Name(name.as_bytes()));
        font.encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    for (page, (id, content)) in pages.iter().zip(ids) {
        let mut object = pdf.page(id);
        object
            .media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT))
            .parent(TREE)
            .contents(content);
        let mut resources = object.resources();
        let mut fonts = resources.fonts();
        fonts
            .pair(name(Face::Plain), PLAIN)
            .pair(name(Face::Bold), BOLD);
        fonts.finish();
        resources.finish();
        object.finish();
        pdf.stream(content, &drawn(page));
    }
    pdf.finish()
}

fn name(face: Face) -> Name<'static> {
    match face {
        Face::Plain => Name(b"F1"),
        Face::Bold => Name(b"F2"),
    }
}

fn drawn(page: &Page) -> Vec<u8> {
    let mut content = Content::new();
    for mark in page {
        match mark {
            Mark::Text {
                x,
                y,
                face,
                size,
                text,
            } => {
                content.begin_text();
                content.set_font(name(*face), *size);
                content.next_line(*x, *y);
                content.show(Str(text));
                content.end_text();
            }
            Mark::Rule { y } => {
                content.set_line_width(0.7);
                content.move_to(MARGIN, *y);
                content.line_to(WIDTH - MARGIN, *y);
                content.stroke();
            }
            Mark::Box { x, y, w, h } => {
                content.rect(*x, *y, *w, *h);
                content.fill_nonzero();
            }
        }
    }
    content.finish().into_vec()
}
