//! What the values of a document mean together: raw document in, [`Deployment`] out, or all that is wrong.
//!
//! The structure has been checked before ([`structure`]), so nothing here asks whether a text is a
//! text. A value that is wrong is reported and replaced by a harmless one, so that the rest is checked in the same round;
//! what comes out is only deployed when no error was reported. What follows from a mistake that was reported before is not
//! reported.

mod admin;
mod board;
mod expression;
mod legend;
pub(crate) mod maintenance;
mod mapping;
mod provided;
mod rule;
mod system;
mod target;
mod template;

use super::address::{self, Host, Origin, Wrong};
use super::deployment::{Deployed, Deployment, Login};
use super::moment;
use super::problem::Problem;
use super::raw::{Document, Id, Span, Visibility};
use super::yaml::{self, Node};
use super::{Config, Link, Site, structure};
use metrics_engine::time::Duration;

/// What is deployed unless the document says otherwise.
const LISTEN: &str = "127.0.0.1:8080";

/// Longest name of anything, in characters. Longer ones break every layout.
pub(crate) const LONGEST_NAME: usize = 80;

/// Longest text, in characters.
const LONGEST_TEXT: usize = 400;

/// Where a document comes from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its text.
    pub text: &'a str,
    /// The same with places.
    pub tree: &'a Node,
    /// The paths of what did not fit the schema.
    pub broken: &'a [String],
}

/// A document that was checked.
#[derive(Clone, Debug)]
pub struct Validated {
    /// What it says. To be deployed only where no problem is an error.
    pub deployment: Deployment,
    /// All that is wrong with it.
    pub problems: Vec<Problem>,
    /// Whether the ids of all systems are known.
    pub knows_systems: bool,
}

/// Checks `document`.
pub fn validate(document: &Document, source: &Source) -> Validated {
    let mut report = Report::new(*source);
    let (site, hosts) = site(&document.site, &mut report);
    let url = document.site.url.as_str();
    let url = if url.is_empty() { None } else { report.address("site.url", Origin::parse(url)) };
    let listen = document.listen.as_deref().unwrap_or(LISTEN);
    let listen = report.address("listen", address::listen(listen)).unwrap_or_default();
    let proxy = &document.proxy;
    let origin = if proxy.url.is_empty() {
        None
    } else {
        report.address("proxy.url", Origin::parse(&proxy.url))
    };
    let cache = cache(proxy.cache, &mut report);
    let max_header_bytes = max_header_bytes(proxy.max_header_bytes, &mut report);
    let defaults = Defaults {
        interval: report.interval("defaults.interval", document.defaults.interval),
        timeout: report.timeout("defaults.timeout", document.defaults.timeout),
    };
    let origins = each(&proxy.origins, "proxy.origins", &mut report, Origin::parse);
    let resolver = each(&proxy.resolver, "proxy.resolver", &mut report, address::resolver);
    let admin = document.admin.as_ref().map(|raw| admin::admin(raw, &mut report));
    let systems = system::systems(document, defaults, &mut report);
    let groups = rule::groups(&document.rules, &mut report);
    let dashboards = board::dashboards(&document.dashboards, "dashboards", "", &mut report);
    let ids: Vec<&str> = systems.iter().map(|system| system.id.as_str()).collect();
    let knows_systems = knows_systems(&document.systems, &ids, &report);
    let known = knows_systems.then_some(ids.as_slice());
    let maintenance = maintenance::maintenance(&document.maintenance, known, &mut report);
    let incidents = document.incidents.clone();
    if incidents.as_ref().is_some_and(|folder| folder.trim().is_empty()) {
        report.error("incidents", "nothing is here", "name a folder, as in incidents");
    }
    let mut deployment = Deployment {
        site,
        hosts,
        url,
        listen,
        proxy: origin,
        cache,
        recorder: document.recorder,
        origins,
        max_header_bytes,
        resolver,
        admin,
        systems,
        groups,
        dashboards,
        maintenance,
        incidents,
    };
    together(&deployment, document, &mut report);
    deployment.systems = system::grouped(deployment.systems);
    Validated { deployment, problems: report.problems, knows_systems }
}

/// What holds for every system that does not say otherwise, where it was given and is right.
#[derive(Clone, Copy)]
struct Defaults {
    interval: Option<Duration>,
    timeout: Option<Duration>,
}

/// Whether the ids of all systems are known.
fn knows_systems(raw: &[super::raw::System], ids: &[&str], report: &Report) -> bool {
    let has_id = |(index, (raw, id)): (usize, (&super::raw::System, &&str))| {
        !id.is_empty() && !report.is_broken(&id_path(raw, index))
    };
    raw.iter().zip(ids).enumerate().all(has_id)
}

/// The path of what the id of a system comes from.
fn id_path(raw: &super::raw::System, index: usize) -> String {
    let key = if raw.id.is_some() { "id" } else { "name" };
    format!("systems[{index}].{key}")
}

/// The problems so far, and where things stand.
struct Report<'a> {
    source: Source<'a>,
    /// Paths of values that were reported here, where others depend on them.
    wrong: Vec<String>,
    problems: Vec<Problem>,
}

impl<'a> Report<'a> {
    fn new(source: Source<'a>) -> Self {
        Self { source, wrong: Vec::new(), problems: Vec::new() }
    }

    fn push(&mut self, problem: Problem) {
        if !self.is_broken(&problem.path) {
            self.problems.push(problem);
        }
    }

    fn error(&mut self, path: &str, message: impl Into<String>, hint: impl Into<String>) {
        let at = self.source.tree.place(path);
        self.push(Problem::error(at, path, message).with_hint(hint));
    }

    fn warning(&mut self, path: &str, message: impl Into<String>, hint: impl Into<String>) {
        let at = self.source.tree.place(path);
        self.push(Problem::warning(at, path, message).with_hint(hint));
    }

    /// An error at the byte `offset` of `text`, which is the value at `path`, blanks around it aside.
    fn error_within(
        &mut self,
        path: &str,
        text: &str,
        offset: usize,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let start = self.source.tree.place(path);
        let at = yaml::within(self.source.text, start, text, offset).unwrap_or(start);
        self.push(Problem::error(at, path, message).with_hint(hint));
    }

    /// Whether what is at `path` only stands in for a mistake.
    fn is_broken(&self, path: &str) -> bool {
        structure::is_broken(self.source.broken, path)
    }

    /// Whether something at `path` or within it is a mistake that was reported.
    fn is_unclear(&self, path: &str) -> bool {
        let within = [path.to_owned()];
        let mistakes = self.source.broken.iter().chain(&self.wrong);
        self.is_broken(path) || mistakes.into_iter().any(|it| structure::is_broken(&within, it))
    }

    fn address<T>(&mut self, path: &str, read: Result<T, Wrong>) -> Option<T> {
        read.map_err(|wrong| self.error(path, wrong.message, wrong.hint)).ok()
    }

    /// A name to show: something, in one line, not too long.
    fn name(&mut self, path: &str, text: &str) -> String {
        if text.trim().is_empty() {
            self.error(path, "nothing is here", "write the name to show");
        }
        self.text(path, text, LONGEST_NAME)
    }

    /// A text to show, in one line.
    fn text(&mut self, path: &str, text: &str, longest: usize) -> String {
        let text = text.trim();
        if let Some(char) = text.chars().find(|char| char.is_control() || is_direction(*char)) {
            self.error(path, format!("{char:?} is in the text"), "write one line of plain text");
            self.wrong.push(path.to_owned());
        }
        if text.chars().count() > longest {
            self.error(path, format!("the text is longer than {longest} characters"), "shorten it");
        }
        text.to_owned()
    }

    /// Reports an id that one of `others`, the items before it in the list `of`, has already.
    fn unique<'b>(
        &mut self,
        path: &str,
        id: &str,
        mut others: impl Iterator<Item = &'b str>,
        of: &str,
    ) {
        if let Some(other) = others.position(|other| other == id && !id.is_empty()) {
            let message = format!("the id {id:?} is that of {of}[{other}]");
            self.error(path, message, "give one of them another `id`");
            self.wrong.push(path.to_owned());
        }
    }

    /// A span between `least` and `most`.
    fn span(
        &mut self,
        path: &str,
        span: Option<Span>,
        least: Duration,
        most: Duration,
    ) -> Option<Duration> {
        let span = span?.0;
        if span < least || span > most {
            self.error(path, format!("{span} is out of range"), format!("from {least} to {most}"));
            self.wrong.push(path.to_owned());
            return None;
        }
        Some(span)
    }

    fn interval(&mut self, path: &str, span: Option<Span>) -> Option<Duration> {
        self.span(path, span, Duration::from_secs(1), Duration::from_secs(86_400))
    }

    fn timeout(&mut self, path: &str, span: Option<Span>) -> Option<Duration> {
        self.span(path, span, Duration(100), Duration::from_secs(120))
    }
}

/// The id as written, or one made from the name at `path`: `Campus chatbot` becomes `campus-chatbot`.
fn id(written: Option<&Id>, name: &str, path: &str, report: &mut Report) -> String {
    if let Some(Id(id)) = written {
        return id.clone();
    }
    let letters =
        |char: char| if char.is_ascii_alphanumeric() { char.to_ascii_lowercase() } else { ' ' };
    let id = name
        .chars()
        .map(letters)
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join("-");
    if id.is_empty() && !name.is_empty() && !report.is_unclear(path) {
        let message = format!("no id can be made from {name:?}");
        report.error(path, message, "add an `id` of a-z, 0-9 and -");
    }
    id
}

/// Characters that turn the direction of the text around them: they can make a name read as another.
pub(crate) fn is_direction(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn each<T>(
    texts: &[String],
    path: &str,
    report: &mut Report,
    read: fn(&str) -> Result<T, Wrong>,
) -> Vec<T> {
    let read =
        |(index, text): (usize, &String)| report.address(&format!("{path}[{index}]"), read(text));
    texts.iter().enumerate().filter_map(read).collect()
}

fn site(raw: &super::raw::Site, report: &mut Report) -> (Site, Vec<String>) {
    let name = report.name("site.name", &raw.name);
    if let Some(logo) = raw.logo.as_deref().filter(|logo| !is_picture(logo)) {
        report.error(
            "site.logo",
            format!("{logo:?} is no picture on this site"),
            "as in /logo.svg, a file beside index.html",
        );
    }
    let links = raw.links.iter().enumerate().map(|(index, link)| {
        let path = format!("site.links[{index}]");
        if !is_link(&link.url) {
            let hint =
                "an https:, http: or mailto: address, or a path on this site, as in /about.html";
            report.error(&format!("{path}.url"), format!("{:?} cannot be linked", link.url), hint);
        }
        Link { label: report.name(&format!("{path}.label"), &link.label), url: link.url.clone() }
    });
    let links = links.collect();
    let hosts = each(&raw.hosts, "site.hosts", report, |host| {
        Host::parse(host).map(|host| host.to_string())
    });
    let timezone = raw.timezone.as_deref();
    let zone = timezone.map(|name| report.address("site.timezone", moment::zone(name)));
    let timezone = timezone.filter(|_| zone.flatten().is_some()).map(str::to_owned);
    (Site { name, logo: raw.logo.clone(), links, timezone }, hosts)
}

/// A file that nginx serves beside the page.
fn is_picture(path: &str) -> bool {
    let Some((stem, kind)) = path.strip_prefix('/').and_then(|name| name.rsplit_once('.')) else {
        return false;
    };
    matches!(kind, "svg" | "png" | "webp" | "avif" | "jpg" | "ico")
        && stem.starts_with(|char: char| char.is_ascii_alphanumeric())
        && stem
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// An address that is safe behind a link: above all, no `javascript:`.
fn is_link(url: &str) -> bool {
    let local = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    let known = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| url.starts_with(scheme) && url.len() > scheme.len());
    (local || known) && !url.chars().any(|char| char.is_control() || char.is_whitespace())
}

fn max_header_bytes(written: Option<u32>, report: &mut Report) -> usize {
    let bytes = written.map_or(Deployment::MAX_HEADER_BYTES, |bytes| bytes as usize);
    if !(4096..=1_048_576).contains(&bytes) {
        let message = format!("{bytes} bytes are not between 4096 and 1048576");
        report.error("proxy.max_header_bytes", message, "write 32768, or leave it out");
    }
    bytes
}

fn cache(span: Option<Span>, report: &mut Report) -> Duration {
    let (least, most) = (Duration::from_secs(1), Duration::from_secs(60));
    let cache = report.span("proxy.cache", span, least, most).unwrap_or(Config::CACHE);
    if cache.0 % 1000 != 0 {
        report.error(
            "proxy.cache",
            format!("{cache} is no whole number of seconds"),
            "nginx counts whole seconds, as in 2s",
        );
    }
    cache
}

/// What no section can know by itself. The systems are still in the order of the document.
fn together(deployment: &Deployment, document: &Document, report: &mut Report) {
    let systems = &deployment.systems;
    if systems.is_empty() {
        report.error(
            "systems",
            "there is no system",
            "a name, a url and a preset are enough for one",
        );
    } else if systems.iter().all(|system| system.visibility == Visibility::Private)
        && !report.is_broken("systems")
    {
        report.warning(
            "systems",
            "every system is private: the page is empty",
            "`full` and `verdict` systems are shown",
        );
    }
    rule::names_twice(deployment, report);
    board::ids_twice(deployment, document, report);
    for (index, system) in systems.iter().enumerate() {
        if system.visibility != Visibility::Private {
            names_private(system, index, systems, report);
        }
    }
    target::clashes(systems, document, report);
    unseen(document, report);
    let shortest =
        systems.iter().flat_map(|system| &system.checks).map(|check| check.interval).min();
    if let Some(interval) = shortest.filter(|interval| *interval < deployment.cache) {
        let message = format!(
            "answers are shared for {}, but a check is due every {interval}",
            deployment.cache
        );
        report.warning(
            "proxy.cache",
            message,
            "make it shorter than every interval, or one answer counts twice",
        );
    }
    // Where name servers are given, and perhaps wrongly, that has been said.
    if document.proxy.resolver.is_empty() {
        unresolved(deployment, document, report);
    }
}

/// What only operators see, where there is no page for them.
fn unseen(document: &Document, report: &mut Report) {
    if document.admin.is_some() {
        return;
    }
    let of_system = |(index, system): (usize, &super::raw::System)| {
        let has = [
            ("metrics", !system.metrics.is_empty()),
            ("rules", system.rules.as_ref().is_some_and(|rules| !rules.is_empty())),
            ("dashboards", system.dashboards.as_ref().is_some_and(|boards| !boards.is_empty())),
        ];
        has.into_iter()
            .filter(|(_, has)| *has)
            .map(move |(key, _)| format!("systems[{index}].{key}"))
    };
    let of_systems = document.systems.iter().enumerate().flat_map(of_system);
    let own =
        [("rules", !document.rules.is_empty()), ("dashboards", !document.dashboards.is_empty())];
    let own = own.into_iter().filter(|(_, has)| *has).map(|(key, _)| key.to_owned());
    let paths: Vec<String> = of_systems.chain(own).collect();
    let Some(first) = paths.first() else { return };
    let others = match paths.len() - 1 {
        0 => String::new(),
        1 => ", nor another section like it".to_owned(),
        n => format!(", nor {n} other sections like it"),
    };
    let message = format!("there is no `admin` section, so nobody sees or evaluates this{others}");
    report.warning(first, message, "`admin: {}` gives operators a page behind a login");
}

/// A public text that gives away the name of a private system.
fn names_private(system: &Deployed, index: usize, systems: &[Deployed], report: &mut Report) {
    let texts =
        [("name", &system.name), ("group", &system.group), ("description", &system.description)];
    for private in systems
        .iter()
        .filter(|system| system.visibility == Visibility::Private && !system.name.is_empty())
    {
        let name = private.name.to_lowercase();
        for (key, _) in texts.iter().filter(|(_, text)| text.to_lowercase().contains(&name)) {
            let message = format!("this public text names the private system {:?}", private.name);
            report.warning(&format!("systems[{index}].{key}"), message, "leave the name out");
        }
    }
}

/// Names that nginx resolves when it starts, each once; and certificates that it cannot verify.
fn unresolved(deployment: &Deployment, document: &Document, report: &mut Report) {
    let mut asked: Vec<(&Origin, String)> = Vec::new();
    if let Some(Login::AuthRequest { upstream, .. }) =
        deployment.admin.as_ref().map(|admin| &admin.login)
    {
        asked.push((&upstream.origin, "admin.login.auth_request".to_owned()));
    }
    let is_admin = deployment.admin.is_some();
    for (index, (system, raw)) in deployment.systems.iter().zip(&document.systems).enumerate() {
        let of = format!("systems[{index}]");
        let checks = system.checks.iter().enumerate();
        asked.extend(checks.filter(|_| is_admin || system.visibility == Visibility::Full).map(
            |(number, check)| {
                let within =
                    if raw.url.is_some() { String::new() } else { format!(".checks[{number}]") };
                (&check.upstream.origin, format!("{of}{within}.url"))
            },
        ));
        let targets = system.metrics.iter().enumerate().filter(|_| is_admin);
        asked.extend(targets.map(|(number, target)| {
            (&target.upstream.origin, format!("{of}.metrics[{number}].url"))
        }));
    }
    let mut seen: Vec<&Host> = Vec::new();
    for (origin, path) in &asked {
        if let (true, Host::Ip(ip)) = (origin.secure, &origin.host) {
            let message = format!("nginx cannot verify a certificate for the IP address {ip}");
            let hint = "write a host name that is in the certificate; until then, this is unknown where nginx alone asks";
            report.warning(path, message, hint);
        }
    }
    let hosts = asked.iter().map(|(origin, path)| (&origin.host, path));
    for (host, path) in hosts.filter(|(host, _)| host.needs_resolver()) {
        if seen.contains(&host) {
            continue;
        }
        seen.push(host);
        let message =
            format!("nginx resolves {host} only when it starts, and does not start if it cannot");
        let hint = "set `proxy.resolver` to a name server, or write an IP address";
        report.warning(path, message, hint);
    }
}
