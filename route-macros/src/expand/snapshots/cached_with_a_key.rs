// Input:
//
// #[cached(life = "hours", key = (page, user.id))]
// async fn listed<T: Source>(db: Db<T>, page: u32, user: User) -> Vec<T> { db.listed(page, user).await }

async fn listed<T: Source>(db: Db<T>, page: u32, user: User) -> Vec<T> {
    #[allow(unused_mut)]
    let mut key = ::route_runtime::__private::FunctionKey::new(
        {
            static __CACHED_FUNCTION: ::route_runtime::__private::CachedFunction = ::route_runtime::__private::CachedFunction::new(
                ::core::line!(),
                ::core::column!(),
                1333510880665434604u64,
                ::core::option::Option::Some(::route_runtime::__private::Life::Hours),
            );
            &__CACHED_FUNCTION
        },
        || (),
    );
    key.add(&page);
    key.add(&user.id);
    let codec = {
        #[allow(unused_imports)]
        use ::route_runtime::__private::PlainOutput as _;
        ::route_runtime::__private::Output::<Vec<T>>::new().codec()
    };
    ::route_runtime::__private::call(
            key,
            codec,
            async move || -> Vec<T> {
                #[allow(unused_braces)] { db.listed(page, user).await }
            },
        )
        .await
}
