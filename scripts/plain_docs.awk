# plain_docs.awk: generated Kotlin or Swift without the examples of the documentation. They are Rust, which a Kotlin developer can
# neither run nor wants to read; docs/shell.md has the same in Kotlin. An empty line before an example goes with it.
{
    text = $0
    sub(/^[ \t]*(\*|\/\/\/)?[ \t]*/, "", text)
    comment = $0 ~ /^[ \t]*(\*|\/\/\/)/
}
comment && text ~ /^```/ { fenced = !fenced; empty = ""; held = 0; next }
fenced { next }
held { print empty; held = 0 }
comment && text == "" { empty = $0; held = 1; next }
{ print }
END {
    if (held) print empty
    if (fenced) { print "plain_docs.awk: an example does not end" > "/dev/stderr"; exit 1 }
}
