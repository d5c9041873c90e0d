//! The user and group of nginx's workers, and the files that they may read.
//!
//! nginx reads the password file for every request, in a worker. Started as root, it gives its workers the rights of the user that
//! `nginx.conf` names. Users and groups are looked up in the machine's own files; those of a directory service are not known here.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// The user of the workers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Workers {
    name: String,
    /// The name of the user's own group, or of the one that `nginx.conf` names.
    group: String,
    uid: u32,
    /// All groups, the own one first.
    gids: Vec<u32>,
}

/// An obstacle to reading a file.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Obstacle {
    /// A folder above it, which must not be entered.
    Folder(PathBuf),
    /// The file itself.
    File,
}

impl Workers {
    /// The user whom the `nginx.conf` beside `file` names; `None` where there is none, or this machine does not know the user.
    pub(crate) fn beside(file: &Path) -> Option<Self> {
        let conf = fs::read_to_string(file.parent()?.join("nginx.conf")).ok()?;
        let (user, group) = named_in(&conf)?;
        Self::known(user, group)
    }

    /// The user of this name, in the group of this name.
    pub(crate) fn known(user: &str, group: Option<&str>) -> Option<Self> {
        let users = fs::read_to_string("/etc/passwd").ok()?;
        let groups = fs::read_to_string("/etc/group").ok()?;
        Self::among(&users, &groups, user, group)
    }

    /// Returns the first entry of these folders that belongs to another user and that the workers could not replace.
    pub(crate) fn strangers_files(&self, folders: &[PathBuf]) -> Option<PathBuf> {
        let items = folders.iter().filter_map(|folder| fs::read_dir(folder).ok());
        let mut items = items.flatten().filter_map(Result::ok);
        let is_strangers =
            |item: &fs::DirEntry| item.metadata().is_ok_and(|item| item.uid() != self.uid);
        items.find(is_strangers).map(|item| item.path())
    }

    fn among(users: &str, groups: &str, user: &str, group: Option<&str>) -> Option<Self> {
        let fields: Vec<&str> = entry(users, user)?;
        let (uid, own) = (fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?);
        let gid = match group {
            Some(name) => group_id(groups, name)?,
            None => own,
        };
        let mut gids = vec![gid];
        for line in groups.lines() {
            let fields: Vec<&str> = line.split(':').collect();
            if let [_, _, id, members] = fields.as_slice()
                && members.split(',').any(|member| member == user)
            {
                gids.extend(id.parse::<u32>());
            }
        }
        let name_of = |line: &str| -> Option<String> {
            let mut fields = line.split(':');
            let name = fields.next()?;
            (fields.nth(1)?.parse() == Ok(gid)).then(|| name.to_owned())
        };
        let group = groups.lines().find_map(name_of).unwrap_or_else(|| gid.to_string());
        Some(Self { name: user.to_owned(), group, uid, gids })
    }

    /// The group that a file of theirs belongs to.
    pub(crate) fn gid(&self) -> Option<u32> {
        self.gids.first().copied()
    }

    /// Returns the obstacle to reading `file`.
    ///
    /// # Errors
    ///
    /// If this process may not inspect it either.
    fn obstacle(&self, file: &Path) -> io::Result<Option<Obstacle>> {
        let file = fs::canonicalize(file)?;
        let mut folders: Vec<&Path> = file.ancestors().skip(1).collect();
        folders.reverse();
        for folder in folders {
            if !self.may(0o1, folder)? {
                return Ok(Some(Obstacle::Folder(folder.to_owned())));
            }
        }
        Ok((!self.may(0o4, &file)?).then_some(Obstacle::File))
    }

    /// Returns the advice if they cannot read `file`.
    pub(crate) fn complaint(&self, file: &Path) -> Option<String> {
        let Self { name, group, .. } = self;
        // What this process may not look at, it can say nothing about.
        let obstacle = self.obstacle(file).ok().flatten()?;
        let file = file.display();
        Some(match obstacle {
            Obstacle::Folder(folder) => {
                let folder = folder.display();
                format!(
                    "nginx's workers run as {name} and cannot enter {folder}, so nobody can sign in: `chmod o+x {folder}`, or keep \
                     {file} elsewhere (`admin.password_file`)."
                )
            }
            Obstacle::File => format!(
                "nginx's workers run as {name} and cannot read {file}, so nobody can sign in: `chgrp {group} {file} && chmod g+r {file}`."
            ),
        })
    }

    /// Whether they have the right of this bit: 4 to read, 1 to enter.
    fn may(&self, bit: u32, path: &Path) -> io::Result<bool> {
        let of = fs::metadata(path)?;
        // The first that matches decides, also where a later one would allow more.
        let shift = match () {
            () if of.uid() == self.uid => 6,
            () if self.gids.contains(&of.gid()) => 3,
            () => 0,
        };
        Ok(self.uid == 0 || of.mode() >> shift & bit != 0)
    }
}

/// The id of the group of this name.
pub(crate) fn group(name: &str) -> Option<u32> {
    group_id(&fs::read_to_string("/etc/group").ok()?, name)
}

fn group_id(groups: &str, name: &str) -> Option<u32> {
    entry(groups, name)?.get(2)?.parse().ok()
}

/// The fields of the line for `name`, in a file such as `/etc/passwd`.
fn entry<'a>(text: &'a str, name: &str) -> Option<Vec<&'a str>> {
    let mut lines = text.lines().map(|line| line.split(':').collect::<Vec<&str>>());
    lines.find(|fields| fields.first() == Some(&name))
}

/// The user of the directive `user`, and the group where it names one, too.
fn named_in(conf: &str) -> Option<(&str, Option<&str>)> {
    let mut directives = conf.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    let names = directives.find_map(|line| line.strip_prefix("user ")?.strip_suffix(';'))?;
    let mut names = names.split_whitespace();
    Some((names.next()?, names.next()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt as _;

    const USERS: &str = "root:x:0:0::/root:/bin/sh\nwww-data:x:33:34::/var/www:/bin/false\n";
    const GROUPS: &str = "root:x:0:\nweb:x:34:\nsecrets:x:40:ann,www-data\nother:x:41:www-dat\n";

    fn workers(group: Option<&str>) -> Option<Workers> {
        Workers::among(USERS, GROUPS, "www-data", group)
    }

    #[test]
    fn knows_users_with_all_their_groups() {
        let found = workers(None).unwrap();
        assert_eq!((found.group.as_str(), found.gids.as_slice()), ("web", [34, 40].as_slice()));
        let found = workers(Some("other")).unwrap();
        assert_eq!((found.group.as_str(), found.gid()), ("other", Some(41)));
        assert_eq!(workers(Some("nobody")), None);
        assert_eq!(Workers::among(USERS, GROUPS, "www", None), None);
        assert_eq!(Workers::among("www-data:x", GROUPS, "www-data", None), None);
    }

    #[test]
    fn finds_the_user_of_a_configuration() {
        for (conf, expected) in [
            ("pid x;\nuser www-data;\nhttp {\n}\n", Some(("www-data", None))),
            ("user www-data web;", Some(("www-data", Some("web")))),
            ("# user root;\nhttp {\n    proxy_set_header user x;\n}", None),
            ("", None),
        ] {
            assert_eq!(named_in(conf), expected, "{conf}");
        }
    }

    #[test]
    fn says_what_is_in_the_way() {
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("htpasswd");
        fs::write(&file, "").unwrap();
        let set =
            |path: &Path, mode| fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
        let stranger = Workers { uid: 4_000_000, gids: vec![4_000_000], ..workers(None).unwrap() };
        set(folder.path(), 0o755);
        set(&file, 0o644);
        assert_eq!(stranger.obstacle(&file).unwrap(), None);
        set(&file, 0o640);
        assert_eq!(stranger.obstacle(&file).unwrap(), Some(Obstacle::File));
        let gid = fs::metadata(&file).unwrap().gid();
        let member = Workers { gids: vec![4_000_000, gid], ..stranger.clone() };
        assert_eq!(member.obstacle(&file).unwrap(), None);
        set(&file, 0o604);
        assert_eq!(member.obstacle(&file).unwrap(), Some(Obstacle::File));
        set(folder.path(), 0o700);
        let closed = fs::canonicalize(folder.path()).unwrap();
        assert_eq!(stranger.obstacle(&file).unwrap(), Some(Obstacle::Folder(closed)));
    }
}
