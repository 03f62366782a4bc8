package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Card
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.title
import org.payung.core.Change
import org.payung.core.RegistrationView

/** The registrations that a code on paper may bring back on another phone. */
data class RecoveryState(
    val registrations: List<RegistrationView> = emptyList(),
    /** The last one that was looked at, when there are more. */
    val after: String? = null,
    val known: Boolean = false,
    val trouble: Trouble? = null,
)

/** Recovery codes of this phone, page by page. */
class RecoveryModel(
    core: Calls,
) : Model<RecoveryState>(core, RecoveryState()) {
    override fun start() = load(null) {}

    override fun changed(change: Change) = start()

    fun more() = load(state.after) {}

    fun tryAgain() = load(null) { payung.unlock() }

    private fun load(
        after: String?,
        first: Session.() -> Any?,
    ) {
        val before = if (after == null) emptyList() else state.registrations
        core.ask({
            first()
            registrations.page(after)
        }) { result ->
            result
                .onSuccess { page ->
                    val last = page.registrations.lastOrNull()?.registration
                    set(RecoveryState(before + page.registrations.filter { it.canHaveCode }, last.takeIf { page.more }, known = true))
                }.onFailure { set(state.copy(trouble = troubleOf(it))) }
        }
    }
}

/** Draws [RecoveryModel]: of settings. */
class RecoveryScreen(
    host: Host,
    private val recovery: RecoveryModel,
) : Screen<RecoveryState>(host, recovery) {
    override val route = Route.Recovery

    override fun spoken(state: RecoveryState): List<String> =
        listOf(word(R.string.recovery)) + sentences(word(R.string.recovery_help)) +
            state.registrations.map { it.cover ?: it.words } + listOf(word(R.string.recover), word(R.string.recover_about))

    override fun draw(state: RecoveryState) {
        bar()
        val body = scaffold.body
        body.put(context.title(word(R.string.recovery)))
        body.put(context.help(word(R.string.recovery_help)))
        drawTrouble(state.trouble) { recovery.tryAgain() }
        if (!state.known) return waiting(state.trouble)
        if (state.registrations.isEmpty()) {
            body.put(context.help(word(R.string.recovery_none)))
        } else {
            body.put(context.heading(word(R.string.recovery_of)), R.dimen.space_l)
            val card = body.put(Card(context), R.dimen.space_s)
            for (one in state.registrations) {
                val receipt = word(R.string.receipt, one.receipt)
                card.way(Route.RecoveryCode(one.registration), one.cover ?: begun(one.words), receipt, stateIcon(one.state))
            }
        }
        if (state.after != null) body.put(context.plainButton(word(R.string.more)) { recovery.more() })
        body.put(context.heading(word(R.string.recover)), R.dimen.space_l)
        body.put(Card(context), R.dimen.space_s).way(Route.Recover, word(R.string.recover_about), icon = R.drawable.icon_unlock)
        if (scaffold.foot.childCount == 0) scaffold.foot.put(context.primaryButton(word(R.string.done)) { host.back() })
    }
}
