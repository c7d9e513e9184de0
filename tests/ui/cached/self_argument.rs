use route_runtime::cached;

struct Db;

impl Db {
    #[cached]
    async fn posts(&self, page: u32) -> Vec<String> {
        vec![page.to_string()]
    }
}

fn main() {
    let _ = Db.posts(1);
}
