//! Single keys at a terminal, each made into the line that does the same.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::Write;

/// Puts keys together into lines.
#[derive(Debug, Default)]
pub struct Keys {
    /// What is typed of a line that needs more than a key.
    typed: Option<Typed>,
}

#[derive(Debug)]
struct Typed {
    /// What the line begins with: `act `, or nothing for a whole line.
    word: &'static str,
    rest: String,
}

/// What a key did.
#[derive(Debug, PartialEq, Eq)]
enum Done {
    /// A line is complete.
    Line(String),
    /// A question is to be shown.
    Ask(&'static str),
    /// A character is to be shown.
    Show(char),
    /// The last character is to be taken away.
    Back,
    /// What was typed is given up.
    GivenUp,
    /// Leave.
    Leave,
    Nothing,
}

/// The terminal gives each key as it is pressed for as long as this lives.
struct Raw;

impl Raw {
    fn new() -> Result<Self, String> {
        enable_raw_mode().map_err(|e| format!("the terminal cannot be read key by key: {e}"))?;
        Ok(Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let _ = disable_raw_mode();
    }
}

impl Keys {
    /// The next line that keys make; `None` where whoever is there leaves.
    pub fn line(&mut self) -> Result<Option<String>, String> {
        let raw = Raw::new()?;
        let mut out = anstream::stdout();
        let mut show = |text: &str| {
            let _ = out.write_all(text.as_bytes());
            let _ = out.flush();
        };
        let line = loop {
            let Event::Key(key) = read().map_err(|e| format!("the terminal: {e}"))? else { continue };
            match self.key(key) {
                Done::Line(line) => break Some(line),
                Done::Leave => break None,
                Done::Ask(word) => show(if word.is_empty() { ":" } else { word }),
                Done::Show(c) => show(c.encode_utf8(&mut [0; 4])),
                Done::Back => show("\u{8} \u{8}"),
                Done::GivenUp => show("\r\n> "),
                Done::Nothing => {}
            }
        };
        drop(raw);
        show("\n");
        Ok(line)
    }

    fn key(&mut self, key: KeyEvent) -> Done {
        if key.kind == KeyEventKind::Release {
            return Done::Nothing;
        }
        // Ctrl-C and Ctrl-D leave, as they do everywhere.
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return if matches!(key.code, KeyCode::Char('c' | 'd')) { Done::Leave } else { Done::Nothing };
        }
        let Some(typed) = &mut self.typed else { return self.first(key.code) };
        match key.code {
            KeyCode::Enter => {
                let line = format!("{}{}", typed.word, typed.rest);
                self.typed = None;
                Done::Line(line)
            }
            KeyCode::Esc => {
                self.typed = None;
                Done::GivenUp
            }
            KeyCode::Backspace => typed.rest.pop().map_or(Done::Nothing, |_| Done::Back),
            KeyCode::Char(c) => {
                typed.rest.push(c);
                Done::Show(c)
            }
            _ => Done::Nothing,
        }
    }

    /// The key that begins a line, and mostly ends it.
    fn first(&mut self, code: KeyCode) -> Done {
        let line = |l: &str| Done::Line(l.to_owned());
        let word = match code {
            KeyCode::Enter | KeyCode::Right | KeyCode::Down => return line("s"),
            KeyCode::Left | KeyCode::Up => return line("b"),
            KeyCode::Esc | KeyCode::Char('q') => return Done::Leave,
            KeyCode::Char(c @ ('a' | 'r' | 's' | 'b' | 'u' | '?')) => return Done::Line(c.to_string()),
            KeyCode::Char('h') => return line("?"),
            KeyCode::Char('x') => return line("split"),
            KeyCode::Char('t') => "act ",
            KeyCode::Char('p') => "status ",
            KeyCode::Char('f') => "from ",
            KeyCode::Char('o') => "to ",
            KeyCode::Char('d') => "date ",
            KeyCode::Char('n') => "note ",
            KeyCode::Char('m') => "merge ",
            KeyCode::Char(':') => "",
            _ => return Done::Nothing,
        };
        self.typed = Some(Typed { word, rest: String::new() });
        Done::Ask(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(keys: &mut Keys, codes: &[KeyCode]) -> Vec<Done> {
        codes.iter().map(|c| keys.key(KeyEvent::new(*c, KeyModifiers::NONE))).collect()
    }

    fn text(words: &str) -> Vec<KeyCode> {
        words.chars().map(KeyCode::Char).collect()
    }

    #[test]
    fn one_key_does_what_a_line_does() {
        let mut keys = Keys::default();
        for (code, line) in [
            (KeyCode::Char('a'), "a"),
            (KeyCode::Char('r'), "r"),
            (KeyCode::Char('x'), "split"),
            (KeyCode::Char('?'), "?"),
            (KeyCode::Enter, "s"),
            (KeyCode::Left, "b"),
        ] {
            assert_eq!(press(&mut keys, &[code]), [Done::Line(line.to_owned())]);
        }
        assert_eq!(press(&mut keys, &[KeyCode::Char('z'), KeyCode::Esc]), [Done::Nothing, Done::Leave]);
        let ctrl_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert_eq!(keys.key(ctrl_c), Done::Leave);
    }

    #[test]
    fn what_needs_words_asks_for_them_and_can_be_mended_and_given_up() {
        let mut keys = Keys::default();
        assert_eq!(press(&mut keys, &text("t")), [Done::Ask("act ")]);
        press(&mut keys, &text("aix"));
        assert_eq!(press(&mut keys, &[KeyCode::Backspace]), [Done::Back]);
        assert_eq!(press(&mut keys, &text("d")), [Done::Show('d')]);
        assert_eq!(press(&mut keys, &[KeyCode::Enter]), [Done::Line("act aid".to_owned())]);
        assert_eq!(press(&mut keys, &[KeyCode::Char('n'), KeyCode::Char('q'), KeyCode::Esc])[2], Done::GivenUp);
        assert_eq!(press(&mut keys, &text(":")), [Done::Ask("")]);
        press(&mut keys, &text("note q"));
        assert_eq!(press(&mut keys, &[KeyCode::Enter]), [Done::Line("note q".to_owned())]);
        let released = KeyEvent::new_with_kind(KeyCode::Char('a'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(keys.key(released), Done::Nothing);
    }
}
