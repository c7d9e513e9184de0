/// Declares tags, so that the compiler knows them: a name that is misspelt is an error, where a string would invalidate nothing in silence.
///
/// A tag is a name, or a name with the types of its parameters, which are anything that implements `Display`. The first is a constant,
/// the second a function that returns a [`Tag`](crate::Tag); both are taken wherever a tag is.
///
/// ```
/// use route_runtime::{Tag, cache_tag, cache_tags, cached};
///
/// cache_tags! {
///     /// All posts.
///     pub Posts,
///     /// One post, by its number.
///     pub Post(u64),
///     Comment(u64, &str),
/// }
///
/// #[cached(tags = [Posts, Post(id)])]
/// async fn post(id: u64) -> String {
///     cache_tag(Comment(id, "first"));
///     format!("post {id}")
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// assert_eq!(Tag::from(Posts).as_str(), "Posts");
/// assert_eq!(Post(7).as_str(), "Post(7)");
/// # assert_eq!(post(1).await, "post 1");
/// # }
/// ```
///
/// # Grammar
///
/// ```text
/// cache_tags! { [[docs] [pub] Name [( Type [, Type]* )] [,]]* }
/// ```
///
/// The macro has no options. It stands where items stand, in a module or in a function, and the visibility is that of an item.
///
/// # Parameters
///
/// Different parameters make different tags, whatever is in them: `Comment(1, "a,b")` is written `Comment(1,a%2Cb)`. A string of that
/// text is the same tag, and so is one of that name that is declared in another module: tags of one cache have one space of names.
///
/// ```
/// # use route_runtime::cache_tags;
/// # cache_tags! { Comment(u64, &str) }
/// assert_eq!(Comment(1, "a,b").as_str(), "Comment(1,a%2Cb)");
/// assert_ne!(Comment(1, "a,b"), Comment(1, "a%2Cb"));
/// ```
///
/// Where that text would have more than 256 bytes, a hash of it stands in its place.
///
/// # What comes out
///
/// For `pub Posts` and `Comment(u64, &str)`:
///
/// ```text
/// pub const Posts: StaticTag = StaticTag::new("Posts");
///
/// #[must_use]
/// fn Comment(a0: u64, a1: &str) -> Tag { .. }
/// ```
///
/// The name of a tag is not its path: `Posts` of two modules is one tag.
///
/// # What is refused
///
/// A name that is declared twice (E0428), one with empty parentheses, and a call with other parameters than those that are declared. A name
/// that is not declared does not compile:
///
/// ```compile_fail
/// # use route_runtime::{cache_tags, cached};
/// cache_tags! { Posts }
///
/// #[cached(tags = [Post])]
/// async fn posts() -> Vec<String> { Vec::new() }
/// ```
///
/// # Differences from Next.js
///
/// There, a tag is a string in each place that uses it. Here it can be one too, and what is declared is the same tag as the string of its text.
#[doc(alias = "cacheTag")]
#[macro_export]
macro_rules! cache_tags {
    ($($tags:tt)*) => { $crate::__private::cache_tags!{ $crate; $($tags)* } };
}
