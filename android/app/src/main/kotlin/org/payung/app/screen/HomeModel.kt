package org.payung.app.screen

import org.payung.app.core.Calls
import org.payung.app.core.Session
import org.payung.app.core.Trouble
import org.payung.app.core.Way
import org.payung.app.core.troubleOf
import org.payung.core.Change
import org.payung.core.Eligibility
import org.payung.core.HomeView
import org.payung.core.KeyState
import org.payung.core.ProgrammeView

/** The first screen. */
data class HomeState(
    val home: HomeView? = null,
    /** What can be joined. */
    val programmes: List<ProgrammeView> = emptyList(),
    val trouble: Trouble? = null,
    /** Why the code of a link was not kept, in the core's words. */
    val refused: String? = null,
    /** Set when a draft was begun: it is to be shown. */
    val begun: String? = null,
)

/** What can be gone on with, what was sent, what must be said; and the beginning. */
class HomeModel(
    core: Calls,
    private val afterClean: () -> Unit = {},
) : Model<HomeState>(core, HomeState()) {
    override fun start() = load(first = null)

    override fun changed(change: Change) = start()

    /** Why a link's code was not kept was read. */
    override fun left() {
        super.left()
        if (state.refused != null) set(state.copy(refused = null))
    }

    /** It quotes at most what a link said. */
    override fun save() = ArrayList(listOfNotNull(state.refused))

    override fun restore(saved: ArrayList<String>) = set(state.copy(refused = saved.firstOrNull()))

    /** A link named a code: it is kept, or refused where it would stand. */
    fun keepReferral(text: String) =
        core.ask({ payung.keepReferral(text) }) { result ->
            val trouble = result.exceptionOrNull()?.let { troubleOf(it) }
            when (trouble?.way) {
                null -> start().also { set(state.copy(refused = null)) }
                Way.READ -> set(state.copy(refused = trouble.words))
                else -> set(state.copy(trouble = trouble))
            }
        }

    /** Whoever takes the kept code away is done with codes: why another one was refused says nothing any more. */
    fun removeReferral() {
        set(state.copy(refused = null))
        load { payung.removeReferral() }
    }

    /** Begins a registration for another person. */
    fun begin() = begin(FORM)

    /** Whoever pays for somebody need be no member. */
    fun payForSomebody() = begin(PAYER)

    private fun begin(form: String) {
        unsay()
        core.ask({ drafts.start(form) }) { result ->
            result
                .onSuccess { set(state.copy(begun = it.draft)) }
                .onFailure { error -> refused(error) { set(state.copy(trouble = it)) } }
        }
    }

    /** The draft was shown. */
    fun shown() = set(state.copy(begun = null))

    /** Photos that wait for another network go now. */
    fun sendAllNow() = load { connection.sendAllNow() }

    /** After a trouble. */
    fun wayOn(way: Way) {
        if (way != Way.START_CLEAN) return load { payung.unlock() }
        var isClean = false
        load({ if (isClean) afterClean() }) {
            payung.startClean()
            isClean = true
        }
    }

    /** What the key's state asks for. */
    fun keyTrouble(home: HomeView): Way? =
        when (home.key) {
            KeyState.OPEN -> null
            KeyState.GONE -> Way.START_CLEAN
            else -> Way.UNLOCK
        }

    private fun load(
        then: () -> Unit = {},
        first: (Session.() -> Any?)?,
    ) = ask(first, {
        val home = payung.home()
        warned(home.drafts)
        home to lookup.programmes().filter { it.joins != Eligibility.CLOSED }
    }) { result ->
        then()
        result
            .onSuccess { (home, programmes) -> set(state.copy(home = home, programmes = programmes, trouble = null)) }
            .onFailure { fail(it) }
    }

    private fun fail(error: Throwable) = set(state.copy(trouble = troubleOf(error)))
}

/** The form of this app: membership of somebody without an employer. */
const val FORM = "bpu"

/** The form of somebody who pays for a member. */
const val PAYER = "payer"
