package org.payung.app.screen

import android.widget.EditText
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.look.Hint
import org.payung.app.look.Hints
import org.payung.app.look.NoticeKind
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.primaryButton
import org.payung.app.look.title
import org.payung.core.Capitals
import org.payung.core.Keyboard
import org.payung.core.RecoveredView

/** Draws [RecoverModel]: a code from paper and a birth date, and what comes back. */
class RecoverScreen(
    host: Host,
    private val recover: RecoverModel,
) : Screen<RecoverState>(host, recover) {
    private val fields = Fields(context)
    private var codeHints = Hints(context)
    private var bornHints = Hints(context)
    private var below = Hints(context)
    private var drawn: RecoverState? = null

    /** A field that is taken away is not left by anybody. */
    private var isDrawing = false

    /** Once something came back, that is where it goes on: a form that is empty again would say that nothing did. */
    override val route: Route get() =
        model.state.found?.let { Route.Status(it.registration.registration) } ?: Route.Recover

    override fun isSecure(state: RecoverState) = true

    override fun spoken(state: RecoverState): List<String> {
        state.found?.let { found -> return listOf(word(R.string.recover_found)) + found.words.flatMap(::sentences) }
        if (state.busy) return listOf(word(R.string.recover_wait)) + sentences(word(R.string.recover_wait_help))
        val asked = listOf(word(R.string.recover_title)) + sentences(word(R.string.recover_help))
        val problems = listOfNotNull(state.refused, state.codeProblem, state.bornProblem)
        return problems.flatMap(::sentences) + asked + listOf(word(R.string.recover_code), word(R.string.recover_born))
    }

    override fun back(): Boolean {
        if (!recover.state.busy) return false
        recover.cancel()
        return true
    }

    override fun redraw() {
        if (isDrawing) return
        val state = model.state
        val before = drawn
        drawn = state
        val same = before != null && before.busy == state.busy && before.found === state.found && before.trouble == state.trouble
        // A field in which somebody types is never drawn again.
        if (same && !state.busy && state.found == null) {
            drawHints(state)
        } else {
            isDrawing = true
            super.redraw()
            isDrawing = false
            scaffold.toTop()
        }
        val isRefused = state.refused != null && (before?.refused != state.refused || before?.busy == true)
        if (isRefused) below.reveal()
        if (state.shows && before?.shows != true) (if (state.codeProblem != null) codeHints else bornHints).reveal()
        if (recover.hasNews()) host.sync()
    }

    override fun draw(state: RecoverState) {
        state.found?.let { return drawFound(it) }
        if (state.busy) return drawWaiting()
        bar()
        val body = scaffold.body
        body.put(context.title(word(R.string.recover_title)))
        body.put(context.help(word(R.string.recover_help)))
        drawTrouble(state.trouble) { recover.tryAgain() }
        body.put(context.heading(word(R.string.recover_code)), R.dimen.space_l)
        body.put(context.help(word(R.string.recover_code_help)), R.dimen.space_xs)
        lateinit var born: EditText
        val code = edit(CODE, state.code.reveal(), R.string.recover_code, recover::typedCode) { born.requestFocus() }
        codeHints = body.put(Hints(context), R.dimen.space_s)
        body.put(context.heading(word(R.string.recover_born)), R.dimen.space_l)
        body.put(context.help(word(R.string.recover_born_help)), R.dimen.space_xs)
        born = edit(DATE, state.born.reveal(), R.string.recover_born, recover::typedBorn, recover::send)
        bornHints = body.put(Hints(context), R.dimen.space_s)
        below = body.put(Hints(context), R.dimen.space_s)
        leaving(code, recover::leftCode)
        leaving(born, recover::leftBorn)
        drawHints(state)
        if (scaffold.foot.childCount == 0) scaffold.foot.put(context.primaryButton(word(R.string.recover_open)) { recover.send() })
    }

    private fun edit(
        input: org.payung.core.Input,
        text: String,
        label: Int,
        typed: (String) -> Unit,
        done: () -> Unit,
    ): EditText = scaffold.body.put(fields.edit(input, text, false, word(label), typed, done), R.dimen.space_s)

    /** What is wrong is said where it is, when the field is left. */
    private fun leaving(
        field: EditText,
        left: () -> Unit,
    ) = field.setOnFocusChangeListener { _, has -> if (!has && !isDrawing) left() }

    private fun drawHints(state: RecoverState) {
        val good = if (state.isCodeWhole) Hint(NoticeKind.CERTAIN, word(R.string.recover_code_good)) else null
        codeHints.show(listOfNotNull(hint(state.codeProblem, state.codeHint), good))
        bornHints.show(listOfNotNull(hint(state.bornProblem, state.bornHint)))
        below.show(listOfNotNull(state.refused?.let { Hint(NoticeKind.LOOK_AGAIN, it) }))
    }

    private fun hint(
        problem: String?,
        help: String?,
    ) = problem?.let { Hint(NoticeKind.LOOK_AGAIN, it) } ?: help?.let { Hint(null, it) }

    private fun drawWaiting() {
        bar(back = { recover.cancel() })
        scaffold.body.put(context.title(word(R.string.recover_wait)))
        scaffold.body.put(context.body(word(R.string.recover_wait_help)))
        waiting(null)
        scaffold.foot.put(context.primaryButton(word(R.string.recover_cancel)) { recover.cancel() })
    }

    private fun drawFound(found: RecoveredView) {
        bar(back = { host.goFromHome(Route.Home) })
        scaffold.body.put(context.title(word(R.string.recover_found)))
        found.words.forEach { scaffold.body.put(context.body(it)) }
        val status = Route.Status(found.registration.registration)
        scaffold.foot.put(context.primaryButton(word(R.string.recover_see)) { host.goFromHome(status) })
    }

    private companion object {
        val CODE = Fields.DIGITS.copy(keyboard = Keyboard.TEXT, capitals = Capitals.ALL)
        val DATE = Fields.DIGITS.copy(keyboard = Keyboard.DATE)
    }
}
