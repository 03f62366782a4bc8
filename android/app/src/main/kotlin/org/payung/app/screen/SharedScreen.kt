package org.payung.app.screen

import android.graphics.Bitmap
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.NoticeKind
import org.payung.app.look.announce
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.core.DraftLine
import org.payung.core.Field
import org.payung.core.IncidentView
import org.payung.core.PayungException
import org.payung.core.PhotoSource
import org.payung.core.RegistrationView

/** Where a picture can go that another app shared: the core says of each whether it takes one. */
class SharedPlaces(
    /** Drafts whose question asks for a photo. */
    val questions: List<DraftLine> = emptyList(),
    /** Incidents with papers that can be photographed now. */
    val incidents: List<SharedIncident> = emptyList(),
) {
    val isOne get() = questions.size + incidents.sumOf { it.papers.size } == 1

    companion object {
        /** Asked on the core's thread. */
        fun of(session: Session): SharedPlaces =
            session.run {
                val questions =
                    payung
                        .home()
                        .drafts
                        .filter { drafts.resume(it.draft).step.field is Field.Photo }
                SharedPlaces(questions, members().flatMap { incidents(it) })
            }

        private fun Session.members(): List<RegistrationView> {
            val all = mutableListOf<RegistrationView>()
            do {
                val page = registrations.page(all.lastOrNull()?.registration)
                all += page.registrations
            } while (page.more && page.registrations.isNotEmpty())
            return all.filter { it.isMembership }
        }

        private fun Session.incidents(member: RegistrationView): List<SharedIncident> =
            incidents
                .list()
                .mapNotNull {
                    try {
                        SharedIncident(member, incidents.incident(member.registration, it.id))
                    } catch (_: PayungException) {
                        null
                    }
                }.filter { it.papers.isNotEmpty() }
    }
}

/** What happened to a member. */
class SharedIncident(
    val member: RegistrationView,
    val view: IncidentView,
) {
    val papers = view.papers.filter { it.canPhotograph }
}

data class SharedState(
    val places: SharedPlaces = SharedPlaces(),
    /** Small enough for a screen; none for a file that is no picture. */
    val preview: Bitmap? = null,
    val known: Boolean = false,
    /** It is not there any more. */
    val gone: Boolean = false,
    /** Why the picture could not be used. */
    val problem: String? = null,
    val trouble: Trouble? = null,
    /** Set when it became a page: where that is. */
    val kept: Route.Pages? = null,
)

/** A picture that another app shared, and the places that it can go to. A person chooses one of them, or none. */
class SharedModel(
    core: Calls,
    private val shared: SharedPicture,
) : Model<SharedState>(core, SharedState()) {
    override fun start() = load(null)

    fun tryAgain() = load { payung.unlock() }

    /** Why it could not be used; it is gone with that. */
    override fun save() = ArrayList(listOfNotNull(state.problem))

    override fun restore(saved: ArrayList<String>) = set(state.copy(problem = saved.firstOrNull(), known = saved.isNotEmpty()))

    private fun load(first: (Session.() -> Any?)?) {
        // What went wrong is read, and the picture is gone with it.
        if (state.problem != null) return
        ask(first, {
            SharedState(SharedPlaces.of(this), shared.preview(), known = true, gone = !shared.isThere())
        }) { result ->
            result.onSuccess { set(it) }.onFailure { set(state.copy(trouble = troubleOf(it))) }
        }
    }

    /** It becomes a page of that paper, as if it had been photographed. */
    fun use(paper: Route.Pages) =
        core.ask({
            val path = shared.take(drafts.captureFolder())
            path?.let { incidents.photograph(paper.registration, paper.incident, paper.paper, PhotoSource.Captured(it)) }
        }) { result ->
            result
                .onSuccess { set(if (it == null) state.copy(gone = true) else state.copy(kept = paper)) }
                .onFailure { set(state.copy(problem = troubleOf(it).words)) }
        }

    fun drop() = shared.drop()
}

/** Draws [SharedModel]. */
class SharedScreen(
    host: Host,
    private val shared: SharedModel,
    private val offer: (DraftLine, Bitmap?) -> Unit,
) : Screen<SharedState>(host, shared) {
    private val fields = Fields(context)

    override val route = Route.Shared

    // The picture may be of a card.
    override fun isSecure(state: SharedState) = true

    override fun spoken(state: SharedState): List<String> {
        val said = listOfNotNull(state.problem)
        if (state.gone) return said + word(R.string.shared_gone)
        val places =
            state.places.questions.flatMap { listOf(word(R.string.shared_question), it.line) } +
                state.places.incidents.flatMap { incident -> listOf(incident.view.title) + incident.papers.map { it.words } }
        return said + listOf(word(R.string.shared_where)) + sentences(word(R.string.shared_help)) + places
    }

    override fun draw(state: SharedState) {
        state.kept?.let {
            host.goFromHome(Route.Incident(it.incident, it.registration))
            host.go(it)
            return
        }
        bar(back = ::leave)
        val body = scaffold.body
        body.put(context.title(word(if (state.gone) R.string.shared_gone else R.string.shared_where)))
        drawTrouble(state.trouble) { shared.tryAgain() }
        state.problem?.let { body.put(context.notice(NoticeKind.LOOK_AGAIN, it)).announce() }
        if (!state.known) return waiting(state.trouble)
        if (state.gone || state.problem != null) {
            if (scaffold.foot.childCount == 0) {
                scaffold.foot.put(context.primaryButton(word(R.string.home)) { host.goFromHome(Route.Home) })
            }
            return
        }
        body.put(context.help(word(R.string.shared_help)))
        state.preview?.let { body.put(fields.preview(it, SMALL)) }
        drawQuestions(state)
        for (incident in state.places.incidents) {
            drawIncident(
                incident,
                state.places.incidents
                    .distinctBy { it.member.registration }
                    .size > 1,
            )
        }
        // Nothing here is more likely than the rest, so that no button is the primary one.
        scaffold.foot.put(context.secondaryButton(word(R.string.shared_leave)) { leave() })
    }

    private fun drawQuestions(state: SharedState) {
        if (state.places.questions.isEmpty()) return
        scaffold.body.put(context.heading(word(R.string.shared_question)), R.dimen.space_l)
        val card = scaffold.body.put(Card(context), R.dimen.space_s)
        for (draft in state.places.questions) {
            val name = draft.name.reveal().ifEmpty { word(R.string.no_name) }
            card.row(name, second = draft.line, icon = R.drawable.icon_person) { offer(draft, state.preview) }
        }
    }

    private fun drawIncident(
        incident: SharedIncident,
        isOneOfSeveral: Boolean,
    ) {
        scaffold.body.put(context.heading(incident.view.title), R.dimen.space_l)
        if (isOneOfSeveral) scaffold.body.put(context.body(word(R.string.receipt, incident.member.receipt)), R.dimen.space_xs)
        val card = scaffold.body.put(Card(context), R.dimen.space_s)
        for (paper in incident.papers) {
            val pages = if (paper.pages.isEmpty()) "" else word(R.string.paper_pages, paper.pages.size)
            val to = Route.Pages(incident.member.registration, incident.view.id, paper.id)
            card.row(paper.words, second = pages, icon = R.drawable.icon_document) { shared.use(to) }
        }
    }

    override fun back(): Boolean {
        shared.drop()
        return false
    }

    private fun leave() {
        shared.drop()
        host.goFromHome(Route.Home)
    }

    private companion object {
        /** Of the screen's height: the places are what somebody looks for. */
        const val SMALL = 0.2f
    }
}
