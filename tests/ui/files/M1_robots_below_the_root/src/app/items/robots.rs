pub async fn robots() {}
