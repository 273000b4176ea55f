//! What `detente code` reads: every kind of file, and what it says of bad ones.

mod common;

use common::{detente, fed, file, folder, gzip, line, sentence};

fn warc(records: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (kind, address, content, body) in records {
        let block = match *kind {
            "response" => format!("HTTP/1.1 200 OK\r\nContent-Type: {content}\r\nServer: x\r\n\r\n{body}"),
            _ => (*body).to_owned(),
        };
        let content = if *kind == "response" { "application/http; msgtype=response" } else { content };
        out.extend(
            format!(
                "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {content}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
                block.len()
            )
            .bytes(),
        );
    }
    out
}

fn page(n: usize) -> String {
    format!(
        "<!doctype html><html><head><title>T</title></head><body><nav><a href=1>Home</a></nav><p>{}</p></body></html>",
        sentence(n)
    )
}

#[test]
fn every_kind_of_file_gives_its_documents() {
    let d = folder("kinds");
    file(&d, "a.txt", sentence(1));
    file(&d, "b.html", page(2));
    file(&d, "c.jsonl", format!("{}\n\n{}\n", line("c-one", 3), line("c-two", 4)));
    file(&d, "d.jsonl.gz", gzip(format!("{}\n", line("d-one", 5)).as_bytes()));
    file(&d, "e.txt.gz", gzip(sentence(6).as_bytes()));
    let records = [
        ("warcinfo", "", "application/warc-fields", "software: x"),
        ("request", "https://example.org/f", "application/http", "GET / HTTP/1.1\r\n\r\n"),
        ("response", "https://example.org/f", "text/html; charset=utf-8", &page(7)),
        ("response", "https://example.org/g.png", "image/png", "\u{1}PNG"),
        ("conversion", "https://example.org/h", "text/plain", &sentence(8)),
    ];
    file(&d, "f.warc", warc(&records));
    let members: Vec<u8> = records[2..].iter().flat_map(|r| gzip(&warc(&[*r]))).collect();
    file(&d, "g.warc.gz", members);
    let text = file(&d, "sub/z.txt", sentence(9));
    file(&d, ".hidden/no.txt", sentence(10));
    file(&d, "notes.pdf", b"%PDF");
    let parsed = detente(&["parse", &text]).out;
    file(&d, "h.conllu", &parsed);
    let run = detente(&["code", &d.display().to_string(), "--date", "2025-10-17"]);
    assert_eq!(run.code, Some(0), "{}", run.told);
    assert_eq!(
        run.documents(),
        [
            "a",
            "b",
            "c-one",
            "c-two",
            "d-one",
            "e",
            "https://example.org/f",
            "https://example.org/h",
            "https://example.org/f-2",
            "https://example.org/h-2",
            "z",
            "z-2"
        ]
    );
    for e in run.events() {
        assert_eq!((e["act"].as_str(), e["status"].as_str()), (Some("ASSAULT"), Some("occurred")), "{e}");
        let date = e["date"]["start"].as_str();
        assert_eq!(date, Some("2025-10-16"), "{e}");
    }
    let plan = detente(&["code", &d.display().to_string(), "--dry-run"]);
    assert!(plan.out.contains("c.jsonl\tJSON Lines\t2 documents, "), "{}", plan.out);
    assert!(plan.out.ends_with("0 inputs could not be used; nothing was coded\n"), "{}", plan.out);
}

#[test]
fn standard_input_is_told_apart_by_its_first_bytes() {
    let d = folder("stdin");
    let text = file(&d, "t.txt", sentence(1));
    let parsed = detente(&["parse", &text]).out;
    let response = [("response", "https://example.org/f", "text/html", page(1))];
    let archive = warc(&response.each_ref().map(|r| (r.0, r.1, r.2, r.3.as_str())));
    for (what, bytes) in [
        ("text", sentence(1).into_bytes()),
        ("a page", page(1).into_bytes()),
        ("JSON Lines", line("x", 1).into_bytes()),
        ("CoNLL-U", parsed.into_bytes()),
        ("gzipped JSON Lines", gzip(line("x", 1).as_bytes())),
        ("WARC", archive.clone()),
        ("gzipped WARC", gzip(&archive)),
        ("UTF-16", format!("\u{feff}{}", sentence(1)).encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ] {
        let run = fed(&["code", "-"], &bytes);
        assert_eq!((run.code, run.events().len()), (Some(0), 1), "{what}: {}", run.told);
    }
}

#[test]
fn trees_of_another_parser_are_used_as_they_are() {
    let d = folder("trees");
    // The tree is wrong on purpose: who reads it, and does not parse anew, finds the attack turned round.
    let tree = "# newdoc id = turned\n# date = 2025-10-17\n\
        1\tRussia\tRussia\tPROPN\tNNP\t_\t2\tobj\t_\t_\n2\tattacked\tattack\tVERB\tVBD\tTense=Past\t0\troot\t_\t_\n\
        3\tUkraine\tUkraine\tPROPN\tNNP\t_\t2\tnsubj\t_\tSpaceAfter=No\n4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_\n\n";
    // This one has no tree; it is parsed.
    let words = "# newdoc id = bare\n1\tRussia\t_\t_\t_\t_\t_\t_\t_\t_\n2\tattacked\t_\t_\t_\t_\t_\t_\t_\t_\n\
        3\tUkraine\t_\t_\t_\t_\t_\t_\t_\t_\n4\t.\t_\t_\t_\t_\t_\t_\t_\t_\n\n";
    let broken = "# newdoc id = broken\n1\tRussia\tRussia\n\n";
    let path = file(&d, "t.conllu", format!("{tree}{broken}{words}"));
    let run = detente(&["code", &path]);
    assert_eq!(run.code, Some(1));
    assert!(run.told.contains("DT0101") && run.told.contains("t.conllu:9"), "{}", run.told);
    let who: Vec<_> = run.events().iter().map(|e| (e["document"].clone(), e["actor"][0]["code"].clone())).collect();
    assert_eq!(who, [("turned".into(), "UKR".into()), ("bare".into(), "RUS".into())]);
}

#[cfg(feature = "parquet")]
mod parquet {
    use super::common::{detente, fed, file, folder, sentence};
    use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical, ZstdLevel};
    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::types::Type;
    use std::sync::Arc;

    /// A table with `text` under that name and `date` as a day, as other programs write it.
    fn table(text: &str, rows: usize, compression: Compression) -> Vec<u8> {
        let strings = |name: &str| {
            let t =
                Type::primitive_type_builder(name, Physical::BYTE_ARRAY).with_logical_type(Some(LogicalType::String));
            Arc::new(t.with_repetition(Repetition::OPTIONAL).build().unwrap())
        };
        let day = Type::primitive_type_builder("date", Physical::INT32).with_converted_type(ConvertedType::DATE);
        let day = Arc::new(day.with_repetition(Repetition::OPTIONAL).build().unwrap());
        let schema =
            Type::group_type_builder("schema").with_fields(vec![strings("id"), strings("lang"), day, strings(text)]);
        let properties = WriterProperties::builder().set_compression(compression).build();
        let mut w =
            SerializedFileWriter::new(Vec::new(), Arc::new(schema.build().unwrap()), Arc::new(properties)).unwrap();
        let mut group = w.next_row_group().unwrap();
        let all = vec![1_i16; rows];
        for k in 0..4 {
            let mut column = group.next_column().unwrap().unwrap();
            if k == 2 {
                // 2025-10-17
                column.typed::<Int32Type>().write_batch(&vec![20_378; rows], Some(&all), None).unwrap();
            } else {
                let cells: Vec<ByteArray> = (0..rows)
                    .map(|n| match k {
                        0 => format!("row-{n}"),
                        1 => "en".to_owned(),
                        _ => sentence(n),
                    })
                    .map(|s| s.as_str().into())
                    .collect();
                column.typed::<ByteArrayType>().write_batch(&cells, Some(&all), None).unwrap();
            }
            column.close().unwrap();
        }
        group.close().unwrap();
        w.into_inner().unwrap()
    }

    #[test]
    fn rows_are_documents() {
        let d = folder("parquet");
        for (name, compression) in [
            ("plain", Compression::UNCOMPRESSED),
            ("snappy", Compression::SNAPPY),
            ("zstd", Compression::ZSTD(ZstdLevel::default())),
        ] {
            let bytes = table("text", 70, compression);
            let path = file(&d, &format!("{name}.parquet"), &bytes);
            for run in [detente(&["code", &path]), fed(&["code", "-"], &bytes)] {
                assert_eq!(run.code, Some(0), "{name}: {}", run.told);
                assert_eq!(run.documents().len(), 70, "{name}");
                assert_eq!(run.events()[69]["date"]["start"], "2025-10-16");
            }
        }
    }

    #[test]
    fn a_missing_column_and_a_damaged_file_are_told() {
        let d = folder("parquet-bad");
        let path = file(&d, "body.parquet", table("body", 2, Compression::SNAPPY));
        let run = detente(&["code", &path]);
        assert_eq!((run.code, run.out.as_str()), (Some(1), ""));
        for part in ["DT0511", "body.parquet", "no column `text`", "id, lang, date, body", "rename the column"] {
            assert!(run.told.contains(part), "{part}\n{}", run.told);
        }
        let good = table("text", 50, Compression::SNAPPY);
        let cut = detente(&["code", &file(&d, "cut.parquet", &good[..good.len() / 2])]);
        assert_eq!(cut.code, Some(1));
        assert!(cut.told.contains("DT0510") && cut.told.contains("cut.parquet"), "{}", cut.told);
        // Every byte wrong once: nothing panics, and what is not understood is told.
        for at in (0..good.len()).step_by(good.len() / 25 + 1) {
            let mut bad = good.clone();
            bad[at] ^= 0xff;
            let run = detente(&["code", &file(&d, "bad.parquet", bad)]);
            assert!(matches!(run.code, Some(0 | 1)), "byte {at}: {}", run.told);
        }
    }
}

#[test]
fn bad_inputs_are_named_and_the_rest_is_done() {
    let d = folder("bad");
    let good = file(&d, "good.txt", sentence(1));
    let empty = folder("bad/nothing-in-it").display().to_string();
    // Prose: of an article that is cut off nothing is read.
    let whole = gzip((0..2000).map(|n| sentence(n * 7919)).collect::<String>().as_bytes());
    let cut = &whole[..whole.len() / 2];
    // path, code, words of the message
    let cases: Vec<(String, &str, &str)> = vec![
        (d.join("no-such-file.txt").display().to_string(), "DT0503", "check the name"),
        (empty, "DT0502", "the folder holds no document"),
        (file(&d, "empty.txt", ""), "DT0502", "empty"),
        (file(&d, "blank.txt", " \n\t\n"), "DT0502", "blanks"),
        (file(&d, "binary.txt", [0, 159, 146, 150, 0, 1]), "DT0501", "binary"),
        (
            file(
                &d,
                "noise.txt",
                (0..4000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8 | 0x80).collect::<Vec<_>>(),
            ),
            "DT0501",
            "no text",
        ),
        (file(&d, "cut.txt.gz", cut), "DT0509", "cut off or damaged"),
        (
            file(&d, "garbage.jsonl.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255]),
            "DT0509",
            "cut off or damaged",
        ),
        (file(&d, "array.json", "[{\"text\":\"a\"}]"), "DT0504", "JSON array"),
        (file(&d, "no-article.html", "<html><nav><a href=1>Home</a></nav></html>"), "DT0507", "no article"),
        (file(&d, "fake.parquet", "PAR1 and then prose"), "DT0510", "cut off or damaged"),
        (file(&d, "short.parquet", "PAR1"), "DT0510", "cut off or damaged"),
    ];
    for (path, code, words) in &cases {
        let run = detente(&["code", path, &good]);
        let name = path.rsplit('/').next().unwrap();
        assert_eq!(run.code, Some(1), "{name}: {}", run.told);
        assert_eq!(run.documents(), ["good"], "{name}");
        for part in [*code, *words, name] {
            assert!(run.told.contains(part), "{name}: {part}\n{}", run.told);
        }
    }
    // Together: each once, the good one still.
    let mut all: Vec<&str> = vec!["code"];
    all.extend(cases.iter().map(|c| c.0.as_str()));
    all.push(&good);
    let run = detente(&all);
    assert_eq!((run.code, run.told.matches("error[").count()), (Some(1), cases.len()), "{}", run.told);
    assert_eq!(run.documents(), ["good"]);
    let old = file(&d, "old.txt", b"Pr\xe9sident Macron met Pr\xe9sident Erdogan in Paris on Monday.".as_slice());
    let run = detente(&["code", &old]);
    assert_eq!(run.code, Some(0));
    assert!(run.told.contains("warning[DT0508]") && run.told.contains("old.txt"), "{}", run.told);
    assert!(run.out.contains("Président Macron"), "{}", run.out);
}

#[test]
fn a_broken_line_is_told_with_its_number_and_the_others_are_read() {
    let d = folder("lines");
    let mut bytes = Vec::new();
    for (k, l) in [
        line("one", 1),
        "{\"id\":\"two\",\"text\":".to_owned(),
        "[1]".to_owned(),
        "{\"id\":\"four\"}".to_owned(),
        "{\"id\":\"five\",\"text\":5}".to_owned(),
        "{\"id\":\"six\",\"date\":\"yesterday\",\"text\":\"x\"}".to_owned(),
        String::new(),
        line("eight", 8),
        serde_json::json!({"id": 9, "date": "20251017", "text": sentence(9), "more": [1]}).to_string(),
        serde_json::json!({"text": sentence(10)}).to_string(),
    ]
    .iter()
    .enumerate()
    {
        if k == 7 {
            bytes.extend(b"\xff\xfe not text \xff\n");
        }
        bytes.extend(l.as_bytes());
        bytes.extend(b"\r\n");
    }
    let run = detente(&["code", &file(&d, "l.jsonl", bytes)]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.documents(), ["one", "eight", "9", "l-11"]);
    for n in [2, 3, 4, 5, 6, 8] {
        assert!(run.told.contains(&format!("l.jsonl:{n}: ")), "{n}\n{}", run.told);
    }
}

#[test]
fn a_huge_line_is_passed_over() {
    let d = folder("huge");
    let path = d.join("huge.jsonl");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    use std::io::Write;
    writeln!(out, "{}", line("one", 1)).unwrap();
    write!(out, "{{\"text\":\"").unwrap();
    for _ in 0..70 {
        out.write_all(&[b'x'; 1 << 20]).unwrap();
    }
    write!(out, "\"}}\n{}\n", line("three", 3)).unwrap();
    drop(out);
    let run = detente(&["code", &path.display().to_string()]);
    assert_eq!(run.code, Some(1));
    assert_eq!(run.documents(), ["one", "three"]);
    assert!(run.told.contains("DT0506") && run.told.contains("huge.jsonl:2"), "{}", run.told);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn an_archive_cut_off_in_its_middle_gives_what_stands_before() {
    let d = folder("cut");
    let text: String = (0..3000).map(|n| line(&format!("r{n}"), n * 7919) + "\n").collect();
    let whole = gzip(text.as_bytes());
    let run = detente(&["code", &file(&d, "c.jsonl.gz", &whole[..whole.len() / 20])]);
    assert_eq!(run.code, Some(1));
    let read = run.documents().len();
    assert!(read > 20 && read < 3000, "{read}");
    assert!(run.told.contains("DT0509") && run.told.contains("fetch the file again"), "{}", run.told);
}

#[test]
fn a_web_archive_that_lies_about_lengths_is_read_around_the_lies() {
    let d = folder("lies");
    let record = |n: usize| {
        let p = page(n);
        String::from_utf8(warc(&[("response", &format!("https://example.org/{n}"), "text/html", &p)])).unwrap()
    };
    let lie = |n: usize, length: &str| {
        let r = record(n);
        let at = r.find("Content-Length: ").unwrap() + 16;
        let end = at + r[at..].find('\r').unwrap();
        format!("{}{length}{}", &r[..at], &r[end..])
    };
    for (what, bad) in [
        ("too short", lie(2, "17")),
        ("too long", lie(2, "700")),
        ("past the end of the file", lie(2, "900000")),
        ("absurd", lie(2, "99999999999999")),
        ("no number", lie(2, "many")),
        ("negative", lie(2, "-5")),
        ("garbage between", format!("garbage\r\nmore of it\r\n{}", &record(2)[8..])),
        ("no header end", "WARC/1.0\r\nWARC-Type: response\r\n".to_owned() + &"x".repeat(70_000) + "\r\n"),
    ] {
        let path = file(&d, "l.warc", format!("{}{bad}{}{}", record(1), record(3), record(4)));
        let run = detente(&["code", &path]);
        assert_eq!(run.code, Some(1), "{what}: {}", run.told);
        let ids: Vec<String> = [1, 3, 4].map(|n| format!("https://example.org/{n}")).to_vec();
        assert_eq!(run.documents(), ids, "{what}: {}", run.told);
        assert!(run.told.contains("DT0512") && run.told.contains("record 2"), "{what}: {}", run.told);
    }
    let chunked = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n";
    let (a, b) = (page(5), page(6));
    let body = format!("{chunked}{:x}\r\n{a}\r\n0\r\n\r\n", a.len());
    let mut packed = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
    packed.extend(gzip(b.as_bytes()));
    let mut all = Vec::new();
    for block in [body.as_bytes(), &packed] {
        all.extend(
            format!(
                "WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
                block.len()
            )
            .bytes(),
        );
        all.extend(block);
        all.extend(b"\r\n\r\n");
    }
    let run = detente(&["code", &file(&d, "packed.warc", all)]);
    assert_eq!(
        (run.code, run.documents()),
        (Some(0), vec!["packed-1".to_owned(), "packed-2".to_owned()]),
        "{}",
        run.told
    );
}
