package org.payung.app.screen

import kotlinx.coroutines.CancellationException
import org.payung.app.core.Calls
import org.payung.app.core.Trouble
import org.payung.app.core.Way
import org.payung.app.core.troubleOf
import org.payung.core.RecoverProblems
import org.payung.core.RecoveredView
import org.payung.core.Secret

/** A code and a birth date as somebody types them. They are in memory only, and gone with this screen. */
data class RecoverState(
    val code: Secret = Secret(""),
    val born: Secret = Secret(""),
    /** What the core says about both; none before something was typed. */
    val problems: RecoverProblems? = null,
    /** The field was left, or the button pressed: what is wrong is said as such, and not as a hint any more. */
    val leftCode: Boolean = false,
    val leftBorn: Boolean = false,
    /** The button was pressed, and something can be mended first. */
    val shows: Boolean = false,
    /** The office is asked. */
    val busy: Boolean = false,
    /** Why nothing came back, for below the fields. */
    val refused: String? = null,
    val found: RecoveredView? = null,
    val trouble: Trouble? = null,
) {
    val codeProblem get() = problems?.code?.takeIf { leftCode }
    val bornProblem get() = problems?.birthDate?.takeIf { leftBorn }

    /** While it is typed. */
    val codeHint get() = problems?.code?.takeUnless { leftCode || code.isEmpty() }
    val bornHint get() = problems?.birthDate?.takeUnless { leftBorn || born.isEmpty() }
    val isCodeWhole get() = problems != null && problems.code == null
}

/** Gets a registration of another phone back. */
class RecoverModel(
    core: Calls,
) : Model<RecoverState>(core, RecoverState()) {
    private var stopWaiting: (() -> Unit)? = null

    /** Counts questions to the office, so that one that was given up does not end the next. */
    private var asked = 0
    private var news = false

    fun typedCode(text: String) {
        set(state.copy(code = Secret(text), leftCode = false, shows = false, refused = null))
        look {}
    }

    fun typedBorn(text: String) {
        set(state.copy(born = Secret(text), leftBorn = false, shows = false, refused = null))
        look {}
    }

    fun leftCode() {
        if (!state.code.isEmpty()) set(state.copy(leftCode = true))
    }

    fun leftBorn() {
        if (!state.born.isEmpty()) set(state.copy(leftBorn = true))
    }

    /** What can be seen to be wrong is said first, and otherwise the office is asked. */
    fun send() {
        if (state.busy) return
        look { problems ->
            if (problems.code == null && problems.birthDate == null) {
                ask()
            } else {
                set(state.copy(leftCode = true, leftBorn = true, shows = true, refused = null))
            }
        }
    }

    /** Somebody does not want to wait any longer. What was typed stays. */
    fun cancel() {
        stopWaiting?.invoke()
        stopWaiting = null
        set(state.copy(busy = false))
    }

    fun tryAgain() =
        core.ask({ payung.unlock() }) { result ->
            result.onSuccess { set(state.copy(trouble = null)) }.onFailure { fail(it) }
        }

    /** Once: bills and receipts come with the sync that follows. */
    fun hasNews(): Boolean = news.also { news = false }

    /** Why nothing came back. The code and the date are in memory only. */
    override fun save() = ArrayList(listOfNotNull(state.refused))

    override fun restore(saved: ArrayList<String>) = set(state.copy(refused = saved.firstOrNull()))

    private fun look(then: (RecoverProblems) -> Unit) {
        val (code, born) = state.code to state.born
        core.ask({ recovery.problems(code, born) }) { result ->
            if (code != state.code || born != state.born || state.busy) return@ask
            result
                .onSuccess {
                    set(state.copy(problems = it))
                    then(it)
                }.onFailure { fail(it) }
        }
    }

    private fun ask() {
        val (code, born) = state.code to state.born
        val turn = ++asked
        set(state.copy(busy = true, refused = null, trouble = null))
        stopWaiting =
            core.wait({ recovery.recover(code, born) }) { result ->
                result
                    .onSuccess {
                        news = true
                        // Nothing of what was typed is kept.
                        set(RecoverState(found = it))
                    }.onFailure { if (it !is CancellationException && turn == asked) fail(it) }
            }
    }

    private fun fail(error: Throwable) {
        val trouble = troubleOf(error)
        val isMendedHere = trouble.way == Way.READ
        set(if (isMendedHere) state.copy(busy = false, refused = trouble.words) else state.copy(busy = false, trouble = trouble))
    }
}
