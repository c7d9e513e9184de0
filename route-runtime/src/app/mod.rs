mod middleware;
pub(crate) mod rules { pub struct Matcher; }
