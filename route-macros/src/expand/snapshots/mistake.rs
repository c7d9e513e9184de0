// Input:
//
// #[route("/items/[slug")]
// pub async fn GET(slug: String) -> String { slug }

#[allow(non_snake_case)]
pub async fn GET(slug: String) -> String {
    slug
}
#[doc(hidden)]
#[allow(non_camel_case_types, dead_code, unreachable_pub)]
pub type GET = ::route_runtime::__private::Absent;
::core::compile_error! {
    "the bracket of `[slug` is not closed\nhelp: write `/items/[slug]`, or `/items/%5Bslug` for the literal text"
}
