//! Pictures made here, read and shrunk as a worker's would be.
