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
/// A name that is not declared does not compile:
///
/// ```compile_fail
/// # use route_runtime::{cache_tags, cached};
/// cache_tags! { Posts }
///
/// #[cached(tags = [Post])]
/// async fn posts() -> Vec<String> { Vec::new() }
/// ```
#[doc(alias = "cacheTag")]
#[macro_export]
macro_rules! cache_tags {
    ($($tags:tt)*) => { $crate::__private::cache_tags!{ $crate; $($tags)* } };
}
