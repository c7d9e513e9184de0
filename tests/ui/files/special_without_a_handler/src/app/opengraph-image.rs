pub const ALT: &str = "text";
