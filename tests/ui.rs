//! What the compiler says about each mistake, and odd code that it accepts.
//!
//! One file per mistake under `ui/<subject>/`, named after the row of the specification that it breaks, if there is one. The
//! `main` of each goes on using the item, so a second error in a `.stderr` would show that the first one swallowed it. After a
//! change of words, `TRYBUILD=overwrite cargo test -p route-tests --test ui` writes the files anew; read the difference.

const SUBJECTS: &[&str] = &[
    "path",
    "options",
    "handler",
    "arguments",
    "return_type",
    "conflicts",
    "table",
    "context",
    "middleware",
    "cached_arguments",
    "static_params",
    "cached",
    "app",
    "requests",
];

#[test]
fn ui() {
    let cases = trybuild::TestCases::new();
    for subject in SUBJECTS {
        cases.compile_fail(format!("ui/{subject}/*.rs"));
    }
    cases.pass("ui/pass/*.rs");
}
