//! The handlers that a file declares, from its tokens alone: what else is in it is the compiler's to read.

use super::special::{GENERATE_IMAGE_METADATA, GENERATE_SITEMAPS};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree, fallback};
use std::iter::Peekable;

/// What a handler file declares.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Declared {
    /// What has `#[route]` or `#[page]`, in the order of the source.
    pub(crate) handlers: Vec<Handler>,
    /// Functions that have neither.
    pub(super) unmarked: Vec<String>,
    /// `mod name;`
    pub(super) modules: Vec<String>,
}

/// One handler of a file, or one module of them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Handler {
    pub(crate) name: String,
    /// Whether it is `#[route] mod name { .. }`.
    pub(crate) is_module: bool,
    /// The options of its attribute that make several routes of one special file.
    pub(super) options: Vec<&'static str>,
    /// What stands in the parentheses of each `#[cfg(..)]`, the file's own included.
    pub(crate) conditions: Vec<String>,
}

impl Declared {
    /// `None` if the text is not Rust: then rustc says so.
    pub(super) fn read(source: &str) -> Option<Self> {
        // The compiler's own lexer would report a mistake here, without a file to underline. It does so where it mounts the file.
        let _lexer = OwnLexer::take();
        let mut tokens = source.parse::<TokenStream>().ok()?.into_iter().peekable();
        let mut declared = Self::default();
        let mut of_the_file = Vec::new();
        while tokens.peek().is_some() {
            let attributes = attributes(&mut tokens, &mut of_the_file);
            declared.read_item(&mut tokens, &attributes, &of_the_file);
        }
        Some(declared)
    }

    /// Whether a handler has this option, if there is such a one.
    pub(super) fn has_option(&self, option: Option<&str>) -> bool {
        self.handlers.iter().any(|handler| handler.options.iter().any(|name| Some(*name) == option))
    }

    /// Reads what an item is called, and leaves the rest of it.
    fn read_item(
        &mut self,
        tokens: &mut Peekable<impl Iterator<Item = TokenTree>>,
        attributes: &[Group],
        of_the_file: &[String],
    ) {
        let mut words = Vec::new();
        let mut ends_in_braces = false;
        for token in tokens.by_ref() {
            match token {
                TokenTree::Ident(word) => words.push(word.to_string()),
                TokenTree::Punct(end) if end.as_char() == ';' => break,
                TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                    ends_in_braces = true;
                    break;
                }
                _ => {}
            }
        }
        let mut words = words.into_iter().skip_while(|word| QUALIFIERS.contains(&word.as_str()));
        let (Some(keyword), Some(name)) = (words.next(), words.next()) else { return };
        let is_module = keyword == "mod";
        if !is_module && keyword != "fn" {
            return;
        }
        let is_ours = |attribute: &&Group| is_named(attribute, "route") || is_named(attribute, "page");
        if let Some(attribute) = attributes.iter().find(is_ours) {
            let options = options(attribute);
            let own = attributes.iter().filter_map(condition);
            let conditions = of_the_file.iter().cloned().chain(own).collect();
            self.handlers.push(Handler { name, is_module, options, conditions });
        } else if !is_module {
            self.unmarked.push(name);
        } else if is_module && !ends_in_braces {
            self.modules.push(name);
        }
    }
}

/// What may stand before `fn` and `mod`.
const QUALIFIERS: [&str; 5] = ["pub", "async", "unsafe", "const", "extern"];

/// The attributes before an item. Those of the file add to its conditions.
fn attributes(tokens: &mut Peekable<impl Iterator<Item = TokenTree>>, of_the_file: &mut Vec<String>) -> Vec<Group> {
    let mut attributes = Vec::new();
    while tokens.next_if(|token| is_punct(token, '#')).is_some() {
        let is_inner = tokens.next_if(|token| is_punct(token, '!')).is_some();
        let Some(TokenTree::Group(attribute)) = tokens.next_if(|token| matches!(token, TokenTree::Group(_))) else {
            continue;
        };
        if is_inner {
            of_the_file.extend(condition(&attribute));
        } else {
            attributes.push(attribute);
        }
    }
    attributes
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// Whether this is `[route]`, `[route(..)]` or `[route_runtime::route(..)]`.
fn is_named(attribute: &Group, name: &str) -> bool {
    let path = attribute.stream().into_iter().take_while(|token| !matches!(token, TokenTree::Group(_)));
    matches!(path.last(), Some(TokenTree::Ident(last)) if last == name)
}

/// Which of the options that make several routes of one file are among those of the attribute.
fn options(attribute: &Group) -> Vec<&'static str> {
    let options = attribute.stream().into_iter().filter_map(|token| match token {
        TokenTree::Group(options) => Some(options.stream()),
        _ => None,
    });
    let words: Vec<String> = options
        .flatten()
        .filter_map(|token| match token {
            TokenTree::Ident(word) => Some(word.to_string()),
            _ => None,
        })
        .collect();
    [GENERATE_SITEMAPS, GENERATE_IMAGE_METADATA]
        .into_iter()
        .filter(|name| words.iter().any(|word| word == name))
        .collect()
}

/// `feature = "x"` of `[cfg(feature = "x")]`.
fn condition(attribute: &Group) -> Option<String> {
    let mut tokens = attribute.stream().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Ident(cfg)), Some(TokenTree::Group(condition))) if cfg == "cfg" => {
            Some(condition.stream().to_string())
        }
        _ => None,
    }
}

/// While it lives, tokens are made by `proc-macro2` and not by the compiler.
struct OwnLexer;

impl OwnLexer {
    fn take() -> Self {
        fallback::force();
        Self
    }
}

impl Drop for OwnLexer {
    fn drop(&mut self) {
        fallback::unforce();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::cases;
    use proptest::prelude::*;

    fn names(source: &str) -> Vec<String> {
        let declared = Declared::read(source).unwrap();
        declared.handlers.into_iter().map(|handler| handler.name).collect()
    }

    #[test]
    fn handlers_are_found_among_other_items() {
        for (source, expected) in [
            ("", vec![]),
            ("#[route] pub async fn GET() {}", vec!["GET"]),
            ("#[route]\n#[tracing::instrument]\n/// Doc.\npub(crate) async fn GET() {}", vec!["GET"]),
            ("/// Doc.\n#[allow(x)]\n#[route(POST, max_duration = 5)]\nasync fn hook() {}", vec!["hook"]),
            ("#[route_runtime::route] pub fn PUT() {}", vec!["PUT"]),
            ("#[page] pub async fn page() -> Html<String> { x }", vec!["page"]),
            ("#[route] pub mod items { pub async fn GET() {} }", vec!["items"]),
            ("#[router] pub async fn a() {}", vec![]),
            ("#[route] pub struct S;", vec![]),
            ("#[doc = \"#[route] fn x() {}\"] pub async fn a() {}", vec![]),
            ("mod inner { #[route] pub async fn GET() {} }", vec![]),
            ("const X: S = S { a: 1 };\n#[route] pub async fn GET() {}", vec!["GET"]),
            ("use a::{b, c};\nimpl A<{ 1 }> { fn f() {} }\n#[route] pub async fn GET() {}", vec!["GET"]),
            ("macro_rules! m { () => { #[route] fn x() {} } }\n#[route] pub async fn GET() {}", vec!["GET"]),
            ("static F: fn() = f;\n#[route] pub async fn GET() {}\n#[route] pub async fn PUT() {}", vec!["GET", "PUT"]),
            // Inner attributes, whichever, come before the items.
            ("//! Docs.\n#![allow(dead_code)]\n#[route] pub async fn GET() {}", vec!["GET"]),
            ("\u{feff}#[route] pub async fn GET() {}", vec!["GET"]),
            ("#[route] pub async fn GET() { body does not parse }", vec!["GET"]),
            ("#[route] pub async fn GET() -> impl Fn() -> u8 where u8: Copy {}", vec!["GET"]),
            ("#[route] pub unsafe extern \"C\" fn GET() {}", vec!["GET"]),
        ] {
            assert_eq!(names(source), expected, "{source}");
        }
    }

    #[test]
    fn conditions_are_those_of_the_handler_and_of_the_file() {
        let declared = Declared::read(
            "#![cfg(unix)]\n#[cfg(feature = \"a\")]\n#[route]\n#[cfg(not(test))]\npub async fn GET() {}\n#[route] pub async fn PUT() {}",
        );
        let conditions: Vec<_> = declared.unwrap().handlers.into_iter().map(|handler| handler.conditions).collect();
        assert_eq!(conditions, [vec!["unix", "feature = \"a\"", "not (test)"], vec!["unix"]]);
    }

    #[test]
    fn what_is_no_handler_is_told_apart() {
        let declared =
            Declared::read("pub async fn GET() {}\nasync fn helper() {}\nmod x;\nmod y {}\npub mod z;").unwrap();
        assert_eq!(declared.handlers, []);
        assert_eq!(declared.unmarked, ["GET", "helper"]);
        assert_eq!(declared.modules, ["x", "z"]);
    }

    // M12, M15
    #[test]
    fn options_that_make_several_routes_are_seen() {
        for (source, expected) in [
            ("#[route(generate_sitemaps = ids)] pub async fn sitemap() {}", vec!["generate_sitemaps"]),
            (
                "#[route(revalidate = 5, generate_image_metadata = || x)] pub async fn icon() {}",
                vec!["generate_image_metadata"],
            ),
            ("#[route(tags = [generate_sitemaps])] pub async fn sitemap() {}", vec![]),
            ("#[route] #[a(generate_sitemaps)] pub async fn sitemap() {}", vec![]),
        ] {
            assert_eq!(Declared::read(source).unwrap().handlers[0].options, expected, "{source}");
        }
    }

    #[test]
    fn what_is_not_rust_is_left_to_rustc() {
        for source in ["fn a( {", "fn a() { \"never closed }", "fn a() { ' }", "}", "/* never closed", "r#\"x"] {
            assert_eq!(Declared::read(source), None, "{source}");
        }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn any_text_is_read_or_left(source in any::<String>()) {
            Declared::read(&source);
        }

        #[test]
        fn a_handler_is_found_behind_any_tokens(
            before in prop::collection::vec(
                prop::sample::select(vec!["#", "!", "#[a]", "#![a]", "pub", "fn", "mod", "x", "(x)", "[y]", "{}", ";", "<", "'a", "1", "::"]),
                0..12,
            ),
        ) {
            let source = format!("{} ; #[route] pub async fn GET() {{}}", before.join(" "));
            prop_assert_eq!(names(&source).pop(), Some("GET".to_owned()));
        }
    }
}
