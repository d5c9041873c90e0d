//! Secrets do not become public, and hostile texts do not reach nginx's language.

use crate::path;
use allclear::config::deployment::Deployment;
use allclear::config::document;
use allclear::config::nginx::{self, Edition, Layout, Place};
use allclear::config::{Config, private};
use allclear::decode::health::{PartSource, StateSource};
use std::path::Path;

fn read(text: &str) -> Deployment {
    let reading = document::read(text);
    reading.deployment.unwrap_or_else(|| panic!("{:#?}", reading.problems))
}

fn public(deployment: &Deployment) -> String {
    deployment.public().to_json()
}

fn conf(deployment: &Deployment) -> String {
    let place = |path: &str| Place::new(Path::new(path)).unwrap();
    let layout = Layout {
        preloads: Vec::new(),
        admin_preloads: Vec::new(),
        passwords: place("/out/htpasswd"),
        root: place("/root"),
        out: place("/out"),
        pages: place("/pages"),
        run: place("/run"),
        edition: Edition::default(),
        brotli: None,
        script: None,
        authorities: Some(place("/authorities")),
        user: None,
    };
    nginx::render(deployment, &layout)
}

/// Whatever begins with `hidden` is a secret of this document.
const DOCUMENT: &str = "
site: { name: Shown site }
proxy: { resolver: [10.9.8.7] }
systems:
  - name: Shown chat
    group: Shown group
    preset: rat
    parts: { postgres: Shown database }
    checks:
      - { name: Shown api, url: 'http://hidden-upstream:1/hidden-path?hidden=1' }
      - name: Shown ready
        url: http://hidden-upstream:1/hidden-ready
        publish: code
        mapping: { state: [{ json: /hidden-state }], words: { down: [hidden-word] }, numbers: { hidden_number: /hidden } }
    metrics: [{ url: 'http://hidden-upstream:1/hidden-metrics', job: hidden-job }]
  - name: Shown messages
    url: http://hidden-upstream:2/x
    mapping:
      state: [{ json: /shown-state }]
      parts:
        - { map: /shown-map, state: /shown-word, message: /hidden-message }
        - { list: /shown-list, name: /n, state: /s, message: /hidden-message }
  - name: Shown verdict
    visibility: verdict
    critical: [hidden-part]
    parts: { hidden-part: hidden-part-name }
    url: http://hidden-verdict:3/hidden-path
    mapping: { state: [{ header: hidden-header }], parts: [{ field: /hidden-field, name: hidden-part }] }
  - name: Hidden system
    id: hidden-id
    group: Hidden group
    description: Hidden description
    visibility: private
    preset: rat
    parts: { hidden-part: hidden-part-name }
    checks: [{ name: Hidden check, url: 'http://hidden-private:4/hidden-path' }]
    metrics: [{ url: 'http://hidden-private:4/hidden-metrics' }]
    rules: [{ alert: HiddenAlert, expr: hidden == 0 }]
    dashboards: [{ title: Hidden dashboard, panels: [{ title: Hidden panel, expr: hidden }] }]
rules: [{ name: hidden-group, rules: [{ alert: HiddenAlert, expr: hidden == 0 }] }]
dashboards: [{ title: Hidden board, panels: [{ title: Hidden panel, expr: hidden }] }]
";

#[test]
fn shows_visitors_nothing_that_is_not_theirs() {
    let deployment = read(DOCUMENT);
    let public = public(&deployment);
    assert!(!public.to_lowercase().contains("hidden"), "{public}");
    for shown in [
        "Shown site",
        "Shown chat",
        "Shown group",
        "Shown database",
        "Shown api",
        "Shown ready",
        "/shown-state",
        "/shown-map",
        "/shown-word",
        "/shown-list",
        "Shown verdict",
    ] {
        assert!(public.contains(shown), "{shown}: {public}");
    }
    assert!(
        !public.contains("10.9.8.7") && !public.contains("\"message\"") && !public.contains("http"),
        "{public}"
    );
    let config = Config::from_json(public.as_bytes()).unwrap();
    assert_eq!(config.systems.len(), 3);
    assert!(
        config
            .mappings
            .iter()
            .any(|mapping| mapping.state == [StateSource::Code] && mapping.parts.is_empty())
    );
}

#[test]
fn shows_operators_all_of_it() {
    let private = read(DOCUMENT).private();
    let text = private.to_json();
    for hidden in [
        "Hidden system",
        "/hidden-message",
        "hidden-job",
        "hidden-word",
        "HiddenAlert",
        "hidden-group",
        "Hidden dashboard",
        "Hidden board",
    ] {
        assert!(text.contains(hidden), "{hidden}: {text}");
    }
    assert_eq!(private.config.systems.len(), 4);
    let has_message = |part: &PartSource| matches!(part, PartSource::Map { message: Some(_), .. });
    assert!(private.config.mappings.iter().flat_map(|mapping| &mapping.parts).any(has_message));
    assert_eq!(private.hidden, ["shown-verdict", "hidden-id"]);
    let target = private.targets.last().unwrap();
    assert_eq!(
        (target.system.as_str(), target.instance.as_str(), target.path.as_str()),
        ("hidden-id", "hidden-private:4", "/hidden-metrics")
    );
    assert_eq!(private.config.proxy, "/admin");
    assert_eq!(private::Private::from_json(text.as_bytes()), Ok(private));
}

#[test]
fn opens_nginx_for_published_checks_alone() {
    let conf = conf(&read(DOCUMENT));
    for open in
        ["location = /status/shown-chat/shown-api {", "location = /status/shown-messages/health {"]
    {
        assert!(conf.contains(open), "{open}");
    }
    for closed in
        ["hidden-private", "hidden-verdict", "hidden-metrics", "hidden-id", "Hidden", "Shown"]
    {
        assert!(!conf.contains(closed), "{closed}");
    }
    // Of a system of which only the verdict is public, what a recorder writes for badges, and no address of its checks.
    let of_verdict: Vec<&str> =
        conf.lines().filter(|line| line.contains("shown-verdict")).collect();
    assert!(!of_verdict.is_empty());
    for line in of_verdict {
        assert!(line.contains("/badge/shown-verdict."), "{line}");
    }
}

/// The text of an nginx configuration outside of the locations behind the login, each of which is one, and outside of the server that
/// listens on a socket alone.
fn without_guarded(conf: &str) -> String {
    let inner = conf.find("    server {\n        listen \"unix:").unwrap();
    let (before, rest) = conf.split_at(inner);
    let (inner, after) = rest.split_once("\n    }\n").unwrap();
    assert_eq!(inner.matches("listen ").count(), 1, "{inner}");
    let conf = format!("{before}{after}");
    let mut rest = String::new();
    let mut lines = conf.lines();
    while let Some(line) = lines.next() {
        let head = line.trim_start();
        let is_data = ["= /admin/status/", "= /admin/metrics/", "= /admin/config.json"]
            .iter()
            .any(|at| head.starts_with(&format!("location {at}")));
        if !is_data {
            rest.push_str(line);
            rest.push('\n');
            continue;
        }
        let indent = &line[..line.len() - head.len()];
        let end = format!("{indent}}}");
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
        let says =
            |directive: &str| block.iter().any(|line| line.trim_start().starts_with(directive));
        assert!(says("auth_request ") && !says("satisfy "), "{line}: {block:?}");
    }
    rest
}

#[test]
fn opens_what_is_private_behind_the_login_alone() {
    for admin in
        ["admin:", "admin: {login: {auth_request: 'http://sign-in:1/auth', sign_in: /sign-in}}"]
    {
        let deployment = read(&format!("{admin}\n{DOCUMENT}"));
        assert_eq!(public(&deployment), public(&read(DOCUMENT)), "{admin}");
        let conf = conf(&deployment);
        for guarded in [
            "location = /admin/status/hidden-id/hidden-check {",
            "location = /admin/status/shown-verdict/health {",
            "location = /admin/metrics/shown-chat/metrics {",
            "location = /admin/config.json {",
        ] {
            assert!(conf.contains(guarded), "{guarded}");
        }
        let open = without_guarded(&conf);
        for hidden in ["hidden-private", "hidden-verdict", "hidden-metrics", "hidden-id"] {
            assert!(conf.contains(hidden) && !open.contains(hidden), "{hidden}");
        }
    }
}

#[test]
fn keeps_the_private_system_of_the_demo_private() {
    let deployment = crate::read(&path("demo/allclear.yaml")).deployment.unwrap();
    for text in [public(&deployment), without_guarded(&conf(&deployment))] {
        for secret in ["Quarrelsome", "quarrelsome", "payroll", "17400", "Back office"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    assert!(!public(&deployment).contains("127.0.0.1"));
    let private = deployment.private();
    assert!(private.config.systems.iter().any(|system| system.name == "Quarrelsome payroll"));
}

/// A document with one hostile text.
fn templates(text: &str) -> Vec<(&'static str, String)> {
    // JSON's texts are YAML's.
    let it = serde_json::to_string(text).unwrap();
    let system = |more: &str| {
        format!(
            "site: {{name: A}}\nsystems: [{{name: B, preset: text, url: 'http://127.0.0.1:1/', {more}}}]"
        )
    };
    let checks = |more: &str| {
        format!("site: {{name: A}}\nsystems: [{{name: B, preset: text, checks: [{{{more}}}]}}]")
    };
    let top = |more: &str| {
        format!(
            "site: {{name: A}}\n{more}\nsystems: [{{name: B, preset: text, url: 'http://127.0.0.1:1/'}}]"
        )
    };
    let site = |more: &str| {
        format!(
            "site: {{{more}}}\nsystems: [{{name: B, preset: text, url: 'http://127.0.0.1:1/'}}]"
        )
    };
    let health = "name: C, url: 'http://127.0.0.1:1/'";
    vec![
        ("site.name", site(&format!("name: {it}"))),
        ("site.brand.accent", site(&format!("name: A, brand: {{accent: {it}}}"))),
        ("site.brand.logo", site(&format!("name: A, brand: {{logo: {it}}}"))),
        ("site.brand.favicon", site(&format!("name: A, brand: {{favicon: {it}}}"))),
        ("site.brand.style", site(&format!("name: A, brand: {{style: {it}}}"))),
        ("site.url", site(&format!("name: A, url: {it}"))),
        ("site.hosts", site(&format!("name: A, hosts: [{it}]"))),
        ("site.links.label", site(&format!("name: A, links: [{{label: {it}, url: /}}]"))),
        ("site.links.url", site(&format!("name: A, links: [{{label: A, url: {it}}}]"))),
        ("listen", top(&format!("listen: {it}"))),
        ("proxy.url", top(&format!("proxy: {{url: {it}}}"))),
        ("proxy.origins", top(&format!("proxy: {{origins: [{it}]}}"))),
        ("proxy.resolver", top(&format!("proxy: {{resolver: [{it}]}}"))),
        ("admin.behind", top(&format!("admin: {{behind: [{it}]}}"))),
        ("admin.password_file", top(&format!("admin: {{password_file: {it}}}"))),
        (
            "admin.login.auth_request",
            top(&format!("admin: {{login: {{auth_request: {it}, sign_in: /}}}}")),
        ),
        (
            "admin.login.sign_in",
            top(&format!(
                "admin: {{login: {{auth_request: 'http://127.0.0.1:1/', sign_in: {it}}}}}"
            )),
        ),
        (
            "metrics.id",
            format!(
                "site: {{name: A}}\nadmin:\nsystems: [{{name: B, preset: text, url: 'http://127.0.0.1:1/', metrics: [{{url: 'http://127.0.0.1:1/m', id: {it}}}]}}]"
            ),
        ),
        ("proxy.cache", top(&format!("proxy: {{cache: {it}}}"))),
        (
            "name",
            format!(
                "site: {{name: A}}\nsystems: [{{name: {it}, preset: text, url: 'http://127.0.0.1:1/'}}]"
            ),
        ),
        ("id", system(&format!("id: {it}"))),
        ("group", system(&format!("group: {it}"))),
        ("description", system(&format!("description: {it}"))),
        ("timeout", system(&format!("timeout: {it}"))),
        ("metrics.url", system(&format!("metrics: [{{url: {it}}}]"))),
        ("checks.name", checks(&format!("name: {it}, url: 'http://127.0.0.1:1/'"))),
        ("checks.id", checks(&format!("{health}, id: {it}"))),
        ("checks.url", checks(&format!("name: C, url: {it}"))),
        ("header", checks(&format!("{health}, mapping: {{state: [{{header: {it}}}]}}"))),
        (
            "words",
            checks(&format!("{health}, mapping: {{state: [text], words: {{down: [{it}]}}}}")),
        ),
        ("critical", checks(&format!("{health}, mapping: {{state: [text], critical: [{it}]}}"))),
        ("pointer", checks(&format!("{health}, mapping: {{state: [{{json: {it}}}]}}"))),
    ]
}

#[test]
fn lets_no_text_into_the_language_of_nginx() {
    let payloads = [
        "\"; return 200 \"",
        "'; return 200 '",
        "; return 200 x",
        "} location /x { return 200; ",
        "{",
        "$host",
        "${host}",
        "\\",
        "\n",
        "\r\n",
        "x\ny",
        "#",
        "# \n",
        "\0",
        "\t",
        "`",
        " ",
        "\u{85}",
        "\u{2028}",
        "*",
        "~^.*$",
    ];
    let around = ["", "http://127.0.0.1:1/", "https://a.example", "127.0.0.1:80"];
    // What a document with a login has, of either kind, is innocent as well.
    let url = "url: 'http://127.0.0.1:1/'";
    let plain = templates("a")[0].1.replace(url, &format!("{url}, metrics: [{{{url}}}]"));
    let innocent: String = [
        "",
        "admin: {behind: [127.0.0.1]}\n",
        "admin: {login: {auth_request: 'http://127.0.0.1:1/', sign_in: /}}\n",
    ]
    .iter()
    .map(|admin| conf(&read(&format!("{admin}{plain}"))))
    .collect();
    let mut n_accepted = 0;
    for payload in payloads {
        for text in around
            .iter()
            .flat_map(|around| [format!("{around}{payload}"), format!("{payload}{around}")])
        {
            for (key, document) in templates(&text) {
                let Some(deployment) = document::read(&document).deployment else { continue };
                n_accepted += 1;
                // What is accepted reaches nginx as an id, as a strict address, or not at all: so every line is one that
                // an innocent document has too, but for those that carry such a value.
                for line in conf(&deployment).lines().filter(|line| !innocent.contains(*line)) {
                    let line = line.trim();
                    let directive = line.split(' ').next().unwrap_or_default();
                    let known = [
                        "location",
                        "alias",
                        "proxy_pass",
                        "proxy_cache_key",
                        "set",
                        "add_header",
                        "server_name",
                        "set_real_ip_from",
                        "listen",
                    ];
                    assert!(
                        known.contains(&directive) || line.starts_with("\"http"),
                        "{key} {text:?}: {line}"
                    );
                    assert!(
                        payload.trim().len() < 3 || !line.contains(payload.trim()),
                        "{key} {text:?}: {line}"
                    );
                    let value = line.trim_end_matches(" {").trim_end_matches(';');
                    assert!(
                        !value.contains([';', '{', '}', '\\', '`', '#'])
                            || directive == "add_header",
                        "{key} {text:?}: {line}"
                    );
                }
            }
        }
    }
    assert!(
        n_accepted > 100,
        "{n_accepted}: texts that only people see may contain anything printable"
    );
}
