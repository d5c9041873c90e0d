use super::*;

#[test]
fn reads_addresses_and_prints_them_back() {
    for (text, printed) in [
        ("http://127.0.0.1:17401", "http://127.0.0.1:17401"),
        (
            "HTTP://Chat.Example.org:80/health?full=1&x=%24",
            "http://chat.example.org/health?full=1&x=%24",
        ),
        ("https://[2001:DB8::1]:8443/up/my-app", "https://[2001:db8::1]:8443/up/my-app"),
        ("https://[::1]/", "https://[::1]/"),
        ("http://my_service/", "http://my_service/"),
    ] {
        assert_eq!(
            Upstream::parse(text).map(|it| it.to_string()),
            Ok(printed.to_owned()),
            "{text}"
        );
    }
    assert_eq!(
        Origin::parse("https://a.example:443").map(|it| it.to_string()),
        Ok("https://a.example".to_owned())
    );
    for (text, printed) in
        [("127.0.0.1:80", "127.0.0.1:80"), ("[::]:8080", "[::]:8080"), ("*:80", "*:80")]
    {
        assert_eq!(listen(text).as_deref(), Ok(printed));
    }
    assert_eq!(resolver("::1").as_deref(), Ok("[::1]"));
    assert_eq!(resolver("127.0.0.11:53").as_deref(), Ok("127.0.0.11:53"));
}

#[test]
fn refuses_what_is_no_address_or_means_something_to_nginx() {
    for text in [
        "",
        "chat",
        "ftp://a/",
        "http://",
        "http:///x",
        "http://a:0/",
        "http://a:x/",
        "http://u:p@a/",
        "http://a/#x",
        "http://a?x",
        "http://a b/",
        "http://a/$host",
        "http://a/;}",
        "http://a/\"",
        "http://a/'",
        "http://a/{",
        "http://a/\\",
        "http://a/\n",
        "http://a/%2",
        "http://a/é",
        "http://a/../b",
        "http://1.2.3/",
        "http://0x7f.1/",
        "http://-a/",
        "http://a..b/",
        "http://[::g]/",
        "http://$x/",
        "http://a;/",
        "http://a/ ",
    ] {
        assert!(Upstream::parse(text).is_err(), "{text}");
    }
    for text in
        ["*", "null", "https://a/", "https://a/x", "a.example", "https://a; x", "~^https://.*$"]
    {
        assert!(Origin::parse(text).is_err(), "{text}");
    }
    for text in ["8080", "localhost:80", "*:0", "127.0.0.1", "127.0.0.1:80;", "*:80 ssl"] {
        assert!(listen(text).is_err(), "{text}");
    }
    assert!(resolver("dns.example").is_err());
}

#[test]
fn takes_an_address_or_a_network_of_proxies() {
    for (text, read) in [
        ("127.0.0.1", "127.0.0.1"),
        ("10.0.0.0/8", "10.0.0.0/8"),
        ("FD00::1", "fd00::1"),
        ("fd00::/64", "fd00::/64"),
    ] {
        assert_eq!(network(text).as_deref(), Ok(read));
    }
    let bad = [
        "",
        "localhost",
        "10.0.0.0/33",
        "fd00::/129",
        "10.0.0.0/",
        "10.0.0.0/8/8",
        "0.0.0.0/0",
        "[::1]",
        "::/0",
    ];
    for text in bad.iter().chain(&["10.0.0.1;", "10.0.0.0/8 ", "10.0.0.0/8;", "10.0.0.0/-1"]) {
        assert!(network(text).is_err(), "{text}");
    }
}
