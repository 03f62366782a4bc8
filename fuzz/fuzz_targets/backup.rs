#![no_main]

payung_fuzz::target!(backup);
