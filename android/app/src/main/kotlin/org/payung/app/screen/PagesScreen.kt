package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.NoticeKind
import org.payung.app.look.OptionRow
import org.payung.app.look.OptionText
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.thumbnail
import org.payung.app.look.title
import org.payung.core.Change
import org.payung.core.IncidentPage
import org.payung.core.IncidentPaper
import org.payung.core.IncidentView
import org.payung.core.PhotoSource

/** One paper that an incident asks for. */
data class PagesState(
    val incident: IncidentView? = null,
    val paper: IncidentPaper? = null,
    /** The pages that were not sent yet, as the office will see them. */
    val pictures: Map<UInt, Picture> = emptyMap(),
    /** The page that is looked at. */
    val looked: UInt? = null,
    /** That page, large; none before it is there. */
    val large: Picture? = null,
    val trouble: Trouble? = null,
)

/** The pages of a paper: photographed, looked at, removed. Each is sealed by the core at once and goes with the report. */
class PagesModel(
    core: Calls,
    val route: Route.Pages,
) : Model<PagesState>(core, PagesState()) {
    override fun start() = load(null)

    override fun changed(change: Change) = start()

    /** The paper is at hand, or not. */
    fun tick(on: Boolean) = load { incidents.tick(route.registration, route.incident, route.paper, on) }

    override fun pictured(path: String?) {
        if (path == null) return
        load { incidents.photograph(route.registration, route.incident, route.paper, PhotoSource.Captured(path)) }
    }

    fun look(page: UInt?) {
        unsay()
        set(state.copy(looked = page, large = null))
        val picture = page?.let { state.pictures[it] } ?: return
        core.ask({ Picture(picture.bytes, Picture.LARGE) }) { result ->
            if (state.looked == page) result.onSuccess { set(state.copy(large = it)) }
        }
    }

    fun remove(page: UInt) {
        set(state.copy(looked = null, large = null))
        load { incidents.removePage(route.registration, route.incident, route.paper, page) }
    }

    fun tryAgain() = load { payung.unlock() }

    override fun save() = ArrayList(listOfNotNull(state.looked?.toString()))

    override fun restore(saved: ArrayList<String>) = set(state.copy(looked = saved.firstOrNull()?.toUIntOrNull()))

    private fun load(first: (Session.() -> Any?)?) {
        val before = state
        ask(first, {
            val view = incidents.incident(route.registration, route.incident)
            val paper = view.papers.find { it.id == route.paper }
            val pictures = paper?.pages.orEmpty().associate { it.number to picture(it.number, before.pictures[it.number]) }
            val looked = before.looked?.takeIf { it in pictures }
            PagesState(view, paper, pictures, looked, looked?.let { large(pictures.getValue(it), before.large) })
        }) { result ->
            result
                .onSuccess { next ->
                    // Meanwhile somebody may have looked at another one.
                    val looked = state.looked?.takeIf { it in next.pictures }
                    set(if (looked == next.looked) next else next.copy(looked = looked, large = state.large.takeIf { looked != null }))
                }.onFailure { set(state.copy(trouble = troubleOf(it))) }
        }
    }

    /** Nothing is decoded twice that is as it was. */
    private fun Session.picture(
        page: UInt,
        before: Picture?,
    ): Picture {
        val bytes = incidents.page(route.registration, route.incident, route.paper, page)
        return before?.takeIf { it.bytes.contentEquals(bytes) } ?: Picture(bytes, Picture.SMALL)
    }

    private fun large(
        picture: Picture,
        before: Picture?,
    ) = before?.takeIf { it.bytes === picture.bytes } ?: Picture(picture.bytes, Picture.LARGE)
}

/** Draws [PagesModel]. */
class PagesScreen(
    host: Host,
    private val pages: PagesModel,
) : Screen<PagesState>(host, pages) {
    private val fields = Fields(context)

    override val route = pages.route

    override fun isSecure(state: PagesState) = state.pictures.isNotEmpty()

    override fun spoken(state: PagesState): List<String> {
        val paper = state.paper ?: return emptyList()
        val page = lookedAt(state)
        if (page != null) return listOf(page.label, paper.words) + sentences(page.warning)
        val told = paper.pages.flatMap { listOf(it.label) + sentences(it.warning) }
        return listOf(paper.words) + told + sentences(paper.sent) +
            sentences(word(R.string.pages_help)) + sentences(paper.frame?.words.orEmpty())
    }

    override fun back(): Boolean {
        if (lookedAt(pages.state) == null) return false
        pages.look(null)
        return true
    }

    override fun draw(state: PagesState) {
        bar()
        val paper = state.paper
        lookedAt(state)?.let { return drawPage(state, it) }
        val body = scaffold.body
        paper?.let { body.put(context.title(it.words)) }
        drawTrouble(state.trouble) { pages.tryAgain() }
        if (paper == null) return waiting(state.trouble)
        val tick = OptionText(word(R.string.paper_here))
        body.put(OptionRow(context, tick, paper.ticked, true, false) { pages.tick(!paper.ticked) }, R.dimen.space_l)
        drawPages(state, paper)
        if (paper.sent.isNotEmpty()) body.put(context.help(paper.sent))
        val report = state.incident?.report
        if (!paper.canPhotograph) report?.let { body.put(context.body(it.words), R.dimen.space_l) }
        if (scaffold.foot.childCount == 0) drawFoot(paper)
    }

    private fun drawPages(
        state: PagesState,
        paper: IncidentPaper,
    ) {
        val body = scaffold.body
        if (paper.pages.isEmpty()) {
            paper.frame?.let {
                body.put(context.help(word(R.string.pages_help)), R.dimen.space_l)
                body.put(context.help(it.words), R.dimen.space_s)
            }
            return
        }
        body.put(context.heading(word(R.string.pages_kept)), R.dimen.space_l)
        val card = body.put(Card(context), R.dimen.space_s)
        for (page in paper.pages) {
            val picture = state.pictures[page.number] ?: continue
            card.thumbnail(picture.shown, page.label, page.warning) { pages.look(page.number) }
        }
        state.incident
            ?.report
            ?.photosWords
            ?.let { body.put(context.help(it)) }
        // What the core keeps is locked; a camera app may keep the same picture where everybody sees it.
        body.put(context.help(word(R.string.photo_copy)))
    }

    private fun drawPage(
        state: PagesState,
        page: IncidentPage,
    ) {
        val body = scaffold.body
        body.put(context.title(page.label))
        if (page.warning.isNotEmpty()) body.put(context.notice(NoticeKind.LOOK_AGAIN, page.warning))
        body.put(fields.preview(state.large?.shown))
        scaffold.foot.put(context.primaryButton(word(R.string.photo_use)) { pages.look(null) })
        scaffold.foot.put(context.secondaryButton(word(R.string.page_remove)) { pages.remove(page.number) }, R.dimen.space_s)
    }

    private fun drawFoot(paper: IncidentPaper) {
        val foot = scaffold.foot
        when {
            !paper.canPhotograph -> {
                foot.put(context.primaryButton(word(R.string.done)) { host.back() })
            }

            paper.pages.isEmpty() -> {
                foot.put(context.primaryButton(word(R.string.page_photo)) { host.photograph(paper.id) })
                foot.put(context.secondaryButton(word(R.string.photo_gallery)) { host.pickPhoto(paper.id) }, R.dimen.space_s)
            }

            else -> {
                foot.put(context.primaryButton(word(R.string.done)) { host.back() })
                foot.put(context.secondaryButton(word(R.string.page_more)) { host.photograph(paper.id) }, R.dimen.space_s)
                scaffold.body.put(context.plainButton(word(R.string.photo_gallery)) { host.pickPhoto(paper.id) }, R.dimen.space_xs)
            }
        }
    }

    private fun lookedAt(state: PagesState) = state.looked?.let { number -> state.paper?.pages?.find { it.number == number } }
}
