package org.payung.app.screen

import org.payung.app.core.Session
import org.payung.core.DraftLine
import org.payung.core.RegistrationView

/** What holds of a registration in a list: until when it protects, or where it stands. */
internal fun titleOf(one: RegistrationView) = one.cover ?: begun(one.words)

/** What it is for, since several stand below each other, and its number. */
internal fun aboutOf(
    one: RegistrationView,
    number: String,
) = listOf(one.purposeWords, number).filter { it.isNotEmpty() }.joinToString("\n")

/** The same below its heading, to be read aloud; nothing where there is none. */
internal fun spokenRegistrations(
    heading: String,
    all: List<RegistrationView>,
): List<String> {
    if (all.isEmpty()) return emptyList()
    return listOf(heading) + all.flatMap { listOf(titleOf(it), it.purposeWords).filter { words -> words.isNotEmpty() } }
}

/** How far each draft is, and when it goes. A name is an answer, and others hear it too. */
internal fun spokenDrafts(
    heading: String,
    all: List<DraftLine>,
): List<String> {
    if (all.isEmpty()) return emptyList()
    return listOf(heading) + all.flatMap { listOf(it.line) + sentences(it.expires.orEmpty()) }
}

/** A draft ends only when its warning was on screen, and the call behind a list is what puts it there. */
internal fun Session.warned(all: List<DraftLine>): List<DraftLine> {
    all.filter { it.expires != null }.forEach { drafts.seen(it.draft) }
    return all
}
