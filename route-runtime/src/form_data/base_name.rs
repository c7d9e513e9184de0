//! The part of a client's file name that may become one of ours.

/// The last component of a name, without control characters and outer whitespace; `None` if nothing usable is left.
///
/// `/`, `\` and `:` separate components, on every system: what is a name on one is a path, a drive or a stream on another. Not usable are
/// nothing, `.`, `..`, and the names that Windows keeps for devices.
pub(super) fn base_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\', ':']).next()?;
    let printable: String = last.chars().filter(|char| !char.is_control()).collect();
    match printable.trim() {
        "" | "." | ".." => None,
        name if is_device(name) => None,
        usable => Some(usable.to_owned()),
    }
}

/// `NUL`, `con.txt`, `LPT1`: whatever its extension, Windows opens a device.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let numbered = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL")
        || numbered.is_some_and(|number| matches!(number, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_base_name_stays_in_its_directory() {
        let cases = [
            ("a.txt", Some("a.txt")),
            (".env", Some(".env")),
            ("...", Some("...")),
            ("a b é.txt", Some("a b é.txt")),
            ("/etc/passwd", Some("passwd")),
            ("../../a", Some("a")),
            (r"..\..\a", Some("a")),
            (r"C:\fake/path\a", Some("a")),
            ("C:evil.txt", Some("evil.txt")),
            ("a.txt:stream", Some("stream")),
            ("a\0b\r\n\t\u{7f}\u{85}c", Some("abc")),
            (" a ", Some("a")),
            ("console.log", Some("console.log")),
            ("com10", Some("com10")),
            ("", None),
            (" ", None),
            ("\0", None),
            (".", None),
            ("..", None),
            (".\0.", None),
            (" .. ", None),
            ("a/", None),
            ("a/..", None),
            (r"a\", None),
            ("C:", None),
            ("NUL", None),
            ("con.txt", None),
            ("uploads/Lpt1.tar.gz", None),
            ("aux .txt", None),
        ];
        for (name, expected) in cases {
            assert_eq!(base_name(name).as_deref(), expected, "{name:?}");
        }
    }

    proptest! {
        #![proptest_config(crate::testing::cases())]

        #[test]
        fn no_name_leaves_the_directory(name: String) {
            if let Some(base) = base_name(&name) {
                let path = std::path::Path::new("/uploads").join(&base);
                prop_assert_eq!(path.parent(), Some(std::path::Path::new("/uploads")));
                prop_assert!(!base.chars().any(char::is_control));
            }
        }
    }
}
