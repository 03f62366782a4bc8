package org.payung.app.screen

import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.body
import org.payung.app.look.codeGroups
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.core.Change
import org.payung.core.RecoveryCodeView

/** The recovery code of a registration. */
data class RecoveryCodeState(
    val view: RecoveryCodeView? = null,
    /** Another code is asked about. */
    val asksNew: Boolean = false,
    /** What belongs to the code has to reach the office. */
    val toSend: Boolean = false,
    val trouble: Trouble? = null,
)

/** Shows a code until it was written down. The core makes it, which takes longer than other calls. */
class RecoveryCodeModel(
    core: Calls,
    val registration: String,
) : Model<RecoveryCodeState>(core, RecoveryCodeState()) {
    private var sent = false

    override fun start() = load(null)

    override fun changed(change: Change) {
        if (change is Change.Registration && change.registration == registration) start()
    }

    /** It is on paper now, and not shown again. */
    fun written() = load { recovery.writtenDown(registration) }

    /** Asked for first; [newCode] does it. */
    fun askNew(asks: Boolean) = set(state.copy(asksNew = asks))

    fun newCode() {
        sent = false
        set(RecoveryCodeState())
        load { recovery.newCode(registration) }
    }

    /** It is on its way. */
    fun sending() {
        sent = true
        set(state.copy(toSend = false))
    }

    fun tryAgain() = load { payung.unlock() }

    /** That another code is asked about; the code itself is the core's. */
    override fun save() = ArrayList(listOf(ASKS).filter { state.asksNew })

    override fun restore(saved: ArrayList<String>) = askNew(ASKS in saved)

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, { recovery.code(registration) }) { result ->
            result
                .onSuccess { set(RecoveryCodeState(it, state.asksNew, toSend = !it.works && !sent)) }
                .onFailure { set(state.copy(trouble = troubleOf(it))) }
        }

    private companion object {
        const val ASKS = "new"
    }
}

/** Draws [RecoveryCodeModel]: four groups to be copied by hand. Nothing on it can be copied otherwise. */
class RecoveryCodeScreen(
    host: Host,
    private val code: RecoveryCodeModel,
) : Screen<RecoveryCodeState>(host, code) {
    override val route = Route.RecoveryCode(code.registration)

    override fun isSecure(state: RecoveryCodeState) = true

    // Whoever hears the code may use it: it is read only when somebody presses the button for that.
    override fun spoken(state: RecoveryCodeState): List<String> {
        if (state.asksNew) return listOf(word(R.string.recovery_new)) + sentences(word(R.string.recovery_new_means))
        val view = state.view
        return listOfNotNull(view?.title) + view?.words.orEmpty().flatMap(::sentences)
    }

    override fun back(): Boolean {
        if (!code.state.asksNew) return false
        code.askNew(false)
        return true
    }

    override fun redraw() {
        super.redraw()
        if (!model.state.toSend) return
        code.sending()
        host.sync()
    }

    override fun draw(state: RecoveryCodeState) {
        bar()
        val view = state.view
        val body = scaffold.body
        if (view != null && state.asksNew) return drawNew(view)
        body.put(context.title(view?.title ?: word(R.string.recovery)))
        drawTrouble(state.trouble) { code.tryAgain() }
        if (view == null) return waiting(state.trouble)
        if (view.groups.isNotEmpty()) {
            body.put(context.codeGroups(view.groups.map { it.reveal() }))
            val spell = context.plainButton(word(R.string.recovery_listen)) { host.listen(listOf(view.spoken.reveal())) }
            body.put(spell, R.dimen.space_xs)
        }
        view.words.forEach { body.put(context.body(it)) }
        view.birthDate?.let { body.put(context.body(it.reveal())) }
        if (scaffold.foot.childCount == 0) drawFoot(view)
    }

    private fun drawFoot(view: RecoveryCodeView) {
        val foot = scaffold.foot
        view.written?.let { label -> foot.put(context.primaryButton(label) { code.written() }) }
        view.newCode?.let { label ->
            foot.put(context.primaryButton(word(R.string.done)) { host.back() })
            foot.put(context.secondaryButton(label) { code.askNew(true) }, R.dimen.space_s)
        }
    }

    private fun drawNew(view: RecoveryCodeView) {
        scaffold.body.put(context.title(word(R.string.recovery_new)))
        scaffold.body.put(context.body(word(R.string.recovery_new_means)))
        scaffold.foot.put(context.primaryButton(word(R.string.recovery_keep)) { code.askNew(false) })
        scaffold.foot.put(context.secondaryButton(view.newCode.orEmpty()) { code.newCode() }, R.dimen.space_s)
    }
}
