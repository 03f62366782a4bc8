package org.payung.app.screen

import android.widget.EditText
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Trouble
import org.payung.app.core.Way
import org.payung.app.core.troubleOf
import org.payung.app.look.Column
import org.payung.app.look.Hint
import org.payung.app.look.Hints
import org.payung.app.look.NoticeKind
import org.payung.app.look.help
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.title
import org.payung.core.Capitals
import org.payung.core.Keyboard
import org.payung.core.ReferralView

/** The code of a poster or a helper, while somebody types it. */
data class ReferralState(
    /** It says nothing about a person. */
    val typed: String = "",
    /** Why this is no code, in the core's words, once somebody has pressed the button. */
    val problem: String? = null,
    /** The core keeps it: the first screen shows it. */
    val kept: Boolean = false,
    val trouble: Trouble? = null,
)

/** Hands what is typed to the core, which says whether it is a code. */
class ReferralModel(
    core: Calls,
) : Model<ReferralState>(core, ReferralState()) {
    fun typed(text: String) = set(state.copy(typed = text, problem = null))

    fun keep() {
        val typed = state.typed
        // What is refused once more is said once more.
        set(state.copy(problem = null))
        core.ask({ payung.keepReferral(typed) }) { result ->
            result.onSuccess { set(state.copy(problem = null, trouble = null, kept = true)) }.onFailure { refuse(it) }
        }
    }

    fun tryAgain() = core.ask({ payung.unlock() }) { keep() }

    override fun save() = arrayListOf(state.typed, state.problem.orEmpty())

    override fun restore(saved: ArrayList<String>) {
        if (saved.size == 2) set(state.copy(typed = saved[0], problem = saved[1].ifEmpty { null }))
    }

    /** What can be mended here stands at the field; everything else is a trouble with a way on. */
    private fun refuse(error: Throwable) {
        val trouble = troubleOf(error)
        set(if (trouble.way == Way.READ) state.copy(problem = trouble.words, trouble = null) else state.copy(trouble = trouble))
    }
}

/** Draws [ReferralModel]. */
class ReferralScreen(
    host: Host,
    private val referral: ReferralModel,
) : Screen<ReferralState>(host, referral) {
    private val fields = Fields(context) { host.listen(sentences(it)) }
    private var field: EditText? = null
    private var hints = Hints(context)
    private var drawn: ReferralState? = null

    override val route = Route.Referral

    override fun spoken(state: ReferralState): List<String> =
        sentences(state.problem.orEmpty()) +
            listOf(word(R.string.referral_title)) + sentences(word(R.string.referral_help))

    override fun redraw() {
        val state = model.state
        if (state.kept) {
            model.drawn = null
            host.goFromHome(Route.Home)
            return
        }
        val before = drawn
        drawn = state
        val isRefused = state.problem != null && before?.problem != state.problem
        // A field in which somebody types is never drawn again.
        val same = before != null && before.trouble == state.trouble && field?.text?.toString() == state.typed
        if (same) drawHints(state) else super.redraw()
        if (isRefused) hints.reveal()
    }

    override fun draw(state: ReferralState) {
        bar()
        val body = scaffold.body
        body.put(context.title(word(R.string.referral_title)))
        body.put(context.help(word(R.string.referral_help)))
        drawTrouble(state.trouble) { referral.tryAgain() }
        val edit = fields.edit(CODE, state.typed, false, word(R.string.referral_title), referral::typed, referral::keep)
        field = body.put(edit, R.dimen.space_l)
        hints = body.put(Hints(context))
        drawHints(state)
        if (scaffold.foot.childCount == 0) scaffold.foot.put(context.primaryButton(word(R.string.referral_keep)) { referral.keep() })
    }

    private fun drawHints(state: ReferralState) {
        hints.show(listOfNotNull(state.problem?.let { Hint(NoticeKind.LOOK_AGAIN, it) }))
    }

    private companion object {
        val CODE = Fields.DIGITS.copy(keyboard = Keyboard.TEXT, capitals = Capitals.ALL)
    }
}

/** The code that goes along with the next registration: what it does, and one tap that removes it. */
internal fun Column.put(
    kept: ReferralView,
    remove: () -> Unit,
) {
    put(context.help(kept.words), R.dimen.space_l)
    put(context.plainButton(kept.remove, remove), R.dimen.space_xs)
}
