#!/usr/bin/env bash
# Builds PayungCoreFFI.xcframework for this package, on a Mac with Xcode: the Rust core as static libraries for phones and for the
# simulator, with the generated header. Never run where this project is built, which has no Mac; ios/README.md says what to do.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/common.sh
. scripts/phone.sh

[ "$(uname -s)" = Darwin ] || {
    echo "build-xcframework.sh: needs a Mac with Xcode; on Linux the package is linked to the library of this machine" >&2
    exit 2
}
need_rust
have xcodebuild lipo || {
    echo "build-xcframework.sh: install Xcode 16 or newer, then run: xcode-select --install" >&2
    exit 2
}

export IPHONEOS_DEPLOYMENT_TARGET=17.0 MACOSX_DEPLOYMENT_TARGET=14.0
rustup target add aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin
scripts/ios-bindings.sh
for target in aarch64-apple-ios aarch64-apple-ios-sim x86_64-apple-ios aarch64-apple-darwin; do
    # The static library alone: with an rlib beside it cargo would link without optimising across crates.
    cargo rustc --profile "$PHONE_PROFILE" -p payung-core --lib --crate-type staticlib --target "$target"
done

made=$TARGET/ios/xcframework
rm -rf "$made" bindings/swift/PayungCoreFFI.xcframework
mkdir -p "$made/headers" "$made/simulator"
cp bindings/swift/Sources/PayungCoreFFI/include/{PayungCoreFFI.h,module.modulemap} "$made/headers"
lipo -create "$TARGET"/{aarch64-apple-ios-sim,x86_64-apple-ios}/phone/libpayung_core.a -output "$made/simulator/libpayung_core.a"
xcodebuild -create-xcframework \
    -library "$TARGET/aarch64-apple-ios/phone/libpayung_core.a" -headers "$made/headers" \
    -library "$made/simulator/libpayung_core.a" -headers "$made/headers" \
    -library "$TARGET/aarch64-apple-darwin/phone/libpayung_core.a" -headers "$made/headers" \
    -output bindings/swift/PayungCoreFFI.xcframework
