//! Every row of the specification that the grammar answers for, by its id, then the properties of any string.

use super::*;

mod accepted;
mod conventions;
mod properties;
mod refused;

/// A transcript: `> ` and a path, then its mistakes in order, each with its help below.
#[track_caller]
fn check_refused(transcript: &str) {
    for case in transcript.split("\n>").skip(1) {
        let (source, expected) = case.split_once('\n').unwrap_or((case, ""));
        let source = source.strip_prefix(' ').unwrap_or(source);
        let errors = refusal(source);
        assert_eq!(in_words(&errors).trim_end(), expected.trim_end(), "{source:?}");
        check_suggestions(source, &errors);
    }
}

fn in_words(errors: &[PathError]) -> String {
    let mut text = String::new();
    for PathError { message, help, .. } in errors {
        text += &format!("    {message}\n");
        if let Some(help) = help {
            text += &format!("        help: {help}\n");
        }
    }
    text
}

/// Paths with their canonical spelling.
#[track_caller]
fn check_accepted(table: &[(&str, &str)]) {
    for &(source, canonical) in table {
        let path = sound(source);
        assert_eq!(path.to_string(), canonical, "{source:?}");
        assert_eq!(sound(canonical), path, "{source:?}");
    }
}

/// Paths of one static segment, with its text and its spelling on the wire.
#[track_caller]
fn check_literals(table: &[(&str, &str, &str)]) {
    for &(source, decoded, encoded) in table {
        let path = sound(source);
        let [Segment::Static(literal)] = path.segments() else {
            panic!("{source:?} is {path:?}");
        };
        assert_eq!((literal.decoded(), literal.encoded().as_str()), (decoded, encoded), "{source:?}");
    }
}

#[track_caller]
fn sound(source: &str) -> RoutePath {
    RoutePath::parse(source).unwrap_or_else(|errors| panic!("{source:?}: {errors:?}"))
}

#[track_caller]
fn refusal(source: &str) -> Vec<PathError> {
    match RoutePath::parse(source) {
        Ok(path) => panic!("{source:?} is {path:?}"),
        Err(errors) => errors,
    }
}

/// Whatever a help quotes parses.
#[track_caller]
fn check_suggestions(source: &str, errors: &[PathError]) {
    for help in errors.iter().filter_map(|error| error.help.as_ref()) {
        let quotes: Vec<&str> = help.split('`').collect();
        assert_eq!(quotes.len() % 2, 1, "{source:?}: {help}");
        for quoted in quotes.into_iter().skip(1).step_by(2) {
            let path = if quoted.starts_with('/') { quoted.to_owned() } else { format!("/{quoted}") };
            assert!(RoutePath::parse(&path).is_ok(), "{source:?}: {help}");
        }
    }
}

/// `("dynamic", "foo-bar", "foo_bar")` per parameter.
fn params(path: &RoutePath) -> Vec<(&str, String, String)> {
    let describe = |segment: &Segment| {
        let kind = match segment {
            Segment::Static(_) => "static",
            Segment::Dynamic(_) => "dynamic",
            Segment::CatchAll(_) => "catch-all",
            Segment::OptionalCatchAll(_) => "optional catch-all",
        };
        segment.param().map(|param| (kind, param.name().to_owned(), param.argument()))
    };
    path.params().filter_map(|(_, segment)| describe(segment)).collect()
}

fn param(kind: &'static str, name: &str, argument: &str) -> (&'static str, String, String) {
    (kind, name.to_owned(), argument.to_owned())
}
