//! Parameter names, and the Rust arguments they become.

use unicode_ident::{is_xid_continue, is_xid_start};

/// Identifiers that cannot be written with `r#`, so that no argument can have them as its name.
const NEVER_AN_ARGUMENT: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// The name Next's documentation uses, for a parameter that was given none.
pub(super) const PLACEHOLDER: &str = "slug";

/// The parameter of a dynamic segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Param {
    name: String,
}

impl Param {
    /// `None` if no Rust argument can be called like that.
    pub(super) fn new(name: &str) -> Option<Param> {
        let param = Param { name: name.to_owned() };
        let argument = param.argument();
        let mut characters = argument.chars();
        let starts_well = characters.next().is_some_and(|first| first == '_' || is_xid_start(first));
        let is_identifier = starts_well && characters.all(is_xid_continue);
        (is_identifier && !NEVER_AN_ARGUMENT.contains(&argument.as_str())).then_some(param)
    }

    /// The name as written: `foo-bar`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The text of the Rust identifier, without `r#`: `foo_bar`, `type`.
    pub(crate) fn argument(&self) -> String {
        self.name.replace('-', "_")
    }

    /// The name without its non-word characters, as Next compares them: a name has no other than dashes.
    pub(super) fn word(&self) -> String {
        self.name.replace('-', "")
    }
}

/// The closest name that an argument can have; of `id:uuid` that is `id`.
pub(super) fn nearest(name: &str) -> String {
    let name = name.split([':', '=']).find(|part| !part.is_empty()).unwrap_or_default();
    let is_part_of_a_name = |character: char| character == '-' || is_xid_continue(character);
    let pieces: Vec<&str> =
        name.split(|character| !is_part_of_a_name(character)).filter(|piece| !piece.is_empty()).collect();
    let joined = pieces.join("_");
    [joined.clone(), format!("{joined}_"), format!("_{joined}")]
        .into_iter()
        .find(|candidate| candidate.chars().any(char::is_alphanumeric) && Param::new(candidate).is_some())
        .unwrap_or_else(|| PLACEHOLDER.to_owned())
}
