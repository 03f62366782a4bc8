package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.core.Change
import org.payung.core.DraftLine
import org.payung.core.RegistrationView

/** Everybody who was begun or registered on this phone. */
data class PeopleState(
    val drafts: List<DraftLine> = emptyList(),
    val moreDrafts: Boolean = false,
    val registrations: List<RegistrationView> = emptyList(),
    val moreRegistrations: Boolean = false,
    /** The draft that deleting is asked about. */
    val discards: DraftLine? = null,
    val trouble: Trouble? = null,
    val begun: String? = null,
)

/** People on this phone, page by page. */
class PeopleModel(
    core: Calls,
) : Model<PeopleState>(core, PeopleState()) {
    private var asked: String? = null

    /** As many as were shown: what changes in the background folds up no list that somebody has opened. */
    override fun start() {
        val (shownDrafts, shownRegistrations) = state.drafts.size to state.registrations.size
        core.ask({
            val (drafts, more) = here(shownDrafts)
            sent(shownRegistrations).copy(drafts = drafts, moreDrafts = more)
        }) { result ->
            result
                .onSuccess { lists ->
                    val asked = asked ?: state.discards?.draft
                    this.asked = null
                    set(lists.copy(discards = lists.drafts.find { it.draft == asked }))
                }.onFailure { fail(it) }
        }
    }

    private fun Session.here(least: Int): Pair<List<DraftLine>, Boolean> {
        val all = ArrayList<DraftLine>()
        var more: Boolean
        do {
            val page = drafts.page(all.size.toUInt())
            all += page.drafts
            more = page.more && page.drafts.isNotEmpty()
        } while (more && all.size < least)
        return warned(all) to more
    }

    private fun Session.sent(least: Int): PeopleState {
        val all = ArrayList<RegistrationView>()
        var more: Boolean
        do {
            val page = registrations.page(all.lastOrNull()?.registration)
            all += page.registrations
            more = page.more && page.registrations.isNotEmpty()
        } while (more && all.size < least)
        return PeopleState(registrations = all, moreRegistrations = more)
    }

    override fun changed(change: Change) = start()

    fun moreDrafts() {
        val shown = state.drafts
        core.ask({ drafts.page(shown.size.toUInt()).also { warned(it.drafts) } }) { result ->
            result.onSuccess { set(state.copy(drafts = shown + it.drafts, moreDrafts = it.more)) }.onFailure { fail(it) }
        }
    }

    fun moreRegistrations() {
        val shown = state.registrations
        core.ask({ registrations.page(shown.lastOrNull()?.registration) }) { result ->
            result
                .onSuccess { set(state.copy(registrations = shown + it.registrations, moreRegistrations = it.more)) }
                .onFailure { fail(it) }
        }
    }

    fun begin() {
        unsay()
        core.ask({ drafts.start(FORM) }) { result ->
            result.onSuccess { set(state.copy(begun = it.draft)) }.onFailure { deny(it) }
        }
    }

    fun shown() = set(state.copy(begun = null))

    /** Asked for first; [discard] does it. */
    fun askDiscard(draft: DraftLine?) = set(state.copy(discards = draft))

    fun discard() {
        val draft = state.discards ?: return
        unsay()
        core.ask({ drafts.discard(draft.draft) }) { result ->
            set(state.copy(discards = null))
            result.onSuccess { start() }.onFailure { deny(it) }
        }
    }

    fun tryAgain() = core.ask({ payung.unlock() }) { start() }

    /** The draft that deleting is asked about. */
    override fun save() = ArrayList(listOfNotNull(state.discards?.draft))

    override fun restore(saved: ArrayList<String>) {
        asked = saved.firstOrNull()
    }

    private fun fail(error: Throwable) = set(state.copy(trouble = troubleOf(error), discards = null))

    private fun deny(error: Throwable) = refused(error) { set(state.copy(trouble = it, discards = null)) }
}

/** Draws [PeopleModel]. */
class PeopleScreen(
    host: Host,
    private val people: PeopleModel,
) : Screen<PeopleState>(host, people) {
    override val route = Route.People

    override fun isSecure(state: PeopleState) = state.drafts.any { !it.name.isEmpty() }

    override fun spoken(state: PeopleState): List<String> {
        state.discards?.let { return listOf(word(R.string.discard_ask, nameOf(it))) + sentences(word(R.string.discard_means)) }
        val drafts = spokenDrafts(word(R.string.home_drafts), state.drafts)
        val sent = spokenRegistrations(word(R.string.home_registrations), state.registrations)
        return listOf(word(R.string.people)) + sentences(word(R.string.people_help)) + drafts + sent
    }

    override fun draw(state: PeopleState) {
        state.begun?.let {
            people.shown()
            host.goFromHome(Route.Form(it))
            return
        }
        bar()
        state.discards?.let { return drawDiscard(it) }
        val body = scaffold.body
        body.put(context.title(word(R.string.people)))
        body.put(context.help(word(R.string.people_help)))
        drawTrouble(state.trouble) { people.tryAgain() }
        if (state.drafts.isNotEmpty()) {
            body.put(context.heading(word(R.string.home_drafts)), R.dimen.space_l)
            val card = body.put(Card(context), R.dimen.space_s)
            for (draft in state.drafts) {
                card.row(
                    nameOf(draft),
                    second = listOfNotNull(draft.line, draft.expires).joinToString("\n"),
                    icon = R.drawable.icon_person,
                ) {
                    host.go(Route.Form(draft.draft))
                }
                if (draft.registration == null) {
                    card.put(context.plainButton(word(R.string.discard)) { people.askDiscard(draft) }, R.dimen.space_xs)
                }
            }
            if (state.moreDrafts) body.put(context.plainButton(word(R.string.more)) { people.moreDrafts() })
        }
        if (state.registrations.isNotEmpty()) {
            body.put(context.heading(word(R.string.home_registrations)), R.dimen.space_l)
            val card = body.put(Card(context), R.dimen.space_s)
            for (one in state.registrations) {
                val about = aboutOf(one, word(R.string.receipt, one.receipt))
                card.way(Route.Status(one.registration), titleOf(one), about, stateIcon(one.state))
            }
            if (state.moreRegistrations) body.put(context.plainButton(word(R.string.more)) { people.moreRegistrations() })
        }
        if (state.trouble == null) scaffold.foot.put(context.primaryButton(word(R.string.register_other)) { people.begin() })
    }

    private fun drawDiscard(draft: DraftLine) {
        scaffold.body.put(context.title(word(R.string.discard_ask, nameOf(draft))))
        scaffold.body.put(context.body(word(R.string.discard_means)))
        scaffold.foot.put(context.primaryButton(word(R.string.keep)) { people.askDiscard(null) })
        scaffold.foot.put(context.secondaryButton(word(R.string.discard)) { people.discard() }, R.dimen.space_s)
    }

    override fun back(): Boolean {
        if (people.state.discards == null) return false
        people.askDiscard(null)
        return true
    }

    private fun nameOf(draft: DraftLine) = draft.name.reveal().ifEmpty { word(R.string.no_name) }
}
