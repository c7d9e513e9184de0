//! Tokens as text, for messages and for data that people read.

use quote::ToTokens;

/// The tokens as somebody writes them: `tags::Posts`, `HashMap<String, u8>`.
pub(crate) fn shown(tokens: impl ToTokens) -> String {
    let spaced = tokens.to_token_stream().to_string();
    let is_word = |character: char| character == '_' || character.is_alphanumeric();
    let mut shown = String::with_capacity(spaced.len());
    for piece in spaced.split_whitespace() {
        let follows_a_word = shown.ends_with(is_word) && piece.starts_with(|first| is_word(first) || first == '\'');
        if follows_a_word || shown.ends_with(',') {
            shown.push(' ');
        }
        shown.push_str(piece);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::shown;
    use proc_macro2::TokenStream;

    #[test]
    fn tokens_are_shown_as_somebody_writes_them() {
        for text in
            ["tags::Posts", "HashMap<String, u8>", "Option<Vec<String>>", "&'a str", "dyn Fn(u8) -> u8", "[u8;4]"]
        {
            let tokens: TokenStream = text.parse().unwrap();
            assert_eq!(shown(tokens), text.replace(" -> ", "->"));
        }
    }
}
