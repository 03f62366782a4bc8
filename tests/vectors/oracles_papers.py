#!/usr/bin/env python3
"""Reads our PDF files with readers that are not ours: pypdf and PDFium for what they say, ZXing for the code on a page.

    python3 tests/vectors/oracles_papers.py CODES

CODES is the built `codes` program, which writes papers and what each of them says. pypdf in its strict mode must find no fault and
every sentence in its order of signs (spaces apart: where a line is broken is the layout's choice). PDFium must find the same
signs, none of them outside the margins by its own metrics of the fonts; and ZXing must read the code from PDFium's picture
of the page. No paper may hold sixteen digits in a row, as a NIK has. Needs requirements-qris.txt.
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pypdf
import pypdfium2
import zxingcpp

MARGIN = 32
A5 = (419.53, 595.28)


def main():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.argv[1], "papers", folder], check=True)
        papers = json.loads((Path(folder) / "papers.json").read_text(encoding="utf-8"))
        pages = sum(check(Path(folder) / paper["file"], paper) for paper in papers)
    assert len(papers) >= 12 and any(paper["pages"] > 1 for paper in papers)
    print(f"note: {len(papers)} papers, {pages} pages, as pypdf and PDFium read them")


def check(path, paper):
    reader = pypdf.PdfReader(path, strict=True)
    assert len(reader.pages) == paper["pages"], path.name
    assert reader.metadata.title == paper["title"], reader.metadata.title
    assert reader.trailer["/Root"]["/Lang"] == paper["lang"]
    said = bare("".join(page.extract_text() for page in reader.pages))
    document = pypdfium2.PdfDocument(path)
    also = "".join(page.get_textpage().get_text_range() for page in document)
    for sentence in paper["holds"]:
        # A sentence that goes on on the next page has a footer in it, so its lines are looked for one by one there.
        if paper["pages"] == 1:
            assert bare(sentence) in said, f"{path.name}: pypdf does not find {sentence!r}\n{said}"
        for word in sentence.split():
            assert bare(word) in said and bare(word) in bare(also), f"{path.name}: {word!r}"
    assert sorted(bare(also)) == sorted(said), f"{path.name}: PDFium finds other signs than pypdf"
    assert not re.search(r"\d{16}", said), path.name
    codes = []
    for page in document:
        assert all(abs(a - b) < 0.01 for a, b in zip(page.get_size(), A5)), page.get_size()
        text = page.get_textpage()
        for place in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(place)
            if right > left:
                inside = left > MARGIN - 2 and right < A5[0] - MARGIN + 2 and bottom > 15 and top < A5[1] - MARGIN + 6
                assert inside, f"{path.name}: {text.get_text_range(place, 1)!r} at {left:.0f} {bottom:.0f} {right:.0f} {top:.0f}"
        codes += [code.text for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]
    assert codes == ([paper["code"]] if paper["code"] else []), f"{path.name}: ZXing reads {codes}"
    return paper["pages"]


def bare(text):
    # PDFium joins a hyphen at the end of a line to the next one and marks it so.
    return re.sub(r"\s", "", text.replace("\ufffe", "-").replace("\u0002", "-"))


if __name__ == "__main__":
    main()
