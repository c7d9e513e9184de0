//! NEXT-SPEC V9, V10, V11, V13: cached functions.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use route_runtime::{
    Life, NextRequest, Result, after, cache_life, cache_tag, cached, cookies, draft_mode, headers, not_found, route,
    routes, spawn, try_cookies, wait_for_after,
};
use route_tests::{Log, call, get};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// How often a body has run.
struct Runs(AtomicU32);

impl Runs {
    const fn new() -> Self {
        Self(AtomicU32::new(0))
    }

    /// One more.
    fn next(&self) -> u32 {
        self.0.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn get(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Post {
    id: u64,
    title: String,
}

static POSTS: Runs = Runs::new();

/// The posts of a page.
#[cached(life = "hours", tags = ["posts"])]
async fn posts(page: u64, filter: Option<String>) -> Result<Vec<Post>> {
    let run = POSTS.next();
    Ok(vec![Post { id: page, title: format!("{filter:?} in run {run}") }])
}

#[tokio::test]
async fn V9_V10_calls_with_the_same_arguments_share_one_value() {
    let first = posts(1, None).await.unwrap();
    assert_eq!(first, [Post { id: 1, title: "None in run 1".to_owned() }]);
    assert_eq!(posts(1, None).await.unwrap(), first);
    assert_eq!(POSTS.get(), 1);
    assert_ne!(posts(2, None).await.unwrap(), first);
    assert_ne!(posts(1, Some("a".to_owned())).await.unwrap(), first);
    assert_eq!(posts(1, Some("a".to_owned())).await.unwrap()[0].title, "Some(\"a\") in run 3");
    assert_eq!(POSTS.get(), 3);
}

#[tokio::test]
async fn V10_a_cached_function_is_an_ordinary_function() {
    static RUNS: Runs = Runs::new();

    #[cached]
    async fn sum(mut a: u32, b: u32) -> u32 {
        RUNS.next();
        a += b;
        if a > 100 {
            return 100;
        }
        a
    }

    #[route("/sum/[a]", scope = cached_functions)]
    async fn GET(a: u32) -> String {
        sum(a, 1).await.to_string()
    }

    let app: Router = routes![GET].into_router();
    assert_eq!(sum(1, 1).await, 2);
    assert_eq!(get(&app, "/sum/1").await.body, "2", "also in a request");
    assert_eq!(tokio::spawn(sum(1, 1)).await.unwrap(), 2);
    assert_eq!(RUNS.get(), 1);
    assert_eq!(sum(99, 99).await, 100);
}

#[tokio::test]
async fn V10_of_a_result_the_error_is_not_kept() {
    static RUNS: Runs = Runs::new();

    type Fallible<T> = std::result::Result<T, String>;

    #[cached]
    async fn second_time(id: u8) -> Fallible<u8> {
        match RUNS.next() {
            1 => Err(format!("{id} is away")),
            _ => Ok(id),
        }
    }

    assert_eq!(second_time(7).await, Err("7 is away".to_owned()));
    assert_eq!(second_time(7).await, Ok(7));
    assert_eq!(second_time(7).await, Ok(7));
    assert_eq!(RUNS.get(), 2);
}

#[tokio::test]
async fn V10_errors_of_any_type_reach_the_caller() {
    #[cached]
    async fn ours(_id: u8) -> Result<u8> {
        Err(not_found())
    }

    #[cached]
    async fn of_anyhow(id: u8) -> anyhow::Result<u8> {
        anyhow::bail!("no {id}")
    }

    #[route("/missing", scope = cached_functions)]
    async fn GET() -> Result<String> {
        Ok(ours(1).await?.to_string())
    }

    let app: Router = routes![GET].into_router();
    assert_eq!(get(&app, "/missing").await.status, 404);
    assert_eq!(of_anyhow(1).await.unwrap_err().to_string(), "no 1");
}

/// A handle that nothing can serialize.
struct Db(u32);

struct User {
    id: u64,
    name: String,
}

#[tokio::test]
async fn V9_with_the_option_key_the_other_arguments_need_not_be_serialized() {
    static RUNS: Runs = Runs::new();

    #[cached(key = (page, user.id))]
    async fn listed(db: Db, page: u32, user: User) -> String {
        RUNS.next();
        format!("{} {page} {}", db.0, user.name)
    }

    #[cached(key = user.name)]
    async fn greeted(user: User) -> String {
        format!("hello {}", user.name)
    }

    let user = |id, name: &str| User { id, name: name.to_owned() };
    assert_eq!(listed(Db(1), 2, user(3, "a")).await, "1 2 a");
    assert_eq!(listed(Db(9), 2, user(3, "b")).await, "1 2 a");
    assert_eq!(listed(Db(9), 2, user(4, "b")).await, "9 2 b");
    assert_eq!(RUNS.get(), 2);
    assert_eq!(greeted(user(1, "c")).await, "hello c");
}

#[tokio::test]
async fn V9_each_type_of_a_generic_function_has_values_of_its_own() {
    #[cached(key = id)]
    async fn parsed<T>(id: u8) -> Option<T>
    where
        T: std::str::FromStr + Serialize + serde::de::DeserializeOwned + Send + 'static,
    {
        id.to_string().parse().ok()
    }

    assert_eq!(parsed::<u64>(7).await, Some(7));
    assert_eq!(parsed::<String>(7).await, Some("7".to_owned()));
    assert_eq!(parsed::<bool>(7).await, None);
}

struct Posts;
struct Pages;

impl Posts {
    #[cached]
    async fn name() -> String {
        "posts".to_owned()
    }

    #[cached]
    async fn made(id: u8) -> Made {
        Made::new(id)
    }
}

impl Pages {
    #[cached]
    async fn name() -> String {
        "pages".to_owned()
    }
}

#[derive(Serialize, Deserialize)]
struct Made(u8);

impl Made {
    fn new(id: u8) -> Self {
        Self(id)
    }

    #[cached]
    async fn of_itself(id: u8) -> Self {
        Self::new(id)
    }
}

#[tokio::test]
async fn V9_functions_of_one_name_have_values_of_their_own() {
    assert_eq!((Posts::name().await, Pages::name().await), ("posts".to_owned(), "pages".to_owned()));
    assert_eq!((Posts::made(3).await.0, Made::of_itself(4).await.0), (3, 4));
    async fn first() -> u8 {
        #[cached]
        async fn inner() -> u8 {
            1
        }
        let first = inner().await;
        {
            #[cached]
            async fn inner() -> u8 {
                2
            }
            first * 10 + inner().await
        }
    }
    assert_eq!(first().await, 12);
}

#[tokio::test]
async fn V9_a_map_makes_the_same_key_in_any_order() {
    static RUNS: Runs = Runs::new();

    #[cached]
    async fn counted(map: HashMap<String, u32>) -> BTreeMap<String, u32> {
        RUNS.next();
        map.into_iter().collect()
    }

    for _ in 0..10 {
        assert_eq!(counted((0..20).map(|i| (i.to_string(), i)).collect()).await.len(), 20);
    }
    assert_eq!(RUNS.get(), 1);
}

#[tokio::test]
async fn V9_an_argument_that_cannot_be_serialized_at_run_time_is_logged_and_nothing_is_kept() {
    struct Broken;

    impl Serialize for Broken {
        fn serialize<S: serde::Serializer>(&self, _: S) -> std::result::Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("a lock is poisoned"))
        }
    }

    static RUNS: Runs = Runs::new();

    #[cached]
    async fn of(_broken: Broken) -> u32 {
        RUNS.next()
    }

    let log = Log::start();
    assert_eq!((of(Broken).await, of(Broken).await), (1, 2));
    let errors = log.errors();
    assert!(errors.len() == 2 && errors[0].contains("a lock is poisoned"), "{errors:?}");
}

#[tokio::test]
async fn V10_a_value_that_cannot_be_read_again_is_returned_and_not_kept() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct OneWay(u32);

    impl Serialize for OneWay {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
            serializer.serialize_str("not a number")
        }
    }

    static RUNS: Runs = Runs::new();

    #[cached]
    async fn one_way() -> OneWay {
        OneWay(RUNS.next())
    }

    let log = Log::start();
    assert_eq!((one_way().await, one_way().await), (OneWay(1), OneWay(2)));
    assert_eq!(log.errors().len(), 2);
}

#[tokio::test]
async fn E1_a_panic_reaches_the_caller_and_the_next_call_runs_again() {
    static RUNS: Runs = Runs::new();

    #[cached]
    async fn panics_once() -> u32 {
        let run = RUNS.next();
        assert!(run > 1, "the first run");
        run
    }

    #[route("/panics", scope = cached_functions)]
    async fn GET() -> String {
        panics_once().await.to_string()
    }

    let app: Router = routes![GET].into_router();
    assert_eq!(get(&app, "/panics").await.text(), (500, ""));
    assert_eq!(get(&app, "/panics").await.text(), (200, "2"));

    #[cached]
    async fn panics() -> u32 {
        panic!("a test of panics")
    }
    let panic = tokio::spawn(panics()).await.unwrap_err().into_panic();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"a test of panics"), "as it was");
}

#[cached]
async fn themed(id: u8) -> String {
    let theme = cookies().get("theme").map(|cookie| cookie.value().to_owned());
    format!("{id} {theme:?}")
}

#[cached]
async fn above(id: u8) -> String {
    themed(id).await
}

#[route("/themed/[id]", scope = cached_functions)]
async fn GET(id: u8) -> String {
    themed(id).await
}

mod nested {
    use super::*;

    #[route("/above/[id]", scope = cached_functions)]
    pub(super) async fn GET(id: u8) -> String {
        above(id).await
    }
}

#[tokio::test]
async fn V9_a_function_that_reads_the_request_makes_the_answer_a_logged_500() {
    let app: Router = routes![GET, nested::GET].into_router();
    for path in ["/themed/1", "/above/2"] {
        for _ in 0..2 {
            let log = Log::start();
            let request = Request::get(path).header("cookie", "theme=dark").body(Body::empty()).unwrap();
            assert_eq!(call(&app, request).await.text(), (500, ""), "{path}");
            let errors = log.errors();
            assert_eq!(errors.len(), 1, "{errors:?}");
            let pattern = path.replace(['1', '2'], "[id]");
            for part in
                ["`cookies()` was called below the cached function", "functions::themed`", &pattern, "functions.rs:"]
            {
                assert!(errors[0].contains(part), "{part} in {errors:?}");
            }
        }
    }
}

#[tokio::test]
async fn V9_outside_of_a_request_it_is_one_logged_error_and_nothing_is_kept() {
    static RUNS: Runs = Runs::new();

    #[cached]
    async fn language() -> u32 {
        assert!(headers().is_empty());
        RUNS.next()
    }

    let log = Log::start();
    assert_eq!(language().await, 1);
    let errors = log.errors();
    assert!(errors.len() == 1 && errors[0].contains("`headers()` was called below the cached function"), "{errors:?}");
    assert_eq!(language().await, 2, "nothing was kept");
}

#[tokio::test]
async fn V9_a_task_of_the_function_does_not_see_the_request_either() {
    #[cached]
    async fn tasks() -> bool {
        spawn(async { try_cookies().is_err() && !draft_mode().is_enabled() && !cookies().has("theme") }).await.unwrap()
    }

    #[route("/tasks", scope = cached_functions)]
    async fn GET() -> String {
        tasks().await.to_string()
    }

    let app: Router = routes![GET].into_router();
    let log = Log::start();
    assert_eq!(get(&app, "/tasks").await.status, 500);
    assert!(log.take().contains("`cookies()` was called below the cached function"));
}

#[tokio::test]
async fn V9_what_a_function_sets_below_it_is_dropped_and_what_it_tries_is_an_error() {
    static RUNS: Runs = Runs::new();

    #[cached]
    async fn tries() -> u32 {
        assert!(try_cookies().is_err());
        RUNS.next()
    }

    #[route("/tries", scope = cached_functions)]
    async fn GET(req: NextRequest) -> String {
        cookies().set("a", "1");
        let run = tries().await;
        format!("{run} {}", req.cookies().get("b").map_or_else(String::new, |cookie| cookie.value().to_owned()))
    }

    let app: Router = routes![GET].into_router();
    let request = || Request::get("/tries").header("cookie", "b=2").body(Body::empty()).unwrap();
    for _ in 0..2 {
        let answer = call(&app, request()).await;
        assert_eq!(answer.text(), (200, "1 2"), "to try is no use");
        assert_eq!(answer.header("set-cookie"), "a=1; Path=/", "the handler's own context is as it was");
    }
}

#[tokio::test]
async fn A1_after_runs_when_the_value_is_made() {
    static RUNS: Runs = Runs::new();

    #[cached]
    async fn with_after() -> u32 {
        after(async {
            RUNS.next();
        });
        RUNS.get()
    }

    assert_eq!(with_after().await, 0, "not before");
    wait_for_after().await;
    assert_eq!(RUNS.get(), 1);
    assert_eq!(with_after().await, 0);
    wait_for_after().await;
    assert_eq!(RUNS.get(), 1, "once a value");
}

static DRAFTS: Runs = Runs::new();

#[cached]
async fn outer(id: u8) -> u32 {
    inner(id).await
}

#[cached]
async fn inner(_id: u8) -> u32 {
    DRAFTS.next()
}

mod drafts {
    use super::*;

    #[route("/drafts/[id]", scope = cached_functions)]
    pub(super) async fn GET(id: u8) -> String {
        outer(id).await.to_string()
    }
}

mod enable {
    use super::*;

    #[route("/enable", scope = cached_functions)]
    pub(super) async fn GET() -> String {
        draft_mode().enable();
        // At once, as `is_enabled` says.
        outer(9).await.to_string()
    }
}

#[tokio::test]
async fn A8_a_client_in_draft_mode_is_given_nothing_of_the_cache_and_leaves_nothing_in_it() {
    let app: Router = routes![drafts::GET, enable::GET].into_router();
    assert_eq!(get(&app, "/drafts/1").await.body, "1");
    let enabled = get(&app, "/enable").await;
    let cookie = enabled.header("set-cookie").split(';').next().unwrap().to_owned();
    assert_eq!(enabled.body, "2");
    let drafted = async || {
        let request = Request::get("/drafts/1").header("cookie", &cookie).body(Body::empty()).unwrap();
        call(&app, request).await.body
    };
    assert_eq!((drafted().await, drafted().await), ("3".to_owned(), "4".to_owned()));
    assert_eq!(get(&app, "/drafts/1").await.body, "1", "for the others it is as it was");
    assert_eq!(get(&app, "/drafts/9").await.body, "5");
    let forged = Request::get("/drafts/1").header("cookie", "__prerender_bypass=guess").body(Body::empty()).unwrap();
    assert_eq!(call(&app, forged).await.body, "1");
}

#[tokio::test]
async fn V10_V11_a_life_is_a_profile_or_one_of_your_own() {
    const MINE: Life = Life::custom(1, 2, 3);
    const MINUTE: u64 = 60;

    #[cached(life = "max")]
    async fn a() -> u8 {
        1
    }
    #[cached(life = Life::Days)]
    async fn b() -> u8 {
        2
    }
    #[cached(life = { stale: 30, revalidate: MINUTE, expire: 5 * MINUTE })]
    async fn c() -> u8 {
        3
    }
    #[cached(life = MINE)]
    async fn d() -> u8 {
        4
    }
    #[cached(life = { revalidate: false })]
    async fn e() -> u8 {
        5
    }
    #[cached(life = { expire: 3600 })]
    async fn f() -> u8 {
        6
    }
    assert_eq!([a().await, b().await, c().await, d().await, e().await, f().await], [1, 2, 3, 4, 5, 6]);
}

#[tokio::test]
async fn V10_cache_tag_and_cache_life_are_for_what_is_cached() {
    let log = Log::start();
    cache_tag("a");
    cache_life(Life::Days);
    let errors = log.errors();
    assert_eq!(errors.len(), 2, "{errors:?}");
    for (error, function) in errors.iter().zip(["`cache_tag`", "`cache_life`"]) {
        assert!(error.contains(function) && error.contains("functions.rs:"), "{error}");
    }
    assert_eq!(cache_life("days"), Ok(()));
    assert!(cache_life("fortnight").unwrap_err().to_string().contains("fortnight"));
}

#[derive(Serialize)]
#[serde(untagged)]
enum Untagged {
    Number(u32),
    Wide(u64),
    Real(f32),
    Letter(char),
    Fields { a: u8 },
    Pair(String, u8),
}

#[tokio::test]
async fn V9_arguments_that_serialize_as_values_of_different_types_have_values_of_their_own() {
    #[cached]
    async fn json(value: serde_json::Value) -> String {
        value.to_string()
    }

    #[cached]
    async fn untagged(value: Untagged) -> String {
        match value {
            Untagged::Number(value) => format!("number {value}"),
            Untagged::Wide(value) => format!("wide {value}"),
            Untagged::Real(value) => format!("real {}", value.to_bits()),
            Untagged::Letter(value) => format!("letter {value}"),
            Untagged::Fields { a } => format!("fields {a}"),
            Untagged::Pair(a, b) => format!("pair {a} {b}"),
        }
    }

    for text in ["-1", "18446744073709551615", r#"{"price":1.0}"#, r#"{"price":4607182418800017408}"#] {
        assert_eq!(json(text.parse().unwrap()).await, text);
    }
    for (value, text) in [
        (Untagged::Number(65), "number 65"),
        (Untagged::Wide(65), "wide 65"),
        (Untagged::Real(f32::from_bits(65)), "real 65"),
        (Untagged::Letter('A'), "letter A"),
        (Untagged::Fields { a: 1 }, "fields 1"),
        (Untagged::Pair("a".to_owned(), 1), "pair a 1"),
    ] {
        assert_eq!(untagged(value).await, text);
    }
}

#[tokio::test]
async fn V10_the_body_sees_no_name_of_what_the_attribute_makes() {
    const FUNCTION: u32 = 7;

    #[cached]
    async fn named() -> u32 {
        FUNCTION
    }

    #[cached]
    async fn arguments(key: u32, codec: u32) -> u32 {
        key + codec
    }

    assert_eq!(named().await, 7);
    assert_eq!(arguments(1, 2).await, 3);
}

#[tokio::test(start_paused = true)]
async fn the_max_duration_of_the_route_ends_a_function_that_does_not() {
    static RUNS: Runs = Runs::new();

    #[cached]
    async fn stuck() -> u32 {
        match RUNS.next() {
            1 => std::future::pending().await,
            run => run,
        }
    }

    #[route(GET "/stuck", max_duration = 5, scope = cached_functions)]
    async fn limited() -> String {
        stuck().await.to_string()
    }

    let app: Router = routes![limited].into_router();
    assert_eq!(get(&app, "/stuck").await.status, 504);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(get(&app, "/stuck").await.text(), (200, "2"), "the first run was dropped");
}

#[tokio::test(start_paused = true)]
async fn who_waits_for_a_function_that_takes_too_long_runs_it_itself() {
    static RUNS: Runs = Runs::new();

    #[cached]
    async fn stuck() -> u32 {
        match RUNS.next() {
            1 => std::future::pending().await,
            run => run,
        }
    }

    #[route(GET "/stuck-for-one", max_duration = 5, scope = cached_functions)]
    async fn limited() -> String {
        stuck().await.to_string()
    }

    let app: Router = routes![limited].into_router();
    let first = tokio::spawn(async move { get(&app, "/stuck-for-one").await.status });
    tokio::task::yield_now().await;
    assert_eq!(stuck().await, 2);
    assert_eq!(first.await.unwrap(), 504);
}

macro_rules! both {
    ($a:expr, $b:expr) => {{
        let a = {
            #[cached]
            async fn same() -> u32 {
                $a
            }
            same().await
        };
        let b = {
            #[cached]
            async fn same() -> u32 {
                $b
            }
            same().await
        };
        (a, b)
    }};
}

#[tokio::test]
async fn V9_functions_of_one_name_that_a_macro_makes_have_values_of_their_own() {
    assert_eq!(both!(1, 2), (1, 2));
}
