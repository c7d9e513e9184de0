// Input:
//
// cache_tags! { /// All posts.
// pub Posts, Post(u64, &str) }

/// All posts.
#[allow(non_upper_case_globals)]
pub const Posts: ::route_runtime::__private::StaticTag = ::route_runtime::__private::StaticTag::new(
    "Posts",
);
#[allow(non_snake_case)]
#[must_use]
fn Post(a0: u64, a1: &str) -> ::route_runtime::__private::Tag {
    ::route_runtime::__private::Tag::with_parameters("Post", &[&a0, &a1])
}
