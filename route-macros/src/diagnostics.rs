//! Every mistake of one attribute, in one run.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// One mistake: what is wrong, what to write, and the rule.
pub(crate) struct Diagnostic {
    place: Place,
    text: String,
}

/// What is underlined.
enum Place {
    Span(Span),
    /// From the first token to the last, which no single span holds on a stable compiler.
    Tokens(TokenStream),
}

impl Diagnostic {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { place: Place::Span(span), text: message.into() }
    }

    pub(crate) fn over(tokens: impl ToTokens, message: impl Into<String>) -> Self {
        Self { place: Place::Tokens(tokens.into_token_stream()), text: message.into() }
    }

    pub(crate) fn help(mut self, help: impl AsRef<str>) -> Self {
        self.text.push_str("\nhelp: ");
        self.text.push_str(help.as_ref());
        self
    }

    pub(crate) fn note(mut self, note: impl AsRef<str>) -> Self {
        self.text.push_str("\nnote: ");
        self.text.push_str(note.as_ref());
        self
    }
}

/// A mistake in syn's words.
impl From<syn::Error> for Diagnostic {
    fn from(error: syn::Error) -> Self {
        Self::new(error.span(), error.to_string())
    }
}

/// What has been found wrong so far. It ends as tokens beside the user's item, so nothing can be forgotten.
#[derive(Default)]
pub(crate) struct Diagnostics {
    errors: Option<syn::Error>,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, mistake: Diagnostic) {
        self.push_syntax(match mistake.place {
            Place::Span(span) => syn::Error::new(span, mistake.text),
            Place::Tokens(tokens) => syn::Error::new_spanned(tokens, mistake.text),
        });
    }

    /// A mistake in syn's words.
    pub(crate) fn push_syntax(&mut self, error: syn::Error) {
        match &mut self.errors {
            Some(errors) => errors.combine(error),
            None => self.errors = Some(error),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_none()
    }

    pub(crate) fn into_tokens(self) -> TokenStream {
        self.errors.map(|errors| errors.into_compile_error()).unwrap_or_default()
    }
}
