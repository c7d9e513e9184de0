//! Files that answer one URL.

use super::Mistake;
use crate::handler::Kind;
use crate::path::{RoutePath, Segment};
use std::collections::BTreeMap;

/// A file, and the path that it answers.
#[derive(Debug)]
pub(super) struct Claim {
    pub(super) path: RoutePath,
    pub(super) claimant: Claimant,
    /// For messages: `src/app/items/route.rs`.
    pub(super) file: String,
}

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Claimant {
    Ours(Kind),
    /// `sitemap.rs`, `icon.png`
    OurSpecial,
    Next(Kind),
    /// `robots.ts`, `icon.tsx`
    NextSpecial,
}

impl Claimant {
    fn is_ours(self) -> bool {
        matches!(self, Self::Ours(_) | Self::OurSpecial)
    }

    fn is_page(self) -> bool {
        matches!(self, Self::Ours(Kind::Page) | Self::Next(Kind::Page))
    }
}

/// The mistakes of files that answer the same requests, whatever they call the parameters. Two of Next's own are Next's to refuse.
pub(super) fn conflicts(claims: Vec<Claim>) -> Vec<Mistake> {
    let mut by_shape = BTreeMap::<String, Vec<Claim>>::new();
    for claim in claims {
        by_shape.entry(shape(&claim.path)).or_default().push(claim);
    }
    by_shape.into_values().flat_map(|claims| conflicts_of_one_path(&claims)).collect()
}

fn conflicts_of_one_path(claims: &[Claim]) -> Vec<Mistake> {
    let (ours, next): (Vec<_>, Vec<_>) = claims.iter().partition(|claim| claim.claimant.is_ours());
    let Some((first, others)) = ours.split_first() else { return Vec::new() };
    others.iter().chain(&next).map(|other| conflict(first, other)).collect()
}

fn conflict(first: &Claim, second: &Claim) -> Mistake {
    let mistake = Mistake::new(format!("`{}` and `{}` both answer `{}`", first.file, second.file, first.path));
    match (first.claimant.is_page(), second.claimant.is_page()) {
        _ if second.claimant == Claimant::NextSpecial => {
            mistake.help("keep one of them").note("Next.js serves the file at this path")
        }
        _ if [first, second].iter().any(|claim| claim.claimant == Claimant::OurSpecial) => {
            mistake.help("keep one of them").note("a special file is served under its own name")
        }
        (true, true) => mistake.help("keep one of them, or move one to another folder").note(GROUPS_ARE_NOT_IN_URLS),
        (false, false) => {
            mistake.help("keep one of them, with the handlers of both").note("one file has all methods of a path")
        }
        _ => mistake
            .help("keep one of them, or move the route to a folder of its own, such as `api`")
            .note("a page takes over all methods of its path"),
    }
}

const GROUPS_ARE_NOT_IN_URLS: &str = "groups and slots are no part of a path";

/// Two paths of one shape match the same requests.
fn shape(path: &RoutePath) -> String {
    let mut shape = String::new();
    for segment in path.segments() {
        shape.push('/');
        match segment {
            // No literal's spelling has a bracket.
            Segment::Static(literal) => shape.push_str(&literal.encoded().replace('[', "%5B")),
            Segment::Dynamic(_) => shape.push_str("[]"),
            Segment::CatchAll(_) => shape.push_str("[...]"),
            Segment::OptionalCatchAll(_) => shape.push_str("[[...]]"),
        }
    }
    shape
}

#[cfg(test)]
#[expect(non_snake_case, reason = "tests carry the ids of the rows they prove")]
mod tests {
    use super::*;

    const ROUTE: Claimant = Claimant::Ours(Kind::Route);
    const PAGE: Claimant = Claimant::Ours(Kind::Page);
    const NEXT_ROUTE: Claimant = Claimant::Next(Kind::Route);
    const NEXT_PAGE: Claimant = Claimant::Next(Kind::Page);

    /// Each file is called by its number.
    fn messages(claims: &[(&str, Claimant)]) -> Vec<String> {
        let claims = claims.iter().enumerate().map(|(number, &(path, claimant))| Claim {
            path: RoutePath::parse(path).unwrap(),
            claimant,
            file: number.to_string(),
        });
        conflicts(claims.collect()).into_iter().map(|mistake| mistake.message).collect()
    }

    #[test]
    fn X1_X2_X4_X5_two_files_for_one_path() {
        for (first, second, path) in [
            (("/x", ROUTE), ("/x", PAGE), "/x"),
            (("/x", ROUTE), ("/x", NEXT_PAGE), "/x"),
            (("/x", ROUTE), ("/x", NEXT_ROUTE), "/x"),
            (("/x", PAGE), ("/x", NEXT_PAGE), "/x"),
            (("/x", PAGE), ("/x", NEXT_ROUTE), "/x"),
            (("/(a)/x", PAGE), ("/(b)/x", ROUTE), "/x"),
            (("/(a)/x", ROUTE), ("/(b)/x", ROUTE), "/x"),
            (("/(a)/x", PAGE), ("/(b)/x", PAGE), "/x"),
            (("/", PAGE), ("/(a)", NEXT_PAGE), "/"),
            (("/[id]", ROUTE), ("/[slug]", ROUTE), "/[id]"),
            (("/[...a]", ROUTE), ("/[...b]", NEXT_PAGE), "/[...a]"),
            (("/caf%C3%A9", ROUTE), ("/café", NEXT_PAGE), "/café"),
            (("/robots.txt", ROUTE), ("/robots.txt", Claimant::NextSpecial), "/robots.txt"),
            (("/robots.txt", ROUTE), ("/robots.txt", Claimant::OurSpecial), "/robots.txt"),
            (("/robots.txt", Claimant::OurSpecial), ("/robots.txt", Claimant::OurSpecial), "/robots.txt"),
            (("/robots.txt", Claimant::OurSpecial), ("/robots.txt", Claimant::NextSpecial), "/robots.txt"),
        ] {
            assert_eq!(
                messages(&[first, second]),
                [format!("`0` and `1` both answer `{path}`")],
                "{first:?} {second:?}"
            );
        }
    }

    #[test]
    fn our_file_is_named_first_and_each_other_once() {
        let claims = [("/x", NEXT_PAGE), ("/x", ROUTE), ("/x", NEXT_ROUTE), ("/x", PAGE)];
        assert_eq!(
            messages(&claims),
            ["`1` and `3` both answer `/x`", "`1` and `0` both answer `/x`", "`1` and `2` both answer `/x`"]
        );
    }

    #[test]
    fn X3_X6_files_for_different_paths() {
        for claims in [
            [("/", PAGE), ("/api", ROUTE)],
            [("/[user]", PAGE), ("/api", ROUTE)],
            [("/[id]", ROUTE), ("/[...id]", ROUTE)],
            [("/[...id]", ROUTE), ("/[[...id]]", NEXT_PAGE)],
            [("/items", ROUTE), ("/Items", ROUTE)],
            [("/%5B%5D", ROUTE), ("/[id]", ROUTE)],
            [("/robots.txt", ROUTE), ("/sitemap.xml", Claimant::NextSpecial)],
            [("/x", NEXT_PAGE), ("/x", NEXT_ROUTE)],
        ] {
            assert_eq!(messages(&claims), [""; 0], "{claims:?}");
        }
    }
}
