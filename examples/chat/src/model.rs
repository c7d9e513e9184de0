//! What stands in for a language model.

use crate::stats::Stats;
use async_stream::stream;
use futures_util::Stream;
use std::time::Duration;

/// No language model: a few sentences, sent word by word at a model's pace.
///
/// To make it real, call one in [`answer`](Self::answer) and yield its tokens. A clone counts its answers with the others.
#[derive(Clone)]
pub struct Model {
    pace: Duration,
    stats: Stats,
}

impl Model {
    /// A model that takes this long from one token to the next.
    pub fn new(pace: Duration) -> Self {
        Self { pace, stats: Stats::default() }
    }

    /// The tokens of the answer, made while they are read. It depends on the question by the number of its words.
    pub fn answer(&self, question: &str) -> impl Stream<Item = String> + Send + use<> {
        let answer = answer_text(question.split_whitespace().count());
        let pace = self.pace;
        // Counted from here on: an answer of which nothing is read is one that was given up, too.
        let mut generation = self.stats.begin();
        // As `async function*` in JavaScript; dropped at any of its `await`s it does not get to the last line.
        stream! {
            for token in answer.split_inclusive(' ') {
                generation.token();
                yield token.to_owned();
                tokio::time::sleep(pace).await;
            }
            generation.finish();
        }
    }

    pub(crate) fn stats(&self) -> &Stats {
        &self.stats
    }
}

fn answer_text(words: usize) -> String {
    let message = match words {
        1 => "Your one word is".to_owned(),
        _ => format!("Your {words} words are"),
    };
    format!(
        "{message} here, and I understand nothing. I am not a language model, only a few sentences in a Rust \
         program – naïve, but quick to install. What is real is the way from me to you: each word is sent as soon as it \
         is there, and shown as soon as it arrives. Stop me, or close the page, and I am dropped in the middle of a \
         sentence, so that nobody pays for words that nobody reads.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::StreamExt;

    #[tokio::test]
    async fn an_answer_is_its_tokens_and_the_same_for_the_same_question() {
        let model = Model::new(Duration::ZERO);
        let tokens: Vec<String> = model.answer("Are you there?").collect().await;
        assert!(tokens.len() > 50, "{tokens:?}");
        assert_eq!(tokens[..3], ["Your ", "3 ", "words "]);
        assert_eq!(tokens.concat(), answer_text(3));
        assert_eq!(model.answer("Who are you?").collect::<Vec<_>>().await, tokens);
    }
}
