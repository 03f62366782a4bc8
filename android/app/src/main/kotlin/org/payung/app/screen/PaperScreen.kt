package org.payung.app.screen

import android.graphics.Bitmap
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.help
import org.payung.app.look.largeText
import org.payung.app.look.paperPicture
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.app.phone.PaperPages
import org.payung.app.phone.Parcel
import org.payung.app.phone.ShareProvider
import org.payung.core.Change
import java.io.File

/** A paper: what it says, and how it looks. */
data class PaperState(
    /** The title first. */
    val lines: List<String> = emptyList(),
    /** None where the phone cannot draw them: the lines are shown then. */
    val pages: List<Bitmap> = emptyList(),
    val enlarged: Boolean = false,
    val out: Parcel? = null,
    val trouble: Trouble? = null,
)

/** The family's card of a registration, or with [year] what was paid for that year. [folder] is where the phone's reader may read. */
class PaperModel(
    core: Calls,
    val registration: String,
    val year: Int,
    private val folder: () -> File,
) : Model<PaperState>(core, PaperState()) {
    private val isCard get() = year == 0

    override fun start() = load(null)

    override fun changed(change: Change) = start()

    fun enlarge() = set(state.copy(enlarged = !state.enlarged))

    /** The file to whom somebody chooses. */
    fun send() =
        core.ask({ Parcel(if (isCard) ShareProvider.FAMILY_PDF else ShareProvider.YEAR_PDF, file()) }) { result ->
            result.onSuccess { set(state.copy(out = it)) }.onFailure { error -> refused(error) { set(state.copy(trouble = it)) } }
        }

    fun shown() = set(state.copy(out = null))

    fun tryAgain() = load { payung.unlock() }

    private fun Session.file() = if (isCard) cover.heirsCardPdf(registration) else bills.statementPdf(registration, year.toUShort())

    private fun Session.lines(): List<String> =
        if (isCard) {
            cover.heirsCardLines(registration)
        } else {
            bills.statement(registration, year.toUShort()).run { listOf(title) + lines + months.map { it.words } + note }
        }

    override fun save() = ArrayList(listOf(ENLARGED).filter { state.enlarged })

    override fun restore(saved: ArrayList<String>) = set(state.copy(enlarged = ENLARGED in saved))

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, {
            lines() to PaperPages.of(folder(), file())
        }) { result ->
            result
                .onSuccess { (lines, pages) -> set(state.copy(lines = lines, pages = pages, trouble = null)) }
                .onFailure { set(state.copy(trouble = troubleOf(it))) }
        }

    private companion object {
        const val ENLARGED = "enlarged"
    }
}

/** Draws [PaperModel]: the page as it is printed. Where letters are large its words, since a picture's letters stay small. */
class PaperScreen(
    host: Host,
    private val paper: PaperModel,
) : Screen<PaperState>(host, paper) {
    override val route = Route.Paper(paper.registration, paper.year)

    // A name and a part of a number are on it.
    override fun isSecure(state: PaperState) = true

    override fun spoken(state: PaperState): List<String> = state.lines.flatMap(::sentences)

    override fun draw(state: PaperState) {
        state.out?.let {
            paper.shown()
            host.send(it)
            return
        }
        bar()
        val body = scaffold.body
        drawTrouble(state.trouble) { paper.tryAgain() }
        if (state.lines.isEmpty()) return waiting(state.trouble)
        body.put(context.title(state.lines.first()))
        body.put(context.help(word(if (paper.year == 0) R.string.family_help else R.string.year_help)))
        if (context.largeText || state.pages.isEmpty()) {
            val card = body.put(Card(context))
            state.lines.drop(1).forEach { card.row(it) }
        } else {
            state.pages.forEachIndexed { index, page ->
                val which = word(R.string.of, index + 1, state.pages.size)
                val label = word(if (state.enlarged) R.string.paper_smaller else R.string.paper_larger, which)
                body.put(context.paperPicture(page, label, state.enlarged, paper::enlarge))
            }
        }
        if (scaffold.foot.childCount > 0) return
        scaffold.foot.put(context.primaryButton(word(R.string.send_pdf)) { paper.send() })
        scaffold.foot.put(
            context.secondaryButton(word(R.string.send_text)) { host.share(state.lines.joinToString("\n")) },
            R.dimen.space_s,
        )
    }
}
