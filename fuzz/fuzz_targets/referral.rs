#![no_main]

payung_fuzz::target!(referral);
