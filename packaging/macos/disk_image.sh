#!/bin/sh
# The disk image for macOS: disk_image.sh "dist/KPI Desk.app" dist/kpidesk-0.1.0-macos.dmg (packaging/build.py does so).
# UNTRIED: written without a Mac at hand. KPIDESK_SIGNING_IDENTITY names who signs; unsigned, macOS asks before the
# first start. The image still has to be notarised (xcrun notarytool) to be opened without a question elsewhere.
set -eu
app=$1
image=$2
if [ -n "${KPIDESK_SIGNING_IDENTITY:-}" ]; then
    codesign --force --deep --options runtime --timestamp --sign "$KPIDESK_SIGNING_IDENTITY" "$app"
    codesign --verify --deep --strict "$app"
fi
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
cp -R "$app" "$stage/"
ln -s /Applications "$stage/Applications"
rm -f "$image"
hdiutil create -volname "KPI Desk" -srcfolder "$stage" -fs HFS+ -format ULMO "$image"
