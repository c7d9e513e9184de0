use route_runtime::app_dir;

/// In a file that is neither `main.rs` nor `mod.rs`, with an item of its own.
#[app_dir("src/app")]
pub mod app {
    pub const NAME: &str = "the app";
}
