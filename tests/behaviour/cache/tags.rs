//! NEXT-SPEC V2, V8: tags that the compiler knows.

use route_runtime::{StaticTag, Tag, cache_tag, cache_tags, cached};

mod shop {
    use route_runtime::cache_tags;

    cache_tags! {
        /// All items.
        pub Items,
        /// One item, in a language.
        #[cfg(all())]
        pub Item(u64, &str),
        #[cfg(any())]
        pub Gone,
        pub(crate) r#Type(char)
    }
}

cache_tags! {}
cache_tags! { Posts, Post(u64), }

#[test]
fn V2_a_tag_is_a_constant_or_a_function() {
    const POSTS: StaticTag = Posts;
    assert_eq!(Tag::from(POSTS).as_str(), "Posts");
    assert_eq!(Tag::from(shop::Items), Tag::from("Items"));
    assert_eq!(Post(7), Tag::from("Post(7)"));
    assert_eq!(shop::Type('x').as_str(), "Type(x)");
}

#[test]
fn V2_different_parameters_make_different_tags() {
    assert_eq!(shop::Item(1, "de").as_str(), "Item(1,de)");
    assert_ne!(shop::Item(1, "a,b"), shop::Item(1, "a%2Cb"));
    assert_ne!(shop::Item(1, ")"), shop::Item(1, ""));
    let long = "x".repeat(1000);
    assert!(shop::Item(1, &long).as_str().len() <= Tag::MAX_LEN);
    assert_ne!(shop::Item(1, &long), shop::Item(2, &long));
}

#[tokio::test]
async fn V10_a_declared_tag_is_taken_wherever_a_string_is() {
    #[cached(tags = ["all", Posts, Post(id), shop::Item(id, &language), format!("in-{language}")])]
    async fn post(id: u64, language: String) -> String {
        cache_tag(shop::Items);
        cache_tag(Post(id + 1));
        format!("{id} {language}")
    }

    assert_eq!(post(1, "de".to_owned()).await, "1 de");
}
