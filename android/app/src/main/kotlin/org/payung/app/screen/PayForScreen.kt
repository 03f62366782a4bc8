package org.payung.app.screen

import android.widget.EditText
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Trouble
import org.payung.app.core.Way
import org.payung.app.core.troubleOf
import org.payung.app.look.Hint
import org.payung.app.look.Hints
import org.payung.app.look.NoticeKind
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.core.Capitals
import org.payung.core.ChoiceView
import org.payung.core.Keyboard

/** The code of somebody who is to be paid for, and how many months at once. */
data class PayForState(
    /** What was typed or pasted; whoever reads it may use it, and it says nothing about a person. */
    val typed: String = "",
    /** The core reads a code in it. */
    val good: Boolean = false,
    /** The code's own problem, once somebody has pressed the button or pasted. */
    val problem: String? = null,
    /** How many months may be paid at once, in the core's words. */
    val options: List<ChoiceView> = emptyList(),
    val months: String = "1",
    /** The request that was made ready: it is to be shown. */
    val ready: String? = null,
    val trouble: Trouble? = null,
)

/** Somebody enters the code of the person they want to pay for. */
class PayForModel(
    core: Calls,
    val registration: String,
) : Model<PayForState>(core, PayForState()) {
    override fun start() =
        core.ask({ lookup.choices(FORM, MONTHS, "", MOST).options }) { result ->
            result.onSuccess { set(state.copy(options = it, trouble = null)) }.onFailure { fail(it) }
        }

    /** Read with each letter; what is missing is said only when somebody goes on. */
    fun typed(text: String) {
        set(state.copy(typed = text, problem = null))
        read(text) { if (state.typed == text) set(state.copy(good = it.isSuccess)) }
    }

    /** People copy whole messages: the core finds the code in one. */
    fun paste(text: String) {
        set(state.copy(problem = null))
        read(text) { result ->
            result
                .onSuccess { set(state.copy(typed = it, good = true, problem = null)) }
                .onFailure { refuse(it) }
        }
    }

    fun choose(months: String) = set(state.copy(months = months))

    fun send() {
        val (typed, months) = state.typed to state.months.toUByte()
        // What is refused once more is said once more.
        set(state.copy(problem = null))
        core.ask({ payers.payFor(registration, typed, months).registration }) { result ->
            result.onSuccess { set(state.copy(ready = it, problem = null)) }.onFailure { refuse(it) }
        }
    }

    fun shown() = set(state.copy(ready = null))

    fun tryAgain() = core.ask({ payung.unlock() }) { start() }

    override fun save() = arrayListOf(state.typed, state.months, state.problem.orEmpty())

    override fun restore(saved: ArrayList<String>) {
        if (saved.size != 3) return
        typed(saved[0])
        val months = saved[1].takeIf { it.toUByteOrNull() != null } ?: state.months
        set(state.copy(months = months, problem = saved[2].ifEmpty { null }))
    }

    private fun read(
        text: String,
        answer: (Result<String>) -> Unit,
    ) = core.ask({ payers.readPayCode(text).reveal() }, answer)

    /** What can be mended here stands at the field; everything else is a trouble with a way on. */
    private fun refuse(error: Throwable) {
        val trouble = troubleOf(error)
        if (trouble.way == Way.READ) set(state.copy(problem = trouble.words)) else fail(error)
    }

    private fun fail(error: Throwable) = set(state.copy(trouble = troubleOf(error)))

    private companion object {
        const val FORM = "bpu_request"
        const val MONTHS = "months"
        const val MOST = 50u
    }
}

/** Draws [PayForModel]. */
class PayForScreen(
    host: Host,
    private val paying: PayForModel,
) : Screen<PayForState>(host, paying) {
    private val fields = Fields(context) { host.listen(sentences(it)) }
    private var field: EditText? = null
    private var hints = Hints(context)
    private var drawn: PayForState? = null

    override val route = Route.PayFor(paying.registration)

    override fun spoken(state: PayForState): List<String> {
        val hint = state.problem ?: if (state.good) word(R.string.pay_for_good) else ""
        val asked = listOf(word(R.string.pay_for)) + sentences(word(R.string.pay_for_help)) + sentences(hint)
        val months = listOf(word(R.string.pay_for_months)) + state.options.map { it.label } + sentences(word(R.string.pay_for_price))
        return asked + months
    }

    override fun redraw() {
        val state = model.state
        state.ready?.let {
            model.drawn = null
            host.sync()
            host.goFromHome(Route.Status(it))
            return
        }
        val before = drawn
        drawn = state
        val same =
            before != null && before.trouble == state.trouble && before.options == state.options && before.months == state.months
        val isRefused = state.problem != null && before?.problem != state.problem
        // A field in which somebody types is never drawn again.
        if (same && !isRefused && field?.text?.toString() == state.typed) drawHints(state) else super.redraw()
        if (isRefused) hints.reveal()
    }

    override fun draw(state: PayForState) {
        bar()
        val body = scaffold.body
        body.put(context.title(word(R.string.pay_for)))
        body.put(context.help(word(R.string.pay_for_help)))
        drawTrouble(state.trouble) { paying.tryAgain() }
        if (state.options.isEmpty()) return waiting(state.trouble)
        val edit = fields.edit(LETTERS, state.typed, false, word(R.string.pay_for), paying::typed, paying::send)
        field = body.put(edit, R.dimen.space_l)
        hints = body.put(Hints(context))
        drawHints(state)
        body.put(context.secondaryButton(word(R.string.pay_for_paste)) { paying.paste(host.pasted()) }, R.dimen.space_s)
        body.put(context.heading(word(R.string.pay_for_months)), R.dimen.space_l)
        body.put(fields.options(state.options, listOf(state.months), false, paying::choose), R.dimen.space_s)
        body.put(context.help(word(R.string.pay_for_price)))
        if (scaffold.foot.childCount == 0) scaffold.foot.put(context.primaryButton(word(R.string.pay_for_send)) { paying.send() })
    }

    private fun drawHints(state: PayForState) {
        val good = if (state.good) Hint(NoticeKind.CERTAIN, word(R.string.pay_for_good)) else null
        hints.show(listOfNotNull(state.problem?.let { Hint(NoticeKind.LOOK_AGAIN, it) } ?: good))
    }

    private companion object {
        val LETTERS = Fields.DIGITS.copy(keyboard = Keyboard.TEXT, capitals = Capitals.ALL)
    }
}
