//! The record on a PostgreSQL server of the tests' own.

use crate::common::server::server;
use crate::common::{document, event, tester};
use detente_event::{Act, Document, Event, Status};
use detente_record::{Decision, Filter, Record};
use std::process::Command;
use std::time::Duration;

const NOW: &str = "2025-10-18T09:00:00Z";

fn stories(from: usize, to: usize) -> Vec<(Document, Vec<Event>)> {
    (from..to)
        .map(|n| {
            let d = document(&format!("d{n}"), "2025-01-02", &format!("outlet{}", n % 5), &format!("Document {n}."));
            let e = vec![
                event(&d, 1, Act::Consult, Status::Occurred, "USA; RUS", "")
                    .at(&format!("Town {}", n % 20), "CHE")
                    .done(),
                event(&d, 2, Act::Aid, Status::Planned, "USA", "UKR").about(&format!("thing{}", n % 15)).done(),
            ];
            (d, e)
        })
        .collect()
}

/// Every test of records runs again with its records on the server.
#[test]
fn what_holds_in_files_holds_on_the_server() {
    let Some(server) = server() else { return };
    let url = server.database("everything");
    let out = Command::new(std::env::current_exe().unwrap())
        .args(["record::", "review::", "clusters::", "import::", "export::", "index::", "--test-threads=2"])
        .env("DETENTE_TEST_POSTGRES", &url)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(out.status.success(), "{told}{}", String::from_utf8_lossy(&out.stderr));
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    let schemas: i64 =
        client.query_one("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 't%\\_%'", &[]).unwrap().get(0);
    assert!(schemas > 20, "the tests ran on the server: {schemas} records were made there\n{told}");
}

#[test]
fn two_writers_at_once_lose_and_double_nothing() {
    let Some(server) = server() else { return };
    let url = server.database("writers");
    drop(Record::connect(&url, true).unwrap());
    let writer = |from: usize, to: usize| {
        let url = url.clone();
        std::thread::spawn(move || {
            let r = Record::connect(&url, false).unwrap();
            stories(from, to)
                .chunks(7)
                .flat_map(|c| r.add_many(c, &tester(NOW)).unwrap())
                .filter(|a| !a.already)
                .count()
        })
    };
    // They overlap in the middle: each document is added by one of them only.
    let (one, two) = (writer(0, 240), writer(160, 400));
    let reviewer = {
        let url = url.clone();
        std::thread::spawn(move || {
            let r = Record::connect(&url, false).unwrap();
            let mut rejected = Vec::new();
            while rejected.len() < 40 {
                let open = Filter { limit: Some(1), ..Filter::default() };
                for e in r.events(&open).unwrap() {
                    r.decide(&Decision::Reject { event: e.event.id.clone() }, NOW.parse().unwrap(), "ana").unwrap();
                    rejected.push(e.event.id);
                }
            }
            rejected
        })
    };
    let added = one.join().unwrap() + two.join().unwrap();
    let rejected = reviewer.join().unwrap();
    let r = Record::connect(&url, false).unwrap();
    assert_eq!(added, 400);
    assert_eq!(r.documents().unwrap().len(), 400);
    assert_eq!(r.count(&Filter { rejected: true, ..Filter::default() }).unwrap(), 800);
    assert_eq!(r.count(&Filter::default()).unwrap(), 760);
    assert!(rejected.iter().all(|id| r.event(id).unwrap().unwrap().rejected));
    assert_eq!(r.check().unwrap(), []);
}

#[test]
fn connections_are_encrypted_and_certificates_looked_at_as_the_address_asks() {
    let Some(server) = server() else { return };
    let url = server.database("tls");
    drop(Record::connect(&url, true).unwrap());
    let authority = server.folder.join("server.pem").display().to_string().replace('/', "%2F");
    let named = url.replace("127.0.0.1", "localhost");
    let table = [
        (format!("{url}?sslmode=disable"), Ok(false)),
        (url.clone(), Ok(true)),
        (format!("{url}?sslmode=require"), Ok(true)),
        (format!("{url}?sslmode=verify-full&sslrootcert={authority}"), Ok(true)),
        (format!("{named}?sslmode=verify-ca&sslrootcert={authority}"), Ok(true)),
        // The certificate is not of that name, or nobody known signed it.
        (format!("{named}?sslmode=verify-full&sslrootcert={authority}"), Err("certificate")),
        (format!("{url}?sslmode=verify-full"), Err("certificate")),
        (format!("{url}?sslmode=verify-ca"), Err("certificate")),
    ];
    for (url, expected) in table {
        match (Record::connect(&url, false), expected) {
            (Ok(record), Ok(encrypted)) => {
                record.documents().unwrap();
                let sql =
                    "SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a ON a.pid = s.pid WHERE a.datname = 'tls'";
                let now: Vec<bool> = server.client().query(sql, &[]).unwrap().iter().map(|r| r.get(0)).collect();
                assert_eq!(now, [encrypted], "{url}");
                drop(record);
                // The server takes a moment to let go of it.
                let open = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'tls'";
                while server.client().query_one(open, &[]).unwrap().get::<_, i64>(0) > 0 {
                    std::thread::sleep(Duration::from_millis(20));
                }
            }
            (Err(e), Err(words)) => {
                assert!(e.is_connection() && e.to_string().contains(words), "{url}: {e}");
                assert!(e.mend().contains("sslrootcert"), "{}", e.mend());
            }
            (got, expected) => {
                panic!("{url}: {:?} instead of {expected:?}", got.map(|_| ()).map_err(|e| e.to_string()))
            }
        }
    }
}

#[test]
fn two_programs_make_one_record() {
    let Some(server) = server() else { return };
    let url = server.database("made");
    let makers: Vec<_> = (0..4)
        .map(|_| {
            let url = url.clone();
            std::thread::spawn(move || Record::connect(&url, true).map(|r| r.documents().unwrap().len()))
        })
        .collect();
    for m in makers {
        assert_eq!(m.join().unwrap().unwrap(), 0);
    }
    assert_eq!(Record::version_of(&url).unwrap(), Some(Record::newest_version()));
}

#[test]
fn a_lost_connection_is_told_and_loses_nothing() {
    let Some(server) = server() else { return };
    let url = server.database("lost");
    let r = Record::connect(&url, true).unwrap();
    r.add_many(&stories(0, 20), &tester(NOW)).unwrap();
    let cut = || {
        server.client().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'lost' AND pid <> pg_backend_pid()",
            &[],
        )
    };
    cut().unwrap();
    let e = r.events(&Filter::default()).unwrap_err();
    assert!(e.is_connection() && e.to_string().contains("/lost"), "{e}");
    assert!(r.add_many(&stories(20, 40), &tester(NOW)).unwrap_err().is_connection());
    // In the middle of an ingest.
    let writer = {
        let url = url.clone();
        std::thread::spawn(move || {
            let r = Record::connect(&url, false).unwrap();
            r.add_many(&stories(100, 2000), &tester(NOW)).map(|a| a.len())
        })
    };
    std::thread::sleep(Duration::from_millis(300));
    cut().unwrap();
    let outcome = writer.join().unwrap();
    let r = Record::connect(&url, false).unwrap();
    match outcome {
        // It was done before the connection was cut.
        Ok(n) => assert_eq!(r.documents().unwrap().len(), 20 + n),
        Err(e) => {
            assert!(e.is_connection() && !e.mend().is_empty(), "{e}");
            assert_eq!(r.documents().unwrap().len(), 20);
        }
    }
    assert_eq!(r.check().unwrap(), []);
    // And where there is no server at all.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let e = Record::connect(&format!("postgres://ana:secret@127.0.0.1:{port}/x"), true).err().unwrap();
    assert!(e.is_connection() && !e.to_string().contains("secret"), "{e}");
    let e = Record::connect(&format!("{}/nowhere", server.address), true).err().unwrap();
    assert!(e.is_connection() && e.to_string().contains("nowhere"), "{e}");
}

#[test]
fn one_who_may_only_read_reads_and_is_told() {
    let Some(server) = server() else { return };
    let url = server.database("readers");
    let r = Record::connect(&url, true).unwrap();
    r.add_many(&stories(0, 5), &tester(NOW)).unwrap();
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    client.batch_execute("CREATE ROLE reader LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader").unwrap();
    let theirs = Record::connect(&url.replace("detente@", "reader@"), true).unwrap();
    assert_eq!(theirs.events(&Filter::default()).unwrap().len(), 10);
    let e = theirs.add_many(&stories(5, 6), &tester(NOW)).unwrap_err();
    assert!(e.is_read_only() && !e.mend().is_empty(), "{e}");
    assert_eq!(r.documents().unwrap().len(), 5);
}

#[test]
fn what_is_kept_cannot_be_changed_and_what_is_not_ours_is_left_alone() {
    let Some(server) = server() else { return };
    let url = server.database("kept");
    Record::connect(&url, true).unwrap().add_many(&stories(0, 2), &tester(NOW)).unwrap();
    let mut client = postgres::Client::connect(&url, postgres::NoTls).unwrap();
    for sql in
        ["UPDATE document SET text = 'x'", "DELETE FROM report", "DELETE FROM coding", "TRUNCATE document CASCADE"]
    {
        let e = client.batch_execute(sql).unwrap_err();
        assert!(e.to_string().contains("kept") || e.as_db_error().unwrap().message().contains("kept"), "{sql}: {e:?}");
    }
    let other = server.database("other");
    let mut client = postgres::Client::connect(&other, postgres::NoTls).unwrap();
    client.batch_execute("CREATE TABLE document (mine TEXT); INSERT INTO document VALUES ('all mine')").unwrap();
    let e = Record::connect(&other, true).err().unwrap();
    assert!(e.is_not_a_record() && e.to_string().contains("other tables"), "{e}");
    let mine: String = client.query_one("SELECT mine FROM document", &[]).unwrap().get(0);
    assert_eq!(mine, "all mine");
    let newer = server.database("newer");
    let mut client = postgres::Client::connect(&newer, postgres::NoTls).unwrap();
    client
        .batch_execute("CREATE TABLE detente_version (version BIGINT); INSERT INTO detente_version VALUES (99)")
        .unwrap();
    let e = Record::connect(&newer, true).err().unwrap();
    assert!(e.is_not_a_record() && e.mend().contains("newer"), "{e}");
}

/// A table space on a file system of a few megabytes, where this process may make one.
#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let Some(server) = server() else { return };
    let small = server.folder.join("small");
    std::fs::create_dir_all(&small).unwrap();
    let done = |c: &mut Command| c.output().is_ok_and(|o| o.status.success());
    let mounted = done(Command::new("mount").args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"]).arg(&small));
    if !mounted || !done(Command::new("chown").arg("postgres").arg(&small)) {
        use std::io::Write;
        let _ = writeln!(
            std::io::stderr(),
            "skipped: no small file system can be mounted here; a full disk was not tested"
        );
        return;
    }
    let run = || {
        server.admin(&format!("CREATE TABLESPACE small LOCATION '{}'", small.display()));
        server.admin("CREATE DATABASE full_disk TABLESPACE small");
        // room that somebody makes afterwards: without any, PostgreSQL lets nobody connect
        let ballast = small.join("ballast");
        std::fs::write(&ballast, vec![0u8; 1 << 20]).unwrap();
        let r = Record::connect(&format!("{}/full_disk", server.address), true).unwrap();
        let mut kept = 0;
        for n in 0..2000 {
            match r.add_many(&stories(n * 50, n * 50 + 50), &tester(NOW)) {
                Ok(_) => kept += 50,
                Err(e) => {
                    assert!(e.is_full() && e.mend().contains("room"), "{e}");
                    break;
                }
            }
        }
        assert!(kept > 0 && kept < 100_000);
        std::fs::remove_file(&ballast).unwrap();
        let r = Record::connect(&format!("{}/full_disk", server.address), false).unwrap();
        assert_eq!(r.documents().unwrap().len(), kept);
        assert_eq!(r.check().unwrap(), []);
    };
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
    server.admin("DROP DATABASE IF EXISTS full_disk WITH (FORCE)");
    server.admin("DROP TABLESPACE IF EXISTS small");
    assert!(done(Command::new("umount").arg(&small)));
    outcome.unwrap();
}
