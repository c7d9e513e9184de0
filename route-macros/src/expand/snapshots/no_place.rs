// Input:
//
// #[route]
// pub async fn GET(slug: String) -> String { slug }

#[allow(non_snake_case)]
pub async fn GET(slug: String) -> String {
    slug
}
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, unreachable_pub)]
pub type GET = super::PathOfThisFolder;
