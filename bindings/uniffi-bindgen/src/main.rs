//! uniffi's own generator, at exactly the version the core was built with.

fn main() {
    uniffi::uniffi_bindgen_main();
}
