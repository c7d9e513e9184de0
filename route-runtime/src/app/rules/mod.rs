//! stand-in
use http::HeaderMap; use axum::response::{Response,IntoResponse}; use axum::extract::Request; use crate::router::Trie;
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> { pub(crate) path: &'a str, pub(crate) base_path: Option<usize>, pub(crate) query: Option<&'a str>, pub(crate) headers: &'a HeaderMap, pub(crate) host: &'a str }
#[derive(Debug,thiserror::Error)] #[error("x")] pub struct RuleError;
pub struct Redirect; pub struct Rewrite; pub struct HeaderRule; pub struct Condition; #[derive(Default)] pub struct Rewrites;
pub struct Matcher; pub struct MatcherEntry; 
impl Matcher { pub const fn new(_: &'static [MatcherEntry], _: &'static [&'static str]) -> Self { Self } pub(crate) fn compile(&self)->Result<CompiledMatcher,RuleError>{Ok(CompiledMatcher)} }
pub(crate) struct CompiledMatcher; impl CompiledMatcher { pub(crate) fn is_match(&self,_:&Subject<'_>)->bool{true} }
#[derive(Default)] pub(crate) struct HeaderRules; impl HeaderRules{ pub(crate) fn compile(_:Vec<HeaderRule>)->Result<Self,RuleError>{Ok(Self)} pub(crate) fn of(&self,_:&Subject<'_>)->HeaderMap{HeaderMap::new()} pub(crate) fn is_empty(&self)->bool{true} }
pub(crate) struct Redirects; impl Redirects{ pub(crate) fn compile(_:Vec<Redirect>)->Result<Self,RuleError>{Ok(Self)} pub(crate) fn find(&self,_:&Subject<'_>)->Option<Response>{None} pub(crate) fn is_empty(&self)->bool{true}}
use http::uri::PathAndQuery; #[derive(Default)] pub(crate) struct CompiledRewrites{pub(crate) before:RewriteList,pub(crate) after:RewriteList,pub(crate) fallback:RewriteList} impl Rewrites { pub(crate) fn compile(self)->Result<CompiledRewrites,RuleError>{Ok(Default::default())} }
#[derive(Default)] pub(crate) struct RewriteList; impl RewriteList { pub(crate) fn find(&self,_:&Subject<'_>)->Option<PathAndQuery>{None} pub(crate) fn is_empty(&self)->bool{true} }
