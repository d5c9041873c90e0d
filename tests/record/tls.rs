//! Systems behind https: which of them the recorder trusts, and what it reports about the others.

use crate::server::{free_port, is_installed};
use crate::world::{Place, until};
use allclear::history::Cause;
use allclear::history::document::Verdicts;
use allclear::status::Status;
use allclear::status::check::Distrust;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd,
};
use std::fmt::Write as _;
use std::fs;
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// An authority: its certificate, and its key.
struct Authority {
    certificate: Certificate,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut parameters = CertificateParams::new(Vec::new()).unwrap();
        parameters.distinguished_name.push(DnType::CommonName, name);
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.self_signed(&key).unwrap();
        Self { certificate, issuer: Issuer::new(parameters, key) }
    }

    /// Writes a certificate for these names, and its key. `is_over` says that it has expired.
    fn sign(&self, place: &Place, file: &str, names: &[&str], is_over: bool) {
        let names = names.iter().map(|name| (*name).to_owned());
        let mut parameters = CertificateParams::new(names.collect::<Vec<_>>()).unwrap();
        if is_over {
            parameters.not_after = date_time_ymd(2020, 1, 1);
        }
        let key = KeyPair::generate().unwrap();
        let certificate = parameters.signed_by(&key, &self.issuer).unwrap();
        fs::write(place.path(&format!("{file}.pem")), certificate.pem()).unwrap();
        fs::write(place.path(&format!("{file}.key")), key.serialize_pem()).unwrap();
    }
}

/// An nginx that answers `ok` on each port, with its certificate, or without any. It ends when this is dropped.
struct Server(Child);

impl Server {
    fn start(place: &Place, listeners: &[(u16, Option<&str>)]) -> Self {
        let folder = place.path("");
        let folder = folder.display();
        let mut conf = format!(
            "daemon off; worker_processes 1; user root; pid {folder}/nginx.pid; error_log stderr crit; events {{}}\nhttp {{ access_log off; default_type text/plain;\n"
        );
        for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
            writeln!(conf, "{kind}_temp_path {folder}/{kind};").unwrap();
        }
        for (port, file) in listeners {
            let (ssl, certificate) = match file {
                Some(file) => {
                    let pem = format!("{folder}/{file}");
                    (" ssl", format!("ssl_certificate {pem}.pem; ssl_certificate_key {pem}.key;"))
                }
                None => ("", String::new()),
            };
            writeln!(
                conf,
                "server {{ listen 127.0.0.1:{port}{ssl}; {certificate} return 200 ok; }}"
            )
            .unwrap();
        }
        // nginx keeps its own user unless it runs as root, and warns of this line.
        fs::write(place.path("nginx.conf"), conf + "}\n").unwrap();
        let child = Command::new("nginx")
            .args(["-e", "stderr", "-p"])
            .arg(place.path(""))
            .arg("-c")
            .arg(place.path("nginx.conf"))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        until("nginx listens", || {
            listeners.iter().all(|(port, _)| TcpStream::connect(("127.0.0.1", *port)).is_ok())
        });
        Self(child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

#[test]
fn believes_who_proves_who_he_is_and_says_why_not_of_others() {
    if !is_installed() {
        return;
    }
    // The system, its certificate, and a word of the report on it.
    let systems = [
        ("address", "good", None),
        ("name", "good", None),
        (
            "another",
            "another",
            Some((Cause::Certificate(Distrust::Name), "not for the IP address")),
        ),
        ("expired", "expired", Some((Cause::Certificate(Distrust::Expired), "expired"))),
        ("stranger", "stranger", Some((Cause::Certificate(Distrust::Authority), "issuer"))),
        ("plain", "", Some((Cause::Broken, "wrong version number"))),
    ];
    let listeners: Vec<_> = systems
        .iter()
        .map(|(_, file, _)| (free_port(), (!file.is_empty()).then_some(*file)))
        .collect();
    let mut text =
        "site: {name: Test}\ndefaults: {interval: 1s, timeout: 2s}\nsystems:\n".to_owned();
    for ((id, ..), (port, _)) in systems.iter().zip(&listeners) {
        let host = if *id == "name" { "localhost" } else { "127.0.0.1" };
        writeln!(text, "  - {{name: {id}, preset: text, url: 'https://{host}:{port}/'}}").unwrap();
    }
    let place = Place::new(&text);
    let (known, unknown) = (Authority::new("Known"), Authority::new("Unknown"));
    fs::write(place.path("authorities.pem"), known.certificate.pem()).unwrap();
    known.sign(&place, "good", &["127.0.0.1", "localhost"], false);
    known.sign(&place, "another", &["another.example"], false);
    known.sign(&place, "expired", &["127.0.0.1"], true);
    unknown.sign(&place, "stranger", &["127.0.0.1"], false);
    let _server = Server::start(&place, &listeners);

    let mut command = place.command();
    command.arg("--authorities").arg(place.path("authorities.pem"));
    let mut recorder = place.start_command(&mut command);
    until("all is decided", || {
        assert!(recorder.is_running(), "{}", place.words());
        let verdicts = Verdicts::read(&place.published("status.json")).unwrap();
        verdicts.systems.len() == systems.len()
            && verdicts.systems.iter().all(|(_, verdict)| verdict.status != Status::Checking)
    });
    assert!(recorder.stop());
    let verdicts = Verdicts::read(&place.published("status.json")).unwrap();
    let words = place.words();
    for ((id, _, reason), (port, _)) in systems.iter().zip(&listeners) {
        let verdict = verdicts.of(id).unwrap();
        let lines: Vec<&str> =
            words.lines().filter(|line| line.contains(&format!(":{port}"))).collect();
        match reason {
            None => {
                assert_eq!((verdict.status, verdict.cause), (Status::Operational, None), "{id}");
                assert_eq!(lines, Vec::<&str>::new(), "{id}");
            }
            Some((cause, reason)) => {
                let found = (verdict.status, verdict.cause);
                assert_eq!(found, (Status::MajorOutage, Some(*cause)), "{id}");
                assert!(matches!(lines[..], [line] if line.contains(reason)), "{id}: {words}");
            }
        }
    }
}
