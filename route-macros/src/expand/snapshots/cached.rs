// Input:
//
// #[cached(life = { revalidate: 60, expire: 300 }, tags = ["posts", Post(id)])]
// pub async fn post(id: u64, mut language: String) -> Result<Post> { load(id, language).await }

pub async fn post(id: u64, mut language: String) -> Result<Post> {
    #[allow(unused_mut)]
    let mut key = ::route_runtime::__private::FunctionKey::new(
        {
            static __CACHED_FUNCTION: ::route_runtime::__private::CachedFunction = ::route_runtime::__private::CachedFunction::new(
                ::core::line!(),
                ::core::column!(),
                3063306798016782822u64,
                ::core::option::Option::Some(
                    ::route_runtime::__private::custom_life(
                        ::core::option::Option::None,
                        ::core::option::Option::Some(::core::option::Option::Some(60)),
                        ::core::option::Option::Some(300),
                    ),
                ),
            );
            &__CACHED_FUNCTION
        },
        || (),
    );
    key.add::<u64>(&id);
    key.add::<String>(&language);
    let codec = {
        #[allow(unused_imports)]
        use ::route_runtime::__private::PlainOutput as _;
        ::route_runtime::__private::Output::<Result<Post>>::new().codec()
    };
    ::route_runtime::__private::call(
            key,
            codec,
            async move || -> Result<Post> {
                ::route_runtime::__private::tag("posts");
                ::route_runtime::__private::tag(Post(id));
                #[allow(unused_braces)] { load(id, language).await }
            },
        )
        .await
}
