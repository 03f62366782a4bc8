package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.help
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.core.Change
import org.payung.core.RequestView

/** What the office was asked for, and what it answered. */
data class RequestsState(
    val requests: List<RequestView> = emptyList(),
    /** The office can be asked for something about this registration now. */
    val canRequest: Boolean = false,
    val known: Boolean = false,
    /** Set when a draft was begun: it is to be shown. */
    val begun: String? = null,
    val trouble: Trouble? = null,
)

/** Requests about one registration; without one, all of this phone. */
class RequestsModel(
    core: Calls,
    val registration: String,
) : Model<RequestsState>(core, RequestsState()) {
    override fun start() = load(null)

    override fun changed(change: Change) = start()

    fun request() = begin { registrations.request(registration).draft }

    /** A complaint needs no registration. */
    fun complain() = begin { drafts.start(COMPLAINT).draft }

    fun shown() = set(state.copy(begun = null))

    fun tryAgain() = load { payung.unlock() }

    private fun begin(call: Session.() -> String) {
        unsay()
        core.ask(call) { result ->
            result
                .onSuccess { set(state.copy(begun = it, trouble = null)) }
                .onFailure { error -> refused(error) { set(state.copy(known = true, trouble = it)) } }
        }
    }

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, {
            val about = registration.ifEmpty { null }
            registrations.requests(about) to (about?.let { registrations.status(it).canRequest } ?: false)
        }) { result ->
            result
                .onSuccess { (requests, can) -> set(RequestsState(requests, can, known = true)) }
                .onFailure { fail(it) }
        }

    private fun fail(error: Throwable) = set(state.copy(known = true, trouble = troubleOf(error)))

    private companion object {
        const val COMPLAINT = "complaint"
    }
}

/** Draws [RequestsModel]. */
class RequestsScreen(
    host: Host,
    private val asked: RequestsModel,
) : Screen<RequestsState>(host, asked) {
    override val route = Route.Requests(asked.registration)

    // What the office answers is about one person.
    override fun isSecure(state: RequestsState) = state.requests.any { it.answer != null }

    override fun spoken(state: RequestsState): List<String> =
        listOf(word(R.string.requests)) +
            (if (state.requests.isEmpty()) sentences(word(R.string.requests_help)) else emptyList()) +
            state.requests.flatMap(::spokenRequest)

    override fun draw(state: RequestsState) {
        state.begun?.let {
            asked.shown()
            host.go(Route.Form(it))
            return
        }
        bar()
        val body = scaffold.body
        body.put(context.title(word(R.string.requests)))
        drawTrouble(state.trouble) { asked.tryAgain() }
        if (!state.known) return waiting(null)
        body.put(context.help(word(R.string.requests_help)))
        for (request in state.requests) putRequest(request)
        if (scaffold.foot.childCount > 0) return
        if (state.canRequest) {
            scaffold.foot.put(context.primaryButton(word(R.string.request)) { asked.request() })
            scaffold.foot.put(context.secondaryButton(word(R.string.complain)) { asked.complain() }, R.dimen.space_s)
        } else {
            scaffold.foot.put(context.primaryButton(word(R.string.complain)) { asked.complain() })
        }
    }
}
