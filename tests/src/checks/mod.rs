//! What must hold for any input: checks that fuzz targets call and `cargo test` replays on seeds.

pub mod body;
pub mod endpoint;
pub mod message;
pub mod model;
pub mod stream;
pub mod values;
