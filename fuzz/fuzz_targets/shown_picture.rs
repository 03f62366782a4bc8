#![no_main]

payung_fuzz::target!(shown_picture);
