package org.payung.app.screen

import android.widget.EditText
import org.payung.app.R
import org.payung.app.Route
import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.troubleOf
import org.payung.app.look.Marks
import org.payung.app.look.NoticeKind
import org.payung.app.look.body
import org.payung.app.look.heading
import org.payung.app.look.help
import org.payung.app.look.notice
import org.payung.app.look.plainButton
import org.payung.app.look.primaryButton
import org.payung.app.look.secondaryButton
import org.payung.app.look.title
import org.payung.core.JarView
import org.payung.core.PayungException

/** Saving marks: no money is in it. */
data class JarState(
    val jar: JarView? = null,
    /** Today, as the core counts it. */
    val today: String = "",
    /** Somebody begins with another amount. */
    val anew: Boolean = false,
    /** What was typed for one mark. */
    val typed: String = "",
    /** The core was asked once. */
    val known: Boolean = false,
    val trouble: Trouble? = null,
) {
    val marked: Boolean get() = jar?.days?.contains(today) == true
}

class JarModel(
    core: Calls,
    val registration: String,
) : Model<JarState>(core, JarState()) {
    override fun start() = load(null)

    fun typed(text: String) = set(state.copy(typed = text))

    /** What cannot be an amount is refused by the core, in its words. */
    fun begin() {
        val each = state.typed.filter { it.isDigit() }.toULongOrNull() ?: 0uL
        load { cover.beginJar(registration, each) }
    }

    fun mark() = load { cover.mark(registration, null) }

    fun anew() = set(state.copy(anew = true, typed = ""))

    fun tryAgain() = load { payung.unlock() }

    /** What was typed is an amount and says nothing about a person. */
    override fun save() = arrayListOf(state.typed, state.anew.toString())

    override fun restore(saved: ArrayList<String>) {
        if (saved.size == 2) set(state.copy(typed = saved[0], anew = saved[1].toBoolean()))
    }

    private fun load(first: (Session.() -> Any?)?) =
        ask(first, { cover.jar(registration) to today() }) { result ->
            result
                .onSuccess { (jar, today) ->
                    // A jar that is there was begun: the field for an amount goes away, unless somebody asked for it.
                    val begun = jar != null && jar != state.jar
                    set(state.copy(jar = jar, today = today, known = true, anew = state.anew && !begun, trouble = null))
                }.onFailure { set(state.copy(known = true, trouble = troubleOf(it))) }
        }

    private fun Session.today(): String =
        try {
            cover.of(registration, null).on
        } catch (_: PayungException) {
            ""
        }
}

/** Draws [JarModel]. */
class JarScreen(
    host: Host,
    private val saving: JarModel,
) : Screen<JarState>(host, saving) {
    private val fields = Fields(context)
    private var field: EditText? = null

    override val route = Route.Jar(saving.registration)

    private fun asks(state: JarState) = state.jar == null || state.anew

    override fun spoken(state: JarState): List<String> {
        val jar = state.jar
        val said =
            if (jar == null || state.anew) {
                sentences(word(R.string.jar_what)) + word(R.string.jar_each)
            } else {
                listOf(jar.line) + sentences(jar.about)
            }
        return listOf(word(R.string.jar)) + said
    }

    override fun redraw() {
        val same = field?.isAttachedToWindow == true && isToldHere && asks(model.state) && model.state.trouble == null && model.state.known
        // A field in which somebody types is never drawn again.
        if (!same || field?.hasFocus() != true) super.redraw()
    }

    override fun draw(state: JarState) {
        field = null
        bar()
        val body = scaffold.body
        body.put(context.title(word(R.string.jar)))
        if (!state.known) return waiting(null)
        drawTrouble(state.trouble) { saving.tryAgain() }
        val jar = state.jar
        if (jar == null || state.anew) return drawBeginning(state)
        body.put(context.heading(jar.line))
        body.put(Marks(context, jar.needed.toInt(), jar.days.size))
        if (jar.full) body.put(context.notice(NoticeKind.CERTAIN, jar.about)) else body.put(context.help(jar.about))
        body.put(context.plainButton(word(R.string.jar_anew)) { saving.anew() })
        if (scaffold.foot.childCount > 0) return
        if (state.marked) {
            scaffold.foot.put(context.primaryButton(word(R.string.done)) { host.back() })
            scaffold.foot.put(context.secondaryButton(word(R.string.jar_unmark)) { saving.mark() }, R.dimen.space_s)
        } else {
            scaffold.foot.put(context.primaryButton(word(R.string.jar_mark)) { saving.mark() })
        }
    }

    private fun drawBeginning(state: JarState) {
        val body = scaffold.body
        body.put(context.body(word(R.string.jar_what)))
        body.put(context.heading(word(R.string.jar_each)), R.dimen.space_l)
        val edit = fields.edit(Fields.DIGITS, state.typed, true, word(R.string.jar_each), saving::typed, saving::begin)
        field = body.put(edit, R.dimen.space_s)
        if (scaffold.foot.childCount == 0) scaffold.foot.put(context.primaryButton(word(R.string.jar_begin)) { saving.begin() })
    }
}
