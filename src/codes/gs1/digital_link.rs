//! GS1 Digital Link URIs: a web address that carries AIs in its path and query.
//!
//! Source: GS1 Digital Link Standard, URI Syntax, with the checks of the GS1 Barcode Syntax Engine.

use super::ai_table::{Ai, AiEntry, find, predefined_length};
use super::element_string::{check_value, look_up};
use super::message::{Element, Message};
use super::{Checks, Gs1Error, associations};

/// Why a URI is no GS1 Digital Link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Not `http://` or `https://`, in lower or upper case.
    #[error("a Digital Link begins with http:// or https://")]
    Scheme,
    /// A character no URI holds.
    #[error("the address holds a character that addresses cannot have")]
    Character,
    /// No domain name, or none that can be one.
    #[error("the address has no valid domain")]
    Domain,
    /// No pair of a primary key and its value in the path.
    #[error("the address has no GS1 key in its path")]
    NoKey,
    /// A key without a value.
    #[error("({0}) has no value in the address")]
    EmptyValue(Ai),
    /// The AIs in the path are not the key and its qualifiers in their order.
    #[error("the qualifiers in the path do not belong to ({0}), or are out of order")]
    Qualifiers(Ai),
    /// An AI in the query that is not allocated.
    #[error("({0}) in the query is not an application identifier")]
    UnknownAttribute(String),
    /// An AI that may not be in the query.
    #[error("({0}) must not be in the query")]
    NotAnAttribute(Ai),
    /// An AI in the query that belongs in the path.
    #[error("({0}) belongs in the path")]
    BelongsInPath(Ai),
    /// One AI twice.
    #[error("({0}) occurs twice")]
    Twice(Ai),
}

/// Words that stood for AIs in early Digital Links.
const CONVENIENCE_WORDS: [(&str, &str); 22] = [
    ("cpid", "8010"),
    ("cpsn", "8011"),
    ("cpv", "22"),
    ("gcn", "255"),
    ("gdti", "253"),
    ("giai", "8004"),
    ("ginc", "401"),
    ("gln", "414"),
    ("glnx", "254"),
    ("gmn", "8013"),
    ("grai", "8003"),
    ("gsin", "402"),
    ("gsrn", "8018"),
    ("gsrnp", "8017"),
    ("gtin", "01"),
    ("itip", "8006"),
    ("lot", "10"),
    ("party", "417"),
    ("refno", "8020"),
    ("ser", "21"),
    ("srin", "8019"),
    ("sscc", "00"),
];

/// Whether a text begins with a scheme a Digital Link can have.
pub fn has_scheme(text: &str) -> bool {
    strip_scheme(text).is_some()
}

/// Writes a Digital Link: the first key among the elements and its qualifiers in the path, the others in the query,
/// those of predefined length first. `stem` is the address before it, such as `https://example.com`.
///
/// # Errors
/// [`LinkError`] when no element is a key, or when one can stand in neither path nor query.
pub fn compose(elements: &[Element], stem: &str) -> Result<String, LinkError> {
    let keyed = elements
        .iter()
        .find_map(|element| Some((element, find(element.ai)?.link_key()?)));
    let (key, qualifiers) = keyed.ok_or(LinkError::NoKey)?;
    let of = |ai: &str| elements.iter().find(|element| element.ai == ai);
    let path = qualifiers
        .split('|')
        .map(|sequence| sequence.split(',').filter_map(of).collect::<Vec<_>>())
        .reduce(|best, next| if next.len() > best.len() { next } else { best })
        .unwrap_or_default();
    let in_path = |element: &Element| element.ai == key.ai || path.iter().any(|other| other.ai == element.ai);
    let mut uri = stem.trim_end_matches('/').to_owned();
    for element in std::iter::once(key).chain(path.iter().copied()) {
        uri.push_str(&format!("/{}/{}", element.ai, escape_path(&element.value)));
    }
    let mut attributes: Vec<&Element> = Vec::new();
    for element in elements.iter().filter(|element| !in_path(element)) {
        if !find(element.ai).is_some_and(AiEntry::is_link_attribute) {
            return Err(LinkError::NotAnAttribute(element.ai));
        }
        if !attributes.iter().any(|other| other.ai == element.ai) {
            attributes.push(element);
        }
    }
    attributes.sort_by_key(|element| predefined_length(element.ai.as_str()).is_none());
    for (at, element) in attributes.iter().enumerate() {
        let lead = if at == 0 { '?' } else { '&' };
        uri.push_str(&format!("{lead}{}={}", element.ai, escape_query(&element.value)));
    }
    Ok(uri)
}

pub(super) fn parse(uri: &str, checks: &Checks) -> Result<Message, Gs1Error> {
    if !uri.bytes().all(is_uri_character) {
        return Err(LinkError::Character.into());
    }
    let rest = strip_scheme(uri).ok_or(LinkError::Scheme)?;
    let (domain, rest) = rest.split_once('/').ok_or(LinkError::Domain)?;
    if domain.is_empty() || !domain.bytes().all(is_domain_character) {
        return Err(LinkError::Domain.into());
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));

    let mut elements = read_path(path, checks)?;
    let sequence: Vec<Ai> = elements.iter().map(|element| element.ai).collect();
    let key = sequence.first().copied().ok_or(LinkError::NoKey)?;
    if !is_key_sequence(&sequence) {
        return Err(LinkError::Qualifiers(key).into());
    }
    for element in read_query(query, checks)? {
        check_attribute(element.ai, &sequence)?;
        elements.push(element);
    }
    for (at, element) in elements.iter().enumerate() {
        if elements.iter().take(at).any(|before| before.ai == element.ai) {
            return Err(LinkError::Twice(element.ai).into());
        }
    }
    associations::check(&elements, checks)?;
    Ok(Message { elements })
}

/// The pairs from the rightmost primary key on.
fn read_path(path: &str, checks: &Checks) -> Result<Vec<Element>, Gs1Error> {
    let mut found = Vec::new();
    let segments: Vec<&str> = path.split('/').collect();
    for pair in segments.rchunks_exact(2) {
        let &[name, value] = pair else { break };
        let Some((ai, entry)) = named(name, checks) else {
            break;
        };
        found.push((ai, entry, value));
        if entry.link_key().is_some() {
            let pairs = found.into_iter().rev();
            return pairs
                .map(|(ai, entry, value)| element(ai, entry, unescape_path(value), checks))
                .collect();
        }
    }
    Err(LinkError::NoKey.into())
}

fn named(name: &str, checks: &Checks) -> Option<(Ai, &'static AiEntry)> {
    let word = CONVENIENCE_WORDS
        .iter()
        .find(|(word, _)| checks.convenience_words && *word == name);
    let ai = Ai::new(word.map_or(name, |(_, ai)| ai))?;
    Some((ai, look_up(ai, checks)?))
}

/// The AIs of the query; parameters that are no numbers belong to somebody else.
fn read_query(query: &str, checks: &Checks) -> Result<Vec<Element>, Gs1Error> {
    let mut elements = Vec::new();
    for parameter in query.split('&') {
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let known = Ai::new(name).and_then(|ai| Some((ai, look_up(ai, checks)?)));
        let (ai, entry) = known.ok_or_else(|| LinkError::UnknownAttribute(name.chars().take(8).collect()))?;
        elements.push(element(ai, entry, unescape_query(value), checks)?);
    }
    Ok(elements)
}

fn element(ai: Ai, entry: &AiEntry, value: String, checks: &Checks) -> Result<Element, Gs1Error> {
    if value.is_empty() {
        return Err(LinkError::EmptyValue(ai).into());
    }
    let is_short_gtin = ai == "01" && matches!(value.len(), 8 | 12 | 13);
    let value = if checks.zero_suppressed_gtin && is_short_gtin {
        format!("{value:0>14}")
    } else {
        value
    };
    check_value(ai, entry, &value, checks)?;
    Ok(Element { ai, value })
}

/// Whether the AIs are a key and some of its qualifiers in their order.
fn is_key_sequence(sequence: &[Ai]) -> bool {
    let Some((key, qualifiers)) = sequence.split_first() else {
        return false;
    };
    let Some(allowed) = find(*key).and_then(AiEntry::link_key) else {
        return false;
    };
    allowed.split('|').any(|alternative| {
        let mut order = alternative.split(',');
        qualifiers.iter().all(|ai| order.any(|name| *ai == name))
    })
}

fn check_attribute(ai: Ai, sequence: &[Ai]) -> Result<(), LinkError> {
    if !find(ai).is_some_and(AiEntry::is_link_attribute) {
        return Err(LinkError::NotAnAttribute(ai));
    }
    let fits_in_path = (1..=sequence.len()).any(|at| {
        let mut trial = sequence.to_vec();
        trial.insert(at, ai);
        is_key_sequence(&trial)
    });
    if fits_in_path {
        Err(LinkError::BelongsInPath(ai))
    } else {
        Ok(())
    }
}

fn strip_scheme(uri: &str) -> Option<&str> {
    ["https://", "http://", "HTTPS://", "HTTP://"]
        .iter()
        .find_map(|scheme| uri.strip_prefix(scheme))
}

fn is_uri_character(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte)
}

fn is_domain_character(byte: u8) -> bool {
    !b"_~?#@!$&'()*+,;=%".contains(&byte)
}

/// Percent-encodes a text for the path of an address.
pub fn escape_path(text: &str) -> String {
    escape(text, "%20")
}

/// Percent-encodes a text for the query of an address, spaces as `+`.
pub fn escape_query(text: &str) -> String {
    escape(text, "+")
}

/// Undoes percent-encoding; `+` is itself. A byte above 127 becomes the character of that number.
pub fn unescape_path(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let hex = after
            .get(..2)
            .filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(char::from(byte));
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                out.push('%');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Undoes percent-encoding in a query, where `+` is a space.
pub fn unescape_query(text: &str) -> String {
    unescape_path(&text.replace('+', " "))
}

fn escape(text: &str, space: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => out.push_str(space),
            _ if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
