#!/bin/sh
# Installs Masthead from the folder that this script lies in, and takes it out again:
#
#   ./install.sh              under $PREFIX, or ~/.local, which needs no root
#   ./install.sh uninstall    out of there again
#
# With DESTDIR the files go to $DESTDIR$PREFIX, as those who make packages want it.
#
# Everything that is made is listed first, in share/doc/masthead/installed: what is not on
# the list is never removed, and what is on it never stays, folders included.
set -eu
umask 022

prefix=${PREFIX:-$HOME/.local}
prefix=${prefix%/}
root=${DESTDIR:-}
list=$prefix/share/doc/masthead/installed
menu=$prefix/share/applications
icons=$prefix/share/icons/hicolor

# Neither a desktop entry nor the list could name such a place.
case $prefix/ in
*[%=\\]* | *'
'*) echo "PREFIX must not contain %, = or \\: $prefix" >&2 && exit 1 ;;
/*) ;;
*) echo "PREFIX must be an absolute path: $prefix" >&2 && exit 1 ;;
esac

# note puts something on the list before it is made.
note() {
	if [ -f "$root$list" ]; then
		grep -qxF -e "$1" "$root$list" || printf '%s\n' "$1" >>"$root$list"
	else
		early="$early$1
"
	fi
}
early= # what is made before the list can be

# folder makes a folder and what is missing above it.
folder() {
	[ ! -d "$root$1" ] || return 0
	folder "${1%/*}"
	note "$1/"
	mkdir "$root$1"
}

# quoted writes a path as the key Exec wants it: in quotes, what means something inside
# them escaped, and each backslash twice, for this is a string in a key file.
quoted() {
	case $1 in
	*[!A-Za-z0-9/._+-]*) printf '"%s"' "$(printf %s "$1" | sed 's/["`$]/\\\\&/g')" ;;
	*) printf %s "$1" ;;
	esac
}

# entry is the desktop entry with the program's place in it, so that it is found whatever
# the session's PATH is.
entry() {
	program=$prefix/bin/masthead
	while IFS= read -r line; do
		case $line in
		TryExec=*) printf 'TryExec=%s\n' "$program" ;;
		Exec=*) printf 'Exec=%s %s\n' "$(quoted "$program")" "${line#* }" ;;
		*) printf '%s\n' "$line" ;;
		esac
	done
}

# mime_cache tells desktops which pictures Masthead opens. Where the tool for that is
# missing and so is the cache, it is written by hand: nobody else is in it.
mime_cache() {
	cache=$menu/mimeinfo.cache
	[ -e "$cache" ] || note "$cache"
	if command -v update-desktop-database >/dev/null 2>&1; then
		update-desktop-database -q "$menu" || true
	elif [ ! -e "$cache" ]; then
		{
			echo "[MIME Cache]"
			sed -n 's/^MimeType=//p' "$menu/app.masthead.desktop" | tr ';' '\n' | sed -n 's/..*/&=app.masthead.desktop;/p'
		} >"$cache"
	elif ! grep -q app.masthead.desktop "$cache"; then
		echo "Without update-desktop-database (desktop-file-utils) \"Open with\" may not offer Masthead."
	fi
}

# icon_cache brings up to date what others keep; without it the folders are read.
icon_cache() {
	if [ -f "$icons/icon-theme.cache" ] && command -v gtk-update-icon-cache >/dev/null 2>&1; then
		gtk-update-icon-cache -q -t -f "$icons" || true
	fi
}

copy() {
	[ -z "$root" ] || mkdir -p "$root"
	folder "$prefix/share/doc/masthead"
	[ -f "$root$list" ] || printf '%s%s\n' "$early" "$list" >"$root$list"

	find bin share -type f | LC_ALL=C sort | while IFS= read -r file; do
		folder "$prefix/${file%/*}"
		note "$prefix/$file"
		mode=644
		[ "${file%%/*}" != bin ] || mode=755
		install -m "$mode" "$file" "$root$prefix/$file"
	done
	entry <share/applications/app.masthead.desktop >"$root$menu/app.masthead.desktop"
	[ -z "$root" ] || return 0

	mime_cache
	icon_cache
	echo "Masthead is installed under $prefix. It is in the menu, and in \"Open with\" on pictures."
	case :$PATH: in
	*:"$prefix/bin":*) ;;
	*) echo "To start it as \"masthead\" too, put $prefix/bin on your PATH." ;;
	esac
}

remove() {
	if [ ! -f "$root$list" ]; then
		echo "Masthead is not installed under $prefix."
		return 0
	fi
	# Whoever came later may rely on the cache.
	others=$(find "$root$menu" -name '*.desktop' ! -name app.masthead.desktop -cnewer "$root$list" 2>/dev/null || true)
	tac "$root$list" | while IFS= read -r made; do
		case $made in
		*/) rmdir "$root$made" 2>/dev/null || true ;;
		*/mimeinfo.cache) [ -n "$others" ] || rm -f "$root$made" ;;
		*) rm -f "$root$made" ;;
		esac
	done
	[ -z "$root" ] || return 0

	if [ -f "$menu/mimeinfo.cache" ] && command -v update-desktop-database >/dev/null 2>&1; then
		update-desktop-database -q "$menu" || true
	fi
	icon_cache
	forget
	echo "Masthead is gone from $prefix."
}

# forget removes what the program wrote for itself: fetched pictures, and the toolkit's
# settings and list of fonts. What its user would miss stays, and is named.
forget() {
	cache=${XDG_CACHE_HOME:-$HOME/.cache}
	settings=${XDG_CONFIG_HOME:-$HOME/.config}
	data=${XDG_DATA_HOME:-$HOME/.local/share}/masthead
	rm -rf "$cache/masthead" "$settings/fyne/app.masthead"
	rm -f "$cache"/font_index_v*.cache
	# A list that names nobody holds nothing that anybody would miss.
	if ! grep -qs '"id"' "$settings/masthead"/accounts.json*; then rm -rf "$settings/masthead"; fi
	rmdir "$cache" "$settings/fyne" "$settings" 2>/dev/null || true
	if [ -d "$data" ]; then echo "Kept: the pictures that were replaced, in $data."; fi
	if [ -e "$settings/masthead" ]; then
		echo "Kept: the list of accounts, in $settings/masthead. Sign out in Masthead to take keys out of the keyring."
	fi
}

cd "$(dirname "$0")"
case ${1:-install} in
install) copy ;;
uninstall) remove ;;
*) sed -n '2,5s/^# \{0,1\}//p' install.sh && exit 1 ;;
esac
