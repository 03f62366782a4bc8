//! `schema.rs`: the tables and how they came about.
