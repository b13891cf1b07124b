//! Bracketed text: the human-readable form, `(01)09506000134352(10)AB-12`.

use super::ai_table::Ai;
use super::element_string::{check_value, look_up};
use super::message::{Element, Message};
use super::{Checks, Gs1Error, associations};

/// Writes elements as bracketed text; an opening bracket inside a value is written `\(`.
pub fn to_bracketed(elements: &[Element]) -> String {
    elements
        .iter()
        .map(|element| format!("({}){}", element.ai, element.value.replace('(', "\\(")))
        .collect()
}

pub(super) fn parse(text: &str, checks: &Checks) -> Result<Message, Gs1Error> {
    let mut elements = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (name, after) = rest
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(')'))
            .ok_or(Gs1Error::Brackets)?;
        let unknown = || Gs1Error::UnknownAi(name.chars().take(8).collect());
        let ai = Ai::new(name).ok_or_else(unknown)?;
        let entry = look_up(ai, checks).ok_or_else(unknown)?;
        let (value, next) = take_value(after);
        check_value(ai, entry, &value, checks)?;
        elements.push(Element { ai, value });
        rest = next;
    }
    if elements.is_empty() {
        return Err(Gs1Error::Empty);
    }
    associations::check(&elements, checks)?;
    Ok(Message { elements })
}

/// The pairs that the brackets alone make, up to the first that encloses no AI: what a person sees on a label, whatever
/// the table says of it.
pub(super) fn split(text: &str) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut rest = text;
    while let Some((name, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        let Some(ai) = Ai::new(name) else { break };
        let (value, next) = take_value(after);
        elements.push(Element { ai, value });
        rest = next;
    }
    elements
}

/// The value up to the next bracket that is not escaped, and the text from that bracket on.
fn take_value(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('(') {
        let Some(escaped) = before.strip_suffix('\\') else {
            value.push_str(before);
            return (value, rest.get(before.len()..).unwrap_or_default());
        };
        value.push_str(escaped);
        value.push('(');
        rest = after;
    }
    value.push_str(rest);
    (value, "")
}
