use route_runtime::cached;

pub struct Db;

#[cached]
async fn posts(db: Db, page: u32) -> Vec<String> {
    let _ = db;
    vec![page.to_string()]
}

fn main() {
    let _ = posts(Db, 1);
}
