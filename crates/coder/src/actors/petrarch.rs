//! PETRARCH's actor and agent dictionaries, as text: what they say, line by line, and what is wrong with them.
//!
//! An actor has a name, other names and codes, each of the codes with the days for which it holds:
//!
//! ```text
//! JANE_EXAMPLE_  # a comment
//! +JANE_Q._EXAMPLE_
//!     [USAELI <090120]
//!     [USAGOV 20090120-20130201]
//! ```
//!
//! An agent is a word for people whose state stands beside it: `POLICE {} [~COP]`.
//!
//! Source: "PETRARCH Dictionary Formats", Open Event Data Alliance; the facts are retold in CONTRIBUTING.md,
//! "Dictionaries of others". As in PETRARCH and unlike in TABARI, words are whole: a name without `_` at its end is no
//! stem.

use detente_event::{Diagnostic, Span};
use jiff::civil::Date;

/// Years up to this one, written with two digits, are of this century.
const PIVOT: i16 = 30;

/// One actor with its names and codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ActorRecord {
    /// The first name and its synonyms, with blanks for underscores.
    pub names: Vec<String>,
    /// Its codes in the order of the file.
    pub codes: Vec<DatedCode>,
}

/// A code and the days for which it holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct DatedCode {
    /// `USAGOV`; several joined by `/` hold together; `---` stands for nobody.
    pub code: String,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl DatedCode {
    /// Whether it holds for a time only.
    pub fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }
}

/// Words for people, with the role that they have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AgentRecord {
    /// The phrase in all its forms, substitution sets written out, plurals among them.
    pub phrases: Vec<String>,
    /// The role's code without `~`.
    pub code: String,
}

/// Reads an actor dictionary. Lines with a mistake are reported and skipped, the rest is used.
pub(crate) fn actors(text: &str) -> (Vec<ActorRecord>, Vec<Diagnostic>) {
    let (lines, mut found) = lines(text);
    let mut out: Vec<ActorRecord> = Vec::new();
    // where each begins, and whether a code of it could not be read
    let mut places: Vec<(Span, bool)> = Vec::new();
    // an entry whose name could not be read takes its synonyms and codes with it
    let mut lost = false;
    for line in lines {
        let content = line.content.trim();
        let (name, rest) = content.split_at(content.find('[').unwrap_or(content.len()));
        if let Some(synonym) = name.strip_prefix('+') {
            if !rest.is_empty() {
                found.push(
                    Diagnostic::error("DT0221", line.span, "a synonym has no code of its own; the code is left out")
                        .help("write the code on the first line of the entry, or make the name an entry of its own"),
                );
            }
            match (out.last_mut().filter(|_| !lost), phrase(synonym)) {
                (Some(record), Some(name)) => record.names.push(name),
                (Some(_), None) => found.push(nameless(line.span)),
                (None, _) if lost => {}
                (None, _) => found.push(orphan("a synonym", line.span)),
            }
        } else if name.is_empty() {
            match out.last_mut().filter(|_| !lost) {
                Some(record) => {
                    let before = found.len();
                    record.codes.extend(codes(rest, line.span, &mut found));
                    if let Some(place) = places.last_mut() {
                        place.1 |= found.len() > before;
                    }
                }
                None if lost => {}
                None => found.push(orphan("a code", line.span)),
            }
        } else if let Some(name) = phrase(name) {
            lost = false;
            let before = found.len();
            out.push(ActorRecord { names: vec![name], codes: codes(rest, line.span, &mut found) });
            places.push((line.span, found.len() > before));
        } else {
            lost = true;
            found.push(nameless(line.span));
        }
    }
    for (record, (span, _)) in out.iter().zip(places).filter(|(r, place)| r.codes.is_empty() && !place.1) {
        found.push(
            Diagnostic::warning("DT0227", span, format!("`{}` has no code: it stands for nobody", record.names[0]))
                .help("write a code below it, or `+` before it where it is another name of the entry above"),
        );
    }
    found.sort_by_key(|d| d.span.map(|s| s.start));
    out.retain(|r| !r.codes.is_empty());
    (out, found)
}

/// Reads an agent dictionary. Lines with a mistake are reported and skipped, the rest is used.
pub(crate) fn agents(text: &str) -> (Vec<AgentRecord>, Vec<Diagnostic>) {
    let (lines, mut found) = lines(text);
    let mut sets: Vec<(String, Vec<String>)> = Vec::new();
    let mut out = Vec::new();
    for line in lines {
        let content = line.content.trim();
        if let Some((name, items)) = content.split_once('=').filter(|(n, _)| n.trim_end().ends_with('!')) {
            let name = name.trim().trim_matches('!').to_uppercase();
            let items: Vec<String> = items.split(',').map(|i| i.trim().to_owned()).filter(|i| !i.is_empty()).collect();
            if name.is_empty() || items.is_empty() {
                found.push(
                    Diagnostic::error("DT0224", line.span, "a substitution set without a name or without words")
                        .help("write `!PERSON! = MAN, MEN, WOMAN, WOMEN`"),
                );
            } else {
                sets.push((name, items));
            }
            continue;
        }
        match agent(content, line.span, &sets) {
            Ok(record) => out.push(record),
            Err(d) => found.push(d),
        }
    }
    (out, found)
}

/// `PHRASE {PLURAL} [~CODE]`.
fn agent(content: &str, span: Span, sets: &[(String, Vec<String>)]) -> Result<AgentRecord, Diagnostic> {
    let broken = |message: &str| {
        Diagnostic::error("DT0223", span, message.to_owned())
            .help("write `PHRASE [~CODE]`, `PHRASE {PLURAL} [~CODE]`, or `PHRASE {} [~CODE]` where it has no plural")
    };
    let (head, rest) = content.split_once('[').ok_or_else(|| broken("an agent without a code in brackets"))?;
    let (code, after) = rest.split_once(']').ok_or_else(|| broken("the bracket of the code is not closed by `]`"))?;
    if !after.trim().is_empty() {
        return Err(broken("words behind the code"));
    }
    let (head, plural) = match head.split_once('{') {
        Some((head, plural)) => {
            let plural = plural.trim().strip_suffix('}').ok_or_else(|| broken("the plural is not closed by `}`"))?;
            (head, Some(plural))
        }
        None => (head, None),
    };
    let code = code.trim();
    let bare = code.strip_prefix('~').or_else(|| code.strip_suffix('~')).map(str::trim);
    let code = bare.ok_or_else(|| broken("the code of an agent has no `~`, which stands for the state's code"))?;
    if code.is_empty() || !code.chars().all(|c| c.is_ascii_alphanumeric()) {
        return Err(broken("the code of an agent is letters, as in `[~GOV]`"));
    }
    let first = phrase(head).ok_or_else(|| nameless(span))?;
    let substituted = first.contains('!');
    let mut phrases = substitute(&first, span, sets)?;
    match plural.map(phrase) {
        Some(Some(plural)) => phrases.extend(substitute(&plural, span, sets)?),
        Some(None) => {}
        None if substituted => {}
        None => phrases.push(plural_of(&first)),
    }
    Ok(AgentRecord { phrases, code: code.to_uppercase() })
}

/// Writes out the substitution sets of a phrase, every combination.
fn substitute(phrase: &str, span: Span, sets: &[(String, Vec<String>)]) -> Result<Vec<String>, Diagnostic> {
    /// More forms than this come from no dictionary.
    const MOST: usize = 10_000;
    let mut forms = vec![String::new()];
    let mut rest = phrase;
    while let Some((before, behind)) = rest.split_once('!') {
        let (name, behind) = behind.split_once('!').ok_or_else(|| {
            Diagnostic::error("DT0224", span, "the name of a substitution set is not closed by `!`")
                .help("write `!PERSON!`")
        })?;
        let items =
            sets.iter().rev().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, items)| items).ok_or_else(|| {
                Diagnostic::error("DT0224", span, format!("no substitution set `!{name}!` stands above"))
                    .help(format!("write `!{name}! = WORD, WORD` near the top of the file"))
            })?;
        if forms.len() * items.len() > MOST {
            return Err(
                Diagnostic::error("DT0224", span, "the substitution sets give too many forms").help("split the entry")
            );
        }
        forms = forms.iter().flat_map(|f| items.iter().map(move |i| format!("{f}{before}{i}"))).collect();
        rest = behind;
    }
    Ok(forms.into_iter().map(|f| f + rest).collect())
}

/// PETRARCH's regular plural: `-Y` gives `-IES`, `-SS` gives `-SSES`, the rest takes `S`.
fn plural_of(phrase: &str) -> String {
    if let Some(stem) = phrase.strip_suffix(['Y', 'y']) {
        format!("{stem}IES")
    } else if phrase.to_uppercase().ends_with("SS") {
        format!("{phrase}ES")
    } else {
        format!("{phrase}S")
    }
}

/// A line without its comments.
struct Line {
    span: Span,
    content: String,
}

/// The lines that say something. `#` and `;` begin a comment, `<!-- … -->` encloses one, over several lines too.
fn lines(text: &str) -> (Vec<Line>, Vec<Diagnostic>) {
    let mut out = Vec::new();
    let mut found = Vec::new();
    let mut comment: Option<Span> = None;
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let indent = raw.len() - raw.trim_start().len();
        let span = Span::new(at + indent.min(raw.trim_end().len()), at + raw.trim_end().len());
        at += raw.len();
        let mut rest = raw;
        let mut content = String::new();
        loop {
            if comment.is_some() {
                let Some((_, behind)) = rest.split_once("-->") else { break };
                comment = None;
                rest = behind;
            }
            // `<! --` is seen in the field's own files
            match rest.find("<!").filter(|k| rest[k + 2..].trim_start().starts_with("--")) {
                Some(k) if !uncommented(&rest[..k]).1 => {
                    content.push_str(&rest[..k]);
                    let inside = &rest[k + 2..];
                    rest = inside.find("--").map_or("", |k| &inside[k + 2..]);
                    comment = Some(span);
                }
                _ => {
                    content.push_str(rest);
                    break;
                }
            }
        }
        let (content, _) = uncommented(&content);
        if !content.trim().is_empty() {
            out.push(Line { span, content: content.to_owned() });
        }
    }
    if let Some(span) = comment {
        found.push(
            Diagnostic::error("DT0225", span, "a comment is not closed: all lines below it are passed over")
                .help("close it with `-->`"),
        );
    }
    (out, found)
}

/// What stands before `#` or `;`, and whether there is one. `[###]` is a code, no comment.
fn uncommented(line: &str) -> (&str, bool) {
    let mut from = 0;
    while let Some(k) = line[from..].find(['#', ';']).map(|k| k + from) {
        if line[..k].ends_with('[') && line[k..].starts_with("###]") {
            from = k + 4;
        } else {
            return (&line[..k], true);
        }
    }
    (line, false)
}

/// A name with blanks for underscores; `None` where no letter or digit is in it.
fn phrase(written: &str) -> Option<String> {
    let words: Vec<&str> = written.split(|c: char| c == '_' || c.is_whitespace()).filter(|w| !w.is_empty()).collect();
    words.iter().any(|w| w.chars().any(char::is_alphanumeric)).then(|| words.join(" "))
}

/// The codes on a line, `[CODE]`, `[CODE <date]`, `[CODE >date]` or `[CODE date-date]`, one or more.
fn codes(written: &str, span: Span, found: &mut Vec<Diagnostic>) -> Vec<DatedCode> {
    let mut out = Vec::new();
    let mut rest = written.trim();
    while !rest.is_empty() {
        let inside = rest.strip_prefix('[').and_then(|r| r.split_once(']'));
        let Some((inside, behind)) = inside else {
            let message = if rest.starts_with('[') {
                "the bracket of the code is not closed by `]`"
            } else {
                "words behind the code"
            };
            found.push(Diagnostic::error("DT0221", span, message).help("write `[CODE]`, a date or `#` behind it"));
            break;
        };
        match code(inside.trim(), span) {
            Ok(code) => out.push(code),
            Err(d) => found.push(d),
        }
        rest = behind.trim();
    }
    out
}

fn code(inside: &str, span: Span) -> Result<DatedCode, Diagnostic> {
    let end = inside.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>')).unwrap_or(inside.len());
    let (code, when) = inside.split_at(end);
    let null = matches!(code, "---" | "###" | "+++");
    if !null
        && (code.is_empty() || !code.split('/').all(|c| !c.is_empty() && c.chars().all(|c| c.is_ascii_alphanumeric())))
    {
        return Err(Diagnostic::error("DT0221", span, format!("`{code}` is no code"))
            .help("write letters, as in `[USAGOV]`, a blank before a date, or `[---]` for nobody"));
    }
    let mut out = DatedCode { code: code.to_uppercase(), from: None, to: None };
    let when = when.trim();
    if let Some(day) = when.strip_prefix('<') {
        out.to = Some(date(day, span)?);
    } else if let Some(day) = when.strip_prefix('>') {
        out.from = Some(date(day, span)?);
    } else if let Some((first, last)) = when.split_once('-') {
        (out.from, out.to) = (Some(date(first, span)?), Some(date(last, span)?));
        if out.from > out.to {
            return Err(Diagnostic::error("DT0222", span, format!("`{when}` ends before it begins"))
                .help("write the earlier day first; years up to 30 are 20xx, so write 1929 with four digits"));
        }
    } else if !when.is_empty() {
        return Err(Diagnostic::error("DT0222", span, format!("`{when}` does not say from or until when"))
            .help(format!("write `<{when}` (until), `>{when}` (from) or `{when}-DATE`")));
    }
    Ok(out)
}

/// `YYYYMMDD` or `YYMMDD`.
fn date(written: &str, span: Span) -> Result<Date, Diagnostic> {
    let written = written.trim();
    let bad = || Diagnostic::error("DT0222", span, format!("`{written}` is no day")).help("write YYYYMMDD, or YYMMDD");
    if !written.bytes().all(|b| b.is_ascii_digit()) || !matches!(written.len(), 6 | 8) {
        return Err(bad());
    }
    let (year, day) = written.split_at(written.len() - 4);
    let mut year: i16 = year.parse().map_err(|_| bad())?;
    if written.len() == 6 {
        year += if year <= PIVOT { 2000 } else { 1900 };
    }
    let part = |p: &str| p.parse::<i8>().map_err(|_| bad());
    Date::new(year, part(&day[..2])?, part(&day[2..])?).map_err(|_| bad())
}

fn orphan(what: &str, span: Span) -> Diagnostic {
    Diagnostic::error("DT0226", span, format!("{what} without a name above it"))
        .help("write the name on a line of its own above, `JANE_EXAMPLE_`")
}

fn nameless(span: Span) -> Diagnostic {
    Diagnostic::error("DT0226", span, "an entry without a name")
        .help("write letters before the code: `JANE_EXAMPLE [USAGOV]`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i16, m: i8, d: i8) -> Option<Date> {
        Some(Date::constant(y, m, d))
    }

    #[test]
    fn an_actor_has_names_and_dated_codes() {
        let (records, found) = actors(
            "<!-- two\n lines [X] -->\n# a comment\nOTTER_ISLAND_  [OTT] ; and more\n+OTTERLAND <!-- old --> \n\n\
             BEA_SHORE  # born 1931\n+B._SHORE_\n\t[OTTELI <19990101]\n\t[OTTGOV 990101 - 301231]\n  [OTTELI > 310101]\n\
             \t[OTT]\nTHE_NOBODY [###]\nTWINS [OTT/REB <050101] [OTT]\n",
        );
        assert_eq!(found, []);
        assert_eq!(records.len(), 4);
        assert_eq!(records[0].names, ["OTTER ISLAND", "OTTERLAND"]);
        let dated: Vec<_> = records[1].codes.iter().map(|c| (c.code.as_str(), c.from, c.to)).collect();
        assert_eq!(
            dated,
            [
                ("OTTELI", None, day(1999, 1, 1)),
                ("OTTGOV", day(1999, 1, 1), day(2030, 12, 31)),
                ("OTTELI", day(1931, 1, 1), None),
                ("OTT", None, None)
            ]
        );
        assert_eq!(records[2].codes[0].code, "###");
        assert_eq!(records[3].codes.len(), 2);
    }

    #[test]
    fn mistakes_are_named_and_the_rest_is_used() {
        let text = "+EARLY\nGOOD [OTTGOV\n\t[OTTMIL]\nDAYS [OTT]\n\t[OTTGOV 20201301]\n\t[OTTGOV 2020]\n\
                    \t[OTTGOV >20201301]\n\t[OTTGOV 100101-090101]\n\t[OTTGOV100101]\n\t[OTT LEG]\n_ [OTT]\n+GONE\nBARE\nLAST [OTT] x\n";
        let (records, found) = actors(text);
        let said: Vec<_> = found.iter().map(|d| (d.code, d.line_column(text).unwrap().0)).collect();
        let expected = [
            ("DT0226", 1),
            ("DT0221", 2),
            ("DT0222", 5),
            ("DT0222", 6),
            ("DT0222", 7),
            ("DT0222", 8),
            ("DT0222", 10),
            ("DT0226", 11),
            ("DT0227", 13),
            ("DT0221", 14),
        ];
        // OTTGOV100101 is letters and digits: a code of its own, as G77 is
        assert_eq!(said, expected);
        assert!(found.iter().all(|d| d.help.is_some()));
        let names: Vec<_> = records.iter().map(|r| (r.names[0].as_str(), r.codes.len())).collect();
        assert_eq!(names, [("GOOD", 1), ("DAYS", 2), ("LAST", 1)]);
    }

    #[test]
    fn an_agent_has_plurals_and_substitutions() {
        let (records, found) = agents(
            "!FOLK! = MAN, WOMEN\nHARBOUR_MASTER [~GOV] # x\nDEPUTY [~LEG]\nCREW {} [ ~MIL]\nOX {OXEN} [~AGR]\n\
             SEA!FOLK! [~LAB]\nAID_GROUP [NGO~]\nBOSS [~BUS]\n",
        );
        assert_eq!(found, []);
        let all: Vec<_> = records.iter().map(|r| (r.phrases.join("|"), r.code.as_str())).collect();
        let expected = [
            ("HARBOUR MASTER|HARBOUR MASTERS", "GOV"),
            ("DEPUTY|DEPUTIES", "LEG"),
            ("CREW", "MIL"),
            ("OX|OXEN", "AGR"),
            ("SEAMAN|SEAWOMEN", "LAB"),
            ("AID GROUP|AID GROUPS", "NGO"),
            ("BOSS|BOSSES", "BUS"),
        ];
        assert_eq!(all, expected.map(|(p, c)| (p.to_owned(), c)));
    }

    #[test]
    fn an_agent_with_a_mistake_is_skipped() {
        let text = "A [~ENV}\nB [GOV]\nC {CS [~GOV]\nD!NONE! [~GOV]\nE\nF [~GOV] x\nG!H [~GOV]\n!X! =\n_ [~GOV]\nH [~GOV]\n<!-- open\nI [~GOV]\n";
        let (records, found) = agents(text);
        assert_eq!(records.len(), 1);
        let said: Vec<_> = found.iter().map(|d| d.code).collect();
        assert_eq!(
            said,
            ["DT0225", "DT0223", "DT0223", "DT0223", "DT0224", "DT0223", "DT0223", "DT0224", "DT0224", "DT0226"]
        );
    }
}
