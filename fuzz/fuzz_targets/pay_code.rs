#![no_main]

payung_fuzz::target!(pay_code);
