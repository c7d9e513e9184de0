//! `generate_static_params`: what lists the parameters of a `GET` before anybody asks (NEXT-SPEC G9).

use crate::arguments::static_arguments;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::handler::check_signature;
use crate::item::Function;
use crate::options::{ungrouped, wrong};
use crate::shown::shown;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::{Expr, ExprClosure, Pat, PatType, Path, ReturnType, Type};

/// The name of the function in a module, and of the option elsewhere.
pub(crate) const NAME: &str = "generate_static_params";

/// What lists the parameters.
pub(crate) struct StaticParams {
    /// What is called.
    pub(crate) callee: TokenStream,
    pub(crate) arguments: Vec<Type>,
    /// Where a mistake about the list belongs: from the first token to the last.
    pub(crate) output: (Span, Span),
    pub(crate) items: Items,
    /// What a mistake about the whole underlines: the function's name, or the option.
    pub(crate) written: TokenStream,
}

/// What the list holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Items {
    /// The `Params` of a module.
    Params,
    /// The arguments of `GET::url(..)`: one, or a tuple of several.
    Values,
}

/// The value of the option: `generate_static_params = all_slugs`, or a closure where the function has arguments.
#[derive(Clone)]
pub(crate) enum Lister {
    Function(Path),
    Closure(ExprClosure),
}

impl Lister {
    /// Reads the value of the option of this name.
    pub(crate) fn parse(name: &str, value: &Expr) -> Result<Self, Diagnostic> {
        match ungrouped(value) {
            Expr::Path(path) if path.qself.is_none() => Ok(Self::Function(path.path.clone())),
            Expr::Closure(closure) => match closure.inputs.iter().find(|input| !matches!(input, Pat::Type(_))) {
                None => Ok(Self::Closure(closure.clone())),
                Some(untyped) => Err(Diagnostic::over(untyped, format!("an argument of `{name}` needs its type"))
                    .help(format!("write it as in `|{}: State<Db>|`", shown(untyped)))),
            },
            Expr::Call(call) => Err(Diagnostic::over(value, format!("`{name}` must be the path of a function"))
                .help(format!("write `{name} = {}`, without calling it", shown(&call.func)))
                .note(format!(
                    "to give it arguments, write a closure: `{name} = |State(db): State<Db>| {}(db)`",
                    shown(&call.func)
                ))),
            _ => Err(wrong(
                value,
                &format!("`{name}` must be the path of a function, or a closure"),
                &format!("{name} = {}", if name == NAME { "all_slugs" } else { "ids" }),
            )),
        }
    }

    /// What is called, and the arguments that it takes, each with a type.
    pub(crate) fn call(&self) -> (TokenStream, Vec<PatType>) {
        match self {
            Self::Function(path) => (path.to_token_stream(), Vec::new()),
            Self::Closure(closure) => {
                let inputs = closure.inputs.iter().filter_map(|input| match input {
                    Pat::Type(input) => Some(input.clone()),
                    _ => None,
                });
                (quote!((#closure)), inputs.collect())
            }
        }
    }

    pub(crate) fn lower(&self, written: TokenStream, diagnostics: &mut Diagnostics) -> StaticParams {
        let (callee, inputs) = self.call();
        let arguments = static_arguments(inputs.iter(), diagnostics);
        let (first, last) = ends(&callee);
        StaticParams { callee, arguments, output: (first, last), items: Items::Values, written }
    }
}

impl StaticParams {
    /// The function of a module.
    pub(crate) fn of_function(function: &Function, diagnostics: &mut Diagnostics) -> Self {
        check_signature("the function", function, diagnostics);
        if let Some(cfg) = function.cfgs().next() {
            diagnostics.push(
                Diagnostic::over(cfg, format!("`{NAME}` cannot be configured away"))
                    .help("configure what it lists, in its body: an empty list stands for none"),
            );
        }
        if let ReturnType::Default = function.sig.output {
            diagnostics.push(
                Diagnostic::new(function.sig.ident.span(), format!("`{NAME}` must return the list of parameters"))
                    .help("write `-> Vec<Params>`"),
            );
        }
        let mut inputs = Vec::new();
        for input in &function.sig.inputs {
            match input {
                syn::FnArg::Typed(input) => inputs.push(input),
                syn::FnArg::Receiver(receiver) => diagnostics.push(
                    Diagnostic::new(receiver.span(), format!("`{NAME}` is a free function and has no `self`"))
                        .help("take what it needs as `State<T>`"),
                ),
            }
        }
        Self {
            callee: function.sig.ident.to_token_stream(),
            arguments: static_arguments(inputs.into_iter(), diagnostics),
            output: function.output(),
            items: Items::Params,
            written: function.sig.ident.to_token_stream(),
        }
    }
}

/// The spans of the first token and of the last.
fn ends(tokens: &TokenStream) -> (Span, Span) {
    let last = tokens.clone().into_iter().last();
    (tokens.span(), last.map_or_else(Span::call_site, |last| last.span()))
}
