//! What a folder is called in Rust.

use std::collections::HashSet;
use unicode_ident::{is_xid_continue, is_xid_start};

/// Keywords that cannot be written with `r#`.
const NEVER_A_MODULE: [&str; 4] = ["self", "Self", "super", "crate"];

/// The names that are taken in a folder's module: its files' modules, and the struct of its parameters.
const TAKEN: [&str; 3] = ["route", "page", "Params"];

/// The names of one folder's modules, no two of them the same.
pub(super) struct ModuleNames {
    taken: HashSet<String>,
}

impl ModuleNames {
    /// `files` have the names of the special files that are there.
    pub(super) fn new(files: impl Iterator<Item = String>) -> Self {
        Self { taken: TAKEN.map(str::to_owned).into_iter().chain(files).collect() }
    }

    /// `slug` for `[slug]`, `shop` for `(shop)`, `rss_xml` for `rss.xml`; with a number if there is one of that name.
    pub(super) fn name(&mut self, folder: &str) -> String {
        let name = identifier(folder);
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !self.taken.contains(name));
        let free = free.unwrap_or(name);
        self.taken.insert(free.clone());
        free
    }
}

/// Literal folders first, so that none of them gives its name to a parameter or a group.
pub(super) fn order(folder: &str) -> (bool, &str) {
    (folder.starts_with(['[', '(', '@']), folder)
}

pub(super) fn identifier(folder: &str) -> String {
    let text = folder.trim_start_matches(['[', '(', '@', '.']).trim_end_matches([']', ')']).replace("%5F", "_");
    let mut name: String =
        text.chars().map(|character| if is_xid_continue(character) { character } else { '_' }).collect();
    if !name.starts_with(|first| first == '_' || is_xid_start(first)) {
        name.insert(0, '_');
    }
    if name == "_" || NEVER_A_MODULE.contains(&name.as_str()) {
        name.push('_');
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::cases;
    use proptest::prelude::*;

    #[test]
    fn a_module_is_named_after_its_folder() {
        for (folder, name) in [
            ("blog", "blog"),
            ("[slug]", "slug"),
            ("[foo-bar]", "foo_bar"),
            ("[...path]", "path"),
            ("[[...path]]", "path"),
            ("(shop)", "shop"),
            ("@modal", "modal"),
            ("rss.xml", "rss_xml"),
            (".well-known", "well_known"),
            ("%5Fnext", "_next"),
            ("2024", "_2024"),
            ("type", "type"),
            ("self", "self_"),
            ("-", "__"),
            ("café", "café"),
            ("route", "route_2"),
            ("Params", "Params_2"),
        ] {
            assert_eq!(ModuleNames::new(std::iter::empty()).name(folder), name, "{folder}");
        }
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let mut folders = ["[slug]", "(slug)", "slug", "foo_bar", "foo-bar"];
        folders.sort_by_key(|folder| order(folder));
        let mut names = ModuleNames::new(std::iter::empty());
        let named = folders.map(|folder| (folder, names.name(folder)));
        let expected = [
            ("foo-bar", "foo_bar"),
            ("foo_bar", "foo_bar_2"),
            ("slug", "slug"),
            ("(slug)", "slug_2"),
            ("[slug]", "slug_3"),
        ];
        assert_eq!(named, expected.map(|(folder, name)| (folder, name.to_owned())));
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn any_folders_have_names_that_differ_and_are_identifiers(folders in prop::collection::vec(any::<String>(), 1..6)) {
            let mut names = ModuleNames::new(std::iter::empty());
            let mut seen = HashSet::new();
            for folder in &folders {
                let name = names.name(folder);
                // A keyword is written with `r#`.
                let spellings = [name.clone(), format!("r#{name}")];
                prop_assert!(spellings.iter().any(|name| syn::parse_str::<syn::Ident>(name).is_ok()), "{}", name);
                prop_assert!(seen.insert(name));
            }
        }
    }
}
