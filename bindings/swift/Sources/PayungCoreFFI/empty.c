// SwiftPM builds a C target only if it has a source file. The functions of the header are in the Rust library.
